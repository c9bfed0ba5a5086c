# First thing after a reset, alone and from source: every output rests; then the chosen slot's program is there, by
# name, size and, in doubt, hash, before anything of it is imported; else the other slot's. Decides which slot's main.py
# runs, or none: then lamp and glass say why, and the console waits.
#
# The first lines of capitals are filled in when the image is made (tools/image/boot_file.py). A slot is a folder, /a or
# /b, with a whole image; /chosen names one. The slot becomes the current folder, so MicroPython finds main.py there;
# the root's own (rescue_main.py) runs only where this file is absent or was cut, and takes a slot's copy of it.

import sys

OUTPUTS: "tuple[int, ...]" = ()  # GPIO of each output, of pins.csv; the patient relay last, the red lamp not
LAMP = -1
SDA = -1  # of the panel's bus
SCL = -1
BUS = -1
OLDEST: "tuple[int, ...]" = (1, 26)  # MicroPython
BOARD = ""
MISFITS: "tuple[str, ...]" = ()  # what sys.implementation._machine has in it on boards that this image does not fit
GLYPHS = ""  # of the panel's font from the blank on, 4 bytes each (start, advance, shape); then their columns; base64

# Nothing that lies on the flash may stand in for a module of MicroPython's own.
_folders = sys.path[:]
sys.path[:] = [".frozen"]
import gc  # noqa: E402
import json  # noqa: E402
import os  # noqa: E402
from binascii import a2b_base64, hexlify  # noqa: E402
from hashlib import sha256  # noqa: E402
from time import sleep_us  # noqa: E402

from framebuf import MONO_VLSB, FrameBuffer  # noqa: E402
from machine import I2C, Pin  # noqa: E402

sys.path[:] = [folder for folder in _folders if folder != "/lib"]
ROOT_FILES = (("boot.py", "boot.py"), ("main.py", "rescue_main.py"))  # and which of a slot's files each is a copy of
MARK = "unproven"  # a file in a slot: its hashes are to be compared
TOLD_US = 4_000_000  # how long the glass says that the other slot's program runs
_part = memoryview(bytearray(2048))


def rest() -> None:
    """Every output low; the relay 5 ms after the others when it is not at rest, so that it need not break a current."""
    for gpio in OUTPUTS[:-1]:
        Pin(gpio, Pin.OUT, value=0)
    if Pin(OUTPUTS[-1]).value():
        sleep_us(5_000)
    Pin(OUTPUTS[-1], Pin.OUT, value=0)


def show(lines: "tuple[str, ...]", bar: int = 0) -> None:
    """Set the display up, if there is one, with up to five lines, and a bar of so many columns below the first two."""
    font = a2b_base64(GLYPHS)
    picture = bytearray(1024)
    frame = FrameBuffer(picture, 128, 64, MONO_VLSB)
    frame.fill_rect(1, 30, bar, 4, 1)
    for line, top in zip(lines, (1, 14, 27, 40, 52)):  # noqa: B905
        x = 1
        for letter in line.encode():  # an error's text need not be sound
            at = (letter - 32) * 4
            if not 0 <= at < 380 or not font[at + 2]:
                at = 124  # ?
            width = font[at + 3] & 31
            rows = 16 if font[at + 3] & 128 else 8
            start = 380 + font[at] + font[at + 1] * 256
            if width:
                glyph = FrameBuffer(bytearray(font[start : start + width * rows // 8]), width, rows, MONO_VLSB)
                frame.blit(glyph, x + (font[at + 3] >> 5 & 3), top, 0)
            x += font[at + 2]
    try:
        write = I2C(BUS, scl=Pin(SCL), sda=Pin(SDA), freq=400_000, timeout=5_000).writeto
        write(
            0x3C, b"\0\xae\xd5\x80\xa8\x3f\xd3\0\x40\x8d\x14\x20\2\xa1\xc8\xda\x12\x81\x7f\xd9\xf1\xdb\x30\xa4\xa6\x2e"
        )
        for page in range(8):
            write(0x3C, bytes((0, 0xB0 + page, 0, 0x10)))
            write(0x3C, b"\x40" + picture[page * 128 : page * 128 + 128])
        write(0x3C, b"\0\xaf")
    except OSError:
        pass  # the lamp and the console tell


def tell(*lines: str) -> None:
    """Outputs at rest, the red lamp, and why on the glass."""
    rest()
    Pin(LAMP, Pin.OUT, value=1)
    gc.collect()
    show(lines)


def refuse(*lines: str) -> None:
    """As `tell`; then the console waits. (SystemExit would start all over.)"""
    tell(*lines)
    raise RuntimeError(" ".join(lines))


def damaged(name: str, how: str) -> "tuple[str, ...]":
    """What is told of a file of the program that is not as it was made."""
    folder, _, file = name.rpartition("/")
    where = (folder + "/", file) if folder else (file,)
    return ("S01 Program damaged",) + where + (how, "Install it again.")


def slots() -> "tuple[str, str]":
    """The chosen slot, then the other."""
    try:
        with open("/chosen", "rb") as file:
            if file.read(1) == b"b":
                return "b", "a"
    except OSError:
        pass
    return "a", "b"


def manifest(slot: str) -> bytes:
    """What a slot should hold. OSError: there is none; ValueError: not as it was made, or of another board."""
    with open("/" + slot + "/manifest.json", "rb") as file:
        text: bytes = file.read()
    body, _, end = text.rpartition(b' "whole": "=')
    if end != hexlify(sha256(body).digest()) + b'"\n}\n' or told(text, "board") != BOARD.encode():
        raise ValueError
    return text


def told(text: bytes, key: str) -> bytes:
    """What a manifest says behind a key: a file's hash, or the version."""
    return text.partition(('"' + key + '": "').encode())[2].partition(b'"')[0]


def digest_of(path: str) -> "tuple[bytes, bytes]":
    """The first two bytes of a file and the SHA-256 of all."""
    digest = sha256()
    head = b""
    with open(path, "rb") as file:
        while True:
            count = file.readinto(_part)
            if not count:
                return head, hexlify(digest.digest())
            head = head or bytes(_part[:2])
            digest.update(_part[:count])


def trouble(slot: str, text: bytes, hashed: bool) -> "tuple[str, ...]":
    """The first file of a slot that is not as its manifest says, as `damaged`; one that no image has counts as well.

    Hashes only where they may be other than those that an update has checked here: at each start they would take a
    quarter of a second. The self-test compares all of them before any current, and leaves the mark where one differs.
    """
    sizes = json.loads(text.partition(b'"sizes": ')[2].partition(b"}")[0] + b"}")
    known = set()
    for name in sizes:
        while name:
            name = name.rpartition("/")[0]
            known.add(name)
    version = bytes((77, getattr(sys.implementation, "_mpy", 6) & 255))
    root = "/" + slot + "/"
    folders = [""]
    while folders:
        folder = folders.pop()
        for entry in os.ilistdir(root + folder if folder else "/" + slot):
            name = folder + entry[0]
            if entry[1] == 0x4000:
                if name not in known:
                    return damaged(name + "/", "is not of the program")
                folders.append(name + "/")
            elif name != "manifest.json" and name != MARK:
                size = sizes.pop(name, -1)
                has = entry[3]  # type: ignore[misc]  # LittleFS tells the size
                if size != has:
                    return damaged(name, "is not of the program" if size < 0 else "%d of %d bytes" % (has, size))
                if hashed:
                    head, digest = digest_of(root + name)
                    if name.endswith(".mpy") and head != version:
                        return damaged(name, "of another version")
                    if digest != told(text, name):
                        return damaged(name, "is changed")
    for name in sizes:
        return damaged(name, "is absent")
    return ()


def root_trouble(text: bytes, other: str) -> "tuple[str, ...]":
    """A file of the root that is neither slot's, as `damaged`. An update puts it there last, so the other's will do."""
    for name, copied in ROOT_FILES:
        try:
            has = digest_of("/" + name)[1]
        except OSError:
            return damaged(name, "is absent")
        if has != told(text, copied):
            try:
                if has != told(manifest(other), copied):
                    return damaged(name, "is changed")
            except ValueError:
                pass  # cannot be told any more
            except OSError:
                return damaged(name, "is changed")
    return ()


def doubted(slot: str) -> bool:
    """Whether a start before this one has left the mark."""
    try:
        os.stat("/" + slot + "/" + MARK)
        return True
    except OSError:
        return False


def doubt() -> "tuple[str, ...]":
    """The running slot is not to be believed: mark it, and what is wrong with it, as `damaged`; () where nothing is."""
    slot = os.getcwd()[1:]
    try:
        open(MARK, "wb").close()
        return trouble(slot, manifest(slot), True)
    except (OSError, ValueError):
        return ()


def check() -> str:
    """MicroPython, the board, then the chosen slot or, where that is damaged, the other: the one to run."""
    runs_on = sys.implementation
    here = (runs_on.version[0], runs_on.version[1])
    if here < OLDEST:
        refuse("S02 MicroPython too old", "It is %d.%d." % here, "Install %d.%d or newer." % OLDEST)
    for misfit in MISFITS:
        if misfit in getattr(runs_on, "_machine", ""):
            refuse("S04 " + misfit + ":", "this board does not fit.", "Use the one named in", "the wiring guide.")
    why: "tuple[str, ...]" = ()
    asked = slots()
    for slot in asked:
        try:
            text = manifest(slot)
        except (OSError, ValueError):
            why = why or damaged("manifest.json", "cannot be read")
            continue
        version = "ionto " + told(text, "version").decode()
        show((version, "starts"), 126)
        chosen = slot == asked[0]
        lines = trouble(slot, text, not chosen or doubted(slot)) or root_trouble(text, asked[1] if chosen else asked[0])
        if not lines:
            if why:
                Pin(LAMP, Pin.OUT, value=1)
                show((version + " starts",) + why[1:-1] + ("in the other program",))
                sleep_us(TOLD_US)
                Pin(LAMP, Pin.OUT, value=0)
            gc.collect()
            return slot
        why = why or lines
    refuse(*why)
    return ""


rest()
Pin(LAMP, Pin.OUT, value=0)
show(("ionto", "starts"), 126)
os.chdir("/" + check())  # the last line: MicroPython looks for main.py there
