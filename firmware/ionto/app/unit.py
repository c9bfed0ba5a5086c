# Wires the parts of the unit and runs the tick in its fixed order. Decides nothing else: protection.py finds faults,
# fault_response.py and supervisor.py say what follows, treatment/session.py what current is wanted.

import micropython
from micropython import const

from ionto.app.fault_response import FaultResponse
from ionto.app.housekeeping import Housekeeping
from ionto.app.protection import Protection
from ionto.app.publish import Publisher
from ionto.app.supervisor import Supervisor
from ionto.output import regulator as rg
from ionto.output import stage as st
from ionto.output.dummy_load import DummyLoadTest
from ionto.output.ramp import Ramp
from ionto.output.regulator import Regulator
from ionto.output.source import BIAS_UA, CurrentSource
from ionto.output.stage import Stage
from ionto.panel import language
from ionto.panel.buttons import Buttons
from ionto.panel.panel import Panel
from ionto.panel.sounds import Sounds
from ionto.panel.status import Status
from ionto.records import settings as se
from ionto.records.keeper import RecordKeeper
from ionto.safety import faults, limits
from ionto.safety import readings as rd
from ionto.safety.monitor import Mailbox, Monitor
from ionto.selftest.order import SelfTest
from ionto.sensing.meter import Meter
from ionto.sensing.sampling import ALONE, LIVE, LOAD, LOWS, RESTING, SEARCH, Sampling
from ionto.treatment import events, states
from ionto.treatment.plan import Plan
from ionto.treatment.session import OPEN, Session
from ionto.treatment.setup import Setup

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from ionto.hardware import Hardware

# What need not be done each tick is done in one of eight: 40 ms.
_SLOT = const(7)
_SLOT_MS = 8 * limits.TICK_MS
_SKIN_SLOT = const(1)  # half-way between two looks
_RARE_SLOT = const(2)  # an even one: the panel waits
_FLOW_SLOT = const(5)
_VALUES_SLOT = const(7)
_LOOK_MS = 2 * limits.TICK_MS  # between two looks at the buttons
_HELD_UP_US = (limits.SAMPLE_AGE_MS - 1) * 1000
_TIMED_TICK = const(140)  # each 0.7 s a conversion is timed, in an even tick, too
_TICK_MASK = const(0xFFFFFF)  # ticks are counted to 23.3 h
_WRAP_US = const(0x3FFFFFFF)


class Unit:
    """The whole unit. `begin`, then `run`, which never returns; `tick` is 5 ms of it."""

    def __init__(self, hw: "Hardware") -> None:
        self.hw = hw
        self.status = Status()
        self.mail = Mailbox()
        hw.heap.collect()
        self.source = CurrentSource(hw.dac, bias_ua=BIAS_UA[hw.revision])
        self.source.off()  # after a reset the DAC still holds its code
        self.meter = Meter(hw.adc, hw.adc_inputs)
        self.service = hw.vbus.value()  # 1: on a cable since power-up
        self.monitor = Monitor(self.mail, hw, self.service)
        self.stage = Stage(self.mail, self.source, hw.out_en, hw.leg_fwd, hw.leg_rev, hw.boost_en, hw.patient)
        self.sampling = Sampling(self.meter, self.source, self.mail, hw.relay_fb, hw.clock)
        self.readings = self.sampling.readings
        self.ramp = Ramp()
        self.regulator = Regulator()
        self.buttons = Buttons(hw.btn_up, hw.btn_down, hw.btn_ok, hw.btn_stop)
        self.sounds = Sounds(hw.buzzer)
        self.panel = Panel(hw.display, self.status, hw.clock, self.buttons)
        self.dummy_load = DummyLoadTest(hw, self.stage, self.mail, self.readings)
        self.plan = Plan()
        self.setup = Setup(self.plan)
        self.session = Session(self.plan, self.stage, self.ramp, self.dummy_load, self.readings)
        self.protection = Protection(
            self.stage,
            self.sampling,
            self.mail,
            self.session,
            hw.clock,
            self._panel_fault,
            self.service,
            self.dummy_load.diodes,
        )
        self.plausibility = self.protection.plausibility
        keeper = self.keeper = RecordKeeper(hw, self.plan, self.source, self.meter, self.monitor)
        start_fault = keeper.open(self.service)
        spoken = keeper.settings.values[se.LANGUAGE]
        if spoken:
            language.choose(spoken, hw.open_file)
        self.session.cause.last = keeper.last_fault
        self.dummy_load.stored_ohm = keeper.calibration.dummy_ohm()
        self.selftest = SelfTest(
            self.dummy_load,
            self.source,
            self.meter,
            self.monitor,
            self.buttons,
            self.sounds,
            self.service,
            start_fault,
            faults.USB_PRESENT if self.service else keeper.calibration.refusal(),
        )
        self.response = FaultResponse(
            self.stage, self.session, self.selftest, keeper, self.sounds, self.sampling, self.panel
        )
        self.housekeeping = Housekeeping(hw.heap, self.stage, keeper)
        self.supervisor = Supervisor(
            self.selftest,
            self.setup,
            self.session,
            self.stage,
            self.protection,
            self.response,
            keeper,
            self.housekeeping,
            self.sounds,
            self.panel,
            (hw, self.readings, self.mail),
        )
        self.publisher = Publisher(self, self.status)
        # What each tick calls is found once: looked up there a method costs twice as much.
        self._ticks_us = hw.clock.ticks_us
        self._ticks_diff = hw.clock.ticks_diff
        self._begin = self.sampling.begin
        self._rest = self.sampling.rest
        self._finish = self.sampling.finish
        self._find_fault = self.protection.find_fault
        self._drive = self.stage.drive
        self._follow = self.ramp.follow
        self._approach = self.ramp.approach
        self._correct = self.regulator.correct
        self._publish_tick = self.publisher.tick
        self.ticks = 0  # since start
        self._looked_at = 0  # the tick in which the supervisor looked last
        self._deadline_us = 0
        self._late_us = 0  # how late this tick began
        self._asked_ua = 0  # the setpoint that the next sample of A answers
        self._sum_ua = 0  # channel A since the charge was last counted

    # ------------------------------------------------------------ life

    def begin(self) -> None:
        """Start monitor and watchdog, and the self-test."""
        hw = self.hw
        hw.timer.start(self.monitor.check)
        if not self.service:
            hw.watchdog.start()
        self.supervisor.begin()
        hw.heap.collect()
        self._deadline_us = hw.clock.ticks_us()

    def run(self) -> None:
        """Tick for ever."""
        tick = self.tick
        sleep_us = self.hw.clock.sleep_us
        while True:
            left_us = tick()
            if left_us > 0:
                sleep_us(left_us)

    def fail(self, error: BaseException) -> None:
        """The one handler of what nobody expected; the pins are low already. Shows it until the power goes."""
        code = faults.OUT_OF_MEMORY if isinstance(error, MemoryError) else faults.EXCEPTION
        self.stage.hard_cut(code)
        self.response.react(code, 0, 0)
        self.keeper.write_pending()  # the marker first; the rest in its time
        self.buttons.quiet_ms = 0  # nobody looks at them any more: the glass stays bright
        while True:
            self.ticks = self.ticks + 1 & _TICK_MASK
            self.panel.work()
            self.sounds.play_on(limits.TICK_MS)
            self.stage.drive(self.readings, 0)  # code 0 whenever the DAC answers
            self._publish(events.NONE, 1, self.ticks & _SLOT)
            self.housekeeping.work(self.session.state)
            self.hw.watchdog.feed()
            self.hw.clock.sleep_us(limits.TICK_US)

    def _panel_fault(self) -> int:
        """What display and buttons have to report: a code or 0."""
        if self.panel.lost:
            return faults.DISPLAY_LOST
        return faults.BUTTON_STUCK if self.buttons.stuck else 0

    # ------------------------------------------------------------ the tick

    @micropython.native
    def tick(self) -> int:
        """One way through the house, 5 ms, with a rest in it while the converter works on channel A. Returns the µs
        that are left of it, 0 when it is over already.

        While current flows steadily and nothing happens, the supervisor looks each 40 ms only: measuring, judging and
        regulating are what each tick is for.
        """
        began = self._ticks_us()
        session = self.session
        polarity = self.stage.polarity
        ticks = self.ticks = self.ticks + 1 & _TICK_MASK
        slot = ticks & _SLOT
        self._begin(polarity)
        # In turn the buttons with the sounds, and one part of the panel.
        event = events.NONE
        timed = 0
        if ticks & 1:
            event = self.buttons.scan(_LOOK_MS)
            self.sounds.play_on(_LOOK_MS)
        elif ticks % _TIMED_TICK == 0:
            timed = 1
        elif slot != _RARE_SLOT:
            self.panel.work()
        self._rest(timed)
        state = session.state
        testing = self.dummy_load.busy
        mode = self._second_conversion(ticks) if not testing else LOWS if self.dummy_load.collapsing else RESTING
        steady = mode >= LIVE and states.RAMP <= state <= states.LIMITED
        new = self._finish(mode, polarity)
        code = self._find_fault(state, self._asked_ua, self.ramp.falling, self._late_us, testing)
        if code:
            self.response.react(code, self.protection.measured, self.protection.allowed)
        looks = event or code or slot == _FLOW_SLOT or not steady or self.plausibility.lost
        if looks:
            self.supervisor.handle(event, (ticks - self._looked_at & _TICK_MASK) * limits.TICK_MS)
            self._looked_at = ticks
            self.housekeeping.work(session.state)
        if slot == _SKIN_SLOT:
            session.skin.area.work()
        self._regulate()
        self._publish(event, looks, slot)
        now = self._ticks_us()
        left_us = self._time_left(now)
        # A beat says that this tick judged a sample of its own, and while it was fresh: not one that was held up.
        if mode == RESTING or (new and self._ticks_diff(now, began) < _HELD_UP_US):
            self.mail.heartbeat = self.mail.heartbeat + 1 & 0xFFFF
        self.hw.watchdog.feed()
        return left_us

    @micropython.native
    def _second_conversion(self, ticks: int) -> int:
        """What it is for: the load voltage each other tick, one of the slow three in the tick that is left for it."""
        position = self.stage.position
        if position == st.CLOSED:
            if self.session.searching:
                return SEARCH
            return LIVE if ticks & _SLOT == _RARE_SLOT else LOAD if ticks & 1 else ALONE
        return SEARCH if st.SWITCH <= position < st.CLOSED else RESTING

    @micropython.native
    def _time_left(self, now_us: int) -> int:
        """µs until the next tick, 0 when it is due; and the time that it is due."""
        deadline_us = self._deadline_us + limits.TICK_US & _WRAP_US
        left_us = self._ticks_diff(deadline_us, now_us)
        self._late_us = 0
        if left_us < 0:
            self._late_us = -left_us
            if left_us < -limits.TICK_US:
                deadline_us = now_us
            left_us = 0
        self._deadline_us = deadline_us
        return left_us

    @micropython.native
    def _regulate(self) -> None:
        """Wanted -> ramp -> regulator -> stage; OPEN opens, 0 regulates to zero."""
        readings = self.readings
        stage = self.stage
        if self.dummy_load.busy:
            self._asked_ua = self.dummy_load.wanted_ua
            stage.drive(readings, self._asked_ua)
            return
        session = self.session
        wanted = session.wanted_ua if session.state >= states.CONTACT else OPEN
        if wanted == OPEN or stage.position != st.CLOSED:
            self._open(wanted)
            return
        a_ua = readings[rd.A_UA]
        new = readings[rd.A_NEW]
        limited = 0
        if self._follow(a_ua) if new else self.ramp.wound:
            limited = rg.WOUND
        rest_mv = readings[rd.RAIL_MV] - readings[rd.LOAD_MV] - a_ua * limits.SERIES_OHM // 1000
        if rest_mv < limits.HEADROOM_MV + rg.RESERVE_MV:
            limited |= rg.TIGHT
        set_ua = self._approach(wanted, session.down_na)
        asked_ua = self._asked_ua
        self._asked_ua = set_ua
        self._drive(readings, self._correct(set_ua, asked_ua, a_ua, new, limited))
        self._sum_ua += a_ua

    def _open(self, wanted: int) -> None:
        """No current is wanted, or the output is not closed yet: setpoint and trim begin anew."""
        stage = self.stage
        if wanted == OPEN and stage.position == st.CLOSED:
            stage.cut()
        self.ramp.reset()
        self.regulator.reset()
        self._asked_ua = 0
        stage.drive(self.readings, 0)

    @micropython.native
    def _publish(self, event: int, looked: int, slot: int) -> None:
        """The charge, and what the panel may know."""
        news = self._publish_tick(event)
        if looked:
            news |= self.publisher.flow()
        if slot == _VALUES_SLOT:
            self.session.dose.charge(self._sum_ua, _SLOT_MS)
            self._sum_ua = 0
        elif not news:
            return
        self.buttons.slow = 0 if self.session.wanted_ua == OPEN else 1
        self.publisher.values(self.ticks)
