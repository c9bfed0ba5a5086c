# The self-test's order, before every session. Decides whether a session may start: `fault` says why not.

from micropython import const

from ionto.panel import buttons as b
from ionto.panel import sounds as so
from ionto.safety import faults
from ionto.selftest import cutoffs, parts

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from ionto.output.meter import Meter
    from ionto.output.source import CurrentSource
    from ionto.panel.buttons import Buttons
    from ionto.panel.sounds import Sounds
    from ionto.panel.view import View
    from ionto.selftest.rig import Rig, Steps

ITEMS = const(7)
_STOP_PROMPT_TICKS = const(12_000)  # a minute for the user to find the button


class SelfTest:
    """`step` each tick until `done`; the rig says what current to drive meanwhile (dummy load only).

    Written as generators so that the order can be read: each `yield` is one tick of 5 ms.
    """

    def __init__(
        self,
        rig: "Rig",
        source: "CurrentSource",
        meter: "Meter",
        buttons: "Buttons",
        sounds: "Sounds",
        view: "View",
        start_fault: int,
    ) -> None:
        self._rig = rig
        self._hw = rig.hw
        self._source = source
        self._meter = meter
        self._buttons = buttons
        self._sounds = sounds
        self._view = view
        self._start_fault = start_fault
        self._files_known = 0
        self.fault = 0
        self.done = 0

    def begin(self) -> None:
        """From the first item."""
        self.fault = 0
        self.done = 0
        view = self._view
        view.test_item = 0
        view.test_items = ITEMS
        view.test_prompt = 0
        self._rig.begin(self._script())

    def step(self) -> None:
        """One tick. Ends at the first item that fails, with the output open."""
        rig = self._rig
        rig.step()
        if rig.busy:
            return
        self.fault = rig.fault
        self.done = 1
        self._view.test_prompt = 0
        self._hw.oc_test.value(0)
        self._hw.oc_reset.value(0)
        self._hw.display.all_points(0)
        if rig.fault:
            rig.stage.hard_cut(rig.fault)  # nothing closes again before a power cycle

    def foreign(self, code: int) -> int:
        """A fault of the stage or a veto during the test: 0 when it is an item's own, which then refuses the start."""
        rig = self._rig
        if not rig.fault:
            if code == faults.RAIL_VOLTAGE:
                rig.fault = faults.BOOST_STUCK
            elif code == faults.CLOSING:
                rig.fault = faults.SWITCH_NOT_CUTTING
            else:
                return code
        return 0

    def _script(self) -> "Steps":
        rig = self._rig
        rig.fault = self._start_fault
        for item in range(ITEMS):
            if rig.fault:
                return
            self._view.test_item = item
            yield from self._item(item)

    def _item(self, item: int) -> "Steps":
        """One item of those the panel counts; `rig.fault` when it failed."""
        rig = self._rig
        hw = self._hw
        service = self._view.service
        if item == 0:
            if not self._files_known:  # once a power-on: the program in memory is the one that was read then
                yield from parts.files(rig, hw)
                self._files_known = 1
        elif item == 1:
            yield from parts.parts(rig, hw, self._source, service)
        elif item == 2:
            if not rig.fault:
                yield from parts.keys(rig, self._buttons)
            if not rig.fault:
                yield from parts.at_rest(rig, self._meter, service)
            hw.display.all_points(0)
        elif item == 3:
            yield from cutoffs.first(rig, self._meter)
            if not rig.fault:
                yield from cutoffs.cuts(rig)
        elif item == 4:
            yield from cutoffs.points(rig)
            if not rig.fault:
                yield from cutoffs.latch(rig, hw)
            if not rig.fault:
                yield from cutoffs.boost(rig)
        elif item == 5:
            yield from rig.bridge()
            if service and not rig.fault:
                rig.fault = faults.USB_PRESENT  # the dummy load is all that a unit on a cable may drive
        else:
            yield from self._stop_button()

    def _stop_button(self) -> "Steps":
        """The user shows that STOP works; nothing flows. UP and DOWN together would stop, too, but prove nothing."""
        self._view.test_prompt = 1
        self._sounds.play(so.PROMPT)
        for _ in range(_STOP_PROMPT_TICKS):
            if self._buttons.pressed_mask() & b.STOP_BIT:
                return
            yield 0
        self._rig.fault = faults.STOP_NOT_PROVEN
