# What a scenario's script can have a person do: as many actions as scenarios know, and none that is something else.

from __future__ import annotations

from typing import Any

import pytest

from host_tests.support.sim_bench import Bench
from tools.harness.person import Hands
from tools.harness.script import Script
from tools.scenario.schema import ACTIONS
from tools.scenario.schema_types import Word


class Someone:
    """A person that may leave."""

    present = True

    def leave(self) -> None:
        self.present = False


def script(bench: Bench, *actions: dict[str, Any]) -> Script:
    someone: Any = Someone()
    return Script(bench.world, Hands(bench.world), someone, list(actions))


def action(do: str, after: dict[str, Any] | None = None, **values: Any) -> dict[str, Any]:
    return {"do": do, "at_ms": 10, "after": after, "values": values}


def test_scenarios_and_the_script_know_the_same_actions() -> None:
    assert sorted(Script.ACTIONS) == sorted(word.name for word in ACTIONS)


@pytest.mark.parametrize("word", ACTIONS, ids=lambda word: word.name)
def test_every_action_can_be_done_with_the_values_that_scenarios_have(word: Word) -> None:
    bench = Bench()
    values: dict[str, Any] = {value.name: value.default or "ok" for value in word.values}
    script(bench, {**action(word.name), "values": values})
    bench.world.agenda.at(20_000, bench.clock.plan)
    bench.circuit.catch_up()
    while bench.world.agenda.due <= 20_000:
        bench.world.agenda.fire()


def test_an_action_that_there_is_not_is_refused() -> None:
    with pytest.raises(ValueError, match="no action is called dance; there are hands_in, hands_out"):
        script(Bench(), action("dance"))


def test_an_action_waits_for_its_state_and_is_done_once() -> None:
    bench = Bench()
    waiting = script(bench, action("hold", {"state": "ramp", "ms": 5}, button="ok"))
    ok = bench.world.pins.BTN_OK
    bench.us(20_000)
    waiting.state_entered("contact")
    bench.us(20_000)
    assert bench.world.levels[ok] == 1
    waiting.state_entered("ramp")
    bench.us(4_900)
    assert bench.world.levels[ok] == 1
    bench.us(200)
    assert bench.world.levels[ok] == 0
    bench.world.buttons["ok"].move(0)
    waiting.state_entered("ramp")
    bench.us(20_000)
    assert bench.world.levels[ok] == 1
