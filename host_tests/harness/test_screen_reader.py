# The eyes of the simulated person read what the screens show, and nothing that is not there.

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as some

from host_tests.support import wording
from ionto.panel import texts
from ionto.panel.draw import fonts
from ionto.panel.draw.canvas import TEXT, TITLE, Canvas
from tools.harness import screen_reader
from tools.harness.screen_reader import Reader
from tools.panel.examples import EXAMPLES, draw, make_status

# What each example says; hints with their key.
SAYS: dict[str, tuple[str, ...]] = {
    "selftest": ("Self-test 17/27", "Stay out of the water.", "No current flows yet"),
    "press_stop": ("Press STOP now",),
    "not_ready": ("NOT READY S08", "The UP button is stuck or wet.", "Dry it, then switch off and on."),
    "interrupted": (
        "Interrupted R02",
        "The last treatment counts as full. Always press STOP before switching off.",
        "Understood",
    ),
    "attest": ("Please note R07", "Was the last treatment here before today? If not, press STOP.", "Yes"),
    "stop_stuck": ("NOT READY S29", "STOP is stuck, or its wire is broken.", "Let go of it, then switch off and on."),
    "not_exact": ("NOT READY S23", "Current control or meter A is not exact enough.", "Show this to the maker."),
    "ledger": ("NOT READY S31", "The record of treatments cannot be read or written.", "Show this to the maker."),
    "where": ("Where?", "Hands Feet Underarms", "Choose Next"),
    "proposal": ("Hands A+ B\N{MINUS SIGN}", "10.0 20", "Last 10.0 mA", "Change Yes"),
    "proposal_up": ("10.5 20", "+0.5", "Hold 1 s"),
    "edit": ("Current 10.0 mA Time 20 min Direction alternates", "Choose Set"),
    "edit_current": ("Current 10.0 mA", "Change Done"),
    "first_2": ("Checklist 2/12", "I am not pregnant.", "Unsure Right"),
    "later_1": ("none of these 1/6", "any device Pregnancy, epilepsy Tumour, nerve disease Heart or thrombosis"),
    "unsure": ("Not today", "Ask your doctor first."),
    "hands_in": ("Both hands in, flat", "10.0 mA", "20 min"),
    "feet_in": ("Both feet in, flat", "12.0 mA", "A\N{MINUS SIGN} B+"),
    "pads_on": ("Both pads on, wet", "5.0 mA"),
    "contact": ("Contact. Keep still", "You will feel a light tingle. That is normal."),
    "contact_again": ("Starts again from 0", "14", "9.0 mA"),
    "ramp": ("3.4", "mA rising", "20", "10.0", "0.5 mA"),
    "limited": ("7.1", "mA LIMIT", "6.3 k\N{GREEK CAPITAL LETTER OMEGA}"),
    "why": ("7.1", "LIMITED", "About half of it flows.", "Next time 1 tsp baking soda in each tray."),
    "why_pads": ("4.1", "LIMITED", "About half of it flows.", "Next time make the pads wetter."),
    "battery_run": ("mA Batt. !", "6"),
    "reversal": ("mA turning", "Keep hands in"),
    "ramp_down": ("4.2", "mA falling", "0.0"),
    "paused": ("PAUSED: no current", "Both hands back in, flat", "14", "7 s", "9.0 mA"),
    "waiting": ("WAITING: no current", "Press OK, then hands in", "9", "Go on"),
    "summary": ("Done", "98", "196 / 200 mA\N{MIDDLE DOT}min", "Not limited", "Current off: hands out", "Next"),
    "summary_stopped": ("Stopped by you", "42", "84 / 200", "Limited 3 min"),
    "summary_abandoned": ("Ended early", "42", "84 / 200", "No contact: current off.", "Next"),
    "stopped": ("Stopped gently C07", "Your skin is drying out."),
    "cut": ("FAULT F04 current off", "The two current meters disagree.", "Switch off, wait 10 s, switch on."),
    "locked": ("LOCKED L03", "Show this to the maker."),
    "usb": ("USB plugged in", "No treatment on the cable, for your safety."),
    "battery": ("Battery low 3.4 V", "Please charge first."),
}

# Examples with the OK cap, the STOP pill, the back pill.
KEYS: dict[str, tuple[bool, bool, bool]] = {
    "press_stop": (False, True, False),
    "interrupted": (True, False, False),
    "attest": (True, True, False),
    "where": (True, False, False),
    "proposal": (True, False, True),
    "first_1": (False, False, True),
    "first_2": (True, False, True),
    "unsure": (False, False, True),
    "hands_in": (True, True, False),
    "run": (True, True, False),
    "limited": (True, True, False),
    "paused": (True, True, False),
    "waiting": (True, True, False),
    "summary": (True, False, False),
    "summary_abandoned": (True, False, False),
    "cut": (False, False, False),
}


@pytest.mark.parametrize("name", SAYS)
def test_texts_of_a_screen_are_read_back(name: str) -> None:
    reading = Reader().read(draw(make_status(name)))
    for text in SAYS[name]:
        assert reading.has(text), (text, reading.lines)


@pytest.mark.parametrize("name", KEYS)
def test_keys_of_the_hint_line_are_seen(name: str) -> None:
    reading = Reader().read(draw(make_status(name)))
    assert (reading.ok, reading.stop, reading.back) == KEYS[name]


@pytest.mark.parametrize("name", EXAMPLES)
def test_all_that_is_read_was_written(name: str) -> None:
    words = " ".join(
        "".join(chr(c) if c < 128 else fonts.EXTRA[c - 128] for c in text) for text in texts.ENGLISH
    ).split()
    known = {screen_reader.fold(word) for word in words}
    status = make_status(name)
    # Names: whose it is, which may be cut, with or without a colon; those that a sheet lists.
    cells = [cell for row in status.sheet.rows for cell in row] if status.sheet else []
    given = [word.decode("latin-1") for cell in [status.who, *cells] for word in cell.split()]
    for line in Reader().read(draw(status)).lines:
        for word in line.split():
            number = word.strip("+").replace(".", "", 1).replace("/", "", 1).isdigit()
            code = word[0] in "SFCRL" and word[1:].isdigit()
            named = any(one.startswith(word.rstrip(":")) for one in given) and word != ":"
            assert number or code or named or screen_reader.fold(word) in known or word == "+B", line  # "+B": an icon


def test_reader_remembers_nothing_wrong_from_one_frame_to_the_next() -> None:
    one = Reader()
    for name in list(EXAMPLES) + list(reversed(list(EXAMPLES))):
        frame = draw(make_status(name))
        assert one.read(frame).lines == Reader().read(frame).lines


def test_nothing_is_read_from_a_dark_a_full_and_a_striped_glass() -> None:
    for pattern in (b"\x00", b"\xff", b"\xaa", b"\x00\xff"):
        reading = Reader().read(pattern * (1024 // len(pattern)))
        assert (reading.lines, reading.ok, reading.stop, reading.back) == ([], False, False, False)


def test_one_wrong_pixel_is_seen() -> None:
    frame = draw(make_status("where"))
    assert Reader().read(frame).has("Where?")
    for x in range(128):
        for page in (0, 1):
            spoilt = bytearray(frame)
            spoilt[page * 128 + x] ^= 0x08
            if page == 0 and 2 <= x < 40:
                assert not Reader().read(spoilt).has("Where?"), x


LETTERS = "ABCDEFGHJKLMNOPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz0123456789"


@given(some.text(LETTERS, min_size=1, max_size=12), some.integers(0, 40), some.booleans(), some.booleans())
def test_any_word_is_read_in_both_fonts_and_both_inks(word: str, x: int, bold: bool, inverse: bool) -> None:
    buffer = bytearray(1024)
    canvas = Canvas(buffer)
    canvas.clear()
    if inverse:
        canvas.box(0, 12, 128, 16)
    data, font = word.encode(), TITLE if bold else TEXT
    if x + font.width(data, 0) > 126:
        return
    font.blit(buffer, data, 0, x + 1, 16, 0 if inverse else 1)
    assert [screen_reader.fold(line) for line in Reader().read(buffer).lines] == [screen_reader.fold(word)]


UNDER_MICROPYTHON = """
import time
from tools.panel.examples import EXAMPLES, draw, make_status
from tools.harness.screen_reader import Reader
one = Reader()
for name in sorted(EXAMPLES):
    frame = draw(make_status(name))
    reading = one.read(frame)
    print(name, reading.lines, reading.ok, reading.stop, reading.back)
view = make_status("run")
one.read(draw(view))
best = 1000000
for n in range(9):
    view.measured_ua += 100
    view.fresh += 1
    frame = draw(view)
    start = time.ticks_us()
    one.read(frame)
    best = min(best, time.ticks_diff(time.ticks_us(), start))
print("us", best)
"""


def test_micropython_reads_the_same_in_less_than_5_ms(micropython: Callable[..., str]) -> None:
    *there, last = micropython(UNDER_MICROPYTHON, paths=("firmware", ".")).splitlines()
    for name, line in zip(sorted(EXAMPLES), there, strict=True):
        reading = Reader().read(draw(make_status(name)))
        assert line == f"{name} {ascii(reading.lines)} {reading.ok} {reading.stop} {reading.back}"
    assert int(last.split()[1]) <= 5000


def test_cpython_reads_a_changed_number_in_less_than_5_ms() -> None:
    one, status = Reader(), make_status("run")
    one.read(draw(status))
    best = 1.0
    for _ in range(9):
        status.measured_ua += 100
        frame = draw(status)
        start = time.process_time()
        one.read(frame)
        best = min(best, time.process_time() - start)
    assert best < 0.005


def test_press_stop_prompt_is_found_by_its_text() -> None:
    assert Reader().read(draw(make_status("press_stop"))).has(wording.said(texts.PRESS_STOP).decode())
