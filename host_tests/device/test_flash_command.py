# make flash against a model of the flash: cut at random bytes, wrong boards, a full flash. Against a live unit: whole.

from __future__ import annotations

import hashlib
import json
import os
import random
from typing import Any, cast

import pytest

from host_tests.support.board_prompt import BoardPrompt, PowerCut
from host_tests.support.start_bench import StartBench
from tools import image
from tools.device import flash
from tools.image.build import manifest_text
from tools.slots import on_board

Tree = dict[str, bytes]
CUTS = int(os.environ.get("N") or 30)  # `make flashcuts` asks 500


def edition(number: int) -> Tree:
    """An image of some size; of two editions most files are the same."""
    noise = random.Random(number)
    files = {f"ionto/room/part{i}.mpy": bytes((77, 6)) + noise_of(i, 900 + 37 * i) for i in range(12)}
    files |= {
        "board.mpy": bytes((77, 6)) + noise.randbytes(3000),
        f"ionto/new{number}.mpy": b"M\x06" + noise.randbytes(700),
    }
    boot = image.tree(BUILT[0])["boot.py"] + b"# edition %d\n" % number
    files |= {"boot.py": boot, "main.py": b"# %d\n" % number, "rescue_main.py": b"import boot\n# %d\n" % number}
    files["manifest.json"] = manifest_text("pico", f"{number}.0.0", files)
    return files


def noise_of(seed: int, size: int) -> bytes:
    return random.Random(1000 + seed).randbytes(size)


BUILT: list[Any] = []


@pytest.fixture(scope="module", autouse=True)
def _built(pico: image.Image) -> None:
    BUILT[:] = [pico.folder]


def installed_over(board: BoardPrompt, files: Tree) -> int:
    transport = cast("Any", board)
    return flash.install(transport, flash.look(transport, "pico"), files)


def runs(files: Tree) -> str:
    """The version that boot.py starts from these files, "" for none; no time for a notice, so no slot was damaged."""
    bench = StartBench()
    bench.run(files)
    assert bench.said == "" and bench.slept_us == 0, (bench.said, bench.lines)
    told = json.loads(files[f"{bench.current}/manifest.json"])
    for path, digest in told["files"].items():  # never mixed
        assert hashlib.sha256(files[f"{bench.current}/{path}"]).hexdigest() == digest
    return str(told["version"])


def test_a_new_image_goes_into_the_other_slot_and_the_records_stay() -> None:
    board = BoardPrompt({**on_board(edition(1)), "data/ledger.a": b"kept"})
    assert installed_over(board, edition(2)) > 0
    files = board.files()
    assert runs(files) == "2.0.0" and files["chosen"] == b"b" and files["data/ledger.a"] == b"kept"
    assert files["boot.py"] == edition(2)["boot.py"] and files["main.py"] == edition(2)["rescue_main.py"]
    assert installed_over(board, edition(2)) == 0, "it is there already"
    sent = installed_over(board, edition(3))
    files = board.files()
    assert runs(files) == "3.0.0" and files["chosen"] == b"a"
    older = set(edition(2).values())
    assert sent == sum(len(data) for data in edition(3).values() if data not in older), "only what neither slot has"
    assert "a/ionto/new1.mpy" not in files and "b/ionto/new2.mpy" in files


def test_a_bare_board_gets_its_first_image() -> None:
    board = BoardPrompt({"boot.py": b"", "junk/x": b""})
    installed_over(board, edition(1))
    assert runs(board.files()) == "1.0.0"


@pytest.mark.parametrize("seed", range(CUTS))
def test_cut_at_a_random_byte_the_old_program_runs_whole_or_the_new_one(seed: int) -> None:
    chance = random.Random(seed)
    before = {**on_board(edition(1)), "data/ledger.a": b"kept"}
    if chance.random() < 0.5:
        before |= {f"b/{path}": data for path, data in edition(0).items()}
    board = BoardPrompt(before)
    board.flash.cut(chance.randrange(22_000), PowerCut())
    try:
        installed_over(board, edition(2))
        cut = False
    except PowerCut:
        cut = True
    files = board.files()
    version = runs(files)
    assert version in ("1.0.0", "2.0.0") and files["data/ledger.a"] == b"kept"
    board.flash.heal()
    board.flash.cut(chance.randrange(22_000), PowerCut())  # again, on the way to another one
    try:
        installed_over(board, edition(3))
    except PowerCut:
        pass
    assert runs(board.files()) in (version, "3.0.0"), cut
    board.flash.heal()
    installed_over(board, edition(4))
    assert runs(board.files()) == "4.0.0"


def test_where_the_chosen_slot_is_damaged_the_one_that_runs_is_left_alone() -> None:
    files = {**on_board(edition(1)), **on_board(edition(2), "b")}
    files["b/board.mpy"] = b"M"
    board = BoardPrompt(files)
    assert flash.look(cast("Any", board), "pico").chosen == "a"
    board.flash.cut(3_000, PowerCut())
    with pytest.raises(PowerCut):
        installed_over(board, edition(3))
    files = board.files()
    bench = StartBench()
    bench.run(files)
    assert bench.current == "a"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"version": (1, 25, 0)}, "MicroPython is 1.25; the unit needs 1.26"),
        ({"machine": "Raspberry Pi Pico W with RP2040"}, "is a Pico W"),
        ({"machine": "Raspberry Pi Pico 2 with RP2350"}, "is a Pico 2"),
        ({"machine": "ESP32 module"}, "not a Raspberry Pi Pico"),
        ({"high": {1}}, "OUT_EN is high"),
    ],
)
def test_another_board_and_a_live_one_are_refused_with_nothing_changed(change: dict[str, Any], told: str) -> None:
    board = BoardPrompt(on_board(edition(1)))
    for name, value in change.items():
        setattr(board, name, value)
    with pytest.raises(flash.FlashError, match=told):
        installed_over(board, edition(2))
    assert board.files() == on_board(edition(1))


def test_a_full_flash_is_told_before_anything_is_written() -> None:
    board = BoardPrompt({**on_board(edition(1)), "big": bytes(100_000)}, blocks=64)
    with pytest.raises(flash.FlashError, match="KB free, the image needs"):
        installed_over(board, edition(2))
    assert runs(board.files()) == "1.0.0"


def test_what_arrives_damaged_is_not_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    board = BoardPrompt(on_board(edition(1)))
    monkeypatch.setattr(flash, "_write", lambda transport, path, data: transport.fs_writefile(path, data[:-1] + b"?"))
    with pytest.raises(flash.FlashError, match="arrived damaged"):
        installed_over(board, edition(2))
    assert runs(board.files()) == "1.0.0"
