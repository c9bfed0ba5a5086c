# Draws which room of the project imports which, from the sources: docs/architecture.svg. Decides no rule.
"""`python -m tools.site.architecture` writes it anew. A room is a folder of firmware/ionto/ or of tools/, and drivers,
boards, main.py. An arrow is an import that runs; those for types alone are left out, and so is an arrow that follows
from others. Who knows most stands at the top.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "docs" / "architecture.svg"
Rooms = dict[str, set[str]]


def room_of(path: str) -> str:
    """The room of a file; an empty string for one that stands alone in a folder of rooms, or is drawn with none."""
    parts = path.removesuffix(".py").split("/")
    if parts[:2] == ["firmware", "ionto"]:
        return f"ionto/{parts[2]}" if len(parts) > 3 else ""
    if parts[0] == "firmware":
        return {"drivers": "drivers", "main": "main.py"}.get(parts[1], "")
    if parts[0] == "boards":
        return "boards"
    return f"tools/{parts[1]}" if parts[0] == "tools" and len(parts) > 2 else ""


def rooms(root: Path = ROOT) -> Rooms:
    """Every room with those that it imports where it runs."""
    files = [path for top in ("firmware", "boards", "tools") for path in sorted((root / top).rglob("*.py"))]
    found: Rooms = {}
    for path in files:
        room = room_of(path.relative_to(root).as_posix())
        if room and "shims" not in path.parts:
            known = {room_of(other) for name in _imports(path) for other in _files(name, root)}
            found.setdefault(room, set()).update(known - {room, ""})
    return found


def _imports(path: Path) -> Iterator[str]:
    """Modules named in imports, but for those under `if TYPE_CHECKING`."""
    waiting: list[ast.AST] = [ast.parse(path.read_text("utf-8"))]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        waiting.extend(ast.iter_child_nodes(node))


def _files(name: str, root: Path) -> Iterator[str]:
    """The file of the repository that a module's name means, if any."""
    if name.partition(".")[0] == "board":
        yield "boards/board.py"
        return
    parts = name.split(".")
    top = ["firmware", *parts] if parts[0] in ("ionto", "drivers", "main") else parts
    for cut in (len(top), len(top) - 1):
        path = "/".join(top[:cut])
        if (root / f"{path}.py").is_file() or (root / path).is_dir():
            yield f"{path}.py" if (root / f"{path}.py").is_file() else f"{path}/__init__.py"
            return


def reduced(known: Rooms) -> Rooms:
    """Without arrows that follow from others. Raises ValueError where rooms import each other in a circle."""
    all_below: Rooms = {}

    def below(room: str, above: tuple[str, ...] = ()) -> set[str]:
        if room in above:
            raise ValueError(f"rooms in a circle: {' -> '.join([*above, room])}. Break it, or draw them as one")
        if room not in all_below:
            direct = known.get(room, set())
            all_below[room] = direct.union(*(below(other, (*above, room)) for other in direct))
        return all_below[room]

    for room in known:
        below(room)
    return {
        room: {one for one in direct if not any(one in all_below.get(other, ()) for other in direct)}
        for room, direct in known.items()
    }


def layers(known: Rooms) -> dict[str, int]:
    """How many rooms lie below each, one on the other; 0: it imports none."""
    depth: dict[str, int] = {}

    def of(room: str) -> int:
        if room not in depth:
            depth[room] = 1 + max((of(other) for other in known.get(room, ())), default=-1)
        return depth[room]

    for room in known:
        of(room)
    return depth


def on_board(room: str) -> bool:
    """Whether it lies on the board, at the left."""
    return not room.startswith("tools/")


WIDE, HIGH, BOX, TALL, RIM = 1180, 74, 96, 30, 20
SHIFT = (-34, 34)
MIDDLE = 520  # the board is left of it, the desk right


def places(known: Rooms) -> dict[str, tuple[float, float]]:
    """The middle of each box: the layers from the top down, each half for itself; close to what it imports."""
    depth = layers(known)
    top = max(depth.values())
    place: dict[str, tuple[float, float]] = {}
    for level in range(top + 1):
        for left in (True, False):
            row = sorted(room for room, its in depth.items() if its == level and on_board(room) == left)
            x0, x1 = (RIM, MIDDLE - 10) if left else (MIDDLE + 10, WIDE - RIM)
            wanted = {room: _mean([place[other][0] for other in known[room]], (x0 + x1) / 2) for room in row}
            row.sort(key=lambda room: (wanted[room], room))
            for n, room in enumerate(row):
                # Not one below the other, or an arrow past a layer would run through its box.
                place[room] = (x0 + (n + 0.5) * (x1 - x0) / len(row) + SHIFT[level % 2], 60 + (top - level) * HIGH)
    return place


def _mean(values: list[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise


def svg(known: Rooms) -> str:
    """The drawing. Raises ValueError."""
    arrows, place = reduced(known), places(known)
    high = max(y for _, y in place.values()) + 50
    font = 'font-family="sans-serif" font-size="12"'
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {high:.0f}" {font}>',
        "<title>Which room imports which</title>",
        '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
        '<path d="M0 0L8 4L0 8z" fill="#444"/></marker></defs>',
        f'<rect width="{WIDE}" height="{high:.0f}" fill="#fff"/>',
        f'<rect x="6" y="6" width="{MIDDLE - 8}" height="{high - 12:.0f}" rx="8" fill="#eef6f5"/>',
        f'<rect x="{MIDDLE + 4}" y="6" width="{WIDE - MIDDLE - 10}" height="{high - 12:.0f}" rx="8" fill="#f3f3f3"/>',
        '<text x="16" y="26" font-weight="bold">on the board</text>',
        f'<text x="{MIDDLE + 14}" y="26" font-weight="bold">on the desk</text>',
    ]
    for room in sorted(arrows):
        for other in sorted(arrows[room]):
            across = on_board(room) != on_board(other)
            out.append(_arrow(place[room], place[other], "#b05a00" if across else "#444", across))
    out += [_box(room, *place[room]) for room in sorted(place)]
    return "\n".join([*out, "</svg>"]) + "\n"


def _arrow(start: tuple[float, float], end: tuple[float, float], colour: str, across: bool) -> str:
    (x0, y0), (x1, y1) = (start[0], start[1] + TALL / 2), (end[0], end[1] - TALL / 2 - 1)
    bend = min(60.0, (y1 - y0) / 2)
    dash = ' stroke-dasharray="4 3"' if across else ""
    line = f"M{x0:.0f} {y0:.0f}C{x0:.0f} {y0 + bend:.0f} {x1:.0f} {y1 - bend:.0f} {x1:.0f} {y1:.0f}"
    return f'<path d="{line}" fill="none" stroke="{colour}" stroke-width="1"{dash} marker-end="url(#head)"/>'


def _box(room: str, x: float, y: float) -> str:
    name = escape(room.removeprefix("tools/").removeprefix("ionto/"))
    corner = f'x="{x - BOX / 2:.0f}" y="{y - TALL / 2:.0f}"'
    return (
        f'<rect {corner} width="{BOX}" height="{TALL}" rx="5" fill="#fff" stroke="#00594f"/>'
        f'<text x="{x:.0f}" y="{y + 4:.0f}" text-anchor="middle">{name}</text>'
    )


def main() -> int:
    """Write it; exit code 0, or 2 where rooms go in a circle."""
    try:
        TARGET.write_text(svg(rooms()), "utf-8")
    except ValueError as error:
        print(f"architecture: {error}", file=sys.stderr)
        return 2
    print(f"architecture: {TARGET.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
