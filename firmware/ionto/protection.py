# Gathers every fault of a tick: what monitor, stage and plausibility found; loop, bus, clock, charge, battery, panel.
# Decides no consequence: course.py does.

from micropython import const

from ionto.safety import faults, limits
from ionto.safety.plausibility import CLOSED_OFF, REGULATED, SEARCHING, STOPPING, Plausibility
from ionto.treatment import states

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from ionto.hardware import Clock
    from ionto.output.ramp import Ramp
    from ionto.output.stage import Stage
    from ionto.panel.buttons import Buttons
    from ionto.panel.panel import Panel
    from ionto.safety.monitor import Mailbox
    from ionto.selftest.rig import Rig
    from ionto.sense import Sense
    from ionto.treatment.session import Session

_SECOND_TICKS = const(200)
_LATE_US = (limits.LATE_TICK_MS - limits.TICK_MS) * 1000
_LATE_TICKS = limits.LATE_WINDOW_MS // limits.TICK_MS
_WINDOW_TICKS = limits.CLOCK_WINDOW_MS // limits.TICK_MS
_WINDOW_OFF_MS = limits.CLOCK_WINDOW_MS * limits.CLOCK_PERMILLE // 1000
_CHARGE_STRIKES = const(2)  # the monitor may carry into whole mA·min between two looks at its mailbox


class Protection:
    """`step` each tick: a fault code or 0. `plausibility.lost` then tells whether contact is lost."""

    def __init__(
        self,
        stage: "Stage",
        sense: "Sense",
        mail: "Mailbox",
        session: "Session",
        ramp: "Ramp",
        rig: "Rig",
        panel: "Panel",
        buttons: "Buttons",
        clock: "Clock",
        service: int,
    ) -> None:
        self.plausibility = Plausibility()
        self.battery_low_ms = 0
        self._stage = stage
        self._sense = sense
        self._mail = mail
        self._session = session
        self._ramp = ramp
        self._rig = rig
        self._panel = panel
        self._buttons = buttons
        self._clock = clock
        self._service = service
        self._count = 0
        self._errors_then = 0
        self.restart()

    def restart(self) -> None:
        """A new session: forget everything counted. Only while the output is off."""
        self.plausibility.restart()
        self.battery_low_ms = 0
        self._silent = 0
        self._ticks = 0
        self._errors = 0
        self._apart = 0
        self._begin_window()

    def _begin_window(self) -> None:
        self._window_ticks = 0
        self._late_last = self._late_before = -_LATE_TICKS
        self._window_ms = self._clock.ticks_ms()

    def step(self, state: int, asked_ua: int, late_us: int) -> int:
        """`asked_ua`: the setpoint in force when A was sampled; `late_us`: how late this tick began."""
        plausibility = self.plausibility
        plausibility.lost = 0
        stage = self._stage
        mail = self._mail
        code = stage.fault or mail.veto
        if code or self._rig.busy or state == states.SELFTEST:  # which provoke, on the dummy load, and judge themselves
            self._begin_window()  # their ticks are not counted
            return code
        if mail.vbus and not self._service:
            return faults.VBUS_PRESENT
        session = self._session
        expect = stage.expect()
        if expect == REGULATED and session.searching:
            expect = SEARCHING
        falling = self._ramp.falling
        if state == states.RAMPDOWN and session.down_na == limits.RAMP_STOP_NA:
            falling = STOPPING
        code = plausibility.check(self._sense.readings, expect, asked_ua, falling, stage.electrodes())
        if code:
            return code
        self._ticks += 1
        second = 0
        if self._ticks >= _SECOND_TICKS:
            self._ticks = 0
            second = 1
        code = self._time(late_us)
        if not code and expect != CLOSED_OFF:
            code = self._parts(second) or (self._charge() if second else 0)
        return code or self._battery(state)

    def _time(self, late_us: int) -> int:
        """Three late ticks (this, the last, the one before) in 10 s; the loop's count; how long conversions take."""
        ticks = self._window_ticks + 1
        self._window_ticks = ticks
        if late_us > _LATE_US:
            if ticks - self._late_before < _LATE_TICKS and self._stage.expect():
                return faults.LOOP_LATE
            self._late_before = self._late_last
            self._late_last = ticks
        if ticks % _WINDOW_TICKS == 0:
            clock = self._clock
            now = clock.ticks_ms()
            off = clock.ticks_diff(now, self._window_ms) - limits.CLOCK_WINDOW_MS
            self._window_ms = now
            if off > _WINDOW_OFF_MS or off < -_WINDOW_OFF_MS:
                return faults.CLOCK_WRONG
        return faults.CONVERSION_TIME if self._sense.odd_conversions >= limits.CONVERSION_STRIKES else 0

    def _parts(self, second: int) -> int:
        """Monitor alive, bus, display, buttons."""
        count = self._mail.count
        self._silent += limits.TICK_MS
        if count != self._count:
            self._count = count
            self._silent = 0
        elif self._silent > limits.MONITOR_SILENT_MS:
            return faults.MONITOR_SILENT
        errors = self._sense.bus_errors + self._stage.bus_errors
        if second:
            self._errors = 0
        self._errors += errors - self._errors_then
        self._errors_then = errors
        if self._errors >= limits.BUS_ERRORS_SOFT:
            return faults.BUS_LOST if self._errors >= limits.BUS_ERRORS_HARD else faults.BUS_ERRORS
        if self._panel.lost:
            return faults.DISPLAY_LOST
        return faults.BUTTON_STUCK if self._buttons.stuck else 0

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
            self.battery_low_ms += limits.TICK_MS
            return faults.BATTERY_LOW if self.battery_low_ms >= limits.BATTERY_LOW_MS else 0
        self.battery_low_ms = 0
        return 0
