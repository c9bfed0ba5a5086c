# How much the unit's user may get: by age, and under the arms by the pads. Decides no current below that.

from ionto.safety import limits
from ionto.treatment import terms


class User:
    """The one user whom the unit knows. What was not asked yet counts as the least: a small child, small pads."""

    def __init__(self) -> None:
        self.age = terms.AGE_UNKNOWN
        self.pad_cm2 = 0  # area of one pad, 0: not asked yet

    def cap_ua(self, site: int) -> int:
        """The most current a site may get, µA, in whole steps of 0.5 mA."""
        most = limits.CAP_HANDS_UA
        if site == terms.FEET:
            most = limits.CAP_FEET_UA
        elif site == terms.UNDERARMS:
            most = min(limits.CAP_UNDERARMS_UA, limits.PAD_UA_PER_CM2 * max(self.pad_cm2, limits.PAD_MIN_CM2))
        if self.age != terms.ADULT:
            most = min(most, limits.CAP_TEEN_UA if self.age == terms.AGE_12_TO_15 else limits.CAP_CHILD_UA)
        return most - most % limits.USER_STEP_UA

    def dose_cap_mamin(self, site: int) -> int:
        """The most charge of a treatment of that site, mA·min."""
        if site == terms.UNDERARMS or self.age != terms.ADULT:
            return limits.DOSE_CAP_LESS_MAMIN
        return limits.DOSE_CAP_MAMIN


def first_ua(site: int) -> int:
    """What a first treatment of a site starts with, µA; more of it wants OK held."""
    return limits.DEFAULT_UNDERARMS_UA if site == terms.UNDERARMS else limits.DEFAULT_HANDS_UA
