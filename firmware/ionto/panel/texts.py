# Each text's rank, the ranks that tell each fault, and English as the sources have it. Made from firmware/languages/.
#
# Made by `python -m tools.image.texts`; do not edit by hand. A unit has no English in here: it loads en.dat.

from micropython import const

COUNT = const(400)

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
STRAP = const(12)
SELFTEST = const(102)
TEST_BODY = const(103)
TEST_PARTS = const(104)
TEST_KEYS = const(105)
TEST_CUTS = const(106)
TEST_CURRENT = const(107)
TEST_BRIDGE = const(108)
NO_CURRENT = const(109)
PRESS_STOP = const(110)
STOP_BODY = const(111)
NOT_READY = const(112)
INTERRUPTED = const(113)
NOTE = const(114)
UNDERSTOOD = const(115)
WHERE = const(116)
HANDS = const(117)
FEET = const(118)
UNDERARMS = const(119)
USER = const(120)
HISTORY = const(121)
PLAN = const(122)
PRACTICE = const(123)
SETTINGS = const(124)
PEOPLE = const(125)
WHO = const(126)
PERSON = const(127)
NEW_PERSON = const(128)
ANOTHER = const(129)
NAME = const(130)
TAKE = const(131)
HOLD_DONE = const(132)
DELETE = const(133)
KEEP_PERSON = const(134)
DELETE_ALL = const(135)
HOW_WAS_IT = const(136)
FELT_FINE = const(137)
FELT_STUNG = const(138)
FELT_WEAK = const(139)
FELT_RED = const(140)
SWEATING = const(141)
SEVERITY_1 = const(142)
SEVERITY_2 = const(143)
SEVERITY_3 = const(144)
SEVERITY_4 = const(145)
NEXT_TIME = const(146)
STAY_AT = const(147)
TRY = const(148)
AWAY_HEAD = const(149)
SUGGEST_SOAK = const(150)
SUGGEST_TOO_NEW = const(151)
SUGGEST_STAY = const(152)
STUNG_HANDS = const(153)
STUNG_FEET = const(154)
STUNG_PADS = const(155)
STILL_DRY = const(156)
A_WEEK = const(157)
TODAY = const(158)
DAYS_LATE = const(159)
IN_DAYS = const(160)
MON = const(161)
TUE = const(162)
WED = const(163)
THU = const(164)
FRI = const(165)
SAT = const(166)
SUN = const(167)
JAN = const(168)
FEB = const(169)
MAR = const(170)
APR = const(171)
MAY = const(172)
JUN = const(173)
JUL = const(174)
AUG = const(175)
SEP = const(176)
OCT = const(177)
NOV = const(178)
DEC = const(179)
IN_A_ROW = const(180)
DRY_WEEKS = const(181)
LAST_SEVERITY = const(182)
NOTHING_YET = const(183)
LIST = const(184)
STOPPED_BY_YOU = const(185)
ENDED_DONE = const(186)
ENDED_CAUSE = const(187)
ENDED_ALONE = const(188)
CONTRAST = const(189)
DIMMING = const(190)
SOUNDS = const(191)
CLOCK = const(192)
ABOUT = const(193)
MEASURED = const(194)
LANGUAGE = const(195)
ALWAYS = const(196)
SOUND_ALL = const(197)
SOUND_FAULTS = const(198)
NO_CLOCK = const(199)
CLOCK_LOST = const(200)
YEAR = const(201)
MONTH = const(202)
DAY = const(203)
HOUR = const(204)
MINUTE = const(205)
VERSION = const(206)
BOARD = const(207)
STARTS = const(208)
CALIBRATED = const(209)
NO = const(210)
PRACTISE_FIRST = const(211)
NOT_NOW = const(212)
PRACTICE_BODY = const(213)
PRACTICE_IN = const(214)
PRACTICE_ON = const(215)
PRACTICE_LIFT = const(216)
PRACTICE_BACK = const(217)
PRACTICE_STOP = const(218)
PRACTICE_END = const(219)
NOT_ME = const(220)
SAME_HANDS = const(221)
AGE_HEAD = const(222)
AGE_UNKNOWN = const(223)
ADULT = const(224)
TEEN = const(225)
CHILD = const(226)
TOO_YOUNG = const(227)
TOO_YOUNG_BODY = const(228)
PADS_HEAD = const(229)
CM2 = const(230)
FOR_CAP = const(231)
CHOOSE = const(232)
NEXT = const(233)
MA = const(234)
MIN = const(235)
SEC = const(236)
KOHM = const(237)
MAMIN = const(238)
PERCENT = const(239)
DECIMAL = const(240)
SLASH = const(241)
PLUS = const(242)
UNKNOWN_OHM = const(243)
A = const(244)
B = const(245)
A_PLUS = const(246)
B_PLUS = const(247)
LAST = const(248)
FIRST = const(249)
CHANGE = const(250)
YES = const(251)
HOLD = const(252)
CURRENT = const(253)
TIME = const(254)
DIRECTION = const(255)
KEEP = const(256)
ALTERNATE = const(257)
HALF_TIME = const(258)
SET = const(259)
CHECKLIST = const(260)
NONE_HEAD = const(261)
SKIN_HEAD = const(262)
METAL_HEAD = const(263)
TODAY_HEAD = const(264)
UNSURE = const(265)
RIGHT = const(266)
EXCLUDED = const(267)
SKIN = const(268)
METAL_HANDS = const(269)
METAL_FEET = const(270)
METAL_PADS = const(271)
TODAY_HANDS = const(272)
TODAY_FEET = const(273)
TODAY_PADS = const(274)
PAGE_DEVICE = const(275)
PAGE_PREGNANT = const(276)
PAGE_HEART = const(277)
PAGE_SKIN = const(278)
PAGE_NUMB = const(279)
PAGE_METAL_HANDS = const(280)
PAGE_METAL_FEET = const(281)
PAGE_METAL_PADS = const(282)
PAGE_NICKEL = const(283)
PAGE_BARE_HANDS = const(284)
PAGE_BARE_FEET = const(285)
PAGE_BARE_PADS = const(286)
PAGE_ALCOHOL = const(287)
PAGE_JEWELLERY = const(288)
BEFORE_HEAD = const(289)
SEAT = const(290)
WATER_HANDS = const(291)
WATER_FEET = const(292)
WATER_PADS = const(293)
NOT_TODAY = const(294)
ASK_DOCTOR = const(295)
HANDS_IN = const(296)
FEET_IN = const(297)
PADS_ON = const(298)
STOP_HELD = const(299)
HELD_BODY = const(300)
CONTACT = const(301)
LIFT = const(302)
LIFT_HANDS = const(303)
LIFT_FEET = const(304)
LIFT_PADS = const(305)
JOINS = const(306)
JOINS_HANDS = const(307)
JOINS_FEET = const(308)
JOINS_PADS = const(309)
FLAT_HANDS = const(310)
FLAT_FEET = const(311)
FLAT_PADS = const(312)
TINGLE = const(313)
FROM_ZERO = const(314)
POOR = const(315)
POOR_HANDS = const(316)
POOR_FEET = const(317)
POOR_PADS = const(318)
WORSE_HANDS = const(319)
WORSE_FEET = const(320)
WORSE_PADS = const(321)
NOW = const(322)
RISING = const(323)
FALLING = const(324)
TURNING = const(325)
LIMIT = const(326)
BATT = const(327)
STEP = const(328)
KEEP_HANDS = const(329)
KEEP_FEET = const(330)
KEEP_PADS = const(331)
STOP = const(332)
QUESTION = const(333)
LIMITED = const(334)
SHARE_MOST = const(335)
SHARE_HALF = const(336)
SHARE_LITTLE = const(337)
WHY_HANDS = const(338)
WHY_FEET = const(339)
WHY_PADS = const(340)
RISEN_HANDS = const(341)
RISEN_FEET = const(342)
RISEN_PADS = const(343)
BURNS = const(344)
BURN_HANDS = const(345)
BURN_FEET = const(346)
BURN_PADS = const(347)
BURN_PAUSED = const(348)
GO_ON = const(349)
PAUSED = const(350)
BACK_HANDS = const(351)
BACK_FEET = const(352)
BACK_PADS = const(353)
CHECK_LEADS = const(354)
KEEP_STILL = const(355)
LEADS = const(356)
WAITING = const(357)
OK_HANDS = const(358)
OK_FEET = const(359)
OK_PADS = const(360)
DONE = const(361)
DONE_MOST = const(362)
DONE_HALF = const(363)
DONE_LITTLE = const(364)
STOPPED = const(365)
ENDED = const(366)
NOT_LIMITED = const(367)
LIMITED_FOR = const(368)
OFF_HANDS = const(369)
OFF_FEET = const(370)
OFF_PADS = const(371)
DRY_HANDS = const(372)
DRY_FEET = const(373)
DRY_PADS = const(374)
CARE = const(375)
LEFT_ALONE = const(376)
GENTLY = const(377)
FAULT = const(378)
OFF = const(379)
LOCKED = const(380)
USB_HEAD = const(381)
USB_BODY = const(382)
BATTERY_HEAD = const(383)
VOLT = const(384)
BATTERY_BODY = const(385)
SOAK_HANDS = const(386)
SOAK_FEET = const(387)
SOAK_PADS = const(388)
NOBODY_HANDS = const(389)
NOBODY_FEET = const(390)
NOBODY_PADS = const(391)
AGAIN_DRYING = const(392)
AGAIN_PAUSES = const(393)
AGAIN_MOVED = const(394)
AGAIN_LEADS = const(395)
AGAIN_POOR = const(396)
AGAIN_NOBODY = const(397)
READDRESS = const(398)
ANSWERS_AT = const(399)

# By kind and number of a fault: the rank of its cause, then of its next step.
# fmt: off
FAULTS = (
    b"\x00\x01",
    b"\x00\x01\r\x06\x0e\x06\x0f\x07\x10\x0c\x11\x01\x12\x03\x13\x03\x14\x03\x15\t\x16\x04\x17\x01\x18\x01\x19\x01"
    b'\x1a\x02\x1b\x01\x1c\x01\x1d\x01\x1e\x02\x1f\x02 \x02!\x02!\x02"\x02#\x02$\x02%\x02&\x02&\x02\'\n(\x01)\x02*'
    b"\x05+\x02,\x014\x08-\x02.\x02/\x020123",
    b"\x00\x015\x015\x016\x017\x015\x018\x019\x01:\x01;\x01<\x01<\x01=\x01>\x02>\x02?\x01@\x01@\x018\x01:\x01*\x05A"
    b"\x04&\x026\x01B\x01B\x01,\x01C\x02D\x02E\x02",
    b"\x00\x01F\x0bG\x0bH\x0bI\x0bJ\x0bK\x0bL\x0bM\x0bN\x0bO\x0bN\x0bP\x0bQ\x0bR\x0bS\x0bV\x0bW\x0b\x00\x01\x00\x01"
    b"T\x0bU\x0b", b"\x00\x01X\x0bY\x0bZ\x0b[\x0b\\\x0b]\x0b^\x0ba\x0bb\x0bc\x0b_\x0b`\x0bd\x0b",
    b"\x00\x01\x00\x01\x00\x01e\x0b",
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
    b"Let go of it, then\nswitch off and on.", b"", b"Maker: R131, R132?\nSwitch off and on.",
    b"Changed program file:", b"The base software is too\nold.", b"The calibration cannot be\nread.",
    b"The identity strap does not\nfit the board.", b"Too little memory is free.",
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
    b"Current meter B is not\nexact enough.", b"Diode in the bridge:", b"The records are of a\nnewer program.",
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
