# The unchanged image on the emulated chip, for about fifteen emulated seconds in all: twice 1.6 s of a start, a refusal
# (2 s), three of damaged files (0.9 s each), a small bench (5 s with its forks), the prompt and the monitor's story
# (1.1 s), each held below. Needs MicroPython's UF2 in vendor/: without it nothing runs here, and the summary says so.

from __future__ import annotations

import faulthandler
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from host_tests.conftest import DID_NOT_RUN
from tools import image
from tools.emulator import bench_latency, board_flash, flash_names, ready
from tools.emulator.chip import Chip
from tools.emulator.console import Console
from tools.image import flash_names as image_flash_names
from tools.image import uf2

GIVEN = Path(os.environ.get("IONTO_MICROPYTHON_UF2", image.ROOT / "vendor" / "micropython-pico.uf2"))


@pytest.fixture(autouse=True)
def patience() -> None:
    """An emulated second takes up to half a minute of wall time, more on a busy machine: the two minutes that any other
    test may take do not hold here; run() has a limit of its own."""
    faulthandler.cancel_dump_traceback_later()


@pytest.fixture(scope="module")
def board_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The one file for a Pico, made from the tree as it stands."""
    if not GIVEN.is_file():
        shown = GIVEN.relative_to(image.ROOT) if GIVEN.is_relative_to(image.ROOT) else GIVEN
        pytest.skip(f"emulated RP2040{DID_NOT_RUN}no {shown} (docs/emulator.md)")
    folder = tmp_path_factory.mktemp("board")
    image.build("pico", folder / "fs")
    uf2.build("pico", GIVEN, folder / "fs", folder / "ionto.uf2")
    return folder / "ionto.uf2"


def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    """In a process of its own: the simulation's names for MicroPython's modules must not meet those of other tests."""
    return subprocess.run(
        [sys.executable, "-B", *map(str, words)], cwd=image.ROOT, capture_output=True, text=True, timeout=1800
    )


def test_micropython_finds_the_files_where_they_were_put(board_file: Path) -> None:
    chip = Chip(board_flash.without(uf2.read_blocks(board_file), "main.py", "boot.py"))
    console = Console(chip)
    console.prompt()
    said = console.run("import os\nprint(sorted(os.listdir()), os.statvfs('/')[1:3])")
    assert "['a', 'chosen'] (4096, 352)" in said


def test_the_names_in_its_flash_are_those_that_the_image_takes(board_file: Path) -> None:
    """An image's names are chosen from them: whatever is not there takes memory."""
    assert set(flash_names.read(uf2.read_blocks(board_file))) == image_flash_names.NAMES


def test_the_unit_comes_alive_and_what_waiting_is_skipped_changes_no_byte(board_file: Path) -> None:
    """Its last four ticks are looked at by profile.py."""
    script = Path(__file__).parent / "first_seconds.py"
    said = [run(script, board_file, *more) for more in ((), ("--every-round",))]
    assert said[0].returncode == said[1].returncode == 0, said[0].stderr + said[1].stderr
    assert said[0].stdout == said[1].stdout
    lines = dict(line.split(" ", 1) for line in said[0].stdout.splitlines())
    assert lines["state"] == "1", "the self-test is on"
    assert int(lines["feeds"]) > 20, "the watchdog is fed at each tick"
    assert int(lines["safe_us"]) < 200_000, "outputs are driven low soon"
    assert lines["shown"] == "1", "the display is set up and lit"
    assert 100 < int(lines["lit"]) < 2000, "something is drawn, and what stood there at power-on is gone"
    self_us, whole_us = json.loads(lines["self_us"]), json.loads(lines["whole_us"])
    looked_us, waited_us = sum(self_us.values()), self_us["(waiting)"]
    assert 20_000 <= looked_us < 20_100 and 1000 < waited_us < 15_000
    assert whole_us["ionto.app.unit.run"] == looked_us - waited_us, "what is not waiting is the main loop's"
    loop = "ionto.app.unit.run"
    handle = next(name for name in whole_us if name.endswith(".handle"))  # of the supervisor, which shares a file
    assert self_us[loop] < 1000 < whole_us[handle] < whole_us[loop], whole_us
    assert lines["high"] == "", "nothing that could close a way to a person has been high with the relay at the person"


def test_chip_and_simulation_refuse_a_unit_without_its_converter_alike(board_file: Path, tmp_path: Path) -> None:
    """The cross-check, shortened: the same states in the same order, the same fault, no current."""
    scenario = {
        "name": "no_converter",
        "faults": [{"at_ms": 100, "part": "adc", "mode": "absent"}],
        "end_ms": 4500,
        "linger_ms": 0,
        "expect": {"result": "refused", "fault": "adc_absent"},
    }
    (tmp_path / "short.json").write_text(json.dumps(scenario))
    done = run(
        "-m", "tools.emulator", board_file, "--scenario", tmp_path / "short.json", "--out", tmp_path / "out"
    )  # fmt: skip
    assert done.returncode == ready.HELD, done.stdout + done.stderr
    assert "simulation   agrees" in done.stdout
    told = json.loads((tmp_path / "out" / "crosscheck.json").read_text())
    assert [stay["state"] for stay in told["stays"]] == ["selftest", "fault"]
    summary = json.loads((tmp_path / "out" / "summary.json").read_text())
    assert summary["invariants"]["INV-10"]["pass"]


@pytest.mark.parametrize(
    ("step", "named"),
    [
        ({"file": "ionto/treatment/session.mpy", "mode": "cut", "bytes": 700}, "session.mpy"),
        ({"file": "boot.py", "mode": "absent"}, "boot.py"),
        ({"file": "board.mpy", "mode": "flip", "byte": 1, "bit": 0}, "board.mpy"),
    ],
)
def test_a_damaged_file_is_told_and_the_console_answers(
    step: dict[str, object], named: str, board_file: Path, tmp_path: Path
) -> None:
    (tmp_path / "screens").mkdir()
    done = run(Path(__file__).parent / "refused_start.py", board_file, tmp_path, json.dumps(step))
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["lines"][0] == "S01 Program damaged" and named in told["lines"]
    assert told["lamp"] == 1 and not told["watchdog"]
    assert {"OUT_EN", "PUMP", "BOOST_EN", "LEG_FWD", "LEG_REV", "PATIENT"} <= set(told["driven_low"])
    assert (told["result"], told["fault"]) == ("refused", 101)
    assert told["answer"] == "42", "the prompt is reachable"


# What a part of the panel and a step of the self-test in one tick, and neither in the next, may move their ends.
PART_US = 2200


def test_the_bench_measures_and_cuts_on_the_dummy_load(board_file: Path, tmp_path: Path) -> None:
    done = run("-m", "tools.emulator.bench", board_file, "--small", "--phases", "1", "--out", tmp_path)
    assert done.returncode in (ready.HELD, ready.BROKE), done.stdout + done.stderr
    assert (tmp_path / "bench.json").is_file(), done.stdout + done.stderr
    found = json.loads((tmp_path / "bench.json").read_text())
    limits = {case.name: case.limit_us for case in bench_latency.LATENCIES if case.on_dummy}
    for name, limit_us in limits.items():
        assert 0 <= max(found["latencies"][name]) <= limit_us, name
    assert found["safe_us"] <= 200_000 and found["screen_us"] <= 600_000 and found["words_us"] <= 2_000_000
    assert found["emulated_us"] <= 5_900_000, "the lane's share; each phase of a fault takes 50 ms more"
    least, mean, most = found["ticks"]["selftest"]["period_us"]
    assert abs(mean - 5000) < PART_US / (found["ticks"]["selftest"]["ticks"] - 1), "only the two ends may move"
    assert 5000 - PART_US < least <= 5000 <= most < 5000 + PART_US


def test_the_simulation_charges_for_its_calls_what_the_chip_measures(board_file: Path) -> None:
    done = run("-m", "tools.emulator.costs", board_file)
    assert done.returncode == 0, done.stdout + done.stderr
