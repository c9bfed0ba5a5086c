"""What the reference of scenarios says in sentences; reference_page.py adds the tables. Holds no word of a scenario."""

from __future__ import annotations

from tools.scenario import schema

COMMAND = "python -m tools.scenario.reference_page"
MADE = f"<!-- made by: {COMMAND}; do not edit -->\n"

HOW = """\
# Scenarios

A scenario says who is treated, with what wishes, what fails and when, and what must come of it. It is a JSON file;
everything has a default, and `{}` is a whole scenario: a person who wants twenty minutes at 10 mA.

    make run SCENARIO=stop                          one that comes with the project, by its name
    make run SCENARIO=limit/overcurrent_b:above     with its family, and the case of its file
    make run SCENARIO=mine.json                     your own, by its path
    .venv/bin/python -m tools.run --list            all names

The run ends with what came of it, and exits 0 when the expectation held and no invariant broke.

## A wish

Who is treated, and how. Save this as `mine.json`; what is left out is as in the tables of
[reference.md](reference.md).

```json
{
    "about": "The feet, 15 mA for half an hour, by someone slow.",
    "user": {"person": "default", "site": "feet", "current_ma": 15, "minutes": 30, "reaction_ms": 2000},
    "expect": {"result": "completed", "fault": "none"}
}
```

The default person reads the panel and does the obvious thing. `about` is printed above the run.

## A fault

A minute after the full current is reached, channel B of the unit reads too high for good. The over-current must be
told within 10 ms of it, and the run ends a second later.

```json
{
    "about": "B reads 23.1 mA: cut.",
    "load": {"table": [[0, 2000]]},
    "faults": [{"after": {"state": "run", "ms": 60000}, "part": "adc_b", "mode": "stuck", "mv": 2310}],
    "linger_ms": 1000,
    "expect": {"result": "fault", "fault": "overcurrent_b", "within": {"state": "run", "ms": 60010}}
}
```

Which parts can fail, and how: the pages of faults below.

## Hands and keys

A list of actions in place of a person is someone who does that and nothing else. This one proves STOP, goes through the
menu and never starts; `screen_has` is text that some screen must have shown for a quarter of a second at least.

```json
{
    "about": "Only looks at the menu: 10.5 mA are offered, nothing flows.",
    "user": [
        {"at_ms": 7500, "press": "stop"},
        {"at_ms": 13500, "press": "ok"},
        {"at_ms": 15000, "press": "down"},
        {"at_ms": 16500, "press": "ok"},
        {"at_ms": 17500, "press": "up"}
    ],
    "end_ms": 20000,
    "expect": {"screen_has": "10.5 mA", "fault": "none"}
}
```

Under `then` a person with wishes does something on the way, and goes on with the obvious:

```json
{
    "about": "The hand comes out for a second: the current returns by itself, from zero.",
    "user": {"person": "default", "then": [{"after": {"state": "run", "ms": 5000}, "do": "withdraw", "for_ms": 1000}]},
    "end_ms": 120000,
    "expect": {"state": "run", "within": {"state": "paused", "ms": 60000}}
}
```

## What lies on the flash

The unit was on before, and one copy of its settings is damaged.

```json
{
    "about": "One copy of the settings is damaged: the other holds.",
    "files": [
        {"file": "settings", "mode": "holds", "rows": [{"plan_ua": 7000, "minutes": 15}]},
        {"file": "settings.a", "mode": "flip", "byte": 40}
    ],
    "end_ms": 30000,
    "expect": {"log": ["damaged"], "state": "ready"}
}
```

## Cases

Scenarios that differ in little stand in one file: what they share, and under `cases` what each has of its own. Every
case has a name and a verdict of its own; it is asked for with a colon, `SCENARIO=mine.json:late`. A file with cases is
never run as a whole, and has no case that is taken by itself: asked for without one, it tells which there are.

```json
{
    "load": {"table": [[0, 2000]]},
    "user": {"person": "default", "current_ma": 5, "reaction_ms": 100},
    "end_ms": 120000,
    "expect": {"result": "stopped", "within": {"state": "run", "ms": 30000}},
    "cases": {
        "early": {
            "about": "STOP after 2 s.",
            "user": {"then": [{"after": {"state": "run", "ms": 2000}, "do": "stop"}]}
        },
        "late": {
            "about": "STOP after 20 s, by someone slow.",
            "user": {"reaction_ms": 900, "then": [{"after": {"state": "run", "ms": 20000}, "do": "stop"}]}
        }
    }
}
```

A case is merged into the rest as JSON Merge Patch says (RFC 7396): an object key by key, `user` above keeping its
`current_ma`; anything else, a list too, takes the place of what was there; `null` takes a key away. So a case that has
another fault gives the whole list of `faults`.

## Names

One that comes with the project is called by family and file, and by its case: `limit/overcurrent_b:above`. The family
may be left out while one scenario is meant. Your own is called by its file, `mine:late`, or by its `name`.
"""

TIMES = """\
## Times

All are whole milliseconds of virtual time. `"at_ms": 60000` counts from the first power-on; `"after": {"state": "run",
"ms": 60000}` from the moment the treatment first enters that state, which is what one usually means: how long the
self-test and the person's choices take differs from run to run. States: """

USER = """\
## User

`"default"` is a person who reads panel, lamps and buzzer and does the obvious thing. An object says what the person
wishes, and under `then` what happens on the way. A list alone is a person who does that and nothing else, with the
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

BOARD = """\
## Board

`"pico"`, or `{"name": "pico", ...}` with its tolerances; `"vary": true` lets the seed draw them.
"""

FILES = """\
## Files

Steps in their order, done before the first power-on. `file` is a record (`"settings"`: both its copies) or one copy
(`"settings.a"`); the calibration is there unless the board is not calibrated, the others once a step `holds` them.

Or it is a file of the program by its path on the board (`"boot.py"`, `"ionto/app/unit.mpy"`, a `.dat`): what happens to
those between the installation and the power-on. `boot.py` compares names and sizes before anything is imported: red
lamp, and what is wrong on the glass; the result is `refused`, the fault the one whose code stands there. A `boot.py`
that breaks off within a line stops MicroPython at its console, and the unit stays dark. Bytes that changed are found
where they are imported, or by the self-test; some of them MicroPython's loader never comes back from. Where a board has
machine code, the simulation has source: its bytes are others. CPython imports the sources, whatever lies on the flash.
"""

FAULTS = """\
Each fault has a part, a mode, a time and the mode's values; it lasts for good, or for `for_ms`, or until `until_ms`
(with `at_ms` only). Any number at once. Those marked "instant" are over when they have happened. The examples show the
defaults; values in them may be left out.
"""

# Why a fault's code is told by no scenario. A test holds that every other one is.
UNREACHED = {
    "firmware_too_old": "boot.py tells it of a MicroPython before 1.26, with which the simulation does not run",
    "watchdog_off": "in treatment mode the watchdog is started before the first tick, and where that cannot be done "
    "F24 is told: only a changed program leaves it off",
    "charge_uneven": "each half is judged by what was asked in it, and a source that gives something else is cut by "
    "another limit first",
}
CODES = """\
## Codes that no scenario reaches

Every other code of a refused start, a cut, a stop or a lock is some scenario's expectation.
"""
