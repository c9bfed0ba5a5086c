# Starts the tests of the page, which run under node in a real browser: a short lane here, all by `make webtest`.

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools.site import build

ROOT = Path(__file__).resolve().parents[2]
HERE = ROOT / "host_tests" / "site"
NAMES = ("chromium", "chromium-browser", "google-chrome")
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


def node(site: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "CHROMIUM": str(BROWSER), "SITE": str(site), "PYTHON": sys.executable}
    environment.pop("NODE_TEST_CONTEXT", None)
    return subprocess.run(["node", "--test", *words], capture_output=True, text=True, check=False, env=environment)


def told(done: subprocess.CompletedProcess[str]) -> str:
    return (
        "\n".join(line for line in done.stdout.splitlines() if "not ok" in line or "error:" in line)
        or done.stdout[-800:]
    )


@NEEDS
@pytest.mark.parametrize("name", ["page"])
def test_the_page_in_a_browser(site: Path, name: str) -> None:
    done = node(site, str(HERE / f"{name}.test.mjs"))
    assert done.returncode == 0, told(done)
    assert "# pass 0" not in done.stdout


@NEEDS
@pytest.mark.web
def test_all_that_the_page_promises(site: Path) -> None:
    done = node(site, str(HERE / "whole.test.mjs"))
    assert done.returncode == 0, told(done)
    assert "# pass 0" not in done.stdout
