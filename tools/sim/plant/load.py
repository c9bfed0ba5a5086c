# The person between the electrodes: resistance, skin, own voltage, movement, how much of each hand is in the water.
# Decides no current: the circuit does.

from math import sqrt

import micropython

from tools.sim.cache_methods import cache_methods
from tools.sim.dice import Dice

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

STEP_MS = 5  # how often the slow part of the load is worked out
OPEN_OHM = 100_000_000

NEAR_MV = 0.01  # so near is the skin's voltage worked out
STILL_MV = 0.5  # what moves it less within 1 ms is slow


LEFT = 1  # hands, or feet, or pads: which of the two; as a sum both
RIGHT = 2
BOTH = 3
HANDS = ("left", "right")
WHICH = {"left": LEFT, "right": RIGHT, "both": BOTH}


class Immersion:
    """How much of one hand is in the water, and its way there."""

    def __init__(self) -> None:
        self.permille = 0  # of the palm, now
        self.left_ms = 0  # how long it is still on its way
        self._start = 0
        self._goal = 0
        self._over_ms = 0

    def move(self, permille: int, over_ms: int) -> None:
        """Bring the immersed share to `permille` in `over_ms`."""
        self._start = self.permille
        self._goal = permille
        self._over_ms = self.left_ms = over_ms
        if over_ms <= 0:
            self.permille = permille

    def millisecond(self) -> None:
        """The hand's way in 1 ms."""
        if self.left_ms > 0:
            way = self._goal - self._start
            if -self._over_ms < way < self._over_ms:
                self.permille = self._goal - way * (self.left_ms - 1) // self._over_ms
            else:  # a permille and more each ms: always whole ones
                self.permille += (self._goal - self.permille) // self.left_ms
            self.left_ms -= 1


class Load:
    """`ohm`: series resistance now (OPEN_OHM: no contact); `emf_mv`: own voltage, signed from A to B.

    A capacitance across the skin makes part of the resistance slow: `slow_ohm` lies beside `slow_nf`, which holds
    `slow_mv`.
    Models: "table" (total resistance over the time of current, linear in between) and "skin" (the reference
    hardware's formula; every parameter from the scenario).
    """

    def __init__(self, scenario: "dict[str, Any]", dice: Dice) -> None:
        s = scenario
        self._s = s
        self._dice = dice
        self._table: "list[list[int]] | None" = s["table"] if s["model"] == "table" else None
        self._row = 0
        self.ohm = OPEN_OHM
        self.slow_ohm = 0.0
        self.slow_nf = 0
        self.slow_mv = 0.0
        self.emf_mv = 0
        self._emf = 0.0
        self.flow_ms = 0  # time of current
        self._noise = 0
        self._soak = 1.0  # e^(-t/tau), as a running product
        self.full_permille = s["immersed_permille"]
        # the hands
        self.hands = (Immersion(), Immersion())  # left, right
        self.immersed: "float" = 0  # permille: what both would be in with, were they in alike and the resistance this
        self.left_ms = 0  # how long a hand is still on its way
        self._lean = 0.5  # the left skin's part of the voltage across both
        self.log: "Any" = None  # told where the hands go
        # faults of contact
        self.broken = 0
        self.step_ohm = 0
        self.drying = 0  # permille a minute
        self.dried_ms = 0
        self.soft_ohm = 0
        self._stirred = 1.0  # what soda leaves of the water's resistance
        self._stir = 0.0  # and what it takes of that each STEP_MS
        self._stir_ms = 0
        self.zero_ohm = 0.0  # both skins at 0 V
        self._skin_ohm = 0.0  # one of them at 0 V, times 1000
        self._water = s.get("water_ohm", 50)
        self.mains_mv = s["mains_mv"]
        self.mains_hz = s["mains_hz"]
        self._bend_mv = s.get("bend_mv", 1)
        tenths = s.get("power_tenths", 0)
        self._power_halves = 0 if tenths else s.get("power_halves", 2)  # 0: another power
        self._power = tenths / 10.0 if tenths else self._power_halves / 2.0
        self._noise_permille = s["noise_permille"]
        self._skin_nf = s.get("skin_nf", 0)
        self._emf_goal = float(s["emf_mv"])
        self._emf_tau = float(s["emf_tau_ms"])
        cache_methods(self, "advance", "update", "charge_skin", "_own_voltage", "_from_table", "_from_skin", "_bend")

    # ------------------------------------------------------------ the hands

    def move(self, permille: int, over_ms: int, which: int = BOTH) -> None:
        """Bring the immersed share of one hand or of both to `permille` in `over_ms`."""
        for i in range(2):
            hand, name = self.hands[i], HANDS[i]
            if which & WHICH[name]:
                if self.log:
                    self.log("share", name + "_over_ms", over_ms)
                    self.log("share", name, permille)
                hand.move(permille, over_ms)
        self._weigh()

    def stir(self, to_permille: int, over_ms: int) -> None:
        """Soda is stirred in: the water of both trays conducts better, for good."""
        steps = max(over_ms // STEP_MS, 1)
        self._stir = self._stirred * (1000 - to_permille) / 1000.0 / steps
        self._stir_ms = steps * STEP_MS

    def millisecond(self) -> None:
        """The hands' way in 1 ms."""
        for hand in self.hands:
            hand.millisecond()
        self._weigh()

    def _weigh(self) -> None:
        """What is in series adds up: 2 / f = 1 / left + 1 / right."""
        left, right = self.hands
        self.left_ms = left.left_ms if left.left_ms > right.left_ms else right.left_ms
        f, g = left.permille, right.permille
        self.immersed = f if f == g else 2.0 * f * g / (f + g)
        if f == g:
            self._lean = 0.5

    # ------------------------------------------------------------ resistance

    @micropython.native
    def advance(self, i_ua: int) -> None:
        """Work out the load for the next STEP_MS, a signed current flowing."""
        flowing = i_ua > 100 or i_ua < -100
        if flowing:
            self.flow_ms += STEP_MS
        if self.drying:
            self.dried_ms += STEP_MS
        if self._stir_ms:
            self._stir_ms -= STEP_MS
            self._stirred -= self._stir
        self._noise += (self._dice.spread(10_000) - self._noise) // 40
        self._own_voltage(i_ua, flowing)
        self.update()

    @micropython.native
    def update(self) -> None:
        """Resistance from what is known, without time passing."""
        f = self.immersed
        if self.broken or f <= 0:
            self.ohm = OPEN_OHM
            self.slow_ohm = 0.0
            return
        # AR(1) of triangular noise: its r.m.s. is 0.0645 of 10,000
        jitter = 1000 + self._noise * self._noise_permille // 645
        if self._table is not None:
            total = self._from_table()
            self.slow_ohm = 0.0
        else:
            total = self._from_skin(f)
        if self.drying:
            grown = 1000 + self.drying * self.dried_ms // 60_000
            total = total * grown // 1000
            self.slow_ohm = self.slow_ohm * grown / 1000
        if self.soft_ohm and self._table is not None:
            total += 2 * (self.soft_ohm - self._water)
        if self.step_ohm:
            total = self.step_ohm
            self.slow_ohm = 0.0
        share = f if self._table is not None or self.step_ohm else 1000
        self.ohm = int(total * jitter // share)
        self.slow_nf = int(self._skin_nf * f // 2000)

    def _from_table(self) -> int:
        table = self._table
        assert table
        t = self.flow_ms
        row = self._row
        while row + 1 < len(table) and table[row + 1][0] <= t:
            row += 1
        self._row = row
        if row + 1 >= len(table) or t <= table[row][0]:
            return table[row][1]
        t0, r0 = table[row]
        t1, r1 = table[row + 1]
        return r0 + (r1 - r0) * (t - t0) // (t1 - t0)

    @micropython.native
    def _from_skin(self, f: float) -> int:
        """Water and inner resistance; both skins go into slow_ohm."""
        s = self._s
        if self.flow_ms:
            self._soak *= 1.0 - STEP_MS / s["tau_ms"]
        end = s["skin_end_ohm"] * (1.0 + s["drying_permille_per_min"] * self.flow_ms / 60_000_000.0)
        skin = end + (s["skin_start_ohm"] - s["skin_end_ohm"]) * self._soak
        self.zero_ohm = 2.0 * skin * 1000.0 / f
        self._skin_ohm = skin * 1000.0
        self._bend_skins()
        water = self.soft_ohm if self.soft_ohm else s["water_ohm"] * self._stirred
        return int(2 * water * 1000 // f) + s["inner_ohm"]  # type: ignore[no-any-return]

    def _bend_skins(self) -> None:
        """What both skins resist at the voltage across them."""
        left, right = self.hands
        if left.permille == right.permille:
            self.slow_ohm = self.zero_ohm / (1.0 + self._bend(self.slow_mv))
            return
        v = 2.0 * self.slow_mv
        self.slow_ohm = self._skin_ohm / left.permille / (1.0 + self._bend(v * self._lean)) + (
            self._skin_ohm / right.permille / (1.0 + self._bend(v * (1.0 - self._lean)))
        )

    @micropython.native
    def _own_voltage(self, i_ua: int, flowing: bool) -> None:
        """The electrodes' voltage follows the current's direction slowly, and fades without one."""
        goal = 0.0
        tau = 20_000.0
        if flowing:
            goal = self._emf_goal if i_ua > 0 else -self._emf_goal
            tau = self._emf_tau
        self._emf += (goal - self._emf) * STEP_MS / tau
        self.emf_mv = int(self._emf)

    @micropython.native
    def _bend(self, slow_mv: float) -> float:
        """(|V| / bend)^power across one of two like skins; powers 1, 1.5 and 2 need no more than a square root."""
        x = (slow_mv if slow_mv >= 0.0 else -slow_mv) / 2.0 / self._bend_mv
        halves = self._power_halves
        if halves == 2:
            return x  # type: ignore[no-any-return]
        if halves == 4:
            return x * x  # type: ignore[no-any-return]
        return x * sqrt(x) if halves else x**self._power  # type: ignore[no-any-return]

    @micropython.native
    def charge_skin(
        self, sink_ua: float, most_mv: float, series_ohm: float, leg: int, both: int = 0, us: int = 1000
    ) -> int:
        """`us` of current into the skin's capacitance and its bent resistance; 1 while its voltage moves.

        The source gives `sink_ua`, or what `most_mv` drives through `series_ohm` against the skin's voltage. Implicit
        (Newton), for the time constants are shorter than the step: R C is 0.6 ms, and a skin's resistance falls
        with its voltage. `leg`: 1 from A to B, -1 back, 0 nothing flows; `both`: whatever the sign.
        """
        r = self.zero_ohm
        if self.slow_ohm <= 0.0 or r <= 0.0:
            self.slow_mv = 0.0
            return 0
        if self.hands[0].permille != self.hands[1].permille:
            return self._charge_unlike(sink_ua, most_mv, series_ohm, leg, both, us)
        sign = -1 if leg < 0 else 1
        start = v = self.slow_mv * sign
        nf = self.slow_nf if self.slow_nf > 100 else 100
        k = float(us) / nf
        power = self._power
        for _ in range(5):
            bend = self._bend(v)
            source = 0.0
            slope = 0.0
            if leg:
                source = (most_mv - v) * 1000.0 / series_ohm
                slope = -1000.0 / series_ohm
                if source > sink_ua:
                    source = float(sink_ua)
                    slope = 0.0
                elif source < 0.0 and not both:
                    source = 0.0
                    slope = 0.0
            error = v - start - k * (source - v * (1.0 + bend) * 1000.0 / r)
            off = error / (1.0 + k * ((1.0 + (power + 1.0) * bend) * 1000.0 / r - slope))
            v -= off
            if -NEAR_MV < off < NEAR_MV:
                break
        self.slow_mv = v * sign
        self.slow_ohm = r / (1.0 + self._bend(v))
        return 0 if -STILL_MV < v - start < STILL_MV else 1

    def _charge_unlike(self, sink_ua: float, most_mv: float, series_ohm: float, leg: int, both: int, us: int) -> int:
        """charge_skin() for hands that are not in alike: one current through both skins, a voltage across each.

        How the two share the voltage settles faster than it changes: their capacitances count as one.
        """
        sign = -1 if leg < 0 else 1
        start = self.slow_mv * sign
        left, right = start * self._lean, start * (1.0 - self._lean)
        left_ms = self.hands[0].permille / self._skin_ohm * 1000.0  # millisiemens, times 1000: µA from mV
        right_ms = self.hands[1].permille / self._skin_ohm * 1000.0
        k = float(us) / (self.slow_nf if self.slow_nf > 100 else 100)
        power = self._power
        for _ in range(12):
            source = slope = 0.0
            if leg:
                source = (most_mv - left - right) * 1000.0 / series_ohm
                slope = -1000.0 / series_ohm
                if source > sink_ua:
                    source, slope = float(sink_ua), 0.0
                elif source < 0.0 and not both:
                    source = slope = 0.0
            bend = self._bend(2.0 * left)
            through_left, per_left = left * (1.0 + bend) * left_ms, (1.0 + (power + 1.0) * bend) * left_ms
            bend = self._bend(2.0 * right)
            through_right, per_right = right * (1.0 + bend) * right_ms, (1.0 + (power + 1.0) * bend) * right_ms
            charged = left + right - start - k * (source - through_left)
            unlike = through_left - through_right
            a, b = 1.0 + k * (per_left - slope), 1.0 - k * slope
            whole = a * per_right + b * per_left
            off_left = (charged * per_right + b * unlike) / whole
            off_right = (per_left * charged - a * unlike) / whole
            left -= off_left
            right -= off_right
            if -NEAR_MV < off_left < NEAR_MV and -NEAR_MV < off_right < NEAR_MV:
                break
        v = left + right
        self.slow_mv = v * sign
        if v > NEAR_MV or v < -NEAR_MV:
            self._lean = left / v
        self._bend_skins()
        return 0 if -STILL_MV < v - start < STILL_MV else 1
