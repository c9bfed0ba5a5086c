# Weighs what speaks for a fault when contact seems lost: a pause must hide none. Decides no opening: that has begun.
#
# A contact that opens shows the rail at the electrodes. Where it did not, something else may have ended the current:
# what the rules were counting then is kept for the session: the second loss with the same against it is that fault.

from micropython import const

from ionto.safety import faults, limits
from ionto.safety import readings as rd
from ionto.safety import rules as rl
from ionto.safety.plausibility import COLLAPSED

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from ionto.safety.plausibility import Plausibility

# What `plausibility.lost` says.
PLAIN = const(1)  # the electrodes showed the rail: the output may close again as it is
UNCLEAR = const(2)  # they did not: it closes only in the whole order, from a rail that is down

# A person who moves makes the load too high or too low, and no other rule.
_KEPT = rl.DAC | rl.OVER | rl.DEVIATING | rl.MISSING | rl.RAIL | rl.HIGH | rl.BALANCE | rl.GROSS


class PauseEvidence:
    """`weigh` in the tick of a loss of contact; `restart` with a session."""

    def __init__(self) -> None:
        self._kept = 0  # bits of the rules

    def restart(self) -> None:
        """Forget."""
        self._kept = 0

    def weigh(self, plausibility: "Plausibility", r: "rd.Readings", set_ua: int) -> int:
        """Makes `lost` PLAIN or UNCLEAR and returns 0, or the code of the fault that the loss is, with its figures.

        A and B that differ are no person's doing, unless the current is just going away: one sample is enough. Of the
        others a load voltage from before the collapse says nothing. A load that carries what the setpoint has fallen to
        was not opened.
        """
        bad = plausibility.counting()
        collapsed = plausibility.lost == COLLAPSED
        gives_mv = r[rd.RAIL_MV] - limits.HEADROOM_MV - r[rd.A_UA] * limits.SERIES_OHM // 1000
        plain = r[rd.LOAD_MV] * 10 >= gives_mv * 9
        plausibility.lost = PLAIN if plain else UNCLEAR
        if bad & rl.DIFFERING:
            most_ua = set_ua * limits.A_B_PERMILLE // 1000
            if most_ua < limits.A_B_UA:
                most_ua = limits.A_B_UA
            if not plain or r[rd.B_UA] - set_ua > most_ua:
                return plausibility.blame(rl.DIFFERING, r, set_ua)
        if plain:
            return 0
        bad = bad & _KEPT if r[rd.LOAD_NEW] else 0
        if collapsed and r[rd.A_UA] * 2 >= set_ua:
            bad |= rl.MISSING
        same = self._kept & bad
        self._kept |= bad
        if same & rl.MISSING and collapsed:  # with the figures of the collapse
            return faults.DEVIATION
        return plausibility.blame(same, r, set_ua)
