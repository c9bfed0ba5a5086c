# Processor, panel, buses, buttons, straps and pull-downs. Which pin it is, boards/<name>/pins.csv decides.

from __future__ import annotations

import csv

from tools.circuit import catalogue
from tools.circuit.board import ROOT, BadDescription, Board

PULLED_DOWN = ("OUT_EN", "PUMP", "BOOST_EN", "LEG_FWD", "LEG_REV", "PATIENT", "OC_RESET", "OC_TEST")
# Pins of the Pico's edge by GPIO; 24 is VBUS on the Pico itself.
EDGE = {
    0: 1,
    1: 2,
    2: 4,
    3: 5,
    4: 6,
    5: 7,
    6: 9,
    7: 10,
    8: 11,
    9: 12,
    10: 14,
    11: 15,
    12: 16,
    13: 17,
    14: 19,
    15: 20,
    16: 21,
    17: 22,
    18: 24,
    19: 25,
    20: 26,
    21: 27,
    22: 29,
    24: 40,
    26: 31,
    27: 32,
    28: 34,
}
KINDS = {"in": catalogue.IN, "out": catalogue.OUT, "pwm": catalogue.OUT, "i2c": catalogue.BOTH, "adc": catalogue.IN}


def gpios() -> list[tuple[int, str, str, str]]:
    """GPIO, name, direction and meaning, from the board's table."""
    with (ROOT / "boards/pico/pins.csv").open(encoding="utf-8", newline="") as file:
        return [(int(row["gpio"]), row["name"], row["direction"], row["meaning"]) for row in csv.DictReader(file)]


def processor(board: Board) -> None:
    board.sheet = "panel"
    pins = []
    nets = {}
    for gpio, name, direction, _ in gpios():
        if gpio not in EDGE:
            raise BadDescription(f"pins.csv: the Pico has no GPIO {gpio}")
        pins.append((str(EDGE[gpio]), name, KINDS[direction]))
        nets[name] = name
    pins += [("36", "3V3", catalogue.POWER_OUT), ("39", "VSYS", catalogue.POWER_IN), ("38", "GND", catalogue.POWER_IN)]
    nets |= {"3V3": "V3V3", "VSYS": "VSYS", "GND": "GND"}
    board.processor("U1", tuple(pins), nets)
    for k, name in enumerate(PULLED_DOWN, 1):
        board.r(f"R12{k}", "8.2k", name, "GND")
    board.r("R131", "10.0k", "ID0", "GND" if board.b else "V3V3")  # ID1 ID0: A 0 1, B 1 0
    board.r("R132", "10.0k", "ID1", "V3V3" if board.b else "GND")


def buttons(board: Board) -> None:
    board.sheet = "panel"
    for k, name in enumerate(("UP", "DOWN", "OK"), 1):
        board.part(f"SW{k + 1}", "B3F-1000", {"1": f"BTN_{name}", "2": "GND"}, name)
    board.part("SW5", "A22NZ-NC", {"1": "BTN_STOP", "2": "STOP_2" if board.b else "GND"})
    if board.b:  # a second STOP in series: foot or elbow; nothing plugged in closes the jack itself
        board.part("J3", "MJ-3536NG", {"T": "STOP_2", "TN": "GND"})


def bus(board: Board) -> None:
    board.sheet = "panel"
    for k, name in enumerate(("SDA0", "SCL0", "SDA1", "SCL1"), 1):
        board.r(f"R13{k + 2}", "2.20k", name, "V3V3")
    board.part("U20", "SSD1306-128X64", {"GND": "GND", "VCC": "V3V3", "SCL": "SCL1", "SDA": "SDA1"})
    board.part("U21", "DS3231-MODULE", {"GND": "GND", "VCC": "V3V3", "SCL": "SCL1", "SDA": "SDA1"})
    board.r("R140", "100", "BUZZER", "PIEZO")
    board.part("LS1", "PKM13EPYH4000", {"1": "PIEZO", "2": "GND"})
    board.r("R141", "470", "LED_FAULT", "FAULT_A")
    board.part("D91", "LTL-307E", {"A": "FAULT_A", "K": "GND"})
