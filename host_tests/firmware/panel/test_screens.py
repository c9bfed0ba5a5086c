# Every screen, every fault: nothing cut, nothing over something else, nothing missing, nothing allocated.

from __future__ import annotations

import binascii
import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as some

from host_tests.support import wording
from host_tests.support.panel_glass import Glass, looked_at
from ionto.panel import language, texts
from ionto.panel.draw import fonts
from ionto.panel.draw.canvas import TEXT, TITLE, Canvas
from ionto.panel.screens import live, selector
from ionto.panel.status import Status
from ionto.safety import faults
from ionto.treatment import states, terms
from tools.harness.screen_reader import Reader
from tools.image import languages
from tools.panel import make_fonts
from tools.panel.examples import EXAMPLES, draw, make_status

CODES = {
    name: code for name, code in vars(faults).items() if name.isupper() and isinstance(code, int) and 100 < code < 600
}


LANGUAGES = {name: languages.wording(name, languages.read()) for name in languages.languages()}


@contextmanager
def spoken(name: str) -> Iterator[None]:
    """Meanwhile the panel has this language."""
    try:
        language.load(io.BytesIO(languages.data_file(LANGUAGES[name])))
        yield
    finally:
        language.load(io.BytesIO(languages.data_file(LANGUAGES["en"])))


def seen(status: Status) -> str:
    """All that can be read on the glass."""
    return " ".join(Reader().read(draw(status)).lines)


# ---- every example


@pytest.mark.parametrize("speech", LANGUAGES)
@pytest.mark.parametrize("name", EXAMPLES)
def test_nothing_is_cut_or_over_something_else(name: str, speech: str) -> None:
    with spoken(speech):
        found, parts = looked_at(make_status(name))
    assert found == []
    assert parts <= 20


def test_examples_show_every_screen() -> None:
    shown = {selector.screen_of(make_status(name)) for name in EXAMPLES}
    assert shown == set(range(len(selector._SCREENS))) - {selector._LIVE_AGAIN}


def test_glass_sees_a_cut_and_an_overlap() -> None:
    for x, data in ((120, b"mmm"), (0, b"x")):
        glass = Glass()
        with glass.looking():
            glass.canvas.clear()
            TEXT.blit(glass.canvas._picture, b"x", 0, 0, 20, 1)
            assert glass.faults == []
            TEXT.blit(glass.canvas._picture, data, 0, x, 20, 1)
        assert glass.faults


def test_glass_sees_too_long_a_part() -> None:
    def all_at_once(status: Status, canvas: Canvas) -> None:
        live.label(status, canvas)
        live.time(status, canvas)
        live.wanted(status, canvas)

    crowded = (*selector._SCREENS[:11], (all_at_once,), *selector._SCREENS[12:])
    with mock.patch.object(selector, "_SCREENS", crowded):
        assert any("costs" in fault for fault in looked_at(make_status("run"))[0])


@pytest.mark.parametrize("speech", LANGUAGES)
@given(
    state=some.sampled_from([states.RAMP, states.RUN, states.LIMITED, states.REVERSAL, states.RAMPDOWN]),
    site=some.integers(0, 2),
    polarity=some.sampled_from([terms.A_POSITIVE, terms.B_POSITIVE]),
    measured_ua=some.integers(0, 35_000),
    target_ua=some.integers(0, 20_000),
    load_ohm=some.integers(0, 99_900),
    remaining_ms=some.integers(0, 40 * 60_000),
    dose_permille=some.integers(0, 1100),
    fresh=some.integers(0, 1_000_000),
    battery_mv=some.integers(0, 5000),
    battery_warn=some.integers(0, 1),
    up_allowed=some.integers(0, 1),
    why=some.integers(0, 2),
    risen=some.integers(0, 1),
)
def test_live_screen_fits_at_every_value(speech: str, **fields: int) -> None:
    status = Status()
    for name, value in fields.items():
        setattr(status, name, value)
    with spoken(speech):
        assert looked_at(status)[0] == []


@pytest.mark.parametrize("speech", LANGUAGES)
@given(
    state=some.sampled_from([states.CONFIRM, states.CONTACT, states.PAUSED, states.DONE, states.SELFTEST]),
    editing=some.integers(0, 2),
    cursor=some.integers(0, 2),
    hold_ok=some.integers(0, 1),
    contact=some.integers(0, 1),
    restart=some.integers(0, 1),
    poor=some.integers(0, 2),
    pause_cause=some.integers(0, 3),
    report=some.sampled_from([0, faults.NOBODY]),
    repeated=some.integers(0, 1),
    share_permille=some.integers(0, 1000),
    site=some.integers(0, 2),
    needs_ok=some.integers(0, 1),
    polarity_mode=some.integers(0, 2),
    plan_ua=some.integers(1, 40).map(lambda n: 500 * n),
    last_ua=some.integers(0, 40).map(lambda n: 500 * n),
    plan_min=some.integers(10, 40),
    load_ohm=some.integers(0, 99_900),
    remaining_ms=some.integers(0, 40 * 60_000),
    away_ms=some.integers(0, 3_600_000),
    progress_permille=some.integers(0, 1000),
    result=some.integers(0, 4),
    dose_permille=some.integers(0, 1000),
    delivered_uamin=some.integers(0, 600_000),
    limited_ms=some.integers(0, 40 * 60_000),
    test_item=some.integers(0, 30),
    test_items=some.integers(1, 30),
)
def test_other_screens_fit_at_every_value(speech: str, **fields: int) -> None:
    status = Status()
    for name, value in fields.items():
        setattr(status, name, value)
    with spoken(speech):
        assert looked_at(status)[0] == []


# ---- what the screens say


@pytest.mark.parametrize("name", ["run", "limited", "reversal"])
def test_values_are_renewed_in_six_parts(name: str) -> None:
    status, glass = make_status(name), Glass()
    selector.render(status, glass.canvas)
    parts = [0]
    while parts[-1] >= 0:
        parts.append(selector.render_part(status, glass.canvas, selector.again(selector.screen_of(status)), parts[-1]))
    assert parts == [0, 1, 2, 3, 4, 5, -1]
    assert glass.memory == draw(status)


def test_live_screen_shows_measured_set_minutes_and_load() -> None:
    lines = Reader().read(draw(make_status("run"))).lines
    assert "9.9" in lines
    assert "10.0" in lines
    assert "14" in lines
    assert any("2.9 k\N{GREEK CAPITAL LETTER OMEGA}" in line for line in lines)
    assert "mA now" in lines


def test_measured_current_is_never_the_set_one() -> None:
    status = make_status("run")
    status.measured_ua, status.target_ua, status.set_ua = 3_000, 10_000, 10_000
    assert "3.0" in Reader().read(draw(status)).lines


@pytest.mark.parametrize(
    ("ua", "text"), [(0, "0.0"), (49, "0.0"), (50, "0.1"), (9_900, "9.9"), (9_949, "9.9"), (9_950, "10.0"), (-5, "0.0")]
)
def test_currents_are_rounded_to_tenths(ua: int, text: str) -> None:
    status = make_status("run")
    status.measured_ua, status.target_ua = ua, 20_000
    assert text in Reader().read(draw(status)).lines


@pytest.mark.parametrize(
    ("ms", "number", "unit"),
    [
        (840_000, "14", "min"),
        (840_001, "15", "min"),
        (60_001, "2", "min"),
        (60_000, "60", "s"),
        (1, "1", "s"),
        (0, "0", "min"),
    ],
)
def test_minutes_are_rounded_up_and_the_last_one_is_told_in_seconds(ms: int, number: str, unit: str) -> None:
    status = make_status("run")
    status.remaining_ms = ms
    pieces = [piece.text for piece in Reader().read(draw(status)).pieces]
    assert number in pieces
    assert unit in pieces


def test_limit_is_shown_by_word_and_without_the_key_up() -> None:
    limited, running = draw(make_status("limited")), draw(make_status("run"))
    assert Reader().read(limited).has("LIMIT")
    assert not Reader().read(running).has("LIMIT")
    assert limited[6 * 128 + 3] & 0x40 == 0  # the tip of the arrow up: column 3, row 54
    assert running[6 * 128 + 3] & 0x40 != 0


def test_heartbeat_moves_with_fresh_measurements_only() -> None:
    status = make_status("run")
    first = draw(status)
    assert draw(status) == first
    status.fresh += 1
    assert draw(status) != first


def test_polarity_is_told_before_and_during_the_treatment() -> None:
    status = make_status("hands_in")
    assert "A+ B\N{MINUS SIGN}" in seen(status)
    status.polarity = terms.B_POSITIVE
    assert "A\N{MINUS SIGN} B+" in seen(status)
    live = make_status("run")
    forward = draw(live)
    live.polarity = terms.B_POSITIVE
    assert draw(live)[:128] != forward[:128]


@pytest.mark.parametrize("name", ["cut", "not_ready", "locked", "usb", "battery", "usb_cut"])
def test_no_key_is_offered_where_none_does_anything(name: str) -> None:
    reading = Reader().read(draw(make_status(name)))
    assert (reading.ok, reading.stop, reading.back) == (False, False, False)


@pytest.mark.parametrize("name", ["hands_in", "contact", "run", "limited", "why", "reversal", "paused", "waiting"])
def test_stop_is_shown_while_current_may_flow(name: str) -> None:
    assert Reader().read(draw(make_status(name))).stop


def test_checklist_offers_ok_only_once_it_counts() -> None:
    status = make_status("later_1")
    status.ok_counts = 0
    assert not Reader().read(draw(status)).ok
    status.ok_counts = 1
    assert Reader().read(draw(status)).ok


def test_gentle_stop_is_told_when_it_has_ended_and_the_falling_current_before() -> None:
    status = make_status("ramp_down")
    status.fault = faults.DRYING
    assert "falling" in seen(status)
    status.state = states.DONE
    assert "Stopped gently C07" in " ".join(seen(status).split())


def test_every_hard_cut_says_that_the_current_is_off() -> None:
    for code in CODES.values():
        if faults.kind(code) == faults.T1 and code != faults.VBUS_PRESENT:
            status = make_status("cut")
            status.fault = code
            assert "current off" in seen(status)
            assert faults.label(code) in seen(status)


def test_only_a_stop_by_the_user_is_told_as_one() -> None:
    status = make_status("summary")
    titles = {}
    for result in range(1, 5):
        status.result = result
        titles[result] = Reader().read(draw(status)).lines[0]
    assert titles[terms.RESULT_COMPLETED] == "Done"
    assert [result for result, title in titles.items() if title == "Stopped by you"] == [terms.RESULT_STOPPED]


def test_no_text_calls_the_unit_safe() -> None:
    for text in texts.ENGLISH:
        assert not re.search(rb"\bsafe(ly)?\b", text, re.IGNORECASE), text


# ---- every fault


@pytest.mark.parametrize("speech", LANGUAGES)
@pytest.mark.parametrize("code", CODES.values(), ids=CODES.keys())
def test_every_code_has_a_cause_and_a_next_step_that_fit(code: int, speech: str) -> None:
    with spoken(speech):
        told(code)


def told(code: int) -> None:
    cause, step = wording.cause(code).split(b"\n"), wording.next_step(code).split(b"\n")
    two = faults.kind(code) in (faults.SELFTEST, faults.T1)
    assert wording.cause(code) != wording.cause(faults.NONE)
    assert len(cause) <= (2 if two else 3)
    assert all(TEXT.width(line, 0) <= 126 for line in cause)
    assert (step != [b""]) is two
    assert len(step) <= 2
    assert all(TITLE.width(line, 0) <= 115 for line in step)
    status = Status()
    status.state = states.READY if faults.kind(code) == faults.REPORT else states.FAULT
    status.fault = 0 if faults.kind(code) == faults.REPORT else code
    status.report = code if faults.kind(code) == faults.REPORT else 0
    assert looked_at(status)[0] == []


@given(some.integers(1, 1200))
def test_an_unknown_code_is_told_as_something_unexpected(code: int) -> None:
    if code not in CODES.values():
        status = make_status("cut")
        status.fault = code
        assert looked_at(status)[0] == []
        assert b"unexpected" in wording.cause(code)
        assert wording.next_step(code) == wording.said(texts.RESTART)


@pytest.mark.parametrize("speech", LANGUAGES)
def test_no_text_has_a_character_without_a_glyph(speech: str) -> None:
    for text in LANGUAGES[speech]:
        for code in text:
            for font in (TEXT, TITLE):
                at = (code - font.first) * 4
                assert code in b"\n " or (0 <= at < len(font.index) and font.index[at + 3]), text
    assert fonts.EXTRA == make_fonts.extra_characters()


# ---- under MicroPython

LOCKED = """
import binascii, micropython
from tools.panel.examples import EXAMPLES, make_status
from ionto.panel.draw.canvas import Canvas
from ionto.panel.screens.selector import layout_of, render
buffer = bytearray(1024)
canvas = Canvas(buffer)
for name in sorted(EXAMPLES):
    view = make_status(name)
    if view.state < 5 and (view.who or view.sheet_number):  # names stand only where no current can flow
        render(view, canvas)
        print(name, binascii.crc32(buffer))
        continue
    micropython.heap_lock()
    try:
        layout_of(view)
        render(view, canvas)
    finally:
        micropython.heap_unlock()
    print(name, binascii.crc32(buffer))
"""


def test_every_screen_draws_the_same_pixels_under_micropython_with_the_heap_locked(
    micropython: Callable[..., str],
) -> None:
    there = micropython(LOCKED, paths=("firmware", "."))
    here = "".join(f"{name} {binascii.crc32(draw(make_status(name)))}\n" for name in sorted(EXAMPLES))
    assert there == here


@pytest.mark.parametrize("state", range(states.FAULT + 1))
def test_layout_number_needs_no_big_integer(state: int) -> None:
    status = Status()
    most = {"why": 2, "fault": 599, "report": 599, "page": 7, "result": 4, "polarity_mode": 2, "polarity": 1, "site": 2}
    ones = ("service", "up_allowed", "battery_warn", "ok_counts", "unsure", "hold_ok", "contact", "restart", "risen")
    twos = ("needs_ok", "editing", "cursor", "poor")
    for name, value in (most | dict.fromkeys(ones, 1) | dict.fromkeys(twos, 2) | {"pause_cause": 3}).items():
        setattr(status, name, value)
    status.state = state
    assert 0 <= selector.layout_of(status) < 2**30


def test_each_of_the_six_directions_reads_differently_in_the_editor() -> None:
    read = set()
    for mode in (terms.KEEP, terms.ALTERNATE, terms.HALF_TIME):
        for polarity in (terms.A_POSITIVE, terms.B_POSITIVE):
            status = make_status("edit_direction")
            status.polarity_mode, status.polarity = mode, polarity
            read.add(seen(status))
    assert len(read) == 6
