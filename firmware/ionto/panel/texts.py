# Each text's rank, the ranks that tell each fault, and English as the sources have it. Made from firmware/languages/.
#
# Made by `python -m tools.image.texts`; do not edit by hand. A unit has no English in here: it loads en.dat.

from micropython import const

COUNT = const(393)

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
HISTORY = const(117)
PLAN = const(118)
PRACTICE = const(119)
SETTINGS = const(120)
PEOPLE = const(121)
WHO = const(122)
PERSON = const(123)
NEW_PERSON = const(124)
ANOTHER = const(125)
NAME = const(126)
TAKE = const(127)
HOLD_DONE = const(128)
DELETE = const(129)
KEEP_PERSON = const(130)
DELETE_ALL = const(131)
HOW_WAS_IT = const(132)
FELT_FINE = const(133)
FELT_STUNG = const(134)
FELT_WEAK = const(135)
FELT_RED = const(136)
SWEATING = const(137)
SEVERITY_1 = const(138)
SEVERITY_2 = const(139)
SEVERITY_3 = const(140)
SEVERITY_4 = const(141)
NEXT_TIME = const(142)
STAY_AT = const(143)
TRY = const(144)
AWAY_HEAD = const(145)
SUGGEST_SOAK = const(146)
SUGGEST_TOO_NEW = const(147)
SUGGEST_STAY = const(148)
STILL_DRY = const(149)
A_WEEK = const(150)
TODAY = const(151)
DAYS_LATE = const(152)
IN_DAYS = const(153)
MON = const(154)
TUE = const(155)
WED = const(156)
THU = const(157)
FRI = const(158)
SAT = const(159)
SUN = const(160)
JAN = const(161)
FEB = const(162)
MAR = const(163)
APR = const(164)
MAY = const(165)
JUN = const(166)
JUL = const(167)
AUG = const(168)
SEP = const(169)
OCT = const(170)
NOV = const(171)
DEC = const(172)
IN_A_ROW = const(173)
DRY_WEEKS = const(174)
LAST_SEVERITY = const(175)
NOTHING_YET = const(176)
LIST = const(177)
STOPPED_BY_YOU = const(178)
ENDED_DONE = const(179)
ENDED_CAUSE = const(180)
ENDED_ALONE = const(181)
CONTRAST = const(182)
DIMMING = const(183)
SOUNDS = const(184)
CLOCK = const(185)
ABOUT = const(186)
MEASURED = const(187)
LANGUAGE = const(188)
ALWAYS = const(189)
SOUND_ALL = const(190)
SOUND_FAULTS = const(191)
NO_CLOCK = const(192)
CLOCK_LOST = const(193)
YEAR = const(194)
MONTH = const(195)
DAY = const(196)
HOUR = const(197)
MINUTE = const(198)
VERSION = const(199)
BOARD = const(200)
STARTS = const(201)
CALIBRATED = const(202)
NO = const(203)
PRACTISE_FIRST = const(204)
NOT_NOW = const(205)
PRACTICE_BODY = const(206)
PRACTICE_IN = const(207)
PRACTICE_ON = const(208)
PRACTICE_LIFT = const(209)
PRACTICE_BACK = const(210)
PRACTICE_STOP = const(211)
PRACTICE_END = const(212)
NOT_ME = const(213)
SAME_HANDS = const(214)
AGE_HEAD = const(215)
AGE_UNKNOWN = const(216)
ADULT = const(217)
TEEN = const(218)
CHILD = const(219)
TOO_YOUNG = const(220)
TOO_YOUNG_BODY = const(221)
PADS_HEAD = const(222)
CM2 = const(223)
FOR_CAP = const(224)
CHOOSE = const(225)
NEXT = const(226)
MA = const(227)
MIN = const(228)
SEC = const(229)
KOHM = const(230)
MAMIN = const(231)
PERCENT = const(232)
DECIMAL = const(233)
SLASH = const(234)
PLUS = const(235)
UNKNOWN_OHM = const(236)
A = const(237)
B = const(238)
A_PLUS = const(239)
B_PLUS = const(240)
LAST = const(241)
FIRST = const(242)
CHANGE = const(243)
YES = const(244)
HOLD = const(245)
CURRENT = const(246)
TIME = const(247)
DIRECTION = const(248)
KEEP = const(249)
ALTERNATE = const(250)
HALF_TIME = const(251)
SET = const(252)
CHECKLIST = const(253)
NONE_HEAD = const(254)
SKIN_HEAD = const(255)
METAL_HEAD = const(256)
TODAY_HEAD = const(257)
UNSURE = const(258)
RIGHT = const(259)
EXCLUDED = const(260)
SKIN = const(261)
METAL_HANDS = const(262)
METAL_FEET = const(263)
METAL_PADS = const(264)
TODAY_HANDS = const(265)
TODAY_FEET = const(266)
TODAY_PADS = const(267)
PAGE_DEVICE = const(268)
PAGE_PREGNANT = const(269)
PAGE_HEART = const(270)
PAGE_SKIN = const(271)
PAGE_NUMB = const(272)
PAGE_METAL_HANDS = const(273)
PAGE_METAL_FEET = const(274)
PAGE_METAL_PADS = const(275)
PAGE_NICKEL = const(276)
PAGE_BARE_HANDS = const(277)
PAGE_BARE_FEET = const(278)
PAGE_BARE_PADS = const(279)
PAGE_ALCOHOL = const(280)
PAGE_JEWELLERY = const(281)
BEFORE_HEAD = const(282)
SEAT = const(283)
WATER_HANDS = const(284)
WATER_FEET = const(285)
WATER_PADS = const(286)
NOT_TODAY = const(287)
ASK_DOCTOR = const(288)
HANDS_IN = const(289)
FEET_IN = const(290)
PADS_ON = const(291)
STOP_HELD = const(292)
HELD_BODY = const(293)
CONTACT = const(294)
LIFT = const(295)
LIFT_HANDS = const(296)
LIFT_FEET = const(297)
LIFT_PADS = const(298)
JOINS = const(299)
JOINS_HANDS = const(300)
JOINS_FEET = const(301)
JOINS_PADS = const(302)
FLAT_HANDS = const(303)
FLAT_FEET = const(304)
FLAT_PADS = const(305)
TINGLE = const(306)
FROM_ZERO = const(307)
POOR = const(308)
POOR_HANDS = const(309)
POOR_FEET = const(310)
POOR_PADS = const(311)
WORSE_HANDS = const(312)
WORSE_FEET = const(313)
WORSE_PADS = const(314)
NOW = const(315)
RISING = const(316)
FALLING = const(317)
TURNING = const(318)
LIMIT = const(319)
BATT = const(320)
STEP = const(321)
KEEP_HANDS = const(322)
KEEP_FEET = const(323)
KEEP_PADS = const(324)
STOP = const(325)
QUESTION = const(326)
LIMITED = const(327)
SHARE_MOST = const(328)
SHARE_HALF = const(329)
SHARE_LITTLE = const(330)
WHY_HANDS = const(331)
WHY_FEET = const(332)
WHY_PADS = const(333)
RISEN_HANDS = const(334)
RISEN_FEET = const(335)
RISEN_PADS = const(336)
BURNS = const(337)
BURN_HANDS = const(338)
BURN_FEET = const(339)
BURN_PADS = const(340)
BURN_PAUSED = const(341)
GO_ON = const(342)
PAUSED = const(343)
BACK_HANDS = const(344)
BACK_FEET = const(345)
BACK_PADS = const(346)
CHECK_LEADS = const(347)
KEEP_STILL = const(348)
LEADS = const(349)
WAITING = const(350)
OK_HANDS = const(351)
OK_FEET = const(352)
OK_PADS = const(353)
DONE = const(354)
DONE_MOST = const(355)
DONE_HALF = const(356)
DONE_LITTLE = const(357)
STOPPED = const(358)
ENDED = const(359)
NOT_LIMITED = const(360)
LIMITED_FOR = const(361)
OFF_HANDS = const(362)
OFF_FEET = const(363)
OFF_PADS = const(364)
DRY_HANDS = const(365)
DRY_FEET = const(366)
DRY_PADS = const(367)
CARE = const(368)
LEFT_ALONE = const(369)
GENTLY = const(370)
FAULT = const(371)
OFF = const(372)
LOCKED = const(373)
USB_HEAD = const(374)
USB_BODY = const(375)
BATTERY_HEAD = const(376)
VOLT = const(377)
BATTERY_BODY = const(378)
SOAK_HANDS = const(379)
SOAK_FEET = const(380)
SOAK_PADS = const(381)
NOBODY_HANDS = const(382)
NOBODY_FEET = const(383)
NOBODY_PADS = const(384)
AGAIN_DRYING = const(385)
AGAIN_PAUSES = const(386)
AGAIN_MOVED = const(387)
AGAIN_LEADS = const(388)
AGAIN_POOR = const(389)
AGAIN_NOBODY = const(390)
READDRESS = const(391)
ANSWERS_AT = const(392)

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

# By the number in the settings: the language's file, and its name for itself.
LANGUAGES = (
    b"en", b"de", b"fr", b"es", b"it", b"pt", b"nl", b"pl",
)
OWN_NAMES = (
    b"English", b"Deutsch", b"Fran\x98ais", b"Espa\x9fol", b"Italiano", b"Portugu\x9bs", b"Nederlands", b"Polski",
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
    b"History", b"Plan", b"Practice", b"Settings", b"People", b"Who?", b"Person", b"New person", b"Somebody else",
    b"Name", b"Take", b"Hold OK: done", b"Delete", b"Keep", b"Delete all of it", b"How was it?", b"Fine",
    b"It stung or burnt", b"Too weak", b"Skin dry or red", b"Sweating",
    b"never noticeable and never\ninterferes with my daily\nactivities",
    b"tolerable but sometimes\ninterferes with my daily\nactivities",
    b"barely tolerable and\nfrequently interferes with\nmy daily activities",
    b"intolerable and always\ninterferes with my daily\nactivities", b"Next time", b"Stay at", b"Try",
    b"Four weeks away", b"It was limited. Next time\nsoak longer; 1 tsp baking\nsoda in each tray.",
    b"Leave the current as it is.\nNo change before about the\nfourth session.", b"Leave the current as it is.",
    b"Nearly dry: how often?", b"a week", b"today", b"d late", b"d", b"Mon", b"Tue", b"Wed", b"Thu", b"Fri", b"Sat",
    b"Sun", b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec",
    b"in a row", b"weeks dry", b"sweating", b"Nothing yet.", b"List", b"stopped by you", b"whole", b"stopped:",
    b"nobody there", b"Contrast", b"Dims after", b"Sounds", b"Clock", b"About", b"Measured", b"Language", b"never",
    b"all", b"faults only", b"No clock is fitted.\nThe day is not known.", b"The clock stood still. Set\nit again.",
    b"Year", b"Month", b"Day", b"Hour", b"Minute", b"Version", b"Board", b"Switched on", b"Calibrated", b"no",
    b"Practise first?", b"Not now", b"Hands stay out: nothing\nflows. The bar says which\nkey plays the hands.",
    b"PRACTICE  OK: in", b"PRACTICE  OK: on", b"PRACTICE  DOWN: out", b"PRACTICE  OK: back in",
    b"PRACTICE  STOP: end", b"PRACTICE  OK: done", b"Not me", b"Same hands: 12 h apart.", b"Your age?", b"-",
    b"16 years or more", b"12 to 15 years", b"6 to 11 years", b"Below 6 years",
    b"Not for children below\nsix years. Nothing was\nswitched on.", b"Size of one pad?", b"sq cm",
    b"It limits the current.", b"Choose", b"Next", b"mA", b"min", b"s", b"k\x80", b"mA\x82min", b"%", b".", b"/",
    b"+", b"-.-", b"A", b"B", b"A+ B\x81", b"A\x81 B+", b"Last", b"First time here", b"Change", b"Yes", b"Hold 1 s",
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
    b"Press STOP, pads stay\non until it is off.",
    b"No current flows. Look at\nthe skin. Blister or a new\nspot: press STOP.", b"Go on", b"PAUSED: no current",
    b"Both hands back in, flat", b"Both feet back in, flat", b"Both pads back on", b"Check leads and plugs",
    b"Keep still: it moved", b"Check leads", b"WAITING: no current", b"Press OK, then hands in",
    b"Press OK, then feet in", b"Press OK, then pads on", b"Done", b"Done: nearly all", b"Done: about half",
    b"Done: hardly any", b"Stopped by you", b"Ended early", b"Not limited", b"Limited", b"Current off: hands out",
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
