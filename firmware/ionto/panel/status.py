# What the panel may know: plain integers that app/publish.py writes, and nobody else. Decides no value of them.

from micropython import const

from ionto.treatment import terms

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from typing import Any

# Of `test_prompt`.
PRESS = const(1)
LET_GO = const(2)


class Status:
    """Everything that the panel may know. Integers, but for `detail`, `who`, `dues`, `sheet`; units in the names."""

    def __init__(self) -> None:
        self.state = 0  # treatment/states.py: BOOT .. FAULT
        self.fault = 0  # safety/faults.py, 0 = none
        self.result = terms.RESULT_NONE
        self.repeated = 0  # 1: the session before ended for the same cause, or the power-on before
        self.detail = b""  # of the fault: a file's name, the address where a part answers
        self.report = 0  # an R code to acknowledge before the menu, 0 = none
        # self-test
        self.test_item = 0  # 0-based number of the item under test
        self.test_items = 1
        self.test_prompt = 0  # PRESS or LET_GO: what the user is asked to do with STOP
        # choosing
        self.cursor = 0  # chosen line of a menu
        self.editing = 0  # confirm: 0 = proposal shown, 1 = list of lines, 2 = value under the cursor changes
        self.page = 0  # checklist page, 0-based
        self.pages = 6  # with those on how to sit down to it
        self.first_here = 0  # checklist: 1 = the long one, before a site's first treatment
        self.ok_counts = 0  # checklist: 1 when OK counts (1 s after the page appeared)
        self.unsure = 0  # checklist: 1 = "Not today" is shown
        self.hold_ok = 0  # proposal above the last current, or a first one's: OK must be held 1 s
        self.last_ua = 0  # current of the last session at this site, 0 = never
        self.site = terms.HANDS
        self.asked = 0  # treatment/questions.py: what is asked of the user, 0 = nothing
        self.answer = 0  # the age (treatment/terms.py) or cm² that stands there
        self.who = b""  # the name of the person, empty where there is but one who bears none
        self.dues = [b"", b"", b""]  # when each site's next treatment is due
        self.several = 0  # 1: there are others
        self.newcomer = 0  # questions: 1 = of somebody who is new beside others
        self.practice = 0  # the bar's text while somebody practises, 0 = nobody does
        self.sheet: "Any" = None  # panel/sheet.py: a page that is no part of a treatment
        self.sheet_number = 0  # another one with each that is written, 0 = none stands there
        # the plan
        self.plan_ua = 10_000
        self.plan_min = 20
        self.polarity_mode = terms.ALTERNATE
        self.polarity = terms.A_POSITIVE
        # live
        self.target_ua = 0  # what the user asked for
        self.set_ua = 0  # tracked setpoint
        self.measured_ua = 0  # channel A, magnitude
        self.b_ua = 0  # channel B, magnitude
        self.load_mv = 0
        self.load_ohm = 0  # measured, 0 = unknown
        self.rail_mv = 0
        self.dac_code = 0
        self.limited = 0  # 1: voltage-limited
        self.up_allowed = 1
        self.why = 0  # for a few seconds, 1: LIMIT explained, 2: what to do when it burns
        self.risen = 0  # 1: resistance stands above its least: bicarbonate is not what helps
        self.live = 0  # 1: output closed and current may flow: amber lamp
        self.fresh = 0  # counts fresh measurement frames; stands when the data stand
        self.remaining_ms = 0
        self.dose_permille = 0  # delivered share of the planned dose
        self.delivered_uamin = 0  # delivered charge, µA·min
        self.limited_ms = 0
        self.share_permille = 1000  # at the end: delivered of what was asked for
        self.progress_permille = 0  # contact: share of the 2 s probe
        self.contact = 0  # contact: 1 = found, probing
        self.poor = 0  # contact: water or skin conducts badly, 1 from the start, 2 worse than before
        self.restart = 0  # contact: 1 = after a pause ("starts again from 0")
        self.asks = 0  # contact, paused: treatment/contact.py: LIFT, JOINS, FLAT; 0 = nothing
        self.away_ms = 0  # paused: how long the hands are out
        self.needs_ok = 0  # paused: more than 10 s away
        self.pause_cause = 0  # paused: treatment/pause.py, LEFT .. METAL
        self.battery_mv = 0
        self.battery_warn = 0
        self.service = 0  # service mode: USB at power-up
        self.pauses = 0  # pauses of this session
        self.caring = 0  # 1: the care of the skin is shown, after a treatment
        # for whoever records
        self.tick = 0  # control ticks since start
        self.event = 0  # of this tick: treatment/events.py
        self.fault_measured = 0  # what the rule compared that found the fault, in its own unit; 0 and 0: no two values
        self.fault_allowed = 0
