# Puts the site together: the unit's page, the runtime and libraries from npm, the bundle. Serves nothing.
"""What it writes depends on the sources and the pinned packages alone. The service worker names every file that the
page needs offline, and a version made of their contents: another byte anywhere is another version.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

from tools import image
from tools.scenario import fault_catalogue, loader
from tools.scenario.schema import FLASH_AT_ONCE
from tools.scenario.schema_types import Word
from tools.site import board_pack, bundle

Json = dict[str, Any]

ROOT = image.ROOT
PAGE = Path(__file__).resolve().parent / "page"
NODE = ROOT / ".node" / "node_modules"
SCENARIO = ROOT / "tools" / "live" / "scenario.json"
# From npm: where it lies, what it is called on the site.
PACKAGES = {
    "micropython.mjs": "@micropython/micropython-webassembly-pyscript/micropython.mjs",
    "micropython.wasm": "@micropython/micropython-webassembly-pyscript/micropython.wasm",
    "uplot.js": "uplot/dist/uPlot.esm.js",
    "uplot.css": "uplot/dist/uPlot.min.css",
}
BOARD = "pico"
LIMIT_BYTES = 700_000  # gzipped, without manual and pages for makers


class SiteError(Exception):
    """The site cannot be built. The message names the next step."""


def faults() -> list[Json]:
    """The catalogue with each value's default, as the live unit wants it. Modes that need a value are left out."""
    return [
        {"name": part.name, "about": part.about, "modes": [_mode(mode) for mode in part.modes]}
        for part in fault_catalogue.PARTS
    ]


def _mode(mode: Word) -> Json:
    values = {value.name: value.default for value in mode.values}
    return {"name": mode.name, "about": mode.about, "values": values, "lasts": mode.lasts}


def unit(root: Path = ROOT) -> Json:
    """What the page is told of the unit: the normalised scenario of a sound one, the faults, the version.

    Its flash takes no time: the model of a file system that stands in for LittleFS writes other blocks.
    """
    scenario = loader.load(str(SCENARIO), None)
    scenario["board"] |= FLASH_AT_ONCE
    return {"version": image.read_version(root), "scenario": scenario, "faults": faults()}


def page_files(node: Path = NODE) -> dict[str, bytes]:
    """The page and all it loads, by name. Raises SiteError, ImageError, Uf2Error."""
    found = {path.name: path.read_bytes().replace(b"\r\n", b"\n") for path in sorted(PAGE.iterdir()) if path.is_file()}
    for name, path in PACKAGES.items():
        if not (node / path).is_file():
            raise SiteError(f"the package of {name} is not there. Run: make site (it needs node and npm: make doctor)")
        found[name] = (node / path).read_bytes()
    unit_files = bundle.files(BOARD)
    found["unit.pack"] = bundle.pack(unit_files, image.read_version())
    found["board.pack"] = board_pack.build(BOARD, unit_files)
    found["unit.json"] = json.dumps(unit(), separators=(",", ":"), sort_keys=True).encode("utf-8")
    return found


def with_service_worker(found: dict[str, bytes]) -> dict[str, bytes]:
    """Its list and version filled in."""
    names = sorted(name for name in found if name != "sw.js")
    digest = hashlib.sha256(b"".join(name.encode() + b"\0" + found[name] for name in [*names, "sw.js"])).hexdigest()[
        :16
    ]
    listed = json.dumps(["./", *names])
    worker = found["sw.js"].decode("utf-8").replace('["@FILES@"]', listed).replace("@VERSION@", f"ionto-{digest}")
    return {**found, "sw.js": worker.encode("utf-8")}


def write(found: dict[str, bytes], folder: Path) -> None:
    """Replace the folder as a whole."""
    made = folder.with_name(folder.name + ".new")
    shutil.rmtree(made, ignore_errors=True)
    for name, content in sorted(found.items()):
        path = made / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    shutil.rmtree(folder, ignore_errors=True)
    made.rename(folder)
