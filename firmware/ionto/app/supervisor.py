# Leads the unit from self-test over choice and treatment to the end, and decides what a fault leads to: T1 or T2. What
# happens within a treatment is decided in treatment/session.py.

from micropython import const

from ionto.output import stage as st
from ionto.panel import sounds
from ionto.records import event_log as lg
from ionto.safety import faults, limits
from ionto.safety import readings as rd
from ionto.treatment import events, states, terms

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from ionto.app.protection import Protection
    from ionto.hardware import Heap
    from ionto.output.stage import Stage
    from ionto.panel.sounds import Sounds
    from ionto.panel.status import Status
    from ionto.records.keeper import RecordKeeper
    from ionto.safety.monitor import Mailbox
    from ionto.selftest.order import SelfTest
    from ionto.treatment.plan import Plan
    from ionto.treatment.session import Session
    from ionto.treatment.setup import Setup

_TESTED_BEFORE = (states.CONFIRM, states.CONTACT)  # a unit left on for hours is tested again
_WRITE_TICKS = limits.RELAY_MS // limits.TICK_MS  # at rest before anything is written: relay and DAC come first


class Supervisor:
    """`state` of the whole unit; `step` once a tick."""

    def __init__(
        self,
        status: "Status",
        readings: "rd.Readings",
        plan: "Plan",
        stage: "Stage",
        mail: "Mailbox",
        session: "Session",
        protection: "Protection",
        sounds: "Sounds",
        heap: "Heap",
        keeper: "RecordKeeper",
        selftest: "SelfTest",
        setup: "Setup",
    ) -> None:
        self._status = status
        self._readings = readings
        self._plan = plan
        self._stage = stage
        self._mail = mail
        self._session = session
        self._protection = protection
        self._sounds = sounds
        self._heap = heap
        self._keeper = keeper
        self._selftest = selftest
        self._setup = setup
        self._heap_held = 0
        self._resting = 0
        self._held_for_that = 0  # OK was held where holding is asked for
        self.state = states.BOOT

    def begin(self) -> None:
        """Every session begins with a self-test."""
        self._tested_ms = 0
        self._status.fault = 0
        self._status.cursor = 0
        self._go(states.SELFTEST)
        self._selftest.begin()

    def fault(self, code: int) -> None:
        """T1: cut and latch. T2: stop gently."""
        if self.state == states.SELFTEST:
            code = self._selftest.foreign(code)
        if not code or (self.state == states.FAULT and self._stage.position == st.LATCHED):
            return
        if faults.kind(code) == faults.T2:
            self._session.controlled_stop(code)
            return
        self._stage.hard_cut(code)
        self._session.fail(code)
        self._keeper.fault(code)
        self._refuse(code)
        self._sounds.repeat(sounds.FAULT)

    def _refuse(self, code: int) -> None:
        self._note(code)
        self._keeper.write_log()
        self._status.fault = code
        self._go(states.FAULT)

    def _go(self, state: int) -> None:
        self.state = state
        self._status.state = state

    def step(self, event: int, ms: int = limits.TICK_MS) -> None:
        """The state machine of the whole unit: self-test, choice, treatment, end. `ms`: since the last step."""
        state = self.state
        if event == events.OK_HELD:
            self._held_for_that = self._wants_holding()
        elif event == events.OK_LET_GO:  # an OK like any other, unless its holding was the answer
            event = events.NONE if self._held_for_that else events.OK
        if event == events.STOP_AGAIN and (state <= states.CHECKLIST or state == states.DONE):
            event = events.STOP  # means more than the first only where a current may flow
        if state == states.FAULT:
            self._in_fault(event)
        elif state == states.SELFTEST:
            self._testing()
        elif state <= states.CHECKLIST:
            if self._tested_ms < limits.SELFTEST_AGE_MS:
                self._tested_ms += ms
            self._choosing(state, event)
        elif state == states.DONE:
            if event == events.OK or event == events.STOP:
                self._again()
        else:
            self._treating(event, ms)

    def _wants_holding(self) -> int:
        """1 while OK held is asked for: a proposal above the last current."""
        status = self._status
        return 1 if self.state == states.CONFIRM and status.hold_ok and not status.editing else 0

    def _testing(self) -> None:
        test = self._selftest
        test.advance()
        if not test.done or (self._stage.position != st.REST and not test.fault):
            return
        if test.fault:
            self._refuse(test.fault)
        else:
            self._status.cursor = self._plan.site
            self._go(states.READY)

    def _choosing(self, state: int, event: int) -> None:
        status = self._status
        if status.service:  # on a cable: the dummy load only
            return
        report = status.report
        if report:
            if event == events.OK or event == events.STOP:
                self._keeper.next_report()
                if report == faults.ATTEST and event == events.OK:
                    self._go(states.CONFIRM)
            return
        setup = self._setup
        after = setup.step(state, event)
        if after != state and self._tested_ms >= limits.SELFTEST_AGE_MS and after in _TESTED_BEFORE:
            self.begin()
            return
        if setup.chosen:
            keeper = self._keeper
            keeper.load_plan(status.site)
            setup.first = keeper.first_here()
            setup.show_plan()
            status.report = keeper.too_soon(status.site)
            if status.report:
                status.cursor = status.site
                return
        if after == states.CONTACT:
            self._hold_heap(1)
            low = self._heap.free() < limits.HEAP_MIN
            refused = faults.HEAP_LOW if low else self._keeper.begin_session()
            if refused:
                self._hold_heap(0)
                self._refuse(refused)
                return
            self._mail.session = (self._mail.session + 1) & 0xFF
            self._protection.restart()
            self._session.begin()
        if after != state:
            self._go(after)

    def _treating(self, event: int, ms: int) -> None:
        session = self._session
        status = self._status
        was = session.state
        pauses = status.pauses
        session.step(event, self._readings, self._protection.plausibility.lost, ms)
        if session.state != was or status.pauses != pauses:
            self._signal(session.state)
        if status.pauses != pauses:
            self._note(lg.PAUSED)
        if session.state == states.RAMPDOWN and status.state != states.RAMPDOWN:  # as it stood when it was to end
            self._note(session.fault or (lg.COMPLETED if session.result == terms.RESULT_COMPLETED else lg.STOPPED))
        self._go(session.state)
        if session.ended:
            session.ended = 0
            self._hold_heap(0)
            self._keeper.end_session(session)
            status.result = session.result
            status.fault = session.fault

    def _in_fault(self, event: int) -> None:
        """A controlled stop is acknowledged; what was latched or refused stays until the power switch."""
        if event:
            self._sounds.mute()
        if faults.kind(self._status.fault) == faults.T2 and event == events.OK and self._stage.position == st.REST:
            self._again()

    def _again(self) -> None:
        self._sounds.mute()
        self.begin()

    def _note(self, code: int) -> None:
        """An event with what is measured."""
        r = self._readings
        self._keeper.note(code, r[rd.A_UA], r[rd.B_UA], r[rd.LOAD_MV] - r[rd.LOAD_BACK_MV])

    def _signal(self, state: int) -> None:
        """What the user hears of a change."""
        play = self._sounds
        if state == states.PAUSED or state == states.FAULT:
            play.repeat(sounds.CAUTION)
        elif state == states.LIMITED:
            play.play(sounds.CAUTION)
        elif state == states.DONE or state == states.CONTACT or state == states.RAMP:
            play.mute()
            play.play(sounds.DONE if state == states.DONE else sounds.FOUND)

    # ------------------------------------------------------------ what waits until the output is at rest

    def keep_house(self) -> None:
        """What may allocate or write: a twentieth of a second after the output came to rest, not before."""
        position = self._stage.position
        if position != st.REST and position != st.LATCHED:
            self._resting = 0
        elif self._resting < _WRITE_TICKS:
            self._resting += 1
        else:
            if self._heap_held and self.state == states.FAULT:
                self._hold_heap(0)
            self._keeper.step()

    def _hold_heap(self, on: int) -> None:
        """Collect, then hold the collector back for the whole session."""
        if on:
            self._heap.collect()
            self._heap.hold()
        else:
            self._heap.release()
        self._heap_held = on
