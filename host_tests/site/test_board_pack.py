# The file for a board that the page makes has the bytes of `make uf2`, and refuses what that refuses, in its words; the
# pack that it makes it of holds the shipped image.

from __future__ import annotations

import json
import shutil
import struct
import subprocess
from pathlib import Path

import pytest

from host_tests.image.test_uf2 import FS_AT, program, rewrite, write
from tools import image, slots
from tools.image import uf2
from tools.site import board_pack, build, bundle

HERE = Path(__file__).parent
GIVEN = image.ROOT / "vendor" / "micropython-pico.uf2"
NEEDS = pytest.mark.skipif(
    not shutil.which("node"), reason="the page's script was not tried: that needs node (make doctor)"
)


@pytest.fixture(scope="module")
def packs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("packs")
    unit = bundle.files("pico")
    (folder / "unit.pack").write_bytes(bundle.pack(unit, image.read_version()))
    (folder / "board.pack").write_bytes(board_pack.build("pico", unit))
    return folder


def page(packs: Path, folder: Path) -> list[str]:
    """Has the page's script look at each UF2 in the folder; the paths of the image's files."""
    scripts = [HERE / "make_uf2.mjs", build.PAGE / "image.js", build.PAGE / "uf2.js"]
    words = ["node", *map(str, scripts), str(packs / "unit.pack"), str(packs / "board.pack"), str(folder)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    found: list[str] = json.loads(done.stdout)
    return found


def shipped(folder: Path) -> Path:
    return image.build("pico", folder / "fs").folder


def information_size(flash: bytes, size: int) -> bytes:
    """The same program with a drive of another size."""
    at = flash.index(struct.pack("<II", FS_AT, board_pack.FS_BYTES))
    return flash[: at + 4] + struct.pack("<I", size) + flash[at + 8 :]


@NEEDS
def test_the_page_makes_the_bytes_of_make_uf2(packs: Path, tmp_path: Path) -> None:
    given = [write(tmp_path / "made.uf2", program())]
    given.append(write(tmp_path / "with files.uf2", program()))
    blocks = {uf2.FLASH: program(), FS_AT: b"\x55" * 4096}  # a file system in it is replaced
    given[1].write_bytes(uf2.pack(blocks))
    if GIVEN.is_file():
        given.append(tmp_path / "micropython.uf2")
        given[-1].write_bytes(GIVEN.read_bytes())
    folder = shipped(tmp_path)
    assert page(packs, tmp_path) == sorted(image.tree(folder))
    for path in given:
        uf2.build("pico", path, folder, tmp_path / "wanted")
        made, wanted = Path(f"{path}.made").read_bytes(), (tmp_path / "wanted").read_bytes()
        assert len(made) > 1_000_000
        assert made == wanted, path.name


REFUSED = {
    "old": program(version="v1.25.0"),
    "very old": program(version="v1.9.4"),
    "nightly": program(version="nightly"),
    "blink": program(name="blink"),
    "pico w": program(board="pico_w"),
    "elsewhere": program(fs_at=uf2.FLASH + 0x180000),
    "upon itself": program(fs_at=uf2.FLASH),
    "circuit": program() + b"Adafruit CircuitPython 9.2.1 on 2024-11-20",
    "nameless": b"\xff" * 4096,
}


@NEEDS
def test_the_page_refuses_what_make_uf2_refuses_and_in_its_words(packs: Path, tmp_path: Path) -> None:
    for name, flash in REFUSED.items():
        write(tmp_path / f"{name}.uf2", flash)
    for family in (0xE48BFF59, 0x12345678):
        write(tmp_path / f"family {family}.uf2", program(), family)
    for name, data in {"empty": b"", "text": b"hello", "zeros": b"\0" * 512}.items():
        (tmp_path / f"{name}.uf2").write_bytes(data)
    whole = write(tmp_path / "whole.uf2", program()).read_bytes()
    (tmp_path / "whole.uf2").unlink()
    for name, data in {"cut": whole[:1536], "first": whole[:300], "tail": whole + b"more"}.items():
        (tmp_path / f"{name}.uf2").write_bytes(data)
    (tmp_path / "marks.uf2").write_bytes(whole[:512] + b"\0" * 512 + whole[1024:])
    rewrite(write(tmp_path / "ram.uf2", program()), 12, 0x2000_0000)
    rewrite(write(tmp_path / "not flash.uf2", program()), 8, 1)
    page(packs, tmp_path)
    given = sorted(tmp_path.glob("*.uf2"))
    assert len(given) == len(REFUSED) + 11
    for path in given:
        with pytest.raises(uf2.Uf2Error) as told:
            uf2.read_firmware(path)
        assert Path(f"{path}.refused").read_text("utf-8") == str(told.value).replace(str(path), path.name)


@NEEDS
def test_a_micropython_with_another_drive_is_refused_with_the_command_that_makes_it(
    packs: Path, tmp_path: Path
) -> None:
    path = write(tmp_path / "small.uf2", information_size(program(), 200 * 4096))
    uf2.build("pico", path, shipped(tmp_path), tmp_path / "wanted")  # that takes it
    page(packs, tmp_path)
    assert "make uf2 MICROPYTHON=" in Path(f"{path}.refused").read_text("utf-8")


def test_the_recipe_makes_the_file_system_and_most_of_it_is_the_files() -> None:
    files = slots.on_board({f"f{i}": bytes((i * 7 + j * j) & 255 for j in range(3000 * i)) for i in range(6)})
    whole, known = uf2.file_system(files, 64 * 4096), b"".join(files[name] for name in sorted(files))
    pieces, literal = board_pack.recipe(whole, known)
    made, used = bytearray(b"\xff" * len(whole)), 0
    for at, size, there in pieces:
        made[at : at + size] = known[there : there + size] if there >= 0 else literal[used : used + size]
        used += size if there < 0 else 0
    assert bytes(made) == whole
    assert used == len(literal) < 4000
