# Each text's rank, the ranks that tell each fault, and English as the sources have it. Made from firmware/languages/.
#
# Made by `python -m tools.image.texts`; do not edit by hand. A unit has no English in here: it loads en.dat.

from micropython import const

COUNT = const(293)

RESTART = const(1)
MAKER = const(2)
DRY = const(3)
CHARGE = const(4)
UNPLUG = const(5)
INSTALL = const(6)
CALIBRATE = const(7)
RELAY = const(8)
ASKED = const(9)
LET_GO = const(10)
NO_STEP = const(11)
SELFTEST = const(98)
TEST_BODY = const(99)
TEST_PARTS = const(100)
TEST_KEYS = const(101)
TEST_CUTS = const(102)
TEST_CURRENT = const(103)
TEST_BRIDGE = const(104)
NO_CURRENT = const(105)
PRESS_STOP = const(106)
STOP_BODY = const(107)
NOT_READY = const(108)
INTERRUPTED = const(109)
NOTE = const(110)
UNDERSTOOD = const(111)
WHERE = const(112)
HANDS = const(113)
FEET = const(114)
UNDERARMS = const(115)
USER = const(116)
AGE_HEAD = const(117)
AGE_UNKNOWN = const(118)
ADULT = const(119)
TEEN = const(120)
CHILD = const(121)
TOO_YOUNG = const(122)
TOO_YOUNG_BODY = const(123)
PADS_HEAD = const(124)
CM2 = const(125)
FOR_CAP = const(126)
CHOOSE = const(127)
NEXT = const(128)
MA = const(129)
MIN = const(130)
SEC = const(131)
KOHM = const(132)
MAMIN = const(133)
PERCENT = const(134)
SLASH = const(135)
PLUS = const(136)
UNKNOWN_OHM = const(137)
A = const(138)
B = const(139)
A_PLUS = const(140)
B_PLUS = const(141)
LAST = const(142)
FIRST = const(143)
CHANGE = const(144)
YES = const(145)
HOLD = const(146)
CURRENT = const(147)
TIME = const(148)
DIRECTION = const(149)
KEEP = const(150)
ALTERNATE = const(151)
HALF_TIME = const(152)
SET = const(153)
CHECKLIST = const(154)
NONE_HEAD = const(155)
SKIN_HEAD = const(156)
METAL_HEAD = const(157)
TODAY_HEAD = const(158)
UNSURE = const(159)
RIGHT = const(160)
EXCLUDED = const(161)
SKIN = const(162)
METAL_HANDS = const(163)
METAL_FEET = const(164)
METAL_PADS = const(165)
TODAY_HANDS = const(166)
TODAY_FEET = const(167)
TODAY_PADS = const(168)
PAGE_DEVICE = const(169)
PAGE_PREGNANT = const(170)
PAGE_HEART = const(171)
PAGE_SKIN = const(172)
PAGE_NUMB = const(173)
PAGE_METAL_HANDS = const(174)
PAGE_METAL_FEET = const(175)
PAGE_METAL_PADS = const(176)
PAGE_NICKEL = const(177)
PAGE_BARE_HANDS = const(178)
PAGE_BARE_FEET = const(179)
PAGE_BARE_PADS = const(180)
PAGE_ALCOHOL = const(181)
PAGE_JEWELLERY = const(182)
BEFORE_HEAD = const(183)
SEAT = const(184)
WATER_HANDS = const(185)
WATER_FEET = const(186)
WATER_PADS = const(187)
NOT_TODAY = const(188)
ASK_DOCTOR = const(189)
HANDS_IN = const(190)
FEET_IN = const(191)
PADS_ON = const(192)
STOP_HELD = const(193)
HELD_BODY = const(194)
CONTACT = const(195)
LIFT = const(196)
LIFT_HANDS = const(197)
LIFT_FEET = const(198)
LIFT_PADS = const(199)
JOINS = const(200)
JOINS_HANDS = const(201)
JOINS_FEET = const(202)
JOINS_PADS = const(203)
FLAT_HANDS = const(204)
FLAT_FEET = const(205)
FLAT_PADS = const(206)
TINGLE = const(207)
FROM_ZERO = const(208)
POOR = const(209)
POOR_HANDS = const(210)
POOR_FEET = const(211)
POOR_PADS = const(212)
WORSE_HANDS = const(213)
WORSE_FEET = const(214)
WORSE_PADS = const(215)
NOW = const(216)
RISING = const(217)
FALLING = const(218)
TURNING = const(219)
LIMIT = const(220)
BATT = const(221)
STEP = const(222)
KEEP_HANDS = const(223)
KEEP_FEET = const(224)
KEEP_PADS = const(225)
STOP = const(226)
QUESTION = const(227)
LIMITED = const(228)
SHARE_MOST = const(229)
SHARE_HALF = const(230)
SHARE_LITTLE = const(231)
WHY_HANDS = const(232)
WHY_FEET = const(233)
WHY_PADS = const(234)
RISEN_HANDS = const(235)
RISEN_FEET = const(236)
RISEN_PADS = const(237)
BURNS = const(238)
BURN_HANDS = const(239)
BURN_FEET = const(240)
BURN_PADS = const(241)
GO_ON = const(242)
PAUSED = const(243)
BACK_HANDS = const(244)
BACK_FEET = const(245)
BACK_PADS = const(246)
CHECK_LEADS = const(247)
KEEP_STILL = const(248)
LEADS = const(249)
WAITING = const(250)
OK_HANDS = const(251)
OK_FEET = const(252)
OK_PADS = const(253)
DONE = const(254)
DONE_MOST = const(255)
DONE_HALF = const(256)
DONE_LITTLE = const(257)
STOPPED = const(258)
ENDED = const(259)
NOT_LIMITED = const(260)
LIMITED_FOR = const(261)
OFF_HANDS = const(262)
OFF_FEET = const(263)
OFF_PADS = const(264)
DRY_HANDS = const(265)
DRY_FEET = const(266)
DRY_PADS = const(267)
CARE = const(268)
LEFT_ALONE = const(269)
GENTLY = const(270)
FAULT = const(271)
OFF = const(272)
LOCKED = const(273)
USB_HEAD = const(274)
USB_BODY = const(275)
BATTERY_HEAD = const(276)
VOLT = const(277)
BATTERY_BODY = const(278)
SOAK_HANDS = const(279)
SOAK_FEET = const(280)
SOAK_PADS = const(281)
NOBODY_HANDS = const(282)
NOBODY_FEET = const(283)
NOBODY_PADS = const(284)
AGAIN_DRYING = const(285)
AGAIN_PAUSES = const(286)
AGAIN_MOVED = const(287)
AGAIN_LEADS = const(288)
AGAIN_POOR = const(289)
AGAIN_NOBODY = const(290)
READDRESS = const(291)
ANSWERS_AT = const(292)

# By kind and number of a fault: the rank of its cause, then of its next step.
# fmt: off
FAULTS = (
    b"\x00\x01",
    b"\x00\x01\x0c\x06\r\x06\x0e\x07\x0f\x06\x10\x01\x11\x03\x12\x03\x13\x03\x14\t\x15\x04\x16\x01\x17\x01\x18\x01"
    b'\x19\x02\x1a\x01\x1b\x01\x1c\x01\x1d\x02\x1e\x02\x1f\x02 \x02 \x02!\x02"\x02#\x02$\x02%\x02%\x02&\n\'\x01('
    b"\x02)\x05*\x02+\x010\x08,\x02-\x02\x00\x01./",
    b"\x00\x011\x011\x012\x013\x011\x014\x015\x016\x017\x018\x018\x019\x01:\x02:\x02;\x01<\x01<\x014\x016\x01)\x05="
    b"\x04%\x022\x01>\x01>\x01+\x01?\x02@\x02A\x02",
    b"\x00\x01B\x0bC\x0bD\x0bE\x0bF\x0bG\x0bH\x0bI\x0bJ\x0bK\x0bJ\x0bL\x0bM\x0bN\x0bO\x0bR\x0bS\x0b\x00\x01\x00\x01"
    b"P\x0bQ\x0b", b"\x00\x01T\x0bU\x0bV\x0bW\x0bX\x0bY\x0bZ\x0b]\x0b^\x0b_\x0b[\x0b\\\x0b`\x0b",
    b"\x00\x01\x00\x01\x00\x01a\x0b",
)

ENGLISH = (
    b"Something unexpected\nhappened.", b"Switch off, wait 10 s,\nswitch on.",
    b"Do not use it. Show\nthis to the maker.", b"Dry it, then switch off\nand on.",
    b"Charge it, unplug it,\nswitch on.", b"Unplug it, then switch\noff and on.", b"Install the firmware\nagain.",
    b"Calibrate it again.", b"Unplug USB. Else show\nthis to the maker.", b"Switch off and on,\npress STOP if asked.",
    b"Let go of it, then\nswitch off and on.", b"", b"Changed program file:", b"The base software is too\nold.",
    b"The calibration cannot be\nread.", b"This program is made for\nanother board.", b"Too little memory is free.",
    b"The DOWN button is stuck\nor wet.", b"The OK button is stuck or\nwet.", b"The UP button is stuck or\nwet.",
    b"STOP was not pressed.", b"The battery is low.", b"No current control at 0x60", b"No current meter at 0x48",
    b"The display does not\nanswer.", b"The current control would\nnot start from zero.",
    b"Current meter A does not\nread zero.", b"Current meter B does not\nread zero.",
    b"The voltage meter does\nnot read zero.", b"The relay is not at rest.",
    b"The test resistor or meter A\ndoes not read right.", b"The output switch does\nnot cut off.",
    b"The safety pump does not\ncut off.", b"Current control or meter A\nis not exact enough.",
    b"The overcurrent cut-off\ndoes not work.", b"The high voltage does not\nobey.",
    b"The polarity switch lets\ncurrent through.", b"The polarity switch does\nnot work.",
    b"STOP is stuck, or its wire\nis broken.", b"The overcurrent cut-off\nstays tripped.",
    b"The record of treatments\ncannot be read or written.", b"USB is plugged in.", b"The output did not switch\non.",
    b"The safety guard does not\nanswer.", b"Current meter A is coarse:\nno real ADS1115.",
    b"Current meter B is not\nexact enough.", b"The records are of a\nnewer program.",
    b"Install the newer\nprogram again.", b"The relay stays: a USB\ncable, or a Pico W board.",
    b"The current rose too high.", b"The current did not follow\nits target.", b"The two current meters\ndisagree.",
    b"The current meter stopped\nmeasuring.", b"The measuring parts do\nnot answer.",
    b"The current control does\nnot obey.", b"The way back for the\ncurrent is broken.",
    b"The voltages do not fit\ntogether.", b"The high voltage is wrong.", b"Current flowed where none\nshould.",
    b"The relay did not switch\nas asked.", b"The program was too slow.", b"The battery gave out.",
    b"The program made an\nerror.", b"The current did not go to\nzero.",
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
    b"Set its address, or\nshow the maker.", b"One answers at",
)
# fmt: on
