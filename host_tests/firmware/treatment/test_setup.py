# The way from the menu to the start: what is asked, the proposal, the checklist.

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from host_tests.firmware.treatment.test_treatment_parts import a_plan, assert_valid
from ionto.treatment import events as ev
from ionto.treatment import questions, states, terms
from ionto.treatment.setup import USER, Setup

EVENTS = (ev.NONE, ev.UP, ev.DOWN, ev.OK, ev.OK_HELD, ev.STOP, ev.STOP_AGAIN)


class Menu:
    """Setup with its plan, in the state it asks for."""

    def __init__(self, first: int = 0, last_ua: int = 10_000) -> None:
        self.plan = a_plan()
        self.last_ua = last_ua
        self.setup = Setup(self.plan)
        self.setup.first = first
        self.state = states.READY
        self.agreed: list[int] = []  # pages of this checklist that OK was given to, in order

    def event(self, event: int, ticks_before: int = 0) -> None:
        """Wait, then one event."""
        for one in [ev.NONE] * ticks_before + [event]:
            page, counts = self.setup.page, self.setup.ok_counts
            was = self.state
            self.state = self.setup.handle(self.state, one)
            if self.setup.chosen:  # as the supervisor does
                self.plan.load(self.setup.site, 10_000, 20, terms.ALTERNATE, 1, self.last_ua)
            if was != states.CHECKLIST and self.state == states.CHECKLIST:
                self.agreed = []
            elif (
                was == states.CHECKLIST
                and one == ev.OK
                and counts
                and (self.setup.page != page or self.state != states.CHECKLIST)
            ):
                self.agreed = [*self.agreed[:page], page]

    def to_checklist(self) -> Menu:
        self.event(ev.OK)
        self.event(ev.OK)
        assert self.state == states.CHECKLIST
        return self


def test_every_page_of_both_checklists_wants_its_own_ok() -> None:
    for first, pages in ((1, 12), (0, 6)):
        menu = Menu(first).to_checklist()
        for page in range(pages):
            assert menu.state == states.CHECKLIST
            assert menu.setup.page == page
            menu.event(ev.OK, 200)
        assert menu.state == states.CONTACT
        assert menu.agreed == list(range(pages))


def test_ok_counts_a_second_after_the_page_appeared() -> None:
    menu = Menu().to_checklist()
    for _ in range(199):
        menu.event(ev.OK)
    assert menu.setup.page == 0
    menu.event(ev.NONE, 5)
    menu.event(ev.OK)
    assert menu.setup.page == 1


@settings(max_examples=300)
@given(
    st.integers(0, 1),
    st.lists(st.tuples(st.sampled_from(EVENTS), st.sampled_from([0, 1, 30, 201])), max_size=60),
)
def test_no_way_leads_to_contact_without_every_page_agreed_to(first: int, events: list[tuple[int, int]]) -> None:
    menu = Menu(first)
    for event, ticks in events:
        menu.event(event, ticks)
        assert menu.state in (states.READY, states.CONFIRM, states.CHECKLIST, states.CONTACT)
        assert_valid(menu.plan)
        if menu.state == states.CONTACT:
            assert menu.agreed == list(range(12 if first else 6))
            return


def test_unsure_leads_back_to_the_menu_and_never_on() -> None:
    menu = Menu().to_checklist()
    menu.event(ev.OK, 200)
    menu.event(ev.DOWN)
    assert menu.setup.unsure
    for _ in range(5):
        menu.event(ev.OK, 201)
        menu.event(ev.OK_HELD, 201)
    assert menu.state == states.CHECKLIST
    menu.event(ev.STOP)
    assert menu.state == states.READY


def test_more_than_last_time_wants_ok_held() -> None:
    menu = Menu(last_ua=8_000)
    menu.event(ev.OK)
    menu.event(ev.NONE)
    assert menu.plan.is_higher()
    menu.event(ev.OK)
    assert menu.state == states.CONFIRM
    menu.event(ev.OK_HELD)
    assert menu.state == states.CHECKLIST


@given(st.lists(st.sampled_from([ev.UP, ev.DOWN, ev.OK]), max_size=60))
def test_editing_stays_inside_the_limits(events: list[int]) -> None:
    menu = Menu()
    menu.event(ev.OK)
    menu.event(ev.DOWN)
    for event in events:
        menu.event(event)
        assert menu.state == states.CONFIRM
        assert_valid(menu.plan)
        assert menu.plan.mode in (terms.KEEP, terms.ALTERNATE, terms.HALF_TIME)
        assert menu.plan.polarity in (terms.A_POSITIVE, terms.B_POSITIVE)


# ---------------------------------------------------------------- what is asked


def asking(age: int = terms.AGE_UNKNOWN, pad_cm2: int = 0) -> Menu:
    menu = Menu()
    menu.plan.user.age, menu.plan.user.pad_cm2 = age, pad_cm2
    return menu


def test_the_age_is_asked_before_the_first_proposal_and_wants_to_be_chosen() -> None:
    menu = asking()
    menu.event(ev.OK)
    assert (menu.state, menu.setup.questions.asked) == (states.READY, questions.AGE)
    for _ in range(3):
        menu.event(ev.OK)
        menu.event(ev.OK_HELD)
    assert menu.state == states.READY and menu.plan.user.age == terms.AGE_UNKNOWN
    menu.event(ev.DOWN)
    menu.event(ev.OK)
    assert menu.state == states.CONFIRM and menu.plan.user.age == terms.ADULT
    assert menu.setup.questions.answered


@pytest.mark.parametrize(("presses", "age"), [(1, 1), (2, 2), (3, 3)])
def test_ages_are_chosen_down_the_row_and_limit_the_plan(presses: int, age: int) -> None:
    menu = asking()
    menu.event(ev.OK)
    for _ in range(presses):
        menu.event(ev.DOWN)
    menu.event(ev.OK)
    assert menu.plan.user.age == age
    assert_valid(menu.plan)


def test_below_six_years_nothing_leads_on() -> None:
    menu = asking()
    menu.event(ev.OK)
    menu.event(ev.UP)
    assert menu.setup.questions.value == terms.TOO_YOUNG
    for event in (ev.OK, ev.OK, ev.OK_HELD, ev.DOWN, ev.OK, ev.UP, ev.OK):
        menu.event(event)
        assert menu.state == states.READY and menu.setup.questions.asked == questions.REFUSED
    assert menu.plan.user.age == terms.AGE_UNKNOWN
    menu.event(ev.STOP)
    assert menu.setup.questions.asked == questions.NOTHING
    menu.event(ev.OK)
    assert menu.setup.questions.asked == questions.AGE


def test_the_pads_are_asked_once_for_the_underarms_only_and_begin_at_the_least() -> None:
    menu = asking(terms.ADULT)
    menu.event(ev.OK)
    assert menu.state == states.CONFIRM
    menu.event(ev.STOP)
    menu.event(ev.DOWN)
    menu.event(ev.DOWN)
    menu.event(ev.OK)
    assert (menu.state, menu.setup.questions.asked) == (states.READY, questions.PADS)
    for _ in range(6):
        menu.event(ev.UP)
    menu.event(ev.OK)
    assert menu.state == states.CONFIRM
    assert (menu.plan.user.pad_cm2, menu.plan.cap_ua) == (40, 8_000)
    menu.event(ev.STOP)
    menu.event(ev.OK)
    assert menu.state == states.CONFIRM


def test_both_are_changed_from_the_menu_and_lead_back_to_it() -> None:
    menu = asking(terms.ADULT, 40)
    for _ in range(USER):
        menu.event(ev.DOWN)
    menu.event(ev.OK)
    menu.event(ev.DOWN)
    menu.event(ev.OK)
    assert menu.setup.questions.asked == questions.PADS
    menu.event(ev.DOWN)
    menu.event(ev.OK)
    assert (menu.state, menu.setup.questions.asked) == (states.READY, questions.NOTHING)
    assert (menu.plan.user.age, menu.plan.user.pad_cm2) == (terms.AGE_12_TO_15, 35)


def test_the_preparation_offers_no_unsure() -> None:
    menu = Menu().to_checklist()
    for _ in range(terms.CHECKS_LATER):
        menu.event(ev.OK, 201)
    for _ in range(terms.PREPARING):
        menu.event(ev.DOWN, 201)
        assert not menu.setup.unsure
        menu.event(ev.OK)
    assert menu.state == states.CONTACT
