"""Reading a run's folder, its figures and its summary: what was written comes back, damage is named with its place."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from host_tests.support.synthetic_run import Story, save_screen
from tools.judges.figures import contact_lost_latencies_ms, figures, overcurrent_latencies_ms
from tools.judges.invariants import JUDGES, judge
from tools.judges.recording import STATES, RecordingError, Screen, load
from tools.report.summary import summarize, write

# --- reading


def test_a_run_comes_back_as_it_was_written(tmp_path: Path) -> None:
    written = Story(5, 0.2).whole().write(tmp_path)
    save_screen(tmp_path, Screen(0, 0, "boot", bytes(range(256)) * 4))
    read = load(tmp_path)
    for name, column in written.columns.items():
        assert np.array_equal(read.columns[name], column), name
    assert np.array_equal(read.state, written.state) and np.array_equal(read.body, written.body)
    assert read.events == written.events and read.run == written.run and read.words == {}
    assert read.screens == [Screen(0, 0, "boot", bytes(range(256)) * 4)]


HEADER = "t_ms,state,target_ua,set_ua,a_ua,b_ua,body_ua,v_load_mv,load_ohm,polarity,dac_code,limited,event\n"


def test_words_and_empty_fields_of_the_trace_are_read(tmp_path: Path) -> None:
    Story(5, 0.2).stay(20).write(tmp_path)
    (tmp_path / "trace.csv").write_text(
        HEADER + "0,boot,,,,,0,0,0,1,0,0,\n5,run,10,,,2,-3,0,0,-1,0,0,limit on\n10,fault,0,0,0,0,0,0,0,1,0,0,stop\n"
    )
    read = load(tmp_path)
    assert read.words == {1: "limit on", 2: "stop"}
    assert [STATES[state] for state in read.state] == ["boot", "run", "fault"]
    assert read.columns["target_ua"].tolist() == [0, 10, 0] and read.columns["body_ua"].tolist() == [0, -3, 0]
    assert read.columns["polarity"].tolist() == [1, -1, 1] and read.columns["limited"].tolist() == [0, 0, 0]


ROW = "0,boot,0,0,0,0,0,0,0,1,0,0,\n"


def spoil(name: str, text: str) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_text(text)


@pytest.mark.parametrize(
    ("damage", "complaint"),
    [
        (lambda folder: (folder / "trace.csv").unlink(), r"trace\.csv cannot be read .*did not finish"),
        (lambda folder: (folder / "body.i32").unlink(), r"body\.i32 cannot be read"),
        (spoil("trace.csv", HEADER), r"no rows"),
        (spoil("trace.csv", "t_ms,state\n0,boot\n"), r"line 1: lacks target_ua"),
        (spoil("trace.csv", HEADER + ROW + "5,boot,0,0"), r"cut off"),
        (spoil("trace.csv", HEADER + ROW + "5,boot,0,0\n"), r"line 3: 4 fields where 13 belong"),
        (spoil("trace.csv", HEADER + ROW + ROW.replace("boot", "asleep")), r"line 3: unknown state 'asleep'"),
        (spoil("trace.csv", HEADER + ROW + "x" + ROW), r"line 3: t_ms is no number: 'x0'"),
        (spoil("trace.csv", HEADER + ROW + "1.5" + ROW[1:]), r"line 3: t_ms is no number"),
        (spoil("trace.csv", HEADER + "5" + ROW[1:] + ROW), r"line 3: time runs backwards"),
        (spoil("body.i32", "12345"), r"5 bytes, not a whole number"),
        (spoil("body.i32", ""), r"0 bytes"),
        (spoil("events.csv", "t,kind\n"), r"events\.csv, line 1: expected the columns t_us,kind"),
        (spoil("events.csv", "t_us,kind,name,value,body_ua\n5,pin,OUT_EN,high,0\n"), r"line 2: not an event"),
        (spoil("events.csv", "t_us,kind,name,value,body_ua\n5,pin,A,1,0\n4,pin,A,0,0\n"), r"line 3: time runs back"),
        (spoil("run.json", "{"), r"run\.json: not JSON"),
        (spoil("run.json", "[]"), r"expected an object"),
        (spoil("run.json", '{"seed": 1}'), r"lacks interpreter, scenario"),
        (spoil("screens/000_0_boot.bin", "short"), r"5 bytes where 1024 belong"),
        (spoil("screens/boot.bin", "x" * 1024), r"expected a name like"),
    ],
)
def test_damage_is_named_with_its_place(damage: Callable[[Path], object], complaint: str, tmp_path: Path) -> None:
    Story(5, 0.2).stay(50).write(tmp_path)
    damage(tmp_path)
    with pytest.raises(RecordingError, match=complaint):
        load(tmp_path)


def test_a_missing_folder_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="make the run first"):
        load(tmp_path / "nowhere")


# --- judging and summing up


def test_a_good_treatment_passes_every_judge_and_none_is_left_out() -> None:
    recording = Story(10, 3).begin().stay(60_000).hands_out(2000).rise().plateau().finish().recording()
    results = judge(recording, {})
    assert list(results) == [f"INV-{number}" for number in (1, "1B", *range(2, 11), 12, 13, 14, 15)] == list(JUDGES)
    assert all(result.passed for result in results.values()), [r.sentence for r in results.values() if not r.passed]


def test_the_summary_tells_claim_and_truth_apart(tmp_path: Path) -> None:
    recording = Story(10, 3).whole().recording(delivered_ma_min=27.0)
    contents = summarize(recording, judge(recording, {}), {})
    assert contents["delivered_ma_min"] == 27.0 and contents["body_ma_min"] == pytest.approx(30.83, abs=0.02)
    assert contents["max_body_ua"] == 10_000 and contents["sim_s"] == recording.length_ms / 1000
    assert contents["invariants"]["INV-8"]["pass"] is False and contents["invariants"]["INV-1"]["pass"] is True
    assert contents["invariants_hold"] is False
    assert {"worst", "limit", "unit", "pass"} <= contents["invariants"]["INV-2"].keys()
    write(contents, tmp_path / "summary.json")
    assert json.loads((tmp_path / "summary.json").read_text(encoding="utf-8")) == contents


# --- figures


def test_accuracy_is_measured_on_the_body_and_not_on_what_the_firmware_reads() -> None:
    recording = Story(10, 0.5).begin().stay(8000, 10_040).fall().recording()
    recording.columns["a_ua"][:] = 10_000
    found = figures(recording, {})
    assert found["steady_worst_ua"] == 40 and found["overshoot_ua"] == 40 and found["max_body_ua"] == 10_040


def test_a_new_target_gets_three_seconds_to_settle() -> None:
    story = Story(10, 0.5).begin().stay(4000).aim(10_500).ramp(10_500).stay(4000, 10_480)
    assert figures(story.fall().recording(), {})["steady_worst_ua"] == pytest.approx(20, abs=5)  # a tick of ramp-down
    story = Story(10, 0.5).begin().stay(4000).aim(10_500).stay(2990)
    assert figures(story.fall().recording(), {})["steady_worst_ua"] == 0
    story = Story(10, 0.5).begin().stay(4000).aim(10_500).stay(3010)
    assert figures(story.fall().recording(), {})["steady_worst_ua"] == pytest.approx(500, abs=5)


def test_limited_and_open_stretches_are_not_steady() -> None:
    story = Story(10, 0.5).begin().stay(4000).event("gap", "load", 1).limit(1).stay(4000, 8000)
    assert figures(story.fall().recording(), {})["steady_worst_ua"] == 0


@given(st.integers(0, 400))
@settings(max_examples=15)
def test_the_ramp_is_held_against_its_line(bulge: int) -> None:
    story = Story(10, 0.5).start().close().ramp(500).stay(2000).state("ramp").ramp(5000)
    story.stay(1).ramp(5000 + bulge, 50).ramp(10_000 + bulge).ramp(10_000).state("run").stay(100)
    found = figures(story.fall().recording(), {})
    assert found["ramp_deviation_ua"] == pytest.approx(bulge, abs=8)


def test_a_ramp_that_waits_is_held_against_its_line_before_and_after_and_the_wait_is_told() -> None:
    story = Story(10, 0.5).start().close().ramp(500).stay(2000).state("ramp").ramp(5000)
    story.stay(3000).ramp(7000).ramp(7060, 50).ramp(10_000).state("run").stay(100)
    found = figures(story.fall().recording(), {})
    assert found["ramp_deviation_ua"] == pytest.approx(60, abs=12)
    assert found["ramp_waits_ms"] == pytest.approx(3000, abs=200)
    story = Story(10, 0.5).start().close().ramp(500).stay(2000).state("ramp").ramp(10_000).state("run").stay(100)
    assert figures(story.fall().recording(), {})["ramp_waits_ms"] == 0


@given(st.integers(0, 999), st.integers(200, 5000))
@settings(max_examples=25)
def test_the_moment_of_overcurrent_is_found_within_its_millisecond(into_us: int, after_us: int) -> None:
    story = Story(2, 0.2).start().close().stay(50, 10_000)
    average = 10_000 + 15_000 * (1000 - into_us) / 1000
    story.pin("OUT_EN", 0, after_us=into_us + after_us).stay(1, average).stay(30, 25_000).stay(10, 0)
    found = overcurrent_latencies_ms(story.recording(), 22_000)
    assert len(found) == 1 and found[0] == pytest.approx(after_us / 1000, abs=0.002)


def test_an_overcurrent_that_is_never_cut_is_told_as_never() -> None:
    recording = Story().begin().stay(100, 25_000).recording()
    assert overcurrent_latencies_ms(recording, 24_000) == [math.inf]
    found = figures(recording, {})
    assert found["overcurrent_24ma_to_out_en_low_ms"] == "never"
    json.dumps(found, allow_nan=False)


def test_lost_contact_is_timed_from_the_gap_to_out_en() -> None:
    recording = Story().begin().stay(500).hands_out(1000, react_ms=17).rise().finish().recording()
    assert contact_lost_latencies_ms(recording) == [17]
    assert figures(recording, {})["contact_lost_to_out_en_low_ms"] == 17


def test_voltage_limiting_and_short_lifts_are_no_lost_contact() -> None:
    limited = Story().begin().stay(100).event("gap", "load", 1).stay(500, 8000).event("gap", "load", 0)
    assert contact_lost_latencies_ms(limited.finish().recording()) == []
    lifted = Story().begin().stay(100).event("gap", "load", 1).stay(9, 0).event("gap", "load", 0)
    assert contact_lost_latencies_ms(lifted.stay(500, 10_000).finish().recording()) == []


def test_the_step_on_recontact_is_the_one_after_the_gap() -> None:
    story = Story().begin().stay(500).hands_out(1000).close().stay(50, 420).ramp(10_000)
    assert figures(story.finish().recording(), {})["step_on_recontact_ua"] == 420
    assert figures(Story(5, 0.2).whole().recording(), {})["step_on_recontact_ua"] is None
