# What the controller's plausibility finds, in what time, and what it must leave alone.

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from host_tests.support.small_integers import Small
from ionto.safety import faults, limits, rules
from ionto.safety import plausibility as pl
from ionto.safety import readings as rd
from ionto.safety.plausibility import Plausibility


def place(name: str) -> int:
    """Of a reading, by its name."""
    return int(getattr(rd, name.upper()))


class Judge:
    """Plausibility over a sound circuit of `ohm` at `ua`; a test changes readings, then ticks."""

    def __init__(self, ua: int = 10_000, ohm: int = 2_000, expect: int = pl.REGULATED, diodes: int = 0) -> None:
        self.p = Plausibility(diodes)
        self.r = rd.make()
        self.expect = expect
        self.set_ua = ua
        self.falling = 0
        self.electrodes = 1
        self.hold: dict[str, int] = {}  # readings that a fault keeps where they are
        self.turn = 0
        self.frozen = 0  # 1: A gives the same code each time
        self.ohm = ohm
        self.ua = ua
        self.lost_at = -1
        self.tick()

    def tick(self) -> int:
        r = self.r
        self.turn += 1
        r[rd.A_NEW] = r[rd.HIGH_NEW] = r[rd.LOW_NEW] = 1
        r[rd.LOAD_NEW] = self.turn & 1
        r[rd.A_AGE_MS] = r[rd.LOAD_AGE_MS] = r[rd.RAIL_AGE_MS] = 0
        r[rd.A_UA] = self.ua
        r[rd.B_UA] = self.ua + 8
        r[rd.RAIL_MV] = 48_000
        r[rd.LOAD_MV] = self.ua * self.ohm // 1000
        r[rd.HIGH_MV] = 48_000 - self.ua * 60 // 1000
        r[rd.LOW_MV] = r[rd.HIGH_MV] - r[rd.LOAD_MV]
        r[rd.DAC_CODE_MV] = self.set_ua * 3_300 // 25_000
        r[rd.DAC_MV] = r[rd.DAC_CODE_MV] + 3
        r[rd.LOAD_OHM] = self.ohm if self.ua > 100 else 0
        r[rd.RELAY_REST] = 0
        for name, value in self.hold.items():
            r[place(name)] = value
        if not self.frozen:
            r[rd.A_UA] += self.turn & 1
        code = self.p.check(r, self.expect, self.set_ua, self.falling, self.electrodes)
        if self.p.lost and self.lost_at < 0:
            self.lost_at = self.turn
        return code

    def with_(self, **readings: int) -> Judge:
        self.hold.update(readings)
        return self

    def found(self, most_ticks: int = 400) -> tuple[int, int]:
        """The first code and after how many ticks, or (0, 0)."""
        for tick in range(1, most_ticks + 1):
            code = self.tick()
            if code:
                return code, tick
        return 0, 0


@pytest.mark.parametrize("ohm", [160, 800, 2_000, 4_000])
@pytest.mark.parametrize("ua", [500, 1_000, 10_000, 11_000])
def test_a_sound_circuit_is_left_alone(ua: int, ohm: int) -> None:
    judge = Judge(ua, ohm)
    assert judge.found() == (0, 0)
    assert judge.lost_at == -1


# what is read, the code, the ticks it may take (5 ms each)
FAULTS: list[tuple[dict[str, int], int, int]] = [
    ({"a_ua": 22_100, "b_ua": 22_100}, faults.OVERCURRENT_A, 2),
    ({"a_ua": 11_200, "b_ua": 11_200}, faults.DEVIATION, 20),
    ({"b_ua": 11_300}, faults.A_B_DISAGREE, 3),
    ({"b_ua": 8_700}, faults.A_B_DISAGREE, 3),
    ({"a_age_ms": 20, "a_new": 0}, faults.SAMPLE_STALE, 1),
    ({"dropped": 3}, faults.SAMPLE_STALE, 1),
    ({"load_age_ms": 20, "load_new": 0}, faults.SAMPLE_STALE, 1),
    ({"dac_mv": 1_500}, faults.DAC_VOLTAGE, 3),
    ({"relay_rest": 1}, faults.RELAY_FEEDBACK, 2),
    ({"rail_mv": 55_500, "high_mv": 54_900}, faults.RAIL_VOLTAGE, 3),
    ({"rail_mv": 40_000}, faults.RAIL_VOLTAGE, 3),
    ({"high_mv": 44_000}, faults.HIGH_ELECTRODE, 2),
    ({"load_mv": 48_000}, faults.RAIL_BALANCE, 8),
    ({"load_mv": 1_200, "load_ohm": 120}, faults.SHORTED, 100),
    ({"a_ua": 0, "b_ua": 0, "load_mv": 1_000, "load_ohm": 0}, faults.RETURN_OPEN, 2),
]


@pytest.mark.parametrize(
    ("diodes", "below_mv", "code"),
    [(0, 2_900, 0), (0, 3_100, faults.HIGH_ELECTRODE), (1, 3_900, 0), (1, 4_100, faults.HIGH_ELECTRODE)],
)
def test_where_each_leg_has_a_diode_the_high_electrode_may_lie_a_volt_lower(
    diodes: int, below_mv: int, code: int
) -> None:
    for expect in (pl.REGULATED, pl.SEARCHING):
        judge = Judge(expect=expect, diodes=diodes)
        judge.p.restart()  # of a session: the limit stays
        if expect == pl.SEARCHING:
            judge.with_(a_ua=0, b_ua=0)
        told = judge.with_(high_mv=48_000 - below_mv).found()[0]
        assert told == code
        if code:
            assert (judge.p.measured, judge.p.allowed) == (below_mv, 3_000 + 1_000 * diodes)


@pytest.mark.parametrize(("readings", "code", "ticks"), FAULTS)
def test_each_fault_is_found_in_its_time(readings: dict[str, int], code: int, ticks: int) -> None:
    assert Judge().with_(**readings).found() == (code, ticks)


@pytest.mark.parametrize(("low_mv", "code"), [(47_000, faults.RETURN_OPEN), (0, 0)])
def test_in_a_tick_without_the_load_voltage_the_low_electrode_tells_an_open_return(low_mv: int, code: int) -> None:
    """Contact alone lifts it; a contact that is lost lets it fall."""
    judge = Judge().with_(a_ua=0, b_ua=0, load_ohm=0, low_mv=low_mv, load_new=0, low_new=0)
    assert judge.tick() == 0
    assert judge.with_(low_new=1).tick() == code
    assert judge.p.lost


# what is told beside the code, in the order of FAULTS: measured (within 8), and allowed
FIGURES = [
    (22_100, 22_000), (1_200, 800), (-1_300, -1_000), (1_300, 1_000), (20, 15), (3, 3), (20, 15), (180, 80), (1, 0),
    (55_500, 55_000), (40_000, 40_800), (4_000, 3_000), (-1_500, -1_000), (120, 150), (1_000, 3_000),
]  # fmt: skip


@pytest.mark.parametrize(("fault", "figures"), list(zip(FAULTS, FIGURES, strict=True)))
def test_a_fault_has_what_was_measured_and_what_is_allowed_beside_it(
    fault: tuple[dict[str, int], int, int], figures: tuple[int, int]
) -> None:
    judge = Judge().with_(**fault[0])
    assert judge.found()[0] == fault[1]
    assert abs(judge.p.measured - figures[0]) <= 8
    assert judge.p.allowed == figures[1]


def test_the_figures_of_a_deviation_are_the_share_where_that_is_more_and_those_of_b_where_a_is_sound() -> None:
    judge = Judge(20_000, 1_000).with_(a_ua=21_700, b_ua=21_700)
    assert judge.found()[0] == faults.DEVIATION
    assert (abs(judge.p.measured - 1_700) <= 1, judge.p.allowed) == (True, 1_600)
    judge = Judge(20_000, 1_000).with_(a_ua=21_700, b_ua=21_700)
    judge.falling = pl.STOPPING
    assert judge.found()[0] == faults.NOT_FOLLOWING
    assert judge.p.allowed == limits.FOLLOW_UA
    judge = Judge(100, 1_000, pl.CLOSED_OFF).with_(a_ua=100, b_ua=350)
    assert judge.found()[0] == faults.IDLE_CURRENT
    assert (judge.p.measured, judge.p.allowed) == (350, limits.IDLE_B_UA)


def test_each_rule_of_the_table_has_a_bit_of_its_own() -> None:
    bits = [row[rules.BIT] for row in rules.RULES]
    assert sorted(bits) == [1 << i for i in range(len(bits))]


@pytest.mark.parametrize("moved_ua", [-401, 401])
def test_a_converter_that_repeats_itself_while_b_moves_is_found(moved_ua: int) -> None:
    judge = Judge()
    judge.frozen = 1
    assert judge.found(2_000) == (0, 0), "a steady current may give one code for long"
    assert judge.with_(b_ua=judge.ua + 8 + moved_ua).found() == (faults.A_FROZEN, 40)


def test_a_converter_that_repeats_itself_with_b_where_it_was_is_quiet() -> None:
    judge = Judge()
    judge.frozen = 1
    judge.tick()
    assert judge.with_(b_ua=judge.ua + 8 + 400).found(2_000) == (0, 0)


def test_an_open_path_is_found_in_the_search_but_not_by_what_was_measured_before_the_switch_closed() -> None:
    judge = Judge().with_(high_mv=44_000)
    assert judge.tick() == 0, "a first strike, under current"
    judge.expect = pl.SEARCHING
    judge.with_(a_ua=0, b_ua=0)
    assert judge.found(10) == (0, 0), "samples of the open switch"
    del judge.hold["high_mv"]
    assert judge.found(200) == (0, 0)
    assert judge.with_(high_mv=44_000).found() == (faults.HIGH_ELECTRODE, 2)


def test_a_code_that_changes_once_in_a_while_is_not_frozen() -> None:
    judge = Judge()
    for _ in range(50):
        judge.frozen = 1
        assert judge.with_(b_ua=judge.ua + 600).found(39) == (0, 0)
        judge.frozen = 0
        del judge.hold["b_ua"]
        assert judge.found(3) == (0, 0)


@pytest.mark.parametrize(("readings", "code", "ticks"), FAULTS)
def test_one_disturbed_tick_among_sound_ones_is_no_fault(readings: dict[str, int], code: int, ticks: int) -> None:
    if ticks == 1:
        return  # an age is a count already
    judge = Judge()
    for _ in range(60):
        judge.hold = dict(readings)
        assert judge.tick() == 0
        judge.hold = {}
        assert judge.tick() == 0


INSIDE: list[dict[str, int]] = [
    {"a_ua": 10_780, "b_ua": 10_780},
    {"b_ua": 10_980},
    {"dac_mv": 1_395},
    {"rail_mv": 54_900, "high_mv": 54_000},
    {"rail_mv": 41_000, "high_mv": 40_400},
    {"high_mv": 45_100},
    {"load_mv": 47_000},
    {"load_mv": 1_510, "load_ohm": 151},
]


@pytest.mark.parametrize("readings", INSIDE)
def test_values_just_inside_are_no_fault(readings: dict[str, int]) -> None:
    assert Judge().with_(**readings).found() == (0, 0)


@pytest.mark.parametrize("expect", [pl.CLOSED_OFF, pl.SEARCHING, pl.MOVING])
@pytest.mark.parametrize("readings", [{"a_ua": 160}, {"b_ua": 310}, {"a_ua": 5_000, "b_ua": 5_000}])
def test_current_where_none_may_be_is_found(expect: int, readings: dict[str, int]) -> None:
    judge = Judge(0, expect=expect).with_(**readings)
    assert judge.found() == (faults.IDLE_CURRENT, limits.IDLE_MS // limits.TICK_MS)


def test_old_samples_are_no_fault_while_the_output_is_off() -> None:
    assert Judge(0, expect=pl.CLOSED_OFF).with_(a_age_ms=500, a_new=0, dropped=40).found() == (0, 0)


def test_a_voltage_that_the_current_does_not_raise_is_a_short() -> None:
    """Past the person, by a leg: 0.7 V of a diode, or the person's own voltage, that stood there at the probe too."""
    assert Judge(5_000).with_(load_mv=2_100, load_ohm=420, rest_mv=2_000).found() == (faults.SHORTED, 100)
    assert Judge(5_000).with_(load_mv=2_800, load_ohm=560, rest_mv=2_000).found() == (0, 0)


def test_a_short_at_little_current_is_no_fault() -> None:
    assert Judge(2_900).with_(load_mv=100, load_ohm=34).found() == (0, 0)


# ---------------------------------------------------------------- contact


@pytest.mark.parametrize("ua", [500, 1_000, 10_000, 20_000])
def test_a_collapse_of_the_current_is_lost_contact_with_the_second_sample(ua: int) -> None:
    judge = Judge(ua)
    for _ in range(20):
        judge.tick()
    start = judge.turn
    judge.ua = 0
    judge.with_(load_mv=47_000, load_ohm=0)
    judge.tick()
    judge.set_ua = 300  # the anti-windup has pulled
    judge.tick()
    assert judge.lost_at == start + 2


def test_one_low_sample_is_no_lost_contact() -> None:
    judge = Judge()
    for tick in range(100):
        judge.ua = 0 if tick % 2 else 10_000
        judge.with_(load_mv=20_000)
        judge.tick()
    assert judge.lost_at == -1


def resist(judge: Judge, percent: int, over_ticks: int) -> bool:
    """Raise the resistance by so much, evenly; whether contact is said to be lost within as long again."""
    begin = judge.ohm
    for _ in range(50):
        judge.tick()
    for tick in range(over_ticks):
        judge.ohm = begin + begin * percent * (tick + 1) // over_ticks // 100
        judge.tick()
    for _ in range(50):
        judge.tick()
    return judge.lost_at >= 0


@pytest.mark.parametrize("over_ms", [5, 20, 80, 150, 170])
def test_a_resistance_that_runs_away_is_a_withdrawal_before_contact_opens(over_ms: int) -> None:
    assert resist(Judge(4_000, 4_000), 36, over_ms // 5)


@pytest.mark.parametrize(("percent", "over_ms"), [(28, 5), (28, 200), (45, 500), (100, 2_000)])
def test_movement_and_drying_are_no_withdrawal(percent: int, over_ms: int) -> None:
    assert not resist(Judge(4_000, 4_000), percent, over_ms // 5)


def test_a_falling_setpoint_raises_the_skins_resistance_and_is_no_withdrawal() -> None:
    judge = Judge(5_000, 2_000)
    judge.falling = 1
    assert not resist(judge, 100, 20)


@pytest.mark.parametrize("falling", [0, 1, pl.STOPPING])
def test_a_load_above_twenty_kilohm_is_none_but_not_on_the_way_down(falling: int) -> None:
    """A skin that the probe accepted resists more at less current: on the way to zero that is nobody who left."""
    judge = Judge(600, 20_500)
    judge.falling = falling
    for _ in range(20):
        judge.tick()
    assert (judge.lost_at >= 0) is (not falling)


def test_below_half_a_milliampere_nothing_is_said_about_contact() -> None:
    judge = Judge(490, 5_000)
    assert not resist(judge, 100, 10)
    judge.ua = 0
    judge.found(20)
    assert judge.lost_at == -1


# ---------------------------------------------------------------- integers

_FIELDS = {
    "a_ua": (0, 40_960),
    "b_ua": (0, 33_000),
    "a_age_ms": (0, 10_000),
    "load_age_ms": (0, 10_000),
    "load_mv": (0, 83_000),
    "load_back_mv": (0, 83_000),
    "rail_mv": (0, 83_000),
    "high_mv": (0, 83_000),
    "low_mv": (0, 83_000),
    "dac_mv": (0, 3_300),
    "dac_code_mv": (0, 3_300),
    "load_ohm": (0, 830_000),
    "dropped": (0, 3),
    "a_new": (0, 1),
    "load_new": (0, 1),
    "high_new": (0, 1),
    "relay_rest": (0, 1),
}
wild = st.fixed_dictionaries({name: st.integers(*span) for name, span in _FIELDS.items()})


@settings(max_examples=60)
@given(st.lists(st.tuples(wild, st.integers(0, 3), st.integers(0, 20_000)), min_size=1, max_size=10))
def test_no_reading_whatever_makes_an_integer_too_large_or_a_wrong_answer(
    ticks: list[tuple[dict[str, Any], int, int]],
) -> None:
    p = Plausibility()
    r: Any = [Small(0) for _ in rd.make()]
    for readings, expect, set_ua in ticks:
        for name, value in readings.items():
            r[place(name)] = Small(value)
        code = p.check(r, expect, Small(set_ua), 0, 1)
        assert code == 0 or faults.kind(code) in (faults.T1, faults.T2)
        assert p.lost in (0, 1, 2)
