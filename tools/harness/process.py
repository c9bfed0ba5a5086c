# One simulated unit as a process: reads a normalised scenario, boots the image as the chip would, until the scenario
# ends.
#
#     micropython tools/harness/process.py SCENARIO OUT --image DIR [--panel]      (or CPython, then from the sources)
#
# Speaks the line protocol of tools/line_protocol.py on its standard output. A reset ends every line of the
# firmware; the next start happens here with all its modules forgotten, over the circuit and the flash that were kept.

import sys

# This file's own folder holds the simulation's time.py: the host's clock and files are wanted first.
sys.path[:] = [path for path in sys.path if not path.endswith("tools/harness")]

import hashlib  # noqa: E402, F401  boot.py wants it, with no folder of the host's to find it in
import json  # noqa: E402
import os  # noqa: E402
import time as host_time  # noqa: E402

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

MICROPYTHON = sys.implementation.name == "micropython"
BOOT_US = 150_000  # from reset to the first line of boot.py
FIRMWARE = ("ionto", "drivers", "board", "boot")
SLOT = "/a"  # where the image lies
PANEL_S = 0.1
LOOK_US = 50_000  # how often is looked whether the scenario is decided
FLASH_BLOCKS = 352  # 1.4 MB, what MicroPython leaves of a Pico's flash


def folder_of(path: str) -> str:
    """The folder a path lies in."""
    return path.rsplit("/", 1)[0] if "/" in path else "."


ROOT = folder_of(folder_of(folder_of(__file__)))
if not ROOT.startswith("/"):
    ROOT = os.getcwd() + ("" if ROOT == "." else "/" + ROOT)
sys.path.insert(0, ROOT)
# What the firmware finds as machine, time, gc is the simulation's; on CPython also what only MicroPython has.
if not MICROPYTHON:
    import traceback

    sys.path.insert(0, ROOT + "/tools/sim/shims")
sys.path.insert(0, ROOT + "/firmware")  # the recorder knows the states and the faults by name: data, no objects


import micropython  # noqa: E402

from tools.harness import flash_setup  # noqa: E402
from tools.harness.firmware_imports import FirmwareImports  # noqa: E402
from tools.harness.person import Hands, Person  # noqa: E402
from tools.harness.recorder import Recorder, decided, dump  # noqa: E402
from tools.harness.screen_search import ScreenSearch  # noqa: E402
from tools.harness.script import Script  # noqa: E402
from tools.sim import pins  # noqa: E402
from tools.sim.bench import World  # noqa: E402
from tools.sim.injector import Injector  # noqa: E402
from tools.sim.mcu import clock as clocks  # noqa: E402
from tools.sim.mcu import gc_face, os_face  # noqa: E402
from tools.sim.mcu import machine as machine_face  # noqa: E402
from tools.sim.mcu import time as time_face  # noqa: E402
from tools.sim.mcu.flash import RamFlash, mount, tree_of  # noqa: E402
from tools.slots import on_board  # noqa: E402


def say(text: str) -> None:
    """A line of the protocol."""
    sys.stdout.write(text + "\n")
    if not MICROPYTHON:
        sys.stdout.flush()


HOST_OPEN = open
HOST_NOW = host_time.time


class Machine:
    """The process: boots, resets, ends."""

    first_paths: "list[str]" = []  # what the firmware's modules are imported from rather than from the flash
    say = staticmethod(say)
    writer = staticmethod(HOST_OPEN)  # opens what the recording is written to

    def __init__(self, scenario: "dict[str, Any]", out: str, image: str, panel: bool) -> None:
        self.scenario = scenario
        self.panel = panel
        self.world = World(scenario, pins.of_board(ROOT + "/boards", scenario["board"]["name"]))
        machine_face.install(self.world)
        time_face.install(self.world.clock)
        self.flash = RamFlash(FLASH_BLOCKS)
        self.world.flash = self.flash
        tree = on_board(tree_of(image))
        self.version = self._sources(image)
        self.mounted = mount(self.flash, tree)
        if MICROPYTHON:
            out = "/host" + out
            sys.path[:] = self.first_paths + [SLOT, "/host" + ROOT, ".frozen"]
        self._install_faces()
        self._forget()
        flash_setup.prepare(self.mounted, self.world.board, scenario["files"])
        self._forget()
        self.imports = FirmwareImports(self._unit_wanted, self._unit_made, lambda: self.world.clock.hang(0))
        self.imports.read(self.mounted.open, scenario["files"])
        self.flash.on_operation = self._flash_used
        self.flash.on_busy = self.world.flash_works
        self.flash.erase_us = scenario["board"]["flash_erase_us"]
        self.flash.page_us = scenario["board"]["flash_page_us"]
        self._attend(out)
        self.deadline = scenario["end_ms"] * 1000
        self.decided = 0
        expect = scenario["expect"]
        # no news of the recorder tells: look now and then
        restless = expect["by_ms"] or expect["within"] or expect["screen_has"] or panel
        self._look_us = LOOK_US if restless else clocks.NEVER
        self._next_look = self._look_us
        self._shown = 0.0
        self.world.agenda.at(self.deadline, self._end)

    def _sources(self, image: str) -> str:
        """CPython runs the sources, not the image's bytecode. The image's version."""
        with open(image + "/manifest.json") as f:
            manifest = json.load(f)
        if not MICROPYTHON:
            sys.path.insert(0, ROOT + "/boards/" + manifest.get("board", "pico"))
        return str(manifest.get("version", ""))

    def _install_faces(self) -> None:
        sys.modules["machine"] = machine_face
        sys.modules["time"] = time_face
        sys.modules["gc"] = gc_face
        if MICROPYTHON:
            sys.modules["os"] = os_face
        else:
            from tools.sim.shims import framebuf

            sys.modules["framebuf"] = framebuf
            sys.modules["os"] = self.mounted.os
            import builtins

            builtins.open = self.mounted.open

    def _attend(self, out: str) -> None:
        """Recorder, person and faults."""
        world = self.world
        self.recorder = Recorder(world, out, self.say, self.writer)
        self.hands = Hands(world)
        self.person = Person(world, self.hands, self.scenario["user"])
        ScreenSearch(world, self.scenario["expect"]["screen_has"], self.person.texts)
        self.injector = Injector(world, self.scenario["faults"])
        self.recorder.on_state = self._state_entered
        world.on_feed = self._fed
        world.on_callback_failed = self._callback_failed
        self.script = Script(world, self.hands, self.person, self.scenario["user"]["script"])

    def read_whole_program(self, image: str) -> None:
        """From now on modules are those of the image, where the scenario has damaged those on the flash."""
        damaged = [step for step in self.scenario["files"] if not step["paths"][0].startswith("data/")]
        if MICROPYTHON and damaged:
            self._forget()
            sys.path[:] = self.first_paths + ["/host" + image, "/host" + ROOT, ".frozen"]

    def _forget(self) -> None:
        """What lay in RAM is gone: every module of the firmware."""
        for name in list(sys.modules):
            head = name.split(".")[0]
            if head in FIRMWARE:
                del sys.modules[name]

    def _flash_used(self) -> None:
        if self.world.live():
            self.world.log("flash", "write", 1)

    def _callback_failed(self, error: Exception) -> None:
        self.say("E %d interrupt failed: %s" % (self.world.clock.now // 1000, repr(error)))
        self.world.log("exception", "interrupt", 0)

    def _state_entered(self, name: str) -> None:
        self.injector.state_entered(name)
        self.script.state_entered(name)

    @micropython.native
    def _fed(self) -> None:
        """The end of a tick."""
        recorder = self.recorder
        recorder.feed()
        now = self.world.clock.now
        if now >= self._next_look or recorder.news or now >= self.deadline:
            self._next_look = now + self._look_us
            self._look(now)

    @micropython.native
    def _look(self, now: int) -> None:
        """Whether what was expected has come about; whether the time is over."""
        recorder = self.recorder
        recorder.news = 0
        was = self.world.clock.open_heap()
        if not self.decided and decided(self.scenario["expect"], recorder, now // 1000, self.person.texts):
            self.decided = 1
            self.deadline = min(self.deadline, now + self.scenario["linger_ms"] * 1000)
        if now >= self.deadline:
            self._end()
        if self.panel:
            self._show()
        self.world.clock.close_heap(was)

    def _end(self) -> None:
        """The time is over."""
        self.world.clock.main_locked = 0
        self.world.clock.dead = clocks.End()
        self.world.clock.plan()

    def _show(self) -> None:
        now = HOST_NOW()
        if now - self._shown >= PANEL_S:
            self._shown = now
            self.say("O " + bytes(self.world.oled.gddram).hex())

    def run(self) -> str:
        """Boot after boot until the end; why it ended."""
        world = self.world
        world.power_on()
        while True:
            world.boots += 1
            self.imports.install()
            try:
                self._boot()
                self._console()
            except clocks.Reset:
                if self._off():
                    return "time"
            except clocks.End:
                return "expectation" if self.decided else "time"
            finally:
                self.imports.remove()

    def _console(self) -> None:
        """boot.py or main.py has ended: the console waits. Never returns."""
        self.world.clock.hang(0)

    def _off(self) -> bool:
        """Between a reset and the next start. True: the time is over meanwhile."""
        world = self.world
        clock = world.clock
        clock.dead = None
        clock.plan()
        self.recorder.unit = None
        self._forget()
        try:
            if world.off_us:
                clock.spend(world.off_us)
            if world.cause == "power":
                for bus in world.buses:
                    bus.power_on()
            self.mounted = self.mounted.remount()
            self._install_faces()
        except clocks.Reset:
            return False
        return clock.now >= self.deadline  # type: ignore[no-any-return]

    def _boot(self) -> None:
        world = self.world
        if MICROPYTHON:
            sys.path[len(self.first_paths)] = ""  # the current folder, which boot.py makes a slot
        world.log("boot", str(world.boots), 0)
        world.clock.spend(BOOT_US)
        if world.clock.now >= self.deadline:
            raise clocks.End()
        self.namespace = {"__name__": "__main__"}
        # As MicroPython does on the chip: after a boot.py that failed the console waits.
        if self._execute("boot.py"):
            self._execute("main.py")

    def _unit_wanted(self, hw: "Any") -> None:
        # In service no watchdog runs: the end of a tick is reported nevertheless.
        if self.world.levels[self.world.pins.VBUS]:
            hw.watchdog.feed = self.world.fed

    def _unit_made(self, unit: "Any") -> None:
        self.recorder.unit = unit
        fail = unit.fail

        def tell(error: BaseException) -> None:
            self._firmware_failed(error)
            fail(error)

        unit.fail = tell

    def _firmware_failed(self, error: BaseException) -> None:
        """Something reached the firmware's last handler, or passed it: told on the console."""
        world = self.world
        world.clock.main_locked = 0
        world.clock.open_heap()
        if isinstance(error, (clocks.Reset, clocks.End)):
            return
        world.log("exception", type(error).__name__, 0)
        self.say("E %d the firmware failed: %s" % (world.clock.now // 1000, repr(error)))
        self._print(error)

    def _print(self, error: BaseException) -> None:
        """On the console, as MicroPython does."""
        if MICROPYTHON:
            sys.print_exception(error)  # type: ignore[attr-defined]
        else:
            traceback.print_exception(type(error), error, error.__traceback__)

    def _execute(self, name: str) -> bool:
        """boot.py or main.py, as MicroPython runs them on the chip: from the flash, in one namespace. Whether nothing
        was raised."""
        try:
            with self.mounted.open(name, "r") as f:
                source = f.read()
        except OSError:
            return True  # either may be absent
        try:
            exec(compile(source, name, "exec"), self.namespace)
        except (KeyboardInterrupt, Exception) as error:
            self._firmware_failed(error)
            return False
        return True


def restore_host() -> None:
    """Give this process its own files and clock back, when it has more to do than to simulate."""
    if not MICROPYTHON:
        import builtins

        builtins.open = HOST_OPEN
        sys.modules["os"] = os
        sys.modules["time"] = host_time


def main() -> int:
    """Arguments were checked by the runner; what is wrong here is told with X."""
    arguments = sys.argv[1:]
    image = arguments[arguments.index("--image") + 1]
    return simulate(arguments[0], arguments[1], image, panel="--panel" in arguments)


def simulate(scenario_path: str, out: str, image: str, panel: bool = False, unit: "type[Machine]" = Machine) -> int:
    """One scenario from power-on to its end. 0, or 1 after an X line."""
    with open(scenario_path) as f:
        scenario = json.load(f)
    begin = HOST_NOW()
    try:
        if "screens" not in os.listdir(out):
            os.mkdir(out + "/screens")
        machine = unit(scenario, out, image, panel)
        reason = machine.run()
        mounted = machine.mounted.remount()
        mounted.os.chdir(SLOT)
        machine.read_whole_program(image)
        log = flash_setup.events(mounted)  # what the next power-on would find
        facts = machine.recorder.end(
            {
                "log": log,
                "interpreter": interpreter(),
                "seed": scenario["seed"],
                "scenario": scenario["name"],
                "version": machine.version,
                "end_reason": reason,
                "sim_reached_expect": bool(machine.decided),
                "alloc_live_bytes": 0 if MICROPYTHON else None,
                "texts": machine.person.texts,
            }
        )
    except Exception as error:
        if MICROPYTHON:
            sys.print_exception(error)  # type: ignore[attr-defined]
        else:
            traceback.print_exc()
        say("X " + repr(error))
        return 1
    facts["wall_s"] = round(HOST_NOW() - begin, 2)
    say("Z " + dump(facts))
    return 0


def interpreter() -> str:
    """Name and version."""
    v = sys.implementation
    if MICROPYTHON:
        return "MicroPython %d.%d.%d" % (v.version[0], v.version[1], v.version[2])
    return "%s %d.%d.%d" % (("PyPy's" if v.name == "pypy" else "CPython",) + sys.version_info[:3])


if __name__ == "__main__":
    sys.exit(main())
