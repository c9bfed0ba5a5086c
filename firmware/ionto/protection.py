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
_SLOT = const(7)  # each eighth tick
_SLOT_MS = 8 * limits.TICK_MS
_SILENT_TICKS = limits.MONITOR_SILENT_MS // limits.TICK_MS
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
        self.restart()

    def restart(self) -> None:
        """A new session: forget everything counted. Only while the output is off."""
        self.plausibility.restart()
        self.battery_low_ms = 0
        self._apart = 0
        self._begin_window()

    def _begin_window(self) -> None:
        """Count ticks from here."""
        self._ticks = 0
        self._late_last = self._late_before = -_LATE_TICKS
        self._alive = 0
        self._erred = -_SECOND_TICKS
        self._errors_then = self._errors_before = self._sense.bus_errors + self._stage.bus_errors
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
        expect = stage.expect
        if expect == REGULATED and session.searching:
            expect = SEARCHING
        falling = self._ramp.falling
        if state == states.RAMPDOWN and session.down_na == limits.RAMP_STOP_NA:
            falling = STOPPING
        code = plausibility.check(self._sense.readings, expect, asked_ua, falling, stage.electrodes)
        if code:
            return code
        ticks = self._ticks + 1
        self._ticks = ticks
        if late_us > _LATE_US and self._late(ticks) and expect != CLOSED_OFF:
            return faults.LOOP_LATE
        if expect != CLOSED_OFF:
            code = self._parts(ticks)
            if code:
                return code
        return 0 if ticks & _SLOT else self._seldom(state, ticks, expect)

    def _late(self, ticks: int) -> int:
        """1: the third late tick in 10 s (this, the last, the one before)."""
        third = ticks - self._late_before < _LATE_TICKS
        self._late_before = self._late_last
        self._late_last = ticks
        return 1 if third else 0

    def _parts(self, ticks: int) -> int:
        """Monitor alive, bus sound."""
        count = self._mail.count
        if count != self._count:
            self._count = count
            self._alive = ticks
        elif ticks - self._alive > _SILENT_TICKS:
            return faults.MONITOR_SILENT
        errors = self._sense.bus_errors + self._stage.bus_errors
        if errors == self._errors_then:
            return 0
        # So many in a second: since the last of them was longer ago, they count anew.
        if ticks - self._erred > _SECOND_TICKS:
            self._errors_before = self._errors_then
        self._erred = ticks
        self._errors_then = errors
        many = errors - self._errors_before
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
        if self._sense.odd_conversions >= limits.CONVERSION_STRIKES:
            return faults.CONVERSION_TIME
        if ticks >= _WINDOW_TICKS:
            code = self._window()
            if code:
                return code
        return self._battery(state)

    def _window(self) -> int:
        """The loop's count against the processor's milliseconds, 10 s at a time."""
        now = self._clock.ticks_ms()
        off = self._clock.ticks_diff(now, self._window_ms) - limits.CLOCK_WINDOW_MS
        self._window_ms = now
        self._ticks -= _WINDOW_TICKS
        self._late_last -= _WINDOW_TICKS
        self._late_before -= _WINDOW_TICKS
        self._alive -= _WINDOW_TICKS
        self._erred -= _WINDOW_TICKS
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
