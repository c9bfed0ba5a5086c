# What the records mean: safe settings, calibration's arithmetic, the marker, the ledger's rules, the lock, the log.

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vm.memory_cases import DAY, FEET, HANDS, MINUTE, Unit

from ionto.memory import calibration, ledger, log, marker, profiles, records, settings
from ionto.safety import faults, limits
from tools.twin import flash as twin_flash

UNDERARMS = 2
ANNA = 1
BOB = 2
NO_CLOCK = 0


@pytest.fixture
def unit() -> Unit:
    return Unit(twin_flash)


def power_on(unit: Unit, minute: int = MINUTE) -> int:
    unit.power_cycle()
    report: int = unit.ledger.begin(unit.marker, minute)
    assert unit.ledger.stored == records.OK
    return report


def open_session(unit: Unit, who: int = ANNA, site: int = HANDS, minute: int = MINUTE) -> None:
    boot = unit.ledger.values[ledger.BOOTS]
    assert unit.marker.open(who, site, 10_000, 20, 1, boot, minute) == records.OK


def treat(unit: Unit, who: int = ANNA, site: int = HANDS, minute: int = MINUTE, fault: int = 0) -> None:
    open_session(unit, who, site, minute)
    assert unit.ledger.end(unit.marker, 1, fault, 200_000, minute) == records.OK


# --- settings


def test_settings_start_with_the_usual_plan(unit: Unit) -> None:
    assert unit.settings.load() == records.ABSENT
    assert unit.settings.get(HANDS, settings.PLAN_UA) == limits.DEFAULT_HANDS_UA
    assert unit.settings.get(FEET, settings.PLAN_UA) == limits.DEFAULT_HANDS_UA
    assert unit.settings.get(UNDERARMS, settings.PLAN_UA) == limits.DEFAULT_UNDERARMS_UA
    assert unit.settings.get(HANDS, settings.MINUTES) == limits.MINUTES_DEFAULT
    assert unit.settings.report() == faults.NONE


def test_damaged_settings_become_five_milliamps_for_ten_minutes_and_are_told(unit: Unit) -> None:
    unit.settings.put(HANDS, settings.PLAN_UA, 18_000)
    unit.settings.store()
    for slot in (".a", ".b"):
        unit.files.write("settings" + slot, b"junk")
    unit.settings.load()
    for site in range(settings.SITES):
        assert unit.settings.get(site, settings.PLAN_UA) == 5_000
        assert unit.settings.get(site, settings.MINUTES) == 10
    assert unit.settings.report() == faults.SETTINGS_RESET


@pytest.mark.parametrize(
    ("site", "column", "value"),
    [
        (UNDERARMS, settings.PLAN_UA, limits.CAP_UNDERARMS_UA + 500),
        (HANDS, settings.PLAN_UA, limits.CAP_HANDS_UA + 500),
        (HANDS, settings.PLAN_UA, 0),
        (HANDS, settings.MINUTES, limits.MINUTES_MAX + 1),
        (FEET, settings.NEXT_POLARITY, 0),
        (FEET, settings.POLARITY_MODE, 3),
    ],
)
def test_settings_out_of_bounds_are_never_written(unit: Unit, site: int, column: int, value: int) -> None:
    unit.settings.put(site, column, value)
    assert unit.settings.store() == records.RANGE
    assert unit.files.read("settings.a") is None


# --- records


def test_store_reads_back_what_it_wrote(unit: Unit) -> None:
    real_write = unit.files.write

    def write_one_bit_wrong(name: str, data: bytes | bytearray) -> None:
        real_write(name, data[:-1] + bytes([data[-1] ^ 1]))

    unit.files.write = write_one_bit_wrong  # type: ignore[method-assign]
    assert unit.settings.store() == records.FAILED


def test_an_older_version_is_completed_with_defaults(unit: Unit) -> None:
    fields = (("first", 1, 0, 9), ("second", 2, 0, 9))
    old = records.Record(unit.files, "grown", 99, 1, fields)
    old.values[0] = 7
    old.store()
    new = records.Record(unit.files, "grown", 99, 2, (*fields, ("third", 3, 0, 9)))
    assert new.load() == records.OK
    assert list(new.values) == [7, 2, 3]
    assert new.store() == records.OK
    assert old.load() == records.NEWER


# --- calibration


def test_calibration_is_nominal_and_told_when_absent(unit: Unit) -> None:
    unit.calibration.load()
    assert unit.calibration.report() == faults.CALIBRATION_MISSING
    for channel in range(calibration.CHANNELS):
        assert (unit.calibration.gain_ppm(channel), unit.calibration.offset(channel)) == (1_000_000, 0)


def test_calibration_holds_each_channel_apart(unit: Unit) -> None:
    for channel in range(calibration.CHANNELS):
        unit.calibration.put(channel, 990_000 + channel, -40 + channel)
    unit.calibration.values[calibration.VALID] = 1
    assert unit.calibration.store() == records.OK
    unit.power_cycle()
    assert unit.calibration.load() == records.OK
    assert unit.calibration.report() == faults.NONE
    for channel in range(calibration.CHANNELS):
        assert unit.calibration.gain_ppm(channel) == 990_000 + channel
        assert unit.calibration.offset(channel) == -40 + channel


@pytest.mark.parametrize(("gain", "offset"), [(899_999, 0), (1_100_001, 0), (1_000_000, 501), (1_000_000, -501)])
def test_calibration_refuses_what_no_sound_unit_has(unit: Unit, gain: int, offset: int) -> None:
    unit.calibration.put(calibration.B, gain, offset)
    assert unit.calibration.store() == records.RANGE


def test_damaged_calibration_refuses_the_start(unit: Unit) -> None:
    unit.calibration.values[calibration.VALID] = 1
    unit.calibration.store()
    for slot in (".a", ".b"):
        unit.files.write("calibration" + slot, b"junk")
    unit.calibration.load()
    assert unit.calibration.values[calibration.VALID] == 0
    assert unit.calibration.report() == faults.CALIBRATION_INVALID


@given(st.integers(-66_000, 66_000), st.integers(900_000, 1_100_000), st.integers(-500, 500))
def test_correction_is_gain_and_offset_within_a_unit_and_never_a_long_integer(raw: int, gain: int, offset: int) -> None:
    exact = Fraction(raw * gain, 1_000_000) + offset
    # 10 ppm of resolution and half a unit of rounding
    assert abs(calibration.corrected(raw, gain, offset) - exact) <= Fraction(1, 2) + Fraction(abs(raw), 100_000)
    assert abs(raw * ((gain - 1_000_000) // 10)) + 50_000 < 1 << 30


# --- marker and ledger


def test_open_marker_is_reported_once_and_counted_in_full(unit: Unit) -> None:
    power_on(unit)
    open_session(unit, ANNA, FEET)
    assert power_on(unit) == faults.INTERRUPTED
    assert unit.marker.values[marker.STATE] == marker.CLOSED
    assert unit.marker.values[marker.RESULT] == marker.INTERRUPTED
    assert unit.marker.planned_uamin() == 200_000
    assert unit.ledger.dose_uamin(ANNA, FEET, MINUTE) == 200_000
    assert power_on(unit) == faults.NONE
    assert unit.ledger.dose_uamin(ANNA, FEET, MINUTE) == 200_000


def test_finished_session_is_counted_as_delivered(unit: Unit) -> None:
    power_on(unit)
    open_session(unit)
    unit.ledger.end(unit.marker, 2, 0, 123_456, MINUTE)
    assert power_on(unit) == faults.NONE
    assert unit.ledger.dose_uamin(ANNA, HANDS, MINUTE) == 123_456
    assert unit.marker.values[marker.DELIVERED_UAMIN] == 123_456


def test_session_does_not_open_on_a_failing_flash(unit: Unit) -> None:
    power_on(unit)
    unit.flash.fail(1, 1000)
    assert unit.marker.open(ANNA, HANDS, 10_000, 20, 1, 1, MINUTE) == records.FAILED


def test_one_session_per_site_and_day(unit: Unit) -> None:
    power_on(unit)
    assert unit.ledger.allowed(ANNA, HANDS, MINUTE) == ledger.ALLOWED
    treat(unit)
    power_on(unit)
    assert unit.ledger.allowed(ANNA, HANDS, MINUTE) == ledger.TODAY
    assert unit.ledger.allowed(ANNA, FEET, MINUTE) == ledger.ALLOWED
    assert unit.ledger.allowed(BOB, HANDS, MINUTE) == ledger.ALLOWED
    assert unit.ledger.allowed(ANNA, HANDS, MINUTE + DAY) == ledger.ALLOWED


def test_a_clock_set_back_gives_no_second_session(unit: Unit) -> None:
    power_on(unit)
    treat(unit)
    assert unit.ledger.allowed(ANNA, HANDS, MINUTE - 3 * DAY) == ledger.TODAY


def test_five_sessions_a_week(unit: Unit) -> None:
    for day in range(5):
        power_on(unit, MINUTE + day * DAY)
        assert unit.ledger.allowed(ANNA, HANDS, MINUTE + day * DAY) == ledger.ALLOWED
        treat(unit, minute=MINUTE + day * DAY)
    assert unit.ledger.allowed(ANNA, HANDS, MINUTE + 5 * DAY) == ledger.WEEK
    assert unit.ledger.allowed(ANNA, HANDS, MINUTE + 6 * DAY) == ledger.WEEK
    assert unit.ledger.allowed(ANNA, HANDS, MINUTE + 7 * DAY) == ledger.ALLOWED


def test_without_a_clock_the_user_attests_once_a_site_was_used(unit: Unit) -> None:
    power_on(unit, NO_CLOCK)
    assert unit.ledger.allowed(ANNA, HANDS, NO_CLOCK) == ledger.ALLOWED
    treat(unit, minute=NO_CLOCK)
    assert unit.ledger.allowed(ANNA, HANDS, NO_CLOCK) == ledger.ATTEST
    for _ in range(10):
        power_on(unit, NO_CLOCK)
    assert unit.ledger.allowed(ANNA, HANDS, NO_CLOCK) == ledger.ATTEST


def test_a_session_without_a_clock_counts_as_today_for_five_power_ons(unit: Unit) -> None:
    power_on(unit, NO_CLOCK)
    treat(unit, minute=NO_CLOCK)
    answers = []
    for _ in range(6):
        power_on(unit)
        answers.append(unit.ledger.allowed(ANNA, HANDS, MINUTE))
    assert answers == [ledger.TODAY] * 4 + [ledger.ALLOWED] * 2


def test_ring_forgets_the_oldest_session_only(unit: Unit) -> None:
    power_on(unit)
    treat(unit, BOB, FEET)
    for number in range(ledger.SESSIONS - 1):
        treat(unit, 3 + number)
    assert unit.ledger.allowed(BOB, FEET, MINUTE) == ledger.TODAY
    treat(unit)
    assert unit.ledger.allowed(BOB, FEET, MINUTE) == ledger.ALLOWED
    assert unit.ledger.allowed(3, HANDS, MINUTE) == ledger.TODAY


def test_damaged_ledger_counts_as_just_used_everywhere_and_is_told(unit: Unit) -> None:
    power_on(unit)
    treat(unit)
    for slot in (".a", ".b"):
        unit.files.write("ledger" + slot, b"junk")
    power_on(unit)
    assert unit.ledger.report() == faults.LEDGER_INVALID
    for site in range(3):
        assert unit.ledger.allowed(BOB, site, MINUTE) == ledger.TODAY
    power_on(unit)
    assert unit.ledger.report() == faults.NONE
    assert unit.ledger.allowed(BOB, FEET, MINUTE) == ledger.TODAY


def test_ledger_that_vanished_counts_as_just_used(unit: Unit) -> None:
    power_on(unit)
    treat(unit)
    for slot in (".a", ".b"):
        unit.files.remove("ledger" + slot)
    power_on(unit)
    assert unit.ledger.allowed(BOB, FEET, MINUTE) == ledger.TODAY


# --- the lock


def cut_in_session(unit: Unit, fault: int, minute: int) -> None:
    treat(unit, minute=minute, fault=fault)


def test_three_hard_cuts_within_a_day_lock_the_unit_for_good(unit: Unit) -> None:
    for hours in (0, 10, 23):
        assert not unit.ledger.locked()
        power_on(unit, MINUTE + 60 * hours)
        cut_in_session(unit, faults.OVERCURRENT_A, MINUTE + 60 * hours)
    assert unit.ledger.locked()
    power_on(unit, MINUTE + 30 * DAY)
    assert unit.ledger.locked()
    assert unit.ledger.unlock() == records.OK
    power_on(unit, MINUTE + 30 * DAY)
    assert not unit.ledger.locked()


def test_three_hard_cuts_over_more_than_a_day_do_not_lock(unit: Unit) -> None:
    for hours in (0, 12, 24):
        power_on(unit, MINUTE + 60 * hours)
        cut_in_session(unit, faults.OVERCURRENT_A, MINUTE + 60 * hours)
    assert not unit.ledger.locked()


@pytest.mark.parametrize(("gap", "locked"), [(3, True), (4, False)])
def test_without_a_clock_five_power_ons_stand_for_the_day(unit: Unit, gap: int, locked: bool) -> None:
    power_on(unit, NO_CLOCK)
    unit.ledger.hard_cut(faults.LEAK, NO_CLOCK)
    unit.ledger.hard_cut(faults.LEAK, NO_CLOCK)
    for _ in range(gap + 1):
        power_on(unit, NO_CLOCK)
    unit.ledger.hard_cut(faults.LEAK, NO_CLOCK)
    assert unit.ledger.locked() == locked


@pytest.mark.parametrize("fault", [faults.VBUS_PRESENT, faults.BATTERY_COLLAPSE, faults.DRYING, faults.ZERO_A, 0])
def test_cuts_by_usb_and_battery_and_softer_ends_do_not_count(unit: Unit, fault: int) -> None:
    power_on(unit)
    for _ in range(4):
        unit.ledger.hard_cut(fault, MINUTE)
    assert not unit.ledger.locked()


def test_after_a_damaged_ledger_one_hard_cut_locks(unit: Unit) -> None:
    power_on(unit)
    for slot in (".a", ".b"):
        unit.files.write("ledger" + slot, b"junk")
    power_on(unit)
    assert not unit.ledger.locked()
    unit.ledger.hard_cut(faults.LEAK, MINUTE)
    assert unit.ledger.locked()


def test_end_called_again_after_a_failure_counts_once(unit: Unit) -> None:
    power_on(unit)
    open_session(unit)
    unit.flash.fail(1, 1000)
    assert unit.ledger.end(unit.marker, 3, faults.LEAK, 50_000, MINUTE) == records.FAILED
    unit.flash.heal()
    assert unit.ledger.end(unit.marker, 3, faults.LEAK, 50_000, MINUTE) == records.OK
    assert power_on(unit) == faults.NONE
    assert unit.ledger.dose_uamin(ANNA, HANDS, MINUTE) == 50_000
    assert unit.ledger.values[ledger._CUTS + 2] == 0  # one cut, not two


# --- log and profiles


def test_log_keeps_what_a_failing_flash_refused_and_writes_it_later(unit: Unit) -> None:
    unit.log.load()
    unit.log.boot = 7
    unit.log.put(1_000, faults.A_FROZEN, 7, 1, 2, 3)
    unit.flash.full = True
    assert unit.log.flush() == records.FAILED
    assert unit.log.report() == faults.LOG_FULL
    unit.log.put(2_000, faults.LEAK, 7, 1 << 40, -(1 << 40), 3)
    unit.flash.heal()
    assert unit.log.flush() == records.OK
    assert unit.log.report() == faults.NONE
    unit.power_cycle()
    unit.log.load()
    assert unit.log.count() == 2
    assert [unit.log.get(1, c) for c in range(7)] == [7, 1_000, faults.A_FROZEN, 7, 1, 2, 3]
    assert unit.log.get(0, log.VALUE_1) == (1 << 30) - 1
    assert unit.log.get(0, log.VALUE_2) == -(1 << 30) + 1


def test_log_writes_nothing_unless_asked(unit: Unit) -> None:
    unit.log.load()
    before = unit.flash.operations
    for i in range(100):
        unit.log.put(i, 0, 0, 0, 0, 0)
    assert unit.flash.operations == before
    unit.log.flush()
    once = unit.flash.operations
    unit.log.flush()
    assert unit.flash.operations == once > before


def test_profile_keys_are_never_given_twice(unit: Unit) -> None:
    people = unit.profiles
    assert [people.add(15_000, 14), people.add(20_000, 40)] == [0, 1]
    first = people.get(0, profiles.KEY)
    people.remove(0)
    assert people.add(20_000, 30) == 0
    assert people.get(0, profiles.KEY) not in (0, first, people.get(1, profiles.KEY))
    assert people.store() == records.OK
    assert [people.add(20_000, 0) for _ in range(3)] == [2, 3, -1]


def test_lost_profiles_make_every_session_count_for_everyone(unit: Unit) -> None:
    power_on(unit)
    treat(unit, BOB)
    assert unit.ledger.merge_people() == records.OK
    power_on(unit)
    assert unit.ledger.allowed(ANNA, HANDS, MINUTE) == ledger.TODAY
    assert unit.ledger.allowed(ANNA, FEET, MINUTE) == ledger.ALLOWED
