"""The reference meter: its accuracy class and name, its readings typed in or asked for over serial SCPI. Decides no
current, and judges no reading but that it is a number of the meter's own range."""

from __future__ import annotations

import contextlib
import re
import select
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import serial

from tools.device import command
from tools.device.calibration_fit import Meter

DIGIT_UA = 10  # of a handheld meter of 2,000 counts in its 20 mA range: 0.01 mA; the same of a volt
MOST_SHARE = 0.05
ANSWER_S = 6.0
LETTERS = 10
_CLASS = re.compile(r"(\d+(?:[.,]\d+)?)\s*%?\s*(?:\+\s*(\d+))?")
ABANDON = "q"


@dataclass(frozen=True)
class Point:
    """Where the meter is: what it measures (`mA` or `V`), between which points, and what is expected."""

    unit: str
    place: str
    node: str  # of the reference circuit
    expected: float


class Reference(Protocol):
    """A meter that is asked. `name`: for the record."""

    name: str

    def connect(self, point: Point, alive: Callable[[], None]) -> None:
        """Tell what to connect, until it is."""

    def read(self, what: str, point: Point, alive: Callable[[], None]) -> float:
        """One reading, in µA or mV; `alive` is called meanwhile. Raises Refused."""


def accuracy(text: str) -> Meter:
    """'0.5', '0.5%', '1+2': a percentage of the reading, and digits of 0.01. Raises Refused."""
    found = _CLASS.fullmatch(text.strip())
    share = float(found[1].replace(",", ".")) / 100 if found else 0.0
    if not found or not 0 < share <= MOST_SHARE:
        raise command.Refused(
            f"{text!r} is no accuracy class. Give what the meter's page says, in percent and digits: CLASS=0.5+2"
        )
    return Meter(share, int(found[2] or 0) * DIGIT_UA)


def plain_name(text: str) -> str:
    """What of a meter's name the unit's record can hold."""
    letters = "".join(c for c in text.upper() if 32 < ord(c) < 96)
    return letters[:LETTERS] or "METER"


class Typed:
    """Someone reads the meter and types."""

    def __init__(self, name: str) -> None:
        self.name = name

    def connect(self, point: Point, alive: Callable[[], None]) -> None:
        print(f"\nMeter to {'current, mA' if point.unit == 'mA' else 'direct voltage, V'}: {point.place}")
        self._line(f"Return when that is done, {ABANDON} to end: ", alive)

    def read(self, what: str, point: Point, alive: Callable[[], None]) -> float:
        """Until it is a number."""
        while True:
            text = self._line(f"{what}: the meter says, {point.unit}: ", alive)
            try:
                return float(text.replace(",", ".").replace(point.unit, "").strip()) * 1000
            except ValueError:
                print(f"  {text!r} is no number: as the meter shows it, 9.98 (or {ABANDON} to end)")

    @staticmethod
    def _line(prompt: str, alive: Callable[[], None]) -> str:
        print(prompt, end="", flush=True)
        waits = False
        with contextlib.suppress(OSError, ValueError, AttributeError):
            sys.stdin.fileno()
            waits = True
        while waits and not select.select([sys.stdin], [], [], 0.3)[0]:
            alive()
        line = sys.stdin.readline()
        if not line or line.strip().lower() == ABANDON:
            raise command.Refused("ended by you; nothing was stored")
        return line.strip()


class Scpi:
    """A bench meter that speaks SCPI over a serial port."""

    def __init__(self, path: str, baud: int = 9600) -> None:
        try:
            self._port = serial.Serial(str(Path(path).resolve()), baud, timeout=ANSWER_S, write_timeout=ANSWER_S)
        except OSError as error:
            raise command.Refused(f"meter {path}: cannot be opened ({error}). Check METER= and its cable") from error
        self._path = path
        said = self._ask("*IDN?").split(",")
        self.name = said[1] if len(said) > 1 else said[0]
        print(f"meter: {' '.join(part.strip() for part in said)}")
        self._send("*CLS")

    def connect(self, point: Point, alive: Callable[[], None]) -> None:
        """The place stands on its display too; one without such a display answers with an error that is dropped."""
        self._send(f'DISP:TEXT "{point.node}"')
        self._send("*CLS")
        self._send(f"CONF:{'CURR' if point.unit == 'mA' else 'VOLT'}:DC")
        print(f"\nMeter to {point.unit}: {point.place}")
        if sys.stdin.isatty():
            Typed._line(f"Return when that is done, {ABANDON} to end: ", alive)

    def read(self, what: str, point: Point, alive: Callable[[], None]) -> float:
        """One reading in amperes or volts."""
        text = self._ask("READ?")
        try:
            value = float(text)
        except ValueError:
            raise command.Refused(f"the meter answers {text[:40]!r} where a number belongs. Is it SCPI?") from None
        if abs(value) > 1e6:  # 9.9E37 is SCPI's word for it
            raise command.Refused(f"{what}: the meter is over its range. Look at its leads and its fuse")
        print(f"{what}: the meter says {value * (1000 if point.unit == 'mA' else 1):.4f} {point.unit}")
        return value * (1e6 if point.unit == "mA" else 1e3)

    def _send(self, text: str) -> None:
        try:
            self._port.write(text.encode() + b"\n")
        except OSError as error:
            raise command.Refused(f"meter {self._path}: gone ({error}). Plug it in and repeat") from error

    def _ask(self, text: str) -> str:
        self._send(text)
        end = time.monotonic() + ANSWER_S
        try:
            line = bytes(self._port.readline())
        except OSError as error:
            raise command.Refused(f"meter {self._path}: gone ({error}). Plug it in and repeat") from error
        if not line or time.monotonic() > end + 1:
            raise command.Refused(
                f"the meter on {self._path} is silent. Its remote interface on? Its speed: BAUD=; its line end: LF"
            )
        return line.decode("ascii", "replace").strip()


def chosen(meter: str, baud: int) -> Reference:
    """A path is a meter with a serial port, anything else the name of one that is read by eye."""
    if "/" in meter or meter.upper().startswith("COM"):
        return Scpi(meter, baud)
    return Typed(meter or "METER")
