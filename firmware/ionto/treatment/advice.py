# What the user is told who asks while current flows or is to come: which page, and whether resistance rose.
# Decides no wording.

from micropython import const

from ionto.treatment import events

# Pages.
NONE = const(0)
LIMITED = const(1)  # how much flows, and what helps
BURNS = const(2)

_PAGE_MS = const(8_000)
_MEAN_LOOKS = const(5)  # 2 ** 5 looks of 40 ms
_RISEN_PERMILLE = const(1_200)


class Advice:
    """`look` with each look at a treatment, `ask` when OK is pressed. `risen`: resistance stands a fifth above its
    least, so bicarbonate is not what helps.
    """

    def __init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """A new session."""
        self.page = NONE
        self.risen = 0
        self._page_ms = 0
        self._sum = 0
        self._least = 0

    def look(self, ohm: int, ms: int) -> None:
        """`ohm`: 0 is unknown."""
        if self.page:
            self._page_ms -= ms
            if self._page_ms <= 0:
                self.page = NONE
        if ohm <= 0:
            return
        if not self._sum:
            self._sum = ohm << _MEAN_LOOKS
            self._least = ohm
        self._sum += ohm - (self._sum >> _MEAN_LOOKS)
        mean = self._sum >> _MEAN_LOOKS
        if mean < self._least:
            self._least = mean
        self.risen = 1 if mean * 1000 > self._least * _RISEN_PERMILLE else 0

    def hear(self, event: int, leads_on: bool, ms: int) -> None:
        """Where no current is steady: OK asks, unless it leads on from a pause."""
        self.look(0, ms)
        if event == events.OK and leads_on:
            self.page = NONE
        elif event == events.OK:
            self.ask(0)

    def ask(self, limited: int) -> None:
        """The next page: why it is limited, where it is (1), then what to do when it burns, then none."""
        if self.page == NONE:
            self.page = LIMITED if limited else BURNS
        else:
            self.page = BURNS if self.page == LIMITED else NONE
        self._page_ms = _PAGE_MS
