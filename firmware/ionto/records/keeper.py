# The record keeper: settings, calibration, session marker, history and event log, and when each is written: only while
# the output is at rest. Decides whether a stored record refuses a start.

from micropython import const

from drivers.status import BUS
from ionto.records import calibration as cal
from ionto.records import event_log as lg
from ionto.records import history as hi
from ionto.records import record as rec
from ionto.records import session_marker as mk
from ionto.records import settings as se
from ionto.records.calibration import Calibration
from ionto.records.diary import Diary
from ionto.records.event_log import EventLog
from ionto.records.history import History
from ionto.records.people import PeopleRecords
from ionto.records.session_marker import SessionMarker
from ionto.records.settings import Settings
from ionto.safety import faults, limits
from ionto.sensing.meter import CHANNELS
from ionto.treatment import states, terms

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from ionto.hardware import Hardware
    from ionto.output.source import CurrentSource
    from ionto.safety.monitor import Monitor
    from ionto.sensing.meter import Meter
    from ionto.treatment.plan import Plan
    from ionto.treatment.session import Session

# The meter's channels, in its own order, as rows of the calibration.
_ROWS = (cal.A, cal.LOAD, cal.ELECTRODE_A, cal.ELECTRODE_B, cal.RAIL)
# What write_pending() has still to write, in this order.
_MARK = const(1)
_COUNT = const(2)
_COPY = const(4)
_CLOSE = const(8)
_SETTINGS = const(16)
_LOG = const(32)
_DIARY = const(64)
_TOO_SOON = (0, faults.TODAY, faults.WEEK, faults.ATTEST, faults.SOON)  # by what history.allowed() answers
_MINUTE_MS = const(60_000)
_WRAP_MS = const(0x3FFFFFFF)  # where the clock's ticks begin anew


class RecordKeeper(PeopleRecords):
    """The records, opened once at start and kept in step with the sessions."""

    def __init__(
        self, hw: "Hardware", plan: "Plan", source: "CurrentSource", meter: "Meter", monitor: "Monitor"
    ) -> None:
        super().__init__(plan, Settings(hw.files), History(hw.files), Diary(hw.files), hw.rtc)
        self._source = source
        self._meter = meter
        self._monitor = monitor
        self.calibration = Calibration(hw.files, hw.revision)
        self.session_marker = SessionMarker(hw.files)
        self.event_log = EventLog(hw.files)
        self.records = (self.settings, self.calibration, self.session_marker, self.history, self.event_log)
        self._clock = hw.clock
        self._power_on = hw.power_on
        self._todo = 0
        self._reports: "list[int]" = []
        self._powered_min = 0
        self._minute_ms = hw.clock.ticks_ms()  # when the minute that is not yet whole began
        self._treated_min = [0] * (se.PEOPLE * se.SITES)  # minutes powered when a treatment there ended; 0: none yet
        self.last_fault = 0  # that refused or cut in the power-on before
        self._fault = 0  # what write_pending() writes down
        self._result = 0
        self._delivered_uamin = 0
        self._site = 0
        self._limited_ms = self._pauses = 0
        self._planned_uamin = 0  # of a session that may be finished, 0: not that one

    def open(self, on_cable: int = 0) -> int:
        """Read everything; a fault code that refuses every start, or 0. Reports wait for next_report(). On a cable no
        calibration refuses: there it is made.
        """
        log = self.event_log
        log.load()
        settings = self.settings
        settings.load()
        self.calibration.load()
        used = 1 if settings.status != rec.ABSENT else 0  # stored at the first power-on, after the history
        interrupted = self.history.begin(self.session_marker, self.minute(), 1 - self._power_on, used)
        log.boot = self.history.values[hi.BOOTS]
        if settings.status == rec.ABSENT:
            if log.boot == 1:
                settings.store()  # so that from now on an absent file is a lost one
            else:
                settings.lose()
        for back in range(log.count() - 1, -1, -1):
            code = log.get(back, lg.CODE)
            if log.get(back, lg.BOOT) == log.boot - 1 and faults.SELFTEST <= faults.kind(code) <= faults.T1:
                self.last_fault = code
        if not self._power_on:
            self.note(lg.RESTARTED, states.BOOT, 0, 0, 0)
        if interrupted:
            self.note(interrupted, states.BOOT, self.session_marker.allowed_uamin(), 0, 0)
        self._reports.append(interrupted)
        for i, record in enumerate(self.records):
            if record.status > rec.ABSENT:
                self.note(lg.DAMAGED, states.BOOT, i, record.status, 0)
            if record.status == rec.ONE_COPY:
                record.store()
        if self._rtc.read() != BUS and not self.minute():  # one is fitted
            self._reports.append(faults.CALENDAR_WRONG)
        for known in (self.settings, self.calibration, self.history, log):
            self._reports.append(known.report())
        log.flush()
        if self.calibration.report():
            self._plan.user.most_ua = limits.LOST_CALIBRATION_UA
        self.load_user()
        for record in self.records:
            if record.status == rec.NEWER:
                return faults.RECORDS_NEWER
        if self.diary.is_newer():
            return faults.RECORDS_NEWER
        invalid = self._calibrate()
        return self._latched() or (0 if on_cable else invalid)

    def next_report(self) -> int:
        """The next R code to show to the user, 0 when there is none any more."""
        report = 0
        while self._reports and not report:
            report = self._reports.pop(0)
        return report

    def _latched(self) -> int:
        """A hard cut outlives every reset but the power switch; three of them lock the unit."""
        cut = self.session_marker.values[mk.FAULT]
        if faults.kind(cut) == faults.T1:
            if not self._power_on:
                return cut
            self.session_marker.fail(0)
        return faults.THREE_HARD_CUTS if self.history.locked() else 0

    def _calibrate(self) -> int:
        """Hand the stored gains and offsets to the converters; nominal values hold until the tool has seen them all.

        0; CALIBRATION_INVALID; BOARD_IDENTITY: it was made on another revision than the strap tells of.
        """
        calibration = self.calibration
        if not calibration.holds():
            if calibration.values[cal.VALID]:
                return faults.BOARD_IDENTITY
            return faults.CALIBRATION_INVALID if calibration.status == rec.RANGE else 0
        status = self._source.calibrate(
            calibration.gain_ppm(cal.SOURCE) - cal.NOMINAL_PPM, calibration.offset(cal.SOURCE)
        )
        status |= self._monitor.scale_b(calibration.gain_ppm(cal.B) - cal.NOMINAL_PPM)
        for channel in range(CHANNELS):
            row = _ROWS[channel]
            gain = calibration.gain_ppm(row) - cal.NOMINAL_PPM
            if self._meter.calibrate(channel, gain, calibration.offset(row)) != 0:
                status = -1
        return faults.CALIBRATION_INVALID if status else 0

    # ------------------------------------------------------------ what waits to be written

    def keep_settings(self) -> None:
        self._todo |= _SETTINGS

    def finish_writing(self) -> None:
        while self._todo:
            self.write_pending()

    # ------------------------------------------------------------ too soon

    def too_soon(self, site: int) -> int:
        """0, or what stands against a treatment of this site now: TODAY, SOON, WEEK, ATTEST or WAIT."""
        why = self.history.allowed(self.who(), site, self.minute())
        if why == hi.ATTEST:
            waited_min = self._powered_min - self._treated_min[self.settings.person * se.SITES + site]
            return faults.ATTEST if waited_min >= limits.POWERED_MIN else faults.WAIT
        return _TOO_SOON[why]

    def may_finish(self, site: int, report: int) -> int:
        """1: what stands against a treatment there is one that ended early; its rest may be given."""
        return 1 if report and report != faults.WEEK and self.rest_uamin(site) else 0

    # ------------------------------------------------------------ sessions

    def begin_session(self) -> int:
        """Write the marker before anything is switched on. A fault code refuses the start, or 0.

        An interrupted session counts as one at the cap for the whole time: so far UP may have raised it.
        """
        self.finish_writing()
        plan = self._plan
        boot = self.history.values[hi.BOOTS]
        minute = self.minute()
        self._first = self.first_here()
        if self.history.stored != rec.OK:
            return faults.LEDGER_INVALID
        marker = self.session_marker
        if marker.open(self.who(), plan.site, plan.cap_ua, plan.minutes, plan.polarity, boot, minute) != rec.OK:
            return faults.LEDGER_INVALID
        return 0

    def end_session(self, session: "Session") -> None:
        """The output is at rest: what was delivered, and what is to be proposed next time.

        The last current is the highest that was reached, as far as it was planned. The next session begins the other
        way round, unless this one has gone both ways or the direction is to be kept.
        """
        s = self.settings
        cause = session.cause
        delivered_uamin = session.dose.delivered_uamin
        plan = self._plan
        site = plan.site
        if delivered_uamin:
            if not plan.finishes:
                s.put(site, se.PLAN_UA, plan.current_ua)
                s.put(site, se.MINUTES, plan.minutes)
                s.put(site, se.POLARITY_MODE, plan.mode)
            if delivered_uamin >= limits.TREATED_UAMIN:
                reached_ua = session.dose.reached_ua
                if reached_ua:
                    s.put(site, se.LAST_UA, min(reached_ua, plan.current_ua))
                s.put(site, se.SESSIONS, s.get(site, se.SESSIONS) + 1)
                self.settle_plan(self.session_marker.values[mk.MINUTE], session.dose.limited_ms)
            alternate = plan.mode == terms.ALTERNATE or (plan.mode == terms.HALF_TIME and not session.turned)
            s.put(site, se.NEXT_POLARITY, -plan.polarity if alternate else plan.polarity)
        self._limited_ms = session.dose.limited_ms
        self._pauses = session.pauses
        self.note(lg.ENDED, session.state, cause.fault or cause.result, delivered_uamin, plan.current_ua)
        self._write(cause.result, cause.fault, delivered_uamin)

    def end_by_cut(self, code: int, delivered_uamin: int) -> None:
        """A hard cut: written when the output is at rest."""
        self._todo |= _MARK
        self._limited_ms = self._pauses = 0
        self._write(terms.RESULT_FAULT, code, delivered_uamin)

    def _write(self, result: int, fault: int, delivered_uamin: int) -> None:
        self._result = result
        self._fault = fault
        self._delivered_uamin = delivered_uamin
        self._todo |= _COUNT | _LOG
        plan = self._plan
        self._site = plan.site
        if delivered_uamin:
            self._todo |= _SETTINGS | _DIARY
            ended_early = result != terms.RESULT_COMPLETED and not plan.finishes
            self._planned_uamin = plan.planned_uamin() if ended_early else 0
        if delivered_uamin >= limits.TREATED_UAMIN:
            self._count_powered()
            self._treated_min[self.settings.person * se.SITES + plan.site] = (
                self._powered_min + 1
            )  # the minute that has begun does not count

    def note(self, code: int, state: int, value_1: int, value_2: int, value_3: int) -> None:
        """An event, in RAM: allocates nothing, and may come while the output is live. write_log() keeps it."""
        self.event_log.put(self._clock.ticks_ms(), code, state, value_1, value_2, value_3)

    def write_log(self) -> None:
        """Ask for the log to be written once the output is at rest."""
        self._todo |= _LOG

    def _count_powered(self) -> None:
        """Whole minutes since power-on. Called more often than the clock's ticks wrap."""
        now = self._clock.ticks_ms()
        passed_ms = self._clock.ticks_diff(now, self._minute_ms)
        if passed_ms >= _MINUTE_MS:
            self._powered_min += passed_ms // _MINUTE_MS
            self._minute_ms = now - passed_ms % _MINUTE_MS & _WRAP_MS

    def write_pending(self) -> None:
        """At rest: write what waits, a file a tick: to erase a block takes 45 to 400 ms, and the watchdog has 500."""
        self._count_powered()
        todo = self._todo
        if todo & _MARK:
            self._todo = todo - _MARK
            self.session_marker.fail(self._fault)
        elif todo & _COUNT:
            todo += _COPY - _COUNT
            if self.session_marker.values[mk.NUMBER] > self.history.values[hi.LAST_NUMBER]:
                self.history.count(self.session_marker, self._fault, self._delivered_uamin, self.minute())
                if self._delivered_uamin:
                    self.settle_rest(self._site, self._planned_uamin)
                todo |= _CLOSE
            else:
                self.history.hard_cut(self._fault, self.minute())
            self._todo = todo
        elif todo & _COPY:
            if not self.history.copy():
                self._todo = todo - _COPY
        elif todo & _CLOSE:
            self._todo = todo - _CLOSE
            if self.history.stored == rec.OK:
                self.history.stored = self.session_marker.close(self._result, self._fault, self._delivered_uamin)
        elif todo & _SETTINGS:
            self._todo = todo - _SETTINGS
            self.settings.store()
        elif todo & _DIARY:
            self._todo = todo - _DIARY
            self._write_diary()
        elif todo:
            self._todo = 0
            self.event_log.flush()

    def _write_diary(self) -> None:
        """What the treatment was, for its person to look back on."""
        m = self.session_marker.values
        plan = self._plan
        self.diary.add(
            (
                m[mk.NUMBER],
                m[mk.MINUTE],
                self._delivered_uamin,
                m[mk.WHO],
                plan.current_ua,
                min(self._limited_ms // 1000, 0xFFFF),
                self._fault,
                self._site,
                plan.minutes,
                self._result,
                1 if m[mk.POLARITY] > 0 else 0,
                min(self._pauses, 255),
                0,
                0,
            )
        )
