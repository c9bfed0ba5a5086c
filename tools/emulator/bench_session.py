# One session on the emulated chip for the bench: from power-on through self-test, menus and ramp to STOP, halted where
# it is measured. Measures by bench_ticks.py and bench_latency.py; judges nothing.

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from tools import image
from tools.emulator import board_flash, flash_cache
from tools.emulator.bench_latency import LATENCIES, Explorer
from tools.emulator.bench_ticks import Ticks, spread
from tools.emulator.memory_inspector import Memory
from tools.emulator.unit import Unit
from tools.harness import screen_reader

STEP_US = 20_000
SETTLED_US = 2_000_000  # after the ramp has begun
WARM_US = 80_000  # two rounds fill the cache
WAITED_US = 320_000  # ticks looked at with it: eight rounds
LAST_US = 200_000_000
Json = dict[str, Any]


class Session:
    """Drives a Unit; `tell(text)` hears of the progress."""

    def __init__(self, unit: Unit, tell: Callable[[str], None]) -> None:
        self.unit = unit
        self.chip = unit.chip
        self.world = unit.world
        self.tell = tell
        self.measured: Json = {"ticks": {}, "free": {}, "latencies": {}}
        self._state = ""
        self._since = 0
        entered = unit.recorder.on_state

        def on_state(name: str) -> None:
            entered(name)
            if name == "ready" and "selftest_us" not in self.measured:
                self.measured["selftest_us"] = self.chip.now_us - self._since
            self._state, self._since = name, self.chip.now_us
            self.tell(f"{self.chip.now_us / 1e6:6.2f} s  {name}")

        unit.recorder.on_state = on_state

    # ------------------------------------------------------------ the parts

    def start(self) -> None:
        """From power-on to the first words on the glass."""
        self.world.power_on()
        self.world.boots = 1
        changed = self.chip.pins.changed

        # every output that could close a way to a person
        driven_low = [gpio for gpio in self.world.pins.of("out") if self.world.lines[gpio] >= 0]

        def pin(gpio: int, level: int, driven: bool) -> None:
            changed(gpio, level, driven)
            if all(self.world.outputs[one] and not self.world.levels[one] for one in driven_low):
                self.measured.setdefault("safe_us", self.chip.now_us)

        self.chip.pins.changed = pin

        def lines() -> list[str]:
            """What can be read on the glass."""
            return screen_reader.read(self.world.oled.gddram).lines if self.world.oled.on else []

        self._until(lambda: bool(lines()), "the version")
        self.measured["screen_us"] = self.chip.now_us
        starts = lines()[-1]  # boot.py's, without the version and then with it
        self.chip.pins.changed = changed
        self._until(lambda: bool(lines()) and starts not in lines(), "the first screen")
        self.measured["words_us"] = self.chip.now_us

    def self_test(self, us: int, names: list[str], phases: int) -> None:
        """Current flows through the dummy load: ticks, and those latencies that can be had there."""
        self._until(lambda: self.world.circuit.i_ua > 1500, "current through the dummy load")
        self._ticks("selftest", us)
        self._latencies([case.name for case in LATENCIES if case.on_dummy and case.name in names], phases)

    def menus(self, us: int) -> None:
        """The unit waits for its user."""
        self._until(lambda: self._state in ("ready", "confirm"), "the end of the self-test")
        self.measured["free"]["before"] = self.unit.rules.free_bytes()
        self._ticks("menus", us)

    def treatment(self, us: int, phases: int, names: list[str]) -> None:
        """Under current: ticks, then every latency."""
        self._until(lambda: self._state == "ramp", "the ramp")
        self.chip.run_to(self._since + SETTLED_US)
        self._ticks("live", us)
        self.measured["collection_us"] = Explorer(self.unit).collection_us()
        self._latencies(names, phases)
        self._waiting_for_flash(names, max(1, phases // 5))  # it takes five times as long

    def end(self) -> None:
        """STOP, the ramp down, and what is left of the heap."""
        self.unit.hands.press("stop", 200)
        self._until(lambda: self._state == "done", "the end of the treatment")
        self.chip.run_to(self.chip.now_us + 300_000)
        self.measured["free"]["after"] = self.unit.rules.free_bytes()
        self.measured["free"]["live"] = self.unit.rules.least_free_live
        self.measured["changed_live_bytes"] = self.unit.rules.changed_bytes()

    # ------------------------------------------------------------ how

    def _until(self, reached: Callable[[], bool], what: str) -> None:
        while not reached():
            if self.chip.now_us > LAST_US or self._state == "fault":
                fault = f"; fault {self.unit.recorder.fault}" if self._state == "fault" else ""
                raise RuntimeError(f"the unit never reached {what}: it is in {self._state or 'boot'}{fault}")
            self.chip.run_to(self.chip.now_us + STEP_US)

    def start_waiting_for_flash(self) -> None:
        """As start(), of a chip that must wait for its flash; the session itself has not begun yet."""

        def start() -> Json:
            flash_cache.fit(self.chip)
            self.start()
            return {key: self.measured[key] for key in ("safe_us", "screen_us", "words_us")}

        self.measured["waited"] = Explorer(self.unit).forked("a start with the flash's cache", start)

    def _waiting_for_flash(self, names: list[str], phases: int) -> None:
        """Ticks and latencies from here on with the cache, in forks of this moment."""
        cases = [case for case in LATENCIES if case.name in names]
        explorer = Explorer(self.unit)

        def look(model: flash_cache.Model) -> Json:
            cache = flash_cache.fit(self.chip, model)
            self.chip.run_to(self.chip.now_us + WARM_US)
            before = cache.misses
            self._ticks("live", WAITED_US)
            figures = self.measured["ticks"]["live"]
            return {"live": figures, "misses": (cache.misses - before) / figures["ticks"]}

        def look_and_cut() -> Json:
            found = look(flash_cache.MODEL)
            return {**found, "latencies": Explorer(self.unit).explore(cases, phases)}

        waited = self.measured.setdefault("waited", {})
        waited.update(explorer.forked("ticks with the flash's cache", look_and_cut))
        spread_of = waited["spread"] = {}
        for model in flash_cache.SPREAD:
            spread_of[model.name] = explorer.forked(model.name, partial(look, model))

    def _ticks(self, where: str, us: int) -> None:
        seen = Ticks(self.unit.wiring).run(us)
        ticks = seen.ticks()
        if not ticks or not seen.monitor:
            raise RuntimeError(f"{where}: no tick or no monitor within {us} µs")
        edges = [b - a for a, b in zip(seen.edges, seen.edges[1:], strict=False)]
        self.measured["ticks"][where] = {
            "busy_us": spread([one[0] for one in ticks])[:3],
            "control_us": spread([one[1] for one in ticks])[:3],
            "bus_us": spread([one[2] + one[3] for one in ticks])[:3],
            "measuring_bus_us": spread([one[2] for one in ticks])[:3],
            "period_us": spread([b - a for a, b in zip(seen.feeds, seen.feeds[1:], strict=False)])[:3],
            "monitor_us": spread(seen.monitor)[:3],
            "monitor_period_us": spread([b - a for a, b in zip(seen.monitor_at, seen.monitor_at[1:], strict=False)])[
                :3
            ],
            "edge_period_us": spread(edges)[:3] if edges else None,
            "panel_us": seen.panel_us(),
            "ticks": len(ticks),
        }
        mean = self.measured["ticks"][where]["busy_us"][1]
        self.tell(f"{self.chip.now_us / 1e6:6.2f} s  {where}: {len(ticks)} ticks, busy {mean:.0f} µs each")

    def _latencies(self, names: list[str], phases: int) -> None:
        cases = [case for case in LATENCIES if case.name in names]
        found = Explorer(self.unit).explore(cases, phases)
        self.measured["latencies"].update(found)
        for case in cases:
            times = found[case.name]
            self.tell(f"          {case.name}: {min(times) / 1000:.2f} to {max(times) / 1000:.2f} ms")


def image_sizes(blocks: dict[int, bytes]) -> Json:
    """Bytes of the files in the flash, as `image.counted` tells them."""
    drive, _ = board_flash.mounted(blocks)
    files = {}
    for folder, _dirs, names in drive.walk("/"):
        for name in names:
            path = f"{folder.rstrip('/')}/{name}"
            with drive.open(path, "rb") as f:
                files[path] = f.read()
    return image.counted(files)


def micropython_version(chip: Any) -> str:
    """What the binary tells of itself."""
    flash = bytes(Memory(chip.mcu).flash[: 1 << 20])
    at = flash.find(b"MicroPython v")
    return flash[at + 12 : flash.find(b" on ", at)].decode("ascii", "replace") if at >= 0 else "unknown"
