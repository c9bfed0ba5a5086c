# The pages around the unit: the same bytes twice, nothing is fetched from elsewhere, every page is in the menu and is
# found, the quick guides with their own screens; and the command's own errors.

from __future__ import annotations

import json
import posixpath
import re
import socket
import subprocess
import sys
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tools.image import languages
from tools.manual import pictures, source
from tools.site import pages

ROOT = Path(__file__).resolve().parents[2]
# Attributes by which a browser loads something without being asked.
LOADS = {"src", "srcset", "poster", "data", "background", "xlink:href", "manifest"}
LINKS_LOADED = {"stylesheet", "icon", "shortcut", "apple-touch-icon", "preload", "prefetch", "modulepreload",
                "preconnect", "manifest", "dns-prefetch"}  # fmt: skip
FOREIGN = re.compile(r"^\s*(?:[a-z][a-z0-9+.-]*:)?//", re.IGNORECASE)
IN_STYLE = re.compile(r"(?:url\(\s*[\"']?|@import\s+[\"'])([^\"')\s]+)")
# What Material's scripts could ask for, and by what in a page: none of our pages may have it.
ASKED_BY = {"unpkg.com": 'class="mermaid"', "api.github.com": 'data-md-component="source"'}


class Loaded(HTMLParser):
    """Every address that a page loads by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {key: value or "" for key, value in attrs}
        self._style = tag == "style"
        for key, value in named.items():
            if "srcset" in key:
                self.found += [part.split()[0] for part in value.split(",") if part.split()]
            elif key in LOADS:
                self.found.append(value)
            elif key == "style":
                self.found += IN_STYLE.findall(value)
        if tag == "link" and LINKS_LOADED & set(named.get("rel", "").lower().split()):
            self.found.append(named.get("href", ""))
        if tag in ("use", "image"):
            self.found.append(named.get("href", ""))

    def handle_data(self, data: str) -> None:
        if self._style:
            self.found += IN_STYLE.findall(data)


def foreign(name: str, text: str) -> list[str]:
    """What a page, a style or a drawing loads from another host."""
    if name.endswith(".css"):
        found = IN_STYLE.findall(text)
    else:
        parser = Loaded()
        parser.feed(text)
        found = parser.found
    return [address for address in found if FOREIGN.match(address)]


@cache
def built() -> dict[str, bytes]:
    return pages.build()


def texts_of(*ends: str) -> dict[str, str]:
    return {name: content.decode("utf-8") for name, content in built().items() if name.endswith(ends)}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.html", '<script src="https://elsewhere.example/x.js"></script>'),
        ("a.html", "<img src=//elsewhere.example/x.png>"),
        ("a.html", '<img srcset="a.png 1x, https://elsewhere.example/x.png 2x">'),
        ("a.html", '<link href="https://fonts.elsewhere.example" rel="preconnect">'),
        ("a.html", '<link rel="stylesheet" href="https://elsewhere.example/x.css">'),
        ("a.html", "<style>p{background:url(https://elsewhere.example/x.png)}</style>"),
        ("a.html", "<p style=\"background:url('//elsewhere.example/x.png')\">"),
        ("a.css", '@import "https://elsewhere.example/x.css";'),
        ("a.css", "@font-face{src:url(HTTPS://elsewhere.example/x.woff2)}"),
        ("a.svg", '<svg><image href="https://elsewhere.example/x.png"/></svg>'),
    ],
)
def test_what_is_loaded_from_elsewhere_is_found(name: str, text: str) -> None:
    assert len(foreign(name, text)) == 1
    assert foreign(name, text.replace("https:", "").replace("HTTPS:", "").replace("//", "/")) == []


def test_the_pages_load_nothing_from_elsewhere() -> None:
    pages_, styles = texts_of(".html", ".svg"), texts_of(".css")
    assert len(pages_) > 60 and len(styles) > 2
    assert [(name, foreign(name, text)) for name, text in (pages_ | styles).items() if foreign(name, text)] == []
    assert foreign("a.html", '<a href="https://elsewhere.example">a link may lead away</a>') == []


def test_no_page_wakes_what_a_script_would_fetch_elsewhere() -> None:
    scripts = "".join(texts_of(".js").values())
    hosts = set(re.findall(r"[\"'`]https?://([a-z0-9.-]+\.[a-z]{2,})", scripts)) - {"www.w3.org", "squidfunk.github.io"}
    assert hosts == set(ASKED_BY), "a new version of Material: look at what its scripts fetch, and when"
    html = texts_of(".html").items()
    assert [(name, mark) for name, text in html for mark in ASKED_BY.values() if mark in text] == []


def test_search_lies_beside_the_pages_and_finds_every_language() -> None:
    index = json.loads(built()["search/search_index.json"])
    found = {entry["location"].partition("#")[0] for entry in index["docs"]}
    html = {name.removesuffix("index.html") for name in texts_of(".html") if name != "404.html"}
    assert found == html
    text = " ".join(entry["text"] for entry in index["docs"])
    assert "Natron" in text and "sody oczyszczonej" in text
    assert [name for name in built() if re.search(r"workers/search\.\w+\.min\.js$", name)]


def test_every_page_of_the_documentation_is_in_the_menu(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # MkDocs counts no warning where it is told to be quiet: then nothing here would fail.
    without = tmp_path / "mkdocs.yml"
    without.write_text(pages.CONFIG.read_text("utf-8").replace("      - Care: manual/care.md\n", ""), "utf-8")
    monkeypatch.setattr(pages, "CONFIG", without)
    monkeypatch.setattr(pages, "print_sheets", lambda target: _empty_sheets(target))
    with pytest.raises(pages.PagesError, match="care"):
        pages.build()


def _empty_sheets(target: Path) -> None:
    (target / pages.PRINT).mkdir(parents=True)
    for name in ("manual", *(f"quick_{one}" for one in languages.languages())):
        (target / pages.PRINT / f"{name}.pdf").write_bytes(b"%PDF-")


def test_the_pages_are_the_same_twice() -> None:
    assert pages.build() == built()


@pytest.mark.parametrize("name", languages.languages())
def test_every_quick_guide_has_its_language_its_pictures_and_its_sheet(name: str) -> None:
    folder = "manual/quick/" if name == languages.FIRST else f"manual/quick/{name}/"
    text = built()[f"{folder}index.html"].decode("utf-8")
    assert f'class="md-content__inner md-typeset manual" lang="{name}"' in text
    images = re.findall(r'<img alt="([^"]+)" class="screen" src="([^"]+)"', text)
    assert len(images) == len(source.SCREEN.findall(source.quick(name).read_text("utf-8")))
    for words, address in images:
        path = posixpath.normpath(posixpath.join(folder, address))
        example = posixpath.basename(path).removesuffix(".png")
        assert built()[path] == pictures.screen(name, example).png and words
    assert posixpath.normpath(posixpath.join(folder, re.findall(r'href="([^"]+\.pdf)"', text)[0])) in built()
    assert len(re.findall(r'href="[^"]*"[^>]*>(?:English|Deutsch|Polski)</a>', text)) >= 2


def test_a_page_with_a_screen_that_there_is_not_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "EXAMPLES", {})
    pictures.screen.cache_clear()
    with pytest.raises(pages.PagesError, match="no screen"):
        pages.build()


def test_a_page_that_material_builds_otherwise_is_told() -> None:
    with pytest.raises(pages.PagesError, match="ARTICLE"):
        pages._as_manual("manual/care/index.html", b"<article>")


def test_the_manual_is_whole_and_says_what_it_is() -> None:
    for page in sorted((ROOT / "docs" / "manual").glob("*.md")):
        name = f"manual/{page.stem}/index.html" if page.stem != "index" else "manual/index.html"
        text = built()[name].decode("utf-8")
        assert "Not a medical device" in text, name


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
