# The unit under MicroPython in WebAssembly records what the native interpreter records, byte for byte; a session on the
# page, saved as a scenario, too. And what the site is made of: the same bytes from two builds, no foreign address.

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tools import image
from tools.run import setup
from tools.scenario import loader, program_files
from tools.scenario.schema import FLASH_AT_ONCE
from tools.site import build, bundle

ROOT = Path(__file__).resolve().parents[2]
RUN = ROOT / "host_tests" / "site" / "run_in_wasm.mjs"
RUNTIME = ROOT / "tools" / "site" / "page" / "runtime.js"
PACKAGE = build.NODE / build.PACKAGES["micropython.mjs"]
RECORDING = ("trace.i32", "body_changes.i32", "events.csv")
NEEDS = pytest.mark.skipif(
    not (shutil.which("node") and PACKAGE.is_file()),
    reason="the page's lanes need node and its packages: make site (make doctor says how to get node)",
)

# A whole treatment, and one of each kind: faults of parts and buses, resets, exceptions, memory, flash.
SCENARIOS = (
    "treatment/default",
    "bus/recovered_after_reset",
    "cause/plug:falls_out",
    "fault/adc_dac:frozen",
    "fault/ctrl_c_treatment",
    "fault/dac:bit",
    "fault/flash:cut_at_byte",
    "fault/flash:full",
    "fault/hang_main_loop",
    "fault/i2c0:hang_at_byte",
    "fault/leg_rev:high",
    "fault/load_soft_water",
    "fault/mcu:alloc_fail",
    "fault/mcu:exception",
    "fault/oled:nack",
    "limit/battery:sags",
)


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("site") / "unit.pack"
    path.write_bytes(bundle.build("pico"))
    return path


def wanted(name: str, end_ms: int | None = None) -> dict[str, Any]:
    """The scenario with a flash that takes no time: LittleFS and the model of it write other blocks."""
    found = loader.load(name, None)
    found["board"] |= FLASH_AT_ONCE
    program_files.locate(found, image.build_for_simulation("pico"), name)
    return {**found, "end_ms": end_ms or found["end_ms"]}


def both(scenario: dict[str, Any], pack: Path, folder: Path) -> None:
    """Runs it here and there; the recordings have the same bytes, and something is in them."""
    given = folder / "normal.json"
    loader.write(scenario, given)
    (folder / "native" / "screens").mkdir(parents=True)
    process = [*setup.interpreter_command("micropython"), str(ROOT / "tools" / "harness" / "process.py")]
    native = [*process, str(given), str(folder / "native"), "--image", str(image.build_for_simulation("pico"))]
    environment = {**os.environ, "MICROPYPATH": ".frozen"}
    done = subprocess.run(native, capture_output=True, text=True, check=False, env=environment)
    assert "\nZ {" in done.stdout, done.stdout[-500:] + done.stderr[-500:]
    words = ["node", str(RUN), str(pack), str(PACKAGE), str(RUNTIME), str(given), str(folder / "wasm")]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-500:] + done.stderr[-500:]
    for name in RECORDING:
        one, other = (folder / "native" / name).read_bytes(), (folder / "wasm" / name).read_bytes()
        assert one
        assert one == other, f"{name}: {len(one)} and {len(other)} bytes"


@NEEDS
def test_a_minute_of_treatment_leaves_the_same_recording(pack: Path, tmp_path: Path) -> None:
    both(wanted("treatment/default", 60_000), pack, tmp_path)


@NEEDS
@pytest.mark.web
@pytest.mark.parametrize("name", SCENARIOS)
def test_scenarios_leave_the_same_recording(name: str, pack: Path, tmp_path: Path) -> None:
    both(wanted(name), pack, tmp_path)


def test_the_bundle_is_the_same_twice_and_holds_the_image(pack: Path) -> None:
    again = bundle.build("pico")
    assert again == pack.read_bytes()
    data = gzip.decompress(again)
    size = int.from_bytes(data[:4], "little")
    files = {path: data[4 + size + at : 4 + size + at + n] for path, at, n in json.loads(data[4 : 4 + size])["files"]}
    shipped = image.tree(image.build_for_simulation("pico"))
    assert {
        path.removeprefix("image/"): content for path, content in files.items() if path.startswith("image/")
    } == shipped
    plain = [path for path in files if path.startswith("plain/") and path.endswith(".py")]
    assert sorted(plain) == ["plain/boot.py", "plain/main.py", "plain/rescue_main.py"]


@NEEDS
def test_the_site_is_the_same_twice_small_and_names_no_foreign_address() -> None:
    page = build.with_service_worker(build.page_files())
    assert page == build.with_service_worker(build.page_files())
    assert sum(len(gzip.compress(content, 9)) for content in page.values()) <= build.LIMIT_BYTES
    own = {name: page[name].decode("utf-8") for name in page if (build.PAGE / name).is_file()}
    foreign = re.compile(r"https?://(?!www\.w3\.org/2000/svg)[^\s\"')]+")
    assert {name: foreign.findall(text) for name, text in own.items() if foreign.search(text)} == {}
    listed = json.loads(re.search(r"const FILES = (\[.*\]);", own["sw.js"])[1])  # type: ignore[index]
    assert sorted(listed) == sorted(["./", *(name for name in page if name != "sw.js")])
