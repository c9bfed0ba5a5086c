# boot.py alone: which start it refuses, what lamp, pins and glass say then. Every file of the image is damaged in every
# way a copy can go wrong.

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from host_tests.support.start_bench import OUTPUTS, PINS, StartBench, Tree
from tools import image


@pytest.fixture(scope="module")
def whole(installed: Path) -> Tree:
    return image.tree(installed)


@pytest.fixture(scope="module")
def paths(whole: Tree) -> list[str]:
    """Every file that boot.py can judge: all but itself, which whoever damages it must be told by main.py."""
    return sorted(set(whole) - {"boot.py", "manifest.json"})


def started(tree: Tree, bench: StartBench | None = None) -> StartBench:
    bench = bench or StartBench()
    bench.run(tree)
    return bench


def names(bench: StartBench, path: str) -> bool:
    """Whether the glass names the file, or as much of it as there is room for."""
    name = path.rstrip("/").rpartition("/")[2].replace("I", "l")
    return any(name in line.replace("I", "l") for line in bench.lines)


def test_a_whole_image_starts_with_every_output_low_and_the_version_on_the_glass(whole: Tree) -> None:
    bench = started({**whole, "data/ledger.a": b"?", "data/old/x": b""})
    assert bench.said == "" and bench.namespace["booted"]
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
        tree = {**whole, path: there[: data.draw(st.integers(0, len(there) - 1))]}
    elif how == "absent":
        tree = {name: content for name, content in whole.items() if name != path}
    else:
        tree = {**whole, path: there + (there if how == "doubled" else b"\0")}
    bench = started(tree)
    assert bench.refused and names(bench, path) and "booted" not in bench.namespace
    assert bench.lines[0] == "S01 Program damaged" and bench.lines[-1] == "Install it again."


def test_each_file_absent_is_named(whole: Tree, paths: list[str]) -> None:
    for path in paths:
        bench = started({name: content for name, content in whole.items() if name != path})
        assert bench.refused and names(bench, path), path


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


def test_a_boot_file_cut_anywhere_never_lets_main_run_the_unit(whole: Tree) -> None:
    there = whole["boot.py"]
    clean = 0
    for end in {*range(0, len(there), 61), *(i for i in range(len(there)) if there[i : i + 1] == b"\n")}:
        tree = {**whole, "boot.py": there[:end]}
        bench = started(tree)
        assert "booted" not in bench.namespace, end
        if not bench.said:  # then MicroPython goes on to main.py
            clean += 1
            spare = StartBench()
            spare.tree, spare.namespace = tree, {"open": spare._open}
            spare._execute("spare_boot.py")
            assert spare.refused and names(spare, "boot.py")
            bench.run_main()
            assert bench.said, "main.py stops at the console"
    assert clean > 20


@pytest.mark.parametrize("version", [(1, 25, 0, ""), (1, 9, 4), (0, 99, 0)])
def test_an_old_micropython_is_told_before_anything_is_read(whole: Tree, version: tuple[int, ...]) -> None:
    bench = started({"boot.py": whole["boot.py"]}, StartBench(version))
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
    bench.run({**whole, "main.py": b""})
    assert bench.said.startswith("S01 Program damaged main.py 0 of") and bench.levels[PINS.LED_FAULT] == 1
