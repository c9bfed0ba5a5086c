# What a scenario may do to the flash with the unit's records. Decides no consequence: flash and clock show it.

from tools.sim.mcu.clock import Reset

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from tools.sim.bench import World

    Values = dict[str, Any]

CUT_US = 1_000_000  # so long the power stays away that went while the flash was written
FOR_GOOD = 1 << 30


class FlashFaults:
    """The part `flash`; the flash itself is given to the world later."""

    def __init__(self, world: "World") -> None:
        self.world = world

    def fail_write(self, v: "Values", on: int) -> None:
        """The n-th write from now fails, and all after it."""
        if on:
            self.world.flash.fail(v["n"], FOR_GOOD)
        else:
            self.world.flash.heal()

    def cut_at_byte(self, v: "Values", on: int) -> None:
        """The power goes while a byte is written."""
        self.world.flash.cut(v["byte"] - 1, Reset(), lambda: self.world.reset("power", CUT_US))

    def full(self, v: "Values", on: int) -> None:
        """No room is left."""
        self.world.flash.full = bool(on)

    FAULTS = {"fail_write": fail_write, "cut_at_byte": cut_at_byte, "full": full}
