"""Has a finished run judged, drawn and summed up, and puts the summary into words. Judges nothing itself.

The parts that do the work (judges, plots, screens) need numpy and matplotlib and are loaded here only when they are
wanted, so that the first line of a run does not wait for them; `load` does it while the unit runs.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tools.judges.expectation import Facts, failures

Json = dict[str, Any]


class ReportError(Exception):
    """The recording is missing or damaged; the message names the place."""


def load(drawn: bool) -> None:
    """Load what judges, and what draws: a second or two, which nobody waits for while the simulated unit runs."""
    from tools.judges import invariants, raw, recording  # noqa: F401

    if drawn:
        from tools.report import plots, screens  # noqa: F401


def judge(
    out: Path, scenario: Json, facts: Facts, end: Json, interpreter: str, wall_s: float, *, bare: bool = False
) -> tuple[Json, Any]:
    """Judges the recording in `out` and writes summary.json there; returns its contents, and what the pictures need.

    `end` is what the simulated unit reported at its end, `wall_s` how long it took; `bare`: without trace.csv, which is
    for people. Raises ReportError.
    """
    from tools.judges import invariants, raw, recording
    from tools.report.summary import summarize, write

    unmet = failures(scenario["expect"], facts)
    _complete_run_json(out / "run.json", end, scenario, interpreter, wall_s, not unmet)
    try:
        run = recording.load(out, raw.translate(out, text=not bare))
    except recording.RecordingError as error:
        raise ReportError(f"the run cannot be judged: {error}") from error
    results = invariants.judge(run, scenario)
    summary = summarize(run, results, scenario)
    summary["expectation"] = {"held": not unmet, "unmet": unmet}
    write(summary, out / "summary.json")
    return summary, (run, results)


def _complete_run_json(path: Path, end: Json, scenario: Json, interpreter: str, wall_s: float, met: bool) -> None:
    """Adds to the simulated unit's own facts what only the runner knows."""
    try:
        own = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    except ValueError as error:
        raise ReportError(f"the run cannot be judged: {path} is not JSON ({error})") from error
    known = {
        "interpreter": end.get("interpreter", interpreter),  # with its version, where the unit reports it
        "seed": scenario["seed"],
        "scenario": scenario["name"],
        "wall_s": round(wall_s, 2),
        "sim_reached_expect": met,
    }
    text = json.dumps({**own, **end, **known}, indent=1, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8")


def draw(out: Path, judged: Any) -> None:
    """Draws trace.png and the screens into `out`; `judged` is what `judge` returned."""
    from tools.report import plots, screens

    run, results = judged
    plots.plot(run, results, out / "trace.png")
    screens.write_screens(run, out / "screens")


def text(summary: Json, out: Path) -> str:
    """The summary for a person: what came of it, what broke, where the files are."""
    fault = f", {summary['fault']}" if summary["fault"] else ""
    speed = summary["sim_s"] / summary["wall_s"] if summary["wall_s"] else 0
    times = f"{speed:.0f}" if speed >= 1 else f"{speed:.1g}"  # slower than real time is shown as such, not as 0
    lines = [
        "",
        f"result       {summary['result'] or 'none'}{fault}",
        *_cause(summary["cause"]),
        f"delivered    {summary['delivered_ma_min'] or 0:.1f} mA·min by the unit's count, {summary['body_ma_min']:.1f} "
        f"mA·min through the body; set {summary['set_ma'] or 0:g} mA, {summary['minutes'] or 0:.3g} min",
        f"body         at most {summary['max_body_ua'] / 1000:.2f} mA",
        f"time         {summary['sim_s']:.0f} s simulated in {summary['wall_s']:.1f} s ({times}x)",
        f"expectation  {'held' if summary['expectation']['held'] else 'NOT HELD'}",
        *(f"             {sentence}" for sentence in summary["expectation"]["unmet"]),
        f"invariants   {_invariants(summary)}",
        *(f"             {one['sentence']}" for one in summary["invariants"].values() if not one["pass"]),
        f"files        {out}/: summary.json{_for_people(out)}",
    ]
    return "\n".join(lines)


def _cause(cause: Json | None) -> list[str]:
    """Why it stopped, where it stopped by itself."""
    if not cause:
        return []
    figures = "" if cause["measured"] is None else f": measured {cause['measured']}, allowed {cause['allowed']}"
    return [f"cause        {cause['fault']}{figures}"]


def _invariants(summary: Json) -> str:
    broken = [name for name, one in summary["invariants"].items() if not one["pass"]]
    count = len(summary["invariants"])
    return f"{len(broken)} of {count} BROKEN" if broken else f"all {count} hold"


def _for_people(out: Path) -> str:
    there = "".join(f", {name}" for name in ("trace.csv", "trace.png") if (out / name).is_file())
    return there + (", screens/" if any((out / "screens").glob("*.png")) else "")
