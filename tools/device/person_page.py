"""One person's diary: a page to print and to take to a doctor. Draws; reads no unit."""

from __future__ import annotations

import io
from html import escape

from tools.device import codes, diary, history
from tools.device.person import Person

COLOURS = dict(zip(codes.SITES, ("#1f5fa8", "#b3541e", "#3d7d3d"), strict=True))
TICKS = 8
STYLE = """
body { max-width: 54em }
table { font-size: 9.5pt }
"""


def page(person: Person, unit: history.Unit) -> str:
    """HTML that stands alone: no script, nothing loaded, nobody else's treatments."""
    serial = f" number {unit.serial}" if unit.serial else ""
    own = f"; pad {person.pad_cm2} cm²" if person.pad_cm2 else ""
    parts = [
        "<!doctype html>",
        f'<html lang="en"><meta charset="utf-8"><title>Diary of {escape(person.name)}</title>',
        f"<style>{diary.STYLE}{STYLE}</style>",
        f"<h1>Diary of {escape(person.name)}</h1>",
        f"<p>Iontophoresis with unit {escape(unit.board)}{serial}, firmware {escape(unit.version)}, "
        f"{'calibrated' if unit.calibrated else 'not calibrated: doses by nominal values'}. Age: {escape(person.age)}"
        f"{own}. It is not a medical device; these are its own figures.</p>",
    ]
    sites = [site for site in person.sites if site.treatments]
    if sites:
        parts += ["<h2>Places</h2>", diary.table(
            ("Where", "Plan", "A week", "Direction", "Last, mA", "Treatments", "Once a week since", "Sweating"),
            [(site.name, f"{site.plan_ma:g} mA, {site.minutes} min", str(site.per_week), site.direction,
              f"{site.last_ma:g}", str(site.treatments), site.dry_since or "-", str(site.sweating or "-"))
             for site in sites],
        )]  # fmt: skip
    parts.append("<h2>Treatments</h2>")
    if not person.treatments:
        parts.append("<p>None yet.</p>")
    else:
        parts += [_plot(person), diary.table(
            ("When", "Where", "Plan", "Dose, mA·min", "Limited", "Pauses", "Ended", "Felt", "Sweating"),
            [(t.when, t.site, f"{t.planned_ma:g} mA, {t.planned_min} min", f"{t.ma_min:.1f}",
              f"{t.limited_s} s" if t.limited_s else "", str(t.pauses or ""), t.ended, t.felt, str(t.sweating or ""))
             for t in reversed(person.treatments)],
        )]  # fmt: skip
    if person.damaged:
        parts.append(f"<p>{person.damaged} rows of the unit's diary, theirs or another's, cannot be read any more.</p>")
    parts.append(
        "<p>Newest first. Dose: what flowed, by the unit's meter. Limited: skin or water let less flow than was "
        "planned. Sweating: as answered once a week, 1 the least to 4 the most. The unit keeps the last 448 to 512 "
        "treatments of all its people together.</p>"
    )
    return "\n".join([*parts, "</html>", ""])


def _plot(person: Person) -> str:
    """Doses in their order, a colour a place; below, how much they sweat: SVG within the page."""
    import matplotlib

    matplotlib.use("svg")
    from matplotlib import pyplot

    told = person.treatments
    with pyplot.rc_context({"svg.hashsalt": "ionto"}):
        figure, (doses, sweating) = pyplot.subplots(
            2, 1, figsize=(8, 3.6), height_ratios=(2, 1), sharex=True, layout="constrained"
        )
        for site, colour in COLOURS.items():
            at = [n for n, t in enumerate(told) if t.site == site]
            if at:
                doses.bar(at, [told[n].ma_min for n in at], label=site, color=colour)
            asked = [n for n in at if told[n].sweating]
            sweating.plot(asked, [told[n].sweating for n in asked], "o-", color=colour)
        ticks = range(0, len(told), max(1, -(-len(told) // TICKS)))
        sweating.set_xticks(list(ticks), [told[n].when[:10] for n in ticks], rotation=20, fontsize=8)
        sweating.set_ylim(0.5, 4.5)
        sweating.set_yticks([1, 2, 3, 4])
        sweating.set_ylabel("sweating")
        doses.set_ylabel("mA·min")
        doses.legend(fontsize=8, loc="lower center", bbox_to_anchor=(0.5, 1), ncols=len(COLOURS), frameon=False)
        into = io.StringIO()
        figure.savefig(into, format="svg", metadata={"Date": None})
        pyplot.close(figure)
    text = into.getvalue()
    return text[text.index("<svg") :]
