"""Writes docs/scenarios.md from the vocabulary: `python -m tools.scenario.reference_page`. Adds no word of its own.

With `--check` it writes nothing and exits 1 when the page is not what it would write.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from tools.scenario import schema
from tools.scenario.fault_catalogue import PARTS
from tools.scenario.flash_files import layout
from tools.scenario.schema_types import Part, Value, Word

PAGE = schema.ROOT / "docs" / "scenarios.md"
COMMAND = "python -m tools.scenario.reference_page"
EXAMPLE_MS = 60_000

HEAD = f"""\
# Scenarios: what a simulated run may be told

Made from tools/scenario/schema.py and fault_words.py by `{COMMAND}`. Do not edit.

A scenario is a JSON file: who is treated, with what wishes, what fails and when, and what must come of it. Everything
has a default; `{{}}` is a whole scenario. `make run SCENARIO=path` runs one; the name alone is enough for those in
tools/scenarios/:
"""

TIMES = """\
## Times

All are whole milliseconds of virtual time. `"at_ms": 60000` counts from the first power-on; `"after": {"state": "run",
"ms": 60000}` from the moment the treatment first enters that state, which is what one usually means: how long the
self-test and the person's choices take differs from run to run. States: """

USER = """\
## User

`"default"` is a person who reads panel, lamps and buzzer and does the obvious thing. An object says what the person
wishes, and under `then` what happens on the way:

    "user": {"person": "default", "site": "hands", "current_ma": 15, "minutes": 20,
             "then": [{"after": {"state": "run", "ms": 60000}, "do": "withdraw", "for_ms": 1000}]}

A list alone, `"user": [{"at_ms": 9000, "press": "ok"}, ...]`, is a person who does that and nothing else, with the
hands out of the water until `hands_in`. `"press": "ok"` is short for `"do": "press", "button": "ok"`; so are `hold`
and `release`.
"""

LOAD = f"""\
## Load

`{{"model": "skin"}}` is a person's skin in water; with `"vary": true` the seed draws what is left out from the range in
the last column. V is in the same units as its constants.

    {schema.SKIN_FORMULA.replace(chr(10), chr(10) + "    ")}

`{{"table": [[0, 4250], [600000, 1900]]}}` gives the total resistance in Ω over the time of current in ms, linear in
between and constant after the last row. The second table holds for both.
"""

EXPECT = """\
## Expectation

A run holds when all of this came true and no invariant broke. It ends `linger_ms` after that is decided.
"""

FILES = """\
## Files

Steps in their order, done before the first power-on. `file` is a record (`"settings"`: both its copies) or one copy
(`"settings.a"`); the calibration is there unless the board is not calibrated, the others once a step `holds` them. Or
it is a file of the program by its path, as the image has it (`"boot.py"`, `"ionto/app/unit.mpy"`): what happens to
those between the installation and the power-on. CPython runs the sources: there only the self-test sees the damage.

    "files": [{"file": "ledger", "mode": "holds", "values": {"boots": 7}, "rows": [{"boot": 6, "site": 0}]},
              {"file": "ledger.b", "mode": "flip", "byte": 40}]
"""

FAULTS = """\
## Faults

Each has a part, a mode, a time and the mode's values; it lasts for good, or for `for_ms`, or until `until_ms` (with
`at_ms` only). Any number at once. Those marked "instant" are over when they have happened. The examples show the
defaults; values in them may be left out.
"""

# Why a fault's code is told by no scenario. A test holds that every other one is.
UNREACHED = {
    "firmware_too_old": "a MicroPython before 1.26 refuses a hard timer, and the monitor's is started before the first "
    "item of the self-test: F24 is told instead",
    "watchdog_off": "in treatment mode the watchdog is started before the first tick, and where that cannot be done "
    "F24 is told: only a changed program leaves it off",
    "contact_unstable": "no rule of this firmware tells it",
}
CODES = """\
## Codes that no scenario reaches

Every other code of a refused start, a cut, a stop or a lock is some scenario's expectation.
"""


def page() -> str:
    """The whole page."""
    return "\n".join(
        [
            HEAD,
            *_scenarios(),
            "\n## Top level\n",
            *_table(("key", "meaning", "range", "default"), _top_rows()),
            "\n" + TIMES + ", ".join(schema.states()) + ".\n",
            LOAD,
            *_values(schema.SKIN),
            "",
            *_values(schema.LOAD_COMMON),
            "\n" + USER,
            *_values(schema.PERSON),
            "",
            *_table(("action", "meaning", "values"), (_action_row(word) for word in schema.ACTIONS)),
            "\n" + EXPECT,
            *_table(("key", "meaning"), ((f"`{key}`", about) for key, about in schema.EXPECT.items())),
            "\n## Board\n",
            '`"pico"`, or `{"name": "pico", ...}` with its tolerances; `"vary": true` lets the seed draw them.\n',
            *_values(schema.BOARD),
            "\n" + FILES,
            *_table(("mode", "meaning", "values"), (_action_row(word) for word in schema.FILE_MODES)),
            "",
            *_table(("record", "values", "a row's values"), map(_record_row, schema.RECORDS)),
            "\n" + FAULTS,
            *(line for part in PARTS for line in _part(part)),
            CODES,
            *_table(("code", "name", "why"), map(_unreached_row, UNREACHED)),
        ]
    )


def example(part: Part, mode: Word) -> dict[str, Any]:
    """A fault of this mode as it stands in a file, defaults spelt out."""
    values = {row.name: row.default for row in mode.values}
    return {"at_ms": EXAMPLE_MS, "part": part.name, "mode": mode.name, **values}


def _scenarios() -> list[str]:
    files = sorted(schema.SCENARIOS.glob("*.json"))
    rows = [(f"`{file.stem}`", json.loads(file.read_text(encoding="utf-8")).get("about", "")) for file in files]
    return _table(("scenario", "what happens"), rows)


def _top_rows() -> list[tuple[str, str, str, str]]:
    numbers = {row.name: row for row in schema.NUMBERS}
    rows = []
    for key, about in schema.TOP.items():
        row = numbers.get(key)
        rows.append((f"`{key}`", about, row.allowed() if row else "", str(row.default) if row else ""))
    return rows


def _values(rows: Iterable[Value]) -> list[str]:
    heads = ("value", "meaning", "range", "default", "drawn from")
    return _table(heads, ((f"`{r.name}`", r.about, r.allowed(), str(r.default), _vary(r)) for r in rows))


def _vary(row: Value) -> str:
    return f"{row.vary[0]} to {row.vary[1]}" if row.vary else ""


def _named(row: Value) -> str:
    default = "" if row.default is None else f", default {row.default}"
    return f"`{row.name}`: {row.about} ({row.allowed()}{default})"


def _action_row(word: Word) -> tuple[str, str, str]:
    return f"`{word.name}`", word.about, "; ".join(map(_named, word.values))


def _record_row(name: str) -> tuple[str, str, str]:
    shape = layout(name)
    rows = f"{shape.rows} times: {', '.join(shape.row)}" if shape.rows else ""
    several = {field: f" ({len(spot.at)} numbers)" if len(spot.at) > 1 else "" for field, spot in shape.fields.items()}
    return f"`{name}`", ", ".join(field + several[field] for field in shape.fields), rows


def _unreached_row(name: str) -> tuple[str, str, str]:
    return schema.fault_label(schema.fault_codes()[name]), f"`{name}`", UNREACHED[name]


def _part(part: Part) -> list[str]:
    rows = []
    for mode in part.modes:
        about = mode.about if mode.lasts else f"{mode.about} (instant)"
        text = json.dumps(example(part, mode), ensure_ascii=False)
        rows.append((f"`{mode.name}`", about, "; ".join(map(_named, mode.values)), f"`{text}`"))
    return [f"### {part.name}: {part.about}\n", *_table(("mode", "meaning", "values", "example"), rows), ""]


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [heads, ["---"] * len(heads), *rows]
    return ["| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines]


def main(arguments: list[str]) -> int:
    """Writes or checks the page; exit code 1 when the check finds it stale."""
    text = page().rstrip("\n") + "\n"
    if arguments == ["--check"]:
        fresh = PAGE.is_file() and PAGE.read_text(encoding="utf-8") == text
        print(f"{PAGE.name} is up to date" if fresh else f"docs/{PAGE.name} is stale: run {COMMAND}")
        return 0 if fresh else 1
    PAGE.write_text(text, encoding="utf-8", newline="\n")
    print(f"wrote docs/{PAGE.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
