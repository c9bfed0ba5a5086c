# Each text's rank, the ranks that tell each fault, and English as the sources have it. Made from firmware/languages/.
#
# Made by `python -m tools.image.texts`; do not edit by hand. A unit has no English in here: it loads en.dat.

from micropython import const

COUNT = const(283)

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
SELFTEST = const(90)
TEST_BODY = const(91)
TEST_PARTS = const(92)
TEST_KEYS = const(93)
TEST_CUTS = const(94)
TEST_CURRENT = const(95)
TEST_BRIDGE = const(96)
NO_CURRENT = const(97)
PRESS_STOP = const(98)
STOP_BODY = const(99)
NOT_READY = const(100)
INTERRUPTED = const(101)
NOTE = const(102)
UNDERSTOOD = const(103)
WHERE = const(104)
HANDS = const(105)
FEET = const(106)
UNDERARMS = const(107)
USER = const(108)
AGE_HEAD = const(109)
AGE_UNKNOWN = const(110)
ADULT = const(111)
TEEN = const(112)
CHILD = const(113)
TOO_YOUNG = const(114)
TOO_YOUNG_BODY = const(115)
PADS_HEAD = const(116)
CM2 = const(117)
FOR_CAP = const(118)
CHOOSE = const(119)
NEXT = const(120)
MA = const(121)
MIN = const(122)
SEC = const(123)
KOHM = const(124)
MAMIN = const(125)
PERCENT = const(126)
SLASH = const(127)
PLUS = const(128)
UNKNOWN_OHM = const(129)
A = const(130)
B = const(131)
A_PLUS = const(132)
B_PLUS = const(133)
LAST = const(134)
FIRST = const(135)
CHANGE = const(136)
YES = const(137)
HOLD = const(138)
CURRENT = const(139)
TIME = const(140)
DIRECTION = const(141)
KEEP = const(142)
ALTERNATE = const(143)
HALF_TIME = const(144)
SET = const(145)
CHECKLIST = const(146)
NONE_HEAD = const(147)
SKIN_HEAD = const(148)
METAL_HEAD = const(149)
TODAY_HEAD = const(150)
UNSURE = const(151)
RIGHT = const(152)
EXCLUDED = const(153)
SKIN = const(154)
METAL_HANDS = const(155)
METAL_FEET = const(156)
METAL_PADS = const(157)
TODAY_HANDS = const(158)
TODAY_FEET = const(159)
TODAY_PADS = const(160)
PAGE_DEVICE = const(161)
PAGE_PREGNANT = const(162)
PAGE_HEART = const(163)
PAGE_SKIN = const(164)
PAGE_NUMB = const(165)
PAGE_METAL_HANDS = const(166)
PAGE_METAL_FEET = const(167)
PAGE_METAL_PADS = const(168)
PAGE_NICKEL = const(169)
PAGE_BARE_HANDS = const(170)
PAGE_BARE_FEET = const(171)
PAGE_BARE_PADS = const(172)
PAGE_ALCOHOL = const(173)
PAGE_JEWELLERY = const(174)
BEFORE_HEAD = const(175)
SEAT = const(176)
WATER_HANDS = const(177)
WATER_FEET = const(178)
WATER_PADS = const(179)
NOT_TODAY = const(180)
ASK_DOCTOR = const(181)
HANDS_IN = const(182)
FEET_IN = const(183)
PADS_ON = const(184)
STOP_HELD = const(185)
HELD_BODY = const(186)
CONTACT = const(187)
LIFT = const(188)
LIFT_HANDS = const(189)
LIFT_FEET = const(190)
LIFT_PADS = const(191)
JOINS = const(192)
JOINS_HANDS = const(193)
JOINS_FEET = const(194)
JOINS_PADS = const(195)
FLAT_HANDS = const(196)
FLAT_FEET = const(197)
FLAT_PADS = const(198)
TINGLE = const(199)
FROM_ZERO = const(200)
POOR = const(201)
POOR_HANDS = const(202)
POOR_FEET = const(203)
POOR_PADS = const(204)
WORSE_HANDS = const(205)
WORSE_FEET = const(206)
WORSE_PADS = const(207)
NOW = const(208)
RISING = const(209)
FALLING = const(210)
TURNING = const(211)
LIMIT = const(212)
BATT = const(213)
STEP = const(214)
KEEP_HANDS = const(215)
KEEP_FEET = const(216)
KEEP_PADS = const(217)
STOP = const(218)
QUESTION = const(219)
LIMITED = const(220)
SHARE_MOST = const(221)
SHARE_HALF = const(222)
SHARE_LITTLE = const(223)
WHY_HANDS = const(224)
WHY_FEET = const(225)
WHY_PADS = const(226)
RISEN_HANDS = const(227)
RISEN_FEET = const(228)
RISEN_PADS = const(229)
BURNS = const(230)
BURN_HANDS = const(231)
BURN_FEET = const(232)
BURN_PADS = const(233)
GO_ON = const(234)
PAUSED = const(235)
BACK_HANDS = const(236)
BACK_FEET = const(237)
BACK_PADS = const(238)
CHECK_LEADS = const(239)
KEEP_STILL = const(240)
LEADS = const(241)
WAITING = const(242)
OK_HANDS = const(243)
OK_FEET = const(244)
OK_PADS = const(245)
DONE = const(246)
DONE_MOST = const(247)
DONE_HALF = const(248)
DONE_LITTLE = const(249)
STOPPED = const(250)
ENDED = const(251)
NOT_LIMITED = const(252)
LIMITED_FOR = const(253)
OFF_HANDS = const(254)
OFF_FEET = const(255)
OFF_PADS = const(256)
DRY_HANDS = const(257)
DRY_FEET = const(258)
DRY_PADS = const(259)
CARE = const(260)
LEFT_ALONE = const(261)
GENTLY = const(262)
FAULT = const(263)
OFF = const(264)
LOCKED = const(265)
USB_HEAD = const(266)
USB_BODY = const(267)
BATTERY_HEAD = const(268)
VOLT = const(269)
BATTERY_BODY = const(270)
SOAK_HANDS = const(271)
SOAK_FEET = const(272)
SOAK_PADS = const(273)
NOBODY_HANDS = const(274)
NOBODY_FEET = const(275)
NOBODY_PADS = const(276)
AGAIN_DRYING = const(277)
AGAIN_PAUSES = const(278)
AGAIN_MOVED = const(279)
AGAIN_LEADS = const(280)
AGAIN_POOR = const(281)
AGAIN_NOBODY = const(282)

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
    b"\x00\x01M\nN\nO\nP\nQ\nR\nS\nV\nW\nX\nT\nU\n", b"\x00\x01\x00\x01\x00\x01Y\n",
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
    b"Treated here less than 12\nhours ago. Please wait.",
    b"The last treatment here\nended early. Give its rest\nnow?",
    b"There is no clock. Please\nleave the unit on for half\nan hour first.",
    b"No contact found. Water in\nboth trays? Hands in flat?\nBoth leads plugged in?",
    b"Something joins the trays.\nTake away water, towels or\nmetal between them.",
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
    b"Both pads on, wet", b"Let go of STOP", b"Nobody presses it? Then\nits wire is broken.", b"Contact. Keep still",
    b"Contact is there already", b"Lift one hand out of the\nwater for a moment, then\nput it back.",
    b"Lift one foot out of the\nwater for a moment, then\nput it back.",
    b"Lift one pad off the skin\nfor a moment, then put it\nback.", b"Something joins the trays",
    b"Not your hands? Take away\nwhat lies between: water, a\ntowel, metal.",
    b"Not your feet? Take away\nwhat lies between: water, a\ntowel, metal.",
    b"Not your skin? Take away\nwhat lies between: water, a\ntowel, metal.",
    b"Less skin is in the water:\nenough of it? Lift both\nhands, lay them in flat.",
    b"Less skin is in the water:\nenough of it? Lift both\nfeet, put them in flat.",
    b"Less skin is covered: are\nthe pads wet? Lift both,\nlay them on flat.",
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
    b"Stopped by you", b"Ended early", b"Not limited", b"Limited", b"Current off: hands out",
    b"Current off: feet out", b"Current off: pads off", b"Hands out, pat dry", b"Feet out, pat dry",
    b"Pads off, pat dry", b"Look, moisturise. Blister,\ndark or white spot: stop\nuntil healed, ask a doctor.",
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
