"""Puts a run into `summary.json`: what happened, was claimed, was true, and the judges' verdicts. Judges nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tools.judges.expectation import name_of
from tools.judges.figures import figures
from tools.judges.recording import Recording
from tools.judges.verdict import Verdict
from tools.scenario.schema import fault_label


def summarize(
    recording: Recording, results: Mapping[str, Verdict], scenario: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The contents of summary.json.

    `delivered_ma_min` is the firmware's own figure, `body_ma_min` the integral of the simulated body's current.
    """
    run = recording.run
    return {
        "result": run["result"],
        "fault": fault_label(int(run["fault"] or 0)) or None,
        "cause": cause(run),
        "delivered_ma_min": run["delivered_ma_min"],
        "body_ma_min": round(recording.body_ma_min(), 3),
        "set_ma": run["set_ma"],
        "minutes": run["minutes"],
        "max_body_ua": int(recording.magnitude.max(initial=0)),
        "invariants": {name: result.as_json() for name, result in results.items()},
        "invariants_hold": all(result.passed for result in results.values()),
        "figures": figures(recording, scenario or {}),
        "sim_s": round(float(run["sim_ms"]) / 1000, 3),
        "wall_s": run["wall_s"],
        "interpreter": run["interpreter"],
        "seed": run["seed"],
        "scenario": run["scenario"],
        "version": run["version"],
    }


def cause(run: Mapping[str, Any]) -> dict[str, Any] | None:
    """Why the unit stopped by itself: the fault, `F04 a_b_disagree`, and the two figures that were held against each
    other, in the unit of that limit; None each where the fault compares none. None without a fault."""
    if not run["fault"]:
        return None
    figures = run.get("trip_measured"), run.get("trip_allowed")
    measured, allowed = figures if any(figures) else (None, None)  # the unit reports 0 and 0 where it compares none
    return {"fault": name_of(int(run["fault"])), "measured": measured, "allowed": allowed}


def write(contents: Mapping[str, Any], path: Path) -> None:
    """Writes it for people and programs alike; `allow_nan` is off, so that any JSON reader can read it."""
    path.write_text(json.dumps(contents, indent=2, ensure_ascii=False, allow_nan=False) + "\n", encoding="utf-8")
