# The one file for a board: what is taken, what is refused and how it is said. The MicroPython in it is made here.

from __future__ import annotations

import struct
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools import image
from tools.image import uf2

FS_AT = uf2.FLASH + 0xA0000
FS_BYTES = 352 * 4096
INFO_AT, TEXTS_AT = 0x200, 0x300


def program(name: str = "MicroPython", version: str = "v1.26.1", board: str = "pico", fs_at: int = FS_AT) -> bytes:
    """A flash image that carries the Pico kit's binary information, as MicroPython's does."""
    flash = bytearray(b"\xff" * 0x1000)
    texts = {uf2._PROGRAM: name, uf2._VERSION: version, uf2._BOARD: board}
    at, entries = TEXTS_AT, []
    for number, text in texts.items():
        flash[at : at + len(text) + 1] = text.encode() + b"\0"
        place = at
        at = (at + len(text) + 4) & ~3
        struct.pack_into("<HHII", flash, at, uf2._ID_AND_STRING, 0x5052, number, uf2.FLASH + place)
        flash[at + 12 : at + 16] = b"\0" * 4
        entries.append(uf2.FLASH + at)
        at += 16
    struct.pack_into("<HHIIII", flash, at, uf2._BLOCK_DEVICE, 0x504D, uf2.FLASH + TEXTS_AT, fs_at, FS_BYTES, 0)
    entries.append(uf2.FLASH + at)
    at += 24
    for i, entry in enumerate(entries):
        struct.pack_into("<I", flash, at + 4 * i, entry)
    begin, end = uf2.FLASH + at, uf2.FLASH + at + 4 * len(entries)
    struct.pack_into("<5I", flash, INFO_AT, uf2._INFO_START, begin, end, 0, uf2._INFO_END)
    return bytes(flash)


def write(path: Path, flash: bytes, family: int = uf2.RP2040) -> Path:
    path.write_bytes(uf2.pack({uf2.FLASH: flash}))
    return rewrite(path, 28, family)


def rewrite(path: Path, offset: int, value: int) -> Path:
    """Sets one word of every block's header."""
    data = bytearray(path.read_bytes())
    for at in range(0, len(data), uf2.BLOCK):
        struct.pack_into("<I", data, at + offset, value)
    path.write_bytes(data)
    return path


def test_a_micropython_for_the_pico_is_taken_and_tells_where_its_files_lie(tmp_path: Path) -> None:
    firmware = uf2.read_firmware(write(tmp_path / "m.uf2", program()))
    assert (firmware.version, firmware.board) == ("v1.26.1", "pico")
    assert (firmware.fs_at, firmware.fs_bytes) == (FS_AT, FS_BYTES)


@pytest.mark.parametrize("version", ["v1.26.0", "v1.27.0-preview.12", "v1.100.3", "v2.0.0"])
def test_new_enough_versions_are_taken(tmp_path: Path, version: str) -> None:
    assert uf2.read_firmware(write(tmp_path / "m.uf2", program(version=version))).version == version


@pytest.mark.parametrize(
    ("flash", "said"),
    [
        (program(version="v1.25.0"), "needs v1.26 or newer"),
        (program(version="v1.9.4"), "needs v1.26 or newer"),
        (program(version="nightly"), "does not tell its version"),
        (program(name="blink"), "is blink, not MicroPython"),
        (program(board="pico_w"), "board 'pico_w', not for 'pico'"),
        (program(fs_at=uf2.FLASH + 0x180000), "not inside this board's flash"),
        (program(fs_at=uf2.FLASH), "not inside this board's flash"),
        (program() + b"Adafruit CircuitPython 9.2.1 on 2024-11-20", "is CircuitPython"),
        (b"\xff" * 4096, "a program without a name, not MicroPython"),
    ],
)
def test_another_program_is_refused_by_name(tmp_path: Path, flash: bytes, said: str) -> None:
    with pytest.raises(uf2.Uf2Error, match=said):
        uf2.read_firmware(write(tmp_path / "m.uf2", flash))


@pytest.mark.parametrize(("family", "said"), [(0xE48BFF59, "RP2350"), (0xE48BFF57, "RP2350"), (0x12345678, "12345678")])
def test_another_chip_is_refused(tmp_path: Path, family: int, said: str) -> None:
    with pytest.raises(uf2.Uf2Error, match=f"{said}.*has an RP2040"):
        uf2.read_firmware(write(tmp_path / "m.uf2", program(), family))


def test_no_file_and_a_folder_are_told_apart_and_by_name(tmp_path: Path) -> None:
    with pytest.raises(uf2.Uf2Error, match=r"nothing\.uf2': No such file.*Name a MicroPython UF2"):
        uf2.read_blocks(tmp_path / "nothing.uf2")
    with pytest.raises(uf2.Uf2Error, match=f"'{tmp_path}' is a folder.*Name a MicroPython UF2"):
        uf2.read_blocks(tmp_path)


def test_no_name_is_told_before_anything_is_built(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(image, "build", lambda *_: pytest.fail("built"))
    assert uf2.main(["pico", "--micropython", ""]) == 2
    assert "MICROPYTHON='' names no file" in capsys.readouterr().err


@pytest.mark.parametrize("data", [b"", b"hello", b"\0" * 512, b"\x7fELF" + b"\0" * 1020])
def test_another_kind_of_file_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "m.uf2").write_bytes(data)
    with pytest.raises(uf2.Uf2Error, match="is not a UF2"):
        uf2.read_blocks(tmp_path / "m.uf2")


def test_a_file_cut_short_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "m.uf2", program())
    path.write_bytes(path.read_bytes()[: 3 * uf2.BLOCK])
    with pytest.raises(uf2.Uf2Error, match="cut short: 3 of 16"):
        uf2.read_blocks(path)


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        (8, "cut short within its first block"),
        (511, "cut short within its first block"),
        (3 * 512 + 100, "cut short: 3 of 16 blocks"),
        (16 * 512 - 1, "cut short: 15 of 16 blocks"),
    ],
)
def test_a_file_cut_within_a_block_is_told_as_cut_short(tmp_path: Path, kept: int, said: str) -> None:
    path = write(tmp_path / "m.uf2", program())
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(uf2.Uf2Error, match=said):
        uf2.read_blocks(path)


def test_bytes_after_the_last_block_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "m.uf2", program())
    path.write_bytes(path.read_bytes() + b"<html>")
    with pytest.raises(uf2.Uf2Error, match="damaged: 6 bytes follow"):
        uf2.read_blocks(path)


def test_a_file_that_writes_nothing_to_the_flash_is_refused(tmp_path: Path) -> None:
    path = rewrite(write(tmp_path / "m.uf2", program()), 8, uf2._NOT_FLASH | uf2._HAS_FAMILY)
    with pytest.raises(uf2.Uf2Error, match="writes nothing to the flash"):
        uf2.read_firmware(path)


@pytest.mark.parametrize("address", [0, uf2.FLASH - 256, uf2.FLASH + uf2.FLASH_WINDOW - 255, 0x2000_0000, 0xFFFF_FF00])
def test_a_file_that_writes_elsewhere_than_flash_is_refused(tmp_path: Path, address: int) -> None:
    path = rewrite(write(tmp_path / "m.uf2", program()), 12, address)
    with pytest.raises(uf2.Uf2Error, match=f"writes to {address:#x}, which is not flash"):
        uf2.read_firmware(path)


def test_a_damaged_block_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "m.uf2", program())
    data = bytearray(path.read_bytes())
    data[5 * uf2.BLOCK + 508] ^= 1
    path.write_bytes(data)
    with pytest.raises(uf2.Uf2Error, match="block 5"):
        uf2.read_blocks(path)


@given(st.binary(min_size=1, max_size=2000).map(lambda b: b.ljust(-(-len(b) // 256) * 256, b"\xff")))
def test_what_is_packed_reads_back(data: bytes) -> None:
    blocks: dict[int, bytes] = {}
    packed = uf2.pack({uf2.FLASH: data})
    for at in range(0, len(packed), uf2.BLOCK):
        _, _, _, address, size, number, count, family = struct.unpack_from("<8I", packed, at)
        assert (number, count, family) == (at // uf2.BLOCK, len(packed) // uf2.BLOCK, uf2.RP2040)
        blocks[address] = packed[at + 32 : at + 32 + size]
    assert uf2.flat(blocks) == data


def tree(folder: Path) -> Path:
    (folder / "ionto" / "safety").mkdir(parents=True)
    for name in ("boot.py", "main.py", "rescue_main.py"):
        (folder / name).write_text("print(1)\n")
    (folder / "ionto" / "safety" / "monitor.mpy").write_bytes(bytes(range(256)) * 20)
    return folder


def test_the_one_file_holds_micropython_and_the_tree(tmp_path: Path) -> None:
    from littlefs import LittleFS
    from littlefs.context import UserContext

    given_uf2, out = write(tmp_path / "m.uf2", program()), tmp_path / "out.uf2"
    uf2.build("pico", given_uf2, tree(tmp_path / "fs"), out)
    flash = uf2.flat(uf2.read_blocks(out))
    assert flash[:4096] == program()
    assert len(flash) == FS_AT - uf2.FLASH + FS_BYTES  # every block, so that nothing old can win
    context = UserContext(FS_BYTES)
    context.buffer = bytearray(flash[FS_AT - uf2.FLASH :])
    drive = LittleFS(context=context, **uf2.format_of(FS_BYTES), mount=True)
    with drive.open("a/ionto/safety/monitor.mpy", "rb") as f:
        assert f.read() == bytes(range(256)) * 20
    assert sorted(drive.listdir("/")) == ["a", "boot.py", "chosen", "main.py"]


def test_files_already_in_the_given_uf2_are_replaced(tmp_path: Path) -> None:
    given_uf2, fs = write(tmp_path / "m.uf2", program()), tree(tmp_path / "fs")
    uf2.build("pico", given_uf2, fs, tmp_path / "one.uf2")
    (fs / "main.py").write_text("print(2)\n")
    uf2.build("pico", given_uf2, fs, tmp_path / "two.uf2")
    uf2.build("pico", tmp_path / "one.uf2", fs, tmp_path / "three.uf2")
    assert (tmp_path / "three.uf2").read_bytes() == (tmp_path / "two.uf2").read_bytes()
    assert (tmp_path / "three.uf2").read_bytes() != (tmp_path / "one.uf2").read_bytes()


def test_the_same_tree_gives_the_same_bytes(tmp_path: Path) -> None:
    given_uf2 = write(tmp_path / "m.uf2", program())
    uf2.build("pico", given_uf2, tree(tmp_path / "one"), tmp_path / "one.uf2")
    uf2.build("pico", given_uf2, tree(tmp_path / "two"), tmp_path / "two.uf2")
    assert (tmp_path / "one.uf2").read_bytes() == (tmp_path / "two.uf2").read_bytes()


def test_a_board_without_a_uf2_is_refused(tmp_path: Path) -> None:
    with pytest.raises(uf2.Uf2Error, match="not for 'esp32'"):
        uf2.build("esp32", write(tmp_path / "m.uf2", program()), tmp_path, tmp_path / "o.uf2")


def test_a_tree_too_large_is_refused(tmp_path: Path) -> None:
    with pytest.raises(uf2.Uf2Error, match="do not fit into 65536"):
        uf2.file_system({"a/big": b"x" * 100_000}, 65_536)


def test_what_makes_the_file_system_missing_is_told_with_the_next_step(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "littlefs", None)
    with pytest.raises(uf2.Uf2Error, match=r"littlefs-python is missing.*\.venv/bin/python.*make clean"):
        uf2.file_system({}, 65_536)


def test_the_command_tells_which_micropython_it_took(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(image, "ROOT", tmp_path)
    monkeypatch.setattr(image, "build", lambda _board, folder: tree(folder))
    mine = write(tmp_path / "mine.uf2", program(version="v1.27.3"))
    assert uf2.main(["pico", "--micropython", str(mine)]) == 0
    told = capsys.readouterr().out
    assert "MicroPython v1.27.3" in told and f"MicroPython is from {mine};" in told
