"""Writes docs/scenarios/ from the schema: `python -m tools.scenario.reference_page`. Adds no word of its own.

README.md says how, with examples; reference.md has the keys; then a page for each family of parts that can fail, and
one for each family of scenarios that come with the project. With `--check` it writes nothing and exits 1 when a page
is not what it would write.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from tools.scenario import library, schema
from tools.scenario import reference_texts as texts
from tools.scenario.errors import ScenarioError
from tools.scenario.fault_catalogue import PARTS
from tools.scenario.flash_files import layout
from tools.scenario.loader import load
from tools.scenario.schema_types import Part, Value, Word

FOLDER = schema.ROOT / "docs" / "scenarios"
COMMAND = texts.COMMAND
UNREACHED = texts.UNREACHED
EXAMPLE_MS = 60_000

# A page each; a test holds that every part stands on one.
PART_FAMILIES = {
    "converters": ("dac", "adc", "adc_b", "adc_dac", "adc_battery"),
    "buses": ("i2c0", "i2c1"),
    "output": ("sink", "shunt_a", "shunt_b", "leg_fwd_high", "leg_fwd_low", "leg_rev_high", "leg_rev_low", "s1",
               "leg_diode", "latch", "pump", "boost", "relay", "dummy", "terminals"),
    "inputs": ("oc_trip_n", "vbus_pin", "relay_fb", "id0", "id1", "button_up", "button_down", "button_ok",
               "button_stop", "oled"),
    "supply": ("battery", "rail_short", "vdd", "charger", "usb"),
    "processor": ("mcu", "flash"),
    "load": ("load", "leak"),
}  # fmt: skip


def pages() -> dict[str, str]:
    """Every page, by its path in docs/scenarios/."""
    out = {"README.md": _readme(), "reference.md": _reference()}
    out.update({f"faults/{family}.md": _faults(family) for family in PART_FAMILIES})
    out.update({f"shipped/{family}.md": _shipped(family) for family in _families()})
    return {path: texts.MADE + "\n" + text.rstrip("\n") + "\n" for path, text in out.items()}


def _families() -> list[str]:
    return sorted({name.partition("/")[0] for name in library.names()})


def _readme() -> str:
    faults = [(f"[{family}](faults/{family}.md)", ", ".join(parts)) for family, parts in PART_FAMILIES.items()]
    shipped = ", ".join(f"[{family}](shipped/{family}.md)" for family in _families())
    return "\n".join(
        [
            texts.HOW,
            "## Lists\n",
            "Every key with its range and default: [reference.md](reference.md).\n",
            *_table(("faults of", "parts"), faults),
            "",
            f"Those that come with the project, a page a family: {shipped}.\n",
            texts.CODES,
            *_table(("code", "name", "why"), map(_unreached_row, UNREACHED)),
        ]
    )


def _reference() -> str:
    return "\n".join(
        [
            "# Keys of a scenario\n",
            *_table(("key", "meaning", "range", "default"), _top_rows()),
            "\n" + texts.TIMES + ", ".join(schema.states()) + ".\n",
            texts.LOAD,
            *_values(schema.SKIN),
            "",
            *_values(schema.LOAD_COMMON),
            "\n" + texts.USER,
            *_values(schema.PERSON),
            "",
            *_table(("action", "meaning", "values"), (_action_row(word) for word in schema.ACTIONS)),
            "\n" + texts.EXPECT,
            *_table(("key", "meaning"), ((f"`{key}`", about) for key, about in schema.EXPECT.items())),
            "\n" + texts.BOARD,
            *_values(schema.BOARD),
            "\n" + texts.FILES,
            *_table(("mode", "meaning", "values"), (_action_row(word) for word in schema.FILE_MODES)),
            "",
            *_table(("record", "values", "a row's values"), map(_record_row, schema.RECORDS)),
        ]
    )


def _faults(family: str) -> str:
    parts = [part for part in PARTS if part.name in PART_FAMILIES[family]]
    return "\n".join([f"# Faults: {family}\n", texts.FAULTS, *(line for part in parts for line in _part(part))])


def _shipped(family: str) -> str:
    names = [name for name in library.names() if name.startswith(f"{family}/")]
    rows = [(f"`{name}`", load(name)["about"]) for name in names]
    return "\n".join([f"# Scenarios: {family}\n", *_table(("scenario", "what happens"), rows)])


def example(part: Part, mode: Word) -> dict[str, Any]:
    """A fault of this mode as it stands in a file, defaults spelt out."""
    values = {row.name: row.default for row in mode.values}
    return {"at_ms": EXAMPLE_MS, "part": part.name, "mode": mode.name, **values}


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
    return [f"## {part.name}: {part.about}\n", *_table(("mode", "meaning", "values", "example"), rows), ""]


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [heads, ["---"] * len(heads), *rows]
    return ["| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines]


def main(arguments: list[str]) -> int:
    """Writes or checks the pages; exit code 1 when the check finds one stale, 2 when a scenario that ships is wrong."""
    try:
        wanted = pages()
    except ScenarioError as error:
        print(error, file=sys.stderr)  # each of its lines begins with the scenario
        return 2
    there = {path.relative_to(FOLDER).as_posix(): path for path in FOLDER.rglob("*.md")}
    if arguments == ["--check"]:
        stale = [name for name, text in wanted.items() if name not in there or there[name].read_text("utf-8") != text]
        stale += sorted(set(there) - set(wanted))
        print(f"stale, run {COMMAND}: {', '.join(stale)}" if stale else "docs/scenarios/ is up to date")
        return 1 if stale else 0
    for name in set(there) - set(wanted):
        there[name].unlink()
    for name, text in wanted.items():
        (FOLDER / name).parent.mkdir(parents=True, exist_ok=True)
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")
    print(f"wrote {len(wanted)} pages to docs/scenarios/")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
