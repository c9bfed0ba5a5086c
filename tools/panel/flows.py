"""Scripted flows: what somebody does at the simulated unit from its first switch-on, in each language, and a picture by
its name after each act. Decides no screen: they are what the shipped image shows. The pictures: docs/languages.md."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tools.image import languages
from tools.live.client import LiveUnit
from tools.panel.sheet import picture as enlarged
from tools.panel.sheet import sheet

from ionto.treatment import terms  # isort: skip

Picture = tuple[str, bytes]  # its name, the display's 1,024 bytes

UNIT = Path(__file__).with_name("flow_unit.json")
PRESS_MS, HOLD_MS = 120, 1_300
SETTLE_MS = 900  # until the screen after an act is drawn whole, and a page may be agreed to

# A name, and what is done before its picture: a key, `hold` (OK), hands `in` or `out`, seconds, `speak`: the language.
START = (
    ("selftest", "3"),
    ("press_stop", "9"),
    ("language", "stop 1"),
    ("practise_first", "speak ok"),
)
NOT_NOW = (*START, ("where", "ok"))
CHECKS = tuple((f"check_{n}", "ok") for n in range(1, terms.CHECKS_FIRST + 1))
FLOWS: dict[str, tuple[tuple[str, str], ...]] = {
    "first": (
        *NOT_NOW,
        ("age", "ok"),
        ("age_chosen", "down"),
        ("proposal", "ok"),
        *CHECKS,
        ("before_1", "ok"),
        ("before_2", "ok"),
        ("hands_in", "ok"),
        ("hands_in_why", "ok"),
        ("contact", "ok in"),
        ("ramp", "3.5"),
        ("run", "10"),
        ("run_up", "up"),
        ("burns", "ok"),
        ("paused", "ok out"),
        ("waiting", "12"),
        ("hands_back", "ok"),
        ("contact_again", "in"),
        ("run_again", "40"),
        ("ramp_down", "stop"),
        ("summary", "4"),
        ("care", "ok"),
        ("how_was_it", "ok"),
        ("it_stung", "down"),
        ("sweating", "ok"),
        ("where_it_stung", "ok"),
        ("next_time", "ok"),
        ("selftest_again", "ok out 2"),
    ),
    "practice": (
        *START,
        ("practice_chosen", "down"),
        ("practice", "ok"),
        ("practice_in", "ok"),
        ("practice_contact", "ok"),
        ("practice_ramp", "ok"),
        ("practice_lift", "ok"),
        ("practice_paused", "down"),
        ("practice_run", "ok"),
        ("practice_ramp_down", "stop"),
        ("practice_summary", "ok"),
        ("practice_over", "ok"),
    ),
    "menus": (
        *NOT_NOW,
        ("menu_history", "down down down down"),
        ("history", "ok"),
        ("plan", "stop down down down down down ok"),
        ("plan_changed", "ok down"),
        ("settings", "ok stop down down down down down down down ok"),
        ("clock", "down down down ok"),
        ("about", "stop down ok"),
        ("measured", "stop down ok"),
        ("languages", "stop down ok"),
        ("people", "stop stop down down down down down down down down ok"),
        ("name", "down ok"),
        ("name_capital", "ok"),
        ("name_small", "down ok"),
        ("who_is_it", "hold"),
    ),
}


def pictures(flow: str, name: str) -> Iterator[Picture]:
    """Each of a flow in a language, in their order. Raises LiveError, ScenarioError, SetupError."""
    rank = [spoken for spoken, _ in languages.by_number()].index(name)
    with LiveUnit(UNIT) as unit:
        glass = b""
        for picture, acts in FLOWS[flow]:
            for act in acts.split():
                for line in _acted(unit, act, rank):
                    glass = bytes.fromhex(line["glass"]) if "glass" in line else glass
            yield picture, glass


def _acted(unit: LiveUnit, act: str, rank: int) -> list[dict[str, Any]]:
    """What the unit has told meanwhile."""
    if act[0].isdigit():
        return unit.advance(int(float(act) * 1000))
    if act in ("in", "out"):
        unit.do({"do": "hands", "where": act})
        return unit.advance(SETTLE_MS)
    told = []
    for key in ("down",) * rank if act == "speak" else (act,):
        for down, ms in ((1, HOLD_MS if key == "hold" else PRESS_MS), (0, SETTLE_MS)):
            told += unit.turn([{"do": "button", "button": "ok" if key == "hold" else key, "down": down}])
            told += unit.advance(ms)
    return told


def write(folder: Path, name: str) -> None:
    """All flows in a language: `folder`/NAME/FLOW/PICTURE.png, and a sheet of each, `folder`/FLOW_NAME.png."""
    for flow in FLOWS:
        told = list(pictures(flow, name))
        place = folder / name / flow
        place.mkdir(parents=True, exist_ok=True)
        for picture, glass in told:
            enlarged(glass, 4).save(place / f"{picture}.png")
        sheet([(f"{n} {picture}", glass) for n, (picture, glass) in enumerate(told, 1)]).save(
            folder / f"{flow}_{name}.png"
        )
