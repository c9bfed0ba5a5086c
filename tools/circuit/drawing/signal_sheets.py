# Where the parts of sink, measuring, guards and panel lie on their sheets. Decides positions only; nets.py holds them
# to the description.

from __future__ import annotations

from tools.circuit.board import Board
from tools.circuit.drawing.sheet import Sheet
from tools.circuit.panel import PULLED_DOWN, gpios


def sink(board: Board) -> Sheet:
    s = Sheet(board, "5_sink", "Current sink and shunt A")
    s.two("R51", (0, -2), (2, -2))
    s.tag((0, -2), "DAC", "left")
    s.opamp("U9", (7.4, -1.38), "IN+", "IN-", "OUT", vd="VCC", vs="GND")
    s.wire((2, -2), "U9.IN+")
    s.two("R52", (2.6, -2), (2.6, -4), side="left")
    s.wire((2.6, -4), (2.6, -5.6), (12, -5.6))
    s.tag("U9.VCC", "V3V3", "up")
    s.gnd("U9.GND")
    s.two("C53", (5, 1), (7, 1), "2")
    s.wire((3.5, 1), (5, 1))
    s.wire("U9.IN-", (3.5, -0.76), (3.5, 1))
    s.wire((7, 1), (7.8, 1), (7.8, -1.38), "U9.OUT")
    s.two("R53", (8.4, -1.38), (10.4, -1.38))
    s.wire("U9.OUT", (8.4, -1.38))
    s.transistor("Q6", (12, -0.63), gate="left")
    s.wire((10.4, -1.38), "Q6.G")
    s.two("R56", (10.4, -1.38), (10.4, -3.38), side="left")
    s.gnd((10.4, -3.38))
    s.tag("Q6.D", "DRAIN", "up")
    s.two("R57", (12, -3.2), (12, -5.2))
    s.wire("Q6.S", (12, -3.2))
    s.wire((12, -5.2), (12, -6.2))
    s.two("R58", (12, -6.2), (12, -8.2))
    s.gnd((12, -8.2))
    s.tag((12, -5.6), "SHA", "right", 1.2)
    s.wire((12, -2.6), (14.5, -2.6), (14.5, 2.4), (5.5, 2.4))
    s.two("R54", (3.5, 2.4), (5.5, 2.4), "2")
    s.wire((3.5, 2.4), (3.5, 1))
    s.two("R55", (1.5, 1), (3.5, 1))
    s.tag((1.5, 1), "V3V3", "left")
    s.dot((2.6, -2), (3.5, 1), (7.8, -1.38), (10.4, -1.38), (12, -2.6), (12, -5.6))
    return s


def measuring(board: Board) -> Sheet:
    s = Sheet(board, "6_measuring", "Dividers, amplifiers, converters")
    rows = ((1, "SIDE_A", "A", 0.0), (2, "SIDE_B", "B", -6.0), (4, "RAIL", "D", -12.0))
    for k, source, unit, y in rows:
        s.tag((0, y), source, "left")
        s.two(f"R18{k}", (0, y), (2, y))
        s.two(f"R19{k}", (2.4, y), (4.4, y))
        s.wire((2, y), (2.4, y))
        s.wire((4.4, y), (8, y))
        s.two(f"R9{k}", (5, y), (5, y - 2), side="left")
        s.gnd((5, y - 2))
        s.dot((5, y))
        if board.b:
            s.box(f"D8{k}", (6.9, y - 2.8), ("K1A2", "A1"), ("K2",), width=1.6)
            s.wire((6.2, y), f"D8{k}.K1A2", first="|")
            s.tag(f"D8{k}.A1", "GND", "left", 0.2)
            s.tag(f"D8{k}.K2", "V3V3", "up", 0.4)
            s.dot((6.2, y))
        s.opamp(
            "U10", (12.5, y - 0.62 + 1.24), f"IN{unit}+", f"IN{unit}-", f"OUT{unit}", vd="VCC", vs="GND"
        ) if unit == "A" else s.opamp("U10", (12.5, y + 0.62), f"IN{unit}+", f"IN{unit}-", f"OUT{unit}")
        s.wire((8, y), f"U10.IN{unit}+")
        s.wire(f"U10.IN{unit}-", (8.6, y + 1.24), (8.6, y + 2.7), (13, y + 2.7), (13, y + 0.62), f"U10.OUT{unit}")
    s.tag("U10.VCC", "V3V3", "up", 0.3)
    s.gnd("U10.GND", stub=0.1)
    y = -18.0
    s.tag((0, y), "SHA", "left")
    s.two("R87", (0, y), (2, y))
    s.opamp("U10", (12.5, y + 0.62), "INC+", "INC-", "OUTC")
    s.wire((2, y), "U10.INC+")
    s.wire("U10.INC-", (8.6, y + 1.24), (8.6, y + 2.2))
    s.two("R88", (10, y + 2.2), (12, y + 2.2), "2")
    s.wire((8.6, y + 2.2), (10, y + 2.2))
    s.wire((12, y + 2.2), (13, y + 2.2), (13, y + 0.62), "U10.OUTC")
    s.two("R89", (8.6, y + 2.2), (6.6, y + 2.2))
    s.gnd((6.6, y + 2.2), stub=0.1)
    s.dot((8.6, y + 2.2))
    for k, y in ((1, 0.0), (2, -6.0), (4, -12.0), (3, -18.0)):
        s.wire((13, y + 0.62), (13.6, y + 0.62))
        s.two(f"R10{k}", (13.6, y + 0.62), (15.6, y + 0.62))
        s.two(f"C10{k}", (16, y + 0.62), (16, y - 1.38))
        s.wire((15.6, y + 0.62), (16.6, y + 0.62))
        s.tag((16.6, y + 0.62), f"AIN{k - 1}")
        s.tag((13.3, y + 0.62), f"BUF{k}", "down", 0.8)
        s.gnd((16, y - 1.38))
        s.dot((13, y + 0.62), (16, y + 0.62), (13.3, y + 0.62))
    s.box("U11", (22, -6), ("AIN0", "AIN1", "AIN2", "AIN3", "ADDR"), ("VDD", "GND", "SDA", "SCL"), width=3)
    for pin in ("AIN0", "AIN1", "AIN2", "AIN3"):
        s.tag(f"U11.{pin}", pin, "left")
    s.tag("U11.ADDR", "GND", "left")
    for pin, net in (("VDD", "V3V3"), ("GND", "GND"), ("SDA", "SDA0"), ("SCL", "SCL0")):
        s.tag(f"U11.{pin}", net, "right")
    s.box("U12", (22, -13), ("SDA", "SCL", "A0"), ("VOUT", "VDD", "VSS"), width=3)
    for pin, net in (("SDA", "SDA0"), ("SCL", "SCL0"), ("A0", "GND")):
        s.tag(f"U12.{pin}", net, "left")
    s.tag("U12.VDD", "V3V3")
    s.tag("U12.VSS", "GND")
    s.wire("U12.VOUT", (27, -10.5), first="-")
    s.tag((27, -10.5), "DAC", "up")
    s.two("R106", (27, -10.5), (29, -10.5))
    s.two("C107", (29, -10.5), (29, -12.5))
    s.tag((29, -10.5), "ADC1")
    s.gnd((29, -12.5))
    s.tag((22, -16), "VCELL", "up")
    s.two("R107", (22, -16), (22, -18), side="left")
    s.two("R108", (22, -18), (22, -20), side="left")
    s.wire((22, -18), (24, -18))
    s.two("C108", (24, -18), (24, -20))
    s.tag((24, -18), "ADC2")
    s.gnd((22, -20), (24, -20))
    for ref, x in (("C105", 27), ("C106", 29)):
        s.two(ref, (x, -16), (x, -18))
        s.tag((x, -16), "V3V3", "up")
        s.gnd((x, -18))
    s.dot((27, -10.5), (29, -10.5), (22, -18), (24, -18))
    return s


def guards(board: Board) -> Sheet:
    s = Sheet(board, "7_guards", "Guards: latch, pump, the gate of S1, lamp")
    reference = "VREF" if board.b else "V3V3"
    supply = "VCELL" if board.b else "V3V3"
    if board.b:
        s.tag((-5, 0), "VCELL", "up")
        s.two("R70", (-5, 0), (-5, -2), side="left")
        s.two("D70", (-5, -2), (-5, -4), "K", side="left")
        s.two("C70", (-3.4, -2), (-3.4, -4))
        s.wire((-5, -2), (-3.4, -2))
        s.tag((-3.4, -2), "VREF", "up")
        s.gnd((-5, -4), (-3.4, -4))
        s.dot((-5, -2), (-3.4, -2))
    s.tag((0, 0), reference, "up")
    s.two("R71", (0, 0), (0, -2), side="left")
    s.two("R72", (0, -2), (0, -4), side="left")
    s.gnd((0, -4))
    s.wire((0, -2), (3.2, -2))
    s.two("R73", (3.2, -2), (3.2, -4))
    s.transistor("Q9", (3.2, -4), gate="left")
    s.tag("Q9.G", "OC_TEST", "left")
    s.gnd("Q9.S")
    s.opamp("U13", (8, -1.38), "INA+", "INA-", "OUTA", vd="VCC", vs="GND")
    s.wire((3.2, -2), "U13.INA+")
    s.tag((2.2, -2), "LATCH_TH", "up")
    s.tag("U13.INA-", "CSB", "left")
    s.tag("U13.VCC", supply, "up")
    s.gnd("U13.GND", stub=0.1)
    s.wire("U13.OUTA", (9, -1.38))
    s.two("R74", (9, 0.62), (9, -1.38), side="left")
    s.tag((9, 0.62), "V3V3", "up")
    s.two("R75", (9, -1.38), (11, -1.38))
    s.two("C75", (11.6, 0.62), (11.6, -1.38), "2")
    s.tag((11.6, 0.62), "V3V3", "up")
    s.wire((11, -1.38), (13.2, -1.38))
    s.gate("U14", (16, -1.63), "nand", ("1A", "1B"), "1Y")
    s.wire((13.2, -1.38), "U14.1A")
    s.tag((12.5, -1.38), "BLANK", "down")
    s.gate("U14", (16, -4.63), "nand", ("2A", "2B"), "2Y")
    s.wire("U14.1Y", (16.8, -1.63), (16.8, -3.4), "U14.2A", first="-")
    s.wire("U14.2Y", (17.3, -4.63), (17.3, -2.8), "U14.1B", first="-")
    s.gate("U14", (21, -1.63), "nand", ("3A", "3B"), "3Y")
    s.wire("U14.1Y", (18.4, -1.63))
    s.wire((18.4, -1.63), "U14.3A", first="|")
    s.wire((18.4, -1.63), "U14.3B", first="|")
    s.tag((17.6, -1.63), "LATCH_Q", "up")
    s.tag((17.3, -4.2), "LATCH_QN", "right")
    s.gate("U14", (9.5, -5.5), "nand", ("4A", "4B"), "4Y")
    s.wire("U14.4A", (7, -5.25), (7, -5.75), "U14.4B")
    s.tag((7, -5.5), "OC_RESET", "left")
    s.two("R76", (9.5, -5.5), (11.5, -5.5))
    s.two("C76", (12.2, -5.5), (12.2, -7.5))
    s.wire((11.5, -5.5), (12.2, -5.5))
    s.wire((12.2, -5.5), (13.2, -5.5), "U14.2B", first="-")
    s.gnd((12.2, -7.5))
    s.box("U14", (15, -9), ("VCC", "GND"), (), width=2)
    s.tag("U14.VCC", "V3V3", "left")
    s.tag("U14.GND", "GND", "left")
    for ref, x, net in (("C77", 19, "V3V3"), ("C82", 21, supply)):
        s.two(ref, (x, -7), (x, -9))
        s.tag((x, -7), net, "up")
        s.gnd((x, -9))
    s.gate("U15", (28, -1.96), "and", ("A", "B", "C"), "Y")
    s.wire("U14.3Y", (22.5, -1.63))
    s.wire((22.5, -1.63), (22.5, -2.29), "U15.C")
    s.tag((22.5, -1.63), "OC_TRIP_N", "up")
    s.dot((22.5, -1.63))
    s.tag("U15.A", "OUT_EN", "left", 0.3)
    s.tag("U15.Y", "S1_ON")
    s.box("U15", (27, -6), ("VCC", "GND"), (), width=1.6)
    s.tag("U15.VCC", "V3V3", "left")
    s.tag("U15.GND", "GND", "left")
    s.dot(
        (0, -2),
        (3.2, -2),
        (2.2, -2),
        (9, -1.38),
        (11.6, -1.38),
        (12.5, -1.38),
        (16.8, -1.63),
        (18.4, -1.63),
        (12.2, -5.5),
        (7, -5.5),
        (17.3, -4.2),
        (17.6, -1.63),
    )
    # the pump
    y = -13.0
    s.tag((0, y), "PUMP", "left")
    s.two("R77", (0, y), (2, y))
    s.two("C80", (2.2, y), (4.2, y))
    s.wire((2, y), (2.2, y))
    s.box("D80", (5, y - 1.5), ("K1A2", "A1"), ("K2",), width=1.6)
    s.wire((4.2, y), "D80.K1A2", first="-")
    s.tag("D80.A1", "GND", "left")
    s.wire("D80.K2", (8.2, y), first="-")
    s.two("C81", (8.2, y), (8.2, y - 2), side="left")
    s.two("R78", (9.6, y), (9.6, y - 2))
    s.wire((8.2, y), (9.6, y))
    s.gnd((8.2, y - 2), (9.6, y - 2))
    s.tag((10.6, y), "PUMP_H", "down")
    s.opamp("U13", (16.5, y + 0.62), "INB+", "INB-", "OUTB")
    s.wire((9.6, y), "U13.INB+")
    s.tag((11.5, y + 3.3), reference, "up")
    s.two("R79", (11.5, y + 3.3), (11.5, y + 1.24), side="left")
    s.wire((11.5, y + 1.24), "U13.INB-")
    s.two("R80", (11.5, y + 1.24), (9.5, y + 1.24))
    s.gnd((9.5, y + 1.24), stub=0.1)
    s.two("R83", (17.5, y + 2.62), (17.5, y + 0.62))
    s.tag((17.5, y + 2.62), "V3V3", "up")
    s.wire("U13.OUTB", (20, y + 0.62), (24, y + 0.62), (24, -1.96), "U15.B", first="-")
    s.tag((20, y + 0.62), "PUMP_OK", "down")
    s.dot((8.2, y), (9.6, y), (10.6, y), (11.5, y + 1.24), (17.5, y + 0.62), (20, y + 0.62))
    # the lamp
    y = -19.0
    if not board.b:
        s.tag((0, y), "LED_OUTPUT", "left")
        s.two("R110", (0, y), (2, y))
        s.two("D90", (2, y), (4, y), "A", side="bottom")
        s.gnd((4, y))
        return s
    s.tag((0, y), "VREF", "up")
    s.two("R111", (0, y), (0, y - 2), side="left")
    s.two("R112", (0, y - 2), (0, y - 4), side="left")
    s.gnd((0, y - 4))
    s.opamp("U16", (6.4, y - 2.62), "INA+", "INA-", "OUTA", vd="VCC", vs="GND")
    s.wire((0, y - 2), "U16.INA-")
    s.tag("U16.INA+", "CSB", "left")
    s.tag("U16.VCC", "VCELL", "up")
    s.gnd("U16.GND", stub=0.1)
    s.two("R113", (7.4, y - 0.62), (7.4, y - 2.62))
    s.tag((7.4, y - 0.62), "V3V3", "up")
    s.transistor("Q10", (11, y - 1.87), gate="left")
    s.wire("U16.OUTA", "Q10.G")
    s.gnd("Q10.S")
    s.transistor("Q11", (16.5, y - 1.87), gate="left")
    s.wire((11, y - 1.87), (16.5, y - 1.87))
    s.gnd("Q11.S")
    s.two("R114", (14.4, y - 2.62), (14.4, y - 4.62), side="left")
    s.wire("Q11.G", (14.4, y - 2.62))
    s.tag((14.4, y - 2.62), "LED_OUTPUT", "up", 0.2)
    s.gnd((14.4, y - 4.62))
    s.two("R110", (20, y), (18, y))
    s.tag((20, y), "VCELL")
    s.two("D90", (18, y), (16.5, y), "A")
    s.wire((16.5, y), (16.5, y - 1.87))
    s.box("U16", (22, y - 4.5), ("INB+", "INB-"), (), width=1.6)
    s.tag("U16.INB+", "GND", "left")
    s.tag("U16.INB-", "VREF", "left")
    s.dot((0, y - 2), (7.4, y - 2.62), (16.5, y - 1.87), (14.4, y - 2.62))
    return s


def panel(board: Board) -> Sheet:
    s = Sheet(board, "8_panel", "Processor, buses, buttons, straps, pull-downs")
    names = [name for _, name, _, _ in gpios()]
    left = tuple(names[:14])
    right = (*names[14:], "3V3", "VSYS", "GND")
    s.box("U1", (6, -18), left, right, width=6)
    for name in (*left, *right):
        s.tag(f"U1.{name}", {"3V3": "V3V3"}.get(name, name), "left" if name in left else "right")
    for k, name in enumerate(PULLED_DOWN, 1):
        x = 19 + 1.9 * (k - 1)
        s.two(f"R12{k}", (x, -1.5), (x, -3.5))
        s.tag((x, -1.5), name, "up", 0.4 if k % 2 else 1.0)
        s.gnd((x, -3.5))
    for k, name in enumerate(("SDA0", "SCL0", "SDA1", "SCL1")):
        x = 19 + 2.2 * k
        s.two(f"R13{k + 3}", (x, -6.5), (x, -8.5), "2")
        s.tag((x, -6.5), "V3V3", "up")
        s.tag((x, -8.5), name, "down")
    for k, (name, net) in enumerate((("ID0", "GND" if board.b else "V3V3"), ("ID1", "V3V3" if board.b else "GND"))):
        x = 29 + 2.4 * k
        s.two(f"R13{k + 1}", (x, -6.5), (x, -8.5))
        s.tag((x, -6.5), name, "up")
        s.tag((x, -8.5), net, "down")
    for k, name in enumerate(("UP", "DOWN", "OK")):
        y = -11 - 1.6 * k
        s.two(f"SW{k + 2}", (20.5, y), (22.5, y))
        s.tag((20.5, y), f"BTN_{name}", "left")
        s.tag((22.5, y), "GND")
    y = -15.8
    s.two("SW5", (20.5, y), (22.5, y))
    s.tag((20.5, y), "BTN_STOP", "left")
    if board.b:
        s.two("J3", (23.5, y), (25.5, y))
        s.wire((22.5, y), (23.5, y))
        s.tag((25.5, y), "GND")
    else:
        s.tag((22.5, y), "GND")
    s.tag((27.5, -11), "BUZZER", "left")
    s.two("R140", (27.5, -11), (29.5, -11))
    s.two("LS1", (30.3, -11), (32.3, -11))
    s.wire((29.5, -11), (30.3, -11))
    s.tag((32.3, -11), "GND")
    s.tag((27.5, -13), "LED_FAULT", "left")
    s.two("R141", (27.5, -13), (29.5, -13))
    s.two("D91", (30.3, -13), (32.3, -13), "A", side="bottom")
    s.wire((29.5, -13), (30.3, -13))
    s.tag((32.3, -13), "GND")
    for ref, x in (("U20", 28), ("U21", 34)):
        s.box(ref, (x, -19.5), ("VCC", "GND", "SDA", "SCL"), (), width=2.6)
        for pin, net in (("VCC", "V3V3"), ("GND", "GND"), ("SDA", "SDA1"), ("SCL", "SCL1")):
            s.tag(f"{ref}.{pin}", net, "left")
    return s
