# boot.py alone: which start it refuses, what lamp, pins and glass say then. Every file of the image is damaged in every
# way a copy can go wrong.

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from host_tests.support.start_bench import OUTPUTS, PINS, StartBench, Tree
from tools import image
from tools.slots import on_board


@pytest.fixture(scope="module")
def whole(installed: Path) -> Tree:
    return image.tree(installed)


@pytest.fixture(scope="module")
def paths(whole: Tree) -> list[str]:
    """Every file of a slot that boot.py judges."""
    return sorted(set(whole) - {"manifest.json"})


def started(tree: Tree, bench: StartBench | None = None) -> StartBench:
    """A board with this image in its first slot."""
    bench = bench or StartBench()
    bench.run(on_board(tree))
    return bench


def names(bench: StartBench, path: str) -> bool:
    """Whether the glass names the file, or as much of it as there is room for."""
    name = path.rstrip("/").rpartition("/")[2].replace("I", "l")
    return any(name in line.replace("I", "l") for line in bench.lines)


def test_a_whole_image_starts_with_every_output_low_and_the_version_on_the_glass(whole: Tree) -> None:
    bench = StartBench()
    bench.run({**on_board(whole), "data/ledger.a": b"?", "data/old/x": b"", ".DS_Store": b"", "a.new": b""})
    assert bench.said == "" and bench.current == "a"
    assert all(bench.levels[gpio] == 0 for gpio in OUTPUTS | {PINS.LED_FAULT})
    assert bench.lines[0] == f"ionto {image.read_version()}"


def test_the_relay_is_last_and_waits_when_it_is_not_at_rest(whole: Tree) -> None:
    bench = started(whole)
    assert bench.order[len(OUTPUTS) - 1] == PINS.PATIENT and bench.slept_us == 0
    bench = StartBench()
    bench.high.add(PINS.PATIENT)
    assert started(whole, bench).slept_us == 5_000


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_every_file_cut_anywhere_absent_longer_or_doubled_is_named(
    whole: Tree, paths: list[str], data: st.DataObject
) -> None:
    path = data.draw(st.sampled_from(paths))
    there = whole[path]
    how = data.draw(st.sampled_from(["cut", "absent", "doubled", "longer"]))
    if how == "cut":
        changed = {path: there[: data.draw(st.integers(0, len(there) - 1))]}
    elif how == "absent":
        changed = {}
    else:
        changed = {path: there + (there if how == "doubled" else b"\0")}
    board = {name: content for name, content in on_board(whole).items() if name != f"a/{path}"}
    bench = StartBench()
    bench.run({**board, **{f"a/{name}": content for name, content in changed.items()}})
    assert bench.refused and names(bench, path) and not bench.current
    assert bench.lines[0] == "S01 Program damaged" and bench.lines[-1] == "Install it again."


def test_each_file_absent_is_named(whole: Tree, paths: list[str]) -> None:
    board = on_board(whole)
    for path in paths:
        bench = StartBench()
        bench.run({name: content for name, content in board.items() if name != f"a/{path}"})
        assert bench.refused and names(bench, path), path


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_a_bit_that_has_turned_in_any_file_of_a_doubted_or_not_chosen_slot_is_found(
    whole: Tree, data: st.DataObject
) -> None:
    path = data.draw(st.sampled_from(sorted(whole)))
    changed = bytearray(whole[path])
    changed[data.draw(st.integers(0, len(changed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    bench = StartBench()
    doubted = data.draw(st.booleans())
    more = {"a/unproven": b""} if doubted else {"chosen": b"b"}
    bench.run({**on_board(whole), f"a/{path}": bytes(changed), **more})
    assert bench.refused and names(bench, path if doubted else "manifest.json"), path


@pytest.mark.parametrize(
    "stray", ["ionto/._unit.mpy", "ionto/app/unit/__init__.py", "time.py", ".DS_Store", "lib/x.mpy", "ionto/data/x"]
)
def test_what_no_image_names_is_told(whole: Tree, stray: str) -> None:
    bench = started({**whole, stray: b"# MicroPython might take this one"})
    told = stray if stray.count("/") < 2 and not stray.startswith("lib") else stray.rpartition("/")[0]
    assert bench.refused and names(bench, told), bench.lines
    assert "is not of the program" in bench.lines


def test_an_empty_folder_that_would_be_imported_in_place_of_a_file_is_told(whole: Tree) -> None:
    bench = started({**whole, "ionto/app/unit/": b""})
    assert bench.refused and bench.lines[1:4] == ["ionto/app/unit/", "is not of the program", "Install it again."]


def test_a_manifest_cut_anywhere_absent_or_doubled_is_told(whole: Tree) -> None:
    there = whole["manifest.json"]
    ends = {*range(0, len(there), 211), *range(len(there) - 12, len(there))}
    for damaged in (
        *(there[:end] for end in sorted(ends)),
        there + there,
        there + b"\0",
        b"[]\n",
        b"\xff" + there[1:-2],
    ):
        bench = started({**whole, "manifest.json": damaged})
        assert bench.refused and names(bench, "manifest.json"), damaged[-20:]
    bench = started({name: content for name, content in whole.items() if name != "manifest.json"})
    assert bench.refused and names(bench, "manifest.json")


def test_a_boot_file_cut_anywhere_never_lets_a_unit_run(whole: Tree) -> None:
    there = whole["boot.py"]
    clean = 0
    for end in {*range(0, len(there) - 1, 61), *(i for i in range(len(there) - 1) if there[i : i + 1] == b"\n")}:
        bench = StartBench()
        bench.run({**on_board(whole), "boot.py": there[:end]})
        assert not bench.current, end
        if not bench.said:  # then MicroPython goes on to the root's main.py
            clean += 1
            bench.run_main()
            assert bench.refused and names(bench, "boot.py"), end
    assert clean > 20


def test_without_a_boot_file_the_other_slots_copy_tells_where_the_first_is_cut(whole: Tree) -> None:
    board = {**on_board(whole), **on_board(whole, "b")}
    del board["boot.py"]
    bench = StartBench()
    bench.tree, bench.namespace = {**board, "a/boot.py": b"if"}, {}
    bench.run_main()
    assert bench.refused and names(bench, "boot.py")


# --- two slots


def newer(whole: Tree) -> Tree:
    """The same image under another version, with another boot.py."""
    files = {**whole, "boot.py": whole["boot.py"] + b"# newer\n"}
    told: Any = json.loads(whole["manifest.json"])
    told["version"] = "9.8.7"
    told["files"]["boot.py"] = hashlib.sha256(files["boot.py"]).hexdigest()
    told["sizes"]["boot.py"] = len(files["boot.py"])
    del told["whole"]
    text = json.dumps(told, indent=1, sort_keys=True).encode().removesuffix(b"\n}") + b",\n"
    files["manifest.json"] = text + b' "whole": "=%s"\n}\n' % hashlib.sha256(text).hexdigest().encode()
    return files


@pytest.fixture(scope="module")
def both(whole: Tree) -> Tree:
    """The newer image in b, chosen; the older in a."""
    return {**on_board(whole), **on_board(newer(whole), "b")}


def test_the_chosen_slot_runs_and_shows_its_version(both: Tree) -> None:
    bench = StartBench()
    bench.run(both)
    assert (bench.said, bench.current, bench.lines[:1]) == ("", "b", ["ionto 9.8.7"])
    bench.run({**both, "chosen": b"a"})
    assert (bench.said, bench.current, bench.slept_us) == ("", "a", 0)


@pytest.mark.parametrize(
    "damage",
    [
        {"b/board.mpy": b"M"},
        {"b/manifest.json": b""},
        {"b/x.py": b""},
        {"b/languages/en.dat": b"?" * 9},
        {"b/main.py": None, "b/unproven": b""},
    ],
)
def test_where_the_chosen_slot_is_damaged_the_other_runs_and_the_glass_says_so(both: Tree, damage: Tree) -> None:
    if "b/unproven" in damage:  # a byte of a file
        damage = {**damage, "b/main.py": both["b/main.py"].replace(b"off", b"of_", 1)}
    bench = StartBench()
    bench.run({**both, **damage})
    assert (bench.said, bench.current) == ("", "a") and bench.slept_us >= 2_000_000
    assert bench.lines[0] == f"ionto {image.read_version()} starts" and "in the other program" in bench.lines
    assert bench.levels[PINS.LED_FAULT] == 0, "it was lit while this was told"
    assert bench.order.count(PINS.LED_FAULT) > 2


def test_with_both_damaged_the_first_damage_is_told(both: Tree) -> None:
    bench = StartBench()
    bench.run({**both, "b/board.mpy": b"M", "a/main.py": b""})
    assert bench.refused and names(bench, "board.mpy")


@pytest.mark.parametrize("choice", [None, b"", b"c", b"\xff" * 40])
def test_a_choice_that_cannot_be_read_is_the_first_whole_slot(whole: Tree, both: Tree, choice: bytes | None) -> None:
    only_b = {name: data for name, data in both.items() if not name.startswith("a/") and name != "chosen"}
    for board, slot in ((on_board(whole), "a"), (only_b, "b")):
        bench = StartBench()
        bench.run({**board, **({} if choice is None else {"chosen": choice})})
        assert (bench.said, bench.current) == ("", slot)


def test_boot_and_rescue_files_of_either_slot_will_do_any_other_is_told(whole: Tree, both: Tree) -> None:
    for name, told in (("boot.py", whole["boot.py"] + b" "), ("main.py", b"pass")):
        bench = StartBench()
        bench.run({**both, name: told})
        assert bench.refused and names(bench, name)
    for slot in ("a", "b"):
        bench = StartBench()
        bench.run({**both, "boot.py": both["a/boot.py"], "chosen": slot.encode()})
        assert bench.current == slot
    for board in (both, {**both, "boot.py": both["a/boot.py"]}):  # interrupted between its last two steps
        bench = StartBench()
        bench.run({**board, "b/board.mpy": b"M"})
        assert bench.current == "a"


def test_an_image_of_another_board_is_not_run(both: Tree) -> None:
    board = {**both, "a/manifest.json": both["a/manifest.json"].replace(b'"pico"', b'"pica"')}
    bench = StartBench()
    bench.run({**board, "chosen": b"a"})
    assert bench.current == "b"


@pytest.mark.parametrize("version", [(1, 25, 0, ""), (1, 9, 4), (0, 99, 0)])
def test_an_old_micropython_is_told_before_anything_is_read(whole: Tree, version: tuple[int, ...]) -> None:
    bench = StartBench(version)
    bench.run({"boot.py": whole["boot.py"]})
    assert bench.refused
    assert bench.lines == ["S02 MicroPython too old", f"It is {version[0]}.{version[1]}.", "Install 1.26 or newer."]


@pytest.mark.parametrize("version", [(1, 26, 0, ""), (1, 29, 0, "preview"), (2, 0, 0, "")])
def test_a_newer_micropython_starts(whole: Tree, version: tuple[int, ...]) -> None:
    assert started(whole, StartBench(version)).said == ""


def test_a_pico_w_is_told_as_what_it_is(whole: Tree) -> None:
    bench = started(whole, StartBench(machine="Raspberry Pi Pico W with RP2040"))
    assert bench.refused
    assert bench.lines[:2] == ["S04 Pico W:", "this board does not fit."]


def test_without_a_display_lamp_and_console_tell(whole: Tree) -> None:
    bench = StartBench()
    bench.display_answers = False
    bench.run(on_board({**whole, "main.py": b""}))
    assert bench.said.startswith("S01 Program damaged main.py 0 of") and bench.levels[PINS.LED_FAULT] == 1
