# Days since 2000-01-01 as weekday, day and month, and how far a day is away. Decides no day.

from micropython import const

from ionto.panel import texts
from ionto.panel.sheet import words

_FOUR_YEARS = const(1461)
_SATURDAY = const(5)  # 2000-01-01, Monday being 0
_MARCH = const(60)  # the day of 2000-03-01
_WEEK = const(7)


def civil(day: int) -> "tuple[int, int, int]":
    """Year, month and day of the month."""
    day -= _MARCH  # a year that begins in March ends with its leap day
    four, day = day // _FOUR_YEARS, day % _FOUR_YEARS
    years = min(day // 365, 3)
    day -= years * 365
    month = (5 * day + 2) // 153
    year = 2000 + 4 * four + years
    month_day = day - (153 * month + 2) // 5 + 1
    return (year, month + 3, month_day) if month < 10 else (year + 1, month - 9, month_day)


def weekday(day: int) -> bytes:
    """`Wed`."""
    return words(texts.MON + (day + _SATURDAY) % _WEEK)


def date(day: int) -> bytes:
    """`Wed 25 Nov`; empty for 0."""
    if not day:
        return b""
    _, month, of_month = civil(day)
    return b"%s %d %s" % (weekday(day), of_month, words(texts.JAN + month - 1))


def away(day: int, today: int) -> bytes:
    """`today`, `2 d late`, a weekday, or `8 d`; empty where either is unknown."""
    if not day or not today:
        return b""
    if day < today:
        return b"%d %s" % (today - day, words(texts.DAYS_LATE))
    if day == today:
        return words(texts.TODAY)
    if day - today < _WEEK:
        return weekday(day)
    return b"%d %s" % (day - today, words(texts.IN_DAYS))


def month_days(year: int, month: int) -> int:
    """How many days a month has, 2000 to 2099."""
    return 28 + (year % 4 == 0) if month == 2 else 31 - (month - 1) % 7 % 2


def day_of(year: int, month: int, day: int) -> int:
    """The day since 2000-01-01."""
    for before in range(1, month):
        day += month_days(year, before)
    year -= 2000
    return year * 365 + (year + 3) // 4 + day - 1
