# The unit's records on a simulated flash, as the tests use them on both interpreters.

from ionto.records import calibration, event_log, history, session_marker, settings
from ionto.records import record as rec
from ionto.records.files import Files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MINUTE = 13_000_000  # some day in 2024
DAY = 1440
HANDS = 0
FEET = 1


class Cut(BaseException):
    """The power goes."""


def dose_uamin(book: "history.History", who: int, site: int, minute: int) -> int:
    """What the ledger holds of this site today, µA·min; without a clock, of the last five power-ons."""
    day = minute // DAY if minute > 0 else 0
    rows = [row for row in range(history.SESSIONS) if book._concerns(row, who, site) and day <= book._day(row, minute)]
    return sum([book.values[book.cell(row, history.UAMIN)] for row in rows])


def end_session(unit: "Unit", result: int, fault: int, delivered_uamin: int, minute: int) -> int:
    """Everything that the keeper writes after a session, a file a tick there: what the last write came to."""
    unit.history.count(unit.marker, fault, delivered_uamin, minute)
    copies(unit)
    if unit.history.stored == rec.OK:
        unit.history.stored = unit.marker.close(result, fault, delivered_uamin)
    return unit.history.stored


def hard_cut(unit: "Unit", fault: int, minute: int) -> None:
    """The same after a hard cut outside a session."""
    unit.history.hard_cut(fault, minute)
    copies(unit)


def copies(unit: "Unit") -> None:
    """Both copies of the history."""
    while unit.history.copy():
        pass


class Unit:
    """A flash and the records on it. power_cycle() begins anew with what is on the flash."""

    def __init__(self, flash_module: "Any") -> None:
        self.flash = flash_module.RamFlash(32, 4096)
        self.mounted = flash_module.mount(self.flash, {})
        self.files = Files(self.mounted.os, self.mounted.open)
        self.make()

    def make(self) -> None:
        self.settings = settings.Settings(self.files)
        self.calibration = calibration.Calibration(self.files)
        self.marker = session_marker.SessionMarker(self.files)
        self.history = history.History(self.files)
        self.log = event_log.EventLog(self.files)

    def reboot(self) -> None:
        """The flash as the next power-on finds it; the records of the last one are of no use any more."""
        self.mounted = self.mounted.remount()
        self.files = Files(self.mounted.os, self.mounted.open)

    def power_cycle(self) -> None:
        self.reboot()
        self.make()

    def off(self) -> None:
        self.mounted.unmount()

    def content(self, name: str) -> bytes:
        """A file that must be there."""
        data = self.files.read(name)
        assert data is not None
        return data

    def every_record(self) -> "tuple[tuple[str, rec.Record], ...]":
        return (
            ("settings", self.settings),
            ("calibration", self.calibration),
            ("marker", self.marker),
            ("ledger", self.history),
            ("log", self.log),
        )


def anew(record: "rec.Record", files: Files) -> "rec.Record":
    """The same record as the next power-on makes it."""
    kind: Any = type(record)
    made: rec.Record = kind(files)
    return made


def store(record: "rec.Record", value: int) -> None:
    """Store a recognisable state: the first value says which; the whole record must carry it."""
    record.values[0] = value
    assert record.store() == rec.OK
