"""Draws people as wide as the literature knows them, for `"vary": "wide"` of a load. Says nothing of units or wishes.

Sources: IEC 60479-1 (hand to hand, water-wet, 25 V: 1.3 to 5.5 kΩ from 5 to 95 %) and published skin impedances, held
against each other; feet, pads under the arms and children by factors on area. Ranges are drawn evenly in their
logarithm unless said.
"""

from __future__ import annotations

import random

BODIES = ("adult", "child")

WIDE: dict[str, tuple[int, int]] = {
    "water_ohm": (10, 1_500),  # one tray: soda to rain water
    "skin_start_ohm": (1_500, 12_000),
    "tau_ms": (20_000, 180_000),
    "bend_mv": (5_000, 12_000),
    "power_tenths": (8, 20),
    "skin_nf": (200, 3_600),
    "emf_mv": (500, 3_000),
    "emf_tau_ms": (2_000, 5_000),
    "noise_permille": (5, 50),
}
EVENLY: dict[str, tuple[int, int]] = {
    "inner_ohm": (250, 750),
    "drying_permille_per_min": (10, 30),
    "mains_mv": (0, 50),
}
SOAKS_PERMILLE = (1_500, 5_000)  # one skin at the start over the same when soaked
SOAKED_LEAST_OHM = 500
# Of resistance (water and skin) and of capacitance, permille: low, high each.
SITES: dict[str, tuple[int, int, int, int]] = {
    "hands": (1_000, 1_000, 1_000, 1_000),
    "feet": (600, 1_000, 1_500, 2_000),
    "underarms": (1_500, 3_000, 1_000, 1_000),
}
CHILD = (1_600, 2_500, 500, 500)


def draw(dice: random.Random, site: str, body: str) -> dict[str, int]:
    """Every value of the model skin that differs between people. KeyError for a site there is not."""
    drawn = {name: round(log_uniform(dice, *ends)) for name, ends in WIDE.items()}
    drawn.update({name: dice.randint(*ends) for name, ends in EVENLY.items()})
    soaked = drawn["skin_start_ohm"] * 1_000 // round(log_uniform(dice, *SOAKS_PERMILLE))
    drawn["skin_end_ohm"] = min(max(soaked, SOAKED_LEAST_OHM), drawn["skin_start_ohm"])
    for low, high, least, most in (SITES[site], CHILD) if body == "child" else (SITES[site],):
        ohms, farads = dice.randint(low, high), dice.randint(least, most)
        for name in ("water_ohm", "skin_start_ohm", "skin_end_ohm"):
            drawn[name] = drawn[name] * ohms // 1_000
        drawn["skin_nf"] = drawn["skin_nf"] * farads // 1_000
    return drawn


def log_uniform(dice: random.Random, low: float, high: float) -> float:
    """Evenly in its logarithm."""
    return float(low * (high / low) ** dice.random())
