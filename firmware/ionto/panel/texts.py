# Each text's rank, the ranks that tell each fault, and English as the sources have it. Made from firmware/languages/.
#
# Made by `python -m tools.image.texts`; do not edit by hand. A unit has no English in here: it loads en.dat.

from micropython import const

COUNT = const(233)

RESTART = const(1)
MAKER = const(2)
DRY = const(3)
CHARGE = const(4)
UNPLUG = const(5)
INSTALL = const(6)
CALIBRATE = const(7)
ASKED = const(8)
LET_GO = const(9)
NO_STEP = const(10)
SELFTEST = const(85)
TEST_BODY = const(86)
TEST_PARTS = const(87)
TEST_KEYS = const(88)
TEST_CUTS = const(89)
TEST_CURRENT = const(90)
TEST_BRIDGE = const(91)
NO_CURRENT = const(92)
PRESS_STOP = const(93)
STOP_BODY = const(94)
NOT_READY = const(95)
INTERRUPTED = const(96)
NOTE = const(97)
UNDERSTOOD = const(98)
WHERE = const(99)
HANDS = const(100)
FEET = const(101)
UNDERARMS = const(102)
CHOOSE = const(103)
NEXT = const(104)
MA = const(105)
MIN = const(106)
SEC = const(107)
KOHM = const(108)
MAMIN = const(109)
PERCENT = const(110)
SLASH = const(111)
PLUS = const(112)
UNKNOWN_OHM = const(113)
A = const(114)
B = const(115)
A_PLUS = const(116)
B_PLUS = const(117)
LAST = const(118)
FIRST = const(119)
CHANGE = const(120)
YES = const(121)
HOLD = const(122)
CURRENT = const(123)
TIME = const(124)
DIRECTION = const(125)
KEEP = const(126)
ALTERNATE = const(127)
HALF_TIME = const(128)
SET = const(129)
CHECKLIST = const(130)
NONE_HEAD = const(131)
SKIN_HEAD = const(132)
METAL_HEAD = const(133)
UNSURE = const(134)
RIGHT = const(135)
EXCLUDED = const(136)
SKIN = const(137)
METAL = const(138)
PAGE_IMPLANT = const(139)
PAGE_PREGNANT = const(140)
PAGE_EPILEPSY = const(141)
PAGE_HEART = const(142)
PAGE_METAL = const(143)
PAGE_SKIN = const(144)
PAGE_NUMB = const(145)
PAGE_JEWELLERY = const(146)
NOT_TODAY = const(147)
ASK_DOCTOR = const(148)
HANDS_IN = const(149)
FEET_IN = const(150)
PADS_ON = const(151)
STOP_HELD = const(152)
HELD_BODY = const(153)
CONTACT = const(154)
TINGLE = const(155)
FROM_ZERO = const(156)
POOR = const(157)
POOR_HANDS = const(158)
POOR_FEET = const(159)
POOR_PADS = const(160)
WORSE_HANDS = const(161)
WORSE_FEET = const(162)
WORSE_PADS = const(163)
NOW = const(164)
RISING = const(165)
FALLING = const(166)
TURNING = const(167)
LIMIT = const(168)
BATT = const(169)
STEP = const(170)
KEEP_HANDS = const(171)
KEEP_FEET = const(172)
KEEP_PADS = const(173)
STOP = const(174)
QUESTION = const(175)
LIMITED = const(176)
SHARE_MOST = const(177)
SHARE_HALF = const(178)
SHARE_LITTLE = const(179)
WHY_HANDS = const(180)
WHY_FEET = const(181)
WHY_PADS = const(182)
RISEN_HANDS = const(183)
RISEN_FEET = const(184)
RISEN_PADS = const(185)
BURNS = const(186)
BURN_HANDS = const(187)
BURN_FEET = const(188)
BURN_PADS = const(189)
GO_ON = const(190)
PAUSED = const(191)
BACK_HANDS = const(192)
BACK_FEET = const(193)
BACK_PADS = const(194)
CHECK_LEADS = const(195)
KEEP_STILL = const(196)
LEADS = const(197)
WAITING = const(198)
OK_HANDS = const(199)
OK_FEET = const(200)
OK_PADS = const(201)
DONE = const(202)
DONE_MOST = const(203)
DONE_HALF = const(204)
DONE_LITTLE = const(205)
STOPPED = const(206)
ENDED = const(207)
NOT_LIMITED = const(208)
LIMITED_FOR = const(209)
ALL_OFF = const(210)
LEFT_ALONE = const(211)
GENTLY = const(212)
FAULT = const(213)
OFF = const(214)
LOCKED = const(215)
USB_HEAD = const(216)
USB_BODY = const(217)
BATTERY_HEAD = const(218)
VOLT = const(219)
BATTERY_BODY = const(220)
SOAK_HANDS = const(221)
SOAK_FEET = const(222)
SOAK_PADS = const(223)
NOBODY_HANDS = const(224)
NOBODY_FEET = const(225)
NOBODY_PADS = const(226)
AGAIN_DRYING = const(227)
AGAIN_PAUSES = const(228)
AGAIN_MOVED = const(229)
AGAIN_LEADS = const(230)
AGAIN_POOR = const(231)
AGAIN_NOBODY = const(232)

# By kind and number of a fault: the rank of its cause, then of its next step.
# fmt: off
FAULTS = (
    b"\x00\x01",
    b"\x00\x01\x0b\x06\x0c\x06\r\x07\x0e\x06\x0f\x01\x10\x03\x11\x03\x12\x03\x13\x08\x14\x04\x15\x01\x16\x01\x17"
    b'\x01\x18\x02\x19\x01\x1a\x01\x1b\x01\x1c\x02\x1d\x02\x1e\x02\x1f\x02\x1f\x02 \x02!\x02"\x02#\x02$\x02$\x02%\t'
    b"&\x01'\x02(\x05)\x02*\x01",
    b"\x00\x01+\x01+\x01,\x01-\x01+\x01.\x01/\x010\x011\x012\x012\x013\x014\x024\x025\x016\x016\x01.\x010\x01(\x057"
    b"\x04$\x02,\x018\x018\x01*\x01)\x019\x02:\x02", b"\x00\x01;\n<\n=\n>\n?\n@\nA\nB\nC\nD\nC\nE\nF\nG\nH\nI\nJ\n",
    b"\x00\x01K\nL\nM\nN\nO\nP\nQ\nR\nS\n", b"\x00\x01\x00\x01\x00\x01T\n",
)

ENGLISH = (
    b"Something unexpected\nhappened.", b"Switch off, wait 10 s,\nswitch on.",
    b"Do not use it. Show\nthis to the maker.", b"Dry it, then switch off\nand on.",
    b"Charge it, unplug it,\nswitch on.", b"Unplug it, then switch\noff and on.", b"Install the firmware\nagain.",
    b"Calibrate it again.", b"Switch off and on,\npress STOP if asked.", b"Let go of it, then\nswitch off and on.",
    b"", b"The program files have\nchanged.", b"The base software is too\nold.", b"The calibration cannot be\nread.",
    b"This program is made for\nanother board.", b"Too little memory is free.", b"The DOWN button is stuck\nor wet.",
    b"The OK button is stuck or\nwet.", b"The UP button is stuck or\nwet.", b"STOP was not pressed.",
    b"The battery is low.", b"The current control does\nnot answer.", b"The current meter does\nnot answer.",
    b"The display does not\nanswer.", b"The current control would\nnot start from zero.",
    b"Current meter A does not\nread zero.", b"Current meter B does not\nread zero.",
    b"The voltage meter does\nnot read zero.", b"The relay is not at rest.",
    b"The test resistor does not\nread right.", b"The output switch does\nnot cut off.",
    b"The safety pump does not\ncut off.", b"The current is not exact\nenough.",
    b"The overcurrent cut-off\ndoes not work.", b"The high voltage does not\nobey.",
    b"The polarity switch lets\ncurrent through.", b"The polarity switch does\nnot work.",
    b"STOP is stuck, or its wire\nis broken.", b"The overcurrent cut-off\nstays tripped.",
    b"The record of treatments\ncannot be read or written.", b"USB is plugged in.", b"The output did not switch\non.",
    b"The safety guard does not\nanswer.", b"The current rose too high.", b"The current did not follow\nits target.",
    b"The two current meters\ndisagree.", b"The current meter stopped\nmeasuring.",
    b"The measuring parts do\nnot answer.", b"The current control does\nnot obey.",
    b"The way back for the\ncurrent is broken.", b"The voltages do not fit\ntogether.", b"The high voltage is wrong.",
    b"Current flowed where none\nshould.", b"The relay did not switch\nas asked.", b"The program was too slow.",
    b"The battery gave out.", b"The program made an\nerror.", b"The safety guard counted\ntoo high a dose.",
    b"The safety guard counted\ntoo long a treatment.",
    b"The display did not answer.\nSwitch off, wait 10 s,\nswitch on.",
    b"A button is stuck or wet.\nDry it, then switch off\nand on.",
    b"The battery is low. Please\ncharge it before the next\ntreatment.",
    b"The highest dose for one\ntreatment is reached.\nThat is enough for today.",
    b"The longest time for one\ntreatment is reached.\nThat is enough for today.",
    b"Something joins the two\nelectrodes. Take metal out,\nkeep the trays apart.",
    b"Your skin is drying out.\nNext time use more water\nand keep it covered.",
    b"You left too often: five\nreturns are enough. Take\na rest.",
    b"The inner clock is wrong.\nSwitch off, wait 10 s,\nswitch on.",
    b"The two charge counters\ndisagree. Switch off, wait\n10 s, switch on.",
    b"The meters answered badly.\nSwitch off, wait 10 s,\nswitch on.",
    b"Memory ran short.\nSwitch off, wait 10 s,\nswitch on.",
    b"Contact was not steady.\nLie flat, keep still, then\ntry again.",
    b"The two directions were\nnot equal. Switch off, wait\n10 s, switch on.",
    b"Contact breaks suddenly,\nagain and again. Are plugs\nand leads all right?",
    b"Water or skin conducts\nbadly. Tap water, 1 tsp\nbaking soda, soak 5 min.",
    b"The settings could not be\nread. The standard ones\nare used. Check them.",
    b"The last treatment broke\noff. It counts as a full\none.",
    b"The unit is not calibrated:\nthe current is less exact.\nTell the maker.",
    b"The record of faults could\nnot be read or written.\nOlder entries are lost.",
    b"Treated here today already.\nOnce a day is enough.",
    b"Treated here five times in\nseven days. Give the skin\na rest.",
    b"Was the last treatment here\nbefore today? If not, press\nSTOP.",
    b"There is no clock. Please\nleave the unit on for half\nan hour first.",
    b"No contact found. Water in\nboth trays? Hands in flat?\nBoth leads plugged in?",
    b"3 faults in a short time.\nDo not use it. Show this\nto the maker.", b"Self-test",
    b"Checking the program.\nStay out of the water.", b"Checking the parts.\nStay out of the water.",
    b"Checking keys and zeros.\nStay out of the water.", b"Checking the cut-offs.\nStay out of the water.",
    b"Checking the current.\nStay out of the water.", b"Checking the directions.\nStay out of the water.",
    b"No current flows yet", b"Press STOP now", b"It must work before\nevery treatment.", b"NOT READY",
    b"Interrupted", b"Please note", b"Understood", b"Where?", b"Hands", b"Feet", b"Underarms", b"Choose", b"Next",
    b"mA", b"min", b"s", b"k\x80", b"mA\x82min", b"%", b"/", b"+", b"-.-", b"A", b"B", b"A+ B\x81", b"A\x81 B+",
    b"Last", b"First time here", b"Change", b"Yes", b"Hold 1 s", b"Current", b"Time", b"Direction", b"stays",
    b"alternates", b"at half-time", b"Set", b"Checklist", b"I have none of these", b"My skin", b"Metal", b"Unsure",
    b"Right", b"Pacemaker, implant\nPregnancy\nEpilepsy\nHeart condition",
    b"No wounds or rash, not\nnumb. Small breaks:\npetroleum jelly on.",
    b"Rings, watch, piercings off.\nNo metal in the body where\ncurrent flows.",
    b"I have no pacemaker and\nno other implant. With one:\nnever use this.", b"I am not pregnant.",
    b"I do not have epilepsy.", b"I have no heart condition.",
    b"I have no metal in the body\nwhere the current flows.",
    b"My skin there: no wounds,\nno rash. Small breaks have\npetroleum jelly on.",
    b"My skin there is not numb:\nI feel touch and warmth.", b"Rings, watch, bracelets and\npiercings are off.",
    b"Not today", b"Ask your doctor first.\nNothing was switched on.", b"Both hands in, flat", b"Both feet in, flat",
    b"Both pads on, wet", b"Let go of STOP", b"Nobody presses it? Then\nits wire is broken.", b"Contact. Keep still",
    b"You will feel a light tingle.\nThat is normal.", b"Starts again from 0", b"Conducts badly",
    b"Keep still while it falls.\nElse: tap water, 1 tsp\nbaking soda, soak 5 min.",
    b"Keep still while it falls.\nElse: tap water, 1 tsp\nbaking soda, soak 5 min.",
    b"Keep still while it falls.\nElse: wet the pads: tap\nwater, 1 tsp baking soda.",
    b"It was better before: fill\nup the water, put both\nhands in flat.",
    b"It was better before: fill\nup the water, put both\nfeet in flat.",
    b"It was better before: wet\nthe pads again, press\nthem on.", b"now", b"rising", b"falling", b"turning",
    b"LIMIT", b"Batt. !", b"0.5 mA", b"Keep hands in", b"Keep feet in", b"Keep pads on", b"STOP", b"?", b"LIMITED",
    b"Nearly all of it flows.", b"About half of it flows.", b"Hardly any of it flows.",
    b"Next time 1 tsp baking\nsoda in each tray.", b"Next time 1 tsp baking\nsoda in each tray.",
    b"Next time make the pads\nwetter.", b"Less skin in the water?\nBoth hands flat.",
    b"Less skin in the water?\nBoth feet flat.", b"Do the pads dry? Make\nthem wetter next time.", b"It burns?",
    b"Lift one whole hand\nstraight out, flat.", b"Press STOP, feet stay\nin until it is off.",
    b"Press STOP, pads stay\non until it is off.", b"Go on", b"PAUSED: no current", b"Both hands back in, flat",
    b"Both feet back in, flat", b"Both pads back on", b"Check leads and plugs", b"Keep still: it moved",
    b"Check leads", b"WAITING: no current", b"Press OK, then hands in", b"Press OK, then feet in",
    b"Press OK, then pads on", b"Done", b"Done: nearly all", b"Done: about half", b"Done: hardly any",
    b"Stopped by you", b"Ended early", b"Not limited", b"Limited", b"The current is off.",
    b"No contact: current off.", b"Stopped gently", b"FAULT", b"current off", b"LOCKED", b"USB plugged in",
    b"No treatment on the cable,\nfor your safety. Unplug it,\nswitch off and on.", b"Battery low", b"V",
    b"Please charge first. A\ntreatment needs about a\nthird of the battery.",
    b"Water or skin conducts\nbadly. Tap water, 1 tsp\nbaking soda, soak 5 min.",
    b"Water or skin conducts\nbadly. Tap water, 1 tsp\nbaking soda, soak 5 min.",
    b"Pads or skin conduct badly.\nWet them: tap water with\n1 tsp baking soda.",
    b"No contact found. Water in\nboth trays? Hands in flat?\nBoth leads plugged in?",
    b"No contact found. Water in\nboth trays? Feet in flat?\nBoth leads plugged in?",
    b"No contact found. Pads\nwet and pressed on?\nBoth leads plugged in?",
    b"Again: less skin or water\nthan at the start. Ask\nyour doctor first.",
    b"Again out too often.\nChoose fewer minutes, or\nhave someone with you.",
    b"Again not steady. If you\nkept still: check plugs\nand leads.",
    b"It breaks again. Do not use\nthis lead. Show it to\nthe maker.",
    b"Conducts badly again. If\nyou did all that: check\nplugs, leads and plates.",
    b"Again no contact. Try other\nplugs and leads, or show\nthis to the maker.",
)
# fmt: on
