# What the simulated circuit writes down of the body's current, when for a long time nothing changes.

from __future__ import annotations

import pytest

from host_tests.support.sim_bench import QUIET, Bench
from tools.judges import body
from tools.sim.plant.circuit import FLUSH
from tools.sim.plant.switches import LEG_FWD


@pytest.mark.parametrize("filled", [0, 2, FLUSH - 4, FLUSH - 2])
def test_an_hour_and_more_of_one_current_is_recorded_whole(filled: int) -> None:
    bench = Bench(load={**QUIET, "table": [[0, 2_000]]}).closed(LEG_FWD)
    c = bench.circuit
    told = bytearray()
    c.flush = lambda samples: told.extend(bytes(samples))
    c.body_ua = 7_000
    c._changed_at = c._last
    while c._at != filled:
        c._record()
    c._record()
    told_us = sum(memoryview(bytes(told) + bytes(c._body[: c._at])).cast("i")[::2])
    c._last += 80 * 60_000_000
    c.body_ua = 0
    c._record()
    changes = bytes(told) + bytes(c._body[: c._at])
    averages = body.averages(changes)
    assert len(averages) == (told_us + 80 * 60_000_000) // 1000
    assert (averages[-80 * 60_000 + 1 : -1] == 7_000).all()
