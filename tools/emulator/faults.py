# Which parts of the unit can fail on the emulated chip: those of the simulation; but the processor is another, whose
# faults are done to the emulated core. Decides no consequence.

from __future__ import annotations

from typing import Any

from tools.emulator.chip import Chip
from tools.sim.injector import parts_of
from tools.sim.mcu.processor import Processor


class ChipProcessor(Processor):
    """The part `mcu`, emulated; supported_faults.py says what it has."""

    def __init__(self, world: Any, chip: Chip) -> None:
        super().__init__(world)
        self._main_loop = chip.main_loop

    def hang(self, v: dict[str, Any], on: int) -> None:
        """The main loop stands; interrupts go on."""
        self.world.log("hang", "irq_on", 0)
        self._main_loop.hang(False)

    def hang_irq_off(self, v: dict[str, Any], on: int) -> None:
        """And they do not."""
        self.world.log("hang", "irq_off", 0)
        self._main_loop.hang(True)

    def stall(self, v: dict[str, Any], on: int) -> None:
        """The main loop stands for a while."""
        self._main_loop.stall(v["stall_ms"] * 1000)

    FAULTS = {
        "reset": Processor.reset,
        "brownout": Processor.brownout,
        "hang": hang,
        "hang_irq_off": hang_irq_off,
        "stall": stall,
    }


def parts_of_chip(world: Any, chip: Chip) -> dict[str, Any]:
    """As injector.parts_of, for a world whose processor is the emulated chip; its flash cannot fail."""
    parts = parts_of(world)
    parts["mcu"] = ChipProcessor(world, chip)
    del parts["flash"]
    return parts
