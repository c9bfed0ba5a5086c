# Why it stopped: the cause of the last end or refused start, with what was measured and what was allowed. Ends nothing:
# session.py ends a treatment, app/fault_response.py cuts it or refuses the start.

from ionto.treatment import states, terms


class StopCause:
    """`fault`: a code of safety/faults.py, 0 where none ended it; `result`: how the session ended, terms.RESULT_...

    `measured` and `allowed`: in the unit of the rule that found the fault; both 0 where it compares no two values.
    `state`: in which the end began. `noted`: 1 once it stands in the log. `report`: an R code to show before the next
    start. `repeated`: 1 when the session before ended for the same cause, or the power-on before for the same
    fault, so that the same advice does not help. `last`: that cause, 0: none or unknown.
    """

    def __init__(self) -> None:
        self.last = 0
        self.clear()

    def clear(self) -> None:
        """Nothing has ended yet."""
        self.fault = 0
        self.result = terms.RESULT_NONE
        self.measured = 0
        self.allowed = 0
        self.state = states.BOOT
        self.noted = 0
        self.report = 0
        self.repeated = 0

    def close(self) -> None:
        """The session has ended."""
        code = self.fault or self.report
        self.repeated = 1 if code and code == self.last else 0
        self.last = code

    def take(self, fault: int, measured: int, allowed: int) -> None:
        """A fault, and the two values that its rule compared."""
        self.fault = fault
        self.repeated = 1 if fault == self.last else 0
        self.measured = measured
        self.allowed = allowed

    def begin(self, state: int) -> None:
        """An end begins in this state."""
        self.state = state
        self.noted = 0
