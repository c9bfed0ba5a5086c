# The way of the current: limiter, shunt B, S1, bridge, relay, electrodes, sink, shunt A, and what measures it.

from __future__ import annotations

from tools.circuit.board import Board

LEGS = (  # name, number, from, to, which lamp end drives it
    ("forward high", 1, "S1_OUT", "SIDE_A", "FWD"),
    ("reverse high", 2, "S1_OUT", "SIDE_B", "REV"),
    ("forward low", 3, "SIDE_B", "DRAIN", "FWD"),
    ("reverse low", 4, "SIDE_A", "DRAIN", "REV"),
)


def limiter(board: Board) -> None:
    board.sheet = "output"
    if board.b:  # a base-emitter voltage over R20: 0.54 to 0.65 V from 40 to 5 degrees are 27.3 to 33.5 mA
        board.r("R20", "19.6", "RAIL", "LIM_S")
        board.part("Q2", "ZVP4424G", {"G": "LIM_G", "S": "LIM_S", "D": "LIM_OUT"})
        board.r("R21", "1.00k", "LIM_S", "LIM_B")
        board.part("Q3", "MMBTA92", {"B": "LIM_B", "E": "RAIL", "C": "LIM_G"})
        board.r("R22", "470k", "LIM_G", "GND", size="1206")
        board.part("D3", "BZX84-C10", {"K": "LIM_S", "A": "LIM_G"})
    else:  # a depletion transistor and its resistor: 19 to 58 mA untrimmed
        board.part("Q2", "DN2540N3-G", {"G": "LIM_OUT", "S": "LIM_S", "D": "RAIL"})
        board.r("R20", "53.6", "LIM_S", "LIM_OUT")


def shunt_b(board: Board) -> None:
    board.sheet = "output"
    board.r("R23", "10.0", "LIM_OUT", "SHB", 0.1)
    board.r("R24", "1.00k", "LIM_OUT", "CSB_N", 0.1)
    board.part("U7", "LTC6101HVAIS5", {"OUT": "CSB", "V-": "GND", "IN-": "CSB_N", "IN+": "SHB", "V+": "LIM_OUT"})
    board.r("R25", "10.0k", "CSB", "GND", 0.1)
    board.r("R26", "1.00k", "CSB", "ADC0")
    board.c("C26", "1n", "ADC0", "GND", 16)
    board.part("D26", "BAT54S", {"A1": "GND", "K2": "V3V3", "K1A2": "ADC0"})


def switch_s1(board: Board) -> None:
    """Its gate's current comes from before shunt B, so B does not see it."""
    board.sheet = "output"
    board.part("Q4", "ZVP4424G" if board.b else "ZVP2110A", {"G": "S1_G", "S": "SHB", "D": "S1_OUT"})
    board.r("R30", "220k", "LIM_OUT", "S1_G")
    board.part("D30", "BZX84-C10", {"K": "LIM_OUT", "A": "S1_G"})
    board.r("R31", "47k", "S1_G", "S1_D", size="1206")
    board.part("Q5", "ZVN4424G" if board.b else "ZVN2110A", {"G": "S1_ON", "S": "GND", "D": "S1_D"})
    board.r("R32", "100k", "S1_ON", "GND")


def bridge(board: Board) -> None:
    """Lamps between two buffers: both high or both low lights none. In revision B a diode in each leg."""
    board.sheet = "bridge"
    board.part(
        "U8", "SN74LVC2G34DBVR", {"1A": "LEG_FWD", "1Y": "LF", "2A": "LEG_REV", "2Y": "LR", "GND": "GND", "VCC": "V3V3"}
    )
    for _, k, start, end, way in LEGS:
        drive, back = ("LF", "LR") if way == "FWD" else ("LR", "LF")
        board.r(f"R4{k}", "330", drive, f"LAMP{k}")
        if board.b:
            between = f"LEG{k}"
            diode = {"A": start, "K": between} if start == "S1_OUT" else {"A": between, "K": end}
            board.part(f"D4{k}", "BAV21W", diode)
            one, two = (between, end) if start == "S1_OUT" else (start, between)
        else:
            one, two = start, end
        board.part(f"K{k}", "AQY210EH", {"A": f"LAMP{k}", "K": back, "O1": one, "O2": two})
    if board.b:
        board.c("C40", "470p", "SIDE_A", "SIDE_B", 500, "C0G")
    else:
        board.c("C40", "4.3n", "SIDE_A", "SIDE_B", 100, "C0G")


def sink(board: Board) -> None:
    """I (50 + 10 k) = k V(DAC), k = R52 / (R51 + R52): 25.0 mA at 3.3 V. R55 keeps the transistor off at code 0."""
    board.sheet = "sink"
    board.r("R51", "14.4k", "DAC", "SINK_P", 0.1)
    board.r("R52", "10.0k", "SINK_P", "SHA", 0.1)
    board.part("U9", "OPA333AIDBVR", {"OUT": "SINK_O", "GND": "GND", "IN+": "SINK_P", "IN-": "SINK_N", "VCC": "V3V3"})
    board.r("R53", "1.00k", "SINK_O", "SINK_G")
    board.c("C53", "1n", "SINK_O", "SINK_N", 50, "C0G")
    board.r("R54", "1.00k", "SINK_S", "SINK_N")
    board.r("R55", "3.32M" if board.b else "330k", "V3V3", "SINK_N")  # 1 mV, -0.02 mA; in A 10 mV, -0.2 mA
    board.r("R56", "100k", "SINK_G", "GND")
    board.part("Q6", "ZVN4424G" if board.b else "ZVN2110A", {"G": "SINK_G", "S": "SINK_S", "D": "DRAIN"})
    board.r("R57", "50.0", "SINK_S", "SHA", 0.1)
    board.r("R58", "10.0", "SHA", "GND", 0.1)


def relay(board: Board) -> None:
    """Force-guided: at rest the dummy load. VBUS, so any charger, holds it there whatever the firmware does."""
    board.sheet = "relay"
    board.part(
        "K5",
        "V23050-A1005-A542",
        {
            "COIL+": "V5",
            "COIL-": "RLY_D",
            "NO1": "ELEC_A",
            "NO1C": "SIDE_A",
            "NO2": "ELEC_B",
            "NO2C": "SIDE_B",
            "NC1": "DUMMY",
            "NC1C": "SIDE_A",
            "NC2": "GND",
            "NC2C": "RELAY_FB",
        },
    )
    board.r("R60", "1.00k", "DUMMY", "SIDE_B", 1, "2512")
    board.part("D60", "1N4148W", {"A": "RLY_D", "K": "V5"})
    board.part("Q7", "AO3400A", {"G": "RLY_G", "S": "GND", "D": "RLY_D"})
    board.r("R61", "1.00k", "PATIENT", "RLY_G")
    board.r("R62", "100k", "RLY_G", "GND")
    board.part("Q8", "2N7002", {"G": "RLY_X", "S": "GND", "D": "RLY_G"})
    board.r("R63", "10.0k", "VBUS", "RLY_X")
    board.r("R64", "100k", "RLY_X", "GND")
    socket = "PLC-DIN42802" if board.b else "CLIFF-S16N"
    board.part("J1", socket, {"1": "ELEC_A"})
    board.part("J2", socket, {"1": "ELEC_B"})
    if board.b:  # against static; two in series, so that a shorted one is no leak
        for name, k in (("A", 1), ("B", 3)):
            board.part(f"D6{k}", "SMAJ78CA", {"1": f"ELEC_{name}", "2": f"ESD_{name}"})
            board.part(f"D6{k + 1}", "SMAJ78CA", {"1": f"ESD_{name}", "2": "GND"})


def dividers(board: Board) -> None:
    """2.08 MOhm each, twentieth part, buffered; the shunt amplifier A; the ADS1115."""
    board.sheet = "measuring"
    for k, source in ((1, "SIDE_A"), (2, "SIDE_B"), (4, "RAIL")):
        board.r(f"R18{k}", "988k", source, f"TOP{k}", 0.1, "1206")
        board.r(f"R19{k}", "988k", f"TOP{k}", f"DIV{k}", 0.1, "1206")
        board.r(f"R9{k}", "104k", f"DIV{k}", "GND", 0.1)
        if board.b:
            board.part(f"D8{k}", "BAV199", {"A1": "GND", "K2": "V3V3", "K1A2": f"DIV{k}"})
    board.part(
        "U10",
        "OPA4330AIPW",
        {
            "OUTA": "BUF1",
            "INA-": "BUF1",
            "INA+": "DIV1",
            "OUTB": "BUF2",
            "INB-": "BUF2",
            "INB+": "DIV2",
            "OUTC": "BUF3",
            "INC-": "AMP_N",
            "INC+": "AMP_P",
            "OUTD": "BUF4",
            "IND-": "BUF4",
            "IND+": "DIV4",
            "VCC": "V3V3",
            "GND": "GND",
        },
    )
    board.r("R87", "1.00k", "SHA", "AMP_P")
    board.r("R88", "18.0k", "BUF3", "AMP_N", 0.1)
    board.r("R89", "2.00k", "AMP_N", "GND", 0.1)
    for k in (1, 2, 3, 4):
        board.r(f"R10{k}", "100", f"BUF{k}", f"AIN{k - 1}")
        board.c(f"C10{k}", "10n", f"AIN{k - 1}", "GND", 16)
    board.part(
        "U11",
        "ADS1115IDGSR",
        {
            "ADDR": "GND",
            "ALERT": "",
            "GND": "GND",
            "AIN0": "AIN0",
            "AIN1": "AIN1",
            "AIN2": "AIN2",
            "AIN3": "AIN3",
            "VDD": "V3V3",
            "SDA": "SDA0",
            "SCL": "SCL0",
        },
    )
    board.c("C105", "100n", "V3V3", "GND", 16)
    board.part(
        "U12",
        "MCP4725A0T-E/CH",
        {"VOUT": "DAC", "VSS": "GND", "VDD": "V3V3", "SDA": "SDA0", "SCL": "SCL0", "A0": "GND"},
    )
    board.c("C106", "100n", "V3V3", "GND", 16)
    board.r("R106", "1.00k", "DAC", "ADC1")
    board.c("C107", "10n", "ADC1", "GND", 16)
    board.r("R107", "100k", "VCELL", "ADC2", 0.1)
    board.r("R108", "100k", "ADC2", "GND", 0.1)
    board.c("C108", "100n", "ADC2", "GND", 16)
