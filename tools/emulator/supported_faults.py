# Says which of a scenario's faults cannot be made on the emulated chip (faults.py makes the others). Makes none.

from __future__ import annotations

from typing import Any

from tools.scenario.errors import Error

PROCESSOR = ("reset", "brownout", "hang", "hang_irq_off", "stall")


def refused(faults: list[dict[str, Any]]) -> list[Error]:
    """Those of a scenario's faults that cannot be made on the emulated chip."""
    found = []
    for i, fault in enumerate(faults):
        part, mode = fault["part"], fault["mode"]
        if part == "flash" or (part == "mcu" and mode not in PROCESSOR):
            cause = f"{part} {mode} cannot be made on the emulated chip"
            known = f"Of mcu it has {', '.join(PROCESSOR)}; of flash nothing. Use make run for this scenario."
            found.append(Error(f"faults[{i}]", cause, known))
    return found
