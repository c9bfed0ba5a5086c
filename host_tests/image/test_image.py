# The image: the same bytes from any clone, small enough, loadable by MicroPython, and clear errors.

from __future__ import annotations

import ast
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ionto.panel import texts
from ionto.panel.draw import fonts
from tools import image
from tools.image import joined_files, tree
from tools.image.names import module_name


def pico_path(built: image.Image) -> str:
    return os.path.relpath(built.folder, image.ROOT)


def clone(root: Path, to: Path) -> Path:
    """The parts of the repository that an image is made from, at another place."""
    for room in ("firmware", "boards", "tools"):
        shutil.copytree(root / room, to / room, ignore=shutil.ignore_patterns("__pycache__"))
    return to


def build_elsewhere(copy: Path, *, umask: int, locale: str, hash_seed: str) -> dict[str, bytes]:
    done = subprocess.run(
        [sys.executable, "-m", "tools.image", "pico"],
        cwd=copy,
        env={**os.environ, "LC_ALL": locale, "TZ": locale, "PYTHONHASHSEED": hash_seed},
        umask=umask,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return tree(copy / "build/pico/fs")


def test_image_has_the_same_bytes_from_any_clone(root: Path, tmp_path: Path) -> None:
    near = clone(root, tmp_path / "a")
    far = clone(root, tmp_path / "another folder" / "deep" / "b")
    for path in far.rglob("*.py"):
        os.utime(path, (1, 1))
    first = build_elsewhere(near, umask=0o022, locale="C", hash_seed="1")
    second = build_elsewhere(far, umask=0o077, locale="de_DE.UTF-8", hash_seed="2")
    assert first == second


def test_image_does_not_depend_on_line_ends(root: Path, tmp_path: Path, pico: image.Image) -> None:
    copy = clone(root, tmp_path / "crlf")
    for path in (copy / "firmware").rglob("*.py"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert tree(image.build("pico", tmp_path / "fs", copy).folder) == tree(pico.folder)


def test_manifest_names_every_file_with_its_hash(pico: image.Image) -> None:
    listed = json.loads((pico.folder / image.MANIFEST).read_text("ascii"))
    files = tree(pico.folder)
    del files[image.MANIFEST]
    assert listed["files"] == {path: hashlib.sha256(data).hexdigest() for path, data in files.items()}
    assert listed["sizes"] == {path: len(data) for path, data in files.items()}
    assert (listed["board"], listed["version"]) == ("pico", image.read_version())


def test_source_is_only_what_micropython_starts_by_name(pico: image.Image) -> None:
    texts = {path: source.read_bytes() for path, source in image.sources("pico").items()}
    emitters = (b"@micropython.viper\n", b"@micropython.native\n")
    emitting = (module_name(path) for path, text in texts.items() if any(emitter in text for emitter in emitters))
    native = {joined_files.HOMES.get(name, name).replace(".", "/") for name in emitting}
    assert {path for path in pico.sizes if path.endswith(".py")} == {"boot.py", "main.py", "rescue_main.py"}
    assert {path.removesuffix(".mpy") for path in pico.native} == native
    assert {path.split("/")[0] for path in pico.sizes} == {
        "boot.py",
        "main.py",
        "rescue_main.py",
        "board.mpy",
        "ionto",
        "drivers",
        "languages",
        image.MANIFEST,
    }


def test_image_holds_no_path_of_the_machine_that_built_it(root: Path, pico: image.Image) -> None:
    traces = [path for path, data in tree(pico.folder).items() if bytes(root) in data or bytes(pico.folder) in data]
    assert traces == []


def test_bytecode_stays_below_its_limit(pico: image.Image) -> None:
    assert image.BYTECODE_LIMIT <= 78_000
    assert pico.bytecode_bytes <= image.BYTECODE_LIMIT, pico.rooms()
    assert pico.machine_code_bytes <= image.MACHINE_CODE_LIMIT, pico.native
    compiled = sum(path.stat().st_size for path in pico.folder.rglob("*.mpy"))
    in_flash = sum(part.known for part in pico.resident.values())
    assert pico.bytecode_bytes + pico.visiting_bytes + pico.machine_code_bytes + in_flash == compiled
    assert in_flash > 1000
    assert 100 < pico.kept_names <= image.NAMES_LIMIT <= 1_080


def test_a_board_s_files_are_counted_as_the_build_counts_them_in_whichever_slot(pico: image.Image) -> None:
    for slot in ("", "/a/", "/b/"):
        found = image.counted({slot + path: data for path, data in tree(pico.folder).items()})
        assert found["bytecode_bytes"] == pico.bytecode_bytes
        assert found["visiting_bytes"] == pico.visiting_bytes > 0
        assert found["machine_code_bytes"] == pico.machine_code_bytes
        assert found["image_bytes"] == sum(pico.sizes.values())


def test_visitors_are_those_that_the_firmware_lets_go_and_stay_below_their_limit(pico: image.Image) -> None:
    from ionto.app.housekeeping import VISITORS

    assert image.VISITORS == tuple(f"ionto/app/{name}.mpy" for name in VISITORS)
    assert set(image.VISITORS) <= set(pico.resident)
    assert 0 < pico.visiting_bytes <= image.VISITORS_LIMIT


def test_rooms_add_up_to_the_total(pico: image.Image) -> None:
    assert sum(pico.rooms().values()) == sum(pico.sizes.values())
    assert "ionto/safety" in pico.rooms()


def test_micropython_imports_the_compiled_rooms(pico: image.Image, micropython: Callable[..., str]) -> None:
    script = "import ionto.version, ionto.safety.faults as f; print(ionto.version.VERSION, f.label(214))"
    said = micropython(script, paths=(pico_path(pico),))
    assert said.split() == [image.read_version(), "F14"]


def test_traceback_names_file_and_function_as_on_the_board(pico: image.Image, micropython: Callable[..., str]) -> None:
    script = (
        "import sys, ionto.safety.faults as f\n"
        "try:\n    f.kind([])\nexcept TypeError as error:\n    sys.print_exception(error, sys.stdout)"
    )
    said = micropython(script, paths=(pico_path(pico),))
    assert re.search(r'File "ionto\.safety\.faults", line \d+, in kind', said)


def test_image_with_lines_names_the_line_of_the_source(tmp_path: Path, micropython: Callable[..., str]) -> None:
    built = image.build("pico", tmp_path / "fs", lines=True)
    script = (
        "import sys, ionto.safety.faults as f\n"
        "try:\n    f.kind([])\nexcept TypeError as error:\n    sys.print_exception(error, sys.stdout)"
    )
    said = micropython(script, paths=(pico_path(built),))
    lines = (image.ROOT / "firmware/ionto/safety/faults.py").read_text("utf-8").splitlines()
    assert f"line {lines.index('    return code // 100') + 1}, in kind" in said


def test_parts_add_up_to_the_files(pico: image.Image) -> None:
    """Code, data and names are told apart by their tables; nothing is counted twice or left out."""
    parts = pico.parts()
    assert sum(part.total for part in parts.values()) == (
        pico.bytecode_bytes + pico.visiting_bytes + pico.machine_code_bytes
    )
    assert min(part.code for part in parts.values()) > 0
    assert parts["drivers"].names > parts["drivers"].data


def test_fonts_are_the_same_on_the_board(pico: image.Image, micropython: Callable[..., str]) -> None:
    script = "import ionto.panel.draw.fonts as m\nfor n in dir(m):\n    if n.isupper(): print(n, getattr(m, n))"
    said = dict(line.split(" ", 1) for line in micropython(script, paths=(pico_path(pico),)).splitlines())
    bytes_of = [n for n in dir(fonts) if n.isupper() and isinstance(getattr(fonts, n), (bytes, tuple))]
    assert len(bytes_of) >= 1
    assert {n: ast.literal_eval(said[n]) for n in bytes_of} == {n: getattr(fonts, n) for n in bytes_of}


LOAD = """
from ionto.panel import language
try:
    with open("%s/languages/en.dat", "rb") as file:
        language.load(file)
    import ionto.panel.draw.fonts
    data, starts = language.data, language.starts
    print(tuple([data[starts[rank] : data.find(bytes(1), starts[rank])] for rank in range(%d)]))
except (ValueError, OSError):
    print("stopped")
"""


def test_texts_are_the_same_on_the_board(pico: image.Image, micropython: Callable[..., str]) -> None:
    said = micropython(LOAD % (pico_path(pico), texts.COUNT), paths=(pico_path(pico),))
    assert ast.literal_eval(said) == texts.ENGLISH
    assert (pico.folder / "ionto/panel/texts.mpy").read_bytes().count(b"Both hands") == 0, "they are loaded, not there"


@pytest.mark.parametrize("wrong", ["empty", "cut", "grown", "gone", "another", "cut short"])
@pytest.mark.parametrize("file", ["languages/en.dat", "ionto/panel/draw/fonts.dat"])
def test_damaged_data_stops_the_start(
    pico: image.Image, tmp_path: Path, micropython: Callable[..., str], file: str, wrong: str
) -> None:
    copy = shutil.copytree(pico.folder, tmp_path / "fs")
    data = (copy / file).read_bytes()
    if wrong == "gone":
        (copy / file).unlink()
    else:
        short = {"empty": b"", "cut": data[:-1], "cut short": data[:99]}
        other = {"grown": data + b".", "another": b"\xff" + data[:1]}
        (copy / file).write_bytes((short | other)[wrong])
    folder = os.path.relpath(copy, image.ROOT)
    assert micropython(LOAD % (folder, texts.COUNT), paths=(folder,)).split() == ["stopped"]


@pytest.mark.parametrize("damaged", [b"", b"M", b"M\x06", b"not compiled"])
def test_what_is_no_compiled_file_has_no_machine_code(damaged: bytes) -> None:
    assert not image.has_machine_code(damaged)


def test_unknown_board_is_answered_with_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert image.main(["piko"]) == 2
    said = capsys.readouterr().err
    assert "piko" in said
    assert all(board in said for board in image.boards())


def test_source_that_does_not_compile_is_named_and_the_old_image_stays(
    root: Path, tmp_path: Path, pico: image.Image
) -> None:
    copy = clone(root, tmp_path / "broken")
    folder = shutil.copytree(pico.folder, tmp_path / "fs")
    before = tree(folder)
    (copy / "firmware/ionto/version.py").write_text('VERSION = "1"\nmatch 1:\n    case _: pass\n')
    with pytest.raises(image.ImageError, match=r"ionto/version\.py does not compile(.|\n)*line 2"):
        image.build("pico", folder, copy)
    assert tree(folder) == before
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".image-")] == []


def test_an_image_that_is_there_already_is_left_alone(tmp_path: Path, pico: image.Image) -> None:
    """A second command must not take it away while another's runs read it."""
    first = shutil.copytree(pico.folder, tmp_path / "fs") / "main.py"
    inode = first.stat().st_ino
    image.build("pico", tmp_path / "fs")
    assert first.stat().st_ino == inode
    (tmp_path / "fs" / "stray.py").write_text("")
    image.build("pico", tmp_path / "fs")
    assert not (tmp_path / "fs" / "stray.py").exists()


def test_missing_main_is_named(root: Path, tmp_path: Path) -> None:
    copy = clone(root, tmp_path / "half")
    (copy / "firmware/main.py").unlink()
    with pytest.raises(image.ImageError, match=r"firmware/main\.py"):
        image.build("pico", tmp_path / "fs", copy)
