# Turns a wanted current in µA into the DAC's calibrated code. Decides no current: stage.py asks, after all its clamps.

from micropython import const

from drivers.status import CANNOT, NO_VALUE, OK, RANGE, WRONG

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from typing import Callable

    from drivers.ports import Dac

MISMATCH = WRONG  # the converter answers, and holds something else than the code sent

GAIN_MOST_PPM = const(30_000)  # the sink is within 2 % before calibration, by the reference hardware
OFFSET_MOST_UA = const(150)  # and within 50 µA of its revision's bias
BIAS_UA = (
    0,
    -200,
    -20,
)  # by revision, 1 A, 2 B: what the sink gives more than its code says, by the circuit's description

_PPM = const(1_000_000)
_PRODUCT_BITS = const(29)  # current times factor ends below 2**29 at full scale, and with margins below 2**30


class CurrentSource:
    """A current sink under a DAC: full scale in µA at the code 2**bits, as `I = full_scale * code / 2**bits`.

    Methods return a status of `drivers.status`. `code` is the last code the converter acknowledged; NO_VALUE when the
    last write failed or the converter was found with another one.
    """

    def __init__(self, dac: "Dac", full_scale_ua: int = 25_000, bias_ua: int = 0) -> None:
        """`bias_ua`: what the sink of this revision gives more than its code says, 0 or less."""
        self._dac = dac
        self.bits = dac.bits
        self.reads_back = dac.reads_back
        self.full_scale_ua = full_scale_ua
        self.code = NO_VALUE
        self._code_most = (1 << dac.bits) - 1
        self._shift = _PRODUCT_BITS - dac.bits
        self._factor = 0  # codes << _shift for each µA
        self.bias_ua = bias_ua
        self._offset_ua = 0
        self.calibrate(0, bias_ua)

    def calibrate(self, gain_ppm: int, offset_ua: int) -> int:
        """Tell what the chain really gives: `I = nominal * (1 + gain_ppm / 1e6) + offset_ua`. OK, or RANGE unchanged.

        Between sessions only. The factor has 15 bits: 1.2 µA at 25 mA, a fifth of the 12-bit converter's step.
        """
        if not -GAIN_MOST_PPM <= gain_ppm <= GAIN_MOST_PPM or abs(offset_ua - self.bias_ua) > OFFSET_MOST_UA:
            return RANGE
        nominal = ((1 << _PRODUCT_BITS) + self.full_scale_ua // 2) // self.full_scale_ua
        divisor = _PPM + gain_ppm
        self._factor = nominal - (nominal * gain_ppm + divisor // 2) // divisor
        self._offset_ua = offset_ua
        return OK

    def set_ua(self, ua: int) -> int:
        """Ask for 0 .. full_scale_ua. 0 is code 0, whatever the offset. OK, BUS, or RANGE with nothing sent.

        A code that the converter acknowledged and has not been found without since is not sent again.
        """
        if ua < 0 or ua > self.full_scale_ua:
            return RANGE
        code = 0
        if ua > 0:
            shift = self._shift
            code = ((ua - self._offset_ua) * self._factor + (1 << shift >> 1)) >> shift
            if code < 0:
                code = 0
            elif code > self._code_most:
                code = self._code_most
        if code == self.code and self.reads_back:
            return OK
        status = self._dac.write_code(code)
        self.code = code if status == OK else NO_VALUE
        return status

    def off(self) -> int:
        """Code 0, sent in any case. It does not open the output. OK or BUS."""
        status = self._dac.write_code(0)
        self.code = 0 if status == OK else NO_VALUE
        return status

    def verify(self) -> int:
        """Does the converter hold the code last sent? OK, MISMATCH, BUS, or CANNOT when `reads_back` is 0.

        After anything but OK the next set_ua() sends its code again.
        """
        if not self.reads_back:
            return CANNOT
        status = self._dac.holds(self.code)
        if status != OK:
            self.code = NO_VALUE
        return status

    def wakes_off(self) -> int:
        """Will it wake up at 0? OK, MISMATCH, BUS, or CANNOT when `reads_back` is 0. For the self-test."""
        if not self.reads_back:
            return CANNOT
        return self._dac.wakes_at_zero()

    def make_wake_off(self, sleep_us: "Callable[[int], None]") -> int:
        """Write 0 into what it wakes up with, and check it. Only while the output cannot be live. See the driver."""
        if not self.reads_back:
            return CANNOT
        status = self._dac.provision_eeprom(sleep_us)
        self.code = 0 if status == OK else NO_VALUE
        return status
