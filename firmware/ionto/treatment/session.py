# The treatment's state machine, from the first look for contact to done: what current is wanted, or None (open the
# output now). Decides neither whether the readings are plausible nor how the output is switched.

from micropython import const

from ionto.output import stage as st
from ionto.panel.status import Status
from ionto.safety import faults, limits
from ionto.safety import readings as rd
from ionto.treatment import contact as ct
from ionto.treatment import events, states, terms
from ionto.treatment.compliance import Compliance
from ionto.treatment.contact import Contact
from ionto.treatment.dose import Dose
from ionto.treatment.load_drift import LoadDrift
from ionto.treatment.plan import Plan

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from ionto.output.dummy_load import DummyLoadTest
    from ionto.output.ramp import Ramp
    from ionto.output.stage import Stage

# Phases of a reversal.
_DOWN = const(0)
_OPENING = const(1)
_BRIDGE = const(2)
_CLOSING = const(3)

_WHY_MS = const(8_000)
_NEARLY_MS = const(60_000)  # so close to its end a capped session is a whole one
_ZERO_PATIENCE_MS = const(1_000)  # at a setpoint of 0 the current is gone in a tick
_TURNED_MS = const(1_000)  # from the relay's way back: hands that stayed in the water are found by then

OPEN = const(-1)  # of `wanted_ua`: no current, and the output open


class Session:
    """One treatment. `step` each tick; then `wanted_ua` is the target and `down_na` how fast to fall.

    `ended` is 1 for the tick in which the output is back at rest and nothing more will flow.
    """

    def __init__(self, status: Status, plan: Plan, stage: "Stage", ramp: "Ramp", dummy_load: "DummyLoadTest") -> None:
        self._status = status
        self._plan = plan
        self._stage = stage
        self._ramp = ramp
        self._dummy_load = dummy_load
        self.dose = Dose()
        self.contact = Contact()
        self._load_drift = LoadDrift()
        self._compliance = Compliance()
        self.state = states.BOOT
        self.wanted_ua = OPEN
        self.down_na = limits.RAMP_DOWN_NA
        self.result = terms.RESULT_NONE
        self.fault = 0
        self.ended = 0
        self.searching = 0
        self.turned = 0  # reversals of this session
        self._phase = 0
        self._from = 0  # the polarity before the reversal
        self._ms = self._at_zero_ms = 0
        self._wall_ms = self._wall_min = self._why_ms = 0
        self._to_confirm = 0

    # ------------------------------------------------------------ begin and end

    def begin(self) -> None:
        """Start from zero with the confirmed plan."""
        status = self._status
        self.dose.clear()
        self.contact.restart()
        self.result = terms.RESULT_NONE
        self.fault = 0
        self.ended = 0
        self.turned = 0
        self._wall_ms = self._wall_min = self._why_ms = 0
        self.down_na = limits.RAMP_DOWN_NA
        self._compliance.restart()
        self._to_confirm = 0
        status.target_ua = self._plan.current_ua
        status.pauses = status.away_ms = status.needs_ok = status.restart = status.contact = 0
        status.result = terms.RESULT_NONE
        self._go(states.CONTACT)
        self.wanted_ua = OPEN
        self.searching = 1
        self._stage.close(st.ELECTRODES, self._plan.polarity, self._plan.cap_ua)

    def fail(self, code: int) -> None:
        """T1: the output is cut already; nothing leads out of here but the power switch."""
        if not self.result:
            self.result = terms.RESULT_FAULT
        self.fault = code
        self.wanted_ua = OPEN
        self.searching = 0
        self._go(states.FAULT)

    def controlled_stop(self, code: int) -> None:
        """T2: to zero at 5 mA/s, then the safe state; the first reason stands."""
        if self.state == states.RAMPDOWN and self.fault:
            return
        if states.CONTACT <= self.state <= states.RAMPDOWN:
            self.fault = self._status.fault = code
            self._end(terms.RESULT_FAULT, limits.RAMP_STOP_NA)

    def _end(self, result: int, down_na: int) -> None:
        """Lead to the end: down the ramp where current flows, else open at once."""
        if self._dummy_load.busy:
            self._dummy_load.stop()
        self.result = result
        self.down_na = down_na
        self.searching = 0
        flowing = self._stage.position == st.CLOSED and self._stage.path == st.ELECTRODES
        self._go(states.RAMPDOWN)
        if flowing:
            self.wanted_ua = 0
        else:
            self.wanted_ua = OPEN
            self._stage.open()

    # ------------------------------------------------------------ the tick

    def step(self, event: int, r: "rd.Readings", lost: int, ms: int) -> None:
        """So many ms later: a tick, or 40 ms while current flows steadily and nothing happens.

        `event`: a button; `lost`: contact is lost or being lost.
        """
        self._ms += ms
        if event or lost:
            self._interrupted(event, lost)
        state = self.state
        if states.RAMP <= state <= states.LIMITED:
            self._live(event, r, ms)
        elif state == states.CONTACT:
            self._contact(r)
        elif state == states.REVERSAL:
            self._reverse(r)
        elif state == states.PAUSED:
            self._paused(event, r)
        elif state == states.RAMPDOWN:
            self._down(r)
        if state <= states.RAMPDOWN:
            self._wall(ms)

    def _interrupted(self, event: int, lost: int) -> None:
        """STOP, and contact that is lost."""
        if not states.CONTACT <= self.state <= states.RAMPDOWN:
            return
        if event == events.STOP:
            self._stop()
        elif event == events.STOP_AGAIN:
            self._stop_again()
        if lost and self._stage.position == st.CLOSED:
            self._pause()

    def _go(self, state: int) -> None:
        self.state = state
        self._ms = self._at_zero_ms = 0
        if state == states.RAMP:  # up from zero
            self._load_drift.restart()

    def _wall(self, ms: int) -> None:
        """Minutes by the wall, pauses included: 60 at the most."""
        self._wall_ms += ms
        if self._wall_ms >= 60_000:
            self._wall_ms = 0
            self._wall_min += 1
            if self._wall_min >= limits.WALL_CAP_MIN:
                self.controlled_stop(faults.TIME_CAP)

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

    # ------------------------------------------------------------ contact

    def _contact(self, r: "rd.Readings") -> None:
        status = self._status
        if self.searching:
            status.contact = 0
            if self._stage.position != st.CLOSED:
                self.contact.restart()
                if self._ms >= limits.HANDS_OUT_MS:
                    self._abandon()
                return
            self.wanted_ua = 0
            if self.contact.search(r):
                self.searching = 0
                self.contact.restart()
                status.contact = 1
            elif self._ms >= limits.HANDS_OUT_MS:
                self._abandon()
            return
        self.wanted_ua = limits.PROBE_UA
        found = self.contact.probe(r, self._ramp.set_ua)
        status.progress_permille = self.contact.progress_permille()
        if found == ct.STABLE:
            self._go(states.RAMP)
        elif found == ct.GONE:  # current flows, but not as it should: no reason to cut it
            self.wanted_ua = 0
            if not self._ramp.set_ua:
                self._pause()

    def _abandon(self) -> None:
        """Two minutes without contact: back to the proposal."""
        self._to_confirm = 1
        self._end(terms.RESULT_ABANDONED, limits.RAMP_STOP_NA)

    def _pause(self) -> None:
        """P: the output opens now. Not latched; five returns a session."""
        stage = self._stage
        stage.cut()
        self.wanted_ua = OPEN
        if self.state == states.RAMPDOWN:
            stage.open()
            return
        if self.state == states.REVERSAL and self._phase == _DOWN:
            self.turned = 0  # it has not turned yet: when the hands are back
        status = self._status
        status.pauses += 1
        status.away_ms = 0
        status.needs_ok = 0
        self.contact.restart()
        if status.pauses > limits.RETURNS_MAX:
            self.controlled_stop(faults.TOO_MANY_PAUSES)
            return
        self.searching = 1
        self._go(states.PAUSED)

    def _paused(self, event: int, r: "rd.Readings") -> None:
        """Look for contact without current. More than 10 s away needs OK, with the hands out of the water."""
        status = self._status
        self.wanted_ua = OPEN
        status.away_ms = self._ms
        closed = self._stage.position == st.CLOSED
        if self._ms > limits.AWAY_MS and not status.needs_ok and closed and not self.contact.touched(r):
            status.needs_ok = 1
        if status.needs_ok == 1 and event == events.OK:
            status.needs_ok = 2
        if self._ms >= limits.WAITING_MS:
            self._end(terms.RESULT_ABANDONED, limits.RAMP_STOP_NA)
            return
        if self._stage.position == st.CUT:
            self._stage.resume()
        elif self._stage.position == st.CLOSED:
            self.wanted_ua = 0
            if status.needs_ok != 1 and self.contact.search(r):
                status.restart = 1
                status.contact = 1
                self.searching = 0
                self.contact.restart()
                self._go(states.CONTACT)

    # ------------------------------------------------------------ live

    def _live(self, event: int, r: "rd.Readings", ms: int) -> None:
        """RAMP, RUN, LIMITED: the target, whether the load holds the current down, time, drying, the end."""
        status = self._status
        ramp = self._ramp
        dose = self.dose
        if event:
            self._adjust(event)
        target = status.target_ua
        self.wanted_ua = target
        limited = self._compliance.step(r, ramp.pulled, ms)
        ramp.pulled = 0
        status.limited = limited
        status.up_allowed = 1 - limited
        if limited:
            self.state = states.LIMITED
            dose.limited_ms += ms
        elif ramp.set_ua == target:
            self.state = states.RUN
        elif self.state == states.LIMITED or ramp.set_ua < target:
            self.state = states.RAMP
        self._why_ms -= ms
        status.why = 1 if self._why_ms > 0 else 0
        dose.time(r[rd.A_UA], target, 0 if self.state == states.RAMP else 1, ms)
        if self._load_drift.step(r[rd.LOAD_OHM], target, 1 if limited or ramp.set_ua == target else 0, ms):
            self.controlled_stop(faults.DRYING)
        self._judge_end()

    def _adjust(self, event: int) -> None:
        """UP and DOWN, half a milliampere each; OK asks why the current is limited."""
        status = self._status
        target = status.target_ua
        if event == events.UP and not status.limited and target + limits.USER_STEP_UA <= self._plan.cap_ua:
            target += limits.USER_STEP_UA
        elif event == events.DOWN and target - limits.USER_STEP_UA >= limits.CURRENT_MIN_UA:
            target -= limits.USER_STEP_UA
        elif event == events.OK and status.limited:
            self._why_ms = _WHY_MS
        status.target_ua = target

    def _judge_end(self) -> None:
        """Half-time, done, and the caps; the ramp down is part of the time of current (1 mA/s: as many ms as µA)."""
        if self.state == states.RAMPDOWN:
            return
        plan = self._plan
        dose = self.dose
        left_ms = plan.minutes * 60_000 - dose.delivered_ms
        capped = faults.DOSE_CAP if dose.delivered_uamin >= limits.DOSE_CAP_MAMIN * 1000 else 0
        if dose.on_ms + self._ramp.set_ua >= limits.MINUTES_MAX * 60_000:
            capped = faults.TIME_CAP
        if left_ms <= 0 or (capped and left_ms <= _NEARLY_MS):
            self._end(terms.RESULT_COMPLETED, limits.RAMP_DOWN_NA)
            if plan.mode == terms.HALF_TIME and dose.is_uneven():
                self.controlled_stop(faults.CHARGE_UNEVEN)
        elif capped:
            self.controlled_stop(capped)
        elif plan.mode == terms.HALF_TIME and not self.turned and left_ms <= dose.delivered_ms:
            self.turned = 1
            dose.first_uamin = dose.delivered_uamin
            self._phase = _DOWN
            self.wanted_ua = 0
            self._go(states.REVERSAL)

    def _reverse(self, r: "rd.Readings") -> None:
        """To zero, open, the relay to rest, and back the other way round: never under current."""
        stage = self._stage
        if self._phase == _DOWN:
            self.wanted_ua = 0
            self.down_na = limits.RAMP_DOWN_NA
            if self._opened_at_zero():
                self._phase = _OPENING
        elif self._phase == _OPENING:
            if stage.position == st.REST:
                self._from = stage.polarity
                self._dummy_load.begin(self._dummy_load.bridge())
                self._phase = _BRIDGE
        elif self._phase == _BRIDGE:
            dummy_load = self._dummy_load
            dummy_load.advance()
            if dummy_load.fault:
                welded = dummy_load.fault == faults.RELAY_NOT_AT_REST
                stage.fault = faults.RELAY_FEEDBACK if welded else faults.BRIDGE_TEST
            elif not dummy_load.busy and stage.position == st.REST:
                stage.close(st.ELECTRODES, -self._from, self._plan.cap_ua)
                self.contact.restart()
                self.searching = 1
                self._phase = _CLOSING
                self._ms = 0
        elif stage.position == st.CLOSED:
            self.wanted_ua = 0
            if self.contact.search(r):
                self.searching = 0
                self._go(states.RAMP)
            elif self._ms >= _TURNED_MS:
                self._pause()

    def _opened_at_zero(self) -> int:
        """1 once the setpoint is 0 and the output opens: at measured zero, or cut when a source does not let go."""
        stage = self._stage
        if self._ramp.set_ua:
            return 0
        if stage.zero_ms() < limits.ZERO_MS:
            self._at_zero_ms += limits.TICK_MS
            if self._at_zero_ms < _ZERO_PATIENCE_MS:
                return 0
            stage.cut()
        self.wanted_ua = OPEN
        stage.open()
        return 1

    def _down(self, r: "rd.Readings") -> None:
        """RAMPDOWN: to zero, then open; at rest the session has ended."""
        stage = self._stage
        if stage.position == st.CLOSED:
            self.wanted_ua = 0
            self._opened_at_zero()
        elif stage.position == st.CUT:
            stage.open()
        elif stage.position == st.REST:
            self.ended = 1
            if self.fault:
                self._go(states.FAULT)
            elif self._to_confirm:
                self._go(states.CONFIRM)
            else:
                self._go(states.DONE)
