# Leads from the menu to the start: site, proposal, checklist. Decides what is asked for; no current flows here.

from micropython import const

from ionto.panel.status import Status
from ionto.safety import limits
from ionto.treatment import events, states, terms
from ionto.treatment.plan import Plan

SITES = const(3)
_LINES = const(3)
_PAGES_FIRST = const(8)
_PAGES_REPEAT = const(3)
_OK_COUNTS_MS = const(1_000)


class Setup:
    """READY, CONFIRM and CHECKLIST. `step` returns the state to go to; CONTACT means: all was confirmed.

    `chosen` is 1 in the tick in which a site was chosen: its stored plan is then loaded by the unit.
    """

    def __init__(self, status: Status, plan: Plan) -> None:
        self._status = status
        self._plan = plan
        self._page_ms = 0
        self.first = 1  # a person's first treatment: eight pages
        self.chosen = 0

    def step(self, state: int, event: int) -> int:
        """One tick in one of the three states."""
        self.chosen = 0
        if state == states.READY:
            return self._where(event)
        if state == states.CONFIRM:
            return self._proposal(event)
        return self._checklist(event)

    def _where(self, event: int) -> int:
        status = self._status
        if event == events.UP:
            status.cursor = status.cursor - 1 if status.cursor else SITES - 1
        elif event == events.DOWN:
            status.cursor = status.cursor + 1 if status.cursor < SITES - 1 else 0
        elif event == events.OK:
            status.site = status.cursor
            status.cursor = 0
            status.editing = 0
            self.chosen = 1
            return states.CONFIRM
        return states.READY

    def _proposal(self, event: int) -> int:
        status = self._status
        if status.editing:
            self._edit(event)
        elif event == events.UP or event == events.DOWN:
            status.editing = 1
            status.cursor = 0
        elif event == events.STOP:
            status.cursor = self._plan.site
            return states.READY
        elif event == (events.OK_HELD if status.hold_ok else events.OK):
            return self._open_checklist()
        self.show_plan()
        return states.CONFIRM

    def _edit(self, event: int) -> None:
        status = self._status
        if event == events.STOP:
            status.editing -= 1
            return
        if status.editing == 1:
            if event == events.UP:
                status.cursor = status.cursor - 1 if status.cursor else _LINES - 1
            elif event == events.DOWN:
                status.cursor = status.cursor + 1 if status.cursor < _LINES - 1 else 0
            elif event == events.OK:
                status.editing = 2
            return
        if event == events.OK:
            status.editing = 1
        elif event == events.UP:
            self._change(1)
        elif event == events.DOWN:
            self._change(-1)

    def _change(self, step: int) -> None:
        """One step of the chosen line: 0.5 mA, 5 minutes, or the next way to choose the direction."""
        plan = self._plan
        if self._status.cursor == terms.EDIT_CURRENT:
            plan.set_current(plan.current_ua + step * limits.USER_STEP_UA)
        elif self._status.cursor == terms.EDIT_MINUTES:
            plan.set_minutes(plan.minutes + step * 5)
        else:
            self._direction(step)

    def _direction(self, step: int) -> None:
        """Alternate A+, alternate B+, kept A+, kept B+, half-time A+, half-time B+."""
        plan = self._plan
        at = plan.mode * 2 + (0 if plan.polarity == terms.A_POSITIVE else 1) + step
        at %= 6
        plan.mode = at // 2
        plan.polarity = terms.B_POSITIVE if at % 2 else terms.A_POSITIVE

    def show_plan(self) -> None:
        """Put the plan into the view."""
        status = self._status
        plan = self._plan
        status.plan_ua = plan.current_ua
        status.plan_min = plan.minutes
        status.polarity_mode = plan.mode
        status.polarity = plan.polarity
        status.last_ua = plan.last_ua
        status.hold_ok = 1 if plan.last_ua and plan.current_ua > plan.last_ua else 0

    def _open_checklist(self) -> int:
        self._status.pages = _PAGES_FIRST if self.first else _PAGES_REPEAT
        self._status.unsure = 0
        self._turn(0)
        return states.CHECKLIST

    def _turn(self, page: int) -> None:
        self._status.page = page
        self._status.ok_counts = 0
        self._page_ms = 0

    def _checklist(self, event: int) -> int:
        status = self._status
        self._page_ms += limits.TICK_MS
        if self._page_ms >= _OK_COUNTS_MS and not status.unsure:
            status.ok_counts = 1
        if event == events.STOP:
            if status.unsure:
                status.unsure = 0
                return states.READY
            if not status.page:
                return states.CONFIRM
            self._turn(status.page - 1)
        elif event == events.DOWN:
            status.unsure = 1
            status.ok_counts = 0
        elif event == events.OK and status.ok_counts:
            if status.page + 1 >= status.pages:
                return states.CONTACT
            self._turn(status.page + 1)
        return states.CHECKLIST
