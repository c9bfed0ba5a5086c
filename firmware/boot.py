# First thing after a reset, alone and from source: every output rests; then every file of the program is there, in its
# size and its version, before anything of it is imported. Decides whether main.py may run it; if not, lamp and glass
# say why, and the console waits.
#
# The first lines of capitals are filled in when the image is made (tools/image/boot_file.py). The image holds this file
# twice: main.py runs the spare one when boot.py is absent or was cut.

import sys

OUTPUTS: "tuple[int, ...]" = ()  # GPIO of each output, of pins.csv; the patient relay last, the red lamp not
LAMP = -1
SDA = -1  # of the panel's bus
SCL = -1
BUS = -1
OLDEST: "tuple[int, ...]" = (1, 26)  # MicroPython
VERSION = ""
MISFITS: "tuple[str, ...]" = ()  # what sys.implementation._machine has in it on boards that this image does not fit
GLYPHS = ""  # of the panel's font from the blank on, 4 bytes each (start, advance, shape); then their columns; base64

# Nothing that lies on the flash may stand in for a module of MicroPython's own.
_folders = sys.path[:]
sys.path[:] = [".frozen"]
import gc  # noqa: E402
import json  # noqa: E402
import os  # noqa: E402
from binascii import a2b_base64  # noqa: E402
from time import sleep_us  # noqa: E402

from framebuf import MONO_VLSB, FrameBuffer  # noqa: E402
from machine import I2C, Pin  # noqa: E402

sys.path[:] = _folders


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


def sizes_made() -> "dict[str, int]":
    """The bytes of each file by its path, of the manifest. OSError, ValueError: not to be read to its end."""
    with open("manifest.json") as file:
        text = file.read()
    sizes, end, after = text.partition('"sizes": ')[2].partition("}")
    if '"sizes"' in after or not text.endswith("}\n"):
        raise ValueError
    return json.loads(sizes + end)  # type: ignore[no-any-return]


def other_version() -> "tuple[str, ...]":
    """The first compiled file that this MicroPython does not take, as `damaged`; nothing where there is none."""
    for name in sizes_made():
        if name.endswith(".mpy"):
            with open(name, "rb") as file:
                if file.read(2) != bytes((77, sys.implementation._mpy & 255)):
                    return damaged(name, "of another version")
    return ()


def check() -> None:
    """MicroPython, the board, then each file's name and size; a file that no image has counts as well."""
    runs_on = sys.implementation
    here = (runs_on.version[0], runs_on.version[1])
    if here < OLDEST:
        refuse("S02 MicroPython too old", "It is %d.%d." % here, "Install %d.%d or newer." % OLDEST)
    for misfit in MISFITS:
        if misfit in getattr(runs_on, "_machine", ""):
            refuse("S04 " + misfit + ":", "this board does not fit.", "Use the one named in", "the wiring guide.")
    try:
        sizes = sizes_made()
    except (OSError, ValueError):
        refuse(*damaged("manifest.json", "cannot be read"))
    known = {"data"}
    for name in sizes:
        while name:
            name = name.rpartition("/")[0]
            known.add(name)
    folders = [""]
    while folders:
        folder = folders.pop()
        for entry in os.ilistdir(folder or "/"):
            name = folder + entry[0]
            if entry[1] == 0x4000:
                if name not in known:
                    refuse(*damaged(name + "/", "is not of the program"))
                if name != "data":
                    folders.append(name + "/")
            elif name != "manifest.json":
                size = sizes.pop(name, -1)
                has = entry[3]  # type: ignore[misc]  # LittleFS tells the size
                if size != has:
                    refuse(*damaged(name, "is not of the program" if size < 0 else "%d of %d bytes" % (has, size)))
    for name in sizes:
        refuse(*damaged(name, "is absent"))


rest()
Pin(LAMP, Pin.OUT, value=0)
show(("ionto " + VERSION, "starts"), 126)
check()
booted = 1  # the last line: a file that was cut has none
