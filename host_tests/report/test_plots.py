"""The pictures of a run show what happened: no extreme lost, every state and event there, the panel pixel for pixel."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from host_tests.support.synthetic_run import Story
from tools.judges.invariants import judge
from tools.judges.recording import STATES, Screen
from tools.report.plots import BANDS, HEIGHT_PX, WIDTH_PX, aim_ua, extremes, headline, marked_events, plot, state_bands
from tools.report.screens import BLACK, LIT, caption_time, pixels, sheet, write_screens

NOTHING_TOUCHES = 10_000_000  # Ω, as the trace has it


@given(st.lists(st.integers(-40_000, 40_000), min_size=1, max_size=400), st.integers(1, 60))
def test_thinning_for_the_picture_keeps_every_extreme(values: list[int], columns: int) -> None:
    starts, low, high = extremes(np.array(values, dtype=np.int64), columns)
    assert len(starts) == min(columns, len(values)) and starts[0] == 0
    assert high.max() == max(values) and low.min() == min(values)
    ends = [*starts[1:].tolist(), len(values)]
    for begin, end, least, most in zip(starts.tolist(), ends, low, high, strict=True):
        assert (least, most) == (min(values[begin:end]), max(values[begin:end]))


def test_a_spike_of_a_millisecond_is_seen_in_twenty_minutes() -> None:
    body = np.zeros(1_200_000, dtype=np.int64)
    body[777_777] = 33_000
    assert extremes(body)[2].max() == 33_000


def test_bands_cover_the_run_in_the_order_of_its_states() -> None:
    recording = Story(5, 0.2).whole().recording()
    bands = state_bands(recording)
    names = [name for _, _, name in bands]
    assert names == ["boot", "selftest", "confirm", "checklist", "contact", "ramp", "run", "rampdown", "done"]
    assert bands[0][0] == 0 and bands[-1][1] == recording.length_ms
    assert all(before[1] == after[0] for before, after in zip(bands, bands[1:], strict=False))


def test_every_state_has_a_colour_of_its_own() -> None:
    assert set(BANDS) == set(STATES) and len(set(BANDS.values())) >= len(BANDS) - 1  # both ramps have one


def test_the_title_shows_a_fault_as_the_panel_does() -> None:
    run = {"scenario": "limit/load_short", "result": "fault", "fault": 306}
    assert headline(run) == "limit/load_short: fault (C06)"
    assert headline({**run, "result": "completed", "fault": 0}) == "limit/load_short: completed"


def test_what_matters_is_marked_and_pins_are_not() -> None:
    story = Story(5, 0.2).begin().stay(100).event("fault", "dac.stuck", 1).hard_cut("F02").stay(100)
    words = [words for _, words, _ in marked_events(story.recording())]
    assert {"dac.stuck", "F02", "hands in"} <= set(words)
    assert not {"OUT_EN", "S1", "LEG_FWD"} & set(words)


def test_a_chattering_event_is_marked_once_and_the_person_before_the_load() -> None:
    story = Story(5, 0.2, ohm=lambda _: NOTHING_TOUCHES).start().event("user", "press_up")
    for _ in range(20):
        story.event("gap", "load", 1).stay(20).event("gap", "load", 0).stay(20)
    words = [words for _, words, _ in marked_events(story.recording())]
    assert words.count("no contact") == 1 and words.count("hands in") == 1 and "hands" not in words
    assert "press up" in words and "press ok" not in words  # the menus' presses are left out


def marks(story: Story) -> list[str]:
    return [words for _, words, _ in marked_events(story.recording())]


def test_a_load_that_nothing_touches_is_told_from_one_that_takes_more_voltage() -> None:
    came = {"at": 0}
    lost = Story(5, 0.2, ohm=lambda ms: 2000 if ms > came["at"] else NOTHING_TOUCHES).begin()
    lost.event("gap", "load", 1, body_ua=0).stay(600, 0)
    came["at"] = lost.now
    assert marks(lost.event("gap", "load", 0).stay(100))[-2:] == ["no contact", "contact"]
    dry = Story(5, 0.2, ohm=lambda _: 9000).begin().event("gap", "load", 1).stay(600, 4800).event("gap", "load", 0)
    assert marks(dry.stay(100))[-2:] == ["voltage too low", "voltage enough"]


def test_the_unit_letting_go_of_the_load_is_no_mark_of_the_load() -> None:
    cut = Story(5, 0.2).begin().stay(500)
    before = marks(cut)
    cut.event("gap", "load", 1, body_ua=0).stay(20, 0).event("gap", "load", 0, body_ua=500).stay(600)
    assert marks(cut) == before
    absent = Story(5, 0.2, ohm=lambda _: NOTHING_TOUCHES).start().event("gap", "load", 1).stay(600)
    assert marks(absent.event("gap", "load", 0).stay(600))[-1] == "no contact"  # the relay opened; nobody came
    limited = Story(5, 0.2, ohm=lambda _: 9000).begin().event("gap", "load", 1).stay(600)
    assert marks(limited.event("gap", "load", 0, body_ua=0).stay(600, 0))[-1] == "voltage too low"


def test_what_a_fault_does_to_the_load_is_marked_once() -> None:
    story = Story(5, 0.2).begin().event("fault", "load.loose_contact", 1).event("load", "loose_contact", 1).stay(600)
    story.event("fault", "load.loose_contact", 0).event("load", "loose_contact", 0).stay(600)
    assert marks(story)[-2:] == ["load.loose contact", "load.loose contact ends"]


def test_the_target_drawn_ends_with_the_treatment() -> None:
    recording = Story(5, 0.2).whole().recording()
    aims = set(zip([STATES[state] for state in recording.state], aim_ua(recording).tolist(), strict=True))
    assert {name for name, ua in aims if ua == 5000} == {"contact", "ramp", "run"}
    assert {name for name, ua in aims if ua == 0} == {"boot", "selftest", "confirm", "checklist", "rampdown", "done"}
    assert recording.columns["target_ua"][-1] == 5000  # the firmware's own figure stays, as the plot must not


def runs() -> dict[str, Story]:
    turned = Story(5, 0.2).begin().stay(500).state("reversal").ramp(0, 1).open()
    turned.polarity = -1
    dead = Story(5, 0.2).stay(5)
    return {
        "whole": Story(5, 0.2).whole(),
        "reversed": turned.close().ramp(500).state("ramp").ramp(5000).finish(),
        "fault": Story(5, 0.2).begin().event("fault", "dac.stuck", 1).stay(40, 30_000).hard_cut().stay(100),
        "never started": dead,
        "no contact": Story(5, 0.2, ohm=lambda ms: 1_000_000).start(),
    }


@pytest.mark.parametrize("name", list(runs()))
def test_every_kind_of_run_gives_a_picture_of_full_size(name: str, tmp_path: Path) -> None:
    recording = runs()[name].recording(result=None, delivered_ma_min=None)
    plot(recording, judge(recording, {}), tmp_path / "trace.png")
    with Image.open(tmp_path / "trace.png") as picture:
        assert picture.size == (WIDTH_PX, HEIGHT_PX)
        colours = picture.convert("RGB").getcolors(WIDTH_PX * HEIGHT_PX)
    assert colours is not None and len(colours) > 50  # something is drawn


# --- the panel


def test_a_byte_is_eight_pixels_downward_with_the_lowest_bit_on_top() -> None:
    memory = bytearray(1024)
    memory[0] = 0b0000_0001  # first page, first column: the top left pixel
    memory[128 * 7 + 127] = 0b1000_0000  # last page, last column: the bottom right one
    memory[128 * 2 + 5] = 0b0000_0100
    picture = pixels(bytes(memory))
    lit = {(x, y) for x in range(128) for y in range(64) if picture.getpixel((x, y)) == LIT}
    assert lit == {(0, 0), (127, 63), (5, 18)}
    assert picture.getpixel((1, 1)) == BLACK


@given(st.binary(min_size=1024, max_size=1024))
def test_every_pixel_shows_its_bit(memory: bytes) -> None:
    picture = np.asarray(pixels(memory))
    for x, y in ((0, 0), (127, 0), (64, 33), (3, 63), (99, 15)):
        lit = memory[y // 8 * 128 + x] >> (y % 8) & 1
        assert tuple(picture[y, x]) == (LIT if lit else BLACK)


def test_a_memory_of_another_size_is_refused() -> None:
    with pytest.raises(ValueError, match="1000 bytes"):
        pixels(bytes(1000))


def test_each_screen_becomes_a_picture_four_times_as_large_and_all_a_sheet(tmp_path: Path) -> None:
    screens = [Screen(number, 1000 * number, "run", bytes([number] * 1024)) for number in range(6)]
    recording = dataclasses.replace(Story().stay(10).recording(), screens=screens)
    paths = write_screens(recording, tmp_path / "screens")
    assert [path.name for path in paths][:2] == ["000_0_run.png", "001_1000_run.png"]
    assert paths[-1].name == "sheet.png" and len(paths) == 7
    with Image.open(paths[3]) as picture:
        assert picture.size == (512, 256)
    assert sheet(screens).height > sheet(screens[:4]).height


def test_a_run_without_screens_writes_no_sheet(tmp_path: Path) -> None:
    assert write_screens(Story().stay(10).recording(), tmp_path) == []


def test_captions_tell_minutes_seconds_and_tenths() -> None:
    assert [caption_time(ms) for ms in (0, 59_999, 60_000, 1_245_320)] == ["0:00.0", "0:59.9", "1:00.0", "20:45.3"]
