# What the unit's records must survive, told for both interpreters: on a real LittleFS under MicroPython, on the model
# under CPython. Each case takes the flash module of the twin and asserts; test_memory_records.py calls them.

import binascii
import struct

from ionto.memory import calibration, ledger, log, marker, profiles, records, settings
from ionto.memory.files import Files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

MINUTE = 13_000_000  # some day in 2024
DAY = 1440
HANDS = 0
FEET = 1


class Cut(BaseException):
    """The power goes."""


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
        self.marker = marker.Marker(self.files)
        self.ledger = ledger.Ledger(self.files)
        self.log = log.Log(self.files)
        self.profiles = profiles.Profiles(self.files)

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

    def every_record(self) -> "tuple[tuple[str, records.Record], ...]":
        return (
            ("settings", self.settings),
            ("calibration", self.calibration),
            ("marker", self.marker),
            ("ledger", self.ledger),
            ("log", self.log),
            ("profiles", self.profiles),
        )


def anew(record: "records.Record", files: Files) -> "records.Record":
    """The same record as the next power-on makes it."""
    kind: Any = type(record)
    made: records.Record = kind(files)
    return made


def store(record: "records.Record", value: int) -> None:
    """Store a recognisable state: the first value says which; the whole record must carry it."""
    record.values[0] = value
    assert record.store() == records.OK


def defaults(record: "records.Record") -> "list[int]":
    return list(anew(record, record._files).values)


def rewritten(data: bytes, offset: int, raw: bytes) -> bytes:
    """A file with some bytes changed and the CRC made right: what another firmware might have written."""
    data = data[:offset] + raw + data[offset + len(raw) : -4]
    return data + struct.pack("<I", binascii.crc32(data))


def case_absent_is_a_first_start(flash_module: "Any") -> None:
    unit = Unit(flash_module)
    for _, record in unit.every_record():
        assert record.load() == records.ABSENT
        assert list(record.values) == defaults(record)
    unit.off()


def case_stored_values_return(flash_module: "Any") -> None:
    unit = Unit(flash_module)
    for turn in (1, 2, 1, 2):
        for _, record in unit.every_record():
            store(record, turn)
        unit.power_cycle()
        for _, record in unit.every_record():
            assert record.load() == records.OK
            assert record.values[0] == turn
    unit.off()


def _damage_each(flash_module: "Any", variants: "Callable[[bytes], Iterable[bytes]]", thin: int = 1) -> None:
    """Damage the newest copy in every way `variants(data)` gives; the older one and both in each `thin`th."""
    unit = Unit(flash_module)
    for name, record in unit.every_record():
        store(record, 1)
        store(record, 2)  # .a now holds the newest, or .b for the ledger: found below
        whole = {s: unit.content(name + s) for s in (".a", ".b")}
        newest = ".a" if _sequence(whole[".a"]) > _sequence(whole[".b"]) else ".b"
        older = ".b" if newest == ".a" else ".a"
        older_value = 2 if name == "ledger" else 1
        plain = defaults(record)
        for damaged in variants(whole[newest]):
            unit.files.write(name + newest, damaged)
            assert record.load() == records.ONE_COPY, name
            assert record.values[0] == older_value, name
        unit.files.write(name + newest, whole[newest])
        for damaged in every(variants(whole[older]), thin):
            unit.files.write(name + older, damaged)
            assert record.load() == records.ONE_COPY, name
            assert record.values[0] == 2, name
            unit.files.write(name + newest, damaged)
            assert record.load() == records.RESET, name
            assert list(record.values) == plain or name == "settings"
            unit.files.write(name + newest, whole[newest])
    unit.off()


def every(variants: "Iterable[bytes]", nth: int) -> "Iterator[bytes]":
    """Each nth of them."""
    number = 0
    for variant in variants:
        if number % nth == 0:
            yield variant
        number += 1


def _sequence(data: bytes) -> int:
    return int(struct.unpack_from("<I", data, 4)[0])


def case_cut_short_at_every_byte(flash_module: "Any") -> None:
    # An empty file is what a cut first store leaves; it counts as damage beside any whole or damaged file.
    _damage_each(flash_module, lambda data: [data[:n] for n in range(len(data))])


def case_every_bit_flipped(flash_module: "Any", step: int = 1) -> None:
    def flipped(data: bytes) -> "Iterator[bytes]":
        for bit in range(0, 8 * len(data), step):
            damaged = bytearray(data)
            damaged[bit // 8] ^= 1 << (bit % 8)
            yield bytes(damaged)

    _damage_each(flash_module, flipped, 1 if step > 1 else 29)


def case_bits_flipped_here_and_there(flash_module: "Any") -> None:
    case_every_bit_flipped(flash_module, 211)


def case_damaged_file_is_kept_once(flash_module: "Any") -> None:
    unit = Unit(flash_module)
    for name, record in unit.every_record():
        store(record, 1)
        store(record, 2)
        for junk in (b"first", b"second"):
            unit.files.write(name + ".a", junk)
            assert record.load() == records.ONE_COPY
            assert unit.content(name + ".a") == junk  # loading writes nothing
            store(record, 1)
            assert record.load() == records.OK
            assert unit.content(name + ".bad") == b"first"
    unit.off()


def case_newer_version_is_kept_and_not_believed(flash_module: "Any") -> None:
    for both in (0, 1):
        unit = Unit(flash_module)
        for name, record in unit.every_record():
            store(record, 1)
            store(record, 2)
            newest = ".a"
            if _sequence(unit.content(name + ".b")) > _sequence(unit.content(name + ".a")):
                newest = ".b"
            for slot in (".a", ".b"):
                if both or slot == newest:
                    unit.files.write(name + slot, rewritten(unit.content(name + slot), 3, b"\x09"))
            kept = unit.content(name + newest)
            assert record.load() == records.NEWER, name
            assert list(record.values) == defaults(record) or name == "settings"
            store(record, 1)
            assert unit.content(name + ".newer") == kept, name
            assert record.load() == records.OK
            assert record.values[0] == 1
        unit.off()


def case_value_out_of_range_resets_all(flash_module: "Any") -> None:
    unit = Unit(flash_module)
    for name, record in unit.every_record():
        store(record, 1)
        store(record, 2)
        for slot in (".a", ".b"):
            bad = struct.pack("<i", record.field(0)[3] + 1)
            unit.files.write(name + slot, rewritten(unit.content(name + slot), 12, bad))
        assert record.load() == records.RANGE, name
        assert list(record.values) == defaults(record) or name == "settings"
        record.values[0] = record.field(0)[3] + 1
        assert record.store() == records.RANGE  # and none is written
        store(record, 1)
        assert record.load() == records.OK
    unit.off()


def case_copy_of_another_record_is_refused(flash_module: "Any") -> None:
    unit = Unit(flash_module)
    store(unit.settings, 1)
    for slot in (".a", ".b"):
        unit.files.write("profiles" + slot, unit.content("settings" + slot))
    assert unit.profiles.load() == records.RESET
    unit.off()


def case_power_cut_leaves_old_or_new(flash_module: "Any", step: int = 1, atomic: bool = True) -> None:
    unit = Unit(flash_module)
    unit.flash.atomic = atomic
    for name, record in unit.every_record():
        record = anew(record, unit.files)
        store(record, 1)
        store(record, 1)
        whole = [(name + slot, unit.content(name + slot)) for slot in (".a", ".b")]
        after = 0
        cut = True
        while cut:
            record.values[0] = 2
            unit.flash.cut(after, Cut())
            try:
                record.store()
                cut = False
            except Cut:
                pass
            unit.reboot()
            record = anew(record, unit.files)
            status = record.load()
            assert status == records.OK or (status == records.ONE_COPY and not atomic), (name, after, status)
            assert record.values[0] in ((1, 2) if cut else (2,)), (name, after)
            for path, data in whole:
                unit.files.write(path, data)
            after += step
        assert after > len(whole[0][1])
    unit.off()


def case_power_cut_at_every_37th_byte(flash_module: "Any") -> None:
    case_power_cut_leaves_old_or_new(flash_module, 37)


def case_power_cut_in_the_first_store(flash_module: "Any") -> None:
    after = 0
    cut = True
    while cut:
        unit = Unit(flash_module)
        store(unit.log, 1)  # the folder is there
        unit.flash.cut(after, Cut())
        try:
            store(unit.marker, 1)
            cut = False
        except Cut:
            pass
        unit.power_cycle()
        status = unit.marker.load()
        assert status in (records.ABSENT, records.ONE_COPY, records.OK)
        assert unit.marker.values[0] == (0 if status == records.ABSENT else 1)
        unit.off()
        after += 5


def case_failing_flash_is_a_status(flash_module: "Any") -> None:
    for count in (1, 1000):
        for nth in range(1, 30):
            unit = Unit(flash_module)
            for number in range(6):
                name, record = unit.every_record()[number]
                store(record, 1)
                unit.flash.fail(nth, count)
                record.values[0] = 2
                status = record.store()
                assert status in (records.OK, records.FAILED)
                unit.flash.heal()
                unit.power_cycle()
                name, record = unit.every_record()[number]
                assert record.load() in (records.OK, records.ONE_COPY), name
                assert record.values[0] in (1, 2), name
                assert status == records.FAILED or record.values[0] == 2, name
            unit.off()


def case_full_flash_is_a_status(flash_module: "Any") -> None:
    unit = Unit(flash_module)
    for _, record in unit.every_record():
        store(record, 1)
    unit.flash.full = True
    for name, record in unit.every_record():
        record.values[0] = 2
        status = record.store()
        assert status == records.FAILED, name
        assert record.load() in (records.OK, records.ONE_COPY)
        assert record.values[0] == 1
    unit.flash.heal()
    for _, record in unit.every_record():
        store(record, 2)
        assert record.load() == records.OK
    unit.off()


def case_really_full_flash_loses_nothing(flash_module: "Any") -> None:
    unit = Unit(flash_module)
    for _, record in unit.every_record():
        store(record, 1)
    size = 4096
    number = 0
    while size >= 64:
        try:
            unit.files.write("fill%d" % number, bytes(size))
            number += 1
        except OSError as e:
            assert e.args[0] == 28
            size //= 4
    for name, record in unit.every_record():
        record.values[0] = 2
        status = record.store()
        assert record.load() in (records.OK, records.ONE_COPY), name
        assert record.values[0] == 2 or (record.values[0] == 1 and status == records.FAILED), name
    unit.off()


def _live_session(unit: Unit, truth: "list[int]", delivered: int) -> None:
    """A power-on and a session at the feet; `truth` notes what reaches the body."""
    unit.ledger.begin(unit.marker, MINUTE)
    v = unit.ledger.values
    if unit.ledger.stored != records.OK:
        return
    if unit.marker.open(1, FEET, 10_000, 20, 1, v[ledger.BOOTS], MINUTE) != records.OK:
        return
    truth.append(delivered)  # from here the output is live
    unit.ledger.end(unit.marker, 1, 0, delivered, MINUTE + 20)


def _judge(unit: Unit, truth: "list[int]", note: object) -> "tuple[int, int]":
    report = unit.ledger.begin(unit.marker, MINUTE + 30)
    dose = unit.ledger.dose_uamin(1, FEET, MINUTE + 30)
    if truth:
        assert dose >= truth[0], (note, truth, dose)
        assert unit.ledger.allowed(1, FEET, MINUTE + 30) == ledger.TODAY, note
        assert unit.ledger.allowed(1, FEET, 0) == ledger.ATTEST, note
    assert unit.ledger.stored == records.OK, note
    return report, dose


def _cut_a_session(flash_module: "Any", step: int, atomic: bool) -> None:
    after = 0
    reports = []
    cut = True
    while cut:
        unit = Unit(flash_module)
        unit.flash.atomic = atomic
        store(unit.ledger, 5)
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
            store(unit.ledger, 5)
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


def case_log_puts_without_allocating(flash_module: "Any") -> None:
    import micropython

    unit = Unit(flash_module)
    operations = unit.flash.operations
    put = unit.log.put
    micropython.heap_lock()
    try:
        for i in range(100):
            put(i, 201, 7, -5, 12_345, 1 << 29)
    finally:
        micropython.heap_unlock()
    assert unit.flash.operations == operations
    assert unit.log.count() == 40
    assert unit.log.get(0, log.T_MS) == 99
    assert unit.log.get(39, log.T_MS) == 60
    assert unit.log.flush() == records.OK
    unit.power_cycle()
    assert unit.log.load() == records.OK
    assert unit.log.get(0, log.VALUE_1) == -5
    unit.off()


# Slow ones run on the model alone; they are variations of what both run.
def model_every_bit_flipped(flash_module: "Any") -> None:
    case_every_bit_flipped(flash_module)


def model_power_cut_at_every_byte(flash_module: "Any") -> None:
    case_power_cut_leaves_old_or_new(flash_module)


def model_power_cut_at_every_byte_on_a_file_system_that_tears(flash_module: "Any") -> None:
    case_power_cut_leaves_old_or_new(flash_module, atomic=False)


def model_ledger_never_reads_low_on_a_file_system_that_tears(flash_module: "Any") -> None:
    _cut_a_session(flash_module, 19, False)


COMMON = (
    case_absent_is_a_first_start,
    case_stored_values_return,
    case_bits_flipped_here_and_there,
    case_damaged_file_is_kept_once,
    case_newer_version_is_kept_and_not_believed,
    case_value_out_of_range_resets_all,
    case_copy_of_another_record_is_refused,
    case_power_cut_at_every_37th_byte,
    case_power_cut_in_the_first_store,
    case_failing_flash_is_a_status,
    case_full_flash_is_a_status,
    case_really_full_flash_loses_nothing,
    case_ledger_never_reads_low_after_a_cut,
    case_ledger_never_reads_low_after_a_failure,
    case_ledger_never_reads_low_after_damage,
    case_log_puts_without_allocating,
)
MODEL = (
    case_cut_short_at_every_byte,
    model_every_bit_flipped,
    model_power_cut_at_every_byte,
    model_power_cut_at_every_byte_on_a_file_system_that_tears,
    model_ledger_never_reads_low_on_a_file_system_that_tears,
)


def main(flash_module: "Any") -> "Iterator[str]":
    """Under MicroPython: every common case, then its name when it held."""
    for case in COMMON:
        case(flash_module)
        yield case.__name__
