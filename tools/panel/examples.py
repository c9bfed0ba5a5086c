# An example of each screen's status, for the sheet and for the tests. Decides no screen. CPython and MicroPython.

from ionto.panel import texts
from ionto.panel.draw.canvas import HEIGHT, WIDTH, Canvas
from ionto.panel.screens.selector import render
from ionto.panel.sheet import Sheet, words
from ionto.panel.status import Status
from ionto.safety import faults as f
from ionto.treatment import pause as ps
from ionto.treatment import questions, terms
from ionto.treatment import states as s

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# A treatment under way; the examples below change what differs.
RUNNING: "dict[str, int]" = {
    "live": 1,
    "target_ua": 10_000,
    "set_ua": 10_000,
    "measured_ua": 9_940,
    "load_ohm": 2_910,
    "remaining_ms": 13 * 60_000 + 5_000,
    "dose_permille": 310,
    "battery_mv": 3_950,
    "fresh": 4,
}
_LIVE = (s.RAMP, s.RUN, s.LIMITED, s.REVERSAL, s.RAMPDOWN)


def _late() -> bytes:
    """The longest that stands beside a site, in the language of the day."""
    return b"999 " + words(texts.DAYS_LATE)


def _who() -> Sheet:
    return Sheet(words(texts.WHO), [(b"Anna", words(texts.TODAY)), (b"Ben", b""), (words(texts.NEW_PERSON), b"")], 0)


# name -> state, and the fields that differ from a new status's (in the live states: from RUNNING); a function makes its
# value when it is asked for, in the language spoken then
EXAMPLES: "dict[str, tuple[int, dict[str, Any]]]" = {}


def _add(name: str, state: int, **fields: "Any") -> None:
    EXAMPLES[name] = (state, fields)


_add("selftest", s.SELFTEST, test_item=17, test_items=27)
_add("press_stop", s.SELFTEST, test_item=8, test_items=27, test_prompt=1)
_add("stop_held", s.SELFTEST, test_item=2, test_items=27, test_prompt=2)
_add("not_ready", s.FAULT, fault=f.UP_STUCK)
_add("stop_stuck", s.FAULT, fault=f.STOP_STUCK)
_add("not_exact", s.FAULT, fault=f.LINEARITY)
_add("ledger", s.FAULT, fault=f.LEDGER_INVALID)
_add("interrupted", s.READY, report=f.INTERRUPTED)
_add("report", s.READY, report=f.SETTINGS_RESET)
_add("attest", s.READY, report=f.ATTEST)
_add("where", s.READY)
_add("where_underarms", s.READY, cursor=2)
_add("where_user", s.READY, cursor=3)
_add("age_unknown", s.READY, asked=questions.AGE)
_add("age", s.READY, asked=questions.AGE, answer=terms.AGE_12_TO_15)
_add("too_young", s.READY, asked=questions.REFUSED, answer=terms.TOO_YOUNG)
_add("pads", s.READY, asked=questions.PADS, answer=40, cursor=2)
_add("unfinished", s.READY, report=f.UNFINISHED)
_add(
    "where_family",
    s.READY,
    who=b"WWWWWWWWWW",
    several=1,
    dues=lambda: [_late(), words(texts.TODAY), words(texts.WED)],
)
_add("where_late", s.READY, cursor=2, dues=lambda: [_late(), _late(), _late()])
_add("newcomer", s.READY, asked=questions.AGE, newcomer=1)
_add("today", s.READY, report=f.TODAY)
_add("who", s.READY, sheet=_who, sheet_number=1)
_add("proposal_long", s.CONFIRM, who=b"WWWWWWWWWW", site=2, last_ua=10_000, dues=lambda: [b"", b"", _late()])
_add("proposal", s.CONFIRM, last_ua=10_000)
_add("proposal_first", s.CONFIRM, site=terms.UNDERARMS, plan_ua=2_000)
_add("proposal_up", s.CONFIRM, plan_ua=10_500, last_ua=10_000, hold_ok=1)
_add("edit", s.CONFIRM, editing=1)
_add("edit_current", s.CONFIRM, editing=2)
_add("edit_direction", s.CONFIRM, editing=2, cursor=2, polarity_mode=terms.HALF_TIME)
_MANY = terms.CHECKS_FIRST + terms.PREPARING
_FEW = terms.CHECKS_LATER + terms.PREPARING
for _n in range(_MANY):
    _add("first_%d" % (_n + 1), s.CHECKLIST, pages=_MANY, first_here=1, page=_n, ok_counts=_n % 2)
for _n in range(_FEW):
    _add("later_%d" % (_n + 1), s.CHECKLIST, pages=_FEW, page=_n, ok_counts=1)
    _add("later_feet_%d" % (_n + 1), s.CHECKLIST, pages=_FEW, page=_n, site=terms.FEET, ok_counts=1)
    _add("later_pads_%d" % (_n + 1), s.CHECKLIST, pages=_FEW, page=_n, site=terms.UNDERARMS, ok_counts=1)
for _n in (5, 7):
    _add("first_feet_%d" % (_n + 1), s.CHECKLIST, pages=_MANY, first_here=1, page=_n, site=terms.FEET, ok_counts=1)
    _add("first_pads_%d" % (_n + 1), s.CHECKLIST, pages=_MANY, first_here=1, page=_n, site=terms.UNDERARMS, ok_counts=1)
_add("unsure", s.CHECKLIST, unsure=1)
_add("hands_in", s.CONTACT, target_ua=10_000)
_add("feet_in", s.CONTACT, site=terms.FEET, target_ua=12_000, polarity=terms.B_POSITIVE)
_add("pads_on", s.CONTACT, site=terms.UNDERARMS, target_ua=5_000)
_add("contact", s.CONTACT, contact=1, target_ua=10_000, progress_permille=600, load_ohm=2_910)
_add(
    "contact_again",
    s.CONTACT,
    contact=1,
    restart=1,
    target_ua=9_000,
    progress_permille=400,
    remaining_ms=840_000,
)
_add("lift", s.CONTACT, target_ua=10_000, asks=1)
_add("lift_pads", s.CONTACT, target_ua=10_000, asks=1, site=terms.UNDERARMS)
_add("joins", s.CONTACT, target_ua=10_000, asks=2, site=terms.FEET)
_add("flat", s.CONTACT, target_ua=10_000, asks=3, contact=1, restart=1)
_add("flat_pads", s.CONTACT, target_ua=10_000, asks=3, contact=1, restart=1, site=terms.UNDERARMS)
_add("poor", s.CONTACT, target_ua=10_000, contact=1, poor=1, load_ohm=28_100)
_add("poor_feet_worse", s.CONTACT, target_ua=10_000, contact=1, poor=2, restart=1, load_ohm=121_400, site=terms.FEET)
_add("poor_pads", s.CONTACT, target_ua=10_000, contact=1, poor=1, load_ohm=24_000, site=terms.UNDERARMS)
_add("contact_leads", s.CONTACT, contact=1, restart=1, target_ua=9_000, remaining_ms=840_000, pause_cause=ps.LEADS)
_add("nobody", s.CONFIRM, report=f.NOBODY)
_add("nobody_pads", s.CONFIRM, report=f.NOBODY, site=terms.UNDERARMS)
_add("nobody_again", s.CONFIRM, report=f.NOBODY, repeated=1)
_add("ramp", s.RAMP, measured_ua=3_420, remaining_ms=1_200_000, dose_permille=10, fresh=0)
_add("run", s.RUN)
_add("run_reversed", s.RUN, polarity=terms.B_POSITIVE, up_allowed=0, measured_ua=20_000)
_add("run_last_minute", s.RUN, remaining_ms=41_000, dose_permille=970)
_add("limited", s.LIMITED, measured_ua=7_100, load_ohm=6_320, limited=1, up_allowed=0)
_add("limited_high", s.LIMITED, measured_ua=2_600, load_ohm=17_320, limited=1, fresh=5)
_add("why", s.LIMITED, measured_ua=7_100, limited=1, why=1)
_add("why_pads", s.LIMITED, measured_ua=4_100, limited=1, why=1, site=terms.UNDERARMS)
_add("why_half", s.LIMITED, measured_ua=5_500, limited=1, why=1, risen=1)
_add("why_hardly", s.LIMITED, measured_ua=1_500, limited=1, why=1, risen=1, site=terms.UNDERARMS)
_add("burns", s.RUN, why=2)
_add("burns_feet", s.RUN, why=2, site=terms.FEET)
_add("burns_pads", s.RUN, why=2, site=terms.UNDERARMS)
_add("burns_paused", s.PAUSED, why=2, target_ua=9_000, measured_ua=0)
_add("burns_probe", s.CONTACT, why=2, contact=1, target_ua=9_000, measured_ua=500)
_add("battery_run", s.RUN, battery_mv=3_380, battery_warn=1, remaining_ms=360_000)
_add("reversal", s.REVERSAL, measured_ua=2_600, dose_permille=500)
_add("ramp_down", s.RAMPDOWN, measured_ua=4_200, remaining_ms=0, dose_permille=1000, fresh=3)
_add("paused", s.PAUSED, target_ua=9_000, remaining_ms=840_000, away_ms=3_200)
_add("paused_leads", s.PAUSED, target_ua=9_000, remaining_ms=840_000, away_ms=3_200, pause_cause=ps.LEADS)
_add("paused_moved", s.PAUSED, target_ua=9_000, remaining_ms=840_000, away_ms=200, pause_cause=ps.MOVED)
_add("waiting_leads", s.PAUSED, remaining_ms=540_000, away_ms=11_000, needs_ok=1, pause_cause=ps.LEADS)
_add("waiting", s.PAUSED, target_ua=12_000, remaining_ms=540_000, away_ms=11_000, needs_ok=1)
_add("summary", s.DONE, result=terms.RESULT_COMPLETED, dose_permille=984, delivered_uamin=196_800)
_add(
    "summary_stopped",
    s.DONE,
    result=terms.RESULT_STOPPED,
    dose_permille=420,
    delivered_uamin=84_000,
    limited_ms=130_000,
)
_add(
    "summary_half",
    s.DONE,
    result=terms.RESULT_COMPLETED,
    dose_permille=550,
    share_permille=550,
    delivered_uamin=82_500,
    limited_ms=590_000,
)
_add("summary_abandoned", s.DONE, result=terms.RESULT_ABANDONED, dose_permille=420, delivered_uamin=84_000)
for _n, _site in enumerate(("hands", "feet", "pads")):
    _add("care_" + _site, s.DONE, result=terms.RESULT_COMPLETED, caring=1, site=_n)
_add("stopped", s.DONE, result=terms.RESULT_FAULT, fault=f.DRYING)
_add("stopped_less_skin", s.DONE, result=terms.RESULT_FAULT, fault=f.LESS_SKIN)
_add("stopped_metal", s.DONE, result=terms.RESULT_FAULT, fault=f.SKIN_ON_METAL)
_add("stopped_poor", s.DONE, result=terms.RESULT_FAULT, fault=f.CONDUCTS_BADLY)
_add("stopped_poor_again", s.DONE, result=terms.RESULT_FAULT, fault=f.CONDUCTS_BADLY, repeated=1)
_add("stopped_leads", s.DONE, result=terms.RESULT_FAULT, fault=f.LEADS_LOOSE)
_add("cut", s.FAULT, fault=f.A_B_DISAGREE)
_add("locked", s.FAULT, fault=f.THREE_HARD_CUTS)
_add("usb", s.READY, service=1)
_add("usb_cut", s.FAULT, fault=f.VBUS_PRESENT)
_add("battery", s.FAULT, fault=f.BATTERY_START, battery_mv=3_420)


def make_status(name: str) -> Status:
    """The status of an example; a field the status lacks is an error."""
    state, fields = EXAMPLES[name]
    status = Status()
    status.state = state
    if state in _LIVE:
        _set(status, RUNNING)
    _set(status, fields)
    return status


def _set(status: Status, fields: "dict[str, Any]") -> None:
    for name in fields:
        if not hasattr(status, name):
            raise AttributeError("the status has no " + name)
        value = fields[name]
        setattr(status, name, value() if callable(value) else value)


def draw(status: Status) -> bytearray:
    """The frame of a status, as the display's memory holds it."""
    buffer = bytearray(WIDTH * HEIGHT // 8)
    render(status, Canvas(buffer))
    return buffer
