# The line protocol from the maker's side, against a live unit on a pseudo-terminal.

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from host_tests.support.live_port import LivePort, live
from ionto.safety import faults
from tools.device import port
from tools.device.desk import Desk, DeskError


@pytest.fixture(scope="module")
def unit(tmp_path_factory: pytest.TempPathFactory, installed: Path) -> Iterator[LivePort]:
    """Its self-test has passed on the cable."""
    with live(tmp_path_factory.mktemp("live"), installed, "--usb") as unit:
        unit.do(do="speed", factor=0)
        unit.until("fault", "S32")
        unit.do(do="speed", factor=1)
        yield unit


def test_a_unit_on_the_cable_answers_and_drives_its_dummy_load(unit: LivePort) -> None:
    with port.opened(port.choose(unit.console)) as transport:
        desk = Desk(transport)
        hello = desk.reach()
        assert (hello.board, hello.fault, hello.locked) == ("pico", faults.USB_PRESENT, 0)
        desk.ask("drive", 5_000)
        time.sleep(1.0)
        desk.ask("drive", 5_000)
        values = desk.values()
        assert abs(values.a_ua - 5_000) < 50 and abs(values.b_ua - 5_000) < 100
        sample = unit.look()
        assert abs(sample["sink_ua"] - 5_000) < 50 and sample["body_ua"] == 0
        desk.ask("drive", 0)
        time.sleep(0.5)
        assert unit.look()["sink_ua"] < 50
        with pytest.raises(DeskError, match="does not take"):
            desk.ask("drive", 20_001)
        assert desk.ask("scan") == [0x48, 0x60, -0x3C]
        assert len(desk.record(3)[1]) > 200


def test_a_unit_at_the_prompt_is_started_first(unit: LivePort) -> None:
    with port.opened(port.choose(unit.console)) as transport:
        port.to_prompt(transport)
        assert port.execute(transport, "print(1)") == "1\r\n"
        began = time.monotonic()
        assert Desk(transport).reach().board == "pico"
        assert time.monotonic() - began < 6


def test_ctrl_c_while_the_dummy_load_is_driven_leaves_everything_off(unit: LivePort) -> None:
    with port.opened(port.choose(unit.console)) as transport:
        desk = Desk(transport)
        desk.reach()
        unit.do(do="speed", factor=0)
        unit.until("fault", "S32")
        unit.do(do="speed", factor=1)
        desk.ask("drive", 4_000)
        time.sleep(1.0)
        assert desk.values().a_ua > 3_900
        port.to_prompt(transport, soft_reset=False)
        time.sleep(0.3)
        sample = unit.look()
        assert sample["unit"] is None and sample["sink_ua"] < 50 and sample["rail_mv"] < 48_000
