# When memory may be collected and records written: the heap is held and the marker written before a session, the rest
# once the output has come to rest. Decides whether memory and records allow a start.

from micropython import const

from ionto.output import stage as st
from ionto.safety import faults, limits
from ionto.treatment import states

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from drivers.ports import Heap
    from ionto.output.stage import Stage
    from ionto.records.keeper import RecordKeeper

# Modules of this room that are imported where no current flows, and leave before it does.
VISITORS = ("desk", "afterwards", "look_back", "settings_pages", "dates", "practice")

_WRITE_TICKS = limits.RELAY_MS // limits.TICK_MS  # at rest before anything is written: relay and DAC come first


class Housekeeping:
    """`open_session` and `close_session` around a session; `work` whenever the supervisor has looked."""

    def __init__(self, heap: "Heap", stage: "Stage", keeper: "RecordKeeper") -> None:
        self._heap = heap
        self._stage = stage
        self._keeper = keeper
        self._held = 0
        self._resting = 0  # ticks
        self.free_bytes = 0  # of the heap, when the last session was to begin

    def open_session(self) -> int:
        """Write the marker, hold the collector back for the whole session. A fault code refuses, or 0."""
        heap = self._heap
        heap.forget("ionto.app", VISITORS)
        heap.collect()
        self.free_bytes = heap.free()
        if self.free_bytes < limits.HEAP_MIN:
            return faults.HEAP_LOW
        refused = self._keeper.begin_session()
        if not refused:
            heap.hold()
            self._held = 1
        return refused

    def close_session(self) -> None:
        """The collector may run again."""
        self._heap.release()
        self._held = 0

    def work(self, state: int) -> None:
        """A twentieth of a second after the output came to rest, not before: write what waits."""
        position = self._stage.position
        if position != st.REST and position != st.LATCHED:
            self._resting = 0
        elif self._resting < _WRITE_TICKS:
            self._resting += 1
        else:
            if self._held and state == states.FAULT:
                self.close_session()
            self._keeper.write_pending()
