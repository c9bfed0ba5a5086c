# Drives plausibility, ramp and regulator with a long row of made-up ticks and tells what they said after each. Judges
# nothing. Runs as plain source under CPython, as machine code under MicroPython and on the chip.

from ionto.output.ramp import Ramp
from ionto.output.regulator import Regulator
from ionto.safety import readings as rd
from ionto.safety.plausibility import Plausibility

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

FIELDS = (
    (rd.A_UA, 0, 40_960),
    (rd.B_UA, 0, 33_000),
    (rd.A_AGE_MS, 0, 20),
    (rd.A_NEW, 0, 1),
    (rd.LOAD_MV, 0, 83_000),
    (rd.LOAD_BACK_MV, 0, 83_000),
    (rd.LOAD_AGE_MS, 0, 20),
    (rd.LOAD_NEW, 0, 1),
    (rd.HIGH_MV, 0, 83_000),
    (rd.HIGH_NEW, 0, 1),
    (rd.RAIL_MV, 0, 83_000),
    (rd.RAIL_AGE_MS, 0, 160),
    (rd.DROPPED, 0, 3),
    (rd.DAC_MV, 0, 3_300),
    (rd.DAC_CODE_MV, 0, 3_300),
    (rd.LOAD_OHM, 0, 830_000),
    (rd.RELAY_REST, 0, 1),
)
SOUND = (
    10_000,
    10_008,
    0,
    1,
    20_000,
    0,
    0,
    1,
    47_400,
    1,
    48_000,
    0,
    0,
    1_320,
    1_320,
    2_000,
    0,
)  # in the order of FIELDS


class Numbers:
    """A row of numbers that is the same everywhere; every product stays below 2**30."""

    def __init__(self, seed: int) -> None:
        self._state = seed & 0x7FFF

    def below(self, most: int) -> int:
        """0 .. most - 1, most up to 2**20."""
        self._state = (self._state * 75 + 74) % 65_537
        high = self._state
        self._state = (self._state * 75 + 74) % 65_537
        return ((high & 0x3FF) << 10 | self._state & 0x3FF) % most


def story(seed: int, ticks: int) -> "Iterator[str]":
    """A line a tick: the code, whether contact is lost, setpoint, trim and what is asked for."""
    dice = Numbers(seed)
    judge = Plausibility()
    r = rd.make()
    ramp = Ramp()
    regulator = Regulator()
    asked = 0
    held = left = value = 0
    for tick in range(ticks):
        if not left:  # for so long one or two fields say something else
            held, left = dice.below(len(FIELDS) + 2), 1 + dice.below(120)
            place, least, most = FIELDS[held % len(FIELDS)]
            value = (least, most, least + dice.below(most - least + 1))[dice.below(3)]
        left -= 1
        for i in range(len(FIELDS)):
            place, least, most = FIELDS[i]
            now = SOUND[i]
            if i == held:
                now = value
            elif dice.below(100) == 0:
                now = least + dice.below(most - least + 1)
            elif most > 1_000:
                now = max(0, now + dice.below(100) - 50)
            r[place] = now
        if held < len(FIELDS):
            r[rd.A_UA] += tick & 1
        else:  # A repeats one code while B goes elsewhere
            r[rd.A_UA] = 10_000
            r[rd.B_UA] = 10_000 + (left > 90) * 100 + (left < 70) * (value % 900)
        set_ua = ramp.set_ua
        expect = 1 if seed & 3 else dice.below(4)
        code = judge.check(r, expect, 10_000 if dice.below(10) else set_ua, tick // 200 % 3, 1 if tick % 90 else -1)
        ramp.follow(r[rd.A_UA])
        set_ua = ramp.approach(dice.below(20_001) if not dice.below(99) else 10_000, 5_000 if dice.below(2) else 25_000)
        if not set_ua & 63:
            ramp.reset()
        wanted = regulator.correct(set_ua, asked, r[rd.A_UA], r[rd.A_NEW], 2 * ramp.wound + tick % 3 % 2)
        asked = set_ua
        yield "%d %d %d %d %d %d" % (code, judge.lost, set_ua, ramp.falling, regulator.trim, wanted)
        judge.lost = 0
        if code:
            judge.restart()
            left = dice.below(2) * left
