# Drives the stage on the dummy load and judges what comes back, before every session. Decides whether a session may
# start: `fault` says why not.

from micropython import const

from drivers import status as ds
from ionto.output import stage as st
from ionto.safety import faults, limits

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from collections.abc import Generator

    from ionto.hardware import Hardware
    from ionto.output.source import CurrentSource
    from ionto.output.stage import Stage
    from ionto.panel.buttons import Buttons
    from ionto.panel.view import View
    from ionto.safety.monitor import Mailbox
    from ionto.safety.plausibility import Readings

    Steps = Generator[int, None, None]

FIRST_UA = const(300)  # into a person, should the relay be welded, this is a tingle
TEST_UA = const(2_000)
DUMMY_LOW_OHM = const(970)
DUMMY_HIGH_OHM = const(1_030)
HEAP_MIN = const(40_000)
ITEMS = const(8)
_SETTLE_TICKS = const(6)
_ROTATE_TICKS = const(10)
_CLOSE_TICKS = const(200)
_STOP_PROMPT_TICKS = const(24_000)  # two minutes for the user to find the button
_ZERO_A_UA = const(150)
_ZERO_B_UA = const(300)
_AVERAGE = const(8)


class SelfTest:
    """`step` each tick until `done`; `wanted_ua` is the current to drive meanwhile (dummy load only).

    Written as a generator so that the order can be read: each `yield` is one tick of 5 ms. It may allocate: the
    electrodes are disconnected.
    """

    def __init__(
        self,
        hw: "Hardware",
        stage: "Stage",
        source: "CurrentSource",
        mail: "Mailbox",
        buttons: "Buttons",
        readings: "Readings",
        view: "View",
        start_fault: int,
    ) -> None:
        self._hw = hw
        self._stage = stage
        self._source = source
        self._mail = mail
        self._buttons = buttons
        self._r = readings
        self._view = view
        self._start_fault = start_fault
        self.fault = 0
        self.done = 0
        self.wanted_ua = 0
        self._steps: "Steps" = self._script()
        self._stop_seen = 0

    def begin(self) -> None:
        """From the first item."""
        self.fault = 0
        self.done = 0
        self.wanted_ua = 0
        self._stop_seen = 0
        self._view.test_item = 0
        self._view.test_items = ITEMS
        self._view.test_prompt = 0
        self._steps = self._script()

    def step(self, stop_pressed: int) -> None:
        """One tick. Ends at the first item that fails, with the output open."""
        self._stop_seen = stop_pressed
        try:
            next(self._steps)
        except StopIteration:
            self.done = 1
        if self._stage.fault and not self.fault:
            self.fault = self._stage.fault
        if self.fault:
            self._end()

    def _end(self) -> None:
        self.done = 1
        self.wanted_ua = 0
        self._view.test_prompt = 0
        self._stage.open()

    # ------------------------------------------------------------ the order

    def _script(self) -> "Steps":
        view = self._view
        if self._start_fault:
            self.fault = self._start_fault
            return
        yield from self._parts()
        if not self.fault:
            view.test_item = 1
            yield from self._buttons_open()
        if not self.fault:
            view.test_item = 2
            yield from self._at_rest()
        if not self.fault:
            view.test_item = 3
            yield from self._dummy(1, faults.BRIDGE_FORWARD)
        if not self.fault:
            view.test_item = 5
            yield from self._dummy(-1, faults.BRIDGE_REVERSE)
        if not self.fault:
            view.test_item = 7
            yield from self._stop_button()

    def _wait(self, ticks: int) -> "Steps":
        for _ in range(ticks):
            yield 0

    def _parts(self) -> "Steps":
        """Board, runtime, heap, and every chip by its identity."""
        hw = self._hw
        if not hw.runtime_ok:
            self.fault = faults.FIRMWARE_TOO_OLD
        elif hw.id1.value() * 2 + hw.id0.value() != hw.identity:
            self.fault = faults.BOARD_IDENTITY
        elif hw.heap.free() < HEAP_MIN:
            self.fault = faults.HEAP_SMALL
        elif hw.dac.probe() != ds.OK:
            self.fault = faults.DAC_ABSENT
        elif self._view.service:
            self.fault = faults.USB_PRESENT
        if self.fault:
            return
        yield 0
        status = self._source.wakes_off()
        if status == ds.BUS:
            self.fault = faults.DAC_ABSENT
        elif status != ds.OK:
            # A new part wakes at mid-scale: provisioned once, while nothing is switched on.
            if self._source.make_wake_off(hw.clock.sleep_us) != ds.OK:
                self.fault = faults.DAC_EEPROM
        yield 0

    def _buttons_open(self) -> "Steps":
        yield from self._wait(10)
        pressed = self._buttons.pressed_mask()
        if pressed & 1:
            self.fault = faults.UP_STUCK
        elif pressed & 2:
            self.fault = faults.DOWN_STUCK
        elif pressed & 4:
            self.fault = faults.OK_STUCK
        elif pressed & 8:
            self.fault = faults.STOP_STUCK

    def _at_rest(self) -> "Steps":
        """Battery, USB, relay, zero offsets: everything open."""
        yield from self._wait(20)
        r = self._r
        mail = self._mail
        if r.a_age_ms > limits.SAMPLE_AGE_MS:
            self.fault = faults.ADC_ABSENT
        elif mail.vbus:
            self.fault = faults.USB_PRESENT
        elif mail.battery_mv < limits.BATTERY_START_MV:
            self.fault = faults.BATTERY_START
        elif not r.relay_rest:
            self.fault = faults.RELAY_NOT_AT_REST
        elif mail.latch:
            self.fault = faults.LATCH_SET
        elif r.a_ua > _ZERO_A_UA:
            self.fault = faults.ZERO_A
        elif r.b_ua > _ZERO_B_UA:
            self.fault = faults.ZERO_B

    def _dummy(self, polarity: int, fault: int) -> "Steps":
        """One direction on the dummy load: 0.3 mA, and 2 mA only if that reads 1.00 kOhm."""
        stage = self._stage
        stage.close(st.DUMMY, polarity, TEST_UA)
        for _ in range(_CLOSE_TICKS):
            if stage.position == st.CLOSED or stage.fault:
                break
            yield 0
        if stage.position != st.CLOSED:
            self.fault = stage.fault or faults.CLOSING
            return
        yield from self._reads(FIRST_UA, faults.DUMMY_LOAD)
        if not self.fault:
            yield from self._reads(TEST_UA, fault)
        self.wanted_ua = 0
        yield from self._wait(4)
        stage.open()
        for _ in range(_CLOSE_TICKS):
            if stage.position == st.REST or stage.fault:
                break
            yield 0
        if stage.position != st.REST and not self.fault:
            self.fault = faults.CLOSING

    def _reads(self, ua: int, fault: int) -> "Steps":
        """The dummy load shows 1.00 kOhm ± 3 % at this current; A agrees with what was asked, B with A."""
        self.wanted_ua = ua
        yield from self._wait(_SETTLE_TICKS)
        a_ua = 0
        load_mv = 0
        count = 0
        for _ in range(4 * _AVERAGE):
            r = self._r
            if r.a_new and r.load_new:
                a_ua += r.a_ua
                load_mv += r.load_mv
                count += 1
                if count == _AVERAGE:
                    break
            yield 0
        if count < _AVERAGE or a_ua < count * ua // 2:
            self.fault = fault
            return
        ohm = load_mv * 1000 // a_ua
        if not DUMMY_LOW_OHM <= ohm <= DUMMY_HIGH_OHM:
            self.fault = fault
            return
        a_ua //= count
        off = a_ua - ua if a_ua > ua else ua - a_ua
        apart = a_ua - self._r.b_ua if a_ua > self._r.b_ua else self._r.b_ua - a_ua
        if off > 100 + ua // 33 or apart > 200 + ua // 20:
            self.fault = faults.LINEARITY

    def _stop_button(self) -> "Steps":
        """The user shows that STOP works; nothing flows."""
        self._view.test_prompt = 1
        for _ in range(_STOP_PROMPT_TICKS):
            if self._stop_seen:
                self._view.test_prompt = 0
                return
            yield 0
        self.fault = faults.STOP_NOT_PROVEN
