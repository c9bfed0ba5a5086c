# Holds each channel's gain and offset, by which meter they were found, and the unit's serial number. Decides whether a
# meter has ever confirmed a current. Measures nothing: the maker's tool fills it.

from array import array

from micropython import const

from ionto.records import record as rec
from ionto.safety import faults, limits

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ionto.records.files import Files

SERIAL = const(0)
VALID = const(1)  # after the tool has seen every channel through, the front end's revision: 1 A, 2 B; 0: not yet
DAY = const(2)  # day number of the calibration, 0 = no clock
DUMMY_OHM = const(3)  # the dummy load as it was seen then, 0 = not yet
CONFIRMED_UA = const(4)  # what the meter read at the end, 10 mA asked for; 0 = none has
CLASS_PPM = const(5)  # the meter's accuracy class: of its reading, and digits of so many µA
CLASS_UA = const(6)
METER = const(7)  # and the next: its name, five letters a number

# Channels, the rows.
A = const(0)
B = const(1)
LOAD = const(2)
ELECTRODE_A = const(3)
ELECTRODE_B = const(4)
RAIL = const(5)
SOURCE = const(6)
CHANNELS = const(7)

# Columns.
_GAIN_PPM = const(0)
_OFFSET = const(1)  # µA or mV, added after the gain

NOMINAL_PPM = const(1_000_000)
_LOW_PPM = const(900_000)
_HIGH_PPM = const(1_100_000)
_OFFSET_BOUND = const(500)  # ten times what a sound unit may have (0.05 mA)
_RECORD = const(2)
_VERSION = const(2)
_CONFIRMED_AT_UA = const(10_000)
_SINCE_2 = const(5)  # fields, those of the meter

_NAME = (0, 0, 0x3FFFFFFF)
_FIELDS = (
    (0, 0, 1_000_000_000), (0, 0, 2), (0, 0, 100_000), (0, 0, 1_030), (0, 0, 25_000), (0, 0, 100_000), (0, 0, 1_000),
    _NAME, _NAME,
)  # fmt: skip
_ROW = ((NOMINAL_PPM, _LOW_PPM, _HIGH_PPM), (0, -_OFFSET_BOUND, _OFFSET_BOUND))


class Calibration(rec.Record):
    """Nominal (gain 1, offset 0) until `values[VALID]` names this unit's revision: half a calibration is none, nor is
    that of another board. So it is, too, when absent, damaged, out of range or newer: see report() and refusal()."""

    def __init__(self, files: "Files", revision: int = 1) -> None:
        super().__init__(files, "calibration", _RECORD, _VERSION, _FIELDS, _ROW, CHANNELS)
        self._revision = revision

    def holds(self) -> int:
        """1: it is whole, and of this revision."""
        valid = self.values[VALID]
        return 1 if valid and valid == self._revision else 0

    def dummy_ohm(self) -> int:
        """The dummy load as it was seen then, 0: not known."""
        return self.values[DUMMY_OHM] if self.holds() else 0

    def gain_ppm(self, channel: int) -> int:
        """900,000 to 1,100,000."""
        return self.values[self.cell(channel, _GAIN_PPM)] if self.holds() else NOMINAL_PPM

    def offset(self, channel: int) -> int:
        """µA for A, B and SOURCE, mV for the others: -500 to 500."""
        return self.values[self.cell(channel, _OFFSET)] if self.holds() else 0

    def put(self, channel: int, gain_ppm: int, offset: int) -> None:
        """Change a channel, in memory only; store() refuses what is out of bounds."""
        self.values[self.cell(channel, _GAIN_PPM)] = gain_ppm
        self.values[self.cell(channel, _OFFSET)] = offset

    def is_confirmed(self, values: "Sequence[int]") -> int:
        """1: whole, of this revision, and a meter in series with 10 mA has read no more than 5 % else."""
        near = abs(values[CONFIRMED_UA] - _CONFIRMED_AT_UA) <= limits.CONFIRM_UA
        return 1 if values[VALID] == self._revision and near else 0

    def report(self) -> int:
        """NONE, or CALIBRATION_LOST: both copies are unreadable. Only a confirmed one is ever stored, so nominal values
        hold, to LOST_CALIBRATION_UA."""
        return faults.CALIBRATION_LOST if self.status == rec.RESET else faults.NONE

    def refusal(self) -> int:
        """What stands against any current through the electrodes: CALIBRATION_INVALID, UNCONFIRMED or NONE."""
        if self.status > rec.RESET:
            return faults.CALIBRATION_INVALID
        if self.status == rec.RESET or self.is_confirmed(self.values):
            return faults.NONE
        return faults.UNCONFIRMED

    def take_over(self, values: "rec.Values") -> "rec.Values | None":
        """Version 1 knew no meter: nobody has confirmed what it holds."""
        if len(values) != len(self.values) - _SINCE_2:
            return None
        return values[:CONFIRMED_UA] + array("i", bytes(4 * _SINCE_2)) + values[CONFIRMED_UA:]
