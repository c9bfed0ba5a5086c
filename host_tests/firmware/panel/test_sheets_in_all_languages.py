# The desk's pages, each in every language but English, which test_sheets.py has: nothing cut, nothing over another.

from __future__ import annotations

import pytest

from host_tests.firmware.panel import test_sheets as pages
from host_tests.support.panel_glass import looked_at
from tools.image import languages
from tools.panel import gallery


@pytest.mark.parametrize("speech", languages.languages()[1:])
def test_nothing_is_cut_or_over_something_else(speech: str) -> None:
    gallery.speak(speech)
    try:
        seen = set()
        for name, page in pages.PAGES.items():
            for desk in pages.walk(page):
                status = desk.scene or pages.status_of(desk)
                key = (name, status.state, desk.sheet.title, tuple(desk.sheet.rows), desk.sheet.cursor)
                if key not in seen:
                    seen.add(key)
                    assert looked_at(status)[0] == [], key
        assert len(seen) > 30
    finally:
        gallery.speak(languages.FIRST)
