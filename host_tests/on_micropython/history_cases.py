# The ledger never reads lower than the truth, told for both interpreters: sessions cut, failed and damaged anywhere.

from host_tests.on_micropython.record_bench import FEET, MINUTE, Cut, Unit, dose_uamin, end_session, store
from ionto.records import history
from ionto.records import record as rec

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def _live_session(unit: Unit, truth: "list[int]", delivered: int) -> None:
    """A power-on and a session at the feet; `truth` notes what reaches the body."""
    unit.history.begin(unit.marker, MINUTE)
    v = unit.history.values
    if unit.history.stored != rec.OK:
        return
    if unit.marker.open(1, FEET, 10_000, 20, 1, v[history.BOOTS], MINUTE) != rec.OK:
        return
    truth.append(delivered)  # from here the output is live
    end_session(unit, 1, 0, delivered, MINUTE + 20)


def _judge(unit: Unit, truth: "list[int]", note: object) -> "tuple[int, int]":
    report = unit.history.begin(unit.marker, MINUTE + 30)
    dose = dose_uamin(unit.history, 1, FEET, MINUTE + 30)
    if truth:
        assert dose >= truth[0], (note, truth, dose)
        assert unit.history.allowed(1, FEET, MINUTE + 30) == history.TODAY, note
        assert unit.history.allowed(1, FEET, 0) == history.ATTEST, note
    assert unit.history.stored == rec.OK, note
    return report, dose


def _cut_a_session(flash_module: "Any", step: int, atomic: bool) -> None:
    after = 0
    reports = []
    cut = True
    while cut:
        unit = Unit(flash_module)
        unit.flash.atomic = atomic
        store(unit.history, 5)
        truth: list[int] = []
        unit.flash.cut(after, Cut())
        try:
            _live_session(unit, truth, 150_000)
            cut = False
        except Cut:
            pass
        unit.power_cycle()
        reports.append(_judge(unit, truth, after))
        # Told once: the power-on after that is quiet, and the dose stands.
        unit.power_cycle()
        report, dose = _judge(unit, truth, after)
        assert report == 0
        assert dose == reports[-1][1]
        unit.off()
        after += step
    assert reports[-1] == (0, 150_000)  # uncut: the truth itself
    interrupted = [dose for report, dose in reports if report]
    assert interrupted
    if atomic:
        # in full when nobody counted it; as counted when only the marker's closing was cut off
        assert set(interrupted) == {200_000, 150_000}


def case_ledger_never_reads_low_after_a_cut(flash_module: "Any") -> None:
    _cut_a_session(flash_module, 101, True)


def case_ledger_never_reads_low_after_a_failure(flash_module: "Any") -> None:
    for count in (1, 1000):
        for nth in range(1, 40, 2 if count > 1 else 1):
            unit = Unit(flash_module)
            store(unit.history, 5)
            truth: list[int] = []
            unit.flash.fail(nth, count)
            _live_session(unit, truth, 150_000)
            unit.flash.heal()
            unit.power_cycle()
            _judge(unit, truth, (count, nth))
            unit.off()


def case_ledger_never_reads_low_after_damage(flash_module: "Any") -> None:
    for junk in (None, b"", b"junk"):
        for mask in range(1, 16):
            unit = Unit(flash_module)
            truth: list[int] = []
            _live_session(unit, truth, 150_000)
            for i in range(4):
                if mask & (1 << i):
                    name = ("ledger.a", "ledger.b", "marker.a", "marker.b")[i]
                    if junk is None:
                        unit.files.remove(name)
                    else:
                        unit.files.write(name, junk)
            if mask == 15 and junk is None:
                truth = []  # nothing is left that could tell
            unit.power_cycle()
            _judge(unit, truth, (junk, mask))
            unit.power_cycle()
            _judge(unit, truth, (junk, mask))
            unit.off()


def model_ledger_never_reads_low_on_a_file_system_that_tears(flash_module: "Any") -> None:
    _cut_a_session(flash_module, 19, False)


COMMON = (
    case_ledger_never_reads_low_after_a_cut,
    case_ledger_never_reads_low_after_a_failure,
    case_ledger_never_reads_low_after_damage,
)
MODEL = (model_ledger_never_reads_low_on_a_file_system_that_tears,)
