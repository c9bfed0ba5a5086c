# Names every fault and says how it ends a treatment. Decides no limit: those stand in limits.py and monitor.py.
#
# A code is kind * 100 + number. The panel shows letter and two digits (F04); the log and the traces store the code.

from micropython import const

NONE = const(0)

# Kinds, the hundreds of a code.
SELFTEST = const(1)  # S: refuses the start
T1 = const(2)  # F: hard cut, latched until a power cycle and a passed self-test
T2 = const(3)  # C: controlled stop, acknowledged by the user
REPORT = const(4)  # R: told at start, stops nothing
LOCK = const(5)  # L: unit locked for service

# --- F: hard cuts
OVERCURRENT_A = const(201)
OVERCURRENT_B = const(202)
DEVIATION = const(203)
A_B_DISAGREE = const(204)
LATCH_TRIPPED = const(205)
SAMPLE_STALE = const(206)
BUS_LOST = const(207)
DAC_READBACK = const(208)
RETURN_OPEN = const(209)
HIGH_ELECTRODE = const(210)
RAIL_BALANCE = const(211)
RAIL_VOLTAGE = const(212)
IDLE_CURRENT = const(213)
LEAK = const(214)
RELAY_FEEDBACK = const(215)
HEARTBEAT = const(216)
LOOP_LATE = const(217)
A_FROZEN = const(218)
DAC_VOLTAGE = const(219)
VBUS_PRESENT = const(220)
BATTERY_COLLAPSE = const(221)
BRIDGE_TEST = const(222)
NOT_FOLLOWING = const(223)
EXCEPTION = const(224)
OUT_OF_MEMORY = const(225)
MONITOR_SILENT = const(226)
CLOSING = const(227)  # the current did not go to zero when the output was to open
CHARGE_CAP_B = const(228)  # the monitor's own caps: the controller should have ended the session before
TIME_CAP_B = const(229)

# --- C: controlled stops
DISPLAY_LOST = const(301)
BUTTON_STUCK = const(302)
BATTERY_LOW = const(303)
DOSE_CAP = const(304)
TIME_CAP = const(305)
SHORTED = const(306)
DRYING = const(307)
TOO_MANY_PAUSES = const(308)
CLOCK_WRONG = const(309)
CHARGE_DIFFERS = const(310)
CONVERSION_TIME = const(311)
BUS_ERRORS = const(312)
HEAP_LOW = const(313)
CONTACT_UNSTABLE = const(314)
CHARGE_UNEVEN = const(315)
LEADS_LOOSE = const(316)
CONDUCTS_BADLY = const(317)
LESS_SKIN = const(320)
SKIN_ON_METAL = const(321)

# --- S: self-test, refuses the start
FILES_CHANGED = const(101)
FIRMWARE_TOO_OLD = const(102)  # boot.py tells
CALIBRATION_INVALID = const(103)
BOARD_IDENTITY = const(104)
HEAP_SMALL = const(105)
DOWN_STUCK = const(106)
OK_STUCK = const(107)
UP_STUCK = const(108)
STOP_NOT_PROVEN = const(109)
BATTERY_START = const(110)
DAC_ABSENT = const(111)
ADC_ABSENT = const(112)
DISPLAY_ABSENT = const(113)
DAC_EEPROM = const(114)
ZERO_A = const(115)
ZERO_B = const(116)
ZERO_DIVIDERS = const(117)
RELAY_NOT_AT_REST = const(118)
DUMMY_LOAD = const(119)
SWITCH_NOT_CUTTING = const(120)
PUMP_STATIC = const(121)
PUMP_STOP = const(122)
LINEARITY = const(123)
LATCH_DEAD = const(124)
BOOST_STUCK = const(125)
BRIDGE_LEAK = const(126)
BRIDGE_FORWARD = const(127)
BRIDGE_REVERSE = const(128)
STOP_STUCK = const(129)
LATCH_SET = const(130)
LEDGER_INVALID = const(131)
USB_PRESENT = const(132)
OUTPUT_DEAD = const(133)
WATCHDOG_OFF = const(134)
RELAY_STUCK = const(135)  # at rest: a dead relay, or USB power that VBUS does not show
ADC_COARSE = const(136)  # a clone with fewer bits
B_INEXACT = const(137)
LEG_DIODE = const(138)  # of revision B: shorted, or it or its leg is open
RECORDS_NEWER = const(139)  # this program is older than the records
UNCONFIRMED = const(140)  # no meter has confirmed 10 mA yet

# --- R: reports at start
SETTINGS_RESET = const(401)
INTERRUPTED = const(402)
CALIBRATION_LOST = const(403)
LOG_FULL = const(404)
TODAY = const(405)  # this site was treated today
WEEK = const(406)  # five times in seven days
ATTEST = const(407)  # no clock: the user says that it was not today
WAIT = const(408)  # no clock: half an hour must pass first
NOBODY = const(409)  # two minutes without contact
TRAYS_JOINED = const(410)  # two minutes with something there that no hand is
SOON = const(411)  # this site was treated less than 12 h ago, yesterday
UNFINISHED = const(412)  # the last treatment here ended early: may the rest of it follow?
CALENDAR_WRONG = const(413)  # the clock chip stood still, or reads what cannot be: as without one

# --- L: locks
THREE_HARD_CUTS = const(503)

_LETTERS = b"?SFCRL"


def kind(code: int) -> int:
    """The kind of a code: SELFTEST, T1, T2, REPORT, LOCK, or 0 for NONE."""
    return code // 100


def label(code: int) -> str:
    """What the panel and the log show: letter and two digits, `F04`; an empty string for NONE. Allocates."""
    if not code:
        return ""
    return "%s%02d" % (chr(_LETTERS[code // 100]), code % 100)
