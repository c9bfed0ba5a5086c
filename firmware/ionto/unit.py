# Wires the parts of the unit, runs the tick in its fixed order, publishes the view. Decides nothing: protection.py
# finds faults, course.py says what follows, session.py what current is wanted.

from micropython import const

from ionto.bookkeeping import Bookkeeping
from ionto.course import Course
from ionto.output import stage as st
from ionto.output.meter import Meter
from ionto.output.ramp import Ramp
from ionto.output.regulator import Regulator
from ionto.output.source import CurrentSource
from ionto.output.stage import Stage
from ionto.panel import buttons as b
from ionto.panel.buttons import Buttons
from ionto.panel.panel import Panel
from ionto.panel.sounds import Sounds
from ionto.panel.view import View
from ionto.protection import Protection
from ionto.safety import faults, limits
from ionto.safety.monitor import Mailbox, Monitor
from ionto.selftest import SelfTest
from ionto.selftest.rig import Rig
from ionto.sense import ALONE, LIVE, LOAD, RESTING, SEARCH, Sense
from ionto.treatment import states
from ionto.treatment.plan import Plan
from ionto.treatment.session import Session
from ionto.treatment.setup import Setup

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from ionto.hardware import Hardware

_FRESH_TICKS = const(104)  # a multiple of eight
# What need not be done each tick is done in one of eight: 40 ms.
_SLOT = const(7)
_SLOT_MS = 8 * limits.TICK_MS
_RARE_SLOT = const(2)  # an even one: the panel waits
_COURSE_SLOT = const(5)
_HELD_UP_US = (limits.SAMPLE_AGE_MS - 1) * 1000
_TIMED_TICK = const(140)  # each 0.7 s a conversion is timed, in an even tick, too


class Unit:
    """The whole unit. `run` never returns; `tick` is 5 ms of it."""

    def __init__(self, hw: "Hardware") -> None:
        self.hw = hw
        self.view = View()
        self.mail = Mailbox()
        hw.heap.collect()
        self.source = CurrentSource(hw.dac)
        self.source.off()  # after a reset the DAC still holds its code
        self.meter = Meter(hw.adc)
        service = hw.vbus.value()
        self.view.service = service
        self.monitor = Monitor(
            self.mail,
            hw.out_en,
            hw.pump,
            hw.leg_fwd,
            hw.leg_rev,
            hw.boost_en,
            hw.patient,
            hw.relay_fb,
            hw.oc_trip_n,
            hw.vbus,
            hw.adc_b,
            hw.adc_dac,
            hw.adc_battery,
            service,
        )
        self.stage = Stage(self.mail, self.source, hw.out_en, hw.leg_fwd, hw.leg_rev, hw.boost_en, hw.patient)
        self.sense = Sense(self.meter, self.source, self.mail, hw.relay_fb, hw.clock)
        self.ramp = Ramp()
        self.regulator = Regulator()
        self.plan = Plan()
        self.buttons = Buttons(hw.btn_up, hw.btn_down, hw.btn_ok, hw.btn_stop)
        self.sounds = Sounds(hw.buzzer)
        self.panel = Panel(hw.display, self.view)
        self.setup = Setup(self.view, self.plan)
        self.rig = Rig(hw, self.stage, self.mail, self.sense.readings)
        self.session = Session(self.view, self.plan, self.stage, self.ramp, self.rig)
        self.protection = Protection(
            self.stage,
            self.sense,
            self.mail,
            self.session,
            self.ramp,
            self.rig,
            self.panel,
            self.buttons,
            hw.clock,
            service,
        )
        self.books = Bookkeeping(hw, self.view, self.plan, self.source, self.meter)
        start_fault = self.books.open()
        self.selftest = SelfTest(
            self.rig, self.source, self.meter, self.buttons, self.sounds, self.view, start_fault
        )
        self.course = Course(
            self.view,
            self.sense.readings,
            self.plan,
            self.stage,
            self.mail,
            self.session,
            self.protection,
            self.sounds,
            hw.heap,
            self.books,
            self.selftest,
            self.setup,
        )
        # Called in each tick: what is at hand need not be looked for.
        self._begin = self.sense.begin
        self._rest = self.sense.rest
        self._finish = self.sense.finish
        self._judge = self.protection.step
        self._feed = hw.watchdog.feed
        self._asked_ua = 0
        self._sum_ua = 0  # channel A since the charge was last counted
        self._state = -1
        self._seen = 0  # the tick in which the course was looked at last
        self._deadline_us = hw.clock.ticks_us()
        self._left_us = 0  # of this tick, before the next
        self._late_us = 0
        self._amber = -1
        self._red = -1

    # ------------------------------------------------------------ life

    def run(self) -> None:
        """Start monitor and watchdog, then tick for ever."""
        hw = self.hw
        hw.timer.start(self.monitor.step)
        if not self.view.service:
            hw.watchdog.start()
        self.course.begin()
        hw.heap.collect()
        self._deadline_us = hw.clock.ticks_us()
        while True:
            self.tick()
            if self._left_us > 0:
                hw.clock.sleep_us(self._left_us)

    def fail(self, error: BaseException) -> None:
        """The one handler of what nobody expected; the pins are low already. Shows it until the power goes."""
        code = faults.OUT_OF_MEMORY if isinstance(error, MemoryError) else faults.EXCEPTION
        self.stage.hard_cut(code)
        self.course.fault(code)
        self.books.step()  # the marker first; the rest in its time
        view = self.view
        while True:
            view.tick = view.tick + 1 & 0xFFFFFF
            self.panel.step()
            self.sounds.step(limits.TICK_MS)
            self.stage.step(self.sense.readings, 0)  # code 0 whenever the DAC answers
            self._publish(b.NONE, view.tick)
            self.course.keep_house()
            self.hw.watchdog.feed()
            self.hw.clock.sleep_us(limits.TICK_US)

    # ------------------------------------------------------------ the tick

    def tick(self) -> None:
        """One way through the house, 5 ms, with a rest in it while the converter works on channel A.

        While current flows steadily and nothing happens, the course of the treatment is looked at each 40 ms only:
        measuring, judging and regulating are what each tick is for.
        """
        clock = self.hw.clock
        began = clock.ticks_us()
        stage = self.stage
        course = self.course
        view = self.view
        polarity = stage.polarity
        tick = view.tick + 1 & 0xFFFFFF
        view.tick = tick
        self._begin(polarity)
        # In turn the buttons with the sounds, and one part of the panel.
        event = b.NONE
        timed = 0
        slot = tick & _SLOT
        if tick & 1:
            buttons = self.buttons
            buttons.step(2 * limits.TICK_MS)
            event = buttons.event
            self.sounds.step(2 * limits.TICK_MS)
        elif tick % _TIMED_TICK == 0:
            timed = 1
        elif slot != _RARE_SLOT:
            self.panel.step()
        self._rest(timed)
        state = course.state
        steady = 0
        mode = self._sensing()
        if mode == LIVE:
            steady = states.RAMP <= state <= states.LIMITED
            # The load voltage each other tick, one of the slow three in the tick that is left free for it.
            if slot != _RARE_SLOT:
                mode = LOAD if tick & 1 else ALONE
        new = self._finish(mode, polarity, timed)
        code = self._judge(state, self._asked_ua, self._late_us)
        if code:
            course.fault(code)
        if event or code or slot == _COURSE_SLOT or not steady or self.protection.plausibility.lost:
            course.step(event, (tick - self._seen & 0xFFFFFF) * limits.TICK_MS)
            self._seen = tick
            course.keep_house()
        self._regulate(course.state)
        self._publish(event, tick)
        now = clock.ticks_us()
        deadline = self._deadline_us + limits.TICK_US & 0x3FFFFFFF
        left = clock.ticks_diff(deadline, now)
        self._left_us = left
        self._late_us = 0
        if left < 0:
            self._late_us = -left
            if -left > limits.TICK_US:
                deadline = now
        self._deadline_us = deadline
        # A beat says that this tick judged a sample of its own, and while it was fresh: not one that was held up.
        if mode == RESTING or (new and clock.ticks_diff(now, began) < _HELD_UP_US):
            mail = self.mail
            mail.heartbeat = mail.heartbeat + 1 & 0xFFFF
        self._feed()

    def _sensing(self) -> int:
        """What the second conversion is for."""
        position = self.stage.position
        if self.rig.busy:
            return RESTING
        if self.session.searching or st.SWITCH <= position < st.CLOSED:
            return SEARCH
        return LIVE if position == st.CLOSED else RESTING

    def _regulate(self, state: int) -> None:
        """Wanted -> ramp -> regulator -> stage; None opens, 0 regulates to zero."""
        r = self.sense.readings
        stage = self.stage
        rig = self.rig
        if rig.busy:
            self._asked_ua = rig.wanted_ua
            stage.step(r, rig.wanted_ua)
            return
        ramp = self.ramp
        session = self.session
        wanted = session.wanted_ua if state >= states.CONTACT else None
        if wanted is None or stage.position != st.CLOSED:
            if wanted is None and stage.position == st.CLOSED:
                stage.cut()
            ramp.reset()
            self.regulator.reset()
            self._asked_ua = 0
            stage.step(r, 0)
            return
        a_ua = r.a_ua
        if r.a_new:
            ramp.follow(a_ua)
        asked = self._asked_ua
        set_ua = ramp.step(wanted, session.down_na)
        self._asked_ua = set_ua
        stage.step(r, self.regulator.step(set_ua, asked, a_ua, r.a_new, ramp.wound))
        self._sum_ua += a_ua

    # ------------------------------------------------------------ publish

    def _publish(self, event: int, tick: int) -> None:
        """The view, for the panel and for whoever records: what moves each tick, and the rest in every eighth."""
        view = self.view
        r = self.sense.readings
        stage = self.stage
        view.event = event
        view.set_ua = self.ramp.set_ua
        view.measured_ua = r.a_ua
        view.b_ua = r.b_ua
        view.load_mv = r.load_mv
        code = self.source.code
        view.dac_code = code if code > 0 else 0
        live = self.mail.enabled & stage.path
        state = view.state
        if live != view.live or state != self._state or not tick & _SLOT:
            view.live = live
            self._state = state
            self._publish_rest(state, tick)

    def _publish_rest(self, state: int, tick: int) -> None:
        """What is told each 40 ms, and at once when the state or the output changes; the lamps; the charge."""
        view = self.view
        r = self.sense.readings
        dose = self.session.dose
        if not tick & _SLOT:
            dose.charge(self._sum_ua, _SLOT_MS)
            self._sum_ua = 0
        self.buttons.slow = 1 if self.session.wanted_ua is not None else 0
        if r.load_ohm:
            view.load_ohm = r.load_ohm
        view.rail_mv = r.rail_mv
        view.battery_mv = self.mail.battery_mv
        if states.CONTACT <= state <= states.RAMPDOWN:
            plan = self.plan
            view.polarity = self.stage.polarity
            view.turning = 1 if state == states.REVERSAL else 0
            view.delivered_uamin = dose.delivered_uamin
            view.dose_permille = dose.permille(plan.planned_uamin())
            left = plan.minutes * 60_000 - dose.delivered_ms
            view.remaining_ms = left if left > 0 else 0
            view.limited_ms = dose.limited_ms
            view.battery_warn = 1 if self.protection.battery_low_ms else 0
        if r.a_new and tick % _FRESH_TICKS == 0:
            view.fresh = (view.fresh + 1) & 0xFF
        # Amber: current may flow. Red: fault. Written when they change.
        amber = view.live
        red = 1 if state == states.FAULT else 0
        if amber != self._amber:
            self._amber = amber
            self.hw.led_output.value(amber)
        if red != self._red:
            self._red = red
            self.hw.led_fault.value(red)
