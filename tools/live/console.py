# MicroPython's console on the simulated unit's USB cable: standard streams, the prompt and the raw prompt as mpremote
# speaks it (shared/runtime/pyexec.c). Decides nothing of the unit, nor how time passes: `Prompt` is given that.
#
# Runs under MicroPython alone, on a desktop or in a browser: no thread, no select, no file.

import io
import sys

from micropython import const

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

CTRL_A, CTRL_B, CTRL_C, CTRL_D, CTRL_E = const(1), const(2), const(3), const(4), const(5)
WINDOW = const(4096)  # bytes that raw-paste mode takes before it asks for more; the board's is 128
HELD = const(260)  # bytes that wait for a program that does not read
RAW = b"raw REPL; CTRL-B to exit\r\n>"
SOFT_RESET = const(-1)  # what a prompt was left with


class Console:
    """What has come in and what is to go out. `attached`: the cable is in; else nothing passes either way."""

    def __init__(self) -> None:
        self.inbox = bytearray()
        self.outbox = bytearray()
        self.attached = 0
        self.reading = 0  # 1: the prompt waits for a key, Ctrl-C is one like any other
        self.input = _Input(self)
        self.output = _Output(self)

    def put(self, data: bytes, interruptible: int) -> int:
        """Bytes from the other end. 1: Ctrl-C was among them, and the program is to be interrupted."""
        if not self.attached:
            return 0
        if not self.reading and interruptible and CTRL_C in data:
            self.inbox[:] = data[data.rfind(b"\x03") + 1 :]
            return 1
        room = len(data) if self.reading else HELD - len(self.inbox)
        if room > 0:
            self.inbox.extend(data[:room])
        return 0

    def write(self, data: "bytes | bytearray") -> None:
        """As it is."""
        if self.attached:
            self.outbox.extend(data)

    def text(self, text: str) -> None:
        """As the console shows text."""
        self.write(text.encode().replace(b"\n", b"\r\n"))

    def take_out(self) -> bytes:
        """What waits to go out; it is gone then."""
        data = bytes(self.outbox)
        self.outbox[:] = b""
        return data

    def forget(self) -> None:
        """A reset."""
        self.inbox[:] = b""
        self.reading = 0


class _Input:
    """sys.stdin, and its buffer: reads what is there; a program polls first."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self.buffer = self

    def read(self, count: int = -1) -> bytes:
        inbox = self._console.inbox
        data = bytes(inbox[:count] if count >= 0 else inbox)
        inbox[:] = inbox[len(data) :]
        return data

    def readinto(self, into: bytearray, count: int = -1) -> int:
        data = self.read(len(into) if count < 0 else count)
        into[: len(data)] = data
        return len(data)


class _Bytes(io.IOBase):
    """sys.stdout.buffer."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def write(self, data: "Any") -> int:
        data = bytes(data)
        self._console.write(data)
        return len(data)


class _Output(io.IOBase):
    """sys.stdout."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self.buffer = _Bytes(console)

    def write(self, text: "Any") -> int:
        self._console.text(text if isinstance(text, str) else bytes(text).decode())
        return len(text)

    def flush(self) -> None:
        pass


class SysFace:
    """The module sys as a board has it."""

    platform = "rp2"

    def __init__(self, console: Console, machine: str) -> None:
        self.stdin = console.input
        self.stdout = console.output
        self.stderr = console.output
        self.implementation = Implementation(machine)

    def __getattr__(self, name: str) -> "Any":
        return getattr(sys, name)

    def print_exception(self, error: BaseException, file: "Any" = None) -> None:
        sys.print_exception(error, file or self.stdout)  # type: ignore[attr-defined]


class Implementation:
    """sys.implementation: this MicroPython's own, but for the board's name."""

    def __init__(self, machine: str) -> None:
        own = sys.implementation
        self.name = own.name
        self.version = own.version
        self._mpy = own._mpy
        self._machine = machine

    def __getitem__(self, at: int) -> "Any":
        return (self.name, self.version, self._machine, self._mpy)[at]


class SelectFace:
    """The module select, for a program that looks whether something has come."""

    POLLIN = 1

    def __init__(self, console: Console) -> None:
        self._console = console

    def poll(self) -> "Poll":
        return Poll(self._console)


class Poll:
    """Of one stream, the console's."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._streams: "list[Any]" = []

    def register(self, stream: "Any", mask: int = 1) -> None:
        self._streams.append(stream)

    def poll(self, timeout: int = -1) -> "list[tuple[Any, int]]":
        return [(stream, 1) for stream in self._streams] if self._console.inbox else []

    ipoll = poll


class Prompt:
    """The prompt, until it is left for a soft reset. `wait` lets a moment pass; `namespace` is the program's."""

    def __init__(self, console: Console, wait: "Callable[[], None]") -> None:
        self._console = console
        self._wait = wait
        self.namespace: "dict[str, Any]" = {}
        self.raw = 0
        self.banner = ""

    def run(self) -> None:
        """Reads and executes; returns when a soft reset is asked for. `raw` says how it was left."""
        while True:
            if (self._raw() if self.raw else self._friendly()) == SOFT_RESET:
                self._console.text("MPY: soft reboot\n")
                return

    def _key(self) -> int:
        console = self._console
        console.reading = 1
        while not console.inbox:
            self._wait()
        console.reading = 0
        return console.input.read(1)[0]

    # ------------------------------------------------------------ raw

    def _raw(self) -> int:
        console = self._console
        console.write(RAW)
        line = bytearray()
        while True:
            key = self._key()
            if key == CTRL_A:
                if len(line) == 2 and line[0] == CTRL_E:
                    if line[1] == 65:
                        self._paste()
                    else:
                        console.write(b"R\x00")
                        console.write(b">")
                else:
                    console.write(RAW)
                line[:] = b""
            elif key == CTRL_B:
                console.write(b"\r\n")
                self.raw = 0
                return 0
            elif key == CTRL_C:
                line[:] = b""
            elif key == CTRL_D:
                if not line:
                    console.write(b"\r\n")
                    return SOFT_RESET
                console.write(b"OK")
                if self._answer(line) == SOFT_RESET:
                    return SOFT_RESET
                line[:] = b""
            else:
                line.append(key)
                self._take_rest(line)

    def _take_rest(self, line: bytearray) -> None:
        """What has come in up to the next control key, at once."""
        inbox = self._console.inbox
        at = 0
        while at < len(inbox) and inbox[at] > CTRL_E:
            at += 1
        line.extend(inbox[:at])
        inbox[:] = inbox[at:]

    def _paste(self) -> None:
        """Raw-paste mode: with flow control, for a program of any length."""
        console = self._console
        console.write(b"R\x01" + bytes((WINDOW & 255, WINDOW >> 8)))
        text = bytearray()
        granted = WINDOW
        while True:
            key = self._key()
            if key == CTRL_D:
                break
            if key == CTRL_C:
                console.write(b"\x04>")
                return
            text.append(key)
            self._take_rest(text)
            while len(text) >= granted:
                granted += WINDOW
                console.write(b"\x01")
        console.write(b"\x04")
        if self._answer(text) == SOFT_RESET:
            self._console.inbox[:] = b"\x04" + bytes(self._console.inbox)

    def _answer(self, text: bytearray) -> int:
        """Execute, with the marks that part output, error and the next prompt."""
        console = self._console
        how = self._execute(text, "exec", b"\x04")
        console.write(b"\x04>")
        return how

    # ------------------------------------------------------------ friendly

    def _friendly(self) -> int:
        console = self._console
        console.text(self.banner)
        while True:
            console.write(b">>> ")
            text = self._line()
            if text and text[-1] == 58:  # a colon: until an empty line
                more = text
                while more and not more[0] <= CTRL_E:
                    console.write(b"... ")
                    more = self._line()
                    text += b"\n" + more
            if text and text[-1] <= CTRL_E:
                key = text[-1]
                if key == CTRL_A:
                    self.raw = 1
                    return 0
                if key == CTRL_D:
                    console.write(b"\r\n")
                    return SOFT_RESET
                continue
            if text and self._execute(text, "single", b"") == SOFT_RESET:
                return SOFT_RESET

    def _line(self) -> bytearray:
        """Up to the return key; a control key ends it, alone."""
        console = self._console
        line = bytearray()
        while True:
            key = self._key()
            if key in (13, 10):
                console.write(b"\r\n")
                return line
            if key <= CTRL_E:
                if key == CTRL_C:
                    console.write(b"\r\n")
                if key != CTRL_D or not line:
                    return bytearray((key,))
            elif key in (8, 127):
                if line:
                    line[:] = line[:-1]
                    console.write(b"\b \b")
            elif key >= 32 or key == 9:
                line.append(key)
                console.write(bytes((key,)))

    def _execute(self, text: bytearray, kind: str, mark: bytes) -> int:
        """`mark` parts what it prints from what it raises."""
        console = self._console
        try:
            exec(compile(text.decode(), "<stdin>", kind), self.namespace)
            console.write(mark)
        except SystemExit:
            console.write(mark)
            return SOFT_RESET
        except (KeyboardInterrupt, Exception) as error:
            console.write(mark)
            sys.print_exception(error, console.output)  # type: ignore[attr-defined]
        return 0
