# What joins the trays beside the person: a wet cloth, spilt water, metal. Its resistance falls while it soaks, and it
# has an own voltage that follows the current's direction. Decides no current: the network does.

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

STEP_MS = 5
TURN_MS = 3_000  # how fast its own voltage follows
FLOWS_UA = 50
TELL_UA = 100  # a current larger by so much than any before is told


class Towel:
    """Lies there while `laid`; `ohm` and `own_mv` (from A to B) now."""

    def __init__(self) -> None:
        self.laid = 0
        self.ohm = 0.0
        self.own_mv = 0.0
        self.log: "Any" = None
        self._end_ohm = self._goal_mv = self._soak_ms = 0
        self._most_ua = 0

    def lay(self, ohm: int, dry_ohm: int, soak_ms: int, own_mv: int) -> None:
        """From `dry_ohm` to `ohm` with a time constant; up to `own_mv` of its own."""
        self.laid = 1
        self.ohm = float(dry_ohm)
        self.own_mv = 0.0
        self._end_ohm, self._soak_ms, self._goal_mv = ohm, soak_ms, own_mv
        self._most_ua = 0
        if self.log:
            self.log("bridge", "laid", ohm)

    def take(self) -> None:
        """It lies there no more."""
        self.laid = 0
        if self.log:
            self.log("bridge", "taken", 0)

    def advance(self, i_ua: int) -> None:
        """STEP_MS later, that current having flowed through it."""
        self.ohm += (self._end_ohm - self.ohm) * STEP_MS / (self._soak_ms if self._soak_ms > STEP_MS else STEP_MS)
        goal = 0
        if i_ua > FLOWS_UA or i_ua < -FLOWS_UA:
            goal = self._goal_mv if i_ua > 0 else -self._goal_mv
        self.own_mv += (goal - self.own_mv) * STEP_MS / TURN_MS
        ua = i_ua if i_ua >= 0 else -i_ua
        if ua > self._most_ua + TELL_UA:
            self._most_ua = ua
            if self.log:
                self.log("bridge", "most_ua", ua)
