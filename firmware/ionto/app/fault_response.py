# What a fault leads to, T1 or T2, and what the log gets of an end: its reason, what was measured, what was allowed.
# Finds no fault: protection.py does. The cause itself stays in treatment/stop_cause.py.

from micropython import const

from ionto.output import stage as st
from ionto.panel import sounds
from ionto.records import event_log as lg
from ionto.safety import faults
from ionto.safety import readings as rd
from ionto.treatment import pause as ps
from ionto.treatment import states, terms

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from ionto.output.stage import Stage
    from ionto.panel.panel import Panel
    from ionto.panel.sounds import Sounds
    from ionto.records.keeper import RecordKeeper
    from ionto.selftest.order import SelfTest
    from ionto.sensing.sampling import Sampling
    from ionto.treatment.session import Session


class FaultResponse:
    """`react` to a fault of a tick, `refuse` a start, `note_end` once an end has begun."""

    def __init__(
        self,
        stage: "Stage",
        session: "Session",
        selftest: "SelfTest",
        keeper: "RecordKeeper",
        sounds: "Sounds",
        sampling: "Sampling",
        panel: "Panel",
    ) -> None:
        self._stage = stage
        self._session = session
        self._selftest = selftest
        self._keeper = keeper
        self._sounds = sounds
        self._sampling = sampling
        self._panel = panel
        self._disturbed = 0  # of what was noted last, all together

    def react(self, code: int, measured: int, allowed: int) -> None:
        """T1: cut and latch. T2: a controlled stop. `measured`, `allowed`: what the rule compared, 0 and 0 without."""
        session = self._session
        if session.state == states.SELFTEST:
            code = self._selftest.foreign(code)
        if not code or (session.state == states.FAULT and self._stage.position == st.LATCHED):
            return
        if faults.kind(code) == faults.T2:
            session.controlled_stop(code, measured, allowed)
            return
        self._stage.hard_cut(code)
        session.fail(code, measured, allowed)
        self._keeper.end_by_cut(code, session.dose.delivered_uamin)
        self._note_cause(code)
        self._keeper.write_log()
        self._sounds.repeat(sounds.FAULT)

    def refuse(self, code: int, measured: int = 0, allowed: int = 0) -> None:
        """No start: the self-test or a record stands against it, or memory is short."""
        session = self._session
        session.cause.begin(session.state)
        session.cause.take(code, measured, allowed)
        session.enter(states.FAULT)
        self._note_cause(code)
        self._keeper.write_log()
        self._sounds.repeat(sounds.FAULT)

    def note_pause(self, state: int) -> None:
        """Contact was lost in this state."""
        self._note(lg.PAUSED, state)

    def note_news(self) -> None:
        """What was found of the contact."""
        session = self._session
        self._note(lg.MOVED - ps.MOVED + session.pause.news, session.state)
        session.pause.news = 0

    def note_end(self) -> None:
        """The ramp down has begun: why, once."""
        cause = self._session.cause
        if not cause.noted:
            completed = cause.result == terms.RESULT_COMPLETED
            self._note_cause(cause.fault or (lg.COMPLETED if completed else lg.STOPPED))

    def _note_cause(self, code: int) -> None:
        """What ended it, as it stood when the end began, and the two values that say so."""
        cause = self._session.cause
        cause.noted = 1
        self._note(code, cause.state)
        if cause.measured or cause.allowed:
            self._keeper.note(lg.FOUND_BY, cause.state, code, cause.measured, cause.allowed)
        panel = self._panel
        bus = self._sampling.bus_errors + self._stage.bus_errors
        if bus + panel.failed + panel.forgot != self._disturbed:
            self._disturbed = bus + panel.failed + panel.forgot
            self._keeper.note(lg.DISTURBED, cause.state, bus, panel.failed, panel.forgot)

    def _note(self, code: int, state: int) -> None:
        r = self._sampling.readings
        self._keeper.note(code, state, r[rd.A_UA], r[rd.B_UA], r[rd.LOAD_MV] - r[rd.LOAD_BACK_MV])
