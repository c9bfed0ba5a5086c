# The parts that a maker orders: kind, pins, what each withstands, its number, what may stand in its place. Decides which
# part is allowed, not where it sits. Numbers and data-sheet figures are from memory: look at the sheet before ordering.

from __future__ import annotations

from dataclasses import dataclass, field

PASSIVE, POWER_IN, POWER_OUT, IN, OUT, OPEN_COLLECTOR, BOTH = (
    "PASSIVE", "PWRIN", "PWROUT", "INPUT", "OUTPUT", "OPENCOLL", "BIDIR"
)  # fmt: skip

Pins = tuple[tuple[str, str, str], ...]  # number, name, type


@dataclass(frozen=True)
class Item:
    """One orderable part. `volts` is what its terminals withstand, `figures` what the deck needs of its data sheet."""

    number: str
    kind: str
    pins: Pins
    volts: float
    rating: str
    alternatives: str
    value: str = ""
    tolerance: str = ""
    figures: dict[str, float] = field(default_factory=dict)


def _passive(*names: str) -> Pins:
    return tuple((str(k), name, PASSIVE) for k, name in enumerate(names, 1))


DIODE = _passive("K", "A")
THREE = _passive("G", "S", "D")  # SOT-23 and TO-92 alike in the netlist; the footprint is the maker's
BJT = _passive("B", "E", "C")
SERIES = _passive("A1", "K2", "K1A2")  # two in series: pin 3 between them
PHOTOMOS: Pins = (("1", "A", PASSIVE), ("2", "K", PASSIVE), ("3", "O1", PASSIVE), ("4", "O2", PASSIVE))


def _supplied(*pins: tuple[str, str, str]) -> Pins:
    return pins


DUAL_COMPARATOR = _supplied(
    ("1", "OUTA", OPEN_COLLECTOR), ("2", "INA-", IN), ("3", "INA+", IN), ("4", "GND", POWER_IN), ("5", "INB+", IN),
    ("6", "INB-", IN), ("7", "OUTB", OPEN_COLLECTOR), ("8", "VCC", POWER_IN),
)  # fmt: skip
QUAD_OPAMP = _supplied(
    ("1", "OUTA", OUT), ("2", "INA-", IN), ("3", "INA+", IN), ("4", "VCC", POWER_IN), ("5", "INB+", IN),
    ("6", "INB-", IN), ("7", "OUTB", OUT), ("8", "OUTC", OUT), ("9", "INC-", IN), ("10", "INC+", IN),
    ("11", "GND", POWER_IN), ("12", "IND+", IN), ("13", "IND-", IN), ("14", "OUTD", OUT),
)  # fmt: skip
QUAD_NAND = _supplied(
    ("1", "1A", IN), ("2", "1B", IN), ("3", "1Y", OUT), ("4", "2A", IN), ("5", "2B", IN), ("6", "2Y", OUT),
    ("7", "GND", POWER_IN), ("8", "3Y", OUT), ("9", "3A", IN), ("10", "3B", IN), ("11", "4Y", OUT), ("12", "4A", IN),
    ("13", "4B", IN), ("14", "VCC", POWER_IN),
)  # fmt: skip
AND3 = _supplied(
    ("1", "A", IN), ("2", "GND", POWER_IN), ("3", "B", IN), ("4", "Y", OUT), ("5", "VCC", POWER_IN), ("6", "C", IN)
)

ITEMS = {
    item.number: item
    for item in (
        # --- supply
        Item("NCR18650B-PCM", "cell", _passive("+", "-"), 4.3, "3.3 Ah, 3.5 to 4.2 V in use, own protection board, IEC 62133",
             "any protected 18650 of a named maker with an IEC 62133 report", "1S Li-ion", "50 to 400 mOhm",
             {"volts": 3.8, "ohm": 0.15}),
        Item("0451002.MRL", "fuse", _passive("1", "2"), 125, "2 A quick, 125 V", "any 2 A quick fuse, 32 V or more", "2 A", "",
             {"ohm": 0.04}),
        Item("OS102011MS2QN1", "switch", _passive("1", "2"), 12, "0.1 A at 12 V carries 2 A", "any slide switch for 1 A",
             "on/off", "", {"ohm": 0.05}),
        Item("AO3401A", "pmos", THREE, 30, "-30 V, 4 A, 60 mOhm at -2.5 V", "DMG2305UX, IRLML6401", "P-MOSFET", "Vth -0.5 to -1.3 V",
             {"vto": 0.9, "kp": 20, "rd": 0.02, "cgs": 600e-12, "cgd": 80e-12, "cj": 100e-12}),
        Item("SS14", "diode", DIODE, 40, "40 V, 1 A Schottky", "B140, MBRS140", "SS14", "0.3 to 0.5 V",
             {"is": 1e-6, "n": 1.05, "rs": 0.05, "cj": 110e-12}),
        Item("STPS1H100A", "diode", DIODE, 100, "100 V, 1 A Schottky", "MBRS1100, SS110", "STPS1H100A", "0.6 V at 1 A",
             {"is": 1e-7, "n": 1.05, "rs": 0.05, "cj": 60e-12}),
        Item("U1V11F5", "module5", (("1", "VIN", POWER_IN), ("2", "GND", POWER_IN), ("3", "VOUT", POWER_OUT), ("4", "EN", IN)),
             5.5, "0.5 to 5.5 V in, 5 V, 0.3 A", "any 5 V boost module for 0.2 A from 3.3 V", "5 V", "4 %", {"volts": 5.0}),
        Item("LT8362", "boost", (("1", "SW", PASSIVE), ("2", "VIN", POWER_IN), ("3", "EN", IN), ("4", "INTVCC", PASSIVE),
             ("5", "VC", PASSIVE), ("6", "FBX", IN), ("7", "RT", PASSIVE), ("8", "SS", PASSIVE), ("9", "GND", POWER_IN)), 60,
             "2.8 to 60 V in, switch 60 V 2 A", "LT8330 (1 A); a 48 V module with an enable that floats off", "boost", "FBX 1.6 V, 1.2 %",
             {"fbx": 1.6, "amps": 0.06}),
        Item("TLV431BIDBZR", "shunt_ref", _passive("REF", "K", "A"), 6, "6 V, 15 mA", "LMV431, TLVH431", "TLV431", "1.24 V, 0.5 %",
             {"volts": 1.24}),
        Item("TPS22918DBVR", "load_switch", (("1", "VIN", POWER_IN), ("2", "GND", POWER_IN), ("3", "ON", IN), ("5", "QOD", PASSIVE),
             ("6", "VOUT", POWER_OUT)), 5.5, "5.5 V, 2 A, discharges its output", "any 2 A load switch with output discharge",
             "load switch", "", {"ohm": 0.06}),
        Item("SLF7045T-220M", "inductor", _passive("1", "2"), 60, "1.2 A saturation", "22 uH, 1.2 A or more, 0.3 Ohm or less",
             "22 uH", "20 %", {"ohm": 0.1}),
        Item("MCP73834-FCI/UN", "charger", (("1", "VDD", POWER_IN), ("3", "STAT1", OPEN_COLLECTOR), ("5", "VSS", POWER_IN),
             ("6", "PROG", PASSIVE), ("8", "THERM", PASSIVE), ("10", "VBAT", POWER_OUT)), 6,
             "4.2 V, stops outside 0 to 50 degrees by its thermistor", "BQ24040", "charger", "0.75 %", {"ohm": 1e7}),
        Item("NTCLE100E3103", "thermistor", _passive("1", "2"), 10, "10 kOhm at 25 degrees, B 3977, on the cell", "any 10 kOhm NTC, B 3950",
             "10k NTC", "5 %", {"ohm": 10e3}),
        Item("LM4040AIM3-2.5", "ref", _passive("K", "A"), 2.5, "60 uA to 15 mA", "LM4040B, REF2025", "2.500 V", "0.1 %",
             {"volts": 2.5}),
        # --- output
        Item("DN2540N3-G", "nmos", THREE, 400, "400 V, 150 mA, depletion", "BSS126 (600 V)", "N-MOSFET depletion",
             "Vth -1.5 to -3.5 V", {"vto": -2.5, "kp": 0.09, "rd": 8, "cgs": 250e-12, "cgd": 10e-12, "cj": 40e-12}),
        Item("ZVP4424G", "pmos", THREE, 240, "-240 V, 0.48 A, 9 Ohm", "BSP92P (-250 V), TP2424N8", "P-MOSFET", "Vth -0.7 to -1.4 V",
             {"vto": 1.1, "kp": 0.35, "rd": 5, "cgs": 150e-12, "cgd": 15e-12, "cj": 60e-12}),
        Item("ZVP2110A", "pmos", THREE, 100, "-100 V, 0.23 A, 8 Ohm", "BSS84 (60 V) is too small; BSP92P", "P-MOSFET", "Vth -1.5 to -3.5 V",
             {"vto": 2.4, "kp": 0.3, "rd": 5, "cgs": 90e-12, "cgd": 8e-12, "cj": 40e-12}),
        Item("ZVN4424G", "nmos", THREE, 240, "240 V, 0.5 A, 5.5 Ohm", "BSP89 (240 V), TN2524N8", "N-MOSFET", "Vth 0.8 to 1.8 V",
             {"vto": 1.3, "kp": 0.6, "rd": 3, "cgs": 120e-12, "cgd": 10e-12, "cj": 50e-12}),
        Item("ZVN2110A", "nmos", THREE, 100, "100 V, 0.32 A, 4 Ohm", "BSS123", "N-MOSFET", "Vth 0.8 to 2.4 V",
             {"vto": 1.3, "kp": 0.6, "rd": 2, "cgs": 60e-12, "cgd": 8e-12, "cj": 30e-12}),
        Item("MMBTA92", "pnp", BJT, 300, "-300 V, 0.5 A", "FMMT593, PMBTA92", "PNP", "Vbe 0.54 to 0.65 V at 0.1 mA from 40 to 5 degrees",
             {"bf": 60, "is": 2e-14, "cje": 20e-12, "cjc": 6e-12}),
        Item("BAV21W", "diode", DIODE, 250, "250 V, 0.2 A, 50 ns", "BAS21, BAV103", "BAV21W", "0.8 V at 20 mA",
             {"is": 4e-9, "n": 1.9, "rs": 1.2, "cj": 1.5e-12}),
        Item("AQY210EH", "photomos", PHOTOMOS, 350, "350 V, 0.13 A, 1.5 kV to its lamp", "TLP222G, CPC1035N, AQV254", "PhotoMOS",
             "18 to 35 Ohm", {"ohm": 25, "coff": 45e-12, "amps": 1.2e-3}),
        Item("LTC6101HVAIS5", "csa", (("1", "OUT", PASSIVE), ("2", "V-", POWER_IN), ("3", "IN-", IN), ("4", "IN+", IN),
             ("5", "V+", POWER_IN)), 105, "5 to 105 V", "INA168 with other resistors (60 V: revision A only)", "current amplifier",
             "0.3 mV offset", {}),
        Item("V23050-A1005-A542", "relay", (("1", "COIL+", PASSIVE), ("2", "COIL-", PASSIVE), ("11", "NC1", PASSIVE),
             ("12", "NC1C", PASSIVE), ("21", "NC2", PASSIVE), ("22", "NC2C", PASSIVE), ("33", "NO1", PASSIVE),
             ("34", "NO1C", PASSIVE), ("43", "NO2", PASSIVE), ("44", "NO2C", PASSIVE)), 250,
             "force-guided 2 NO 2 NC, 5 V coil 31 Ohm, gold contacts for dry switching", "Elesta SGR282Z, Panasonic SF2D, 5 V",
             "relay", "", {"coil": 31, "ohm": 0.1, "amps": 0.08}),
        Item("SMAJ78CA", "zener2", _passive("1", "2"), 78, "stands 78 V, 400 W", "any bidirectional TVS of 75 to 85 V below 150 pF",
             "78 V TVS", "87 to 96 V at 1 mA", {"volts": 91, "cj": 80e-12}),
        Item("PLC-DIN42802", "socket", _passive("1"), 250, "touch-proof 1.5 mm socket, DIN 42802", "leads fixed in shrouds, no plug",
             "touch-proof", ""),
        Item("CLIFF-S16N", "socket", _passive("1"), 60, "4 mm socket", "replaced by touch-proof ones in revision B", "4 mm", ""),
        # --- small signal
        Item("2N7002", "nmos", THREE, 60, "60 V, 0.2 A", "BSS138", "N-MOSFET", "Vth 1.0 to 2.5 V",
             {"vto": 1.6, "kp": 0.25, "rd": 1, "cgs": 25e-12, "cgd": 4e-12, "cj": 15e-12}),
        Item("AO3400A", "nmos", THREE, 30, "30 V, 5 A", "IRLML6344", "N-MOSFET", "Vth 0.7 to 1.4 V",
             {"vto": 1.0, "kp": 20, "rd": 0.01, "cgs": 600e-12, "cgd": 70e-12, "cj": 100e-12}),
        Item("1N4148W", "diode", DIODE, 100, "100 V, 0.15 A", "BAS16, BAV21W", "1N4148W", "", {"is": 4e-9, "n": 1.9, "rs": 0.6, "cj": 2e-12}),
        Item("BZX84-C10", "zener", DIODE, 11, "10 V, 0.25 W", "MMSZ5240B", "10 V", "5 %", {"volts": 10, "cj": 80e-12}),
        Item("BAV199", "diode_pair", SERIES, 75, "75 V, leaks 5 nA at most", "BAS45A twice", "BAV199", "",
             {"is": 1e-13, "n": 1.3, "rs": 2, "cj": 2e-12}),
        Item("BAT54S", "diode_pair", SERIES, 30, "30 V, 0.2 A Schottky", "BAS40-04", "BAT54S", "",
             {"is": 1e-7, "n": 1.05, "rs": 2, "cj": 10e-12}),
        Item("TLV1702AIDGKR", "comparator2", DUAL_COMPARATOR, 36, "2.2 to 36 V, open collector", "LM393 from 3.0 V up, LM2903",
             "comparator", "3.5 mV", {}),
        Item("OPA4330AIPW", "opamp4", QUAD_OPAMP, 5.5, "1.8 to 5.5 V, rail to rail, 50 uV", "MCP6V04, LTC2054 four times",
             "op-amp", "50 uV", {"gbw": 350e3, "slew": 0.16e6}),
        Item("OPA333AIDBVR", "opamp", (("1", "OUT", OUT), ("2", "GND", POWER_IN), ("3", "IN+", IN), ("4", "IN-", IN),
             ("5", "VCC", POWER_IN)), 5.5, "1.8 to 5.5 V, rail to rail, 10 uV", "MCP6V01, LTC2054", "op-amp", "10 uV",
             {"gbw": 350e3, "slew": 0.16e6}),
        Item("74HC132D", "nand4", QUAD_NAND, 6, "2 to 6 V, Schmitt", "CD74HC132", "NAND", ""),
        Item("SN74LVC1G11DBVR", "and3", AND3, 5.5, "1.65 to 5.5 V", "74HC11, one gate of it", "AND", ""),
        Item("SN74LVC2G34DBVR", "buffer2", (("1", "1A", IN), ("2", "GND", POWER_IN), ("3", "2A", IN), ("4", "2Y", OUT),
             ("5", "VCC", POWER_IN), ("6", "1Y", OUT)), 5.5, "24 mA", "74LVC2G17", "buffer", ""),
        # --- converters and panel
        Item("MCP4725A0T-E/CH", "dac", (("1", "VOUT", OUT), ("2", "VSS", POWER_IN), ("3", "VDD", POWER_IN), ("4", "SDA", BOTH),
             ("5", "SCL", IN), ("6", "A0", IN)), 5.5, "12 bit, address 0x60 with A0 low", "a module with it", "DAC", "", {"ohm": 1}),
        Item("ADS1115IDGSR", "adc", (("1", "ADDR", IN), ("2", "ALERT", OPEN_COLLECTOR), ("3", "GND", POWER_IN), ("4", "AIN0", IN),
             ("5", "AIN1", IN), ("6", "AIN2", IN), ("7", "AIN3", IN), ("8", "VDD", POWER_IN), ("9", "SDA", BOTH),
             ("10", "SCL", IN)), 5.5, "16 bit, address 0x48 with ADDR low", "a module with it, never a 12-bit ADS1015", "ADC", "0.15 %"),
        Item("SSD1306-128X64", "module", (("1", "GND", POWER_IN), ("2", "VCC", POWER_IN), ("3", "SCL", IN), ("4", "SDA", BOTH)), 5,
             "0x3C, 3.3 V, 20 mA", "SH1106 is shifted by two columns", "OLED 128x64", "", {"amps": 0.02}),
        Item("DS3231-MODULE", "module", (("1", "GND", POWER_IN), ("2", "VCC", POWER_IN), ("3", "SCL", IN), ("4", "SDA", BOTH)), 5.5,
             "0x68, with its coin cell; optional", "DS3231SN bare", "clock", "", {"amps": 0.0005}),
        Item("B3F-1000", "button", _passive("1", "2"), 24, "24 V, 50 mA, closes when pressed", "any 12 V button, caps that wet hands find",
             "button", "", {"closed": 0}),
        Item("A22NZ-NC", "button", _passive("1", "2"), 24, "red, opens when pressed, latching, gold contacts", "any normally closed mushroom button",
             "STOP", "", {"closed": 1}),
        Item("MJ-3536NG", "jack", _passive("T", "TN"), 24, "6.35 mm, its contact is closed while nothing is plugged in",
             "any jack with a normally closed tip contact", "STOP 2", "", {"closed": 1}),
        Item("PKM13EPYH4000", "piezo", _passive("1", "2"), 25, "passive, 30 V peak to peak, 5.5 nF", "any passive piezo", "buzzer", "",
             {"farad": 5.5e-9}),
        Item("LTL-307A", "led", DIODE, 5, "amber, 20 mA", "any amber LED of 2.0 V", "amber", "", {"volts": 2.0}),
        Item("LTL-307E", "led", DIODE, 5, "red, 20 mA", "any red LED of 2.0 V", "red", "", {"volts": 1.9}),
    )
}  # fmt: skip
