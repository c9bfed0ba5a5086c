"""From lines that were fitted to the values of the unit's record: composed with the calibration that was in effect
while the readings were taken. Decides what the unit's converters would refuse; measures nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from ionto.output import source
from ionto.records import calibration as cal
from ionto.safety import monitor
from ionto.sensing import meter as channels
from tools.device import command, history
from tools.device.calibration_fit import Fit, Meter
from tools.device.meter import plain_name

ROWS = {
    "A": cal.A, "B": cal.B, "LOAD": cal.LOAD, "ELECTRODE_A": cal.ELECTRODE_A, "ELECTRODE_B": cal.ELECTRODE_B,
    "RAIL": cal.RAIL, "SOURCE": cal.SOURCE,
}  # fmt: skip
HEAD = cal.METER + 2  # values before the rows
MILLION = 1_000_000
DAY_0 = date(2000, 1, 1)


@dataclass(frozen=True)
class Gain:
    """true = nominal × (1 + ppm / 1e6) + offset, µA or mV."""

    ppm: float = 0.0
    offset: float = 0.0

    def true(self, nominal: float) -> float:
        return nominal * (1 + self.ppm / 1e6) + self.offset

    def nominal(self, true: float) -> float:
        return (true - self.offset) / (1 + self.ppm / 1e6)

    def then(self, gain: float, offset: float) -> Gain:
        """First this one, then another line."""
        return Gain(((1 + self.ppm / 1e6) * gain - 1) * 1e6, self.offset * gain + offset)


@dataclass(frozen=True)
class Volts:
    """Meter and unit at 10 mA, mV: across the dummy load, its high side to ground, the rail."""

    load: tuple[float, float]
    high: tuple[float, float]
    rail: tuple[float, float]

    def dummy_ohm(self, true_ua: float) -> int:
        return round(self.load[0] * 1000 / true_ua)


@dataclass(frozen=True)
class Applied:
    """A gain for each channel of ROWS, of a front end of this revision: 1 A, 2 B."""

    gains: dict[str, Gain]
    revision: int

    def reading(self, before: Applied, name: str, told: float) -> float:
        """What the channel would have said by these gains where it said `told` by those before. A's and B's zero is
        taken off by the unit, so their offsets are none of the reading's."""
        return told * (1 + self.gains[name].ppm / 1e6) / (1 + before.gains[name].ppm / 1e6)

    def to_true(self, before: Applied, asked_ua: float) -> float:
        """What flows where so much is asked for with the gains before."""
        return self.gains["SOURCE"].true(before.gains["SOURCE"].nominal(asked_ua))

    def to_ask(self, before: Applied, true_ua: float) -> int:
        """What to ask for with the gains before, that so much flows."""
        return round(before.gains["SOURCE"].true(self.gains["SOURCE"].nominal(true_ua)))

    def with_volts(self, before: Applied, volts: Volts) -> Applied:
        """The low side is what the high side is above it less what lies across the load."""
        old = before.gains
        low = volts.high[0] - volts.load[0], volts.high[1] - volts.load[1]
        gains = {
            name: old[name].then(told / unit if unit else 1.0, 0.0)
            for name, (told, unit) in (
                ("LOAD", volts.load), ("ELECTRODE_A", volts.high), ("ELECTRODE_B", low), ("RAIL", volts.rail),
            )
        }  # fmt: skip
        return replace(self, gains={**self.gains, **gains})


@dataclass(frozen=True)
class Found:
    """Everything that is stored."""

    applied: Applied
    confirmed_ua: int
    dummy_ohm: int
    kind: Meter
    meter: str
    serial: int
    day: date

    @property
    def meter_name(self) -> str:
        return plain_name(self.meter)

    def values(self) -> list[int]:
        """Of the record, in its order."""
        values = [0] * (HEAD + 2 * cal.CHANNELS)
        values[cal.SERIAL], values[cal.VALID] = self.serial, self.applied.revision
        values[cal.DAY] = (self.day - DAY_0).days
        values[cal.DUMMY_OHM], values[cal.CONFIRMED_UA] = self.dummy_ohm, self.confirmed_ua
        values[cal.CLASS_PPM], values[cal.CLASS_UA] = round(self.kind.share * 1e6), round(self.kind.digits_ua)
        values[cal.METER], values[cal.METER + 1] = history.pack_name(self.meter_name)
        for name, row in ROWS.items():
            gain = self.applied.gains[name]
            values[HEAD + 2 * row : HEAD + 2 * row + 2] = [MILLION + round(gain.ppm), round(gain.offset)]
        return values


def in_effect(stored: list[int], revision: int) -> Applied:
    """What the unit's converters took of its record at its last start: nothing of one that is not valid or of another
    revision, no row beyond their bounds."""
    if len(stored) != HEAD + 2 * cal.CHANNELS:
        raise command.Refused(
            "the unit's calibration has another shape. Bring firmware and tools to the same version: make flash"
        )
    gains = {}
    for name, row in ROWS.items():
        ppm, offset = stored[HEAD + 2 * row] - MILLION, stored[HEAD + 2 * row + 1]
        taken = Gain(ppm, offset)
        nominal = Gain(0, _bias(name, revision))
        gains[name] = taken if stored[cal.VALID] == revision and not _beyond(name, taken, revision) else nominal
    return Applied(gains, revision)


def composed(before: Applied, fit: Fit) -> Applied:
    """A and B through zero, for the unit takes their zero off at each self-test; the source with its offset."""
    gains = dict(before.gains)
    gains["A"] = Gain(before.gains["A"].then(fit.a.through_zero_ppm / 1e6, 0).ppm)
    gains["B"] = Gain(before.gains["B"].then(fit.b.through_zero_ppm / 1e6, 0).ppm)
    gains["SOURCE"] = before.gains["SOURCE"].then(fit.source.gain_ppm / 1e6, fit.source.offset_ua)
    return replace(before, gains=gains)


def bounds(name: str) -> tuple[int, int]:
    """What the unit's converters take: ppm and µA or mV, either way; the source's from its revision's bias."""
    if name == "SOURCE":
        return source.GAIN_MOST_PPM, source.OFFSET_MOST_UA
    return (monitor.GAIN_B_PPM if name == "B" else channels.GAIN_MOST_PPM), channels.OFFSET_MOST


def _bias(name: str, revision: int) -> int:
    return source.BIAS_UA[revision] if name == "SOURCE" else 0


def _beyond(name: str, gain: Gain, revision: int) -> bool:
    ppm, offset = bounds(name)
    return abs(round(gain.ppm)) > ppm or abs(round(gain.offset) - _bias(name, revision)) > offset


def refuse_beyond(applied: Applied) -> None:
    """Raises Refused where the unit would refuse its next start for it."""
    for name, gain in applied.gains.items():
        if _beyond(name, gain, applied.revision):
            ppm, offset = bounds(name)
            bias = _bias(name, applied.revision)
            unit = "mA" if name in ("A", "B", "SOURCE") else "V"
            raise command.Refused(
                f"{name} would need a gain of {1 + gain.ppm / 1e6:.4f} and {gain.offset / 1000:+.3f} {unit}; the unit "
                f"takes ±{ppm / 1e4:g} % and {bias / 1000:g} ±{offset / 1000:g} {unit}. Nothing was stored. Find "
                "the wrong part first (or the wrong meter): docs/codes.md"
            )
