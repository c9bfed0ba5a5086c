# The command that makes ionto/panel/texts.py anew after a change in firmware/languages/en.csv or safety/faults.py.

from __future__ import annotations

import sys

from tools.command_line import Parser
from tools.image import languages
from tools.image.names import FoldError


def main(words: list[str]) -> int:
    """Exit code 0: made, or as made; 1: --check found a difference; 2: what it is made from is wrong."""
    parser = Parser("texts", "tools.image.texts", "Make ionto/panel/texts.py anew from firmware/languages/en.csv.")
    parser.add_argument("--check", action="store_true", help="write nothing: is it as made?")
    asked = parser.parse_args(words)
    try:
        made = languages.module(languages.read())
        target = languages.ROOT / languages.TEXTS
        if not asked.check:
            target.write_bytes(made)
        elif not target.exists() or target.read_bytes() != made:
            print(f"texts: {languages.TEXTS} is not as made. Make it anew: {languages.COMMAND}", file=sys.stderr)
            return 1
    except (languages.LanguageError, FoldError, OSError) as error:
        print(f"texts: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
