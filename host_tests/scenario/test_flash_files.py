# What a scenario puts onto the flash before the first power-on, and what it expects in the event log at the end.

from __future__ import annotations

import sys
from typing import Any

import pytest

from tools.harness import flash_setup
from tools.harness.record_classes import record_class
from tools.judges.expectation import Facts, failures
from tools.scenario import schema
from tools.scenario.errors import ScenarioError
from tools.scenario.flash_files import NAMES, layout
from tools.scenario.loader import normalise
from tools.sim.mcu.flash import Mounted, RamFlash, mount
from tools.slots import path_on_board

HOLDS = {"file": "ledger", "mode": "holds"}


def refused(*steps: object, **more: object) -> str:
    with pytest.raises(ScenarioError) as caught:
        normalise({"files": list(steps), **more}, "x.json", "x")
    return str(caught.value)


def prepared(*steps: dict[str, Any], calibrated: int = 0) -> Mounted:
    scenario = normalise({"board": {"calibrated": calibrated}, "files": list(steps)}, "x.json", "x")
    mounted = mount(RamFlash(), {"boot.py": b""})
    flash_setup.prepare(mounted, scenario["board"], scenario["files"])
    return mounted


def loaded(mounted: Mounted, name: str) -> Any:
    record = flash_setup._record(mounted, name)
    record.load()
    return record


@pytest.mark.parametrize("name", schema.RECORDS)
def test_every_record_can_be_held_and_is_as_long_as_its_layout_says(name: str) -> None:
    mounted = prepared({"file": name, "mode": "holds"})
    for copy in ("a", "b"):
        with mounted.open(f"data/{name}.{copy}", "rb") as f:
            assert len(f.read()) == layout(name).size
    assert loaded(mounted, name).status == 0


@pytest.mark.parametrize("name", schema.RECORDS)
def test_the_names_are_those_of_the_firmware_s_constants(name: str) -> None:
    module = sys.modules[record_class(name).__module__]
    shape = layout(name)
    for places, start in ((shape.fields, 0), (shape.row, len(NAMES[name][0].split()))):
        for value, spot in places.items():
            constant = getattr(module, value.upper(), getattr(module, "_" + value.upper(), None))
            assert constant == spot.at[0] - start or value in ("cut_boot", "cut_minute"), value


def test_values_and_rows_arrive_where_their_names_say() -> None:
    row = {"boot": 6, "minute": 1234, "site": 2, "uamin": 99}
    step = {**HOLDS, "values": {"boots": 7, "cut_boot": [5, 4], "locked": 1}, "rows": [row, {"boot": 3}]}
    values = list(loaded(prepared(step), "ledger").values)
    assert values[:10] == [7, 0, 0, 1, 5, 0, 4, 0, 0, 0]
    assert values[10:20] == [6, 1234, 0, 2, 99, 3, 0, 0, 0, 0]


def test_holding_the_calibration_keeps_the_true_one() -> None:
    step = {"file": "calibration", "mode": "holds", "values": {"day": 77}}
    held = loaded(prepared(step, calibrated=1), "calibration")
    assert (held.values[1], held.values[2]) == (2, 77)


@pytest.mark.parametrize(
    ("mode", "status"),
    [({"mode": "flip"}, 3), ({"mode": "cut"}, 3), ({"mode": "cut", "bytes": 0}, 3), ({"mode": "absent"}, 1),
     ({"mode": "newer"}, 5)],
)  # fmt: skip
def test_each_damage_is_what_the_firmware_takes_it_for(mode: dict[str, Any], status: int) -> None:
    both = prepared(HOLDS, {"file": "ledger", **mode})
    assert loaded(both, "ledger").status == status
    older = prepared(HOLDS, {"file": "ledger.b", **mode})
    assert loaded(older, "ledger").status == 2


def test_files_lie_there_in_the_order_of_their_steps() -> None:
    again = prepared(HOLDS, {"file": "ledger", "mode": "flip"}, HOLDS)
    assert loaded(again, "ledger").status == 0


@pytest.mark.parametrize(
    ("step", "told"),
    [
        (7, "files[0]: is 7"),
        ({"mode": "cut"}, "files[0].file: is missing"),
        ({"file": "ledger"}, "files[0].mode: is missing"),
        ({"file": "leger", "mode": "holds"}, 'Did you mean "ledger"?'),
        ({"file": "ledger.c", "mode": "holds"}, "no record of this firmware"),
        ({"file": "ledger", "mode": "hold"}, 'Did you mean "holds"?'),
        ({"file": "ledger.a", "mode": "holds"}, "writes both copies"),
        ({"file": "ledger", "mode": "flip"}, 'Put {"file": "ledger", "mode": "holds"} before it.'),
        ({**HOLDS, "byte": 3}, "no value of holds"),
        ({**HOLDS, "values": {"boot": 3}}, 'Did you mean "boots"?'),
        ({**HOLDS, "values": {"boots": -1}}, "Write a number from 0 to 1000000000."),
        ({**HOLDS, "values": {"locked": True}}, "is not a number"),
        ({**HOLDS, "values": {"cut_boot": [1, 2, 3, 4]}}, "There is room for 3 of that name."),
        ({**HOLDS, "values": [1]}, "Write an object"),
        ({**HOLDS, "rows": [{"sit": 0}]}, 'Did you mean "site"?'),
        ({**HOLDS, "rows": [{"site": 9}]}, "Write a number from -1 to 2."),
        ({**HOLDS, "rows": [{}] * 121}, "at most 120 rows"),
        ({"file": "settings", "mode": "holds", "rows": 3}, "at most 24 rows"),
        ({"file": "settings", "mode": "stray"}, "a record cannot be stray"),
        ({"file": "boot.py", "mode": "holds"}, "no mode of a file of the program"),
        ({"file": "boot.py", "mode": "flip", "bytes": 3}, "no value of flip"),
    ],
)
def test_each_mistake_is_told_with_its_place_and_the_next_step(step: object, told: str) -> None:
    assert told in refused(step, board={"used": 0})


def test_a_byte_behind_the_end_of_a_record_is_told() -> None:
    size = layout("ledger").size
    normalise({"files": [HOLDS, {"file": "ledger", "mode": "flip", "byte": size - 1}]}, "x", "x")
    assert f"0 to {size - 1}" in refused(HOLDS, {"file": "ledger", "mode": "flip", "byte": size})


def test_a_calibration_is_there_only_on_a_calibrated_board() -> None:
    step = {"file": "calibration.a", "mode": "flip"}
    normalise({"files": [step]}, "x", "x")
    assert "no calibration.a is on the flash" in refused(step, board={"calibrated": 0})


def test_a_time_needs_a_clock_chip() -> None:
    assert '"rtc": "ds3231"' in refused(board={"rtc_minute": 5})


def test_a_file_of_the_program_is_flipped_cut_left_out_or_joined_by_another() -> None:
    path = "boot.py"

    def left(*steps: dict[str, Any]) -> bytes | None:
        scenario = normalise({"board": {"calibrated": 0, "used": 0}, "files": list(steps)}, "x.json", "x")
        mounted = mount(RamFlash(), {path_on_board(path): b"import board", "a/main.py": b""})
        flash_setup.prepare(mounted, scenario["board"], scenario["files"])
        try:
            with mounted.open(path_on_board(steps[-1]["file"]), "rb") as f:
                return bytes(f.read())
        except OSError:
            return None

    assert left({"file": path, "mode": "flip", "byte": 0, "bit": 0}) == b"hmport board"
    assert left({"file": path, "mode": "cut", "bytes": 6}) == b"import"
    assert left({"file": path, "mode": "absent"}) is None
    assert left({"file": "old.py", "mode": "stray"}) == b""
    with pytest.raises(ValueError, match="12 bytes"):
        left({"file": path, "mode": "flip", "byte": 12})


def test_files_must_be_a_list() -> None:
    with pytest.raises(ScenarioError, match="not a list"):
        normalise({"files": {"file": "ledger"}}, "x", "x")


# --- the event log


def unmet(wanted: object, log: list[int]) -> list[str]:
    expect = normalise({"expect": {"log": wanted}}, "x", "x")["expect"]
    return failures(expect, Facts(log=log))


def test_expected_entries_stand_in_their_order_with_others_between() -> None:
    assert unmet(["restarted", "R02"], [202, 1005, 1006, 402]) == []
    assert unmet("leak", [214]) == []
    assert unmet([], []) == []
    assert "holds R02 interrupted, log restarted" in unmet(["restarted", "interrupted"], [402, 1005])[0]
    assert "it holds nothing" in unmet(["leak"], [])[0]


def test_an_entry_that_no_firmware_writes_is_told() -> None:
    with pytest.raises(ScenarioError, match='Did you mean "interrupted"'):
        normalise({"expect": {"log": ["interupted"]}}, "x", "x")


def test_the_stored_log_comes_back_oldest_first() -> None:
    rows = [{"boot": 2, "t_ms": 5, "code": 202, "state": 7, "value_1": 1, "value_2": 2, "value_3": 3}, {"code": 1004}]
    mounted = prepared({"file": "log", "mode": "holds", "values": {"total": 2}, "rows": rows})
    assert flash_setup.events(mounted) == [[2, 5, 202, 7, 1, 2, 3], [0, 0, 1004, 0, 0, 0, 0]]
