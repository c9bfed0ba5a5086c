"""Decides whether what a scenario expects came true, and in time. Knows no invariant."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tools.line_protocol import Line
from tools.scenario import schema

Json = dict[str, Any]
Times = tuple[int, int | None]  # not before, not after
LOG_CODE = 2  # the column of an event's code


@dataclass
class Facts:
    """What a run reported on its way: entries of states, and at its end result, fault and texts seen on the panel.

    Times in ms since power-on. `result_ms` and `fault_ms` are when each was known, `end_ms` when the run ended.
    """

    states: list[tuple[int, str]] = field(default_factory=list)
    result: str | None = None
    result_ms: int = 0
    fault: int = 0
    fault_ms: int = 0
    texts: list[str] = field(default_factory=list)
    log: list[int] = field(default_factory=list)  # codes of the stored event log, oldest first
    end_ms: int = 0

    def hear(self, line: Line) -> None:
        """Takes one line of the simulated unit."""
        if line.kind == "S":
            self.states.append((line.t_ms, line.text))
        elif line.kind == "Z":
            self.finish(line.end)

    def entered(self, state: str) -> int | None:
        """The place in `states` where this state was entered for the first time."""
        return next((i for i, (_, name) in enumerate(self.states) if name == state), None)

    def finish(self, end: Json) -> None:
        """Takes over what the run reports at its end (its `Z` line, or run.json)."""
        closing = [t for t, name in self.states if name in ("done", "fault")]
        self.end_ms = int(end.get("sim_ms", self.states[-1][0] if self.states else 0))
        last = closing[-1] if closing else self.end_ms
        self.result = end.get("result")
        self.result_ms = int(end.get("result_ms", last))
        self.fault = int(end.get("fault") or 0)
        self.fault_ms = int(end.get("fault_ms", last))
        self.texts = [str(text) for text in end.get("texts", [])]
        self.log = [int(row[LOG_CODE]) for row in end.get("log", [])]


def failures(expect: Json, facts: Facts) -> list[str]:
    """What did not come true, a sentence each; empty when the expectation held.

    `expect` is the normalised form of tools/scenario/loader.py. With `within`, only entries of a state after the first
    entry of the state named there count, and the times run from that entry.
    """
    begin, times = 0, (0, expect["by_ms"])
    within = expect["within"]
    if within:
        entry = facts.entered(within["state"])
        if entry is None:
            return [f"the state {within['state']} was never entered, so nothing could follow it"]
        begin, entered_ms = entry + 1, facts.states[entry][0]
        times = (entered_ms + (within["not_before_ms"] or 0), entered_ms + within["ms"])
    wrong = [
        _result(expect["result"], facts, times),
        _fault(expect["fault"], facts, times),
        _state(expect["state"], facts.states[begin:], times),
        *(_text(text, facts.texts) for text in expect["screen_has"]),
        _log(expect["log"] or [], facts.log),
    ]
    return [text for text in wrong if text]


def _untimely(what: str, t_ms: int, times: Times) -> str:
    first_ms, last_ms = times
    if t_ms < first_ms:
        return f"{what} came at {t_ms} ms, {first_ms - t_ms} ms too early"
    if last_ms is not None and t_ms > last_ms:
        return f"{what} came at {t_ms} ms, {t_ms - last_ms} ms too late"
    return ""


def _result(wanted: str | None, facts: Facts, times: Times) -> str:
    if wanted is None:
        return ""
    if facts.result != wanted:
        return f"the result is {facts.result or 'none'}, not {wanted}"
    return _untimely(f"the result {wanted}", facts.result_ms, times)


def _fault(wanted: list[int] | None, facts: Facts, times: Times) -> str:
    if wanted is None:
        return ""
    if facts.fault not in wanted:
        return f"the fault is {name_of(facts.fault)}, not {' or '.join(map(name_of, wanted))}"
    return _untimely(f"the fault {name_of(facts.fault)}", facts.fault_ms, times) if facts.fault else ""


def _state(wanted: str | None, states: list[tuple[int, str]], times: Times) -> str:
    if wanted is None:
        return ""
    entered = [t_ms for t_ms, name in states if name == wanted]
    if not entered:
        return f"the state {wanted} was not entered"
    return _untimely(f"the state {wanted}", entered[0], times)


def _text(wanted: str, texts: list[str]) -> str:
    # The panel's I and l are the same pixels.
    shown = any(wanted.replace("I", "l") in text.replace("I", "l") for text in texts)
    return "" if shown else f'no screen showed "{wanted}"'


def _log(wanted: list[int], log: list[int]) -> str:
    rest = iter(log)
    for code in wanted:
        if code not in rest:  # takes from the iterator up to the entry
            held = ", ".join(map(name_of, log)) or "nothing"
            return f"the event log does not hold {name_of(code)} in its place; it holds {held}"
    return ""


def name_of(code: int) -> str:
    """A fault in words, `F04 a_b_disagree`, or an event of the log; `none` for 0."""
    names = {number: name for name, number in {**schema.fault_codes(), **schema.log_events()}.items()}
    label = schema.fault_label(code) if code < 1000 else "log"
    return f"{label} {names.get(code, '?')}" if code else "none"
