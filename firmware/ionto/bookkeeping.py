# What the unit remembers, and when: settings, calibration, the session marker, the ledger, the log. Writes only while
# the output is at rest. Decides whether a stored record refuses a start.

from micropython import const

from ionto.memory import calibration as cal
from ionto.memory import ledger as ld
from ionto.memory import records
from ionto.memory import settings as se
from ionto.memory.calibration import Calibration
from ionto.memory.ledger import Ledger
from ionto.memory.log import Log
from ionto.memory.marker import Marker
from ionto.memory.settings import Settings
from ionto.output.meter import CHANNELS
from ionto.panel import view as v
from ionto.safety import faults

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from ionto.hardware import Hardware
    from ionto.output.meter import Meter
    from ionto.output.source import CurrentSource
    from ionto.panel.view import View
    from ionto.safety.plausibility import Readings
    from ionto.treatment.plan import Plan

# The meter's channels, in its own order, as rows of the calibration.
_ROWS = (cal.A, cal.LOAD, cal.ELECTRODE_A, cal.ELECTRODE_B, cal.RAIL)


class Bookkeeping:
    """The records, opened once at start and kept in step with the sessions."""

    def __init__(
        self, hw: "Hardware", view: "View", plan: "Plan", source: "CurrentSource", meter: "Meter"
    ) -> None:
        self._view = view
        self._plan = plan
        self._source = source
        self._meter = meter
        self.settings = Settings(hw.files)
        self.calibration = Calibration(hw.files)
        self.marker = Marker(hw.files)
        self.ledger = Ledger(hw.files)
        self.log = Log(hw.files)
        self._pending_fault = 0
        self._in_session = 0

    def open(self) -> int:
        """Read everything; a fault code that refuses every start, or 0. Reports go into the view."""
        self.log.load()
        self.settings.load()
        self.calibration.load()
        report = self.calibration.report() or self.settings.report()
        if self.ledger.begin(self.marker, 0) == faults.INTERRUPTED:
            report = faults.INTERRUPTED
            self._view.report_dose_mamin = self.marker.planned_uamin() // 1000
        self._view.report = report
        self.load_plan(v.HANDS)
        return self._calibrate()

    def _calibrate(self) -> int:
        """Hand the stored gains and offsets to the converters."""
        calibration = self.calibration
        if calibration.status >= records.RESET:
            return faults.CALIBRATION_INVALID
        status = self._source.calibrate(
            calibration.gain_ppm(cal.SOURCE) - cal.NOMINAL_PPM, calibration.offset(cal.SOURCE)
        )
        for channel in range(CHANNELS):
            row = _ROWS[channel]
            gain = calibration.gain_ppm(row) - cal.NOMINAL_PPM
            if self._meter.calibrate(channel, gain, calibration.offset(row)) != 0:
                status = -1
        return faults.CALIBRATION_INVALID if status else 0

    # ------------------------------------------------------------ plans

    def load_plan(self, site: int) -> None:
        """The stored plan of a site into the plan."""
        s = self.settings
        polarity = s.get(site, se.NEXT_POLARITY)
        self._plan.load(
            site,
            s.get(site, se.PLAN_UA),
            s.get(site, se.MINUTES),
            s.get(site, se.POLARITY_MODE),
            polarity,
            s.get(site, se.LAST_UA),
            0,
        )

    def first_here(self) -> int:
        """1 before the first treatment of this site: the long checklist."""
        return 1 if self.settings.get(self._plan.site, se.SESSIONS) == 0 else 0

    # ------------------------------------------------------------ sessions

    def begin_session(self) -> int:
        """Write the marker before anything is switched on. A fault code refuses the start, or 0."""
        plan = self._plan
        boot = self.ledger.values[ld.BOOTS]
        if self.ledger.stored != records.OK:
            return faults.LEDGER_INVALID
        if self.marker.open(0, plan.site, plan.current_ua, plan.minutes, plan.polarity, boot, 0) != records.OK:
            return faults.LEDGER_INVALID
        self._in_session = 1
        return 0

    def end_session(self, result: int, fault: int, delivered_uamin: int) -> None:
        """The output is at rest: what was delivered, and what is to be proposed next time."""
        self._in_session = 0
        self.ledger.end(self.marker, result, fault, delivered_uamin, 0)
        s = self.settings
        plan = self._plan
        site = plan.site
        if delivered_uamin:
            s.put(site, se.PLAN_UA, plan.current_ua)
            s.put(site, se.MINUTES, plan.minutes)
            s.put(site, se.POLARITY_MODE, plan.mode)
            s.put(site, se.LAST_UA, plan.current_ua)
            s.put(site, se.SESSIONS, s.get(site, se.SESSIONS) + 1)
            turned = -plan.polarity if plan.mode == v.ALTERNATE else plan.polarity
            s.put(site, se.NEXT_POLARITY, turned)
            s.store()
        self.log.put(0, fault, self._view.state, result, delivered_uamin, plan.current_ua)
        self.log.flush()

    def fault(self, code: int, r: "Readings") -> None:
        """A hard cut: noted in RAM now, written when the output is at rest."""
        self.log.put(0, code, self._view.state, r.a_ua, r.b_ua, r.load_mv)
        self._pending_fault = code

    def refused(self, code: int) -> None:
        """A start refused."""
        self.log.put(0, code, self._view.state, 0, 0, 0)
        self._pending_fault = -1

    def crashed(self, error: BaseException) -> None:
        """After the last handler: write what is known, at once; nothing flows any more."""
        self.step()

    def step(self) -> None:
        """At rest: write what waits."""
        code = self._pending_fault
        if not code:
            return
        self._pending_fault = 0
        if code > 0:
            if self._in_session:
                self._in_session = 0
                self.ledger.end(self.marker, v.RESULT_FAULT, code, self._view.delivered_uamin, 0)
            else:
                self.ledger.hard_cut(code, 0)
        self.log.flush()
