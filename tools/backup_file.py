"""The file that keeps a unit's records: JSON and its SHA-256. Decides no fit: tools/device/ does."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import Any

from tools import slots

FORMAT = 1


class BackupError(Exception):
    """Nothing was changed. The message names the next step."""


def packed(told: dict[str, Any]) -> bytes:
    """The file: JSON with its own hash as the last line."""
    body = json.dumps({"ionto_backup": FORMAT, **told}, indent=1, sort_keys=True).encode() + b"\n"
    return body + b"sha256 " + hashlib.sha256(body).hexdigest().encode() + b"\n"


def unpacked(data: bytes, name: str) -> dict[str, Any]:
    """What a file holds. Raises BackupError for one that is not whole, or of a newer tool."""
    body, mark, end = data.rpartition(b"sha256 ")
    if not mark or end.strip() != hashlib.sha256(body).hexdigest().encode():
        raise BackupError(f"{name} is damaged or no backup: its check does not fit. Take another file")
    told: dict[str, Any] = json.loads(body)
    if told.get("ionto_backup") != FORMAT:
        raise BackupError(f"{name} was written by a newer tool. Update the project, then repeat")
    return told


def records(path: Path) -> dict[str, bytes]:
    """The records in a backup, by their path on a board. Raises BackupError."""
    told = unpacked(path.read_bytes(), str(path))
    return {f"{slots.DATA}/{name}": base64.b64decode(text) for name, text in told["files"].items()}
