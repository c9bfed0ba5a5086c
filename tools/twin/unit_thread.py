# Runs the live unit beside the screen: takes its turns at their time in a thread, passes lines. Shows nothing.

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import Any

from tools.live import client, words

Json = dict[str, Any]
REST_S = 0.02  # while time stands


class UnitThread(threading.Thread):
    """`told` is called in the thread with all that a turn said; `ended` with the reason when there is no more."""

    def __init__(self, unit: client.LiveUnit, told: Callable[[list[Json]], None], ended: Callable[[str], None]) -> None:
        super().__init__(daemon=True)
        self.unit = unit
        self.pace = client.Pace()
        self._told = told
        self._ended = ended
        self._waiting: queue.SimpleQueue[Json | None] = queue.SimpleQueue()

    def do(self, command: Json) -> None:
        """A command of docs/live.md; speed, pause and advance are the pace's, not the unit's."""
        self._waiting.put(command)

    def stop(self) -> None:
        """No further turn."""
        self._waiting.put(None)

    def run(self) -> None:
        try:
            self._told(self.unit.first)
            while self._turn():
                pass
        except client.LiveError as error:
            self._ended(str(error))
        finally:
            self.unit.close()

    def _turn(self) -> bool:
        wait = self.pace.wait_s()
        try:
            command = (
                self._waiting.get(timeout=REST_S if wait is None else wait) if wait != 0 else self._waiting.get_nowait()
            )
        except queue.Empty:
            if self.pace.wait_s() == 0:
                self.pace.turned()
                self._told(self.unit.turn([]))
            return True
        if command is None:
            return False
        self._obey(command)
        return True

    def _obey(self, command: Json) -> None:
        name = command["do"]
        if name == "speed":
            self.pace.go(command["factor"])
        elif name == "pause":
            if command["on"]:
                self.pace.paused = True
            else:
                self.pace.go()
        elif name == "advance":
            self.pace.advance(command["ms"] // client.TURN_MS)
        else:
            try:
                self._told(self.unit.turn(list(words.told(command))))
            except words.Refused as refused:
                self._told([{"error": str(refused)}])
