"""INV-3, INV-4, INV-5 and INV-7 break when they should and hold at their limits; exemptions reach no further."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from host_tests.support.synthetic_run import Story
from tools.judges.invariants import judge
from tools.judges.verdict import Verdict


def verdict(story: Story, name: str, *faults: dict[str, Any], **run: Any) -> Verdict:
    return judge(story.recording(**run), {"faults": list(faults)})[name]


def holds(story: Story, name: str, *faults: dict[str, Any], **run: Any) -> bool:
    return verdict(story, name, *faults, **run).passed


# --- INV-3


@pytest.mark.parametrize("switch", ["LEG_FWD", "PATIENT"])
@pytest.mark.parametrize(("ua", "allowed"), [(199, True), (200, False), (-199, True), (-200, False)])
def test_the_firmware_moves_no_leg_and_no_relay_under_current(switch: str, ua: int, allowed: bool) -> None:
    story = Story().begin().stay(100).pin(switch, 0, body_ua=ua).stay(100)
    assert holds(story, "INV-3") is allowed


def test_a_pin_written_again_with_the_same_level_moves_nothing() -> None:
    assert holds(Story().begin().stay(100).pin("LEG_FWD", 1).pin("LEG_REV", 0).finish(), "INV-3")


def test_reversal_under_current_breaks() -> None:
    story = Story().begin().stay(100).pin("LEG_FWD", 0).stay(20).pin("LEG_REV", 1).stay(100)
    assert not holds(story, "INV-3")


def test_both_legs_are_never_driven_even_without_current() -> None:
    story = Story().start().pin("LEG_FWD", 1).stay(5).pin("LEG_REV", 1).stay(5)
    assert not holds(story, "INV-3")
    assert holds(Story().start().pin("LEG_FWD", 1).stay(5).pin("LEG_FWD", 0).pin("LEG_REV", 1).stay(5), "INV-3")


def test_the_relay_waits_five_ms_in_a_hard_cut_and_then_falls_whatever_flows() -> None:
    def cut(wait_ms: int, kind: str, name: str) -> Story:
        story = Story().begin().stay(100).pin("OUT_EN", 0).event(kind, name, 0).stay(wait_ms)
        return story.pin("PATIENT", 0, body_ua=10_000).stay(100)

    for kind, name in (("trip", "F02"), ("exception", "ValueError")):
        assert not holds(cut(0, kind, name), "INV-3")
        assert not holds(cut(4, kind, name), "INV-3")
        assert holds(cut(5, kind, name), "INV-3")
    assert holds(cut(0, "reset", "watchdog"), "INV-3")


def test_a_hard_cut_may_open_legs_under_current_but_close_none() -> None:
    assert holds(Story().begin().stay(100).hard_cut().stay(100), "INV-3")
    closing = Story().begin().stay(100).event("trip", "F02", 0).pin("LEG_FWD", 0).stay(5).pin("LEG_REV", 1)
    assert not holds(closing.stay(100), "INV-3")


def test_a_controlled_stop_may_not_open_legs_under_current() -> None:
    assert not holds(Story().begin().stay(100).hard_cut("C03").stay(100), "INV-3")


def test_a_hard_cut_in_a_tick_that_takes_long_is_told_at_its_end() -> None:
    """The display held the bus for 60 ms after the pins were low."""
    story = Story().begin().stay(100).pin("LEG_FWD", 0).stay(60, 0).event("trip", "F16", 0).stay(100)
    recording = story.recording()
    assert not judge(recording, {"faults": []})["INV-3"].passed  # ticks went on, and none told of a cut
    told = story.now - 100
    kept = (recording.t_ms <= told - 60) | (recording.t_ms >= told)
    columns = {name: column[kept] for name, column in recording.columns.items()}
    slow = replace(recording, columns=columns, state=recording.state[kept], words={})
    assert judge(slow, {"faults": []})["INV-3"].passed


def test_a_hard_cut_long_past_excuses_nothing() -> None:
    story = Story().begin().event("trip", "F02", 0).stay(300).pin("LEG_FWD", 0).stay(10)
    assert not holds(story, "INV-3")


@pytest.mark.parametrize(
    ("kind", "name", "value"),
    [("reset", "watchdog", 0), ("reset", "brownout", 0), ("hang", "irq_on", 0), ("vbus", "", 1), ("hw", "VBUS", 1)],
)
def test_reset_hang_and_usb_may_open_legs_under_current(kind: str, name: str, value: int) -> None:
    story = Story().begin().stay(100).event(kind, name, value).stay(20).pin("LEG_FWD", 0).stay(10)
    assert holds(story, "INV-3")


def test_the_handler_of_an_exception_may_open_legs_before_the_exception_is_recorded() -> None:
    story = Story().begin().stay(100).pin("LEG_FWD", 0).stay(10).event("exception", "ValueError").stay(10)
    assert holds(story, "INV-3")
    late = Story().begin().stay(100).pin("LEG_FWD", 0).stay(60).event("exception", "ValueError").stay(10)
    assert not holds(late, "INV-3")


def test_levels_that_change_by_themselves_are_not_the_firmwares_doing() -> None:
    assert holds(Story().begin().stay(100).event("drive", "LEG_FWD", 0).stay(10), "INV-3")


def test_a_fault_of_the_current_path_excuses_opening_and_one_of_the_panel_does_not() -> None:
    for fault, exempt in (("sink.short", True), ("oled.nack", False)):
        story = Story().begin().stay(100).event("fault", fault, 1).stay(20).pin("LEG_FWD", 0).stay(10)
        assert holds(story, "INV-3") is exempt


# --- INV-4


def cut() -> Story:
    return Story().begin().stay(300).hard_cut().stay(300)


def test_a_hard_cut_that_stays_off_holds() -> None:
    assert holds(cut().stay(2000), "INV-4")


@pytest.mark.parametrize("pin", ["OUT_EN", "LEG_FWD", "LEG_REV"])
def test_nothing_is_raised_after_a_hard_cut(pin: str) -> None:
    assert not holds(cut().pin(pin, 1).stay(50), "INV-4")


def test_a_pin_left_high_by_a_hard_cut_breaks() -> None:
    story = Story().begin().stay(300).event("trip", "F02", 0).state("fault").stay(6)
    assert not holds(story.open().stay(100), "INV-4")


@pytest.mark.parametrize(("ua", "allowed"), [(50, True), (51, False)])
def test_no_current_flows_after_a_hard_cut(ua: int, allowed: bool) -> None:
    assert holds(cut().claim_code(0).stay(20, ua).stay(10, 0), "INV-4") is allowed


def test_a_code_other_than_zero_after_a_hard_cut_breaks_unless_the_dac_cannot_be_reached() -> None:
    assert not holds(cut().claim_code(7).stay(100), "INV-4")
    dead = Story().begin().stay(300).event("fault", "i2c0.sda_low", 1).hard_cut().claim_code(1638).stay(500)
    assert holds(dead, "INV-4")
    back = Story().begin().event("fault", "dac.nack", 1).hard_cut().claim_code(1638).stay(200)
    back.event("fault", "dac.nack", 0).stay(45)
    assert holds(back, "INV-4")
    assert not holds(back.stay(20), "INV-4")


def test_the_switch_closing_again_or_a_counted_pump_edge_breaks() -> None:
    assert not holds(cut().hw("S1", 1).stay(10), "INV-4")
    assert not holds(cut(), "INV-4", pump_edges_after_t1=1)


@pytest.mark.parametrize(
    ("reset", "allowed"), [("power", True), ("brownout", True), ("watchdog", False), ("soft", False)]
)
def test_only_a_power_cycle_ends_the_latch(reset: str, allowed: bool) -> None:
    story = cut().event("reset", reset).stay(500).pin("OUT_EN", 1).stay(50).pin("OUT_EN", 0).stay(10)
    assert holds(story, "INV-4") is allowed


def test_controlled_stops_and_refusals_latch_nothing() -> None:
    story = Story().begin().event("trip", "C03", 0).fall(5.0).event("trip", "", 0).pin("OUT_EN", 1).stay(100)
    assert holds(story, "INV-4")


# --- INV-5


def incident(kind: str, name: str, lasts_ms: int, *faults: str) -> Story:
    """The current goes on for so long after the incident, then nothing more happens for a second."""
    story = Story().begin().stay(300)
    for fault in faults:
        story.event("fault", fault, 1)
    return story.event(kind, name).stay(lasts_ms).stay(1000, 0)


@pytest.mark.parametrize(
    ("kind", "name", "faults", "limit_ms"),
    [
        ("hang", "irq_on", (), 35),
        ("exception", "ValueError", (), 35),
        ("exception", "interrupt", (), 85),
        ("hang", "irq_off", (), 85),
        ("reset", "watchdog", (), 85),
        ("reset", "brownout", (), 85),
        ("reset", "power", (), 85),
        ("reset", "soft", (), 85),
        ("hang", "irq_off", ("s1.stuck_closed",), 600),
        ("reset", "soft", ("pump.passes_static",), 600),
        ("hang", "irq_on", ("s1.stuck_closed",), 35),
        ("reset", "power", ("pump.passes_static",), 85),
        ("hang", "irq_off", ("s1.stuck_open",), 85),
    ],
)
def test_the_current_ends_in_time_after_an_incident(
    kind: str, name: str, faults: tuple[str, ...], limit_ms: int
) -> None:
    assert holds(incident(kind, name, limit_ms, *faults), "INV-5")
    assert not holds(incident(kind, name, limit_ms + 1, *faults), "INV-5")


def test_a_slow_clock_stretches_the_monitors_time_but_not_the_pumps() -> None:
    half = {"part": "mcu", "mode": "clock_rate", "values": {"permille": 500}}
    assert holds(incident("hang", "irq_on", 70, "mcu.clock_rate"), "INV-5", half)
    assert not holds(incident("hang", "irq_on", 71, "mcu.clock_rate"), "INV-5", half)
    assert not holds(incident("hang", "irq_off", 86, "mcu.clock_rate"), "INV-5", half)


@pytest.mark.parametrize("fault", ["mcu.exception", "mcu.ctrl_c", "mcu.alloc_fail"])
def test_an_exception_that_the_firmware_handles_itself_is_an_incident_too(fault: str) -> None:
    def handled(lasts_ms: int) -> Story:
        return Story().begin().stay(300).event("fault", fault, 1).stay(lasts_ms).stay(1000, 0)

    assert holds(handled(35), "INV-5")
    assert not holds(handled(36), "INV-5")
    assert not holds(handled(20).stay(50, 100), "INV-5")


def after_reset() -> Story:
    story = Story().begin().stay(300).event("reset", "watchdog").event("drive", "OUT_EN", 0).stay(20).stay(500, 0)
    return story.event("boot", "2").state("boot").stay(200)


def test_the_current_never_comes_back_by_itself_after_a_reset() -> None:
    assert not holds(after_reset().stay(50, 100), "INV-5")
    tested = after_reset().state("selftest").stay(500).state("contact")
    assert not holds(tested.ramp(500).stay(50), "INV-5")


def test_the_press_asked_for_by_the_self_test_starts_nothing() -> None:
    story = after_reset().state("selftest").stay(200).event("user", "press_stop").stay(300)
    story.state("confirm").stay(300).state("contact").ramp(500).stay(50)
    assert not holds(story, "INV-5")


def test_after_an_exception_a_self_test_without_a_boot_starts_nothing() -> None:
    story = Story().begin().stay(300).event("exception", "ValueError").stay(30).stay(500, 0)
    story.state("selftest").stay(500).state("confirm").stay(300).event("user", "press_ok").stay(100)
    assert not holds(story.state("contact").ramp(500).stay(50), "INV-5")


def test_a_new_start_by_the_user_after_the_self_test_is_allowed() -> None:
    story = after_reset().state("selftest").stay(500).state("confirm").stay(300).event("user", "press_ok").stay(100)
    assert holds(story.state("contact").ramp(500).stay(50), "INV-5")


def test_a_choice_without_a_self_test_is_no_new_start() -> None:
    story = after_reset().state("confirm").stay(300).event("user", "press_ok").stay(100)
    assert not holds(story.state("contact").ramp(500).stay(50), "INV-5")


@pytest.mark.parametrize(("fault", "allowed"), [("relay.stuck_electrodes", True), ("relay.stuck_rest", False)])
def test_a_welded_relay_lets_the_self_tests_first_step_through(fault: str, allowed: bool) -> None:
    story = after_reset().event("fault", fault, 1).state("selftest").stay(100, 350).stay(100, 0)
    assert holds(story, "INV-5") is allowed
    assert not holds(story.stay(10, 351), "INV-5")


# --- INV-7


def plugged(lasts_ms: int, *faults: str) -> Story:
    story = Story().begin().stay(300)
    for fault in faults:
        story.event("fault", fault, 1)
    return story.event("vbus", "", 1).stay(lasts_ms).stay(500, 0)


def test_usb_power_ends_the_current_within_50_ms() -> None:
    assert holds(plugged(50), "INV-7")
    assert not holds(plugged(51), "INV-7")


def test_usb_power_seen_as_a_hardware_fact_counts_as_well() -> None:
    assert not holds(Story().begin().hw("VBUS", 1).stay(100), "INV-7")
    assert holds(Story().begin().stay(100), "INV-7")


def test_no_start_while_usb_power_is_there() -> None:
    story = Story().stay(100).event("vbus", "", 1).stay(1000).state("contact").stay(100)
    assert not holds(story, "INV-7")
    assert holds(Story().stay(100).event("vbus", "", 1).stay(1000).event("vbus", "", 0).state("contact"), "INV-7")


PIN_LOW = {"part": "vbus_pin", "mode": "stuck", "values": {"level": 0}}
PIN_HIGH = {"part": "vbus_pin", "mode": "stuck", "values": {"level": 1}}


def test_only_a_welded_relay_with_a_blind_pin_is_exempt() -> None:
    assert holds(plugged(500, "relay.stuck_electrodes", "vbus_pin.stuck"), "INV-7", PIN_LOW)
    assert not holds(plugged(500, "relay.stuck_electrodes", "vbus_pin.stuck"), "INV-7", PIN_HIGH)
    assert not holds(plugged(500, "relay.stuck_electrodes"), "INV-7")
    assert not holds(plugged(500, "vbus_pin.stuck"), "INV-7", PIN_LOW)
