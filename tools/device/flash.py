"""Brings the image onto a board: into the slot not in use, checked there, then chosen by one rename. Decides the order,
so that a cut at any byte leaves the old image whole or the new one (docs/house.md). mpremote carries every byte."""

from __future__ import annotations

import argparse
import hashlib
import json
import struct
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mpremote.transport import TransportError
from mpremote.transport_serial import SerialTransport

from tools import image, slots
from tools.command_line import Parser
from tools.device import codes, port, prompt_programs
from tools.device.desk import Desk, DeskError, Hello

for _folder in ("firmware", "tools/sim/shims"):
    sys.path.append(str(image.ROOT / _folder))
from ionto.safety import faults  # noqa: E402

CHUNK = 4096  # bytes that one program at the prompt writes
AT_ONCE = 8  # files that it copies
BLOCK = 4096
BAR = 30


class FlashError(Exception):
    """The image was not brought over. The message says what to do, and what runs now."""


@dataclass
class Board:
    """What the prompt tells: slots' files by hash, free bytes, the chosen slot ("" for none)."""

    told: dict[str, Any]

    def whole(self, slot: str) -> bool:
        """Whether a slot holds what its manifest says, and nothing else."""
        has = {path: digest for path, digest in self.told["slots"][slot].items() if digest and path != "unproven"}
        has.pop(slots.MANIFEST, None)
        try:
            return bool(has) and json.loads(self.told["manifests"][slot])["files"] == has
        except (ValueError, KeyError, TypeError):
            return False

    @property
    def chosen(self) -> str:
        """The slot in use, as boot.py takes it; "" where none can be."""
        first = slots.SLOTS[1] if self.told["chosen"] == slots.SLOTS[1] else slots.SLOTS[0]
        order = (first, *(slot for slot in slots.SLOTS if slot != first))
        return next((slot for slot in order if self.whole(slot)), "")

    @property
    def target(self) -> str:
        """The slot not in use."""
        return slots.SLOTS[1] if self.chosen == slots.SLOTS[0] else slots.SLOTS[0]


def look(transport: SerialTransport, board: str) -> Board:
    """Ask a board at its prompt what it is and holds. Raises FlashError for one that the image does not fit."""
    needs = json.loads((image.ROOT / "boards" / board / "board.json").read_text("utf-8"))
    port.execute(transport, prompt_programs.TOOLS)
    said = port.execute(transport, prompt_programs.look(board))
    try:
        told = json.loads(said)
    except ValueError:
        raise FlashError(f"the board answers {said[:60]!r}: no MicroPython as expected. Repeat the command") from None
    version = tuple(told["version"][:2])
    oldest = tuple(int(number) for number in needs["micropython_min"].split("."))
    if told["name"] != "micropython":
        raise FlashError(f"the board runs {told['name']}, not MicroPython. Install it: make uf2 BOARD={board}")
    if version < oldest:
        raise FlashError(
            f"this MicroPython is {version[0]}.{version[1]}; the unit needs {needs['micropython_min']} or newer. "
            f"Save the records (make backup), then install both: make uf2 BOARD={board}"
        )
    for misfit in needs["misfits"]:
        if misfit in told["machine"]:
            raise FlashError(f"the board is a {misfit}: this image does not fit. Use a {needs['title']}")
    if needs["mcu"] not in told["machine"]:
        raise FlashError(f"the board is '{told['machine']}', not a {needs['title']}. Name another: BOARD=")
    if told["busy"]:
        raise FlashError(
            f"{', '.join(told['busy'])} is high: something is driven. Switch the unit off and on, cable in"
        )
    return Board(told)


def _quiet(done: int, whole: int) -> None:
    pass


def install(
    transport: SerialTransport, board: Board, files: dict[str, bytes], tell: Callable[[int, int], None] = _quiet
) -> int:
    """Bring `files`, an image by path, into the slot not in use, and choose it; how many bytes went over the cable.

    Raises FlashError or PortError; whatever happens, the slot in use is not touched.
    """
    told, target, chosen = board.told, board.target, board.chosen
    wanted = {path: hashlib.sha256(data).hexdigest() for path, data in files.items()}
    if chosen:
        _root_files(transport, told["slots"][chosen], chosen, told["root"])  # an update that was interrupted last
    here = told["slots"][chosen] if chosen else {}
    if chosen and {path: digest for path, digest in here.items() if digest} == wanted:
        return 0
    there = dict(told["slots"][target])
    run = f"gone('/{target}/{slots.MANIFEST}')\ngone('/{target}/unproven')\n"
    there.pop(slots.MANIFEST, None)
    folders = {path.rpartition("/")[0] for path in files if "/" in path}
    folders |= {folder[:at] for folder in folders for at, c in enumerate(folder) if c == "/"}
    strays = sorted(
        (path for path in there if path.rstrip("/") not in wanted and path.rstrip("/") not in folders), reverse=True
    )
    for path in strays:
        run += f"os.{'rmdir' if path.endswith('/') else 'remove'}({'/' + target + '/' + path.rstrip('/')!r})\n"
    port.execute(transport, run)
    missing = [path for path in wanted if there.get(path) != wanted[path] and path != slots.MANIFEST]
    need = sum(-(-len(files[path]) // BLOCK) * BLOCK for path in missing) + 8 * BLOCK
    if need > told["free"] + sum(BLOCK for _ in strays):
        raise FlashError(
            f"the flash has {told['free'] // 1024} KB free, the image needs {need // 1024}. Remove what is not "
            "the unit's, or save the records (make backup) and install anew: make uf2"
        )
    made = {path.rstrip("/") for path in there if path.endswith("/")}
    for folder in ["", *sorted(folders - made)]:
        port.execute(transport, f"try:\n os.mkdir({f'/{target}/{folder}'.rstrip('/')!r})\nexcept OSError:\n pass\n")
    by_hash = {digest: path for path, digest in here.items() if digest}
    over = [path for path in missing if wanted[path] not in by_hash]
    whole = sum(len(files[path]) for path in over) + len(files[slots.MANIFEST])
    done = 0
    copies = [(by_hash[wanted[path]], path) for path in missing if path not in over]  # the other slot has them
    for at in range(0, len(copies), AT_ONCE):
        port.execute(
            transport,
            f"for n, m in {copies[at : at + AT_ONCE]!r}:\n"
            f" with open('/{chosen}/' + n, 'rb') as f, open('/{target}/' + m, 'wb') as g:\n  g.write(f.read())\n"
            " print('.', end='')\n",  # mpremote waits 10 s for the next byte
        )
    for path in [*over, slots.MANIFEST]:
        _write(transport, f"/{target}/{path}", files[path])
        done += len(files[path])
        tell(done, whole)
    has = json.loads(port.execute(transport, f"import json\nprint(json.dumps(hashes('/{target}')))"))
    wrong = sorted(path for path in {*has, *wanted} if not path.endswith("/") and has.get(path) != wanted.get(path))
    if wrong:
        raise FlashError(f"{wrong[0]} arrived damaged on the board; the old program stays. Repeat the command")
    port.execute(
        transport,
        f"f = open('/{slots.CHOSEN}.new', 'w')\nf.write({target!r})\nf.close()\n"
        f"os.rename('/{slots.CHOSEN}.new', '/{slots.CHOSEN}')",
    )
    _root_files(transport, wanted, target, told["root"])
    return done


def _root_files(transport: SerialTransport, hashes: dict[str, str], slot: str, root: dict[str, str]) -> None:
    """The root's own files, from a slot that is whole: each written beside, then renamed."""
    for name, copied in slots.ROOT_FILES:
        if root[name] != hashes[copied]:
            port.execute(
                transport,
                f"with open('/{slot}/{copied}', 'rb') as f, open('/{name}.new', 'wb') as g:\n g.write(f.read())\n"
                f"if digest('/{name}.new') != {hashes[copied]!r}: raise OSError('damaged')\n"
                f"os.rename('/{name}.new', '/{name}')",
            )
            root[name] = hashes[copied]


def _write(transport: SerialTransport, path: str, data: bytes) -> None:
    try:
        transport.fs_writefile(path, data, chunk_size=CHUNK)
    except (TransportError, struct.error):
        raise port.lost(transport.device_name) from None
    except OSError as error:
        if error.errno == 28:
            raise FlashError(
                "the flash is full; the old program stays. Remove what is not the unit's, then repeat"
            ) from None
        raise


def verdict(transport: SerialTransport) -> Hello:
    """Restart the unit and wait for its self-test on the cable. Raises DeskError, PortError, FlashError."""
    port.restart(transport)
    hello = Desk(transport).verdict()
    if hello.fault == faults.USB_PRESENT:
        return hello
    why = f"says {codes.label(hello.fault)}: {codes.cause(hello.fault)}" if hello.fault else "does not end"
    raise FlashError(
        f"the new program runs, but its self-test {why} {codes.next_step(hello.fault)} docs/codes.md says more"
    )


def bar(done: int, whole: int) -> None:
    """How much has gone over."""
    if sys.stderr.isatty():
        full = BAR * done // max(whole, 1)
        print(f"\r[{'#' * full}{'.' * (BAR - full)}] {done // 1024} of {whole // 1024} KB", end="", file=sys.stderr)


def for_the_chip(board: str, mpy: int) -> dict[str, bytes]:
    """The image for what the board runs: its own, or the portable one for a simulated unit."""
    with tempfile.TemporaryDirectory() as scratch:
        made = image.build(board, Path(scratch) / "fs", portable=mpy >> 10 & 15 != prompt_programs.ARMV6M)
        return image.tree(made.folder)


def run(asked: argparse.Namespace) -> str:
    """The whole command; what to say at its end. Raises FlashError, PortError, DeskError, ImageError."""
    if asked.board not in image.boards():
        raise FlashError(f"no board '{asked.board}'. Known: {', '.join(image.boards())}")
    path = port.choose(asked.port)
    print(f"flash: {path}", flush=True)
    with port.opened(path) as transport:
        port.to_prompt(transport)
        board = look(transport, asked.board)
        told = board.told
        straps = " ".join(map(str, told["identity"]))
        version = ".".join(map(str, told["version"]))
        print(
            f"flash: {told['machine']}, MicroPython {version}, ID1 ID0 {straps}, slot {board.chosen or 'none'} in use"
        )
        files = for_the_chip(asked.board, told["mpy"])
        sent = install(transport, board, files, bar)
        print(
            f"flash: {sent // 1024} KB sent to slot {board.target}, checked and chosen"
            if sent
            else "flash: it has this image"
        )
        hello = verdict(transport)
    return f"version {hello.version} runs; self-test on the cable: passed (S32 is its pass: the cable is in)"


def main(words: list[str]) -> int:
    """0: the new image runs and its self-test passed; 1: something is wrong, and said."""
    parser = Parser("flash", "tools.device.flash", __doc__)
    parser.add_argument("--board", default="pico")
    parser.add_argument("--port", default="", help="path of the board's port (default: the only one there is)")
    asked = parser.parse_args(words)
    try:
        print(f"flash: {run(asked)}")
    except (FlashError, port.PortError, DeskError, image.ImageError) as error:
        print(f"\nflash: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nflash: interrupted; one whole program is on the board. Repeat the command", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
