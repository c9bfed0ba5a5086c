# What cuts by itself: over-current latch, pump with its hold-up, the gate that lets S1 close; the lamp that current
# lights.

from __future__ import annotations

from tools.circuit.board import Board


def latch(board: Board) -> None:
    """Shunt B above 2.40 V for 0.5 ms sets it; OC_TEST lowers that to 0.40 V; reset only below it."""
    board.sheet = "guards"
    if board.b:
        board.r("R71", "10.0k", "VREF", "LATCH_TH", 0.1)
        board.r("R72", "240k", "LATCH_TH", "GND", 0.1)
        board.r("R73", "1.91k", "LATCH_TH", "LATCH_LOW", 0.1)
    else:
        board.r("R71", "10.0k", "V3V3", "LATCH_TH", 0.1)
        board.r("R72", "26.7k", "LATCH_TH", "GND", 0.1)
        board.r("R73", "1.45k", "LATCH_TH", "LATCH_LOW", 0.1)
    board.part("Q9", "2N7002", {"G": "OC_TEST", "S": "GND", "D": "LATCH_LOW"})
    board.r("R74", "10.0k", "V3V3", "OVER_N")
    board.r("R75", "57.6k", "OVER_N", "BLANK")
    board.c("C75", "10n", "BLANK", "V3V3", 16)
    board.part(
        "U14",
        "74HC132D",
        {
            "1A": "BLANK",
            "1B": "LATCH_QN",
            "1Y": "LATCH_Q",
            "2A": "LATCH_Q",
            "2B": "LATCH_RN",
            "2Y": "LATCH_QN",
            "3A": "LATCH_Q",
            "3B": "LATCH_Q",
            "3Y": "OC_TRIP_N",
            "4A": "OC_RESET",
            "4B": "OC_RESET",
            "4Y": "RESET_N",
            "VCC": "V3V3",
            "GND": "GND",
        },
    )
    board.r("R76", "1.00k", "RESET_N", "LATCH_RN")
    board.c("C76", "100n", "LATCH_RN", "GND", 16)
    board.c("C77", "100n", "V3V3", "GND", 16)


def pump(board: Board) -> None:
    """Edges charge C81; 60 ms after the last one it is below the threshold."""
    board.sheet = "guards"
    board.r("R77", "220", "PUMP", "PUMP_R")
    board.c("C80", "470n", "PUMP_R", "PUMP_C", 16)
    board.part("D80", "BAT54S", {"A1": "GND", "K2": "PUMP_H", "K1A2": "PUMP_C"})
    board.c("C81", "1u", "PUMP_H", "GND", 16)
    board.r("R78", "78.7k", "PUMP_H", "GND")
    reference = "VREF" if board.b else "V3V3"
    board.r("R79", "10.7k" if board.b else "17.4k", reference, "PUMP_TH")
    board.r("R80", "10.0k", "PUMP_TH", "GND")
    supply = "VCELL" if board.b else "V3V3"
    board.part(
        "U13",
        "TLV1702AIDGKR",
        {
            "OUTA": "OVER_N",
            "INA-": "CSB",
            "INA+": "LATCH_TH",
            "GND": "GND",
            "INB+": "PUMP_H",
            "INB-": "PUMP_TH",
            "OUTB": "PUMP_OK",
            "VCC": supply,
        },
    )
    board.r("R83", "10.0k", "V3V3", "PUMP_OK")
    board.part(
        "U15",
        "SN74LVC1G11DBVR",
        {"A": "OUT_EN", "B": "PUMP_OK", "C": "OC_TRIP_N", "Y": "S1_ON", "GND": "GND", "VCC": "V3V3"},
    )
    board.c("C82", "100n", supply, "GND", 16)


def lamp(board: Board) -> None:
    """Amber. In revision B more than 0.5 mA through shunt B lights it, as LED_OUTPUT does."""
    board.sheet = "guards"
    board.part("D90", "LTL-307A", {"A": "LAMP_A", "K": "LAMP_K" if board.b else "GND"})
    if not board.b:
        board.r("R110", "470", "LED_OUTPUT", "LAMP_A")
        return
    board.r("R110", "330", "VCELL", "LAMP_A")
    board.r("R111", "49.9k", "VREF", "LAMP_TH")
    board.r("R112", "1.02k", "LAMP_TH", "GND")
    board.part(
        "U16",
        "TLV1702AIDGKR",
        {
            "OUTA": "LAMP_ON",
            "INA-": "LAMP_TH",
            "INA+": "CSB",
            "GND": "GND",
            "INB+": "GND",
            "INB-": "VREF",
            "OUTB": "",
            "VCC": "VCELL",
        },
    )
    board.r("R113", "10.0k", "V3V3", "LAMP_ON")
    board.part("Q10", "2N7002", {"G": "LAMP_ON", "S": "GND", "D": "LAMP_K"})
    board.part("Q11", "2N7002", {"G": "LED_OUTPUT", "S": "GND", "D": "LAMP_K"})
    board.r("R114", "100k", "LED_OUTPUT", "GND")
