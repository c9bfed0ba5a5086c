# Why a treatment pauses: each cause by what was measured, what it spends, and what the user is to look at.

from __future__ import annotations

from host_tests.support.part_benches import SessionBench, contact_of_a_person
from ionto.safety import faults, limits
from ionto.safety import readings as rd
from ionto.treatment import events, states
from ionto.treatment import pause as ps
from ionto.treatment.advice import BURNS, LIMITED, NONE, Advice
from ionto.treatment.pause import Pause

RAIL_MV = 47_000


class PauseBench:
    """A pause without a session: what the electrodes show, tick by tick."""

    def __init__(self) -> None:
        self.pause = Pause(contact_of_a_person())
        self.r = rd.make()
        self.r[rd.RAIL_MV] = RAIL_MV
        self.now_ms = 0
        self.last = ps.PATIENCE

    def cut(self, a_ua: int, load_mv: int, limited: int = 0, seen: int = 1) -> "PauseBench":
        self.r[rd.A_UA] = a_ua
        self.r[rd.LOAD_MV] = load_mv
        self.pause.begin(self.r, limited, seen, self.now_ms)
        self.last = ps.PATIENCE
        return self

    def opened(self) -> "PauseBench":
        """A plug: no current, the full rail."""
        return self.cut(0, RAIL_MV - 500)

    def slid(self) -> "PauseBench":
        """A withdrawal: current flows, far from the rail."""
        return self.cut(9_000, 26_000)

    def wait(self, ms: int, touched: int, event: int = 0) -> "PauseBench":
        for _ in range(ms // 5):
            self.r[rd.LOW_NEW] = 1
            self.r[rd.LOW_MV] = 45_000 if touched else 0
            self.now_ms += 5
            if self.last == ps.PATIENCE:
                self.last = self.pause.advance(event, self.r, 1)
        return self


def test_hands_that_moved_and_stayed_spend_no_return() -> None:
    bench = PauseBench()
    for _ in range(limits.MOVES_MAX):
        assert bench.slid().wait(250, 1).last == ps.FOUND
        assert bench.pause.cause == ps.MOVED
        assert bench.pause.news == ps.MOVED
    assert bench.slid().wait(250, 1).last == faults.CONTACT_UNSTABLE
    assert (bench.pause.count(), bench.pause.most()) == (limits.MOVES_MAX + 1, limits.MOVES_MAX)


def test_who_left_spends_a_return_and_the_sixth_time_ends_it() -> None:
    bench = PauseBench()
    for _ in range(limits.RETURNS_MAX):
        assert bench.slid().wait(2_000, 0).wait(300, 1).last == ps.FOUND
        assert bench.pause.cause == ps.LEFT
    assert bench.slid().wait(100, 0).last == faults.TOO_MANY_PAUSES


def test_a_few_samples_of_the_open_switch_are_nobody_who_left() -> None:
    bench = PauseBench().slid().wait(15, 0).wait(250, 1)
    assert (bench.last, bench.pause.cause) == (ps.FOUND, ps.MOVED)


def test_a_plug_that_breaks_spends_no_return_and_in_a_burst_is_told() -> None:
    bench = PauseBench()
    for n in range(3):
        bench.opened().wait(120, 0)
        assert bench.pause.leads == (1 if n == 2 else 0)
        bench.wait(1_300, 1)
        assert bench.last == (ps.PATIENCE if n == 2 else ps.FOUND)
    assert bench.pause.news == ps.LEADS
    assert bench.wait(4_000, 1).last == ps.FOUND  # it stayed for 5 s


def test_breaks_far_apart_are_no_burst_but_not_endless() -> None:
    bench = PauseBench()
    for _ in range(limits.BREAKS_MAX):
        assert bench.opened().wait(120, 0).wait(6_000, 1).last == ps.FOUND
        assert not bench.pause.leads
    assert bench.opened().wait(120, 0).wait(300, 1).last == faults.LEADS_LOOSE


def test_a_plug_that_flickers_while_contact_is_looked_for_is_a_burst() -> None:
    bench = PauseBench().opened().wait(100, 0)
    for _ in range(2):
        bench.wait(100, 1).wait(100, 0)
    assert bench.pause.leads == 1
    assert bench.wait(4_000, 1).last == ps.PATIENCE


def test_a_lead_that_fell_out_is_told_after_a_second() -> None:
    bench = PauseBench().opened().wait(950, 0)
    assert not bench.pause.leads
    assert bench.wait(100, 0).pause.leads


def test_where_nobody_saw_how_it_opened_a_second_away_is_a_person_who_left() -> None:
    bench = PauseBench().cut(0, RAIL_MV - 500, seen=0).wait(1_100, 0)
    assert (bench.pause.cause, bench.pause.leads) == (ps.LEFT, 0)


def test_a_current_that_still_flows_at_the_full_rail_is_a_break_if_it_is_back_at_once() -> None:
    """The plug opened between the samples of current and voltage; or a hand left near the limit."""
    assert PauseBench().cut(9_000, RAIL_MV - 800).wait(120, 0).wait(300, 1).pause.cause == ps.LEADS
    assert PauseBench().cut(9_000, RAIL_MV - 800).wait(1_100, 0).pause.cause == ps.LEFT
    assert PauseBench().cut(6_000, RAIL_MV - 1_500, limited=1).wait(250, 1).pause.cause == ps.MOVED


def test_metal_at_the_probe_is_told_the_second_time() -> None:
    bench = PauseBench()
    bench.pause.begin_as(ps.METAL)
    assert bench.wait(300, 1).last == ps.FOUND
    bench.pause.begin_as(ps.METAL)
    bench.last = ps.PATIENCE
    assert bench.wait(300, 1).last == faults.SHORTED


def test_more_than_ten_seconds_away_is_asked_though_a_lead_is_to_blame() -> None:
    bench = PauseBench().opened().wait(10_100, 0).wait(1_000, 1)
    assert bench.last == ps.PATIENCE
    assert bench.wait(5, 0, events.OK).wait(600, 0).wait(5_500, 1).last == ps.FOUND


# ---------------------------------------------------------------- within a session


def test_a_session_counts_by_cause() -> None:
    bench = SessionBench().running()
    for _ in range(limits.RETURNS_MAX + 2):
        bench.touched = 0
        bench.step(0, 1)
        bench.steps(10)
        bench.touched = 1
        bench.until(states.RUN)
    assert bench.session.pauses == limits.RETURNS_MAX + 2
    assert not bench.session.cause.fault


def test_a_probe_that_does_not_improve_ends_with_its_resistance_in_the_log() -> None:
    bench = SessionBench().to_hands()
    bench.readings[rd.LOAD_OHM] = 28_000
    bench.until(states.FAULT, 40_000)
    cause = bench.session.cause
    assert (cause.fault, cause.measured, cause.allowed) == (faults.CONDUCTS_BADLY, 28_000, limits.LOAD_MAX_OHM)
    assert bench.session.pauses == 0


def test_what_conducted_before_is_no_matter_of_soda() -> None:
    bench = SessionBench().running()
    bench.touched = 0
    bench.step(0, 1)
    bench.steps(300)
    bench.touched = 1
    bench.readings[rd.LOAD_OHM] = 28_000
    bench.until(states.FAULT, 40_000)
    assert bench.session.cause.fault == faults.DRYING


def test_the_same_end_twice_in_a_row_is_known_and_another_between_forgets_it() -> None:
    bench = SessionBench()
    repeated = []
    for touched in (0, 0, 1, 0, 0):
        bench.begin()
        if touched:
            bench.steps(200).touched = 1
            bench.until(states.RUN).step(events.STOP)
            bench.until(states.DONE)
            bench.touched = 0
        else:
            bench.until(states.CONFIRM, limits.HANDS_OUT_MS + 1_000)
            assert bench.session.cause.report == faults.NOBODY
        repeated.append(bench.session.cause.repeated)
    assert repeated == [0, 1, 0, 0, 1]


def test_a_probe_that_the_rail_cannot_drive_rises_no_further() -> None:
    bench = SessionBench().to_hands()
    bench.readings[rd.LOAD_OHM] = 180_000
    bench.until(states.FAULT, 40_000)
    assert bench.session.cause.fault == faults.CONDUCTS_BADLY
    assert bench.source.most_ua < limits.LOST_ARMED_UA


# ---------------------------------------------------------------- what is told to who asks


def test_ok_asks_why_then_what_to_do_when_it_burns_then_goes_on() -> None:
    advice = Advice()
    told = []
    for _ in range(3):
        advice.ask(1)
        told.append(advice.page)
    assert told == [LIMITED, BURNS, NONE]
    advice.ask(0)
    assert advice.page == BURNS
    for _ in range(200):
        advice.look(0, 40)
    assert advice.page == NONE


def test_resistance_that_rose_is_noticed_and_noise_is_none() -> None:
    advice = Advice()
    for i in range(2_000):
        advice.look(4_000 + (i * 7919 % 13 - 6) * 40, 40)
        assert not advice.risen
    for _ in range(200):
        advice.look(5_200, 40)
    assert advice.risen
