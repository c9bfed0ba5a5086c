# Looks for the texts that a scenario expects on the panel: each picture that stands still for one look is read,
# whatever the simulated person makes of it. Decides only that so long is enough.

from tools.harness import screen_reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tools.sim.bench import World

LOOK_US = 250_000


class ScreenSearch:
    """Puts the text of each screen that shows a wanted one among `texts`; looks until all have been seen."""

    def __init__(self, world: "World", wanted: "list[str]", texts: "list[str]") -> None:
        self._world = world
        self._wanted = list(wanted)
        self._texts = texts
        self._seen = b""
        self._read = False
        if wanted:
            world.agenda.after(LOOK_US, self._look)

    def _look(self) -> None:
        """Read the panel when it is as it was a look ago."""
        oled = self._world.oled
        memory = bytes(oled.gddram) if oled.visible() else b""
        if memory != self._seen:
            self._seen = memory
            self._read = False
        elif memory and not self._read:
            self._read = True
            self._search(" ".join(screen_reader.read(memory).lines))
        if self._wanted:
            self._world.agenda.after(LOOK_US, self._look)

    def _search(self, text: str) -> None:
        there = screen_reader.fold(text)
        shown = [wanted for wanted in self._wanted if screen_reader.fold(wanted) in there]
        if shown:
            self._texts.append(text)
            self._wanted = [wanted for wanted in self._wanted if wanted not in shown]
