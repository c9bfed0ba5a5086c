"""What a calibration found, as JSON, a picture and a page to keep: what is left, limits, verification. Fits nothing."""

from __future__ import annotations

import base64
import json
from dataclasses import asdict
from datetime import timedelta
from html import escape
from pathlib import Path
from typing import Any

from tools.device.calibration_fit import Fit, Pair
from tools.device.calibration_values import DAY_0, Found, Volts
from tools.device.desk import Desk
from tools.device.diary import STYLE, table

NAMES = ("report.json", "report.png", "report.html")


def told_day(day: int) -> str:
    """A day of the record."""
    return (DAY_0 + timedelta(days=day)).isoformat() if day else "a day unknown"


def write(
    out: Path, desk: Desk, stored: list[int], found: Found, pairs: list[Pair], seen: list[Pair], fit: Fit, volts: Volts
) -> Path:
    """The three files, in a folder of their own; the page's path."""
    assert desk.hello
    folder = out / f"{found.serial or 'unit'}-{found.day.isoformat()}"
    folder.mkdir(parents=True, exist_ok=True)
    facts = {
        "unit": {"serial": found.serial, "board": desk.hello.board, "firmware": desk.hello.version},
        "date": found.day.isoformat(),
        "meter": {"name": found.meter, "share": found.kind.share, "digits_ua": found.kind.digits_ua},
        "confirmed_ua": found.confirmed_ua,
        "dummy_ohm": found.dummy_ohm,
        "channels": {name: asdict(gain) for name, gain in found.applied.gains.items()},
        "fit": {name: asdict(line) for name, line in (("A", fit.a), ("B", fit.b), ("SOURCE", fit.source))},
        "readings": [asdict(pair) for pair in pairs],
        "verification": [asdict(pair) for pair in seen],
        "volts_mv": {name: {"meter": told, "unit": unit} for name, (told, unit) in asdict(volts).items()},
        "record_before": stored,
        "record": found.values(),
    }
    json_path, png_path, html_path = (folder / name for name in NAMES)
    json_path.write_text(json.dumps(facts, indent=1) + "\n", encoding="utf-8")
    _draw(png_path, found, pairs, seen, fit)
    html_path.write_text(_page(facts, png_path.read_bytes()), encoding="utf-8")
    return html_path


def _draw(path: Path, found: Found, pairs: list[Pair], seen: list[Pair], fit: Fit) -> None:
    """What is left of each reading after the fit, and each verification, within what the meter itself may be off."""
    import matplotlib

    matplotlib.use("agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(8, 4), layout="constrained")
    span = list(range(500, 20_001, 500))
    own = [found.kind.error_ua(ua) for ua in span]
    axes.fill_between([ua / 1000 for ua in span], own, [-ua for ua in own], alpha=0.15, label="the meter's class")
    for name, line, told in (("A", fit.a, "a_ua"), ("B", fit.b, "b_ua"), ("source", fit.source, "asked_ua")):
        left = [line.true_ua(getattr(pair, told)) - pair.meter_ua for pair in pairs]
        dots = axes.plot([pair.asked_ua / 1000 for pair in pairs], left, "o", label=f"{name}, fitted")
        off = [getattr(pair, told) - pair.meter_ua for pair in seen]
        axes.plot(
            [pair.asked_ua / 1000 for pair in seen], off, "x", color=dots[0].get_color(), label=f"{name}, verified"
        )
    axes.set_xlabel("mA")
    axes.set_ylabel("unit less meter, µA")
    axes.legend(fontsize=7, ncols=2)
    axes.grid(alpha=0.3)
    figure.savefig(path, dpi=110, metadata={"Software": None})
    pyplot.close(figure)


def _page(facts: dict[str, Any], png: bytes) -> str:
    """HTML that stands alone."""
    meter = facts["meter"]
    kind = f"{meter['share'] * 100:g} %" + (f" and {meter['digits_ua']:g} µA" if meter["digits_ua"] else "")
    unit = facts["unit"]
    rows = [
        (name, f"{gain['ppm'] / 1e4:+.3f} %", f"{gain['offset']:+.0f} {'µA' if name in ('A', 'B', 'SOURCE') else 'mV'}")
        for name, gain in facts["channels"].items()
    ]
    pairs, seen = (
        [
            (f"{p['asked_ua'] / 1000:g}", *(f"{p[key] / 1000:.3f}" for key in ("meter_ua", "a_ua", "b_ua")))
            for p in facts[which]
        ]
        for which in ("readings", "verification")
    )
    head = ("Asked for, mA", "Meter", "A", "B")
    picture = base64.b64encode(png).decode()
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en"><meta charset="utf-8"><title>Calibration of an ionto unit</title>',
            f"<style>{STYLE} img {{ width: 100% }}</style>",
            "<h1>Calibration</h1>",
            f"<p>Unit {unit['serial'] or 'without a number'}, {escape(unit['board'])}, firmware "
            f"{escape(unit['firmware'])}; {facts['date']}; meter {escape(meter['name'])}, class {kind}. 10 mA "
            f"confirmed as {facts['confirmed_ua'] / 1000:.3f} mA. Dummy load {facts['dummy_ohm']} Ω. Made by the "
            "meter named; it is no certificate.</p>",
            f'<img alt="What is left of each reading" src="data:image/png;base64,{picture}">',
            "<h2>Channels</h2>",
            table(("Channel", "Gain", "Offset"), rows),
            "<h2>Readings, by the calibration before</h2>",
            table(head, pairs),
            "<h2>Verification, by the new one</h2>",
            table(head, seen),
            "</html>",
            "",
        ]
    )
