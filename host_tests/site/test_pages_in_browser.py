# Starts the tests of the manual and the pages for makers in a real browser, by `make webtest`.

from __future__ import annotations

from pathlib import Path

import pytest

from host_tests.site.test_page import HERE, NEEDS, node, told
from tools.site import build, pages


@NEEDS
@pytest.mark.web
def test_the_pages_in_a_browser(tmp_path: Path) -> None:
    docs = {f"docs/{name}": content for name, content in pages.build().items()}
    build.write(docs | {"index.html": b"<p>The unit's page has tests of its own."}, tmp_path / "site")
    done = node(tmp_path / "site", str(HERE / "pages.test.mjs"))
    assert done.returncode == 0, told(done)
    assert "# pass 31" in done.stdout, done.stdout[-400:]
