# What MicroPython's calls to the hardware cost on the emulated chip, beside the bits on a bus: the simulation charges
# its own calls so much. Measures; sets nothing.
"""python -m tools.emulator.costs [vendor/micropython-pico.uf2]

Boots MicroPython alone, with the simulated front end on its pins, and times each call in a loop, less the loop. Exit
codes: 0 all of the simulation's costs are within tolerance; 1 one is not, or the chip did not tell them; 2 wrong
words or file; 3 no image; 130 Ctrl-C."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.command_line import Parser
from tools.emulator import ready
from tools.image import uf2

ROOT = Path(__file__).resolve().parents[2]
ANOTHER = "Give it MicroPython's UF2 for the Pico, 1.26 or newer (docs/emulator.md)"
TURNS = 50
BIT_US = 2.5  # at 400 kHz
TOLERANCE_US, TOLERANCE = 2.0, 0.25  # of what is measured, the larger of the two
_SET_UP = """
from time import ticks_us, ticks_diff, sleep_us
from machine import ADC, I2C, PWM, WDT, Pin, Timer
low = Pin(21, Pin.OUT, value=0)
key = Pin(16, Pin.IN, Pin.PULL_UP)
adc = ADC(Pin(26))
pwm = PWM(Pin(20, Pin.OUT, value=0), freq=1000)
bus = I2C(0, scl=Pin(5), sda=Pin(4), freq=400_000, timeout=5_000)
one, two, three = bytearray(1), bytearray(2), bytearray(3)
def took(what, turns):
    space = dict(globals())
    exec("def loop(turns):\\n begin = ticks_us()\\n for _ in range(turns):\\n  " + what +
         "\\n return ticks_diff(ticks_us(), begin)", space)
    return space["loop"](turns)
"""


@dataclass(frozen=True)
class Cost:
    """`module`.`constant` of the simulation is what `call` costs, less `bits` on the bus."""

    module: str
    constant: str
    call: str
    bits: int = 0


COSTS = (
    Cost("machine", "PIN_US", "low.value(0)"),
    Cost("machine", "PIN_US", "key.value()"),
    Cost("machine", "ADC_US", "adc.read_u16()"),
    Cost("machine", "WDT_US", "wdt.feed()"),
    Cost("machine", "PWM_US", "pwm.duty_u16(0)"),
    Cost("clock", "IRQ_US", "(a hard timer's empty callback)"),
    Cost("machine_i2c", "I2C_US", "bus.writeto(0x60, three)", 3 * 9 + 11),
    Cost("machine_i2c", "I2C_US", "bus.readfrom_into(0x48, two)", 2 * 9 + 11),
    Cost("machine_i2c", "I2C_US", "bus.readfrom_mem_into(0x48, 0, two)", 2 * 9 + 30),
    Cost("time", "TIME_US", "ticks_us()"),
)


class CostsError(Exception):
    """The chip did not tell what its calls cost; the message says why, and the next step."""


def measure(path: Path) -> dict[str, float]:
    """µs of each call, beside its bits, by what is called. Raises CostsError."""
    sys.path[:0] = [str(ROOT / "firmware"), str(ROOT / "tools" / "sim" / "shims")]
    from tools.emulator import board_flash
    from tools.emulator.chip import Chip
    from tools.emulator.console import Console
    from tools.emulator.wiring import Wiring
    from tools.scenario import loader
    from tools.sim import pins
    from tools.sim.bench import World

    world: Any = World(loader.load("default"), pins.of_board(str(ROOT / "boards"), "pico"))
    chip = Chip(board_flash.without_files(uf2.read_blocks(path)))
    Wiring(chip, world)
    world.power_on()
    calls = [cost.call for cost in COSTS if not cost.call.startswith("(")]
    lines = [f"print('took', {i}, took({call!r}, {TURNS}))" for i, call in enumerate(calls)]
    program = [_SET_UP, "wdt = WDT(timeout=8000)", f"print('empty', took('pass', {TURNS}))", *lines, _INTERRUPT]
    console = Console(chip)
    try:
        console.prompt()
        said = console.run("\n".join(program))
    except TimeoutError as error:
        raise CostsError(f"{path} does not answer on the emulated chip ({error}). {ANOTHER}") from error
    return found(said, path)


def found(said: str, path: Path) -> dict[str, float]:
    """`measure`, of what the program printed on the chip that booted `path`. Raises CostsError."""
    calls = {cost.call: cost for cost in COSTS if not cost.call.startswith("(")}
    told = dict(line.rsplit(" ", 1) for line in said.split("\r\n") if line.count(" "))
    try:
        empty = int(told["empty"])
        costs = {
            call: (int(told[f"took {i}"]) - empty) / TURNS - cost.bits * BIT_US
            for i, (call, cost) in enumerate(calls.items())
        }
        costs["(a hard timer's empty callback)"] = int(told["interrupt"]) / int(told["interrupts"])
    except (KeyError, ValueError, ZeroDivisionError) as error:
        last = (said.strip().splitlines() or ["nothing"])[-1]
        raise CostsError(f"{path} broke off on the emulated chip; it said last: {last}. {ANOTHER}") from error
    return costs


_INTERRUPT = """
rang = 0
def ring(_):
    global rang
    rang += 1
alone = took('pass', 8000)
timer = Timer(-1, mode=Timer.PERIODIC, freq=1000, callback=ring, hard=True)
rang = 0
print('interrupt', took('pass', 8000) - alone)
print('interrupts', rang)
timer.deinit()
"""


def constants() -> dict[str, int]:
    """The simulation's own, by name; read from their sources, because importing them changes what modules mean."""
    found = {}
    for module in ("clock", "machine", "machine_i2c", "time"):
        for line in (ROOT / "tools" / "sim" / "mcu" / f"{module}.py").read_text(encoding="utf-8").splitlines():
            name, _, rest = line.partition(" = const(")
            if rest and name.endswith("_US"):
                found[f"{module}.{name}"] = int(rest.split(")")[0])
    return found


def off(measured: dict[str, float], charged: dict[str, int]) -> list[str]:
    """A sentence for each cost of the simulation that is not what was measured; calls that share one: their mean."""
    told = []
    for name in dict.fromkeys(f"{cost.module}.{cost.constant}" for cost in COSTS):
        each = [measured[cost.call] for cost in COSTS if f"{cost.module}.{cost.constant}" == name]
        mean = sum(each) / len(each)
        if abs(charged[name] - mean) > max(TOLERANCE_US, TOLERANCE * mean):
            told.append(f"tools/sim/mcu/{name} is {charged[name]} µs; measured {mean:.1f}: set {round(mean)}")
    return told


def main(words: list[str]) -> int:
    """Runs the command; returns its exit code."""
    parser = Parser("costs", "tools.emulator.costs", "What MicroPython's calls cost on the emulated chip.")
    parser.add_argument("uf2", nargs="?", type=Path, default=Path("vendor/micropython-pico.uf2"))
    asked = parser.parse_args(words)
    missing = ready.code("costs", asked.uf2)
    if missing:
        return missing
    try:
        measured, charged = measure(asked.uf2), constants()
    except CostsError as error:
        print(f"costs: {error}", file=sys.stderr)
        return ready.BROKE
    except KeyboardInterrupt:
        print("costs: stopped by Ctrl-C; nothing was compared", file=sys.stderr)
        return ready.INTERRUPTED
    for cost in COSTS:
        name = f"{cost.module}.{cost.constant}"
        print(f"{cost.call:<38} {measured[cost.call]:7.1f} µs   the simulation's {name} is {charged[name]}")
    told = off(measured, charged)
    print("\n".join(told))
    return ready.BROKE if told else ready.HELD


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
