# A unit on its dummy load and a meter, as `make calibrate` meets them, without processes: planted errors, the unit's
# own way with a stored calibration, the RP2040's converter curve. Judges nothing.

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from ionto.output.source import BIAS_UA
from ionto.records import calibration as cal
from ionto.safety import faults
from tools.device import command
from tools.device.calibration_fit import Meter
from tools.device.calibration_values import HEAD, in_effect
from tools.device.desk import Hello, Values
from tools.device.meter import Point

Line = tuple[float, float]  # gain, offset: reading = true × gain + offset
DUMMY_OHM = 1003
HIGH_MV, RAIL_MV = 46_800.0, 48_100.0


def rp2040(ua: float) -> float:
    """What channel B's converter makes of a current: codes of 8 µA, and the four long ones of RP2040-E11."""
    code = round(ua / 8)
    for at in (512, 1536, 2560, 3584):
        if code > at:
            code += 4
        if at - 4 < code < at + 4:
            code = at
    return code * 8.0 * (1 - 16 / 4096 / 2)


@dataclass
class Errors:
    """What is planted. A's and B's offsets the unit takes off at its self-test."""

    a: Line = (1.0, 0.0)
    b: Line = (1.0, 0.0)
    source: Line = (1.0, 0.0)  # true = nominal × gain + offset + its revision's bias
    high: float = 1.0
    load: float = 1.0
    rail: float = 1.0


@dataclass
class Unit:
    """Stands for the desk: `ask`, `values`, `record`, `restart`, as tools/device/desk.py has them."""

    errors: Errors
    chance: random.Random
    stored: list[int] = field(default_factory=lambda: [0] * HEAD + [1_000_000, 0] * cal.CHANNELS)
    true_ua: float = 0.0
    asked_ua: int = 0
    fault: int = faults.USB_PRESENT
    stores: int = 0
    hello: Hello | None = None
    revision: int = 2

    def restart(self) -> Hello:
        self.held = in_effect(self.stored, self.revision).gains
        self.hello = Hello(1, "1", "pico", self.revision, 12, self.fault, 0, 5)
        return self.hello

    def ask(self, word: str, *values: int) -> list[int]:
        if word == "drive":
            self.asked_ua = values[0]
            gain, offset = self.errors.source
            nominal = self.held["SOURCE"].nominal(values[0])
            self.true_ua = max(0.0, nominal * gain + offset + BIAS_UA[self.revision]) if values[0] else 0.0
        else:
            assert word == "calibrate"
            self.stored = list(values)
            self.stores += 1
        return []

    def values(self) -> Values:
        e, true = self.errors, self.true_ua
        a = true * e.a[0] + self.chance.gauss(0, 3)
        b = rp2040(true * e.b[0] + e.b[1]) - rp2040(e.b[1]) + self.chance.gauss(0, 3)
        volts = [self.held[name].true(mv) for name, mv in (
            ("LOAD", true * DUMMY_OHM / 1000 * e.load), ("ELECTRODE_A", HIGH_MV * e.high), ("RAIL", RAIL_MV * e.rail),
        )]  # fmt: skip
        a, b = a * (1 + self.held["A"].ppm / 1e6), b * (1 + self.held["B"].ppm / 1e6)
        load, high, rail = (round(mv) for mv in volts)
        return Values(round(a), round(b), load, 0, high, high - load, rail, 0, 0, 1, 0, self.asked_ua, 3900, 1, 0, 0)

    def record(self, which: int) -> tuple[int, list[int]]:
        return 0, list(self.stored)


class Reference:
    """A meter of that class: its gain somewhere within it, its last digits, whatever `spoil` makes of a reading."""

    name = "Fluke 87 V"

    def __init__(self, unit: Unit, kind: Meter, spoil: Callable[[int, float], float] | None = None) -> None:
        self._unit, self._kind = unit, kind
        self._off = unit.chance.uniform(-kind.share, kind.share)
        self._spoil = spoil or (lambda count, told: told)
        self.count = 0
        self.places: list[str] = []

    def connect(self, point: Point, alive: Callable[[], None]) -> None:
        self.places.append(point.node)

    def read(self, what: str, point: Point, alive: Callable[[], None]) -> float:
        self.count += 1
        if self.count > 100:
            raise command.Refused("a hundred readings are enough")
        unit = self._unit
        nodes = {"DUMMY": unit.true_ua, "LOAD": unit.true_ua * DUMMY_OHM / 1000, "SIDE_A": HIGH_MV, "RAIL": RAIL_MV}
        told = nodes[point.node] * (1 + self._off) + unit.chance.uniform(-1, 1) * self._kind.digits_ua
        return self._spoil(self.count, told)
