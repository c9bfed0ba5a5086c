# Which text has which number, and which texts tell a fault. Decides no wording (english.py) and no place (screens.py).
#
# Numbers that begin with an underscore are for this file only. A test holds the languages to this order.

from micropython import const

from ionto.panel import english

SELFTEST = const(0)
TEST_BODY = const(1)
NO_CURRENT = const(2)
PRESS_STOP = const(3)
STOP_BODY = const(4)
NOT_READY = const(5)
INTERRUPTED = const(6)
NOTE = const(7)
UNDERSTOOD = const(8)
WHERE = const(9)
HANDS = const(10)
FEET = const(11)
ARMPITS = const(12)
CHOOSE = const(13)
NEXT = const(14)
MA = const(15)
MIN = const(16)
SEC = const(17)
KOHM = const(18)
MAMIN = const(19)
PERCENT = const(20)
SLASH = const(21)
PLUS = const(22)
UNKNOWN_OHM = const(23)
A = const(24)
B = const(25)
A_PLUS = const(26)
B_PLUS = const(27)
LAST = const(28)
FIRST = const(29)
CHANGE = const(30)
YES = const(31)
HOLD = const(32)
CURRENT = const(33)
TIME = const(34)
DIRECTION = const(35)
KEEP = const(36)
ALTERNATE = const(37)
HALF_TIME = const(38)
SET = const(39)
CHECKLIST = const(40)
NONE_HEAD = const(41)
SKIN_HEAD = const(42)
METAL_HEAD = const(43)
UNSURE = const(44)
RIGHT = const(45)
EXCLUDED = const(46)
SKIN = const(47)
METAL = const(48)
PAGE_IMPLANT = const(49)
PAGE_PREGNANT = const(50)
PAGE_EPILEPSY = const(51)
PAGE_HEART = const(52)
PAGE_METAL = const(53)
PAGE_SKIN = const(54)
PAGE_NUMB = const(55)
PAGE_JEWELLERY = const(56)
NOT_TODAY = const(57)
ASK_DOCTOR = const(58)
HANDS_IN = const(59)
FEET_IN = const(60)
PADS_ON = const(61)
STARTS = const(62)
CONTACT = const(63)
TINGLE = const(64)
FROM_ZERO = const(65)
NOW = const(66)
RISING = const(67)
FALLING = const(68)
TURNING = const(69)
LIMIT = const(70)
BATT = const(71)
STEP = const(72)
KEEP_HANDS = const(73)
KEEP_FEET = const(74)
KEEP_PADS = const(75)
STOP = const(76)
QUESTION = const(77)
LIMITED = const(78)
WHY_HANDS = const(79)
WHY_FEET = const(80)
WHY_PADS = const(81)
GO_ON = const(82)
PAUSED = const(83)
BACK_HANDS = const(84)
BACK_FEET = const(85)
BACK_PADS = const(86)
STANDS = const(87)
WAITING = const(88)
OK_HANDS = const(89)
OK_FEET = const(90)
OK_PADS = const(91)
DONE = const(92)
STOPPED = const(93)
ENDED = const(94)
NOT_LIMITED = const(95)
LIMITED_FOR = const(96)
ALL_OFF = const(97)
GENTLY = const(98)
FAULT = const(99)
OFF = const(100)
LOCKED = const(101)
USB_HEAD = const(102)
USB_BODY = const(103)
BATTERY_HEAD = const(104)
VOLT = const(105)
BATTERY_BODY = const(106)

# The next step after a fault.
_RESTART = const(107)
_MAKER = const(108)
_DRY = const(109)
_CHARGE = const(110)
_UNPLUG = const(111)
_INSTALL = const(112)
_CALIBRATE = const(113)
_ASKED = const(114)
_FREE = const(115)
_NO_STEP = const(116)

# What happened. Those with a letter C, R or L contain the next step.
_UNKNOWN = const(117)
_FILES = const(118)
_OLD = const(119)
_CALIBRATION = const(120)
_BOARD = const(121)
_HEAP = const(122)
_DOWN = const(123)
_OK = const(124)
_UP = const(125)
_NOT_PROVEN = const(126)
_BATTERY = const(127)
_DAC = const(128)
_ADC = const(129)
_DISPLAY = const(130)
_EEPROM = const(131)
_ZERO_A = const(132)
_ZERO_B = const(133)
_ZERO_V = const(134)
_RELAY = const(135)
_DUMMY = const(136)
_SWITCH = const(137)
_EDGES = const(138)
_LINEAR = const(139)
_LATCH = const(140)
_BOOST = const(141)
_BRIDGE_LEAK = const(142)
_BRIDGE = const(143)
_STOP = const(144)
_LATCHED = const(145)
_LEDGER = const(146)
_USB = const(147)
_HIGH = const(148)
_FOLLOW = const(149)
_DISAGREE = const(150)
_STALE = const(151)
_LOST = const(152)
_OBEY = const(153)
_RETURN = const(154)
_VOLTAGES = const(155)
_RAIL = const(156)
_STRAY = const(157)
_RELAY_MOVE = const(158)
_SLOW = const(159)
_COLLAPSE = const(160)
_PROGRAM = const(161)
_GUARD = const(162)
_CLOSE = const(163)
_C_DISPLAY = const(164)
_C_BUTTON = const(165)
_C_BATTERY = const(166)
_C_DOSE = const(167)
_C_TIME = const(168)
_C_SHORT = const(169)
_C_DRYING = const(170)
_C_PAUSES = const(171)
_C_CLOCK = const(172)
_C_CHARGE = const(173)
_C_BUS = const(174)
_C_HEAP = const(175)
_C_CONTACT = const(176)
_C_UNEVEN = const(177)
_R_SETTINGS = const(178)
_R_INTERRUPTED = const(179)
_R_CALIBRATION = const(180)
_R_LOG = const(181)
_L_THREE = const(182)

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
    _LINEAR, _CALIBRATE,  # LINEARITY
    _LATCH, _MAKER,  # LATCH_DEAD
    _BOOST, _MAKER,  # BOOST_STUCK
    _BRIDGE_LEAK, _MAKER,  # BRIDGE_LEAK
    _BRIDGE, _MAKER,  # BRIDGE_FORWARD
    _BRIDGE, _MAKER,  # BRIDGE_REVERSE
    _STOP, _FREE,  # STOP_STUCK
    _LATCHED, _RESTART,  # LATCH_SET
    _LEDGER, _MAKER,  # LEDGER_INVALID
    _USB, _UNPLUG,  # USB_PRESENT
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
    _L_THREE, _NO_STEP,  # THREE_HARD_CUTS
))
# fmt: on
_FIRST = (0, 1, 33, 60, 75, 79)  # the row of each kind's first code: none, S, F, C, R, L

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
