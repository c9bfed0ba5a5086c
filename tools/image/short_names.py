# Decides which of the firmware's own names become short in an image, and which stay because somebody else knows them.
"""A compiled file holds each name it uses; names were a quarter of what stays in a board's memory.

A name is renamed by its text, in all modules alike: whatever its scope, what was one name stays one, and what were two
in a module stay two. Names that stand in one module only share their short ones with those of other modules: for
MicroPython keeps each name once, in tables that double in size, and never gives one back. Those that it has in its
flash anyway (`flash_names.txt`: of its own modules, whose objects the firmware does not touch) take no memory at all:
what does not work in every tick has those. Strings are left alone, and so are modules' names: they are files. A
traceback then names module and short function; `names.csv` beside the image says which that is, and an image built with
--lines keeps every name.

A name stays that anybody beside the firmware uses: Python and MicroPython themselves (FOREIGN), a start script, an
f-string, a program that reads the unit's objects or records (KEPT, KEPT_MODULES).
"""

from __future__ import annotations

import ast
import builtins
import hashlib
import io
import itertools
import keyword
import string
import tokenize
from collections.abc import Iterator
from pathlib import Path

from tools.image import flash_names, machine_code
from tools.image.names import module_name

# What programs beside the unit read by name: the maker's tools records, the screen reader glyphs. Arguments are given
# by position: they may change.
KEPT_MODULES = (
    "ionto/records/calibration.py",
    "ionto/records/files.py",
    "ionto/records/record.py",
    "ionto/panel/draw/fonts.py",
    "ionto/panel/language.py",
    "ionto/panel/texts.py",
    "ionto/safety/faults.py",
    "ionto/treatment/states.py",
    "ionto/treatment/terms.py",
    "ionto/version.py",
)
# What works in every tick keeps names of its own, none of the flash. MicroPython remembers where it found a name last;
# two objects that both have it make it forget. And it goes through its tables to a name's place, from the newest to
# those in flash: with them, a tick took 0.11 ms more.
BUSY = (
    "drivers/",
    "ionto/app/protection.py",
    "ionto/app/publish.py",
    "ionto/app/unit.py",
    "ionto/output/",
    "ionto/panel/buttons.py",
    "ionto/panel/panel.py",
    "ionto/panel/sounds.py",
    "ionto/safety/",
    "ionto/sensing/",
)
# What works in every eighth tick shares its names as others do, but has none of the flash either.
OFTEN = (
    "ionto/app/supervisor.py",
    "ionto/panel/draw/",
    "ionto/treatment/compliance.py",
    "ionto/treatment/dose.py",
    "ionto/treatment/load_drift.py",
    "ionto/treatment/session.py",
    "ionto/treatment/skin_watch.py",
)
KEPT = frozenset(
    # The unit and its parts; its status and its mailbox, as the recorder reads them; functions by which the emulated
    # chip's profile knows a kind of function; the records that the simulation prepares.
    """
    Unit status mail readings fail watchdog
    state fault pauses polarity target_ua set_ua measured_ua b_ua load_mv dac_code limited event delivered_uamin plan_ua
    plan_min result fault_measured fault_allowed remaining_ms
    Mailbox heartbeat request trip count dac_mv battery_mv latch vbus veto enabled charge_mamin charge_rest_uams
    on_s session trip_measured trip_allowed
    find_fault finish tick hw display buffer
    Settings SessionMarker History EventLog load put store values get count failed
    """.split()
)

# Attributes of MicroPython's objects, and its arguments given by name, that the firmware defines too or might. (What is
# imported from its modules is seen in the sources.) Written out: the image must not depend on whose Python builds it.
FOREIGN = frozenset(
    """
    add alarm append args array blit bool bytearray bytes calcsize callback ceil channel clear clock close collect
    const copy count decode deinit dict digest dir disable discard drive duty_u16 enable encode end endswith errno
    error exit extend feed fill fill_rect find flush format freq from_bytes get hard heap_lock heap_unlock hex
    hexdigest hexlify high hline id ident ilistdir implementation index info init insert int intersection irq
    is_ready isdigit issubset items iter join kbd_intr key keys len lightsleep line lines list listdir locals locked
    low lower map max mem_alloc mem_free memoryview memset min mkdir mode mount mpy name native next object off on
    open ord pack pack_into partition path pixel poll pop popitem pow print ptr16 ptr32 ptr8 range read read_u16
    readfrom readfrom_into readfrom_mem readfrom_mem_into readinto readline readlines rect register release remove
    rename repeat replace reset reset_cause reverse reversed rfind round rpartition rsplit rstrip scan schedule scl
    scroll sda seek set setdefault sha256 shift size sleep sleep_ms sleep_us slice sort sorted split start
    startswith stat state statvfs stop str strip sum sync sys tell text threshold ticks_add ticks_cpu ticks_diff
    ticks_ms ticks_us time timeout to_bytes toggle trigger tuple type uint umount unlink unpack unpack_from update
    upper value values version viper vline wait width write writeto writeto_mem writevto zip
    """.split()
)

# Of what MicroPython has in its flash: what the modules that the firmware imports offer besides, and what MicroPython
# looks for in objects that are handed to it (files, flash drives, generators).
OFFERED = frozenset(
    """
    ADC ALT ALT_GPCK ALT_I2C ALT_PIO0 ALT_PIO1 ALT_PWM ALT_SIO ALT_SPI ALT_UART ALT_USB BytesIO CORE_TEMP
    FrameBuffer FrameBuffer1 GS2_HMSB GS4_HMSB GS8 I2C I2CTarget I2S IN_HIGH IN_LOW IOBase IRQ_FALLING IRQ_RISING
    MONO_HLSB MONO_HMSB MONO_VLSB MVLSB ONE_SHOT OPEN_DRAIN OUT OUT_HIGH OUT_LOW PERIODIC PULL_DOWN PULL_UP PWM
    PWRON_RESET Pin PinAF RGB565 RTC RingIO SPI Signal SoftI2C SoftSPI StringIO Timer UART USBDevice VfsFat VfsLfs2
    ViperTypeError WDT WDT_RESET a2b_base64 argv b2a_base64 bitstream board bootloader byteorder center chdir cpu
    crc32 deepsleep dht_readinto difference difference_update disable_irq duty_ns ellipse enable_irq execfile
    fromhex fromkeys getcwd getvalue gmtime idle intersection_update ioctl isalpha isdisjoint isenabled islower
    isspace issuperset isupper lightsleep localtime lstrip maxsize mem16 mem32 mem8 mem_info mkfs mktime modules
    opt_level pend_throw platform poly print_exception ps1 ps2 qstr_info readbit readblocks rindex rmdir send sep
    sha1 soft_reset splitlines stack_use stderr stdin stdout symmetric_difference symmetric_difference_update throw
    time_ns time_pulse_us unhexlify union unique_id urandom version_info writebit writeblocks
    """.split()
)
TABLE = "names.csv"
_LETTERS = 2  # of a short name
_NAMED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
Names = dict[str, str]  # name -> its short one


def chosen(sources: dict[str, bytes], *, verbatim: tuple[str, ...] = ()) -> Names:
    """The short name of each name that gets one, from the folded sources by path; none of what `verbatim` ones name."""
    paths = [path for path in sources if path.endswith(".py")]
    house = {module_name(path) for path in paths}
    own: set[str] = set()
    stays = KEPT | FOREIGN
    taken = {*keyword.kwlist, *FOREIGN}
    homes: dict[str, set[str]] = {}  # word -> the sources it stands in
    classes: list[tuple[ast.ClassDef, str]] = []  # each with its source
    for path in paths:
        words = set(_words(sources[path]))
        for word in words:
            homes.setdefault(word, set()).add(path)
        nodes = list(machine_code.working(ast.parse(sources[path])))  # without what only the type checker reads
        inside = _told_in_texts(nodes)
        taken |= words | inside
        stays |= inside | set(module_name(path).split(".")) | set(_imported(nodes, house))
        if path in verbatim:
            stays |= words
            continue
        defined = set(_defined(nodes))
        if path.startswith(KEPT_MODULES):
            stays |= {name for name in defined if not name.startswith("_")}
        own |= defined | {node.arg for node in nodes if isinstance(node, ast.arg)}
        classes += [(node, path) for node in nodes if isinstance(node, ast.ClassDef)]
    mixed = _mixed(classes)
    # Names by who asks for them. Those that stand in one source alone, by that source.
    alone: dict[str, list[str]] = {}
    calm, busy = [], []
    for name in sorted(own - stays):
        if len(name) <= _LETTERS or name.startswith("__"):
            continue
        home = next(iter(homes[name]))
        if any(one.startswith(BUSY) for one in homes[name]):
            busy.append(name)
        elif len(homes[name]) == 1 and home not in mixed:
            alone.setdefault(home, []).append(name)
        elif any(one.startswith(OFTEN) for one in homes[name]):
            busy.append(name)
        else:
            calm.append(name)
    flash = [short for short in in_flash() if short not in taken]
    memory = (short for short in _short() if short not in taken and short not in flash)
    quiet = itertools.chain(flash, memory)
    found = {name: next(quiet) for name in calm} | {name: next(memory) for name in busy}
    # They need no name of their own in the board's memory: each source's first takes the same one, and so on.
    for often, free in ((True, memory), (False, quiet)):
        alike = [names for home, names in alone.items() if home.startswith(OFTEN) == often]
        shared = [next(free) for _ in range(max(map(len, alike), default=0))]
        for names in alike:
            found.update(zip(names, shared, strict=False))
    return found


def in_flash() -> list[str]:
    """What MicroPython brings in the flash of a Pico and nobody asks a firmware's object for: short ones first."""
    nobodys = flash_names.NAMES - OFFERED - set(dir(builtins))
    return sorted(nobodys, key=lambda name: (len(name), _mixed_up(name)))


def _mixed(classes: list[tuple[ast.ClassDef, str]]) -> set[str]:
    """Sources of a class that is made from one of another source, both: an object could get the same name from each."""
    sources = {node.name: path for node, path in classes}
    mixed: set[str] = set()
    for node, path in classes:
        for base in node.bases:
            above = sources.get(ast.unparse(base).rpartition(".")[2], path)
            if above != path:
                mixed |= {above, path}
    return mixed


def shorten(sources: dict[str, bytes], names: Names) -> dict[str, bytes]:
    """The sources with their short names; what is no Python as it is."""
    return {path: renamed(text, names) if path.endswith(".py") else text for path, text in sources.items()}


def renamed(text: bytes, names: Names) -> bytes:
    """The source with each of these names replaced; lines keep their numbers."""
    lines = text.decode("utf-8").split("\n")
    for token in reversed(list(tokenize.tokenize(io.BytesIO(text).readline))):
        if token.type == tokenize.NAME and token.string in names:
            row, begin, end = token.start[0] - 1, token.start[1], token.end[1]
            lines[row] = lines[row][:begin] + names[token.string] + lines[row][end:]
    return "\n".join(lines).encode("utf-8")


def leave(folder: Path, names: Names) -> None:
    """Write the table of what stands in the image and what in the sources, unless it is there. One short name may
    be several: of these the module that a traceback names has one.
    """
    rows = sorted((short, name) for name, short in names.items())
    table = "short,name\n" + "".join(f"{short},{name}\n" for short, name in rows)
    if not (folder / TABLE).is_file() or (folder / TABLE).read_text("ascii") != table:
        (folder / TABLE).write_text(table, "ascii")


def known(folder: Path) -> dict[str, str]:
    """The source's name by the short one, several with a | between, from the table in a folder; empty without one."""
    if not (folder / TABLE).is_file():
        return {}
    names: dict[str, str] = {}
    for row in (folder / TABLE).read_text("ascii").split()[1:]:
        short, name = row.split(",")
        names[short] = f"{names[short]}|{name}" if short in names else name
    return names


def _short() -> Iterator[str]:
    """Two characters, in no order: MicroPython looks a name up by a byte that is made of its characters, and neighbours
    would crowd one end of its tables.
    """
    pairs = [first + second for first in string.ascii_letters for second in string.ascii_letters + string.digits]
    yield from sorted(pairs, key=_mixed_up)


def _mixed_up(name: str) -> bytes:
    return hashlib.sha256(name.encode("ascii")).digest()


def _words(text: bytes) -> Iterator[str]:
    for token in tokenize.tokenize(io.BytesIO(text).readline):
        if token.type == tokenize.NAME:
            yield token.string


def _told_in_texts(nodes: list[ast.AST]) -> set[str]:
    """The names within f-strings: this Python's tokens do not show them."""
    inner = [part for node in nodes if isinstance(node, ast.JoinedStr) for part in ast.walk(node)]
    told = {part.id for part in inner if isinstance(part, ast.Name)}
    told |= {part.attr for part in inner if isinstance(part, ast.Attribute)}
    return told | {part.arg for part in inner if isinstance(part, ast.keyword) and part.arg}


def _imported(nodes: list[ast.AST], house: set[str]) -> Iterator[str]:
    """What comes from outside the house: MicroPython's modules, and their names that are imported one by one."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (part for alias in node.names for part in alias.name.split("."))
        elif isinstance(node, ast.ImportFrom) and node.module and not _is_in(node.module, house):
            yield from [*node.module.split("."), *(alias.name for alias in node.names)]


def _is_in(module: str, house: set[str]) -> bool:
    """Whether a name stands for a module of the house, or for a folder with some."""
    return any(known == module or known.startswith(module + ".") for known in house)


def _defined(nodes: list[ast.AST]) -> Iterator[str]:
    """Functions, classes, attributes that are assigned, what modules and classes bind; no arguments, no imports."""
    for node in nodes:
        if isinstance(node, _NAMED):
            yield node.name
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr
        if isinstance(node, (ast.Module, ast.ClassDef)):
            for statement in node.body:
                if not isinstance(statement, _NAMED) and not machine_code.does_nothing(statement):
                    stored = (n for n in ast.walk(statement) if isinstance(n, ast.Name))
                    yield from (n.id for n in stored if isinstance(n.ctx, ast.Store))
