# Makes the pages around the unit from docs/ and the board's page with MkDocs: what is staged, which links stay, the
# page of all messages. Decides no text but that page's heads.

from __future__ import annotations

import csv
import os
import posixpath
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.image import ROOT

CONFIG = ROOT / "docs" / "mkdocs.yml"
TEXTS = ROOT / "firmware" / "languages" / "en.csv"
FAULTS = ROOT / "firmware" / "ionto" / "safety" / "faults.py"
SUFFIXES = (".md", ".svg", ".png", ".csv", ".txt")
LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^)\s]+)\)")
KINDS = {
    "S": ("S: it does not start", "The self-test refuses the start. Nothing was switched on."),
    "F": (
        "F: cut off, and it stays off",
        "The output was opened at once. Nothing flows until the power was off and the test has passed.",
    ),
    "C": ("C: led to zero", "The treatment was ended gently."),
    "R": ("R: not today, or not so", "The unit says why."),
    "L": ("L: locked", "Only whoever built it opens it again."),
}


class PagesError(Exception):
    """The pages cannot be made. The message names the next step."""


def build(root: Path = ROOT) -> dict[str, bytes]:
    """Every file of the pages by its path below docs/. Raises PagesError."""
    with tempfile.TemporaryDirectory() as scratch:
        work = Path(scratch)
        stage(work / "pages", root)
        shutil.copyfile(CONFIG, work / "mkdocs.yml")
        words = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "-f", str(work / "mkdocs.yml")]
        environment = {**os.environ, "SOURCE_DATE_EPOCH": "315532800", "NO_MKDOCS_2_WARNING": "1"}
        done = subprocess.run(words, capture_output=True, text=True, check=False, env=environment)
        if done.returncode != 0:
            raise PagesError(f"MkDocs does not make the pages: {(done.stderr or done.stdout).strip()[-600:]}")
        out = work / "out"
        found = {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}
    return {name: content for name, content in sorted(found.items()) if not name.startswith("sitemap.")}


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
            text = (root / name).read_text("utf-8")
            path.write_text(_linked(text, name, place, places), "utf-8")
        else:
            shutil.copyfile(root / name, path)
    with (target / "manual" / "messages.md").open("a", encoding="utf-8") as file:
        file.write("\n" + messages())
    (target / "index.md").write_text(
        "# ionto\n\n[The manual](manual/index.md) · [Build one](maker/index.md)\n", "utf-8"
    )


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


def messages() -> str:
    """Every fault, refusal and lock: what the glass says, and what to do, from the firmware's own texts."""
    with TEXTS.open(encoding="utf-8", newline="") as file:
        texts = {row["key"]: row["text"] for row in csv.DictReader(file)}

    def said(key: str) -> str:
        text = texts.get(key, "")
        while text.startswith("="):
            text = texts.get(text[1:], "")
        return text.replace("|", " ").replace("\u00ad", "").strip()

    codes = re.findall(r"^([A-Z_0-9]+) = const\((\d{3})\)", FAULTS.read_text("utf-8"), re.MULTILINE)
    lines: list[str] = []
    for kind, (head, about) in KINDS.items():
        lines += [f"## {head}", "", about, "", "| code | the glass says | what to do |", "| --- | --- | --- |"]
        for name, number in codes:
            if "?SFCRL"[int(number) // 100] == kind and said(f"cause.{name}"):
                lines.append(f"| {kind}{int(number) % 100:02d} | {said(f'cause.{name}')} | {said(f'next.{name}')} |")
        lines.append("")
    return "\n".join(lines)
