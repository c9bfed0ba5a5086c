"""The table of parts outside their data sheets: how far, and the code and words with which the unit refuses to start.

What no self-test of this circuit can tell is not here: a crystal (there is one only), a latch that trips too low in its
test, a dummy load and its meter both off by as much, a sink so low that nothing flows (the bridge is blamed), bad parts
within what sound ones may add up to. Nor a display that does not answer: the red lamp and the log tell that.
"""

from __future__ import annotations

from typing import Any, NamedTuple


class Bad(NamedTuple):
    """`part`: what a maker would have to change. `board` or `fault`: how it is made so. `word`: on the glass."""

    part: str
    about: str
    code: str
    word: str
    board: dict[str, int] = {}
    fault: dict[str, Any] = {}


def _board(part: str, code: str, word: str, **board: int) -> Bad:
    return Bad(part, ", ".join(f"{key} {value}" for key, value in board.items()), code, word, board=board)


def _fault(part: str, code: str, word: str, name: str, mode: str, **values: Any) -> Bad:
    about = " ".join([name, mode, *(f"{key} {value}" for key, value in values.items())])
    return Bad(part, about, code, word, fault={"part": name, "mode": mode, **values})


# A unit is calibrated with the parts it has, unless the calibration is asked to be absent.
NEW = {"calibrated": 0}
BAD = (
    # channel B: the processor's converter, its reference, shunt and amplifier
    _board("processor's converter", "zero_b", "meter B", mcu_adc_offset_lsb=60),
    _board("processor's converter", "b_inexact", "meter B", mcu_adc_offset_lsb=-60),
    _board("reference", "b_inexact", "meter B", **NEW, mcu_adc_reference_ppm=60_000),
    _board("reference", "b_inexact", "meter B", **NEW, mcu_adc_reference_ppm=-60_000),
    _board("shunt B", "b_inexact", "meter B", **NEW, shunt_b_ppm=60_000),
    _board("shunt B", "b_inexact", "meter B", **NEW, shunt_b_ppm=-60_000),
    _board("amplifier B", "zero_b", "meter B", mcu_adc_offset_lsb=15, offset_b_uv=30_000),
    _board("amplifier B", "b_inexact", "meter B", mcu_adc_offset_lsb=15, offset_b_uv=-30_000),
    _fault("shunt B", "b_inexact", "meter B", "shunt_b", "low", permille=500),
    _fault("shunt B", "b_inexact", "meter B", "shunt_b", "high", permille=1500),
    _fault("processor's converter", "b_inexact", "meter B", "adc_b", "frozen"),
    # channel A: the ADS1115, shunt and amplifier
    _board("ADS1115, a clone", "adc_coarse", "meter A", adc_bits=12),
    _board("ADS1115", "linearity", "meter A", **NEW, adc_gain_ppm=60_000),
    _board("ADS1115", "linearity", "meter A", **NEW, adc_gain_ppm=-60_000),
    _board("ADS1115", "zero_a", "meter A", **NEW, adc_offset_uv=30_000),
    _board("ADS1115", "zero_a", "meter A", **NEW, adc_offset_uv=-30_000),
    _board("amplifier A", "zero_a", "meter A", **NEW, offset_a_uv=30_000),
    _fault("ADS1115", "adc_absent", "current meter", "adc", "absent"),
    _fault("ADS1115", "adc_absent", "current meter", "adc", "stale"),
    _board("shunt A", "dummy_load", "meter A", **NEW, shunt_a_ppm=60_000),
    _board("shunt A", "dummy_load", "meter A", **NEW, shunt_a_ppm=-60_000),
    _fault("shunt A", "dummy_load", "meter A", "shunt_a", "high", permille=1500),
    # dividers, dummy load
    _board("divider of A", "zero_dividers", "voltage meter", divider_a_ppm=20_000),
    _board("divider of A", "zero_dividers", "voltage meter", divider_a_ppm=-20_000),
    _board("divider of B", "zero_dividers", "voltage meter", divider_b_ppm=20_000),
    _board("divider of the rail", "boost_stuck", "high voltage", divider_rail_ppm=-150_000),
    _board("dummy load", "dummy_load", "test resistor", dummy_ohm=900),
    _board("dummy load", "dummy_load", "test resistor", dummy_ohm=1_100),
    _fault("dummy load", "dummy_load", "test resistor", "dummy", "open"),
    # the current's control: MCP4725, sink
    _fault("MCP4725", "dac_absent", "current control", "dac", "wrong_address", address=0x62),
    _fault("MCP4725", "dac_absent", "current control", "dac", "absent"),
    _fault("MCP4725", "linearity", "Current control", "dac", "bit", bit=8, level=0),
    _board("sink", "linearity", "Current control", **NEW, sink_gain_ppm=80_000),
    _board("sink", "linearity", "Current control", **NEW, sink_gain_ppm=-80_000),
    _board("sink", "linearity", "Current control", **NEW, sink_offset_ua=300),
    # high voltage, cell
    _board("boost", "boost_stuck", "high voltage", boost_mv=40_000),
    _board("boost", "boost_stuck", "high voltage", boost_mv=57_500),
    _fault("boost", "boost_stuck", "high voltage", "boost", "stuck_off"),
    _fault("boost", "boost_stuck", "high voltage", "boost", "stuck_on"),
    _board("cell", "battery_start", "battery", cell_mohm=2_000),
    # what cuts
    _board("charge pump", "pump_stop", "safety pump", pump_hold_ms=120),
    _fault("charge pump", "pump_static", "safety pump", "pump", "passes_static"),
    _board("latch", "latch_dead", "overcurrent", latch_test_ua=8_000),
    _board("latch", "latch_dead", "overcurrent", latch_ua=18_000),
    _fault("latch", "latch_dead", "overcurrent", "latch", "dead"),
    _fault("latch", "latch_set", "overcurrent", "latch", "set"),
    _fault("output switch", "switch_not_cutting", "output switch", "s1", "stuck_closed"),
    _fault("bridge leg", "bridge_forward", "polarity switch", "leg_rev_low", "stuck_closed"),
    _fault("bridge leg or its diode", "leg_diode", "D42 open", "leg_rev_high", "stuck_open"),
    _fault("leg diode", "leg_diode", "D43 shorted", "leg_diode", "short", leg="fwd_low"),
    _fault("patient relay", "relay_not_at_rest", "relay", "relay", "stuck_electrodes"),
    # keys, straps
    _fault("button", "up_stuck", "UP", "button_up", "stuck"),
    _fault("board", "board_identity", "identity strap", "id0", "stuck"),
)  # fmt: skip
