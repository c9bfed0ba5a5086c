"""A unit's records, data/, into one file and back. Decides which file fits which unit: the same one, by its chip's
number, and the same version of the firmware or a newer one. What lay there stays beside until all has been written."""

from __future__ import annotations

import argparse
import base64
import contextlib
import errno
import hashlib
import json
import re
import struct
import sys
import time
from pathlib import Path
from typing import Any

from mpremote.transport import TransportError
from mpremote.transport_serial import SerialTransport

from tools import image
from tools.backup_file import BackupError, packed, unpacked
from tools.command_line import Parser
from tools.device import port

FOLDER = image.ROOT / "build" / "backup"

_READ = """
import os, json
from binascii import hexlify, b2a_base64
from machine import unique_id
found = {}
try:
    names = [e[0] for e in os.ilistdir('/data') if e[1] != 0x4000]
except OSError:
    names = []
for name in names:
    with open('/data/' + name, 'rb') as f:
        found[name] = b2a_base64(f.read()).decode().strip()
version = ''
try:
    with open('/chosen') as f:
        slot = f.read(1)
    with open('/' + slot + '/manifest.json') as f:
        version = json.loads(f.read())['version']
except (OSError, ValueError):
    pass
print(json.dumps({'unit': hexlify(unique_id()).decode(), 'version': version, 'files': found}))
"""
# A folder cannot be renamed over another: after a cut some records are the new ones, each whole; repeated, all are.
_SWAP = """
import os
def clear(folder):
    try:
        for e in list(os.ilistdir(folder)):
            os.remove(folder + '/' + e[0])
        os.rmdir(folder)
    except OSError:
        pass
"""


def read(transport: SerialTransport) -> dict[str, Any]:
    """A unit's number, its firmware's version, its records by name."""
    told: dict[str, Any] = json.loads(port.execute(transport, _READ))
    return told


def fits(told: dict[str, Any], unit: dict[str, Any], name: str) -> None:
    """Raises BackupError where a backup is another unit's or a newer version's."""
    if told["unit"] != unit["unit"]:
        raise BackupError(
            f"{name} is of the unit {told['unit']}, this one is {unit['unit']}. A calibration fits one unit only"
        )
    if numbers(told["version"]) > numbers(unit["version"]):
        raise BackupError(
            f"{name} is of version {told['version']}, the unit runs {unit['version'] or 'none'}: first make flash"
        )


def numbers(version: str) -> tuple[int, ...]:
    """A version to compare."""
    return tuple(int(number) for number in re.findall(r"\d+", version))


def write(transport: SerialTransport, told: dict[str, Any]) -> None:
    """Records beside the old ones, read back, then in their place: file by file, each by a rename."""
    port.execute(
        transport, _SWAP + "clear('/data.new')\nos.mkdir('/data.new')\ntry:\n os.mkdir('/data')\nexcept OSError:\n pass"
    )
    files = {name: base64.b64decode(text) for name, text in told["files"].items()}
    for name, data in files.items():
        try:
            transport.fs_writefile(f"/data.new/{name}", data, chunk_size=1024)
        except (TransportError, struct.error):
            raise port.lost(transport.device_name) from None
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
            port.execute(transport, "clear('/data.new')")
            raise BackupError(
                "the unit's flash is full; the old records stay. Remove from it what is not the unit's, then repeat"
            ) from None
    there = port.execute(
        transport,
        "from hashlib import sha256\nfrom binascii import hexlify\n"
        "for e in sorted(os.ilistdir('/data.new')):\n with open('/data.new/' + e[0], 'rb') as f:\n"
        "  print(e[0], hexlify(sha256(f.read()).digest()).decode())",
    )
    wanted = [f"{name} {hashlib.sha256(files[name]).hexdigest()}" for name in sorted(files)]
    if there.split("\n")[:-1] != wanted and [line.strip() for line in there.splitlines()] != wanted:
        raise BackupError("the records arrived damaged; the old ones stay. Repeat the command")
    port.execute(
        transport,
        "for e in list(os.ilistdir('/data.new')):\n os.rename('/data.new/' + e[0], '/data/' + e[0])\n"
        f"for e in list(os.ilistdir('/data')):\n if e[0] not in {sorted(files)!r}: os.remove('/data/' + e[0])\n"
        "os.rmdir('/data.new')",
    )


def run(asked: argparse.Namespace) -> str:
    """The whole command; what to say. Raises BackupError, PortError."""
    told: dict[str, Any] = {}
    if asked.what == "restore":
        if not asked.file:
            raise BackupError("name the backup: make restore FILE=path")
        try:
            told = unpacked(Path(asked.file).read_bytes(), asked.file)
        except OSError as error:
            raise BackupError(f"{asked.file}: {error.strerror}. Name a backup: make restore FILE=path") from None
    with port.opened(port.choose(asked.port)) as transport:
        port.to_prompt(transport)
        try:
            return _restored(transport, told, asked.file) if asked.what == "restore" else _saved(transport, asked.file)
        finally:  # whatever came of it, the unit is not left at the prompt
            with contextlib.suppress(OSError):
                port.restart(transport)


def _restored(transport: SerialTransport, told: dict[str, Any], file: str) -> str:
    unit = read(transport)
    fits(told, unit, file)
    try:
        write(transport, told)
    except port.PortError as error:
        raise port.PortError(error.kind, f"{error}. Each record is whole, the old or the new one") from error
    return f"{len(told['files'])} records are on the unit {unit['unit']} again; it restarts"


def _saved(transport: SerialTransport, file: str) -> str:
    unit = read(transport)
    if not unit["files"]:
        raise BackupError("the unit has no records yet; nothing was written")
    path = Path(file) if file else FOLDER / f"{unit['unit']}-{time.strftime('%Y-%m-%d')}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(path.name + ".part")
    aside.write_bytes(packed(unit))
    aside.replace(path)
    return f"{len(unit['files'])} records of the unit {unit['unit']}, version {unit['version']}: {path}"


def main(words: list[str]) -> int:
    """0: done; 1: something is wrong, and said."""
    parser = Parser("backup", "tools.device.backup", __doc__)
    parser.add_argument("what", choices=("save", "restore"))
    parser.add_argument("--file", default="")
    parser.add_argument("--port", default="", help="path of the board's port (default: the only one there is)")
    asked = parser.parse_args(words)
    try:
        print(f"{asked.what}: {run(asked)}")
    except (BackupError, port.PortError) as error:
        print(f"{asked.what}: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(
            f"{asked.what}: {error.filename or ''}: {error.strerror}. Make room, or name another: FILE=path",
            file=sys.stderr,
        )
        return 1
    except KeyboardInterrupt:
        print(f"{asked.what}: interrupted; each record on the unit is whole. Repeat the command", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
