# Plays short patterns on the buzzer, tick by tick. Decides no occasion: the unit asks for a pattern.
#
# Tones of 1-2 kHz, which old ears hear best. Nothing here ever waits.

import micropython
from micropython import const

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from drivers.ports import Tone

# Patterns by their place in _PATTERNS.
KEY = const(0)
REFUSED = const(1)
PROMPT = const(2)
FOUND = const(3)
DONE = const(4)
CAUTION = const(5)
FAULT = const(6)

# Pairs of Hz and ms; 0 Hz is silence.
_PATTERNS = (
    (2000, 15),
    (1000, 60),
    (1500, 120),
    (1200, 120, 0, 40, 1800, 120),
    (1200, 120, 0, 40, 1500, 120, 0, 40, 1900, 200),
    (1500, 200, 0, 150, 1500, 200),
    (2000, 300, 1000, 300, 2000, 300),
)

_SILENT = const(-1)
_CAUTION_EVERY_MS = const(5000)
_FAULT_EVERY_MS = const(2000)
_FAULT_FOR_MS = const(60_000)


class Sounds:
    """`tone.tone(hz)` is called only when the tone changes."""

    def __init__(self, tone: "Tone") -> None:
        self._tone = tone
        self.quiet = 0  # 1: only warnings and faults are heard
        self._hz = 0
        self._pattern = _SILENT  # what sounds now
        self._at = 0
        self._left_ms = 0
        self._repeat = _SILENT  # what comes again
        self._due_ms = 0
        self._for_ms = 0  # how long it will come again; CAUTION without end
        tone.tone(0)

    def play(self, pattern: int) -> None:
        """Begin a pattern now. A sounding warning is not broken off by a lesser one."""
        if self.quiet and pattern < CAUTION:
            return
        if self._pattern >= CAUTION and pattern < self._pattern:
            return
        self._pattern = pattern
        self._at = 0
        self._begin_tone()

    def click(self) -> None:
        """A key was taken: heard where nothing else is."""
        if self._pattern < 0:
            self.play(KEY)

    def repeat(self, pattern: int) -> None:
        """Play CAUTION now and each 5 s until muted, FAULT now and each 2 s for 60 s. Asked again it just goes on."""
        if self._repeat == pattern:
            return
        self._repeat = pattern
        self._due_ms = _FAULT_EVERY_MS if pattern == FAULT else _CAUTION_EVERY_MS
        self._for_ms = _FAULT_FOR_MS
        self.play(pattern)

    def mute(self) -> None:
        """Silent at once, and nothing comes again."""
        self._pattern = _SILENT
        self._repeat = _SILENT
        self._set(0)

    @micropython.native
    def play_on(self, elapsed_ms: int) -> None:
        """Go on with what sounds: `elapsed_ms` have passed since the last call."""
        if self._repeat >= 0:
            self._again(elapsed_ms)
        if self._pattern < 0:
            return
        self._left_ms -= elapsed_ms
        if self._left_ms > 0:
            return
        self._at += 2
        if self._at < len(_PATTERNS[self._pattern]):
            self._begin_tone()
        else:
            self._pattern = _SILENT
            self._set(0)

    def _again(self, elapsed_ms: int) -> None:
        """Count down to the next time of the pattern that repeats."""
        if self._repeat == FAULT:
            self._for_ms -= elapsed_ms
            if self._for_ms <= 0:
                self._for_ms = 0
                return
        self._due_ms -= elapsed_ms
        if self._due_ms <= 0:
            self._due_ms += _FAULT_EVERY_MS if self._repeat == FAULT else _CAUTION_EVERY_MS
            self.play(self._repeat)

    def _begin_tone(self) -> None:
        self._left_ms = _PATTERNS[self._pattern][self._at + 1]
        self._set(_PATTERNS[self._pattern][self._at])

    def _set(self, hz: int) -> None:
        if hz != self._hz:
            self._hz = hz
            self._tone.tone(hz)
