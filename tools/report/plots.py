"""Draws a run: what the person got, what was asked for, what the firmware measured, the load below. Judges nothing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("Agg")

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import blended_transform_factory

from tools.judges.recording import STATES, IntArray, Recording
from tools.judges.verdict import Verdict
from tools.scenario.schema import fault_label

WIDTH_PX, HEIGHT_PX, DPI = 1600, 1000, 100
COLUMNS = 1400  # of pixels across the axes: each shows the lowest and the highest value that fell into it

INK, SOFT, GRID = "#22303c", "#66757f", "#e3e8ec"
BODY, TARGET, SET, A, VOLTAGE, RESISTANCE = "#0b6e99", "#d9480f", "#f2a65a", "#8fb8a8", "#5b5ea6", "#a4733c"
BANDS = {
    "boot": "#eceff1", "selftest": "#dfe5ea", "ready": "#f4f6f7", "confirm": "#eef1f6", "checklist": "#e8ecf5",
    "contact": "#e5f2ec", "ramp": "#d9ecf5", "run": "#f0f7fb", "limited": "#fdf1d6", "reversal": "#e9e2f3",
    "paused": "#fbe3dc", "rampdown": "#d9ecf5", "done": "#e9f3e4", "fault": "#f6cfcf",
}  # fmt: skip
SHORT = {"checklist": "check", "selftest": "self-test", "rampdown": "down", "reversal": "turn"}
# What of events.csv is worth a mark; pins and lamps are not.
MARKED = {"fault": "#b3261e", "trip": "#b3261e", "reset": "#7b1fa2", "hang": "#7b1fa2", "exception": "#7b1fa2",
          "vbus": "#7b1fa2", "gap": "#8a6d3b", "user": "#37618e", "load": "#37618e"}  # fmt: skip
AIMING = ("contact", "ramp", "run", "limited", "reversal", "paused")  # a treatment has a target until it ends
TREATING = (*AIMING, "rampdown")
LABEL_GAP = 0.012  # of the width, between two upright names of states
LANES, CHARACTER = 3, 0.0046  # rows of words for events; width of a letter as a share of the axes
OHM_MOST = 20_000  # above this there is no usable contact, and the line leaves the picture
OPEN_OHM = 10_000_000  # the trace's highest resistance: nothing touches the electrodes (tools/harness/recorder.py)
ONCE_MS = 500  # the same event again within this is marked once
SIGNIFICANT_UA = 100  # below this current a measured resistance means nothing


def plot(recording: Recording, results: Mapping[str, Verdict], path_png: Path) -> None:
    """Writes the picture, 1600 x 1000. Raises OSError where the path cannot be written."""
    figure = Figure(figsize=(WIDTH_PX / DPI, HEIGHT_PX / DPI), dpi=DPI, facecolor="white")
    currents, lane, voltage, ohm = figure.subplots(4, 1, sharex=True, height_ratios=[54, 9, 19, 19])
    figure.subplots_adjust(left=0.05, right=0.975, top=0.835, bottom=0.058, hspace=0.06)
    _currents(currents, recording)
    _voltage(voltage, recording)
    _resistance(ohm, recording)
    unit, word = _seconds(recording)
    ohm.set_xlabel(f"time since power-on, {word}", color=INK)
    ohm.set_xlim(0, recording.length_ms / unit)
    ohm.xaxis.set_major_locator(MaxNLocator(12, integer=True, min_n_ticks=4))
    _bands((currents, voltage, ohm), recording)
    _events(lane, (currents, voltage, ohm), recording)
    _title(figure, recording, results)
    figure.savefig(path_png)


def _seconds(recording: Recording) -> tuple[float, str]:
    """Divisor from ms and the axis' words: seconds for a short run, minutes for a long one."""
    return (60_000, "min") if recording.length_ms > 180_000 else (1000, "s")


def extremes(values: IntArray, columns: int = COLUMNS) -> tuple[IntArray, IntArray, IntArray]:
    """Start index, lowest and highest value of each column of pixels: nothing that happened is smoothed away."""
    starts = np.unique(np.linspace(0, len(values), min(columns, len(values)), endpoint=False).astype(np.int64))
    return starts, np.minimum.reduceat(values, starts), np.maximum.reduceat(values, starts)


def _trace(
    axes: Axes, recording: Recording, t: IntArray, values: IntArray, colour: str, width: float, label: str, z: int
) -> None:
    """A line whose thickness at each pixel covers all that happened there."""
    unit, _ = _seconds(recording)
    starts, low, high = extremes(values)
    at = np.repeat(t[starts] / unit, 2)
    both = np.empty(2 * len(starts))
    both[0::2], both[1::2] = low / 1000, high / 1000
    axes.plot(at, both, color=colour, lw=width, label=label, zorder=z, solid_joinstyle="round")


def _currents(axes: Axes, recording: Recording) -> None:
    column = recording.columns
    t, sign = recording.t_ms, np.where(column["polarity"] < 0, -1, 1)
    target = aim_ua(recording)
    body_t = np.arange(recording.length_ms, dtype=np.int64)
    _trace(axes, recording, t, np.abs(column["a_ua"]) * sign, A, 4.5, "A, measured", 2)
    _trace(axes, recording, t, np.abs(column["set_ua"]) * sign, SET, 2.6, "setpoint", 3)
    _trace(axes, recording, t, target * sign, TARGET, 1.2, "target", 4)
    _trace(axes, recording, body_t, recording.body.astype(np.int64), BODY, 1.3, "through the body", 5)
    top = max(1.0, float(target.max(initial=0)) / 1000, float(recording.magnitude.max()) / 1000)
    reversed_too = bool((recording.body < -SIGNIFICANT_UA).any())
    forward_too = bool((recording.body > SIGNIFICANT_UA).any()) or not reversed_too
    axes.set_ylim(-top * 1.1 if reversed_too else -top * 0.03, top * 1.1 if forward_too else top * 0.03)
    axes.set_ylabel("current, mA" + ("  (sign: polarity)" if reversed_too else ""), color=INK)
    _dress(axes)


def aim_ua(recording: Recording) -> IntArray:
    """The target's magnitude in each row of the trace: 0 while no treatment has one. The firmware's own figure is what
    was asked for last, and stays after the end."""
    aiming = np.isin(recording.state, [STATES.index(name) for name in AIMING])
    return np.where(aiming, np.abs(recording.columns["target_ua"]), 0)


def _voltage(axes: Axes, recording: Recording) -> None:
    volts = np.abs(recording.columns["v_load_mv"])
    _trace(axes, recording, recording.t_ms, volts, VOLTAGE, 1.4, "voltage across the load", 4)
    axes.set_ylabel("load, V", color=VOLTAGE)
    axes.set_ylim(0, max(10.0, float(volts.max(initial=0)) / 1000 * 1.12))
    _dress(axes)


def _resistance(axes: Axes, recording: Recording) -> None:
    """The simulated resistance; where there is no contact the line has a gap instead of leaving the picture."""
    unit, _ = _seconds(recording)
    ohm = np.abs(recording.columns["load_ohm"])
    starts, low, high = extremes(ohm)
    shown = (high <= OHM_MOST) & (high > 0)
    at, both = np.repeat(recording.t_ms[starts] / unit, 2), np.empty(2 * len(starts))
    both[0::2], both[1::2] = np.where(shown, low / 1000, np.nan), np.where(shown, high / 1000, np.nan)
    axes.plot(at, both, color=RESISTANCE, lw=1.4, zorder=4)
    axes.set_ylabel("load, kΩ", color=RESISTANCE)
    # Scaled by the load under current: while hands go in, the resistance sweeps through every value.
    under = ohm[(np.abs(recording.columns["body_ua"]) > SIGNIFICANT_UA) & (ohm <= OHM_MOST)]
    axes.set_ylim(0, max(0.5, float(np.percentile(under, 99.5)) / 1000 * 1.2) if len(under) else OHM_MOST / 1000)
    _dress(axes)


def _dress(axes: Axes) -> None:
    axes.grid(True, color=GRID, lw=0.8, zorder=0)
    axes.set_axisbelow(True)
    axes.tick_params(colors=SOFT, length=0, labelsize=10)
    for side, spine in axes.spines.items():
        spine.set_visible(side == "bottom")
        spine.set_color(SOFT)


def state_bands(recording: Recording) -> list[tuple[float, float, str]]:
    """Begin and end (ms) and name of each stay in a state."""
    change = np.flatnonzero(np.diff(recording.state)) + 1
    begins = [0, *change.tolist()]
    ends = [*recording.t_ms[change].tolist(), recording.length_ms]
    return [
        (float(recording.t_ms[row]), float(end), STATES[recording.state[row]])
        for row, end in zip(begins, ends, strict=True)
    ]


def _bands(plots: tuple[Axes, ...], recording: Recording) -> None:
    """Colours of the states behind all plots, their names above: level where there is room, else upright, else none."""
    unit, _ = _seconds(recording)
    upper = plots[0]
    across = blended_transform_factory(upper.transData, upper.transAxes)
    last_upright = -1.0
    for begin, end, name in state_bands(recording):
        for axes in plots:
            axes.axvspan(begin / unit, end / unit, color=BANDS[name], lw=0, zorder=0)
        share, middle = (end - begin) / recording.length_ms, (begin + end) / 2
        word = name if share > _room(name) else SHORT.get(name, name)
        if share > _room(word):
            upper.text(middle / unit, 1.012, word, transform=across, ha="center", va="bottom", color=INK, fontsize=10)
        elif middle / recording.length_ms - last_upright > LABEL_GAP:
            upper.text(
                middle / unit, 1.012, word, transform=across, ha="center", va="bottom", color=INK, fontsize=8.5,
                rotation=90,
            )  # fmt: skip
            last_upright = middle / recording.length_ms


def marked_events(recording: Recording) -> list[tuple[int, str, str]]:
    """Time (ms), words and colour of what happened, a repetition within half a second left out.

    Walking through menus is no event, nor is a missing contact before there is a treatment.
    """
    marks: list[tuple[int, str, str]] = []
    gaps = iter(_gap_words(recording))
    treating = recording.in_states(*TREATING)
    for event in recording.events:
        gap = next(gaps) if event.kind == "gap" else ""
        if event.kind not in MARKED or (event.kind == "user" and event.name.startswith("release")):
            continue
        minor = event.kind == "gap" or event.name.startswith(("press", "hold"))
        if minor and not treating[min(event.t_us // 1000, len(treating) - 1)]:
            continue
        words = {
            "gap": gap,
            "fault": event.name if event.value else f"{event.name} ends",
            "trip": event.name,
            "reset": f"reset ({event.name})",
            "hang": f"hang ({event.name})",
            "vbus": "USB out" if event.value == 0 else "USB in",
        }.get(event.kind, event.name)
        at = event.t_us // 1000
        if words and not (event.kind == "reset" and at == 0):
            marks.append((at, _plain(words), MARKED[event.kind]))
    return _marked_once(sorted(marks, key=lambda one: one[0]), recording)


def _gap_words(recording: Recording) -> list[str]:
    """What each event "gap" was: less current flows than the unit asks for, as nothing touches the electrodes, or as
    the voltage does not suffice for this load. Empty where the unit itself has let go of the load."""
    words, began = [], ""
    last = len(recording.t_ms) - 1
    for event in recording.of_kind("gap"):
        row = min(int(np.searchsorted(recording.t_ms, event.t_us // 1000, side="right")), last)  # the first that knows
        touched = recording.columns["load_ohm"][row] < OPEN_OHM
        flows = event.body_ua != 0
        if event.value:
            began = "voltage too low" if flows else "" if touched else "no contact"
            words.append(began)
        elif began == "no contact":
            words.append("contact" if touched else "")
        else:
            words.append("voltage enough" if began and flows else "")
    return words


def _plain(name: str) -> str:
    return name.replace("_", " ")


def _marked_once(marks: list[tuple[int, str, str]], recording: Recording) -> list[tuple[int, str, str]]:
    """Without repetitions, and without the load's share of what the user's own event or a fault has shown already."""
    by_fault = {(event.t_us // 1000, _plain(event.name)) for event in recording.of_kind("fault")}
    by_user = [event.t_us // 1000 for event in recording.of_kind("user")]
    by_load = {_plain(event.name) for event in recording.of_kind("load")}
    last: dict[str, int] = {}
    kept: list[tuple[int, str, str]] = []
    for at, words, colour in marks:
        repeated = at - last.get(words, -ONCE_MS) < ONCE_MS or (at, f"load.{words}") in by_fault
        if not repeated and not (words in by_load and any(abs(at - user) < ONCE_MS for user in by_user)):
            kept.append((at, words, colour))
        last[words] = at
    return kept


def _room(word: str) -> float:
    """Share of the width that a state's name needs to lie level."""
    return 0.0062 * len(word) + 0.006


def _events(lane: Axes, plots: tuple[Axes, ...], recording: Recording) -> None:
    """A thin line for every event through all plots; its words in the lane below the currents, none over another."""
    unit, _ = _seconds(recording)
    lane.set_ylim(0, 1)
    lane.axis("off")
    free_from = [0.0] * LANES  # share of the width up to which each row of words is taken
    wordless = 0
    for at, words, colour in marked_events(recording):
        for axes in plots:
            axes.axvline(at / unit, color=colour, lw=0.7, alpha=0.55, zorder=1)
        share, width = at / recording.length_ms, CHARACTER * (len(words) + 2)
        begin = share if share + width <= 1 else share - width
        # From the lowest row up: the line down to a later event then passes no earlier one's words.
        row = next((i for i in reversed(range(LANES)) if free_from[i] <= begin), None)
        if row is None:
            wordless += 1
            continue
        free_from[row] = begin + width
        y = 1 - (row + 0.5) / LANES
        lane.axvline(at / unit, ymin=y, ymax=1.1, color=colour, lw=0.7, alpha=0.55, clip_on=False)
        lane.text(begin, y, f" {words}", transform=lane.transAxes, va="center", color=colour, fontsize=9)
    if wordless:
        lane.text(1, -0.1, f"{wordless} more events without words", transform=lane.transAxes, ha="right", va="center",
                  color=SOFT, fontsize=8)  # fmt: skip


def headline(run: Mapping[str, Any]) -> str:
    """`limit/load_short: fault (C06)`, the fault as the panel shows it."""
    fault = f" ({fault_label(int(run['fault']))})" if run["fault"] else ""
    return f"{run['scenario']}: {run['result']}{fault}"


def _title(figure: Figure, recording: Recording, results: Mapping[str, Verdict]) -> None:
    run = recording.run
    figure.text(0.05, 0.965, headline(run), fontsize=17, color=INK, weight="bold", va="center")
    detail = (
        f"{recording.body_ma_min():.1f} mA·min through the body, {run['set_ma'] or 0:g} mA × "
        f"{run['minutes'] or 0:g} min set, at most {recording.magnitude.max() / 1000:.2f} mA; "
        f"seed {run['seed']}, {run['interpreter']}"
    )
    figure.text(0.05, 0.93, detail, fontsize=11, color=SOFT, va="center")
    broken = [name for name, result in results.items() if not result.passed]
    verdict = f"broken: {', '.join(broken)}" if broken else f"all {len(results)} invariants hold" if results else ""
    colour = "#b3261e" if broken else "#2e7d4f"
    figure.text(0.975, 0.965, verdict, fontsize=13, color=colour, weight="bold", va="center", ha="right")
    handles, names = figure.axes[0].get_legend_handles_labels()
    figure.legend(handles[::-1], names[::-1], loc="center right", bbox_to_anchor=(0.98, 0.93), ncols=4, frameon=False,
                  fontsize=10, handlelength=1.6, columnspacing=1.2)  # fmt: skip
