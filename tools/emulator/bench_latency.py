# Injects a fault into one live state of the emulated chip in every phase of its work: forks the process, and in each
# child waits for the cut. Judges nothing.

from __future__ import annotations

import json
import os
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from tools.campaigns.latency import CASES, ROUND_US, Fault
from tools.emulator import memory_inspector

if TYPE_CHECKING:
    from tools.sim.plant.circuit import Circuit

PATIENCE_US = 700_000
OVER_UA = 22_000
NOT_REACHED = -1
_SIMULATED = {case.name: case for case in CASES}
_FULL_CODE = _SIMULATED["overcurrent_b"].faults


@dataclass(frozen=True)
class Case:
    """`since`: "fault", "crossing" (22 mA on shunt B) or "collection" (a full one was begun by the bench; then as
    "crossing"). `until`: "OUT_EN" low, or "S1" open. `physical_us`: what the worst phase would take if computing took
    no time, and `why`."""

    name: str
    about: str
    faults: tuple[tuple[str, str, Fault], ...]
    limit_us: int
    physical_us: int
    why: str
    since: str = "fault"
    until: str = "OUT_EN"
    on_dummy: bool = False  # makes sense in the self-test too, where the bench's small version looks


_TWO_SAMPLES_A = (11_400, "two samples of A: 5 ms apart, the first up to 5 ms after; a conversion and its reading")
LATENCIES = (
    Case(
        "overcurrent_b", "over-current on B, latch dead", _FULL_CODE, 2200,
        2000, "two samples of the monitor, the first up to 1 ms after", "crossing", on_dummy=True,
    ),
    Case(
        "overcurrent_b_collecting", "the same during a full collection", _FULL_CODE, 2200,
        2000, "two samples of the monitor", "collection", on_dummy=True,
    ),
    Case(
        "overcurrent_a", "over-current on A; B, the DAC's voltage and the latch blind",
        _SIMULATED["overcurrent_a"].faults, 20_000, *_TWO_SAMPLES_A, "crossing",
    ),
    Case("contact_lost", "contact lost", _SIMULATED["contact_lost"].faults, 15_000, *_TWO_SAMPLES_A),
    Case(
        "hang", "main loop hangs, interrupts go on", (("mcu", "hang", {}),), 35_000,
        30_000, "the age of a heartbeat that is still good", on_dummy=True,
    ),
    Case(
        "hang_irq_off", "main loop hangs, interrupts off", (("mcu", "hang_irq_off", {}),), 85_000,
        60_000, "the pump's hold-up time on this unit", until="S1", on_dummy=True,
    ),
    Case(
        "i2c_held", "measuring bus held low", _SIMULATED["i2c_lost"].faults, 50_000,
        10_000, "two time-outs of 5 ms: one retry",
    ),
    Case(
        "reset", "reset by the watchdog", (("mcu", "reset", {"cause": "watchdog"}),), 85_000,
        1000, "OUT_EN floats and is pulled down: the switch opens", until="S1", on_dummy=True,
    ),
    Case(
        "power_lost", "the processor browns out", (("mcu", "brownout", {"off_ms": 50}),), 85_000,
        1000, "OUT_EN floats and is pulled down", until="S1", on_dummy=True,
    ),
)  # fmt: skip


class Explorer:
    """Forks the process of a running Unit (unit.py)."""

    def __init__(self, unit: Any) -> None:
        self.unit = unit
        self.chip = unit.chip
        self.world = unit.world
        self._pipe = -1
        self._from = -1

    def explore(self, cases: list[Case], phases: int) -> dict[str, list[int]]:
        """µs from fault to cut for every case, one figure a phase; the phases lie evenly in one round from now on."""
        found: dict[str, list[int]] = {case.name: [] for case in cases}
        begin = self.chip.now_us
        for phase in range(phases):
            self.chip.run_to(begin + phase * ROUND_US // phases)
            for case in cases:
                what = f"{case.name}, phase {phase}"
                found[case.name].append(self.forked(what, partial(self._child, case, phase, phases)))
        return found

    def forked(self, what: str, work: Callable[[], Any]) -> Any:
        """What `work` tells or returns, as JSON, in a fork of this process. Raises RuntimeError, called `what`, when it
        ends without; the traceback of a fork that broke down goes to the error output."""
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            self._pipe = writing
            try:
                found = work()
                if found is not None:
                    self._tell(found)
            except BaseException:  # what was above the fork is the parent's to do
                os.write(writing, traceback.format_exc().encode())
            finally:
                os._exit(1)
        os.close(writing)
        with open(reading, encoding="utf-8", errors="replace") as pipe:
            told = pipe.read()
        _, status = os.waitpid(child, 0)
        try:
            return json.loads(told)
        except ValueError:
            sys.stderr.write(told)
            last = (told.strip().splitlines() or [f"exit status {os.waitstatus_to_exitcode(status)}"])[-1]
            raise RuntimeError(f"{what}: the forked chip stopped without telling ({last})") from None

    def collection_us(self) -> int:
        """How long a full collection takes now, µs; the chip itself goes on as if nothing had been."""
        return int(self.forked("a full collection", self._collect))

    # ------------------------------------------------------------ in the child

    def _child(self, case: Case, phase: int, phases: int) -> None:
        world = self.world
        world.on_feed = world.on_edge = _nothing  # nothing is recorded here

        def watch(kind: str, name: str, value: int) -> None:
            if name == case.until and value == 0 and kind in ("pin", "hw") and self._from >= 0:
                self._tell(world.circuit._last - self._from)

        world.log = world.circuit.log = watch
        if case.since == "collection":
            took = self.collection_us()
            self.chip.main_loop.call(self._collector(), _nothing)
            self.chip.run_to(self.chip.now_us + took * phase // phases)
        self._inject(case)
        self.chip.run_to(self.chip.now_us + PATIENCE_US)
        self._tell(NOT_REACHED)

    def _inject(self, case: Case) -> None:
        if case.since == "fault":
            self._from = self.world.clock.now
        else:
            self._watch_crossing(self.world.circuit)
        self.unit.wiring.sync()
        for part, mode, values in case.faults:
            self.unit.injector.inject({"part": part, "mode": mode, "values": values, "for_ms": None})

    def _watch_crossing(self, circuit: Circuit) -> None:
        """The time counts from the first moment at which more than 22 mA flow."""
        solve = circuit.solve

        def watched() -> None:
            solve()
            if self._from < 0 and circuit.i_b_ua > OVER_UA:
                self._from = circuit._last

        circuit.solve = watched  # type: ignore[method-assign]

    def _collector(self) -> int:
        return memory_inspector.builtin(self.chip.mcu, "collect")

    def _collect(self) -> None:
        begin = self.chip.now_us
        self.world.log = self.world.circuit.log = _no_log
        self.chip.main_loop.call(self._collector(), lambda: self._tell(self.chip.now_us - begin))
        self.chip.run_to(begin + PATIENCE_US)
        raise RuntimeError("a collection begun by the bench did not end")

    def _tell(self, found: Any) -> None:
        with open(self._pipe, "w", encoding="ascii") as pipe:
            json.dump(found, pipe)
        os._exit(0)


def _nothing() -> None:
    pass


def _no_log(kind: str, name: str, value: int) -> None:
    pass
