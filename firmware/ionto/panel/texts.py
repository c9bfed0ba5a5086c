# Each text's rank, the ranks that tell each fault, and English as the sources have it. Made from firmware/languages/.
#
# Made by `python -m tools.image.texts`; do not edit by hand. A unit has no English in here: it loads en.dat.

from micropython import const

COUNT = const(398)

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
STUNG_FEET = const(152)
STUNG_PADS = const(153)
STILL_DRY = const(154)
A_WEEK = const(155)
TODAY = const(156)
DAYS_LATE = const(157)
IN_DAYS = const(158)
MON = const(159)
TUE = const(160)
WED = const(161)
THU = const(162)
FRI = const(163)
SAT = const(164)
SUN = const(165)
JAN = const(166)
FEB = const(167)
MAR = const(168)
APR = const(169)
MAY = const(170)
JUN = const(171)
JUL = const(172)
AUG = const(173)
SEP = const(174)
OCT = const(175)
NOV = const(176)
DEC = const(177)
IN_A_ROW = const(178)
DRY_WEEKS = const(179)
LAST_SEVERITY = const(180)
NOTHING_YET = const(181)
LIST = const(182)
STOPPED_BY_YOU = const(183)
ENDED_DONE = const(184)
ENDED_CAUSE = const(185)
ENDED_ALONE = const(186)
CONTRAST = const(187)
DIMMING = const(188)
SOUNDS = const(189)
CLOCK = const(190)
ABOUT = const(191)
MEASURED = const(192)
LANGUAGE = const(193)
ALWAYS = const(194)
SOUND_ALL = const(195)
SOUND_FAULTS = const(196)
NO_CLOCK = const(197)
CLOCK_LOST = const(198)
YEAR = const(199)
MONTH = const(200)
DAY = const(201)
HOUR = const(202)
MINUTE = const(203)
VERSION = const(204)
BOARD = const(205)
STARTS = const(206)
CALIBRATED = const(207)
NO = const(208)
PRACTISE_FIRST = const(209)
NOT_NOW = const(210)
PRACTICE_BODY = const(211)
PRACTICE_IN = const(212)
PRACTICE_ON = const(213)
PRACTICE_LIFT = const(214)
PRACTICE_BACK = const(215)
PRACTICE_STOP = const(216)
PRACTICE_END = const(217)
NOT_ME = const(218)
SAME_HANDS = const(219)
AGE_HEAD = const(220)
AGE_UNKNOWN = const(221)
ADULT = const(222)
TEEN = const(223)
CHILD = const(224)
TOO_YOUNG = const(225)
TOO_YOUNG_BODY = const(226)
PADS_HEAD = const(227)
CM2 = const(228)
FOR_CAP = const(229)
CHOOSE = const(230)
NEXT = const(231)
MA = const(232)
MIN = const(233)
SEC = const(234)
KOHM = const(235)
MAMIN = const(236)
PERCENT = const(237)
DECIMAL = const(238)
SLASH = const(239)
PLUS = const(240)
UNKNOWN_OHM = const(241)
A = const(242)
B = const(243)
A_PLUS = const(244)
B_PLUS = const(245)
LAST = const(246)
FIRST = const(247)
CHANGE = const(248)
YES = const(249)
HOLD = const(250)
CURRENT = const(251)
TIME = const(252)
DIRECTION = const(253)
KEEP = const(254)
ALTERNATE = const(255)
HALF_TIME = const(256)
SET = const(257)
CHECKLIST = const(258)
NONE_HEAD = const(259)
SKIN_HEAD = const(260)
METAL_HEAD = const(261)
TODAY_HEAD = const(262)
UNSURE = const(263)
RIGHT = const(264)
EXCLUDED = const(265)
SKIN = const(266)
METAL_HANDS = const(267)
METAL_FEET = const(268)
METAL_PADS = const(269)
TODAY_HANDS = const(270)
TODAY_FEET = const(271)
TODAY_PADS = const(272)
PAGE_DEVICE = const(273)
PAGE_PREGNANT = const(274)
PAGE_HEART = const(275)
PAGE_SKIN = const(276)
PAGE_NUMB = const(277)
PAGE_METAL_HANDS = const(278)
PAGE_METAL_FEET = const(279)
PAGE_METAL_PADS = const(280)
PAGE_NICKEL = const(281)
PAGE_BARE_HANDS = const(282)
PAGE_BARE_FEET = const(283)
PAGE_BARE_PADS = const(284)
PAGE_ALCOHOL = const(285)
PAGE_JEWELLERY = const(286)
BEFORE_HEAD = const(287)
SEAT = const(288)
WATER_HANDS = const(289)
WATER_FEET = const(290)
WATER_PADS = const(291)
NOT_TODAY = const(292)
ASK_DOCTOR = const(293)
HANDS_IN = const(294)
FEET_IN = const(295)
PADS_ON = const(296)
STOP_HELD = const(297)
HELD_BODY = const(298)
CONTACT = const(299)
LIFT = const(300)
LIFT_HANDS = const(301)
LIFT_FEET = const(302)
LIFT_PADS = const(303)
JOINS = const(304)
JOINS_HANDS = const(305)
JOINS_FEET = const(306)
JOINS_PADS = const(307)
FLAT_HANDS = const(308)
FLAT_FEET = const(309)
FLAT_PADS = const(310)
TINGLE = const(311)
FROM_ZERO = const(312)
POOR = const(313)
POOR_HANDS = const(314)
POOR_FEET = const(315)
POOR_PADS = const(316)
WORSE_HANDS = const(317)
WORSE_FEET = const(318)
WORSE_PADS = const(319)
NOW = const(320)
RISING = const(321)
FALLING = const(322)
TURNING = const(323)
LIMIT = const(324)
BATT = const(325)
STEP = const(326)
KEEP_HANDS = const(327)
KEEP_FEET = const(328)
KEEP_PADS = const(329)
STOP = const(330)
QUESTION = const(331)
LIMITED = const(332)
SHARE_MOST = const(333)
SHARE_HALF = const(334)
SHARE_LITTLE = const(335)
WHY_HANDS = const(336)
WHY_FEET = const(337)
WHY_PADS = const(338)
RISEN_HANDS = const(339)
RISEN_FEET = const(340)
RISEN_PADS = const(341)
BURNS = const(342)
BURN_HANDS = const(343)
BURN_FEET = const(344)
BURN_PADS = const(345)
BURN_PAUSED = const(346)
GO_ON = const(347)
PAUSED = const(348)
BACK_HANDS = const(349)
BACK_FEET = const(350)
BACK_PADS = const(351)
CHECK_LEADS = const(352)
KEEP_STILL = const(353)
LEADS = const(354)
WAITING = const(355)
OK_HANDS = const(356)
OK_FEET = const(357)
OK_PADS = const(358)
DONE = const(359)
DONE_MOST = const(360)
DONE_HALF = const(361)
DONE_LITTLE = const(362)
STOPPED = const(363)
ENDED = const(364)
NOT_LIMITED = const(365)
LIMITED_FOR = const(366)
OFF_HANDS = const(367)
OFF_FEET = const(368)
OFF_PADS = const(369)
DRY_HANDS = const(370)
DRY_FEET = const(371)
DRY_PADS = const(372)
CARE = const(373)
LEFT_ALONE = const(374)
GENTLY = const(375)
FAULT = const(376)
OFF = const(377)
LOCKED = const(378)
USB_HEAD = const(379)
USB_BODY = const(380)
BATTERY_HEAD = const(381)
VOLT = const(382)
BATTERY_BODY = const(383)
SOAK_HANDS = const(384)
SOAK_FEET = const(385)
SOAK_PADS = const(386)
NOBODY_HANDS = const(387)
NOBODY_FEET = const(388)
NOBODY_PADS = const(389)
AGAIN_DRYING = const(390)
AGAIN_PAUSES = const(391)
AGAIN_MOVED = const(392)
AGAIN_LEADS = const(393)
AGAIN_POOR = const(394)
AGAIN_NOBODY = const(395)
READDRESS = const(396)
ANSWERS_AT = const(397)

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
