# Wires the parts of the unit, runs the tick in its fixed order, publishes the view. Decides nothing: protection.py
# finds faults, course.py says what follows, session.py what current is wanted.

from array import array

import micropython
from micropython import const

from ionto.app.protection import Protection
from ionto.app.supervisor import Supervisor
from ionto.output import regulator as rg
from ionto.output import stage as st
from ionto.output.dummy_load import DummyLoadTest
from ionto.output.ramp import Ramp
from ionto.output.regulator import Regulator
from ionto.output.source import CurrentSource
from ionto.output.stage import Stage
from ionto.panel import buttons as b
from ionto.panel.buttons import Buttons
from ionto.panel.panel import Panel
from ionto.panel.sounds import Sounds
from ionto.panel.status import Status
from ionto.records.keeper import RecordKeeper
from ionto.safety import faults, limits
from ionto.safety import readings as rd
from ionto.safety.monitor import Mailbox, Monitor
from ionto.selftest.order import SelfTest
from ionto.sensing.meter import Meter
from ionto.sensing.sampling import ALONE, LIVE, LOAD, RESTING, SEARCH, Sampling
from ionto.treatment import states
from ionto.treatment.plan import Plan
from ionto.treatment.session import OPEN, Session
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
_TELL_SLOT = const(7)
_LOOK_MS = 2 * limits.TICK_MS  # between two looks at the buttons
_HELD_UP_US = (limits.SAMPLE_AGE_MS - 1) * 1000
_TIMED_TICK = const(140)  # each 0.7 s a conversion is timed, in an even tick, too
# The clock's ticks_diff is written out in the tick: a call costs 5 µs there.
_WRAP_US = const(0x3FFFFFFF)
_HALF_US = const(0x20000000)

# What it keeps for itself: the places of one array.
_TICK = const(0)  # since start
_DEADLINE_US = const(1)
_LATE_US = const(2)  # how late this tick began
_ASKED_UA = const(3)  # the setpoint that the next sample of A answers
_SUM_UA = const(4)  # channel A since the charge was last counted
_SEEN = const(5)  # the tick in which the course was looked at last
_STATE = const(6)  # as told
_LIVE = const(7)
_PLACES = const(8)
_UNTOLD = const(255)


class Unit:
    """The whole unit. `run` never returns; `tick` is 5 ms of it."""

    def __init__(self, hw: "Hardware") -> None:
        self.hw = hw
        self.status = Status()
        self.mail = Mailbox()
        hw.heap.collect()
        self.source = CurrentSource(hw.dac)
        self.source.off()  # after a reset the DAC still holds its code
        self.meter = Meter(hw.adc)
        service = hw.vbus.value()
        self.status.service = service
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
        self.sampling = Sampling(self.meter, self.source, self.mail, hw.relay_fb, hw.clock)
        self.ramp = Ramp()
        self.regulator = Regulator()
        self.plan = Plan()
        self.buttons = Buttons(hw.btn_up, hw.btn_down, hw.btn_ok, hw.btn_stop)
        self.sounds = Sounds(hw.buzzer)
        self.panel = Panel(hw.display, self.status, hw.clock)
        self.setup = Setup(self.status, self.plan)
        self.dummy_load = DummyLoadTest(hw, self.stage, self.mail, self.sampling.readings)
        self.session = Session(self.status, self.plan, self.stage, self.ramp, self.dummy_load)
        self.protection = Protection(
            self.stage,
            self.sampling,
            self.mail,
            self.session,
            self.ramp,
            self.dummy_load,
            self.panel,
            self.buttons,
            hw.clock,
            service,
        )
        self.plausibility = self.protection.plausibility
        self.keeper = RecordKeeper(hw, self.status, self.plan, self.source, self.meter)
        start_fault = self.keeper.open()
        self.selftest = SelfTest(
            self.dummy_load, self.source, self.meter, self.buttons, self.sounds, self.status, start_fault
        )
        self.supervisor = Supervisor(
            self.status,
            self.sampling.readings,
            self.plan,
            self.stage,
            self.mail,
            self.session,
            self.protection,
            self.sounds,
            hw.heap,
            self.keeper,
            self.selftest,
            self.setup,
        )
        self._readings = self.sampling.readings
        self._own = array("i", [0] * _PLACES)
        self._own[_STATE] = _UNTOLD
        # Called in each tick, and found once: a method costs a look-up each time.
        self._now = hw.clock.ticks_us
        self._begin = self.sampling.begin
        self._rest = self.sampling.rest
        self._finish = self.sampling.finish
        self._press = self.buttons.step
        self._sound = self.sounds.play_on
        self._paint = self.panel.step
        self._judge = self.protection.step
        self._follow = self.ramp.follow
        self._climb = self.ramp.step
        self._trim = self.regulator.step
        self._drive = self.stage.step
        self._steer = self._regulate
        self._tell = self._publish
        self._feed = hw.watchdog.feed
        self._amber = -1
        self._red = -1

    # ------------------------------------------------------------ life

    def run(self) -> None:
        """Start monitor and watchdog, then tick for ever."""
        hw = self.hw
        hw.timer.start(self.monitor.step)
        if not self.status.service:
            hw.watchdog.start()
        self._feed = hw.watchdog.feed  # another one since it was started
        self.supervisor.begin()
        hw.heap.collect()
        self._own[_DEADLINE_US] = hw.clock.ticks_us()
        tick = self.tick
        sleep_us = hw.clock.sleep_us
        while True:
            left_us = tick()
            if left_us > 0:
                sleep_us(left_us)

    def fail(self, error: BaseException) -> None:
        """The one handler of what nobody expected; the pins are low already. Shows it until the power goes."""
        code = faults.OUT_OF_MEMORY if isinstance(error, MemoryError) else faults.EXCEPTION
        self.stage.hard_cut(code)
        self.supervisor.fault(code)
        self.keeper.step()  # the marker first; the rest in its time
        own = self._own
        while True:
            own[_TICK] = own[_TICK] + 1 & 0xFFFFFF
            self.panel.step()
            self.sounds.play_on(limits.TICK_MS)
            self.stage.step(self._readings, 0)  # code 0 whenever the DAC answers
            self._publish(b.NONE, own[_TICK])
            self.supervisor.keep_house()
            self.hw.watchdog.feed()
            self.hw.clock.sleep_us(limits.TICK_US)

    # ------------------------------------------------------------ the tick

    @micropython.viper
    def tick(self) -> int:
        """One way through the house, 5 ms, with a rest in it while the converter works on channel A. Returns the µs
        that are left of it, 0 when it is over already.

        While current flows steadily and nothing happens, the course of the treatment is looked at each 40 ms only:
        measuring, judging and regulating are what each tick is for.
        """
        own = ptr32(self._own)
        began = int(self._now())
        stage = self.stage
        supervisor = self.supervisor
        polarity = int(stage.polarity)
        tick = own[_TICK] + 1 & 0xFFFFFF
        own[_TICK] = tick
        self._begin(polarity)
        # In turn the buttons with the sounds, and one part of the panel.
        event = 0
        timed = 0
        slot = tick & _SLOT
        if tick & 1:
            event = int(self._press(_LOOK_MS))
            self._sound(_LOOK_MS)
        elif tick % _TIMED_TICK == 0:
            timed = 1
        elif slot != _RARE_SLOT:
            self._paint()
        self._rest(timed)
        state = int(supervisor.state)
        # What the second conversion is for; the load voltage each other tick, one of the slow three in the tick that
        # is left free for it.
        mode = RESTING
        steady = 0
        if not self.dummy_load.busy:
            position = int(stage.position)
            if position == st.CLOSED:
                if self.session.searching:
                    mode = SEARCH
                else:
                    steady = 1 if states.RAMP <= state and state <= states.LIMITED else 0
                    mode = LIVE if slot == _RARE_SLOT else LOAD if tick & 1 else ALONE
            elif st.SWITCH <= position and position < st.CLOSED:
                mode = SEARCH
        new = int(self._finish(mode, polarity, timed))
        code = int(self._judge(state, own[_ASKED_UA], own[_LATE_US]))
        if code:
            supervisor.fault(code)
        if event or code or slot == _COURSE_SLOT or not steady or self.plausibility.lost:
            supervisor.step(event, (tick - own[_SEEN] & 0xFFFFFF) * limits.TICK_MS)
            own[_SEEN] = tick
            supervisor.keep_house()
        self._steer()
        self._tell(event, tick)
        now = int(self._now())
        deadline = own[_DEADLINE_US] + limits.TICK_US & _WRAP_US
        left = (deadline - now + _HALF_US & _WRAP_US) - _HALF_US
        own[_LATE_US] = 0
        if left < 0:
            own[_LATE_US] = 0 - left
            if left < -limits.TICK_US:
                deadline = now
            left = 0
        own[_DEADLINE_US] = deadline
        # A beat says that this tick judged a sample of its own, and while it was fresh: not one that was held up.
        if mode == RESTING or (new and (now - began & _WRAP_US) < _HELD_UP_US):
            mail = self.mail
            mail.heartbeat = int(mail.heartbeat) + 1 & 0xFFFF
        self._feed()
        return left

    @micropython.viper
    def _regulate(self) -> object:
        """Wanted -> ramp -> regulator -> stage; OPEN opens, 0 regulates to zero."""
        own = ptr32(self._own)
        readings = self._readings
        dummy_load = self.dummy_load
        if dummy_load.busy:
            wanted_ua = int(dummy_load.wanted_ua)
            own[_ASKED_UA] = wanted_ua
            self._drive(readings, wanted_ua)
            return None
        session = self.session
        wanted = int(session.wanted_ua) if int(self.supervisor.state) >= states.CONTACT else OPEN
        if wanted == OPEN or int(self.stage.position) != st.CLOSED:
            self._open(wanted)
            own[_ASKED_UA] = 0
            self._drive(readings, 0)
            return None
        r = ptr32(readings)
        a_ua = r[rd.A_UA]
        new = r[rd.A_NEW]
        limited = 0
        if int(self._follow(a_ua)) if new else int(self.ramp.wound):
            limited = rg.WOUND
        rest_mv = r[rd.RAIL_MV] - r[rd.LOAD_MV] - a_ua * limits.SERIES_OHM // 1000
        if rest_mv < limits.HEADROOM_MV + rg.RESERVE_MV:
            limited |= rg.TIGHT
        set_ua = int(self._climb(wanted, session.down_na))
        asked = own[_ASKED_UA]
        own[_ASKED_UA] = set_ua
        self._drive(readings, int(self._trim(set_ua, asked, a_ua, new, limited)))
        own[_SUM_UA] += a_ua
        return None

    def _open(self, wanted: int) -> None:
        """No current is wanted, or the output is not closed yet: setpoint and trim begin anew."""
        if wanted == OPEN and self.stage.position == st.CLOSED:
            self.stage.cut()
        self.ramp.reset()
        self.regulator.reset()

    # ------------------------------------------------------------ publish

    @micropython.viper
    def _publish(self, event: int, tick: int) -> object:
        """The view, for the panel and for whoever records: what moves each tick, and the rest in every eighth."""
        status = self.status
        own = ptr32(self._own)
        r = ptr32(self._readings)
        status.event = event
        status.set_ua = self.ramp.set_ua
        status.measured_ua = r[rd.A_UA]
        status.b_ua = r[rd.B_UA]
        status.load_mv = r[rd.LOAD_MV] - r[rd.LOAD_BACK_MV]
        code = int(self.source.code)
        status.dac_code = code if code > 0 else 0
        live = int(self.mail.enabled) & int(self.stage.path)
        state = int(status.state)
        if live != own[_LIVE] or state != own[_STATE] or tick & _SLOT == _TELL_SLOT:
            own[_LIVE] = live
            own[_STATE] = state
            status.live = live
            self._publish_rest(state, tick)
        return None

    def _publish_rest(self, state: int, tick: int) -> None:
        """What is told each 40 ms, and at once when the state or the output changes; the lamps; the charge."""
        status = self.status
        r = self._readings
        dose = self.session.dose
        status.tick = tick
        if tick & _SLOT == _TELL_SLOT:
            dose.charge(self._own[_SUM_UA], _SLOT_MS)
            self._own[_SUM_UA] = 0
        self.buttons.slow = 0 if self.session.wanted_ua == OPEN else 1
        if r[rd.LOAD_OHM]:
            status.load_ohm = r[rd.LOAD_OHM]
        status.rail_mv = r[rd.RAIL_MV]
        status.battery_mv = self.mail.battery_mv
        if states.CONTACT <= state <= states.RAMPDOWN:
            plan = self.plan
            status.polarity = self.stage.polarity
            status.turning = 1 if state == states.REVERSAL else 0
            status.delivered_uamin = dose.delivered_uamin
            status.dose_permille = dose.permille(plan.planned_uamin())
            left = plan.minutes * 60_000 - dose.delivered_ms
            status.remaining_ms = left if left > 0 else 0
            status.limited_ms = dose.limited_ms
            status.battery_warn = 1 if self.protection.battery_low_ms else 0
        if r[rd.A_NEW] and tick % _FRESH_TICKS == _TELL_SLOT:
            status.fresh = (status.fresh + 1) & 0xFF
        # Amber: current may flow. Red: fault. Written when they change.
        amber = status.live
        red = 1 if state == states.FAULT else 0
        if amber != self._amber:
            self._amber = amber
            self.hw.led_output.value(amber)
        if red != self._red:
            self._red = red
            self.hw.led_fault.value(red)
