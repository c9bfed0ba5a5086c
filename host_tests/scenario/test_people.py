# The widest draw of people: within its ranges, as the literature has them, and what a file gives is kept.

from __future__ import annotations

import random
import statistics

import pytest

from tools.scenario import loader, people

N = 2_000


def drawn(site: str = "hands", body: str = "adult") -> list[dict[str, int]]:
    return [people.draw(random.Random(seed), site, body) for seed in range(N)]


def at_rest(one: dict[str, int]) -> int:
    """Hand to hand at 0 V, soaked, Ω."""
    return 2 * one["water_ohm"] + one["inner_ohm"] + 2 * one["skin_end_ohm"]


def test_every_draw_lies_in_its_range_and_a_soaked_skin_resists_less() -> None:
    for one in drawn():
        assert all(low <= one[name] <= high for name, (low, high) in {**people.WIDE, **people.EVENLY}.items())
        assert 500 <= one["skin_end_ohm"] <= one["skin_start_ohm"]


def test_the_median_is_a_soaked_hand_to_hand_of_iec_60479() -> None:
    assert 2_000 <= statistics.median(at_rest(one) for one in drawn()) <= 5_500


@pytest.mark.parametrize(("site", "body", "low", "high"), [
    ("feet", "adult", 0.65, 0.95), ("underarms", "adult", 1.5, 3.0), ("hands", "child", 1.6, 2.5),
])  # fmt: skip
def test_sites_and_children_differ_by_their_factors(site: str, body: str, low: float, high: float) -> None:
    adults, others = ([one["skin_start_ohm"] for one in people_of] for people_of in (drawn(), drawn(site, body)))
    assert low <= statistics.median(others) / statistics.median(adults) <= high


def test_a_scenario_asks_for_it_and_keeps_what_it_gives() -> None:
    made = loader.normalise({"seed": 7, "load": {"vary": "wide", "water_ohm": 77}}, "a test", "a test", None)
    assert made["load"]["water_ohm"] == 77 and 8 <= made["load"]["power_tenths"] <= 20
    again = loader.normalise({"seed": 7, "load": {"vary": "wide", "water_ohm": 77}}, "a test", "a test", None)
    assert made["load"] == again["load"]


@pytest.mark.parametrize("seed", range(200))
def test_whoever_is_drawn_is_a_scenario(seed: int) -> None:
    for site in people.SITES:
        for body in people.BODIES:
            raw = {"seed": seed, "load": {"vary": "wide", "body": body}, "user": {"site": site}}
            loader.normalise(raw, "a test", "a test", None)
