# The ADC's register model against its data sheet. Plain functions: they run under MicroPython as well.

from host_tests.support.fakes import FakeClock
from tools.sim.chips import ads1115 as chips

AIN2 = 0xE3E3  # start, AIN2 against ground, 4.096 V, single-shot, 860 SPS, comparator off
AIN0 = 0xC3E3


class Bench:
    """The chip alone under a clock; `uv` is what lies at each setting of the multiplexer."""

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.uv = [0] * 8
        self.chip = chips.ADS1115Chip(self.clock, self.sample)
        self.clock.sources.append(self.chip)

    def sample(self, mux: int) -> int:
        return self.uv[mux]

    def put(self, register: int, value: int) -> int:
        return self.chip.write(bytes((register, value >> 8, value & 0xFF)))

    def get(self, register: int) -> int:
        self.chip.write(bytes((register,)))
        return self.again()

    def again(self) -> int:
        buf = bytearray(2)
        self.chip.read_into(buf)
        return buf[0] << 8 | buf[1]

    def convert(self, config: int) -> int:
        self.put(1, config)
        self.clock.advance(200_000)
        return self.get(0)


def test_reset_values() -> None:
    bench = Bench()
    assert (bench.get(0), bench.get(1), bench.get(2), bench.get(3)) == (0, 0x8583, 0x8000, 0x7FFF)
    assert bench.chip.due == chips.IDLE


def test_registers_keep_what_is_written_and_the_result_is_read_only() -> None:
    bench = Bench()
    assert bench.put(2, 0x1234) == 3
    assert bench.put(3, 0x4321) == 3
    assert bench.put(0, 0x5555) == 3
    assert (bench.get(0), bench.get(2), bench.get(3)) == (0, 0x1234, 0x4321)
    assert bench.again() == 0x4321  # the pointer stays


def test_general_call_resets_everything_and_ends_a_conversion() -> None:
    bench = Bench()
    bench.put(2, 0x1234)
    bench.put(1, AIN2)
    assert bench.chip.general_call(0x06) == 1
    assert bench.chip.due == chips.IDLE
    assert bench.again() == 0  # the pointer is reset too
    assert (bench.get(1), bench.get(2)) == (0x8583, 0x8000)
    assert bench.chip.general_call(0x04) == 0


def test_a_conversion_takes_wake_up_and_its_period_and_samples_at_the_end() -> None:
    for us in (1_050, 1_163, 1_290):
        bench = Bench()
        bench.chip.conversion_us = us
        bench.put(1, AIN2)
        assert bench.chip.due == us + 110
        bench.uv[6] = 111 * 125
        bench.clock.advance(us + 109)
        assert bench.again() == AIN2 & 0x7FFF
        assert bench.chip.conversions == 0
        bench.uv[6] = 222 * 125
        bench.clock.advance(1)
        assert bench.again() == AIN2
        bench.uv[6] = 0
        assert bench.get(0) == 222
        assert bench.chip.due == chips.IDLE


def test_slower_rates_take_longer() -> None:
    bench = Bench()
    bench.put(1, AIN2 & ~0xE0)
    assert bench.chip.due == 110 + 1_163 * 860 // 8


def test_a_configuration_without_the_start_bit_starts_nothing() -> None:
    bench = Bench()
    bench.put(1, AIN2 & 0x7FFF)
    assert bench.chip.due == chips.IDLE
    assert bench.again() == AIN2


def test_a_start_during_a_conversion_is_ignored_and_the_result_belongs_to_the_old_input() -> None:
    bench = Bench()
    bench.uv[6] = 10 * 125
    bench.uv[4] = 20 * 125
    bench.put(1, AIN2)
    due = bench.chip.due
    bench.clock.advance(500)
    bench.put(1, AIN0)
    assert bench.chip.due == due
    bench.clock.advance(5_000)
    assert bench.again() == AIN0
    assert bench.get(0) == 10
    assert bench.chip.conversions == 1


def test_every_range_scales_and_clips() -> None:
    bench = Bench()
    for pga, full_scale_uv in enumerate((6_144_000, 4_096_000, 2_048_000, 1_024_000, 512_000, 256_000, 256_000)):
        config = 0x81E3 | pga << 9
        for uv, raw in (
            (0, 0),
            (full_scale_uv // 2, 16_384),
            (-full_scale_uv // 2, -16_384),
            (full_scale_uv, 32_767),
            (full_scale_uv * 2, 32_767),
            (-full_scale_uv, -32_768),
            (-full_scale_uv * 2, -32_768),
        ):
            bench.uv[0] = uv
            assert bench.convert(config) == raw & 0xFFFF


def test_results_round_to_the_nearest_count() -> None:
    bench = Bench()
    for uv, raw in ((62, 0), (63, 1), (187, 1), (188, 2), (-62, 0), (-63, -1)):
        bench.uv[0] = uv
        assert bench.convert(0x83E3) == raw & 0xFFFF


def test_continuous_mode_changes_the_input_one_result_late() -> None:
    bench = Bench()
    bench.uv[6] = 10 * 125
    bench.uv[4] = 20 * 125
    bench.put(1, AIN2 & ~0x0100)
    bench.clock.advance(3_000)
    assert bench.get(0) == 10
    bench.put(1, AIN0 & ~0x0100)
    bench.clock.advance(bench.chip.due - bench.clock.now)
    assert bench.get(0) == 10
    bench.clock.advance(1_163)
    assert bench.get(0) == 20


def test_only_the_pointer_is_moved_by_a_short_write() -> None:
    bench = Bench()
    assert bench.chip.write(bytes((2,))) == 1
    assert bench.chip.write(bytes((2, 0x12))) == 2
    assert bench.get(2) == 0x8000


def test_stuck() -> None:
    bench = Bench()
    bench.uv[6] = 1_250
    bench.convert(AIN2)
    bench.chip.faults = chips.STUCK
    bench.uv[6] = 2_500
    assert bench.convert(AIN2) == 10
    bench.chip.stuck_raw = 8_000
    assert bench.convert(AIN2) == 8_000


def test_stale_never_ends_and_goes_on_after_the_fault() -> None:
    bench = Bench()
    bench.put(1, AIN2)
    bench.chip.faults = chips.STALE
    bench.chip.refresh()
    bench.clock.advance(1_000_000)
    assert bench.again() == AIN2 & 0x7FFF
    bench.put(1, AIN0)
    bench.clock.advance(1_000_000)
    assert bench.again() & 0x8000 == 0
    bench.chip.faults = 0
    bench.chip.refresh()
    bench.clock.advance(2_000)
    assert bench.again() & 0x8000


def test_stale_from_the_start_of_a_conversion() -> None:
    bench = Bench()
    bench.chip.faults = chips.STALE
    bench.put(1, AIN2)
    bench.clock.advance(1_000_000)
    assert bench.again() & 0x8000 == 0


def test_stale_as_if_ready_hands_out_the_old_result_at_once() -> None:
    bench = Bench()
    bench.uv[6] = 1_250
    bench.convert(AIN2)
    bench.chip.faults = chips.STALE_READY
    bench.uv[4] = 2_500
    bench.put(1, AIN0)
    assert bench.again() == AIN0
    assert bench.get(0) == 10


def test_held_gives_each_input_its_own_last_result() -> None:
    bench = Bench()
    bench.uv[6] = 1_250
    bench.uv[4] = 2_500
    bench.convert(AIN2)
    bench.convert(AIN0)
    bench.chip.faults = chips.HELD
    bench.uv[6] = bench.uv[4] = 0
    assert bench.convert(AIN2) == 10
    assert bench.convert(AIN0) == 20


def test_previous_channel_by_chance() -> None:
    bench = Bench()
    bench.uv[6] = 1_250
    bench.uv[4] = 2_500
    bench.chip.faults = chips.PREVIOUS_CHANNEL
    bench.chip.previous_ppm = 250_000
    wrong = 0
    for _ in range(500):
        wrong += bench.convert(AIN2) != 10
        wrong += bench.convert(AIN0) != 20
    assert 200 < wrong < 300


def test_offset_and_gain_are_at_the_input_before_clipping() -> None:
    bench = Bench()
    bench.chip.faults = chips.ERROR
    bench.chip.gain_ppm = 100_000
    bench.chip.offset_uv = -1_250
    bench.uv[6] = 125_000
    assert bench.convert(AIN2) == 1_090
    bench.uv[6] = 4_000_000
    assert bench.convert(AIN2) == 32_767


def test_a_byte_not_acknowledged_leaves_the_register() -> None:
    bench = Bench()
    bench.chip.faults = chips.NACK_DATA
    for at in range(3):
        bench.chip.nack_at = at
        assert bench.put(2, 0x1234) == at
    assert bench.get(2) == 0x8000
