# The DAC's register model against its data sheet. Plain functions: they run under MicroPython as well.

from host_tests.support.fakes import FakeClock
from tools.sim.chips import mcp4725 as chips


class Bench:
    """The chip alone, its output in `code`."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.code = -1
        self.calls = 0
        self.chip = chips.MCP4725Chip(self.clock, self.see)

    def see(self, code: int) -> None:
        self.code = code
        self.calls += 1

    def send(self, *data: int) -> int:
        return self.chip.write(bytes(data))

    def read(self, count: int = 5) -> bytes:
        buf = bytearray(count)
        self.chip.read_into(buf)
        return bytes(buf)


def test_a_new_chip_wakes_at_mid_scale() -> None:
    bench = Bench()
    assert bench.code == 0x800
    assert bench.read() == bytes((0xC0, 0x80, 0x00, 0x08, 0x00))


def test_fast_writes_may_repeat_in_one_transaction() -> None:
    bench = Bench()
    assert bench.send(0x01, 0x23, 0x04, 0x56, 0x07, 0x89) == 6
    assert bench.code == 0x789
    assert bench.calls == 4
    assert bench.send(0x0A) == 1  # half a code does nothing
    assert bench.send(0x0A, 0xAA, 0x0B) == 3
    assert bench.code == 0xAAA


def test_the_output_is_told_only_when_it_changes() -> None:
    bench = Bench()
    bench.send(0x01, 0x23)
    calls = bench.calls
    bench.send(0x01, 0x23)
    assert bench.calls == calls


def test_power_down_drops_the_output_and_keeps_the_code() -> None:
    bench = Bench()
    for mode in (1, 2, 3):
        bench.send(0x01, 0x23)
        bench.send(mode << 4 | 0x0F, 0xFF)
        assert bench.code == 0
        assert bench.read(3) == bytes((0xC0 | mode << 1, 0xFF, 0xF0))


def test_general_call_wakes_from_power_down() -> None:
    bench = Bench()
    bench.send(0x1F, 0xFF)
    assert bench.chip.general_call(0x09) == 1
    assert bench.code == 0xFFF
    assert bench.chip.general_call(0x04) == 0


def test_general_call_reset_loads_the_eeprom() -> None:
    bench = Bench()
    bench.send(0x00, 0x00)
    assert bench.chip.general_call(0x06) == 1
    assert bench.code == 0x800


def test_the_register_command_leaves_the_eeprom() -> None:
    bench = Bench()
    assert bench.send(0x40, 0x12, 0x30) == 3
    assert bench.code == 0x123
    assert bench.read() == bytes((0xC0, 0x12, 0x30, 0x08, 0x00))
    assert bench.chip.eeprom_commands == 0
    bench.send(0x44, 0x12, 0x30)
    assert bench.chip.power_down == 2
    assert bench.code == 0


def test_reserved_commands_do_nothing() -> None:
    bench = Bench()
    for command in (0x80, 0xA0, 0xC0, 0xE0):
        assert bench.send(command, 0x12, 0x30) == 3
    assert bench.code == 0x800
    assert bench.chip.eeprom_commands == 0


def test_the_eeprom_takes_its_time_and_everything_written_meanwhile_is_ignored() -> None:
    for us in (25_000, 50_000):
        bench = Bench()
        bench.chip.eeprom_us = us
        assert bench.send(0x62, 0x12, 0x30) == 3
        assert bench.chip.power_down == 1
        assert bench.read()[0] & 0x80 == 0
        bench.clock.advance(us - 1)
        assert bench.send(0x0F, 0xFF) == 2
        assert bench.send(0x40, 0xFF, 0xF0) == 3
        assert bench.send(0x60, 0xFF, 0xF0) == 3
        assert bench.read() == bytes((0x42, 0x12, 0x30, 0x08, 0x00))
        bench.clock.advance(1)
        assert bench.read() == bytes((0xC2, 0x12, 0x30, 0x21, 0x23))
        assert bench.send(0x0F, 0xFF) == 2
        assert bench.code == 0xFFF
        assert bench.chip.eeprom_commands == 2
        bench.chip.power_on()
        assert bench.code == 0
        assert bench.chip.code == 0x123
        assert bench.chip.power_down == 1


def test_repeats_after_an_eeprom_command_are_ignored() -> None:
    bench = Bench()
    bench.send(0x60, 0x12, 0x30, 0x60, 0x45, 0x60)
    assert bench.code == 0x123
    bench.clock.advance(50_000)
    assert bench.read(5)[4] == 0x23


def test_a_power_cut_during_an_eeprom_write_keeps_the_old_content() -> None:
    bench = Bench()
    bench.send(0x60, 0, 0)
    bench.clock.advance(1_000)
    bench.chip.power_on()
    assert bench.code == 0x800


def test_a_long_read_repeats_the_five_bytes() -> None:
    bench = Bench()
    bench.send(0x0A, 0xBC)
    assert bench.read(12) == bench.read(5) * 2 + bench.read(2)


def test_faults_of_the_output_do_not_show_in_the_registers() -> None:
    bench = Bench()
    bench.chip.faults = chips.BIT_OUTPUT
    bench.chip.bits_high = 0x800
    bench.chip.bits_low = 0x001
    bench.send(0x00, 0x03)
    assert bench.code == 0x802
    assert bench.chip.code == 3
    bench.chip.faults = chips.STUCK_OUTPUT
    bench.chip.stuck_code = 4095
    bench.chip.refresh()
    assert bench.code == 4095
    bench.send(0x00, 0x00)
    assert bench.code == 4095
    assert bench.read(3) == bytes((0xC0, 0, 0))
    bench.chip.faults = 0
    bench.chip.refresh()
    assert bench.code == 0


def test_an_output_stuck_where_it_is_stays_there() -> None:
    bench = Bench()
    bench.send(0x01, 0x00)
    bench.chip.faults = chips.STUCK_OUTPUT
    bench.send(0x02, 0x00)
    assert bench.code == 0x100


def test_faults_of_the_register_show_when_it_is_read() -> None:
    bench = Bench()
    bench.chip.faults = chips.STUCK_REGISTER
    bench.send(0x01, 0x00)
    assert bench.code == 0x800
    assert bench.read(3)[1] == 0x80
    bench.chip.faults = chips.BIT_REGISTER
    bench.chip.bits_low = 0x010
    bench.send(0x00, 0xFF)
    assert bench.code == 0xEF
    assert bench.read(3) == bytes((0xC0, 0x0E, 0xF0))


def test_an_absent_chip_drives_nothing() -> None:
    bench = Bench()
    bench.chip.faults = chips.ABSENT
    bench.chip.refresh()
    assert bench.code == 0
    bench.chip.power_on()
    assert bench.code == 0


def test_a_byte_not_acknowledged_ends_the_transaction_before_its_code() -> None:
    bench = Bench()
    bench.chip.faults = chips.NACK_DATA
    bench.chip.nack_at = 3
    assert bench.send(0x01, 0x00, 0x02, 0x00) == 3
    assert bench.code == 0x100


def test_an_eeprom_always_busy_ignores_every_write() -> None:
    bench = Bench()
    bench.chip.faults = chips.ALWAYS_BUSY
    bench.clock.advance(1_000_000)
    assert bench.send(0x00, 0x00) == 2
    assert bench.code == 0x800
    assert bench.read()[0] == 0x40
