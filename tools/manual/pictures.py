# Draws the manual's screens, each in the language of its page, with the code of `make gallery`. Decides no screen.

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache

from PIL import ImageOps

from tools.image import languages
from tools.panel import gallery
from tools.panel.examples import EXAMPLES, draw, make_status
from tools.panel.sheet import picture

ZOOM = 3
RIM = 6  # dark, so that a bright bar has an edge on paper


class PictureError(Exception):
    """A page shows a screen that there is not. The message names the next step."""


@dataclass(frozen=True)
class Screen:
    """A picture as PNG, and the words on it."""

    png: bytes
    words: str


@cache
def screen(name: str, example: str) -> Screen:
    """The screen of an example in a language. Raises PictureError, LanguageError, ImportError."""
    if example not in EXAMPLES:
        raise PictureError(f"there is no screen {example!r}. Take a name of tools/panel/examples.py")
    gallery.speak(name)
    try:
        file = io.BytesIO()
        glass = ImageOps.expand(picture(draw(make_status(example)), ZOOM), RIM, 0)
        glass.convert("1").save(file, "PNG", optimize=True)
        words = gallery.words_of(example)
    finally:
        gallery.speak(languages.FIRST)
    return Screen(file.getvalue(), " ".join(word for word in words if word.strip()))
