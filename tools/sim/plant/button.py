# A push-button: its contact, and what its contact does when it is worn. Decides nothing of who presses it.

from tools.sim.mcu.gpio import InputPin

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from tools.sim.agenda import Agenda
    from tools.sim.dice import Dice
    from tools.sim.mcu.clock import Clock
    from tools.sim.mcu.gpio import Gpio

    Values = dict[str, Any]


class Button(InputPin):
    """To ground against a pull-up: open, the pin is 1. `closed`: 1 for a button that is closed until it is pressed."""

    def __init__(self, pins: "Gpio", gpio: int, clock: "Clock", agenda: "Agenda", dice: "Dice", closed: int) -> None:
        super().__init__(pins, gpio, self._released)
        self._clock = clock
        self._agenda = agenda
        self._dice = dice
        self._closed = closed
        self._bounce_ms = 0
        self._stands_ms = 0  # how long each level of a bounce stands; 0: drawn each ms
        self._chattering = 0
        pins.levels[gpio] = self._released()

    def _released(self) -> int:
        return 0 if self._closed else 1

    def move(self, pressed: int) -> None:
        """A finger presses it, or lets go."""
        gpio = self._gpio
        level = 1 - self._released() if pressed else self._released()
        stands = self._stands_ms
        # In turn; or a level a millisecond, drawn: an even pattern as quick as that would hide from an even look. Then
        # at rest.
        for ms in range(self._bounce_ms):
            now = self._clock.now + ms * 1000
            shown = self._dice.below(2) if not stands else level if ms // stands % 2 == 0 else 1 - level
            self._agenda.at(now, lambda b=shown: self._pins.set_input(gpio, b))  # type: ignore[misc]
        if self._bounce_ms:
            self._agenda.after(self._bounce_ms * 1000, lambda: self._pins.set_input(gpio, level))
        else:
            self._pins.set_input(gpio, level)

    # ------------------------------------------------------------ faults

    def bounce(self, v: "Values", on: int) -> None:
        """From now on each press and each release bounces."""
        self._bounce_ms = v["bounce_ms"] if on else 0
        self._stands_ms = v["level_ms"] if on else 0

    def chatter(self, v: "Values", on: int) -> None:
        """Opens and closes by itself."""
        self._chattering = on
        self._turn(v["period_ms"] * 500)

    def _turn(self, half_us: int) -> None:
        if self._chattering:
            self._pins.set_input(self._gpio, 1 - self._pins.levels[self._gpio])
            self._agenda.after(half_us, lambda: self._turn(half_us))

    FAULTS = {"stuck": InputPin.stuck, "bounce": bounce, "chatter": chatter}
