# The DAC's driver on the DAC's register model. Run under MicroPython too (test_drivers_micropython.py).

from drivers.mcp4725 import MCP4725
from drivers.status import BUS, NO_VALUE, OK, RANGE, TOO_LONG, WRONG
from host_tests.support.fakes import ETIMEDOUT, FakeClock, FakeI2C
from tools.sim.chips import mcp4725 as chips


class Bench:
    """A DAC on a bus, its output in `code`."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.code = -1
        self.changes = 0
        self.chip = chips.MCP4725Chip(self.clock, self.see)
        self.i2c = FakeI2C(self.clock, (self.chip,))
        self.dac = MCP4725(self.i2c)

    def see(self, code: int) -> None:
        self.code = code
        self.changes += 1


def test_every_code_reaches_the_output_in_one_short_write() -> None:
    bench = Bench()
    for code in range(4096):
        assert bench.dac.write_code(code) == OK
        assert bench.code == code
    assert bench.i2c.transfers == 4096
    assert bench.i2c.bits == 4096 * (3 * 9 + 2)


def test_a_code_outside_the_range_is_refused_and_nothing_is_sent() -> None:
    bench = Bench()
    bench.dac.write_code(100)
    sent = bench.i2c.transfers
    for code in (-1, 4096, 65536, -4096):
        assert bench.dac.write_code(code) == RANGE
    assert bench.code == 100
    assert bench.i2c.transfers == sent


def test_read_back_tells_register_and_eeprom() -> None:
    bench = Bench()
    bench.dac.write_code(0xABC)
    assert bench.dac.read_back() == OK
    assert bench.dac.code == 0xABC
    assert bench.dac.power_down == 0
    assert bench.dac.eeprom_code == 0x800
    assert bench.dac.eeprom_power_down == 0
    assert bench.dac.ready == 1
    assert bench.dac.por == 1


def test_read_back_tells_power_down() -> None:
    bench = Bench()
    bench.i2c.writeto(0x60, bytes((0x2F, 0xFF)))
    assert bench.dac.read_back() == OK
    assert bench.dac.power_down == 2
    assert bench.code == 0
    bench.chip.eeprom_power_down = 3
    assert bench.dac.read_back() == OK
    assert bench.dac.eeprom_power_down == 3
    assert bench.dac.wakes_at_zero() == WRONG


def test_a_failed_read_leaves_no_old_code() -> None:
    bench = Bench()
    bench.dac.write_code(77)
    bench.dac.read_back()
    bench.i2c.nack_next = 1
    assert bench.dac.read_back() == BUS
    assert bench.dac.code == NO_VALUE
    assert bench.dac.eeprom_code == NO_VALUE
    assert bench.dac.ready == 0


def test_a_dac_that_does_not_answer_is_a_bus_error() -> None:
    bench = Bench()
    bench.chip.answers = 0
    assert bench.dac.write_code(5) == BUS
    assert bench.dac.read_back() == BUS
    assert bench.dac.probe() == BUS
    assert bench.dac.wakes_at_zero() == BUS
    assert bench.dac.provision_eeprom(bench.clock.sleep_us) == BUS


def test_a_dac_at_a_wrong_address_is_a_bus_error() -> None:
    bench = Bench()
    bench.chip.address = 0x61
    assert bench.dac.probe() == BUS
    bench.dac = MCP4725(bench.i2c, 0x61)
    assert bench.dac.probe() == OK


def test_a_held_bus_is_a_bus_error_after_its_timeout() -> None:
    bench = Bench()
    bench.i2c.hang = 1
    assert bench.dac.write_code(5) == BUS
    assert bench.clock.now == 5_000
    bench.i2c.hang = 0
    bench.i2c.fail_at = 1
    bench.i2c.fail_errno = ETIMEDOUT
    assert bench.dac.write_code(5) == BUS
    assert bench.dac.write_code(5) == OK


def test_a_byte_not_acknowledged_is_a_bus_error() -> None:
    bench = Bench()
    bench.dac.write_code(9)
    bench.chip.faults = chips.NACK_DATA
    bench.chip.nack_at = 1
    assert bench.dac.write_code(5) == BUS
    assert bench.code == 9


class CountsOnly:
    """A bus whose writes end early without an exception, as a bit-banged one does."""

    def writeto(self, addr: int, buf: "bytes | bytearray | memoryview", stop: bool = True) -> int:
        return len(buf) - 1

    def writevto(self, addr: int, vector: "list[bytes | bytearray | memoryview]", stop: bool = True) -> int:
        return 0

    def readfrom_into(self, addr: int, buf: "bytearray | memoryview", stop: bool = True) -> None:
        buf[0] = 0xC0


def test_a_short_count_of_acknowledges_is_a_bus_error() -> None:
    dac = MCP4725(CountsOnly())
    assert dac.write_code(5) == BUS


def test_probe_leaves_code_zero() -> None:
    bench = Bench()
    assert bench.code == 0x800
    assert bench.dac.probe() == OK
    assert bench.code == 0


def test_probe_finds_a_register_that_does_not_follow() -> None:
    for code in (0, 1, 2, 4095):
        bench = Bench()
        bench.chip.faults = chips.STUCK_REGISTER
        bench.chip.stuck_code = code
        bench.chip.refresh()
        assert bench.dac.probe() == WRONG


def test_probe_finds_a_bit_forced_in_the_register() -> None:
    for bit in range(12):
        bench = Bench()
        bench.chip.faults = chips.BIT_REGISTER
        bench.chip.bits_high = 1 << bit
        assert bench.dac.probe() == WRONG


def test_provisioning_makes_the_dac_wake_up_at_zero() -> None:
    bench = Bench()
    assert bench.dac.wakes_at_zero() == WRONG
    bench.dac.write_code(0)
    for us in (25_000, 50_000):
        bench.chip.eeprom_us = us
        bench.chip.eeprom_code = 0x800
        started = bench.clock.now
        assert bench.dac.provision_eeprom(bench.clock.sleep_us) == OK
        assert bench.clock.now - started >= us
        assert bench.dac.wakes_at_zero() == OK
    bench.chip.power_on()
    assert bench.code == 0


def test_an_eeprom_that_holds_zero_is_not_written_again() -> None:
    bench = Bench()
    bench.dac.provision_eeprom(bench.clock.sleep_us)
    assert bench.chip.eeprom_commands == 1
    bench.dac.write_code(33)
    assert bench.dac.provision_eeprom(bench.clock.sleep_us) == OK
    assert bench.chip.eeprom_commands == 1
    assert bench.code == 33


def test_provisioning_clears_a_power_down_mode_in_the_eeprom() -> None:
    bench = Bench()
    bench.chip.eeprom_code = 0
    bench.chip.eeprom_power_down = 1
    assert bench.dac.provision_eeprom(bench.clock.sleep_us) == OK
    assert bench.chip.eeprom_power_down == 0


def test_provisioning_waits_for_an_eeprom_write_under_way() -> None:
    bench = Bench()
    bench.i2c.writeto(0x60, bytes((0x60, 0x40, 0x00)))
    assert bench.dac.provision_eeprom(bench.clock.sleep_us) == OK
    assert bench.chip.eeprom_code == 0


def test_an_eeprom_that_is_never_ready_is_reported() -> None:
    bench = Bench()
    bench.chip.faults = chips.ALWAYS_BUSY
    assert bench.dac.provision_eeprom(bench.clock.sleep_us) == TOO_LONG
    assert bench.clock.now < 200_000


def test_an_eeprom_that_does_not_keep_zero_is_reported() -> None:
    bench = Bench()
    bench.chip.faults = chips.STUCK_REGISTER

    def lose(us: int) -> None:
        bench.clock.advance(us)
        bench.chip.busy()
        bench.chip.eeprom_code = 1

    assert bench.dac.provision_eeprom(lose) == WRONG


def test_an_eeprom_being_written_is_not_taken_for_zero() -> None:
    bench = Bench()
    bench.chip.eeprom_code = 0
    bench.i2c.writeto(0x60, bytes((0x60, 0x80, 0x00)))
    assert bench.dac.wakes_at_zero() == WRONG


def test_a_code_written_while_the_eeprom_is_busy_shows_in_the_read_back() -> None:
    bench = Bench()
    bench.i2c.writeto(0x60, bytes((0x60, 0, 0)))
    assert bench.dac.write_code(99) == OK  # acknowledged, and ignored
    assert bench.dac.read_back() == OK
    assert bench.dac.ready == 0
    assert bench.dac.code == 0
