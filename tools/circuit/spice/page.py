# The pages of what SPICE said: the table beside the simulation, and the single faults. Decides words only.

from __future__ import annotations

from collections.abc import Callable

from tools.circuit.spice import judge, table
from tools.circuit.spice.cases import CASES, VALUE, Case
from tools.circuit.spice.faults import TREATMENTS, Judged
from tools.circuit.spice.table import Row

ABOUT = f"""\
# SPICE beside the simulation

Made by `make spice`; `make spice PAGE=docs/spice.md` writes it. The deck comes from the description in
`tools/circuit/`, the other column from `tools/sim/plant/`, both with the same body and the same story. A row fails
where the simulation's peak is off by more than {table.PEAK_SHARE:.0%} or its charge or 1 ms mean by more than
{table.CHARGE_SHARE:.0%}. Nothing here was measured on hardware, and the parts' figures are from memory.

*Peak, charge, 1 ms mean*: against the set direction in rows that begin with a fault or a reversal, above the set
current (charge) in rows of contact and switching.

| case | revision | SPICE | simulation | |
| --- | --- | --- | --- | --- |
"""


def figures(case: Case, values: tuple[float, ...]) -> str:
    if not values:
        return "-"
    if case.kind == VALUE:
        return f"{values[0]:.3f} {case.unit}"
    return f"{values[0]:.1f} mA, {values[1]:.2f} µC, {values[2]:.2f} mA"


def compared(rows: list[Row]) -> str:
    """The page with the table."""
    by_name = {case.name: case for case in CASES}
    lines = []
    for row in rows:
        case = by_name[row.name]
        lines.append(
            f"| {row.name} | {row.revision} | {figures(case, row.spice)} | {figures(case, row.simulation)} | "
            f"{'**' + row.why + '**' if row.why else row.note or 'agrees'} |"
        )
    wrong = sum(1 for row in rows if row.why)
    return ABOUT + "\n".join(lines) + f"\n\n{len(rows)} rows, {wrong} of them beyond the limits.\n"


def faults(revision: str, done: list[Judged], parts: int) -> str:
    """The page of single faults: how many, which did not hold, the worst that did."""
    bad = [j for j in done if not j.verdict.held]
    kept = [j for j in done if j.verdict.held]
    plain = [j for j in kept if not j.single.path]
    bodies = "; ".join(
        f"*{t.name}*: {t.body.series_ohm} Ω and two skins of {t.body.skin_ohm} Ω and {t.body.skin_nf} nF, "
        f"{t.ma:.0f} mA asked for"
        for t in TREATMENTS
    )
    text = f"""\
# Every single fault in SPICE, revision {revision}

Made by `make spice FAULTS=all PAGE=docs/spice_faults.md`. Each of {parts} parts open (each pin), short (neighbouring
pins), half and half as much again, and each pair of neighbouring nets, while a treatment flows: {len(done)} runs. The
bodies: {bodies}.

Judged by the body's current: mean over {judge.WINDOW_S * 1e6:.0f} µs at most {judge.MOST_A * 1e3:.0f} mA,
against the set direction at most {judge.REVERSE_A * 1e3:.0f} mA, shorter spikes at most
{judge.SPIKE_C * 1e6:.0f} µC. A path from A to B is judged by the charge that skin and output capacitor held, and 5 %.

| fault | body | what broke |
| --- | --- | --- |
"""
    text += "".join(f"| {j.single.fault.name} | {j.treatment} | {j.verdict.why} |\n" for j in bad) or "| none | | |\n"
    text += "\nThe worst that held, paths from A to B apart:\n\n| | fault | body | |\n| --- | --- | --- | --- |\n"
    extremes: tuple[tuple[str, Callable[[Judged], float], str], ...] = (
        ("highest mean", lambda j: j.verdict.mean_ma, "mA"),
        ("most against the direction", lambda j: -j.verdict.reverse_ma, "mA"),
        ("largest spike", lambda j: j.verdict.spike_uc, "µC"),
    )
    for name, key, unit in extremes:
        if plain:
            worst = max(plain, key=key)
            text += f"| {name} | {worst.single.fault.name} | {worst.treatment} | {key(worst):.2f} {unit} |\n"
    paths = [j for j in done if j.single.path]
    text += "\nPaths from A to B, one class:\n\n| fault | body | back through the body | |\n| --- | --- | --- | --- |\n"
    for j in paths:
        back = f"{j.verdict.spike_uc:.1f} µC, {j.verdict.reverse_ma:.0f} mA"
        text += f"| {j.single.fault.name} | {j.treatment} | {back} | {j.verdict.why or 'within what was there'} |\n"
    return text
