# Reads the nets back from a drawing's own coordinates and holds them to the description. Draws nothing.

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import hypot

from tools.circuit.board import Board
from tools.circuit.drawing.sheet import NEAR, BadDrawing, Point, Sheet

TOLD = 12  # differences at most
NO_WIRE = 0.18  # of a part's length at either end: nearer to its middle, a wire across seems to touch its body


class Islands:
    """Sets that grow together."""

    def __init__(self) -> None:
        self._parent: dict[object, object] = {}

    def root(self, x: object) -> object:
        self._parent.setdefault(x, x)
        while self._parent[x] != x:
            x = self._parent[x]
        return x

    def join(self, x: object, y: object) -> None:
        self._parent[self.root(x)] = self.root(y)


def _touches(p: Point, a: Point, b: Point) -> bool:
    """Whether `p` lies on the line from `a` to `b`."""
    ax, ay = a
    bx, by = b
    length = hypot(bx - ax, by - ay)
    if length < NEAR:
        return abs(p[0] - ax) < NEAR and abs(p[1] - ay) < NEAR
    off = abs((bx - ax) * (p[1] - ay) - (by - ay) * (p[0] - ax)) / length
    along = ((p[0] - ax) * (bx - ax) + (p[1] - ay) * (by - ay)) / length
    return off < NEAR and -NEAR < along < length + NEAR


def _anchor(element: object, name: str) -> Point:
    x, y = element.absanchors[name]  # type: ignore[attr-defined]
    return (float(x), float(y))


def drawn(sheets: Sequence[Sheet]) -> dict[str, list[tuple[str, str]]]:
    """The nets that all sheets show together, by the name of a tag (or `no name` and a pin), with their pins."""
    islands = Islands()
    pins: list[tuple[str, str]] = []
    for number, sheet in enumerate(sheets):
        segments = [(_anchor(line, "start"), _anchor(line, "end")) for line in sheet.lines]
        points: list[tuple[object, Point]] = []
        for placed in sheet.placed:
            for pin, anchor in placed.pins.items():
                pins.append((placed.ref, pin))
                points.append(((placed.ref, pin), _anchor(placed.element, anchor)))
        points += [(("net", name), _anchor(element, "center")) for name, element in sheet.tags]
        for k, (a, b) in enumerate(segments):
            islands.root((number, k))
            for j in range(k):
                c, d = segments[j]
                if _touches(a, c, d) or _touches(b, c, d) or _touches(c, a, b) or _touches(d, a, b):
                    islands.join((number, k), (number, j))
            for key, point in points:
                if _touches(point, a, b):
                    islands.join(key, (number, k))
        for k, (key, point) in enumerate(points):
            for other, there in points[:k]:
                if abs(point[0] - there[0]) < NEAR and abs(point[1] - there[1]) < NEAR:
                    islands.join(key, other)
    names: dict[object, str] = {}
    for sheet in sheets:
        for name, _ in sheet.tags:
            root = islands.root(("net", name))
            if names.setdefault(root, name) != name:
                raise BadDrawing(f"the drawing joins {names[root]} and {name}")
    found: dict[str, list[tuple[str, str]]] = {}
    for ref, pin in sorted(set(pins)):
        root = islands.root((ref, pin))
        found.setdefault(names.get(root, f"no name {root}"), []).append((ref, pin))
    return found


def through_bodies(sheet: Sheet) -> Iterator[str]:
    """Wires that run across the body of a part with two ends, where a reader would see them joined."""
    for placed in sheet.placed:
        if set(placed.pins.values()) != {"start", "end"}:
            continue
        (ax, ay), (bx, by) = _anchor(placed.element, "start"), _anchor(placed.element, "end")
        body = (
            (ax + NO_WIRE * (bx - ax), ay + NO_WIRE * (by - ay)),
            (bx - NO_WIRE * (bx - ax), by - NO_WIRE * (by - ay)),
        )
        for line in sheet.lines:
            if _cross(body, (_anchor(line, "start"), _anchor(line, "end"))):
                yield f"{sheet.name}: a wire runs through {placed.ref}"
                break


def _near(p: Point, q: Point) -> bool:
    return abs(p[0] - q[0]) < NEAR and abs(p[1] - q[1]) < NEAR


def _arms(sheet: Sheet, p: Point) -> int:
    """How many ways lead from `p`: wires and parts."""
    ways: set[object] = set()
    segments = [(_anchor(line, "start"), _anchor(line, "end")) for line in sheet.lines]
    for placed in sheet.placed:
        ends = [_anchor(placed.element, anchor) for anchor in placed.pins.values()]
        if set(placed.pins.values()) == {"start", "end"}:
            segments.append((ends[0], ends[1]))
        else:
            ways |= {(placed.ref, pin) for pin, end in zip(placed.pins, ends, strict=True) if _near(end, p)}
    for a, b in segments:
        if _touches(p, a, b):
            length = hypot(b[0] - a[0], b[1] - a[1])
            along = (round((b[0] - a[0]) / length), round((b[1] - a[1]) / length))
            ways |= {(k * along[0], k * along[1]) for k, end in ((1, b), (-1, a)) if not _near(p, end)}
    return len(ways)


def odd_dots(sheet: Sheet) -> Iterator[str]:
    """Joints without a dot, and dots where wires only cross: a reader would take each for the other."""
    ends = [_anchor(line, anchor) for line in sheet.lines for anchor in ("start", "end")]
    ends += [_anchor(placed.element, anchor) for placed in sheet.placed for anchor in placed.pins.values()]
    for p in {(round(x, 1), round(y, 1)): (x, y) for x, y in ends}.values():
        if not any(_near(p, dot) for dot in sheet.dots) and _arms(sheet, p) > 2:
            yield f"{sheet.name}: three ways meet at {p[0]:.2f}, {p[1]:.2f} without a dot"
    for dot in sheet.dots:
        if not any(_near(dot, p) for p in ends):
            yield f"{sheet.name}: the dot at {dot[0]:.2f}, {dot[1]:.2f} joins nothing"


def text_over_text(sheet: Sheet) -> Iterator[str]:
    """Words that nobody can read for others across them."""
    texts = sheet.texts()
    for k, (text, a) in enumerate(texts):
        for other, b in texts[:k]:
            wide = min(a.xmax, b.xmax) - max(a.xmin, b.xmin)
            high = min(a.ymax, b.ymax) - max(a.ymin, b.ymin)
            if wide > NEAR and high > NEAR:
                yield f"{sheet.name}: {text!r} lies on {other!r}"


def _cross(one: tuple[Point, Point], two: tuple[Point, Point]) -> bool:
    """Whether two lines that lie along the axes cross or overlap."""
    return all(
        max(min(one[0][k], one[1][k]), min(two[0][k], two[1][k]))
        <= min(max(one[0][k], one[1][k]), max(two[0][k], two[1][k])) + NEAR
        for k in (0, 1)
    )


def _unclear(sheet: Sheet) -> Iterator[str]:
    yield from through_bodies(sheet)
    yield from odd_dots(sheet)
    yield from text_over_text(sheet)


def compare(board: Board, sheets: Sequence[Sheet]) -> None:
    """Raises BadDrawing, which names each difference, unless the sheets show the description and nothing else."""
    shown = drawn(sheets)
    of_pin = {pin: net for net, pins in shown.items() for pin in pins}
    wrong = [told for sheet in sheets for told in _unclear(sheet)]
    drawn_refs = {ref for ref, _ in of_pin}
    wrong += [f"{ref} is not drawn" for ref in sorted(set(board.parts) - drawn_refs)]
    wanted = board.nets()
    for net, pins in wanted.items():
        for pin in pins:
            if pin[0] in drawn_refs and pin not in of_pin:
                wrong.append(f"pin {pin[1]} of {pin[0]} is not drawn")
        islands = {of_pin[pin] for pin in pins if pin in of_pin}
        if len(islands) > 1:
            parts = "; ".join(
                f"{', '.join('.'.join(p) for p in pins if of_pin.get(p) == island)}" for island in sorted(islands)
            )
            wrong.append(f"net {net} is drawn in pieces: {parts}")
        for name in islands:
            strangers = [pin for pin in shown[name] if pin not in pins]
            if strangers:
                wrong.append(f"net {net} is drawn with {', '.join('.'.join(p) for p in strangers[:4])}")
            if not name.startswith("no name") and name != net:
                wrong.append(f"net {net} is tagged {name}")
    if wrong:
        raise BadDrawing("; ".join(wrong[:TOLD]) + (f"; and {len(wrong) - TOLD} more" if len(wrong) > TOLD else ""))
