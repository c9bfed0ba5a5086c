"""Less skin in the water: what the slide rule finds, in which phase, and how often it pauses a sound treatment.

    pypy3 -m tools.campaigns.slides [--slides 4000] [--sound 1000] [--first 1] [--minutes 15] [--page PAGE]

Each seed draws a body as wide as the literature, a current, a phase, which hand, how far out and how fast. A slide
counts when it would bring the current over the smaller hand's share above 40 mA (0.33 mA/cm²) if nothing noticed. The
loop is closed: after a pause the hand stays as it is, the current returns from 0 as often as the unit lets it. A sound
treatment has fidgeting (to 0.88 of a hand), soda, UP and DOWN, drying, reversals and hands taken out and put back.
Exit code 1 when a goal is missed. CPython runs it too, thirty times as slowly.
"""

from __future__ import annotations

import random
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tools.campaigns.treatment_loop import LOOK_TICKS, PROBE_MS, PROBE_UA, TURN_MS, Loop, person
from tools.command_line import Parser, at_least
from tools.sim.plant.load import STEP_MS

from ionto.treatment.skin_area import SkinArea  # isort: skip  its `micropython` is there since treatment_loop.py

ROOT = Path(__file__).resolve().parents[2]
STEADY = ("first seconds at the target", "after UP", "run", "second half, at the target")
MOVING = ("ramp", "second half, ramp")
PROBE = ("probe",)  # its end and the first second of the ramp: no goal, told as it is
LEVELS_UA = (40_000, 50_000, 60_000, 80_000)
GOALS = {"steady": (1.5, 0.5), "moving": (4.0, 2.0)}  # % above 40 mA for 5 s, above 50 mA for 3 s
RETURNS = 5
AWAY_MS = 1_500  # a pause: rail down, contact found again
WATCHED_MS = 45_000
BEGIN_MS = 1_000 + PROBE_MS  # the ramp to the probe, and the probe


def log_uniform(dice: random.Random, low: float, high: float) -> float:
    return float(low * (high / low) ** dice.random())


class Course:
    """What a session does, as far as it matters here: probe, ramp, steps, reversal, pauses. `rule` None: none looks."""

    def __init__(self, loop: Loop, rule: SkinArea | None, target_ua: int, half_ms: float | None) -> None:
        self.loop, self.rule = loop, rule
        self.target_ua, self.half_ms = target_ua, half_ms
        self.state = "probe"
        self.since_ms = 0
        self.pauses: list[int] = []
        self.held_ms = 0  # at the probe because the resistance is not near what it was
        self.over_ms = [0] * len(LEVELS_UA)
        self.worst_ua = 0.0
        self._tick = 0
        self._fell = self._pulled = 0
        loop.target_ua = PROBE_UA

    def step(self, by_ua: int) -> None:
        """UP or DOWN."""
        if self.state == "up":
            self.target_ua = min(max(self.target_ua + by_ua, 1_000), 20_000)
            self.loop.target_ua = self.target_ua

    def pause(self) -> None:
        """The output opens; whether it closes again the returns decide."""
        self.loop.cut()
        if self.rule:
            self.rule.paused()
        self._go("paused")

    def tick(self) -> None:
        loop = self.loop
        self._steer(loop.now_ms - self.since_ms)
        loop.tick()
        self._fell |= loop.falling
        self._pulled |= loop.limited
        self._tick += 1
        if self._tick % LOOK_TICKS == 0:
            less = self.rule.look(loop.load_mv, loop.a_ua, self._fell, self._pulled) if self.rule else 0
            self._fell = self._pulled = 0
            if less and self.state in ("probe", "up", "down"):
                self.pauses.append(loop.now_ms)
                self.pause()

    def _steer(self, for_ms: int) -> None:
        loop = self.loop
        if self.state == "probe" and for_ms >= BEGIN_MS:
            if self.pauses and self.rule and not self.rule.is_near(loop.load_mv, loop.a_ua):
                self.held_ms += STEP_MS
                return
            self._go("up")
            loop.target_ua = self.target_ua
        elif self.state == "up" and self.half_ms and loop.now_ms >= self.half_ms:
            self.half_ms = None
            self._go("down")
            loop.target_ua = 0
        elif self.state == "down" and loop.set_ua <= 0:
            self._go("turn")
        elif self.state == "turn" and for_ms >= TURN_MS:
            loop.leg = -loop.leg
            if self.rule:
                self.rule.turned()
            self._go("up")
            loop.target_ua = self.target_ua
        elif self.state == "paused" and for_ms >= AWAY_MS and len(self.pauses) <= RETURNS:
            self._go("probe")
            loop.target_ua = PROBE_UA

    def _go(self, state: str) -> None:
        self.state = state
        self.since_ms = self.loop.now_ms

    def weigh(self, probed: int) -> None:
        """5 ms of the current over the smaller share; `probed`: the share at the end of the probe, permille."""
        density = self.loop.density_ua() * probed / 1_000
        if density > self.worst_ua:
            self.worst_ua = density
        for k, level in enumerate(LEVELS_UA):
            if density > level:
                self.over_ms[k] += STEP_MS


# ---------------------------------------------------------------- slides


@dataclass(frozen=True)
class Slide:
    """What a seed draws."""

    seed: int
    phase: str
    target_ua: int
    which: int
    permille: int
    over_ms: int
    at_ms: float
    half_ms: float | None
    up_ms: float | None

    def __str__(self) -> str:
        hand = ("left", "right", "both")[self.which - 1]
        return f"seed {self.seed}: {hand} to {self.permille} ‰ in {self.over_ms} ms at {self.target_ua / 1_000:g} mA"


def draw(seed: int) -> Slide:
    dice = random.Random(seed)
    phase = dice.choice(STEADY + MOVING + PROBE)
    target = dice.randrange(2, 41) * 500
    there = BEGIN_MS + (target - PROBE_UA) * 2.0
    half = up = None
    if phase == "probe":
        at = dice.uniform(BEGIN_MS - 500, BEGIN_MS + 1_000)
    elif phase == "ramp":
        at = dice.uniform(BEGIN_MS, max(there, BEGIN_MS))
    elif phase == "first seconds at the target":
        at = there + dice.uniform(0, 10_000)
    elif phase == "after UP":
        up = there + dice.uniform(5_000, 60_000)
        at = up + dice.uniform(0, 5_000)
    elif phase == "run":
        at = there + dice.uniform(10_000, 200_000)
    else:  # the second half
        half = there + dice.uniform(20_000, 100_000)
        again = half + target + TURN_MS
        at = again + (dice.uniform(0, target * 2.0) if "ramp" in phase else target * 2.0 + dice.uniform(0, 10_000))
    share, over = dice.randint(100, 500), int(log_uniform(dice, 300, 15_000))
    return Slide(seed, phase, target, dice.choice((1, 2, 3)), share, over, at, half, up)


def run(slide: Slide, rule: SkinArea | None) -> Course:
    """The treatment until 45 s after the slide."""
    body = person(random.Random(f"body {slide.seed}"), "hands")  # apart from what the slide was drawn from
    course = Course(Loop(body, slide.seed), rule, slide.target_ua, slide.half_ms)
    up, slid, probed = slide.up_ms, False, 1_000
    loop = course.loop
    while loop.now_ms < slide.at_ms + slide.over_ms + WATCHED_MS:
        if up and loop.now_ms >= up:
            up = None
            course.step(500)
        if not slid and loop.now_ms >= slide.at_ms:
            slid = True
            loop.move(slide.permille, slide.over_ms, slide.which)
        if loop.now_ms <= BEGIN_MS:  # the share counts from the end of the probe
            probed = min(hand.permille for hand in loop.load.hands)
        course.tick()
        if slid:
            course.weigh(probed)
    return course


@dataclass
class Row:
    """A phase's sum."""

    crossings: int = 0
    missed: list[int] = field(default_factory=lambda: [0, 0, 0, 0])  # 40 > 5 s, 50 > 3 s, 60 > 8 s, 80 > 2 s
    early: int = 0  # paused before the slide
    worst: str = ""
    worst_ua: float = 0.0

    def add(self, slide: Slide, course: Course) -> None:
        self.crossings += 1
        self.early += bool(course.pauses and course.pauses[0] < slide.at_ms)
        for k, most_ms in enumerate((5_000, 3_000, 8_000, 2_000)):
            self.missed[k] += course.over_ms[k] > most_ms
        if course.over_ms[1] > 3_000 and course.worst_ua > self.worst_ua:
            self.worst_ua, self.worst = course.worst_ua, f"{slide}: {course.worst_ua / 1_000:.0f} mA"

    def cells(self) -> str:
        n = max(self.crossings, 1)
        shares = " | ".join(f"{100 * count / n:.2f} %" for count in self.missed[:2])
        return f"{self.crossings} | {shares} | {self.missed[2]} | {self.missed[3]} | {self.early} | {self.worst or '–'}"


def slides(seeds: range) -> dict[str, Row]:
    rows = {phase: Row() for phase in PROBE + MOVING + STEADY}
    rule = SkinArea()
    for seed in seeds:
        slide = draw(seed)
        if slide.target_ua * 1_000 <= LEVELS_UA[0] * slide.permille or run(slide, None).over_ms[0] < 400:
            continue
        rule.begin()
        rows[slide.phase].add(slide, run(slide, rule))
    return rows


# ---------------------------------------------------------------- sound treatments


def sound(seed: int, minutes: int) -> tuple[Course, int]:
    """A treatment in which nobody slides, and its movement noise in permille."""
    dice = random.Random(seed)
    load = person(dice, dice.choice(("hands", "hands", "feet")))
    load["drying_permille_per_min"] = dice.randint(10, 40)
    end_ms = minutes * 60_000
    rule = SkinArea()
    target = dice.randrange(2, 41) * 500
    course = Course(Loop(load, seed), rule, target, end_ms / 2 if dice.random() < 0.5 else None)
    events: list[tuple[float, str, float, int, int]] = []  # when, what, how far, how fast, which
    at = dice.uniform(3_500, 30_000)
    while at < end_ms:
        over, stays = int(log_uniform(dice, 300, 3_000)), log_uniform(dice, 500, 20_000)
        which = dice.choice((1, 2, 3))
        events.append((at, "move", 1_000 * (1 - log_uniform(dice, 0.01, 0.12)), over, which))
        events.append((at + over + stays, "move", 1_000, over, which))
        at += over * 2 + stays + log_uniform(dice, 5_000, 60_000)
    for _ in range(dice.randrange(6)):
        events.append((dice.uniform(5_000, end_ms), "step", dice.choice((-1_500, -500, -500, 500, 500)), 0, 0))
    if dice.random() < 0.3:
        events.append((dice.uniform(30_000, end_ms), "soda", log_uniform(dice, 0.2, 0.8), 0, 0))
    if dice.random() < 0.3:
        events.append((dice.uniform(20_000, end_ms), "pause", 0, 0, 0))
    events.sort()
    loop = course.loop
    soda: tuple[float, float, int] | None = None
    while loop.now_ms < end_ms:
        while events and events[0][0] <= loop.now_ms:
            _, what, value, over, which = events.pop(0)
            if what == "move":
                loop.move(int(value), over, which)
            elif what == "step":
                course.step(int(value))
            elif what == "soda":
                soda = load["water_ohm"], value, loop.now_ms
            elif course.state == "up":
                course.pause()
        if soda:
            done = min(1.0, (loop.now_ms - soda[2]) / 10_000)
            load["water_ohm"] = max(int(soda[0] * (1 + (soda[1] - 1) * done)), 1)
        course.tick()
    return course, load["noise_permille"]


# ---------------------------------------------------------------- the page


def table(rows: dict[str, Row]) -> list[str]:
    lines = [
        "| phase | would cross | above 40 mA > 5 s | above 50 mA > 3 s | above 60 mA > 8 s | above 80 mA > 2 s "
        "| paused before | worst that is missed |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    return lines + [f"| {phase} | {row.cells()} |" for phase, row in rows.items()]


def sums(rows: dict[str, Row]) -> list[str]:
    """Constant current and ramps, over their phases."""
    lines = [""]
    for name, phases in (("Set current constant or stepped", STEADY), ("ramping", MOVING)):
        n = max(sum(rows[phase].crossings for phase in phases), 1)
        shares = [100 * sum(rows[phase].missed[k] for phase in phases) / n for k in range(2)]
        found = f"{shares[0]:.2f} % above 40 mA > 5 s, {shares[1]:.2f} % above 50 mA > 3 s"
        lines.append(f"{name}: {n} would cross, {found}.")
    return lines


def judge(rows: dict[str, Row]) -> list[str]:
    """The goals that are missed."""
    found = []
    for name, phases in (("steady", STEADY), ("moving", MOVING)):
        n = max(sum(rows[phase].crossings for phase in phases), 1)
        for k, goal in enumerate(GOALS[name]):
            share = 100 * sum(rows[phase].missed[k] for phase in phases) / n
            if share > goal:
                found.append(f"{name}: above {LEVELS_UA[k] // 1_000} mA in {share:.2f} % (goal {goal} %)")
    return found


def main(words: list[str]) -> int:
    parser = Parser("slides", "tools.campaigns.slides", __doc__)
    parser.add_argument("--slides", type=at_least(1), default=4_000, help="how many are drawn; a fifth would cross")
    parser.add_argument("--sound", type=at_least(0), default=1_000, help="sound treatments")
    parser.add_argument("--first", type=at_least(0), default=1, help="the first seed")
    parser.add_argument("--minutes", type=at_least(1), default=15, help="of each sound treatment")
    parser.add_argument("--page", type=Path, help="where the table is written")
    asked = parser.parse_args(words)
    rows = slides(range(asked.first, asked.first + asked.slides))
    lines = table(rows) + sums(rows)
    missed = judge(rows)
    calm = restless = false_calm = false_restless = held = 0
    for seed in range(asked.first, asked.first + asked.sound):
        course, noise = sound(seed, asked.minutes)
        paused = bool(course.pauses)
        held += bool(course.held_ms)
        if noise <= 30:
            calm, false_calm = calm + 1, false_calm + paused
        else:
            restless, false_restless = restless + 1, false_restless + paused
        if paused:
            print(f"sound seed {seed}: paused at {course.pauses[0] / 1_000:.1f} s, noise {noise} ‰", flush=True)
    lines += [
        "",
        f"Sound treatments of {asked.minutes} minutes: {false_calm} of {calm} paused with movement noise up to 3 %, "
        f"{false_restless} of {restless} above it; {held} waited at the probe after their hands came back.",
    ]
    if false_calm or false_restless * 1_000 > restless:
        missed.append("false pauses")
    text = "\n".join(lines) + "\n"
    print(text)
    if asked.page:
        asked.page.write_text("<!-- made by: python -m tools.campaigns.slides -->\n\n" + text, encoding="utf-8")
    for line in missed:
        print("goal missed:", line)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
