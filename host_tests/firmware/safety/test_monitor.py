# The monitor: what it vetoes, in what time, that a veto stands, and that nothing but a healthy state makes an edge.

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from host_tests.support.part_benches import MonitorBench
from ionto.safety import faults, monitor
from ionto.safety.monitor import ON, ON_RISING

Trouble = Callable[[MonitorBench], None]


def overcurrent(m: MonitorBench) -> None:
    m.set_b(22_050)


def latch(m: MonitorBench) -> None:
    m.oc_trip_n.level = 0


def usb(m: MonitorBench) -> None:
    m.vbus.level = 1


def dac(m: MonitorBench) -> None:
    m.set_dac(2_980)


def battery(m: MonitorBench) -> None:
    m.set_battery(2_990)


def asked(m: MonitorBench) -> None:
    m.mail.trip = faults.DEVIATION


def outputs(m: MonitorBench) -> list[int]:
    return [m.out_en.level, m.leg_fwd.level, m.leg_rev.level, m.boost_en.level]


# trouble, code, the longest time in ms until OUT_EN is low (periods of 1 ms)
TROUBLES: list[tuple[Trouble, int, int]] = [
    (overcurrent, faults.OVERCURRENT_B, 2),
    (latch, faults.LATCH_TRIPPED, 2),
    (usb, faults.VBUS_PRESENT, 10),
    (dac, faults.DAC_VOLTAGE, 12),
    (battery, faults.BATTERY_COLLAPSE, 80),
    (asked, faults.DEVIATION, 1),
]


@pytest.mark.parametrize("phase", range(10))
@pytest.mark.parametrize(("trouble", "code", "most_ms"), TROUBLES)
def test_each_trouble_is_vetoed_in_its_time_in_every_phase(
    trouble: Trouble, code: int, most_ms: int, phase: int
) -> None:
    m = MonitorBench().running()
    m.periods(phase)
    assert m.out_en.level == 1
    trouble(m)
    m.periods(most_ms)
    assert outputs(m) == [0, 0, 0, 0]
    m.periods(10)
    assert m.mail.veto == code
    assert m.mail.enabled == 0


@pytest.mark.parametrize(("trouble", "code", "most_ms"), TROUBLES)
def test_a_veto_stands_whatever_follows(trouble: Trouble, code: int, most_ms: int) -> None:
    m = MonitorBench().running()
    trouble(m)
    m.periods(100)
    m.set_b(0)
    m.set_dac(0)
    m.set_battery(3_900)
    m.oc_trip_n.level, m.vbus.level, m.mail.trip = 1, 0, 0
    m.edges.clear()
    for request in (0, ON, ON_RISING, 0, 3, 5, ON):
        m.mail.request = request
        m.relay_fb.level = 0 if request >= 3 else 1
        m.mail.session += 1
        m.periods(50)
        assert m.out_en.level == 0
    assert m.edges == []
    assert m.mail.veto == code


@pytest.mark.parametrize(
    "sound",
    [lambda m: m.set_b(21_980), lambda m: m.set_dac(2_960), lambda m: m.set_battery(3_010), lambda m: None],
)
def test_values_just_inside_the_limits_are_no_trouble(sound: Trouble) -> None:
    m = MonitorBench().running()
    sound(m)
    m.periods(500)
    assert m.mail.veto == 0
    assert m.out_en.level == 1


def test_one_sample_above_the_limit_is_not_enough() -> None:
    m = MonitorBench().running()
    for _ in range(50):
        m.set_b(30_000)
        m.periods(1)
        m.set_b(20_000)
        m.periods(1)
    assert m.mail.veto == 0


@pytest.mark.parametrize("trouble", [latch, usb, dac, battery])
def test_with_the_output_off_nothing_is_vetoed_but_everything_is_told(trouble: Trouble) -> None:
    m = MonitorBench()
    trouble(m)
    m.periods(200)
    assert m.mail.veto == 0
    told = (m.mail.latch, m.mail.vbus, m.mail.dac_mv > 2_970, m.mail.battery_mv < 3_000)
    assert sum(told) == 1


@pytest.mark.parametrize("ua", [520, 20_000])
def test_current_while_the_rail_rises_is_a_leak(ua: int) -> None:
    m = MonitorBench().running(ON_RISING)
    assert m.mail.veto == 0
    m.set_b(ua)
    m.periods(2)
    assert m.mail.veto == faults.LEAK
    assert m.out_en.level == 0


def test_the_same_current_is_no_leak_once_the_rail_is_up() -> None:
    m = MonitorBench().running(ON)
    m.set_b(10_000)
    m.periods(300)
    assert m.mail.veto == 0


# ---------------------------------------------------------------- heartbeat and pump


@pytest.mark.parametrize("phase", range(10))
def test_a_heartbeat_older_than_thirty_ms_is_vetoed_once_and_for_all(phase: int) -> None:
    m = MonitorBench().running()
    m.periods(phase)
    while m.period % 5 != 1:  # the last beat was seen in this period
        m.periods(1)
    m.periods(30, beats=0)
    assert m.out_en.level == 1
    m.periods(1, beats=0)
    assert outputs(m) == [0, 0, 0, 0]
    assert m.mail.veto == faults.HEARTBEAT
    m.edges.clear()
    m.periods(100)
    assert m.edges == []
    assert m.out_en.level == 0


def test_no_output_before_the_first_heartbeat() -> None:
    m = MonitorBench()
    m.mail.request = ON
    m.periods(100, beats=0)
    assert m.out_en.writes == 0 or m.out_en.level == 0
    assert m.edges == []
    assert m.mail.veto == faults.HEARTBEAT


@pytest.mark.parametrize("request_", [ON, ON_RISING])
def test_pump_edges_come_every_ten_ms_while_all_is_well(request_: int) -> None:
    m = MonitorBench().running(request_)
    m.edges.clear()
    m.periods(1_000)
    assert {after - before for before, after in zip(m.edges, m.edges[1:], strict=False)} == {10}
    assert 99 <= len(m.edges) <= 100


@pytest.mark.parametrize("after", range(12))
def test_the_first_edge_comes_within_ten_ms_of_the_request(after: int) -> None:
    m = MonitorBench()
    m.periods(20 + after)
    m.mail.request = ON
    start = m.period
    m.periods(11)
    assert m.edges and m.edges[0] - start <= 10
    assert m.out_en.level == 1


def test_without_a_request_there_is_no_edge_and_the_output_is_off() -> None:
    m = MonitorBench().running()
    m.mail.request = 0
    m.periods(1)
    assert m.out_en.level == 0
    m.edges.clear()
    m.periods(100)
    assert m.edges == []
    assert m.mail.veto == 0


@settings(max_examples=150)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([0, ON, ON_RISING, 3, 4, 5, 6, 7, 8]),
            st.integers(0, 1),
            st.sampled_from([0, 0, 0, 400, 10_000, 30_000]),
            st.sampled_from([1, 1, 1, 0]),
            st.sampled_from([0, 0, 0, 1]),
            st.integers(1, 45),
        ),
        min_size=1,
        max_size=20,
    )
)
def test_output_and_edges_only_while_everything_known_is_healthy(
    steps: list[tuple[int, int, int, int, int, int]],
) -> None:
    """Random requests, heartbeats, currents, latch, USB, relay: no edge and no OUT_EN that its state does not allow."""
    m = MonitorBench()
    m.periods(20)
    last_beat = m.period
    vetoed = False
    for request, beats, ua, trip_n, vbus, count in steps:
        m.mail.request = request
        m.set_b(ua)
        m.oc_trip_n.level, m.vbus.level = trip_n, vbus
        m.relay_fb.level = 0 if request >= 3 else 1
        for _ in range(count):
            if beats and m.period % 5 == 0:
                last_beat = m.period
            edges = len(m.edges)
            m.periods(1, beats)
            if len(m.edges) > edges:
                assert m.period - last_beat <= monitor.HEARTBEAT_MS + 1
                assert not vetoed
                assert request != 0
                assert request not in (4, 6, 7) or len(m.edges) - edges == 1
            vetoed = vetoed or m.mail.veto != 0
            if m.out_en.level:
                assert request not in (0, 5)
                assert not vetoed
                assert m.period - last_beat <= monitor.HEARTBEAT_MS + 1
            if vetoed:
                assert outputs(m) == [0, 0, 0, 0]


# ---------------------------------------------------------------- requests of the self-test


@pytest.mark.parametrize("request_", [3, 4, 5, 6, 7, 8])
def test_a_test_with_the_relay_at_the_electrodes_is_vetoed_before_anything_closes(request_: int) -> None:
    m = MonitorBench()
    m.periods(20)
    m.relay_fb.level = 1
    m.mail.request = request_
    m.periods(12)
    assert m.out_en.level == 0
    assert m.edges == []
    assert m.mail.veto == faults.RELAY_FEEDBACK


def test_a_relay_that_moves_during_a_test_is_vetoed() -> None:
    m = MonitorBench().running(3)
    assert m.out_en.level == 1
    m.relay_fb.level = 1
    m.periods(11)
    assert m.out_en.level == 0
    assert m.mail.veto == faults.RELAY_FEEDBACK


@pytest.mark.parametrize(
    ("request_", "out_en", "edges", "level"),
    [(3, 1, 1, None), (4, 1, 0, None), (5, 0, 1, None), (6, 1, 0, 0), (7, 1, 0, 1), (8, 1, 1, None)],
)
def test_each_test_drives_what_it_says(request_: int, out_en: int, edges: int, level: int | None) -> None:
    m = MonitorBench().running(request_)
    m.edges.clear()
    m.periods(100)
    assert m.out_en.level == out_en
    assert (len(m.edges) > 0) == bool(edges)
    assert level is None or m.pump.level == level
    assert m.mail.veto == 0


def test_a_trip_of_the_latch_is_expected_in_its_test_only() -> None:
    m = MonitorBench().running(monitor.TEST_LATCH)
    latch(m)
    m.periods(50)
    assert m.mail.veto == 0
    assert m.mail.latch == 1
    m.mail.request = 3
    m.periods(5)
    assert m.mail.veto == faults.LATCH_TRIPPED


# ---------------------------------------------------------------- service mode


def test_in_service_mode_usb_is_no_trouble_with_the_relay_at_rest() -> None:
    m = MonitorBench(service=1)
    m.periods(20)
    m.mail.request = 3
    m.periods(300)
    assert m.mail.veto == 0
    assert m.out_en.level == 1


def test_in_service_mode_the_electrodes_get_nothing() -> None:
    m = MonitorBench(service=1)
    m.periods(20)
    m.patient.level = m.relay_fb.level = 1
    m.mail.request = ON
    m.periods(10)
    assert m.out_en.level == 0
    assert m.mail.veto == faults.VBUS_PRESENT


# ---------------------------------------------------------------- charge and time of a session


def test_charge_by_b_is_exact_and_small() -> None:
    m = MonitorBench().running()
    m.mail.session += 1
    m.periods(10)
    m.set_b(20_000)
    before = m.mail.charge_mamin * 60_000_000 + m.mail.charge_rest_uams
    m.periods(60_000)
    after = m.mail.charge_mamin * 60_000_000 + m.mail.charge_rest_uams
    assert abs(after - before - m.mail.b_ua * 60_000) <= m.mail.b_ua * 10
    assert m.mail.charge_rest_uams < 60_000_000 < 2**30
    assert abs(m.mail.on_s - 60) <= 1


def near_the_cap(m: MonitorBench, charge_mamin: int, on_s: int) -> MonitorBench:
    m.set_b(10_000)
    m.periods(20)
    cells = m.monitor._cells
    cells[monitor._MAMIN], cells[monitor._REST_UAMS], cells[monitor._ON_S] = charge_mamin, 59_000_000, on_s
    m.periods(2_000)
    return m


def test_the_caps_of_charge_and_time_are_vetoed() -> None:
    assert near_the_cap(MonitorBench().running(), monitor.CHARGE_CAP_MAMIN - 1, 0).mail.veto == faults.CHARGE_CAP_B
    assert near_the_cap(MonitorBench().running(), 0, monitor.ON_CAP_S - 1).mail.veto == faults.TIME_CAP_B
    assert near_the_cap(MonitorBench().running(), monitor.CHARGE_CAP_MAMIN - 2, 100).mail.veto == 0


def test_a_new_session_counts_from_zero() -> None:
    m = near_the_cap(MonitorBench().running(), 100, 100)
    m.mail.session = (m.mail.session + 1) & 0xFF
    m.periods(11)
    assert m.mail.charge_mamin == 0
    assert m.mail.on_s == 0


# trouble, the request it shows under, what stands beside the veto: measured, within, and allowed
FIGURES: list[tuple[Trouble, int, int, int, int]] = [
    (overcurrent, ON, 22_050, 10, monitor.OVERCURRENT_UA),
    (lambda m: m.set_b(510), ON_RISING, 510, 10, monitor.LEAK_UA),
    (latch, ON, 1, 0, 0),
    (usb, ON, 1, 0, 0),
    (dac, ON, 2_980, 2, monitor.DAC_MAX_MV),
    (battery, ON, 2_990, 2, monitor.BATTERY_COLLAPSE_MV),
    (asked, ON, 0, 0, 0),
]


@pytest.mark.parametrize(("trouble", "request_", "measured", "within", "allowed"), FIGURES)
def test_a_veto_has_what_was_measured_and_what_is_allowed_beside_it(
    trouble: Trouble, request_: int, measured: int, within: int, allowed: int
) -> None:
    m = MonitorBench().running(request_)
    assert (m.mail.veto, m.mail.trip_measured, m.mail.trip_allowed) == (0, 0, 0)
    trouble(m)
    m.periods(80)
    assert m.mail.veto
    assert abs(m.mail.trip_measured - measured) <= within
    assert m.mail.trip_allowed == allowed
    m.set_b(30_000)
    m.periods(10)
    assert abs(m.mail.trip_measured - measured) <= within  # the first reason's figures stand


def test_a_heartbeat_that_is_late_says_so_in_milliseconds() -> None:
    m = MonitorBench().running()
    m.periods(40, beats=0)
    assert (m.mail.trip_measured, m.mail.trip_allowed) == (monitor.HEARTBEAT_MS, monitor.HEARTBEAT_MS)
