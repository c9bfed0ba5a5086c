# What a scenario expects on the panel counts once it has stood there, though no state changed and nobody acted on it.

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tools.run import in_process

BROWSES = [
    {"at_ms": 7500, "press": "stop"},
    {"at_ms": 13_500, "press": "ok"},
    {"at_ms": 15_000, "press": "down"},
    {"at_ms": 16_500, "press": "ok"},
    {"at_ms": 17_400, "press": "up"},
]
AGAIN = {"at_ms": 18_000, "press": "up"}  # 0.6 s after: sooner than a person acts
LESS = {
    "person": "default",
    "current_ma": 3,
    "then": [
        {"after": {"state": "run", "ms": 2000}, "press": "down"},
        {"after": {"state": "run", "ms": 3500}, "press": "up"},
    ],
}


def said(user: Any, text: str, installed: Path, folder: Path) -> tuple[int, str]:
    scenario = {
        "load": {"table": [[0, 2000]]},
        "user": user,
        "end_ms": 75_000 if isinstance(user, dict) else 20_000,
        "linger_ms": 0,
        "expect": {"screen_has": text},
    }
    (folder / "shown.json").write_text(json.dumps(scenario))
    done = in_process.run(folder / "shown.json", folder / "out", installed)
    return done.code, done.output


@pytest.mark.parametrize("user", [[*BROWSES, AGAIN], LESS], ids=["in the menu, briefly", "under current, hands in"])
def test_text_that_comes_and_goes_within_a_state_counts(user: Any, installed: Path, tmp_path: Path) -> None:
    text = "10.5 mA" if isinstance(user, list) else "2.5"
    code, words = said(user, text, installed, tmp_path)
    assert code == 0, words


def test_text_that_never_stood_there_does_not(installed: Path, tmp_path: Path) -> None:
    code, words = said([*BROWSES, AGAIN], "12.5 mA", installed, tmp_path)
    assert code == 1
    assert 'no screen showed "12.5 mA"' in words


def test_who_only_browses_the_menu_breaks_no_invariant(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "browse.json").write_text(json.dumps({"user": [*BROWSES, AGAIN], "end_ms": 20_000}))
    done = in_process.run(tmp_path / "browse.json", tmp_path / "out", installed)
    assert done.code == 0, done.output
