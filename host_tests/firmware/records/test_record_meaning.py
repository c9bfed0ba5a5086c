# What the records mean: safe settings, calibration's arithmetic, the log.

from __future__ import annotations

import pytest

from host_tests.on_micropython.record_bench import FEET, HANDS, Unit
from ionto.records import calibration, event_log, settings
from ionto.records import record as rec
from ionto.safety import faults, limits
from tools.sim.mcu import flash as sim_flash

UNDERARMS = 2


@pytest.fixture
def unit() -> Unit:
    return Unit(sim_flash)


# --- settings


def test_settings_start_with_the_usual_plan(unit: Unit) -> None:
    assert unit.settings.load() == rec.ABSENT
    assert unit.settings.get(HANDS, settings.PLAN_UA) == limits.DEFAULT_HANDS_UA
    assert unit.settings.get(FEET, settings.PLAN_UA) == limits.DEFAULT_HANDS_UA
    assert unit.settings.get(UNDERARMS, settings.PLAN_UA) == limits.DEFAULT_UNDERARMS_UA
    assert unit.settings.get(HANDS, settings.MINUTES) == limits.MINUTES_DEFAULT
    assert unit.settings.report() == faults.NONE


def test_damaged_settings_become_a_first_treatment_of_ten_minutes_and_are_told(unit: Unit) -> None:
    unit.settings.put(HANDS, settings.PLAN_UA, 18_000)
    unit.settings.store()
    for slot in (".a", ".b"):
        unit.files.write("settings" + slot, b"junk")
    unit.settings.load()
    for site in range(settings.SITES):
        assert unit.settings.get(site, settings.PLAN_UA) == (2_000 if site == UNDERARMS else 5_000)
        assert unit.settings.get(site, settings.SESSIONS) == unit.settings.values[settings.AGE] == 0
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
    assert unit.settings.store() == rec.RANGE
    assert unit.files.read("settings.a") is None


# --- records


def test_store_reads_back_what_it_wrote(unit: Unit) -> None:
    real_write = unit.files.write

    def write_one_bit_wrong(name: str, data: bytes | bytearray) -> None:
        real_write(name, data[:-1] + bytes([data[-1] ^ 1]))

    unit.files.write = write_one_bit_wrong  # type: ignore[method-assign]
    assert unit.settings.store() == rec.FAILED


def test_another_records_file_of_the_same_shape_is_refused(unit: Unit) -> None:
    fields = ((1, 0, 9),)
    one = rec.Record(unit.files, "one", 98, 1, fields)
    other = rec.Record(unit.files, "other", 99, 1, fields)
    one.store()
    for slot in (".a", ".b"):
        unit.files.write("other" + slot, unit.content("one" + slot))
    assert other.load() == rec.RESET


def test_an_older_version_is_completed_with_defaults(unit: Unit) -> None:
    fields = ((1, 0, 9), (2, 0, 9))
    old = rec.Record(unit.files, "grown", 99, 1, fields)
    old.values[0] = 7
    old.store()
    new = rec.Record(unit.files, "grown", 99, 2, (*fields, (3, 0, 9)))
    assert new.load() == rec.OK
    assert list(new.values) == [7, 2, 3]
    assert new.store() == rec.OK
    assert old.load() == rec.NEWER


# --- calibration


def test_calibration_is_nominal_and_refuses_when_absent(unit: Unit) -> None:
    unit.calibration.load()
    assert unit.calibration.refusal() == faults.UNCONFIRMED and unit.calibration.report() == faults.NONE
    for channel in range(calibration.CHANNELS):
        assert (unit.calibration.gain_ppm(channel), unit.calibration.offset(channel)) == (1_000_000, 0)


def test_a_calibration_that_was_not_seen_through_is_nominal(unit: Unit) -> None:
    for channel in range(calibration.CHANNELS):
        unit.calibration.put(channel, 990_000 + channel, -40 + channel)
    assert unit.calibration.store() == rec.OK
    unit.power_cycle()
    assert unit.calibration.load() == rec.OK
    assert unit.calibration.refusal() == faults.UNCONFIRMED
    for channel in range(calibration.CHANNELS):
        assert (unit.calibration.gain_ppm(channel), unit.calibration.offset(channel)) == (1_000_000, 0)


def test_calibration_holds_each_channel_apart(unit: Unit) -> None:
    for channel in range(calibration.CHANNELS):
        unit.calibration.put(channel, 990_000 + channel, -40 + channel)
    unit.calibration.values[calibration.VALID] = 1
    unit.calibration.values[calibration.CONFIRMED_UA] = 10_000
    assert unit.calibration.store() == rec.OK
    unit.power_cycle()
    assert unit.calibration.load() == rec.OK
    assert unit.calibration.report() == unit.calibration.refusal() == faults.NONE
    for channel in range(calibration.CHANNELS):
        assert unit.calibration.gain_ppm(channel) == 990_000 + channel
        assert unit.calibration.offset(channel) == -40 + channel


@pytest.mark.parametrize(("gain", "offset"), [(899_999, 0), (1_100_001, 0), (1_000_000, 501), (1_000_000, -501)])
def test_calibration_refuses_what_no_sound_unit_has(unit: Unit, gain: int, offset: int) -> None:
    unit.calibration.put(calibration.B, gain, offset)
    assert unit.calibration.store() == rec.RANGE


def test_damaged_calibration_is_a_lost_one(unit: Unit) -> None:
    unit.calibration.values[calibration.VALID] = 1
    unit.calibration.store()
    for slot in (".a", ".b"):
        unit.files.write("calibration" + slot, b"junk")
    unit.calibration.load()
    assert unit.calibration.values[calibration.VALID] == 0
    assert unit.calibration.report() == faults.CALIBRATION_LOST and unit.calibration.refusal() == faults.NONE


# --- log


def test_log_keeps_what_a_failing_flash_refused_and_writes_it_later(unit: Unit) -> None:
    unit.log.load()
    unit.log.boot = 7
    unit.log.put(1_000, faults.A_FROZEN, 7, 1, 2, 3)
    unit.flash.full = True
    assert unit.log.flush() == rec.FAILED
    assert unit.log.report() == faults.LOG_FULL
    unit.log.put(2_000, faults.LEAK, 7, 1 << 40, -(1 << 40), 3)
    unit.flash.heal()
    assert unit.log.flush() == rec.OK
    assert unit.log.report() == faults.NONE
    unit.power_cycle()
    unit.log.load()
    assert unit.log.count() == 2
    assert [unit.log.get(1, c) for c in range(7)] == [7, 1_000, faults.A_FROZEN, 7, 1, 2, 3]
    assert unit.log.get(0, event_log.VALUE_1) == (1 << 30) - 1
    assert unit.log.get(0, event_log.VALUE_2) == -(1 << 30) + 1


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
