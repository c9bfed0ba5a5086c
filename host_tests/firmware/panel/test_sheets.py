# The desk's pages as they stand on the glass: none cut, none over another, with the longest names and extreme values;
# and that the keys lead in and out of each.

from __future__ import annotations

from collections.abc import Iterator

import pytest

from host_tests.support.monkey import Calendar
from host_tests.support.panel_glass import looked_at
from host_tests.support.unit_bench import Bench
from ionto.app.desk import Desk
from ionto.panel import texts
from ionto.panel.screens import selector
from ionto.panel.sheet import lines, words
from ionto.panel.status import Status
from ionto.records import settings as se
from ionto.safety import faults
from ionto.treatment import events as ev
from ionto.treatment import schedule as sc
from ionto.treatment import setup as su
from ionto.treatment import states, terms
from tools.harness.screen_reader import Reader
from tools.image import languages
from tools.panel import gallery
from tools.panel.examples import draw

PAGES = {
    "who": su.WHO,
    "people": su.PEOPLE,
    "history": su.HISTORY,
    "plan": su.PLAN,
    "settings": su.SETTINGS,
    "afterwards": su.AFTERWARDS,
    "away": su.AWAY,
    "practice": su.PRACTICE,
    "offer": su.OFFER,
}
WIDEST = b"WWWWWWWWWW"


def family(people: int = 8) -> Bench:
    """So many people with the longest name, treated for years."""
    bench = Bench(rtc=Calendar())
    keeper = bench.unit.keeper
    settings = keeper.settings
    for n in range(people):
        if n:
            assert settings.add()
        settings.person = n
        settings.call(WIDEST if n % 2 else b"")
        settings.set_of(se.AGE, terms.ADULT)
        for site in range(se.SITES):
            for column, value in (
                (se.LAST_MINUTE, keeper.minute() - 999 * 1_440),
                (se.LAST_UA, 20_000 if site < 2 else 10_000),
                (se.PLAN_UA, 20_000 if site < 2 else 10_000),
                (se.SESSIONS, 500),
                (se.SEVERITY, 4),
                (se.STREAK, 1_000),
                (se.PER_WEEK, 1),
                (se.DRY_DAY, 1),
            ):
                settings.put(site, column, value)
    for n in range(1, 40):
        code = faults.DRYING if n % 3 == 0 else 0
        row = (n, 13_800_000 + n * 1440, 600_000 - n, keeper.who(), 20_000, 3, code, n % 2, 40, n % 5, 1, 5, n % 5, 4)
        assert keeper.diary.add(row)
    return bench


def desk_of(bench: Bench, page: int) -> Desk:
    unit = bench.unit
    desk = Desk(unit.keeper, unit.setup, (bench.hw, unit.readings, unit.mail), 0)
    desk.open(page)
    return desk


def status_of(desk: Desk) -> Status:
    status = Status()
    status.state = states.READY
    status.sheet = desk.sheet
    status.sheet_number = desk.number
    return status


def walk(page: int, way: tuple[int, ...] = (), depth: int = 6) -> Iterator[Desk]:
    """Every page that DOWN, UP and OK lead to, a few presses deep."""
    for keys in _ways(depth):
        desk = desk_of(family(3), page)
        yield desk
        for key in keys:
            desk.handle(key)
            if desk.done:
                break
            yield desk


def _ways(depth: int) -> Iterator[tuple[int, ...]]:
    for row in range(7):
        yield (ev.DOWN,) * row + (ev.OK, ev.DOWN, ev.OK, ev.UP, ev.OK, ev.OK, ev.OK, ev.OK, ev.OK)
        yield (ev.DOWN,) * row + (ev.OK, ev.OK, ev.OK, ev.DOWN, ev.DOWN, ev.OK, ev.OK)


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_cut_or_over_something_else(name: str) -> None:
    seen = set()
    for desk in walk(PAGES[name]):
        sheet = desk.sheet
        key = (sheet.title, sheet.corner, tuple(sheet.rows), sheet.cursor, sheet.changing, sheet.bars)
        if key not in seen:
            seen.add(key)
            assert looked_at(status_of(desk))[0] == [], key
    assert seen


def test_practice_says_so_on_every_screen_and_nothing_flows() -> None:
    bench = Bench()
    bench.to_menus()
    for _ in range(su.PRACTICE):
        bench.press("down")
    bench.press("ok")
    bench.press("ok")
    seen = set()
    for key in ("ok", "ok", "ok", "down", "ok", "stop", "ok", "ok"):
        desk = bench.unit.supervisor.desk
        assert desk and desk.scene
        assert b"PRACTICE" in words(desk.scene.practice)
        assert looked_at(desk.scene)[0] == []
        assert " ".join(Reader().read(draw(desk.scene)).lines).startswith("PRACTICE")
        seen.add(desk.scene.state)
        bench.press(key)
        assert bench.unit.status.state == states.READY and not bench.unit.status.live
    assert {states.CONTACT, states.RAMP, states.RUN, states.PAUSED, states.RAMPDOWN, states.DONE} == seen
    assert not bench.unit.supervisor.desk and bench.plant.most_ua == 0 and not bench.hw.patient.level
    assert bench.unit.keeper.session_marker.values[0] == 0, "nothing is counted"


def test_keys_pressed_faster_than_pages_are_drawn_lead_into_the_practice_all_the_same() -> None:
    """The page is drawn part by part; whoever presses in between brings other pages, then the practice's own status."""
    bench = Bench()
    bench.to_menus()
    supervisor = bench.unit.supervisor
    for gap in range(1, 12):
        supervisor._open_desk(su.OFFER)
        bench.ticks(gap)
        for event in (ev.DOWN, ev.UP, ev.DOWN, ev.OK, ev.OK):
            supervisor._at_desk(event)
            bench.ticks(gap)
        desk = supervisor.desk
        assert desk and desk.scene and desk.scene.state == states.CONTACT
        bench.ticks(100)
        assert " ".join(Reader().read(bytearray(bench.unit.panel._picture)).lines).startswith("PRACTICE")
        supervisor._at_desk(ev.STOP)
        bench.ticks(100)


def test_eight_people_of_the_longest_name_fit_and_a_ninth_is_not_offered() -> None:
    desk = desk_of(family(), su.WHO)
    assert len(desk.sheet.rows) == 8
    for _ in range(8):
        assert looked_at(status_of(desk))[0] == []
        desk.handle(ev.DOWN)
    assert all(row[0] != b"New person" for row in desk_of(family(), su.PEOPLE).sheet.rows)


@pytest.mark.parametrize("name", PAGES)
def test_stop_leads_back_out_of_every_page(name: str) -> None:
    for keys in _ways(6):
        desk = desk_of(family(1), PAGES[name])
        for key in keys:
            if not desk.done:
                desk.handle(key)
        for _ in range(30):
            if not desk.done and desk.sheet.back:
                desk.handle(ev.STOP)
            elif not desk.done:
                desk.handle(ev.OK)
        assert desk.done, (name, keys, desk.sheet.title)


def test_a_name_is_spelled_and_stands_on_the_screens() -> None:
    bench = Bench()
    desk = desk_of(bench, su.PEOPLE)
    desk.handle(ev.DOWN)
    desk.handle(ev.OK)
    for presses in (0, 13, 0, 15):  # the letters go round, with a space and a hyphen behind Z
        for _ in range(presses):
            desk.handle(ev.DOWN)
        desk.handle(ev.OK)
    desk.handle(ev.OK_HELD)
    assert bench.unit.keeper.settings.name(0) == b"Anna"
    desk.handle(ev.STOP)
    assert desk.done and bench.unit.setup.who == b"Anna"


def told(felt: int, sessions: int = 10, limited: int = 0) -> tuple[Desk, Bench]:
    bench = Bench()
    settings = bench.unit.keeper.settings
    for column, value in ((se.SESSIONS, sessions), (se.LIMITED, limited), (se.SEVERITY, 3)):
        settings.put(terms.HANDS, column, value)
    desk = desk_of(bench, su.AFTERWARDS)
    for _ in range(felt - 1):
        desk.handle(ev.DOWN)
    desk.handle(ev.OK)
    if desk.sheet.title == b"Sweating":
        desk.handle(ev.STOP)
    return desk, bench


@pytest.mark.parametrize(
    ("felt", "sessions", "limited", "offered"),
    [
        (sc.FINE, 12, 0, [b"Stay at 10.0 mA", b"Try 11.0 mA"]),
        (sc.FINE, 2, 0, None),
        (sc.FINE, 12, 1, None),
        (sc.STUNG, 12, 0, [b"Try 9.0 mA", b"Stay at 10.0 mA"]),
        (sc.RED, 12, 1, [b"Try 9.0 mA", b"Stay at 10.0 mA"]),
        (sc.WEAK, 12, 1, None),
    ],
)
def test_what_is_suggested_is_never_applied_by_itself(
    felt: int, sessions: int, limited: int, offered: list[bytes] | None
) -> None:
    desk, bench = told(felt, sessions, limited)
    settings = bench.unit.keeper.settings
    if felt == sc.STUNG:
        assert desk.sheet.title == b"It stung or burnt"
        desk.handle(ev.OK)
    assert (None if desk.sheet.cursor < 0 else [row[0] for row in desk.sheet.rows]) == offered
    assert settings.get(terms.HANDS, se.PLAN_UA) == 10_000 and settings.get(terms.HANDS, se.FELT) == felt
    desk.handle(ev.STOP if desk.sheet.back else ev.OK)
    assert desk.done and settings.get(terms.HANDS, se.PLAN_UA) == 10_000


@pytest.mark.parametrize("site", [terms.HANDS, terms.FEET, terms.UNDERARMS])
@pytest.mark.parametrize("speech", languages.languages())
def test_where_it_stung_petroleum_jelly_is_advised_in_every_language(speech: str, site: int) -> None:
    gallery.speak(speech)
    try:
        bench = family(1)
        bench.unit.setup.site = site
        desk = desk_of(bench, su.AFTERWARDS)
        desk.handle(ev.DOWN)
        desk.handle(ev.OK)
        while desk.sheet.title != words(texts.FELT_STUNG):
            desk.handle(ev.STOP)
        assert looked_at(status_of(desk))[0] == []
        told = b" ".join(row[0] for row in desk.sheet.rows).decode("latin-1").lower()
        assert any(jelly in told for jelly in ("petroleum jelly", "vaselin", "wazelin"))
        other = texts.STUNG_PADS if site != terms.UNDERARMS else texts.STUNG_HANDS
        assert [row[0] for row in desk.sheet.rows] != [row[0] for row in lines(other)]
    finally:
        gallery.speak(languages.FIRST)


def test_ok_on_a_suggestion_takes_it() -> None:
    desk, bench = told(sc.FINE)
    desk.handle(ev.DOWN)
    desk.handle(ev.OK)
    assert desk.done and bench.unit.keeper.settings.get(terms.HANDS, se.PLAN_UA) == 11_000


def test_two_low_answers_running_suggest_once_a_week() -> None:
    bench = Bench(rtc=Calendar())
    settings = bench.unit.keeper.settings
    settings.put(terms.HANDS, se.LOW_TOLD, 1)
    desk = desk_of(bench, su.AFTERWARDS)
    desk.handle(ev.OK)
    assert desk.sheet.title == b"Sweating"
    desk.handle(ev.OK)
    assert [row[0] for row in desk.sheet.rows] == [b"3 a week", b"1 a week"]
    assert settings.get(terms.HANDS, se.PER_WEEK) == 3
    desk.handle(ev.OK)
    assert settings.get(terms.HANDS, se.PER_WEEK) == 1 and settings.get(terms.HANDS, se.DRY_DAY)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_a_few_parts_and_hides_the_menu(name: str) -> None:
    desk = desk_of(family(), PAGES[name])
    assert looked_at(status_of(desk))[1] <= 20
    assert selector.screen_of(status_of(desk)) == selector._SHEET
