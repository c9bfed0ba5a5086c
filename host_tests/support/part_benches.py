# Builds a stage, a monitor and a session, each alone over stand-ins. Judges nothing.
#
# Runs under CPython and MicroPython.

from host_tests.support.fakes import FakePin, FakeRawAdc, FakeSource
from ionto.output import stage as st
from ionto.output.ramp import Ramp
from ionto.output.stage import Stage
from ionto.safety import limits
from ionto.safety import readings as rd
from ionto.safety.monitor import Mailbox, Monitor
from ionto.treatment import states, terms
from ionto.treatment.contact import Contact
from ionto.treatment.plan import Plan
from ionto.treatment.session import OPEN, Session

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def _as_any(part: "Any") -> "Any":
    """A stand-in answers what a test needs, not all that the part does."""
    return part


def contact_of_a_person() -> Contact:
    """Absent for long enough: whatever comes now is somebody."""
    contact = Contact()
    r = rd.make()
    r[rd.RAIL_MV], r[rd.LOW_NEW] = 48_000, 1
    for _ in range(limits.ABSENT_MS // limits.TICK_MS):
        assert not contact.search(r)
    return contact


class NotedPin(FakePin):
    """Notes each change of level."""

    def __init__(self, name: str, order: "list[tuple[str, int]]") -> None:
        super().__init__()
        self._name = name
        self._order = order

    def value(self, x: "int | None" = None) -> "int | None":
        if x is not None and x != self.level:
            self._order.append((self._name, x))
        return super().value(x)


class StageBench:
    """A stage alone: its pins note their order of changes in `order` (name and level)."""

    def __init__(self, source: "FakeSource | None" = None) -> None:
        self.order: "list[tuple[str, int]]" = []
        self.mail = Mailbox()
        self.source = _as_any(source or FakeSource())
        self.out_en = NotedPin("out_en", self.order)
        self.leg_fwd = NotedPin("leg_fwd", self.order)
        self.leg_rev = NotedPin("leg_rev", self.order)
        self.boost_en = NotedPin("boost_en", self.order)
        self.patient = NotedPin("patient", self.order)
        self.readings = rd.make()
        self.readings[rd.A_NEW] = 1
        self.stage = Stage(self.mail, self.source, self.out_en, self.leg_fwd, self.leg_rev, self.boost_en, self.patient)

    def tick(self, wanted_ua: int = 0) -> None:
        """One tick with a monitor that grants what is asked for, and a rail that follows at once."""
        mail = self.mail
        if mail.request and not mail.enabled:
            self.order.append(("s1", 1))
        elif mail.enabled and not mail.request:
            self.order.append(("s1", 0))
        mail.enabled = 1 if mail.request else 0
        self.readings[rd.RAIL_MV] = 48_000 if self.boost_en.level else 0
        self.stage.drive(self.readings, wanted_ua)

    def ticks(self, count: int, wanted_ua: int = 0) -> None:
        """Several."""
        for _ in range(count):
            self.tick(wanted_ua)

    def closed(self, path: int = 1, polarity: int = 1, cap_ua: int = 20_000) -> "StageBench":
        """Closed, at zero."""
        self.ticks(2)
        self.stage.close(path, polarity, cap_ua)
        self.ticks(40)
        return self

    def flow(self, ua: int) -> None:
        """What both channels show from now on."""
        self.readings[rd.A_UA] = self.readings[rd.B_UA] = ua


class MonitorBench:
    """A monitor alone over pins and converters that a test sets."""

    def __init__(self, service: int = 0) -> None:
        self.mail = Mailbox()
        self.out_en = FakePin()
        self.pump = FakePin()
        self.leg_fwd = FakePin()
        self.leg_rev = FakePin()
        self.boost_en = FakePin()
        self.patient = FakePin()
        self.relay_fb = _as_any(FakePin())
        self.oc_trip_n = _as_any(FakePin(1))
        self.vbus = _as_any(FakePin(service))
        self.adc_b = FakeRawAdc()
        self.adc_dac = FakeRawAdc()
        self.adc_battery = FakeRawAdc()
        self.set_battery(3_900)
        self.edges: "list[int]" = []  # periods in which the pump's level changed
        self.period = 0
        self.monitor = Monitor(self.mail, _as_any(self), service)  # the bench has every part under the hardware's name

    def set_b(self, ua: int) -> None:
        """Channel B's current, to 8 µA."""
        self.adc_b.u16 = (ua * 4096 // 33_000 + (1 if ua else 0)) << 4

    def set_dac(self, mv: int) -> None:
        """The DAC's voltage, to 0.8 mV."""
        self.adc_dac.u16 = (mv * 4096 // 3_300 + (1 if mv else 0)) << 4

    def set_battery(self, mv: int) -> None:
        """The cell's voltage, to 1.6 mV."""
        self.adc_battery.u16 = (mv * 4096 // 6_600) << 4

    def periods(self, count: int, beats: int = 1) -> None:
        """Several ms, with a heartbeat each 5 ms, or none."""
        for _ in range(count):
            if beats and self.period % 5 == 0:
                self.mail.heartbeat = (self.mail.heartbeat + 1) & 0xFFFF
            level = self.pump.level
            self.monitor.check(None)
            self.period += 1
            if self.pump.level != level:
                self.edges.append(self.period)

    def running(self, request: int = 1) -> "MonitorBench":
        """Enabled and pumping, with legs and boost as the stage would have them."""
        self.leg_fwd.level = self.boost_en.level = self.patient.level = 1
        self.relay_fb.level = 1 if request < 3 else 0
        self.mail.request = request
        self.periods(30)
        return self


class SoundDummyLoad:
    """The bridge test of a sound unit, over at once."""

    busy = 0
    fault = 0

    def bridge(self) -> None:
        pass

    def begin(self, steps: "Any") -> None:
        pass

    def advance(self) -> None:
        pass

    def stop(self) -> None:
        pass


class SessionBench(StageBench):
    """A session over a stage, a ramp and a load that carries at most `most_ua`, as the unit ties them together."""

    def __init__(self, mode: int = 0, current_ua: int = 10_000, minutes: int = 10) -> None:
        super().__init__()
        self.plan = Plan()
        self.plan.user.age = terms.ADULT
        self.plan.load(0, current_ua, minutes, mode, 1, 0)
        self.ramp = Ramp()
        self.dummy_load = SoundDummyLoad()
        self.session = Session(self.plan, self.stage, self.ramp, _as_any(self.dummy_load), self.readings)
        self.touched = 0  # 1: a person is connected
        self.most_ua = 30_000
        self.load_ohm = 2_000
        self.stuck_ua = 0  # flows whatever is asked, while the switch is closed
        self.readings[rd.LOW_NEW] = self.readings[rd.LOAD_NEW] = 1
        self.readings[rd.LOAD_OHM] = 2_000
        self.now = 0

    def limit(self, most_ua: int) -> "SessionBench":
        """A load that takes nearly all voltage at this current."""
        self.most_ua = most_ua
        self.load_ohm = (self.readings[rd.RAIL_MV] or 48_000) * 1_000 // most_ua * 950 // 1_000
        return self

    def begin(self) -> "SessionBench":
        """Confirmed: look for contact."""
        self.session.begin()
        return self

    def step(self, event: int = 0, lost: int = 0) -> None:
        """One tick in the unit's order: session, ramp, stage; then what flows."""
        session = self.session
        stage = self.stage
        ramp = self.ramp
        self.now += 5
        session.advance(event, lost, 5)
        session.skin.area.work()
        wanted = session.wanted_ua
        if wanted == OPEN or stage.position != st.CLOSED:
            if wanted == OPEN and stage.position == st.CLOSED:
                stage.cut()
            ramp.reset()
            self.tick(0)
        else:
            ramp.follow(self.readings[rd.A_UA])
            self.tick(ramp.approach(wanted, session.down_na))
            session.dose.charge(self.readings[rd.A_UA], 5)
        closed = stage.position == st.CLOSED and self.touched
        flows = min(self.source.ua, self.most_ua) if closed else 0
        self.flow(max(flows, self.stuck_ua) if self.mail.enabled else flows)
        self.readings[rd.LOW_MV] = 45_000 if self.touched and self.boost_en.level else 0
        own_mv = flows * self.load_ohm // 1_000
        self.readings[rd.LOAD_MV] = self.readings[rd.RAIL_MV] - 2_000 if flows < self.source.ua else own_mv

    def steps(self, count: int, event: int = 0) -> "SessionBench":
        """Several; the event in the first."""
        for i in range(count):
            self.step(0 if i else event)
        return self

    def until(self, state: int, most_ms: int = 60_000) -> "SessionBench":
        """Tick until the session is in a state; it must come."""
        for _ in range(most_ms // 5):
            if self.session.state == state:
                return self
            self.step()
        raise AssertionError((self.session.state, state, self.stage.position))

    def running(self) -> "SessionBench":
        """With hands in, at its target."""
        return self.to_hands().until(states.RUN)

    def to_hands(self) -> "SessionBench":
        """With hands in, once contact was absent."""
        self.begin().steps(200)
        self.touched = 1
        return self


def before_half_time(bench: SessionBench) -> SessionBench:
    bench.session.dose.delivered_ms = bench.plan.minutes * 30_000 - 10
    return bench


def near_the_end(bench: SessionBench) -> SessionBench:
    bench.session.dose.delivered_ms = bench.plan.minutes * 60_000 - 10
    dose = bench.session.dose
    dose.first_uamin = dose.delivered_uamin // 2  # and as if both halves had been whole
    dose.first_asked_uamin = dose.asked_uamin // 2
    bench.session.turned = 1
    return bench
