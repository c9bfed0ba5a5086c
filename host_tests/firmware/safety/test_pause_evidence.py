# What a loss of contact is taken for: a plain opening, a load that moves, or a fault that the pause must not hide.

from __future__ import annotations

import pytest

from ionto.safety import faults, limits
from ionto.safety import readings as rd
from ionto.safety.pause_evidence import PLAIN, UNCLEAR, PauseEvidence
from ionto.safety.plausibility import REGULATED, Plausibility

SET_UA = 10_000


class Losses:
    """A session's losses of contact, each judged from a row of ticks, as protection.py does."""

    def __init__(self) -> None:
        self.evidence = PauseEvidence()

    def lose(self, load_mv: int, *currents: tuple[int, int], fresh: int = 1, set_ua: int = SET_UA) -> tuple[int, int]:
        """Steady at the setpoint with 20 V, then these A and B; the code and `lost` of the tick that loses contact."""
        plausibility = Plausibility()
        r = rd.make()
        r[rd.RAIL_MV] = r[rd.HIGH_MV] = 48_000
        for tick, (a_ua, b_ua) in enumerate([*[(SET_UA, SET_UA)] * 60, *currents]):
            r[rd.A_NEW], r[rd.LOAD_NEW] = 1, 1 if tick < 60 else fresh
            r[rd.A_UA], r[rd.B_UA] = a_ua, b_ua
            r[rd.LOAD_MV] = 20_000 if tick < 60 else load_mv
            r[rd.LOAD_OHM] = r[rd.LOAD_MV] * 1000 // max(a_ua, 1)
            asked = SET_UA if tick < 61 else min(set_ua, currents[tick - 61][0] + limits.WINDUP_UA)
            code = plausibility.check(r, REGULATED, asked, 0, 1)
            if code:
                return code, plausibility.lost
            if plausibility.lost:
                return self.evidence.weigh(plausibility, r, asked), plausibility.lost
        raise AssertionError("contact was not lost")


def test_a_contact_that_opens_shows_the_rail_and_is_plain_however_often() -> None:
    session = Losses()
    for _ in range(5):
        assert session.lose(47_000, (0, 0), (0, 0)) == (0, PLAIN)


def test_a_hand_that_leaves_is_unclear_and_no_fault_however_often() -> None:
    session = Losses()
    for _ in range(5):
        assert session.lose(28_000, (SET_UA, SET_UA)) == (0, UNCLEAR)


def test_a_load_voltage_from_before_the_collapse_speaks_against_nobody() -> None:
    session = Losses()
    for _ in range(5):
        assert session.lose(20_000, (0, 0), (0, 0), fresh=0) == (0, UNCLEAR)


@pytest.mark.parametrize("b_ua", [12_000, 20_000])
@pytest.mark.parametrize("load_mv", [30_000, 46_000])
def test_a_and_b_that_differ_are_a_fault_at_once_and_no_pause(b_ua: int, load_mv: int) -> None:
    assert Losses().lose(load_mv, (SET_UA, b_ua))[0] == faults.A_B_DISAGREE


def test_b_that_lags_behind_a_contact_that_opens_is_no_fault() -> None:
    assert Losses().lose(47_000, (0, SET_UA), (0, 0)) == (0, PLAIN)
    assert Losses().lose(47_000, (4_000, 8_000), (1_000, 3_500)) == (0, PLAIN)


def test_a_source_that_gives_less_with_contact_there_is_a_fault_the_second_time() -> None:
    session = Losses()
    assert session.lose(9_000, (3_700, 3_700), (3_700, 3_700)) == (0, UNCLEAR)
    assert session.lose(47_000, (0, 0), (0, 0)) == (0, PLAIN)
    assert session.lose(9_000, (3_700, 3_700), (3_700, 3_700))[0] == faults.DEVIATION


def test_what_was_found_belongs_to_one_session() -> None:
    session = Losses()
    session.lose(9_000, (3_700, 3_700), (3_700, 3_700))
    session.evidence.restart()
    assert session.lose(9_000, (3_700, 3_700), (3_700, 3_700)) == (0, UNCLEAR)
