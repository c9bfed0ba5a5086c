# The treatment's state machine, from the first look for contact to done: what current is wanted, or OPEN (open the
# output now). Decides neither whether readings are plausible nor how the output is switched.

from micropython import const

from ionto.output import stage as st
from ionto.safety import faults, limits
from ionto.safety import readings as rd
from ionto.safety.pause_evidence import PLAIN, UNCLEAR
from ionto.treatment import contact as ct
from ionto.treatment import events, states, terms
from ionto.treatment import pause as ps
from ionto.treatment import reversal as rv
from ionto.treatment.advice import NONE, Advice
from ionto.treatment.compliance import Compliance
from ionto.treatment.contact import Contact
from ionto.treatment.dose import Dose
from ionto.treatment.load_drift import LoadDrift
from ionto.treatment.pause import Pause
from ionto.treatment.plan import Plan
from ionto.treatment.reversal import Reversal
from ionto.treatment.skin_watch import SkinWatch
from ionto.treatment.stop_cause import StopCause

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from ionto.output.dummy_load import DummyLoadTest
    from ionto.output.ramp import Ramp
    from ionto.output.stage import Stage

_NEARLY_MS = const(60_000)  # so close to its end a capped session is a whole one
_ZERO_PATIENCE_MS = const(1_000)  # at a setpoint of 0 the current is gone in a tick
OPEN = const(-1)  # of `wanted_ua`: no current, and the output open
_AS_MEASURED = const(-1)  # the cause of a pause


class Session:
    """One treatment. `advance` each tick; then `wanted_ua` is the current wanted and `down_na` how fast to fall.

    `state` is the whole unit's, kept here alone: the supervisor leads it up to the checklist and again out of DONE,
    CONFIRM and FAULT, this file from CONTACT on. `cause` says why it ended. `ended` is 1 for the tick in which the
    output is back at rest and nothing more will flow.
    """

    def __init__(
        self, plan: Plan, stage: "Stage", ramp: "Ramp", dummy_load: "DummyLoadTest", readings: "rd.Readings"
    ) -> None:
        self._plan = plan
        self._stage = stage
        self._ramp = ramp
        self._dummy_load = dummy_load
        self._readings = readings
        self.dose = Dose()
        self.contact = Contact()
        self.compliance = Compliance()
        self.cause = StopCause()
        self.skin = SkinWatch(ramp)
        self.advice = Advice()
        self.pause = Pause(self.contact)
        self._load_drift = LoadDrift()
        self._reversal = Reversal(stage, dummy_load, self.contact)
        self.state = states.BOOT
        self.target_ua = 0  # what the user asks for, µA
        self.wanted_ua = OPEN
        self.down_na = limits.RAMP_DOWN_NA
        self.ended = 0
        self.searching = 0  # 1: contact is looked for, without current
        self.turned = 0  # reversals of this session
        self.pauses = 0
        self._ms = self._at_zero_ms = 0
        self._to_confirm = 0

    # ------------------------------------------------------------ begin and end

    def begin(self) -> None:
        """Start from zero with the confirmed plan."""
        self.dose.clear()
        self.contact.begin()
        self.compliance.restart()
        self.cause.clear()
        self.skin.begin()
        self.advice.restart()
        self.pause.restart()
        self.ended = self.turned = self.pauses = 0
        self.down_na = limits.RAMP_DOWN_NA
        self._to_confirm = 0
        self.target_ua = self._plan.current_ua
        self.enter(states.CONTACT)
        self.wanted_ua = OPEN
        self.searching = 1
        self._stage.close(st.ELECTRODES, self._plan.polarity, self._plan.cap_ua)

    def fail(self, code: int, measured: int, allowed: int) -> None:
        """T1: the output is cut already; nothing leads out of here but the power switch."""
        cause = self.cause
        cause.begin(self.state)
        cause.take(code, measured, allowed)
        if not cause.result:
            cause.result = terms.RESULT_FAULT
        self.wanted_ua = OPEN
        self.searching = 0
        self.enter(states.FAULT)

    def controlled_stop(self, code: int, measured: int, allowed: int) -> None:
        """T2: to zero at 5 mA/s, then the safe state; the first reason stands."""
        if self.state == states.RAMPDOWN and self.cause.fault:
            return
        if states.CONTACT <= self.state <= states.RAMPDOWN:
            self.cause.take(code, measured, allowed)
            self._end(terms.RESULT_FAULT, limits.RAMP_STOP_NA)

    def _end(self, result: int, down_na: int) -> None:
        """Lead to the end: down the ramp where current flows, else open at once."""
        if self._dummy_load.busy:
            self._dummy_load.stop()
        if self.state != states.RAMPDOWN:
            self.cause.begin(self.state)
        self.cause.result = result
        self.down_na = down_na
        flowing = self._stage.position == st.CLOSED and self._stage.path == st.ELECTRODES
        self.enter(states.RAMPDOWN)
        if flowing:
            self.wanted_ua = 0
        else:
            self.wanted_ua = OPEN
            self._stage.open()

    # ------------------------------------------------------------ the tick

    def advance(self, event: int, lost: int, ms: int) -> None:
        """So many ms later: a tick, or 40 ms while current flows steadily and nothing happens.

        `event`: a button; `lost`: contact is lost or being lost, PLAIN or UNCLEAR.
        """
        self._ms += ms
        if event or lost:
            self._interrupt(event, lost)
        r = self._readings
        if self._stage.position == st.CLOSED and self._stage.path and not self.searching:
            self.skin.watch(self, r, ms)
        state = self.state
        if (event or self.advice.page) and not states.RAMP <= state <= states.LIMITED:
            self.advice.hear(event, state == states.PAUSED and self.pause.needs_ok == 1, ms)
            if event == events.DOWN and state != states.RAMPDOWN:  # to less without a current; UP waits for one
                self._adjust(event)
        if states.RAMP <= state <= states.LIMITED:
            self._treat(event, r, ms)
        elif state == states.CONTACT:
            self._find_contact(r)
        elif state == states.REVERSAL:
            self._reverse(r)
        elif state == states.PAUSED:
            self._pause_on(event, r)
        elif state == states.RAMPDOWN:
            self._ramp_down()
        if state <= states.RAMPDOWN:
            wall_ms = self.dose.wall_ms = self.dose.wall_ms + ms
            if wall_ms >= limits.WALL_CAP_MIN * 60_000:
                self.controlled_stop(faults.TIME_CAP, wall_ms // 60_000, limits.WALL_CAP_MIN)

    def enter(self, state: int) -> None:
        """From now on this state."""
        self.state = state
        self.advice.page = NONE
        self._ms = self._at_zero_ms = 0
        if state == states.RAMP:  # up from zero
            self._load_drift.restart()

    def _interrupt(self, event: int, lost: int) -> None:
        """STOP, and contact that is lost."""
        if not states.CONTACT <= self.state <= states.RAMPDOWN:
            return
        if event == events.STOP:
            self._stop()
        elif event == events.STOP_AGAIN:
            self._stop_again()
        if lost and self._stage.position == st.CLOSED:
            self.open_for(_AS_MEASURED, lost)

    # ------------------------------------------------------------ stop

    def _stop(self) -> None:
        """STOP always leads to less."""
        if self.state == states.RAMPDOWN:
            if self.down_na < limits.RAMP_STOP_NA:
                self.down_na = limits.RAMP_STOP_NA
            return
        self._to_confirm = 0 if self.dose.delivered_uamin else 1
        self._end(terms.RESULT_STOPPED, limits.RAMP_STOP_NA)

    def _stop_again(self) -> None:
        """A second press: open now."""
        if self.state != states.RAMPDOWN:
            self._stop()
            return
        self.wanted_ua = OPEN
        self._stage.cut()
        self._stage.open()

    def _find_contact(self, r: "rd.Readings") -> None:
        if self.searching:
            closed = self._stage.position == st.CLOSED
            if closed:
                self.wanted_ua = 0
            else:
                self.contact.restart()
            if closed and self.contact.search(r):
                self.searching = 0
                self.contact.restart()
            elif self._ms >= limits.HANDS_OUT_MS:
                self._abandon()
            return
        if self.skin.waits:
            self.wanted_ua = self.skin.wait(self, r, self._ms)
            return
        self.wanted_ua = self._ramp.set_ua if r[rd.LOAD_OHM] > limits.HARDLY_OHM else limits.PROBE_UA
        found = self.contact.probe(r, self._ramp.set_ua)
        if (found == ct.STABLE or found == ct.POOR) and not self.skin.is_back(self, r):
            self._ms = 0
        elif found == ct.STABLE:
            self.enter(states.RAMP)
        elif found == ct.BROKEN:
            self._stage.fault = faults.RETURN_OPEN
        elif found == ct.POOR:
            self.pause.news = ps.POOR
        elif found == ct.HOPELESS:
            code = faults.DRYING if self.dose.delivered_ms else faults.CONDUCTS_BADLY
            self.controlled_stop(code, self.contact.poor_ohm, limits.LOAD_MAX_OHM)
        elif found == ct.GONE:  # current flows, but not as it should: no reason to cut it
            self.wanted_ua = 0
            if not self._ramp.set_ua:
                self.open_for(ps.METAL if self.contact.metal else ps.MOVED)

    def _abandon(self) -> None:
        """Two minutes without contact: back to the proposal, and what to look at."""
        joins = self.contact.asks
        self.pause.news = ps.JOINED if joins else ps.NEVER
        self.cause.report = faults.TRAYS_JOINED if joins else faults.NOBODY
        self._to_confirm = 1
        self._end(terms.RESULT_ABANDONED, limits.RAMP_STOP_NA)

    def open_for(self, cause: int, lost: int = UNCLEAR) -> None:
        """P: the output opens now. Not latched. After a plain opening the switch closes again as soon as it may; else
        everything opens, and returns in order.
        """
        stage = self._stage
        stage.cut()
        self.wanted_ua = OPEN
        if self.state == states.RAMPDOWN:
            stage.open()
            return
        turning = self.state == states.REVERSAL
        if cause == _AS_MEASURED and self.contact.asks == ct.FLAT:
            cause = ps.ASKED
        if cause != _AS_MEASURED:
            self.pause.begin_as(cause)
        else:
            seen = 0 if turning or self.state == states.CONTACT or self._ramp.falling else 1
            self.pause.begin(self._readings, self.compliance.limited, seen, self.dose.wall_ms)
        self.skin.paused()
        if turning and not self._reversal.has_opened():
            self.turned = 0  # it has not turned yet: when the hands are back
        self.pauses += 1
        if lost != PLAIN:
            stage.open()
        self.searching = 1
        self.enter(states.PAUSED)

    def _pause_on(self, event: int, r: "rd.Readings") -> None:
        """Look for contact without current."""
        stage = self._stage
        pause = self.pause
        closed = stage.position == st.CLOSED
        self.wanted_ua = 0 if closed else OPEN
        found = pause.advance(event, r, closed)
        if found == ps.PATIENCE:
            if stage.position == st.CUT:
                stage.resume()
            elif stage.position == st.REST:
                stage.close(st.ELECTRODES, stage.polarity, self._plan.cap_ua)
        elif found == ps.FOUND:
            self.searching = 0
            self.contact.restart()
            self.enter(states.CONTACT)
        elif found == ps.NOBODY:
            self._end(terms.RESULT_ABANDONED, limits.RAMP_STOP_NA)
        else:
            self.controlled_stop(found, pause.count(), pause.most())

    # ------------------------------------------------------------ live

    def _treat(self, event: int, r: "rd.Readings", ms: int) -> None:
        """RAMP, RUN, LIMITED: the target, whether the load holds the current down, time, drying, the end."""
        ramp = self._ramp
        dose = self.dose
        if event:
            self._adjust(event)
        target = self.wanted_ua = self.target_ua
        if self.skin.area.doubts and ramp.set_ua < target:
            self.wanted_ua = ramp.set_ua + 1  # it waits, and by no rounding falls
        limited = self.compliance.judge(r, ramp.pulled, ms)
        ramp.pulled = 0
        if limited:
            self.state = states.LIMITED
            dose.limited_ms += ms
        elif ramp.set_ua == target:
            self.state = states.RUN
        elif self.state == states.LIMITED or ramp.set_ua < target:
            self.state = states.RAMP
        self.advice.look(r[rd.LOAD_OHM], ms)
        dose.time(r[rd.A_UA], target, 0 if self.state == states.RAMP else 1, ms)
        if self._load_drift.judge(r[rd.LOAD_OHM], target, 1 if limited or ramp.set_ua == target else 0, ms):
            self.controlled_stop(faults.DRYING, self._load_drift.measured_ohm, self._load_drift.allowed_ohm)
        self._judge_end()

    def _adjust(self, event: int) -> None:
        """UP and DOWN, half a milliampere each; OK asks what to know."""
        target = self.target_ua
        if event == events.UP and not self.compliance.limited and target + limits.USER_STEP_UA <= self._plan.cap_ua:
            target += limits.USER_STEP_UA
        elif event == events.DOWN and target - limits.USER_STEP_UA >= limits.CURRENT_MIN_UA:
            target -= limits.USER_STEP_UA
        elif event == events.OK:
            self.advice.ask(self.compliance.limited)
        self.target_ua = target

    def _judge_end(self) -> None:
        """Half-time, done, and the caps; the ramp down is part of the time of current (1 mA/s: as many ms as µA)."""
        if self.state == states.RAMPDOWN:
            return
        plan = self._plan
        dose = self.dose
        left_ms = plan.minutes * 60_000 - dose.delivered_ms
        dosed = dose.delivered_uamin >= plan.dose_cap_uamin
        timed = dose.on_ms + self._ramp.set_ua >= limits.MINUTES_MAX * 60_000
        nearly = left_ms <= _NEARLY_MS
        if left_ms <= 0 or (dosed and (nearly or plan.finishes)) or (timed and nearly):
            self._end(terms.RESULT_COMPLETED, limits.RAMP_DOWN_NA)
            if plan.mode == terms.HALF_TIME and dose.is_uneven():
                self.controlled_stop(faults.CHARGE_UNEVEN, dose.uneven_permille(), limits.UNEVEN_PERMILLE)
        elif timed:
            self.controlled_stop(faults.TIME_CAP, dose.on_ms // 60_000, limits.MINUTES_MAX)
        elif dosed:
            self.controlled_stop(faults.DOSE_CAP, dose.delivered_uamin // 1000, plan.dose_cap_uamin // 1000)
        elif plan.mode == terms.HALF_TIME and not self.turned and left_ms <= dose.delivered_ms:
            self.turned = 1
            dose.turn()
            self._reversal.begin()
            self.wanted_ua = 0
            self.enter(states.REVERSAL)

    def _reverse(self, r: "rd.Readings") -> None:
        """What the turn wants, until hands are found the other way round, or none."""
        wish = self._reversal.advance(r, self._plan.cap_ua)
        if wish == rv.TO_ZERO:
            self.wanted_ua = 0
            self.down_na = limits.RAMP_DOWN_NA
            if self._opened_at_zero():
                self._reversal.opened()
        elif wish != rv.PATIENCE:
            self.searching = 1
            if self._stage.position == st.CLOSED:
                self.wanted_ua = 0
            if wish != rv.SEARCH:
                self.skin.turned()
            if wish == rv.FOUND:
                self.searching = 0
                self.enter(states.RAMP)
            elif wish == rv.NOBODY:
                self.open_for(ps.LEFT, PLAIN)

    def _opened_at_zero(self) -> int:
        """1 once the setpoint is 0 and the output opens: at measured zero, or cut when a source does not let go."""
        stage = self._stage
        if self._ramp.set_ua:
            return 0
        if stage.zero_ms < limits.ZERO_MS:
            self._at_zero_ms += limits.TICK_MS
            if self._at_zero_ms < _ZERO_PATIENCE_MS:
                return 0
            stage.cut()
        self.wanted_ua = OPEN
        stage.open()
        return 1

    def _ramp_down(self) -> None:
        """RAMPDOWN: to zero, then open; at rest the session has ended."""
        stage = self._stage
        if stage.position == st.CLOSED:
            self.wanted_ua = 0
            self._opened_at_zero()
        elif stage.position == st.CUT:
            stage.open()
        elif stage.position == st.REST:
            self.ended = 1
            self.cause.close()
            if self.cause.fault:
                self.enter(states.FAULT)
            else:
                self.enter(states.CONFIRM if self._to_confirm else states.DONE)
