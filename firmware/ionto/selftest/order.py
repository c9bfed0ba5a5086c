# The self-test's order, before every session. Decides whether a session may start: `fault` says why not.

from micropython import const

from ionto.panel import buttons as b
from ionto.panel import sounds as so
from ionto.panel.status import LET_GO, PRESS
from ionto.safety import faults
from ionto.selftest import cutoffs, parts

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from ionto.output.dummy_load import DummyLoadTest, Steps
    from ionto.output.source import CurrentSource
    from ionto.panel.buttons import Buttons
    from ionto.panel.sounds import Sounds
    from ionto.safety.monitor import Monitor
    from ionto.sensing.meter import Meter

ITEMS = const(7)
_LET_GO_ITEM = const(2)
_STOP_PROMPT_TICKS = const(12_000)  # a minute for the user to find the button
_STOP_HELD_TICKS = const(60_000)  # five minutes: longer than anybody presses


class SelfTest:
    """`advance` each tick until `done`; the dummy-load test says what current to drive meanwhile.

    Written as generators so that the order can be read: each `yield` is one tick of 5 ms.
    """

    def __init__(
        self,
        dummy_load: "DummyLoadTest",
        source: "CurrentSource",
        meter: "Meter",
        monitor: "Monitor",
        buttons: "Buttons",
        sounds: "Sounds",
        service: int,
        start_fault: int,
        dummy_only: int,
    ) -> None:
        self._dummy_load = dummy_load
        self._hw = dummy_load.hw
        self._source = source
        self._meter = meter
        self._monitor = monitor
        self._buttons = buttons
        self._sounds = sounds
        self._start_fault = start_fault
        self._dummy_only = dummy_only  # a fault that lets the dummy load be driven, and nothing else
        self._files_known = 0
        self.service = service  # 1: on a cable since power-up, the dummy load only
        self.item = 0  # under test, of ITEMS
        self.prompt = 0  # PRESS or LET_GO: what the user is asked to do with STOP
        self.fault = 0
        self.done = 0
        self._stopped = 0  # 1: STOP was pressed before it was asked for

    def begin(self) -> None:
        """From the first item."""
        self.fault = 0
        self.done = 0
        self.item = 0
        self.prompt = self._stopped = 0
        self._dummy_load.begin(self._script())

    def advance(self) -> None:
        """One tick. Ends at the first item that fails, with the output open."""
        dummy_load = self._dummy_load
        dummy_load.advance()
        if self.item > _LET_GO_ITEM and self._buttons.pressed_mask() & b.STOP_BIT:
            self._stopped = 1
        if dummy_load.busy:
            return
        self.fault = dummy_load.fault
        self.done = 1
        self.prompt = 0
        self._hw.oc_test.value(0)
        self._hw.oc_reset.value(0)
        self._hw.display.all_points(0)
        if dummy_load.fault and dummy_load.fault != faults.USB_PRESENT:  # that is passed, as far as a cable allows
            dummy_load.stage.hard_cut(dummy_load.fault)  # nothing closes again before a power cycle

    def foreign(self, code: int) -> int:
        """A fault of the stage or a veto during the test: 0 when it is an item's own, which then refuses the start."""
        dummy_load = self._dummy_load
        if not dummy_load.fault:
            if code == faults.RAIL_VOLTAGE:
                dummy_load.fault = faults.BOOST_STUCK
            elif code == faults.CLOSING:
                dummy_load.fault = faults.SWITCH_NOT_CUTTING
            elif code == faults.LATCH_TRIPPED:
                dummy_load.fault = faults.LATCH_DEAD
            else:
                return code
        return 0

    def _script(self) -> "Steps":
        dummy_load = self._dummy_load
        dummy_load.fault = self._start_fault
        for item in range(ITEMS):
            if dummy_load.fault:
                return
            self.item = item
            yield from self._item(item)

    def _item(self, item: int) -> "Steps":
        """One item of those the panel counts; `fault` of the dummy-load test when it failed."""
        dummy_load = self._dummy_load
        hw = self._hw
        service = self.service
        if item == 0:
            if not self._files_known:  # once a power-on: the program in memory is the one that was read then
                yield from parts.files(dummy_load, hw)
                self._files_known = 1
        elif item == 1:
            yield from parts.parts(dummy_load, hw, self._source, service)
        elif item == _LET_GO_ITEM:
            if not dummy_load.fault:
                yield from parts.keys(dummy_load, self._buttons)
            if not dummy_load.fault:
                yield from self._let_go()
            if not dummy_load.fault:
                yield from parts.at_rest(dummy_load, self._meter, self._monitor, service)
            hw.display.all_points(0)
        elif item == 3:
            yield from cutoffs.first(dummy_load, self._meter)
            if not dummy_load.fault:
                yield from cutoffs.cuts(dummy_load)
        elif item == 4:
            yield from cutoffs.points(dummy_load)
            if not dummy_load.fault:
                yield from cutoffs.latch(dummy_load, hw)
            if not dummy_load.fault:
                yield from cutoffs.boost(dummy_load)
        elif item == 5:
            yield from dummy_load.bridge(1)
            if not dummy_load.fault:
                dummy_load.fault = self._dummy_only
                if not dummy_load.fault:
                    hw.heap.collect()  # everything is open; by the pins the output is live next
                    yield from cutoffs.relay(dummy_load)
        else:
            yield from self._stop_button()

    def _let_go(self) -> "Steps":
        """STOP that is still held is waited for, with everything open: whoever presses it at the end or in a fright
        must not lock the unit. Who never lets go has a broken wire.
        """
        for _ in range(_STOP_HELD_TICKS):
            if not self._buttons.pressed_mask() & b.STOP_BIT:
                self.prompt = 0
                return
            self.prompt = LET_GO
            yield 0
        self._dummy_load.fault = faults.STOP_STUCK

    def _stop_button(self) -> "Steps":
        """The user shows that STOP works; nothing flows. UP and DOWN together would stop, too, but prove nothing. Who
        pressed it since it was let go, asked or not, has shown it.
        """
        if self._stopped:
            return
        self.prompt = PRESS
        self._sounds.play(so.PROMPT)
        for _ in range(_STOP_PROMPT_TICKS):
            if self._buttons.pressed_mask() & b.STOP_BIT:
                return
            yield 0
        self._dummy_load.fault = faults.STOP_NOT_PROVEN
