# What the simulated unit wrote in integers: the text a person reads, and what is judged, say the same.

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from host_tests.support.synthetic_run import Story
from tools.harness.rows import EVENTS
from tools.judges import raw, recording
from tools.judges.recording import COLUMNS, STATES, RecordingError, load

PLAIN = [5, STATES.index("ramp"), -10_000, -250, -248, -251, -249, -1_200, 4_800, -1, 77, 1, EVENTS.index("stop")]


def wrote(folder: Path, rows: list[list[int]]) -> Path:
    """A run's folder in which the simulated unit wrote these rows."""
    Story(5, 0.2).whole().write(folder)
    (folder / "trace.csv").unlink()
    np.array(rows, dtype="<i4").tofile(folder / "trace.i32")
    return folder


def test_a_row_becomes_a_line_of_text(tmp_path: Path) -> None:
    second = [10, 0, *[0] * 11]
    raw.translate(wrote(tmp_path, [PLAIN, second]))
    assert (tmp_path / "trace.csv").read_bytes().decode("ascii").split("\n") == [
        "t_ms,state,target_ua,set_ua,a_ua,b_ua,body_ua,v_load_mv,load_ohm,polarity,dac_code,limited,event",
        "5,ramp,-10000,-250,-248,-251,-249,-1200,4800,-1,77,1,stop",
        "10,boot,0,0,0,0,0,0,0,0,0,0,",
        "",
    ]


def test_what_is_judged_is_what_the_text_says(tmp_path: Path) -> None:
    dice = np.random.default_rng(4)
    rows = dice.integers(-(2**31), 2**31, (500, len(COLUMNS)))
    rows[:, 0] = np.arange(500) * 5
    rows[:, 1] = np.arange(500) % len(STATES)
    rows[:, 12] = np.where(dice.random(500) < 0.3, np.arange(500) % len(EVENTS), 0)
    folder = wrote(tmp_path, rows.tolist())
    trace = raw.translate(folder)
    assert trace is not None
    told, read = load(folder, trace), load(folder)
    assert list(told.columns) == list(read.columns) == [name for name in COLUMNS if name not in ("state", "event")]
    for name, column in read.columns.items():
        assert told.columns[name].dtype == column.dtype and told.columns[name].tolist() == column.tolist(), name
    assert told.state.dtype == read.state.dtype and told.state.tolist() == read.state.tolist()
    assert told.words == read.words


def test_whoever_runs_many_needs_no_text(tmp_path: Path) -> None:
    folder = wrote(tmp_path, [PLAIN])
    trace = raw.translate(folder, text=False)
    assert trace is not None and trace.columns["a_ua"].tolist() == [-248]
    assert not (folder / "trace.csv").exists()


def test_a_folder_of_another_unit_that_writes_text_itself_is_read_from_that(tmp_path: Path) -> None:
    Story(5, 0.2).whole().write(tmp_path)
    assert raw.translate(tmp_path) is None
    assert len(load(tmp_path, None).t_ms) > 100


@pytest.mark.parametrize(
    ("spoilt", "told"),
    [
        ([], "trace.i32: 0 bytes, not a whole number of rows"),
        ([PLAIN, PLAIN[:7]], "trace.i32: 80 bytes, not a whole number of rows"),
        ([PLAIN, [10, 99, *PLAIN[2:]]], "trace.i32, row 1: unknown state 99"),
        ([PLAIN, [10, -1, *PLAIN[2:]]], "trace.i32, row 1: unknown state -1"),
        ([PLAIN, PLAIN, [10, *PLAIN[1:12], len(EVENTS)]], f"trace.i32, row 2: unknown event {len(EVENTS)}"),
        ([PLAIN, [4, *PLAIN[1:]]], "trace.csv, line 3: time runs backwards"),
    ],
)
def test_integers_that_the_unit_never_writes_are_refused(spoilt: list[list[int]], told: str, tmp_path: Path) -> None:
    folder = wrote(tmp_path, [])
    np.array([number for row in spoilt for number in row], dtype="<i4").tofile(folder / "trace.i32")
    with pytest.raises(RecordingError, match=told):
        load(folder, raw.translate(folder))


def test_the_text_is_not_read_again_for_the_judges(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = wrote(tmp_path, [PLAIN])
    trace = raw.translate(folder)
    monkeypatch.setattr(recording, "_read_trace", lambda _path: pytest.fail("read again"))
    assert load(folder, trace).columns["a_ua"].tolist() == [-248]
