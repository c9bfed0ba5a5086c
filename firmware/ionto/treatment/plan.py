# What a treatment is to be: site, current, minutes, direction, each held inside its limits. Decides no state.

from ionto.safety import limits
from ionto.treatment import terms


def cap_ua(site: int, own_cap_ua: int) -> int:
    """The most current a site may get, µA, or a person's own cap below that (0: none)."""
    most = limits.CAP_HANDS_UA
    if site == terms.FEET:
        most = limits.CAP_FEET_UA
    elif site == terms.UNDERARMS:
        most = limits.CAP_UNDERARMS_UA
    if 0 < own_cap_ua < most:
        most = own_cap_ua
    return most


class Plan:
    """A validated plan. Changed between sessions only; while one runs only the target moves, in steps of 0.5 mA."""

    def __init__(self) -> None:
        self.site = terms.HANDS
        self.current_ua = limits.DEFAULT_HANDS_UA
        self.minutes = limits.MINUTES_DEFAULT
        self.mode = terms.ALTERNATE
        self.polarity = terms.A_POSITIVE
        self.cap_ua = limits.CAP_HANDS_UA
        self.last_ua = 0  # the current of this site's last treatment, 0: none

    def load(
        self, site: int, current_ua: int, minutes: int, mode: int, polarity: int, last_ua: int, own_cap: int
    ) -> None:
        """Take stored values; whatever lies outside its limits comes back inside, downwards."""
        self.site = site
        self.cap_ua = cap_ua(site, own_cap)
        self.mode = mode
        self.polarity = polarity
        self.last_ua = last_ua
        self.set_current(current_ua)
        self.set_minutes(minutes)

    def set_current(self, current_ua: int) -> None:
        """1 mA to the site's cap, in steps of 0.5 mA; a dose above 600 mA·min takes minutes off."""
        current_ua -= current_ua % limits.USER_STEP_UA
        if current_ua < limits.CURRENT_MIN_UA:
            current_ua = limits.CURRENT_MIN_UA
        if current_ua > self.cap_ua:
            current_ua = self.cap_ua
        self.current_ua = current_ua
        self.set_minutes(self.minutes)

    def set_minutes(self, minutes: int) -> None:
        """10 to 40 minutes, and at most 600 mA·min with the current chosen."""
        most = limits.DOSE_CAP_MAMIN * 1000 // self.current_ua
        if most > limits.MINUTES_MAX:
            most = limits.MINUTES_MAX
        if minutes > most:
            minutes = most
        if minutes < limits.MINUTES_MIN:
            minutes = limits.MINUTES_MIN
        self.minutes = minutes

    def is_higher(self) -> bool:
        """More than at this site's last treatment; there was one."""
        return 0 < self.last_ua < self.current_ua

    def planned_uamin(self) -> int:
        """The planned dose, µA·min (at most 600,000)."""
        return self.current_ua * self.minutes
