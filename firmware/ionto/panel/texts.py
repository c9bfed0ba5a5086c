# Each text's rank, the ranks that tell each fault, and English as the sources have it. Made from firmware/languages/.
#
# Made by `python -m tools.image.texts`; do not edit by hand. A unit has no English in here: it loads en.dat.

from micropython import const

COUNT = const(397)

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
SELFTEST = const(100)
TEST_BODY = const(101)
TEST_PARTS = const(102)
TEST_KEYS = const(103)
TEST_CUTS = const(104)
TEST_CURRENT = const(105)
TEST_BRIDGE = const(106)
NO_CURRENT = const(107)
PRESS_STOP = const(108)
STOP_BODY = const(109)
NOT_READY = const(110)
INTERRUPTED = const(111)
NOTE = const(112)
UNDERSTOOD = const(113)
WHERE = const(114)
HANDS = const(115)
FEET = const(116)
UNDERARMS = const(117)
USER = const(118)
HISTORY = const(119)
PLAN = const(120)
PRACTICE = const(121)
SETTINGS = const(122)
PEOPLE = const(123)
WHO = const(124)
PERSON = const(125)
NEW_PERSON = const(126)
ANOTHER = const(127)
NAME = const(128)
TAKE = const(129)
HOLD_DONE = const(130)
DELETE = const(131)
KEEP_PERSON = const(132)
DELETE_ALL = const(133)
HOW_WAS_IT = const(134)
FELT_FINE = const(135)
FELT_STUNG = const(136)
FELT_WEAK = const(137)
FELT_RED = const(138)
SWEATING = const(139)
SEVERITY_1 = const(140)
SEVERITY_2 = const(141)
SEVERITY_3 = const(142)
SEVERITY_4 = const(143)
NEXT_TIME = const(144)
STAY_AT = const(145)
TRY = const(146)
AWAY_HEAD = const(147)
SUGGEST_SOAK = const(148)
SUGGEST_TOO_NEW = const(149)
SUGGEST_STAY = const(150)
STUNG_HANDS = const(151)
STUNG_PADS = const(152)
STILL_DRY = const(153)
A_WEEK = const(154)
TODAY = const(155)
DAYS_LATE = const(156)
IN_DAYS = const(157)
MON = const(158)
TUE = const(159)
WED = const(160)
THU = const(161)
FRI = const(162)
SAT = const(163)
SUN = const(164)
JAN = const(165)
FEB = const(166)
MAR = const(167)
APR = const(168)
MAY = const(169)
JUN = const(170)
JUL = const(171)
AUG = const(172)
SEP = const(173)
OCT = const(174)
NOV = const(175)
DEC = const(176)
IN_A_ROW = const(177)
DRY_WEEKS = const(178)
LAST_SEVERITY = const(179)
NOTHING_YET = const(180)
LIST = const(181)
STOPPED_BY_YOU = const(182)
ENDED_DONE = const(183)
ENDED_CAUSE = const(184)
ENDED_ALONE = const(185)
CONTRAST = const(186)
DIMMING = const(187)
SOUNDS = const(188)
CLOCK = const(189)
ABOUT = const(190)
MEASURED = const(191)
LANGUAGE = const(192)
ALWAYS = const(193)
SOUND_ALL = const(194)
SOUND_FAULTS = const(195)
NO_CLOCK = const(196)
CLOCK_LOST = const(197)
YEAR = const(198)
MONTH = const(199)
DAY = const(200)
HOUR = const(201)
MINUTE = const(202)
VERSION = const(203)
BOARD = const(204)
STARTS = const(205)
CALIBRATED = const(206)
NO = const(207)
PRACTISE_FIRST = const(208)
NOT_NOW = const(209)
PRACTICE_BODY = const(210)
PRACTICE_IN = const(211)
PRACTICE_ON = const(212)
PRACTICE_LIFT = const(213)
PRACTICE_BACK = const(214)
PRACTICE_STOP = const(215)
PRACTICE_END = const(216)
NOT_ME = const(217)
SAME_HANDS = const(218)
AGE_HEAD = const(219)
AGE_UNKNOWN = const(220)
ADULT = const(221)
TEEN = const(222)
CHILD = const(223)
TOO_YOUNG = const(224)
TOO_YOUNG_BODY = const(225)
PADS_HEAD = const(226)
CM2 = const(227)
FOR_CAP = const(228)
CHOOSE = const(229)
NEXT = const(230)
MA = const(231)
MIN = const(232)
SEC = const(233)
KOHM = const(234)
MAMIN = const(235)
PERCENT = const(236)
DECIMAL = const(237)
SLASH = const(238)
PLUS = const(239)
UNKNOWN_OHM = const(240)
A = const(241)
B = const(242)
A_PLUS = const(243)
B_PLUS = const(244)
LAST = const(245)
FIRST = const(246)
CHANGE = const(247)
YES = const(248)
HOLD = const(249)
CURRENT = const(250)
TIME = const(251)
DIRECTION = const(252)
KEEP = const(253)
ALTERNATE = const(254)
HALF_TIME = const(255)
SET = const(256)
CHECKLIST = const(257)
NONE_HEAD = const(258)
SKIN_HEAD = const(259)
METAL_HEAD = const(260)
TODAY_HEAD = const(261)
UNSURE = const(262)
RIGHT = const(263)
EXCLUDED = const(264)
SKIN = const(265)
METAL_HANDS = const(266)
METAL_FEET = const(267)
METAL_PADS = const(268)
TODAY_HANDS = const(269)
TODAY_FEET = const(270)
TODAY_PADS = const(271)
PAGE_DEVICE = const(272)
PAGE_PREGNANT = const(273)
PAGE_HEART = const(274)
PAGE_SKIN = const(275)
PAGE_NUMB = const(276)
PAGE_METAL_HANDS = const(277)
PAGE_METAL_FEET = const(278)
PAGE_METAL_PADS = const(279)
PAGE_NICKEL = const(280)
PAGE_BARE_HANDS = const(281)
PAGE_BARE_FEET = const(282)
PAGE_BARE_PADS = const(283)
PAGE_ALCOHOL = const(284)
PAGE_JEWELLERY = const(285)
BEFORE_HEAD = const(286)
SEAT = const(287)
WATER_HANDS = const(288)
WATER_FEET = const(289)
WATER_PADS = const(290)
NOT_TODAY = const(291)
ASK_DOCTOR = const(292)
HANDS_IN = const(293)
FEET_IN = const(294)
PADS_ON = const(295)
STOP_HELD = const(296)
HELD_BODY = const(297)
CONTACT = const(298)
LIFT = const(299)
LIFT_HANDS = const(300)
LIFT_FEET = const(301)
LIFT_PADS = const(302)
JOINS = const(303)
JOINS_HANDS = const(304)
JOINS_FEET = const(305)
JOINS_PADS = const(306)
FLAT_HANDS = const(307)
FLAT_FEET = const(308)
FLAT_PADS = const(309)
TINGLE = const(310)
FROM_ZERO = const(311)
POOR = const(312)
POOR_HANDS = const(313)
POOR_FEET = const(314)
POOR_PADS = const(315)
WORSE_HANDS = const(316)
WORSE_FEET = const(317)
WORSE_PADS = const(318)
NOW = const(319)
RISING = const(320)
FALLING = const(321)
TURNING = const(322)
LIMIT = const(323)
BATT = const(324)
STEP = const(325)
KEEP_HANDS = const(326)
KEEP_FEET = const(327)
KEEP_PADS = const(328)
STOP = const(329)
QUESTION = const(330)
LIMITED = const(331)
SHARE_MOST = const(332)
SHARE_HALF = const(333)
SHARE_LITTLE = const(334)
WHY_HANDS = const(335)
WHY_FEET = const(336)
WHY_PADS = const(337)
RISEN_HANDS = const(338)
RISEN_FEET = const(339)
RISEN_PADS = const(340)
BURNS = const(341)
BURN_HANDS = const(342)
BURN_FEET = const(343)
BURN_PADS = const(344)
BURN_PAUSED = const(345)
GO_ON = const(346)
PAUSED = const(347)
BACK_HANDS = const(348)
BACK_FEET = const(349)
BACK_PADS = const(350)
CHECK_LEADS = const(351)
KEEP_STILL = const(352)
LEADS = const(353)
WAITING = const(354)
OK_HANDS = const(355)
OK_FEET = const(356)
OK_PADS = const(357)
DONE = const(358)
DONE_MOST = const(359)
DONE_HALF = const(360)
DONE_LITTLE = const(361)
STOPPED = const(362)
ENDED = const(363)
NOT_LIMITED = const(364)
LIMITED_FOR = const(365)
OFF_HANDS = const(366)
OFF_FEET = const(367)
OFF_PADS = const(368)
DRY_HANDS = const(369)
DRY_FEET = const(370)
DRY_PADS = const(371)
CARE = const(372)
LEFT_ALONE = const(373)
GENTLY = const(374)
FAULT = const(375)
OFF = const(376)
LOCKED = const(377)
USB_HEAD = const(378)
USB_BODY = const(379)
BATTERY_HEAD = const(380)
VOLT = const(381)
BATTERY_BODY = const(382)
SOAK_HANDS = const(383)
SOAK_FEET = const(384)
SOAK_PADS = const(385)
NOBODY_HANDS = const(386)
NOBODY_FEET = const(387)
NOBODY_PADS = const(388)
AGAIN_DRYING = const(389)
AGAIN_PAUSES = const(390)
AGAIN_MOVED = const(391)
AGAIN_LEADS = const(392)
AGAIN_POOR = const(393)
AGAIN_NOBODY = const(394)
READDRESS = const(395)
ANSWERS_AT = const(396)

# By kind and number of a fault: the rank of its cause, then of its next step.
# fmt: off
FAULTS = (
    b"\x00\x01",
    b"\x00\x01\x0c\x06\r\x06\x0e\x07\x0f\x06\x10\x01\x11\x03\x12\x03\x13\x03\x14\t\x15\x04\x16\x01\x17\x01\x18\x01"
    b'\x19\x02\x1a\x01\x1b\x01\x1c\x01\x1d\x02\x1e\x02\x1f\x02 \x02 \x02!\x02"\x02#\x02$\x02%\x02%\x02&\n\'\x01('
    b"\x02)\x05*\x02+\x012\x08,\x02-\x02\x00\x01./01",
    b"\x00\x013\x013\x014\x015\x013\x016\x017\x018\x019\x01:\x01:\x01;\x01<\x02<\x02=\x01>\x01>\x016\x018\x01)\x05?"
    b"\x04%\x024\x01@\x01@\x01+\x01A\x02B\x02C\x02",
    b"\x00\x01D\x0bE\x0bF\x0bG\x0bH\x0bI\x0bJ\x0bK\x0bL\x0bM\x0bL\x0bN\x0bO\x0bP\x0bQ\x0bT\x0bU\x0b\x00\x01\x00\x01"
    b"R\x0bS\x0b", b"\x00\x01V\x0bW\x0bX\x0bY\x0bZ\x0b[\x0b\\\x0b_\x0b`\x0ba\x0b]\x0b^\x0bb\x0b",
    b"\x00\x01\x00\x01\x00\x01c\x0b",
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
    b"Install the newer\nprogram again.", b"No meter has confirmed\n10 mA yet.",
    b"Calibrate it: see the\nmaker's page.", b"The relay stays: a USB\ncable, or a Pico W board.",
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
    b"The last treatment counts\nas full. Always press STOP\nbefore switching off.",
    b"The calibration is lost: at\nmost 5 mA until it is\ncalibrated again.",
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
    b"Next time petroleum jelly\non cuts and in a thin ring\nat the water line.",
    b"Next time petroleum jelly\non cuts; pads wetter, and\nflat on the skin.", b"Nearly dry: how often?", b"a week",
    b"today", b"d late", b"d", b"Mon", b"Tue", b"Wed", b"Thu", b"Fri", b"Sat", b"Sun", b"Jan", b"Feb", b"Mar", b"Apr",
    b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec", b"in a row", b"weeks dry", b"sweating",
    b"Nothing yet.", b"List", b"stopped by you", b"whole", b"stopped:", b"nobody there", b"Contrast", b"Dims after",
    b"Sounds", b"Clock", b"About", b"Measured", b"Language", b"never", b"all", b"faults only",
    b"No clock is fitted.\nThe day is not known.", b"The clock stood still. Set\nit again.", b"Year", b"Month",
    b"Day", b"Hour", b"Minute", b"Version", b"Board", b"Switched on", b"Calibrated", b"no", b"Practise first?",
    b"Not now", b"Hands stay out: nothing\nflows. The bar says which\nkey plays the hands.", b"PRACTICE  OK: in",
    b"PRACTICE  OK: on", b"PRACTICE  DOWN: out", b"PRACTICE  OK: back in", b"PRACTICE  STOP: end",
    b"PRACTICE  OK: done", b"Not me", b"Same hands: 12 h apart.", b"Your age?", b"-", b"16 years or more",
    b"12 to 15 years", b"6 to 11 years", b"Below 6 years",
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
