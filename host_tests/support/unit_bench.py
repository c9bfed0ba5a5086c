# Builds the whole unit over stand-ins and a plant without time constants. Judges nothing.
#
# Runs under CPython and MicroPython; a tick of it allocates nothing, so that a test may lock the heap.

from hashlib import sha256
from io import BytesIO

from host_tests.support.fakes import FakeClock, FakePin, FakeRawAdc
from host_tests.support.settled_plant import (
    DIODE_MV,
    OPEN,
    REVISION_A,
    Plant,
    PlantAdc,
    PlantChannelB,
    PlantDac,
    PlantDacVoltage,
    RelayFeedback,
)
from ionto.app.unit import Unit
from ionto.hardware import Hardware
from ionto.output.source import BIAS_UA
from ionto.records import calibration as cal
from ionto.records import settings as se
from ionto.records.calibration import Calibration
from ionto.treatment import terms

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

__all__ = ["OPEN", "PERIODS_A_TICK", "Bench", "manifest_of"]

PERIODS_A_TICK = 5


def manifest_of(files: "dict[str, bytes]") -> bytes:
    """As tools/image/ writes it."""
    lines = ["{", ' "board": "bench",', ' "files": {']
    for path in sorted(files):
        digest = "".join("%02x" % byte for byte in sha256(files[path]).digest())
        lines.append('  "%s": "%s",' % (path, digest))
    lines[-1] = lines[-1][:-1]
    return "\n".join(lines + [" },", ' "version": "0.1.0"', "}", ""]).encode()


class QuietDisplay:
    """Takes every slice."""

    def __init__(self) -> None:
        self.buffer = memoryview(bytearray(1024))
        self.status = 0

    def init(self) -> int:
        return 0

    def power(self, on: int) -> int:
        return 0

    def renew(self, contrast: int) -> int:
        return self.status

    def all_points(self, on: int) -> int:
        return self.status

    def send_slice(self, number: int) -> int:
        return self.status


class RamFiles:
    """Files that lie in RAM."""

    def __init__(self) -> None:
        self.data: "dict[str, bytes]" = {}

    def size(self, name: str) -> int:
        return len(self.data[name]) if name in self.data else -1

    def read(self, name: str) -> "bytes | None":
        return self.data.get(name)

    def write(self, name: str, data: "bytes | bytearray") -> None:
        self.data[name] = bytes(data)

    def rename(self, old: str, new: str) -> None:
        self.data[new] = self.data.pop(old)

    def remove(self, name: str) -> None:
        del self.data[name]


class _Heap:
    held = 0

    def hold(self) -> None:
        self.held = 1

    def release(self) -> None:
        self.held = 0

    def collect(self) -> None:
        pass

    def forget(self, package: str, names: "tuple[str, ...]") -> None:
        pass

    bytes_free = 200_000

    def free(self) -> int:
        return self.bytes_free


class _Watchdog:
    feeds = 0
    runs = 1

    def start(self) -> None:
        pass

    def armed(self) -> int:
        return self.runs

    def feed(self) -> None:
        self.feeds += 1


class _Timer:
    callback: "Callable[[object], None] | None" = None

    def start(self, callback: "Callable[[object], None]") -> None:
        self.callback = callback


class BenchClock(FakeClock):
    """As MicroPython's `time` spells it."""

    def ticks_ms(self) -> int:
        return self.ms()

    def ticks_us(self) -> int:
        return self.us()

    def ticks_diff(self, later: int, earlier: int) -> int:
        return self.diff(later, earlier)

    def sleep_us(self, us: int) -> None:
        if us > 0:
            self.now += us


class NoClock:
    """The clock chip that is not fitted."""

    stopped = year = month = day = hour = minute = second = -1

    def read(self) -> int:
        return -1

    def set(self, *values: int) -> int:
        return -1


class QuietConsole:
    """The cable: what is to come in, and the lines that went out."""

    def __init__(self) -> None:
        self.coming = b""
        self.lines: "list[str]" = []

    def read(self) -> bytes:
        data = self.coming[:64]
        self.coming = self.coming[64:]
        return data

    def write(self, line: str) -> None:
        self.lines.append(line)


class _Tone:
    def tone(self, hz: int) -> None:
        pass


class Bench:
    """A whole unit on the plant. `tick()` is 5 ms: five periods of the monitor, one tick of the unit."""

    def __init__(
        self,
        adc: "type[PlantAdc]" = PlantAdc,
        rtc: "Any" = None,
        files: "Any" = None,
        on_cable: int = 0,
        revision: int = 1,
        confirmed: int = 1,
    ) -> None:
        self.plant = plant = Plant()
        if revision == 2:
            plant.diodes_mv = [DIODE_MV] * 4
            plant.bias_ua = 20
        self.clock = BenchClock()
        self._tick_ends = 0
        hw: "Any" = Hardware()
        hw.board_name = "bench"
        hw.revision = revision
        hw.power_on = 1
        hw.clock = self.clock
        hw.heap = _Heap()
        hw.watchdog = _Watchdog()
        hw.timer = _Timer()
        hw.buzzer = _Tone()
        hw.files = files or RamFiles()
        hw.rtc = rtc or NoClock()
        self.installed = {"boot.py": b"import board\n", "ionto/app/unit.mpy": bytes(3000)}
        self.installed["manifest.json"] = manifest_of(self.installed)
        hw.open_file = self.open_installed
        hw.scan = lambda: [0x48, 0x60]
        hw.scan_panel = lambda: [0x3C]
        hw.console = self.console = QuietConsole()
        for name in ("out_en", "pump", "boost_en", "leg_fwd", "leg_rev", "patient", "oc_reset", "oc_test", "oc_trip_n"):
            setattr(hw, name, getattr(plant, name))
        for name in ("led_output", "led_fault", "vbus", "btn_stop"):
            setattr(hw, name, FakePin())
        hw.vbus.level = on_cable
        for name in ("btn_up", "btn_down", "btn_ok"):
            setattr(hw, name, FakePin(1))
        hw.relay_fb = RelayFeedback(plant)
        hw.adc_b = PlantChannelB(plant)
        hw.adc_dac = PlantDacVoltage(plant)
        hw.adc_battery = FakeRawAdc(3_900 * 65_536 // 6_600)
        hw.dac = self.dac = PlantDac(plant)
        hw.adc = self.adc = adc(plant, self.clock)
        hw.adc_inputs = REVISION_A
        hw.display = self.display = QuietDisplay()
        self.hw = hw
        if confirmed and hw.files.size("calibration.a") < 0:
            self._confirm(hw.files, revision)
        self.unit = Unit(hw)
        if files is None:
            self._use()
        self.unit.supervisor.begin()

    @staticmethod
    def _confirm(files: "Any", revision: int) -> None:
        """A calibration of a unit without errors, confirmed by a meter without."""
        record = Calibration(files, revision)
        record.put(cal.SOURCE, cal.NOMINAL_PPM, BIAS_UA[revision])
        record.values[cal.VALID] = revision
        record.values[cal.CONFIRMED_UA] = 10_000
        record.store()

    def _use(self) -> None:
        """An adult was treated everywhere before, with 10 mA for 20 minutes: that is proposed."""
        keeper = self.unit.keeper
        settings = keeper.settings
        settings.values[se.AGE] = self.unit.plan.user.age = terms.ADULT
        settings.values[se.PAD_CM2] = self.unit.plan.user.pad_cm2 = 50
        for site in range(se.SITES):
            for column, value in ((se.PLAN_UA, 10_000), (se.LAST_UA, 10_000), (se.SESSIONS, 1)):
                settings.put(site, column, value)
        keeper.load_plan(terms.HANDS)

    def open_installed(self, path: str, mode: str) -> BytesIO:
        """As the built-in open, for reading."""
        if path not in self.installed:
            raise OSError(2)
        return BytesIO(self.installed[path])

    def tick(self) -> None:
        """5 ms, as run() has it."""
        for _ in range(PERIODS_A_TICK):
            self.unit.monitor.check(None)
            self.plant.millisecond()
        self.unit.tick()
        self.finish()

    def finish(self) -> None:
        """The tick's wait."""
        self._tick_ends += 5_000
        self.clock.now = self._tick_ends

    def fail(self, error: BaseException) -> None:
        """What main does with an exception, up to its first sleep: from there on it only shows it."""

        class Enough(Exception):
            pass

        def enough(us: int) -> None:
            raise Enough

        self.clock.sleep_us = enough  # type: ignore[method-assign]
        try:
            self.unit.fail(error)
        except Enough:
            return
        raise AssertionError("fail() returned")

    def ticks(self, count: int) -> None:
        """Several."""
        for _ in range(count):
            self.tick()

    def until(self, state: int, most_ms: int) -> int:
        """Tick until the unit enters a state; how long it took, or -1."""
        for t in range(0, most_ms, 5):
            if self.unit.status.state == state:
                return t
            self.tick()
        return -1

    def press(self, button: str, ms: int = 80) -> None:
        """Press a button and let go."""
        pin = getattr(self.hw, "btn_" + button)
        pressed = 1 if button == "stop" else 0
        pin.level = pressed
        self.ticks(ms // 5)
        pin.level = 1 - pressed
        self.ticks(10)

    def past_selftest(self) -> None:
        """Self-test with STOP shown: at the first thing that is asked, or told."""
        unit = self.unit
        for _ in range(2_000):
            if unit.status.test_prompt:
                break
            self.tick()
        self.press("stop")
        assert unit.status.state in (2, 3), (unit.status.state, unit.status.fault)

    def to_menus(self) -> None:
        """And every report answered: at the choice of the site."""
        unit = self.unit
        self.past_selftest()
        while unit.status.report:
            self.press("ok")
        assert unit.status.state == 2, unit.status.state

    def to_contact(self) -> None:
        """And on: hands, proposal, every page of the checklist; no hands in the water yet."""
        unit = self.unit
        self.to_menus()
        for _ in range(2):
            self.press("ok")
        assert unit.status.state == 4, unit.status.state
        for _ in range(terms.CHECKS_LATER + terms.PREPARING):
            self.ticks(201)
            self.press("ok")
        assert unit.status.state == 5, (unit.status.state, unit.status.fault)

    def to_run(self, ohm: int = 1_500) -> None:
        """And on, with hands in, until the current has reached its target."""
        self.to_contact()
        self.ticks(250)  # contact is absent first
        self.plant.ohm = ohm
        assert self.until(7, 40_000) >= 0, (self.unit.status.state, self.unit.status.fault)
