# Each text's rank, the ranks that tell each fault, and English as the sources have it. Made from firmware/languages/.
#
# Made by `python -m tools.image.texts`; do not edit by hand. A unit has no English in here: it loads en.dat.

from micropython import const

COUNT = const(247)

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
SELFTEST = const(88)
TEST_BODY = const(89)
TEST_PARTS = const(90)
TEST_KEYS = const(91)
TEST_CUTS = const(92)
TEST_CURRENT = const(93)
TEST_BRIDGE = const(94)
NO_CURRENT = const(95)
PRESS_STOP = const(96)
STOP_BODY = const(97)
NOT_READY = const(98)
INTERRUPTED = const(99)
NOTE = const(100)
UNDERSTOOD = const(101)
WHERE = const(102)
HANDS = const(103)
FEET = const(104)
UNDERARMS = const(105)
CHOOSE = const(106)
NEXT = const(107)
MA = const(108)
MIN = const(109)
SEC = const(110)
KOHM = const(111)
MAMIN = const(112)
PERCENT = const(113)
SLASH = const(114)
PLUS = const(115)
UNKNOWN_OHM = const(116)
A = const(117)
B = const(118)
A_PLUS = const(119)
B_PLUS = const(120)
LAST = const(121)
FIRST = const(122)
CHANGE = const(123)
YES = const(124)
HOLD = const(125)
CURRENT = const(126)
TIME = const(127)
DIRECTION = const(128)
KEEP = const(129)
ALTERNATE = const(130)
HALF_TIME = const(131)
SET = const(132)
CHECKLIST = const(133)
NONE_HEAD = const(134)
SKIN_HEAD = const(135)
METAL_HEAD = const(136)
UNSURE = const(137)
RIGHT = const(138)
EXCLUDED = const(139)
SKIN = const(140)
METAL = const(141)
PAGE_IMPLANT = const(142)
PAGE_PREGNANT = const(143)
PAGE_EPILEPSY = const(144)
PAGE_HEART = const(145)
PAGE_METAL = const(146)
PAGE_SKIN = const(147)
PAGE_NUMB = const(148)
PAGE_JEWELLERY = const(149)
NOT_TODAY = const(150)
ASK_DOCTOR = const(151)
HANDS_IN = const(152)
FEET_IN = const(153)
PADS_ON = const(154)
STOP_HELD = const(155)
HELD_BODY = const(156)
CONTACT = const(157)
LIFT = const(158)
LIFT_HANDS = const(159)
LIFT_FEET = const(160)
LIFT_PADS = const(161)
JOINS = const(162)
JOINS_HANDS = const(163)
JOINS_FEET = const(164)
JOINS_PADS = const(165)
FLAT_HANDS = const(166)
FLAT_FEET = const(167)
FLAT_PADS = const(168)
TINGLE = const(169)
FROM_ZERO = const(170)
POOR = const(171)
POOR_HANDS = const(172)
POOR_FEET = const(173)
POOR_PADS = const(174)
WORSE_HANDS = const(175)
WORSE_FEET = const(176)
WORSE_PADS = const(177)
NOW = const(178)
RISING = const(179)
FALLING = const(180)
TURNING = const(181)
LIMIT = const(182)
BATT = const(183)
STEP = const(184)
KEEP_HANDS = const(185)
KEEP_FEET = const(186)
KEEP_PADS = const(187)
STOP = const(188)
QUESTION = const(189)
LIMITED = const(190)
SHARE_MOST = const(191)
SHARE_HALF = const(192)
SHARE_LITTLE = const(193)
WHY_HANDS = const(194)
WHY_FEET = const(195)
WHY_PADS = const(196)
RISEN_HANDS = const(197)
RISEN_FEET = const(198)
RISEN_PADS = const(199)
BURNS = const(200)
BURN_HANDS = const(201)
BURN_FEET = const(202)
BURN_PADS = const(203)
GO_ON = const(204)
PAUSED = const(205)
BACK_HANDS = const(206)
BACK_FEET = const(207)
BACK_PADS = const(208)
CHECK_LEADS = const(209)
KEEP_STILL = const(210)
LEADS = const(211)
WAITING = const(212)
OK_HANDS = const(213)
OK_FEET = const(214)
OK_PADS = const(215)
DONE = const(216)
DONE_MOST = const(217)
DONE_HALF = const(218)
DONE_LITTLE = const(219)
STOPPED = const(220)
ENDED = const(221)
NOT_LIMITED = const(222)
LIMITED_FOR = const(223)
ALL_OFF = const(224)
LEFT_ALONE = const(225)
GENTLY = const(226)
FAULT = const(227)
OFF = const(228)
LOCKED = const(229)
USB_HEAD = const(230)
USB_BODY = const(231)
BATTERY_HEAD = const(232)
VOLT = const(233)
BATTERY_BODY = const(234)
SOAK_HANDS = const(235)
SOAK_FEET = const(236)
SOAK_PADS = const(237)
NOBODY_HANDS = const(238)
NOBODY_FEET = const(239)
NOBODY_PADS = const(240)
AGAIN_DRYING = const(241)
AGAIN_PAUSES = const(242)
AGAIN_MOVED = const(243)
AGAIN_LEADS = const(244)
AGAIN_POOR = const(245)
AGAIN_NOBODY = const(246)

# By kind and number of a fault: the rank of its cause, then of its next step.
# fmt: off
FAULTS = (
    b"\x00\x01",
    b"\x00\x01\x0b\x06\x0c\x06\r\x07\x0e\x06\x0f\x01\x10\x03\x11\x03\x12\x03\x13\x08\x14\x04\x15\x01\x16\x01\x17"
    b'\x01\x18\x02\x19\x01\x1a\x01\x1b\x01\x1c\x02\x1d\x02\x1e\x02\x1f\x02\x1f\x02 \x02!\x02"\x02#\x02$\x02$\x02%\t'
    b"&\x01'\x02(\x05)\x02*\x01",
    b"\x00\x01+\x01+\x01,\x01-\x01+\x01.\x01/\x010\x011\x012\x012\x013\x014\x024\x025\x016\x016\x01.\x010\x01(\x057"
    b"\x04$\x02,\x018\x018\x01*\x01)\x019\x02:\x02",
    b"\x00\x01;\n<\n=\n>\n?\n@\nA\nB\nC\nD\nC\nE\nF\nG\nH\nK\nL\n\x00\x01\x00\x01I\nJ\n",
    b"\x00\x01M\nN\nO\nP\nQ\nR\nS\nT\nU\nV\n", b"\x00\x01\x00\x01\x00\x01W\n",
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
    b"Less skin was in the water\nthan before. Next time lie\nstill and flat.",
    b"Skin on metal? Skin must\nnot touch the plates. Look\nat them before going on.",
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
    b"Something joins the trays.\nTake away water, towels or\nmetal between them.",
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
    b"Contact is there already", b"Lift one hand out of the\nwater for a moment, then\nput it back.",
    b"Lift one foot out of the\nwater for a moment, then\nput it back.",
    b"Lift one pad off the skin\nfor a moment, then put it\nback.", b"Something joins the trays",
    b"Not your hands? Take away\nwhat lies between: water, a\ntowel, metal.",
    b"Not your feet? Take away\nwhat lies between: water, a\ntowel, metal.",
    b"Not your skin? Take away\nwhat lies between: water, a\ntowel, metal.",
    b"Less skin is in the water\nthan before. It goes on\nwhen both hands lie flat.",
    b"Less skin is in the water\nthan before. It goes on\nwhen both feet stand flat.",
    b"Less skin is covered than\nbefore. It goes on when\nboth pads lie flat.",
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
