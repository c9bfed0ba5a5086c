# Publishes the status for the panel and for whoever records, and lights the lamps: the one place that writes either.
# Decides no value; each is owned by the part that it is read from.

import micropython
from micropython import const

from ionto.safety import readings as rd
from ionto.selftest.order import ITEMS
from ionto.treatment import pause as ps
from ionto.treatment import states

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from typing import Protocol

    from ionto.app.protection import Protection
    from ionto.app.supervisor import Supervisor
    from ionto.hardware import Hardware
    from ionto.output.dummy_load import DummyLoadTest
    from ionto.output.ramp import Ramp
    from ionto.output.source import CurrentSource
    from ionto.output.stage import Stage
    from ionto.panel.status import Status
    from ionto.safety.monitor import Mailbox
    from ionto.selftest.order import SelfTest
    from ionto.sensing.sampling import Sampling
    from ionto.treatment.plan import Plan
    from ionto.treatment.session import Session
    from ionto.treatment.setup import Setup

    class Parts(Protocol):
        """What it reads: the unit's parts."""

        hw: Hardware
        sampling: Sampling
        mail: Mailbox
        stage: Stage
        source: CurrentSource
        ramp: Ramp
        plan: Plan
        session: Session
        setup: Setup
        selftest: SelfTest
        dummy_load: DummyLoadTest
        supervisor: Supervisor
        protection: Protection
        service: int


_FRESH_TICKS = const(104)  # a multiple of eight, because values() comes in one tick of eight: see app/unit.py
_FRESH_AT = const(7)


class Publisher:
    """`tick` each 5 ms, `flow` when the supervisor has looked, `values` each 40 ms and when state or output change."""

    def __init__(self, unit: "Parts", status: "Status") -> None:
        self._status = status
        self._readings = unit.sampling.readings
        self._mail = unit.mail
        self._stage = unit.stage
        self._source = unit.source
        self._ramp = unit.ramp
        self._plan = unit.plan
        self._session = unit.session
        self._setup = unit.setup
        self._selftest = unit.selftest
        self._dummy_load = unit.dummy_load
        self._supervisor = unit.supervisor
        self._protection = unit.protection
        self._amber = unit.hw.led_output
        self._red = unit.hw.led_fault
        status.service = unit.service
        status.test_items = ITEMS
        self._amber.value(0)
        self._red.value(0)

    @micropython.native
    def tick(self, event: int) -> int:
        """What moves each tick. 1: the output has gone live or is so no more."""
        status = self._status
        r = self._readings
        status.event = event
        status.set_ua = self._ramp.set_ua
        status.measured_ua = r[rd.A_UA]
        status.b_ua = r[rd.B_UA]
        status.load_mv = r[rd.LOAD_MV] - r[rd.LOAD_BACK_MV]
        code = self._source.code
        status.dac_code = code if code > 0 else 0
        live = self._mail.enabled & self._stage.path
        if live == status.live:
            return 0
        status.live = live
        self._amber.value(live)  # amber: current may flow
        return 1

    @micropython.native
    def flow(self) -> int:
        """What only the supervisor changes, or what it leads. 1: the state is another."""
        status = self._status
        session = self._session
        state = session.state
        cause = session.cause
        status.fault = cause.fault
        if state < states.CONTACT:
            self._choice(state)
        else:
            status.target_ua = session.target_ua
            status.pauses = session.pauses
            pause = session.pause
            status.away_ms = pause.away_ms
            status.needs_ok = pause.needs_ok
            status.pause_cause = ps.LEADS if pause.leads else 0 if pause.cause == ps.LEADS else pause.cause
            status.asks = session.contact.asks
            limited = session.compliance.limited
            status.limited = limited
            status.up_allowed = 1 - limited
            status.why = session.advice.page
            status.risen = session.advice.risen
            status.caring = self._supervisor.caring
            if state == states.CONTACT:
                status.contact = 1 - session.searching
                status.restart = session.skin.returning
                status.poor = 0
                if session.contact.poor_ohm:
                    status.poor = 2 if session.dose.delivered_ms else 1
                status.progress_permille = session.contact.progress_permille()
        if state < states.CONTACT or state > states.RAMPDOWN:
            desk = self._supervisor.desk
            if desk:  # else the last one stays, of which a part may still be drawn
                status.sheet = desk.sheet
            status.sheet_number = desk.number if desk and not (state < states.DONE and self._supervisor.report) else 0
        if state == status.state:
            return 0
        status.state = state
        status.result = cause.result
        status.detail = self._dummy_load.detail
        status.repeated = cause.repeated
        status.share_permille = session.dose.share_permille()
        status.fault_measured = cause.measured
        status.fault_allowed = cause.allowed
        self._red.value(1 if state == states.FAULT else 0)
        return 1

    def _choice(self, state: int) -> None:
        """The self-test, the menus and the plan in them."""
        status = self._status
        test = self._selftest
        status.test_item = test.item
        status.test_prompt = test.prompt
        status.report = self._supervisor.report
        setup = self._setup
        status.cursor = setup.cursor
        status.editing = setup.editing
        status.page = setup.page
        status.pages = setup.pages
        status.first_here = setup.first
        status.ok_counts = setup.ok_counts
        status.unsure = setup.unsure
        status.asked = setup.questions.asked
        status.answer = setup.questions.value
        status.who = setup.who
        status.dues = setup.dues
        status.several = setup.several
        status.newcomer = setup.newcomer & setup.several
        if state >= states.CONFIRM:
            plan = self._plan
            status.site = plan.site
            status.plan_ua = plan.current_ua
            status.plan_min = plan.minutes
            status.polarity_mode = plan.mode
            status.polarity = plan.polarity
            status.last_ua = plan.last_ua
            status.hold_ok = plan.is_higher()

    def values(self, tick: int) -> None:
        """What is measured and counted."""
        status = self._status
        r = self._readings
        status.tick = tick
        if r[rd.LOAD_OHM]:
            status.load_ohm = r[rd.LOAD_OHM]
        status.rail_mv = r[rd.RAIL_MV]
        status.battery_mv = self._mail.battery_mv
        state = status.state
        if states.CONTACT <= state <= states.RAMPDOWN:
            plan = self._plan
            dose = self._session.dose
            status.polarity = self._stage.polarity
            status.delivered_uamin = dose.delivered_uamin
            status.dose_permille = dose.permille(plan.planned_uamin())
            left = plan.minutes * 60_000 - dose.delivered_ms
            status.remaining_ms = left if left > 0 else 0
            status.limited_ms = dose.limited_ms
            status.battery_warn = 1 if self._protection.battery_low_ms else 0
        if r[rd.A_NEW] and tick % _FRESH_TICKS == _FRESH_AT:
            status.fresh = (status.fresh + 1) & 0xFF
