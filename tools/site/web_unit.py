# The live unit of a page in a browser, in MicroPython in WebAssembly: takes its turns with the worker's JavaScript.
# Decides only how seldom something is told, and how: because what is told takes memory that is free again at the end.

import json

import page  # type: ignore[import-not-found]  # the worker's functions

from ionto.safety import faults
from ionto.treatment import states
from tools.live.bench import Bench
from tools.live.unit import TURN_MS, LiveUnit
from tools.site import wasm_unit  # noqa: F401  first of all: what stands in for what is lacking

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

TELL_MS = 60  # a key shows within it
HERE: "dict[str, Any]" = {}  # where among the lines the sample stands


class WebBench(Bench):
    """Samples go over as numbers, which take no memory here; the worker makes the line of docs/live.md of them."""

    def _sample(self, t: int) -> "dict[str, Any]":
        world = self.world
        circuit = world.circuit
        left, right = world.load.hands
        electrodes_mv = circuit.a_mv - circuit.b_mv
        page.truth(
            t, self.power, circuit.usb, circuit.body_ua, circuit.i_a_ua, electrodes_mv, self._uams // 60_000,
            circuit.rail_mv, world.battery_mv(), left.permille, right.permille,
        )  # fmt: skip
        unit = self.recorder.unit
        if unit is not None:
            s = unit.status
            page.believed(
                states.NAMES[s.state], faults.label(s.fault) if s.fault else "", s.service, s.target_ua, s.set_ua,
                s.measured_ua, s.b_ua, s.load_mv, s.delivered_uamin, s.remaining_ms, s.battery_mv, s.pauses,
            )  # fmt: skip
        return HERE


class Unwatched:
    """Nobody judges a session on the page: whether the glass was true is not looked for."""

    def look(self, unit: "Any", now: int) -> None:
        pass

    def close(self, now: int) -> None:
        pass


class WebUnit(LiveUnit):
    """Each 20 ms: commands, sound, pacing. Each 60: glass and figures."""

    bench_of = WebBench

    def __init__(self, scenario: "dict[str, Any]") -> None:
        self._told_ms = 0
        super().__init__(scenario, "", "/image", self._take)
        self.recorder.glass = Unwatched()  # type: ignore[assignment]
        self._tell = page.tell
        self._commands = page.commands

    def _meet(self) -> None:
        self.world.agenda.after(TURN_MS * 1000, self._meet)
        now_ms = self.world.clock.now // 1000
        waiting = page.turn()
        if waiting or now_ms - self._told_ms >= TELL_MS or self.world.buzzer_hz != self.bench._hz:
            self._told_ms = now_ms
            self._exchange()

    def _take(self, lines: "list[str]") -> "list[str]":
        self._tell("\n".join(lines))
        return [line for line in self._commands().split("\n") if line]


def run(scenario: str) -> None:
    """Until the worker is ended."""
    with open(scenario) as f:
        WebUnit(json.load(f)).run()
