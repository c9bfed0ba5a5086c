"""Presses keys at random on the whole unit, for a family; watches what the body gets. Knows the caps by itself.

`python -m host_tests.support.monkey 1000000 1`: so many presses, in runs of 2,500, each with a seed, from that one on.
Hands go in and out, days pass, the power goes. What must hold is in Watch; a run tells its seed.
"""

from __future__ import annotations

import random
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
for _room in (ROOT, ROOT / "tools" / "sim" / "shims", ROOT / "firmware"):
    if str(_room) not in sys.path:
        sys.path.insert(0, str(_room))

from host_tests.support.unit_bench import OPEN, Bench  # noqa: E402

from ionto.records import settings as se  # noqa: E402  isort: skip
from ionto.treatment import events as ev  # noqa: E402  isort: skip
from ionto.treatment import questions, states, terms  # noqa: E402  isort: skip

RUN = 2_500
LEAST_PAGES = 6
TICK_MS = 5
PAGE_MS = 1_000
UP_UA_A_TICK = 3  # 0.5 mA/s are 2.5
OVER_UA = 60
ESCAPES = 80
EVENTS = ((ev.OK, 50), (ev.DOWN, 22), (ev.UP, 16), (ev.STOP, 12), (ev.OK_HELD, 14), (ev.STOP_AGAIN, 2))
PATIENT = ((ev.OK, 75), (ev.OK_HELD, 15), (ev.DOWN, 4), (ev.UP, 3), (ev.STOP, 3))
OHMS = (1_200, 1_500, 3_000, 5_000)
START_MINUTE = 13_860_000
CAPS_UA = {terms.ADULT: 20_000, terms.AGE_12_TO_15: 12_000, terms.AGE_6_TO_11: 8_000}


class Wrong(AssertionError):
    """Something that must never be."""


class Calendar:
    """The clock chip, always right."""

    stopped = 0
    second = 0

    def __init__(self) -> None:
        self.now = START_MINUTE

    def read(self) -> int:
        days, rest = divmod(self.now, 1440)
        self.hour, self.minute = divmod(rest, 60)
        today = date(2000, 1, 1) + timedelta(days)
        self.year, self.month, self.day = today.year, today.month, today.day
        return 0

    def set(self, year: int, month: int, day: int, hour: int, minute: int, second: int) -> int:
        self.now = (date(year, month, day) - date(2000, 1, 1)).days * 1440 + hour * 60 + minute
        return 0


class Watch:
    """What must hold, told by what each tick shows: the state, the events given, the records, the body's current."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.state = -1
        self.agreed_key = se.NOBODY  # whose proposal was agreed to, NOBODY: none
        self.pages: set[int] = set()
        self.page = -1
        self.page_ms = 0
        self.key = se.NOBODY  # who is treated
        self.set_ua = 0
        self.treatments = 0

    def event(self, event: int) -> None:
        """Just before the unit gets it."""
        unit = self.bench.unit
        setup = unit.setup
        if self.state == states.CONFIRM and not setup.editing and event in (ev.OK, ev.OK_HELD):
            self.agreed_key = unit.keeper.who()
            self.pages = set()
        elif (
            self.state == states.CHECKLIST
            and event in (ev.OK, ev.OK_LET_GO)
            and not setup.unsure
            and self.page_ms >= PAGE_MS - TICK_MS
        ):
            self.pages.add(setup.page)

    def tick(self) -> None:
        """After each tick."""
        unit = self.bench.unit
        state = unit.session.state
        key = unit.keeper.who()
        if state == states.CHECKLIST and unit.setup.page == self.page:
            self.page_ms += TICK_MS
        else:
            self.page, self.page_ms = unit.setup.page if state == states.CHECKLIST else -1, 0
        if state == states.READY:
            self.agreed_key = se.NOBODY
        if state == states.CONTACT and self.state < states.CONTACT:
            self._begins(key)
        self.state = state
        live = states.CONTACT <= state <= states.RAMPDOWN
        if live and key != self.key:
            raise Wrong(f"person {key} was selected while {self.key} is treated")
        if not live:
            self.key = se.NOBODY
        set_ua = unit.ramp.set_ua
        if set_ua > self.set_ua + UP_UA_A_TICK:
            raise Wrong(f"up from {self.set_ua} to {set_ua} µA in a tick")
        self.set_ua = set_ua
        body_ua = self.bench.plant.body_ua
        if body_ua and body_ua > OVER_UA:
            self._flows(body_ua)

    def _begins(self, key: int) -> None:
        if self.agreed_key != key:
            raise Wrong(f"a treatment of {key} began, and {self.agreed_key} had agreed to the proposal")
        if len(self.pages) < LEAST_PAGES or self.pages != set(range(self.bench.unit.setup.pages)):
            raise Wrong(f"a treatment began after the pages {sorted(self.pages)}")
        self.agreed_key = se.NOBODY
        self.key = key
        self.treatments += 1

    def _flows(self, body_ua: int) -> None:
        unit = self.bench.unit
        if self.key == se.NOBODY and unit.session.state != states.FAULT:
            raise Wrong(f"{body_ua} µA and nobody is treated")
        v = unit.keeper.settings.values
        places = [place for place in range(se.PEOPLE) if v[se.KEY + place] == self.key]
        cap_ua = CAPS_UA.get(v[se.AGE + places[0]], 0) if places else 0
        if unit.plan.site == terms.UNDERARMS:
            cap_ua = min(cap_ua, 10_000, 200 * v[se.PAD_CM2 + places[0]])
        if body_ua > cap_ua + OVER_UA:
            raise Wrong(f"{body_ua} µA for person {self.key}, whose cap is {cap_ua}")


class Monkey:
    """`press` so often. Raises Wrong."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.calendar = Calendar()
        self.files: Any = None
        self.treatments = self.presses = self.faults = 0
        self.seen: set[str] = set()
        self.treated: set[int] = set()
        self._power_on()

    def _power_on(self) -> None:
        files = self.files
        self.bench = bench = Bench(rtc=self.calendar, files=files)
        self.files = bench.hw.files
        if files is None:
            self._household()
        self.watch = Watch(bench)
        self._events: list[int] = []
        self._scan = bench.unit.buttons.scan
        bench.unit.buttons.scan = self._next_event  # type: ignore[assignment, method-assign]
        self._to_ready()

    def _household(self) -> None:
        """Mother, a son of 13, a daughter of 8: all of them treated before."""
        settings = self.bench.unit.keeper.settings
        for age in (terms.AGE_12_TO_15, terms.AGE_6_TO_11):
            settings.add()
            settings.set_of(se.AGE, age)
            settings.put(terms.HANDS, se.SESSIONS, 5)
            for column in (se.PLAN_UA, se.LAST_UA):
                settings.put(terms.HANDS, column, 20_000)  # more than their caps
        self.bench.unit.keeper.select(0)
        settings.store()

    def _next_event(self, ms: int) -> int:
        event = self._scan(ms)
        if self._events:
            event = self._events.pop(0)
            self.watch.event(event)
        return event

    def ticks(self, count: int) -> None:
        for _ in range(count):
            self.bench.tick()
            self.watch.tick()

    def give(self, event: int) -> None:
        self._events.append(event)
        self.ticks(2)
        if event == ev.OK_HELD:
            self._events.append(ev.OK_LET_GO)
            self.ticks(2)

    def _to_ready(self) -> None:
        """Self-test, with STOP pressed when it asks."""
        for _ in range(3_000):
            status = self.bench.unit.status
            if status.test_prompt == 1:
                self.bench.hw.btn_stop.level = 1
                self.ticks(16)
                self.bench.hw.btn_stop.level = 0
            self.ticks(10)
            if status.state not in (states.BOOT, states.SELFTEST):
                return
        raise Wrong("the self-test does not end")

    def press(self) -> None:
        """One, and what else may happen."""
        dice, unit = self.dice, self.bench.unit
        state = unit.session.state
        if state in (states.BOOT, states.SELFTEST):
            self._to_ready()
        elif state == states.FAULT:
            self._acknowledge()
        self.presses += 1
        names, weights = zip(*(PATIENT if state in (states.CONFIRM, states.CHECKLIST) else EVENTS), strict=True)
        self.give(dice.choices(names, weights)[0])
        state = unit.session.state
        self.seen.add(states.NAMES[state])
        if state >= states.RAMP and self.watch.key != se.NOBODY:
            self.treated.add(self.watch.key)
        if unit.supervisor.desk:
            self.seen.add("desk")
        if unit.setup.questions.asked == questions.REFUSED:
            self.seen.add("refused")
        if state == states.CHECKLIST and dice.random() < 0.9:
            self.ticks(203)
        elif states.CONTACT <= state <= states.RAMPDOWN and dice.random() < 0.3:
            self.bench.plant.ohm = dice.choice(OHMS) if dice.random() < 0.8 else OPEN
            self.ticks(dice.choice((20, 200, 1_000, 3_000)))
        self._between(dice.random())

    def _between(self, chance: float) -> None:
        if chance < 0.004:
            self.calendar.now += self.dice.choice((60, 700, 1_440, 3_000, 40_000))
        elif chance < 0.008:
            self.escape()
        elif chance < 0.010:
            self.treatments += self.watch.treatments
            self.bench.plant.ohm = OPEN
            self._power_on()

    def _acknowledge(self) -> None:
        """OK; where that does not lead out, the power."""
        self.faults += 1
        self.bench.plant.ohm = OPEN
        self.ticks(200)
        self.give(ev.OK)
        self.ticks(200)
        if self.bench.unit.session.state == states.FAULT:
            self.treatments += self.watch.treatments
            self._power_on()

    def escape(self) -> None:
        """From wherever it is: hands out, STOP and OK lead to the menu. A dead end is wrong."""
        unit = self.bench.unit
        self.bench.plant.ohm = OPEN
        for turn in range(ESCAPES):
            state = unit.session.state
            if state in (states.BOOT, states.SELFTEST):
                self._to_ready()
            if state == states.FAULT:
                self._acknowledge()
                return
            if state == states.READY and not unit.supervisor.desk and not unit.supervisor.report:
                if not unit.setup.questions.asked:
                    return
            self.give(ev.STOP if turn % 4 else ev.OK)
            self.ticks(100)
        raise Wrong(f"no way out of {states.NAMES[unit.session.state]}, {unit.supervisor.desk}")


def run(seed: int, presses: int) -> Monkey:
    """So many presses from one seed. Raises Wrong with the seed."""
    monkey = Monkey(seed)
    try:
        for _ in range(presses):
            monkey.press()
        monkey.escape()
    except Exception as wrong:
        raise Wrong(f"seed {seed}, press {monkey.presses}: {type(wrong).__name__}: {wrong}") from wrong
    monkey.treatments += monkey.watch.treatments
    return monkey


def main(words: list[str]) -> int:
    """Exit code 0: nothing wrong; 1: something was; 2: no number."""
    try:
        presses = int(words[0]) if words else 10_000
        first = int(words[1]) if len(words) > 1 else 1
    except ValueError:
        sys.stderr.write("monkey: say how many presses, and the first seed: 1000000 1\n")
        return 2
    treatments = 0
    for seed in range(first, first + max(1, presses // RUN)):
        try:
            treatments += run(seed, min(RUN, presses)).treatments
        except Wrong as wrong:
            sys.stderr.write(f"monkey: {wrong}\n")
            return 1
    sys.stdout.write(f"monkey: {presses} presses, {treatments} treatments began, nothing wrong\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
