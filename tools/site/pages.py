# Makes the pages around the unit from docs/ and the board's page with MkDocs: what is staged, which links stay, where
# the manual's pictures and sheets lie. Decides no text but that of the first page.

from __future__ import annotations

import os
import posixpath
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.image import ROOT, languages
from tools.manual import pdf, pictures, source

CONFIG = ROOT / "docs" / "mkdocs.yml"
SUFFIXES = (".md", ".svg", ".png", ".csv", ".txt", ".css")
MANUAL = "manual/"
PRINT = "manual/print"
LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^)\s]+)\)")
ARTICLE = '<article class="md-content__inner md-typeset">'
HOME = """# ionto

Open firmware for a home iontophoresis unit, and a simulation of the whole unit. A thing to study: **not a medical
device**.

- [The manual](manual/index.md), and [the quick guide](manual/quick.md) in eight languages: for whoever uses a unit.
- [The reference board](maker/index.md): for whoever builds one.
- [Architecture](architecture.md) and [the house](house.md): for whoever changes it.
"""


class PagesError(Exception):
    """The pages cannot be made. The message names the next step."""


def build(root: Path = ROOT) -> dict[str, bytes]:
    """Every file of the pages by its path below docs/. Raises PagesError."""
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        try:
            stage(work / "pages", root)
            print_sheets(work / "pages")
        except (pictures.PictureError, pdf.PdfError, languages.LanguageError) as error:
            raise PagesError(f"the manual: {error}") from None
        shutil.copyfile(CONFIG, work / "mkdocs.yml")
        words = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(work / "mkdocs.yml")]
        environment = {**os.environ, "SOURCE_DATE_EPOCH": "315532800", "NO_MKDOCS_2_WARNING": "1"}
        done = subprocess.run(words, capture_output=True, text=True, check=False, env=environment)
        if done.returncode != 0:
            said = done.stderr or done.stdout
            wrong = "\n".join(re.findall(r"^(?:WARNING|ERROR).*(?:\n  .*)*", said, re.MULTILINE)) or said.strip()
            raise PagesError(f"MkDocs does not make the pages: {wrong[-600:]}")
        out = work / "out"
        found = {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    kept = {name: content for name, content in sorted(found.items()) if not name.startswith("sitemap.")}
    return {name: _as_manual(name, content) for name, content in kept.items()}


def _as_manual(name: str, content: bytes) -> bytes:
    """A built page of the manual says its language, and shows what is quoted as the glass does."""
    if not (name.startswith(MANUAL) and name.endswith(".html")):
        return content
    language = source.language_of(posixpath.dirname(name))
    shown = ARTICLE.replace("md-typeset", "md-typeset manual").replace(">", f' lang="{language}">')
    text = content.decode("utf-8")
    if ARTICLE not in text:
        raise PagesError(f"{name} has no article where Material puts it. Look at ARTICLE in tools/site/pages.py")
    return text.replace(ARTICLE, shown).encode("utf-8")


def stage(target: Path, root: Path = ROOT) -> None:
    """docs/ and the board's page; links to what is not on the site lose their address."""
    docs = root / "docs"
    pages = {path.relative_to(root).as_posix(): "" for path in docs.rglob("*") if path.suffix in SUFFIXES}
    places = {name: posixpath.relpath(name, "docs") for name in pages}
    places["boards/pico/README.md"] = "maker/index.md"
    for name, place in places.items():
        path = target / place
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".md":
            text = _linked((root / name).read_text("utf-8"), name, place, places)
            path.write_text(_of_manual(text, place, target) if place.startswith(MANUAL) else text, "utf-8")
        else:
            shutil.copyfile(root / name, path)
    (target / "index.md").write_text(HOME, "utf-8")


def print_sheets(target: Path) -> None:
    """The manual and the quick guides as PDF, where the pages link to them."""
    folder = target / PRINT
    folder.mkdir(parents=True, exist_ok=True)
    for name, sheet in pdf.sheets().items():
        (folder / f"{name}.pdf").write_bytes(bytes(sheet.output()))


def _of_manual(text: str, place: str, target: Path) -> str:
    """A page of the manual with its pictures, the list of messages, the languages and what is to be printed."""
    language = source.language_of(place)
    here = posixpath.dirname(place)

    def picture(found: re.Match[str]) -> str:
        shown = pictures.screen(language, found[1])
        path = f"manual/screens/{language}/{found[1]}.png"
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        (target / path).write_bytes(shown.png)
        words = re.sub(r"[\[\]]", "", shown.words)
        return f"![{words}]({posixpath.relpath(path, here)}){{.screen}}"

    text = source.SCREEN.sub(picture, text.replace(f"\n{source.NEW_SHEET}\n\n", ""))
    if place == "manual/messages.md":
        text += "\n" + source.messages()
    printed = {"manual/quick.md": f"quick_{languages.FIRST}", "manual/index.md": "manual"}
    printed |= {f"manual/quick/{name}.md": f"quick_{name}" for name in languages.languages()}
    if place not in printed:
        return text
    line = [f"[PDF]({posixpath.relpath(f'{PRINT}/{printed[place]}.pdf', here)}){{.print}}"]
    if printed[place] != "manual":
        line = [_to_language(name, own, language, here) for name, own in languages.by_number()] + line
    head, _, rest = text.partition("\n")
    return f"{head}\n\n{' · '.join(line)}\n{rest}"


def _to_language(name: str, own: str, language: str, here: str) -> str:
    place = source.quick(name).relative_to(source.FOLDER.parent).as_posix()
    return f"**{own}**" if name == language else f"[{own}]({posixpath.relpath(place, here)})"


def _linked(text: str, name: str, place: str, places: dict[str, str]) -> str:
    return LINK.sub(lambda found: _link(found, name, place, places), text)


def _link(found: re.Match[str], name: str, place: str, places: dict[str, str]) -> str:
    bang, text, target = found.groups()
    if re.match(r"[a-z]+:|#", target):
        return found[0]
    path, _, anchor = target.partition("#")
    there = posixpath.normpath(posixpath.join(posixpath.dirname(name), path))
    for guess in (there, there + "/README.md"):
        if guess in places:
            new = posixpath.relpath(places[guess], posixpath.dirname(place) or ".")
            return f"{bang}[{text}]({new}{'#' + anchor if anchor else ''})"
    return text
