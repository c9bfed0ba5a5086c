# The house rules on every file there is, and each rule proven able to fail and able to pass.

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

import host_tests.support.house_rules as house
from host_tests.support import rooms
from host_tests.support.house_rules import Source

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("firmware", "boards", "tools", "host_tests")
CORE = "firmware/ionto/treatment/session.py"
DRIVER = "firmware/drivers/chip.py"
SAFETY = "firmware/ionto/safety/plausibility.py"
KEEPER = "firmware/ionto/records/keeper.py"
SENSING = "firmware/ionto/sensing/meter.py"
BOARD = "boards/pico/board.py"
TYPES = "if TYPE_CHECKING:\n    "
TRY = "try:\n    f()\n"
KNOWS = house.a_room_imports_only_what_it_may_know


@cache
def sources() -> list[Source]:
    paths = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
    return [Source(path.relative_to(ROOT).as_posix(), path.read_text("utf-8")) for path in paths]


@pytest.mark.parametrize("rule", house.RULES, ids=lambda rule: rule.__name__)
def test_house_keeps_the_rule(rule: house.Rule) -> None:
    assert [f"{source.path}: {told}" for source in sources() for told in rule(source)] == []


def test_rules_see_the_whole_house() -> None:
    seen = {source.path for source in sources()}
    assert {house.MONITOR, house.STAGE, house.HARDWARE, BOARD, "tools/image/constant_folding.py"} <= seen


def test_every_room_of_the_table_is_there_and_a_file_outside_is_noticed() -> None:
    assert len(rooms.rooms()) > 20
    missing = [room.path for room in rooms.rooms() if not Path(ROOT, room.path).is_dir()]
    assert [path for path in missing if not Path(ROOT, path.rstrip("/") + ".py").is_file()] == []
    granted = {path for room in rooms.rooms() for path in (*room.imports, *room.types)}
    nowhere = [path for path in granted if not Path(ROOT, path).is_dir()]
    assert [path for path in nowhere if not Path(ROOT, path.rstrip("/") + ".py").is_file()] == []
    assert list(KNOWS(Source("tools/attic/box.py", "x = 1"))) == [f"stands in no room of {rooms.PAGE}"]


# Rule, file, text that breaks it, text beside it that does not.
CASES: list[tuple[house.Rule, str, str, str]] = [
    (house.machine_is_imported_by_boards_only, CORE, "import machine", "import micropython"),
    (house.machine_is_imported_by_boards_only, house.MAIN, "from machine import Pin", "import board"),
    (house.machine_is_imported_by_boards_only, CORE, TYPES + "import machine", TYPES + "import typing"),
    (house.time_and_system_are_handed_in, CORE, "import time", "import struct"),
    (house.time_and_system_are_handed_in, DRIVER, "from gc import collect", "from struct import pack_into"),
    (house.time_and_system_are_handed_in, house.UNIT, "def f() -> None:\n    import os", "import json"),
    (house.core_uses_only_what_is_the_same_everywhere, CORE, "import _thread", "import framebuf"),
    (house.core_uses_only_what_is_the_same_everywhere, CORE, "from dataclasses import field", TYPES + "import typing"),
    (house.core_uses_only_what_is_the_same_everywhere, DRIVER, "import json", "from struct import pack_into"),
    (KNOWS, CORE, "from drivers import mcp4725", "from ionto.safety import limits"),
    (KNOWS, CORE, "from ionto.panel import status", "from ionto.output import stage"),
    (KNOWS, CORE, TYPES + "from ionto.panel.status import Status", TYPES + "from ionto.hardware import Hardware"),
    (KNOWS, CORE, "import ionto.hardware", TYPES + "import drivers.ports"),
    (KNOWS, DRIVER, "import ionto.version", "from drivers.status import OK"),
    (KNOWS, SAFETY, "from ionto.output import stage", "from ionto.safety import faults"),
    (KNOWS, SAFETY, TYPES + "import ionto.panel.status", TYPES + "import ionto.hardware"),
    (KNOWS, "firmware/ionto/output/stage.py", "from ionto.app import unit", "from drivers.status import OK"),
    (KNOWS, "firmware/ionto/sensing/meter.py", "from drivers.ads1115 import MUX_0", "from drivers.status import OK"),
    (KNOWS, "firmware/ionto/records/keeper.py", "from ionto.panel import status", "from ionto.treatment import terms"),
    (KNOWS, "firmware/ionto/panel/panel.py", "from ionto.app import unit", "from ionto.treatment import states"),
    (KNOWS, "firmware/ionto/panel/panel.py", "import ionto.records.history", "import ionto.safety.faults"),
    (KNOWS, "tools/sim/plant/load.py", "from tools.harness import person", "from tools.sim import dice"),
    (KNOWS, "tools/sim/chips/ads1115.py", "from drivers import ads1115", "from tools.sim.mcu import clock"),
    (KNOWS, "tools/scenario/loader.py", "from tools.run import cli", "from tools.scenario import schema"),
    (KNOWS, "tools/judges/body.py", "from tools.run.sim_client import run", "from tools.scenario.schema import states"),
    (KNOWS, "tools/judges/body.py", "from tools.report import plots", "from tools.harness.rows import COLUMNS"),
    (KNOWS, "tools/judges/body.py", "from tools.harness import process", "from tools.judges import spans"),
    (KNOWS, "tools/report/plots.py", "from tools.run import setup", "from tools.judges import recording"),
    (KNOWS, "tools/run/cli.py", "def f() -> None:\n    from tools.emulator import chip", "import tools.report"),
    (KNOWS, "tools/image/uf2.py", "from tools.run import setup", "from tools import image"),
    (KNOWS, "tools/run/cli.py", "from host_tests.support import fakes", "from tools import image"),
    (house.status_is_written_in_one_place, house.UNIT, "self.status.state = 3", "x = self.status.state"),
    (house.status_is_written_in_one_place, CORE, "status.pauses += 1", "self.pauses += 1"),
    (house.monitor_shares_no_code, house.MONITOR, "from ionto.safety import limits", "from micropython import const"),
    (house.no_float, CORE, "gain = 0.5", "gain = 1"),
    (house.no_float, CORE, "ohm = mv / ua", "ohm = mv // ua"),
    (house.no_float, CORE, "ohm /= 2", "ohm //= 2"),
    (house.no_float, DRIVER, "v = float(code)", "v = int(code)"),
    (house.no_print_in_core, CORE, "print('on')", "log('on')"),
    (house.no_assert, CORE, "assert ok", "if not ok:\n    raise ValueError"),
    (house.one_handler_catches_all, CORE, TRY + "except:\n    pass", TRY + "except OSError:\n    pass"),
    (house.one_handler_catches_all, DRIVER, TRY + "except Exception:\n    pass", "f()"),
    (house.one_handler_catches_all, BOARD, TRY + "except (OSError, BaseException):\n    pass", "f()"),
    (house.only_the_tick_sleeps, DRIVER, "self._clock.sleep_us(500)", "self._clock.us()"),
    (house.only_the_tick_sleeps, DRIVER, "time.sleep(1)", "def provision(sleep_us):\n    sleep_us(500)"),
    (house.no_side_door_for_benches, CORE, "TEST_MODE = 1", "test_item = 1"),
    (house.no_side_door_for_benches, BOARD, "if sys.platform == 'linux': pass", "if sys.implementation: pass"),
    (house.no_side_door_for_benches, CORE, "# only in the simulation", "# only in the self-test"),
    (house.a_method_says_what_it_does, CORE, "def step(self): pass", "def advance(self): pass"),
    (house.output_is_raised_by_its_owner_only, house.STAGE, "self._out_en.value(1)", "self._out_en.value(0)"),
    (house.output_is_raised_by_its_owner_only, house.STAGE, "hw.out_en(level)", "hw.out_en()"),
    (house.output_is_raised_by_its_owner_only, house.UNIT, "hw.pump.toggle()", "hw.pump.value(0)"),
    (house.output_is_raised_by_its_owner_only, house.MAIN, "board.OUT_EN.on()", "board.OUT_EN.off()"),
    (house.output_is_raised_by_its_owner_only, house.MONITOR, "self._leg_fwd.value(1)", "self._out_en.value(1)"),
    (house.output_is_raised_by_its_owner_only, CORE, "self._go = hw.patient.value", "self._go = hw.btn_ok.value"),
    (house.output_is_raised_by_its_owner_only, CORE, "self._patient.value(1)", "self._stage.close(1)"),
    (house.output_pins_keep_their_names, house.STAGE, "cut = self._out_en", "self._out_en = out_en"),
    (house.output_pins_keep_their_names, house.MAIN, "Stage(led=hw.out_en)", "Stage(out_en=hw.out_en)"),
    (house.output_pins_keep_their_names, house.UNIT, "pulse(hw.pump)", "Monitor(hw.pump)"),
    (house.pump_is_named_by_few, house.STAGE, "self._pump.value(0)", "self._mail.request = 0"),
    (house.current_is_set_by_the_stage_only, CORE, "self.source.set_ua(5000)", "self.target_ua = 5000"),
    (house.current_is_set_by_the_stage_only, CORE, "self._set = self._source.set_ua", "x = ramp.set_ua"),
    (house.current_is_set_by_the_stage_only, CORE, "self._write = dac.write_code", "x = view.dac_code"),
    (house.mailbox_is_read_only_but_for_requests, house.UNIT, "self._mail.veto = 0", "self._mail.heartbeat += 1"),
    (house.mailbox_is_read_only_but_for_requests, house.STAGE, "mail.b_ua += 1", "x = mail.b_ua"),
    (house.first_line_says_what_the_file_decides, CORE, "import json", "# Decides which state the treatment is in."),
    (house.first_line_says_what_the_file_decides, CORE, "#!/bin/sh\nimport json", '"""Decides the state of it."""'),
    (house.file_is_short, CORE, "x = 1\n" * 401, "x = 1\n" * 400),
]


@pytest.mark.parametrize(("rule", "path", "bad", "good"), CASES)
def test_rule_tells_bad_from_good(rule: house.Rule, path: str, bad: str, good: str) -> None:
    assert list(rule(Source(path, bad))) != []
    assert list(rule(Source(path, good))) == []


def test_every_rule_is_proven_able_to_fail() -> None:
    assert {case[0] for case in CASES} == set(house.RULES)


@pytest.mark.parametrize(
    ("rule", "path", "text"),
    [
        (house.machine_is_imported_by_boards_only, BOARD, "from machine import Pin"),
        (house.time_and_system_are_handed_in, house.MAIN, "import gc"),
        (house.one_handler_catches_all, house.MAIN, TRY + "except Exception:\n    pass"),
        (house.only_the_tick_sleeps, house.UNIT, "clock.sleep_us(1)"),
        (house.output_is_raised_by_its_owner_only, house.MONITOR, "self._pump.value(self._level)"),
        (house.output_is_raised_by_its_owner_only, house.STAGE, "self._leg_rev.value(1)"),
        (KNOWS, house.UNIT, "from ionto.panel.panel import Panel"),
        (KNOWS, "tools/harness/process.py", "from ionto.app.unit import Unit"),
        (house.current_is_set_by_the_stage_only, house.STAGE, "self._source.set_ua(1)"),
        (house.mailbox_is_read_only_but_for_requests, house.MONITOR, "mail.veto = 1"),
        (house.status_is_written_in_one_place, house.PUBLISHER, "status.state = session.state"),
    ],
)
def test_owner_may(rule: house.Rule, path: str, text: str) -> None:
    assert list(rule(Source(path, text))) == []
