"""A simulated bench meter that speaks SCPI, beside the live unit. Decides its own errors; what is true the unit says.

Its leads follow what its display is told (DISP:TEXT): whoever calibrates reads that and moves them. It has no burden.
"""

from __future__ import annotations

from collections.abc import Callable

NAME = "SIMULATED,SM1,0,1"
NO_COMMAND, NO_ERROR = '-113,"Undefined header"', '0,"No error"'
OVER = "+9.90000000E+37"
MOST_A = 0.03


class ScpiMeter:
    """`answer` each line. `ppm`: its gain error; `digit_ua`: its last digit, in current; a volt has the same a thousand
    times. `truth` has what the bench's `meter` tells, µA and mV."""

    def __init__(self, truth: Callable[[], dict[str, int]], ppm: int = 0, digit_ua: int = 1) -> None:
        self._truth = truth
        self._ppm = ppm
        self._digit_ua = digit_ua
        self._volts = False
        self._node = "DUMMY"
        self._error = NO_ERROR

    def answer(self, line: str) -> str | None:
        """What it says; None: nothing."""
        word, _, rest = line.strip().partition(" ")
        word = word.upper()
        if word == "*IDN?":
            return NAME
        if word in ("READ?", "MEAS:CURR:DC?", "MEAS:VOLT:DC?"):
            if word != "READ?":
                self._volts = word.startswith("MEAS:VOLT")
            return self._read()
        if word == "SYST:ERR?":
            error, self._error = self._error, NO_ERROR
            return error
        if word in ("CONF:CURR:DC", "CONF:VOLT:DC"):
            self._volts = word.startswith("CONF:VOLT")
        elif word == "DISP:TEXT":
            self._node = rest.strip('"')
        elif word in ("*CLS", "*RST"):
            self._error = NO_ERROR
        elif word:
            self._error = NO_COMMAND
        return None

    def _read(self) -> str:
        true = self._truth()
        if self._volts:
            nodes = {"RAIL": true["rail_mv"], "SIDE_A": true["a_mv"], "LOAD": true["a_mv"] - true["b_mv"]}
            value = self._rounded(nodes.get(self._node, 0)) / 1e3
        else:
            value = self._rounded(true["ua"] if self._node == "DUMMY" else 0) / 1e6
            if abs(value) > MOST_A:
                return OVER
        return f"{value:+.8E}"

    def _rounded(self, true: int) -> float:
        told = true * (1 + self._ppm / 1e6)
        return round(told / self._digit_ua) * self._digit_ua
