# Ports: every way of having none is told with the next step, within 5 s; mpremote reaches the prompt of a live unit.

from __future__ import annotations

import os
import pty
import time
from pathlib import Path

import pytest

from host_tests.support.live_port import live
from tools.device import port


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


def test_no_permission_names_the_command_that_grants_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *words: False)
    error = refused("/dev/null")
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
