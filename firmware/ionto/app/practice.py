# The practice: the screens of a treatment in their order, with the relay at rest. Keys play the hands. Nothing flows,
# nothing is counted; the unit's own state stays where it is, in the menu.

from micropython import const

from ionto.panel import texts
from ionto.panel.sheet import Sheet, lines, words
from ionto.panel.status import Status
from ionto.records import settings as se
from ionto.treatment import events, states, terms

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from typing import Any

_MEASURED_OHM = const(2_900)
_LEFT_MS = const(840_000)
_BATTERY_MV = const(3_900)
_UA = const(10_000)
_GIVEN_PERMILLE = const(300)
# What each scene shows: state, the key that leads on, what the bar says, share of the current that is shown, permille.
_SCENES = (
    (states.CONTACT, events.OK, texts.PRACTICE_IN, 0),
    (states.CONTACT, events.OK, texts.PRACTICE_ON, 50),
    (states.RAMP, events.OK, texts.PRACTICE_ON, 340),
    (states.RUN, events.DOWN, texts.PRACTICE_LIFT, 1000),
    (states.PAUSED, events.OK, texts.PRACTICE_BACK, 0),
    (states.RUN, events.STOP, texts.PRACTICE_STOP, 1000),
    (states.RAMPDOWN, events.OK, texts.PRACTICE_ON, 420),
    (states.DONE, events.OK, texts.PRACTICE_END, 0),
)


class Practice:
    """`offer` asks first, `begin` begins. `scene` is a status of its own, which the panel shows meanwhile."""

    def __init__(self, desk: "Any") -> None:
        self._desk = desk
        self._at = 0

    def offer(self) -> None:
        """To somebody new."""
        rows = [(words(texts.NOT_NOW), b""), (words(texts.PRACTICE), b"")]
        self._desk.show(Sheet(words(texts.PRACTISE_FIRST), rows, 0), self._answer, self._desk.leave)

    def _answer(self, row: int) -> None:
        if row:
            self.begin()
        else:
            self._desk.leave()

    def begin(self) -> None:
        """What it is, then the first scene."""
        sheet = Sheet(words(texts.PRACTICE), lines(texts.PRACTICE_BODY))
        self._desk.show(sheet, self._first, self._desk.leave)

    def _first(self, row: int) -> None:
        self._at = 0
        self._show()
        self._desk.play(self._key)

    def _show(self) -> None:
        """A new status a scene: the picture is begun anew, and nothing of the last one stays."""
        state, _, bar, permille = _SCENES[self._at]
        scene = Status()
        # Not one of these is the unit's: its own status says READY, and that nothing is live.
        scene.state = state
        scene.practice = bar
        scene.contact = 1 if self._at else 0
        scene.target_ua = scene.set_ua = _UA
        scene.measured_ua = _UA * permille // 1000
        scene.load_ohm = _MEASURED_OHM
        scene.remaining_ms = _LEFT_MS
        scene.dose_permille = _GIVEN_PERMILLE
        scene.delivered_uamin = scene.plan_ua * scene.plan_min * _GIVEN_PERMILLE // 1000
        scene.progress_permille = 600
        scene.away_ms = 3_000
        scene.battery_mv = _BATTERY_MV
        scene.result = terms.RESULT_STOPPED
        self._desk.scene = scene
        self._desk.number += 1

    def _key(self, event: int) -> None:
        """The key that the bar names leads on; STOP elsewhere ends the practice."""
        if event == _SCENES[self._at][1]:
            self._at += 1
            if self._at < len(_SCENES):
                self._show()
                return
            self._desk.settings.set_of(se.PRACTISED, 1)
            self._desk.keeper.keep_settings()
        elif event != events.STOP:
            return
        self._desk.scene = None
        self._desk.leave()
