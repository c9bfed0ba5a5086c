# Each of the maker's commands against a live unit, its cable pulled at some byte: told with the next step, nothing half
# done, no record lost, the dummy load let go; repeated, it does its work.

from __future__ import annotations

import errno
import io
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pytest
import serial
from mpremote.transport_serial import SerialTransport

from host_tests.device.test_person_export import family
from host_tests.support.live_port import LivePort, locked
from tools.device import backup, buses, calibrate, clock, command, flash, history, logs, monitor, person, port, unlock
from tools.device.desk import Desk

FASTER = 3
PROMPT_S = 1.0  # mpremote's own patience is 10 s
Run = Callable[[], int]


@dataclass
class Cable:
    """Counts the bytes to the unit; at `cut` it is pulled: the port is `gone` from the system, or stays and is dumb."""

    console: str
    pull: Callable[[], None]
    sent: int = 0
    cut: int = 0
    gone: bool = False
    pulled: bool = False

    def fails(self, of: serial.Serial) -> bool:
        return self.pulled and self.gone and of.port == self.console


@pytest.fixture(scope="module")
def unit(tmp_path_factory: pytest.TempPathFactory, installed: Path) -> Iterator[LivePort]:
    """Locked, with a clock chip; on its flash a family with a hundred treatments."""
    with locked(tmp_path_factory.mktemp("live"), installed) as unit:
        unit.until("service", 1)
        with port.opened(port.choose(unit.console)) as transport:
            port.to_prompt(transport)
            for name, data in family().data.items():
                transport.fs_writefile(f"/data/{name}", data)
        started(unit)
        yield unit


def started(unit: LivePort) -> None:
    """Switched off and on with the cable in, its self-test over."""
    for what, on in (("power", 0), ("usb", 1), ("power", 1)):
        unit.do(do=what, on=on)
    unit.do(do="speed", factor=0)
    unit.until("state", "fault")
    unit.do(do="speed", factor=FASTER)


@pytest.fixture
def cable(unit: LivePort, monkeypatch: pytest.MonkeyPatch) -> Cable:
    """On every port that a command opens."""
    own = Cable(str(Path(unit.console).resolve()), lambda: cast("None", unit.do(do="usb", on=0)))
    write, read = serial.Serial.write, serial.Serial.read
    waiting, until = serial.Serial.in_waiting, SerialTransport.read_until

    def writes(self: serial.Serial, data: bytes) -> Any:
        if own.fails(self):
            raise serial.SerialException("write failed: [Errno 5] Input/output error")
        if self.port != own.console or own.pulled:
            return write(self, data)
        if own.cut and own.sent + len(data) >= own.cut:
            write(self, data[: own.cut - own.sent])
            own.pulled = True
            if own.gone:
                raise serial.SerialException("write failed: [Errno 5] Input/output error")
            own.pull()
            return len(data)
        own.sent += len(data)
        return write(self, data)

    def reads(self: serial.Serial, size: int = 1) -> Any:
        if own.fails(self):
            raise serial.SerialException("device reports readiness to read but returned no data")
        return read(self, size)

    def waits(self: serial.Serial) -> int:
        if own.fails(self):
            raise OSError(errno.EIO, "Input/output error")
        return int(waiting.fget(self))

    def short(self: SerialTransport, least: int, ending: bytes, timeout: float = 10, **more: Any) -> bytes:
        return bytes(until(self, least, ending, timeout=min(timeout, PROMPT_S if own.pulled else timeout), **more))

    monkeypatch.setattr(serial.Serial, "write", writes)
    monkeypatch.setattr(serial.Serial, "read", reads)
    monkeypatch.setattr(serial.Serial, "in_waiting", property(waits))
    monkeypatch.setattr(SerialTransport, "read_until", short)
    return own


def kept(unit: LivePort) -> tuple[Any, ...]:
    """What no pulled cable may change: settings, calibration, treatments, the diary of both."""
    with port.opened(port.choose(unit.console)) as transport:
        desk = Desk(transport)
        desk.reach()
        told = history.read(desk)
        return (
            told.raw["settings"],
            told.raw["calibration"],
            told.treatments,
            [person.rows(desk, who) for who in (0, 1)],
        )


def runs(name: str, unit: LivePort, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    words = ["--port", unit.console]
    out = ["--out", str(folder)]
    saved = str(folder.parent / "saved.json")
    meter = ["--meter", str(Path(unit.console).parent / "meter"), "--class", "0.5"]

    def confirmed() -> int:
        monkeypatch.setattr("sys.stdin", io.StringIO("unlock\n"))
        return unlock.main([*words, "--who", "Ada"])

    table: dict[str, Run] = {
        "buses": lambda: buses.main(words),
        "clock": lambda: clock.main(words),
        "logs": lambda: logs.main([*words, *out]),
        "person": lambda: logs.main([*words, *out, "--person", "Zoe"]),
        "backup": lambda: backup.main(["save", *words, "--file", str(folder / "saved.json")]),
        "restore": lambda: backup.main(["restore", *words, "--file", saved]),
        "unlock": confirmed,
        "monitor": lambda: monitor.main([*words, "--ma", "3", "--seconds", "1.5", "--csv", str(folder / "look.csv")]),
        "flash": lambda: flash.main(words),
        "calibrate": lambda: calibrate.main([*words, *meter, *out]),
    }
    return table[name]


# Bytes: about what a whole run sends.
COMMANDS = {
    "buses": 45,
    "clock": 80,
    "logs": 1_500,
    "person": 2_300,
    "backup": 900,
    "restore": 6_000,
    "unlock": 900,
    "monitor": 300,
    "flash": 1_700,
    "calibrate": 5_000,
}


@pytest.mark.parametrize("gone", [True, pytest.param(False, marks=pytest.mark.slow)], ids=["gone", "dumb"])
@pytest.mark.parametrize("name", COMMANDS)
def test_pulled_in_the_middle_it_is_told_and_nothing_is_lost(
    name: str,
    gone: bool,
    unit: LivePort,
    cable: Cable,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    if name == "restore":
        assert backup.main(["save", "--port", unit.console, "--file", str(tmp_path / "saved.json")]) == 0
    if name in ("monitor", "calibrate"):
        assert runs("unlock", unit, folder, monkeypatch)() == command.DONE
        started(unit)
    before = kept(unit)
    if not gone:
        monkeypatch.setattr("tools.device.desk.VERDICT_S", 12.0)
    cable.sent, cable.gone = 0, gone
    cable.cut = random.Random(name).randrange(COMMANDS[name] // 3, COMMANDS[name])
    capsys.readouterr()
    code = runs(name, unit, folder, monkeypatch)()
    said = capsys.readouterr()
    assert cable.pulled, (cable.sent, said)
    assert code in (command.REFUSED, command.NO_UNIT), said
    assert "repeat the command" in said.err.lower() or "switch" in said.err.lower(), said.err
    assert "Traceback" not in said.err
    whole = [path.name for path in folder.rglob("*") if path.is_file() and path.name != "look.csv"]
    assert not whole, "nothing half done"
    cable.pulled, cable.cut = False, 0
    sample = unit.look()
    sample = unit.at(sample["t"] + 2_500)
    assert sample["sink_ua"] < 100 and sample["body_ua"] < 100, "the dummy load is let go"
    if not gone or name in ("monitor", "calibrate"):
        started(unit)
    assert kept(unit) == before
    if gone and name != "calibrate":
        assert runs(name, unit, folder, monkeypatch)() == command.DONE, capsys.readouterr().err
        if name == "unlock":
            started(unit)
