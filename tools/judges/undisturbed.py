"""Judges a treatment in which nothing failed: whether a hand that was out explains each pause, and whether the unit
told what the rail could not give. By where the hands were, the body's current and the load; the unit's states only say
when it did something."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np

from tools.judges import spans
from tools.judges.density import shares
from tools.judges.recording import Recording

OUT_PERMILLE = 500  # a hand of which less is in the water was taken out
BEFORE_MS = 100  # of a pause: out until then, or on its way there
AFTER_MS = 500
LIVE = ("ramp", "run", "limited")
SHORT_PERMILLE = 950  # of the target: what the rail did not give
SERVED_OHM = 20_000  # what the probe's 0.5 mA may meet
SERVED_PERMILLE = 950  # of it: what the unit measures wrongly, and noise
PROBE_LEAST_UA = 100
ENDS = ("rampdown", "fault", "done")
LAST_MS = 2_000
TOLD_MS = 5_000  # so long a limit must be told
NOT_TOLD = "Not limited"
NEAR = "Less skin is"


class Course(NamedTuple):
    """`false`: each pause that no hand explains, in words; `out`: pauses that one does; `short_ms`: how long less than
    the target flowed because the rail gives no more; `untold`: that it was not told."""

    false: tuple[str, ...]
    out: int
    short_ms: int
    untold: str


def course(recording: Recording, texts: Iterable[str]) -> Course:
    """What became of the treatment. `texts`: what the panel showed."""
    texts = list(texts)
    left, right = shares(recording, "left"), shares(recording, "right")
    if left is None or right is None:
        return Course((), 0, 0, "")
    least = np.minimum(left, right)
    false: list[str] = []
    out = 0
    before = ""
    for event in recording.of_kind("state"):
        at = event.t_us // 1_000
        led_back = event.name == "contact" and before in LIVE
        if event.name == "paused" or led_back:
            around = least[max(at - BEFORE_MS, 0) : at + AFTER_MS]
            if around.min(initial=1_000) < OUT_PERMILLE:
                out += 1
            else:
                what = "led back" if led_back else "paused"
                false.append(f"{what} from {before} at {at / 1_000:.3f} s with {around.min(initial=1_000):.0f} ‰ in")
        before = event.name
    false += [f"asked for hands that were in: {text}" for text in texts if NEAR in text]
    short_ms = _short_ms(recording)
    untold = ""
    if short_ms >= TOLD_MS and any(NOT_TOLD in text for text in texts):
        untold = f"{short_ms / 1_000:.0f} s of less current than asked for, told as not limited"
    return Course(tuple(false), out, short_ms, untold)


def _short_ms(recording: Recording) -> int:
    """Milliseconds at the target, by the unit's account, in which the load did not let it flow."""
    target = np.abs(recording.column_of_ms("target_ua"))
    held = spans.touched_ms(recording, spans.gaps(recording))
    mask = recording.in_states("run", "limited") & held & (recording.magnitude * 1_000 < target * SHORT_PERMILLE)
    return int(np.sum(mask))


def is_unserved(recording: Recording, scenario: Mapping[str, Any]) -> bool:
    """Whether the circuit explains that the probe was given up, at first or after a pause: what it met at the end is
    above what is allowed.

    The electrodes' own voltage counts with it, as for a unit that sees only voltage and current.
    """
    states = [event.name for event in recording.of_kind("state") if event.name not in ENDS]
    if not states or states[-1] != "contact":
        return False
    probing = recording.in_states("contact") & (recording.magnitude > PROBE_LEAST_UA)
    at = np.flatnonzero(probing)[-LAST_MS:]
    if not len(at):
        return False
    ua = recording.magnitude[at].mean()
    ohm = recording.column_of_ms("load_ohm")[at].mean() + scenario["load"]["emf_mv"] * 1_000 / ua
    return bool(ohm * 1_000 >= SERVED_OHM * SERVED_PERMILLE)
