# What a scenario may do to the simulated processor, its heap, its timer and its crystal. Decides no consequence: clock
# and firmware show it.

from tools.sim.mcu import gc_face
from tools.sim.mcu.clock import Hang, Stall

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from tools.sim.bench import World

    Values = dict[str, Any]


class Processor:
    """The part `mcu`."""

    def __init__(self, world: "World") -> None:
        self.world = world
        self._clock = world.clock
        self._crystal = world.clock.rate  # its own, ppm
        gc_face.free_bytes = gc_face.FREE

    def reset(self, v: "Values", on: int) -> None:
        """By the watchdog, or because the power went."""
        self.world.log("hw", "RESET", 0)
        self.world.reset(v["cause"])

    def brownout(self, v: "Values", on: int) -> None:
        """The supply dips too low, for so long."""
        self.world.reset("brownout", v["off_ms"] * 1000)

    def ctrl_c(self, v: "Values", on: int) -> None:
        """Somebody types it."""
        self._clock.pending = KeyboardInterrupt()

    def exception(self, v: "Values", on: int) -> None:
        """The main loop's next call raises."""
        self._clock.pending = RuntimeError("injected")

    def alloc_fail(self, v: "Values", on: int) -> None:
        """So does an allocation."""
        self._clock.pending = MemoryError("injected")

    def hang(self, v: "Values", on: int) -> None:
        """The main loop stands; interrupts go on."""
        self.world.log("hang", "irq_on", 0)
        self._clock.pending = Hang(0)

    def hang_irq_off(self, v: "Values", on: int) -> None:
        """And they do not."""
        self.world.log("hang", "irq_off", 0)
        self._clock.pending = Hang(1)

    def stall(self, v: "Values", on: int) -> None:
        """The main loop stands for a while."""
        self._clock.pending = Stall(v["stall_ms"] * 1000)

    def heap_taken(self, v: "Values", on: int) -> None:
        """So little is free after a collection."""
        gc_face.free_bytes = v["free_bytes"] if on else gc_face.FREE

    def timer_stops(self, v: "Values", on: int) -> None:
        """No timer's interrupt comes."""
        if on:
            self._clock.stop_timers()
        else:
            self._clock.restart_timers()

    def clock_rate(self, v: "Values", on: int) -> None:
        """The crystal runs wrong."""
        self._clock.set_rate(v["permille"] * 1000 if on else self._crystal)

    FAULTS: "dict[str, Any]" = {
        "reset": reset,
        "brownout": brownout,
        "ctrl_c": ctrl_c,
        "exception": exception,
        "alloc_fail": alloc_fail,
        "hang": hang,
        "hang_irq_off": hang_irq_off,
        "stall": stall,
        "heap_taken": heap_taken,
        "timer_stops": timer_stops,
        "clock_rate": clock_rate,
    }
