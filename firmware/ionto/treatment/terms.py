# Names sites, ages, polarities, modes, results and the lines of a proposal. Decides no value of them.

from micropython import const

# Sites of treatment, in the menu's order.
HANDS = const(0)
FEET = const(1)
UNDERARMS = const(2)

# Age of the user, years, in the order of the question; nobody below six is treated.
AGE_UNKNOWN = const(0)
ADULT = const(1)  # 16 and more
AGE_12_TO_15 = const(2)
AGE_6_TO_11 = const(3)
TOO_YOUNG = const(4)

# Polarity: which electrode is positive.
A_POSITIVE = const(1)
B_POSITIVE = const(-1)

# How polarity is chosen from session to session.
KEEP = const(0)
ALTERNATE = const(1)
HALF_TIME = const(2)

# How a session ended.
RESULT_NONE = const(0)
RESULT_COMPLETED = const(1)
RESULT_STOPPED = const(2)
RESULT_FAULT = const(3)
RESULT_ABANDONED = const(4)  # ended by itself: no contact for too long

# Lines of the proposal that can be edited.
EDIT_CURRENT = const(0)
EDIT_MINUTES = const(1)
EDIT_DIRECTION = const(2)

# Pages before the start: what must not be, at a first treatment of a site and later; then how to sit down to it.
CHECKS_FIRST = const(10)
CHECKS_LATER = const(4)
PREPARING = const(2)
