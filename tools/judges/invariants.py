"""Judges a recorded run against the safety invariants, on the simulated body, not on what the firmware believes.

recording = load(folder)
results = judge(recording, scenario)   # id -> Verdict
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tools.judges.current import inv_1, inv_2
from tools.judges.density import inv_12
from tools.judges.dose import inv_6, inv_8
from tools.judges.glass import inv_13
from tools.judges.person import inv_14
from tools.judges.realtime_rules import inv_9, inv_10
from tools.judges.recording import Recording
from tools.judges.second_shock import inv_15
from tools.judges.silence import inv_5, inv_7
from tools.judges.single_fault import inv_1b
from tools.judges.switching import inv_3, inv_4
from tools.judges.verdict import Verdict

Judge = Callable[[Recording, Mapping[str, Any]], Verdict]

# INV-11 (every fault that took effect is detected, or harmless) takes its place here: it needs the verdicts of INV-1 to
# INV-7 and, for each fault of causes.faults(), the limit within which a `trip` event must follow.
JUDGES: dict[str, Judge] = {
    "INV-1": inv_1,
    "INV-1B": inv_1b,
    "INV-2": inv_2,
    "INV-3": inv_3,
    "INV-4": inv_4,
    "INV-5": inv_5,
    "INV-6": inv_6,
    "INV-7": inv_7,
    "INV-8": inv_8,
    "INV-9": inv_9,
    "INV-10": inv_10,
    "INV-12": inv_12,
    "INV-13": inv_13,
    "INV-14": inv_14,
    "INV-15": inv_15,
}


def judge(recording: Recording, scenario: Mapping[str, Any]) -> dict[str, Verdict]:
    """Every invariant's verdict. `scenario`, as tools/scenario/loader.py normalises it, supplies values of faults."""
    return {name: one(recording, scenario) for name, one in JUDGES.items()}
