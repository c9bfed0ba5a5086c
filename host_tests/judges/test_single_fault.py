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


def of_changes(changes: list[tuple[int, int]], path_us: int) -> Verdict:
    """Levels (µA) for their times (µs), as the body had them; a path between the sockets from `path_us` on."""
    flat = [value for pair in changes for value in pair]
    recording = replace(
        Story(10, 3).whole().recording(),
        changes=np.array([0, 0, *flat], np.int32).reshape(-1, 2),
        events=[Event(0, "pin", "LEG_FWD", 1, 0), Event(path_us, "fault", "terminals.short", 1, 0)],
    )
    fault = {"part": "terminals", "mode": "short", "values": {"ohm": 1}, "after": None, "at_ms": 0, "for_ms": None}
    return judge(recording, {"faults": [fault]})["INV-1B"]


def test_a_path_lifts_nothing_before_it_is_there() -> None:
    """10 mA backwards for 1 ms are less charge than a path may let go; they came before it."""
    back = [(5_000, -10_000), (1_000, 0), (50_000, 0)]
    told = of_changes(back, 20_000)
    assert not told.passed and "against the direction" in told.worst.about
    assert of_changes(back, 4_000).passed


def test_what_flows_back_and_does_not_end_breaks_it() -> None:
    """Skin and capacitor are empty within 20 ms; the electrodes' own voltage drives a milliampere, not two."""
    assert not of_changes([(5_000, -2_000), (3_000_000, 0)], 5_000).passed
    assert of_changes([(5_000, -1_000), (3_000_000, 0)], 5_000).passed


@pytest.mark.parametrize("part", ["load", "terminals"])
@pytest.mark.parametrize("revision", ["A", "B"])
def test_a_path_that_lets_go_more_than_was_held_breaks_it(revision: str, part: str) -> None:
    """Skins of 3.6 µF, three times the reference: no revision helps against metal, and the judge says so."""
    told = verdict(revision, part, "short", replace(DRY, skin_nf=3600), ohm=1)
    assert not told.passed and "a path from A to B" in told.worst.about
