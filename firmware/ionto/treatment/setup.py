# Leads from the menu to the start: site, proposal, checklist. Decides what is asked for; no current flows here.

from micropython import const

from ionto.panel import buttons as b
from ionto.panel import view as v
from ionto.panel.view import View
from ionto.safety import limits
from ionto.treatment import states
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

    def __init__(self, view: View, plan: Plan) -> None:
        self._view = view
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
        view = self._view
        if event == b.UP:
            view.cursor = view.cursor - 1 if view.cursor else SITES - 1
        elif event == b.DOWN:
            view.cursor = view.cursor + 1 if view.cursor < SITES - 1 else 0
        elif event == b.OK:
            view.site = view.cursor
            view.cursor = 0
            view.editing = 0
            self.chosen = 1
            return states.CONFIRM
        return states.READY

    def _proposal(self, event: int) -> int:
        view = self._view
        if view.editing:
            self._edit(event)
        elif event == b.UP or event == b.DOWN:
            view.editing = 1
            view.cursor = 0
        elif event == b.STOP:
            view.cursor = self._plan.site
            return states.READY
        elif event == (b.OK_HELD if view.hold_ok else b.OK):
            return self._open_checklist()
        self.show_plan()
        return states.CONFIRM

    def _edit(self, event: int) -> None:
        view = self._view
        if event == b.STOP:
            view.editing -= 1
            return
        if view.editing == 1:
            if event == b.UP:
                view.cursor = view.cursor - 1 if view.cursor else _LINES - 1
            elif event == b.DOWN:
                view.cursor = view.cursor + 1 if view.cursor < _LINES - 1 else 0
            elif event == b.OK:
                view.editing = 2
            return
        if event == b.OK:
            view.editing = 1
        elif event == b.UP:
            self._change(1)
        elif event == b.DOWN:
            self._change(-1)

    def _change(self, step: int) -> None:
        """One step of the chosen line: 0.5 mA, 5 minutes, or the next way to choose the direction."""
        plan = self._plan
        if self._view.cursor == v.EDIT_CURRENT:
            plan.set_current(plan.current_ua + step * limits.USER_STEP_UA)
        elif self._view.cursor == v.EDIT_MINUTES:
            plan.set_minutes(plan.minutes + step * 5)
        else:
            self._direction(step)

    def _direction(self, step: int) -> None:
        """Alternate A+, alternate B+, kept A+, kept B+, half-time A+, half-time B+."""
        plan = self._plan
        at = plan.mode * 2 + (0 if plan.polarity == v.A_POSITIVE else 1) + step
        at %= 6
        plan.mode = at // 2
        plan.polarity = v.B_POSITIVE if at % 2 else v.A_POSITIVE

    def show_plan(self) -> None:
        """Put the plan into the view."""
        view = self._view
        plan = self._plan
        view.plan_ua = plan.current_ua
        view.plan_min = plan.minutes
        view.polarity_mode = plan.mode
        view.polarity = plan.polarity
        view.last_ua = plan.last_ua
        view.hold_ok = 1 if plan.last_ua and plan.current_ua > plan.last_ua else 0

    def _open_checklist(self) -> int:
        self._view.pages = _PAGES_FIRST if self.first else _PAGES_REPEAT
        self._view.unsure = 0
        self._turn(0)
        return states.CHECKLIST

    def _turn(self, page: int) -> None:
        self._view.page = page
        self._view.ok_counts = 0
        self._page_ms = 0

    def _checklist(self, event: int) -> int:
        view = self._view
        self._page_ms += limits.TICK_MS
        if self._page_ms >= _OK_COUNTS_MS and not view.unsure:
            view.ok_counts = 1
        if event == b.STOP:
            if view.unsure:
                view.unsure = 0
                return states.READY
            if not view.page:
                return states.CONFIRM
            self._turn(view.page - 1)
        elif event == b.DOWN:
            view.unsure = 1
            view.ok_counts = 0
        elif event == b.OK and view.ok_counts:
            if view.page + 1 >= view.pages:
                return states.CONTACT
            self._turn(view.page + 1)
        return states.CHECKLIST
