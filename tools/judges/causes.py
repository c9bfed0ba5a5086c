"""The injected faults of a run, and the classes of them on which limits and exemptions depend. Judges nothing.

The classes are data: part and mode as in fault_catalogue.py, `*` for every mode. A fault in no class lifts no limit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from tools.judges.recording import Event, Recording
from tools.judges.spans import Interval, end_us
from tools.scenario.fault_catalogue import PARTS

# What a fault may still do for a while after it has gone: the firmware needs to notice and to come back from 0.
AFTER_FAULT_MS = 1000

CLASSES: dict[str, tuple[str, ...]] = {
    # Makes more current than asked for.
    "overcurrent": ("dac.*", "i2c0.*", "sink.short", "sink.feedback_low"),
    # INV-2: "faults of DAC, its bus, sink, feedback, leg, S1, relay, leakage"; a path between the sockets is leakage,
    # whose charge INV-1B judges.
    "steps": (
        "dac.*", "i2c0.*", "sink.*", "leg_fwd_high.*", "leg_fwd_low.*", "leg_rev_high.*", "leg_rev_low.*",
        "s1.*", "relay.*", "leak.*", "terminals.*",
    ),
    # INV-1: channel B blind; shunt B and its amplifier blind the latch too.
    "b_blind": ("shunt_b.*", "adc_b.*"),
    "latch_or_s1": ("latch.*", "s1.*", "shunt_b.*"),
    # INV-5: S1 stuck closed, or the pump passing static levels.
    "pump_useless": ("s1.stuck_closed", "pump.passes_static"),
    # INV-7, and the self-test's own 0.3 mA.
    "relay_at_electrodes": ("relay.stuck_electrodes",),
    "vbus_stuck": ("vbus_pin.stuck",),
    # INV-4: the DAC cannot be expected to take code 0.
    "dac_unreachable": ("dac.*", "i2c0.*"),
    # INV-6: one of the two integrators counts what it cannot see.
    "measuring": (
        "adc.*", "adc_b.*", "shunt_a.*", "shunt_b.*", "i2c0.*", "leak.*", "mcu.clock_rate", "mcu.stall", "mcu.hang",
        "mcu.hang_irq_off",
    ),
    # What the person's contact does is no fault of the unit: INV-2 calls it an event of the load.
    "load": ("load.*",),
    # INV-8: a load fault after which the load still can carry the current.
    "load_still_carries": ("load.step", "load.withdraw"),
}  # fmt: skip


# Faults that are over in the instant they begin; those that wait for a byte or an allocation may still come.
INSTANT = frozenset(
    f"{part.name}.{mode.name}"
    for part in PARTS
    for mode in part.modes
    if not mode.lasts and not any(value.name in ("byte", "n") for value in mode.values)
)
# Injected into the main loop: the firmware's own handler may well end them, and then no `exception` event follows.
RAISED = ("mcu.exception", "mcu.ctrl_c", "mcu.alloc_fail")


class Fault(NamedTuple):
    """An injected fault while it lasted. `values` as the scenario gave them."""

    part: str
    mode: str
    span: Interval  # µs; equal ends where it was over at once
    values: Mapping[str, Any]

    @property
    def name(self) -> str:
        return f"{self.part}.{self.mode}"

    def is_a(self, *classes: str) -> bool:
        patterns = [pattern for name in classes for pattern in CLASSES[name]]
        return self.name in patterns or f"{self.part}.*" in patterns

    def overlaps(self, begin_us: int, end_us_: int) -> bool:
        return self.span[0] <= end_us_ and self.span[1] >= begin_us


def faults(recording: Recording, scenario: Mapping[str, Any]) -> list[Fault]:
    """The faults that really were injected, by the events; their values from the scenario, in its order."""
    given: dict[str, list[Mapping[str, Any]]] = {}
    for entry in scenario.get("faults") or ():
        given.setdefault(f"{entry['part']}.{entry['mode']}", []).append(entry.get("values") or entry)
    found: list[Fault] = []
    running: dict[str, int] = {}
    for event in recording.of_kind("fault"):
        if event.value:
            part, _, mode = event.name.partition(".")
            queue = given.get(event.name, [])
            values = queue.pop(0) if queue else {}
            running[event.name] = len(found)
            until = event.t_us if event.name in INSTANT else end_us(recording)
            found.append(Fault(part, mode, (event.t_us, until), values))
        elif event.name in running:
            place = running.pop(event.name)
            begin = found[place].span[0]
            found[place] = found[place]._replace(span=(begin, event.t_us))
    return found


def incidents(recording: Recording) -> list[Event]:
    """Resets, hangs and exceptions, among them those injected into the main loop, as events of these three kinds."""
    found: list[Event] = []
    for event in recording.events:
        if event.kind in ("reset", "hang", "exception"):
            found.append(event)
        elif event.kind == "fault" and event.value and event.name in RAISED:
            found.append(event._replace(kind="exception"))
    return found


def spans_of(found: Iterable[Fault], *classes: str) -> list[Interval]:
    """The spans of the faults in any of these classes."""
    return [fault.span for fault in found if fault.is_a(*classes)]


def spans_not_of(found: Iterable[Fault], *classes: str) -> list[Interval]:
    return [fault.span for fault in found if not fault.is_a(*classes)]


def active(found: Iterable[Fault], begin_us: int, end_us_: int, *classes: str) -> bool:
    """Whether a fault of these classes was there between the two instants."""
    return any(fault.is_a(*classes) and fault.overlaps(begin_us, end_us_) for fault in found)


def leak_past_b(found: Iterable[Fault], begin_us: int, end_us_: int) -> bool:
    """A leak from the rail goes round shunt B (and the limiter's far side); every other leak passes through it."""
    leaks = [fault for fault in found if fault.part == "leak" and fault.overlaps(begin_us, end_us_)]
    return any("rail" in (fault.values.get("from"), fault.values.get("to")) for fault in leaks)


def slowness(found: Iterable[Fault], begin_us: int, end_us_: int) -> float:
    """By how much the unit's own times stretch: 2.0 with the clock at 0.5×, 1.0 with a sound or a fast clock."""
    rates = [
        int(fault.values.get("permille", 1000))
        for fault in found
        if fault.name == "mcu.clock_rate" and fault.overlaps(begin_us, end_us_)
    ]
    return max([1000 / rate for rate in rates if 0 < rate < 1000], default=1.0)
