# Makes the measured current equal the setpoint: the setpoint itself plus a small bounded trim learnt from channel A.
# Decides no setpoint. What cannot wind up cannot surge: the trim does not rise while the load may limit the current.
#
# `correct` is machine code (viper): as bytecode it would wait for the flash's cache, too.

import micropython
from micropython import const

TRIM_PERMILLE = const(50)  # of the setpoint: gain errors up to 5 %
TRIM_OFFSET_UA = const(60)  # the sink's offset before calibration is 0.05 mA at most
_SCALE = const(128)  # the trim is kept in 1/128 µA
_SHIFT = const(7)
_GAIN = const(2)  # 2/128 of the error a tick of 5 ms: a time constant of 0.32 s
_ERROR_MOST_UA = const(500)  # one sample's influence
# A sink in order lags less than this on every ramp: more is missing because the load does not carry it.
_MISSING_MOST_UA = const(100)
# Of the rail, beyond what sink and switches take. With less left, what is missing may be the load's, however little:
# a load that carries 99 % of the setpoint would wind up the trim within seconds. It moves by 0.5 V within two samples.
RESERVE_MV = const(2_000)
# `limited` of correct().
TIGHT = const(1)  # less than RESERVE_MV is left
WOUND = const(2)  # the anti-windup has pulled the setpoint
_HOLD_TICKS = const(40)  # 0.2 s: at the limit the anti-windup pulls in some ticks and not in others


class Regulator:
    """`correct` returns the current to ask of the source, in µA.

    The trim reaches 5 % of the setpoint + 60 µA and no further. At zero the trim is zero: no current was asked for.
    """

    def __init__(self) -> None:
        self.trim = 0  # what was learnt, 1/128 µA
        self._hold = 0

    def reset(self) -> None:
        """Forget the trim, for an output that is open."""
        self.trim = 0
        self._hold = 0

    @micropython.viper
    def correct(self, set_ua: int, asked_ua: int, measured_ua: int, fresh: int, limited: int) -> int:
        """`asked_ua`: the setpoint that `measured_ua` answers (a tick ago); `fresh`: it was converted in this tick.

        `limited`: 0, or TIGHT and WOUND added up.
        """
        if set_ua <= 0:
            self.trim = 0
            return 0
        trim = int(self.trim)
        if limited & WOUND:
            self._hold = _HOLD_TICKS
        else:
            hold = int(self._hold)
            if hold:
                self._hold = hold - 1
            elif fresh:
                error = asked_ua - measured_ua
                if error < -_ERROR_MOST_UA:
                    error = -_ERROR_MOST_UA
                if error <= 0 or (not limited and error <= _MISSING_MOST_UA):
                    trim += error * _GAIN
        most = (set_ua * TRIM_PERMILLE // 1000 + TRIM_OFFSET_UA) * _SCALE
        if trim > most:
            trim = most
        elif trim < -most:
            trim = -most
        self.trim = trim
        wanted = set_ua + (trim + (_SCALE >> 1) >> _SHIFT)
        return wanted if wanted > 0 else 0
