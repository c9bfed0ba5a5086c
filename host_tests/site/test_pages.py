# The pages around the unit: every message is there, the same bytes twice, nothing is fetched from elsewhere, every page
# of the manual is in the menu; and the command's own errors.

from __future__ import annotations

import re
import socket
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tools.scenario import schema
from tools.site import pages

ROOT = Path(__file__).resolve().parents[2]
FETCHED = re.compile(
    r"<(?:script|img|iframe|source)[^>]+src=[\"']?(?:https?:)?//|<link[^>]+href=[\"']?(?:https?:)?//[^>]*stylesheet"
)


@cache
def built() -> dict[str, bytes]:
    return pages.build()


def test_every_fault_is_told_with_its_code_and_words() -> None:
    text = pages.messages()
    codes = {schema.fault_label(code) for name, code in schema.fault_codes().items() if code}
    told = set(re.findall(r"^\| ([SFCRL]\d\d) \| [^|]+ \|", text, re.MULTILINE))
    assert len(told) > 60
    assert told <= codes
    assert sorted(codes - told) == []


def test_the_pages_are_the_same_twice_and_fetch_nothing() -> None:
    assert pages.build() == built()
    html = {name: content.decode("utf-8") for name, content in built().items() if name.endswith(".html")}
    assert len(html) > 20
    assert [name for name, text in html.items() if FETCHED.search(text)] == []
    assert FETCHED.search('<script src="https://elsewhere.example/x.js">')


def test_the_manual_is_whole_and_says_what_it_is() -> None:
    for page in sorted((ROOT / "docs" / "manual").glob("*.md")):
        name = f"manual/{page.stem}/index.html" if page.stem != "index" else "manual/index.html"
        text = built()[name].decode("utf-8")
        assert "Not a medical device" in text, name
        assert f"manual/{page.name}" in pages.CONFIG.read_text("utf-8"), f"{page.name} is not in the menu"


def test_a_link_to_what_is_not_on_the_site_loses_its_address(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "manual").mkdir()
    (tmp_path / "boards" / "pico").mkdir(parents=True)
    (tmp_path / "docs" / "manual" / "messages.md").write_text("# M\n", "utf-8")
    (tmp_path / "docs" / "a.md").write_text(
        "[x](../tools/x.py) [b](../boards/pico/README.md#y) [w](https://w.org)\n", "utf-8"
    )
    (tmp_path / "boards" / "pico" / "README.md").write_text("[a](../../docs/a.md)\n", "utf-8")
    pages.stage(tmp_path / "out", tmp_path)
    assert (tmp_path / "out" / "a.md").read_text("utf-8") == "x [b](maker/index.md#y) [w](https://w.org)\n"
    assert (tmp_path / "out" / "maker" / "index.md").read_text("utf-8") == "[a](../a.md)\n"


@pytest.mark.parametrize("busy", [True, False])
def test_serve_says_what_is_missing(busy: bool, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        if busy:
            (tmp_path / "index.html").write_text("x", "utf-8")
        words = [sys.executable, "-m", "tools.site", "serve", "--out", str(tmp_path), "--port", str(port)]
        done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2
    assert ("make serve PORT=" if busy else "make site") in done.stderr
