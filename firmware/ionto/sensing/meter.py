# Turns the ADC's counts into µA and mV, a channel at a time. Judges no value: safety/plausibility.py does.

import micropython
from micropython import const

from drivers.ads1115 import MUX_0, MUX_0_1, MUX_1, MUX_2, MUX_3
from drivers.status import NO_VALUE, NOT_STARTED, OK, RANGE, READY

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from typing import Protocol

    class Adc(Protocol):
        """A converter for the meter: signed counts, -2**(bits-1) at -full_scale_mv; bits <= 16.

        With `tags_channel` 1 it proves itself that each result is new and of the input asked for, or says WRONG.
        """

        bits: int
        full_scale_mv: int
        tags_channel: int
        raw: int

        def start(self, mux: int) -> int: ...
        def poll(self) -> int: ...


# Channels.
A_UA = const(0)  # shunt A: the current that comes back from the body
LOAD_MV = const(1)  # electrode A against electrode B, signed, in one conversion
ELECTRODE_A_MV = const(2)  # against ground
ELECTRODE_B_MV = const(3)
RAIL_MV = const(4)  # before the output switch
CHANNELS = const(5)

REVISION_A = (MUX_2, MUX_0_1, MUX_0, MUX_1, MUX_3)  # where each channel is wired (hardware.md)

GAIN_MOST_PPM = const(30_000)
OFFSET_MOST = const(2_000)  # µA or mV

_PPM = const(1_000_000)
# Full scale of a channel is full_scale_mv times this: the shunt amplifier gives 0.1 mV/µA, the dividers are 1:20.
_UA_PER_MV = const(10)
_MV_PER_MV = const(20)
# counts * factor >> shift; with these shifts |counts * factor| stays below 2**30 at 4,096 mV and 3 % of gain.
_UA_SHIFT = const(14)
_MV_SHIFT = const(13)
_UA_HALF = const(1 << (_UA_SHIFT - 1))
_MV_HALF = const(1 << (_MV_SHIFT - 1))


class Meter:
    """`start(channel)`; some 1.5 ms later `poll()`. Methods return a status of `drivers.status`.

    After READY: `value` in the channel's unit (µA or mV, signed, calibrated). After anything else it is NO_VALUE.
    With `tags_channel` 1 a result of another input, or an older one, is WRONG, never a value.
    """

    def __init__(self, adc: "Adc", inputs: "tuple[int, ...]" = REVISION_A) -> None:
        self._adc = adc
        self._start = adc.start  # found once: a method costs a look-up each time
        self._poll = adc.poll
        self._inputs = inputs
        self.bits = adc.bits
        self.tags_channel = adc.tags_channel
        self._factors = [0] * CHANNELS
        self._offsets = [0] * CHANNELS
        for channel in range(CHANNELS):
            self.calibrate(channel, 0, 0)
        self._asked = NO_VALUE
        self.value = NO_VALUE

    def calibrate(self, channel: int, gain_ppm: int, offset: int) -> int:
        """`value = nominal * (1 + gain_ppm / 1e6) + offset` in µA or mV. Between sessions. OK, or RANGE unchanged."""
        if not 0 <= channel < CHANNELS:
            return RANGE
        if not -GAIN_MOST_PPM <= gain_ppm <= GAIN_MOST_PPM or not -OFFSET_MOST <= offset <= OFFSET_MOST:
            return RANGE
        if channel == A_UA:
            full_scale = self._adc.full_scale_mv * _UA_PER_MV << _UA_SHIFT
        else:
            full_scale = self._adc.full_scale_mv * _MV_PER_MV << _MV_SHIFT
        factor = full_scale >> (self.bits - 1)
        self._factors[channel] = factor + (factor * gain_ppm + _PPM // 2) // _PPM
        self._offsets[channel] = offset
        return OK

    def shift(self, channel: int, by: int) -> int:
        """Add to a channel's offset for this session, µA or mV; returns the offset that now stands."""
        self._offsets[channel] += by
        return self._offsets[channel]

    @micropython.viper
    def start(self, channel: int) -> int:
        """Begin one conversion. OK, or what the converter says; RANGE for a channel there is not."""
        self._asked = NO_VALUE
        self.value = NO_VALUE
        if channel < 0 or channel >= CHANNELS:
            return RANGE
        status = int(self._start(self._inputs[channel]))
        if status == OK:
            self._asked = channel
        return status

    @micropython.viper
    def poll(self) -> int:
        """READY, BUSY, or a negative status. A value is given once: NOT_STARTED then, until the next start()."""
        channel = int(self._asked)
        if channel < 0:
            return NOT_STARTED
        status = int(self._poll())
        if status == READY:
            self._asked = NO_VALUE
            product = int(self._adc.raw) * int(self._factors[channel])
            # rounded: half of the last bit that is shifted out
            value = product + _UA_HALF >> _UA_SHIFT if channel == A_UA else product + _MV_HALF >> _MV_SHIFT
            self.value = value + int(self._offsets[channel])
        return status
