# What the unit's records must survive, told for both interpreters: on a real LittleFS under MicroPython, on the model
# under CPython. Each case takes the simulated flash module and asserts; test_records.py calls them.

import binascii
import struct

from host_tests.on_micropython import history_cases
from host_tests.on_micropython.record_bench import Cut, Unit, anew, store
from ionto.records import event_log
from ionto.records import record as rec

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any


def defaults(record: "rec.Record") -> "list[int]":
    return list(anew(record, record._files).values)


def rewritten(data: bytes, offset: int, raw: bytes) -> bytes:
    """A file with some bytes changed and the CRC made right: what another firmware might have written."""
    data = data[:offset] + raw + data[offset + len(raw) : -4]
    return data + struct.pack("<I", binascii.crc32(data))


def case_absent_is_a_first_start(flash_module: "Any") -> None:
    unit = Unit(flash_module)
    for _, record in unit.every_record():
        assert record.load() == rec.ABSENT
        assert list(record.values) == defaults(record)
    unit.off()


def case_stored_values_return(flash_module: "Any") -> None:
    unit = Unit(flash_module)
    for turn in (1, 2, 1, 2):
        for _, record in unit.every_record():
            store(record, turn)
        unit.power_cycle()
        for _, record in unit.every_record():
            assert record.load() == rec.OK
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
            assert record.load() == rec.ONE_COPY, name
            assert record.values[0] == older_value, name
        unit.files.write(name + newest, whole[newest])
        for damaged in every(variants(whole[older]), thin):
            unit.files.write(name + older, damaged)
            assert record.load() == rec.ONE_COPY, name
            assert record.values[0] == 2, name
            unit.files.write(name + newest, damaged)
            assert record.load() == rec.RESET, name
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
            assert record.load() == rec.ONE_COPY
            assert unit.content(name + ".a") == junk  # loading writes nothing
            store(record, 1)
            assert record.load() == rec.OK
            assert unit.content(name + ".bad") == b"first"
    unit.off()


def case_newer_version_is_left_alone_and_not_believed(flash_module: "Any") -> None:
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
            assert record.load() == rec.NEWER, name
            assert list(record.values) == defaults(record) or name == "settings"
            others = unit.content(name + ".a"), unit.content(name + ".b")
            assert record.store() == rec.FAILED, name
            assert kept in others and (unit.content(name + ".a"), unit.content(name + ".b")) == others
            assert record.load() == rec.NEWER
        unit.off()


def case_value_out_of_range_resets_all(flash_module: "Any") -> None:
    unit = Unit(flash_module)
    for name, record in unit.every_record():
        store(record, 1)
        store(record, 2)
        for slot in (".a", ".b"):
            bad = struct.pack("<i", record.field(0)[2] + 1)
            unit.files.write(name + slot, rewritten(unit.content(name + slot), 12, bad))
        assert record.load() == rec.RANGE, name
        assert list(record.values) == defaults(record) or name == "settings"
        record.values[0] = record.field(0)[2] + 1
        assert record.store() == rec.RANGE  # and none is written
        store(record, 1)
        assert record.load() == rec.OK
    unit.off()


def case_copy_of_another_record_is_refused(flash_module: "Any") -> None:
    unit = Unit(flash_module)
    store(unit.settings, 1)
    for slot in (".a", ".b"):
        unit.files.write("calibration" + slot, unit.content("settings" + slot))
    assert unit.calibration.load() == rec.RESET
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
            assert status == rec.OK or (status == rec.ONE_COPY and not atomic), (name, after, status)
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
        assert status in (rec.ABSENT, rec.ONE_COPY, rec.OK)
        assert unit.marker.values[0] == (0 if status == rec.ABSENT else 1)
        unit.off()
        after += 5


def case_failing_flash_is_a_status(flash_module: "Any") -> None:
    for count in (1, 1000):
        for nth in range(1, 30):
            unit = Unit(flash_module)
            for number in range(len(unit.every_record())):
                name, record = unit.every_record()[number]
                store(record, 1)
                unit.flash.fail(nth, count)
                record.values[0] = 2
                status = record.store()
                assert status in (rec.OK, rec.FAILED)
                unit.flash.heal()
                unit.power_cycle()
                name, record = unit.every_record()[number]
                assert record.load() in (rec.OK, rec.ONE_COPY), name
                assert record.values[0] in (1, 2), name
                assert status == rec.FAILED or record.values[0] == 2, name
            unit.off()


def case_full_flash_is_a_status(flash_module: "Any") -> None:
    unit = Unit(flash_module)
    for _, record in unit.every_record():
        store(record, 1)
    unit.flash.full = True
    for name, record in unit.every_record():
        record.values[0] = 2
        status = record.store()
        assert status == rec.FAILED, name
        assert record.load() in (rec.OK, rec.ONE_COPY)
        assert record.values[0] == 1
    unit.flash.heal()
    for _, record in unit.every_record():
        store(record, 2)
        assert record.load() == rec.OK
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
            assert e.args[0] in (28, 36), e  # no space; for the name of a new file LittleFS says 36
            size //= 4
    for name, record in unit.every_record():
        record.values[0] = 2
        status = record.store()
        assert record.load() in (rec.OK, rec.ONE_COPY), name
        assert record.values[0] == 2 or (record.values[0] == 1 and status == rec.FAILED), name
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
    assert unit.log.get(0, event_log.T_MS) == 99
    assert unit.log.get(39, event_log.T_MS) == 60
    assert unit.log.flush() == rec.OK
    unit.power_cycle()
    assert unit.log.load() == rec.OK
    assert unit.log.get(0, event_log.VALUE_1) == -5
    unit.off()


# Slow ones run on the model alone; they are variations of what both run.
def model_every_bit_flipped(flash_module: "Any") -> None:
    case_every_bit_flipped(flash_module)


def model_power_cut_at_every_byte(flash_module: "Any") -> None:
    case_power_cut_leaves_old_or_new(flash_module)


def model_power_cut_at_every_byte_on_a_file_system_that_tears(flash_module: "Any") -> None:
    case_power_cut_leaves_old_or_new(flash_module, atomic=False)


COMMON = history_cases.COMMON + (
    case_absent_is_a_first_start,
    case_stored_values_return,
    case_bits_flipped_here_and_there,
    case_damaged_file_is_kept_once,
    case_newer_version_is_left_alone_and_not_believed,
    case_value_out_of_range_resets_all,
    case_copy_of_another_record_is_refused,
    case_power_cut_at_every_37th_byte,
    case_power_cut_in_the_first_store,
    case_failing_flash_is_a_status,
    case_full_flash_is_a_status,
    case_really_full_flash_loses_nothing,
    case_log_puts_without_allocating,
)
MODEL = history_cases.MODEL + (
    case_cut_short_at_every_byte,
    model_every_bit_flipped,
    model_power_cut_at_every_byte,
    model_power_cut_at_every_byte_on_a_file_system_that_tears,
)


def main(flash_module: "Any") -> "Iterator[str]":
    """Under MicroPython: every common case, then its name when it held."""
    for case in COMMON:
        case(flash_module)
        yield case.__name__
