# The maker's commands against a live unit on a pseudo-terminal: what they write, ask, refuse; their exit codes.

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from host_tests.support.live_port import LivePort, locked
from tools.device import clock, command, diary, history, logs, monitor, unlock


@pytest.fixture(scope="module")
def unit(tmp_path_factory: pytest.TempPathFactory, installed: Path) -> Iterator[LivePort]:
    """Locked, with a clock chip that was never set, on the cable."""
    with locked(tmp_path_factory.mktemp("live"), installed) as unit:
        unit.until("fault", "L03")
        yield unit


def answer(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def test_road_of_a_locked_unit(
    unit: LivePort, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    port = ["--port", unit.console]
    assert clock.main([*port, "--check"]) == command.REFUSED
    assert clock.main(port) == command.DONE
    assert clock.main([*port, "--check"]) == command.DONE
    assert monitor.main([*port, "--ma", "2", "--seconds", "1"]) == command.REFUSED
    assert "self-test has not passed" in capsys.readouterr().err
    assert unlock.main(port) == command.REFUSED  # nobody's name
    answer(monkeypatch, "yes\n")
    assert unlock.main([*port, "--who", "Ada"]) == command.REFUSED
    assert "stays locked" in capsys.readouterr().err
    answer(monkeypatch, "unlock\n")
    assert unlock.main([*port, "--who", "Ada"]) == command.DONE
    assert unlock.main([*port, "--who", "Ada"]) == command.DONE
    assert "not locked" in capsys.readouterr().out
    assert logs.main([*port, "--out", str(tmp_path)]) == command.DONE
    rows = list(csv.DictReader((tmp_path / "events.csv").open(encoding="utf-8")))
    told = [row["text"] for row in rows]
    assert any(text.startswith("unlocked by ADA, 20") for text in told)
    assert any(text.startswith("clock set to 20") for text in told)
    assert json.loads((tmp_path / "unit.json").read_text("utf-8"))["locked"] is False
    assert "unlocked by ADA" in (tmp_path / "diary.html").read_text("utf-8")
    # and after the power switch the self-test passes: the dummy load may be driven
    unit.do(do="power", on=0)
    unit.do(do="power", on=1)
    unit.do(do="speed", factor=0)
    unit.until("fault", "S32")
    unit.do(do="speed", factor=1)
    file = tmp_path / "look.csv"
    assert monitor.main([*port, "--ma", "3", "--seconds", "1.5", "--csv", str(file)]) == command.DONE
    looked = list(csv.DictReader(file.open(encoding="utf-8")))
    assert abs(int(looked[-1]["a_ua"]) - 3_000) < 50


def test_wrong_words_are_answered(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        monitor.main(["--ma", "21"])
    assert ended.value.code == command.NO_UNIT and "not between 0 and 20" in capsys.readouterr().err
    assert clock.main(["--port", "nowhere"]) == command.NO_UNIT
    assert "nowhere" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["ada", "A", "ADA-L.99_X"])
def test_a_name_comes_back_from_the_log(name: str) -> None:
    assert history.unpack_name(*history.pack_name(name)) == name.upper()
    assert all(0 <= number < 1 << 30 for number in history.pack_name(name))


@pytest.mark.parametrize("name", ["", "elevenchars", "ä", "a b"])
def test_a_name_that_the_log_cannot_hold_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="no name"):
        history.pack_name(name)


def test_records_become_rows_in_their_order() -> None:
    import ionto.records.event_log as lg
    from ionto.records.history import History

    raw = {name: [0] * 18 for name in ("settings", "calibration", "marker")}
    ledger = [0] * len(History(None).values)  # type: ignore[arg-type]
    minute = unlock.minute_of(datetime(2026, 5, 1, 8, 30))
    for row, values in enumerate([(3, minute, 0, 0, 200_000), (4, 0, 0, 1, 150_500), (2, minute - 1440, 0, 2, 90_000)]):
        ledger[10 + 5 * row : 15 + 5 * row] = values
    ledger[2] = 2  # the third row is the oldest
    ledger[3] = 1
    ledger[4:8] = [4, minute, 3, 0]
    events = [0] * (1 + 7 * lg.EVENTS)
    events[0] = 3
    events[1:22] = [3, 90, 202, 7, 23_000, 23_100, 9_000, 3, 90, lg.FOUND_BY, 7, 202, 23_000, 22_000,
                    4, 50, lg.ENDED, 12, 1, 200_000, 10_000]  # fmt: skip
    unit = history.decode({**raw, "history": ledger, "log": events}, "1", "pico")
    assert [(t.boot, t.site, t.ma_min) for t in unit.treatments] == [
        (2, "underarms", 90.0), (3, "hands", 200.0), (4, "feet", 150.5)]  # fmt: skip
    assert unit.treatments[1].when == "2026-05-01 08:30" and unit.treatments[2].when == "no clock"
    assert [(e.code, e.found_by) for e in unit.events] == [(202, (23_000, 22_000)), (lg.ENDED, None)]
    assert "measured 23000, allowed 22000" in history.told(unit.events[0])
    assert [cut.code for cut in history.hard_cuts(unit)] == [202]
    page = diary.page(unit)
    assert "<svg" in page and "2026-05-01 08:30" in page and "<script" not in page


def test_each_persons_last_current_is_told_apart() -> None:
    import ionto.records.settings as se

    record = se.Settings(None)  # type: ignore[arg-type]
    record.put(0, se.LAST_UA, 9_500)
    assert [row[0] for row in history.site_settings(_with_settings(record.values))] == ["hands", "feet", "underarms"]
    record.add()
    record.call(b"Zoe")
    record.put(1, se.LAST_UA, 12_000)
    rows = history.site_settings(_with_settings(record.values))
    assert len(rows) == 6
    assert ("person 1: hands", 9.5, 0) in rows and ("Zoe: feet", 12.0, 0) in rows


def _with_settings(values: Iterable[int]) -> history.Unit:
    return history.Unit("1", "pico", 1, False, [], [], [], True, 0, {"settings": list(values)})
