# SPICE beside the simulation: runs each case in both and says where they differ by more than the limit. Decides the
# limits; which cases there are, cases.py decides.

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy

from tools.circuit.simulated import Bench, Missing
from tools.circuit.spice import figures, ngspice
from tools.circuit.spice.cases import CASES, REVERSE, VALUE, Case
from tools.circuit.unit import described

PEAK_SHARE, CHARGE_SHARE = 0.15, 0.25
# Below these two figures are one: the converters' noise, and a spike nobody feels.
SMALL_MA, SMALL_UC = 0.3, 0.02
# A peak below it in both is compared by its charge alone: what open parts' capacitances pass, a sixth of the 6 mA that
# INV-1B allows against the direction.
SMALL_PEAK_MA = 1.0
SMALL_VALUE = {"mA": 0.002, "ms": 0.02, "V": 0.005}  # what either column rounds or counts in steps


@dataclass(frozen=True)
class Row:
    """What came of one case: the figures of both as (peak, charge, 1 ms mean), or one value.

    `why` says where it fails, `note` why a simulation that shows more than SPICE may.
    """

    name: str
    revision: str
    spice: tuple[float, ...]
    simulation: tuple[float, ...]
    why: str
    note: str = ""


def course(case: Case, t: numpy.ndarray, i: numpy.ndarray) -> tuple[float, float, float]:
    """Peak (mA), charge (µC) and the 1 ms mean farthest that way, of what REVERSE or OVER look at."""
    f = figures.of(t, i, case.set_ma / 1e3)
    if case.kind == REVERSE:
        return min(f.least_ma, 0.0), f.reverse_uc, min(f.mean_ms_least_ma, 0.0)
    return f.most_ma, f.over_uc, f.mean_ms_most_ma


def spice(case: Case, revision: str) -> tuple[float, ...]:
    run = ngspice.run(described(revision), case.story(revision))
    if case.kind == VALUE:
        assert case.read
        return (case.read(run),)
    keep = run.t >= case.from_s
    return course(case, run.t[keep], run.v["i(vbody)"][keep])


def simulation(case: Case, revision: str) -> tuple[float, ...]:
    """Raises Missing."""
    bench = Bench(revision, case.body)
    value = case.simulate(bench)
    if case.kind == VALUE:
        assert value is not None
        return (value,)
    t, i = bench.wave()
    return course(case, numpy.array(t), numpy.array(i))


def differ(one: float, other: float, share: float, small: float) -> bool:
    return abs(one - other) > max(share * abs(one), small)


def why(case: Case, spice_: tuple[float, ...], simulated: tuple[float, ...]) -> str:
    """Where the simulation is farther off than it may be; empty where it is not."""
    if case.kind == VALUE:
        off = differ(spice_[0], simulated[0], PEAK_SHARE, SMALL_VALUE[case.unit])
        return f"{simulated[0]:.3f} {case.unit} for {spice_[0]:.3f}" if off else ""
    wrong = []
    for k, (name, share, small, unit) in enumerate(
        (
            ("peak", PEAK_SHARE, SMALL_MA, "mA"),
            ("charge", CHARGE_SHARE, SMALL_UC, "µC"),
            ("1 ms mean", CHARGE_SHARE, SMALL_MA, "mA"),
        )
    ):
        if k == 0 and max(abs(spice_[0]), abs(simulated[0])) < SMALL_PEAK_MA:
            continue
        if differ(spice_[k], simulated[k], share, small):
            wrong.append(f"{name} {simulated[k]:.2f} {unit} for {spice_[k]:.2f}")
    return "; ".join(wrong)


def more(case: Case, known: tuple[float, ...], simulated: tuple[float, ...]) -> str:
    """By how much the simulation is the stricter, of each figure that is farther off than it may be."""
    names = (("", case.unit),) if case.kind == VALUE else (("peak ", "mA"), ("charge ", "µC"), ("1 ms mean ", "mA"))
    return ", ".join(
        f"{name}+{abs(two) - abs(one):.2f} {unit}"
        for (name, unit), one, two in zip(names, known, simulated, strict=True)
        if abs(two) > abs(one) * (1 + PEAK_SHARE)
    )


def raised(known: tuple[float, ...], simulated: tuple[float, ...]) -> tuple[float, ...]:
    """What the simulation shows, and where it shows more than SPICE, SPICE's own."""
    return tuple(one if abs(two) > abs(one) else two for one, two in zip(known, simulated, strict=True))


def row(case: Case, revision: str) -> Row:
    """Raises ngspice.Absent, NotSolved and deck.BadDeck."""
    known = spice(case, revision)
    try:
        simulated = simulation(case, revision)
    except Missing as missing:
        return Row(case.name, revision, known, (), str(missing))
    told = why(case, known, simulated)
    if told and case.stricter and not why(case, known, raised(known, simulated)):
        return Row(
            case.name, revision, known, simulated, "", f"stricter by {more(case, known, simulated)}: {case.stricter}"
        )
    if not told and case.kind != VALUE and 0 < SMALL_PEAK_MA - max(abs(known[0]), abs(simulated[0])) < SMALL_PEAK_MA:
        off = abs(known[0] - simulated[0])
        if off > SMALL_MA:
            return Row(
                case.name, revision, known, simulated, "", f"agrees by charge; peaks below 1 mA, {off:.1f} apart"
            )
    return Row(case.name, revision, known, simulated, told)


def rows(workers: int = 2, names: tuple[str, ...] = ()) -> list[Row]:
    """Every case for each revision it is about."""
    asked = [
        (case, revision)
        for revision in "AB"
        for case in CASES
        if revision in case.revisions and (not names or case.name in names)
    ]
    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(lambda pair: row(*pair), asked))
