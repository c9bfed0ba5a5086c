"""INV-6, INV-8, INV-9 and INV-10 break when they should and hold at their limits."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from host_tests.support.synthetic_run import Story
from tools.judges import dose
from tools.judges.invariants import JUDGES
from tools.judges.verdict import Verdict

MINUTE = 60_000


def verdict(story: Story, name: str, scenario: dict[str, Any] | None = None, **run: Any) -> Verdict:
    return JUDGES[name](story.recording(**run), scenario or {})


def holds(story: Story, name: str, scenario: dict[str, Any] | None = None, **run: Any) -> bool:
    return verdict(story, name, scenario, **run).passed


# --- INV-6


def plain(ua: int, ms: int) -> Story:
    return Story().stay(100).stay(ms, ua).stay(100, 0)


@pytest.mark.parametrize(("seconds", "allowed"), [(40 * 60 + 15, True), (40 * 60 + 16, False)])
def test_current_flows_at_most_40_minutes_and_15_seconds(seconds: int, allowed: bool) -> None:
    assert holds(plain(5000, seconds * 1000), "INV-6") is allowed


@pytest.mark.parametrize(("seconds", "allowed"), [(30 * 60 + 15, True), (30 * 60 + 16, False)])
def test_a_session_is_at_most_600_mamin_with_15_seconds_of_grace(seconds: int, allowed: bool) -> None:
    assert holds(plain(20_000, seconds * 1000), "INV-6") is allowed


@pytest.mark.parametrize(
    ("user", "most_ma"),
    [
        ({"age": "12_to_15"}, 12),
        ({"age": "6_to_11"}, 8),
        ({"age": "6_to_11", "site": "underarms", "pad_cm2": 100}, 8),
        ({"site": "underarms", "pad_cm2": 40}, 8),
        ({"site": "underarms", "pad_cm2": 100}, 10),
        ({"site": "underarms", "pad_cm2": 20}, 4),
        ({"site": "feet"}, 20),
    ],
)
def test_the_current_stays_below_the_persons_own_cap(user: dict[str, Any], most_ma: int) -> None:
    assert holds(plain(most_ma * 1000, MINUTE), "INV-6", {"user": user})
    assert not holds(plain(most_ma * 1100 + 100, MINUTE), "INV-6", {"user": user})


@pytest.mark.parametrize("user", [{"age": "12_to_15"}, {"site": "underarms", "pad_cm2": 60}])
def test_a_child_and_underarms_get_at_most_300_mamin(user: dict[str, Any]) -> None:
    assert holds(plain(10_000, 30 * MINUTE), "INV-6", {"user": user})
    assert not holds(plain(10_000, 31 * MINUTE), "INV-6", {"user": user})


def test_charge_is_counted_by_session() -> None:
    story = plain(20_000, 25 * MINUTE).state("confirm").stay(25 * MINUTE, 20_000).stay(10, 0)
    assert holds(story, "INV-6", monitor_charge_uamin=500_000, controller_charge_uamin=500_000)


def test_a_pause_begins_no_new_session() -> None:
    story = plain(20_000, 25 * MINUTE).state("paused").state("contact").stay(25 * MINUTE, 20_000).stay(10, 0)
    assert not holds(story, "INV-6", monitor_charge_uamin=1_000_000, controller_charge_uamin=1_000_000)


@pytest.mark.parametrize(
    ("monitor", "controller", "allowed"),
    [
        (10_000, 10_000, True),
        (10_526, 9_474, True),  # apart by just under a tenth of the larger
        (10_600, 9_474, False),
        (11_000, 11_100, True),
        (11_200, 11_200, False),  # they agree with each other, and not with the body
        (8_900, 8_900, False),
        (None, 10_000, False),
    ],
)
def test_the_integrators_agree_with_each_other_and_with_the_body(
    monitor: int | None, controller: int, allowed: bool
) -> None:
    story = plain(10_000, MINUTE)
    assert holds(story, "INV-6", monitor_charge_uamin=monitor, controller_charge_uamin=controller) is allowed


def test_a_measuring_fault_may_part_the_integrators_only_if_it_ended_the_session() -> None:
    apart: dict[str, Any] = {"monitor_charge_uamin": 8_000, "controller_charge_uamin": 10_000}
    story = Story().stay(100).event("fault", "adc_b.gain", 1).stay(MINUTE, 10_000)
    assert not holds(story, "INV-6", **apart)
    assert holds(story.event("trip", "C14", 0).stay(100, 0), "INV-6", **apart)
    other = Story().stay(100).event("fault", "oled.nack", 1).stay(MINUTE, 10_000).event("trip", "C01", 0).stay(100, 0)
    assert not holds(other, "INV-6", **apart)


def test_a_session_too_small_to_compare_is_not_compared() -> None:
    assert holds(plain(1000, 3000), "INV-6", monitor_charge_uamin=0, controller_charge_uamin=100)


# --- INV-8


def test_a_whole_treatment_holds() -> None:
    assert holds(Story(10, 3).whole(), "INV-8")


def test_the_set_charge_is_kept_within_five_percent() -> None:
    good, short, long = Story(10, 3), Story(10, 3), Story(10, 3)
    assert holds(good.begin().plateau().finish(), "INV-8")
    assert not holds(short.begin().stay(150_000).finish(), "INV-8")
    assert not holds(long.begin().plateau().stay(10_000).finish(), "INV-8")


def test_a_lowered_half_is_the_charge_that_was_asked_for_and_no_less() -> None:
    def lowered(second_ua: int) -> Story:
        story = Story(10, 4).begin().stay(2 * MINUTE)
        return story.aim(6_000).ramp(second_ua).stay(2 * MINUTE - 30_000).finish()

    assert holds(lowered(6_000), "INV-8")
    assert not holds(lowered(4_500), "INV-8")


@pytest.mark.parametrize("pressed", [True, False])
def test_what_was_raised_on_the_ramp_was_asked_for_and_what_nobody_pressed_was_not(pressed: bool) -> None:
    story = Story(10, 3).start().close().ramp(500).stay(2000).state("ramp").ramp(4_000)
    if pressed:
        story.event("user", "press_up")
    story = story.aim(11_000).ramp(11_000).state("run").stay(3 * MINUTE - 15_000).finish()
    assert holds(story, "INV-8") is pressed


@pytest.mark.parametrize(("more_ms", "holds_"), [(0, True), (20_000, False)])
def test_what_the_probe_gave_while_skin_soaked_may_come_on_top_and_no_more(more_ms: int, holds_: bool) -> None:
    story = Story(1, 3).start().close().ramp(500).stay(60_000).state("ramp").ramp(1_000).state("run")
    assert holds(story.stay(3 * MINUTE + more_ms).finish(), "INV-8") is holds_


@given(percent=st.floats(-12, 12))
@settings(max_examples=20)
def test_charge_is_judged_on_the_body_whatever_the_firmware_claims(percent: float) -> None:
    ms = round(MINUTE * (1 + percent / 100))
    story = Story(10, 1).stay(100).stay(ms, 10_000).stay(100, 0)
    if abs(abs(percent) - 5) > 0.01:
        assert holds(story, "INV-8") is (abs(percent) < 5)
    if abs(percent) > 5.5:
        assert not holds(story, "INV-8", delivered_ma_min=10.0)


@pytest.mark.parametrize("result", ["fault", "stopped", "abandoned", "refused", "interrupted", None])
def test_a_session_without_a_fault_must_complete(result: str | None) -> None:
    assert not holds(Story(10, 3).whole(), "INV-8", result=result)


def test_never_starting_fails() -> None:
    idle = Story(10, 1).start().stay(1000)
    assert not holds(idle, "INV-8", result="refused")
    assert not holds(idle, "INV-8", result=None, delivered_ma_min=None)


def menus(*states: str) -> Story:
    """Screens gone through, no current."""
    story = Story(10, 1)
    for state in states:
        story.state(state).stay(1000)
    return story


NOBODY = {"user": {"person": "none", "script": []}}


def test_a_script_that_only_browses_the_menu_asks_for_no_session() -> None:
    browsed = menus("selftest", "ready", "confirm", "ready")
    assert holds(browsed, "INV-8", NOBODY, result=None, delivered_ma_min=None)
    assert "no session was asked for" in verdict(browsed, "INV-8", NOBODY, result=None, delivered_ma_min=None).sentence


def test_a_person_with_wishes_asks_for_one_and_so_does_whoever_confirms_or_waits_for_the_menu() -> None:
    person = {"user": {"person": "default", "script": []}}
    for scenario, states in (
        (person, ("selftest", "ready", "confirm")),
        (NOBODY, ("selftest", "ready", "confirm", "checklist")),
        (NOBODY, ("selftest", "ready", "confirm", "checklist", "contact", "ready")),
        (NOBODY, ("selftest",)),
        (NOBODY, ("selftest", "ready", "fault")),
    ):
        assert not holds(menus(*states), "INV-8", scenario, result=None, delivered_ma_min=None), states


@pytest.mark.parametrize(("path", "excused"), [("ionto/app/unit.mpy", True), ("data/ledger.a", False)])
def test_a_damaged_program_need_not_treat_and_a_damaged_record_must_be_lived_with(path: str, excused: bool) -> None:
    scenario = {"files": [{"file": path, "paths": [path], "mode": "cut", "values": {"bytes": 20}}]}
    idle = Story(10, 1).start().stay(1000)
    assert holds(idle, "INV-8", scenario, result="refused", delivered_ma_min=None) is excused
    assert not holds(idle, "INV-8", scenario, result="refused", delivered_ma_min=5.0)


@pytest.mark.parametrize(("ohm", "seconds", "excused"), [(25_000, 20, True), (25_000, 10, False), (15_000, 20, False)])
def test_water_that_conducts_badly_for_long_enough_need_not_treat(ohm: int, seconds: int, excused: bool) -> None:
    story = Story(10, 1).start().close().ramp(500)
    story.ohm = lambda _ms: ohm
    story.stay(seconds * 1000).fall()
    recording = story.recording(result="fault")
    charge = recording.body_ma_min()
    assert JUDGES["INV-8"](story.recording(result="fault", delivered_ma_min=charge), {}).passed is excused


def test_a_refusal_that_the_scenario_expects_is_right() -> None:
    scenario = {"expect": {"result": "refused"}}
    assert holds(Story(10, 1).stay(1000), "INV-8", scenario, result="refused")
    assert not holds(Story(10, 1).stay(1000), "INV-8", scenario, result=None)


def test_a_run_that_ended_where_its_expectation_came_true_need_not_complete() -> None:
    story = Story(10, 20).begin().stay(100)
    scenario = {"expect": {"state": "run", "result": None}}
    assert holds(story, "INV-8", scenario, result="interrupted")
    assert not holds(story, "INV-8", scenario, result="interrupted", sim_reached_expect=False)
    assert not holds(story, "INV-8", {"expect": {"state": "done"}}, result="interrupted")


def test_a_stop_by_the_user_needs_no_completion_but_a_true_claim() -> None:
    story = Story(10, 1).begin().stay(2000).event("user", "press_stop").fall(5.0).stay(100)
    assert holds(story, "INV-8", result="stopped")
    assert not holds(story, "INV-8", result="stopped", delivered_ma_min=4.0)
    alone = Story(10, 1).begin().stay(2000).fall(5.0).stay(100)
    assert not holds(alone, "INV-8", result="stopped")


@pytest.mark.parametrize("act", ["hands_out", "walk_away"])
def test_a_user_who_went_away_needs_no_completion_but_did_not_stop_it(act: str) -> None:
    story = Story(10, 1).begin().stay(2000).event("user", act).fall(5.0).stay(100)
    assert holds(story, "INV-8", result="abandoned")
    assert not holds(story, "INV-8", result="abandoned", delivered_ma_min=4.0)
    assert not holds(story, "INV-8", result="stopped")
    pressed = Story(10, 1).begin().stay(2000).event("user", "press_stop").fall(5.0).stay(100)
    assert not holds(pressed, "INV-8", result="abandoned")


@pytest.mark.parametrize(("off", "allowed"), [(0.19, True), (-0.19, True), (0.21, False), (-0.21, False)])
def test_a_small_claim_may_differ_by_a_fifth_of_a_milliampere_minute(off: float, allowed: bool) -> None:
    story = Story(10, 1).stay(100).stay(6000, 10_000).event("fault", "adc.nack", 1).hard_cut("F07")
    body = story.recording().body_ma_min()
    assert holds(story, "INV-8", result="fault", delivered_ma_min=body + off) is allowed


def test_a_large_claim_may_differ_by_five_percent() -> None:
    story = plain(10_000, 20 * MINUTE).event("fault", "adc.nack", 1)
    assert holds(story, "INV-8", result="fault", delivered_ma_min=209.9)
    assert not holds(story, "INV-8", result="fault", delivered_ma_min=210.1)


def test_a_fault_excuses_completion_and_a_fault_that_never_came_does_too() -> None:
    story = Story(10, 1).begin().event("fault", "adc.nack", 1).hard_cut("F07").stay(100)
    assert holds(story, "INV-8", result="fault")
    scenario = {"faults": [{"part": "adc", "mode": "nack"}]}
    assert holds(Story(10, 1).begin().stay(100), "INV-8", scenario, result="interrupted")


def test_a_short_withdrawal_must_not_end_the_session() -> None:
    story = Story(10, 1).begin().event("fault", "load.withdraw", 1).stay(15, 0)
    story.stay(2000).event("fault", "load.withdraw", 0)
    assert not holds(story, "INV-8", result="stopped")


def test_on_a_load_that_cannot_carry_it_only_the_integral_counts() -> None:
    story = Story(10, 1).begin().state("limited").event("gap", "load", 1).stay(MINUTE, 7000).finish()
    assert holds(story, "INV-8")
    assert not holds(story, "INV-8", delivered_ma_min=10.5)


def test_a_brief_limitation_excuses_nothing() -> None:
    story = Story(10, 1).begin().event("gap", "load", 1).stay(400, 9000).event("gap", "load", 0)
    assert not holds(story.stay(20_000, 9500).finish(), "INV-8")


def test_a_recording_that_ends_in_a_treatment_asks_for_no_end_unless_it_is_overdue() -> None:
    early = Story(10, 1).begin().stay(20_000)
    assert holds(early, "INV-8", result=None)
    assert not holds(early, "INV-8", result="stopped")
    assert not holds(Story(10, 1).begin().plateau().stay(60_000), "INV-8", result=None)


def test_after_a_restart_the_claim_is_that_of_the_interrupted_session() -> None:
    story = Story(10, 1).begin().stay(20_000).event("reset", "watchdog").event("boot", "2").stay(5000, 0)
    assert holds(story, "INV-8", result="interrupted")
    assert not holds(story, "INV-8", result="interrupted", delivered_ma_min=0)


def test_an_exception_the_firmware_handles_itself_excuses_completion() -> None:
    story = Story(10, 1).begin().stay(2000).event("fault", "mcu.exception", 1).hard_cut("F24").stay(100)
    assert holds(story, "INV-8", result="fault")


# --- INV-9 and INV-10


@pytest.mark.parametrize(
    ("facts", "allowed"),
    [
        ({"pump_worst_heartbeat_age_us": 30_000, "pump_worst_sample_age_us": 15_000}, True),
        ({"pump_worst_heartbeat_age_us": 30_001}, False),
        ({"pump_worst_sample_age_us": 15_001}, False),
        ({"pump_worst_sample_age_us": None}, False),
        ({"pump_edges": 0}, False),  # S1 was closed all the same
    ],
)
def test_what_keeps_the_switch_closed_is_fresh(facts: dict[str, Any], allowed: bool) -> None:
    assert holds(Story().begin().stay(10), "INV-9", **facts) is allowed


def test_a_unit_that_never_closed_needs_no_edges() -> None:
    assert holds(Story().start(), "INV-9", pump_edges=0, pump_worst_heartbeat_age_us=None)


@pytest.mark.parametrize(
    ("kind", "name"), [("flash", "write"), ("flash", "erase"), ("eeprom", "0x60"), ("scan", "i2c0")]
)
def test_nothing_slow_happens_while_live(kind: str, name: str) -> None:
    assert not holds(Story().begin().event(kind, name, 1).stay(10), "INV-10")


@pytest.mark.parametrize(
    ("facts", "allowed"),
    [
        ({"alloc_live_bytes": 0}, True),
        ({"alloc_live_bytes": 16}, False),
        ({"alloc_live_bytes": None}, False),
        ({"alloc_live_bytes": None, "interpreter": "CPython 3.11.2"}, True),
        ({"alloc_live_bytes": 16, "interpreter": "CPython 3.11.2"}, False),
    ],
)
def test_nothing_is_allocated_while_live(facts: dict[str, Any], allowed: bool) -> None:
    assert holds(Story().begin().stay(10), "INV-10", **facts) is allowed


def test_a_run_that_ends_in_the_checklist_is_excused_only_while_it_could_not_have_been_read() -> None:
    class Reads:
        def __init__(self, read_ms: int) -> None:
            self.length_ms = 10_000 + read_ms

        def in_states(self, *names: str) -> Any:
            return np.arange(self.length_ms) >= 10_000

    user = {"user": {"reaction_ms": 700}}
    for read_ms, excused in ((20_000, True), (34_000, True), (36_000, False), (0, False)):
        assert dose._still_answers(Reads(read_ms), user) is excused  # type: ignore[arg-type]
