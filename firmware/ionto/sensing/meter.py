# Turns the ADC's counts into µA and mV, a channel at a time. Judges no value: safety/plausibility.py does.
#
# What each tick calls is machine code (viper): it compiles with imported constants folded only, as tools/image does it.

import micropython
from micropython import const

from drivers.status import NO_VALUE, NOT_STARTED, OK, RANGE, READY

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from drivers.ports import Adc


# Channels; in this order a board says where each is wired.
A_UA = const(0)  # shunt A: the current that comes back from the body
LOAD_MV = const(1)  # electrode A against electrode B, signed, in one conversion
ELECTRODE_A_MV = const(2)  # against ground
ELECTRODE_B_MV = const(3)
RAIL_MV = const(4)  # before the output switch
CHANNELS = const(5)

GAIN_MOST_PPM = const(30_000)
OFFSET_MOST = const(2_000)  # µA or mV

_PPM = const(1_000_000)
# counts * factor >> shift, rounded; a full scale shifted so far leaves room for 3 % of gain below 2**30.
_PRODUCT_MOST = (1 << 30) // 104 * 100


class Meter:
    """`start(channel)`; the converter's `ready_us` later `poll()`. Methods return a status of `drivers.status`.

    After READY: `value` in the channel's unit (µA or mV, signed, calibrated). After anything else it is NO_VALUE.

    `inputs`: for each channel the converter's input, and how many µA or mV one mV at it means.
    """

    def __init__(self, adc: "Adc", inputs: "tuple[tuple[int, int], ...]") -> None:
        self.adc = adc
        self._inputs = [one[0] for one in inputs]
        self._full_scales = [adc.full_scale_mv * one[1] for one in inputs]
        self._shifts = [_shift(full_scale) for full_scale in self._full_scales]
        self.bits = adc.bits
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
        factor = self._full_scales[channel] << self._shifts[channel] >> (self.bits - 1)
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
        status = int(self.adc.start(self._inputs[channel]))
        if status == OK:
            self._asked = channel
        return status

    @micropython.viper
    def poll(self) -> int:
        """READY, BUSY, or a negative status. A value is given once: NOT_STARTED then, until the next start()."""
        channel = int(self._asked)
        if channel < 0:
            return NOT_STARTED
        status = int(self.adc.poll())
        if status == READY:
            self._asked = NO_VALUE
            product = int(self.adc.raw) * int(self._factors[channel])
            shift = int(self._shifts[channel])
            value = product + (1 << (shift - 1)) >> shift  # rounded: half of the last bit that is shifted out
            self.value = value + int(self._offsets[channel])
        return status


def _shift(full_scale: int) -> int:
    """The largest that keeps a full scale shifted by it within _PRODUCT_MOST."""
    shift = 0
    while full_scale << shift <= _PRODUCT_MOST >> 1:
        shift += 1
    return shift
