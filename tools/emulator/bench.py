# The command `python -m tools.emulator.bench`: what the unit costs on an emulated RP2040, and how soon it cuts.
# Judges by the limits of the table alone.
"""One session on the emulated chip, measured on its way, forked where it is live to inject each fault in every phase of
the tick. Writes bench.json and a page in Markdown. Exit codes: 0 every limit held; 1 one did not, or the session went
wrong; 2 wrong options or file; 3 no image to boot; 130 Ctrl-C."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from tools.command_line import Parser, whole
from tools.emulator import ready
from tools.image import uf2

ROOT = Path(__file__).resolve().parents[2]
LIVE_US, MENUS_US, SELF_TEST_US = 1_000_000, 250_000, 250_000
SMALL_US = 100_000
SCENARIO = {
    "about": "10 mA into 1.5 kΩ, stopped two seconds after the ramp began.",
    "load": {"table": [[0, 1500], [3_000_000, 1500]], "noise_permille": 5},
    "user": {"person": "default", "current_ma": 10, "minutes": 20, "reaction_ms": 100},
    "end_ms": 600_000,
}


def main(words: list[str]) -> int:
    """Runs the command; returns its exit code."""
    parser = Parser("bench", "tools.emulator.bench", __doc__)
    add = parser.add_argument
    add("uf2", nargs="?", type=Path, default=Path("build/pico/ionto.uf2"), help="from make uf2")
    add("--phases", type=whole, default=50, help="phases of the tick for each latency (default: 50)")
    add("--small", action="store_true", help="the self-test only: a few seconds instead of half a minute")
    add("--only", nargs="+", metavar="NAME", help="these latencies alone")
    add("--out", type=Path, default=ROOT / "build" / "bench", help="folder of bench.json (default: build/bench)")
    add("--page", type=Path, help="the page to write (default: bench.md beside bench.json)")
    add("--alone", action="store_true", help="do not compare the file with this tree; goes without --page")
    asked = parser.parse_args(words)
    if not 1 <= asked.phases <= 500:
        parser.error(f"--phases {asked.phases}: give a number from 1 to 500")
    if asked.alone and asked.page:
        parser.error("--page is for a file made from this tree: leave out --page or --alone")
    missing = ready.code("bench", asked.uf2, ready.check_files if asked.alone else ready.check_tree)
    if missing:
        return missing
    known = _latencies(asked.small)
    for name in asked.only or []:
        if name not in known:
            where = " on the dummy load (--small)" if asked.small else ""
            parser.error(f"--only {name}: no such latency{where}. There are {', '.join(known)}")
    return _measure(asked)


def _latencies(small: bool) -> list[str]:
    """The names of those that can be measured."""
    from tools.emulator.bench_latency import LATENCIES

    return [case.name for case in LATENCIES if case.on_dummy or not small]


def _measure(asked: argparse.Namespace) -> int:
    from tools.emulator import bench_table

    try:
        measured = session(asked)
    except RuntimeError as error:
        print(f"bench: {error}; nothing was written", file=sys.stderr)
        return ready.BROKE
    except KeyboardInterrupt:
        print("bench: stopped by Ctrl-C; nothing was written", file=sys.stderr)
        return ready.INTERRUPTED
    command = "python -m tools.emulator.bench" + "".join(f" {word}" for word in _words(asked))
    page = bench_table.markdown(measured, command)
    (asked.out / "bench.json").write_text(json.dumps(measured, indent=1, sort_keys=True) + "\n", encoding="ascii")
    there = asked.page or asked.out / "bench.md"
    there.write_text(page, encoding="utf-8")
    print(page)
    print(f"written: {there}")
    waited = [row for row, _, _ in bench_table.waited_rows(measured)]
    over = [row.about for row in bench_table.rows(measured) if row.over]
    over += [f"{row.about}, with the flash's cache" for row in waited if row.over]
    if over:
        print("over the limit: " + "; ".join(over))
    return ready.BROKE if over else ready.HELD


def _words(asked: argparse.Namespace) -> list[str]:
    """The words that change the figures."""
    words = [str(asked.uf2), "--alone"] if asked.alone else []
    words += ["--small"] * asked.small + ["--phases", str(asked.phases)] * (asked.phases != 50)
    return words + (["--only", *asked.only] if asked.only else [])


def session(asked: argparse.Namespace) -> dict[str, object]:
    """Everything measured, as bench.json holds it."""
    from tools.emulator import board_flash
    from tools.emulator.bench_session import Session, image_sizes, micropython_version
    from tools.emulator.unit import Unit  # changes what modules mean: only now
    from tools.scenario import loader

    names = [name for name in _latencies(asked.small) if not asked.only or name in asked.only]
    blocks = uf2.read_blocks(asked.uf2)
    out = asked.out / "session"
    (out / "screens").mkdir(parents=True, exist_ok=True)
    wanted = loader.normalise(SCENARIO, "bench", "bench")
    unit = Unit(wanted, str(out), blocks, say=_quiet)
    run = Session(unit, _tell)
    run.measured.update(image_sizes(blocks))
    run.measured["version"] = board_flash.version(blocks)
    run.measured["micropython"] = micropython_version(unit.chip)
    run.measured["emulator"] = ready.TRIED
    if not asked.small:
        run.start_waiting_for_flash()
    run.start()
    if asked.small:
        run.self_test(SMALL_US, names, asked.phases)
    else:
        run.self_test(SELF_TEST_US, [], 0)
        run.menus(MENUS_US)
        run.treatment(LIVE_US, asked.phases, names)
        run.end()
    run.measured["emulated_us"] = unit.chip.now_us
    return run.measured


def _tell(text: str) -> None:
    print(text, flush=True)


def _quiet(text: str) -> None:
    pass


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
