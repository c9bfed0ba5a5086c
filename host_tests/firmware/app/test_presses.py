# How many presses lead to the checklist, counted from what the glass says: a repeat, a family, a new unit; what is
# asked once. And that no page hides a note.

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest

from host_tests.support.monkey import Calendar
from host_tests.support.unit_bench import Bench, RamFiles
from ionto.panel import language
from ionto.records import settings as se
from ionto.safety import faults
from ionto.treatment import setup as su
from ionto.treatment import states, terms
from tools.harness.screen_reader import Reader
from tools.image import languages
from tools.panel.examples import draw

DAY_MIN = 1_440


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    language.load(io.BytesIO(languages.data_file(languages.wording(languages.FIRST, languages.read()))))


def treated(bench: Bench, sites: tuple[int, ...], people: int = 1, days_ago: int = 3) -> None:
    """An adult each, treated there some days ago."""
    settings = bench.unit.keeper.settings
    for n in range(people):
        if n:
            assert settings.add()
        settings.person = n
        settings.set_of(se.AGE, terms.ADULT)
        for site in sites:
            for column, value in (
                (se.PLAN_UA, 5_000),
                (se.LAST_UA, 5_000),
                (se.SESSIONS, 9),
                (se.LAST_MINUTE, bench.hw.rtc.now - days_ago * DAY_MIN),
            ):
                settings.put(site, column, value)
    bench.unit.keeper.select(0)


def new_bench() -> Bench:
    """A unit out of its box, with a clock; that it is not calibrated was told already."""
    bench = Bench(rtc=Calendar(), files=RamFiles())
    bench.unit.supervisor.report = 0
    bench.unit.keeper._reports.clear()
    return bench


def glass(bench: Bench) -> str:
    bench.ticks(40)
    return " ".join(Reader().read(draw(bench.unit.status)).lines)


def press(bench: Bench, key: str, says: str) -> int:
    """One press, where the glass says that."""
    assert says in glass(bench)
    bench.press(key)
    return 1


def to_first_page(bench: Bench) -> None:
    assert "Checklist" in glass(bench) or "I have none of these" in glass(bench)
    assert bench.unit.status.state == states.CHECKLIST


@pytest.mark.parametrize("site", [terms.HANDS, terms.FEET, terms.UNDERARMS])
def test_a_repeat_for_one_person_and_site_takes_one_press_beside_the_checklists(site: int) -> None:
    bench = new_bench()
    treated(bench, (site,))
    bench.past_selftest()
    said = glass(bench)
    assert ("Hands", "Feet", "Underarms")[site] in said and "5.0" in said and "Last" in said
    assert press(bench, "ok", "Yes") == 1
    to_first_page(bench)


def test_several_people_and_sites_take_three() -> None:
    bench = new_bench()
    treated(bench, (terms.HANDS, terms.FEET), people=3)
    bench.past_selftest()
    presses = press(bench, "ok", "Who?") + press(bench, "ok", "Where?") + press(bench, "ok", "Yes")
    assert presses == 3
    to_first_page(bench)


def test_from_what_is_proposed_stop_leads_to_the_menu() -> None:
    bench = new_bench()
    treated(bench, (terms.FEET,))
    bench.past_selftest()
    press(bench, "stop", "Feet")
    assert "Where?" in glass(bench)


def test_after_todays_treatment_nothing_is_proposed() -> None:
    bench = new_bench()
    treated(bench, (terms.HANDS,))
    keeper = bench.unit.keeper
    keeper.history._add(keeper.who(), terms.HANDS, 100_000, 1, bench.hw.rtc.now - 30)
    bench.past_selftest()
    assert "Where?" in glass(bench)


def test_who_was_away_for_four_weeks_is_asked_first_and_gets_what_was_chosen() -> None:
    bench = new_bench()
    treated(bench, (terms.HANDS,), days_ago=40)
    bench.past_selftest()
    press(bench, "ok", "Try 4.0 mA")
    assert "4.0 20 mA" in " ".join(glass(bench).split())


def test_a_new_unit_asks_for_the_language_then_offers_the_practice() -> None:
    bench = new_bench()
    data = languages.data_file(languages.wording("de", languages.read()))
    bench.installed["languages/de.dat"] = data
    bench.past_selftest()
    assert "English Deutsch Fran" in " ".join(glass(bench).split())
    bench.press("down")
    bench.press("ok")
    assert "Zuerst" in glass(bench)
    assert bench.unit.keeper.settings.values[se.LANGUAGE] == 1
    bench.press("stop")
    assert "Wo?" in glass(bench)


def test_a_new_person_on_a_new_unit_takes_six_beside_checklist_and_practice() -> None:
    bench = new_bench()
    bench.past_selftest()
    presses = press(bench, "ok", "Language")
    press(bench, "ok", "Practise first?")  # not now: no part of the count
    presses += press(bench, "ok", "Where?")
    presses += press(bench, "down", "Your age?") + press(bench, "ok", "16 years or more")
    presses += press(bench, "ok", "First time here")
    assert presses <= 6
    to_first_page(bench)


def test_a_known_person_is_not_asked_for_a_language() -> None:
    bench = new_bench()
    treated(bench, (terms.HANDS, terms.FEET))
    bench.past_selftest()
    assert "Where?" in glass(bench)


def test_pad_area_is_asked_once() -> None:
    bench = new_bench()
    treated(bench, (terms.HANDS, terms.FEET))
    bench.past_selftest()
    bench.press("down")
    bench.press("down")
    press(bench, "ok", "Underarms")
    press(bench, "ok", "Size of one pad?")
    assert "First time here" in glass(bench)
    press(bench, "stop", "Underarms")
    press(bench, "ok", "Where?")
    assert "Size" not in glass(bench) and "Underarms" in glass(bench)


@pytest.mark.parametrize("people", [1, 3])
def test_no_page_hides_a_note(people: int) -> None:
    bench = new_bench()
    treated(bench, (terms.HANDS, terms.FEET), people)
    bench.unit.supervisor.report = faults.INTERRUPTED
    bench.past_selftest()
    assert "counts as full" in " ".join(glass(bench).split())
    bench.press("ok")
    assert ("Who?" if people > 1 else "Where?") in glass(bench)


def test_on_a_cable_no_page_hides_that_nothing_flows() -> None:
    bench = new_bench()
    treated(bench, (terms.HANDS,), people=3)
    bench.unit.status.service = 1
    while not bench.unit.status.test_prompt:
        bench.tick()
    bench.unit.selftest.service = 1  # the bench's relay answers as it does without a cable
    bench.past_selftest()
    assert "USB plugged in" in glass(bench)


@pytest.mark.parametrize(("ago_min", "key", "is_set"), [(120, "up", False), (120, "down", True), (780, "up", True)])
def test_the_clock_set_forward_by_hand_does_not_shorten_the_twelve_hours(ago_min: int, key: str, is_set: bool) -> None:
    bench = new_bench()
    treated(bench, (terms.HANDS, terms.FEET))
    keeper, clock = bench.unit.keeper, bench.hw.rtc
    keeper.history._add(keeper.who(), terms.HANDS, 100_000, 1, clock.now - ago_min)
    bench.past_selftest()
    for _ in range(su.SETTINGS):
        bench.press("down")
    press(bench, "ok", "Settings")
    for _ in range(3):
        bench.press("down")
    press(bench, "ok", "Clock")
    was = clock.now
    bench.press("ok")
    bench.press("ok")
    press(bench, key, "Day")  # a day on, or back
    for _ in range(3):
        bench.press("ok")
    assert (clock.now != was) is is_set
    assert ("less than 12 hours ago" in " ".join(glass(bench).split())) is not is_set
