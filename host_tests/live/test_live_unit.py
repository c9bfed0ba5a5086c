# The live unit: commands reach the simulated body, damaged ones nothing; treatment mode is silent on the console,
# service mode has the prompt.

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tools.live import words
from tools.live.client import LiveUnit

Json = dict[str, Any]


@pytest.fixture
def unit(installed: Path) -> Iterator[LiveUnit]:
    with LiveUnit(image=installed) as unit:
        yield unit


def samples(told: list[Json]) -> list[Json]:
    return [line for line in told if "body_ua" in line]


def last(told: list[Json]) -> Json:
    return samples(told)[-1]


def press(unit: LiveUnit, button: str, ms: int = 200) -> list[Json]:
    assert unit.do({"do": "button", "button": button, "down": 1}) == {"n": None, "ok": 1}
    told = unit.advance(ms)
    unit.do({"do": "button", "button": button, "down": 0})
    return told


def until(unit: LiveUnit, state: str, patience_ms: int = 60_000) -> list[Json]:
    told: list[Json] = []
    for _ in range(patience_ms // 100):
        told += unit.advance(100)
        believed = last(told)["unit"]
        if believed and believed["state"] == state:
            return told
    raise AssertionError(f"never {state}: {last(told)}")


def treated(unit: LiveUnit) -> None:
    """From power-on until the current is on its way."""
    unit.advance(6_700)
    press(unit, "stop")
    until(unit, "ready")
    for _ in range(40):
        press(unit, "ok", 1_500)
        state = last(unit.advance(1_500))["unit"]["state"]
        if state == "contact":
            break
    unit.do({"do": "hands", "where": "in"})
    until(unit, "ramp")


def test_first_line_names_version_and_unit(unit: LiveUnit) -> None:
    hello = unit.first[0]
    assert (hello["live"], hello["board"]) == (1, "pico")
    assert hello["interpreter"].startswith("MicroPython")


def test_hands_and_buttons_lead_to_a_current_and_stop_ends_it(unit: LiveUnit) -> None:
    treated(unit)
    told = last(unit.advance(8_000))
    assert 2_000 < told["body_ua"] < 20_000
    assert abs(told["unit"]["a_ua"] - told["body_ua"]) < 150
    assert told["charge_uamin"] > 0
    told_later = press(unit, "stop") + unit.advance(15_000)
    assert last(told_later)["body_ua"] == 0
    verdict = next(line for line in told_later if "verdict" in line)
    assert verdict["verdict"] == "stopped"
    assert abs(verdict["told_uamin"] - verdict["body_uamin"]) <= 0.05 * verdict["body_uamin"] + 5


def test_a_fault_by_the_catalogues_name_cuts(unit: LiveUnit) -> None:
    treated(unit)
    unit.advance(3_000)
    assert unit.do({"n": 3, "do": "fault", "part": "dac", "mode": "stuck"}) == {"n": 3, "ok": 1}
    told = unit.advance(2_000)
    assert abs(last(told)["body_ua"]) < 50
    assert last(told)["unit"]["fault"]
    assert [line["name"] for line in told if line.get("event") == "fault"] == ["dac.stuck"]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("{", "no JSON"),
        ("[]", "no object"),
        ('{"do": "fly"}', "do is"),
        ('{"do": "button", "button": "fire", "down": 1}', "button is"),
        ('{"do": "button", "button": "ok", "down": 2}', "down is"),
        ('{"do": "button", "button": "ok", "down": true}', "down is"),
        ('{"do": "button", "button": "ok", "down": 1, "hard": 1}', "has no hard"),
        ('{"do": "usb"}', "on is"),
        ('{"do": "battery", "mv": 99999}', "mv is"),
        ('{"do": "console", "hex": "zz"}', "hex is"),
        ('{"do": "fault", "part": "dac", "mode": "melts"}', "dac has no fault melts"),
        ('{"do": "fault", "part": "adc", "mode": "offset", "values": {}}', "do not fit"),
        ('{"n": 5, "do": "hands", "permille": 500, "x": "' + "y" * 5000 + '"}', "more than"),
    ],
)
def test_a_damaged_line_gets_an_error_and_no_effect(unit: LiveUnit, line: str, why: str) -> None:
    before = last(unit.advance(20))
    answers = unit.turn([line])
    assert [why in answer["error"] for answer in answers if "n" in answer] == [True]
    after = last(unit.advance(20))
    assert {**after, "t": 0} == {**before, "t": 0}


@pytest.mark.parametrize(
    ("command", "why"),
    [
        ({"do": "hands", "where": "up"}, "where is"),
        ({"do": "water", "kind": "oil"}, "kind is"),
        ({"do": "fault", "part": "dac", "mode": "stuck", "code": 5000}, "code"),
        ({"do": "fault", "part": "dak", "mode": "stuck"}, "dak"),
        ({"do": "plug", "on": 3}, "on is"),
    ],
)
def test_shorthand_is_checked_before_anything_is_sent(command: Json, why: str) -> None:
    with pytest.raises(words.Refused, match=why):
        words.told(command)


def test_treatment_mode_is_silent_and_service_mode_has_the_prompt(unit: LiveUnit) -> None:
    def said(told: list[Json]) -> bytes:
        return b"".join(bytes.fromhex(line["console"]) for line in told if "console" in line)

    unit.advance(3_000)
    unit.do({"do": "usb", "on": 1})
    told = unit.turn([{"do": "console", "hex": b"\r\x03\x03\x01".hex()}]) + unit.advance(1_000)
    assert said(told) == b""
    assert last(told)["unit"]  # it runs on
    unit.do({"do": "power", "on": 0})
    assert last(unit.advance(500))["unit"] is None
    unit.do({"do": "power", "on": 1})
    unit.advance(3_000)
    told = unit.turn([{"do": "console", "hex": b"\r\x03\x03\x01".hex()}]) + unit.advance(200)
    assert said(told).endswith(b"raw REPL; CTRL-B to exit\r\n>")
    told = unit.turn([{"do": "console", "hex": b"print(6 * 7)\x04".hex()}]) + unit.advance(60)
    assert said(told) == b"OK42\r\n\x04\x04>"
    told = unit.turn([{"do": "console", "hex": b"1 / 0\x04".hex()}]) + unit.advance(60)
    assert said(told).startswith(b"OK\x04Traceback") and b"ZeroDivisionError" in said(told)


def test_time_stands_while_commands_come(unit: LiveUnit) -> None:
    before = unit.t_ms
    for _ in range(5):
        assert unit.do({"do": "meter"})["ua"] == 0
    assert unit.t_ms == before
