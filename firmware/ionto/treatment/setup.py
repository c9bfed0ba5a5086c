# Leads from the menu to the start: site, what is not known of the user, proposal, checklist. Decides what is asked for;
# no current flows here.

from micropython import const

from ionto.safety import limits
from ionto.treatment import events, states, terms
from ionto.treatment.plan import Plan
from ionto.treatment.questions import Questions

# Rows of the menu below the sites.
USER = const(3)
HISTORY = const(4)
PLAN = const(5)
PRACTICE = const(6)
SETTINGS = const(7)
PEOPLE = const(8)
# Pages that no row leads to.
WHO = const(0)
AFTERWARDS = const(9)
AWAY = const(10)
OFFER = const(11)  # of the practice, to somebody new
LANGUAGE = const(12)  # before anybody is known

_LINES = const(3)
_OK_COUNTS_MS = const(1_000)
_MINUTES_STEP = const(5)

# Of `editing`.
_SHOWN = const(0)
_CHOOSING = const(1)  # a line
_CHANGING = const(2)  # its value


class Setup:
    """READY, CONFIRM and CHECKLIST. `handle` returns the state to go to; CONTACT means: all was confirmed.

    `chosen` is 1 in the tick in which a site was chosen: its stored plan is then loaded by the supervisor. `wish` is,
    in the tick of it, a row of the menu that leads elsewhere. `refused` is 1 in the tick in which somebody new went
    back instead of telling an age, or was too young.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.questions = Questions(plan.user)
        self.site = terms.HANDS
        self.cursor = 0  # chosen line of a menu
        self.editing = _SHOWN  # the proposal: 1 = list of lines, 2 = value under the cursor changes
        self.page = 0  # of the checklist, 0-based
        self.pages = terms.CHECKS_LATER + terms.PREPARING
        self.ok_counts = 0  # checklist: 1 when OK counts (1 s after the page appeared)
        self.unsure = 0  # checklist: 1 = "Not today" is shown
        self.first = 1  # no treatment of this site yet: the long checklist
        self.chosen = 0
        self.wish = 0
        self.refused = 0
        self.newcomer = 0  # 1: the age of somebody new is asked, and nothing else
        self.several = 0  # 1: the unit knows several people
        self.who = b""  # the name of this one; empty where there is but one who bears none
        self.dues = [b"", b"", b""]  # when each site's next treatment is due
        self._page_ms = 0

    def handle(self, state: int, event: int) -> int:
        """One tick in one of the three states."""
        self.chosen = self.wish = self.refused = self.questions.answered = 0
        if state == states.READY:
            return self._ask(event) if self.questions.asked else self._choose_site(event)
        if state == states.CONFIRM:
            return self._propose(event)
        return self._check(event)

    def open_menu(self) -> None:
        """The menu of sites, at the one that was chosen last."""
        self.cursor = self.plan.site
        self.newcomer = 0
        self.questions.drop()

    def greet(self) -> None:
        """Somebody new, just selected: an age, before anything else."""
        self.cursor = terms.HANDS
        self.newcomer = 1
        self.questions.begin(terms.HANDS)

    def take(self, site: int) -> None:
        """Choose a site for the user, who has but this one."""
        self.cursor = site
        self._take_site()

    def wants_holding(self) -> int:
        """1 while the proposal is above the last current and OK must be held for it, not lines be edited."""
        return 1 if self.editing == _SHOWN and self.plan.is_higher() else 0

    def _choose_site(self, event: int) -> int:
        if event == events.UP:
            self.cursor = self.cursor - 1 if self.cursor else PEOPLE
        elif event == events.DOWN:
            self.cursor = self.cursor + 1 if self.cursor < PEOPLE else 0
        elif event == events.STOP and self.several:
            self.wish = PEOPLE
        elif event == events.OK:
            if self.cursor == USER:
                self.questions.begin_anew()
            elif self.cursor > USER:
                self.wish = self.cursor
            elif not self.questions.begin(self.cursor):
                return self._take_site()
        return states.READY

    def _ask(self, event: int) -> int:
        """The questions; those for a site lead on to it."""
        if self.newcomer:
            if self.questions.handle(event, 0):
                self.newcomer = 0
            elif not self.questions.asked:
                self.newcomer = 0
                self.refused = 1
            return states.READY
        of_all = self.cursor == USER
        also_pads = of_all or (self.cursor == terms.UNDERARMS and not self.plan.user.pad_cm2)
        if self.questions.handle(event, 1 if also_pads else 0) and not of_all:
            return self._take_site()
        return states.READY

    def _take_site(self) -> int:
        self.site = self.cursor
        self.cursor = 0
        self.editing = _SHOWN
        self.chosen = 1
        return states.CONFIRM

    def _propose(self, event: int) -> int:
        if self.editing:
            self._edit(event)
        elif event == events.UP or event == events.DOWN:
            self.editing = _CHOOSING
            self.cursor = 0
        elif event == events.STOP:
            self.open_menu()
            return states.READY
        elif event == (events.OK_HELD if self.plan.is_higher() else events.OK):
            return self._open_checklist()
        return states.CONFIRM

    def _edit(self, event: int) -> None:
        if event == events.STOP:
            self.editing -= 1
            return
        if self.editing == _CHOOSING:
            if event == events.UP:
                self.cursor = self.cursor - 1 if self.cursor else _LINES - 1
            elif event == events.DOWN:
                self.cursor = self.cursor + 1 if self.cursor < _LINES - 1 else 0
            elif event == events.OK:
                self.editing = _CHANGING
            return
        if event == events.OK:
            self.editing = _CHOOSING
        elif event == events.UP:
            self._change(1)
        elif event == events.DOWN:
            self._change(-1)

    def _change(self, by: int) -> None:
        """`by` one step of the chosen line, up or down: 0.5 mA, 5 minutes, or the next way to choose the direction."""
        plan = self.plan
        if self.cursor == terms.EDIT_CURRENT:
            plan.set_current(plan.current_ua + by * limits.USER_STEP_UA)
        elif self.cursor == terms.EDIT_MINUTES:
            plan.set_minutes(plan.minutes + by * _MINUTES_STEP)
        else:
            self._change_direction(by)

    def _change_direction(self, by: int) -> None:
        """Kept A+, kept B+, alternate A+, alternate B+, half-time A+, half-time B+."""
        plan = self.plan
        at = plan.mode * 2 + (0 if plan.polarity == terms.A_POSITIVE else 1) + by
        at %= 6
        plan.mode = at // 2
        plan.polarity = terms.B_POSITIVE if at % 2 else terms.A_POSITIVE

    def _open_checklist(self) -> int:
        self.pages = terms.PREPARING + (terms.CHECKS_FIRST if self.first else terms.CHECKS_LATER)
        self.unsure = 0
        self._turn(0)
        return states.CHECKLIST

    def _turn(self, page: int) -> None:
        self.page = page
        self.ok_counts = 0
        self._page_ms = 0

    def _check(self, event: int) -> int:
        self._page_ms += limits.TICK_MS
        if self._page_ms >= _OK_COUNTS_MS and not self.unsure:
            self.ok_counts = 1
        if event == events.STOP:
            if self.unsure:
                self.unsure = 0
                return states.READY
            if not self.page:
                return states.CONFIRM
            self._turn(self.page - 1)
        elif event == events.DOWN:
            if self.page < self.pages - terms.PREPARING:
                self.unsure = 1
                self.ok_counts = 0
        elif event == events.OK and self.ok_counts:
            if self.page + 1 >= self.pages:
                return states.CONTACT
            self._turn(self.page + 1)
        return states.CHECKLIST
