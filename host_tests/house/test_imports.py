# Who may import whom beyond single files: no circle anywhere, and the simulated hardware knows no firmware.

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from host_tests.support import import_graph
from host_tests.support.import_graph import Graph

ROOT = Path(__file__).resolve().parents[2]
FIRMWARE = ("ionto", "drivers", "board", "boot", "main")


@cache
def modules() -> Graph:
    return import_graph.graph(ROOT)


def within(name: str, *rooms: str) -> bool:
    return any(name == room or name.startswith(room + ".") for room in rooms)


def foreign(found: Graph, room: str, *allowed: str) -> list[str]:
    """What modules of `room` import beside those of `allowed`, a line each."""
    return [
        f"{name} imports {other}"
        for name in sorted(found)
        if within(name, room)
        for other in sorted(found[name])
        if not within(other, *allowed)
    ]


def test_there_is_no_circle_of_imports() -> None:
    """Not for types only either: what two files need of each other's types is a third file's."""
    assert import_graph.circles(modules()) == []


def test_the_simulated_hardware_imports_nothing_but_itself() -> None:
    assert foreign(modules(), "tools.sim", "tools.sim") == []


def test_what_ships_imports_nothing_but_itself() -> None:
    assert [line for room in FIRMWARE for line in foreign(modules(), room, *FIRMWARE)] == []


def test_the_harness_knows_simulation_and_firmware_and_no_more() -> None:
    assert foreign(modules(), "tools.harness", "tools.harness", "tools.slots", "tools.sim", *FIRMWARE) == []


# --- the checks themselves can fail


def test_the_whole_repository_is_seen() -> None:
    assert {"ionto.app.unit", "drivers.ads1115", "board", "tools.sim.bench", "tools.image", "main"} <= set(modules())
    assert "tools.sim.plant.circuit" in modules()["tools.sim.bench"]
    assert "ionto.app.unit" in modules()["main"]  # within a function


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        ({"a": "import b", "b": "import c", "c": ""}, []),
        ({"a": "import b", "b": "from a import x"}, [["a", "b"]]),
        ({"a": "import b", "b": "import c", "c": "import a"}, [["a", "b", "c"]]),
        ({"a": "import b", "b": "if TYPE_CHECKING:\n    from a import X"}, [["a", "b"]]),
        ({"a": "import b", "b": "def f():\n    import a"}, [["a", "b"]]),
        ({"p": "from p import q", "p.q": "from p import x"}, [["p", "p.q"]]),
        ({"p": "", "p.q": "from p import r", "p.r": "from . import q"}, [["p.q", "p.r"]]),
        ({"a": "import b", "b": "import json"}, []),
    ],
)
def test_a_circle_is_found(texts: dict[str, str], found: list[list[str]]) -> None:
    graph = {name: import_graph.imported(name, text, texts, {"p"}) for name, text in texts.items()}
    assert import_graph.circles(graph) == found


def test_a_simulation_that_knows_the_firmware_is_found() -> None:
    graph: Graph = {"tools.sim.chip": {"ionto.unit", "tools.sim.dice"}, "ionto.unit": set(), "tools.sim.dice": set()}
    assert foreign(graph, "tools.sim", "tools.sim") == ["tools.sim.chip imports ionto.unit"]
