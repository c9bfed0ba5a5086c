"""What a judge returns: one invariant, its worst figure, and whether it holds. Decides no limit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Measure:
    """One figure held against one upper limit (at the limit passes). `when_ms`: simulated time, None without one."""

    value: float
    limit: float
    unit: str
    when_ms: int | None
    about: str

    @property
    def holds(self) -> bool:
        return self.value <= self.limit

    @property
    def strain(self) -> float:
        """How much of the limit is used: above 1 breaks it. A limit of 0 is either kept or broken."""
        if self.limit <= 0:
            return 0.0 if self.value <= self.limit else float("inf")
        return self.value / self.limit


@dataclass(frozen=True)
class Verdict:
    """The worst of an invariant's measures. `measures` are all of them, worst first."""

    id: str
    measures: tuple[Measure, ...]
    notes: tuple[str, ...] = ()

    @property
    def worst(self) -> Measure:
        return self.measures[0]

    @property
    def passed(self) -> bool:
        return all(measure.holds for measure in self.measures)

    @property
    def sentence(self) -> str:
        """One line for a person: what was worst, against what, and when."""
        worst = self.worst
        when = "" if worst.when_ms is None else f" at {worst.when_ms / 1000:.3f} s"
        relation = "holds" if self.passed else "BROKEN"
        text = f"{self.id} {relation}: {worst.about}: {worst.value:g} {worst.unit} (limit {worst.limit:g}){when}"
        return "; ".join([text, *self.notes])

    def as_json(self) -> dict[str, Any]:
        """The form of summary.json: `worst`, `limit`, `unit`, `pass`, and with them when and a sentence."""
        worst = self.worst
        return {
            "worst": round(worst.value, 3),
            "limit": worst.limit,
            "unit": worst.unit,
            "pass": self.passed,
            "when_ms": worst.when_ms,
            "sentence": self.sentence,
        }


def verdict(name: str, measures: Iterable[Measure], notes: Iterable[str] = ()) -> Verdict:
    """The verdict over all measures, at least one: a judge that measured nothing must report that itself."""
    ranked = sorted(measures, key=lambda measure: (measure.holds, -measure.strain))
    if not ranked:
        raise ValueError(f"{name} measured nothing")
    return Verdict(name, tuple(ranked), tuple(dict.fromkeys(notes)))
