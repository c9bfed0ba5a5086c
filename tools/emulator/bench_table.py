# The table of costs and latencies: rows with limit, physical limit and their ratio, from what bench.py measured.
# Measures nothing.

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from tools import image
from tools.emulator.bench_latency import LATENCIES
from tools.emulator.flash_cache import MODEL, SPREAD

Json = dict[str, Any]


@dataclass(frozen=True)
class Row:
    """One line. Figures in `unit`; `limit` and `physical` are None where there is none. `over`: the limit is passed."""

    about: str
    values: tuple[float, ...]
    unit: str
    limit: float | None = None
    physical: float | None = None
    why: str = ""
    at_least: bool = False

    @property
    def over(self) -> bool:
        worst = min(self.values) if self.at_least else max(self.values)
        return self.limit is not None and (worst < self.limit if self.at_least else worst > self.limit)

    @property
    def ratio(self) -> float | None:
        """Of the worst to what physics asks."""
        return max(self.values) / self.physical if self.physical else None


def rows(measured: Json) -> list[Row]:
    """Everything that was measured, in the table's order."""
    return _ticks(measured) + _start(measured) + _memory(measured) + _latencies(measured)


def _ticks(measured: Json) -> list[Row]:
    found = []
    for where, about in (("live", "under current"), ("menus", "in the menus"), ("selftest", "in the self-test")):
        figures = measured.get("ticks", {}).get(where)
        if not figures:
            continue
        bus = figures["bus_us"][1] / 1000
        busy = tuple(us / 1000 for us in figures["busy_us"])
        why = "its bits on both buses"
        if where == "live":
            found.append(Row("control tick under current, mean", (busy[1],), "ms", 2.5, bus, why))
            found.append(Row("control tick under current, mean over its bus time", (busy[1] / bus,), "×", 3.5))
            found.append(Row("control tick under current", busy, "ms", 3.5, figures["bus_us"][2] / 1000, why))
        else:
            found.append(Row(f"control tick {about}", busy, "ms", None, bus, why))
        control = tuple(us / 1000 for us in figures["control_us"])
        found.append(Row(f"of it the part that ends with the watchdog, {about}", control, "ms"))
        found.append(Row(f"a tick comes after, {about}", tuple(us / 1000 for us in figures["period_us"]), "ms"))
        monitor = tuple(figures["monitor_us"])
        found.append(Row(f"monitor, {about}", monitor, "µs", 60.0, 2.0, "one conversion"))
        found.append(Row(f"monitor comes after, {about}", tuple(figures["monitor_period_us"]), "µs"))
        if figures["edge_period_us"]:
            edges = tuple(us / 1000 for us in figures["edge_period_us"])
            found.append(Row(f"a pump edge comes after, {about}", edges, "ms"))
        slices = (figures["panel_us"] / 1000,)
        found.append(Row(f"longest slice of the panel on its bus, {about}", slices, "ms"))
    return found


WAITED = (  # of the times with the flash's cache
    ("busy_us", 1, "control tick under current, mean", 1000, "ms", 3.0),
    ("busy_us", 2, "control tick under current, worst", 1000, "ms", 4.2),
    ("monitor_us", 2, "monitor under current, worst", 1, "µs", 100.0),
)


def waited_rows(measured: Json) -> list[tuple[Row, float | None, tuple[float, ...]]]:
    """Of each time with the flash's cache: its row, the same without, and what the other models gave."""
    waited = measured.get("waited", {})
    found: list[tuple[Row, float | None, tuple[float, ...]]] = []
    for key, which, about, by, unit, limit in WAITED:
        if "live" in waited:
            others = tuple(one["live"][key][which] / by for one in waited.get("spread", {}).values())
            row = Row(about, (waited["live"][key][which] / by,), unit, limit)
            found.append((row, measured["ticks"]["live"][key][which] / by, others))
    for row in _start(waited):  # their limits are those of a flash that never waits
        same = [one.values[0] for one in _start(measured) if one.about == row.about]
        found.append((replace(row, limit=None), same[0] if same else None, ()))
    for row in _latencies(waited):
        name = row.about.partition(" (")[0]
        same = [max(one.values) for one in _latencies(measured) if one.about.partition(" (")[0] == name]
        found.append((row, same[0] if same else None, ()))
    return found


def _waited_table(measured: Json) -> list[str]:
    rows_ = waited_rows(measured)
    if not rows_:
        return []
    waited = measured["waited"]
    misses = f"{waited['misses']:.0f} fills a tick. " if "misses" in waited else ""
    lines = [
        "",
        "## The same with a flash that is waited for",
        "",
        f"Model ([flash_cache.py](../tools/emulator/flash_cache.py)): 16 KB, two ways, lines of 8 bytes, {MODEL.name}; "
        f"*not measured on hardware*. {misses}The spread: {'; '.join(model.name for model in SPREAD)}.",
        "",
        "| quantity | never waits | with the cache | spread | limit | |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for row, without, others in rows_:
        spread = f"{_number(min(others))} to {_number(max(others))}" if others else ""
        limit = "" if row.limit is None else f"≤ {_number(row.limit)} {row.unit}"
        verdict = "" if row.limit is None else ("**over**" if row.over else "held")
        before = "" if without is None else _number(without)
        lines.append(
            f"| {row.about}, {row.unit} | {before} | {_number(max(row.values))} | {spread} | {limit} | {verdict} |"
        )
    return lines


def _start(measured: Json) -> list[Row]:
    found = []
    for key, about, limit in (
        ("safe_us", "outputs driven low, after power-on", 0.2),
        ("screen_us", "version and bar on the glass, after power-on", 0.6),
        ("words_us", "first screen, the self-test's, after power-on", 2.0),
        ("selftest_us", "self-test, with a person who presses at once", None),
        ("collection_us", "a full collection", None),
    ):
        if measured.get(key):
            found.append(Row(about, (measured[key] / 1e6,), "s", limit))
    return found


def _memory(measured: Json) -> list[Row]:
    found = []
    for key, about in (
        ("before", "before a treatment"),
        ("live", "under current"),
        ("after", "after it, before the next collection"),
    ):
        free = measured.get("free", {}).get(key)
        if free is not None:
            limit = 50.0 if key == "live" else None
            found.append(Row(f"free heap {about}", (free / 1024,), "KB", limit, at_least=True))
    for key, about, limit in (
        ("changed_live_bytes", "memory kept or collected while live", 0.0),
        ("bytecode_bytes", "bytecode that stays in memory", float(image.BYTECODE_LIMIT)),
        ("visiting_bytes", "bytecode that leaves it before current flows", float(image.VISITORS_LIMIT)),
        ("machine_code_bytes", "modules with machine code, counted apart", float(image.MACHINE_CODE_LIMIT)),
        ("image_bytes", "all files of the image", None),
    ):
        if measured.get(key) is not None:
            found.append(Row(about, (float(measured[key]),), "bytes", limit))
    return found


def _latencies(measured: Json) -> list[Row]:
    found = []
    for case in LATENCIES:
        times = measured.get("latencies", {}).get(case.name)
        if times:
            what = "S1 open" if case.until == "S1" else "OUT_EN low"
            never = min(times) < 0
            worst = float("inf") if never else max(times) / 1000
            values = (min(times) / 1000, sum(times) / len(times) / 1000, worst)
            about = f"{case.about} → {what} ({len(times)} phases)"
            found.append(Row(about, values, "ms", case.limit_us / 1000, case.physical_us / 1000, case.why))
    return found


def markdown(measured: Json, command: str) -> str:
    """The page."""
    lines = [
        f"<!-- made by: {command} -->",
        "",
        "# What the unit costs on an emulated RP2040",
        "",
        f"MicroPython {measured['micropython']}, image {measured['version']}, rp2040py {measured['emulator']};",
        "125 MHz, *emulated with a flash that never waits*: repeatable and comparable, no worst case of hardware.",
        "What is measured how: [emulator.md](emulator.md). The command writes the figures to `bench.json` too.",
        "",
        "| quantity | least | mean | most | limit | | physical limit | × |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for row in rows(measured):
        shown = " | ".join(map(_number, row.values)) if len(row.values) == 3 else f" | {_number(row.values[0])} | "
        limit = "" if row.limit is None else f"{'≥' if row.at_least else '≤'} {_number(row.limit)} {row.unit}"
        verdict = "" if row.limit is None else ("**over**" if row.over else "held")
        physical = "" if row.physical is None else f"{_number(row.physical)} {row.unit}: {row.why}"
        ratio = "" if row.ratio is None else f"{row.ratio:.1f}"
        lines.append(f"| {row.about}, {row.unit} | {shown} | {limit} | {verdict} | {physical} | {ratio} |")
    return "\n".join([*lines, *_waited_table(measured)]) + "\n"


def _number(value: float) -> str:
    if value == float("inf"):
        return "never"
    if value == int(value) or abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.2f}" if abs(value) < 100 else f"{value:.1f}"
