# Gathers every fault of a tick: what monitor, stage and plausibility found; loop, bus, clock, charge, battery, panel.
# Decides no consequence: fault_response.py does.

from micropython import const

from ionto.safety import faults, limits
from ionto.safety.pause_evidence import PauseEvidence
from ionto.safety.plausibility import CLOSED_OFF, REGULATED, SEARCHING, STOPPING, Plausibility
from ionto.treatment import states

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from collections.abc import Callable

    from drivers.ports import Clock
    from ionto.output.stage import Stage
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
# Ticks are counted from here, so that what is long ago is never negative: what lies before it is forgotten.
_FIRST = const(2_000)
_CHARGE_STRIKES = const(2)  # the monitor may carry into whole mA·min between two looks at its mailbox


class Protection:
    """`find_fault` each tick: a code or 0. `plausibility.lost` then tells whether contact is lost.

    Beside a code stand, where it has figures, `measured` and `allowed`, in the unit of its limit; else both are 0.
    """

    def __init__(
        self,
        stage: "Stage",
        sampling: "Sampling",
        mail: "Mailbox",
        session: "Session",
        clock: "Clock",
        panel_fault: "Callable[[], int]",
        service: int,
        diodes: int,
    ) -> None:
        self.plausibility = Plausibility(diodes)
        self._evidence = PauseEvidence()
        self.battery_low_ms = 0
        self.measured = 0  # what the rule compared that found the last fault, in its own unit; 0 and 0: no two values
        self.allowed = 0
        self._stage = stage
        self._sampling = sampling
        self._mail = mail
        self._session = session
        self._clock = clock
        self._panel_fault = panel_fault  # what display and buttons have to report: a code or 0
        self._service = service
        self._count = 0  # the monitor's, as last seen
        self.restart()

    def begin_session(self) -> None:
        """Monitor and controller count anew. Only while the output is off."""
        self._mail.session = (self._mail.session + 1) & 0xFF
        self.restart()

    def restart(self) -> None:
        """A new session: forget everything counted. Only while the output is off."""
        self.plausibility.restart()
        self._evidence.restart()
        self.battery_low_ms = 0
        self._apart = 0
        self._begin_window()

    def _begin_window(self) -> None:
        """Count ticks from here."""
        self._ticks = self._alive = _FIRST  # `_alive`: when the monitor's count changed last
        self._late_last = self._late_before = self._erred = 0
        # Errors on the bus so far, as last seen, and when the second that counts began.
        self._errors = self._errors_before = self._sampling.bus_errors + self._stage.bus_errors
        self._window_ms = self._clock.ticks_ms()

    def find_fault(self, state: int, asked_ua: int, falling: int, late_us: int, testing: int) -> int:
        """`asked_ua`: the setpoint in force when A was sampled; `falling`: the ramp goes down; `late_us`: how late this
        tick began; `testing`: the dummy-load test runs.
        """
        plausibility = self.plausibility
        plausibility.lost = 0
        stage = self._stage
        mail = self._mail
        code = stage.fault
        if code:
            self._figures(0, 0)
        else:
            code = mail.veto
            if code and not mail.trip:  # a veto that was asked for has the figures of whoever asked
                self._figures(mail.trip_measured, mail.trip_allowed)
        # The tests on the dummy load provoke, and judge themselves.
        if code or testing or state == states.SELFTEST:
            self._begin_window()  # their ticks are not counted
            return code
        if mail.vbus and not self._service:
            return self._figures(1, 0, faults.VBUS_PRESENT)
        session = self._session
        expect = stage.expect
        if expect == REGULATED and session.searching:
            expect = SEARCHING
        if (state == states.RAMPDOWN or session.skin.waits) and session.down_na == limits.RAMP_STOP_NA:
            falling = STOPPING
        readings = self._sampling.readings
        code = plausibility.check(readings, expect, asked_ua, falling, stage.electrodes)
        if plausibility.lost and not code:
            code = self._evidence.weigh(plausibility, readings, asked_ua)
        if code:
            return self._figures(plausibility.measured, plausibility.allowed, code)
        ticks = self._ticks + 1
        self._ticks = ticks
        if late_us > _LATE_US and self._late(ticks) and expect != CLOSED_OFF:
            return self._figures(late_us // 1000 + limits.TICK_MS, limits.LATE_TICK_MS, faults.LOOP_LATE)
        if expect != CLOSED_OFF:
            # Monitor alive, bus sound?
            if mail.count != self._count:
                self._count = mail.count
                self._alive = ticks
            elif ticks - self._alive > _SILENT_TICKS:
                silent_ms = (ticks - self._alive) * limits.TICK_MS
                return self._figures(silent_ms, limits.MONITOR_SILENT_MS, faults.MONITOR_SILENT)
            errors = self._sampling.bus_errors + stage.bus_errors
            if errors != self._errors:
                code = self._bus_errors(errors, ticks)
                if code:
                    return code
        return 0 if ticks & _SLOT else self._seldom(state, ticks, expect)

    def _figures(self, measured: int, allowed: int, code: int = 0) -> int:
        """What was measured and what is allowed; returns the code that they belong to."""
        self.measured = measured
        self.allowed = allowed
        return code

    def _late(self, ticks: int) -> int:
        """1: the third late tick in 10 s (this, the last, the one before)."""
        third = ticks - self._late_before < _LATE_TICKS
        self._late_before = self._late_last
        self._late_last = ticks
        return 1 if third else 0

    def _bus_errors(self, errors: int, ticks: int) -> int:
        """The bus had an error: so many in a second? Since the last was longer ago, they count anew."""
        if ticks - self._erred > _SECOND_TICKS:
            self._errors_before = self._errors
        self._erred = ticks
        self._errors = errors
        many = errors - self._errors_before
        if many < limits.BUS_ERRORS_SOFT:
            return 0
        if many >= limits.BUS_ERRORS_HARD:
            return self._figures(many, limits.BUS_ERRORS_HARD, faults.BUS_LOST)
        return self._figures(many, limits.BUS_ERRORS_SOFT, faults.BUS_ERRORS)

    def _seldom(self, state: int, ticks: int, expect: int) -> int:
        """Each 40 ms: battery, display, buttons, conversion time; each second the charge; the loop's count."""
        if expect != CLOSED_OFF:
            code = self._panel_fault()
            if code:
                return self._figures(0, 0, code)
            if ticks % _SECOND_TICKS == 0:
                code = self._charge()
                if code:
                    return code
        odd = self._sampling.odd_conversions
        if odd >= limits.CONVERSION_STRIKES:
            return self._figures(odd, limits.CONVERSION_STRIKES, faults.CONVERSION_TIME)
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
        self._ticks = _earlier(self._ticks)
        self._alive = _earlier(self._alive)
        self._erred = _earlier(self._erred)
        self._late_last = _earlier(self._late_last)
        self._late_before = _earlier(self._late_before)
        if -_WINDOW_OFF_MS <= off <= _WINDOW_OFF_MS:
            return 0
        return self._figures(abs(off), _WINDOW_OFF_MS, faults.CLOCK_WRONG)

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
        if self._apart < _CHARGE_STRIKES:
            return 0
        return self._figures((a - b) * 1000 // a, limits.CHARGE_PERMILLE, faults.CHARGE_DIFFERS)

    def _battery(self, state: int) -> int:
        """T2 at 3.3 V for 3 s; the collapse is the monitor's."""
        if states.CONTACT <= state <= states.PAUSED and self._mail.battery_mv < limits.BATTERY_LOW_MV:
            self.battery_low_ms += _SLOT_MS
            if self.battery_low_ms < limits.BATTERY_LOW_MS:
                return 0
            return self._figures(self._mail.battery_mv, limits.BATTERY_LOW_MV, faults.BATTERY_LOW)
        self.battery_low_ms = 0
        return 0


def _earlier(ticks: int) -> int:
    """A count of ticks when ten seconds of them are forgotten."""
    return ticks - _WINDOW_TICKS if ticks > _WINDOW_TICKS else 0
