# The circuit's supply: cell, its protection and charger, 3.3 V, 5 V for the relay, the 48 V boost and how it bleeds.

from __future__ import annotations

from tools.circuit.board import Board


def cell(board: Board) -> None:
    board.sheet = "supply"
    board.part("BT1", "NCR18650B-PCM", {"+": "CELL", "-": "GND"})
    board.part("F1", "0451002.MRL", {"1": "CELL", "2": "CELL_F"})
    board.part("SW1", "OS102011MS2QN1", {"1": "CELL_F", "2": "CELL_S"})
    board.part("Q1", "AO3401A", {"G": "Q1_G", "S": "VCELL", "D": "CELL_S"})  # wrong way round: its diode blocks
    board.r("R1", "100k", "Q1_G", "GND")
    board.c("C1", "10u", "VCELL", "GND", 16)
    board.part("D1", "SS14", {"A": "VCELL", "K": "VSYS"})
    board.c("C2", "10u", "VSYS", "GND", 16)
    board.c("C3", "10u", "V3V3", "GND", 16)
    board.part("U2", "U1V11F5", {"VIN": "VCELL", "GND": "GND", "VOUT": "V5", "EN": "VCELL"})
    board.c("C4", "10u", "V5", "GND", 16)
    if board.b:  # the only charging input is VBUS, which holds the relay at rest and which the processor reads
        board.part(
            "U3",
            "MCP73834-FCI/UN",
            {"VDD": "VBUS", "STAT1": "", "VSS": "GND", "PROG": "CHG_PROG", "THERM": "CHG_NTC", "VBAT": "CELL_F"},
        )
        board.r("R2", "2.00k", "CHG_PROG", "GND")  # 500 mA
        board.part("TH1", "NTCLE100E3103", {"1": "CHG_NTC", "2": "GND"})
        board.c("C5", "4.7u", "VBUS", "GND", 16)


def boost(board: Board) -> None:
    """48 V; off while its pin floats; the load switch lets the rail fall to nothing when it is off."""
    board.sheet = "supply"
    board.part(
        "U4", "TPS22918DBVR", {"VIN": "VCELL", "GND": "GND", "ON": "BOOST_EN", "QOD": "BOOST_IN", "VOUT": "BOOST_IN"}
    )
    board.c("C10", "10u", "BOOST_IN", "GND", 16)
    board.part("L1", "SLF7045T-220M", {"1": "BOOST_IN", "2": "BOOST_SW"})
    board.part(
        "U5",
        "LT8362",
        {
            "SW": "BOOST_SW",
            "VIN": "BOOST_IN",
            "EN": "BOOST_ON",
            "INTVCC": "BOOST_VCC",
            "VC": "BOOST_VC",
            "FBX": "BOOST_FB",
            "RT": "BOOST_RT",
            "SS": "BOOST_SS",
            "GND": "GND",
        },
    )
    board.part("D2", "STPS1H100A", {"A": "BOOST_SW", "K": "RAIL"})
    board.c("C11", "1u", "BOOST_VCC", "GND", 10)
    board.r("R10", "47k", "BOOST_VC", "BOOST_VCR")
    board.c("C12", "2.2n", "BOOST_VCR", "GND", 16)
    board.r("R11", "80.6k", "BOOST_RT", "GND")
    board.c("C13", "220n", "BOOST_SS", "GND", 16)
    board.c("C14", "4.7u", "RAIL", "GND", 100, "film")
    board.r("R12", "205k" if board.b else "143k", "RAIL", "GND", size="1206")  # with all else at the rail: 0.5 s
    board.r("R13", "1.00M", "RAIL", "BOOST_FB", 0.1, "1206")
    board.r("R14", "34.4k", "BOOST_FB", "GND", 0.1)
    # over-voltage, by a reference of its own
    board.r("R15", "1.00M", "RAIL", "OVP", 0.1, "1206")
    board.r("R16", "22.1k", "OVP", "GND", 0.1)
    board.part("U6", "TLV431BIDBZR", {"REF": "OVP", "K": "BOOST_ON", "A": "GND"})
    board.r("R17", "10.0k", "BOOST_EN", "BOOST_ON")


def references(board: Board) -> None:
    """What latch, pump and lamp compare with: in revision B a reference that the 3.3 V cannot scale."""
    board.sheet = "guards"
    if board.b:
        board.r("R70", "1.00k", "VCELL", "VREF")
        board.part("D70", "LM4040AIM3-2.5", {"K": "VREF", "A": "GND"})
        board.c("C70", "100n", "VREF", "GND", 16)
