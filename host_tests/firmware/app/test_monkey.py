# Random presses on the whole unit: no current without checklist and confirmation of this person, none above this
# person's cap, none that rises too fast, no dead end. And each of these watched for what breaks it.

from __future__ import annotations

from typing import Any

import pytest

from host_tests.support.monkey import Wrong, main, run
from ionto.app.desk import Desk
from ionto.output.ramp import Ramp
from ionto.records.keeper import RecordKeeper
from ionto.records.people import PeopleRecords
from ionto.treatment.plan import User
from ionto.treatment.setup import Setup


@pytest.mark.parametrize("seed", range(1, 5))
def test_random_presses_treat_nobody_as_another(seed: int) -> None:
    monkey = run(seed, 2_500)
    assert monkey.presses == 2_500
    assert {"confirm", "checklist", "contact", "ramp", "desk"} <= monkey.seen
    assert monkey.treatments >= 5
    assert len(monkey.treated) >= 2


def broken(patch: pytest.MonkeyPatch, owner: type, name: str, made: Any) -> str:
    """What some seed tells of a unit with that part broken."""
    patch.setattr(owner, name, made)
    for seed in range(3, 9):
        try:
            run(seed, 1_500)
        except Wrong as wrong:
            return str(wrong)
    return ""


def test_a_page_left_out_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    turn = Setup._turn
    assert "after the pages" in broken(
        monkeypatch, Setup, "_turn", lambda self, page: turn(self, page + 1 if page == 2 else page)
    )


def test_an_ok_that_counts_at_once_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    check = Setup._check

    def hasty(self: Setup, event: int) -> int:
        self._page_ms = 5_000
        return check(self, event)

    monkeypatch.setattr("host_tests.support.monkey.Monkey.ticks", _few(203, 20))
    assert "after the pages" in broken(monkeypatch, Setup, "_check", hasty)


def _few(wanted: int, given: int) -> Any:
    from host_tests.support.monkey import Monkey

    ticks = Monkey.ticks
    return lambda self, count: ticks(self, given if count == wanted else count)


def test_anothers_cap_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("host_tests.support.monkey.Monkey.ticks", _few(3_000, 8_000))  # up to the cap takes its time
    assert "whose cap is" in broken(monkeypatch, User, "cap_ua", lambda self, site: 20_000)


def test_another_persons_age_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "whose cap is" in broken(monkeypatch, PeopleRecords, "load_user", lambda self: self.load_plan(0))


def test_a_ramp_that_jumps_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    approach = Ramp.approach

    def twice(self: Ramp, wanted: int, down_na: int) -> int:
        approach(self, wanted, down_na)
        return approach(self, wanted, down_na)

    assert "in a tick" in broken(monkeypatch, Ramp, "approach", twice)


def test_somebody_else_during_a_treatment_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    begin = RecordKeeper.begin_session

    def swapped(self: RecordKeeper) -> int:
        refused = begin(self)
        self.settings.person = self.settings.people()[self.settings.person - 1]
        return refused

    assert "had agreed to" in broken(monkeypatch, RecordKeeper, "begin_session", swapped)


def test_a_dead_end_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "no way out" in broken(monkeypatch, Desk, "leave", lambda self, row=0: None)


def test_what_is_no_number_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["many"]) == 2
    assert "say how many presses" in capsys.readouterr().err
