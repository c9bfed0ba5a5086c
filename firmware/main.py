# Composition root: the board's hardware, the unit made from it, run; whatever ends it ends with the outputs off.
# Lies in a slot; the current folder is that slot (boot.py).
import micropython

micropython.opt_level(3)  # before the rest: what is compiled here keeps no line numbers, as compiled files do
# Of the program, in the order in which they are loaded: each brings what it needs.
PARTS = (
    "ionto.panel.panel",
    "ionto.treatment.session",
    "ionto.safety.plausibility",
    "ionto.records.keeper",
    "ionto.app.protection",
    "ionto.app.unit",
)
TYPE_CHECKING = micropython.const(0)
if TYPE_CHECKING:
    from typing import Any


def main(started: "dict[str, Any]") -> None:
    """Runs until the power goes. The one handler of what nobody expected: pins first, then latch, record and tell.

    `started`: what boot.py has left; until there is a unit it switches off and tells.
    """
    off = started["rest"]
    unit = None
    try:
        import gc
        import io
        import sys

        from drivers.heap import Heap

        heap = Heap(gc, io.BytesIO, sys.modules)  # before the program, for a place near the heap's start
        # Else MicroPython looks for a file of that name each time somebody imports one: 3 ms, twenty times.
        for name in ("array", "binascii", "machine", "struct"):
            sys.modules[name] = __import__(name)
        import board

        off = board.outputs_off
        off()  # the first call makes the pins, so that none later needs memory
        hw = board.make(heap)
        from ionto.panel import language

        with open("languages/en.dat", "rb") as file:
            language.load(file)
        # A second, while somebody looks at the glass: part by part, because what loading leaves behind would else keep
        # the memory in pieces, none of them large enough for the next file. The first two find it whole; after the
        # last the unit collects.
        for part in PARTS:
            __import__(part)
            if part in PARTS[2:-1]:
                heap.collect()
        from ionto.app.unit import Unit

        unit = Unit(hw)
        started.clear()  # the treatment wants the memory
        unit.begin()
        if unit.service:
            from ionto.service.cable_desk import CableDesk

            CableDesk(unit).serve()
        unit.run()
    except BaseException as error:
        off()
        if unit is None:
            if isinstance(error, MemoryError):
                started["tell"]("S05 Out of memory", "before the unit ran.", "Show this to the maker.")
            elif not isinstance(error, KeyboardInterrupt):
                show = started["doubt"]() or (
                    "S01 Program damaged",
                    type(error).__name__,
                    str(error),
                    "Install it again.",
                )
                started["tell"](*show)
            raise
        if unit.status.service and isinstance(error, KeyboardInterrupt):  # the maker wants the prompt; no fault
            unit.source.off()
            raise
        try:
            unit.fail(error)
        except Exception:  # not even that runs: the next start compares the hashes first
            off()
            open("unproven", "wb").close()
            raise
    finally:
        off()


main(globals())
