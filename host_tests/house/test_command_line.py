# What every command says of words it does not take: one line with cause and next step, exit code 2. Runs nothing.

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tools import image
from tools.campaigns import accuracy, latency, limit_mutation
from tools.circuit import __main__ as circuit
from tools.circuit.spice import __main__ as spice
from tools.command_line import Parser, at_least, whole
from tools.emulator import costs
from tools.image import uf2
from tools.run import cli

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("main", "words", "cause", "module"),
    [
        (cli.main, "--seed 1.5", "run: argument --seed: '1.5' is not a whole number", "tools.run"),
        (cli.main, "--sede 1", "run: unrecognized arguments: --sede 1", "tools.run"),
        (accuracy.main, "--small x", "accuracy: unrecognized arguments: x", "tools.campaigns.accuracy"),
        (latency.main, "--step-us 0", "latency: argument --step-us: '0' is not a whole number from 1 up",
         "tools.campaigns.latency"),
        (latency.main, "--only hnag", "latency: argument --only: invalid choice: 'hnag' (choose from",
         "tools.campaigns.latency"),
        (limit_mutation.main, "--jobs 0", "limit_mutation: argument --jobs: '0' is not a whole number from 1 up",
         "tools.campaigns.limit_mutation"),
        (costs.main, "a b", "costs: unrecognized arguments: b", "tools.emulator.costs"),
        (uf2.main, "pico", "uf2: the following arguments are required: --micropython", "tools.image.uf2"),
        (circuit.main, "--revision C", "circuit: unrecognized arguments: --revision C", "tools.circuit"),
        (spice.main, "--jobs 0", "spice: argument --jobs: '0' is not a whole number from 1 up", "tools.circuit.spice"),
        (image.main, "", "image: the following arguments are required: board", "tools.image"),
    ],
)  # fmt: skip
def test_wrong_words_are_told_in_one_line(main: Any, words: str, cause: str, module: str, capsys: Any) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words.split())
    told = capsys.readouterr()
    assert (ended.value.code, told.out) == (2, "")
    assert told.err.startswith(cause) and told.err.endswith(f". See: python -m {module} --help\n"), told.err
    assert told.err.count("\n") == 1
    assert find_spec(module) is not None, "the next step must be one"


def test_a_command_may_name_another_next_step(capsys: Any) -> None:
    with pytest.raises(SystemExit):
        Parser("bake", "kitchen.bake", "Bakes.\n\nSlowly.", "With make: N=20").parse_args(["--hotter"])
    assert capsys.readouterr().err == "bake: unrecognized arguments: --hotter. With make: N=20\n"


def test_the_help_begins_with_the_first_line_of_what_a_command_is_about(capsys: Any) -> None:
    with pytest.raises(SystemExit) as ended:
        Parser("bake", "kitchen.bake", "\nBakes.\n\nSlowly.").parse_args(["--help"])
    told = capsys.readouterr().out
    assert ended.value.code == 0 and told.startswith("usage: python -m kitchen.bake ") and "\nBakes.\n\n" in told
    assert "Slowly" not in told


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [(whole, "-7", -7), (whole, "0", 0), (at_least(0), "0", 0), (at_least(3), "3", 3), (at_least(1), "1000", 1000)],
)
def test_whole_numbers_are_taken(kind: Any, text: str, value: int) -> None:
    assert kind(text) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [(whole, "1.5"), (whole, ""), (whole, "x"), (at_least(3), "2"), (at_least(0), "-1"), (at_least(1), "1.0")],
)
def test_others_are_refused(kind: Any, text: str) -> None:
    with pytest.raises(Exception, match=f"^'{text}' is not a whole number"):
        kind(text)


def test_no_command_lets_its_words_be_told_in_the_usual_way() -> None:
    """doctor.py alone: it must begin under any Python, however old, and with nothing beside it."""
    named = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "tools").rglob("*.py")
        if "argparse.ArgumentParser(" in path.read_text(encoding="utf-8")
    }
    assert named == {"tools/doctor.py"}
