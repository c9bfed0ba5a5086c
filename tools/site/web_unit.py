# The live unit of a page in a browser, in MicroPython in WebAssembly: takes its turns with the worker's JavaScript.
# Decides only how seldom something is told, because nothing that is told can be collected there before the end.

import json

import page  # type: ignore[import-not-found]  # the worker's functions

from tools.live.unit import TURN_MS, LiveUnit
from tools.site import wasm_unit  # noqa: F401  first of all: what stands in for what is lacking

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

TELL_MS = 60  # a key shows within it


class WebUnit(LiveUnit):
    """Each 20 ms: commands, sound, pacing. Each 60: glass and figures."""

    def __init__(self, scenario: "dict[str, Any]") -> None:
        self._told_ms = 0
        super().__init__(scenario, "", "/image", self._take)
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
