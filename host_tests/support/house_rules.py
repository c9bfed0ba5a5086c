# The rules of the house that a syntax tree can show. Judges one file at a time; test_house.py proves each.
"""A rule takes a `Source` and yields what is wrong, a line each. What a rule does not cover it passes."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from host_tests.support.rooms import PAGE, TYPES_OF_ALL, as_path, room_of

Rule = Callable[["Source"], Iterator[str]]

MONITOR = "firmware/ionto/safety/monitor.py"
STAGE = "firmware/ionto/output/stage.py"
UNIT = "firmware/ionto/app/unit.py"
PUBLISHER = "firmware/ionto/app/publish.py"
SENSE = "firmware/ionto/sensing/sampling.py"  # the tick's wait for its own conversion
MAIN = "firmware/main.py"
BOOT = "firmware/boot.py"
HARDWARE = "firmware/ionto/hardware.py"
SOURCE = "firmware/ionto/output/source.py"
LONGEST_FILE = 400


@dataclass
class Source:
    """One Python file: its path from the repository's root, with slashes, and its text."""

    path: str
    text: str
    tree: ast.Module = field(init=False)
    run_nodes: list[ast.AST] = field(init=False)

    def __post_init__(self) -> None:
        self.tree = ast.parse(self.text, self.path)
        types_only = {
            id(inner)
            for node in ast.walk(self.tree)
            if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
            for statement in node.body
            for inner in ast.walk(statement)
        }
        self.run_nodes = [node for node in ast.walk(self.tree) if id(node) not in types_only]

    @property
    def is_board(self) -> bool:
        return re.fullmatch(r"boards/\w+/board\.py", self.path) is not None

    @property
    def on_board(self) -> bool:
        return self.path.startswith("firmware/") or self.is_board

    @property
    def in_core(self) -> bool:
        return self.path.startswith(("firmware/ionto/", "firmware/drivers/"))

    def walk(self) -> Iterator[ast.AST]:
        """Every node that exists at run time."""
        return iter(self.run_nodes)

    def imports(self, *, types_too: bool = False) -> Iterator[tuple[int, str]]:
        """Line and full dotted name of what is imported: `from a import b` is `a.b`."""
        for node in ast.walk(self.tree) if types_too else self.walk():
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield node.lineno, alias.name
            elif isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    yield node.lineno, "." * node.level + (node.module or "") + "." + alias.name


def within(name: str, *rooms: str) -> bool:
    """Whether the dotted `name` is one of the rooms or lies in it."""
    return any(name == room or name.startswith(room + ".") for room in rooms)


def last_name(node: ast.AST) -> str:
    """`self._hw.out_en` and `OUT_EN` are both `out_en`; what is no plain name is the empty string."""
    if isinstance(node, ast.Attribute):
        return node.attr.lstrip("_").lower()
    if isinstance(node, ast.Name):
        return node.id.lstrip("_").lower()
    return ""


# ---------------------------------------------------------------- who may import what


def machine_is_imported_by_boards_only(source: Source) -> Iterator[str]:
    if source.on_board and not source.is_board and source.path != BOOT:
        for line, name in source.imports(types_too=True):
            if within(name, "machine", "umachine", "rp2", "esp32"):
                yield f"line {line}: imports {name}; only boards/*/board.py and boot.py may"


def time_and_system_are_handed_in(source: Source) -> Iterator[str]:
    if source.on_board and not source.is_board and source.path not in (MAIN, BOOT):
        for line, name in source.imports():
            if within(name, "time", "utime", "os", "uos", "gc", "vfs"):
                yield f"line {line}: imports {name}; only board.py, boot.py and main.py may, the rest is given it"


def core_uses_only_what_is_the_same_everywhere(source: Source) -> Iterator[str]:
    """Of MicroPython's own modules: no thread, no sys; drivers fewer still."""
    if source.in_core:
        allowed = ["ionto", "drivers", "micropython", "framebuf", "struct", "array"]
        if not source.path.startswith("firmware/drivers/"):
            allowed += ["binascii", "hashlib", "json", "io", "deflate", "errno"]
        for line, name in source.imports():
            if not within(name, *allowed):
                yield f"line {line}: imports {name}"


def a_room_imports_only_what_it_may_know(source: Source) -> Iterator[str]:
    """By the table of docs/house.md."""
    if not source.path.startswith(("firmware/", "boards/", "tools/")):
        return
    room = room_of(source.path)
    if room is None:
        yield f"stands in no room of {PAGE}"
        return
    at_run_time = set(source.imports())
    for line, name in source.imports(types_too=True):
        target = as_path(name)
        for_types = () if (line, name) in at_run_time else (*TYPES_OF_ALL, *room.types)
        if target and not any(target.startswith(known) for known in (room.path, *room.imports, *for_types)):
            yield f"line {line}: imports {name}; {room.path} may not know it ({PAGE})"


def status_is_written_in_one_place(source: Source) -> Iterator[str]:
    if not source.on_board or source.path == PUBLISHER:
        return
    for node in source.walk():
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store | ast.Del):
            if isinstance(node.value, ast.Name | ast.Attribute) and last_name(node.value) == "status":
                yield f"line {node.lineno}: writes {ast.unparse(node)}; only {PUBLISHER} may"


def monitor_shares_no_code(source: Source) -> Iterator[str]:
    if source.path == MONITOR:
        for line, name in source.imports():
            if not within(name, "micropython", "array"):
                yield f"line {line}: imports {name}; the monitor has its own constants and code"


# ---------------------------------------------------------------- what the core does not do


def no_float(source: Source) -> Iterator[str]:
    if not source.on_board:
        return
    for node in source.walk():
        if isinstance(node, ast.Constant) and isinstance(node.value, float | complex):
            yield f"line {node.lineno}: float {node.value}"
        elif isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div):
            yield f"line {node.lineno}: true division makes a float; divide with //"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float":
            yield f"line {node.lineno}: float()"


def no_print_in_core(source: Source) -> Iterator[str]:
    if source.in_core:
        for node in source.walk():
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
                yield f"line {node.lineno}: print; the panel and the log tell the user"


def no_assert(source: Source) -> Iterator[str]:
    if source.on_board:
        for node in source.walk():
            if isinstance(node, ast.Assert):
                yield f"line {node.lineno}: assert; an optimising compiler drops it, return or raise instead"


def one_handler_catches_all(source: Source) -> Iterator[str]:
    if not source.on_board or source.path in (MAIN, UNIT):
        return
    for node in source.walk():
        if isinstance(node, ast.ExceptHandler):
            kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            if any(kind is None or ast.unparse(kind) in ("Exception", "BaseException") for kind in kinds):
                yield f"line {node.lineno}: catches everything; only main.py and unit.py may"


def only_the_tick_sleeps(source: Source) -> Iterator[str]:
    """A one-off service (an EEPROM's) may wait by a function that its caller hands it for that."""
    if source.in_core and source.path not in (UNIT, SENSE):
        for node in source.walk():
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and "sleep" in node.func.attr:
                yield f"line {node.lineno}: {ast.unparse(node.func)}; only the tick waits"


def no_side_door_for_benches(source: Source) -> Iterator[str]:
    """Nothing that ships knows of a simulation: no flag, no hook, no word."""
    words = re.compile(r"simulat|emulat|\btwins?\b|test[ _-]?(mode|env)\b|sys\.platform|\bmock", re.IGNORECASE)
    if source.on_board:
        for number, line in enumerate(source.text.splitlines(), 1):
            if found := words.search(line):
                yield f"line {number}: '{found.group()}'"


def a_method_says_what_it_does(source: Source) -> Iterator[str]:
    if source.on_board:
        for node in ast.walk(source.tree):
            if isinstance(node, ast.FunctionDef) and node.name == "step":
                yield f"line {node.lineno}: step() names nothing; say what it does"


# ---------------------------------------------------------------- who moves the output

# What closes the way to the patient, and the only file that may raise it. Lowering is everybody's right.
OWNERS = {
    "out_en": MONITOR,
    "pump": MONITOR,
    "leg_fwd": STAGE,
    "leg_rev": STAGE,
    "boost_en": STAGE,
    "patient": STAGE,
}
PUMP_IS_NAMED_IN = (MONITOR, HARDWARE, UNIT, MAIN, BOOT)


def output_is_raised_by_its_owner_only(source: Source) -> Iterator[str]:
    if not source.on_board:
        return
    called = {id(node.func) for node in source.walk() if isinstance(node, ast.Call)}
    for node in source.walk():
        if isinstance(node, ast.Attribute) and node.attr in ("value", "on", "high", "toggle"):
            # kept to be called later; the monitor reads one so
            pin = last_name(node.value) if id(node) not in called else ""
            if pin in OWNERS and source.path not in (OWNERS[pin], MONITOR):
                yield f"line {node.lineno}: keeps {ast.unparse(node)}; only {OWNERS[pin]} may raise it"
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Attribute) and node.func.attr in ("value", "on", "off", "high", "low", "toggle"):
            pin, how = last_name(node.func.value), node.func.attr
        else:
            pin, how = last_name(node.func), "value"
        reads_or_lowers = how == "value" and [ast.unparse(a) for a in node.args] in ([], ["0"])
        if pin in OWNERS and source.path != OWNERS[pin] and not reads_or_lowers and how not in ("off", "low"):
            yield f"line {node.lineno}: {ast.unparse(node)}; only {OWNERS[pin]} may raise it"


def output_pins_keep_their_names(source: Source) -> Iterator[str]:
    """A pin under another name would pass the rule above. So no renaming, and positional only into constructors."""
    if not source.on_board:
        return
    for node in source.walk():
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.NamedExpr):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            pin = last_name(node.value) if node.value is not None else ""
            if pin in OWNERS and any(last_name(target) != pin for target in targets):
                yield f"line {node.lineno}: {ast.unparse(node)} renames {pin}"
        elif isinstance(node, ast.Call):
            for keyword in node.keywords:
                pin = last_name(keyword.value)
                if pin in OWNERS and keyword.arg != pin:
                    yield f"line {node.lineno}: {pin} is handed on as {keyword.arg}"
            builds = ast.unparse(node.func).rpartition(".")[2][:1].isupper()
            if not builds and any(last_name(given) in OWNERS for given in node.args):
                yield f"line {node.lineno}: {ast.unparse(node)} hands a pin to what builds nothing"


def pump_is_named_by_few(source: Source) -> Iterator[str]:
    if not source.on_board or source.is_board or source.path in PUMP_IS_NAMED_IN:
        return
    for node in source.walk():
        if isinstance(node, ast.Name | ast.Attribute) and last_name(node) == "pump":
            yield f"line {node.lineno}: {ast.unparse(node)}; the pump is the monitor's"


def current_is_set_by_the_stage_only(source: Source) -> Iterator[str]:
    may = (STAGE, SOURCE)
    if not source.on_board or source.path in may or source.path.startswith("firmware/drivers/"):
        return
    for node in source.walk():
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in ("set_ua", "write_code"):
                yield f"line {node.lineno}: {ast.unparse(node.func)}(); only {STAGE} sets current"
        elif isinstance(node, ast.Attribute) and node.attr in ("set_ua", "write_code"):
            # kept to be called later; a ramp and a status have a value of this name
            if last_name(node.value) in ("source", "dac"):
                yield f"line {node.lineno}: {ast.unparse(node)}; only {STAGE} sets current"


REQUESTS = ("heartbeat", "request", "trip", "session")


def mailbox_is_read_only_but_for_requests(source: Source) -> Iterator[str]:
    """Nobody but the monitor writes its readings or its veto."""
    if not source.on_board or source.path == MONITOR:
        return
    for node in source.walk():
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store | ast.Del):
            if last_name(node.value) in ("mail", "mailbox") and node.attr not in REQUESTS:
                yield f"line {node.lineno}: writes {ast.unparse(node)}; it is the monitor's"


# ---------------------------------------------------------------- how a file looks


def first_line_says_what_the_file_decides(source: Source) -> Iterator[str]:
    first, _, rest = source.text.partition("\n")
    if first.startswith("#!"):
        first = rest.partition("\n")[0]
    if not re.match(r'(# |""").{20,}', first):
        yield f"line 1: '{first}' does not say what the file decides"


def file_is_short(source: Source) -> Iterator[str]:
    """What a command makes has no reasons to change: a test holds it as made."""
    lines = source.text.count("\n")
    if "\n# Made by `python -m tools.image.texts`" in source.text[:300]:
        return
    if lines > LONGEST_FILE:
        yield f"{lines} lines; at most {LONGEST_FILE}, split it by its reasons to change"


RULES: tuple[Rule, ...] = (
    machine_is_imported_by_boards_only,
    time_and_system_are_handed_in,
    core_uses_only_what_is_the_same_everywhere,
    a_room_imports_only_what_it_may_know,
    status_is_written_in_one_place,
    monitor_shares_no_code,
    no_float,
    no_print_in_core,
    no_assert,
    one_handler_catches_all,
    only_the_tick_sleeps,
    no_side_door_for_benches,
    a_method_says_what_it_does,
    output_is_raised_by_its_owner_only,
    output_pins_keep_their_names,
    pump_is_named_by_few,
    current_is_set_by_the_stage_only,
    mailbox_is_read_only_but_for_requests,
    first_line_says_what_the_file_decides,
    file_is_short,
)
