# What a simulated unit said before its end is told, whatever pipe it said it on; its end is told last.

from __future__ import annotations

import subprocess
import sys

import pytest

from tools.run import sim_client

SAYS = "import os, sys; os.write(sys.{first}.fileno(), {words!r}); os.write(sys.{second}.fileno(), {end!r})"
END = "S 10 done\nZ {}\n"


def unit(first: str, words: str, second: str, end: str) -> subprocess.Popen[bytes]:
    """A process that has said all it has to say and is gone: both its pipes wait to be read."""
    says = SAYS.format(first=first, words=words.encode(), second=second, end=end.encode())
    process = sim_client.start([sys.executable, "-c", says], subprocess.DEVNULL)
    process.wait()
    return process


def heard(process: subprocess.Popen[bytes]) -> list[tuple[str, str]]:
    told = [(line.kind, line.text) for line in sim_client.told(process, sim_client.lines(process))]
    sim_client.end(process, 0.0)
    return told


@pytest.mark.parametrize("words", ["from below\n", "from below"])
def test_words_on_the_other_pipe_before_the_end_are_told_before_it(words: str) -> None:
    assert heard(unit("stderr", words, "stdout", END)) == [("S", "done"), ("C", "from below"), ("Z", "")]


def test_a_whole_pipe_of_words_is_told() -> None:
    """As many as a pipe holds."""
    told = heard(unit("stderr", "0123456789abcde\n" * 4096, "stdout", END))
    assert len(told) == 4096 + 2
    assert told[-1] == ("Z", "")


def test_words_without_a_line_end_are_told_where_no_end_is() -> None:
    process = unit("stdout", "half a line", "stderr", "the other half")
    told = []
    with pytest.raises(sim_client.SimProcessError, match="without telling its end"):
        for line in sim_client.told(process, sim_client.lines(process)):
            told.append(line.text)
    sim_client.end(process, 0.0)
    assert sorted(told) == ["half a line", "the other half"]
