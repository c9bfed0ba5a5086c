# Gathers every fault of a tick: what monitor, stage and plausibility found; loop, bus, clock, charge, battery, panel.
# Decides no consequence: supervisor.py does.

from array import array

import micropython
from micropython import const

from ionto.safety import faults, limits
from ionto.safety.plausibility import CLOSED_OFF, REGULATED, SEARCHING, STOPPING, Plausibility
from ionto.treatment import states

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from ionto.hardware import Clock
    from ionto.output.dummy_load import DummyLoadTest
    from ionto.output.ramp import Ramp
    from ionto.output.stage import Stage
    from ionto.panel.buttons import Buttons
    from ionto.panel.panel import Panel
    from ionto.safety.monitor import Mailbox
    from ionto.sensing.sampling import Sampling
    from ionto.treatment.session import Session

_SECOND_TICKS = const(200)
_SLOT = const(7)  # each eighth tick
_SLOT_MS = 8 * limits.TICK_MS
_SILENT_TICKS = limits.MONITOR_SILENT_MS // limits.TICK_MS
_LATE_US = (limits.LATE_TICK_MS - limits.TICK_MS) * 1000
_LATE_TICKS = limits.LATE_WINDOW_MS // limits.TICK_MS
_WINDOW_TICKS = limits.CLOCK_WINDOW_MS // limits.TICK_MS
_WINDOW_OFF_MS = limits.CLOCK_WINDOW_MS * limits.CLOCK_PERMILLE // 1000
# What it keeps for itself: the places of one array. Ticks are counted from _FIRST, so that what is long ago is never
# negative: what lies before it is forgotten.
_TICKS = const(0)
_COUNT = const(1)  # the monitor's, as last seen
_ALIVE = const(2)  # when it changed last
_ERRORS = const(3)  # on the bus so far, as last seen
_ERRORS_BEFORE = const(4)  # when the second that counts began
_ERRED = const(5)  # when the last one came
_LATE_LAST = const(6)
_LATE_BEFORE = const(7)
_PLACES = const(8)
_FIRST = const(2_000)
_CHARGE_STRIKES = const(2)  # the monitor may carry into whole mA·min between two looks at its mailbox


class Protection:
    """`find_fault` each tick: a code or 0. `plausibility.lost` then tells whether contact is lost."""

    def __init__(
        self,
        stage: "Stage",
        sampling: "Sampling",
        mail: "Mailbox",
        session: "Session",
        ramp: "Ramp",
        dummy_load: "DummyLoadTest",
        panel: "Panel",
        buttons: "Buttons",
        clock: "Clock",
        service: int,
    ) -> None:
        self.plausibility = Plausibility()
        self.battery_low_ms = 0
        self.measured = 0  # what the rule compared that found the last fault, in its own unit; 0 and 0: no two values
        self.allowed = 0
        self._stage = stage
        self._sampling = sampling
        self._mail = mail
        self._session = session
        self._ramp = ramp
        self._dummy_load = dummy_load
        self._panel = panel
        self._buttons = buttons
        self._clock = clock
        self._service = service
        self._readings = sampling.readings
        self._own = array("i", [0] * _PLACES)
        self._check = self.plausibility.check  # found once: a method costs a look-up each time
        self.restart()

    def begin_session(self) -> None:
        """Monitor and controller count anew. Only while the output is off."""
        self._mail.session = (self._mail.session + 1) & 0xFF
        self.restart()

    def restart(self) -> None:
        """A new session: forget everything counted. Only while the output is off."""
        self.plausibility.restart()
        self.battery_low_ms = 0
        self._apart = 0
        self._begin_window()

    def _begin_window(self) -> None:
        """Count ticks from here."""
        own = self._own
        own[_TICKS] = own[_ALIVE] = _FIRST
        own[_LATE_LAST] = own[_LATE_BEFORE] = own[_ERRED] = 0
        own[_ERRORS] = own[_ERRORS_BEFORE] = self._sampling.bus_errors + self._stage.bus_errors
        self._window_ms = self._clock.ticks_ms()

    @micropython.viper
    def find_fault(self, state: int, asked_ua: int, late_us: int) -> int:
        """`asked_ua`: the setpoint in force when A was sampled; `late_us`: how late this tick began."""
        own = ptr32(self._own)
        plausibility = self.plausibility
        plausibility.lost = 0
        stage = self._stage
        mail = self._mail
        code = int(stage.fault)
        if not code:
            code = int(mail.veto)
        # The tests on the dummy load provoke, and judge themselves.
        if code or state == states.SELFTEST or self._dummy_load.busy:
            self._begin_window()  # their ticks are not counted
            return code
        if mail.vbus and not self._service:
            return faults.VBUS_PRESENT
        expect = int(stage.expect)
        if expect == REGULATED and self._session.searching:
            expect = SEARCHING
        falling = int(self._ramp.falling)
        if state == states.RAMPDOWN and int(self._session.down_na) == limits.RAMP_STOP_NA:
            falling = STOPPING
        code = int(self._check(self._readings, expect, asked_ua, falling, stage.electrodes))
        if code:
            return code
        ticks = own[_TICKS] + 1
        own[_TICKS] = ticks
        if late_us > _LATE_US and int(self._late(ticks)) and expect != CLOSED_OFF:
            return faults.LOOP_LATE
        if expect != CLOSED_OFF:
            # Monitor alive, bus sound?
            count = int(mail.count)
            if count != own[_COUNT]:
                own[_COUNT] = count
                own[_ALIVE] = ticks
            elif ticks - own[_ALIVE] > _SILENT_TICKS:
                return faults.MONITOR_SILENT
            errors = int(self._sampling.bus_errors) + int(stage.bus_errors)
            if errors != own[_ERRORS]:
                code = int(self._erred(errors, ticks))
                if code:
                    return code
        return 0 if ticks & _SLOT else int(self._seldom(state, ticks, expect))

    def _late(self, ticks: int) -> int:
        """1: the third late tick in 10 s (this, the last, the one before)."""
        own = self._own
        third = ticks - own[_LATE_BEFORE] < _LATE_TICKS
        own[_LATE_BEFORE] = own[_LATE_LAST]
        own[_LATE_LAST] = ticks
        return 1 if third else 0

    def _erred(self, errors: int, ticks: int) -> int:
        """The bus had an error: so many in a second? Since the last was longer ago, they count anew."""
        own = self._own
        if ticks - own[_ERRED] > _SECOND_TICKS:
            own[_ERRORS_BEFORE] = own[_ERRORS]
        own[_ERRED] = ticks
        own[_ERRORS] = errors
        many = errors - own[_ERRORS_BEFORE]
        if many < limits.BUS_ERRORS_SOFT:
            return 0
        return faults.BUS_LOST if many >= limits.BUS_ERRORS_HARD else faults.BUS_ERRORS

    def _seldom(self, state: int, ticks: int, expect: int) -> int:
        """Each 40 ms: battery, display, buttons, conversion time; each second the charge; the loop's count."""
        if expect != CLOSED_OFF:
            if self._panel.lost:
                return faults.DISPLAY_LOST
            if self._buttons.stuck:
                return faults.BUTTON_STUCK
            if ticks % _SECOND_TICKS == 0:
                code = self._charge()
                if code:
                    return code
        if self._sampling.odd_conversions >= limits.CONVERSION_STRIKES:
            return faults.CONVERSION_TIME
        if ticks >= _FIRST + _WINDOW_TICKS:
            code = self._window()
            if code:
                return code
        return self._battery(state)

    def _window(self) -> int:
        """The loop's count against the processor's milliseconds, 10 s at a time."""
        now = self._clock.ticks_ms()
        off = self._clock.ticks_diff(now, self._window_ms) - limits.CLOCK_WINDOW_MS
        self._window_ms = now
        own = self._own
        for place in (_TICKS, _ALIVE, _ERRED, _LATE_LAST, _LATE_BEFORE):
            own[place] = max(0, own[place] - _WINDOW_TICKS)
        return faults.CLOCK_WRONG if off > _WINDOW_OFF_MS or off < -_WINDOW_OFF_MS else 0

    def _charge(self) -> int:
        """The monitor's charge against the controller's, each second."""
        mail = self._mail
        a = self._session.dose.delivered_uamin
        b = mail.charge_mamin * 1000 + mail.charge_rest_uams // 60_000
        if a < b:
            a, b = b, a
        if a < limits.CHARGE_JUDGED_MAMIN * 1000 or (a - b) * 1000 <= a * limits.CHARGE_PERMILLE:
            self._apart = 0
            return 0
        self._apart += 1
        return faults.CHARGE_DIFFERS if self._apart >= _CHARGE_STRIKES else 0

    def _battery(self, state: int) -> int:
        """T2 at 3.3 V for 3 s; the collapse is the monitor's."""
        if states.CONTACT <= state <= states.PAUSED and self._mail.battery_mv < limits.BATTERY_LOW_MV:
            self.battery_low_ms += _SLOT_MS
            return faults.BATTERY_LOW if self.battery_low_ms >= limits.BATTERY_LOW_MS else 0
        self.battery_low_ms = 0
        return 0
