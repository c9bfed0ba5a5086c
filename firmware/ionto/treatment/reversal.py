# The turn at half time: to zero, open, the bridge tested with the relay at rest, closed the other way round, and hands
# looked for. Returns what it wants; session.py does it. Nothing is ever switched under current.

from micropython import const

from ionto.output import stage as st
from ionto.safety import faults, limits
from ionto.safety import readings as rd

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from ionto.output.dummy_load import DummyLoadTest
    from ionto.output.stage import Stage
    from ionto.treatment.contact import Contact

# What it wants.
TO_ZERO = const(0)  # the current down, then the output open: say opened()
PATIENCE = const(1)  # nothing
SEARCH = const(2)  # no current, contact looked for as soon as the output is closed
FOUND = const(3)  # turned, hands in: current again
NOBODY = const(4)  # turned, but no hands

_OPENING = const(1)
_BRIDGE = const(2)
_CLOSING = const(3)

_TURNED_MS = const(850)  # from the closing of the output: hands that stayed in the water are found by then


class Reversal:
    """`begin`, then `advance` each tick of 5 ms."""

    def __init__(self, stage: "Stage", dummy_load: "DummyLoadTest", contact: "Contact") -> None:
        self._stage = stage
        self._dummy_load = dummy_load
        self._contact = contact
        self._before = 0  # the polarity it turns from
        self._ms = 0
        self.begin()

    def begin(self) -> None:
        """First of all to zero."""
        self._phase = TO_ZERO

    def opened(self) -> None:
        """The current is zero and the output opens: on to the bridge test."""
        self._phase = _OPENING

    def has_opened(self) -> int:
        """1 from opened() on: there is no way back."""
        return 1 if self._phase else 0

    def advance(self, r: "rd.Readings", cap_ua: int) -> int:
        """What it wants now. A bridge that fails its test is left to the stage, as its fault."""
        stage = self._stage
        phase = self._phase
        if phase == TO_ZERO:
            return TO_ZERO
        if phase == _OPENING:
            if stage.position == st.REST:
                self._before = stage.polarity
                self._dummy_load.begin(self._dummy_load.bridge())
                self._phase = _BRIDGE
            return PATIENCE
        if phase == _BRIDGE:
            return self._test_bridge(cap_ua)
        if stage.position == st.CLOSED:
            self._ms += limits.TICK_MS
            if self._contact.search(r):
                return FOUND
            if self._ms >= _TURNED_MS:
                return NOBODY
        return SEARCH

    def _test_bridge(self, cap_ua: int) -> int:
        dummy_load = self._dummy_load
        stage = self._stage
        dummy_load.advance()
        if dummy_load.fault:
            welded = dummy_load.fault == faults.RELAY_NOT_AT_REST
            stage.fault = faults.RELAY_FEEDBACK if welded else faults.BRIDGE_TEST
        elif not dummy_load.busy and stage.position == st.REST:
            stage.close(st.ELECTRODES, -self._before, cap_ua)
            self._contact.restart()
            self._phase = _CLOSING
            self._ms = 0
            return SEARCH
        return PATIENCE
