"""How long each protection takes, in every phase of the control tick: forks one live state and injects a fault in each.

    python -m tools.campaigns.latency [--step-us 700] [--out build/latency] [--only NAME ...]

The simulated unit runs (CPython, from the sources) until the current has been steady for a while; there the process
forks once for each protection and each phase: of the 5 ms tick, and of the eight ticks in which its work repeats (some
measurements come each other tick, the session each eighth, a pump edge each second). Each child injects its fault, runs
on until OUT_EN is low, and reports how long that took from the moment that counts. Writes latency.json and latency.md;
exit code 1 when a limit is passed. A step of 700 µs meets each tenth of a millisecond of the tick, now here, now there.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.command_line import Parser, at_least
from tools.scenario import loader as scenarios

ROOT = Path(__file__).resolve().parents[2]
ROUND_US = 8 * 5000  # after so long the unit does the same again
SETTLED_MS = 3000
PATIENCE_US = 700_000
Fault = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """`since`: "fault", or the µA on shunt B whose crossing starts the time. `limit_us`: until OUT_EN is low."""

    name: str
    about: str
    limit_us: int
    faults: tuple[tuple[str, str, dict[str, Any]], ...]
    since: str = "fault"


MORE = {"offset_uv": 150_000}
FULL = ("dac", "stuck", {"code": 4095})
CASES = (
    Case("overcurrent_b", "over-current on B, latch dead", 2200, (("latch", "dead", {}), FULL), "crossing"),
    Case(
        "overcurrent_a",
        "over-current on A, B and the DAC's voltage blind, latch dead",
        20_000,
        (("latch", "dead", {}), ("adc_b", "frozen", {}), ("adc_dac", "frozen", {}), FULL),
        "crossing",
    ),
    Case("contact_lost", "contact lost", 15_000, (("load", "open", {}),)),
    Case("a_against_b", "A against B (B reads 1.5 mA too much)", 60_000, (("adc_b", "offset", MORE),)),
    Case("hang", "main loop hangs, interrupts go on", 35_000, (("mcu", "hang", {}),)),
    Case("usb", "USB power comes", 50_000, (("usb", "plugged", {}),)),
    Case("i2c_lost", "measuring bus held low", 50_000, (("i2c0", "sda_low", {}),)),
    Case("adc_stale", "converter gives old results", 50_000, (("adc", "stale", {}),)),
    Case("adc_absent", "converter does not answer", 50_000, (("adc", "absent", {}),)),
    Case("exception", "an exception in the main loop", 20_000, (("mcu", "exception", {}),)),
    Case("battery", "battery collapses", 250_000, (("battery", "collapse", {"mv": 2950}),)),
    Case("relay", "patient relay falls back to rest", 20_000, (("relay", "stuck_rest", {}),)),
)


def scenario() -> dict[str, Any]:
    """3 mA for ten minutes into 1.5 kΩ: soon steady, and every protection is armed."""
    raw = {
        "load": {"table": [[0, 1500], [3_000_000, 1500]], "noise_permille": 5},
        "user": {"person": "default", "current_ma": 3, "minutes": 10},
        "end_ms": 120_000,
    }
    return scenarios.normalise(raw, "latency", "latency")


class Explorer:
    """Lives in the simulation: forks it, and in a child watches for the cut."""

    def __init__(self, machine: Any, cases: list[Case], step_us: int) -> None:
        self.machine = machine
        self.world = machine.world
        self.cases = cases
        self.step_us = step_us
        self.found: dict[str, list[int]] = {case.name: [] for case in cases}
        self.done = False
        self._case: Case | None = None
        self._pipe = -1
        self._from = -1

    def state_entered(self, name: str) -> None:
        """Begin some time after the current has become steady."""
        if name == "run":
            self.world.agenda.after(SETTLED_MS * 1000, self._explore)

    def _explore(self) -> None:
        for case in self.cases:
            for phase in range(0, ROUND_US, self.step_us):
                taken = self._fork(case, phase)
                if taken is None:
                    return  # this is a child: the simulation goes on in it
                self.found[case.name].append(taken)
        self.done = True
        self.machine._end()

    def _fork(self, case: Case, phase: int) -> int | None:
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            self._case, self._pipe = case, writing
            self._prepare(case, phase)
            return None
        os.close(writing)
        text = b""
        while piece := os.read(reading, 64):
            text += piece
        os.close(reading)
        os.waitpid(child, 0)
        return int(text or b"-1")

    def _prepare(self, case: Case, phase: int) -> None:
        world = self.world
        log = world.log

        def watch(kind: str, name: str, value: int) -> None:
            log(kind, name, value)
            if name == "OUT_EN" and value == 0 and kind in ("pin", "drive") and self._from >= 0:
                self._report(world.clock.now - self._from)

        world.log = world.circuit.log = watch
        world.agenda.after(phase, lambda: self._inject(case))
        world.agenda.after(phase + PATIENCE_US, lambda: self._report(PATIENCE_US))

    def _inject(self, case: Case) -> None:
        if case.since == "fault":
            self._from = self.world.clock.now
        else:
            self._watch_crossing()
        for part, mode, values in case.faults:
            self.machine.injector.inject({"part": part, "mode": mode, "values": values})

    def _watch_crossing(self) -> None:
        """The time counts from the first moment at which more than 22 mA flow."""
        circuit = self.world.circuit
        solve = circuit.solve

        def watched() -> None:
            solve()
            if self._from < 0 and circuit.i_b_ua > 22_000:
                self._from = circuit._last

        circuit.solve = watched

    def _report(self, us: int) -> None:
        os.write(self._pipe, b"%d" % us)
        os._exit(0)


def explore(cases: list[Case], step_us: int, out: Path, image: Path) -> dict[str, list[int]]:
    """µs until OUT_EN was low, for each case one number a phase. Turns this process into a simulated unit."""
    out.mkdir(parents=True, exist_ok=True)
    (out / "screens").mkdir(exist_ok=True)
    from tools.harness import process

    machine = process.Machine(scenario(), str(out.resolve()), str(image.resolve()), False)
    explorer = Explorer(machine, cases, step_us)
    entered = machine.recorder.on_state

    def both(name: str) -> None:
        entered(name)
        explorer.state_entered(name)

    machine.recorder.on_state = both
    machine.run()
    process.restore_host()
    if not explorer.done:
        raise RuntimeError("the treatment never became steady: try the scenario by hand with make run")
    return explorer.found


def table(found: dict[str, list[int]], cases: list[Case], step_us: int) -> str:
    """Markdown: worst, mean and limit."""
    lines = [
        f"<!-- made by: python -m tools.campaigns.latency --step-us {step_us} -->",
        "",
        "| protection | phases | best | mean | worst | limit |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for case in cases:
        times = found[case.name]
        lines.append(
            f"| {case.about} | {len(times)} | {min(times) / 1000:.2f} ms | {sum(times) / len(times) / 1000:.2f} ms "
            f"| {max(times) / 1000:.2f} ms | {case.limit_us / 1000:g} ms |"
        )
    return "\n".join(lines) + "\n"


def main(words: list[str]) -> int:
    parser = Parser("latency", "tools.campaigns.latency", __doc__)
    parser.add_argument("--step-us", type=at_least(1), default=700, help="distance between two phases of 40 ms")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "latency")
    parser.add_argument("--only", nargs="*", choices=[case.name for case in CASES], help="these protections alone")
    asked = parser.parse_args(words)
    cases = [case for case in CASES if not asked.only or case.name in asked.only]
    from tools import image

    found = explore(cases, asked.step_us, asked.out, image.build_for_simulation("pico"))
    text = table(found, cases, asked.step_us)
    (asked.out / "latency.json").write_text(json.dumps(found, indent=1) + "\n", encoding="ascii")
    (asked.out / "latency.md").write_text(text, encoding="utf-8")
    print(text)
    late = [case.name for case in cases if max(found[case.name]) > case.limit_us]
    if late:
        print("over the limit:", ", ".join(late))
    dead = [case.name for case in cases if min(found[case.name]) < 0]
    if dead:
        print("broke down in a phase (-1 µs), its last lines are above:", ", ".join(dead))
    return 1 if late or dead else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
