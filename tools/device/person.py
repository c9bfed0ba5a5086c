"""One person's own: values, plans and every treatment that the unit keeps of them, as CSV, JSON and a diary to print.
Decides who is meant; reads nobody else's treatments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ionto.records import diary as di
from ionto.records import settings as se
from tools.device import codes, command, history
from tools.device.desk import Desk, DeskError

AGES = ("not asked", "16 years or more", "12 to 15 years", "6 to 11 years")
FELT = ("", "fine", "stung", "too weak", "skin dry or red")
DIRECTIONS = ("stays", "alternates", "at half-time")
ROW = di.SEVERITY + 1  # values of a row
SAME_VERSION = "Bring firmware and tools to the same version"


@dataclass(frozen=True)
class Treatment:
    """A row of the diary in words; `sweating` 0: not asked."""

    session: int
    minute: int
    site: str
    planned_ma: float
    planned_min: int
    ma_min: float
    began: str
    limited_s: int
    pauses: int
    ended: str
    felt: str
    sweating: int

    @property
    def when(self) -> str:
        return history.told_minute(self.minute)


@dataclass(frozen=True)
class Site:
    """What is kept of one of a person's sites. `dry_since` and `sweating`: empty and 0 where not told."""

    name: str
    plan_ma: float
    minutes: int
    direction: str
    per_week: int
    treatments: int
    last_ma: float
    dry_since: str
    sweating: int


@dataclass(frozen=True)
class Person:
    """Everything of one person; `damaged`: rows of the diary, anybody's, that cannot be read any more."""

    number: int
    name: str
    age: str
    pad_cm2: int
    sites: list[Site]
    treatments: list[Treatment]
    damaged: int


def people(values: Sequence[int]) -> tuple[se.Settings, list[str]]:
    """The settings as the firmware has them, and what each person is called, in the order in which they came."""
    record = se.Settings(None)  # type: ignore[arg-type]
    if len(values) != len(record.values):
        raise DeskError("word", f"the unit's records have another shape. {SAME_VERSION}")
    for at, value in enumerate(values):
        record.values[at] = value
    return record, [
        record.name(place).decode("ascii", "replace") or f"person {number}"
        for number, place in enumerate(record.people(), 1)
    ]


def chosen(asked: str, names: list[str]) -> int:
    """The place in the row of people, of a name or a number. Raises Refused where it is nobody's, or of two."""
    told = asked.strip().lower()
    found = [at for at, name in enumerate(names) if told in (name.lower(), str(at + 1))]
    if len(found) == 1:
        return found[0]
    listed = ", ".join(f"{number} {name}" for number, name in enumerate(names, 1))
    why = "nobody is called so" if not found else "that is the name of several; take the number"
    raise command.Refused(f"PERSON={asked}: {why}. On this unit: {listed}. Nothing was written")


def rows(desk: Desk, who: int) -> tuple[list[tuple[int, ...]], int]:
    """That person's rows, oldest first, and how many are damaged. Raises DeskError for a newer version's."""
    found: list[tuple[int, ...]] = []
    damaged = 0
    for number in range(di.FILES):
        own: list[tuple[int, ...]] = []
        while True:
            version, broken, count, *values = desk.ask("diary", who, number, len(own))
            if version > di.VERSION:
                raise DeskError(
                    "word",
                    f"the diary is of a newer version, {version}. Take that version's tools; nothing was written",
                )
            if len(values) % ROW:
                raise DeskError("word", f"the diary's rows have another shape. {SAME_VERSION}")
            own += [tuple(values[at : at + ROW]) for at in range(0, len(values), ROW)]
            if len(own) >= count or not values:
                break
        found += own
        damaged += broken
    return sorted(found), damaged


def read(desk: Desk, asked: str) -> Person:
    """Who is asked for. Raises Refused, DeskError, PortError."""
    record, names = people(desk.record(history.SETTINGS)[1])
    at = chosen(asked, names)
    record.person = record.people()[at]
    found, damaged = rows(desk, record.of(se.KEY))
    return Person(
        at + 1,
        names[at],
        _of(AGES, record.of(se.AGE)),
        record.of(se.PAD_CM2),
        [_site(record, site, name) for site, name in enumerate(codes.SITES)],
        [_treatment(row) for row in found],
        damaged,
    )


def _of(words: tuple[str, ...], number: int) -> str:
    return words[number] if 0 <= number < len(words) else str(number)


def _site(record: se.Settings, site: int, name: str) -> Site:
    dry = record.get(site, se.DRY_DAY)
    return Site(
        name,
        record.get(site, se.PLAN_UA) / 1000,
        record.get(site, se.MINUTES),
        _of(DIRECTIONS, record.get(site, se.POLARITY_MODE)),
        record.get(site, se.PER_WEEK),
        record.get(site, se.SESSIONS),
        record.get(site, se.LAST_UA) / 1000,
        history.told_minute(dry * 1440)[:10] if dry else "",
        record.get(site, se.SEVERITY),
    )


def _treatment(row: tuple[int, ...]) -> Treatment:
    ended = _of(codes.RESULTS, row[di.RESULT])
    if row[di.CAUSE]:
        ended = " ".join(filter(None, (codes.label(row[di.CAUSE]), codes.cause(row[di.CAUSE]))))
    return Treatment(
        row[di.NUMBER],
        row[di.MINUTE],
        _of(codes.SITES, row[di.SITE]),
        row[di.PLAN_UA] / 1000,
        row[di.MINUTES],
        row[di.UAMIN] / 1000,
        "A+" if row[di.POLARITY] else "B+",
        row[di.LIMITED_S],
        row[di.PAUSES],
        ended,
        _of(FELT, row[di.FELT]),
        row[di.SEVERITY],
    )
