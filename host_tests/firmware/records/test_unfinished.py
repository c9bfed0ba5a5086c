# What a treatment that ended early leaves, twelve hours between two, what counts as one, and settings of version 1.

from __future__ import annotations

import struct
from binascii import crc32
from collections.abc import Sequence

import pytest

from host_tests.firmware.records.test_keeper import next_start
from host_tests.firmware.records.test_keeper_next import at_rest, short_session
from host_tests.on_micropython.record_bench import DAY, HANDS, MINUTE, Unit, end_session
from host_tests.support.unit_bench import Bench
from ionto.records import history, settings
from ionto.records import record as rec
from ionto.safety import faults, limits
from ionto.treatment import terms
from tools.sim.mcu import flash as twin_flash

FEET, UNDERARMS = terms.FEET, terms.UNDERARMS


@pytest.fixture
def unit() -> Unit:
    return Unit(twin_flash)


def treated(unit: Unit, minute: int, uamin: int = 200_000) -> None:
    boot = unit.history.values[history.BOOTS]
    assert unit.marker.open(0, HANDS, 10_000, 20, 1, boot, minute) == rec.OK
    assert end_session(unit, 1, 0, uamin, minute) == rec.OK


# --- the rest, on the bench: 10 mA for 20 minutes are planned


@pytest.mark.parametrize(("given", "rest"), [(1_000, 199_000), (99_999, 100_001), (100_000, 0), (999, 0)])
def test_below_half_of_its_dose_a_treatment_may_be_finished(given: int, rest: int) -> None:
    bench = Bench()
    keeper = short_session(bench, uamin=given)
    assert keeper.rest_uamin(HANDS) == rest
    assert keeper.rest_uamin(FEET) == 0


def test_a_rest_survives_the_power_and_is_offered_whatever_stands_against_a_whole_one() -> None:
    bench = Bench()
    short_session(bench, uamin=60_000)
    keeper, refused = next_start(bench, power_on=1)
    assert refused == 0
    assert keeper.too_soon(HANDS) == faults.WAIT
    assert keeper.may_finish(HANDS, faults.WAIT) and keeper.may_finish(HANDS, faults.TODAY)
    assert not keeper.may_finish(HANDS, 0) and not keeper.may_finish(HANDS, faults.WEEK)


def test_the_rest_is_given_once_the_same_way_round_and_changes_no_usual_plan() -> None:
    bench = Bench()
    keeper = short_session(bench, uamin=60_000)
    began = bench.unit.plan.polarity
    keeper.load_plan(HANDS)
    keeper.propose_rest()
    plan = bench.unit.plan
    assert (plan.current_ua, plan.minutes, plan.polarity) == (10_000, 14, began)
    assert keeper.begin_session() == 0
    bench.unit.session.dose.clear()
    bench.unit.session.dose.delivered_uamin = 20_000  # and that ends early too
    keeper.end_session(bench.unit.session)
    at_rest(bench, 0)
    assert keeper.rest_uamin(HANDS) == 0
    assert keeper.settings.get(HANDS, settings.MINUTES) == 20
    keeper.load_plan(HANDS)
    assert plan.polarity == -began


def test_a_rest_that_was_never_begun_is_still_there() -> None:
    bench = Bench()
    keeper = short_session(bench, uamin=60_000)
    short_session(bench, uamin=0)
    assert keeper.rest_uamin(HANDS) == 140_000


def test_a_session_that_came_after_takes_the_rest_away_even_when_its_settings_were_not_written() -> None:
    bench = Bench()
    keeper = short_session(bench, uamin=60_000)
    kept = list(keeper.settings.values)
    short_session(bench, uamin=30_000)
    for i, value in enumerate(kept):
        keeper.settings.values[i] = value
    assert keeper.settings.get(HANDS, settings.REST_UAMIN) == 140_000
    assert keeper.rest_uamin(HANDS) == 0


def test_an_interrupted_treatment_leaves_nothing_to_finish() -> None:
    bench = Bench()
    short_session(bench, uamin=60_000)
    assert bench.unit.keeper.begin_session() == 0
    keeper, _ = next_start(bench, power_on=1)
    assert keeper.rest_uamin(HANDS) == 0


# --- what counts as a treatment


def test_a_start_without_a_dose_leaves_a_first_treatment_a_first_one() -> None:
    bench = Bench()
    keeper = bench.unit.keeper
    for column in (settings.SESSIONS, settings.LAST_UA):
        keeper.settings.put(HANDS, column, 0)
    keeper.load_plan(HANDS)
    assert bench.unit.plan.current_ua == 5_000
    bench.unit.plan.set_current(12_000)
    bench.unit.session.dose.reached_ua = 12_000
    short_session(bench, uamin=limits.TREATED_UAMIN - 1)
    keeper.load_plan(HANDS)
    assert keeper.first_here() and bench.unit.plan.current_ua == 5_000 and bench.unit.plan.last_ua == 0
    short_session(bench, uamin=limits.TREATED_UAMIN)
    assert not keeper.first_here()


# --- twelve hours, and five days a week


@pytest.mark.parametrize(
    ("apart_min", "answer"),
    [(719, history.SOON), (720, history.ALLOWED), (1, history.SOON), (900, history.ALLOWED)],
)
def test_two_treatments_of_a_site_lie_twelve_hours_apart(unit: Unit, apart_min: int, answer: int) -> None:
    midnight = MINUTE - MINUTE % DAY
    begin = midnight - 1 if apart_min < 800 else midnight - 300
    unit.history.begin(unit.marker, begin)
    treated(unit, begin)
    assert unit.history.allowed(0, HANDS, begin + apart_min) == answer
    assert unit.history.allowed(0, FEET, begin + apart_min) == history.ALLOWED


def test_a_day_with_its_rest_counts_once_in_the_week(unit: Unit) -> None:
    noon = MINUTE - MINUTE % DAY + 720
    unit.history.begin(unit.marker, noon)
    for day in range(4):
        treated(unit, noon + day * DAY, 50_000)
        treated(unit, noon + day * DAY + 60, 150_000)
    assert unit.history.allowed(0, HANDS, noon + 4 * DAY) == history.ALLOWED
    treated(unit, noon + 4 * DAY)
    assert unit.history.allowed(0, HANDS, noon + 5 * DAY) == history.WEEK


# --- settings of version 1


def version_1(rows: Sequence[tuple[int, ...]]) -> bytes:
    values = [0, 150, 1] + [value for row in rows for value in row]
    data = struct.pack("<2sBBII", b"iR", 1, 1, 7, len(values)) + struct.pack(f"<{len(values)}i", *values)
    return data + struct.pack("<I", crc32(data))


def test_settings_of_version_1_are_taken_over_and_age_and_pads_asked(unit: Unit) -> None:
    rows = [(12_000, 25, 2, -1, 9, 11_500, 77), (10_000, 20, 1, 1, 3, 0, 0), (5_000, 20, 1, 1, 0, 0, 0)]
    for slot in (".a", ".b"):
        unit.files.write("settings" + slot, version_1(rows))
    s = unit.settings
    assert s.load() == rec.OK
    assert s.values[settings.BRIGHTNESS] == 150
    assert (s.values[settings.AGE], s.values[settings.PAD_CM2]) == (0, 0)
    columns = (settings.PLAN_UA, settings.MINUTES, settings.NEXT_POLARITY, settings.SESSIONS, settings.LAST_UA)
    assert [s.get(HANDS, column) for column in columns] == [12_000, 25, -1, 9, 11_500]
    assert s.get(FEET, settings.SESSIONS) == 0, "starts that never reached a current are no treatments"
    assert s.get(HANDS, settings.REST_UAMIN) == s.get(UNDERARMS, settings.REST_AFTER_UAMIN) == 0
    assert s.store() == rec.OK
    unit.power_cycle()
    assert unit.settings.load() in (rec.OK, rec.ONE_COPY)
    assert unit.settings.get(HANDS, settings.PLAN_UA) == 12_000


def test_a_file_of_version_1_of_another_size_is_a_damaged_one(unit: Unit) -> None:
    for slot in (".a", ".b"):
        unit.files.write("settings" + slot, version_1([(12_000, 25, 2, -1, 9, 11_500, 77)]))
    assert unit.settings.load() == rec.RESET
