"""What a unit's records say, as rows: treatments, events, hard cuts. Decodes; draws and judges nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from ionto.records import calibration as cal
from ionto.records import event_log as lg
from ionto.records import history as hi
from ionto.records import settings as se
from ionto.safety import faults
from ionto.treatment import states
from tools.device import codes
from tools.device.desk import Desk, DeskError

SETTINGS, CALIBRATION, MARKER, HISTORY, LOG = range(5)  # in the firmware's order of records
EPOCH = datetime(2000, 1, 1)
HISTORY_HEAD, HISTORY_ROW = 10, 5  # values before the rows, and of a row
LOG_HEAD, LOG_ROW = 1, 7
LETTERS, LETTER_BITS = 5, 6  # of whoever unlocked, in one number


class _NoFiles:
    """No flash is touched: only the shape of the firmware's records is wanted."""


@dataclass(frozen=True)
class Treatment:
    """One row of the history, oldest first. `minute` 0: the unit had no clock."""

    boot: int
    minute: int
    site: str
    ma_min: float

    @property
    def when(self) -> str:
        return told_minute(self.minute)


@dataclass(frozen=True)
class Event:
    """One row of the event log, oldest first; `found_by`: what the rule measured and what it allowed."""

    boot: int
    t_ms: int
    code: int
    state: str
    values: tuple[int, int, int]
    found_by: tuple[int, int] | None = None


@dataclass(frozen=True)
class Unit:
    """Everything read, and what it means."""

    version: str
    board: str
    boots: int
    locked: bool
    treatments: list[Treatment]
    events: list[Event]
    cuts: list[tuple[int, int]]  # power-on, minute; newest first
    calibrated: bool
    serial: int
    raw: dict[str, list[int]]


def told_minute(minute: int) -> str:
    """A time, or that there was no clock."""
    return (EPOCH + timedelta(minutes=minute)).strftime("%Y-%m-%d %H:%M") if minute > 0 else "no clock"


def read(desk: Desk) -> Unit:
    """All records of a unit. Raises DeskError, PortError."""
    assert desk.hello
    raw = {name: desk.record(at)[1] for at, name in enumerate(("settings", "calibration", "marker", "history", "log"))}
    expected = (len(hi.History(_NoFiles()).values), len(lg.EventLog(_NoFiles()).values))  # type: ignore[arg-type]
    if (len(raw["history"]), len(raw["log"])) != expected:
        raise DeskError("word", "the unit's records have another shape. Bring firmware and tools to the same version")
    return decode(raw, desk.hello.version, desk.hello.board)


def decode(raw: dict[str, list[int]], version: str, board: str) -> Unit:
    """The records as rows."""
    history, log, calibration = raw["history"], raw["log"], raw["calibration"]
    return Unit(
        version,
        board,
        history[hi.BOOTS],
        bool(history[hi.LOCKED]),
        _treatments(history),
        _events(log),
        [(history[at], history[at + 1]) for at in range(hi.LOCKED + 1, HISTORY_HEAD, 2) if history[at]],
        bool(calibration[cal.VALID]),
        calibration[cal.SERIAL],
        raw,
    )


def _treatments(values: list[int]) -> list[Treatment]:
    rows = [values[at : at + HISTORY_ROW] for at in range(HISTORY_HEAD, len(values), HISTORY_ROW)]
    newest = values[hi.NEXT_ROW]
    ordered = rows[newest:] + rows[:newest]
    return [
        Treatment(row[hi.BOOT], row[hi.MINUTE], codes.SITES[row[hi.SITE]] if row[hi.SITE] >= 0 else "unknown",
                  row[hi.UAMIN] / 1000)
        for row in ordered if row[hi.BOOT]
    ]  # fmt: skip


def _events(values: list[int]) -> list[Event]:
    count = min(values[lg.TOTAL], lg.EVENTS)
    found: list[Event] = []
    for back in range(count - 1, -1, -1):
        at = LOG_HEAD + (values[lg.TOTAL] - 1 - back) % lg.EVENTS * LOG_ROW
        boot, t_ms, code, state, *rest = values[at : at + LOG_ROW]
        if code == lg.FOUND_BY and found and found[-1].code == rest[0]:
            last = found[-1]
            found[-1] = Event(last.boot, last.t_ms, last.code, last.state, last.values, (rest[1], rest[2]))
            continue
        name = states.NAMES[state] if 0 <= state < len(states.NAMES) else str(state)
        found.append(Event(boot, t_ms, code, name, (rest[0], rest[1], rest[2])))
    return found


def hard_cuts(unit: Unit) -> list[Event]:
    """Those of the log that made the lock, newest first; the log may have lost some."""
    boots = {boot for boot, _ in unit.cuts}
    cuts = [event for event in reversed(unit.events) if faults.kind(event.code) == faults.T1 and event.boot in boots]
    return cuts[: len(unit.cuts)]


def pack_name(name: str) -> tuple[int, int]:
    """Ten letters, digits or marks in two numbers. ValueError: other characters, none, or too many."""
    upper = name.upper()
    if not 0 < len(upper) <= 2 * LETTERS or not all(32 < ord(letter) < 96 for letter in upper):
        raise ValueError(f"{name!r} is no name for the log: up to ten letters, digits, marks, without blanks")
    padded = upper.ljust(2 * LETTERS)
    first, second = (
        sum((ord(letter) - 32) << LETTER_BITS * at for at, letter in enumerate(part))
        for part in (padded[:LETTERS], padded[LETTERS:])
    )
    return first, second


def unpack_name(first: int, second: int) -> str:
    """What pack_name() was given."""
    return "".join(
        chr((number >> LETTER_BITS * at & 63) + 32) for number in (first, second) for at in range(LETTERS)
    ).strip()


def told(event: Event) -> str:
    """An event in words."""
    if event.code == lg.UNLOCKED:
        return f"unlocked by {unpack_name(*event.values[1:])}, {told_minute(event.values[0])}"
    if event.code == lg.CLOCK_SET:
        return f"clock set to {told_minute(event.values[0])}, before {told_minute(event.values[1])}"
    if event.code == lg.ENDED:
        code = event.values[0]
        how = codes.label(code) if code > 100 else codes.RESULTS[code] if 0 <= code < len(codes.RESULTS) else str(code)
        return f"ended: {how}, {event.values[1] / 1000:.1f} mA·min of {event.values[2] / 1000:.1f} mA planned"
    text = " ".join(filter(None, (codes.label(event.code), codes.cause(event.code))))
    if event.found_by:
        text += f" (measured {event.found_by[0]}, allowed {event.found_by[1]})"
    return text


def site_settings(unit: Unit) -> list[tuple[str, float, int]]:
    """Site, with whose it is where there are several people, last current in mA, treatments counted."""
    record = se.Settings(_NoFiles())  # type: ignore[arg-type]
    values = unit.raw["settings"]
    if len(values) != len(record.values):
        return []
    for at, value in enumerate(values):
        record.values[at] = value
    people = record.people()
    rows: list[tuple[str, float, int]] = []
    for number, record.person in enumerate(people, 1):
        who = record.name(record.person).decode("ascii", "replace") or f"person {number}"
        rows += [
            (f"{who}: {name}" if len(people) > 1 else name, record.get(site, se.LAST_UA) / 1000,
             record.get(site, se.SESSIONS))
            for site, name in enumerate(codes.SITES)
        ]  # fmt: skip
    return rows
