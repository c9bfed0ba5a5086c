# Composition root: the board's hardware, the unit made from it, run; whatever ends it ends with the outputs off.
import micropython

micropython.opt_level(3)  # before the rest: what is compiled here keeps no line numbers, as compiled files do

import board  # noqa: E402
from ionto.panel import start  # noqa: E402


def main() -> None:
    """Runs until the power goes. The one handler of what nobody expected: pins first, then latch, record and tell."""
    unit = None
    try:
        hw = board.make()
        start.show(hw.display)
        from ionto.panel import language

        with open("languages/en.dat", "rb") as file:
            language.load(file)
        # A second, while somebody looks at the glass: room by room, because what loading leaves behind would else keep
        # the memory in pieces.
        from ionto.panel import panel  # noqa: F401

        hw.heap.collect()
        from ionto.treatment import session  # noqa: F401

        hw.heap.collect()
        from ionto.app.unit import Unit

        unit = Unit(hw)
        unit.run()
    except BaseException as error:
        board.outputs_off()
        if unit is None:
            raise
        if unit.status.service and isinstance(error, KeyboardInterrupt):  # the maker wants the prompt; no fault
            unit.source.off()
            raise
        unit.fail(error)
    finally:
        board.outputs_off()


main()
