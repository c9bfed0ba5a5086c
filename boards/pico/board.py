# Raspberry Pi Pico, reference hardware revision A: which pin is what, and the parts made from them. Decides nothing:
# pins.csv says the same in a table, and a test holds the two to each other.

import os
import time

from machine import ADC, I2C, PWM, WDT, Pin, Timer, reset_cause
from micropython import const, kbd_intr

from drivers.ads1115 import ADS1115, MUX_0, MUX_0_1, MUX_1, MUX_2, MUX_3
from drivers.ds3231 import DS3231
from drivers.mcp4725 import MCP4725
from drivers.ssd1306 import SSD1306
from ionto.hardware import Hardware
from ionto.records.files import Files

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from collections.abc import Callable

    from drivers.ports import Heap

NAME = "pico"
PROCESSOR = "armv6m"  # what the machine code of its image is compiled for
IDENTITY = const(1)  # ID1 ID0 = 0 1: revision A
WATCHDOG_MS = const(500)

RELAY_FB = const(0)
OUT_EN = const(1)
PUMP = const(2)
BOOST_EN = const(3)
SDA0 = const(4)
SCL0 = const(5)
SDA1 = const(6)
SCL1 = const(7)
ID0 = const(8)
ID1 = const(9)
LEG_FWD = const(10)
LEG_REV = const(11)
PATIENT = const(12)
OC_TRIP_N = const(13)
OC_RESET = const(14)
OC_TEST = const(15)
BTN_UP = const(16)
BTN_DOWN = const(17)
BTN_OK = const(18)
BTN_STOP = const(19)
BUZZER = const(20)
LED_OUTPUT = const(21)
LED_FAULT = const(22)
VBUS = const(24)
ADC0 = const(26)
ADC1 = const(27)
ADC2 = const(28)


_RELAY_WAITS_US = const(5_000)

_outputs: "list[Pin]" = []


def outputs_off() -> None:
    """Drive every output that could close a way to the patient low: first after a start, last before an end.

    The relay comes last, 5 ms after the others, so that it need not break a current; then it falls whatever flows.
    The pins are made in the first call, so that a later one needs no memory.
    """
    if not _outputs:
        _outputs.append(Pin(OUT_EN, Pin.OUT, value=0))
        _outputs.append(Pin(PUMP, Pin.OUT, value=0))
        _outputs.append(Pin(LEG_FWD, Pin.OUT, value=0))
        _outputs.append(Pin(LEG_REV, Pin.OUT, value=0))
        _outputs.append(Pin(BOOST_EN, Pin.OUT, value=0))
        _outputs.append(Pin(OC_RESET, Pin.OUT, value=0))
        _outputs.append(Pin(OC_TEST, Pin.OUT, value=0))
        _outputs.append(Pin(PATIENT, Pin.OUT, value=0))
    relay = _outputs[-1]
    for pin in _outputs:
        if pin is relay and pin.value():
            time.sleep_us(_RELAY_WAITS_US)
        pin.value(0)


class Buzzer:
    """A tone in Hz at half duty; 0 is silence."""

    def __init__(self) -> None:
        self._pwm = PWM(Pin(BUZZER, Pin.OUT, value=0))
        self._hz = -1

    def tone(self, hz: int) -> None:
        if hz == self._hz:
            return
        self._hz = hz
        if hz:
            self._pwm.freq(hz)
            self._pwm.duty_u16(32_768)
        else:
            self._pwm.duty_u16(0)


class Watchdog:
    """500 ms; starts when it is told to, and then cannot be stopped."""

    def __init__(self) -> None:
        self._wdt: "WDT | None" = None

    def start(self) -> None:
        """Treatment mode begins: from now on no Ctrl-C either."""
        kbd_intr(-1)
        self._wdt = WDT(timeout=WATCHDOG_MS)
        self.feed = self._wdt.feed  # type: ignore[method-assign]  # 30 µs less in each tick

    def armed(self) -> int:
        """1: it runs."""
        return 0 if self._wdt is None else 1

    def feed(self) -> None:
        """Nothing, until it was started."""


class Console:
    """The USB cable. Its modules are loaded when it is first read: in service mode only."""

    def __init__(self) -> None:
        self._poll: "Callable[[int], object] | None" = None

    def read(self) -> bytes:
        """What has come, 64 bytes at most."""
        import sys

        if self._poll is None:
            import select

            poll = select.poll()
            poll.register(sys.stdin, select.POLLIN)
            self._poll = poll.poll
        data = bytearray()
        while len(data) < 64 and self._poll(0):
            byte = sys.stdin.buffer.read(1)
            if not byte:
                break
            data += byte
        return bytes(data)

    def write(self, line: str) -> None:
        """One line."""
        import sys

        sys.stdout.write(line + "\n")


class HardTimer:
    """Calls back each millisecond in a hard interrupt."""

    def start(self, callback: "Callable[[object], object]") -> None:
        self._timer = Timer(-1, mode=Timer.PERIODIC, freq=1000, callback=callback, hard=True)  # type: ignore[arg-type]


def make(heap: "Heap") -> Hardware:
    """Every part of this board, with the collector that main.py has made. Outputs stay low."""
    hw = Hardware()
    hw.board_name = NAME
    hw.identity = IDENTITY
    hw.power_on = 1 if reset_cause() == 1 else 0
    # Called as they are: each call costs enough. (The stubs give ticks a type of their own.)
    hw.clock = time  # type: ignore[assignment]
    hw.heap = heap
    hw.watchdog = Watchdog()
    hw.timer = HardTimer()
    hw.buzzer = Buzzer()
    hw.files = Files(os, open, watchdog=hw.watchdog)
    hw.open_file = open
    _pins(hw)
    hw.adc_b = ADC(Pin(ADC0))
    hw.adc_dac = ADC(Pin(ADC1))
    hw.adc_battery = ADC(Pin(ADC2))
    measuring = _bus(0, Pin(SCL0), Pin(SDA0))
    panel = _bus(1, Pin(SCL1), Pin(SDA1))
    hw.scan = measuring.scan
    hw.scan_panel = panel.scan
    hw.console = Console()
    hw.dac = MCP4725(measuring)
    hw.adc = ADS1115(measuring)
    # In the order of the meter's channels: the converter's input, and the µA or mV that one mV at it means.
    hw.adc_inputs = (
        (MUX_2, 10),  # shunt A: its amplifier gives 0.1 mV/µA
        (MUX_0_1, 20),  # electrode A against B, by dividers of 1:20
        (MUX_0, 20),
        (MUX_1, 20),
        (MUX_3, 20),  # rail
    )
    hw.display = SSD1306(panel)
    hw.rtc = DS3231(panel)
    return hw


def _bus(number: int, scl: Pin, sda: Pin) -> I2C:
    """An I2C bus, freed once if a chip holds SDA: a reset may have left it within a byte, which nine clocks and a STOP
    end (NXP UM10204, 3.1.16). Only here, before anything can be switched on; the self-test refuses a bus still stuck.
    """
    sda.init(Pin.OPEN_DRAIN, value=1)
    scl.init(Pin.OPEN_DRAIN, value=1)
    if not sda.value():
        for _ in range(9):
            scl.value(0)
            scl.value(1)
        scl.value(0)
        sda.value(0)
        scl.value(1)
        sda.value(1)
    return I2C(number, scl=scl, sda=sda, freq=400_000, timeout=5_000)


def _pins(hw: Hardware) -> None:
    hw.out_en = Pin(OUT_EN, Pin.OUT, value=0)
    hw.pump = Pin(PUMP, Pin.OUT, value=0)
    hw.boost_en = Pin(BOOST_EN, Pin.OUT, value=0)
    hw.leg_fwd = Pin(LEG_FWD, Pin.OUT, value=0)
    hw.leg_rev = Pin(LEG_REV, Pin.OUT, value=0)
    hw.patient = Pin(PATIENT, Pin.OUT, value=0)
    hw.oc_reset = Pin(OC_RESET, Pin.OUT, value=0)
    hw.oc_test = Pin(OC_TEST, Pin.OUT, value=0)
    hw.led_output = Pin(LED_OUTPUT, Pin.OUT, value=0)
    hw.led_fault = Pin(LED_FAULT, Pin.OUT, value=0)
    hw.relay_fb = Pin(RELAY_FB, Pin.IN, Pin.PULL_UP)
    hw.oc_trip_n = Pin(OC_TRIP_N, Pin.IN, Pin.PULL_UP)
    hw.vbus = Pin(VBUS, Pin.IN)
    hw.id0 = Pin(ID0, Pin.IN)
    hw.id1 = Pin(ID1, Pin.IN)
    hw.btn_up = Pin(BTN_UP, Pin.IN, Pin.PULL_UP)
    hw.btn_down = Pin(BTN_DOWN, Pin.IN, Pin.PULL_UP)
    hw.btn_ok = Pin(BTN_OK, Pin.IN, Pin.PULL_UP)
    hw.btn_stop = Pin(BTN_STOP, Pin.IN, Pin.PULL_UP)
