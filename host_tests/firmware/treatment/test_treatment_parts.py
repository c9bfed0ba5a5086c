# The small parts of a treatment: plan, dose, contact, and the way from the menu to the start.

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from host_tests.support.small_integers import Small
from ionto.safety import limits
from ionto.safety import readings as rd
from ionto.treatment import contact as ct
from ionto.treatment import events as ev
from ionto.treatment import plan as plans
from ionto.treatment import states, terms
from ionto.treatment.contact import Contact
from ionto.treatment.dose import Dose
from ionto.treatment.plan import Plan
from ionto.treatment.setup import Setup

numbers = st.integers(-100_000, 2_000_000)
sites = st.sampled_from([terms.HANDS, terms.FEET, terms.UNDERARMS])

# ---------------------------------------------------------------- plan


def assert_valid(plan: Plan) -> None:
    most = {terms.HANDS: 20_000, terms.FEET: 20_000, terms.UNDERARMS: 10_000}[plan.site]
    assert limits.CURRENT_MIN_UA <= plan.current_ua <= min(most, plan.cap_ua)
    assert limits.MINUTES_MIN <= plan.minutes <= limits.MINUTES_MAX
    assert plan.planned_uamin() <= limits.DOSE_CAP_MAMIN * 1000


@given(sites, numbers, numbers, st.integers(0, 20_000))
def test_whatever_was_stored_a_loaded_plan_is_inside_every_limit(
    site: int, current: int, minutes: int, own_cap: int
) -> None:
    plan = Plan()
    own_cap = own_cap if own_cap >= limits.CURRENT_MIN_UA else 0
    plan.load(site, current, minutes, terms.KEEP, 1, 0, own_cap)
    assert_valid(plan)
    assert not own_cap or plan.current_ua <= own_cap


@given(sites, st.lists(st.tuples(st.booleans(), numbers), max_size=20))
def test_no_change_leads_out_of_the_limits(site: int, changes: list[tuple[bool, int]]) -> None:
    plan = Plan()
    plan.load(site, 10_000, 20, terms.KEEP, 1, 0, 0)
    for is_current, number in changes:
        if is_current:
            plan.set_current(number)
        else:
            plan.set_minutes(number)
        assert_valid(plan)


@given(sites, st.integers(0, 25_000), st.integers(0, 60))
def test_a_plan_is_never_rounded_up_above_what_was_asked_for(site: int, current: int, minutes: int) -> None:
    plan = Plan()
    plan.load(site, current, minutes, terms.KEEP, 1, 0, 0)
    assert plan.current_ua <= max(current, limits.CURRENT_MIN_UA)
    assert plan.minutes <= max(minutes, limits.MINUTES_MIN)


def test_a_persons_own_cap_counts_below_the_sites_only() -> None:
    assert plans.cap_ua(terms.HANDS, 15_000) == 15_000
    assert plans.cap_ua(terms.HANDS, 0) == 20_000
    assert plans.cap_ua(terms.UNDERARMS, 15_000) == 10_000
    assert plans.cap_ua(terms.FEET, 30_000) == 20_000


def test_twenty_milliamperes_get_thirty_minutes_at_most() -> None:
    plan = Plan()
    plan.load(terms.HANDS, 20_000, 40, terms.KEEP, 1, 0, 0)
    assert plan.minutes == 30
    assert plan.planned_uamin() == 600_000


# ---------------------------------------------------------------- dose


def test_ten_milliamperes_for_twenty_minutes_are_two_hundred() -> None:
    dose = Dose()
    for _ in range(20 * 60 * 25):
        dose.charge(8 * 10_000, 40)
        dose.time(10_000, 10_000, 1, 40)
    assert dose.delivered_uamin == 200_000
    assert dose.delivered_ms == 20 * 60_000
    assert dose.permille(200_000) == 1000


@given(st.lists(st.integers(0, 33_000), max_size=400), st.integers(1_000, 20_000))
def test_no_charge_is_lost_or_made_by_rounding_and_every_integer_stays_small(measured: list[int], target: int) -> None:
    dose = Dose()
    dose._rest_uams = dose._rest_share = dose.delivered_uamin = dose.delivered_ms = Small(0)
    for ua in measured:
        dose.charge(Small(8 * ua), 40)
        dose.time(Small(ua), target, 0, 40)
    total = sum(measured) * 40
    assert dose.delivered_uamin == total // 60_000
    assert dose.delivered_ms == total // target


def test_a_ramp_counts_the_share_of_the_target_as_time() -> None:
    dose = Dose()
    for _ in range(25):
        dose.time(5_000, 10_000, 0, 40)
    assert dose.delivered_ms == 500


def halves(first_ua: int, second_ua: int, target_ua: int) -> Dose:
    """Five minutes each way at an unchanged target."""
    dose = Dose()
    for half_ua in (first_ua, second_ua):
        dose.turn()
        for _ in range(5 * 60 * 25):
            dose.charge(8 * half_ua, 40)
            dose.time(half_ua, target_ua, 1, 40)
    return dose


def test_halves_that_differ_are_uneven_unless_the_voltage_kept_the_difference_back() -> None:
    assert not halves(10_000, 10_000, 10_000).is_uneven()
    assert not halves(6_500, 10_000, 10_000).is_uneven(), "17.5 mA·min apart, all of it missed"
    assert halves(10_000, 12_500, 10_000).is_uneven(), "nothing was missed"
    assert halves(9_900, 12_500, 10_000).is_uneven(), "limited for a moment: 0.5 mA·min of 13 were missed"


def test_a_half_that_the_user_lowered_was_asked_so() -> None:
    dose = Dose()
    for ua in (12_000, 6_000):
        dose.turn()
        for _ in range(5 * 60 * 25):
            dose.charge(8 * ua, 40)
            dose.time(ua, ua, 1, 40)
    assert not dose.is_uneven()
    assert dose.uneven_permille() == 0


def test_a_share_is_shown_up_to_the_whole_and_computed_small() -> None:
    dose = Dose()
    for delivered, share in ((0, 0), (100_000, 500), (200_000, 1000), (900_000, 1000)):
        dose.delivered_uamin = Small(delivered)
        assert dose.permille(200_000) == share
    assert dose.permille(0) == 0


# ---------------------------------------------------------------- contact


def searching(low_mv: int = 40_000, low_new: int = 1) -> rd.Readings:
    r = rd.make()
    r[rd.RAIL_MV] = 48_000
    r[rd.LOW_MV] = low_mv
    r[rd.LOW_NEW] = low_new
    return r


def probing(ua: int = 500, ohm: int = 3_000) -> rd.Readings:
    r = rd.make()
    r[rd.A_NEW] = 1
    r[rd.A_UA] = ua
    r[rd.LOAD_OHM] = ohm
    return r


def test_contact_is_found_after_the_low_electrode_has_stood_high_for_200_ms() -> None:
    contact = Contact()
    seen = [contact.search(searching()) for _ in range(45)]
    assert seen.index(1) in (39, 40)


def test_a_low_electrode_below_four_fifths_of_the_rail_starts_again() -> None:
    contact = Contact()
    for _ in range(10):
        found = [contact.search(searching()) for _ in range(35)]
        assert not any(found)
        assert not contact.search(searching(38_000))


def test_between_its_samples_the_search_goes_on() -> None:
    contact = Contact()
    found = 0
    for tick in range(60):
        found = contact.search(searching(low_new=1 if tick % 3 == 0 else 0))
    assert found


def test_contact_is_never_found_without_a_sample_of_the_low_electrode() -> None:
    contact = Contact()
    assert not any(contact.search(searching(low_new=0)) for _ in range(1_000))


def test_contact_is_not_found_by_a_sample_that_grows_old() -> None:
    contact = Contact()
    contact.search(searching())
    assert not any(contact.search(searching(low_new=0)) for _ in range(1_000))


def test_without_a_rail_there_is_no_contact() -> None:
    contact = Contact()
    r = searching()
    r[rd.RAIL_MV] = 30_000
    r[rd.LOW_MV] = 30_000
    assert not any(contact.search(r) for _ in range(100))


def test_a_probe_is_stable_after_two_seconds() -> None:
    contact = Contact()
    told = [contact.probe(probing(), 500) for _ in range(401)]
    assert told.index(ct.STABLE) == 399


def test_a_probe_outside_its_resistances_or_its_current_is_never_stable() -> None:
    for reading in (probing(ohm=140), probing(ohm=0), probing(ua=340), probing(ua=660)):
        contact = Contact()
        told = [contact.probe(reading, 500) for _ in range(1_199)]
        assert told == [ct.NOT_YET] * 1_199
        assert contact.probe(reading, 500) == ct.GONE


def test_a_probe_above_twenty_kilohm_is_said_to_be_poor_once_and_hopeless_when_it_does_not_fall() -> None:
    contact = Contact()
    told = [contact.probe(probing(ohm=20_100), 500) for _ in range(limits.SOAK_STILL_MS // 5 + 1)]
    assert [i for i, one in enumerate(told) if one == ct.POOR] == [199]
    assert told.index(ct.HOPELESS) == limits.SOAK_STILL_MS // 5 - 1
    assert ct.STABLE not in told and ct.GONE not in told


def test_the_probe_stays_on_while_the_resistance_falls_but_not_until_it_counts_as_a_treatment() -> None:
    contact = Contact()
    told = [contact.probe(probing(ohm=90_000 - i * 3), 500) for i in range(20_500)]
    assert told.index(ct.HOPELESS) == limits.SOAK_MOST_MS // 5 - 1
    assert limits.SOAK_MOST_MS * limits.PROBE_UA < limits.TREATED_UAMIN * 60_000


def test_a_fall_after_the_electrodes_own_voltage_has_risen_counts_from_its_top() -> None:
    """21 kOhm, up to 25 in 6 s, then slowly down, not below 22: it falls, and is waited for."""
    contact = Contact()
    told = [contact.probe(probing(ohm=21_000 + i * 10 // 3), 500) for i in range(1_200)]
    told += [contact.probe(probing(ohm=25_000 - i // 2), 500) for i in range(6_000)]
    assert ct.HOPELESS not in told


def test_a_probe_that_has_fallen_below_twenty_kilohm_is_stable_as_any_other() -> None:
    contact = Contact()
    for i in range(6_000):
        contact.probe(probing(ohm=29_000 - i * 3 // 2), 500)
    told = [contact.probe(probing(ohm=19_500), 500) for _ in range(400)]
    assert told[-1] == ct.STABLE
    contact.restart()  # a pause
    assert not contact.poor_ohm and contact.soak_ms
    contact.begin()
    assert not contact.soak_ms


def test_a_disturbed_probe_starts_its_two_seconds_again() -> None:
    contact = Contact()
    for _ in range(2):
        assert [contact.probe(probing(), 500) for _ in range(399)] == [ct.NOT_YET] * 399
        contact.probe(probing(ohm=25_000), 500)
    assert contact.progress_permille() == 0


def test_the_probe_counts_only_at_its_full_current() -> None:
    contact = Contact()
    assert ct.STABLE not in [contact.probe(probing(400), 400) for _ in range(1_199)]


# ---------------------------------------------------------------- setup

EVENTS = (ev.NONE, ev.UP, ev.DOWN, ev.OK, ev.OK_HELD, ev.STOP, ev.STOP_AGAIN)


class Menu:
    """Setup with its plan, in the state it asks for."""

    def __init__(self, first: int = 0, last_ua: int = 0) -> None:
        self.plan = Plan()
        self.plan.last_ua = last_ua
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
    for first, pages in ((1, 8), (0, 3)):
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
            assert menu.agreed == list(range(8 if first else 3))
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
