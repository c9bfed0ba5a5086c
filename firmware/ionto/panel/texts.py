# Each text's rank, the ranks that tell each fault, and English as the sources have it. Made from firmware/languages/.
#
# Made by `python -m tools.image.texts`; do not edit by hand. A unit has no English in here: it loads en.dat.

from micropython import const

COUNT = const(285)

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
SELFTEST = const(92)
TEST_BODY = const(93)
TEST_PARTS = const(94)
TEST_KEYS = const(95)
TEST_CUTS = const(96)
TEST_CURRENT = const(97)
TEST_BRIDGE = const(98)
NO_CURRENT = const(99)
PRESS_STOP = const(100)
STOP_BODY = const(101)
NOT_READY = const(102)
INTERRUPTED = const(103)
NOTE = const(104)
UNDERSTOOD = const(105)
WHERE = const(106)
HANDS = const(107)
FEET = const(108)
UNDERARMS = const(109)
USER = const(110)
AGE_HEAD = const(111)
AGE_UNKNOWN = const(112)
ADULT = const(113)
TEEN = const(114)
CHILD = const(115)
TOO_YOUNG = const(116)
TOO_YOUNG_BODY = const(117)
PADS_HEAD = const(118)
CM2 = const(119)
FOR_CAP = const(120)
CHOOSE = const(121)
NEXT = const(122)
MA = const(123)
MIN = const(124)
SEC = const(125)
KOHM = const(126)
MAMIN = const(127)
PERCENT = const(128)
SLASH = const(129)
PLUS = const(130)
UNKNOWN_OHM = const(131)
A = const(132)
B = const(133)
A_PLUS = const(134)
B_PLUS = const(135)
LAST = const(136)
FIRST = const(137)
CHANGE = const(138)
YES = const(139)
HOLD = const(140)
CURRENT = const(141)
TIME = const(142)
DIRECTION = const(143)
KEEP = const(144)
ALTERNATE = const(145)
HALF_TIME = const(146)
SET = const(147)
CHECKLIST = const(148)
NONE_HEAD = const(149)
SKIN_HEAD = const(150)
METAL_HEAD = const(151)
TODAY_HEAD = const(152)
UNSURE = const(153)
RIGHT = const(154)
EXCLUDED = const(155)
SKIN = const(156)
METAL_HANDS = const(157)
METAL_FEET = const(158)
METAL_PADS = const(159)
TODAY_HANDS = const(160)
TODAY_FEET = const(161)
TODAY_PADS = const(162)
PAGE_DEVICE = const(163)
PAGE_PREGNANT = const(164)
PAGE_HEART = const(165)
PAGE_SKIN = const(166)
PAGE_NUMB = const(167)
PAGE_METAL_HANDS = const(168)
PAGE_METAL_FEET = const(169)
PAGE_METAL_PADS = const(170)
PAGE_NICKEL = const(171)
PAGE_BARE_HANDS = const(172)
PAGE_BARE_FEET = const(173)
PAGE_BARE_PADS = const(174)
PAGE_ALCOHOL = const(175)
PAGE_JEWELLERY = const(176)
BEFORE_HEAD = const(177)
SEAT = const(178)
WATER_HANDS = const(179)
WATER_FEET = const(180)
WATER_PADS = const(181)
NOT_TODAY = const(182)
ASK_DOCTOR = const(183)
HANDS_IN = const(184)
FEET_IN = const(185)
PADS_ON = const(186)
STOP_HELD = const(187)
HELD_BODY = const(188)
CONTACT = const(189)
LIFT = const(190)
LIFT_HANDS = const(191)
LIFT_FEET = const(192)
LIFT_PADS = const(193)
JOINS = const(194)
JOINS_HANDS = const(195)
JOINS_FEET = const(196)
JOINS_PADS = const(197)
FLAT_HANDS = const(198)
FLAT_FEET = const(199)
FLAT_PADS = const(200)
TINGLE = const(201)
FROM_ZERO = const(202)
POOR = const(203)
POOR_HANDS = const(204)
POOR_FEET = const(205)
POOR_PADS = const(206)
WORSE_HANDS = const(207)
WORSE_FEET = const(208)
WORSE_PADS = const(209)
NOW = const(210)
RISING = const(211)
FALLING = const(212)
TURNING = const(213)
LIMIT = const(214)
BATT = const(215)
STEP = const(216)
KEEP_HANDS = const(217)
KEEP_FEET = const(218)
KEEP_PADS = const(219)
STOP = const(220)
QUESTION = const(221)
LIMITED = const(222)
SHARE_MOST = const(223)
SHARE_HALF = const(224)
SHARE_LITTLE = const(225)
WHY_HANDS = const(226)
WHY_FEET = const(227)
WHY_PADS = const(228)
RISEN_HANDS = const(229)
RISEN_FEET = const(230)
RISEN_PADS = const(231)
BURNS = const(232)
BURN_HANDS = const(233)
BURN_FEET = const(234)
BURN_PADS = const(235)
GO_ON = const(236)
PAUSED = const(237)
BACK_HANDS = const(238)
BACK_FEET = const(239)
BACK_PADS = const(240)
CHECK_LEADS = const(241)
KEEP_STILL = const(242)
LEADS = const(243)
WAITING = const(244)
OK_HANDS = const(245)
OK_FEET = const(246)
OK_PADS = const(247)
DONE = const(248)
DONE_MOST = const(249)
DONE_HALF = const(250)
DONE_LITTLE = const(251)
STOPPED = const(252)
ENDED = const(253)
NOT_LIMITED = const(254)
LIMITED_FOR = const(255)
OFF_HANDS = const(256)
OFF_FEET = const(257)
OFF_PADS = const(258)
DRY_HANDS = const(259)
DRY_FEET = const(260)
DRY_PADS = const(261)
CARE = const(262)
LEFT_ALONE = const(263)
GENTLY = const(264)
FAULT = const(265)
OFF = const(266)
LOCKED = const(267)
USB_HEAD = const(268)
USB_BODY = const(269)
BATTERY_HEAD = const(270)
VOLT = const(271)
BATTERY_BODY = const(272)
SOAK_HANDS = const(273)
SOAK_FEET = const(274)
SOAK_PADS = const(275)
NOBODY_HANDS = const(276)
NOBODY_FEET = const(277)
NOBODY_PADS = const(278)
AGAIN_DRYING = const(279)
AGAIN_PAUSES = const(280)
AGAIN_MOVED = const(281)
AGAIN_LEADS = const(282)
AGAIN_POOR = const(283)
AGAIN_NOBODY = const(284)

# By kind and number of a fault: the rank of its cause, then of its next step.
# fmt: off
FAULTS = (
    b"\x00\x01",
    b"\x00\x01\x0b\x06\x0c\x06\r\x07\x0e\x06\x0f\x01\x10\x03\x11\x03\x12\x03\x13\x08\x14\x04\x15\x01\x16\x01\x17"
    b'\x01\x18\x02\x19\x01\x1a\x01\x1b\x01\x1c\x02\x1d\x02\x1e\x02\x1f\x02\x1f\x02 \x02!\x02"\x02#\x02$\x02$\x02%\t'
    b"&\x01'\x02(\x05)\x02*\x01",
    b"\x00\x01+\x01+\x01,\x01-\x01+\x01.\x01/\x010\x011\x012\x012\x013\x014\x024\x025\x016\x016\x01.\x010\x01(\x057"
    b"\x04$\x02,\x018\x018\x01*\x019\x02:\x02;\x02",
    b"\x00\x01<\n=\n>\n?\n@\nA\nB\nC\nD\nE\nD\nF\nG\nH\nI\nL\nM\n\x00\x01\x00\x01J\nK\n",
    b"\x00\x01N\nO\nP\nQ\nR\nS\nT\nW\nX\nY\nU\nV\nZ\n", b"\x00\x01\x00\x01\x00\x01[\n",
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
    b"The battery gave out.", b"The program made an\nerror.", b"The current did not go to\nzero.",
    b"The safety guard counted\ntoo high a dose.", b"The safety guard counted\ntoo long a treatment.",
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
    b"The meters were disturbed.\nOK leads on. If it comes\nagain: show the maker.",
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
    b"The clock is wrong: the\nunit does without it. Show\nthis to the maker.",
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
