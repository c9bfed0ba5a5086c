# Moves the tracked setpoint towards the target along a straight line, and pulls it back to what really flows when the
# load cannot follow. Decides neither target nor code.
#
# What each tick calls is machine code (viper): as bytecode it would wait for the flash's cache, too.

import micropython

from ionto.safety import limits


class Ramp:
    """The tracked setpoint in µA, moved by at most a rate in nA a tick.

    What is kept in nA (20 mA is 20,000,000, below 2**30) gives 0.5 mA/s without rounding: 2,500 nA a tick.
    """

    def __init__(self) -> None:
        self.set_ua = 0
        self.wound = 0  # 1: anti-windup pulled in this tick
        self.pulled = 0  # 1: it has since whoever looks at it set this to 0
        self.falling = 0  # 1: moved down in this tick, by the ramp
        self.fell = 0  # 1: it has moved down, and
        self.held = 0  # pulled, since whoever watches the skin set them to 0
        self._na = 0

    def reset(self) -> None:
        """To zero at once, for an output that is open."""
        self._na = 0
        self.set_ua = 0
        self.wound = 0
        self.falling = 0

    @micropython.viper
    def follow(self, measured_ua: int) -> int:
        """Anti-windup: a setpoint more than 0.3 mA above the measured current becomes that current + 0.3 mA.

        At once, by one sample: what the setpoint does not hold, a load that comes back cannot deliver. Returns `wound`.
        """
        most_na = (measured_ua + limits.WINDUP_UA) * 1000
        wound = 0
        if int(self._na) > most_na:
            self._na = most_na
            self.set_ua = most_na // 1000
            self.pulled = 1
            self.held = 1
            wound = 1
        self.wound = wound
        return wound

    @micropython.viper
    def approach(self, target_ua: int, down_na: int) -> int:
        """One tick towards `target_ua` (0..20,000 µA), up at 0.5 mA/s, down at `down_na` a tick. Returns µA."""
        target_na = target_ua * 1000
        na = int(self._na)
        if na == target_na:
            self.falling = 0
            return target_ua
        falling = 0
        if na < target_na:
            na += limits.RAMP_UP_NA
            if na > target_na:
                na = target_na
        else:
            falling = 1
            self.fell = 1
            na -= down_na
            if na < target_na:
                na = target_na
        self.falling = falling
        self._na = na
        set_ua = na // 1000
        self.set_ua = set_ua
        return set_ua
