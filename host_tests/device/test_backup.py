# make backup and make restore over a model of a board: what comes back, what is refused, what a cut leaves.

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest

from host_tests.support.board_prompt import BoardPrompt, PowerCut
from tools import backup_file
from tools.device import backup
from tools.image.build import manifest_text

RECORDS = {"ledger.a": b"one" * 40, "ledger.b": b"two" * 40, "calibration.a": bytes(range(90))}


def board(version: str = "1.2.0", records: dict[str, bytes] = RECORDS, blocks: int = 352) -> BoardPrompt:
    files = {"chosen": b"a", "a/manifest.json": manifest_text("pico", version, {})}
    return BoardPrompt({**files, **{f"data/{name}": data for name, data in records.items()}}, blocks)


def saved(unit: BoardPrompt) -> bytes:
    return backup_file.packed(backup.read(cast("Any", unit)))


def restore(unit: BoardPrompt, data: bytes) -> None:
    told = backup_file.unpacked(data, "x.json")
    backup.fits(told, backup.read(cast("Any", unit)), "x.json")
    backup.write(cast("Any", unit), told)


def records(unit: BoardPrompt) -> dict[str, bytes]:
    return {path[5:]: data for path, data in unit.files().items() if path.startswith("data/")}


def test_what_was_saved_comes_back_and_nothing_else_stays() -> None:
    data = saved(board())
    unit = board("1.3.0", {"ledger.a": b"newer", "log.a": b"?"})
    restore(unit, data)
    assert records(unit) == RECORDS and not [path for path in unit.files() if "new" in path]


@pytest.mark.parametrize("byte", [0, 40, 100, -70, -2])
def test_a_damaged_or_cut_file_is_refused(byte: int) -> None:
    data = bytearray(saved(board()))
    data[byte] ^= 4
    for damaged in (bytes(data), bytes(data[:byte])):
        with pytest.raises(backup_file.BackupError, match="damaged or no backup"):
            backup_file.unpacked(damaged, "x.json")


def test_another_units_and_a_newer_versions_records_are_refused_with_nothing_changed() -> None:
    data = saved(board("1.10.0"))
    unit = board("1.9.0", {"ledger.a": b"mine"})
    with pytest.raises(backup_file.BackupError, match=r"of version 1\.10\.0.*make flash"):
        restore(unit, data)
    other = board("2.0.0", {"ledger.a": b"mine"})
    other.number = b"\x01"
    with pytest.raises(backup_file.BackupError, match="of the unit e6600102, this one is 01"):
        restore(other, data)
    assert records(unit) == records(other) == {"ledger.a": b"mine"}


@pytest.mark.parametrize("after", range(0, 700, 37))
def test_cut_anywhere_each_record_is_the_old_one_or_the_new_one_and_repeated_all_are_new(after: int) -> None:
    data = saved(board())
    before = dict.fromkeys(RECORDS, b"old" * 30)
    unit = board("1.2.0", before)
    unit.flash.cut(after, PowerCut())
    try:
        restore(unit, data)
    except PowerCut:
        pass
    there = records(unit)
    assert all(there[name] in (before[name], RECORDS[name]) for name in RECORDS)
    unit.flash.heal()
    restore(unit, data)
    assert records(unit) == RECORDS


def test_records_for_a_uf2_lie_where_the_unit_keeps_them(tmp_path: Path) -> None:
    (tmp_path / "b.json").write_bytes(saved(board()))
    assert backup_file.records(tmp_path / "b.json")["data/ledger.b"] == RECORDS["ledger.b"]
