# Draws every screen in every language into build/gallery/, and writes what stands on them, to see what has changed.
"""build/gallery/LANGUAGE/NN_NAME.png is a screen by its example, four times enlarged; sheet_LANGUAGE.png all of them.
NAME stays while examples.py keeps it; NN is its place there. build/gallery/LANGUAGE/FLOW/PICTURE.png is what the
simulated unit shows in a flow of flows.py, FLOW_LANGUAGE.png all of one. docs/wording/LANGUAGE.txt holds a line a
screen: its texts in the order in which they are drawn, apart by ` | `. A test holds it to the screens.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path
from unittest import mock

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "firmware"), str(ROOT / "tools" / "sim" / "shims")]

from ionto.panel import language  # noqa: E402
from ionto.panel.draw import fonts  # noqa: E402
from ionto.panel.draw.glyph_blit import Font  # noqa: E402
from tools.command_line import Parser  # noqa: E402
from tools.image import languages  # noqa: E402
from tools.live.client import LiveError  # noqa: E402
from tools.panel import flows  # noqa: E402
from tools.panel.examples import EXAMPLES, draw, make_status  # noqa: E402
from tools.panel.sheet import write_sheet  # noqa: E402
from tools.run.setup import SetupError  # noqa: E402
from tools.scenario.errors import ScenarioError  # noqa: E402

WORDING = ROOT / "docs" / "wording"
BLIT = Font.blit


def speak(name: str) -> None:
    """The panel has this language from now on."""
    language.load(io.BytesIO(languages.data_file(languages.wording(name, languages.read()))))


def words_of(name: str) -> list[str]:
    """The texts that an example shows, in the order in which they are drawn."""
    told: list[str] = []

    def blit(font: Font, picture: bytearray, data: bytes, start: int, *place: int) -> int:
        if font.cap:
            line = bytes(data[start:]).split(b"\0")[0].split(b"\n")[0]
            told.append("".join(chr(code) if code < 128 else fonts.EXTRA[code - 128] for code in line))
        return BLIT(font, picture, data, start, *place)

    with mock.patch.object(Font, "blit", blit):
        draw(make_status(name))
    return told


def wording(name: str) -> str:
    """A line a screen."""
    speak(name)
    try:
        return "".join(f"{example}: {' | '.join(words_of(example))}\n" for example in EXAMPLES)
    finally:
        speak(languages.FIRST)


def clean(folder: Path, name: str) -> None:
    """No picture of this language is left from a run before; what is no picture stays."""
    for path in [*(folder / name).rglob("*.png"), *folder.glob(f"*_{name}.png")]:
        path.unlink()


def write(folder: Path, names: list[str]) -> None:
    """The pictures of these languages, each screen by its example; what a run before has drawn of them is gone."""
    for name in names:
        clean(folder, name)
        speak(name)
        try:
            write_sheet(folder / name)
            (folder / name / "sheet.png").replace(folder / f"sheet_{name}.png")
        finally:
            speak(languages.FIRST)


def main(words: list[str]) -> int:
    """Exit code 0: drawn; 1: the simulated unit did not run; 2: wrong words, no Pillow, or no folder to write to."""
    parser = Parser("gallery", "tools.panel.gallery", "Draw every screen in every language.")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "gallery", help="where the pictures are written")
    parser.add_argument("--wording", action="store_true", help="write docs/wording/ anew, no pictures")
    parser.add_argument("--language", default="", choices=["", *languages.languages()], help="only this one")
    parser.add_argument("--examples", action="store_true", help="only the examples: no simulated unit is driven")
    asked = parser.parse_args(words)
    try:
        if asked.wording:
            WORDING.mkdir(parents=True, exist_ok=True)
            for name in languages.languages():
                (WORDING / f"{name}.txt").write_text(wording(name), encoding="utf-8")
        else:
            names = [asked.language] if asked.language else languages.languages()
            write(asked.out, names)
            for name in () if asked.examples else names:
                flows.write(asked.out, name)
    except ImportError:
        print("gallery: Pillow is not installed here. Install it: make run", file=sys.stderr)
        return 2
    except (LiveError, ScenarioError, SetupError) as error:
        print(f"gallery: {error}", file=sys.stderr)
        return 1
    except (OSError, languages.LanguageError) as error:
        print(f"gallery: {error}. Name a folder that can be written, or mend the language", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
