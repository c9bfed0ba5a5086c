# Wires the parts of the unit, runs the tick in its fixed order, publishes the view. Decides what a fault leads to (T1
# or T2); everything else is decided in the rooms it calls.

from micropython import const

from ionto.bookkeeping import Bookkeeping
from ionto.output import stage as st
from ionto.output.meter import Meter
from ionto.output.ramp import Ramp
from ionto.output.regulator import Regulator
from ionto.output.source import CurrentSource
from ionto.output.stage import Stage
from ionto.panel import buttons as b
from ionto.panel import sounds
from ionto.panel.buttons import Buttons
from ionto.panel.panel import Panel
from ionto.panel.sounds import Sounds
from ionto.panel.view import View
from ionto.safety import faults, limits
from ionto.safety.monitor import Mailbox, Monitor
from ionto.safety.plausibility import REGULATED, SEARCHING, Plausibility
from ionto.selftest import SelfTest
from ionto.sense import LIVE, RESTING, SEARCH, Sense
from ionto.treatment import states
from ionto.treatment.plan import Plan
from ionto.treatment.session import Session
from ionto.treatment.setup import Setup

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from ionto.hardware import Hardware

_SECOND_TICKS = const(200)
_FRESH_TICKS = const(100)


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
        self.plausibility = Plausibility()
        self.ramp = Ramp()
        self.regulator = Regulator()
        self.plan = Plan()
        self.buttons = Buttons(hw.btn_up, hw.btn_down, hw.btn_ok, hw.btn_stop)
        self.sounds = Sounds(hw.buzzer)
        self.panel = Panel(hw.display, self.view)
        self.setup = Setup(self.view, self.plan)
        self.session = Session(self.view, self.plan, self.stage, self.ramp)
        self.books = Bookkeeping(hw, self.view, self.plan, self.source, self.meter)
        start_fault = self.books.open()
        self.selftest = SelfTest(
            hw, self.stage, self.source, self.mail, self.buttons, self.sense.readings, self.view, start_fault
        )
        self.state = states.BOOT
        self._asked_ua = 0
        self._deadline_us = 0
        self._late = 0
        self._late_ticks = 0
        self._second = 0
        self._errors = 0
        self._errors_then = 0
        self._battery_low_ms = 0
        self._amber = -1
        self._red = -1
        self._heap_held = 0

    # ------------------------------------------------------------ life

    def run(self) -> None:
        """Start monitor and watchdog, then tick for ever."""
        hw = self.hw
        hw.display.init()
        for i in range(32):  # an empty frame first: the display's memory wakes with noise in it
            if hw.display.send_slice(i) < 0:
                break
        hw.display.power(1)
        hw.timer.start(self.monitor.step)
        if not self.view.service:
            hw.watchdog.start()
        self._go(states.SELFTEST)
        self.selftest.begin()
        hw.heap.collect()
        self._deadline_us = hw.clock.ticks_us()
        while True:
            self.tick()
            self._wait()

    def fail(self, error: BaseException) -> None:
        """The one handler of what nobody expected; the pins are low already. Shows it until the power goes."""
        code = faults.OUT_OF_MEMORY if isinstance(error, MemoryError) else faults.EXCEPTION
        self.stage.hard_cut(code)
        self.hw.heap.release()
        self._fault(code)
        self.books.crashed(error)
        while True:
            self.panel.step()
            self.sounds.step(limits.TICK_MS)
            self._lamps()
            self.hw.watchdog.feed()
            self.hw.clock.sleep_us(limits.TICK_US)

    def _wait(self) -> None:
        """The tick's own wait, and the only one."""
        clock = self.hw.clock
        self._deadline_us = (self._deadline_us + limits.TICK_US) & 0x3FFFFFFF
        left = clock.ticks_diff(self._deadline_us, clock.ticks_us())
        if left > 0:
            clock.sleep_us(left)
            self._late = 0
        else:
            self._late = -left
            if -left > limits.TICK_US:
                self._deadline_us = clock.ticks_us()

    # ------------------------------------------------------------ the tick

    def tick(self) -> None:
        """One way through the house, 5 ms."""
        sense = self.sense
        stage = self.stage
        polarity = stage.polarity
        sense.begin(polarity)
        # While the converter works on channel A: in turn the buttons with the sounds, and one slice of the panel.
        event = b.NONE
        if self.view.tick & 1:
            buttons = self.buttons
            buttons.slow = 1 if self.session.wanted_ua is not None else 0
            buttons.step(2 * limits.TICK_MS)
            event = buttons.event
            self.sounds.step(2 * limits.TICK_MS)
        else:
            self.panel.step()
        sense.finish(self._sensing(), polarity)
        self._protect()
        self._decide(event)
        self._regulate()
        self._publish(event)
        self._housekeep()
        self.mail.heartbeat = (self.mail.heartbeat + 1) & 0xFFFF
        self.hw.watchdog.feed()

    def _sensing(self) -> int:
        if self.session.searching or st.SWITCH <= self.stage.position < st.CLOSED:
            return SEARCH
        return LIVE if self.stage.position == st.CLOSED else RESTING

    def _protect(self) -> None:
        """Plausibility, the monitor's veto, the stage's own faults, bus errors, the battery."""
        stage = self.stage
        plausibility = self.plausibility
        plausibility.lost = 0
        code = stage.fault or self.mail.veto
        if not code and self.state != states.SELFTEST:
            expect = stage.expect()
            if expect == REGULATED and self.session.searching:
                expect = SEARCHING
            code = plausibility.check(
                self.sense.readings, expect, self._asked_ua, self.ramp.falling, stage.electrodes()
            )
            if not code and expect:
                code = self._loop_and_bus()
            if not code:
                code = self._battery()
        if code:
            self._fault(code)

    def _loop_and_bus(self) -> int:
        """Late ticks and bus errors, while the output is not at rest."""
        self._second += 1
        if self._late > (limits.LATE_TICK_MS - limits.TICK_MS) * 1000:
            self._late_ticks += 1
            if self._late_ticks >= limits.LATE_TICKS:
                return faults.LOOP_LATE
        errors = self.sense.bus_errors + self.stage.bus_errors
        self._errors += errors - self._errors_then
        self._errors_then = errors
        if self._second >= _SECOND_TICKS:
            self._second = 0
            self._errors = 0
        if self._errors >= limits.BUS_ERRORS_HARD:
            return faults.BUS_LOST
        if self._errors >= limits.BUS_ERRORS_SOFT:
            return faults.BUS_ERRORS
        if self.panel.lost:
            return faults.DISPLAY_LOST
        if self.buttons.stuck:
            return faults.BUTTON_STUCK
        return 0

    def _battery(self) -> int:
        """T2 at 3.3 V for 3 s; the collapse is the monitor's."""
        if not states.CONTACT <= self.state <= states.REVERSAL and self.state != states.PAUSED:
            self._battery_low_ms = 0
            return 0
        if self.mail.battery_mv < limits.BATTERY_LOW_MV:
            self._battery_low_ms += limits.TICK_MS
            if self._battery_low_ms >= limits.BATTERY_LOW_MS:
                return faults.BATTERY_LOW
        else:
            self._battery_low_ms = 0
        return 0

    def _fault(self, code: int) -> None:
        """T1 (and what the monitor has vetoed): cut and latch. T2: stop gently."""
        if self.state == states.FAULT and self.stage.position == st.LATCHED:
            return
        if faults.kind(code) == faults.T2 and not self.mail.veto:
            self.session.stop_gently(code)
            return
        self.stage.hard_cut(code)
        self.session.fail(code)
        self.view.fault = code
        self._go(states.FAULT)
        self.sounds.repeat(sounds.FAULT)
        self.books.fault(code, self.sense.readings)

    # ------------------------------------------------------------ decide

    def _decide(self, event: int) -> None:
        """The state machine of the whole unit: self-test, choice, treatment, end."""
        state = self.state
        if state == states.FAULT:
            self._in_fault(event)
        elif state == states.SELFTEST:
            self._testing(event)
        elif state <= states.CHECKLIST:
            self._choosing(state, event)
        elif state == states.DONE:
            if event == b.OK or event == b.STOP:
                self._again()
        else:
            self._treating(event)

    def _testing(self, event: int) -> None:
        test = self.selftest
        test.step(1 if event == b.STOP else 0)
        if not test.done or (self.stage.position != st.REST and not test.fault):
            return
        if test.fault:
            self.view.fault = test.fault
            self._go(states.FAULT)
            self.books.refused(test.fault)
        else:
            self.view.cursor = self.plan.site
            self._go(states.READY)

    def _choosing(self, state: int, event: int) -> None:
        if self.view.report:
            if event == b.OK:
                self.view.report = 0
            return
        after = self.setup.step(state, event)
        if self.setup.chosen:
            self.books.load_plan(self.view.site)
            self.setup.first = self.books.first_here()
            self.setup.show_plan()
        if after == states.CONTACT:
            refused = self.books.begin_session()
            if refused:
                self.view.fault = refused
                self._go(states.FAULT)
                return
            self.mail.session = (self.mail.session + 1) & 0xFF
            self.plausibility.restart()
            self._hold_heap(1)
            self.session.begin()
        if after != state:
            self._go(after)

    def _treating(self, event: int) -> None:
        session = self.session
        was = session.state
        pauses = self.view.pauses
        session.step(event, self.sense.readings, self.plausibility.lost)
        if session.state != was or self.view.pauses != pauses:
            self._signal(session.state)
        self._go(session.state)
        if session.ended:
            session.ended = 0
            self._hold_heap(0)
            self.books.end_session(session.result, session.fault, session.dose.delivered_uamin)
            self.view.result = session.result
            self.view.fault = session.fault

    def _in_fault(self, event: int) -> None:
        """A controlled stop is acknowledged; what was latched or refused stays until the power switch."""
        if event:
            self.sounds.mute()
        if faults.kind(self.view.fault) == faults.T2 and event == b.OK and self.stage.position == st.REST:
            self._again()

    def _again(self) -> None:
        """Back to the start: every session begins with a self-test."""
        self.view.fault = 0
        self.view.cursor = 0
        self.sounds.mute()
        self._go(states.SELFTEST)
        self.selftest.begin()

    def _signal(self, state: int) -> None:
        """What the user hears of a change."""
        if state == states.PAUSED:
            self.sounds.repeat(sounds.CAUTION)
        elif state == states.FAULT:
            self.sounds.repeat(sounds.CAUTION)
        elif state == states.DONE:
            self.sounds.mute()
            self.sounds.play(sounds.DONE)
        elif state == states.LIMITED:
            self.sounds.play(sounds.CAUTION)
        elif state == states.CONTACT or state == states.RAMP:
            self.sounds.mute()
            self.sounds.play(sounds.FOUND)

    def _go(self, state: int) -> None:
        self.state = state
        self.view.state = state

    # ------------------------------------------------------------ regulate

    def _regulate(self) -> None:
        """Wanted -> ramp -> regulator -> stage; None opens, 0 regulates to zero."""
        r = self.sense.readings
        stage = self.stage
        ramp = self.ramp
        if self.state == states.SELFTEST:
            self._asked_ua = self.selftest.wanted_ua
            stage.step(r, self.selftest.wanted_ua)
            return
        wanted = self.session.wanted_ua if self.state >= states.CONTACT else None
        if wanted is None or stage.position != st.CLOSED:
            if wanted is None and stage.position == st.CLOSED:
                stage.cut()
            ramp.reset()
            self.regulator.reset()
            self._asked_ua = 0
            stage.step(r, 0)
            return
        if r.a_new:
            ramp.follow(r.a_ua)
        asked = self._asked_ua
        set_ua = ramp.step(wanted, self.session.down_na)
        stage.step(r, self.regulator.step(set_ua, asked, r.a_ua, r.a_new, ramp.wound))
        self._asked_ua = set_ua
        self.session.dose.charge(r.a_ua)

    # ------------------------------------------------------------ publish

    def _publish(self, event: int) -> None:
        """The view, for the panel and for whoever records."""
        view = self.view
        r = self.sense.readings
        session = self.session
        view.tick = (view.tick + 1) & 0xFFFFFF
        view.event = event
        view.set_ua = self.ramp.set_ua
        view.measured_ua = r.a_ua
        view.b_ua = r.b_ua
        view.load_mv = r.load_mv
        if r.load_ohm:
            view.load_ohm = r.load_ohm
        view.rail_mv = r.rail_mv
        code = self.source.code
        view.dac_code = code if code > 0 else 0
        view.battery_mv = self.mail.battery_mv
        view.live = self.mail.enabled & self.stage.path
        if states.CONTACT <= self.state <= states.RAMPDOWN:
            view.polarity = self.stage.polarity
            view.turning = 1 if self.state == states.REVERSAL else 0
            view.delivered_uamin = session.dose.delivered_uamin
            view.dose_permille = session.dose.permille(self.plan.planned_uamin())
            left = self.plan.minutes * 60_000 - session.dose.delivered_ms
            view.remaining_ms = left if left > 0 else 0
            view.limited_ms = session.dose.limited_ms
            view.battery_warn = 1 if self._battery_low_ms else 0
        if r.a_new and view.tick % _FRESH_TICKS == 0:
            view.fresh = (view.fresh + 1) & 0xFF
        self._lamps()

    def _lamps(self) -> None:
        """Amber: current may flow. Red: fault. Written when they change."""
        amber = self.view.live
        red = 1 if self.state == states.FAULT else 0
        if amber != self._amber:
            self._amber = amber
            self.hw.led_output.value(amber)
        if red != self._red:
            self._red = red
            self.hw.led_fault.value(red)

    def _housekeep(self) -> None:
        """What may allocate or write waits until the output is at rest."""
        if self.stage.position == st.REST or self.stage.position == st.LATCHED:
            if self._heap_held and self.state == states.FAULT:
                self._hold_heap(0)
            self.books.step()

    def _hold_heap(self, on: int) -> None:
        """Collect, then hold the collector back for the whole session."""
        if on:
            self.hw.heap.collect()
            self.hw.heap.hold()
        else:
            self.hw.heap.release()
        self._heap_held = on
