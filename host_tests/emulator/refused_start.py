# A file of the image damaged in the emulated flash: what lamp, pins, glass and console of the unit say 0.9 s after
# power-on, told in a line of JSON; run by test_emulator_lane.py.   UF2 FOLDER STEP (of a scenario's `files`)

import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
for _path in (ROOT / "firmware", ROOT / "tools" / "sim" / "shims", ROOT):
    sys.path.insert(0, str(_path))

from tools.emulator.console import Console  # noqa: E402
from tools.emulator.unit import Unit  # noqa: E402
from tools.harness import screen_reader  # noqa: E402
from tools.image import uf2  # noqa: E402
from tools.scenario import loader  # noqa: E402

LOOK_US = 900_000

scenario = loader.normalise({"files": [json.loads(sys.argv[3])], "end_ms": 5000}, "refused", "refused")
unit = Unit(scenario, sys.argv[2], uf2.read_blocks(Path(sys.argv[1])), say=lambda _text: None)
world: Any = unit.world
console = Console(unit.chip)
world.power_on()
unit.chip.run_to(LOOK_US)
told = {
    "lines": screen_reader.read(world.oled.gddram).lines if world.oled.visible() else [],
    "lamp": world.levels[world.pins.LED_FAULT],
    "driven_low": [
        row.name
        for row in world.pins.rows
        if row.direction == "out" and world.outputs[row.gpio] and not world.levels[row.gpio]
    ],
    "watchdog": bool(unit.chip.mcu.watchdog.timer.enable),
    "result": unit.recorder.result,
    "fault": unit.recorder.fault,
}
console.prompt(2_000_000)
told["answer"] = console.run("print(6 * 7)").strip()
sys.stdout.write(json.dumps(told) + "\n")
