# Leads the unit from self-test over choice and treatment to the end, and decides what a fault leads to: T1 or T2. What
# happens within a treatment is decided in treatment/session.py.

from micropython import const

from ionto.memory import log as lg
from ionto.output import stage as st
from ionto.panel import buttons as b
from ionto.panel import sounds
from ionto.panel import view as v
from ionto.safety import faults, limits
from ionto.safety import readings as rd
from ionto.treatment import states

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from ionto.bookkeeping import Bookkeeping
    from ionto.hardware import Heap
    from ionto.output.stage import Stage
    from ionto.panel.sounds import Sounds
    from ionto.panel.view import View
    from ionto.protection import Protection
    from ionto.safety.monitor import Mailbox
    from ionto.selftest import SelfTest
    from ionto.treatment.plan import Plan
    from ionto.treatment.session import Session
    from ionto.treatment.setup import Setup

_TESTED_BEFORE = (states.CONFIRM, states.CONTACT)  # a unit left on for hours is tested again
_WRITE_TICKS = limits.RELAY_MS // limits.TICK_MS  # at rest before anything is written: relay and DAC come first


class Course:
    """`state` of the whole unit; `step` once a tick."""

    def __init__(
        self,
        view: "View",
        readings: "rd.Readings",
        plan: "Plan",
        stage: "Stage",
        mail: "Mailbox",
        session: "Session",
        protection: "Protection",
        sounds: "Sounds",
        heap: "Heap",
        books: "Bookkeeping",
        selftest: "SelfTest",
        setup: "Setup",
    ) -> None:
        self._view = view
        self._readings = readings
        self._plan = plan
        self._stage = stage
        self._mail = mail
        self._session = session
        self._protection = protection
        self._sounds = sounds
        self._heap = heap
        self._books = books
        self._selftest = selftest
        self._setup = setup
        self._heap_held = 0
        self._resting = 0
        self._held_for_that = 0  # OK was held where holding is asked for
        self.state = states.BOOT

    def begin(self) -> None:
        """Every session begins with a self-test."""
        self._tested_ms = 0
        self._view.fault = 0
        self._view.cursor = 0
        self._go(states.SELFTEST)
        self._selftest.begin()

    def fault(self, code: int) -> None:
        """T1: cut and latch. T2: stop gently."""
        if self.state == states.SELFTEST:
            code = self._selftest.foreign(code)
        if not code or (self.state == states.FAULT and self._stage.position == st.LATCHED):
            return
        if faults.kind(code) == faults.T2:
            self._session.stop_gently(code)
            return
        self._stage.hard_cut(code)
        self._session.fail(code)
        self._books.fault(code)
        self._refuse(code)
        self._sounds.repeat(sounds.FAULT)

    def _refuse(self, code: int) -> None:
        self._note(code)
        self._books.write_log()
        self._view.fault = code
        self._go(states.FAULT)

    def _go(self, state: int) -> None:
        self.state = state
        self._view.state = state

    def step(self, event: int, ms: int = limits.TICK_MS) -> None:
        """The state machine of the whole unit: self-test, choice, treatment, end. `ms`: since the last step."""
        state = self.state
        if event == b.OK_HELD:
            self._held_for_that = self._wants_holding()
        elif event == b.OK_LET_GO:  # an OK like any other, unless its holding was the answer
            event = b.NONE if self._held_for_that else b.OK
        if event == b.STOP_AGAIN and (state <= states.CHECKLIST or state == states.DONE):
            event = b.STOP  # means more than the first only where a current may flow
        if state == states.FAULT:
            self._in_fault(event)
        elif state == states.SELFTEST:
            self._testing()
        elif state <= states.CHECKLIST:
            if self._tested_ms < limits.SELFTEST_AGE_MS:
                self._tested_ms += ms
            self._choosing(state, event)
        elif state == states.DONE:
            if event == b.OK or event == b.STOP:
                self._again()
        else:
            self._treating(event, ms)

    def _wants_holding(self) -> int:
        """1 while OK held is asked for: a proposal above the last current."""
        view = self._view
        return 1 if self.state == states.CONFIRM and view.hold_ok and not view.editing else 0

    def _testing(self) -> None:
        test = self._selftest
        test.step()
        if not test.done or (self._stage.position != st.REST and not test.fault):
            return
        if test.fault:
            self._refuse(test.fault)
        else:
            self._view.cursor = self._plan.site
            self._go(states.READY)

    def _choosing(self, state: int, event: int) -> None:
        view = self._view
        if view.service:  # on a cable: the dummy load only
            return
        report = view.report
        if report:
            if event == b.OK or event == b.STOP:
                self._books.next_report()
                if report == faults.ATTEST and event == b.OK:
                    self._go(states.CONFIRM)
            return
        setup = self._setup
        after = setup.step(state, event)
        if after != state and self._tested_ms >= limits.SELFTEST_AGE_MS and after in _TESTED_BEFORE:
            self.begin()
            return
        if setup.chosen:
            books = self._books
            books.load_plan(view.site)
            setup.first = books.first_here()
            setup.show_plan()
            view.report = books.too_soon(view.site)
            if view.report:
                view.cursor = view.site
                return
        if after == states.CONTACT:
            self._hold_heap(1)
            low = self._heap.free() < limits.HEAP_MIN
            refused = faults.HEAP_LOW if low else self._books.begin_session()
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
        view = self._view
        was = session.state
        pauses = view.pauses
        session.step(event, self._readings, self._protection.plausibility.lost, ms)
        if session.state != was or view.pauses != pauses:
            self._signal(session.state)
        if view.pauses != pauses:
            self._note(lg.PAUSED)
        if session.state == states.RAMPDOWN and view.state != states.RAMPDOWN:  # as it stood when it was to end
            self._note(session.fault or (lg.COMPLETED if session.result == v.RESULT_COMPLETED else lg.STOPPED))
        self._go(session.state)
        if session.ended:
            session.ended = 0
            self._hold_heap(0)
            self._books.end_session(session)
            view.result = session.result
            view.fault = session.fault

    def _in_fault(self, event: int) -> None:
        """A controlled stop is acknowledged; what was latched or refused stays until the power switch."""
        if event:
            self._sounds.mute()
        if faults.kind(self._view.fault) == faults.T2 and event == b.OK and self._stage.position == st.REST:
            self._again()

    def _again(self) -> None:
        self._sounds.mute()
        self.begin()

    def _note(self, code: int) -> None:
        """An event with what is measured."""
        r = self._readings
        self._books.note(code, r[rd.A_UA], r[rd.B_UA], r[rd.LOAD_MV] - r[rd.LOAD_BACK_MV])

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
            self._books.step()

    def _hold_heap(self, on: int) -> None:
        """Collect, then hold the collector back for the whole session."""
        if on:
            self._heap.collect()
            self._heap.hold()
        else:
            self._heap.release()
        self._heap_held = on
