# Short names: nothing but names changes, nobody's name beside the firmware's own, and no two become one.

from __future__ import annotations

import ast
import builtins
import io
import keyword
import os
import re
import tokenize
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from host_tests.support.image_words import in_image_words
from tools import image
from tools.image import short_names

Texts = dict[str, bytes]
BESIDE = ("tools/harness", "tools/emulator", "host_tests/emulator")
FACES = ("mcu/machine.py", "mcu/machine_i2c.py", "mcu/time.py", "mcu/gc_face.py", "mcu/os_face.py", "shims/framebuf.py")
OFFERS = """
import array, binascii, builtins, framebuf, gc, hashlib, io, machine, micropython, os, struct, sys, time
modules = (array, binascii, builtins, framebuf, gc, hashlib, io, machine, micropython, os, struct, sys, time)
types = (int, str, bytes, bytearray, list, dict, set, tuple, memoryview, object, range, slice, OSError, io.BytesIO)
more = (framebuf.FrameBuffer, array.array, hashlib.sha256, io.StringIO)
print(" ".join(sorted({name for one in modules + types + more for name in dir(one)})))
"""


@pytest.fixture(scope="module")
def before() -> Texts:
    """The sources as they are before their names become short."""
    texts = image.folded(image.sources("pico"))
    return {path: text for path, text in texts.items() if path.endswith(".py") and path != "boot.py"}


@pytest.fixture(scope="module")
def names(before: Texts) -> dict[str, str]:
    return short_names.chosen(before, verbatim=image.STARTED_BY_NAME)


@pytest.fixture(scope="module")
def after(before: Texts, names: dict[str, str]) -> Texts:
    return short_names.shorten(before, names)


def words(text: bytes) -> list[str]:
    return [token.string for token in tokenize.tokenize(io.BytesIO(text).readline) if token.type == tokenize.NAME]


def chosen(unit: str, **more: str) -> dict[str, str]:
    """What becomes short in a little house with this unit.py, and other modules."""
    texts = {"main.py": "import unit\nunit.begin_here()\n", "unit.py": unit}
    texts |= {f"{name}.py": text for name, text in more.items()}
    return short_names.chosen({path: text.encode() for path, text in texts.items()}, verbatim=("main.py",))


# ---------------------------------------------------------------- the whole firmware


def test_nothing_but_names_changes(before: Texts, after: Texts, names: dict[str, str]) -> None:
    assert len(names) > 500
    for path, text in after.items():
        there = set(words(before[path])) & set(names)
        back = {names[name]: name for name in there}
        assert len(back) == len(there), "what were two names in a module stay two"
        assert short_names.renamed(text, back) == before[path]
        assert text.count(b"\n") == before[path].count(b"\n")
        texts = [[t.string for t in tokenize.tokenize(io.BytesIO(x).readline) if t.type == tokenize.STRING]
                 for x in (text, before[path])]  # fmt: skip
        assert texts[0] == texts[1]
    assert after["main.py"] == before["main.py"]


def test_only_names_of_one_module_share_a_short_one(before: Texts, names: dict[str, str]) -> None:
    """Nor do those of a class and of what is made from it in another module: an object has both."""
    homes: dict[str, set[str]] = {}
    for path, text in before.items():
        for word in set(words(text)) & set(names):
            homes.setdefault(word, set()).add(path)
    shared = [name for name, count in Counter(names.values()).items() if count > 1]
    assert len(shared) > 10 and len(set(names.values())) < len(names) * 9 // 10
    for name, short in names.items():
        if short in shared:
            assert len(homes[name]) == 1, name
            assert not homes[name] & {
                path for path in before if path.startswith("ionto/records/") and b"Record)" in before[path]
            }
            assert homes[name] != {"ionto/records/record.py"}
            assert not any(home.startswith(short_names.BUSY) for home in homes[name]), "each tick looks for it"


def test_no_short_name_is_anybodys(before: Texts, names: dict[str, str]) -> None:
    there = {word for text in before.values() for word in words(text)}
    assert not set(names.values()) & (there | set(keyword.kwlist) | set(dir(builtins)) | short_names.FOREIGN)
    flash = set(short_names.in_flash())
    assert all(short in flash or len(short) < len(name) for name, short in names.items())


def test_names_come_from_micropythons_flash_but_none_of_what_works_in_ticks(
    before: Texts, names: dict[str, str]
) -> None:
    """A name there takes no memory, but a while to be found; none is of a module that is used."""
    flash = set(short_names.in_flash())
    assert not flash & (short_names.OFFERED | set(dir(builtins)))
    ticks = short_names.BUSY + short_names.OFTEN
    busy = {word for path, text in before.items() if path.startswith(ticks) for word in words(text)}
    assert len(busy & set(names)) > 100 and len(set(names) - busy) > 200
    for name, short in names.items():
        assert (short in flash) == (name not in busy), name


def test_names_of_python_and_modules_stay(before: Texts, names: dict[str, str]) -> None:
    modules = {part for path in before for part in path.removesuffix(".py").split("/")}
    assert {"ionto", "safety", "limits", "unit", "drivers", "board"} <= modules
    assert not set(names) & (modules | set(keyword.kwlist) | {"int", "len", "OSError", "memoryview", "ptr32"})
    assert not [name for name in names if name.startswith("__")]


def test_what_micropython_offers_stays(names: dict[str, str], micropython: Callable[..., str]) -> None:
    offered = set(micropython(OFFERS).split())
    assert {"ticks_us", "append", "sha256", "FrameBuffer", "writeto"} <= offered | short_names.FOREIGN
    assert not set(names) & offered
    assert not set(names.values()) & offered


@pytest.mark.parametrize("face", FACES)
def test_what_the_simulated_chip_offers_stays(face: str, names: dict[str, str]) -> None:
    tree = ast.parse((image.ROOT / "tools/sim" / face).read_text("utf-8"))
    offered = {node.name for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
    offered = {name for name in offered if not name.startswith("_")}
    assert offered
    assert not set(names) & offered


def test_what_programs_beside_the_unit_ask_for_stays(names: dict[str, str]) -> None:
    """Every attribute of the unit's objects that the harness and the emulator's tools read."""
    asked: set[str] = set()
    for folder in BESIDE:
        for path in (image.ROOT / folder).glob("*.py"):
            for found in re.finditer(
                r"\b(?:unit|status|mail|hw|faults|states|fonts|cal)((?:\.\w+)+)", path.read_text()
            ):
                asked.update(found[1][1:].split("."))
    assert {"status", "mail", "heartbeat", "delivered_uamin", "watchdog", "feed", "fail", "label", "NAMES"} <= asked
    # Their own Unit has parts too.
    theirs = {"chip", "world", "rules", "recorder", "wiring", "scenario", "person", "injector", "hands", "decided"}
    theirs |= {
        "now_us",
        "on_state",
        "run_to",
        "power_on",
        "boots",
        "free_bytes",
        "changed_bytes",
        "least_free_live",
        "timer",
    }
    assert set(names) & asked - theirs == set()


def test_records_status_and_states_keep_their_public_names(before: Texts, names: dict[str, str]) -> None:
    kept = [path for path in before if path.startswith(short_names.KEPT_MODULES)]
    assert len(kept) == len(short_names.KEPT_MODULES)
    for path in kept:
        for node in ast.walk(ast.parse(before[path])):
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
                assert node.name not in names, path
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and not node.attr.startswith("_"):
                assert node.attr not in names, path


def test_the_table_beside_the_image_reads_a_traceback(
    pico: image.Image, installed: Path, micropython: Callable[..., str]
) -> None:
    known = short_names.known(pico.folder.parent)
    told = [(short, name) for short, many in known.items() for name in many.split("|")]
    assert sorted(told) == sorted((short, name) for name, short in pico.names.items())
    assert short_names.known(Path("nowhere")) == {}
    script = (
        "import sys\nfrom ionto.panel.screens.selector import render\n"
        "try:\n    render(None, None)\nexcept (TypeError, AttributeError) as error:\n"
        "    sys.print_exception(error, sys.stdout)"
    )
    said = micropython(in_image_words(script, pico.names), paths=(os.path.relpath(installed, image.ROOT),))
    functions = re.findall(r'File "ionto.panel.screens.selector", line \d+, in (\w+)', said)
    assert functions and "render" not in functions
    assert "render" in known[functions[0]].split("|")


def test_with_lines_every_name_is_whole(before: Texts, tmp_path: Path) -> None:
    built = image.build("pico", tmp_path / "fs", lines=True)
    assert built.names == {}
    assert not (tmp_path / short_names.TABLE).exists()
    assert b"hard_cut" in (built.folder / "ionto/output/stage.mpy").read_bytes()


# ---------------------------------------------------------------- a little house

UNIT = """from machine import Timer
import limits

class Worker:
    some_rows = ()

    def __init__(self, amount):
        self._amount_left = amount
        self.value = Timer(callback=self.ring_once)

    def ring_once(self, timer_itself):
        some_local = limits.weigh_it(heavy_one=timer_itself)
        return 'amount' % some_local, self.append
"""
LIMITS = "def weigh_it(heavy_one):\n    return heavy_one\n"


def test_what_is_defined_becomes_short_in_all_modules_alike() -> None:
    found = chosen(UNIT + "def begin_here():\n    pass\n", limits=LIMITS)
    assert set(found) == {
        "Worker", "some_rows", "self", "amount", "_amount_left", "ring_once", "timer_itself", "weigh_it", "heavy_one"
    }  # fmt: skip
    unit = short_names.renamed(UNIT.encode(), found).decode()
    assert f"limits.{found['weigh_it']}({found['heavy_one']}={found['timer_itself']})" in unit
    assert "'amount' % some_local" in unit and "self.value".replace("self", found["self"]) in unit


@pytest.mark.parametrize(
    ("line", "stays"),
    [
        ("def grow_up(long_name):\n    return f'{long_name.part_of}'\n", {"long_name"}),
        ("def grow_up(long_name):\n    return f'{long_name(by_word=1)}'\n", {"long_name"}),
        ("from machine import Heavy\nclass Heavy: pass\n", {"Heavy"}),
        ("import heavy_c\ndef heavy_c(): pass\n", {"heavy_c"}),
        ("if 0:\n    class Heavy: pass\n", {"Heavy"}),
        ("def __getattr__(__own): pass\n", {"__getattr__", "__own"}),
        ("def writeto(): pass\n", {"writeto"}),
        ("def begin_here(): pass\n", {"begin_here"}),
        ("class limits: pass\n", {"limits"}),
        ("def hear():\n    only_local = 1\n    return only_local\n", {"only_local"}),
    ],
)
def test_what_somebody_else_knows_stays(line: str, stays: set[str]) -> None:
    assert not set(chosen(line, limits="")) & stays
    assert "other_name" in chosen(line + "other_name = [1]\n", limits="")


def test_a_kept_module_keeps_what_is_public_and_no_argument() -> None:
    texts = {
        "ionto/records/record.py": b"class Purse:\n    def put(self, coins):\n        self._coins = self.full = coins\n"
    }
    assert set(short_names.chosen(texts)) == {"self", "coins", "_coins"}
    assert "Purse" in short_names.chosen({"ionto/purse.py": texts["ionto/records/record.py"]})


def test_short_names_lie_apart_in_micropythons_tables(names: dict[str, str]) -> None:
    """It looks a name up by a byte made of its characters (py/qstr.c): of an object's names few share a place."""

    def place(short: str) -> int:
        made = 5381
        for character in short.encode():
            made = made * 33 ^ character
        return made & 0xFF

    places = [place(short) for short in list(names.values())[:64]]
    assert len(set(places)) > 48
    assert max(Counter(one // 32 for one in places).values()) < 20, "no end is crowded"


def test_order_says_nothing() -> None:
    many = "".join(f"def name_{i}(): pass\n" for i in range(70))
    more = {"a_user": "import unit\nunit.name_69()\n", "b_user": "import unit\nunit.name_69()\n"}
    found = chosen(many, **more)
    assert len(set(found.values())) == 70
    texts = {f"{name}.py": text.encode() for name, text in {**more, "unit": many}.items()}
    backwards = dict(reversed(texts.items()))
    assert short_names.chosen(texts) == short_names.chosen(backwards)


def test_what_somebody_uses_is_not_taken() -> None:
    (first,) = chosen("def grow_up(): pass\n").values()
    found = chosen(f"def grow_up({first}, b):\n    c = {first}\n    return f'{{d}}', c\n")
    assert set(found) == {"grow_up"} and first not in found.values()


def test_nothing_is_set_or_asked_by_a_name_in_a_text_that_becomes_short(before: Texts, names: dict[str, str]) -> None:
    """Where others write `scene.contact`, setattr(scene, "contact", 1) would make another attribute in the image."""
    for path, text in before.items():
        calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
        for call in calls:
            if isinstance(call.func, ast.Name) and call.func.id in ("setattr", "getattr", "hasattr", "delattr"):
                name = call.args[1]
                assert isinstance(name, ast.Constant) and name.value not in names, (path, call.lineno)
