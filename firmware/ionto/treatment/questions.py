# Asks what the caps depend on and is stored: the user's age, the area of a pad. Decides no cap.

from micropython import const

from ionto.safety import limits
from ionto.treatment import events, terms
from ionto.treatment.plan import User

# Of `asked`.
NOTHING = const(0)
AGE = const(1)
PADS = const(2)
REFUSED = const(3)  # too young: only the way back

_AREA_STEP = const(5)


class Questions:
    """Once before the first treatment, and again from the menu. `value` is what stands there: an age, or cm²."""

    def __init__(self, user: User) -> None:
        self.user = user
        self.asked = NOTHING
        self.value = 0
        self.answered = 0  # 1 in the tick of an answer: it is then stored by the supervisor

    def begin(self, site: int) -> int:
        """Ask what is not known for a site; 1: something is asked."""
        if self.user.age == terms.AGE_UNKNOWN:
            self._ask(AGE)
        elif site == terms.UNDERARMS and not self.user.pad_cm2:
            self._ask(PADS)
        else:
            self.asked = NOTHING
        return 1 if self.asked else 0

    def begin_anew(self) -> None:
        """Both again, to be changed."""
        self._ask(AGE)

    def drop(self) -> None:
        """Ask nothing any more."""
        self.asked = NOTHING

    def _ask(self, what: int) -> None:
        self.asked = what
        if what == AGE:
            self.value = self.user.age
        else:
            self.value = self.user.pad_cm2 if self.user.pad_cm2 else limits.PAD_MIN_CM2

    def handle(self, event: int, also_pads: int) -> int:
        """One event. 1: all is answered. An age that nobody chose yet wants to be chosen: OK does nothing there."""
        if event == events.STOP:
            self.asked = NOTHING
        elif event == events.UP:
            self._change(1)
        elif event == events.DOWN:
            self._change(-1)
        elif event == events.OK:
            return self._answer(also_pads)
        return 0

    def _change(self, by: int) -> None:
        """Ages stand in a row, as in a menu: DOWN is the next. An area is a number: UP is more."""
        if self.asked == AGE:
            at = self.value - by
            self.value = terms.ADULT if at > terms.TOO_YOUNG else terms.TOO_YOUNG if at < terms.ADULT else at
        elif self.asked == PADS:
            self.value = max(limits.PAD_MIN_CM2, min(limits.PAD_MAX_CM2, self.value + by * _AREA_STEP))

    def _answer(self, also_pads: int) -> int:
        if self.asked == AGE:
            if self.value == terms.AGE_UNKNOWN:
                return 0
            if self.value == terms.TOO_YOUNG:
                self.asked = REFUSED
                return 0
            self.user.age = self.value
            self.answered = 1
            if also_pads:
                self._ask(PADS)
                return 0
        elif self.asked == PADS:
            self.user.pad_cm2 = self.value
            self.answered = 1
        else:
            return 0
        self.asked = NOTHING
        return 1
