# Builds the whole unit over stand-ins and a plant without time constants. Judges nothing.
#
# Runs under CPython and MicroPython; a tick of it allocates nothing, so that a test may lock the heap.

from hashlib import sha256
from io import BytesIO

from fakes import FakeClock, FakePin, FakeRawAdc

from ionto.hardware import Hardware
from ionto.unit import Unit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

PERIODS_A_TICK = 5
OPEN = 100_000_000
DUMMY_OHM = 1000
HOLD_MS = 60  # of the charge pump
LATCH_UA = 24_000
LATCH_TEST_UA = 4_000


def manifest_of(files: "dict[str, bytes]") -> bytes:
    """As tools/image.py writes it."""
    lines = ['{', ' "board": "bench",', ' "files": {']
    for path in sorted(files):
        digest = "".join("%02x" % byte for byte in sha256(files[path]).digest())
        lines.append('  "%s": "%s",' % (path[1:], digest))
    lines[-1] = lines[-1][:-1]
    return "\n".join(lines + [" },", ' "version": "0.1.0"', "}", ""]).encode()


class Plant:
    """The output circuit in its settled state: what pins and code make of A, B, electrodes and rail."""

    def __init__(self) -> None:
        self.out_en = FakePin()
        self.pump = FakePin()
        self.boost_en = FakePin()
        self.leg_fwd = FakePin()
        self.leg_rev = FakePin()
        self.patient = FakePin()
        self.oc_reset = FakePin()
        self.oc_test = FakePin()
        self.oc_trip_n = FakePin(1)
        self.hold_ms = HOLD_MS
        self.silent_ms = HOLD_MS  # since the last edge at the pump
        self.dividers_mv = 0  # what they differ by
        self.code = 0
        self.ohm = OPEN  # between the electrodes
        self.leak_ua = 0  # past shunt A
        self.a_ua = 0
        self.b_ua = 0
        self.body_ua = 0
        self.high_mv = 0
        self.low_mv = 0
        self.rail_mv = 0
        self.sign = 1
        self.most_ua = 0  # the highest body current ever
        self.broken_rules = 0  # legs or relay moved under current, or both legs
        self._way = 0
        self._pump_level = 0

    def millisecond(self) -> None:
        """Time passes for the charge pump."""
        if self.pump.level != self._pump_level:
            self._pump_level = self.pump.level
            self.silent_ms = 0
        elif self.silent_ms < self.hold_ms:
            self.silent_ms += 1

    def solve(self) -> None:
        """Work everything out anew. Called by the converters."""
        legs = self.leg_fwd.level + 2 * self.leg_rev.level + 4 * self.patient.level
        if legs != self._way:
            if self.a_ua >= 200:
                self.broken_rules += 1
            self._way = legs
        if self.leg_fwd.level and self.leg_rev.level:
            self.broken_rules += 1
        self.rail_mv = 48_000 if self.boost_en.level else 0
        closed = self.out_en.level and (self.leg_fwd.level or self.leg_rev.level)
        if self.silent_ms >= self.hold_ms or not self.oc_trip_n.level:
            closed = 0
        self.sign = -1 if self.leg_rev.level else 1
        i = 0
        self.high_mv = self.rail_mv if closed else 0
        self.low_mv = 0
        ohm = self.ohm if self.patient.level else DUMMY_OHM
        if closed and ohm < OPEN:
            i = self.code * 25_000 // 4096
            most = (self.rail_mv - 1_500) * 1000 // (ohm + 150)
            if i > most:
                i = most if most > 0 else 0
            self.low_mv = self.high_mv - i * ohm // 1000
        self.a_ua = i
        self.b_ua = i + (self.leak_ua if closed else 0)
        if self.b_ua > (LATCH_TEST_UA if self.oc_test.level else LATCH_UA):
            self.oc_trip_n.level = 0
        elif self.oc_reset.level:
            self.oc_trip_n.level = 1
        self.body_ua = i if self.patient.level else 0
        if self.body_ua > self.most_ua:
            self.most_ua = self.body_ua


class PlantDac:
    """The MCP4725's driver, as the source knows it."""

    def __init__(self, plant: Plant) -> None:
        self.bits = 12
        self.reads_back = 1
        self.code = 0
        self.power_down = 0
        self.status = 0
        self._plant = plant

    def write_code(self, code: int) -> int:
        if self.status:
            return self.status
        self._plant.code = code
        self.code = code
        return 0

    def read_back(self) -> int:
        return self.status

    def probe(self) -> int:
        return self.status

    def wakes_at_zero(self) -> int:
        return 0

    def provision_eeprom(self, sleep_us: "object") -> int:
        return 0


class PlantAdc:
    """The ADS1115's driver, as the meter knows it; a result's last bit changes, as a sound converter's does."""

    def __init__(self, plant: Plant) -> None:
        self.bits = 16
        self.full_scale_mv = 4096
        self.tags_channel = 1
        self.raw = 0
        self.mux = 0
        self.seen_busy = 1
        self.status = 1
        self._plant = plant
        self._last_bit = 0

    def probe(self) -> int:
        return 0 if self.status > 0 else self.status

    def start(self, mux: int) -> int:
        self.mux = mux
        return 0 if self.status > 0 else self.status

    def poll(self) -> int:
        if self.status <= 0:
            return self.status
        p = self._plant
        p.solve()
        if self.mux == 6:
            self._last_bit ^= 1
            self.raw = p.a_ua * 100 // 125 + self._last_bit
        elif self.mux == 0:
            self.raw = (p.sign * (p.high_mv - p.low_mv) + p.dividers_mv) * 50 // 125
        elif self.mux == 7:
            self.raw = p.rail_mv * 50 // 125
        else:
            high = (self.mux == 4) == (p.sign > 0)
            self.raw = (p.high_mv if high else p.low_mv) * 50 // 125
        return 1


class PlantChannelB(FakeRawAdc):
    """The processor's converter on shunt B."""

    def __init__(self, plant: Plant) -> None:
        super().__init__()
        self._plant = plant

    def read_u16(self) -> int:
        self._plant.solve()
        code = self._plant.b_ua * 4096 // 33_000
        return (code if code < 4095 else 4095) << 4


class PlantDacVoltage(PlantChannelB):
    """The processor's converter on the DAC's output."""

    def read_u16(self) -> int:
        return self._plant.code << 4


class RelayFeedback(FakePin):
    """Low: at rest."""

    def __init__(self, plant: Plant) -> None:
        super().__init__()
        self.fallen = 0  # 1: at rest whatever is asked
        self._plant = plant

    def value(self, x: "int | None" = None) -> "int | None":
        return 0 if self.fallen else self._plant.patient.level


class QuietDisplay:
    """Takes every slice."""

    def __init__(self) -> None:
        self.buffer = memoryview(bytearray(1024))
        self.status = 0

    def init(self) -> int:
        return 0

    def power(self, on: int) -> int:
        return 0

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

    stopped = 0

    def read(self) -> int:
        return -1


class _Tone:
    def tone(self, hz: int) -> None:
        pass


class Bench:
    """A whole unit on the plant. `tick()` is 5 ms: five periods of the monitor, one tick of the unit."""

    def __init__(self) -> None:
        self.plant = plant = Plant()
        self.clock = BenchClock()
        self._tick_ends = 0
        hw: "Any" = Hardware()
        hw.board_name = "bench"
        hw.identity = 1
        hw.power_on = 1
        hw.runtime_ok = 1
        hw.clock = self.clock
        hw.heap = _Heap()
        hw.watchdog = _Watchdog()
        hw.timer = _Timer()
        hw.buzzer = _Tone()
        hw.files = RamFiles()
        hw.rtc = NoClock()
        self.installed = {"/boot.py": b"import board\n", "/ionto/unit.mpy": bytes(3000)}
        self.installed["/manifest.json"] = manifest_of(self.installed)
        hw.open_file = self.open_installed
        for name in ("out_en", "pump", "boost_en", "leg_fwd", "leg_rev", "patient", "oc_reset", "oc_test", "oc_trip_n"):
            setattr(hw, name, getattr(plant, name))
        for name in ("led_output", "led_fault", "vbus", "id1", "btn_stop"):
            setattr(hw, name, FakePin())
        for name in ("id0", "btn_up", "btn_down", "btn_ok"):
            setattr(hw, name, FakePin(1))
        hw.relay_fb = RelayFeedback(plant)
        hw.adc_b = PlantChannelB(plant)
        hw.adc_dac = PlantDacVoltage(plant)
        hw.adc_battery = FakeRawAdc(3_900 * 65_536 // 6_600)
        hw.dac = self.dac = PlantDac(plant)
        hw.adc = self.adc = PlantAdc(plant)
        hw.display = self.display = QuietDisplay()
        self.hw = hw
        self.unit = Unit(hw)
        self.unit.course.begin()

    def open_installed(self, path: str, mode: str) -> BytesIO:
        """As the built-in open, for reading."""
        if path not in self.installed:
            raise OSError(2)
        return BytesIO(self.installed[path])

    def tick(self) -> None:
        """5 ms, as run() has it."""
        for _ in range(PERIODS_A_TICK):
            self.unit.monitor.step()
            self.plant.millisecond()
        self.unit.tick()
        self.finish()

    def finish(self) -> None:
        """The tick's wait."""
        self._tick_ends += 5_000
        self.clock.now = self._tick_ends

    def ticks(self, count: int) -> None:
        """Several."""
        for _ in range(count):
            self.tick()

    def until(self, state: int, most_ms: int) -> int:
        """Tick until the unit enters a state; how long it took, or -1."""
        for t in range(0, most_ms, 5):
            if self.unit.view.state == state:
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

    def to_contact(self) -> None:
        """Self-test with STOP shown, hands, proposal, every page of the checklist; no hands in the water yet."""
        unit = self.unit
        for _ in range(2_000):
            if unit.view.test_prompt:
                break
            self.tick()
        self.press("stop")
        assert unit.view.state == 2, (unit.view.state, unit.view.fault)
        for _ in range(3):
            if unit.view.state != 4:
                self.press("ok")
        assert unit.view.state == 4, unit.view.state
        for _ in range(8):
            self.ticks(201)
            self.press("ok")
        assert unit.view.state == 5, (unit.view.state, unit.view.fault)

    def to_run(self, ohm: int = 1_500) -> None:
        """And on, with hands in, until the current has reached its target."""
        self.to_contact()
        self.ticks(60)
        self.plant.ohm = ohm
        assert self.until(7, 40_000) >= 0, (self.unit.view.state, self.unit.view.fault)
