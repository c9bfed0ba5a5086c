# The simulated processor's own converter: 12 bits of 3.3 V as the RP2040 has them, and what makes it read wrong.
# Decides no voltage: circuit and battery do.
#
# Real ones read some LSB too much at the low end; by erratum E11 four codes are too wide, so that between them the
# others are too narrow and some are missing. Both stand in one table from the ideal code to the one that is given.

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
CODES = 4096
BELOW = 64  # ideal codes below zero and above full scale that the table has
WIDE_CODES = (512, 1536, 2560, 3584)  # erratum E11


def curve(offset_lsb: int, wide_lsb: int) -> "array[int]":
    """What is given for each ideal code, from -BELOW to full scale and as far above: 12 bits as read_u16 has them."""
    codes = array("H", [0] * (CODES + 2 * BELOW))
    each = CODES - len(WIDE_CODES) * wide_lsb  # in input LSB / CODES: what is left for one of the others
    for at in range(len(codes)):
        rest = (at - BELOW) * CODES
        code = 0
        for wide in WIDE_CODES + (2 * CODES,):
            span = (wide - code) * each
            if rest < span:
                code += (2 * rest + each) // (2 * each)
                break
            code = wide
            rest = max(0, rest - span - wide_lsb * CODES)
        code = min(CODES - 1, max(0, code + offset_lsb))
        codes[at] = code << 4 | code >> 8
    return codes


class InternalAdc:
    """`faults` make another voltage of the true one, by source; `noises` (µV) lie about each conversion.

    `codes` has for each ideal code, from -BELOW on, what read_u16 gives. `reference_uv` is what full scale really is;
    the DAC has the same reference, so that its voltage reads right.
    """

    def __init__(
        self, clock: "Clock", circuit: "Any", battery_mv: "Callable[[], int]", board: "dict[str, Any]", dice: "Dice"
    ) -> None:
        self.faults: "dict[int, Callable[[int], int]]" = {}
        lsb_uv = FULL_SCALE_UV // CODES
        self.noises = array("h", [dice.spread(lsb_uv * board["mcu_adc_noise_lsb"]) for _ in range(NOISES)])
        self.codes = curve(board["mcu_adc_offset_lsb"], board["mcu_adc_wide_lsb"])
        self.reference_uv = FULL_SCALE_UV + FULL_SCALE_UV * board["mcu_adc_reference_ppm"] // 1_000_000
        # Codes are input * times // over: as * CODES // full scale, in numbers of 31 bits where that is possible.
        whole = self.reference_uv % 32 == 0
        self.times = CODES // 32 if whole else CODES
        self.over = self.reference_uv // 32 if whole else self.reference_uv
        self._clock = clock
        self._circuit = circuit
        self._battery_mv = battery_mv

    @micropython.native
    def convert(self, source: int) -> int:
        """12 bits, given as 16. machine.ADC has the two frequent sources written out."""
        uv = self.input_uv(source)
        if self.faults:
            uv = self._faulty_uv(source, uv)
        noisy_uv = uv + self.noises[self._clock.now & 1023]
        if source == DAC_VOLTAGE:
            at = noisy_uv * CODES // FULL_SCALE_UV + BELOW
        else:
            at = noisy_uv * self.times // self.over + BELOW
        codes = self.codes
        if at < 0:
            at = 0
        elif at >= len(codes):
            at = len(codes) - 1
        return codes[at]

    @micropython.native
    def input_uv(self, source: int) -> int:
        """The voltage at an input."""
        circuit = self._circuit
        if self._clock.now >= circuit.boundary:
            circuit.catch_up()
        if source == SHUNT_B:
            return circuit.b_uv  # type: ignore[no-any-return]
        if source == DAC_VOLTAGE:
            return circuit.code * DAC_UV  # type: ignore[no-any-return]
        if source == BATTERY:
            return self._battery_mv() * 500
        return 700_000

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
        """The voltage that is there now, without the fault that it may have."""
        now_uv = self._adc.input_uv(self._source)
        self._read_as(lambda uv: now_uv, on)

    def offset(self, v: "Values", on: int) -> None:
        """Too high or too low by a voltage."""
        self._read_as(lambda uv: uv + v["offset_uv"], on)

    def gain(self, v: "Values", on: int) -> None:
        """A share too much or too little."""
        self._read_as(lambda uv: uv + uv * v["gain_ppm"] // 1_000_000, on)

    FAULTS = {"stuck": stuck, "frozen": frozen, "offset": offset, "gain": gain}
