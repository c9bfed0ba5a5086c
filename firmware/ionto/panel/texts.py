# Each text's rank, the ranks that tell each fault, and English as the sources have it. Made from firmware/languages/.
#
# Made by `python -m tools.image.texts`; do not edit by hand. A unit has no English in here: it loads en.dat.

from micropython import const

COUNT = const(208)

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
SELFTEST = const(84)
TEST_BODY = const(85)
TEST_PARTS = const(86)
TEST_KEYS = const(87)
TEST_CUTS = const(88)
TEST_CURRENT = const(89)
TEST_BRIDGE = const(90)
NO_CURRENT = const(91)
PRESS_STOP = const(92)
STOP_BODY = const(93)
NOT_READY = const(94)
INTERRUPTED = const(95)
NOTE = const(96)
UNDERSTOOD = const(97)
WHERE = const(98)
HANDS = const(99)
FEET = const(100)
UNDERARMS = const(101)
CHOOSE = const(102)
NEXT = const(103)
MA = const(104)
MIN = const(105)
SEC = const(106)
KOHM = const(107)
MAMIN = const(108)
PERCENT = const(109)
SLASH = const(110)
PLUS = const(111)
UNKNOWN_OHM = const(112)
A = const(113)
B = const(114)
A_PLUS = const(115)
B_PLUS = const(116)
LAST = const(117)
FIRST = const(118)
CHANGE = const(119)
YES = const(120)
HOLD = const(121)
CURRENT = const(122)
TIME = const(123)
DIRECTION = const(124)
KEEP = const(125)
ALTERNATE = const(126)
HALF_TIME = const(127)
SET = const(128)
CHECKLIST = const(129)
NONE_HEAD = const(130)
SKIN_HEAD = const(131)
METAL_HEAD = const(132)
UNSURE = const(133)
RIGHT = const(134)
EXCLUDED = const(135)
SKIN = const(136)
METAL = const(137)
PAGE_IMPLANT = const(138)
PAGE_PREGNANT = const(139)
PAGE_EPILEPSY = const(140)
PAGE_HEART = const(141)
PAGE_METAL = const(142)
PAGE_SKIN = const(143)
PAGE_NUMB = const(144)
PAGE_JEWELLERY = const(145)
NOT_TODAY = const(146)
ASK_DOCTOR = const(147)
HANDS_IN = const(148)
FEET_IN = const(149)
PADS_ON = const(150)
STOP_HELD = const(151)
HELD_BODY = const(152)
CONTACT = const(153)
LIFT = const(154)
LIFT_HANDS = const(155)
LIFT_FEET = const(156)
LIFT_PADS = const(157)
JOINS = const(158)
JOINS_HANDS = const(159)
JOINS_FEET = const(160)
JOINS_PADS = const(161)
FLAT_HANDS = const(162)
FLAT_FEET = const(163)
FLAT_PADS = const(164)
TINGLE = const(165)
FROM_ZERO = const(166)
NOW = const(167)
RISING = const(168)
FALLING = const(169)
TURNING = const(170)
LIMIT = const(171)
BATT = const(172)
STEP = const(173)
KEEP_HANDS = const(174)
KEEP_FEET = const(175)
KEEP_PADS = const(176)
STOP = const(177)
QUESTION = const(178)
LIMITED = const(179)
WHY_HANDS = const(180)
WHY_FEET = const(181)
WHY_PADS = const(182)
GO_ON = const(183)
PAUSED = const(184)
BACK_HANDS = const(185)
BACK_FEET = const(186)
BACK_PADS = const(187)
WAITING = const(188)
OK_HANDS = const(189)
OK_FEET = const(190)
OK_PADS = const(191)
DONE = const(192)
STOPPED = const(193)
ENDED = const(194)
NOT_LIMITED = const(195)
LIMITED_FOR = const(196)
ALL_OFF = const(197)
LEFT_ALONE = const(198)
GENTLY = const(199)
FAULT = const(200)
OFF = const(201)
LOCKED = const(202)
USB_HEAD = const(203)
USB_BODY = const(204)
BATTERY_HEAD = const(205)
VOLT = const(206)
BATTERY_BODY = const(207)

# By kind and number of a fault: the rank of its cause, then of its next step.
# fmt: off
FAULTS = (
    b"\x00\x01",
    b"\x00\x01\x0b\x06\x0c\x06\r\x07\x0e\x06\x0f\x01\x10\x03\x11\x03\x12\x03\x13\x08\x14\x04\x15\x01\x16\x01\x17"
    b'\x01\x18\x02\x19\x01\x1a\x01\x1b\x01\x1c\x02\x1d\x02\x1e\x02\x1f\x02\x1f\x02 \x02!\x02"\x02#\x02$\x02$\x02%\t'
    b"&\x01'\x02(\x05)\x02*\x01",
    b"\x00\x01+\x01+\x01,\x01-\x01+\x01.\x01/\x010\x011\x012\x012\x013\x014\x024\x025\x016\x016\x01.\x010\x01(\x057"
    b"\x04$\x02,\x018\x018\x01*\x01)\x019\x02:\x02",
    b"\x00\x01;\n<\n=\n>\n?\n@\nA\nB\nC\nD\nC\nE\nF\nG\nH\n\x00\x01\x00\x01\x00\x01\x00\x01I\nJ\n",
    b"\x00\x01K\nL\nM\nN\nO\nP\nQ\nR\n", b"\x00\x01\x00\x01\x00\x01S\n",
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
    b"Contact broke too often.\nTake a rest. Next time lie\nstill and flat.",
    b"The inner clock is wrong.\nSwitch off, wait 10 s,\nswitch on.",
    b"The two charge counters\ndisagree. Switch off, wait\n10 s, switch on.",
    b"The meters answered badly.\nSwitch off, wait 10 s,\nswitch on.",
    b"Memory ran short.\nSwitch off, wait 10 s,\nswitch on.",
    b"Contact was not steady.\nLie flat, keep still, then\ntry again.",
    b"The two directions were\nnot equal. Switch off, wait\n10 s, switch on.",
    b"Less skin was in the water\nthan before. Next time lie\nstill and flat.",
    b"Skin on metal? Skin must\nnot touch the plates. Look\nat them before going on.",
    b"The settings could not be\nread. The standard ones\nare used. Check them.",
    b"The last treatment broke\noff. It counts as a full\none.",
    b"The unit is not calibrated:\nthe current is less exact.\nTell the maker.",
    b"The record of faults could\nnot be read or written.\nOlder entries are lost.",
    b"Treated here today already.\nOnce a day is enough.",
    b"Treated here five times in\nseven days. Give the skin\na rest.",
    b"Was the last treatment here\nbefore today? If not, press\nSTOP.",
    b"There is no clock. Please\nleave the unit on for half\nan hour first.",
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
    b"You will feel a light tingle.\nThat is normal.", b"Starts again from 0", b"now", b"rising", b"falling",
    b"turning", b"LIMIT", b"Batt. !", b"0.5 mA", b"Keep hands in", b"Keep feet in", b"Keep pads on", b"STOP", b"?",
    b"LIMITED", b"It works, a little weaker.\nNext time 1 tsp baking\nsoda in each tray.",
    b"It works, a little weaker.\nNext time 1 tsp baking\nsoda in each tray.",
    b"It works, a little weaker.\nNext time make the pads\nwetter.", b"Go on", b"PAUSED: no current",
    b"Both hands back in, flat", b"Both feet back in, flat", b"Both pads back on", b"WAITING: no current",
    b"Press OK, then hands in", b"Press OK, then feet in", b"Press OK, then pads on", b"Done", b"Stopped by you",
    b"Ended early", b"Not limited", b"Limited", b"The current is off.", b"No contact: current off.",
    b"Stopped gently", b"FAULT", b"current off", b"LOCKED", b"USB plugged in",
    b"No treatment on the cable,\nfor your safety. Unplug it,\nswitch off and on.", b"Battery low", b"V",
    b"Please charge first. A\ntreatment needs about a\nthird of the battery.",
)
# fmt: on
