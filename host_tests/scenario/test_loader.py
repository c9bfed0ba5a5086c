# A scenario file is read whole, or refused with everything that is wrong with it.

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.scenario import schema
from tools.scenario.errors import Error, ScenarioError
from tools.scenario.library import find, names
from tools.scenario.loader import load, normalise, write

STUCK_DAC = {"at_ms": 1000, "part": "dac", "mode": "stuck"}


def errors(raw: object) -> list[Error]:
    with pytest.raises(ScenarioError) as caught:
        normalise(raw, "x.json", "x")
    return caught.value.errors


def only(raw: object) -> Error:
    found = errors(raw)
    assert len(found) == 1, [str(one) for one in found]
    return found[0]


def in_file(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "one.json"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def refused_file(tmp_path: Path, text: str | bytes) -> Error:
    with pytest.raises(ScenarioError) as caught:
        load(in_file(tmp_path, text))
    assert str(tmp_path) in str(caught.value)
    return caught.value.errors[0]


# --- what comes out


def test_empty_scenario_is_a_whole_one() -> None:
    full = normalise({}, "x.json", "x")
    assert full["name"] == "x"
    assert full["seed"] == 1
    assert full["clock_start_ms"] == 2**30 - 5000
    assert full["load"]["model"] == "skin"
    assert full["user"]["person"] == "default"
    assert full["user"]["current_ua"] == 10_000
    assert full["user"]["minutes"] == 20
    assert full["faults"] == []
    assert full["expect"]["fault"] is None


def test_fault_gets_every_field() -> None:
    (fault,) = normalise({"faults": [STUCK_DAC]}, "x.json", "x")["faults"]
    assert fault == {
        "at_ms": 1000, "after": None, "part": "dac", "mode": "stuck", "values": {"code": 4095}, "for_ms": None,
    }  # fmt: skip


def test_end_of_a_fault_becomes_its_duration() -> None:
    (fault,) = normalise({"faults": [{**STUCK_DAC, "until_ms": 1500}]}, "x.json", "x")["faults"]
    assert fault["for_ms"] == 500


def test_time_after_a_state_is_kept_apart_from_absolute_time() -> None:
    raw = {"faults": [{"after": {"state": "run", "ms": 7}, "part": "dac", "mode": "nack", "for_ms": 3}]}
    (fault,) = normalise(raw, "x.json", "x")["faults"]
    assert (fault["at_ms"], fault["after"], fault["for_ms"]) == (None, {"state": "run", "ms": 7}, 3)


def test_milliamperes_become_microamperes() -> None:
    assert normalise({"user": {"current_ma": 12.5}}, "x.json", "x")["user"]["current_ua"] == 12_500


def test_short_and_long_form_of_a_press_are_the_same() -> None:
    short = normalise({"user": [{"at_ms": 9, "press": "ok"}]}, "x.json", "x")["user"]
    long = normalise({"user": [{"at_ms": 9, "do": "press", "button": "ok", "for_ms": 80}]}, "x.json", "x")["user"]
    assert short == long
    assert short["person"] == "none"
    assert short["script"][0]["values"] == {"button": "ok", "for_ms": 80}


def test_expected_fault_may_be_named_in_three_ways() -> None:
    for way in ("a_b_disagree", "F04", 204, ["f04"]):
        assert normalise({"expect": {"fault": way}}, "x.json", "x")["expect"]["fault"] == [204]
    assert normalise({"expect": {"fault": "none"}}, "x.json", "x")["expect"]["fault"] == [0]


def test_seed_of_the_command_line_beats_the_file() -> None:
    assert normalise({"seed": 5}, "x.json", "x", seed=9)["seed"] == 9


def test_same_seed_draws_the_same_person_and_another_one_differs() -> None:
    raw = {"load": {"vary": True}, "board": {"vary": True}}
    first, again, other = (normalise(raw, "x.json", "x", seed) for seed in (3, 3, 4))
    assert first == again
    assert first["load"] != other["load"]
    assert first["board"] != other["board"]


def test_what_a_file_says_is_not_drawn() -> None:
    raw = {"load": {"vary": True, "inner_ohm": 777}}
    loads = [normalise(raw, "x.json", "x", seed)["load"] for seed in (1, 2)]
    assert [one["inner_ohm"] for one in loads] == [777, 777]
    assert loads[0]["skin_end_ohm"] != loads[1]["skin_end_ohm"]


@given(st.integers(0, 2**31 - 1))
def test_what_is_drawn_stays_in_its_range(seed: int) -> None:
    full = normalise({"load": {"vary": True}, "board": {"vary": True}, "user": {"vary": True}}, "x.json", "x", seed)
    for rows, drawn in ((schema.SKIN + schema.LOAD_COMMON, full["load"]), (schema.BOARD, full["board"])):
        for row in rows:
            if row.vary:
                assert row.vary[0] <= drawn[row.name] <= row.vary[1]


def test_normalised_scenario_is_ascii_with_the_same_bytes_each_time(tmp_path: Path) -> None:
    full = normalise({"about": "2 kΩ"}, "x.json", "x")
    write(full, tmp_path / "a")
    write(full, tmp_path / "b")
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert (tmp_path / "a").read_bytes().isascii()
    assert json.loads((tmp_path / "a").read_text()) == full


def whole_numbers(thing: Any) -> bool:
    if isinstance(thing, dict):
        return all(whole_numbers(one) for one in thing.values())
    if isinstance(thing, list):
        return all(whole_numbers(one) for one in thing)
    return thing is None or (isinstance(thing, (int, str)) and not isinstance(thing, bool))


def test_normalised_scenario_holds_no_float_and_no_bool() -> None:
    for name in names():
        assert whole_numbers(load(name)), name
    assert whole_numbers(normalise({"end_ms": 6e5, "load": {"vary": True}}, "x.json", "x"))


# --- what is refused


def test_all_mistakes_of_a_file_come_at_once() -> None:
    places = [c.place for c in errors({"sed": 1, "battery_mv": 9000, "faults": [{"part": "dac", "mode": "stuk"}]})]
    assert places == ["sed", "battery_mv", "faults[0]", "faults[0].mode"]


@pytest.mark.parametrize(
    ("raw", "place", "nearest"),
    [
        ({"fault": []}, "fault", "faults"),
        ({"board": "pcio"}, "board", "pico"),
        ({"load": {"model": "skinn"}}, "load.model", "skin"),
        ({"load": {"noise": 3}}, "load.noise", "noise_permille"),
        ({"faults": [{**STUCK_DAC, "part": "sync"}]}, "faults[0].part", "sink"),
        ({"faults": [{**STUCK_DAC, "mode": "stuk"}]}, "faults[0].mode", "stuck"),
        ({"faults": [{**STUCK_DAC, "cod": 1}]}, "faults[0].cod", "code"),
        ({"faults": [{"after": {"state": "runn"}, "part": "dac", "mode": "nack"}]}, "faults[0].after.state", "run"),
        ({"user": [{"at_ms": 1, "press": "OK "}]}, "user[0].button", "ok"),
        ({"user": {"then": [{"at_ms": 1, "do": "witdraw"}]}}, "user.then[0].do", "withdraw"),
        ({"user": {"sight": "feet"}}, "user.sight", "site"),
        ({"user": {"site": "hand"}}, "user.site", "hands"),
        ({"expect": {"result": "complete"}}, "expect.result", "completed"),
        ({"expect": {"fault": "a_b_disagrees"}}, "expect.fault", "a_b_disagree"),
    ],
)
def test_unknown_word_is_refused_with_the_nearest_known_one(raw: object, place: str, nearest: str) -> None:
    complaint = only(raw)
    assert complaint.place == place
    assert f'Did you mean "{nearest}"?' in complaint.todo


def test_mode_of_another_part_names_that_part() -> None:
    complaint = only({"faults": [{"at_ms": 1, "part": "adc", "mode": "busy_eeprom"}]})
    assert "dac has it" in complaint.todo


@pytest.mark.parametrize(
    ("raw", "place", "said"),
    [
        ({"battery_mv": 2499}, "battery_mv", "2500 to 4250 mV"),
        ({"seed": -1}, "seed", "0 to"),
        ({"seed": True}, "seed", "not a number"),
        ({"seed": "7"}, "seed", "not a number"),
        ({"seed": 1.5}, "seed", "not a whole number"),
        ({"faults": [{**STUCK_DAC, "code": 4096}]}, "faults[0].code", "0 to 4095"),
        ({"user": {"current_ma": 20.5}}, "user.current_ma", "0.5 to 20"),
        ({"user": {"current_ma": 10.3}}, "user.current_ma", "0.5 to 20"),
        ({"user": {"current_ua": 700}}, "user.current_ua", "steps of 500"),
        ({"load": {"table": []}}, "load.table", "rows"),
        ({"load": {"table": [[0, 1000], [0, 900]]}}, "load.table[1]", "not after"),
        ({"load": {"table": [[0, 0]]}}, "load.table[0]", "Ω"),
        ({"load": {"table": [[0]]}}, "load.table[0]", "not a row"),
    ],
)
def test_number_out_of_range_is_refused_with_the_range(raw: object, place: str, said: str) -> None:
    complaint = only(raw)
    assert complaint.place == place
    assert said in complaint.cause + complaint.todo


@pytest.mark.parametrize(
    ("raw", "place"),
    [
        ({"faults": [{**STUCK_DAC, "until_ms": 1000}]}, "faults[0].until_ms"),
        ({"faults": [{**STUCK_DAC, "until_ms": 2000, "for_ms": 5}]}, "faults[0].until_ms"),
        ({"faults": [{**STUCK_DAC, "after": {"state": "run"}}]}, "faults[0]"),
        ({"faults": [{"part": "dac", "mode": "nack"}]}, "faults[0]"),
        ({"faults": [{"after": {"state": "run"}, "part": "dac", "mode": "nack", "until_ms": 9}]}, "faults[0].until_ms"),
        ({"faults": [{"at_ms": 1, "part": "mcu", "mode": "reset", "for_ms": 9}]}, "faults[0].for_ms"),
        ({"faults": [{**STUCK_DAC}], "end_ms": 1000}, "faults[0].at_ms"),
        ({"faults": [{"at_ms": 1, "part": "leak", "mode": "between", "to": "electrode_a"}]}, "faults[0].to"),
        ({"faults": [STUCK_DAC["part"]]}, "faults[0]"),
        ({"faults": {}}, "faults"),
        ({"faults": [{"at_ms": 1}]}, "faults[0].part"),
        ({"faults": [{"at_ms": 1, "part": "dac"}]}, "faults[0].mode"),
        ({"user": 3}, "user"),
        ({"user": [{"at_ms": 1}]}, "user[0]"),
        ({"user": {"current_ma": 5, "current_ua": 5000}}, "user.current_ma"),
        ({"load": []}, "load"),
        ({"load": {"vary": 1}}, "load.vary"),
        ({"expect": {"by_ms": 5}}, "expect"),
        ({"expect": {"result": "stopped", "by_ms": 5, "within": {"state": "run", "ms": 9}}}, "expect.within"),
        (
            {"expect": {"state": "run", "within": {"state": "ramp", "ms": 5, "not_before_ms": 6}}},
            "expect.within.not_before_ms",
        ),
        ({"expect": {"result": "stopped", "by_ms": 2000}, "end_ms": 1000}, "expect.by_ms"),
        ({"expect": {"fault": []}}, "expect.fault"),
        ({"expect": {"screen_has": ""}}, "expect.screen_has"),
        ({"name": 3}, "name"),
        ([], "file"),
    ],
)
def test_contradiction_is_refused_where_it_stands(raw: object, place: str) -> None:
    complaint = only(raw)
    assert complaint.place == place
    assert complaint.cause
    assert complaint.todo.endswith(".")


def test_broken_json_names_line_and_column(tmp_path: Path) -> None:
    complaint = refused_file(tmp_path, '{\n "seed": 1,\n "end_ms" 5\n}')
    assert complaint.place == "line 3 column 11"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"seed": 1, "seed": 2}', '"seed" stands twice'),
        ('{"seed": NaN}', "NaN"),
        (b'{"about": "\xff"}', "UTF-8"),
        ("[" * 100_000, "nested"),
        ("", "not JSON"),
        (b"{" + b" " * 1_000_001 + b"}", "bytes long"),
        ('{"seed": ' + "9" * 5000 + "}", ""),
    ],
)
def test_damaged_file_is_refused_in_words(tmp_path: Path, text: str | bytes, said: str) -> None:
    assert said in refused_file(tmp_path, text).cause


def test_byte_order_mark_does_not_matter(tmp_path: Path) -> None:
    assert load(in_file(tmp_path, b'\xef\xbb\xbf{"seed": 4}'))["seed"] == 4


def test_missing_file_names_the_nearest_scenario() -> None:
    with pytest.raises(ScenarioError) as caught:
        load("defualt")
    assert 'Did you mean "default"?' in str(caught.value)


def test_folder_is_no_scenario_and_its_message_lists_no_more_than_a_missing_files(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match='"plenty" is no file, and no .*stand in docs/scenarios/') as missing:
        find(tmp_path / "plenty")
    (tmp_path / "plenty").mkdir()
    with pytest.raises(ScenarioError, match='"plenty" is no file but a folder') as folder:
        find(tmp_path / "plenty")
    assert str(folder.value) == str(missing.value).replace("is no file", "is no file but a folder")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
when = st.fixed_dictionaries({}, optional={"at_ms": json_values, "after": json_values, "for_ms": json_values})


@given(
    st.fixed_dictionaries(
        {},
        optional={
            **dict.fromkeys(schema.TOP, json_values),
            "cases": json_values | st.fixed_dictionaries({"a": json_values}),
            "faults": st.lists(when.map(lambda w: {"part": "dac", "mode": "stuck", **w}), max_size=2),
            "load": st.fixed_dictionaries(
                {}, optional={"table": json_values, "vary": json_values, "model": json_values}
            ),
            "expect": st.fixed_dictionaries({}, optional=dict.fromkeys(schema.EXPECT, json_values)),
        },
    )
)
def test_whatever_stands_in_a_file_it_is_read_or_refused(raw: dict[str, Any]) -> None:
    try:
        assert whole_numbers(normalise(raw, "x.json", "x", case="a" if "cases" in raw else None))
    except ScenarioError as error:
        assert all(line.startswith("x.json: ") for line in str(error).split("\n"))
