# The one gate: in which order it closes and opens, what it clamps, and that a hard cut is the end.

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.status import BUS, WRONG
from host_tests.support.fakes import FakeSource
from host_tests.support.part_benches import StageBench
from ionto.output import stage as sg
from ionto.safety import faults, limits, monitor
from ionto.safety import readings as rd

LIVE = sg.CLOSED


def names(bench: StageBench, level: int = 1) -> list[str]:
    return [name for name, now in bench.order if now == level]


@pytest.mark.parametrize("polarity", [1, -1])
@pytest.mark.parametrize("path", [sg.DUMMY, sg.ELECTRODES])
def test_closing_order_is_relay_legs_switch_boost(polarity: int, path: int) -> None:
    bench = StageBench().closed(path, polarity)
    leg = "leg_fwd" if polarity > 0 else "leg_rev"
    relay = ["patient"] if path else []
    assert names(bench) == [*relay, leg, "s1", "boost_en"]
    assert bench.stage.position == sg.CLOSED
    assert bench.source.most_ua == 0


def test_the_relay_has_its_time_before_the_legs_close_and_the_legs_theirs_before_the_switch() -> None:
    bench = StageBench()
    bench.ticks(2)
    bench.stage.close(sg.ELECTRODES, 1, 10_000)
    at: dict[str, int] = {}
    for tick in range(40):
        bench.tick()
        for name in names(bench):
            at.setdefault(name, tick * 5)
    assert at["leg_fwd"] - at["patient"] >= 13
    assert at["s1"] - at["leg_fwd"] >= 5
    assert at["boost_en"] > at["s1"]


def test_the_monitor_hears_that_any_current_is_a_leak_until_one_is_wanted() -> None:
    bench = StageBench()
    bench.ticks(2)
    bench.stage.close(sg.ELECTRODES, 1, 10_000)
    while bench.stage.position != sg.CLOSED:
        assert bench.mail.request in (monitor.OFF, monitor.ON_RISING)
        bench.tick(5_000)
    assert bench.source.most_ua == 0
    for _ in range(10):  # contact is searched for
        bench.tick(0)
        assert bench.mail.request == monitor.ON_RISING
    bench.tick(1)
    assert bench.mail.request == monitor.ON
    bench.tick(0)
    assert bench.mail.request == monitor.ON


def test_a_monitor_that_does_not_grant_the_switch_ends_the_closing() -> None:
    bench = StageBench()
    bench.stage.close(sg.ELECTRODES, 1, 10_000)
    for _ in range(60):
        bench.mail.enabled = 0
        bench.stage.drive(bench.readings, 0)
    assert bench.stage.fault == faults.MONITOR_SILENT
    assert not bench.boost_en.level
    assert not bench.patient.level


def test_a_rail_that_does_not_rise_ends_the_closing() -> None:
    bench = StageBench()
    bench.stage.close(sg.ELECTRODES, 1, 10_000)
    for _ in range(300):
        bench.mail.enabled = 1 if bench.mail.request else 0
        bench.readings[rd.RAIL_MV] = 42_000 if bench.boost_en.level else 0
        bench.stage.drive(bench.readings, 0)
    assert bench.stage.fault == faults.RAIL_VOLTAGE


@pytest.mark.parametrize(("path", "waits"), [(sg.ELECTRODES, True), (sg.DUMMY, False)])
def test_towards_a_person_the_switch_closes_only_onto_a_rail_that_is_down(path: int, waits: bool) -> None:
    def ticks(rail_mv: int, count: int) -> None:
        for _ in range(count):
            bench.mail.enabled = 1 if bench.mail.request else 0
            bench.readings[rd.RAIL_MV] = rail_mv
            bench.stage.drive(bench.readings, 0)

    bench = StageBench()
    bench.stage.close(path, 1, 10_000)
    ticks(limits.RAIL_DOWN_MV + 1, 100)
    assert (bench.mail.request == monitor.OFF) is waits
    assert (bench.leg_fwd.level == 0) is waits
    if waits:
        ticks(limits.RAIL_DOWN_MV, 4)
        assert bench.mail.request == monitor.ON_RISING
        bench = StageBench()
        bench.stage.close(path, 1, 10_000)
        ticks(limits.RAIL_DOWN_MV + 1, limits.RAIL_DOWN_MS // 5 + 1)
        assert bench.stage.fault == faults.RAIL_VOLTAGE


def test_legs_do_not_close_under_current() -> None:
    bench = StageBench()
    bench.flow(limits.ZERO_UA)
    bench.stage.close(sg.ELECTRODES, 1, 10_000)
    bench.ticks(40)
    assert bench.stage.fault == faults.IDLE_CURRENT
    assert names(bench) == ["patient"]


@pytest.mark.parametrize("cap", [5_000, 10_000, 20_000, 60_000])
def test_no_current_above_the_cap_and_the_regulators_room_passes(cap: int) -> None:
    bench = StageBench().closed(cap_ua=cap)
    bench.ticks(3, 1_000_000)
    least = min(cap, limits.CAP_HANDS_UA)
    assert bench.source.most_ua == least + least // 16
    bench.ticks(3, -5)
    assert bench.source.ua == 0


def test_opening_waits_for_zero_then_legs_then_the_relay() -> None:
    bench = StageBench().closed()
    bench.tick(5_000)
    bench.flow(5_000)
    bench.order.clear()
    bench.stage.open()
    bench.ticks(5)
    assert names(bench, 0) == ["out_en", "s1"] or names(bench, 0) == ["s1"]
    assert bench.source.ua == 0
    assert bench.leg_fwd.level and bench.patient.level
    bench.flow(0)
    bench.ticks(30)
    fallen = [name for name in names(bench, 0) if name in ("leg_fwd", "patient", "boost_en")]
    assert fallen == ["leg_fwd", "boost_en", "patient"]
    assert bench.stage.position == sg.REST
    assert bench.stage.path == sg.DUMMY


def test_relay_stands_twenty_ms_longer_than_the_legs() -> None:
    bench = StageBench().closed()
    bench.stage.open()
    legs = relay = 0
    for tick in range(60):
        bench.tick()
        legs = legs or (0 if bench.leg_fwd.level else tick * 5)
        relay = relay or (0 if bench.patient.level else tick * 5)
    assert relay - legs >= limits.LEGS_OPEN_MS


def test_current_that_does_not_end_while_opening_is_a_hard_cut() -> None:
    bench = StageBench().closed()
    bench.flow(300)
    bench.stage.open()
    bench.ticks(40)
    assert bench.stage.fault == faults.CLOSING
    assert bench.stage.position == sg.LATCHED


def test_pause_cut_opens_the_switch_and_keeps_legs_relay_and_boost() -> None:
    bench = StageBench().closed()
    bench.tick(5_000)
    bench.flow(5_000)
    bench.stage.cut()
    assert bench.out_en.level == 0
    assert bench.mail.request == monitor.OFF
    assert bench.source.ua == 0
    bench.ticks(20, 5_000)
    assert bench.source.ua == 0
    assert bench.patient.level and bench.leg_fwd.level and bench.boost_en.level
    assert bench.stage.position == sg.CUT


def test_after_a_pause_cut_the_switch_closes_only_once_both_channels_have_shown_zero() -> None:
    bench = StageBench().closed()
    bench.stage.cut()
    bench.readings[rd.B_UA] = limits.ZERO_UA
    for _ in range(40):
        bench.tick()
        bench.stage.resume()
    assert bench.stage.position == sg.CUT
    bench.readings[rd.B_UA] = 0
    bench.ticks(limits.IDLE_MS // 5 - 1)
    bench.stage.resume()
    assert bench.stage.position == sg.CUT
    bench.tick()
    bench.stage.resume()
    assert bench.stage.position == sg.RISING
    assert bench.mail.request == monitor.ON_RISING
    bench.ticks(10, 0)
    assert bench.stage.position == sg.CLOSED


def test_a_failed_sample_is_no_proof_of_zero() -> None:
    bench = StageBench().closed()
    bench.stage.cut()
    bench.readings[rd.A_NEW] = 0
    bench.ticks(60)
    bench.stage.resume()
    assert bench.stage.position == sg.CUT


def test_a_hard_cut_lowers_every_pin_at_once_and_the_relay_at_least_five_ms_later_whatever_flows() -> None:
    bench = StageBench().closed()
    bench.tick(20_000)
    bench.flow(20_000)
    bench.stage.hard_cut(faults.OVERCURRENT_A)
    assert [bench.out_en.level, bench.leg_fwd.level, bench.leg_rev.level, bench.boost_en.level] == [0, 0, 0, 0]
    assert bench.patient.level == 1
    assert bench.source.ua == 0
    assert bench.mail.trip == faults.OVERCURRENT_A
    bench.ticks(2)  # the rest of the tick of the cut, and the next, which may follow at once after a late one
    assert bench.patient.level == 1
    bench.tick()
    assert bench.patient.level == 0


def test_a_hard_cut_needs_no_bus_and_goes_on_trying_to_write_zero() -> None:
    bench = StageBench().closed()
    bench.tick(20_000)
    bench.source.status = -1
    bench.stage.hard_cut(faults.BUS_LOST)
    assert bench.out_en.level == bench.leg_fwd.level == bench.boost_en.level == 0
    bench.ticks(50)
    assert bench.source.ua == 20_000
    bench.source.status = 0
    bench.tick()
    assert bench.source.ua == 0


def test_zero_is_written_again_and_again_while_the_output_is_open() -> None:
    bench = StageBench().closed()
    bench.stage.cut()
    bench.ticks(5)
    bench.source.ua = 9_000  # something else wrote to the converter
    bench.ticks(70)
    assert bench.source.ua == 0


def test_the_first_reason_of_a_hard_cut_stands() -> None:
    bench = StageBench().closed()
    bench.stage.hard_cut(faults.DEVIATION)
    bench.stage.hard_cut(faults.EXCEPTION)
    assert bench.mail.trip == faults.DEVIATION


def test_two_codes_that_read_back_wrong_are_a_hard_cut_and_one_is_not() -> None:
    bench = StageBench().closed()
    bench.source.verify_status = -2
    bench.tick(1_000)
    bench.source.verify_status = 0
    bench.tick(1_000)
    assert bench.stage.position == sg.CLOSED
    bench.source.verify_status = -2
    bench.ticks(2, 1_000)
    assert bench.stage.fault == faults.DAC_READBACK


def test_a_source_that_refuses_twice_is_a_hard_cut_by_the_pins() -> None:
    bench = StageBench().closed()
    bench.source.status = -1
    bench.tick(1_000)
    assert bench.stage.fault == faults.BUS_LOST
    assert bench.out_en.level == 0


COMMANDS = ("close", "close_rev", "dummy", "open", "cut", "resume", "hard_cut", "flow", "calm", "drop")
steps = st.lists(st.tuples(st.sampled_from(COMMANDS), st.integers(0, 45), st.integers(0, 30_000)), max_size=25)


def command(bench: StageBench, what: str) -> None:
    stage = bench.stage
    if what == "close":
        stage.close(sg.ELECTRODES, 1, 20_000)
    elif what == "close_rev":
        stage.close(sg.ELECTRODES, -1, 20_000)
    elif what == "dummy":
        stage.close(sg.DUMMY, 1, 2_000)
    elif what == "hard_cut":
        stage.hard_cut(faults.EXCEPTION)
    elif what == "flow":
        bench.flow(5_000)
    elif what == "calm":
        bench.flow(0)
        bench.readings[rd.A_NEW] = 1
    elif what == "drop":
        bench.readings[rd.A_NEW] = 0
    else:
        getattr(stage, what)()


@settings(max_examples=200)
@given(steps)
def test_whatever_is_asked_in_whatever_order_nothing_closes_or_moves_under_current(
    given_steps: list[tuple[str, int, int]],
) -> None:
    bench = StageBench()
    was = (0, 0, 0)
    latched = 0
    for what, ticks, wanted in given_steps:
        command(bench, what)
        for _ in range(ticks + 1):
            bench.tick(wanted)
            stage = bench.stage
            legs = (bench.leg_fwd.level, bench.leg_rev.level, bench.patient.level)
            assert not (legs[0] and legs[1])
            latched = latched or stage.position == sg.LATCHED
            if legs != was and not latched and bench.readings[rd.A_UA] >= limits.ZERO_UA:
                raised = [now for now, before in zip(legs, was, strict=True) if now and not before]
                # only the relay to the electrodes may close first, with every other switch open behind it
                assert raised in ([], [1]) and not legs[0] and not legs[1]
            was = legs
            if stage.position != sg.CLOSED:
                assert bench.source.ua == 0
            if latched:
                assert stage.position == sg.LATCHED
                assert not bench.boost_en.level and not legs[0] and not legs[1]
                assert bench.mail.request == monitor.OFF
            assert bench.source.most_ua <= 21_250


@given(st.sampled_from(COMMANDS), st.integers(0, 60))
def test_from_every_position_a_hard_cut_latches(what: str, ticks: int) -> None:
    bench = StageBench()
    bench.ticks(2)
    bench.stage.close(sg.ELECTRODES, 1, 20_000)
    bench.ticks(ticks, 5_000)
    bench.stage.hard_cut(faults.EXCEPTION)
    for _ in range(3):
        command(bench, what)
        bench.ticks(30, 5_000)
    assert bench.stage.position == sg.LATCHED
    assert [p.level for p in (bench.leg_fwd, bench.leg_rev, bench.boost_en, bench.patient, bench.out_en)] == [0] * 5


class LossySource(FakeSource):
    """So many of the next writes are lost."""

    lost = 0

    def set_ua(self, ua: int) -> int:
        self.status = BUS if self.lost else 0
        self.lost = max(0, self.lost - 1)
        return super().set_ua(ua)


@pytest.mark.parametrize(
    ("lost", "errors", "fault", "ua"), [(0, 0, 0, 2_000), (1, 1, 0, 2_000), (2, 2, faults.BUS_LOST, 0)]
)
def test_one_lost_write_of_the_dac_is_repeated_and_counted_and_two_are_the_end(
    lost: int, errors: int, fault: int, ua: int
) -> None:
    bench = StageBench(LossySource()).closed()
    bench.tick(1_000)
    assert bench.stage.bus_errors == 0
    bench.source.lost = lost
    bench.tick(2_000)
    assert (bench.stage.bus_errors, bench.stage.fault) == (errors, fault)
    assert bench.source.ua == ua
    bench.ticks(5, 2_000)
    assert (bench.stage.bus_errors, bench.stage.fault) == (errors, fault), "each loss counts once"


def test_a_repeated_write_is_read_back_in_the_same_tick() -> None:
    bench = StageBench(LossySource()).closed()
    for tick in range(2):
        bench.source.lost, bench.source.verify_status = 1, WRONG
        assert not bench.stage.fault
        bench.tick(2_000 + tick)
    assert bench.stage.fault == faults.DAC_READBACK
    assert bench.stage.bus_errors == 4
