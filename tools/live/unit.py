# The simulated unit under somebody's hands: as harness/process.py runs it, but each 20 simulated ms it hands over what
# is new and takes commands. Decides when; bench.py has the commands, console.py the console. Paces nothing: `turn` may.
#
# Runs under MicroPython on a desktop and in a browser: no thread, no select.

import builtins
import sys

from tools.harness import process
from tools.harness.recorder import dump
from tools.live.bench import Bench
from tools.live.console import Console, Prompt, SelectFace, SysFace
from tools.sim.mcu import clock as clocks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

TURN_MS = 20
FOR_EVER_MS = 1 << 40
MACHINES = {"pico": "Raspberry Pi Pico with RP2040"}  # what sys.implementation._machine is called there


class Nowhere:
    """A file that keeps nothing: who does not want the recording."""

    def __init__(self, path: str, mode: str = "r") -> None:
        pass

    def write(self, data: "Any") -> int:
        return len(data)

    def close(self) -> None:
        pass

    def __enter__(self) -> "Nowhere":
        return self

    def __exit__(self, *error: "Any") -> None:
        pass


class LiveUnit(process.Machine):
    """`turn(lines)` gives the commands that wait, lines both, and is called again for their answers; an empty list:
    time passes; None: nobody listens any more, and the run is over.

    With `out` a recording is written there; an empty one: none is.
    """

    bench_of = Bench

    def __init__(
        self, scenario: "dict[str, Any]", out: str, image: str, turn: "Callable[[list[str]], list[str] | None]"
    ) -> None:
        self.say = _silent
        if not out:
            self.writer = Nowhere  # type: ignore[assignment]
        scenario["end_ms"] = FOR_EVER_MS
        self.console = Console()
        super().__init__(scenario, out, image, False)
        self.decided = 1  # no expectation ends it
        self._turn = turn
        self._turned_ms = 0
        self.bench = self.bench_of(self.world, self.hands, self.injector, self.recorder)
        self.prompt = Prompt(self.console, self._wait)
        machine = MACHINES.get(scenario["board"]["name"], scenario["board"]["name"])
        v = sys.implementation.version
        self.prompt.banner = 'MicroPython v%d.%d.%d; %s\nType "help()" for more information.\n' % (v[:3] + (machine,))
        sys.modules["sys"] = SysFace(self.console, machine)  # type: ignore[assignment]
        sys.modules["select"] = SelectFace(self.console)  # type: ignore[assignment]
        builtins.print = self._say_on_console
        self.bench.events.append(self.bench.hello(self.version, process.interpreter()))
        self.world.agenda.after(TURN_MS * 1000, self._meet)

    # ------------------------------------------------------------ the turn

    def _meet(self) -> None:
        """Each 20 ms: time passes only when no command waits any more, or when the prompt has something to do."""
        self.world.agenda.after(TURN_MS * 1000, self._meet)
        self._exchange()

    def _exchange(self) -> None:
        bench = self.bench
        now_ms = self.world.clock.now // 1000
        told = bench.tell(now_ms - self._turned_ms)
        self._turned_ms = now_ms
        while True:
            self.console.attached = self.world.circuit.usb and bench.power
            output = self.console.take_out()
            if output:
                told.append({"console": output.hex()})
            commands = self._turn([dump(line) for line in told])
            if commands is None:
                self._end()
                return
            told = [bench.do(command) for command in commands]
            self._hear()
            if bench.ended:
                self._end()
            if not commands or (self.console.reading and self.console.inbox):
                bench.events[:0] = told
                return

    def _hear(self) -> None:
        """What came for the console. Treatment mode has switched Ctrl-C off: then the watchdog runs."""
        bench = self.bench
        if bench.input:
            clock = self.world.clock
            self.console.attached = self.world.circuit.usb and bench.power
            if self.console.put(bench.input, self.world.watchdog.due >= clocks.NEVER) and not clock.dead:
                clock.pending = KeyboardInterrupt()
                clock.plan()
            bench.input = b""

    # ------------------------------------------------------------ console and power

    def _say_on_console(self, *words: "Any", **how: "Any") -> None:
        """print()"""
        text = how.get("sep", " ").join([str(word) for word in words]) + how.get("end", "\n")
        file = how.get("file")
        if file is None:
            self.console.text(text)
        else:
            file.write(text)

    def _print(self, error: BaseException) -> None:
        sys.print_exception(error, self.console.output)  # type: ignore[attr-defined]

    def _wait(self) -> None:
        """The prompt has nothing to read: what it has said goes out at once, then time passes."""
        if self.console.outbox:
            self._exchange()
        else:
            self.world.clock.spend(TURN_MS * 1000)

    def _console(self) -> None:
        """The prompt, and each soft reset that it is left for."""
        prompt = self.prompt
        while True:
            self.recorder.unit = None
            prompt.namespace = self.namespace
            prompt.run()
            self.world.clock.clear_interrupts()
            self.world.buzzer_hz = 0
            self._forget()
            self.namespace = {"__name__": "__main__"}
            if self._execute("boot.py") and not prompt.raw:
                self._execute("main.py")

    def _off(self) -> bool:
        """Without power until it is back."""
        self.console.forget()
        self.prompt.raw = 0
        clock = self.world.clock
        clock.dead = None
        clock.plan()
        self.recorder.unit = None
        while not self.bench.power:
            clock.spend(TURN_MS * 1000)
        return super()._off()


def _silent(text: str) -> None:
    pass
