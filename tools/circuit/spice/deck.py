# The deck: the description's parts as SPICE, a person between the electrodes, what the processor says over time, and a
# fault. Decides what is asked of ngspice, not what the answer is worth.

from __future__ import annotations

from dataclasses import dataclass, field

from tools.circuit.board import Board, Part
from tools.circuit.spice.body import DRY, Body
from tools.circuit.spice.models import MODELS

SAYS = (
    "out_en",
    "boost_en",
    "leg_fwd",
    "leg_rev",
    "patient",
    "oc_reset",
    "oc_test",
    "buzzer",
    "led_output",
    "led_fault",
)
HOLD_OHM = 0.01  # of a short
Wave = list[tuple[float, float]]  # s, value: straight in between


class BadDeck(Exception):
    """The deck cannot be written; the text names the part."""


@dataclass(frozen=True)
class Fault:
    """What breaks: `short` joins two nodes, `open` lifts a pin (ref, number); `scale` is there from the start."""

    name: str
    short: tuple[str, str] | None = None
    ohm: float = HOLD_OHM
    open: tuple[str, str] | None = None
    scale: tuple[str, float] | None = None


@dataclass
class Story:
    """What happens: waves by name (`say_...`, `code` as a share of full scale, `contact`, `bounce`, `vdd`, `usb`)."""

    end_s: float
    waves: dict[str, Wave] = field(default_factory=dict)
    body: Body | None = DRY
    pump: bool = True
    fault: Fault | None = None
    at_s: float = 1e-3
    extra: list[str] = field(default_factory=list)
    most_s: float = 20e-6  # the longest step
    latched: bool = False
    starts: dict[str, float] = field(default_factory=dict)  # voltages at the start, by node
    near: tuple[str, ...] = ()  # .nodeset lines: where the solver should look first


def node(net: str) -> str:
    return "0" if net == "GND" else net.lower()


OPTIONS = "reltol={reltol:g} abstol=1e-9 vntol=1e-5 gmin=1e-12 rshunt=1e11 itl1=500 itl4=60"
# The others are for a deck that the first way cannot follow: shorter steps, another integration, a few pF at each node.
WAYS = (
    OPTIONS.format(reltol=2e-3) + " method=gear maxord=2",
    OPTIONS.format(reltol=1e-3) + " method=trap",
    OPTIONS.format(reltol=5e-3) + " method=gear maxord=2 cshunt=1e-12",
    OPTIONS.format(reltol=1e-3) + " method=trap cshunt=5e-12",
)


def deck(board: Board, story: Story, out: str, way: int = 0) -> str:
    """The whole deck; ngspice writes time, v and i of what `measured` names to `out`. Raises BadDeck."""
    fault = story.fault
    lines = [f"* ionto, revision {board.revision}{': ' + fault.name if fault else ''}"]
    for part in board.parts.values():
        lines += _part(part, fault)
    lines += _fault(fault, story.at_s)
    lines += _person(story)
    lines += _says(story)
    lines += story.extra
    lines += _starts(board, story)
    most_s = story.most_s / (1, 4, 2, 8)[way]
    lines += [
        *story.near,
        f".options {WAYS[way]}",
        f".tran {most_s:g} {story.end_s:g} 0 {most_s:g}",
        ".control",
        "set numdgt=7",
        "set wr_singlescale",
        "set wr_vecnames",
        "run",
        f"wrdata {out} {' '.join(measured(story))}",
        "quit",
        ".endc",
        ".end",
    ]
    return "\n".join(lines) + "\n"


def measured(story: Story) -> list[str]:
    """The vectors that are written, in this order after the time."""
    body = ["i(vbody)", "v(skin_a,skin_b)"] if story.body else []
    return [
        *body,
        "v(side_a)",
        "v(side_b)",
        "v(rail)",
        "v(csb)",
        "v(buf3)",
        "v(oc_trip_n)",
        "v(s1_on)",
        "v(elec_a)",
        "v(elec_b)",
        "v(s1_out)",
        "v(drain)",
        "v(lim_out)",
        "v(shb)",
    ]


def _part(part: Part, fault: Fault | None) -> list[str]:
    emit = MODELS.get(part.item.kind)
    if emit is None:
        raise BadDeck(f"{part.ref}: no model for a {part.item.kind}")
    nodes = {
        name: node(part.nets[number]) if number in part.nets else f"nc_{part.ref}_{number}".lower()
        for number, name, _ in part.item.pins
    }
    lines = []
    if fault and fault.open and fault.open[0] == part.ref:
        number = fault.open[1]
        name = next(pin for n, pin, _ in part.item.pins if n == number)
        lifted = f"lift_{part.ref}_{number}".lower()
        lines.append(f"Blift {nodes[name]} {lifted} I=v({nodes[name]},{lifted})*exp(4.6-27*v(broken))")
        nodes[name] = lifted
    by = fault.scale[1] if fault and fault.scale and fault.scale[0] == part.ref else 1.0
    return lines + emit(part, nodes, by)


def _fault(fault: Fault | None, at_s: float) -> list[str]:
    if fault is None or (fault.short is None and fault.open is None):
        return []
    lines = [f"Vbroken broken 0 PWL(0 0 {at_s:g} 0 {at_s + 1e-6:g} 1)"]
    if fault.short:
        one, two = (node(net) for net in fault.short)
        between = f"v({one},{two})" if two != "0" else f"v({one})"
        if one == "0":
            between = f"-v({two})"
        lines.append(f"Bbroken {one} {two} I={between}*exp(-25+v(broken)*{25 - _ln(fault.ohm):g})")
    return lines


def _ln(x: float) -> float:
    from math import log

    return log(x)


def _person(story: Story) -> list[str]:
    if story.body is None:
        return []
    return [*story.body.lines("v(contact)"), *_wave("contact", story.waves.get("contact", [(0, 1)]))]


def _wave(name: str, wave: Wave) -> list[str]:
    if len(wave) == 1:
        return [f"V{name} {name} 0 {wave[0][1]:g}"]
    return [f"V{name} {name} 0 PWL({' '.join(f'{t:.9g} {v:g}' for t, v in wave)})"]


def switched(*changes: tuple[float, float], ramp_s: float = 1e-6) -> Wave:
    """A wave that stays at each value until the next time: (0, first), (t, next) ..."""
    wave: Wave = [changes[0]]
    for t, value in changes[1:]:
        wave += [(t, wave[-1][1]), (t + ramp_s, value)]
    return wave


def _says(story: Story) -> list[str]:
    lines = []
    for name in SAYS:
        lines += _wave(f"say_{name}", story.waves.get(f"say_{name}", [(0, 0)]))
    pump = "PULSE(0 1 0.1m 1u 1u 1m 2m)" if story.pump else "0"
    lines.append(f"Vsay_pump say_pump 0 {pump}")
    for name, rest in (("code", 0.0), ("bounce", 0.0), ("vdd", 3.3)):
        lines += _wave(name, story.waves.get(name, [(0, rest)]))
    if "usb" in story.waves:
        lines += [*_wave("usb", story.waves["usb"]), "Rusb usb vbus 0.5"]
    return lines


def _starts(board: Board, story: Story) -> list[str]:
    """What has a memory starts as after a long while: supplies, rail, pump, latch, relay, legs."""

    def first(name: str) -> float:
        return story.waves.get(name, [(0, 0)])[0][1]

    q = 3.3 if story.latched else 0.0
    held = {
        "vcell": 3.8,
        "vsys": 3.6,
        "v3v3": 3.3,
        "v5": 5.0,
        "pump_h": 2.5 if story.pump else 0.0,
        "latch_q": q,
        "latch_qn": 3.3 - q,
        "latch_rn": 3.3,
        "blank": 3.3,
    }
    if first("say_boost_en"):
        held |= {"boost_in": 3.7, "rail": 48.1}
    held["k5_q"] = first("say_patient") * (1 - first("usb"))
    for k in (1, 3):
        held[f"k{k}_q"] = first("say_leg_fwd")
        held[f"k{k + 1}_q"] = first("say_leg_rev")
    held |= story.starts
    return [".ic " + " ".join(f"v({name})={volts:g}" for name, volts in held.items())]
