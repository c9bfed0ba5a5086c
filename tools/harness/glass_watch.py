# Watches whether the glass is true while current may flow: lit, as the unit drew it, its figure the one measured.
# Tells each stretch in which it was not; judges none (tools/judges/glass.py).

from ionto.treatment import states
from tools.harness.screen_reader import Reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from tools.sim.bench import World

LOOK_US = 50_000
FIGURE_EACH = 10  # looks
TOLD_US = {"untrue_ms": 300_000, "wrong_ms": 1_200_000}  # shorter stretches are a frame being drawn
PAGES = 8
DISTURBED_PAGES = 1  # a byte lost on the bus garbles a page at most: the rest can be read
PAGE_BYTES = 128
FIGURE_UA = 150  # rounding, and what moves within a look
FIGURES = 4  # windows of half a second that a figure on the glass may come from
FIGURE_STATES = (states.RAMP, states.RUN, states.LIMITED)
MOST_UA = 1 << 30


class GlassWatch:
    """`look` at the end of each tick. Its events, told when a stretch is over: `glass untrue_ms`, `glass wrong_ms`.

    `picture` gives what the unit drew, 1024 bytes.
    """

    def __init__(self, world: "World") -> None:
        self._world = world
        self._reader = Reader()
        self.picture: "Any" = _drawn_by
        self._next = 0
        self._looks = 0
        self._state = -1
        self._true_us = -1  # when it was last true, -1: no current may flow
        self._right_us = -1  # when the figure was last right
        self._low = [MOST_UA] * FIGURES
        self._high = [0] * FIGURES

    def look(self, unit: "Any", now: int) -> None:
        """Twenty times a second, while the output may be live; opens the heap."""
        status = unit.status
        ua = status.measured_ua
        if ua < self._low[0]:
            self._low[0] = ua
        if ua > self._high[0]:
            self._high[0] = ua
        if now < self._next:
            return
        self._next = now + LOOK_US
        world = self._world
        was = world.clock.open_heap()
        live = world.live()
        if not live or status.state != self._state or self._true_us < 0:
            self.close(now)
            self._state = status.state
            if live:
                self._true_us = self._right_us = now
        else:
            self._watch(unit, now)
        world.clock.close_heap(was)

    def _watch(self, unit: "Any", now: int) -> None:
        oled = self._world.oled
        faithful = oled.is_faithful()
        if faithful and _alike(oled.gddram, self.picture(unit)):
            self._true_us = self._tell("untrue_ms", self._true_us, now)
        self._looks += 1
        if self._looks % FIGURE_EACH:
            return
        if self._state not in FIGURE_STATES:
            self._right_us = now
        elif faithful:
            shown = self._reader.measured(oled.gddram)
            if shown < 0 or min(self._low) - FIGURE_UA <= shown <= max(self._high) + FIGURE_UA:
                self._right_us = self._tell("wrong_ms", self._right_us, now)
        self._low = [MOST_UA] + self._low[:-1]
        self._high = [0] + self._high[:-1]

    def close(self, now: int) -> None:
        """The output is off, another state has come, or the run is over."""
        if self._true_us >= 0:
            self._tell("untrue_ms", self._true_us, now)
            self._tell("wrong_ms", self._right_us, now)
        self._true_us = self._right_us = -1

    def _tell(self, what: str, since: int, now: int) -> int:
        if now - since >= TOLD_US[what]:
            self._world.log("glass", what, (now - since) // 1000)
        return now


def _drawn_by(unit: "Any") -> "Any":
    """The display's own picture."""
    return unit.hw.display.buffer


def _alike(seen: "bytes | bytearray", drawn: "bytes | bytearray | memoryview") -> bool:
    """Whether the glass shows what was drawn, but for a page."""
    if seen == drawn:
        return True
    other = 0
    for at in range(0, PAGES * PAGE_BYTES, PAGE_BYTES):
        if bytes(seen[at : at + PAGE_BYTES]) != bytes(drawn[at : at + PAGE_BYTES]):
            other += 1
    return other <= DISTURBED_PAGES
