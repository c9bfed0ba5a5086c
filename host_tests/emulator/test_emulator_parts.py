# The emulated chip's parts that stand in for the emulator's own: divider, pins, I2C timing, timer. No MicroPython.

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rp2040py import sio as sio_registers
from rp2040py.peripherals import i2c as i2c_registers
from rp2040py.peripherals import timer as timer_registers

from tools.emulator import supported_faults
from tools.emulator.chip import Chip
from tools.emulator.faults import ChipProcessor

MASK = 0xFFFFFFFF
words = st.integers(0, MASK) | st.sampled_from([0, 1, 2, 0x7FFFFFFF, 0x80000000, MASK])


@pytest.fixture(scope="module")
def chip() -> Chip:
    return Chip({})


def signed(word: int) -> int:
    return word - (1 << 32) if word & 0x80000000 else word


@given(dividend=words, divisor=words.filter(bool))
def test_the_divider_truncates_toward_zero(chip: Chip, dividend: int, divisor: int) -> None:
    sio = chip.pins
    sio.write_uint32(sio_registers.DIV_SDIVIDEND, dividend)
    sio.write_uint32(sio_registers.DIV_SDIVISOR, divisor)
    quotient, remainder = (sio.read_uint32(at) for at in (sio_registers.DIV_QUOTIENT, sio_registers.DIV_REMAINDER))
    n, d = signed(dividend), signed(divisor)
    whole = abs(n) // abs(d) * (1 if (n < 0) == (d < 0) else -1)
    assert (quotient, remainder) == (whole & MASK, (n - whole * d) & MASK)


@given(dividend=words, divisor=words.filter(bool))
def test_the_divider_divides_without_sign(chip: Chip, dividend: int, divisor: int) -> None:
    sio = chip.pins
    sio.write_uint32(sio_registers.DIV_UDIVIDEND, dividend)
    sio.write_uint32(sio_registers.DIV_UDIVISOR, divisor)
    assert sio.read_uint32(sio_registers.DIV_QUOTIENT) == dividend // divisor
    assert sio.read_uint32(sio_registers.DIV_REMAINDER) == dividend % divisor


def test_a_result_put_back_by_an_interrupt_stands(chip: Chip) -> None:
    sio = chip.pins
    for at, value in (
        (sio_registers.DIV_UDIVIDEND, 100),
        (sio_registers.DIV_UDIVISOR, 7),
        (sio_registers.DIV_REMAINDER, 5),
        (sio_registers.DIV_QUOTIENT, 9),
    ):
        sio.write_uint32(at, value)
    assert (sio.read_uint32(sio_registers.DIV_QUOTIENT), sio.read_uint32(sio_registers.DIV_REMAINDER)) == (9, 5)


def test_a_driven_pin_reads_what_drives_it_and_an_input_what_the_world_says() -> None:
    chip = Chip({})
    heard: list[tuple[int, int, bool]] = []
    chip.pins.changed = lambda gpio, level, driven: heard.append((gpio, level, driven))
    chip.pins.inputs = lambda: 1 << 3 | 1 << 5
    chip.pins.write_uint32(sio_registers.GPIO_OUT_SET, 1 << 4)  # not driven yet: nobody hears of it
    assert chip.pins.read_uint32(sio_registers.GPIO_IN) == 1 << 3 | 1 << 5
    chip.pins.write_uint32(sio_registers.GPIO_OE_SET, 1 << 4 | 1 << 5)
    assert chip.pins.read_uint32(sio_registers.GPIO_IN) == 1 << 3 | 1 << 4
    chip.pins.write_uint32(sio_registers.GPIO_OUT_CLR, 1 << 4)
    assert heard == [(4, 1, True), (5, 0, True), (4, 0, True)]


def test_an_alarm_rings_when_the_counter_reaches_it() -> None:
    chip = Chip({})
    timer: Any = chip.mcu.timer
    chip.clock.tick(1_234_560.0)  # 1234.56 µs
    timer.write_uint32(timer_registers.ALARM0, 1240)
    rang: list[float] = []
    timer._check_interrupts = lambda: rang.append(chip.clock.nanos)
    chip.clock.tick(5_432.0)  # 1239.992 µs
    assert not rang
    chip.clock.tick(8.0)
    assert rang == [1_240_000.0]
    assert timer.read_uint32(timer_registers.TIMERAWL) == 1240


class OneChip:
    """A bus with one chip at 0x48 that keeps what it is sent and answers 1, 2, 3 ..."""

    faulty = held = 0
    timeout_us = 50_000

    def __init__(self) -> None:
        self.sent: list[tuple[int, bytes]] = []

    def slow_at(self, _addr: int) -> int:
        return 1

    def chip(self, addr: int) -> object:
        return self if addr == 0x48 else None

    def write(self, addr: int, data: bytes) -> int:
        if data == b"bad":
            raise OSError(5)
        self.sent.append((addr, data))
        return len(data)

    def read(self, _addr: int, room: bytearray) -> None:
        room[:] = bytes(range(1, len(room) + 1))


def controller() -> tuple[Chip, Any, OneChip]:
    chip, bus = Chip({}), OneChip()
    i2c: Any = chip.i2c[0]
    i2c.bus, i2c.sync = bus, lambda: None
    for register, value in ((i2c_registers.IC_FS_SCL_HCNT, 112), (i2c_registers.IC_FS_SCL_LCNT, 200)):
        i2c.write_uint32(register, value)  # 312 cycles of 8 ns: 2.496 µs a bit
    i2c.write_uint32(i2c_registers.IC_ENABLE, 1)
    return chip, i2c, bus


def send(chip: Chip, i2c: Any, address: int, commands: list[int]) -> float:
    """Give all commands at once and wait for the stop; µs from the first to it."""
    i2c.write_uint32(i2c_registers.IC_TAR, address)
    began = chip.clock.nanos
    for command in commands:
        i2c.write_uint32(i2c_registers.IC_DATA_CMD, command)
    while not i2c.int_raw & i2c_registers.R_STOP_DET:
        chip.clock.tick(8.0)
    return float(chip.clock.nanos - began) / 1000


def test_a_transfer_takes_its_bits_and_reaches_the_chip_whole() -> None:
    chip, i2c, bus = controller()
    took = send(chip, i2c, 0x48, [1, 2, 3 | i2c_registers.STOP])
    assert bus.sent == [(0x48, b"\x01\x02\x03")]
    assert took == pytest.approx((1 + 9 + 27 + 1) * 2.496)
    assert not i2c.int_raw & i2c_registers.R_TX_ABRT


def test_a_missing_chip_aborts_and_then_nothing_is_left_to_send() -> None:
    chip, i2c, bus = controller()
    i2c.write_uint32(i2c_registers.IC_TAR, 0x49)
    i2c.write_uint32(i2c_registers.IC_DATA_CMD, 1 | i2c_registers.STOP)
    chip.clock.tick(9 * 2496.0)
    assert not i2c.int_raw & i2c_registers.R_TX_EMPTY, "the address is still on its way"
    chip.clock.tick(2 * 2496.0)
    assert i2c.int_raw & i2c_registers.R_TX_ABRT
    assert i2c.abort_source & i2c_registers.ABRT_7B_ADDR_NOACK
    assert i2c.int_raw & i2c_registers.R_TX_EMPTY
    assert i2c.int_raw & i2c_registers.R_STOP_DET and not bus.sent


def test_data_that_is_not_acknowledged_aborts() -> None:
    chip, i2c, bus = controller()
    send(chip, i2c, 0x48, [*b"ba", ord("d") | i2c_registers.STOP])
    assert i2c.abort_source & i2c_registers.ABRT_TXDATA_NOACK and not bus.sent


def test_a_register_is_written_then_read_after_a_repeated_start() -> None:
    chip, i2c, bus = controller()
    read, last = i2c_registers.CMD, i2c_registers.CMD | i2c_registers.STOP
    send(chip, i2c, 0x48, [0, read | i2c_registers.RESTART, last])
    assert bus.sent == [(0x48, b"\0")]
    assert [i2c.read_uint32(i2c_registers.IC_DATA_CMD) & 0xFF for _ in range(2)] == [1, 2]


def test_a_held_line_never_answers_until_the_controller_is_switched_off() -> None:
    chip, i2c, bus = controller()
    bus.held = 1
    i2c.write_uint32(i2c_registers.IC_TAR, 0x48)
    i2c.write_uint32(i2c_registers.IC_DATA_CMD, 7 | i2c_registers.STOP)
    chip.clock.tick(1e6)
    assert not i2c.int_raw & (i2c_registers.R_STOP_DET | i2c_registers.R_TX_ABRT)
    bus.held = 0
    i2c.write_uint32(i2c_registers.IC_ENABLE, 0)
    i2c.write_uint32(i2c_registers.IC_ENABLE, 1)
    send(chip, i2c, 0x48, [7 | i2c_registers.STOP])
    assert bus.sent == [(0x48, b"\x07")]


# ---------------------------------------------------------------- faults


def test_the_chip_makes_the_faults_of_its_processor_that_it_is_said_to() -> None:
    assert set(ChipProcessor.FAULTS) == set(supported_faults.PROCESSOR)
