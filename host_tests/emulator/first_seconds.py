# The first 1.8 emulated seconds of the image, told in lines; run by test_emulator_lane.py.

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
for _path in (ROOT / "firmware", ROOT / "tools" / "sim" / "shims", ROOT):
    sys.path.insert(0, str(_path))

from tools.emulator import memory_inspector  # noqa: E402
from tools.emulator.chip import Chip  # noqa: E402
from tools.emulator.i2c import TimedI2C  # noqa: E402
from tools.emulator.profile import Profile  # noqa: E402
from tools.emulator.timer import Timer  # noqa: E402
from tools.emulator.wiring import Wiring  # noqa: E402
from tools.image import short_names, uf2  # noqa: E402
from tools.scenario import loader  # noqa: E402
from tools.sim import pins  # noqa: E402
from tools.sim.bench import World  # noqa: E402

PINS = pins.of_board(str(ROOT / "boards"), "pico")
SAFE = (
    PINS.OUT_EN, PINS.PUMP, PINS.BOOST_EN, PINS.LEG_FWD, PINS.LEG_REV, PINS.PATIENT, PINS.OC_RESET, PINS.OC_TEST
)  # fmt: skip
PATIENT = PINS.PATIENT

world: Any = World(loader.load("default"), PINS)
chip = Chip(uf2.read_blocks(Path(sys.argv[1])))
wiring = Wiring(chip, world)
safe_us = 0
high: set[int] = set()
told = chip.pins.changed


def changed(gpio: int, level: int, driven: bool) -> None:
    global safe_us
    told(gpio, level, driven)
    if not safe_us and all(world.outputs[pin] for pin in SAFE):
        safe_us = chip.now_us
    if world.levels[PATIENT] and world.outputs[PATIENT]:
        high.add(gpio)


chip.pins.changed = changed
if "--every-round" in sys.argv:  # of waiting
    for part in (TimedI2C, Timer):
        part._skip = lambda *_: None  # type: ignore[method-assign]
world.power_on()
chip.run_to(1_840_000)
seen = Profile(chip, short_names.known(Path(sys.argv[1]).parent))
seen.sample(20_000)  # four ticks
unit: Any = memory_inspector.find_unit(chip.mcu)
told_lines = {
    "state": unit.status.state if unit else -1,
    "feeds": wiring.feeds,
    "safe_us": safe_us,
    "shown": world.oled.visible(),
    "lit": sum(bin(byte).count("1") for byte in world.oled.gddram),
    "high": "".join(map(str, sorted(high))),
    "self_us": json.dumps(seen.self_us, sort_keys=True),
    "whole_us": json.dumps(seen.whole_us, sort_keys=True),
    "ram": hashlib.sha256(bytes(chip.mcu.sram)).hexdigest(),
    "nanos": int(chip.clock.nanos),
}
for name, value in told_lines.items():
    sys.stdout.write(f"{name} {value}\n")
