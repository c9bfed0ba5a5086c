# The process that stands in for the simulated unit: the whole file of a board, booted on the emulated RP2040, with
# the same front end, person, faults and recorder. Speaks the line protocol of tools/line_protocol.py; judges
# nothing.

from __future__ import annotations

import json
import os
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
for _path in (ROOT / "firmware", ROOT / "tools" / "sim" / "shims", ROOT):
    sys.path.insert(0, str(_path))

from tools.emulator import board_flash, memory_inspector  # noqa: E402
from tools.emulator.chip import Chip  # noqa: E402
from tools.emulator.faults import parts_of_chip  # noqa: E402
from tools.emulator.realtime_rules import RealtimeRules  # noqa: E402
from tools.emulator.wiring import Wiring  # noqa: E402
from tools.harness.person import Hands, Person  # noqa: E402
from tools.harness.recorder import Recorder, decided, dump  # noqa: E402
from tools.harness.script import Script  # noqa: E402
from tools.image import uf2  # noqa: E402
from tools.sim import pins  # noqa: E402
from tools.sim.bench import World  # noqa: E402
from tools.sim.injector import Injector  # noqa: E402

UF2_VARIABLE = "IONTO_UF2"  # the runner hands a unit only scenario, folder and image
STEP_US = 50_000
PANEL_S = 0.1


def say(text: str) -> None:
    """A line of the protocol."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


class Unit:
    """Chip, world, person and recorder of one run."""

    def __init__(
        self,
        scenario: dict[str, Any],
        out: str,
        blocks: dict[int, bytes],
        panel: bool = False,
        say: Callable[[str], None] = say,
    ) -> None:
        self.scenario = scenario
        self.panel = panel
        self.say = say
        self.world: Any = World(scenario, pins.of_board(str(ROOT / "boards"), scenario["board"]["name"]))
        self.chip = Chip(board_flash.prepared(blocks, self.world.board, scenario["files"]))
        self.wiring = Wiring(self.chip, self.world)
        self.wiring.on_restart = self._restarted
        self.recorder: Any = Recorder(self.world, out, say, open)
        self.recorder.glass.picture = lambda unit: memory_inspector.bytes_of(unit.hw.display.buffer)
        self.rules = RealtimeRules(self.chip, self.world)
        self.hands: Any = Hands(self.world)
        self.injector: Any = Injector(self.world, scenario["faults"], parts_of_chip(self.world, self.chip))
        self.person: Any = Person(self.world, self.hands, scenario["user"])
        self.recorder.on_state = self._entered
        self.world.on_feed = self._fed
        self.deadline_us = scenario["end_ms"] * 1000
        self.decided = False
        self._shown = 0.0
        self.script: Any = Script(self.world, self.hands, self.person, scenario["user"]["script"])

    def _entered(self, name: str) -> None:
        """What a scenario has for the first time that a state is entered."""
        self.injector.state_entered(name)
        self.script.state_entered(name)

    def _restarted(self) -> None:
        """What lay in RAM is gone."""
        self.recorder.unit = None
        self.rules.restarted()

    def _fed(self) -> None:
        """The end of a tick: the firmware's own objects are looked for once after each start, then read."""
        recorder = self.recorder
        if recorder.unit is None:
            recorder.unit = memory_inspector.find_unit(self.chip.mcu)
        recorder.feed()
        self.rules.fed()
        now = self.world.clock.now
        if not self.decided and decided(self.scenario["expect"], recorder, now // 1000, self.person.texts):
            self.decided = True
            self.deadline_us = min(self.deadline_us, now + self.scenario["linger_ms"] * 1000)
        if self.panel and time.monotonic() - self._shown >= PANEL_S:
            self._shown = time.monotonic()
            self.say("O " + bytes(self.world.oled.gddram).hex())

    def run(self) -> None:
        """From power-on to the end of the scenario."""
        self.world.power_on()
        self.world.boots = 1
        self.world.log("boot", "1", 0)
        while self.chip.now_us < self.deadline_us:
            self.chip.run_to(min(self.deadline_us, self.chip.now_us + STEP_US))


def main(words: list[str]) -> int:
    """Arguments were checked by who starts this; what is wrong here is told with X."""
    scenario = json.loads(Path(words[0]).read_text(encoding="utf-8"))
    out = words[1]
    began = time.monotonic()
    try:
        (Path(out) / "screens").mkdir(exist_ok=True)
        blocks = uf2.read_blocks(Path(os.environ[UF2_VARIABLE]))
        unit = Unit(scenario, out, blocks, "--panel" in words)
        unit.run()
        facts = unit.recorder.end(
            {
                "interpreter": "MicroPython on an emulated RP2040",
                "seed": scenario["seed"],
                "scenario": scenario["name"],
                "version": board_flash.version(blocks),
                "end_reason": "expectation" if unit.decided else "time",
                "sim_reached_expect": unit.decided,
                "alloc_live_bytes": unit.rules.changed_bytes(),
                "texts": unit.person.texts,
                "log": board_flash.events(unit.chip.mcu.flash, blocks),
            }
        )
    except Exception as error:
        traceback.print_exc()
        say("X " + repr(error))
        return 1
    facts["wall_s"] = round(time.monotonic() - began, 2)
    say("Z " + dump(facts))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
