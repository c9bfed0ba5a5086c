# The command `python -m tools.manual`: the manual and the quick guides as PDF. Exit code 1: a guide is
# too long; 2: something is missing.

from __future__ import annotations

import sys
from pathlib import Path

from tools.command_line import Parser
from tools.image import languages
from tools.manual import pdf, pictures, source

QUICK_PAGES = 2


def main(words: list[str]) -> int:
    """Runs the command; returns its exit code."""
    parser = Parser("manual", "tools.manual", "The manual in English and the quick guide in every language, to print.")
    parser.add_argument("--out", type=Path, default=Path("build/manual"), help="the folder (default: build/manual)")
    asked = parser.parse_args(words)
    try:
        asked.out.mkdir(parents=True, exist_ok=True)
        sheets = pdf.sheets()
        for name, sheet in sheets.items():
            (asked.out / f"{name}.pdf").write_bytes(bytes(sheet.output()))
    except (pdf.PdfError, pictures.PictureError, languages.LanguageError) as error:
        print(f"manual: {error}", file=sys.stderr)
        return 2
    except OSError as error:
        print(f"manual: {asked.out}: {error.strerror}. Name a folder that can be written", file=sys.stderr)
        return 2
    long = [name for name, sheet in sheets.items() if name != "manual" and sheet.pages_count != QUICK_PAGES]
    if long:
        told = f"{long[0]} does not have {QUICK_PAGES} pages. Shorten docs/manual/{_page(long[0])}"
        print(f"manual: {told}", file=sys.stderr)
        return 1
    pages = sheets["manual"].pages_count
    print(f"manual: {asked.out}/, {pages} pages, and {len(sheets) - 1} quick guides of {QUICK_PAGES} pages")
    return 0


def _page(sheet: str) -> str:
    return source.quick(sheet.removeprefix("quick_")).relative_to(source.FOLDER).as_posix()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
