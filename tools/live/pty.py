"""The command `make live`: a simulated unit on pseudo-terminals: its USB console, its bench, a meter.

    python -m tools.live.pty [--scenario NAME] [--seed N] [--image DIR] [--speed X] [--usb] [--out DIR] [--links DIR]

The console speaks what the board's does: mpremote connects to it. The bench speaks the lines of docs/live.md.
Exit codes: 0 ended by the command `end`, 1 the unit broke down, 2 wrong options or set-up, 130 Ctrl-C.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import pty
import selectors
import signal
import sys
import tty
from pathlib import Path
from typing import Any

from tools.command_line import Parser, whole
from tools.live import words
from tools.live.client import SCENARIO, TURN_MS, LiveError, LiveUnit, Pace
from tools.live.meter import ScpiMeter
from tools.run import setup
from tools.scenario.errors import ScenarioError

Json = dict[str, Any]

MOST_HELD = 1 << 20  # bytes that wait for a reader who does not read; older ones are dropped
LONGEST = 4096
FASTEST = 1000
LINKS = Path("build/live")
CONSOLE, BENCH, METER = "console", "bench", "meter"


class Port:
    """A pseudo-terminal with raw bytes; its name is a link in a folder, so that a command can name it."""

    def __init__(self, link: Path) -> None:
        self.master, self._slave = pty.openpty()
        tty.setraw(self._slave)  # kept open: a reader who leaves is no end
        os.set_blocking(self.master, False)
        self.link = link
        self._held = bytearray()
        link.parent.mkdir(parents=True, exist_ok=True)
        link.unlink(missing_ok=True)
        link.symlink_to(os.ttyname(self._slave))

    def read(self) -> bytes:
        """What has come in."""
        try:
            return os.read(self.master, 1 << 16)
        except (BlockingIOError, OSError):
            return b""

    def write(self, data: bytes) -> None:
        """What nobody reads waits, up to a limit."""
        self._held += data
        over = len(self._held) - MOST_HELD
        if over > 0:
            del self._held[: self._held.find(b"\n", over) + 1 or over]
        with contextlib.suppress(BlockingIOError, OSError):
            while self._held:
                del self._held[: os.write(self.master, self._held[: 1 << 12])]

    @property
    def waits(self) -> bool:
        """Whether bytes wait for a reader."""
        return bool(self._held)

    def close(self) -> None:
        """The name is gone, and so is the terminal."""
        self.link.unlink(missing_ok=True)
        os.close(self.master)
        os.close(self._slave)


class Desk:
    """A unit, its ports, and the pace between them."""

    def __init__(self, unit: LiveUnit, ports: tuple[Port, Port, Port], pace: Pace, ppm: int, digit_ua: int) -> None:
        self.unit, self.pace = unit, pace
        self.console, self.bench, self.meter = self._ports = ports
        self._reference = ScpiMeter(self._truth, ppm, digit_ua)
        self._said = b""
        self.ended = False
        self._rest = b""
        self._tell(unit.first)

    def run(self) -> None:
        """Until the unit has ended."""
        with selectors.DefaultSelector() as selector:
            heard = (self._console_said, self._bench_said, self._meter_said)
            for port, hear in zip(self._ports, heard, strict=True):
                selector.register(port.master, selectors.EVENT_READ, hear)
            while not self.ended:
                wait_s = self.pace.wait_s()
                if any(port.waits for port in self._ports):
                    wait_s = min(0.05, 0.05 if wait_s is None else wait_s)
                for key, _ in selector.select(wait_s):
                    key.data()
                for port in self._ports:
                    port.write(b"")
                if not self.ended and self.pace.wait_s() == 0.0:
                    self.pace.turned()
                    self._tell(self.unit.turn([]))

    def _console_said(self) -> None:
        data = self.console.read()
        for at in range(0, len(data), 1024):
            told = self.unit.turn([{"do": "console", "hex": data[at : at + 1024].hex()}])
            self._tell([line for line in told if "n" not in line])  # nobody at the bench asked

    def _meter_said(self) -> None:
        *lines, self._said = (self._said + self.meter.read()[:LONGEST]).split(b"\n")
        for line in lines:
            answer = self._reference.answer(line.decode("ascii", "replace"))
            if answer is not None:
                self.meter.write(answer.encode() + b"\n")
        self._said = self._said[-LONGEST:]

    def _truth(self) -> dict[str, int]:
        told = self.unit.turn([{"n": -1, "do": "meter"}])
        self._tell([line for line in told if line.get("n") != -1])
        return next(line for line in told if line.get("n") == -1)

    def _bench_said(self) -> None:
        *lines, self._rest = (self._rest + self.bench.read()).split(b"\n")
        if len(self._rest) > LONGEST:
            self._rest = b""
            self._answer(None, f"the line has more than {LONGEST} characters")
        for line in lines:
            if line.strip() and not self.ended:
                self._command(line)

    def _command(self, line: bytes) -> None:
        """Speed, pause and advance are the pace's; the rest is the unit's."""
        try:
            command = json.loads(line)
        except ValueError:
            self._answer(None, "the line is no JSON")
            return
        if not isinstance(command, dict):
            self._answer(None, 'the line is no object: write {"do": "button", "button": "ok", "down": 1}')
            return
        number = command.get("n") if isinstance(command.get("n"), int) else None
        try:
            if self._paced(command):
                self._answer(number, "")
            else:
                self._tell(self.unit.turn(list(words.told(command))))
        except words.Refused as refused:
            self._answer(number, str(refused))

    def _paced(self, command: Json) -> bool:
        name = command.get("do")
        if name not in ("speed", "pause", "advance"):
            return False
        keys = {"speed": "factor", "pause": "on", "advance": "ms"}
        known = {"do", "n", keys[name]}
        if set(command) - known:
            raise words.Refused(f"{name} has no {sorted(set(command) - known)[0]}; it has {keys[name]}")
        value = command.get(keys[name], {"speed": 1, "pause": 1, "advance": TURN_MS}[name])
        most = {"speed": FASTEST, "pause": 1, "advance": 3_600_000}[name]
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= most:
            raise words.Refused(f"{keys[name]} is {value!r}: give a number from 0 to {most}")
        if name == "advance":
            self.pace.advance(max(1, round(value / TURN_MS)))
        elif name == "speed":
            self.pace.go(value)
        elif value:
            self.pace.paused = True
        else:
            self.pace.go()
        return True

    def _answer(self, number: int | None, error: str) -> None:
        self._tell([{"n": number, "error": error} if error else {"n": number, "ok": 1}])

    def _tell(self, told: list[Json]) -> None:
        """To the port that each line is for."""
        for line in told:
            if "console" in line:
                self.console.write(bytes.fromhex(line["console"]))
            else:
                self.bench.write((json.dumps(line) + "\n").encode())
            if "end" in line:
                self.ended = True


def main(arguments: list[str]) -> int:
    """Runs the command; returns its exit code."""
    asked = _options(arguments)
    ports: list[Port] = []
    try:
        with LiveUnit(asked.scenario, seed=asked.seed, image=asked.image, out=asked.out) as unit:
            try:
                if asked.usb:
                    unit.do({"do": "power", "on": 0})
                    unit.do({"do": "usb", "on": 1})
                    unit.do({"do": "power", "on": 1})
                for name in (METER, CONSOLE, BENCH):  # whoever waits for the last finds all
                    ports.insert(0, Port(asked.links / name))
                bench, console, meter = ports
                print(f"console {console.link}\nbench   {bench.link}\nmeter   {meter.link}\nCtrl-C ends", flush=True)
                Desk(unit, (console, bench, meter), Pace(asked.speed), asked.meter_ppm, asked.meter_digit_ua).run()
            finally:
                for port in ports:
                    port.close()
    except (ScenarioError, setup.SetupError, OSError) as error:
        print(f"live: {error}", file=sys.stderr)
        return 2
    except LiveError as error:
        print(f"live: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = Parser("live", "tools.live.pty", __doc__)
    add = parser.add_argument
    add("--scenario", default=str(SCENARIO), help="a JSON file or a name, as for the runner (default: a sound unit)")
    add("--seed", type=whole, help="beats the scenario's seed")
    add("--image", type=Path, help="folder of the image (default: build it)")
    add("--speed", type=float, default=1.0, help="simulated over wall time; 0: as fast as possible (default: 1)")
    add("--usb", action="store_true", help="power on with the USB cable in: service mode")
    add("--meter-ppm", type=whole, default=0, help="gain error of the simulated meter (default: 0)")
    add("--meter-digit-ua", type=whole, default=1, help="its last digit, µA (default: 1)")
    add("--out", type=Path, help="folder for a recording")
    add("--links", type=Path, default=LINKS, help=f"folder for the ports' names (default: {LINKS})")
    asked = parser.parse_args(arguments)
    if not 0 <= asked.speed <= FASTEST:
        parser.error(f"argument --speed: {asked.speed} is not between 0 and {FASTEST}")
    if not abs(asked.meter_ppm) <= 100_000 or not 1 <= asked.meter_digit_ua <= 1000:
        parser.error("argument --meter-ppm: within 100,000 either way; --meter-digit-ua: 1 to 1000")
    return asked


def _end(number: int, frame: object) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _end)
    sys.exit(main(sys.argv[1:]))
