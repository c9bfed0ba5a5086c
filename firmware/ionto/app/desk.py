# What is no part of a treatment: who is there, and the pages of people. No current flows here; nothing of it is asked
# for while one does. What a page looks like is decided in panel/screens/sheet.py.

from micropython import const

from ionto.app import dates
from ionto.panel import texts
from ionto.panel.sheet import Sheet, words
from ionto.records import settings as se
from ionto.treatment import events
from ionto.treatment import setup as su

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from collections.abc import Callable

    from ionto.hardware import Hardware
    from ionto.panel.status import Status
    from ionto.records.keeper import RecordKeeper
    from ionto.safety.monitor import Mailbox
    from ionto.safety.readings import Readings
    from ionto.treatment.setup import Setup

    Parts = tuple[Hardware, Readings, Mailbox]

_DAY_MIN = const(1440)
_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ -"


class Desk:
    """`open` a page, then `handle` each event until `done`. `sheet` is what stands there, `number` another one each
    time it changes; `holds` 1: OK is to be held for something.
    """

    def __init__(self, keeper: "RecordKeeper", setup: "Setup", parts: "Parts", number: int) -> None:
        self._parts = parts
        self.keeper = keeper
        self.settings = keeper.settings
        self.setup = setup
        self.sheet = Sheet(b"", [])
        self.number = number
        self.scene: "Status | None" = None  # of the practice: what the panel shows in place of the unit's own status
        self._play: "Callable[[int], None]" = self.leave
        self.done = 0
        self.holds = 0
        self._ok: "Callable[[int], None]" = self.leave
        self._back: "Callable[[], None]" = self.leave
        self._turn: "Callable[[int], None] | None" = None
        self._places: "list[int]" = []
        self._actions: "list[Callable[[], None]]" = []
        self._name = b""
        self._letter = 0

    def open(self, row: int) -> None:
        """The page of a row of the menu, or one that no row leads to."""
        if row == su.PEOPLE:
            self.people()
        elif row == su.AFTERWARDS or row == su.AWAY:
            from ionto.app.afterwards import Afterwards

            pages = Afterwards(self, self.setup.site)
            if row == su.AWAY:
                pages.welcome_back()
            else:
                pages.ask()
        elif row == su.SETTINGS or row == su.LANGUAGE:
            from ionto.app.settings_pages import SettingsPages

            settings = SettingsPages(self, *self._parts)
            if row == su.LANGUAGE:
                settings.ask_language()
            else:
                settings.open()
        elif row == su.PRACTICE or row == su.OFFER:
            from ionto.app.practice import Practice

            practice = Practice(self)
            if row == su.OFFER:
                practice.offer()
            else:
                practice.begin()
        elif row == su.HISTORY or row == su.PLAN:
            from ionto.app.look_back import LookBack

            looks = LookBack(self)
            if row == su.PLAN:
                looks.plan()
            else:
                looks.history()
        else:
            self.who()

    def show(
        self,
        sheet: Sheet,
        ok: "Callable[[int], None]",
        back: "Callable[[], None]",
        turn: "Callable[[int], None] | None" = None,
    ) -> None:
        """A page, and what its keys do: OK with the row chosen, STOP, and UP and DOWN where they choose no row."""
        self.sheet = sheet
        self._ok = ok
        self._back = back
        self._turn = turn
        self.holds = 0
        self.number += 1

    def handle(self, event: int) -> None:
        """One event, or none."""
        if self.scene:
            self._play(event)
            return
        sheet = self.sheet
        if event == events.UP or event == events.DOWN:
            by = 1 if event == events.UP else -1
            if self._turn:
                self._turn(by)
            elif sheet.cursor >= 0:
                sheet.cursor = (sheet.cursor - by) % len(sheet.rows)
            self.number += 1
        elif event == events.OK and sheet.ok >= 0:
            self._ok(sheet.cursor)
        elif event == events.OK_HELD and self.holds:
            self._take_name()
        elif event == events.STOP:
            self._back()

    def play(self, key: "Callable[[int], None]") -> None:
        """The scene has the keys, until it is None."""
        self._play = key

    def leave(self, row: int = 0) -> None:
        """Back to the menu."""
        self.know()
        self.setup.open_menu()
        self.done = 1

    def know(self) -> None:
        """Whose name stands on the screens from now on."""
        setup = self.setup
        people = self.settings.people()
        setup.several = 1 if len(people) > 1 else 0
        today = self.keeper.minute() // _DAY_MIN
        setup.dues = [dates.away(self.keeper.due_day(site), today) for site in range(se.SITES)]
        setup.who = self.called(self.settings.person) if setup.several else self.settings.name(self.settings.person)

    def called(self, place: int) -> bytes:
        """A name, or a number in its stead."""
        number = self.settings.values[se.KEY + place] + 1
        return self.settings.name(place) or words(texts.PERSON) + b" " + str(number).encode()

    # ------------------------------------------------------------ who

    def who(self) -> None:
        """Choose among those who are known, or be somebody new."""
        self.know()
        self._places = self.settings.people()
        rows = [(self.called(place), b"") for place in self._places]
        if len(rows) < se.PEOPLE:
            rows.append((words(texts.NEW_PERSON), b""))
        sheet = Sheet(words(texts.WHO), rows, self._places.index(self.settings.person))
        sheet.back = 0
        self.show(sheet, self._chosen, self._stay)

    def _stay(self) -> None:
        """STOP leads no further back."""

    def _chosen(self, row: int) -> None:
        if row < len(self._places):
            self.keeper.select(self._places[row])
            self.leave()
        else:
            self._add()

    def _add(self) -> None:
        self.keeper.add_person()
        self.leave()
        self.setup.greet()

    # ------------------------------------------------------------ people

    def people(self) -> None:
        """Somebody new, another one, a name, away with it."""
        places = self.settings.people()
        rows = [(words(texts.NAME), b""), (words(texts.DELETE), b"")]
        self._actions = [self._begin_name, self._ask_delete]
        if len(places) > 1:
            rows.insert(0, (words(texts.ANOTHER), b""))
            self._actions.insert(0, self.who)
        if len(places) < se.PEOPLE:
            rows.insert(0, (words(texts.NEW_PERSON), b""))
            self._actions.insert(0, self._add)
        self.show(Sheet(words(texts.PEOPLE), rows, 0), self._act, self.leave)

    def _act(self, row: int) -> None:
        self._actions[row]()

    def _begin_name(self) -> None:
        self._name = self.settings.name(self.settings.person)
        self._letter = 0
        self._spell()

    def _ask_delete(self) -> None:
        rows = [(words(texts.KEEP_PERSON), b""), (words(texts.DELETE_ALL), b"")]
        sheet = Sheet(self.called(self.settings.person), rows, 0)
        self.show(sheet, self._delete, self.people)

    def _delete(self, row: int) -> None:
        if row:
            self.keeper.delete_person()
            self.know()
            if self.setup.several:
                self.who()
            else:
                self.leave()
        else:
            self.people()

    # ------------------------------------------------------------ a name

    def _spell(self) -> None:
        """A letter after the other; OK held ends it, STOP takes the last one back."""
        full = len(self._name) >= se.NAME_LENGTH
        rows = [(self._name + b"_", b"" if full else self._next_letter()), (words(texts.HOLD_DONE), b"")]
        sheet = Sheet(words(texts.NAME), rows, 0)
        sheet.changing = 1
        sheet.left = texts.CHOOSE
        sheet.ok = -1 if full else texts.TAKE
        self.show(sheet, self._take_letter, self._untake, self._turn_letter)
        self.holds = 1

    def _next_letter(self) -> bytes:
        letter = _LETTERS[self._letter : self._letter + 1]
        return letter.lower() if self._name and self._name[-1:] not in b" -" else letter

    def _turn_letter(self, by: int) -> None:
        self._letter = (self._letter - by) % len(_LETTERS)
        self._spell()

    def _take_letter(self, row: int) -> None:
        self._name += self._next_letter()
        self._spell()

    def _untake(self) -> None:
        if self._name:
            self._name = self._name[:-1]
            self._spell()
        else:
            self.people()

    def _take_name(self) -> None:
        self.settings.call(self._name.strip())
        self.keeper.keep_settings()
        self.people()
