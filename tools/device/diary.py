"""The diary: a page to print, with what was treated when, plots of it, and what went wrong. Draws; reads no unit."""

from __future__ import annotations

import io
from collections.abc import Sequence
from html import escape

from ionto.records import event_log as lg
from ionto.records import history as hi
from tools.device import codes, history

STYLE = """
body { font: 11pt/1.4 sans-serif; max-width: 45em; margin: 2em auto; color: #111 }
table { border-collapse: collapse; width: 100% }
th, td { text-align: left; padding: .2em .6em; border-bottom: 1px solid #ccc }
th { border-bottom: 2px solid #111 }
td:first-child { white-space: nowrap }
svg { width: 100%; height: auto }
@media print { body { margin: 0; max-width: none } h2 { break-after: avoid } tr { break-inside: avoid } }
"""


def page(unit: history.Unit) -> str:
    """HTML that stands alone: no script, nothing loaded."""
    serial = f", serial number {unit.serial}" if unit.serial else ""
    parts = [
        "<!doctype html>",
        '<html lang="en"><meta charset="utf-8"><title>Diary of an ionto unit</title>',
        f"<style>{STYLE}</style>",
        "<h1>Diary</h1>",
        f"<p>Unit {escape(unit.board)}{serial}, firmware {escape(unit.version)}, {unit.boots} power-ons, "
        f"{'calibrated' if unit.calibrated else 'not calibrated: doses by nominal values'}. The unit keeps its last "
        f"{hi.SESSIONS} treatments and {lg.EVENTS} events. It is not a medical device; these are its own figures.</p>",
        "<h2>Treatments</h2>",
    ]
    if unit.treatments:
        parts += [_plot(unit), table(("When", "Where", "Dose, mA·min"), [
            (t.when, t.site, f"{t.ma_min:.1f}") for t in reversed(unit.treatments)
        ])]  # fmt: skip
    else:
        parts.append("<p>None yet.</p>")
    sites = [(name, f"{ma:.1f}", str(count)) for name, ma, count in history.site_settings(unit) if count]
    if sites:
        parts += ["<h2>Places</h2>", table(("Where", "Last current, mA", "Treatments ever"), sites)]
    parts += ["<h2>What happened</h2>", "<p>Newest first: power-on, seconds since it, event.</p>"]
    parts.append(table(("Power-on", "s", "Event"), [
        (str(e.boot), f"{e.t_ms / 1000:.0f}", history.told(e)) for e in reversed(unit.events)
    ]))  # fmt: skip
    return "\n".join([*parts, "</html>", ""])


def table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """With a head that is printed again on each page."""
    cells = ["<thead><tr>" + "".join(f"<th>{escape(cell)}</th>" for cell in head) + "</tr></thead><tbody>"]
    cells += ["<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows]
    return "<table>\n" + "\n".join(cells) + "\n</tbody></table>"


def _plot(unit: history.Unit) -> str:
    """Doses in their order, a colour a place, as SVG within the page."""
    import matplotlib

    matplotlib.use("svg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(8, 2.6), layout="constrained")
    for site in (*codes.SITES, "unknown"):
        at = [n for n, t in enumerate(unit.treatments) if t.site == site]
        if at:
            axes.bar(at, [unit.treatments[n].ma_min for n in at], label=site)
    step = max(1, len(unit.treatments) // 8)
    ticks = range(0, len(unit.treatments), step)
    axes.set_xticks(list(ticks), [unit.treatments[n].when[:10] for n in ticks], rotation=20, fontsize=8)
    axes.set_ylabel("mA·min")
    axes.legend(fontsize=8)
    into = io.StringIO()
    figure.savefig(into, format="svg", metadata={"Date": None})
    pyplot.close(figure)
    text = into.getvalue()
    return text[text.index("<svg") :]
