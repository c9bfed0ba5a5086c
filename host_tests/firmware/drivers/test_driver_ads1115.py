# The ADC's driver on the ADC's register model. Run under MicroPython too (test_drivers_micropython.py).

from drivers.ads1115 import ADS1115, MUX_0, MUX_0_1, MUX_1, MUX_2, MUX_3
from drivers.status import BUS, BUSY, NO_VALUE, NOT_STARTED, OK, RANGE, READY, STILL_BUSY, WRONG
from host_tests.support.fakes import ETIMEDOUT, FakeClock, FakeI2C
from tools.sim.chips import ads1115 as chips


class Bench:
    """An ADC on a bus; `uv` is what lies at each setting of the multiplexer."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.uv = [0] * 8
        self.chip = chips.ADS1115Chip(self.clock, self.sample)
        self.clock.sources.append(self.chip)
        self.i2c = FakeI2C(self.clock, (self.chip,))
        self.adc = ADS1115(self.i2c)

    def sample(self, mux: int) -> int:
        return self.uv[mux]

    def convert(self, mux: int) -> int:
        """Start, and poll until it is not BUSY, for 3 ms at most."""
        status = self.adc.start(mux)
        if status != OK:
            return status
        end = self.clock.now + 3_000
        status = self.adc.poll()
        while status == BUSY and self.clock.now < end:
            status = self.adc.poll()
        return status

    def has_no_value(self) -> bool:
        return self.adc.raw == NO_VALUE


def test_each_input_is_read_under_its_own_name() -> None:
    bench = Bench()
    bench.uv = [-250_000, 0, 0, 0, 125, 1_000_000, 2_000_000, 4_000_000]
    for mux, raw in ((MUX_0_1, -2_000), (MUX_0, 1), (MUX_1, 8_000), (MUX_2, 16_000), (MUX_3, 32_000)):
        assert bench.convert(mux) == READY
        assert bench.adc.raw == raw


def test_the_whole_range_comes_back_signed() -> None:
    bench = Bench()
    for raw in (-32_768, -32_767, -256, -1, 0, 1, 255, 256, 32_767):
        bench.uv[0] = raw * 125
        assert bench.convert(MUX_0_1) == READY
        assert bench.adc.raw == raw


def test_a_conversion_is_busy_for_its_time_and_each_look_is_one_byte() -> None:
    bench = Bench()
    assert bench.adc.start(MUX_2) == OK
    assert bench.i2c.bits == 4 * 9 + 2 + 2 * 9 + 2
    assert bench.adc.poll() == BUSY
    assert bench.i2c.bits == 4 * 9 + 2 + 2 * (2 * 9 + 2)
    bench.clock.advance(1_000)
    assert bench.adc.poll() == BUSY
    bench.clock.advance(200)
    assert bench.adc.poll() == READY


def test_the_value_is_that_of_the_end_of_the_conversion() -> None:
    bench = Bench()
    bench.adc.start(MUX_2)
    bench.clock.advance(1_000)
    bench.uv[6] = 125 * 77
    bench.clock.advance(300)
    bench.uv[6] = 0
    assert bench.adc.poll() == READY
    assert bench.adc.raw == 77


def test_a_start_is_proved_by_the_chip_that_converts() -> None:
    bench = Bench()
    bench.chip.faults = chips.STALE_READY  # it says at once that it is ready, and its old result stands
    assert bench.adc.start(MUX_2) == WRONG
    assert bench.has_no_value()
    bench.chip.faults = 0
    bench.chip.refresh()
    assert bench.convert(MUX_2) == READY


def test_no_value_stands_before_between_and_after_failures() -> None:
    bench = Bench()
    assert bench.has_no_value()
    bench.uv[6] = 1_250
    assert bench.convert(MUX_2) == READY
    bench.adc.start(MUX_2)
    assert bench.has_no_value()
    assert bench.adc.poll() == BUSY
    assert bench.has_no_value()
    bench.clock.advance(2_000)
    bench.i2c.nack_next = 1
    assert bench.adc.poll() == BUS
    assert bench.has_no_value()


def test_a_failure_in_any_transfer_of_a_poll_gives_no_value() -> None:
    for n in (1, 2, 3):
        for errno in (5, ETIMEDOUT):
            bench = Bench()
            bench.uv[6] = 1_250
            bench.adc.start(MUX_2)
            bench.clock.advance(2_000)
            bench.i2c.fail_at = n
            bench.i2c.fail_errno = errno
            assert bench.adc.poll() == BUS
            assert bench.has_no_value()
            assert bench.convert(MUX_2) == READY
            assert bench.adc.raw == 10


def test_a_poll_without_a_start_is_refused_and_nothing_is_sent() -> None:
    bench = Bench()
    assert bench.adc.poll() == NOT_STARTED
    assert bench.i2c.transfers == 0
    assert bench.convert(MUX_2) == READY
    assert bench.adc.poll() == NOT_STARTED


def test_a_multiplexer_setting_that_does_not_exist_is_refused() -> None:
    bench = Bench()
    assert bench.adc.start(8) == RANGE
    assert bench.adc.start(-1) == RANGE
    assert bench.i2c.transfers == 0


def test_an_absent_adc_and_a_held_bus_are_bus_errors() -> None:
    bench = Bench()
    bench.chip.answers = 0
    assert bench.convert(MUX_2) == BUS
    assert bench.adc.probe() == BUS
    bench.chip.answers = 1
    bench.i2c.hang = 1
    assert bench.convert(MUX_2) == BUS
    assert bench.adc.probe() == BUS


def test_a_byte_not_acknowledged_is_a_bus_error() -> None:
    for at in range(3):
        bench = Bench()
        bench.chip.faults = chips.NACK_DATA
        bench.chip.nack_at = at
        assert bench.adc.start(MUX_2) == BUS


def test_no_bit_flipped_in_the_configuration_on_the_way_out_gives_a_wrong_value() -> None:
    """What the second byte sets is the rate, slower ones only, and the comparator, which goes nowhere."""
    for bit in range(8):
        for byte in (1, 2):
            bench = Bench()
            bench.uv[6] = 1_250
            bench.i2c.flip_byte = byte
            bench.i2c.flip_mask = 1 << bit
            status = bench.convert(MUX_2)
            if byte == 1:  # input, gain, mode, and the start itself
                assert status == WRONG
                assert bench.has_no_value()
            elif status == BUSY:
                assert bit >= 5 and bench.has_no_value()
            else:
                assert status == READY and bench.adc.raw == 10


def test_no_bit_flipped_in_a_look_gives_a_wrong_value() -> None:
    for bit in range(8):
        for late in (0, 2_000):
            bench = Bench()
            bench.uv[6] = 1_250
            bench.adc.start(MUX_2)
            bench.clock.advance(late)
            bench.i2c.flip_byte = 0
            bench.i2c.flip_mask = 1 << bit
            status = bench.adc.poll()
            if bit == 7 and late:
                assert status == BUSY
            elif bit == 7:
                assert status == READY  # looks finished: a look so early is made by nobody but the timed one
            else:
                assert status == WRONG
                assert bench.has_no_value()


def test_a_reset_by_general_call_is_noticed() -> None:
    bench = Bench()
    bench.uv[6] = 1_250
    bench.adc.start(MUX_2)
    bench.clock.advance(500)
    bench.chip.general_call(0x06)
    assert bench.adc.poll() == WRONG
    assert bench.has_no_value()
    assert bench.convert(MUX_2) == READY
    assert bench.adc.raw == 10


def test_a_stale_adc_stays_busy_and_no_other_input_gets_its_result() -> None:
    bench = Bench()
    bench.uv[4] = 1_250
    bench.uv[6] = 2_500
    bench.chip.faults = chips.STALE
    assert bench.convert(MUX_2) == BUSY
    assert bench.adc.start(MUX_0) == STILL_BUSY
    bench.chip.faults = 0
    bench.chip.refresh()
    assert bench.adc.start(MUX_0) == STILL_BUSY  # it converts MUX_2 still
    bench.clock.advance(2_000)
    assert bench.convert(MUX_0) == READY
    assert bench.adc.raw == 10


def test_a_start_that_came_too_early_never_names_a_result_wrongly() -> None:
    bench = Bench()
    bench.uv[4] = 1_250
    bench.uv[6] = 2_500
    for wait in range(0, 1_500, 50):
        bench.adc.start(MUX_2)
        bench.clock.advance(wait)
        status = bench.convert(MUX_0)
        if status == READY:
            assert bench.adc.raw == 10
        else:
            assert status == STILL_BUSY
        bench.clock.advance(3_000)


def test_a_start_whose_acknowledge_was_lost_never_names_a_result_wrongly() -> None:
    bench = Bench()
    bench.uv[4] = 1_250
    bench.uv[6] = 2_500
    for at in (1, 2, 3):
        bench.i2c.fail_at = at
        bench.adc.start(MUX_2)
        if bench.convert(MUX_0) == READY:
            assert bench.adc.raw == 10
        bench.clock.advance(3_000)


def test_an_adc_that_gives_the_channel_before_differs_from_its_echo_only_in_value() -> None:
    """The driver cannot see this fault; the plausibility rules must. The model must show it."""
    bench = Bench()
    bench.uv[4] = 1_250
    bench.uv[6] = 2_500
    assert bench.convert(MUX_2) == READY
    bench.chip.faults = chips.PREVIOUS_CHANNEL
    assert bench.convert(MUX_0) == READY
    assert bench.adc.raw == 20


def test_probe_accepts_the_chip_and_leaves_its_reset_values() -> None:
    bench = Bench()
    bench.convert(MUX_2)
    assert bench.adc.probe() == OK
    assert bench.chip.lo_thresh == 0x8000
    assert bench.chip.hi_thresh == 0x7FFF
    assert bench.convert(MUX_3) == READY


class OtherChip(chips.ADS1115Chip):
    """Answers at the same address, has no threshold registers."""

    def write(self, data: "bytes | bytearray | memoryview") -> int:
        return super().write(data) if data[0] < 2 else len(data)


class OtherConfig(chips.ADS1115Chip):
    """Answers at the same address, resets to something else."""

    def power_on(self) -> None:
        super().power_on()
        self.config = 0x0000


def test_probe_refuses_another_chip() -> None:
    for kind in (OtherChip, OtherConfig):
        bench = Bench()
        bench.chip = kind(bench.clock, bench.sample)
        bench.i2c.chips = (bench.chip,)
        assert bench.adc.probe() == WRONG
