# Watches the load under current, each 40 ms: less skin in the water than before is a pause, a resistance that falls at
# once leads to zero and back; after both only as much skin as before lets the current rise. Decides no other current.

from micropython import const

from ionto.safety import faults, limits
from ionto.safety import readings as rd
from ionto.treatment import contact as ct
from ionto.treatment import pause as ps
from ionto.treatment import states
from ionto.treatment.skin_area import SkinArea

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from typing import Protocol

    from ionto.output.ramp import Ramp

    class Session(Protocol):
        """What is asked of session.py, which knows this file."""

        state: int
        contact: ct.Contact
        pause: ps.Pause
        down_na: int
        searching: int

        def enter(self, state: int) -> None: ...
        def open_for(self, cause: int) -> None: ...
        def controlled_stop(self, code: int, measured: int, allowed: int) -> None: ...


_LOOK_MS = const(40)
_LOOKS = limits.FALL_MS // _LOOK_MS
_SEEN_MS = const(20)  # a fall is seen so long after it, in the mean

_FLAT_SHIFT = const(10)  # each tick: a fifth in a second
_FINE_SHIFT = const(8)

# Of `waits`: for what.
_ZERO = const(1)  # the current, led down
_HANDS = const(2)  # flat, as before, at the probe's current


class SkinWatch:
    """`watch` with each look at a session whose current flows through a person; `begin` for each session.

    What is known of the skin outlives a pause.
    """

    def __init__(self, ramp: "Ramp") -> None:
        self._ramp = ramp
        self.area = SkinArea()
        self._ohm = [0] * _LOOKS  # of the looks before, 0 where too little flowed
        self._at = 0
        self._ms = self._short_ms = 0
        self.begin()

    def begin(self) -> None:
        """Another session."""
        self.area.begin()
        self.joined = 0  # how often the resistance fell at once
        self.returning = 0  # 1: current flowed before in this session
        self.waits = 0
        self._flat = 0
        self._measured_ohm = self._allowed_ohm = 0
        self._forget()

    def paused(self) -> None:
        """The current was led to 0, or cut."""
        self.area.paused()
        self.returning = 1
        self.waits = 0
        self._forget()

    def turned(self) -> None:
        """The current flows the other way from now on."""
        self.area.turned()
        self._forget()

    def watch(self, session: "Session", r: "rd.Readings", ms: int) -> None:
        """`ms` after the look before. Judges each 40 ms."""
        self._ms += ms
        if self.waits or self._ms < _LOOK_MS:
            return
        self._ms = 0
        ramp = self._ramp
        fell = ramp.fell
        held = ramp.held
        ramp.fell = ramp.held = 0
        if self._falls_at_once(r[rd.LOAD_OHM] if r[rd.A_UA] >= limits.FALL_ARMED_UA else 0):
            if states.RAMP <= session.state <= states.LIMITED:
                self._lead_back(session)
        elif self.area.look(r[rd.LOAD_MV], r[rd.A_UA], fell, held):
            if r[rd.A_UA] <= ramp.set_ua + limits.DEVIATION_UA:  # what rises by itself is no hand's doing
                session.open_for(ps.LESS)

    def _lead_back(self, session: "Session") -> None:
        """Down by the ramp, for a cut would be felt where skin lies on the plate; then contact, and up again."""
        self.joined += 1
        session.pause.news = ps.FELL
        if self.joined >= limits.FALLS_MAX:
            session.controlled_stop(faults.SKIN_ON_METAL, self._measured_ohm, self._allowed_ohm)
            return
        self.paused()
        self.waits = _ZERO
        self._short_ms = _SEEN_MS
        session.contact.restart()
        session.down_na = limits.RAMP_STOP_NA
        session.enter(states.CONTACT)

    def is_back(self, session: "Session", r: "rd.Readings") -> int:
        """After the probe: 1 when the current may rise, else hands are waited for.

        A hand that slid out may still be where it was, on skin that has soaked since: it must be seen to come back.
        """
        slid = session.pause.cause == ps.LESS  # and nobody was away since
        if not self.returning or not slid and self.area.is_near(r[rd.LOAD_MV], r[rd.A_UA]):
            return 1
        self.waits = _HANDS
        self._flat = 0
        return 0

    def wait(self, session: "Session", r: "rd.Readings", ms: int) -> int:
        """The current wanted while something is waited for, for `ms` until now."""
        contact = session.contact
        if self.waits == _ZERO:
            if not self._ramp.set_ua:
                session.down_na = limits.RAMP_DOWN_NA
                session.searching = 1
                self.waits = 0
            elif 0 < r[rd.LOAD_OHM] < limits.SHORT_OHM:
                self._short_ms += limits.TICK_MS
                if self._short_ms >= limits.SHORT_MS:
                    session.controlled_stop(faults.SHORTED, r[rd.LOAD_OHM], limits.SHORT_OHM)
            return 0
        contact.asks = ct.FLAT
        if self._are_back(r[rd.LOAD_MV]):
            contact.asks = self.waits = 0
            session.pause.cause = ps.MOVED
            self.area.resumed()
            contact.restart()
        elif ms >= limits.HANDS_OUT_MS:
            session.controlled_stop(faults.LESS_SKIN, 0, 0)
            return 0
        return limits.PROBE_UA

    def _are_back(self, mv: int) -> int:
        """The voltage falls by a quarter within a second or so: soaking does not."""
        mv <<= _FINE_SHIFT
        before = self._flat - (self._flat >> _FLAT_SHIFT)
        self._flat = mv if mv > before else before
        return 1 if mv * 4 < before * 3 else 0

    def _falls_at_once(self, ohm: int) -> int:
        """1: by a third within 0.2 s. `ohm`: 0 is unknown."""
        most = 0
        for before in self._ohm:
            if before > most:
                most = before
        self._ohm[self._at] = ohm
        self._at = (self._at + 1) % _LOOKS
        allowed = most * (1_000 - limits.FALL_PERMILLE) // 1_000
        if not ohm or ohm >= allowed:
            return 0
        self._measured_ohm = ohm
        self._allowed_ohm = allowed
        return 1

    def _forget(self) -> None:
        """What was measured a moment ago is no measure any more."""
        for i in range(_LOOKS):
            self._ohm[i] = 0
        self._ms = 0
