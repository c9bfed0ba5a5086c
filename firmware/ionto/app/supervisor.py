# The flow of screens: from self-test over choice and treatment to the end and back. What happens within a treatment is
# decided in treatment/session.py, what a fault leads to in fault_response.py.

from micropython import const

from ionto.output import stage as st
from ionto.panel import sounds
from ionto.records import settings as se
from ionto.safety import faults, limits
from ionto.treatment import events, states
from ionto.treatment import setup as su

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from ionto.app.desk import Desk, Parts
    from ionto.app.fault_response import FaultResponse
    from ionto.app.housekeeping import Housekeeping
    from ionto.app.protection import Protection
    from ionto.output.stage import Stage
    from ionto.panel.panel import Panel
    from ionto.panel.sounds import Sounds
    from ionto.records.keeper import RecordKeeper
    from ionto.selftest.order import SelfTest
    from ionto.treatment.session import Session
    from ionto.treatment.setup import Setup

_MOST_SHEETS = const(0x3FFFFF)
_TESTED_BEFORE = (states.CONFIRM, states.CONTACT)  # a unit left on for hours is tested again


class Supervisor:
    """`handle` once a tick, under steady current each 40 ms. The state itself is `session.state`."""

    def __init__(
        self,
        selftest: "SelfTest",
        setup: "Setup",
        session: "Session",
        stage: "Stage",
        protection: "Protection",
        response: "FaultResponse",
        keeper: "RecordKeeper",
        housekeeping: "Housekeeping",
        sounds: "Sounds",
        panel: "Panel",
        parts: "Parts",
    ) -> None:
        self._panel = panel
        self._parts = parts
        self._selftest = selftest
        self._setup = setup
        self._session = session
        self._stage = stage
        self._protection = protection
        self._response = response
        self._keeper = keeper
        self._housekeeping = housekeeping
        self._sounds = sounds
        self._tested_ms = 0  # since the last self-test
        self._told_due = 0  # a treatment: the person is asked how it went
        self._care_due = 0  # current has flowed: the care of the skin is to be shown before the menu
        self.caring = 0  # 1: it is shown
        self.desk: "Desk | None" = None  # what is no part of a treatment: people, plan, history, settings, practice
        self._sheets = 0  # written so far
        self._held_in = states.BOOT  # the state in which OK was held: it agrees to nothing that came after
        self._held_for_that = 0  # OK was held where holding is asked for
        self._obey_settings()
        self.report = keeper.next_report()  # an R code to acknowledge before the menu, 0: none

    def begin(self) -> None:
        """Every session begins with a self-test."""
        self._tested_ms = 0
        self._session.cause.clear()
        self._session.enter(states.SELFTEST)
        self._selftest.begin()

    def handle(self, event: int, ms: int = limits.TICK_MS) -> None:
        """One event, or none, `ms` after the one before: lead on to the next state."""
        state = self._session.state
        if event == events.OK_HELD:
            desk = self.desk
            self._held_in = state
            self._held_for_that = desk.holds if desk else state == states.CONFIRM and self._setup.wants_holding()
        elif event == events.OK_LET_GO:  # an OK like any other, unless its holding was the answer
            event = (
                events.NONE
                if self._held_for_that or (state <= states.CHECKLIST and state != self._held_in)
                else events.OK
            )
        if event == events.STOP_AGAIN and (state <= states.CHECKLIST or state == states.DONE):
            event = events.STOP  # means more than the first only where a current may flow
        if self.desk and state >= states.DONE:
            self._at_desk(event)
        elif state == states.FAULT:
            self._acknowledge(event)
        elif state == states.SELFTEST:
            self._test()
        elif state <= states.CHECKLIST:
            if self._tested_ms < limits.SELFTEST_AGE_MS:
                self._tested_ms += ms
            self._choose(state, event)
        elif state == states.DONE:
            if event == events.OK or event == events.STOP:
                self._leave()
        else:
            self._treat(event, ms)
        if event and state != states.FAULT:  # there a key silences
            self._sounds.click()

    def _test(self) -> None:
        test = self._selftest
        test.advance()
        if not test.done or (self._stage.position != st.REST and not test.fault):
            return
        if test.fault:
            self._response.refuse(test.fault)
        else:
            self._setup.open_menu()
            self._session.enter(states.READY)
            if not test.service:
                self._welcome()

    def _welcome(self) -> None:
        """Who is there: nothing is asked where there is but one. Where nobody ever was: in which language."""
        self._open_desk(su.WHO)
        if not self._setup.several:
            self._close_desk()
            if self._keeper.is_new():
                self._open_desk(su.LANGUAGE)
            else:
                self._propose_again()

    def _propose_again(self) -> None:
        """The only person's only site needs no choosing; STOP leads to the menu."""
        site = self._keeper.sole_site()
        if site >= 0 and not self._keeper.too_soon(site):
            self._setup.take(site)
            self._keeper.load_plan(site)
            self._setup.first = self._keeper.first_here()
            self._session.enter(states.CONFIRM)
            self._ask_who_was_away()

    def _ask_who_was_away(self) -> None:
        """After four weeks the last current is no matter of course."""
        if self._keeper.is_away(self._setup.site):
            self._open_desk(su.AWAY)

    def _open_desk(self, row: int) -> None:
        """A page of the desk: a row of the menu, 0: who is there."""
        from ionto.app.desk import Desk

        self.desk = Desk(self._keeper, self._setup, self._parts, self._sheets)
        self.desk.open(row)

    def _obey_settings(self) -> None:
        """Contrast, dimming and sounds as they were chosen."""
        v = self._keeper.settings.values
        self._panel.bright = v[se.BRIGHTNESS]
        self._panel.dim_min = v[se.DIM_MIN]
        self._sounds.quiet = 1 - v[se.SOUND]

    def _at_desk(self, event: int) -> None:
        """An event there; what follows when that is done."""
        desk = self.desk
        if desk and event:
            desk.handle(event)
            self._panel.play(desk.scene)
            if desk.done:
                self._close_desk()
                if self._session.state >= states.DONE:
                    self._again()

    def _close_desk(self) -> None:
        """Back to the menu, whoever is selected by now, or to the proposal, whatever was chosen for it."""
        desk = self.desk
        if desk:
            self._sheets = desk.number & _MOST_SHEETS
            self.desk = None
            self._obey_settings()
            if self._session.state == states.CONFIRM:
                self._keeper.load_plan(self._setup.site)

    def _choose(self, state: int, event: int) -> None:
        if self._selftest.service:  # on a cable: the dummy load only
            return
        if self.report:
            self._answer_report(event)
            return
        if self.desk:
            self._at_desk(event)
            return
        setup = self._setup
        new = setup.newcomer
        after = setup.handle(state, event)
        if new and setup.questions.answered:
            self._keeper.keep_user()
            self._open_desk(su.OFFER)
            return
        if setup.refused:
            self._keeper.delete_person()
            self._open_desk(su.WHO)
        if setup.wish:
            self._open_desk(setup.wish if event == events.OK else su.WHO)
            return
        if setup.questions.answered:
            self._keeper.keep_user()
        if after != state and self._tested_ms >= limits.SELFTEST_AGE_MS and after in _TESTED_BEFORE:
            self.begin()
            return
        if setup.chosen and self._load_site():
            return
        if after == states.CONTACT:
            self._start()
        elif after != state:
            self._session.enter(after)
            if setup.chosen:
                self._ask_who_was_away()

    def _answer_report(self, event: int) -> None:
        """OK or STOP leads on; for a question OK is yes. DOWN: it was not this person who was treated."""
        if event == events.DOWN and self.report in (faults.TODAY, faults.WEEK, faults.WAIT, faults.SOON):
            self.report = 0
            self._open_desk(su.PEOPLE)
        elif event == events.OK or event == events.STOP:
            asked = self.report
            self.report = self._keeper.next_report()
            if asked == faults.UNFINISHED:
                if event == events.OK:
                    self._keeper.propose_rest()
                    self._session.enter(states.CONFIRM)
                else:
                    self.report = self._keeper.too_soon(self._setup.site)
            elif asked == faults.ATTEST and event == events.OK:
                self._session.enter(states.CONFIRM)

    def _load_site(self) -> int:
        """The stored plan of the site chosen. 1: it is too soon for a treatment there, and the menu says so."""
        setup = self._setup
        keeper = self._keeper
        keeper.load_plan(setup.site)
        setup.first = keeper.first_here()
        self.report = keeper.too_soon(setup.site)
        if self.report:
            if keeper.may_finish(setup.site, self.report):
                self.report = faults.UNFINISHED
            setup.open_menu()
            return 1
        return 0

    def _start(self) -> None:
        """Everything is confirmed: a session, if memory and records allow one."""
        refused = self._housekeeping.open_session()
        if refused == faults.HEAP_LOW:
            self._response.refuse(refused, self._housekeeping.free_bytes, limits.HEAP_MIN)
        elif refused:
            self._response.refuse(refused)
        else:
            self._protection.begin_session()
            self._session.begin()

    def _treat(self, event: int, ms: int) -> None:
        session = self._session
        was = session.state
        pauses = session.pauses
        session.advance(event, self._protection.plausibility.lost, ms)
        state = session.state
        if session.pause.news:
            self._response.note_news()
        if session.pauses != pauses:
            self._signal(state)
            self._response.note_pause(was)
        elif state != was:
            self._signal(state)
        if state == states.RAMPDOWN:
            self._response.note_end()
        if session.ended:
            session.ended = 0
            self.report = session.cause.report
            if self.report:
                self._sounds.play(sounds.CAUTION)
            self._care_due = session.dose.delivered_uamin
            self._told_due = 1 if self._care_due >= limits.TREATED_UAMIN else 0
            self._housekeeping.close_session()
            self._keeper.end_session(session)

    def _acknowledge(self, event: int) -> None:
        """A controlled stop is acknowledged; what was latched or refused stays until the power switch."""
        if event:
            self._sounds.mute()
        controlled = faults.kind(self._session.cause.fault) == faults.T2
        if controlled and event == events.OK and self._stage.position == st.REST:
            self._leave()

    def _leave(self) -> None:
        """Over the care of the skin, where current has flowed, back to the menu."""
        if self._care_due:
            self._care_due = 0
            self.caring = 1
            self._sounds.mute()
        else:
            self._again()

    def _again(self) -> None:
        self._sounds.mute()
        if self._told_due:
            self._told_due = 0
            self._open_desk(su.AFTERWARDS)
            return
        self.caring = 0
        self.begin()

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
