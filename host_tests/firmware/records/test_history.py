# What marker and ledger promise: every session counted, frequency, clock or none, and the lock.

from __future__ import annotations

import pytest

from host_tests.on_micropython.record_bench import DAY, FEET, HANDS, MINUTE, Unit, dose_uamin, end_session, hard_cut
from ionto.records import history, session_marker
from ionto.records import record as rec
from ionto.safety import faults, limits
from tools.sim.mcu import flash as sim_flash

ANNA = 1
BOB = 2
NO_CLOCK = 0


@pytest.fixture
def unit() -> Unit:
    return Unit(sim_flash)


def power_on(unit: Unit, minute: int = MINUTE) -> int:
    unit.power_cycle()
    report: int = unit.history.begin(unit.marker, minute)
    assert unit.history.stored == rec.OK
    return report


def open_session(unit: Unit, who: int = ANNA, site: int = HANDS, minute: int = MINUTE) -> None:
    boot = unit.history.values[history.BOOTS]
    assert unit.marker.open(who, site, 10_000, 20, 1, boot, minute) == rec.OK


def treat(unit: Unit, who: int = ANNA, site: int = HANDS, minute: int = MINUTE, fault: int = 0) -> None:
    open_session(unit, who, site, minute)
    assert end_session(unit, 1, fault, 200_000, minute) == rec.OK


# --- marker and ledger


def test_open_marker_is_reported_once_and_counted_in_full(unit: Unit) -> None:
    power_on(unit)
    open_session(unit, ANNA, FEET)
    assert power_on(unit) == faults.INTERRUPTED
    assert unit.marker.values[session_marker.STATE] == session_marker.CLOSED
    assert unit.marker.values[session_marker.RESULT] == session_marker.INTERRUPTED
    assert unit.marker.allowed_uamin() == 200_000
    assert dose_uamin(unit.history, ANNA, FEET, MINUTE) == 200_000
    assert power_on(unit) == faults.NONE
    assert dose_uamin(unit.history, ANNA, FEET, MINUTE) == 200_000


def test_finished_session_is_counted_as_delivered(unit: Unit) -> None:
    power_on(unit)
    open_session(unit)
    end_session(unit, 2, 0, 123_456, MINUTE)
    assert power_on(unit) == faults.NONE
    assert dose_uamin(unit.history, ANNA, HANDS, MINUTE) == 123_456
    assert unit.marker.values[session_marker.DELIVERED_UAMIN] == 123_456


def test_session_does_not_open_on_a_failing_flash(unit: Unit) -> None:
    power_on(unit)
    unit.flash.fail(1, 1000)
    assert unit.marker.open(ANNA, HANDS, 10_000, 20, 1, 1, MINUTE) == rec.FAILED


def test_one_session_per_site_and_day(unit: Unit) -> None:
    power_on(unit)
    assert unit.history.allowed(ANNA, HANDS, MINUTE) == history.ALLOWED
    treat(unit)
    power_on(unit)
    assert unit.history.allowed(ANNA, HANDS, MINUTE) == history.TODAY
    assert unit.history.allowed(ANNA, FEET, MINUTE) == history.ALLOWED
    assert unit.history.allowed(BOB, HANDS, MINUTE) == history.ALLOWED
    assert unit.history.allowed(ANNA, HANDS, MINUTE + DAY) == history.ALLOWED


def test_a_clock_set_back_gives_no_second_session(unit: Unit) -> None:
    power_on(unit)
    treat(unit)
    assert unit.history.allowed(ANNA, HANDS, MINUTE - 3 * DAY) == history.TODAY


def test_five_sessions_a_week(unit: Unit) -> None:
    for day in range(5):
        power_on(unit, MINUTE + day * DAY)
        assert unit.history.allowed(ANNA, HANDS, MINUTE + day * DAY) == history.ALLOWED
        treat(unit, minute=MINUTE + day * DAY)
    assert unit.history.allowed(ANNA, HANDS, MINUTE + 5 * DAY) == history.WEEK
    assert unit.history.allowed(ANNA, HANDS, MINUTE + 6 * DAY) == history.WEEK
    assert unit.history.allowed(ANNA, HANDS, MINUTE + 7 * DAY) == history.ALLOWED


def test_without_a_clock_the_user_attests_once_a_site_was_used(unit: Unit) -> None:
    power_on(unit, NO_CLOCK)
    assert unit.history.allowed(ANNA, HANDS, NO_CLOCK) == history.ALLOWED
    treat(unit, minute=NO_CLOCK)
    assert unit.history.allowed(ANNA, HANDS, NO_CLOCK) == history.ATTEST
    for _ in range(10):
        power_on(unit, NO_CLOCK)
    assert unit.history.allowed(ANNA, HANDS, NO_CLOCK) == history.ATTEST


def test_a_session_without_a_clock_counts_as_today_for_five_power_ons(unit: Unit) -> None:
    power_on(unit, NO_CLOCK)
    treat(unit, minute=NO_CLOCK)
    answers = []
    for _ in range(6):
        power_on(unit)
        answers.append(unit.history.allowed(ANNA, HANDS, MINUTE))
    assert answers == [history.TODAY] * 4 + [history.ALLOWED] * 2


def test_ring_forgets_the_oldest_session_only(unit: Unit) -> None:
    power_on(unit)
    treat(unit, BOB, FEET)
    for number in range(history.SESSIONS - 1):
        treat(unit, 3 + number)
    assert unit.history.allowed(BOB, FEET, MINUTE) == history.TODAY
    treat(unit)
    assert unit.history.allowed(BOB, FEET, MINUTE) == history.ALLOWED
    assert unit.history.allowed(3, HANDS, MINUTE) == history.TODAY


def test_damaged_ledger_counts_as_just_used_everywhere_and_is_told(unit: Unit) -> None:
    power_on(unit)
    treat(unit)
    for slot in (".a", ".b"):
        unit.files.write("ledger" + slot, b"junk")
    power_on(unit)
    assert unit.history.report() == faults.LEDGER_INVALID
    for site in range(3):
        assert unit.history.allowed(BOB, site, MINUTE) == history.TODAY
    power_on(unit)
    assert unit.history.report() == faults.NONE
    assert unit.history.allowed(BOB, FEET, MINUTE) == history.TODAY


def test_ledger_that_vanished_counts_as_just_used(unit: Unit) -> None:
    power_on(unit)
    treat(unit)
    for slot in (".a", ".b"):
        unit.files.remove("ledger" + slot)
    power_on(unit)
    assert unit.history.allowed(BOB, FEET, MINUTE) == history.TODAY


@pytest.mark.parametrize("slots", [".a", ".b", ".a.b"])
@pytest.mark.parametrize("vanished", [False, True])
def test_open_session_whose_marker_was_damaged_still_counts(unit: Unit, slots: str, vanished: bool) -> None:
    power_on(unit)
    treat(unit, ANNA, HANDS)
    open_session(unit, ANNA, FEET)
    for slot in (".a", ".b"):
        if slot in slots and vanished:
            unit.files.remove("marker" + slot)
        elif slot in slots:
            unit.files.write("marker" + slot, b"junk")
    power_on(unit)
    assert dose_uamin(unit.history, ANNA, FEET, MINUTE) >= 200_000
    assert unit.history.allowed(ANNA, FEET, MINUTE) == history.TODAY


def treat_a_little(unit: Unit, uamin: int, site: int = HANDS, minute: int = MINUTE) -> None:
    open_session(unit, ANNA, site, minute)
    assert end_session(unit, 1, 0, uamin, minute) == rec.OK


@pytest.mark.parametrize("minute", [MINUTE, NO_CLOCK])
def test_a_stop_in_the_probe_is_booked_but_is_no_treatment(unit: Unit, minute: int) -> None:
    power_on(unit, minute)
    treat_a_little(unit, limits.TREATED_UAMIN - 1, minute=minute)
    assert dose_uamin(unit.history, ANNA, HANDS, minute) == limits.TREATED_UAMIN - 1
    assert unit.history.allowed(ANNA, HANDS, minute) == history.ALLOWED
    treat_a_little(unit, limits.TREATED_UAMIN, FEET, minute)
    assert unit.history.allowed(ANNA, FEET, minute) == (history.TODAY if minute else history.ATTEST)


@pytest.mark.parametrize("minute", [MINUTE, NO_CLOCK])
def test_little_charges_of_a_day_add_up_to_a_treatment(unit: Unit, minute: int) -> None:
    power_on(unit, minute)
    treat_a_little(unit, limits.TREATED_UAMIN // 2, minute=minute)
    treat_a_little(unit, limits.TREATED_UAMIN // 2, FEET, minute=minute)
    assert unit.history.allowed(ANNA, HANDS, minute) == history.ALLOWED
    treat_a_little(unit, limits.TREATED_UAMIN // 2, minute=minute)
    assert unit.history.allowed(ANNA, HANDS, minute) == (history.TODAY if minute else history.ATTEST)


def test_many_stops_in_the_probe_push_no_treatment_out_of_the_ring(unit: Unit) -> None:
    power_on(unit)
    treat(unit, ANNA, FEET)
    for _ in range(history.SESSIONS):
        treat_a_little(unit, 17)
    assert unit.history.allowed(ANNA, FEET, MINUTE) == history.TODAY
    assert dose_uamin(unit.history, ANNA, HANDS, MINUTE) == 17 * history.SESSIONS


def test_a_week_counts_treatments_only(unit: Unit) -> None:
    power_on(unit)
    for day in range(5):
        treat_a_little(unit, 900, minute=MINUTE + day * DAY)
        treat(unit, ANNA, FEET, MINUTE + day * DAY)
    assert unit.history.allowed(ANNA, HANDS, MINUTE + 5 * DAY) == history.ALLOWED
    assert unit.history.allowed(ANNA, FEET, MINUTE + 5 * DAY) == history.WEEK


def test_power_ons_are_not_counted_anew_after_a_lost_ledger(unit: Unit) -> None:
    for _ in range(9):
        power_on(unit)
    treat(unit)
    for slot in (".a", ".b"):
        unit.files.remove("ledger" + slot)
    power_on(unit)
    assert unit.history.values[history.BOOTS] == 10


# --- the lock


def cut_in_session(unit: Unit, fault: int, minute: int) -> None:
    treat(unit, minute=minute, fault=fault)


def test_three_hard_cuts_within_a_day_lock_the_unit_for_good(unit: Unit) -> None:
    for hours in (0, 10, 23):
        assert not unit.history.locked()
        power_on(unit, MINUTE + 60 * hours)
        cut_in_session(unit, faults.OVERCURRENT_A, MINUTE + 60 * hours)
    assert unit.history.locked()
    power_on(unit, MINUTE + 30 * DAY)
    assert unit.history.locked()
    assert unit.history.unlock() == rec.OK
    power_on(unit, MINUTE + 30 * DAY)
    assert not unit.history.locked()


def test_three_hard_cuts_over_more_than_a_day_do_not_lock(unit: Unit) -> None:
    for hours in (0, 12, 24):
        power_on(unit, MINUTE + 60 * hours)
        cut_in_session(unit, faults.OVERCURRENT_A, MINUTE + 60 * hours)
    assert not unit.history.locked()


@pytest.mark.parametrize(("gap", "locked"), [(3, True), (4, False)])
def test_without_a_clock_five_power_ons_stand_for_the_day(unit: Unit, gap: int, locked: bool) -> None:
    power_on(unit, NO_CLOCK)
    hard_cut(unit, faults.LEAK, NO_CLOCK)
    hard_cut(unit, faults.LEAK, NO_CLOCK)
    for _ in range(gap + 1):
        power_on(unit, NO_CLOCK)
    hard_cut(unit, faults.LEAK, NO_CLOCK)
    assert unit.history.locked() == locked


@pytest.mark.parametrize("fault", [faults.VBUS_PRESENT, faults.BATTERY_COLLAPSE, faults.DRYING, faults.ZERO_A, 0])
def test_cuts_by_usb_and_battery_and_softer_ends_do_not_count(unit: Unit, fault: int) -> None:
    power_on(unit)
    for _ in range(4):
        hard_cut(unit, fault, MINUTE)
    assert not unit.history.locked()


def test_a_reset_in_a_session_counts_as_a_hard_cut_and_a_power_cut_does_not(unit: Unit) -> None:
    power_on(unit)
    for reset in (0, 1, 0, 1):
        open_session(unit)
        unit.power_cycle()
        assert unit.history.begin(unit.marker, MINUTE, reset) == faults.INTERRUPTED
        assert not unit.history.locked()
    unit.power_cycle()
    unit.history.begin(unit.marker, MINUTE, 1)  # no session was open
    assert not unit.history.locked()
    open_session(unit)
    unit.power_cycle()
    unit.history.begin(unit.marker, MINUTE, 1)
    assert unit.history.locked()


@pytest.mark.parametrize("reset", [0, 1])
def test_a_hard_cut_that_only_the_marker_knows_counts_once_and_stays_in_it(unit: Unit, reset: int) -> None:
    power_on(unit)
    open_session(unit)
    assert unit.marker.fail(faults.LEAK) == rec.OK
    for _ in range(2):
        unit.power_cycle()
        unit.history.begin(unit.marker, MINUTE, reset)
        assert unit.marker.values[session_marker.FAULT] == faults.LEAK
        assert unit.history.values[history._CUTS] > 0
        assert unit.history.values[history._CUTS + 2] == 0
    assert dose_uamin(unit.history, ANNA, HANDS, MINUTE) == 200_000


def test_a_cut_by_the_battery_that_only_the_marker_knows_does_not_count(unit: Unit) -> None:
    power_on(unit)
    open_session(unit)
    unit.marker.fail(faults.BATTERY_COLLAPSE)
    unit.power_cycle()
    unit.history.begin(unit.marker, MINUTE, 1)
    assert unit.history.values[history._CUTS] == 0


def test_a_session_without_current_counts_as_none(unit: Unit) -> None:
    power_on(unit, NO_CLOCK)
    open_session(unit, minute=NO_CLOCK)
    assert end_session(unit, 2, 0, 0, NO_CLOCK) == rec.OK
    assert power_on(unit, NO_CLOCK) == faults.NONE
    assert unit.history.allowed(ANNA, HANDS, NO_CLOCK) == history.ALLOWED


def test_after_a_damaged_ledger_one_hard_cut_locks(unit: Unit) -> None:
    power_on(unit)
    for slot in (".a", ".b"):
        unit.files.write("ledger" + slot, b"junk")
    power_on(unit)
    assert not unit.history.locked()
    hard_cut(unit, faults.LEAK, MINUTE)
    assert unit.history.locked()


def test_end_called_again_after_a_failure_counts_once(unit: Unit) -> None:
    power_on(unit)
    open_session(unit)
    unit.flash.fail(1, 1000)
    assert end_session(unit, 3, faults.LEAK, 50_000, MINUTE) == rec.FAILED
    unit.flash.heal()
    assert end_session(unit, 3, faults.LEAK, 50_000, MINUTE) == rec.OK
    assert power_on(unit) == faults.NONE
    assert dose_uamin(unit.history, ANNA, HANDS, MINUTE) == 50_000
    assert unit.history.values[history._CUTS + 2] == 0  # one cut, not two
