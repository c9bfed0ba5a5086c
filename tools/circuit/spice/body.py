# The person between the electrodes, once for both: as lines of the deck, and as the simulation's load. Decides no
# current.

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Body:
    """Both skins alike, bent by their voltage; water and inner resistance in series; no voltage of its own."""

    water_ohm: int = 50  # of a tray
    inner_ohm: int = 250
    skin_ohm: int = 6000  # one skin at 0 V
    skin_nf: int = 1000  # of one skin
    bend_mv: int = 8000  # across one skin
    power: int = 1

    @property
    def series_ohm(self) -> int:
        return 2 * self.water_ohm + self.inner_ohm

    def lines(self, contact: str) -> list[str]:
        """From ELEC_A to ELEC_B; `contact`, 0 to 1, closes it. The current from A to B is that of vbody."""
        bent = f"(1+(abs(v(skin_a,skin_b))/{2 * self.bend_mv / 1000:g})^{self.power})"
        return [
            "Vbody elec_a body_a 0",
            f"Bcontact body_a body_c I=v(body_a,body_c)*exp(-23+23*{contact})",
            f"Rbody body_c skin_a {self.series_ohm - 1:g}",  # the contact is the last Ohm
            f"Cskin skin_a skin_b {self.skin_nf / 2:g}n",
            f"Bskin skin_a skin_b I=v(skin_a,skin_b)/{2 * self.skin_ohm:g}*{bent}",
            "Rlink skin_b elec_b 0.001",
        ]

    def scenario(self) -> dict[str, Any]:
        """The same as a scenario's load: the skin neither soaks nor dries."""
        return {
            "model": "skin",
            "water_ohm": self.water_ohm,
            "inner_ohm": self.inner_ohm,
            "skin_start_ohm": self.skin_ohm,
            "skin_end_ohm": self.skin_ohm,
            "drying_permille_per_min": 0,
            "skin_nf": self.skin_nf,
            "bend_mv": self.bend_mv,
            "power_halves": 2 * self.power,
            "emf_mv": 0,
            "noise_permille": 0,
            "mains_mv": 0,
        }


DRY = Body(skin_ohm=6000)  # 20 mA are out of reach: the skin holds the most there is
MIDDLE = Body(skin_ohm=4000)
SOAKED = Body(skin_ohm=1500, skin_nf=1800)
