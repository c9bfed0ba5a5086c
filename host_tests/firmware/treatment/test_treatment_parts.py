# The small parts of a treatment: plan, dose, contact.

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from host_tests.support.part_benches import contact_of_a_person
from host_tests.support.small_integers import Small
from ionto.safety import limits
from ionto.safety import readings as rd
from ionto.treatment import contact as ct
from ionto.treatment import terms
from ionto.treatment.contact import Contact
from ionto.treatment.dose import Dose
from ionto.treatment.plan import Plan

numbers = st.integers(-100_000, 2_000_000)
sites = st.sampled_from([terms.HANDS, terms.FEET, terms.UNDERARMS])

# ---------------------------------------------------------------- plan


AGE_CAPS_UA = {terms.AGE_UNKNOWN: 8_000, terms.ADULT: 20_000, terms.AGE_12_TO_15: 12_000, terms.AGE_6_TO_11: 8_000}
ages = st.sampled_from(sorted(AGE_CAPS_UA))
areas = st.sampled_from([0, *range(10, 101, 5)])


def a_plan(age: int = terms.ADULT, pad_cm2: int = 100) -> Plan:
    plan = Plan()
    plan.user.age, plan.user.pad_cm2 = age, pad_cm2
    return plan


def assert_valid(plan: Plan) -> None:
    """By the figures themselves, not by limits.py."""
    user, pads = plan.user, plan.site == terms.UNDERARMS
    most = AGE_CAPS_UA[user.age]
    if pads:
        most = min(most, 10_000, 200 * (user.pad_cm2 or 10))
    assert 1_000 <= plan.current_ua <= most
    assert plan.cap_ua <= most
    assert 10 <= plan.minutes <= 40
    assert plan.planned_uamin() <= (300_000 if pads or user.age != terms.ADULT else 600_000)


@given(sites, numbers, numbers, ages, areas)
def test_whatever_was_stored_a_loaded_plan_is_inside_every_limit(
    site: int, current: int, minutes: int, age: int, pad_cm2: int
) -> None:
    plan = a_plan(age, pad_cm2)
    plan.load(site, current, minutes, terms.KEEP, 1, 0)
    assert_valid(plan)


@given(sites, ages, areas, st.lists(st.tuples(st.booleans(), numbers), max_size=20))
def test_no_change_leads_out_of_the_limits(site: int, age: int, pad_cm2: int, changes: list[tuple[bool, int]]) -> None:
    plan = a_plan(age, pad_cm2)
    plan.load(site, 10_000, 20, terms.KEEP, 1, 0)
    for is_current, number in changes:
        if is_current:
            plan.set_current(number)
        else:
            plan.set_minutes(number)
        assert_valid(plan)


@given(sites, st.integers(0, 25_000), st.integers(0, 60))
def test_a_plan_is_never_rounded_up_above_what_was_asked_for(site: int, current: int, minutes: int) -> None:
    plan = a_plan()
    plan.load(site, current, minutes, terms.KEEP, 1, 0)
    assert plan.current_ua <= max(current, limits.CURRENT_MIN_UA)
    assert plan.minutes <= max(minutes, limits.MINUTES_MIN)


def test_pads_of_40_cm2_get_8_mA_and_what_was_not_asked_the_least() -> None:
    assert a_plan(pad_cm2=40).user.cap_ua(terms.UNDERARMS) == 8_000
    assert a_plan(pad_cm2=60).user.cap_ua(terms.UNDERARMS) == 10_000
    assert a_plan(pad_cm2=0).user.cap_ua(terms.UNDERARMS) == 2_000
    assert a_plan(terms.AGE_6_TO_11, 60).user.cap_ua(terms.UNDERARMS) == 8_000
    assert a_plan(terms.AGE_UNKNOWN).user.cap_ua(terms.FEET) == 8_000


@given(sites, ages, st.integers(5_000, 600_000), st.lists(st.tuples(st.booleans(), numbers), max_size=20))
def test_a_rest_is_never_planned_above_what_is_left(
    site: int, age: int, rest: int, changes: list[tuple[bool, int]]
) -> None:
    plan = a_plan(age)
    plan.load(site, 10_000, 20, terms.ALTERNATE, -1, 10_000)
    plan.take_rest(rest)
    assert plan.polarity == 1, "the same way round as what it finishes"
    for is_current, number in [(False, plan.minutes), *changes]:
        if is_current:
            plan.set_current(number)
        else:
            plan.set_minutes(number)
        assert 1 <= plan.minutes <= 40
        assert plan.planned_uamin() <= max(rest, plan.current_ua)
        assert plan.dose_cap_uamin <= rest, "what ends the session"


@pytest.mark.parametrize(
    ("site", "last_ua", "current_ua", "held"),
    [
        (terms.HANDS, 0, 5_000, 0),
        (terms.HANDS, 0, 5_500, 1),
        (terms.FEET, 0, 20_000, 1),
        (terms.UNDERARMS, 0, 2_000, 0),
        (terms.UNDERARMS, 0, 2_500, 1),
        (terms.HANDS, 3_000, 3_500, 1),
        (terms.HANDS, 12_000, 12_000, 0),
        (terms.HANDS, 12_000, 12_500, 1),
    ],
)
def test_more_than_the_last_or_than_a_first_one_starts_with_wants_ok_held(
    site: int, last_ua: int, current_ua: int, held: int
) -> None:
    plan = a_plan()
    plan.load(site, current_ua, 20, terms.KEEP, 1, last_ua)
    assert plan.is_higher() == held


def test_twenty_milliamperes_get_thirty_minutes_at_most() -> None:
    plan = a_plan()
    plan.load(terms.HANDS, 20_000, 40, terms.KEEP, 1, 0)
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
    contact = contact_of_a_person()
    seen = [contact.search(searching()) for _ in range(45)]
    assert seen.index(1) in (39, 40)


def test_a_low_electrode_below_four_fifths_of_the_rail_starts_again() -> None:
    contact = contact_of_a_person()
    for _ in range(10):
        found = [contact.search(searching()) for _ in range(35)]
        assert not any(found)
        assert not contact.search(searching(38_000))


def test_between_its_samples_the_search_goes_on() -> None:
    contact = contact_of_a_person()
    found = 0
    for tick in range(60):
        found = contact.search(searching(low_new=1 if tick % 3 == 0 else 0))
    assert found


def test_contact_is_never_found_without_a_sample_of_the_low_electrode() -> None:
    contact = contact_of_a_person()
    assert not any(contact.search(searching(low_new=0)) for _ in range(1_000))


def test_contact_is_not_found_by_a_sample_that_grows_old() -> None:
    contact = contact_of_a_person()
    contact.search(searching())
    assert not any(contact.search(searching(low_new=0)) for _ in range(1_000))


def test_without_a_rail_there_is_no_contact() -> None:
    contact = contact_of_a_person()
    r = searching()
    r[rd.RAIL_MV] = 30_000
    r[rd.LOW_MV] = 30_000
    assert not any(contact.search(r) for _ in range(100))


def test_a_probe_is_stable_after_two_seconds() -> None:
    contact = Contact()
    told = [contact.probe(probing(), 500) for _ in range(401)]
    assert told.index(ct.STABLE) == 399


@pytest.mark.parametrize(
    ("rest_mv", "load_mv", "told", "metal"),
    [
        (2_000, 2_100, ct.STABLE, 0),  # 240 Ohm, and an own voltage
        (-2_000, 600, ct.STABLE, 0),  # after a reversal
        (2_000, 2_010, ct.GONE, 1),  # that, and no resistance
        (660, 680, ct.GONE, 1),  # a diode's
    ],
)
def test_a_voltage_that_the_probe_does_not_raise_is_no_person(
    rest_mv: int, load_mv: int, told: int, metal: int
) -> None:
    """Behind a leg that conducts when it should not the current passes the person by: told as no resistance at all."""
    contact = Contact()
    rising = probing(80, 0)
    rising[rd.LOAD_NEW] = 1
    rising[rd.LOAD_MV], rising[rd.LOAD_BACK_MV] = max(0, rest_mv), max(0, -rest_mv)
    for _ in range(40):
        assert contact.probe(rising, 80) == ct.NOT_YET
    there = probing(500, load_mv * 2)
    there[rd.LOAD_NEW] = 1
    there[rd.LOAD_MV] = load_mv
    assert [contact.probe(there, 500) for _ in range(400)][-1] == told
    assert contact.metal == metal
    if told == ct.GONE:
        assert contact.probe(probing(80, 0), 80) == ct.GONE  # on its way down


def test_a_probe_outside_its_resistances_or_its_current_is_never_stable() -> None:
    for reading in (probing(ohm=140), probing(ohm=0), probing(ua=340), probing(ua=660)):
        contact = Contact()
        told = [contact.probe(reading, 500) for _ in range(1_199)]
        assert told == [ct.NOT_YET] * 1_199
        assert contact.probe(reading, 500) == ct.GONE


@pytest.mark.parametrize(("ua", "load_mv", "set_ua", "told"), [
    (0, 0, 300, ct.BROKEN),  # the anti-windup keeps the setpoint 0.3 mA above nothing
    (0, 45_000, 300, ct.GONE),  # nobody there: the rail
    (500, 50, 500, ct.GONE), (20, 2, 20, ct.GONE),  # metal, and on its way down after that
])  # fmt: skip
def test_a_probe_with_neither_current_nor_voltage_is_broken_in_the_unit(
    ua: int, load_mv: int, set_ua: int, told: int
) -> None:
    contact = Contact()
    reading = probing(ua, 0)
    reading[rd.LOAD_MV] = load_mv
    patience = limits.PROBE_PATIENCE_MS // limits.TICK_MS
    assert [contact.probe(reading, set_ua) for _ in range(patience)][-1] == told


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


def test_who_comes_back_has_the_whole_patience_for_a_fall() -> None:
    contact = Contact()
    for _ in range(3_600):
        contact.probe(probing(ohm=20_500), 500)  # 18 s
    contact.restart()
    told = [contact.probe(probing(ohm=20_100), 500) for _ in range(limits.SOAK_STILL_MS // 5 + 1)]
    assert told.index(ct.HOPELESS) == limits.SOAK_STILL_MS // 5 - 1


def test_a_disturbed_probe_starts_its_two_seconds_again() -> None:
    contact = Contact()
    for _ in range(2):
        assert [contact.probe(probing(), 500) for _ in range(399)] == [ct.NOT_YET] * 399
        contact.probe(probing(ohm=25_000), 500)
    assert contact.progress_permille() == 0


def test_the_probe_counts_only_at_its_full_current() -> None:
    contact = Contact()
    assert ct.STABLE not in [contact.probe(probing(400), 400) for _ in range(1_199)]
