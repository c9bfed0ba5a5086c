# The plan over weeks: when a site is due again, what to try next time. Suggests only: nothing here changes a current;
# what is allowed is decided in records/history.py.

from micropython import const

from ionto.safety import limits

# How it went, as told after a treatment.
NOT_TOLD = const(0)
FINE = const(1)
STUNG = const(2)
WEAK = const(3)
RED = const(4)

# What is suggested for the next time.
STAY = const(0)
MORE = const(1)
LESS_REST = const(2)  # 1 mA less, and a day of rest
SOAK = const(3)  # the voltage limited it: no more current, but soda, soaked skin
TOO_NEW = const(4)  # not before about the fourth treatment
LESS_AWAY = const(5)  # four weeks away

UNTIL_DRY = const(3)  # a week
KEEPING = const(1)
IN_TIME_DAYS = const(2)  # later than due by no more: the streak goes on
SEVERITY_DAYS = const(7)
LIMITED_MS = const(60_000)  # so long limited by the voltage: water or skin, not the current, is to be changed
LOW_SEVERITY = const(2)  # of 1..4: sweat never gets in the way, or is tolerable
LOW_TWICE = const(2)

_DAY_MIN = const(1440)
_SETTLED = const(4)  # treatments before the first change
_AWAY_DAYS = const(28)
_STEP_UA = const(1_000)
_LONG_AGO = const(999)


def gap_days(per_week: int, felt: int) -> int:
    """Days from one treatment to the next, for 1..5 a week; after one that stung or left the skin red a day of rest."""
    gap = (7, 3, 2, 2, 1)[per_week - 1]
    return gap + 1 if felt == STUNG or felt == RED else gap


def due_day(last_minute: int, per_week: int, felt: int) -> int:
    """The day since 2000-01-01 on which the next one is due; 0: unknown, or never treated."""
    return last_minute // _DAY_MIN + gap_days(per_week, felt) if last_minute else 0


def days_late(minute: int, last_minute: int, per_week: int, felt: int) -> int:
    """How many days after it was due; negative: so many before. Without a clock or a last time a great many."""
    if not minute or not last_minute:
        return _LONG_AGO
    return minute // _DAY_MIN - due_day(last_minute, per_week, felt)


def suggest(felt: int, limited: int, sessions: int, minute: int, last_minute: int) -> int:
    """What to try at the next treatment, after what was told of the last; STAY ... LESS_AWAY."""
    if felt == STUNG or felt == RED:
        return LESS_REST
    if minute and last_minute and minute - last_minute >= _AWAY_DAYS * _DAY_MIN:
        return LESS_AWAY
    if limited:
        return SOAK
    if felt == FINE or felt == WEAK:
        return MORE if sessions >= _SETTLED else TOO_NEW
    return STAY


def suggested_ua(advice: int, last_ua: int, cap_ua: int) -> int:
    """The current that goes with it, µA: never above the cap, never below the least."""
    by = _STEP_UA if advice == MORE else -_STEP_UA if advice == LESS_REST or advice == LESS_AWAY else 0
    return max(limits.CURRENT_MIN_UA, min(cap_ua, last_ua + by))
