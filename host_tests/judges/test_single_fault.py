"""INV-1B breaks on revision A's weaknesses, as the simulated stage itself records them, and holds on B."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from host_tests.support.synthetic_run import Story
from tools.circuit.simulated import Bench
from tools.circuit.spice.body import DRY, SOAKED
from tools.judges.invariants import judge
from tools.judges.recording import Event
from tools.judges.verdict import Verdict

LEGS = ("fwd_high", "fwd_low", "rev_high", "rev_low")
SINGLE = (
    *((f"leg_{leg}", mode, {}) for leg in LEGS for mode in ("stuck_open", "stuck_closed")),
    *(("leg_diode", mode, {"leg": leg}) for leg in LEGS for mode in ("short", "open")),
    ("rail_short", "short", {}),
    ("s1", "stuck_open", {}),
    ("s1", "stuck_closed", {}),
    ("sink", "short", {"ohm": 1}),
    ("sink", "feedback_low", {"permille": 20_000}),
    ("sink", "feedback_open", {}),
    ("shunt_a", "open", {}),
    ("shunt_b", "open", {}),
    ("latch", "dead", {}),
    ("boost", "rail", {"mv": 70_000}),
    ("relay", "stuck_rest", {}),
    ("relay", "intermittent", {"period_ms": 10}),
)


def verdict(revision: str, part: str, mode: str, body: object = DRY, **values: Any) -> Verdict:
    """20 mA forward, then the fault for 20 ms."""
    bench = Bench(revision, body)  # type: ignore[arg-type]
    bench.ready(0.8)
    bench.mark()
    bench.fault(part, mode, **values)
    bench.ms(20)
    bench.circuit.end()
    recording = Story(10, 3).whole().recording()
    changes = np.array([0, bench._first, *bench._changes], np.int32).reshape(-1, 2)
    recording = replace(
        recording, changes=changes, events=[Event(0, "fault", f"{part}.{mode}", 1, 0), *recording.events]
    )
    fault = {"part": part, "mode": mode, "values": values, "after": None, "at_ms": 0, "for_ms": None}
    return judge(recording, {"faults": [fault]})["INV-1B"]


@pytest.mark.parametrize(
    ("part", "mode"), [("leg_rev_high", "stuck_closed"), ("leg_rev_low", "stuck_closed"), ("rail_short", "short")]
)
def test_revision_a_is_weak_where_a_leg_across_or_the_rail_shorts(part: str, mode: str) -> None:
    told = verdict("A", part, mode)
    assert not told.passed
    assert verdict("B", part, mode).passed


@pytest.mark.parametrize("body", [DRY, SOAKED], ids=["dry", "soaked"])
@pytest.mark.parametrize(("part", "mode", "values"), SINGLE, ids=[f"{p}-{m}-{v}" for p, m, v in SINGLE])
def test_no_single_fault_inside_revision_b_breaks_it(
    part: str, mode: str, values: dict[str, Any], body: object
) -> None:
    told = verdict("B", part, mode, body, **values)
    assert told.passed, told


@pytest.mark.parametrize("part", ["load", "terminals"])
def test_a_path_from_a_to_b_is_bounded_by_its_charge(part: str) -> None:
    assert verdict("B", part, "short", ohm=1).passed
