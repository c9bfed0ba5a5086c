# The simulated processor's own converter: 12 bits of 3.3 V, and what makes it read wrong. Decides no voltage: circuit
# and battery do.

from array import array

import micropython

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

    from tools.sim.dice import Dice
    from tools.sim.mcu.clock import Clock

    Values = dict[str, Any]

# What is wired to it.
SHUNT_B, DAC_VOLTAGE, BATTERY, NOTHING = 0, 1, 2, 3
FULL_SCALE_UV = 3_300_000
DAC_UV = 806  # a code of the MCP4725: 3.3 V / 4096
NOISES = 1024


class InternalAdc:
    """`faults` make another voltage of the true one, by source; `noises` (µV) lie about each conversion."""

    def __init__(self, clock: "Clock", circuit: "Any", battery_mv: "Callable[[], int]", dice: "Dice") -> None:
        self.faults: "dict[int, Callable[[int], int]]" = {}
        self.noises = array("h", [dice.spread(800) for _ in range(NOISES)])
        self._clock = clock
        self._circuit = circuit
        self._battery_mv = battery_mv

    @micropython.native
    def convert(self, source: int) -> int:
        """12 bits, given as 16. machine.ADC has the two frequent sources written out."""
        circuit = self._circuit
        if self._clock.now >= circuit.boundary:
            circuit.catch_up()
        if source == SHUNT_B:
            uv = circuit.b_uv
        elif source == DAC_VOLTAGE:
            uv = circuit.code * DAC_UV
        elif source == BATTERY:
            uv = self._battery_mv() * 500
        else:
            uv = 700_000
        if self.faults:
            uv = self._faulty_uv(source, uv)
        code = (uv + self.noises[self._clock.now & 1023]) * 4096 // FULL_SCALE_UV
        if code > 4095:
            code = 4095
        elif code < 0:
            code = 0
        return (code << 4) | (code >> 8)  # type: ignore[no-any-return]

    def _faulty_uv(self, source: int, uv: int) -> int:
        was = self._clock.open_heap()
        fault = self.faults.get(source)
        if fault is not None:
            uv = fault(uv)
        self._clock.close_heap(was)
        return uv


class AdcInput:
    """One input of it, which may read wrong."""

    def __init__(self, adc: InternalAdc, source: int) -> None:
        self._adc = adc
        self._source = source

    def _read_as(self, fault: "Callable[[int], int]", on: int) -> None:
        self._adc.faults.pop(self._source, None)
        if on:
            self._adc.faults[self._source] = fault

    def stuck(self, v: "Values", on: int) -> None:
        """Always the same."""
        self._read_as(lambda uv: v["mv"] * 1000, on)

    def frozen(self, v: "Values", on: int) -> None:
        """What it reads now, without the fault that it may have."""
        self._adc.faults.pop(self._source, None)
        code = self._adc.convert(self._source) >> 4 if on else 0
        self._read_as(lambda uv: code * FULL_SCALE_UV // 4096, on)

    def offset(self, v: "Values", on: int) -> None:
        """Too high or too low by a voltage."""
        self._read_as(lambda uv: uv + v["offset_uv"], on)

    def gain(self, v: "Values", on: int) -> None:
        """A share too much or too little."""
        self._read_as(lambda uv: uv + uv * v["gain_ppm"] // 1_000_000, on)

    FAULTS = {"stuck": stuck, "frozen": frozen, "offset": offset, "gain": gain}
