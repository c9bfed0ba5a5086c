# The emulated chip's own bus block (SIO): pins as the circuit has them, and the hardware divider.
#
# rp2040py gives an output's level back to nobody and asks all 30 pins one by one; here one integer holds the inputs
# and what is driven is read back, as on the chip.

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rp2040py import sio as registers
from rp2040py.sio import RPSIO

MASK = 0xFFFFFFFF
SIGN = 1 << 31


class Pins(RPSIO):
    """`inputs()` gives the level of every pin, a bit each; `changed(gpio, level, driven)` hears of the outputs."""

    inputs: Callable[[], int]
    changed: Callable[[int, int, bool], None]

    def __init__(self, rp2040: Any) -> None:
        super().__init__(rp2040)
        self._pending = False
        self._signed = False
        self.inputs = _no_inputs
        self.changed = _nobody
        self.floated: Callable[[], None] = _nothing

    def reset(self) -> None:
        super().reset()
        self.floated()

    def read_uint32(self, offset: int) -> int | float:
        if offset == registers.GPIO_IN:
            driven = self.gpio_output_enable
            return self.inputs() & ~driven | self.gpio_value & driven
        if offset == registers.DIV_QUOTIENT:
            if self._pending:
                self._divide(self._signed)
            self.div_csr &= ~0b10
            return self.div_quotient
        if offset == registers.DIV_REMAINDER:
            if self._pending:
                self._divide(self._signed)
            return self.div_remainder
        if offset == registers.DIV_CSR:
            return self.div_csr
        return super().read_uint32(offset)

    def write_uint32(self, offset: int, value: int) -> None:
        if offset == registers.DIV_SDIVIDEND or offset == registers.DIV_UDIVIDEND:
            self.div_dividend = value
            self.div_csr = 0b11
            self._pending = True
            self._signed = offset == registers.DIV_SDIVIDEND
            self.rp2040.core.cycles += 8
        elif offset == registers.DIV_SDIVISOR or offset == registers.DIV_UDIVISOR:
            self.div_divisor = value
            self.div_csr = 0b11
            self._pending = True
            self._signed = offset == registers.DIV_SDIVISOR
            self.rp2040.core.cycles += 8
        elif registers.GPIO_OUT <= offset <= registers.GPIO_OE_XOR:
            self._outputs(offset, value & MASK)
        else:
            self._pending = False
            super().write_uint32(offset, value)

    def _outputs(self, offset: int, value: int) -> None:
        levels, driven = self.gpio_value, self.gpio_output_enable
        new_levels, new_driven = levels, driven
        if offset == registers.GPIO_OUT:
            new_levels = value
        elif offset == registers.GPIO_OUT_SET:
            new_levels |= value
        elif offset == registers.GPIO_OUT_CLR:
            new_levels &= ~value
        elif offset == registers.GPIO_OUT_XOR:
            new_levels ^= value
        elif offset == registers.GPIO_OE:
            new_driven = value
        elif offset == registers.GPIO_OE_SET:
            new_driven |= value
        elif offset == registers.GPIO_OE_CLR:
            new_driven &= ~value
        elif offset == registers.GPIO_OE_XOR:
            new_driven ^= value
        self.gpio_value = new_levels & registers.GPIO_MASK
        self.gpio_output_enable = new_driven & registers.GPIO_MASK
        touched = (self.gpio_value ^ levels) & self.gpio_output_enable | self.gpio_output_enable ^ driven
        gpio = 0
        while touched:
            if touched & 1:
                self.changed(gpio, self.gpio_value >> gpio & 1, bool(self.gpio_output_enable >> gpio & 1))
            touched >>= 1
            gpio += 1

    def _divide(self, signed: bool) -> None:
        """When the result is asked for, in integers: quotients truncate toward zero, as the chip's do."""
        dividend, divisor = self.div_dividend & MASK, self.div_divisor & MASK
        if signed:
            dividend = dividend - (1 << 32) if dividend & SIGN else dividend
            divisor = divisor - (1 << 32) if divisor & SIGN else divisor
        if divisor == 0:
            quotient, remainder = (1 if signed and dividend < 0 else -1), dividend
        else:
            quotient = abs(dividend) // abs(divisor)
            if (dividend < 0) != (divisor < 0):
                quotient = -quotient
            remainder = dividend - quotient * divisor
        self.div_quotient = quotient & MASK
        self.div_remainder = remainder & MASK
        self._pending = False


def _no_inputs() -> int:
    return 0


def _nobody(gpio: int, level: int, driven: bool) -> None:
    pass


def _nothing() -> None:
    pass
