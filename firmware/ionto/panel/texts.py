# Which text has which number, and which texts tell a fault. Decides no wording (english.py) and no place (screens.py).
#
# Numbers that begin with an underscore are for this file only. A test holds the languages to this order.

from micropython import const

from ionto.panel import english

SELFTEST = const(0)
TEST_BODY = const(1)
TEST_PARTS = const(2)
TEST_KEYS = const(3)
TEST_CUTS = const(4)
TEST_CURRENT = const(5)
TEST_BRIDGE = const(6)
NO_CURRENT = const(7)
PRESS_STOP = const(8)
STOP_BODY = const(9)
NOT_READY = const(10)
INTERRUPTED = const(11)
NOTE = const(12)
UNDERSTOOD = const(13)
WHERE = const(14)
HANDS = const(15)
FEET = const(16)
ARMPITS = const(17)
CHOOSE = const(18)
NEXT = const(19)
MA = const(20)
MIN = const(21)
SEC = const(22)
KOHM = const(23)
MAMIN = const(24)
PERCENT = const(25)
SLASH = const(26)
PLUS = const(27)
UNKNOWN_OHM = const(28)
A = const(29)
B = const(30)
A_PLUS = const(31)
B_PLUS = const(32)
LAST = const(33)
FIRST = const(34)
CHANGE = const(35)
YES = const(36)
HOLD = const(37)
CURRENT = const(38)
TIME = const(39)
DIRECTION = const(40)
KEEP = const(41)
ALTERNATE = const(42)
HALF_TIME = const(43)
SET = const(44)
CHECKLIST = const(45)
NONE_HEAD = const(46)
SKIN_HEAD = const(47)
METAL_HEAD = const(48)
UNSURE = const(49)
RIGHT = const(50)
EXCLUDED = const(51)
SKIN = const(52)
METAL = const(53)
PAGE_IMPLANT = const(54)
PAGE_PREGNANT = const(55)
PAGE_EPILEPSY = const(56)
PAGE_HEART = const(57)
PAGE_METAL = const(58)
PAGE_SKIN = const(59)
PAGE_NUMB = const(60)
PAGE_JEWELLERY = const(61)
NOT_TODAY = const(62)
ASK_DOCTOR = const(63)
HANDS_IN = const(64)
FEET_IN = const(65)
PADS_ON = const(66)
STARTS = const(67)
CONTACT = const(68)
TINGLE = const(69)
FROM_ZERO = const(70)
NOW = const(71)
RISING = const(72)
FALLING = const(73)
TURNING = const(74)
LIMIT = const(75)
BATT = const(76)
STEP = const(77)
KEEP_HANDS = const(78)
KEEP_FEET = const(79)
KEEP_PADS = const(80)
STOP = const(81)
QUESTION = const(82)
LIMITED = const(83)
WHY_HANDS = const(84)
WHY_FEET = const(85)
WHY_PADS = const(86)
GO_ON = const(87)
PAUSED = const(88)
BACK_HANDS = const(89)
BACK_FEET = const(90)
BACK_PADS = const(91)
STANDS = const(92)
WAITING = const(93)
OK_HANDS = const(94)
OK_FEET = const(95)
OK_PADS = const(96)
DONE = const(97)
STOPPED = const(98)
ENDED = const(99)
NOT_LIMITED = const(100)
LIMITED_FOR = const(101)
ALL_OFF = const(102)
LEFT_ALONE = const(103)
GENTLY = const(104)
FAULT = const(105)
OFF = const(106)
LOCKED = const(107)
USB_HEAD = const(108)
USB_BODY = const(109)
BATTERY_HEAD = const(110)
VOLT = const(111)
BATTERY_BODY = const(112)

# The next step after a fault.
_RESTART = const(113)
_MAKER = const(114)
_DRY = const(115)
_CHARGE = const(116)
_UNPLUG = const(117)
_INSTALL = const(118)
_CALIBRATE = const(119)
_ASKED = const(120)
_LET_GO = const(121)
_NO_STEP = const(122)

# What happened. Those with a letter C, R or L contain the next step.
_UNKNOWN = const(123)
_FILES = const(124)
_OLD = const(125)
_CALIBRATION = const(126)
_BOARD = const(127)
_HEAP = const(128)
_DOWN = const(129)
_OK = const(130)
_UP = const(131)
_NOT_PROVEN = const(132)
_BATTERY = const(133)
_DAC = const(134)
_ADC = const(135)
_DISPLAY = const(136)
_EEPROM = const(137)
_ZERO_A = const(138)
_ZERO_B = const(139)
_ZERO_V = const(140)
_RELAY = const(141)
_DUMMY = const(142)
_SWITCH = const(143)
_EDGES = const(144)
_LINEAR = const(145)
_LATCH = const(146)
_BOOST = const(147)
_BRIDGE_LEAK = const(148)
_BRIDGE = const(149)
_STOP = const(150)
_LATCHED = const(151)
_LEDGER = const(152)
_USB = const(153)
_HIGH = const(154)
_FOLLOW = const(155)
_DISAGREE = const(156)
_STALE = const(157)
_LOST = const(158)
_OBEY = const(159)
_RETURN = const(160)
_VOLTAGES = const(161)
_RAIL = const(162)
_STRAY = const(163)
_RELAY_MOVE = const(164)
_SLOW = const(165)
_COLLAPSE = const(166)
_PROGRAM = const(167)
_GUARD = const(168)
_CLOSE = const(169)
_GUARD_DOSE = const(170)
_GUARD_TIME = const(171)
_C_DISPLAY = const(172)
_C_BUTTON = const(173)
_C_BATTERY = const(174)
_C_DOSE = const(175)
_C_TIME = const(176)
_C_SHORT = const(177)
_C_DRYING = const(178)
_C_PAUSES = const(179)
_C_CLOCK = const(180)
_C_CHARGE = const(181)
_C_BUS = const(182)
_C_HEAP = const(183)
_C_CONTACT = const(184)
_C_UNEVEN = const(185)
_R_SETTINGS = const(186)
_R_INTERRUPTED = const(187)
_R_CALIBRATION = const(188)
_R_LOG = const(189)
_L_THREE = const(190)
_R_TODAY = const(191)
_R_WEEK = const(192)
_R_ATTEST = const(193)
_R_WAIT = const(194)

# What happened and the next step, in the order of the codes of safety/faults.py.
# fmt: off
_FAULTS = bytes((
    _UNKNOWN, _RESTART,  # NONE
    _FILES, _INSTALL,  # FILES_CHANGED
    _OLD, _INSTALL,  # FIRMWARE_TOO_OLD
    _CALIBRATION, _CALIBRATE,  # CALIBRATION_INVALID
    _BOARD, _INSTALL,  # BOARD_IDENTITY
    _HEAP, _RESTART,  # HEAP_SMALL
    _DOWN, _DRY,  # DOWN_STUCK
    _OK, _DRY,  # OK_STUCK
    _UP, _DRY,  # UP_STUCK
    _NOT_PROVEN, _ASKED,  # STOP_NOT_PROVEN
    _BATTERY, _CHARGE,  # BATTERY_START
    _DAC, _RESTART,  # DAC_ABSENT
    _ADC, _RESTART,  # ADC_ABSENT
    _DISPLAY, _RESTART,  # DISPLAY_ABSENT
    _EEPROM, _MAKER,  # DAC_EEPROM
    _ZERO_A, _RESTART,  # ZERO_A
    _ZERO_B, _RESTART,  # ZERO_B
    _ZERO_V, _RESTART,  # ZERO_DIVIDERS
    _RELAY, _MAKER,  # RELAY_NOT_AT_REST
    _DUMMY, _MAKER,  # DUMMY_LOAD
    _SWITCH, _MAKER,  # SWITCH_NOT_CUTTING
    _EDGES, _MAKER,  # PUMP_STATIC
    _EDGES, _MAKER,  # PUMP_STOP
    _LINEAR, _MAKER,  # LINEARITY
    _LATCH, _MAKER,  # LATCH_DEAD
    _BOOST, _MAKER,  # BOOST_STUCK
    _BRIDGE_LEAK, _MAKER,  # BRIDGE_LEAK
    _BRIDGE, _MAKER,  # BRIDGE_FORWARD
    _BRIDGE, _MAKER,  # BRIDGE_REVERSE
    _STOP, _LET_GO,  # STOP_STUCK
    _LATCHED, _RESTART,  # LATCH_SET
    _LEDGER, _MAKER,  # LEDGER_INVALID
    _USB, _UNPLUG,  # USB_PRESENT
    _CLOSE, _MAKER,  # OUTPUT_DEAD
    _GUARD, _RESTART,  # WATCHDOG_OFF
    _HIGH, _RESTART,  # OVERCURRENT_A
    _HIGH, _RESTART,  # OVERCURRENT_B
    _FOLLOW, _RESTART,  # DEVIATION
    _DISAGREE, _RESTART,  # A_B_DISAGREE
    _HIGH, _RESTART,  # LATCH_TRIPPED
    _STALE, _RESTART,  # SAMPLE_STALE
    _LOST, _RESTART,  # BUS_LOST
    _OBEY, _RESTART,  # DAC_READBACK
    _RETURN, _RESTART,  # RETURN_OPEN
    _VOLTAGES, _RESTART,  # HIGH_ELECTRODE
    _VOLTAGES, _RESTART,  # RAIL_BALANCE
    _RAIL, _RESTART,  # RAIL_VOLTAGE
    _STRAY, _MAKER,  # IDLE_CURRENT
    _STRAY, _MAKER,  # LEAK
    _RELAY_MOVE, _RESTART,  # RELAY_FEEDBACK
    _SLOW, _RESTART,  # HEARTBEAT
    _SLOW, _RESTART,  # LOOP_LATE
    _STALE, _RESTART,  # A_FROZEN
    _OBEY, _RESTART,  # DAC_VOLTAGE
    _USB, _UNPLUG,  # VBUS_PRESENT
    _COLLAPSE, _CHARGE,  # BATTERY_COLLAPSE
    _BRIDGE, _MAKER,  # BRIDGE_TEST
    _FOLLOW, _RESTART,  # NOT_FOLLOWING
    _PROGRAM, _RESTART,  # EXCEPTION
    _PROGRAM, _RESTART,  # OUT_OF_MEMORY
    _GUARD, _RESTART,  # MONITOR_SILENT
    _CLOSE, _RESTART,  # CLOSING
    _GUARD_DOSE, _MAKER,  # CHARGE_CAP_B
    _GUARD_TIME, _MAKER,  # TIME_CAP_B
    _C_DISPLAY, _NO_STEP,  # DISPLAY_LOST
    _C_BUTTON, _NO_STEP,  # BUTTON_STUCK
    _C_BATTERY, _NO_STEP,  # BATTERY_LOW
    _C_DOSE, _NO_STEP,  # DOSE_CAP
    _C_TIME, _NO_STEP,  # TIME_CAP
    _C_SHORT, _NO_STEP,  # SHORTED
    _C_DRYING, _NO_STEP,  # DRYING
    _C_PAUSES, _NO_STEP,  # TOO_MANY_PAUSES
    _C_CLOCK, _NO_STEP,  # CLOCK_WRONG
    _C_CHARGE, _NO_STEP,  # CHARGE_DIFFERS
    _C_CLOCK, _NO_STEP,  # CONVERSION_TIME
    _C_BUS, _NO_STEP,  # BUS_ERRORS
    _C_HEAP, _NO_STEP,  # HEAP_LOW
    _C_CONTACT, _NO_STEP,  # CONTACT_UNSTABLE
    _C_UNEVEN, _NO_STEP,  # CHARGE_UNEVEN
    _R_SETTINGS, _NO_STEP,  # SETTINGS_RESET
    _R_INTERRUPTED, _NO_STEP,  # INTERRUPTED
    _R_CALIBRATION, _NO_STEP,  # CALIBRATION_MISSING
    _R_LOG, _NO_STEP,  # LOG_FULL
    _R_TODAY, _NO_STEP,  # TODAY
    _R_WEEK, _NO_STEP,  # WEEK
    _R_ATTEST, _NO_STEP,  # ATTEST
    _R_WAIT, _NO_STEP,  # WAIT
    _L_THREE, _NO_STEP,  # THREE_HARD_CUTS
))
# fmt: on
_FIRST = (0, 1, 35, 64, 79, 87)  # the row of each kind's first code: none, S, F, C, R, L

_LANGUAGES = (english.TEXTS,)
_texts = _LANGUAGES[0]


def get(number: int) -> bytes:
    """A text in the language chosen."""
    return _texts[number]


def cause(code: int) -> bytes:
    """What a fault means to the user: two lines for S and F, up to three for C, R and L with the next step in them."""
    return _texts[_FAULTS[2 * _row(code)]]


def next_step(code: int) -> bytes:
    """What to do after a fault of kind S or F: at most two lines. Empty for the other kinds."""
    return _texts[_FAULTS[2 * _row(code) + 1]]


def _row(code: int) -> int:
    """The row of a code; of an unknown one the first."""
    kind = code // 100
    if kind == 5:
        return _FIRST[5]
    if kind < 1 or kind > 5 or code % 100 == 0:
        return 0
    row = _FIRST[kind] + code % 100 - 1
    return row if row < _FIRST[kind + 1] else 0
