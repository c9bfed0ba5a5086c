# The zero and the gain that the monitor takes off channel B, how far it lets either go; it cuts at 22 mA still.

from __future__ import annotations

import pytest

from host_tests.support.part_benches import MonitorBench
from ionto.safety import monitor


def reads(m: MonitorBench, counts: int) -> int:
    m.adc_b.u16 = counts << 4
    m.periods(1)
    return m.mail.b_ua


@pytest.mark.parametrize(("zero_ua", "taken"), [(0, 1), (121, 1), (300, 1), (301, 0), (-1, 0)])
def test_a_zero_of_b_is_taken_off_as_far_as_it_may_be_one(zero_ua: int, taken: int) -> None:
    m = MonitorBench()
    assert m.monitor.zero_b(zero_ua) == (0 if taken else -1)
    for counts in (0, 10, 37, 38, 1_000, 4_095):
        assert abs(reads(m, counts) - max(0, counts * 33_000 / 4096 - zero_ua * taken)) <= 1


@pytest.mark.parametrize(("gain_ppm", "taken"), [(30_000, 1), (-30_000, 1), (12_345, 1), (30_001, 0), (-30_001, 0)])
def test_a_gain_of_b_is_used_as_far_as_a_shunt_may_be_off(gain_ppm: int, taken: int) -> None:
    m = MonitorBench()
    assert m.monitor.scale_b(gain_ppm) == (0 if taken else -1)
    for counts in (10, 1_000, 4_095):
        assert abs(reads(m, counts) - counts * 33_000 / 4096 * (1 + gain_ppm * taken / 1e6)) <= 2


def test_the_zero_of_b_moves_only_while_nothing_is_asked_for() -> None:
    """Else whoever asks for current could blind the monitor by as much."""
    for request in range(1, 9):
        m = MonitorBench().running(request)
        assert m.monitor.zero_b(200) == -1
        assert reads(m, 100) == 805


def test_a_scaled_and_zeroed_b_is_cut_at_its_own_22_milliamperes() -> None:
    for zero_ua, gain_ppm in ((0, 0), (300, -30_000), (300, 30_000), (0, 30_000)):
        least = next(counts for counts in range(4_096) if not _sound(zero_ua, gain_ppm, counts))
        true_ua = least * 33_000 / 4096 * (1 + gain_ppm / 1e6) - zero_ua
        assert 0 < true_ua - monitor.OVERCURRENT_UA <= 10


def _sound(zero_ua: int, gain_ppm: int, counts: int) -> bool:
    """Whether the monitor lets that reading pass; those far below it need not be tried."""
    if counts < 2_600:
        return True
    m = MonitorBench()
    assert m.monitor.zero_b(zero_ua) == m.monitor.scale_b(gain_ppm) == 0
    m.running()
    m.adc_b.u16 = counts << 4
    m.periods(3)
    return not m.mail.veto
