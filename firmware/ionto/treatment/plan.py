# What a treatment is to be: site, current, minutes, direction, each held inside its limits; how much the unit's user
# may get, by age and pads. Decides no state.

from ionto.safety import limits
from ionto.treatment import terms


class User:
    """The one user whom the unit knows. What was not asked yet counts as the least: a small child, small pads."""

    def __init__(self) -> None:
        self.age = terms.AGE_UNKNOWN
        self.pad_cm2 = 0  # area of one pad, 0: not asked yet
        self.most_ua = max(limits.CAP_HANDS_UA, limits.CAP_FEET_UA)  # whoever it is: what the unit itself may give

    def cap_ua(self, site: int) -> int:
        """The most current a site may get, µA, in whole steps of 0.5 mA."""
        most = limits.CAP_HANDS_UA
        if site == terms.FEET:
            most = limits.CAP_FEET_UA
        elif site == terms.UNDERARMS:
            most = min(limits.CAP_UNDERARMS_UA, limits.PAD_UA_PER_CM2 * max(self.pad_cm2, limits.PAD_MIN_CM2))
        if self.age != terms.ADULT:
            most = min(most, limits.CAP_TEEN_UA if self.age == terms.AGE_12_TO_15 else limits.CAP_CHILD_UA)
        return min(most - most % limits.USER_STEP_UA, self.most_ua)

    def dose_cap_mamin(self, site: int) -> int:
        """The most charge of a treatment of that site, mA·min."""
        if site == terms.UNDERARMS or self.age != terms.ADULT:
            return limits.DOSE_CAP_LESS_MAMIN
        return limits.DOSE_CAP_MAMIN


def first_ua(site: int) -> int:
    """What a first treatment of a site starts with, µA; more of it wants OK held."""
    return limits.DEFAULT_UNDERARMS_UA if site == terms.UNDERARMS else limits.DEFAULT_HANDS_UA


class Plan:
    """A validated plan. Changed between sessions only; while one runs only the target moves, in steps of 0.5 mA."""

    def __init__(self) -> None:
        self.user = User()
        self.site = terms.HANDS
        self.current_ua = limits.DEFAULT_HANDS_UA
        self.minutes = limits.MINUTES_DEFAULT
        self.mode = terms.ALTERNATE
        self.polarity = terms.A_POSITIVE
        self.cap_ua = limits.CURRENT_MIN_UA
        self.dose_cap_uamin = limits.CURRENT_MIN_UA * limits.MINUTES_MIN
        self.last_ua = 0  # the current of this site's last treatment, 0: none
        self.finishes = 0  # 1: only the rest of a treatment that ended early

    def load(self, site: int, current_ua: int, minutes: int, mode: int, polarity: int, last_ua: int) -> None:
        """Take stored values; whatever lies outside its limits comes back inside, downwards."""
        self.site = site
        self.cap_ua = self.user.cap_ua(site)
        self.dose_cap_uamin = self.user.dose_cap_mamin(site) * 1000
        self.finishes = 0
        self.mode = mode
        self.polarity = polarity
        self.last_ua = last_ua
        self.set_current(current_ua)
        self.set_minutes(minutes)

    def take_rest(self, rest_uamin: int) -> None:
        """After `load`: only what a treatment that ended early has left, the same way round."""
        self.finishes = 1
        self.dose_cap_uamin = min(self.dose_cap_uamin, rest_uamin)
        if self.mode == terms.ALTERNATE:
            self.polarity = -self.polarity
        self.set_minutes(limits.MINUTES_MAX)

    def set_current(self, current_ua: int) -> None:
        """1 mA to the site's cap, in steps of 0.5 mA; a dose above its cap takes minutes off."""
        current_ua -= current_ua % limits.USER_STEP_UA
        if current_ua < limits.CURRENT_MIN_UA:
            current_ua = limits.CURRENT_MIN_UA
        if current_ua > self.cap_ua:
            current_ua = self.cap_ua
        self.current_ua = current_ua
        self.set_minutes(self.minutes)

    def set_minutes(self, minutes: int) -> None:
        """10 to 40 minutes, and with the current chosen at most the dose's cap: 600 or 300 mA·min, or the rest, which
        may take less than 10 minutes.
        """
        most = self.dose_cap_uamin // self.current_ua
        if most > limits.MINUTES_MAX:
            most = limits.MINUTES_MAX
        if minutes < limits.MINUTES_MIN:
            minutes = limits.MINUTES_MIN
        if minutes > most:
            minutes = most if most else 1
        self.minutes = minutes

    def is_higher(self) -> int:
        """1: more than at this site's last treatment, or than a first one starts with: OK must be held."""
        return 1 if self.current_ua > (self.last_ua or first_ua(self.site)) else 0

    def planned_uamin(self) -> int:
        """The planned dose, µA·min (at most 600,000)."""
        return self.current_ua * self.minutes
