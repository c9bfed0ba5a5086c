"""Moves each limit of docs/limits.csv up and down, and sees a scenario fail: the behaviour pins the figure.

    python -m tools.campaigns.limit_mutation [--only NAME ...] [--interpreter cpython] [--jobs 2] [--out build/limits]
                                    [--page docs/limit_mutation.md]

For every limit the table names scenarios that must fail when it is raised, and when it is lowered, by a tenth (or by
one step, where a tenth is less: the table's `step`). One constant is changed in a copy of the project; the scenarios
run on that copy's simulated unit. CPython runs its sources; with `--interpreter micropython` its image is built and
run. A scenario that fails unmoved proves nothing, and a moved limit whose scenarios all hold has survived: both are
errors. With --only the results of the other limits stay as the last run in the same folder found them.

Exit codes: 0 none survived; 1 one did, or a scenario fails unmoved; 2 wrong table or options, or a run that could not
be judged.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
import sys
import tempfile
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

from tools.command_line import Parser, at_least
from tools.run import own_process
from tools.scenario import library

ROOT = own_process.ROOT
TABLE = ROOT / "docs" / "limits.csv"
PARTS = ("firmware", "boards", "tools")
FILES = {"controller": "firmware/ionto/safety/limits.py", "monitor": "firmware/ionto/safety/monitor.py"}
WAYS = {"raised": 1, "lowered": -1}
MODULE = "tools.campaigns.limit_mutation"

Row = dict[str, str]


class MoveError(Exception):
    """The table names what does not exist, or a run could not be judged. The message says which and what to do."""


@dataclass(frozen=True)
class Move:
    """One copy of one limit, moved one way, and the scenarios of which at least one must fail then."""

    name: str
    copy: str  # whose: controller or monitor
    way: str  # raised or lowered
    value: int
    moved: int
    scenarios: tuple[str, ...]

    def text(self, source: str) -> str:
        """The module's text with this one constant moved. Raises MoveError when it does not stand there once."""
        pattern = re.compile(rf"^{self.name} = const\((-?[0-9_]+)\)", re.MULTILINE)
        found = pattern.findall(source)
        if len(found) != 1 or int(found[0]) != self.value:
            raise MoveError(
                f"{FILES[self.copy]} does not say `{self.name} = const({self.value})` once. "
                "Make module and docs/limits.csv agree."
            )
        return pattern.sub(f"{self.name} = const({self.moved})", source)


@dataclass(frozen=True)
class Found:
    """What came of a move: the first scenario that failed, and what it said: nothing when the move survived."""

    move: Move
    scenario: str
    failed: list[str]


def table(path: Path = TABLE) -> list[Row]:
    with path.open(newline="", encoding="utf-8") as f:
        return list(csv.DictReader(f))


def moved(value: int, way: int, step: int = 1) -> int:
    """By a tenth, and by one step at least."""
    return value + way * max(step, -(-abs(value) // 10))


def moves(rows: Iterable[Row], only: Iterable[str] = ()) -> list[Move]:
    """Every move for which the table names a scenario. Raises MoveError for a name that is no scenario or no limit."""
    wanted = set(only)
    found = []
    for row in rows:
        for copy in FILES:
            name = row[copy]
            if not name or (wanted and name not in wanted):
                continue
            value, step = int(row["value"]), int(row["step"] or 1)
            for way, sign in WAYS.items():
                scenarios = tuple(row[way].split())
                for scenario in scenarios:
                    if scenario not in library.names():
                        raise MoveError(f"docs/limits.csv, {name}: there is no scenario {scenario}. See: --list")
                if scenarios:
                    found.append(Move(name, copy, way, value, moved(value, sign, step), scenarios))
    lacking = wanted - {move.name for move in found}
    if lacking:
        raise MoveError(f"no limit with a scenario is called {', '.join(sorted(lacking))}. See docs/limits.csv")
    return found


class Bench:
    """A copy of the project as it stood at the start; each run sees it, or one more copy with one limit moved."""

    def __init__(self, folder: Path, interpreter: str) -> None:
        self._folder = folder
        self._interpreter = interpreter
        self._base = folder / "unmoved"
        for part in PARTS:
            shutil.copytree(ROOT / part, self._base / part, ignore=shutil.ignore_patterns("__pycache__"))
        self._image = self._build(self._base)

    def unmoved(self, scenario: str) -> own_process.Outcome:
        return self._run(scenario, self._base, self._image, self._folder / "out" / scenario.replace("/", "_"))

    def moved(self, move: Move) -> Found:
        """Runs the move's scenarios until one fails. Raises MoveError when one could not be judged at all."""
        place = f"{move.copy}-{move.name}-{move.way}"
        root = self._folder / place
        shutil.copytree(self._base, root)
        file = root / FILES[move.copy]
        file.write_text(move.text(file.read_text(encoding="utf-8")), encoding="utf-8")
        image = self._build(root) if self._interpreter == "micropython" else self._image
        try:
            for scenario in move.scenarios:
                done = self._run(scenario, root, image, self._folder / "out" / place)
                if done.broken:
                    return Found(move, scenario, done.broken)
        finally:
            shutil.rmtree(root)
        return Found(move, " ".join(move.scenarios), [])

    def _build(self, root: Path) -> Path:
        from tools import image

        return image.build_for_simulation("pico", root)

    def _run(self, scenario: str, root: Path, image: Path, out: Path) -> own_process.Outcome:
        done = own_process.run(scenario, out, image, root=root, interpreter=self._interpreter)
        if not done.summary:
            raise MoveError(f"{scenario} could not be judged: {done.output[-1200:]}")
        return done


def kept(file: Path, every: list[Move], done: list[Found]) -> list[Found]:
    """`done`, and for the moves of the table that were not asked for now what the last run wrote of them."""
    by_move = {one.move: one for one in done}
    for told in json.loads(file.read_text(encoding="ascii")) if file.is_file() else []:
        scenario, failed = told.pop("scenario"), told.pop("failed")
        move = Move(**{**told, "scenarios": tuple(told["scenarios"])})
        by_move.setdefault(move, Found(move, scenario, failed))
    return [by_move[move] for move in every if move in by_move]


def page(rows: list[Row], found: list[Found]) -> str:
    """Markdown: a row a limit, and below it the limits that stand loose, with the reason."""
    by_move = {(one.move.copy, one.move.name, one.move.way): one for one in found}
    lines = [
        "# What each limit is pinned by",
        "",
        f"<!-- made by: python -m {MODULE} --page docs/limit_mutation.md -->",
        "",
        "Each limit was moved up and down by a tenth (or by one step, where a tenth is less), alone, and a scenario on",
        "the simulated unit had to fail. *Fails* names it and what failed first. All is simulated, nothing ran on",
        "hardware; CPython ran the sources.",
        "",
        "| limit | of | value | raised to | fails | lowered to | fails |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    pinned = 0
    loose = []
    for row in rows:
        for copy in FILES:
            if not row[copy]:
                continue
            cells = [_cell(by_move.get((copy, row[copy], way))) for way in WAYS]
            if any(cells):
                pinned += 1
                told = " | ".join(cell or "— | —" for cell in cells)
                lines.append(f"| `{row[copy]}` | {copy} | {row['value']} {row['unit']} | {told} |")
            if row["loose"]:
                open_ways = [way for way, cell in zip(WAYS, cells, strict=True) if not cell]
                loose.append(f"| `{row[copy]}` | {' and '.join(open_ways)} | {row['loose']} |")
    lines += ["", f"{pinned} limits, {len(found)} moves.", ""]
    if loose:
        lines += ["## Not pinned", "", "| limit | when | why |", "| --- | --- | --- |", *loose, ""]
    return "\n".join(lines)


def _cell(found: Found | None) -> str:
    if found is None:
        return ""
    what = found.failed[0].replace("|", "/") if found.failed else "**nothing: survived**"
    return f"{found.move.moved} | `{found.scenario}`: {what}"


def prove(asked_moves: list[Move], interpreter: str, jobs: int) -> tuple[list[Found], list[str]]:
    """Runs all; what was found, and what is wrong: scenarios that fail unmoved, moves that survive, runs not judged."""
    found: list[Found] = []
    wrong: list[str] = []
    with tempfile.TemporaryDirectory(prefix="limit-mutation-") as scratch, ThreadPoolExecutor(jobs) as pool:
        bench = Bench(Path(scratch), interpreter)
        names = sorted({scenario for move in asked_moves for scenario in move.scenarios})
        for name, done in zip(names, pool.map(bench.unmoved, names), strict=True):
            if not done.held:
                wrong.append(f"{name} fails although nothing was moved: {'; '.join(done.broken)}")
                print(wrong[-1], flush=True)
        for move, future in [(move, pool.submit(bench.moved, move)) for move in asked_moves]:
            what = f"{move.name} {move.value} -> {move.moved} ({move.copy})"
            try:
                one = future.result()
            except MoveError as error:
                wrong.append(f"{what}: {error}")
                continue
            found.append(one)
            print(f"{what}: {one.scenario}: {one.failed[0] if one.failed else 'survived'}", flush=True)
            if not one.failed:
                wrong.append(f"{what} survived")
    return found, wrong


def main(words: list[str]) -> int:
    parser = Parser("limit_mutation", MODULE, __doc__)
    parser.add_argument("--only", nargs="*", default=[], metavar="NAME", help="these limits alone")
    parser.add_argument("--interpreter", choices=("micropython", "cpython"), default="cpython", help="what runs them")
    parser.add_argument("--jobs", type=at_least(1), default=2, help="how many at a time")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "limits")
    parser.add_argument("--page", type=Path, help="write the table here, too")
    asked = parser.parse_args(words)
    rows = table()
    try:
        found, wrong = prove(moves(rows, asked.only), asked.interpreter, asked.jobs)
    except MoveError as error:
        print(f"limit_mutation: {error}", file=sys.stderr)
        return 2
    asked.out.mkdir(parents=True, exist_ok=True)
    file = asked.out / "limit_mutation.json"
    if asked.only:
        found = kept(file, moves(rows), found)
    told = [{**asdict(one.move), "scenario": one.scenario, "failed": one.failed} for one in found]
    file.write_text(json.dumps(told, indent=1) + "\n", encoding="ascii")
    for target in (asked.out / "limit_mutation.md", asked.page):
        if target:
            target.write_text(page(rows, found), encoding="utf-8")
    for line in wrong:
        print("wrong:", line)
    print(f"{sum(bool(one.failed) for one in found)} of {len(found)} moved limits were noticed")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
