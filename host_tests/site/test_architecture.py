# The drawing of the rooms is what the sources import, and no rule of it hides an import.

from __future__ import annotations

from pathlib import Path

import pytest

from host_tests.support import rooms as granted
from tools.site import architecture


def test_the_drawing_is_that_of_the_sources() -> None:
    kept = architecture.TARGET.read_text("utf-8")
    assert architecture.svg(architecture.rooms()) == kept, "python -m tools.site.architecture"


def test_another_import_is_another_drawing() -> None:
    known = architecture.rooms()
    known["ionto/safety"] = {"drivers"}
    assert architecture.svg(known) != architecture.TARGET.read_text("utf-8")


def test_every_room_is_drawn() -> None:
    known = architecture.rooms()
    folders = {room.path for room in granted.rooms() if Path(architecture.ROOT, room.path).is_dir()}
    drawn = {"firmware/" + room if room.startswith(("ionto", "drivers")) else room for room in known}
    assert folders == {f"{room}/" for room in drawn if room != "main.py"}
    text = architecture.TARGET.read_text("utf-8")
    assert [room for room in known if f">{room.rpartition('/')[2]}</text>" not in text] == []


def test_what_is_left_out_follows_from_what_is_drawn() -> None:
    known = architecture.rooms()
    arrows = architecture.reduced(known)

    def reached(room: str) -> set[str]:
        return arrows[room].union(*(reached(other) for other in arrows[room]))

    assert [(room, other) for room in known for other in known[room] if other not in reached(room)] == []
    assert sum(map(len, arrows.values())) < sum(map(len, known.values()))
    depth = architecture.layers(known)
    assert [(room, other) for room in known for other in known[room] if depth[room] <= depth[other]] == []


def test_imports_for_types_are_no_arrows_and_those_in_functions_are(tmp_path: Path) -> None:
    for path, text in {
        "firmware/ionto/app/a.py": (
            "if TYPE_CHECKING:\n    from ionto.panel import b\ndef f():\n    from ionto.safety import c\n"
        ),
        "firmware/ionto/panel/b.py": "import drivers.d\n",
        "firmware/ionto/safety/c.py": "",
        "firmware/drivers/d.py": "",
        "firmware/main.py": "import board\nfrom ionto.app.a import f\n",
        "boards/x/board.py": "from drivers import d\n",
    }.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    assert architecture.rooms(tmp_path) == {
        "ionto/app": {"ionto/safety"},
        "ionto/panel": {"drivers"},
        "ionto/safety": set(),
        "drivers": set(),
        "main.py": {"boards", "ionto/app"},
        "boards": {"drivers"},
    }


def test_rooms_in_a_circle_are_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(architecture, "rooms", lambda: {"a": {"b"}, "b": {"a"}})
    assert architecture.main() == 2
    assert "a -> b -> a" in capsys.readouterr().err
