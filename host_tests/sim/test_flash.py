# The simulated flash: the model and the real LittleFS behave alike, and its faults do what they say.

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from host_tests.on_micropython import flash_cases, flash_replay
from tools import interpreter
from tools.sim.mcu import flash as sim_flash

ROOT = Path(__file__).resolve().parents[2]

NAMES = st.sampled_from(["a", "b", "data", "data/a", "data/b", "data/sub", "data/sub/a", "/a", "a/b", "none/a"])
TEXT = st.sampled_from(["", "x", "hello", "0123456789" * 9, "long" * 1200])


def _into_itself(op: tuple[str, str, str]) -> bool:
    """A folder moved into itself: LittleFS does as asked and loses both. The unit never asks."""
    return op[2].strip("/").startswith(op[1].strip("/") + "/")


OPERATION = st.one_of(
    st.tuples(st.just("mkdir"), NAMES),
    st.tuples(st.just("write"), NAMES, TEXT),
    st.tuples(st.just("read"), NAMES),
    st.tuples(st.just("list"), st.one_of(NAMES, st.just("/"))),
    st.tuples(st.just("stat"), NAMES),
    st.tuples(st.just("remove"), NAMES),
    st.tuples(st.just("rmdir"), NAMES),
    st.tuples(st.just("rename"), NAMES, NAMES).filter(lambda op: not _into_itself(op)),
    st.tuples(st.just("remount")),
)
# One file open at a time, and nothing else renames or removes it meanwhile: the unit does neither.
MODES = st.sampled_from(["rb", "wb", "ab", "r+b"])
_NEVER = {"rb": "put", "wb": "get", "ab": "get", "r+b": ""}  # reading what is open for writing only, and so on
WHILE_OPEN = st.one_of(
    st.tuples(st.just("put"), TEXT),
    st.tuples(st.just("get"), st.sampled_from([-1, 0, 3, 7000])),
    st.tuples(st.just("seek"), st.sampled_from([0, 2, 50])),
    st.tuples(st.just("flush")),
    st.tuples(st.just("tell")),
    st.tuples(st.just("stat"), NAMES),
    st.tuples(st.just("list"), st.just("/")),
)
OPENED = st.tuples(NAMES, MODES, st.lists(WHILE_OPEN, max_size=6), st.sampled_from(["close", "remount"])).map(
    lambda t: [("open", t[0], t[1]), *(op for op in t[2] if op[0] != _NEVER[t[1]]), (t[3],)]
)
SEQUENCE = st.lists(st.one_of(OPERATION.map(lambda op: [op]), OPENED), min_size=4, max_size=14).map(
    lambda parts: [("mkdir", "data")] + [op for part in parts for op in part]
)


@pytest.fixture(scope="module")
def real() -> Iterator[subprocess.Popen[str]]:
    """One MicroPython that replays every sequence on a real LittleFS."""
    process = subprocess.Popen(
        [*interpreter.micropython(), "-X", "heapsize=4M", "host_tests/on_micropython/flash_replay.py"],
        env={**os.environ, "MICROPYPATH": f"{ROOT}:.frozen"},
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    yield process
    process.communicate()
    assert process.returncode == 0


def replay(process: subprocess.Popen[str], ops: list[Any]) -> Any:
    assert process.stdin and process.stdout
    process.stdin.write(json.dumps(ops) + "\n")
    process.stdin.flush()
    answer = process.stdout.readline()
    while not answer.startswith("[["):  # a file left open says EIO when the collector finds it
        answer = process.stdout.readline()
    return json.loads(answer)


@settings(max_examples=300)
@given(ops=SEQUENCE)
@example(ops=[("open", "a", "wb"), ("put", "x"), ("stat", "a"), ("flush",), ("stat", "a"), ("put", "y"), ("remount",)])
@example(ops=[("write", "a", "old"), ("open", "a", "wb"), ("put", "new"), ("read", "a"), ("remount",), ("read", "a")])
def test_model_answers_as_the_real_littlefs_does(real: subprocess.Popen[str], ops: list[Any]) -> None:
    assert json.loads(json.dumps(flash_replay.play(sim_flash, ops))) == replay(real, ops)


@pytest.mark.parametrize("case", flash_cases.CASES, ids=lambda case: case.__name__)
def test_faults_of_the_model(case: Callable[[Any], None]) -> None:
    case(sim_flash)


def test_faults_of_the_real_littlefs(micropython: Callable[..., str]) -> None:
    said = micropython(
        "from tools.sim.mcu import flash\n"
        "from host_tests.on_micropython import flash_cases as cases\n"
        "for name in cases.main(flash): print('held', name)",
        paths=(".",),
    )
    held = [line.split()[1] for line in said.splitlines() if line.startswith("held ")]
    assert held == [case.__name__ for case in flash_cases.CASES]


def test_failing_writes_outlive_a_power_on(micropython: Callable[..., str]) -> None:
    """A worn flash is not mended by switching off; on the model and on the real LittleFS."""
    worn = (
        "m = flash.mount(flash.RamFlash(32, 4096), cases.TREE)\n"
        "m.flash.fail(1, 1 << 30)\n"
        "first = cases.error_of_write(m)\n"
        "m = m.remount()\n"
        "told = [first, cases.error_of_write(m), cases.read(m, 'data/a')]\n"
        "m.flash.heal()\n"
        "told.append(cases.error_of_write(m))\n"
        "m.unmount()\n"
    )
    here: dict[str, Any] = {"flash": sim_flash, "cases": flash_cases}
    exec(worn, here)
    imports = "from tools.sim.mcu import flash\nfrom host_tests.on_micropython import flash_cases as cases\n"
    said = micropython(imports + worn + "print(told)", paths=(".",))
    assert here["told"] == [5, 5, b"old", 0]
    assert said.splitlines()[-1] == str(here["told"])


def test_host_files_stay_reachable_below_host(micropython: Callable[..., str]) -> None:
    said = micropython(
        "import os\nfrom tools.sim.mcu import flash\n"
        "here = os.getcwd()\n"
        "m = flash.mount(flash.RamFlash(16, 4096), {'x': b'y'})\n"
        "print('README.md' in os.listdir('/host' + here), os.listdir('/'))\n"
        "m.unmount()\n"
        "print('README.md' in os.listdir(here))",
        paths=(".",),
    )
    assert said.splitlines() == ["True ['host', 'x']", "True"]
