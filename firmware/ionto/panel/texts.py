# Each text's rank, the ranks that tell each fault, and English as the sources have it. Made from firmware/languages/.
#
# Made by `python -m tools.image.texts`; do not edit by hand. A unit has no English in here: it loads en.dat.

from micropython import const

COUNT = const(231)

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
USER = const(102)
AGE_HEAD = const(103)
AGE_UNKNOWN = const(104)
ADULT = const(105)
TEEN = const(106)
CHILD = const(107)
TOO_YOUNG = const(108)
TOO_YOUNG_BODY = const(109)
PADS_HEAD = const(110)
CM2 = const(111)
FOR_CAP = const(112)
CHOOSE = const(113)
NEXT = const(114)
MA = const(115)
MIN = const(116)
SEC = const(117)
KOHM = const(118)
MAMIN = const(119)
PERCENT = const(120)
SLASH = const(121)
PLUS = const(122)
UNKNOWN_OHM = const(123)
A = const(124)
B = const(125)
A_PLUS = const(126)
B_PLUS = const(127)
LAST = const(128)
FIRST = const(129)
CHANGE = const(130)
YES = const(131)
HOLD = const(132)
CURRENT = const(133)
TIME = const(134)
DIRECTION = const(135)
KEEP = const(136)
ALTERNATE = const(137)
HALF_TIME = const(138)
SET = const(139)
CHECKLIST = const(140)
NONE_HEAD = const(141)
SKIN_HEAD = const(142)
METAL_HEAD = const(143)
TODAY_HEAD = const(144)
UNSURE = const(145)
RIGHT = const(146)
EXCLUDED = const(147)
SKIN = const(148)
METAL_HANDS = const(149)
METAL_FEET = const(150)
METAL_PADS = const(151)
TODAY_HANDS = const(152)
TODAY_FEET = const(153)
TODAY_PADS = const(154)
PAGE_DEVICE = const(155)
PAGE_PREGNANT = const(156)
PAGE_HEART = const(157)
PAGE_SKIN = const(158)
PAGE_NUMB = const(159)
PAGE_METAL_HANDS = const(160)
PAGE_METAL_FEET = const(161)
PAGE_METAL_PADS = const(162)
PAGE_NICKEL = const(163)
PAGE_BARE_HANDS = const(164)
PAGE_BARE_FEET = const(165)
PAGE_BARE_PADS = const(166)
PAGE_ALCOHOL = const(167)
PAGE_JEWELLERY = const(168)
BEFORE_HEAD = const(169)
SEAT = const(170)
WATER_HANDS = const(171)
WATER_FEET = const(172)
WATER_PADS = const(173)
NOT_TODAY = const(174)
ASK_DOCTOR = const(175)
HANDS_IN = const(176)
FEET_IN = const(177)
PADS_ON = const(178)
STARTS = const(179)
CONTACT = const(180)
TINGLE = const(181)
FROM_ZERO = const(182)
NOW = const(183)
RISING = const(184)
FALLING = const(185)
TURNING = const(186)
LIMIT = const(187)
BATT = const(188)
STEP = const(189)
KEEP_HANDS = const(190)
KEEP_FEET = const(191)
KEEP_PADS = const(192)
STOP = const(193)
QUESTION = const(194)
LIMITED = const(195)
WHY_HANDS = const(196)
WHY_FEET = const(197)
WHY_PADS = const(198)
GO_ON = const(199)
PAUSED = const(200)
BACK_HANDS = const(201)
BACK_FEET = const(202)
BACK_PADS = const(203)
STANDS = const(204)
WAITING = const(205)
OK_HANDS = const(206)
OK_FEET = const(207)
OK_PADS = const(208)
DONE = const(209)
STOPPED = const(210)
ENDED = const(211)
NOT_LIMITED = const(212)
LIMITED_FOR = const(213)
OFF_HANDS = const(214)
OFF_FEET = const(215)
OFF_PADS = const(216)
DRY_HANDS = const(217)
DRY_FEET = const(218)
DRY_PADS = const(219)
CARE = const(220)
LEFT_ALONE = const(221)
GENTLY = const(222)
FAULT = const(223)
OFF = const(224)
LOCKED = const(225)
USB_HEAD = const(226)
USB_BODY = const(227)
BATTERY_HEAD = const(228)
VOLT = const(229)
BATTERY_BODY = const(230)

# By kind and number of a fault: the rank of its cause, then of its next step.
# fmt: off
FAULTS = (
    b"\x00\x01",
    b"\x00\x01\x0b\x06\x0c\x06\r\x07\x0e\x06\x0f\x01\x10\x03\x11\x03\x12\x03\x13\x08\x14\x04\x15\x01\x16\x01\x17"
    b'\x01\x18\x02\x19\x01\x1a\x01\x1b\x01\x1c\x02\x1d\x02\x1e\x02\x1f\x02\x1f\x02 \x02!\x02"\x02#\x02$\x02$\x02%\t'
    b"&\x01'\x02(\x05)\x02*\x01",
    b"\x00\x01+\x01+\x01,\x01-\x01+\x01.\x01/\x010\x011\x012\x012\x013\x014\x024\x025\x016\x016\x01.\x010\x01(\x057"
    b"\x04$\x02,\x018\x018\x01*\x01)\x019\x02:\x02", b"\x00\x01;\n<\n=\n>\n?\n@\nA\nB\nC\nD\nC\nE\nF\nG\nH\n",
    b"\x00\x01I\nJ\nK\nL\nM\nN\nO\nR\nP\nQ\n", b"\x00\x01\x00\x01\x00\x01S\n",
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
    b"The settings could not be\nread. The standard ones\nare used. Check them.",
    b"The last treatment broke\noff. It counts as a full\none.",
    b"The unit is not calibrated:\nthe current is less exact.\nTell the maker.",
    b"The record of faults could\nnot be read or written.\nOlder entries are lost.",
    b"Treated here today already.\nOnce a day is enough.",
    b"Treated here five times in\nseven days. Give the skin\na rest.",
    b"Was the last treatment here\nbefore today? If not, press\nSTOP.",
    b"Treated here less than 12\nhours ago. Please wait.",
    b"The last treatment here\nended early. Give its rest\nnow?",
    b"There is no clock. Please\nleave the unit on for half\nan hour first.",
    b"3 faults in a short time.\nDo not use it. Show this\nto the maker.", b"Self-test",
    b"Checking the program.\nStay out of the water.", b"Checking the parts.\nStay out of the water.",
    b"Checking keys and zeros.\nStay out of the water.", b"Checking the cut-offs.\nStay out of the water.",
    b"Checking the current.\nStay out of the water.", b"Checking the directions.\nStay out of the water.",
    b"No current flows yet", b"Press STOP now", b"It must work before\nevery treatment.", b"NOT READY",
    b"Interrupted", b"Please note", b"Understood", b"Where?", b"Hands", b"Feet", b"Underarms", b"Age, pads",
    b"Your age?", b"-", b"16 years or more", b"12 to 15 years", b"6 to 11 years", b"Below 6 years",
    b"Not for children below\nsix years. Nothing was\nswitched on.", b"Size of one pad?", b"sq cm",
    b"It limits the current.", b"Choose", b"Next", b"mA", b"min", b"s", b"k\x80", b"mA\x82min", b"%", b"/", b"+",
    b"-.-", b"A", b"B", b"A+ B\x81", b"A\x81 B+", b"Last", b"First time here", b"Change", b"Yes", b"Hold 1 s",
    b"Current", b"Time", b"Direction", b"stays", b"alternates", b"at half-time", b"Set", b"Checklist",
    b"I have none of these", b"My skin there", b"Metal", b"Today", b"Unsure", b"Right",
    b"Pacemaker, any device\nPregnancy, epilepsy\nTumour, nerve disease\nHeart or thrombosis",
    b"No infection, eczema, rash,\nwounds; not numb. Small\nbreaks: petroleum jelly on.",
    b"Rings, watch, piercings off.\nNone in arms or chest. No\nallergy to steel plates.",
    b"Jewellery off. None in legs\nor hips, no IUD or IUS. No\nallergy to steel plates.",
    b"Jewellery off. None in arms\nor chest. No allergy to\nsteel plates.",
    b"No alcohol, no sedatives.\nNo nail polish, no hand\ncream, not just shaved.",
    b"No alcohol, no sedatives.\nNo nail polish, no cream,\nnot just shaved.",
    b"No alcohol, no sedatives.\nNo deodorant, no cream,\nnot just shaved.",
    b"No pacemaker, ICD, nerve\nstimulator, pump or other\ndevice in or on the body.",
    b"I am not pregnant.\nI do not have epilepsy.",
    b"No heart condition, no\nirregular beat. No throm-\nbosis, no tumour.",
    b"My skin there: no infection,\ninflammation, eczema or\nwounds.",
    b"It is not numb, no nerve\ndisease. Small breaks have\npetroleum jelly on.",
    b"I have no metal in my arms\nor chest: plates, screws,\njoints.",
    b"I have no metal in my legs\nor hips: plates, joints. No\nIUD or IUS (coil).",
    b"I have no metal in my arms,\nshoulders or chest: plates,\nscrews, joints.",
    b"If the plates are of steel:\nI have no nickel allergy.", b"No nail polish, no hand\ncream, not just shaved.",
    b"No nail polish, no cream,\nnot just shaved.", b"No deodorant, no cream,\nnot just shaved.",
    b"I have taken no alcohol and\nno sedatives.", b"Rings, watch, bracelets and\npiercings are off.",
    b"Before the start", b"Sit. Dry floor, not in the\nbathroom, no metal sink.\nNever leave a child alone.",
    b"Soak the skin. Plastic trays\napart. Lukewarm to the nail\nfold, fingers together.",
    b"Soak the skin. Plastic trays\napart. Lukewarm over the\nsoles, toes together.",
    b"Soak the pads, lukewarm.\nThey lie flat on the skin\nand do not touch.", b"Not today",
    b"Ask your doctor first.\nNothing was switched on.", b"Both hands in, flat", b"Both feet in, flat",
    b"Both pads on, wet", b"Starts by itself", b"Contact. Keep still",
    b"You will feel a light tingle.\nThat is normal.", b"Starts again from 0", b"now", b"rising", b"falling",
    b"turning", b"LIMIT", b"Batt. !", b"0.5 mA", b"Keep hands in", b"Keep feet in", b"Keep pads on", b"STOP", b"?",
    b"LIMITED", b"It works, a little weaker.\nNext time 1 tsp baking\nsoda in each tray.",
    b"It works, a little weaker.\nNext time 1 tsp baking\nsoda in each tray.",
    b"It works, a little weaker.\nNext time make the pads\nwetter.", b"Go on", b"PAUSED: no current",
    b"Both hands back in, flat", b"Both feet back in, flat", b"Both pads back on", b"Time stands still",
    b"WAITING: no current", b"Press OK, then hands in", b"Press OK, then feet in", b"Press OK, then pads on", b"Done",
    b"Stopped by you", b"Ended early", b"Not limited", b"Limited", b"Current off: hands out",
    b"Current off: feet out", b"Current off: pads off", b"Hands out, pat dry", b"Feet out, pat dry",
    b"Pads off, pat dry", b"Look, moisturise. Blister,\ndark or white spot: stop\nuntil healed, ask a doctor.",
    b"No contact: current off.", b"Stopped gently", b"FAULT", b"current off", b"LOCKED", b"USB plugged in",
    b"No treatment on the cable,\nfor your safety. Unplug it,\nswitch off and on.", b"Battery low", b"V",
    b"Please charge first. A\ntreatment needs about a\nthird of the battery.",
)
# fmt: on
