"""Which port the board is on, and the way to its prompt. Decides what is told when there is none; mpremote the rest."""

from __future__ import annotations

import contextlib
import errno
import grp
import io
import os
import stat
import struct
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import serial
from mpremote.transport import TransportError, TransportExecError
from mpremote.transport_serial import SerialTransport
from serial.tools import list_ports

RASPBERRY_PI = 0x2E8A  # USB vendor
ANSWER_S = 4.0  # whoever has not answered by then does not
NO_BOARD, WRONG_PORT, REFUSED, SILENT, GONE = "no board", "wrong port", "refused", "silent", "gone"
_PORT_LOST = (errno.EIO, errno.ENXIO, errno.ENODEV, errno.EBADF, errno.EPIPE, errno.ENOTTY)
AGAIN = "Plug it in and repeat the command"
SERVICE = "Switch the unit off, plug the cable in, then switch it on: that is service mode"


class PortError(Exception):
    """No board can be talked to. The message names the cause and the next step; `kind` is one of the words above."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


@dataclass(frozen=True)
class Found:
    """A port with a board on it: its path, and what it says of itself."""

    path: str
    what: str


def found() -> list[Found]:
    """The boards that are plugged in, by their USB vendor."""
    ports = [port for port in list_ports.comports() if port.vid == RASPBERRY_PI]
    return [Found(port.device, " ".join(filter(None, (port.product, port.serial_number)))) for port in sorted(ports)]


def choose(asked: str = "") -> str:
    """The path of the port to use: the one asked for, else that of the only board. Raises PortError."""
    if asked:
        return _checked(asked)
    boards = found()
    if not boards:
        raise PortError(
            NO_BOARD,
            "no board is plugged in. Plug the USB cable in, one that carries data; a board that shows up as a drive is "
            "in bootloader mode: unplug it and leave BOOTSEL alone. Another port: PORT=path",
        )
    if len(boards) > 1:
        if sys.stdin.isatty():
            return _checked(_asked(boards))
        listed = "; ".join(f"{board.path} ({board.what})" for board in boards)
        raise PortError(NO_BOARD, f"{len(boards)} boards are plugged in: {listed}. Choose one: PORT={boards[0].path}")
    return _checked(boards[0].path)


def _asked(boards: list[Found]) -> str:
    """Which of several. Raises PortError where it is none of them."""
    for number, board in enumerate(boards, 1):
        print(f"  {number}  {board.path} ({board.what})")
    print(f"{len(boards)} boards are plugged in. Which, 1 to {len(boards)}? ", end="", flush=True)
    answer = sys.stdin.readline().strip()
    if not answer.isdecimal() or not 1 <= int(answer) <= len(boards):
        raise PortError(NO_BOARD, f"{answer!r} is none of them; nothing was done. Or name it: PORT={boards[0].path}")
    return boards[int(answer) - 1].path


def _checked(path: str) -> str:
    """A port that is there and may be used; a link is followed, for mpremote knows pseudo-terminals by their names."""
    try:
        real = Path(path).resolve(strict=True)
        mode = real.stat().st_mode
    except OSError as error:
        boards = ", ".join(board.path for board in found()) or "none"
        raise PortError(WRONG_PORT, f"{path}: {error.strerror}. Ports with a board: {boards}") from error
    if not stat.S_ISCHR(mode):
        raise PortError(WRONG_PORT, f"{path} is no serial port. Leave PORT out: the board is looked for")
    if not os.access(real, os.R_OK | os.W_OK):
        raise PortError(REFUSED, _permission(path, real))
    return str(real)


def _permission(path: str, real: Path) -> str:
    """Which command grants it."""
    try:
        group = grp.getgrgid(real.stat().st_gid).gr_name
    except KeyError:
        group = "dialout"
    if group == "root":
        return f"{path}: no permission. Until it is plugged in again: sudo chmod a+rw {real}"
    return f"{path}: no permission. Once: sudo usermod -a -G {group} $USER, then log out and in again"


@contextlib.contextmanager
def opened(path: str) -> Iterator[SerialTransport]:
    """mpremote's transport on that port; closed at the end. Raises PortError, also for what happens meanwhile."""
    try:
        transport = SerialTransport(path, timeout=ANSWER_S)
    except TransportError as error:
        raise PortError(
            REFUSED,
            f"{path} cannot be opened: another program may have it (a terminal, another of these commands), or it is "
            "no serial port. End that program, or choose another: PORT=path",
        ) from error
    try:
        yield transport
    except OSError as error:
        if not isinstance(error, serial.SerialException) and error.errno not in _PORT_LOST:
            raise  # of the board's files
        raise PortError(GONE, f"{path} is gone: the cable was pulled, or the board restarted. {AGAIN}") from error
    except (TransportError, struct.error):
        raise lost(path) from None
    finally:
        with contextlib.suppress(serial.SerialException, OSError):
            transport.close()


def silent(path: str) -> PortError:
    """What is told of a board that does not answer."""
    return PortError(
        SILENT,
        f"{path} does not answer: a unit in treatment mode is silent on its cable, and so is anything that is no "
        f"MicroPython. {SERVICE}. Nothing was changed",
    )


def lost(path: str) -> PortError:
    """What is told of a board that has answered before."""
    return PortError(
        GONE,
        f"{path} does not answer any more: was the cable pulled, or the unit switched off? {AGAIN}; where it stays "
        f"silent: {SERVICE[0].lower()}{SERVICE[1:]}",
    )


def to_prompt(transport: SerialTransport, *, soft_reset: bool = True) -> None:
    """The raw prompt; whatever ran is interrupted. With `soft_reset` only boot.py has run. Raises PortError in 5 s."""
    with contextlib.redirect_stdout(io.StringIO()):  # mpremote prints what it did not expect
        try:
            transport.enter_raw_repl(soft_reset=soft_reset, timeout_overall=ANSWER_S)
        except TransportError:
            raise silent(transport.device_name) from None


def execute(transport: SerialTransport, program: str) -> str:
    """Run a program at the raw prompt; what it printed. Raises PortError where it fails."""
    try:
        return bytes(transport.exec(program)).decode("utf-8", "replace")
    except TransportExecError as error:
        last = (error.error_output.strip().splitlines() or ["nothing"])[-1]
        raise PortError(REFUSED, f"{transport.device_name}: the board answers {last}") from error
    except (TransportError, struct.error):  # mpremote takes two bytes where none came
        raise lost(transport.device_name) from None


def restart(transport: SerialTransport) -> None:
    """From the raw prompt: boot.py, then main.py, as after power-on but for the hardware's state."""
    transport.exit_raw_repl()
    time.sleep(0.05)
    transport.serial.write(b"\x04")
