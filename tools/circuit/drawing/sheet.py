# A sheet of the schematic: parts, wires and net tags put by hand, and the nets that the drawing itself shows. Decides
# how a part is drawn; where it lies, the sheets' own files decide; what it is, the description.

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import schemdraw
import schemdraw.elements
import schemdraw.logic

from tools.circuit.board import Board

elm: Any = schemdraw.elements
logic: Any = schemdraw.logic

Point = tuple[float, float]
Where = Point | str  # a point, or "REF.PIN"
NEAR = 0.02  # of a unit: so near, two ends touch
FONT = 8
# Where a pin's number stands, from the pin.
PIN_TEXT = {"in": (0.13, 0.14), "out": (-0.16, 0.14), "vd": (0.16, 0.12), "vs": (0.16, -0.12)}

TWO: dict[str, Any] = {
    "resistor": elm.ResistorIEC,
    "capacitor": elm.Capacitor,
    "diode": elm.Diode,
    "zener": elm.Zener,
    "zener2": elm.DiodeTVS,
    "led": elm.LED,
    "fuse": elm.FuseIEC,
    "switch": elm.Switch,
    "thermistor": elm.Thermistor,
    "inductor": elm.Inductor2,
    "cell": elm.BatteryCell,
    "button": elm.Button,
    "piezo": elm.Crystal,
    "ref": elm.Zener,
}


class BadDrawing(Exception):
    """The drawing does not show the description; the text names what differs."""


@dataclass(frozen=True)
class Placed:
    """An element that shows pins of a part: pin number -> the element's own anchor."""

    ref: str
    element: Any
    pins: dict[str, str]


class Sheet:
    """`name` becomes the file's; `title` stands on it."""

    def __init__(self, board: Board, name: str, title: str) -> None:
        schemdraw.use("svg")
        self.board = board
        self.name = name
        self.title = title
        self.drawing = schemdraw.Drawing(show=False)
        self.drawing.config(unit=2, fontsize=FONT, lw=1.2)
        self.placed: list[Placed] = []
        self.lines: list[Any] = []
        self.tags: list[tuple[str, Any]] = []
        self.dots: list[Point] = []
        self.add(elm.Label().at((0, 3.6)).label(f"{title}, revision {board.revision}", fontsize=14, halign="left"))

    def add(self, element: Any) -> Any:
        return self.drawing.add(element)

    def texts(self) -> list[tuple[str, Any]]:
        """Every text that was put by itself, with its box (xmin, ymin, xmax, ymax)."""
        labels: list[Any] = [element for element in self.drawing.elements if type(element) is elm.Label]
        return [(str(one._userlabels[0].label), one.get_bbox(transform=True, includetext=True)) for one in labels]

    # ------------------------------------------------------------ parts

    def text(self, ref: str) -> str:
        part = self.board.parts[ref]
        return f"{ref} {part.value}"

    def number(self, ref: str, pin: str) -> str:
        """The number of a pin told by number or name."""
        for number, name, _ in self.board.parts[ref].item.pins:
            if pin in (number, name):
                return number
        raise BadDrawing(f"{ref} has no pin {pin}")

    def two(self, ref: str, start: Point, end: Point, first: str = "", side: str = "", short: bool = False) -> None:
        """A part with two pins from `start`, where pin `first` is, to `end`. `side`: where its text stands."""
        part = self.board.parts[ref]
        numbers = [number for number, _, _ in part.item.pins]
        one = self.number(ref, first) if first else numbers[0]
        other = next(number for number in numbers if number != one)
        symbol = elm.Button if part.item.kind == "jack" else TWO[part.item.kind]
        closed = {"nc": True} if part.figures.get("closed") else {}
        directed = part.item.kind in ("diode", "zener", "led", "ref", "cell")
        # schemdraw's diodes point from start to end (anode first); a cell's long plate is at its start
        forward = not directed or {"cell": "+"}.get(part.item.kind, "A") == self._name(ref, one)
        a, b = (start, end) if forward else (end, start)
        vertical = start[0] == end[0]
        loc = side or ("right" if vertical else "top")
        text = part.value if short else self.text(ref)
        element = self.add(symbol(**closed).at(a).to(b))
        middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
        offset = {"right": (0.42, 0), "left": (-0.42, 0), "top": (0, 0.5), "bottom": (0, -0.5)}[loc]
        align = {"right": "left", "left": "right"}.get(loc, "center")
        lines = text.split(" ", 1) if vertical else [text]
        self.add(
            elm.Label()
            .at((middle[0] + offset[0], middle[1] + offset[1]))
            .label("\n".join(lines), halign=align, valign="center", fontsize=FONT)
        )
        self.placed.append(
            Placed(ref, element, {one: "start" if forward else "end", other: "end" if forward else "start"})
        )

    def _name(self, ref: str, number: str) -> str:
        return next(name for n, name, _ in self.board.parts[ref].item.pins if n == number)

    def transistor(self, ref: str, at: Point, gate: str = "left", turned: bool = False, text: str = "") -> None:
        """A MOSFET; its upper terminal (the drain of an N, the source of a P; `turned`: the other) lies at `at`."""
        part = self.board.parts[ref]
        n_channel = part.item.kind == "nmos"
        element = (elm.NFet if n_channel else elm.PFet)().at(at).anchor("source" if turned == n_channel else "drain")
        element = element.theta(0)
        if turned:
            element = element.flip()
        if gate == "left":
            element = element.reverse()
        element = self.add(element)
        x = at[0] + (0.25 if gate == "left" else -0.25)
        self.add(
            elm.Label()
            .at((x, at[1] - 0.75))
            .label(
                text or "\n".join((ref, part.item.number)),
                halign="left" if gate == "left" else "right",
                valign="center",
                fontsize=FONT - 1,
            )
        )
        names = {"D": "drain", "G": "gate", "S": "source"}
        self.placed.append(Placed(ref, element, {self.number(ref, pin): anchor for pin, anchor in names.items()}))

    def pnp(self, ref: str, at: Point) -> None:
        """Its base at `at`, emitter up, to the right of it."""
        element = self.add(elm.BjtPnp().at(at).anchor("base").theta(0))
        part = self.board.parts[ref]
        self.add(
            elm.Label()
            .at((at[0] + 0.95, at[1]))
            .label(f"{ref}\n{part.item.number}", halign="left", valign="center", fontsize=FONT - 1)
        )
        names = {"B": "base", "E": "emitter", "C": "collector"}
        self.placed.append(Placed(ref, element, {self.number(ref, pin): anchor for pin, anchor in names.items()}))

    def opamp(self, ref: str, at: Point, plus: str, minus: str, out: str, upper: str = "minus", **power: str) -> None:
        """One amplifier or comparator of a part, its output at `at`; power pins as vd="VCC", vs="GND"."""
        element = self.add(
            elm.Opamp(leads=True).at(at).anchor("out").theta(0)
            if upper == "minus"
            else elm.Opamp(leads=True).at(at).anchor("out").theta(0).flip()
        )
        part = self.board.parts[ref]
        x, y = element.absanchors["center"]
        self.add(
            elm.Label()
            .at((x - 0.15, y))
            .label(f"{ref}\n{part.item.number[:8]}", halign="center", valign="center", fontsize=FONT - 2)
        )
        pins = {self.number(ref, plus): "in2", self.number(ref, minus): "in1", self.number(ref, out): "out"}
        pins |= {self.number(ref, pin): anchor for anchor, pin in power.items()}
        self._pins(Placed(ref, element, pins))

    def gate(self, ref: str, at: Point, kind: str, inputs: tuple[str, ...], out: str) -> None:
        """One logic gate, its output at `at`."""
        made = logic.Nand() if kind == "nand" else logic.And(inputs=3) if kind == "and" else logic.Buf()
        element = self.add(made.at(at).anchor("out").theta(0))
        x, y = at
        self.add(elm.Label().at((x - 0.7, y + 0.75)).label(ref, halign="center", valign="center", fontsize=FONT - 1))
        pins = {self.number(ref, pin): f"in{k}" for k, pin in enumerate(inputs, 1)} | {self.number(ref, out): "out"}
        self._pins(Placed(ref, element, pins))

    def _pins(self, placed: Placed) -> None:
        """One of several amplifiers or gates of a part: which one, its pins' numbers tell."""
        for number, anchor in placed.pins.items():
            x, y = placed.element.absanchors[anchor]
            dx, dy = PIN_TEXT.get(anchor, PIN_TEXT["in"])
            text = elm.Label().at((x + dx, y + dy)).theta(0)
            self.add(text.label(number, halign="center", valign="center", fontsize=FONT - 3))
        self.placed.append(placed)

    def box(
        self,
        ref: str,
        at: Point,
        left: tuple[str, ...] = (),
        right: tuple[str, ...] = (),
        width: float = 3.5,
        pitch: float = 1.0,
    ) -> None:
        """A part as a box with its lower left corner at `at`; pins by name, from the top; "" leaves a gap."""
        rows = max(len(left), len(right))
        pins = []
        names = {}
        for side, those in (("left", left), ("right", right)):
            for k, name in enumerate(those):
                if not name:
                    continue
                number = self.number(ref, name)
                slot = f"{rows - k}/{rows}"
                pins.append(
                    elm.IcPin(
                        name=self._name(ref, number),
                        pin=number,
                        side=side,
                        slot=slot,
                        anchorname=f"p{number}",
                        lblsize=FONT - 2,
                        pinlblsize=FONT - 3,
                    )
                )
                names[number] = f"p{number}"
        size = (width, rows * pitch)
        made = elm.Ic(pins=pins, size=size, pinspacing=pitch, leadlen=0.5)
        element = self.add(made.at(at).theta(0))
        part = self.board.parts[ref]
        self.add(
            elm.Label()
            .at((at[0] + width / 2, at[1] + rows * pitch + 0.3))
            .label(f"{ref} {part.item.number}", fontsize=FONT)
        )
        self.placed.append(Placed(ref, element, names))

    # ------------------------------------------------------------ wires

    def at(self, where: Where) -> Point:
        """A point, or that of a pin as the drawing has it."""
        if not isinstance(where, str):
            return where
        ref, _, pin = where.partition(".")
        number = self.number(ref, pin)
        for placed in self.placed:
            if placed.ref == ref and number in placed.pins:
                x, y = placed.element.absanchors[placed.pins[number]]
                return (x, y)
        raise BadDrawing(f"{self.name}: {where} is not drawn yet")

    def wire(self, *points: Where, first: str = "-") -> None:
        """Lines from point to point; where two are not in line, round a corner, `first` along (-) or up (|)."""
        here = self.at(points[0])
        for point in points[1:]:
            there = self.at(point)
            if abs(here[0] - there[0]) > NEAR and abs(here[1] - there[1]) > NEAR:
                corner = (there[0], here[1]) if first == "-" else (here[0], there[1])
                self._line(here, corner)
                here = corner
            self._line(here, there)
            here = there

    def _line(self, a: Point, b: Point) -> None:
        if abs(a[0] - b[0]) > NEAR or abs(a[1] - b[1]) > NEAR:
            self.lines.append(self.add(elm.Line().at(a).to(b)))

    def dot(self, *points: Where) -> None:
        for point in points:
            self.dots.append(self.at(point))
            self.add(elm.Dot(radius=0.06).at(self.dots[-1]))

    def tag(self, where: Where, net: str, way: str = "right", stub: float = 0.4) -> None:
        """The net's name at the end of a short wire."""
        x, y = self.at(where)
        if net == "GND":
            dx, dy = {"right": (stub, 0), "left": (-stub, 0)}.get(way, (0, -stub))
            self._line((x, y), (x + dx, y + dy))
            self.tags.append((net, self.add(elm.Ground().at((x + dx, y + dy)).theta(0))))
            return
        dx, dy = {"right": (stub, 0), "left": (-stub, 0), "up": (0, stub), "down": (0, -stub)}[way]
        self._line((x, y), (x + dx, y + dy))
        end = (x + dx, y + dy)
        mark = self.add(elm.Dot(radius=0.05, open=True).at(end))
        off = {"right": (0.12, 0), "left": (-0.12, 0), "up": (0, 0.2), "down": (0, -0.2)}[way]
        self.add(
            elm.Label()
            .at((end[0] + off[0], end[1] + off[1]))
            .label(
                net,
                fontsize=FONT - 1,
                color="navy",
                valign="center",
                halign={"right": "left", "left": "right"}.get(way, "center"),
            )
        )
        self.tags.append((net, mark))

    def gnd(self, *wheres: Where, stub: float = 0.2) -> None:
        for where in wheres:
            self.tag(where, "GND", "down", stub)
