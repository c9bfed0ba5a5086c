# Starts the tests of the page, which run under node in a real browser: a short lane here, all by `make webtest`.

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from host_tests.image.test_uf2 import program, write
from host_tests.support.live_port import live, older_image
from tools import image
from tools.image import uf2
from tools.site import build

ROOT = Path(__file__).resolve().parents[2]
HERE = ROOT / "host_tests" / "site"
NAMES = ("chromium", "chromium-browser", "google-chrome")
LIMIT = "--test-timeout=400000"  # ms for one file: whoever hangs is named
BROWSER = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
NEEDS = pytest.mark.skipif(
    not (BROWSER and shutil.which("node") and (build.NODE / "playwright-core").is_dir()),
    reason="the page was not tried in a browser: that needs Chromium, node and make site (make doctor says how)",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "site"
    build.write(build.with_service_worker(build.page_files()), folder)
    return folder


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A MicroPython file, and beside it what make uf2 makes of it."""
    folder = tmp_path_factory.mktemp("given")
    path = write(folder / "micropython.uf2", program())
    uf2.build("pico", path, image.build("pico", folder / "fs").folder, folder / "micropython.uf2.wanted")
    return str(path)


def node(site: Path, *words: str, **given: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "CHROMIUM": str(BROWSER), "SITE": str(site), "PYTHON": sys.executable, **given}
    environment.pop("NODE_TEST_CONTEXT", None)
    command = ["node", "--test", LIMIT, *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


def told(done: subprocess.CompletedProcess[str]) -> str:
    return (
        "\n".join(line for line in done.stdout.splitlines() if "not ok" in line or "error:" in line)
        or done.stdout[-800:]
    )


@NEEDS
@pytest.mark.parametrize(("name", "count"), [("page", 4), ("board", 2)])
def test_the_page_in_a_browser(name: str, count: int, site: Path, given: str) -> None:
    done = node(site, "--test-name-pattern=^short:", str(HERE / f"{name}.test.mjs"), GIVEN=given)
    assert done.returncode == 0, told(done)
    assert f"# pass {count}" in done.stdout, done.stdout[-400:]


@NEEDS
@pytest.mark.web
def test_all_that_the_page_promises(site: Path) -> None:
    done = node(site, str(HERE / "whole.test.mjs"))
    assert done.returncode == 0, told(done)
    assert "# pass 0" not in done.stdout


@NEEDS
@pytest.mark.web
def test_the_page_brings_the_image_onto_a_live_unit(site: Path, given: str, tmp_path: Path) -> None:
    folder = older_image(tmp_path)
    with live(tmp_path / "live", folder, "--usb") as unit:
        unit.do(do="speed", factor=0)
        unit.until("fault", "S32")
        unit.do(do="speed", factor=1)
        done = node(site, str(HERE / "board.test.mjs"), GIVEN=given, CONSOLE=unit.console)
    assert done.returncode == 0, told(done)
    assert "# pass 4" in done.stdout and "# skipped 0" in done.stdout, done.stdout[-400:]
