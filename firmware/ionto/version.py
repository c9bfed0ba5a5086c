# The version of the firmware, shown at start and in every record of a run, and its day: a clock that reads less lies.

from micropython import const

VERSION = "0.1.0"
DAY = const(9_497)  # since 2000-01-01: 2026-01-01
