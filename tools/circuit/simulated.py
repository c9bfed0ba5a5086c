# The simulation's circuit on the bench, without firmware: pins by hand, and what flowed through the body. Judges
# nothing.

from __future__ import annotations

import sys
from array import array
from functools import cache
from typing import Any

from tools.circuit.board import ROOT
from tools.circuit.spice.body import Body

SHIMS = str(ROOT / "tools/sim/shims")
if SHIMS not in sys.path:
    sys.path.insert(0, SHIMS)  # `micropython`, as the simulation's files import it

from tools.scenario import loader, schema  # noqa: E402
from tools.sim import pins  # noqa: E402
from tools.sim.bench import World  # noqa: E402
from tools.sim.plant import circuit_faults, switches  # noqa: E402
from tools.sim.plant.contact import Contact  # noqa: E402

PUMP_EVERY_MS = 10


class Missing(Exception):
    """The simulation does not know what a case asks for; the text names it."""


@cache
def board_pins() -> Any:
    return pins.of_board(str(ROOT / "boards"), "pico")


class Bench:
    """A world whose pump is kept going. `mark()` begins what `wave` then holds: (µs, µA) at each change."""

    def __init__(self, revision: str, body: Body | None) -> None:
        board: dict[str, Any] = {"boost_mv": 48_000}
        known = {value.name for value in schema.BOARD}
        if "revision" in known:
            board["revision"] = revision
        elif revision != "A":
            raise Missing("the simulation has no revision B")
        keys: dict[str, Any] = {"board": board, "load": (body or Body()).scenario()}
        self.world = World(loader.normalise(keys, "circuit", "circuit", None), board_pins())
        self.circuit = self.world.circuit
        self.pump = True
        self._changes: list[int] = []
        self.circuit.flush = self._keep
        self.world.power_on()
        for name in switches.NAMES:
            self.world.outputs[getattr(board_pins(), name)] = 1
        self._since = self._first = 0
        self._faults = {**circuit_faults.parts(self.circuit), "load": Contact(self.circuit)}

    def _keep(self, samples: array[int]) -> None:
        self._changes.extend(samples)

    @property
    def now_us(self) -> int:
        return int(self.world.clock.now)

    def us(self, us: int) -> None:
        """Let time pass."""
        self.world.clock.spend(us)
        self.circuit.catch_up()

    def ms(self, ms: int) -> None:
        """Let time pass with a pump edge each 10 ms."""
        for k in range(ms):
            if self.pump and k % PUMP_EVERY_MS == 0:
                self.pin("PUMP", 1 - self.circuit.pin[switches.PUMP])
            self.us(1000)

    def pin(self, name: str, level: int) -> None:
        self.world.drive(getattr(board_pins(), name), level)

    def code(self, share: float) -> None:
        """The DAC's code as a share of full scale."""
        self.circuit.set_code(min(4095, round(share * 4096)))

    def hands(self, permille: int) -> None:
        self.world.load.move(permille, 0)
        self.world.load.update()
        self.circuit.changed()

    def ready(self, share: float, hands: int = 1000, patient: int = 1, out: int = 1) -> Bench:
        """Rail up, legs forward, hands in, a settled current of `share` of 25 mA."""
        self.hands(hands)
        self.pin("PATIENT", patient)
        self.ms(20)
        self.pin("LEG_FWD", 1)
        self.ms(5)
        self.pin("PUMP", 1)
        self.pin("OUT_EN", out)
        self.pin("BOOST_EN", 1)
        self.ms(600)
        self.code(share)
        self.ms(200)
        return self

    def fault(self, part: str, mode: str, on: int = 1, **values: Any) -> None:
        """Inject one; raises Missing where the simulation has none of this name."""
        found = self._faults.get(part)
        if found is None or mode not in found.FAULTS:
            raise Missing(f"the simulation has no fault {part} {mode}")
        found.FAULTS[mode](found, values, on)

    def mark(self) -> None:
        """From here on counts."""
        self.circuit.end()
        self._changes.clear()
        self._first = self.circuit.body_ua
        self._since = self.now_us

    def wave(self) -> tuple[list[float], list[float]]:
        """What the body carried since mark(), s and A, as corners of its steps."""
        self.circuit.end()
        t, level = 0, self._first
        times, amps = [0.0], [level / 1e6]
        for k in range(0, len(self._changes), 2):
            t += self._changes[k]
            times += [t / 1e6, t / 1e6]
            amps += [level / 1e6, self._changes[k + 1] / 1e6]
            level = self._changes[k + 1]
        return times, amps
