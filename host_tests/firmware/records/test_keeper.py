# What the unit writes down and when: the reason of every end with its values, a hard cut before anything else, and what
# the next start makes of it. On the bench; the same on the simulated body is in the families of scenarios.

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from host_tests.support.unit_bench import Bench
from ionto.records import event_log as lg
from ionto.records import history as hi
from ionto.records import session_marker as mk
from ionto.records.keeper import RecordKeeper
from ionto.safety import faults, limits
from ionto.treatment import events as ev
from ionto.treatment import states, terms
from ionto.treatment.plan import Plan

Row = list[int]
WRITTEN_TICKS = 30


def stored_log(bench: Bench) -> list[Row]:
    """Oldest first: power-on, ms, code, state, three values."""
    log = lg.EventLog(bench.hw.files)
    log.load()
    return [[log.get(back, column) for column in range(7)] for back in range(log.count() - 1, -1, -1)]


def events(bench: Bench) -> list[Row]:
    """The stored log but for what a fault was found by, and what was disturbed beside it."""
    return [row for row in stored_log(bench) if row[lg.CODE] not in (lg.FOUND_BY, lg.DISTURBED)]


def found_by(bench: Bench) -> list[Row]:
    """Fault, measured, allowed: each stands right behind the fault's own row."""
    rows = stored_log(bench)
    found = [i for i, row in enumerate(rows) if row[lg.CODE] == lg.FOUND_BY]
    assert [rows[i - 1][lg.CODE] for i in found] == [rows[i][lg.VALUE_1] for i in found]
    return [rows[i][lg.VALUE_1 :] for i in found]


def codes(bench: Bench) -> list[int]:
    return [row[lg.CODE] for row in events(bench)]


def next_start(bench: Bench, power_on: int) -> tuple[RecordKeeper, int]:
    """The records as the next start opens them, and what refuses it."""
    bench.hw.power_on = power_on
    keeper = RecordKeeper(bench.hw, Plan(), bench.unit.source, bench.unit.meter, bench.unit.monitor)
    return keeper, keeper.open()


def nearly_done(bench: Bench) -> None:
    bench.unit.session.dose.delivered_ms = limits.MINUTES_DEFAULT * 60_000 - 10


def dose_reached(bench: Bench) -> None:
    bench.unit.session.dose.delivered_uamin = limits.DOSE_CAP_MAMIN * 1000
    bench.unit.mail.charge_mamin = limits.DOSE_CAP_MAMIN


ENDS: list[tuple[str, Callable[[Bench], Any], int, int]] = [
    ("done", nearly_done, lg.COMPLETED, terms.RESULT_COMPLETED),
    ("STOP", lambda b: b.press("stop"), lg.STOPPED, terms.RESULT_STOPPED),
    ("T2 of a part", lambda b: setattr(b.display, "status", -1), faults.DISPLAY_LOST, faults.DISPLAY_LOST),
    ("T2 of the session", dose_reached, faults.DOSE_CAP, faults.DOSE_CAP),
]


@pytest.mark.parametrize(("name", "end", "reason", "outcome"), ENDS, ids=[end[0] for end in ENDS])
def test_each_end_notes_its_reason_with_what_was_measured_then(
    name: str, end: Callable[[Bench], Any], reason: int, outcome: int
) -> None:
    bench = Bench()
    bench.to_run()
    before_ms = bench.unit.status.tick * limits.TICK_MS
    end(bench)
    for _ in range(4_000):
        if bench.unit.status.state in (states.DONE, states.FAULT):
            break
        bench.tick()
    bench.ticks(WRITTEN_TICKS)
    first, last = events(bench)
    assert (first[lg.CODE], last[lg.CODE]) == (reason, lg.ENDED)
    assert first[lg.BOOT] == 1
    assert before_ms <= first[lg.T_MS] < last[lg.T_MS]
    assert first[lg.STATE] == states.RUN
    assert abs(first[lg.VALUE_1] - 10_000) < 150
    assert abs(first[lg.VALUE_2] - 10_000) < 150
    assert abs(first[lg.VALUE_3] - 15_000) < 400
    assert last[lg.VALUE_1] == outcome
    assert last[lg.VALUE_2] == bench.unit.session.dose.delivered_uamin > 0
    assert last[lg.VALUE_3] == 10_000
    assert [row[1:] for row in found_by(bench)] == {
        faults.DOSE_CAP: [[limits.DOSE_CAP_MAMIN, limits.DOSE_CAP_MAMIN]],
    }.get(reason, [])


def test_a_hard_cut_notes_its_code_with_what_was_measured_then() -> None:
    bench = Bench()
    bench.to_run()
    bench.plant.leak_ua = 1_500
    bench.ticks(5 + WRITTEN_TICKS)
    (row,) = events(bench)
    assert (row[lg.CODE], row[lg.STATE]) == (faults.A_B_DISAGREE, states.RUN)
    assert row[lg.VALUE_2] - row[lg.VALUE_1] > 1_000
    assert abs(row[lg.VALUE_3] - 15_000) < 400


FIGURES: list[tuple[int, Callable[[Bench], Any], int, int]] = [
    (faults.OVERCURRENT_B, lambda b: setattr(b.plant, "leak_ua", 13_000), 23_000, 22_000),
    (faults.A_B_DISAGREE, lambda b: setattr(b.plant, "leak_ua", 1_500), -1_500, -limits.A_B_UA),  # A less B
    (faults.BATTERY_LOW, lambda b: setattr(b.hw.adc_battery, "u16", 31_775), 3_200, limits.BATTERY_LOW_MV),
]


@pytest.mark.parametrize(("code", "trouble", "measured", "allowed"), FIGURES)
def test_a_fault_leaves_what_was_measured_and_what_was_allowed_in_log_and_status(
    code: int, trouble: Callable[[Bench], Any], measured: int, allowed: int
) -> None:
    bench = Bench()
    bench.to_run()
    trouble(bench)
    assert bench.until(states.FAULT, 8_000) >= 0
    bench.ticks(WRITTEN_TICKS)
    ((fault, was, limit),) = found_by(bench)
    assert (fault, limit) == (code, allowed)
    assert abs(was - measured) < 150
    status = bench.unit.status
    assert [status.fault, status.fault_measured, status.fault_allowed] == [code, was, limit]


def test_a_pause_is_noted_and_kept_with_the_end() -> None:
    bench = Bench()
    bench.to_run()
    bench.plant.ohm = 10_000_000
    bench.ticks(20)
    bench.press("stop")
    assert bench.until(states.DONE, 4_000) >= 0
    bench.ticks(WRITTEN_TICKS)
    assert codes(bench) == [lg.PAUSED, lg.STOPPED, lg.ENDED]
    assert [row[lg.STATE] for row in events(bench)[:2]] == [states.RUN, states.PAUSED]


def test_a_refusal_by_the_self_test_is_noted() -> None:
    bench = Bench()
    bench.hw.adc_battery.u16 = 3_400 * 65_536 // 6_600
    assert bench.until(states.FAULT, 10_000) >= 0
    bench.ticks(WRITTEN_TICKS)
    (row,) = events(bench)
    assert (row[lg.CODE], row[lg.STATE]) == (faults.BATTERY_START, states.SELFTEST)


@pytest.mark.parametrize("code", [faults.HEAP_LOW, faults.LEDGER_INVALID])
def test_a_refusal_after_the_checklist_is_noted(code: int) -> None:
    bench = Bench()
    unit = bench.unit
    unit.session.state = states.CHECKLIST
    unit.setup.page, unit.setup.pages, unit.setup.ok_counts = 7, 8, 1
    unit.supervisor.report = 0
    if code == faults.HEAP_LOW:
        bench.hw.heap.bytes_free = limits.HEAP_MIN - 1
    else:
        unit.keeper.history.stored = -1
    unit.supervisor.handle(ev.OK)
    assert unit.session.cause.fault == code
    bench.ticks(WRITTEN_TICKS)
    assert [row[lg.CODE] for row in events(bench)] == [code]
    assert found_by(bench) == ([[code, limits.HEAP_MIN - 1, limits.HEAP_MIN]] if code == faults.HEAP_LOW else [])
    assert events(bench)[0][lg.STATE] == states.CHECKLIST


def test_a_reset_under_current_is_noted_with_its_cause_and_told() -> None:
    bench = Bench()
    bench.to_run()
    keeper, refused = next_start(bench, power_on=0)
    assert refused == 0
    assert codes(bench) == [lg.RESTARTED, faults.INTERRUPTED]
    assert events(bench)[1][lg.VALUE_1] == limits.CAP_HANDS_UA * limits.MINUTES_DEFAULT, "UP may have raised it"
    assert keeper.next_report() == faults.INTERRUPTED
    assert keeper.next_report() == 0


def test_a_power_cut_under_current_is_told_without_a_reset_and_is_no_hard_cut() -> None:
    bench = Bench()
    bench.to_run()
    keeper, refused = next_start(bench, power_on=1)
    assert refused == 0
    assert codes(bench) == [faults.INTERRUPTED]
    assert keeper.history.values[hi._CUTS] == 0


def test_a_copy_that_was_lost_is_made_whole_at_the_next_start() -> None:
    bench = Bench()
    bench.to_run()
    bench.press("stop")
    assert bench.until(states.DONE, 4_000) >= 0
    bench.ticks(WRITTEN_TICKS)
    bench.unit.keeper.calibration.store()
    files = bench.hw.files
    names = ("settings", "calibration", "marker", "ledger", "log")
    for name in names:
        files.write(name + ".b", b"junk")
    keeper, refused = next_start(bench, power_on=1)
    assert refused == 0
    assert [record.status for record in keeper.records] == [2] * 5
    assert [row[lg.VALUE_1] for row in events(bench) if row[lg.CODE] == lg.DAMAGED] == [0, 1, 2, 3, 4]
    keeper, _ = next_start(bench, power_on=1)
    assert [record.status for record in keeper.records] == [0] * 5


# --- a hard cut, and a reset soon after


@pytest.mark.parametrize("ticks", range(12))
def test_a_reset_however_soon_after_a_hard_cut_counts_it_once_and_latches_it_from_the_first_write_on(
    ticks: int,
) -> None:
    bench = Bench()
    bench.to_run()
    bench.plant.leak_ua = 1_500
    while not bench.unit.status.fault:
        bench.tick()
    bench.ticks(ticks)
    marker = mk.SessionMarker(bench.hw.files)
    marker.load()
    written = marker.values[mk.FAULT]
    keeper, refused = next_start(bench, power_on=0)
    assert refused == written
    assert written == (faults.A_B_DISAGREE if ticks >= limits.RELAY_MS // limits.TICK_MS else 0)
    cuts = keeper.history.values[hi._CUTS : hi._CUTS + 6]
    assert [cuts[0] > 0, cuts[2], cuts[4]] == [True, 0, 0]


def test_a_latched_cut_ends_with_the_power() -> None:
    bench = Bench()
    bench.to_run()
    bench.plant.leak_ua = 1_500
    bench.ticks(5 + WRITTEN_TICKS)
    assert next_start(bench, power_on=0)[1] == faults.A_B_DISAGREE
    assert next_start(bench, power_on=1)[1] == 0
    assert next_start(bench, power_on=0)[1] == 0


def test_an_exception_reaches_the_flash_before_the_unit_only_shows_it() -> None:
    bench = Bench()
    bench.to_run()
    bench.fail(ValueError())
    keeper, refused = next_start(bench, power_on=0)
    assert refused == faults.EXCEPTION
    assert keeper.history.values[hi._CUTS] > 0


# --- what counts


def test_a_start_abandoned_before_any_current_counts_as_no_session() -> None:
    bench = Bench()
    bench.to_contact()
    bench.press("stop")
    assert bench.until(states.CONFIRM, 2_000) >= 0
    bench.ticks(WRITTEN_TICKS)
    assert codes(bench) == [lg.STOPPED, lg.ENDED]
    keeper, _ = next_start(bench, power_on=1)
    assert keeper.history.allowed(0, terms.HANDS, 0) == hi.ALLOWED
    assert keeper.session_marker.values[mk.STATE] == mk.CLOSED


def test_a_session_that_gave_current_counts() -> None:
    bench = Bench()
    bench.to_run()
    bench.press("stop")
    assert bench.until(states.DONE, 4_000) >= 0
    bench.ticks(WRITTEN_TICKS)
    keeper, _ = next_start(bench, power_on=1)
    assert keeper.history.allowed(0, terms.HANDS, 0) == hi.ATTEST
    assert keeper.history.allowed(0, terms.FEET, 0) == hi.ALLOWED


def test_nothing_is_written_before_the_relay_is_at_rest() -> None:
    bench = Bench()
    bench.to_run()
    files = bench.hw.files
    writes: list[int] = []
    write = files.write

    def watched(name: str, data: bytes) -> None:
        writes.append(bench.plant.out_en.level | bench.plant.patient.level)
        write(name, data)

    files.write = watched
    bench.plant.leak_ua = 1_500
    while not bench.unit.status.fault:
        bench.tick()
    bench.ticks(limits.RELAY_MS // limits.TICK_MS - 1)
    assert writes == []
    bench.ticks(WRITTEN_TICKS)
    assert len(writes) > 3
    assert not any(writes)


def test_after_a_session_a_tick_writes_one_file_and_the_watchdog_is_fed_before_and_after_its_block() -> None:
    bench = Bench()
    bench.unit.keeper.event_log.store()  # the first time both copies are written
    bench.to_run()
    files = bench.hw.files
    written: list[int] = []
    write = files.write

    def watched(name: str, data: bytes) -> None:
        written[-1] += 1
        write(name, data)

    files.write = watched
    bench.press("stop")
    for _ in range(4_000):
        written.append(0)
        bench.tick()
    assert max(written) == 1
    assert sum(written) == 6  # two copies of the history, marker, settings, diary, log


def test_what_is_not_written_yet_is_written_before_the_next_marker() -> None:
    bench = Bench()
    bench.to_run()
    bench.press("stop")
    while bench.unit.status.state != states.DONE:
        bench.tick()
    keeper = bench.unit.keeper
    given = bench.unit.session.dose.delivered_uamin
    assert keeper._todo
    assert keeper.begin_session() == 0
    assert keeper._todo == 0
    assert keeper.history.last_uamin(0, terms.HANDS) == given
