# Publishes what the unit knows into the view, and lights the lamps. Decides nothing.

from micropython import const

from ionto.treatment import states

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from ionto.hardware import OutPin
    from ionto.output.ramp import Ramp
    from ionto.output.source import CurrentSource
    from ionto.output.stage import Stage
    from ionto.panel.view import View
    from ionto.protection import Protection
    from ionto.safety.monitor import Mailbox
    from ionto.safety.plausibility import Readings
    from ionto.treatment.plan import Plan
    from ionto.treatment.session import Session

_FRESH_TICKS = const(100)


class Showing:
    """`publish` once a tick, for the panel and for whoever records."""

    def __init__(
        self,
        view: "View",
        readings: "Readings",
        ramp: "Ramp",
        source: "CurrentSource",
        mail: "Mailbox",
        stage: "Stage",
        session: "Session",
        plan: "Plan",
        protection: "Protection",
        led_output: "OutPin",
        led_fault: "OutPin",
    ) -> None:
        self._view = view
        self._readings = readings
        self._ramp = ramp
        self._source = source
        self._mail = mail
        self._stage = stage
        self._session = session
        self._plan = plan
        self._protection = protection
        self._led_output = led_output
        self._led_fault = led_fault
        self._amber = -1
        self._red = -1

    def publish(self, event: int) -> None:
        """The tick's values; `event` of the buttons."""
        view = self._view
        r = self._readings
        view.tick = (view.tick + 1) & 0xFFFFFF
        view.event = event
        view.set_ua = self._ramp.set_ua
        view.measured_ua = r.a_ua
        view.b_ua = r.b_ua
        view.load_mv = r.load_mv
        if r.load_ohm:
            view.load_ohm = r.load_ohm
        view.rail_mv = r.rail_mv
        code = self._source.code
        view.dac_code = code if code > 0 else 0
        view.battery_mv = self._mail.battery_mv
        stage = self._stage
        view.live = self._mail.enabled & stage.path
        if states.CONTACT <= view.state <= states.RAMPDOWN:
            dose = self._session.dose
            plan = self._plan
            view.polarity = stage.polarity
            view.turning = 1 if view.state == states.REVERSAL else 0
            view.delivered_uamin = dose.delivered_uamin
            view.dose_permille = dose.permille(plan.planned_uamin())
            left = plan.minutes * 60_000 - dose.delivered_ms
            view.remaining_ms = left if left > 0 else 0
            view.limited_ms = dose.limited_ms
            view.battery_warn = 1 if self._protection.battery_low_ms else 0
        if r.a_new and view.tick % _FRESH_TICKS == 0:
            view.fresh = (view.fresh + 1) & 0xFF
        # Amber: current may flow. Red: fault. Written when they change.
        amber = view.live
        red = 1 if view.state == states.FAULT else 0
        if amber != self._amber:
            self._amber = amber
            self._led_output.value(amber)
        if red != self._red:
            self._red = red
            self._led_fault.value(red)
