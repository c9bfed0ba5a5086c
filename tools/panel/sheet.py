#!/usr/bin/env python3
"""Draws every screen of the panel with example views: a PNG each, four times enlarged, and one sheet of all.

Decides which examples are shown; the tests use the same ones. Run: python tools/panel/sheet.py FOLDER   (needs Pillow)
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "firmware"), str(ROOT / "tools" / "twin" / "shims")]

from ionto.panel import view as v  # noqa: E402
from ionto.panel.canvas import HEIGHT, WIDTH, Canvas  # noqa: E402
from ionto.panel.screens import render  # noqa: E402
from ionto.panel.view import View  # noqa: E402
from ionto.safety import faults as f  # noqa: E402
from ionto.treatment import states as s  # noqa: E402

LIVE: dict[str, Any] = {
    "live": 1,
    "target_ua": 10_000,
    "set_ua": 10_000,
    "measured_ua": 9_940,
    "load_ohm": 2_910,
    "remaining_ms": 13 * 60_000 + 5_000,
    "dose_permille": 310,
    "battery_mv": 3_950,
    "fresh": 4,
}

# name -> (state, fields of the view that differ from a new one)
EXAMPLES: dict[str, tuple[int, dict[str, Any]]] = {
    "selftest": (s.SELFTEST, {"test_item": 17, "test_items": 27}),
    "press_stop": (s.SELFTEST, {"test_item": 8, "test_items": 27, "test_prompt": 1}),
    "not_ready": (s.FAULT, {"fault": f.UP_STUCK}),
    "interrupted": (s.READY, {"report": f.INTERRUPTED}),
    "report": (s.READY, {"report": f.SETTINGS_RESET}),
    "where": (s.READY, {"cursor": 0}),
    "where_armpits": (s.READY, {"cursor": 2}),
    "proposal": (s.CONFIRM, {"last_ua": 10_000}),
    "proposal_first": (s.CONFIRM, {"site": v.UNDERARMS, "plan_ua": 5_000}),
    "proposal_up": (s.CONFIRM, {"plan_ua": 10_500, "last_ua": 10_000, "hold_ok": 1}),
    "edit": (s.CONFIRM, {"editing": 1}),
    "edit_current": (s.CONFIRM, {"editing": 2}),
    "edit_direction": (s.CONFIRM, {"editing": 2, "cursor": 2, "polarity_mode": v.HALF_TIME}),
    **{f"check8_{n + 1}": (s.CHECKLIST, {"pages": 8, "page": n, "ok_counts": n % 2}) for n in range(8)},
    **{f"check3_{n + 1}": (s.CHECKLIST, {"pages": 3, "page": n, "ok_counts": 1}) for n in range(3)},
    "unsure": (s.CHECKLIST, {"unsure": 1}),
    "hands_in": (s.CONTACT, {}),
    "feet_in": (s.CONTACT, {"site": v.FEET, "plan_ua": 12_000, "polarity": v.B_POSITIVE}),
    "pads_on": (s.CONTACT, {"site": v.UNDERARMS, "plan_ua": 5_000}),
    "contact": (s.CONTACT, {"contact": 1, "progress_permille": 600, "load_ohm": 2_910}),
    "contact_again": (
        s.CONTACT,
        {"contact": 1, "restart": 1, "progress_permille": 400, "remaining_ms": 14 * 60_000},
    ),
    "ramp": (s.RAMP, {**LIVE, "measured_ua": 3_420, "remaining_ms": 1_200_000, "dose_permille": 10, "fresh": 0}),
    "run": (s.RUN, LIVE),
    "run_reversed": (s.RUN, {**LIVE, "polarity": v.B_POSITIVE, "up_allowed": 0, "measured_ua": 20_000}),
    "run_last_minute": (s.RUN, {**LIVE, "remaining_ms": 41_000, "dose_permille": 970}),
    "limited": (s.LIMITED, {**LIVE, "measured_ua": 7_100, "load_ohm": 6_320, "limited": 1, "up_allowed": 0}),
    "limited_high": (s.LIMITED, {**LIVE, "measured_ua": 2_600, "load_ohm": 17_320, "limited": 1, "fresh": 5}),
    "why": (s.LIMITED, {**LIVE, "measured_ua": 7_100, "limited": 1, "why": 1}),
    "battery_run": (s.RUN, {**LIVE, "battery_mv": 3_380, "battery_warn": 1, "remaining_ms": 6 * 60_000}),
    "reversal": (s.REVERSAL, {**LIVE, "measured_ua": 2_600, "turning": 1, "dose_permille": 500}),
    "ramp_down": (s.RAMPDOWN, {**LIVE, "measured_ua": 4_200, "remaining_ms": 0, "dose_permille": 1000, "fresh": 3}),
    "paused": (s.PAUSED, {"remaining_ms": 14 * 60_000, "away_ms": 3_200}),
    "waiting": (s.PAUSED, {"remaining_ms": 14 * 60_000, "away_ms": 11_000, "needs_ok": 1}),
    "summary": (s.DONE, {"result": v.RESULT_COMPLETED, "dose_permille": 984, "delivered_uamin": 196_800}),
    "summary_stopped": (
        s.DONE,
        {"result": v.RESULT_STOPPED, "dose_permille": 420, "delivered_uamin": 84_000, "limited_ms": 130_000},
    ),
    "stopped": (s.DONE, {"result": v.RESULT_FAULT, "fault": f.DRYING}),
    "cut": (s.FAULT, {"fault": f.A_B_DISAGREE}),
    "locked": (s.FAULT, {"fault": f.THREE_HARD_CUTS}),
    "usb": (s.READY, {"service": 1}),
    "usb_cut": (s.FAULT, {"fault": f.VBUS_PRESENT}),
    "battery": (s.FAULT, {"fault": f.BATTERY_START, "battery_mv": 3_420}),
}


def make_view(state: int, fields: dict[str, Any]) -> View:
    """A view in a state; an unknown field is an error."""
    view = View()
    view.state = state
    for name, value in fields.items():
        if not hasattr(view, name):
            raise AttributeError(f"the view has no {name}")
        setattr(view, name, value)
    return view


def draw(view: View) -> bytearray:
    """The frame of a view, as the display's memory holds it."""
    buffer = bytearray(WIDTH * HEIGHT // 8)
    render(view, Canvas(buffer))
    return buffer


def picture(buffer: bytearray, zoom: int) -> Any:
    """A Pillow image of a frame."""
    from PIL import Image

    image = Image.new("L", (WIDTH, HEIGHT))
    image.putdata([255 * (buffer[y // 8 * WIDTH + x] >> y % 8 & 1) for y in range(HEIGHT) for x in range(WIDTH)])
    return image.resize((WIDTH * zoom, HEIGHT * zoom), Image.Resampling.NEAREST)


def write_sheet(folder: Path, columns: int = 4, zoom: int = 2) -> None:
    """All examples into the folder."""
    from PIL import Image, ImageDraw

    folder.mkdir(parents=True, exist_ok=True)
    wide, high = WIDTH * zoom + 14, HEIGHT * zoom + 26
    rows = (len(EXAMPLES) + columns - 1) // columns
    sheet = Image.new("L", (columns * wide + 14, rows * high + 14), 96)
    pen = ImageDraw.Draw(sheet)
    for n, (name, (state, fields)) in enumerate(EXAMPLES.items()):
        buffer = draw(make_view(state, fields))
        picture(buffer, 4).save(folder / f"{n + 1:02}_{name}.png")
        x, y = 14 + n % columns * wide, 2 + n // columns * high
        pen.text((x, y), f"{n + 1} {name}", fill=255)
        sheet.paste(picture(buffer, zoom), (x, y + 14))
    sheet.save(folder / "sheet.png")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python tools/panel/sheet.py FOLDER")
    write_sheet(Path(sys.argv[1]))
