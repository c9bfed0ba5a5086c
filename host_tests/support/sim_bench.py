# Builds the simulated unit's world without firmware: pins are driven by hand. Judges nothing.

from __future__ import annotations

from pathlib import Path
from typing import Any

from tools.scenario import loader
from tools.sim import pins
from tools.sim.bench import World
from tools.sim.mcu import machine
from tools.sim.mcu import time as ticks
from tools.sim.plant.switches import BOOST_EN, LEG_FWD, NAMES, OUT_EN, PATIENT, PUMP

PINS = pins.of_board(str(Path(__file__).resolve().parents[2] / "boards"), "pico")
GPIOS: list[int] = [getattr(PINS, name) for name in NAMES]  # of the circuit's lines
QUIET = {"noise_permille": 0, "mains_mv": 0}


def world(**keys: Any) -> World:
    """A world from a scenario's keys; the load is quiet unless it says otherwise."""
    keys.setdefault("load", {**QUIET, "table": [[0, 2_000]], "emf_mv": 0})
    made = World(loader.normalise(keys, "a test", "a test", None), PINS)
    machine.install(made)
    ticks.install(made.clock)
    made.power_on()
    for gpio in GPIOS:
        made.outputs[gpio] = 1
    return made


class Bench:
    """A world whose pump is kept going; `now_ms` is its time."""

    def __init__(self, **keys: Any) -> None:
        self.world = world(**keys)
        self.circuit = self.world.circuit
        self.clock = self.world.clock
        self.edges = 1

    def us(self, us: int) -> None:
        """Let time pass, nothing else."""
        self.clock.spend(us)
        self.circuit.catch_up()

    def ms(self, ms: int) -> None:
        """Let time pass with a pump edge each 10 ms."""
        for i in range(ms):
            if self.edges and i % 10 == 0:
                self.pin(PUMP, 1 - self.circuit.pin[PUMP])
            self.us(1_000)

    def pin(self, line: int, level: int) -> None:
        """The processor drives a line of the circuit."""
        self.world.drive(GPIOS[line], level)

    def set_ua(self, ua: int) -> int:
        """The nearest code below; what it should give on a sink without errors, µA."""
        code = ua * 4096 // 25_000
        self.circuit.set_code(code)
        return code * 25_000 // 4096

    def hands(self, permille: int = 1_000) -> None:
        self.world.load.move(permille, 0)
        self.world.load.update()
        self.circuit.solve()

    def closed(self, leg: int = LEG_FWD, patient: int = 1) -> Bench:
        """Hands in, everything closed, the rail up, no current yet."""
        self.hands()
        self.pin(PATIENT, patient)
        self.ms(20)
        self.pin(leg, 1)
        self.ms(5)
        self.pin(OUT_EN, 1)
        self.pin(BOOST_EN, 1)
        self.ms(600)
        return self
