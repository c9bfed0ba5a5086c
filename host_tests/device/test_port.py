# Ports: every way of having none is told with the next step, within 5 s; mpremote reaches the prompt of a live unit.

from __future__ import annotations

import io
import os
import pty
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from host_tests.support.live_port import live
from ionto.records import calibration as cal
from tools.device import history, port
from tools.device.desk import Desk


def refused(asked: str = "") -> port.PortError:
    with pytest.raises(port.PortError) as caught:
        port.choose(asked)
    return caught.value


def test_no_board_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(port, "found", list)
    assert "Plug the USB cable in" in str(refused())


def test_of_two_boards_both_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    boards = [port.Found("/dev/ttyACM0", "one"), port.Found("/dev/ttyACM1", "two")]
    monkeypatch.setattr(port, "found", lambda: boards)
    said = str(refused())
    assert "/dev/ttyACM0 (one)" in said and "/dev/ttyACM1 (two)" in said and "PORT=/dev/ttyACM0" in said


def test_a_wrong_port_is_told(tmp_path: Path) -> None:
    assert refused(str(tmp_path / "none")).kind == port.WRONG_PORT
    (tmp_path / "file").write_text("")
    assert "is no serial port" in str(refused(str(tmp_path / "file")))


@pytest.mark.parametrize(("answer", "chosen"), [("2\n", 1), ("1\n", 0), ("3\n", None), ("\n", None), ("", None)])
def test_of_several_boards_it_asks_which(
    answer: str, chosen: int | None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ends = [pty.openpty() for _ in range(2)]
    paths = [os.ttyname(slave) for _, slave in ends]
    monkeypatch.setattr(port, "found", lambda: [port.Found(path, f"unit {path}") for path in paths])
    monkeypatch.setattr("sys.stdin", Terminal(answer))
    if chosen is None:
        assert "none of them; nothing was done" in str(refused())
    else:
        assert port.choose() == paths[chosen]
    said = capsys.readouterr().out
    assert all(path in said for path in paths) and "Which, 1 to 2?" in said
    for end in ends:
        os.close(end[0])
        os.close(end[1])


class Terminal(io.StringIO):
    """Somebody sits there."""

    def isatty(self) -> bool:
        return True


def test_two_live_units_side_by_side_are_both_found_and_the_chosen_one_answers(
    tmp_path: Path, installed: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folders = [tmp_path / "one", tmp_path / "two"]
    new = "tools/live/new_unit.json"  # never calibrated: that tells them apart
    with live(folders[0], installed, "--usb") as one, live(folders[1], installed, "--usb", "--scenario", new) as two:
        for unit in (one, two):
            unit.until("service", 1)
        plugged = [
            SimpleNamespace(
                device=os.path.realpath(unit.console), vid=port.RASPBERRY_PI, product="Pico", serial_number=name
            )
            for unit, name in ((one, "E1"), (two, "E2"))
        ]
        monkeypatch.setattr("tools.device.port.list_ports.comports", lambda: plugged)
        monkeypatch.setattr(port, "sorted", lambda ports: ports, raising=False)
        assert [board.what for board in port.found()] == ["Pico E1", "Pico E2"]
        assert "2 boards are plugged in" in str(refused())
        for answer, calibrated in (("2\n", False), ("1\n", True)):
            monkeypatch.setattr("sys.stdin", Terminal(answer))
            with port.opened(port.choose()) as transport:
                desk = Desk(transport)
                desk.reach()
                assert bool(desk.record(history.CALIBRATION)[1][cal.VALID]) == calibrated
        assert "E1" in capsys.readouterr().out


def test_no_permission_names_the_command_that_grants_it() -> None:
    """A real port that may not be read: by whoever runs this, who for root is somebody else meanwhile."""
    master, slave = pty.openpty()
    path = os.ttyname(slave)
    os.chmod(path, 0)
    root = os.getuid() == 0
    if root:
        os.setreuid(65_534, -1)
    try:
        error = refused(path)
    finally:
        if root:
            os.setreuid(0, 0)
        os.close(master)
        os.close(slave)
    assert error.kind == port.REFUSED and "sudo" in str(error)


def test_a_silent_port_is_told_within_five_seconds() -> None:
    master, slave = pty.openpty()
    began = time.monotonic()
    with pytest.raises(port.PortError) as caught, port.opened(os.ttyname(slave)) as transport:
        port.to_prompt(transport)
    assert caught.value.kind == port.SILENT and "Switch the unit off, plug the cable in" in str(caught.value)
    assert time.monotonic() - began < 5.5
    os.close(master)
    os.close(slave)


def test_mpremote_reaches_the_prompt_in_service_mode_and_silence_in_treatment_mode(
    tmp_path: Path, installed: Path
) -> None:
    with live(tmp_path, installed, "--usb") as unit:
        unit.until("state", "selftest")
        with port.opened(port.choose(unit.console)) as transport:
            port.to_prompt(transport)
            assert port.execute(transport, "import sys; print(sys.platform)").strip() == "rp2"
            transport.fs_writefile("/data/x.bin", bytes(range(256)) * 20)
            assert bytes(transport.fs_readfile("/data/x.bin")) == bytes(range(256)) * 20
            with pytest.raises(port.PortError, match="ZeroDivisionError"):
                port.execute(transport, "1 / 0")
            port.restart(transport)
        unit.until("state", "selftest")
        unit.do(do="power", on=0)
        unit.do(do="usb", on=0)
        unit.do(do="power", on=1)
        unit.until("state", "selftest")
        unit.do(do="usb", on=1)
        with port.opened(port.choose(unit.console)) as transport, pytest.raises(port.PortError) as caught:
            port.to_prompt(transport)
        assert caught.value.kind == port.SILENT
