# The processor's edge with what hangs on each pin, from pins.csv and the description. Decides positions; which pin it
# is, the table does.

from __future__ import annotations

from tools.circuit.board import Board
from tools.circuit.drawing.sheet import FONT, BadDrawing, Sheet, elm
from tools.circuit.panel import EDGE, gpios

GROUNDS = (3, 8, 13, 18, 23, 28, 33, 38)
OTHERS = {30: "RUN", 35: "ADC_VREF", 36: "3V3", 37: "3V3_EN", 39: "VSYS"}
EXTRA = {36: "3.3 V for all but boost and relay", 39: "cell, through D1"}
PINS = 40


def wiring(board: Board) -> Sheet:
    """All 40 pins; beside each one in use the parts on it. Raises BadDrawing where the picture and the table differ."""
    s = Sheet(board, "9_wiring", "Wiring: Raspberry Pi Pico seen from above, USB at the top")
    name_of = {EDGE[gpio]: (f"GP{gpio}" if gpio != 24 else "VBUS", name) for gpio, name, _, _ in gpios()}
    pins = []
    for number in range(1, PINS + 1):
        side = "left" if number <= PINS // 2 else "right"
        row = number if side == "left" else PINS + 1 - number
        label = name_of[number][0] if number in name_of else "GND" if number in GROUNDS else OTHERS.get(number, "-")
        pins.append(
            elm.IcPin(
                name=label,
                pin=str(number),
                side=side,
                slot=f"{21 - row}/20",
                anchorname=f"p{number}",
                lblsize=FONT - 2,
                pinlblsize=FONT - 2,
            )
        )
    box = s.add(elm.Ic(pins=pins, size=(5, 20), pinspacing=1, leadlen=0.5).at((0, -19)).theta(0))
    for number in range(1, PINS + 1):
        way = "left" if number <= PINS // 2 else "right"
        x, y = box.absanchors[f"p{number}"]
        if number in name_of:
            net = name_of[number][1]
            s.tag((x, y), net, way, 0.6)
            _beside(s, (x, y), way, "; ".join(_ends(board, net)))
        elif number in GROUNDS:
            s.tag((x, y), "GND", way, 0.3)
        elif number in EXTRA:
            s.tag((x, y), {"3V3": "V3V3"}.get(OTHERS[number], OTHERS[number]), way, 0.6)
            _beside(s, (x, y), way, EXTRA[number])
    _check(s, box, {number: name for number, (_, name) in name_of.items()})
    return s


def _beside(s: Sheet, at: tuple[float, float], way: str, text: str) -> None:
    x = at[0] + (3.3 if way == "right" else -3.3)
    s.add(
        elm.Label()
        .at((x, at[1]))
        .label(text, fontsize=FONT - 1, halign="left" if way == "right" else "right", valign="center")
    )


def _ends(board: Board, net: str) -> list[str]:
    """What hangs on a net beside the processor: parts with their pins, resistors with where they lead."""
    found = []
    for ref, number in board.nets().get(net, []):
        part = board.parts[ref]
        if ref == "U1":
            continue
        name = next(name for n, name, _ in part.item.pins if n == number)
        if part.item.kind in ("resistor", "capacitor", "button"):
            other = next((far for n, far in part.nets.items() if n != number), "")
            found.append(f"{ref} {part.value} to {other}")
        else:
            found.append(f"{ref} {name}")
    return found


def _check(s: Sheet, box: object, names: dict[int, str]) -> None:
    """The nets at the box's own corners against the table."""
    anchors = box.absanchors  # type: ignore[attr-defined]
    for number, name in names.items():
        x, y = anchors[f"p{number}"]
        there = {
            net
            for net, mark in s.tags
            for line in s.lines
            if _same(line.absanchors["start"], (x, y)) and _same(line.absanchors["end"], mark.absanchors["center"])
        }
        if there != {name}:
            raise BadDrawing(
                f"{s.name}: pin {number} shows {', '.join(sorted(there)) or 'nothing'}, pins.csv says {name}"
            )


def _same(a: tuple[float, float], b: tuple[float, float]) -> bool:
    return abs(a[0] - b[0]) < 0.02 and abs(a[1] - b[1]) < 0.02
