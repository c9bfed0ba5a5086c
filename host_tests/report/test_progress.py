# What a run shows while it goes on: bar and panel on a terminal, plain lines elsewhere.

from __future__ import annotations

import io

from hypothesis import given
from hypothesis import strategies as st

from tools.line_protocol import Line
from tools.report.progress import PlainProgress, braille, choose, share


def dot(memory: bytearray, x: int, y: int) -> None:
    memory[y // 8 * 128 + x] |= 1 << y % 8


@given(st.integers(0, 127), st.integers(0, 63))
def test_every_dot_of_the_panel_has_its_place_in_braille(x: int, y: int) -> None:
    memory = bytearray(1024)
    dot(memory, x, y)
    lines = braille(bytes(memory))
    assert (len(lines), {len(line) for line in lines}) == (16, {64})
    # Unicode numbers the dots 1 2 3 7 down the left and 4 5 6 8 down the right.
    number = (1, 2, 3, 7, 4, 5, 6, 8)[x % 2 * 4 + y % 4]
    assert lines[y // 4][x // 2] == chr(0x2800 + (1 << number - 1))
    assert sum(c != " " for line in lines for c in line) == 1


def test_progress_without_an_estimate_is_none() -> None:
    assert share(Line("P", 5000)) == 0
    assert share(Line("P", 5000, end_ms=4000)) == 1000


def test_estimate_that_grows_prints_no_tenth_twice() -> None:
    out = io.StringIO()
    plain = PlainProgress(out, out)
    for t_ms, end_ms in ((2000, 10_000), (3000, 30_000), (5000, 30_000), (9000, 30_000)):
        plain.show(Line("P", t_ms, "run", end_ms))
    assert [line.split()[1] for line in out.getvalue().splitlines()] == ["20", "30"]


class Terminal(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


def test_drawings_need_a_terminal_that_can_show_them() -> None:
    def kind(encoding: str, term: str) -> str:
        return type(choose(Terminal(io.BytesIO(), encoding), io.StringIO(), {"TERM": term})).__name__

    assert kind("utf-8", "xterm") == "TerminalProgress"
    assert kind("latin-1", "xterm") == "PlainProgress"
    assert kind("utf-8", "dumb") == "PlainProgress"
    assert kind("utf-8", "") == "PlainProgress"
    assert type(choose(io.StringIO(), io.StringIO(), {"TERM": "xterm"})).__name__ == "PlainProgress"
