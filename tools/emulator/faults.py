# Makes the faults of a scenario happen to the emulated chip: those of parts and circuit are the twin's, those of the
# processor are done to the emulated core. Decides no consequence.

from __future__ import annotations

from typing import Any

from tools.emulator.chip import Chip
from tools.sim.injector import Injector


class ChipInjector(Injector):
    """The twin's, with another processor."""

    def __init__(self, world: Any, hands: Any, faults: list[dict[str, Any]], chip: Chip) -> None:
        super().__init__(world, hands, faults)
        self._chip = chip

    def _mcu(self, mode: str, v: dict[str, Any], on: int) -> None:
        main_loop = self._chip.main_loop
        if mode in ("reset", "brownout"):
            super()._mcu(mode, v, on)
        elif mode == "stall":
            main_loop.stall(v["stall_ms"] * 1000)
        else:
            self.world.log("hang", "irq_on" if mode == "hang" else "irq_off", 0)
            main_loop.hang(mode == "hang_irq_off")
