# Every single fault of the description: each part open, short, half and half as much again, each pair of neighbouring
# nets. Decides which there are and under which treatment they come; judge.py says what they may do.

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy

from tools.circuit.board import Board, Part
from tools.circuit.spice import judge, ngspice
from tools.circuit.spice.body import DRY, SOAKED, Body
from tools.circuit.spice.cases import ON
from tools.circuit.spice.deck import BadDeck, Fault, Story, Wave
from tools.circuit.spice.judge import Verdict

AT_S, END_S, STEP_S = 0.3e-3, 4e-3, 40e-6
LEAST_A = 5e-3  # of a treatment that a fault can come under
SCALES = (0.5, 1.5)
SIDE_A = {"SIDE_A", "ELEC_A"}
SIDE_B = {"SIDE_B", "ELEC_B", "DUMMY"}  # the dummy load hangs on B
BESIDE = (
    ("ELEC_A", "ELEC_B"),
    ("SIDE_A", "SIDE_B"),
    ("RAIL", "GND"),
    ("S1_OUT", "DRAIN"),
    ("V3V3", "VCELL"),
    ("V3V3", "VSYS"),
)  # sockets, tracks, terminals


@dataclass(frozen=True)
class Treatment:
    """Under which a fault comes: the body, and mA asked for."""

    name: str
    body: Body
    ma: float


TREATMENTS = (Treatment("dry", DRY, 20.0), Treatment("soaked", SOAKED, 20.0))


@dataclass(frozen=True)
class Single:
    """One fault and the parts that it judges; `path`: it joins A and B."""

    fault: Fault
    refs: tuple[str, ...]
    path: bool = False


def pins_beside(part: Part) -> Iterator[tuple[str, str]]:
    """Pairs of nets at neighbouring pins: all of three pins, those next to each other of more."""
    nets = [part.nets[number] for number, _, _ in part.item.pins if number in part.nets]
    if len(nets) == 3:
        nets.append(nets[0])
    for one, two in zip(nets, nets[1:], strict=False):
        if one != two:
            yield one, two


def joins_sides(pair: tuple[str, str]) -> bool:
    one, two = pair
    return (one in SIDE_A and two in SIDE_B) or (one in SIDE_B and two in SIDE_A)


def singles(board: Board) -> list[Single]:
    """Every single fault; a short that several parts have is there once and judges all of them."""
    shorts: dict[tuple[str, str], list[str]] = {tuple(sorted(pair)): [] for pair in BESIDE}  # type: ignore[misc]
    found = []
    for ref, part in board.parts.items():
        for pair in pins_beside(part):
            shorts.setdefault(tuple(sorted(pair)), []).append(ref)  # type: ignore[arg-type]
        numbers = list(part.nets)
        for number in numbers[:1] if len(numbers) == 2 else numbers:
            found.append(
                Single(
                    Fault(f"{ref} pin {number} open" if len(numbers) > 2 else f"{ref} open", open=(ref, number)), (ref,)
                )
            )
        found += [Single(Fault(f"{ref} times {by}", scale=(ref, by)), (ref,)) for by in SCALES]
    for pair, refs in sorted(shorts.items()):
        name = f"{pair[0]} to {pair[1]}" + (f" ({', '.join(refs)} short)" if refs else "")
        found.append(Single(Fault(name, short=pair), tuple(refs), joins_sides(pair)))
    return found


@dataclass(frozen=True)
class Judged:
    single: Single
    treatment: str
    verdict: Verdict


def under(treatment: Treatment, fault: Fault | None = None, near: tuple[str, ...] = ()) -> Story:
    waves: dict[str, Wave] = {**ON, "code": [(0, treatment.ma / 25.0)]}
    return Story(END_S, waves, treatment.body, fault=fault, at_s=AT_S, most_s=STEP_S, near=near)


def settled(board: Board, treatment: Treatment) -> tuple[tuple[str, ...], float]:
    """Where the sound treatment stands: nodes, and the body's current (A)."""
    run = ngspice.run(board, under(treatment))
    amps = float(run.v["i(vbody)"][-1])
    if amps < LEAST_A:
        raise ngspice.NotSolved(f"the sound treatment {treatment.name!r} carries {amps * 1e3:.3f} mA")
    return ngspice.settled(board, under(treatment)), amps


def judged(board: Board, single: Single, treatment: Treatment, near: tuple[str, ...], amps: float) -> Judged:
    """Runs it; one that cannot be solved, or before which no treatment flowed, does not hold. Raises ngspice.Absent."""
    story = under(treatment, single.fault, near)
    try:
        run = ngspice.run(board, story)
    except (ngspice.NotSolved, BadDeck) as why:
        return Judged(single, treatment.name, Verdict(False, 0, 0, 0, f"not judged: {why}"))
    i = run.v["i(vbody)"]
    before = float(numpy.interp(AT_S, run.t, i))
    if single.fault.scale is None and abs(before - amps) > 0.02 * amps:
        return Judged(single, treatment.name, Verdict(False, 0, 0, 0, f"not judged: {before * 1e3:.3f} mA before it"))
    if not single.path:
        return Judged(single, treatment.name, judge.single_fault(run.t, i))
    held = abs(run.v["v(skin_a,skin_b)"][0]) * treatment.body.skin_nf / 2 * 1e-9
    held += abs(run.v["v(side_a)"][0] - run.v["v(side_b)"][0]) * board.parts["C40"].size
    return Judged(single, treatment.name, judge.path(run.t, i, held))


def unjudged(board: Board, found: list[Single]) -> list[str]:
    """Parts that no fault judges."""
    return sorted(set(board.parts) - {ref for single in found for ref in single.refs})


def all_judged(
    board: Board, found: list[Single], progress: Callable[[int, int], None], workers: int = 2
) -> list[Judged]:
    """Every fault under every treatment, `workers` at a time."""
    sound = {treatment: settled(board, treatment) for treatment in TREATMENTS}
    asked = [(single, treatment, *sound[treatment]) for single in found for treatment in TREATMENTS]
    done = []
    with ThreadPoolExecutor(workers) as pool:
        for k, result in enumerate(pool.map(lambda words: judged(board, *words), asked), 1):
            done.append(result)
            progress(k, len(asked))
    return done
