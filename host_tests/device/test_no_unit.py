# Each of the maker's commands without a unit to talk to: what it says, its exit code, and that it leaves nothing
# behind. And `make restore` where the unit's flash has no room.

from __future__ import annotations

import os
import pty
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest

from host_tests.device.test_backup import RECORDS, board, records, saved
from tools import backup_file
from tools.device import backup, buses, calibrate, clock, command, flash, logs, monitor, port, unlock
from tools.device.desk import Desk

Main = Callable[[list[str]], int]

COMMANDS: dict[str, tuple[Main, list[str]]] = {
    "flash": (flash.main, []),
    "backup": (backup.main, ["save"]),
    "restore": (backup.main, ["restore", "--file", "FILE"]),
    "calibrate": (calibrate.main, ["--class", "0.5"]),
    "monitor": (monitor.main, ["--ma", "2"]),
    "logs": (logs.main, []),
    "person": (logs.main, ["--person", "1"]),
    "unlock": (unlock.main, ["--who", "Ada"]),
    "clock": (clock.main, []),
    "buses": (buses.main, []),
}


@pytest.fixture
def no_permission() -> Any:
    """A real port that may not be opened: by whoever runs this, who for root is somebody else meanwhile."""
    master, slave = pty.openpty()
    os.chmod(os.ttyname(slave), 0)
    root = os.getuid() == 0
    if root:
        os.setreuid(65_534, -1)
    yield os.ttyname(slave)
    if root:
        os.setreuid(0, 0)
    os.close(master)
    os.close(slave)


def refused(name: str, words: list[str], folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """What it said; its exit code is not 0, and the folder is as it was."""
    main, own = COMMANDS[name]
    file = folder / "backup.json"
    file.write_bytes(saved(board()))
    assert main([*(str(file) if word == "FILE" else word for word in own), *words]) in (
        command.REFUSED,
        command.NO_UNIT,
    )
    said = capsys.readouterr().err
    assert "Traceback" not in said and list(folder.iterdir()) == [file]
    return said


@pytest.mark.parametrize("name", COMMANDS)
def test_no_board_two_boards_and_a_wrong_port_are_told(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    boards: list[port.Found] = []
    monkeypatch.setattr(port, "found", lambda: boards)
    assert "Plug the USB cable in" in refused(name, [], tmp_path, capsys)
    boards += [port.Found("/dev/ttyACM0", "one"), port.Found("/dev/ttyACM1", "two")]
    assert "Choose one: PORT=/dev/ttyACM0" in refused(name, [], tmp_path, capsys)
    said = refused(name, ["--port", "/dev/nowhere"], tmp_path, capsys)
    assert "/dev/nowhere: No such file" in said and "/dev/ttyACM1" in said


@pytest.mark.parametrize("name", COMMANDS)
def test_no_permission_names_the_command_that_grants_it(
    name: str, tmp_path: Path, no_permission: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if os.getuid() == 0 != os.geteuid():
        raise AssertionError("the effective user decides what may be opened")
    file = tmp_path / "backup.json"
    monkeypatch.setattr(backup, "unpacked", lambda data, name: {})
    monkeypatch.setattr(Path, "read_bytes", lambda path: b"")
    main, own = COMMANDS[name]
    code = main([*(str(file) if word == "FILE" else word for word in own), "--port", no_permission])
    assert code in (command.REFUSED, command.NO_UNIT) and "sudo" in capsys.readouterr().err


@pytest.mark.parametrize("name", COMMANDS)
def test_a_silent_unit_is_told_to_be_switched_on_with_the_cable_in(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(port, "ANSWER_S", 0.1)
    monkeypatch.setattr("tools.device.desk.HELLO_S", 0.1)
    monkeypatch.setattr("tools.device.desk.STARTS_S", 0.1)
    master, slave = pty.openpty()
    try:
        said = refused(name, ["--port", os.ttyname(slave)], tmp_path, capsys)
    finally:
        os.close(master)
        os.close(slave)
    assert "treatment mode is silent" in said and "plug the cable in, then switch it on" in said


def test_that_takes_no_more_than_five_seconds() -> None:
    master, slave = pty.openpty()
    began = time.monotonic()
    with pytest.raises(port.PortError), port.opened(os.ttyname(slave)) as transport:
        Desk(transport).reach()
    assert time.monotonic() - began < 5.5
    os.close(master)
    os.close(slave)


def test_restore_onto_a_full_flash_keeps_the_old_records_and_says_what_to_remove() -> None:
    large = {**RECORDS, "log.a": bytes(60_000)}
    told = backup_file.unpacked(saved(board(records=large)), "x.json")
    unit = board(records=RECORDS, blocks=24)
    with pytest.raises(backup_file.BackupError, match="flash is full; the old records stay"):
        backup.write(cast("Any", unit), told)
    assert records(unit) == RECORDS and not [path for path in unit.files() if "new" in path]
