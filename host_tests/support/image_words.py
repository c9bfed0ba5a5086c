# Puts a program that asks a part of the image for its names into the image's own words. Runs nothing.

from __future__ import annotations

import io
import tokenize

from tools.image import short_names
from tools.image.joined_files import HOMES


def in_image_words(text: str, names: dict[str, str]) -> str:
    """The program with `names` (of the Image) as the image has them; its own that are called like a short one give way.

    What it asks for in strings must be a name that the image keeps.
    """
    for member, home in HOMES.items():  # what shares its file with others is imported from there
        text = text.replace(f"from {member} import", f"from {home} import")
    data = text.encode()
    words = {token.string for token in tokenize.tokenize(io.BytesIO(data).readline) if token.type == tokenize.NAME}
    own = {short: short + "_of_its_own" for short in names.values() if short in words}
    return short_names.renamed(data, {**names, **own}).decode()
