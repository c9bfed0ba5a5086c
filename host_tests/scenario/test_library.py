# Which scenario a name or a path means, and what a case makes of its file.

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tools.scenario import library, schema
from tools.scenario.errors import ScenarioError
from tools.scenario.loader import load, normalise

HEAD = {
    "end_ms": 9000,
    "load": {"model": "skin", "tau_ms": 5000},
    "faults": [{"at_ms": 1, "part": "dac", "mode": "nack"}],
}


def refused(asked: str | Path) -> str:
    with pytest.raises(ScenarioError) as caught:
        load(asked)
    return str(caught.value)


def case(own: object, head: dict[str, Any] | None = None) -> dict[str, Any]:
    return normalise({**(HEAD if head is None else head), "cases": {"one": own}}, "x.json", "x:one", case="one")


def wrong(raw: dict[str, Any], name: str | None) -> str:
    with pytest.raises(ScenarioError) as caught:
        normalise(raw, "x.json", "x", case=name)
    return str(caught.value)


# --- names


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("stop", "treatment/stop"),
        ("stop.json", "treatment/stop"),
        ("treatment/stop", "treatment/stop"),
        ("overcurrent_b:above", "limit/overcurrent_b:above"),
        ("limit/overcurrent_b:above", "limit/overcurrent_b:above"),
        ("limit/overcurrent_b.json:above", "limit/overcurrent_b:above"),
    ],
)
def test_scenario_of_the_project_is_found_by_its_full_and_its_bare_name(asked: str, name: str) -> None:
    assert library.find(asked).name == name
    assert load(asked)["name"] == name


def test_scenario_of_the_project_is_called_by_its_name_when_it_is_asked_for_by_path() -> None:
    path = schema.SCENARIOS / "limit" / "overcurrent_b.json"
    assert load(f"{path}:above") == load("limit/overcurrent_b:above")


def test_each_name_finds_itself() -> None:
    assert [library.find(name).name for name in library.names()] == list(library.names())


def test_file_with_cases_asked_for_without_one_names_them() -> None:
    for asked in ("overcurrent_b", "limit/overcurrent_b", schema.SCENARIOS / "limit" / "overcurrent_b.json"):
        assert ":above, :below, :once, :twice" in refused(asked)


def test_bare_name_of_two_scenarios_is_refused_with_both() -> None:
    assert "may be limit/battery or selftest/battery" in refused("battery")
    assert load("battery:low")["name"] == "selftest/battery:low"


@pytest.mark.parametrize(
    ("asked", "now"),
    [
        ("limit_overcurrent_b_above", "It is now limit/overcurrent_b:above."),
        ("withdrawal_1s", "It is now pause/withdrawal:1s."),
        ("limit_idle_a", "It is now limit/idle_a:far or limit/idle_a:above or limit/idle_a:below."),
        ("limit/overcurent_b:above", 'Did you mean "limit/overcurrent_b:above"?'),
        ("stop:soon", 'Did you mean "stop"?'),
    ],
)
def test_name_of_before_and_a_misspelt_one_are_told_the_right_one(asked: str, now: str) -> None:
    assert now in refused(asked)


def test_path_may_have_a_case_and_a_colon_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "mine.json"
    file.write_text(json.dumps({**HEAD, "cases": {"short": {"end_ms": 5000}, "long": {}}}))
    assert (load(f"{file}:short")["end_ms"], load(f"{file}:long")["end_ms"]) == (5000, 9000)
    assert load(f"{file}:short")["name"] == "mine:short"
    assert 'none is called "shrt". Did you mean "short"?' in refused(f"{file}:shrt")
    colon = tmp_path / "a:b.json"
    colon.write_text("{}")
    assert load(colon)["name"] == "a:b"


def test_damage_in_one_file_of_the_project_does_not_hide_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "broken.json").write_text("{")
    (tmp_path / "mine" / "whole.json").write_text("{}")
    monkeypatch.setattr(library, "SCENARIOS", tmp_path)
    library.names.cache_clear()
    try:
        assert library.names() == ("mine/broken", "mine/whole")
        assert load("whole")["name"] == "mine/whole"
        assert "line 1 column 2: not JSON" in refused("broken")
    finally:
        library.names.cache_clear()


# --- cases


def test_case_is_the_rest_of_the_file_with_its_own_object_merged_in() -> None:
    full = case({"load": {"tau_ms": 6000, "emf_mv": 7}, "faults": [{"at_ms": 2, "part": "dac", "mode": "absent"}]})
    assert full == normalise(
        {
            "end_ms": 9000,
            "load": {"model": "skin", "tau_ms": 6000, "emf_mv": 7},
            "faults": [{"at_ms": 2, "part": "dac", "mode": "absent"}],
        },
        "x.json",
        "x:one",
    )


def test_null_in_a_case_takes_the_key_away() -> None:
    assert case({"end_ms": None, "load": {"tau_ms": None}, "faults": None}) == normalise(
        {"load": {"model": "skin"}}, "x.json", "x:one"
    )


@pytest.mark.parametrize(
    ("target", "patch", "result"),
    [  # the examples of RFC 7396, appendix A, that an object of a scenario can be
        ({"a": "b"}, {"a": "c"}, {"a": "c"}),
        ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
        ({"a": "b"}, {"a": None}, {}),
        ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
        ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
        ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
        ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
        ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
        ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
        ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
    ],
)
def test_merging_is_json_merge_patch(target: object, patch: object, result: object) -> None:
    from tools.scenario import cases

    assert cases._merge(target, patch, cases.MOST_DEPTH) == result


def test_case_may_be_given_a_name_by_its_file() -> None:
    assert case({}, {"name": "mine"})["name"] == "mine:one"


@pytest.mark.parametrize(
    ("raw", "name", "told"),
    [
        ({"cases": {}}, "one", 'cases: is an object. Write an object: {"above"'),
        ({"cases": []}, None, "cases: is a list"),
        ({"cases": {"one": 3}}, "one", "cases.one: is 3"),
        ({"cases": {"One!": {}}}, "One!", '"One!" is no name of a case'),
        ({"cases": {"one": {"name": "x"}}}, "one", "cases.one.name: has no place in a case"),
        ({"cases": {"one": {"cases": {}}}}, "one", "cases.one.cases: has no place in a case"),
        ({"cases": {"one": {}, "two": {}}}, None, "Write after the file's name one of: :one, :two."),
        ({}, "one", "the file has no cases"),
        ({"cases": {"one": {"end_ms": "long"}}}, "one", "end_ms"),
    ],
)
def test_each_mistake_with_cases_is_told(raw: dict[str, Any], name: str | None, told: str) -> None:
    assert told in wrong(raw, name)


def test_case_as_deep_as_json_may_be_is_refused_in_words(tmp_path: Path) -> None:
    file = tmp_path / "deep.json"
    file.write_text('{"cases": {"one": {"load": ' + '{"a": ' * 900 + "1" + "}" * 900 + "}}}")
    assert "deep.json:one: load.a:" in refused(f"{file}:one")
