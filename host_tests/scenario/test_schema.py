# The schema covers the reference hardware's faults, and the scenarios we ship are good.

from __future__ import annotations

import pytest

from tools.scenario import reference_page, schema
from tools.scenario.fault_catalogue import PARTS
from tools.scenario.library import names
from tools.scenario.loader import load, normalise
from tools.scenario.schema_types import Value, by_name

# Section 4 of the reference hardware's description, a line per sentence of it.
SECTION_4 = """
dac stuck bit nack busy_eeprom absent wrong_address wakes_mid_scale
adc stuck frozen stale previous_channel offset gain nack absent general_call
i2c0 sda_low scl_low hang_at_byte flip flip_at_byte
i2c1 sda_low scl_low hang_at_byte flip flip_at_byte
adc_b stuck offset gain
adc_dac stuck offset gain
adc_battery stuck offset gain
sink short feedback_low feedback_open
shunt_a open low
shunt_b open low
leg_fwd_high stuck_open stuck_closed
leg_fwd_low stuck_open stuck_closed
leg_rev_high stuck_open stuck_closed
leg_rev_low stuck_open stuck_closed
s1 stuck_closed
latch dead set
pump passes_static
boost stuck_on stuck_off rail
relay stuck_electrodes stuck_rest intermittent
dummy open
oc_trip_n stuck
vbus_pin stuck
relay_fb stuck
id0 stuck
id1 stuck
button_up stuck bounce chatter
button_down stuck bounce chatter
button_ok stuck bounce chatter
button_stop stuck bounce chatter
oled absent nack slow forgets takes
battery sag ramp collapse
usb plugged
mcu reset brownout ctrl_c exception hang hang_irq_off alloc_fail clock_rate
flash fail_write cut_at_byte full
load open short withdraw fingertips step drying soft_water
leak between
"""
# Values that section 4 gives: part, mode, value, and both ends.
SECTION_4_RANGES = [
    ("sink", "short", "ohm", 1, 500),
    ("boost", "rail", "mv", 30_000, 70_000),
    ("load", "drying", "permille_per_min", 50, 2000),
    ("leak", "between", "ohm", 1000, 100_000),
    ("oled", "slow", "factor", 10, 10),
    ("mcu", "clock_rate", "permille", 500, 2000),
    ("load", "step", "ohm", 1000, 6000),
]
ROWS = [
    *schema.NUMBERS, *schema.BOARD, *schema.SKIN, *schema.LOAD_COMMON, *schema.PERSON,
    *(row for action in schema.ACTIONS for row in action.values),
    *(row for part in PARTS for mode in part.modes for row in mode.values),
]  # fmt: skip


@pytest.mark.parametrize("line", SECTION_4.strip().splitlines())
def test_every_fault_of_the_reference_hardware_can_be_injected(line: str) -> None:
    name, *modes = line.split()
    part = by_name(PARTS, name)
    assert part is not None
    assert {mode.name for mode in part.modes} >= set(modes)


@pytest.mark.parametrize(("part_name", "mode_name", "value", "low", "high"), SECTION_4_RANGES)
def test_fault_spans_the_whole_range_of_the_reference_hardware(
    part_name: str, mode_name: str, value: str, low: int, high: int
) -> None:
    for number in (low, high):
        fault = {"at_ms": 0, "part": part_name, "mode": mode_name, value: number}
        assert normalise({"faults": [fault]}, "x", "x")["faults"][0]["values"][value] == number


def test_leak_joins_any_two_of_the_six_points() -> None:
    nodes = ("rail", "s1_output", "electrode_a", "electrode_b", "sink_drain", "ground")
    pairs = [(a, b) for a in nodes for b in nodes if a != b]
    faults = [{"at_ms": 0, "part": "leak", "mode": "between", "from": a, "to": b} for a, b in pairs]
    assert len(normalise({"faults": faults}, "x", "x")["faults"]) == 30


def test_withdrawal_lasts_from_a_millisecond_to_a_minute() -> None:
    for ms in (1, 60_000):
        normalise({"faults": [{"at_ms": 0, "part": "load", "mode": "withdraw", "for_ms": ms}]}, "x", "x")
        normalise({"user": {"then": [{"at_ms": 0, "do": "withdraw", "for_ms": ms}]}}, "x", "x")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row.name))
def test_default_and_drawn_numbers_lie_in_the_allowed_range(row: Value) -> None:
    if row.choices:
        assert row.default is None or row.default in row.choices
    else:
        inside = [row.default, *(row.vary or ())]
        assert all(one is None or (isinstance(one, int) and row.low <= one <= row.high) for one in inside)
        assert row.low <= row.high


def test_no_value_of_a_fault_hides_a_key_of_every_fault() -> None:
    reserved = {"at_ms", "after", "part", "mode", "until_ms", "for_ms"}
    for part in PARTS:
        for mode in part.modes:
            assert not reserved & {row.name for row in mode.values}, f"{part.name} {mode.name}"


def test_names_are_unique() -> None:
    names = [part.name for part in PARTS]
    assert len(names) == len(set(names))
    for part in PARTS:
        modes = [mode.name for mode in part.modes]
        assert len(modes) == len(set(modes)), part.name


def test_every_fault_of_the_catalogue_is_brought_in_by_a_scenario() -> None:
    """A word that no scenario says may have stopped working, and nobody would know."""
    said = {(fault["part"], fault["mode"]) for name in names() for fault in load(name)["faults"]}
    known = {(part.name, mode.name) for part in PARTS for mode in part.modes}
    assert not sorted(known - said)


def test_every_fault_is_some_scenario_s_expectation_or_the_page_says_why_not() -> None:
    told: set[int] = set()
    for name in names():
        expect = load(name)["expect"]
        told.update([*(expect["fault"] or []), *(expect["log"] or [])])
    reports = 4  # told by words on the glass, which the expectation's `screen_has` asks for
    codes = {name: code for name, code in schema.fault_codes().items() if code and code // 100 != reports}
    assert {name for name, code in codes.items() if code not in told} == set(reference_page.UNREACHED)


@pytest.mark.parametrize("name", names())
def test_shipped_scenario_is_good_and_says_what_it_is_about(name: str) -> None:
    scenario = load(name)
    assert scenario["name"] == name
    assert scenario["about"].endswith(".")
    expect = scenario["expect"]
    assert expect["result"] or expect["fault"] or expect["state"] or expect["screen_has"]


def test_default_is_twenty_minutes_at_ten_milliamperes_on_the_measured_load() -> None:
    scenario = load("default")
    assert (scenario["user"]["current_ua"], scenario["user"]["minutes"]) == (10_000, 20)
    table = dict(scenario["load"]["table"])
    assert (table[0], table[600_000]) == (4250, 1900)
    assert table[1_200_000] == pytest.approx(1900 * 1.2, abs=5)
    assert scenario["expect"]["result"] == "completed"
    assert scenario["expect"]["fault"] == [0]


def test_states_and_faults_are_the_firmwares_own() -> None:
    assert schema.states()[0] == "boot"
    assert {"run", "paused", "fault"} <= set(schema.states())
    codes = schema.fault_codes()
    assert codes["none"] == 0
    assert codes["a_b_disagree"] == 204
    assert "t1" not in codes
    assert schema.fault_label(204) == "F04"
