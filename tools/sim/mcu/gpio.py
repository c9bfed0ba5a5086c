# Levels of the simulated processor's pins, and the interrupts on its inputs. Decides no wiring and no consequence:
# what an output does, the bench says.

from array import array

from tools.sim.mcu.clock import NEVER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

    from tools.sim.mcu.clock import Clock

    Values = dict[str, Any]

GPIOS = 30


class PinInterrupt:
    """An edge waiting to be handled; an interrupt source of the clock."""

    def __init__(self, clock: "Clock", pin: "Any", handler: "Callable[[Any], None]", trigger: int) -> None:
        self.due = NEVER
        self.period_us = NEVER
        self.callback = handler
        self.argument = pin
        self._clock = clock
        self._trigger = trigger  # 4 falling, 8 rising, or both

    def edge(self, level: int) -> None:
        """The input changed."""
        if self._trigger & (8 if level else 4):
            self.due = self._clock.now

    def failed(self, error: Exception) -> None:
        raise error


class Gpio:
    """`levels` of every pin, as value() reads it; `outputs`: 1 where the processor drives. Both by GPIO number."""

    def __init__(self, clock: "Clock") -> None:
        self.levels = array("b", [0] * 32)
        self.outputs = array("b", [0] * 32)
        self.stuck: "dict[int, int]" = {}
        self._clock = clock
        self._interrupts: "dict[int, PinInterrupt]" = {}

    def set_input(self, gpio: int, level: int) -> None:
        """Something outside changes an input."""
        if gpio in self.stuck:
            level = self.stuck[gpio]
        if self.levels[gpio] == level:
            return
        self.levels[gpio] = level
        interrupt = self._interrupts.get(gpio)
        if interrupt is not None:
            interrupt.edge(level)
            self._clock.plan()

    def keep_stuck(self) -> None:
        """What stands at one level stays there, whatever was just written."""
        for gpio in self.stuck:
            self.levels[gpio] = self.stuck[gpio]

    def listen(self, gpio: int, interrupt: "PinInterrupt | None") -> None:
        """Take or drop an interrupt on an input."""
        old = self._interrupts.pop(gpio, None)
        if old is not None:
            self._clock.remove_interrupt(old)
        if interrupt is not None:
            self._interrupts[gpio] = interrupt
            self._clock.add_interrupt(interrupt)

    def let_go(self) -> None:
        """As a reset does: no interrupt, no output."""
        self._interrupts.clear()
        for gpio in range(GPIOS):
            if self.outputs[gpio]:
                self.outputs[gpio] = 0
                self.levels[gpio] = 0


class InputPin:
    """An input that a fault may hold at one level. `true_level()`: what it shows without."""

    def __init__(self, pins: Gpio, gpio: int, true_level: "Callable[[], int]") -> None:
        self._pins = pins
        self._gpio = gpio
        self._true_level = true_level

    def stuck(self, v: "Values", on: int) -> None:
        """Shows one level whatever happens; without an interrupt, at its beginning as at its end."""
        if on:
            self._pins.stuck[self._gpio] = self._pins.levels[self._gpio] = v["level"]
        else:
            self._pins.stuck.pop(self._gpio, None)
            self._pins.levels[self._gpio] = self._true_level()

    FAULTS: "dict[str, Any]" = {"stuck": stuck}
