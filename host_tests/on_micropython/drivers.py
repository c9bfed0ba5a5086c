# Runs under MicroPython: the drivers' and the chips' tests again, then the run-time methods with the heap locked.
# Prints a line per module, and what allocated. Decides nothing: test_drivers_micropython.py reads the lines.

import os

import micropython

from drivers.ads1115 import ADS1115
from drivers.mcp4725 import MCP4725
from drivers.ssd1306 import SLICES, SSD1306
from drivers.status import BUSY, OK, READY
from host_tests.support.fakes import FakeClock, FakeI2C, FakePin, FakeSource
from host_tests.support.settled_plant import REVISION_A
from ionto.output.source import CurrentSource
from ionto.sensing import meter as meters
from ionto.sensing.meter import Meter
from tools.sim.chips.ads1115 import ADS1115Chip
from tools.sim.chips.mcp4725 import MCP4725Chip

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# Where the tests of drivers and of the chips' register models lie, and how they begin.
ROOMS = (("host_tests/firmware/drivers", "test_driver_"), ("host_tests/sim", "test_chip_"))


def modules() -> "list[Any]":
    """All of them, from the folders themselves."""
    found = []
    for folder, start in ROOMS:
        for file in sorted(os.listdir(folder)):
            if file.startswith(start) and file.endswith(".py"):
                name = file[:-3]
                found.append(__import__(folder.replace("/", ".") + "." + name, None, None, [name]))
    return found


def run_tests() -> None:
    for module in modules():
        count = 0
        for name in dir(module):
            if name.startswith("test_"):
                getattr(module, name)()
                count += 1
        print("tests", module.__name__.split(".")[-1], count)


class SilentBus:
    """Acknowledges everything and keeps nothing."""

    def writeto(self, addr: int, buf: "bytes | bytearray | memoryview", stop: bool = True) -> int:
        return len(buf)

    def writevto(self, addr: int, vector: "list[bytes | bytearray | memoryview]", stop: bool = True) -> int:
        return 0

    def readfrom_into(self, addr: int, buf: "bytearray | memoryview", stop: bool = True) -> None:
        pass


class Sink:
    """Where the DAC's code and the ADC's voltage meet."""

    def __init__(self) -> None:
        self.uv = 0

    def see(self, code: int) -> None:
        self.uv = code * 500

    def sample(self, mux: int) -> int:
        return self.uv


def ticks_without_heap(count: int) -> int:
    """Source and meter over drivers, bus and chips; the heap is locked all the way. How many values came."""
    sink = Sink()
    clock = FakeClock()
    dac_chip = MCP4725Chip(clock, sink.see)
    adc_chip = ADS1115Chip(clock, sink.sample)
    clock.sources.append(adc_chip)
    i2c = FakeI2C(clock, (dac_chip, adc_chip))
    dac = MCP4725(i2c)
    source = CurrentSource(dac)
    adc = ADS1115(i2c)
    meter = Meter(adc, REVISION_A)
    source.calibrate(-12_345, 33)
    values = 0
    ua = 0
    micropython.heap_lock()
    try:
        for tick in range(count):
            ua += 61
            if ua > 25_000:
                ua = 0
            if source.set_ua(ua) != OK or source.verify() != OK:
                break
            if meter.start(tick % meters.CHANNELS) != OK or meter.poll() != BUSY:
                break
            clock.advance(1_300)
            if meter.poll() != READY or meter.value < -100_000:
                break
            source.off()
            dac.wakes_at_zero()
            source.set_ua(-1)
            meter.start(99)
            values += 1
    finally:
        micropython.heap_unlock()
    return values


def slices_without_heap(count: int) -> int:
    """The display's slices, set-up and power with the heap locked. How many slices went out."""
    oled = SSD1306(SilentBus())
    sent = 0
    micropython.heap_lock()
    try:
        for _ in range(count):
            for i in range(SLICES):
                if oled.send_slice(i) == OK:
                    sent += 1
            oled.renew(17)
            oled.power(1)
    finally:
        micropython.heap_unlock()
    return sent


def fakes_without_heap(count: int) -> int:
    """The stand-ins themselves must not allocate, else they could not show that others do not."""
    source = FakeSource()
    pin = FakePin()
    clock = FakeClock((1 << 30) - 3, (1 << 30) - 3)
    done = 0
    micropython.heap_lock()
    try:
        for i in range(count):
            source.set_ua(i)
            source.verify()
            source.off()
            pin.value(i & 1)
            before = clock.ms()
            clock.sleep_us(1_000)
            if clock.diff(clock.ms(), before) == 1:
                done += 1
    finally:
        micropython.heap_unlock()
    return done


def the_lock_works() -> bool:
    """The measure itself: a list made under the lock must fail."""
    micropython.heap_lock()
    try:
        kept = [1, 2, 3]
    except MemoryError:
        return True
    finally:
        micropython.heap_unlock()
    return len(kept) == 0


run_tests()
print("lock", the_lock_works())
print("ticks", ticks_without_heap(1_000))
print("slices", slices_without_heap(10))
print("fakes", fakes_without_heap(500))
