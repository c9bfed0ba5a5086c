# The walk on the board's page, from a fresh clone to a calibrated unit with its first log: eight commands at most, each
# one of make's, each variable one that its recipe takes, in an order in which they can be done.

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "boards" / "pico" / "README.md"
MOST = 8
CLONE = 1  # git clone, which no page of the clone can say


def walk() -> list[tuple[str, dict[str, str]]]:
    """The commands, each with its variables."""
    part = re.search(r"^## The walk.*?\n(.*?)^## ", PAGE.read_text("utf-8"), re.M | re.S)
    assert part, "the page has no walk"
    found = []
    for line in re.findall(r"^    make (.+)$", part[1], re.M):
        target, *words = line.split()
        found.append((target, dict(word.split("=", 1) for word in words)))
    return found


def recipe(target: str) -> str:
    found = re.search(rf"^{target}:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text("utf-8"), re.M)
    assert found, f"make knows no {target}"
    return found[1]


def test_the_walk_is_short_and_ends_with_a_log() -> None:
    targets = [target for target, _ in walk()]
    assert CLONE + len(targets) <= MOST
    assert targets[0] == "live" and targets[-1] == "logs"
    assert targets.index("flash") < targets.index("calibrate") < targets.index("logs")


@pytest.mark.parametrize(("target", "given"), walk())
def test_each_command_takes_what_the_walk_gives_it(target: str, given: dict[str, str]) -> None:
    taken = set(re.findall(r"\$\(if \$\((\w+)\)|\$\$(\w+)", recipe(target)))
    assert given.keys() <= {name for pair in taken for name in pair if name}
    for name in ("SCENARIO",):
        assert name not in given or (ROOT / given[name]).is_file()


def test_the_ports_of_the_walk_are_those_that_its_first_command_makes() -> None:
    from tools.live import pty

    links = Path(pty.LINKS).resolve()
    for _, given in walk()[1:]:
        for name in given.keys() & {"PORT", "METER"}:
            assert (ROOT / given[name]).parent.resolve() == links and (ROOT / given[name]).name in ("console", "meter")
