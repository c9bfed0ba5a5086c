# The self-test on the bench: items that no fault of the simulation reaches, order, length, what it leaves behind.

from __future__ import annotations

from typing import Any

import pytest

from drivers.status import BUS
from host_tests.support.unit_bench import Bench, manifest_of
from ionto.output import stage as st
from ionto.panel.status import LET_GO, PRESS
from ionto.safety import faults, limits
from ionto.safety import readings as rd
from ionto.treatment import states

LONGEST_MS = 8_000  # without the user's press of STOP


def refused(bench: Bench) -> int:
    """Tick until the start is refused: the code; 0 when STOP is asked for instead."""
    for _ in range(LONGEST_MS // limits.TICK_MS):
        if bench.unit.status.state == states.FAULT:
            return bench.unit.status.fault
        if bench.unit.selftest.prompt == PRESS:
            return 0
        bench.tick()
    raise AssertionError("the self-test takes longer than 8 s")


def test_a_sound_unit_asks_for_stop_within_8_s_and_then_is_ready() -> None:
    bench = Bench()
    assert refused(bench) == 0
    bench.press("stop")
    assert bench.unit.status.state == states.READY


def test_stop_pressed_before_it_is_asked_for_has_shown_that_it_works() -> None:
    bench = Bench()
    while bench.unit.selftest.item < 3:  # until then it is held, perhaps, since the unit was switched on
        bench.tick()
    bench.press("stop")
    asked = 0
    for _ in range(LONGEST_MS // limits.TICK_MS):
        bench.tick()
        asked |= bench.unit.selftest.prompt
    assert (bench.unit.status.state, asked) == (states.READY, 0)


@pytest.mark.parametrize("ms", [80, 1_000, 30_000])
def test_stop_held_at_the_start_is_asked_to_be_let_go_and_is_no_fault(ms: int) -> None:
    bench = Bench()
    bench.hw.btn_stop.level = 1
    bench.ticks(ms // limits.TICK_MS)
    assert bench.unit.status.state == states.SELFTEST
    assert bench.plant.code == 0
    if ms > 500:
        assert bench.unit.status.test_prompt == LET_GO
    bench.hw.btn_stop.level = 0
    assert refused(bench) == 0
    bench.press("stop")
    assert bench.unit.status.state == states.READY


@pytest.mark.parametrize(
    ("stored_ohm", "code"), [(0, 0), (991, 0), (985, faults.DUMMY_LOAD), (1_015, faults.DUMMY_LOAD)]
)
def test_a_dummy_load_that_is_not_the_calibrated_one_gets_two_milliamperes_at_most(stored_ohm: int, code: int) -> None:
    bench = Bench()
    bench.unit.dummy_load.stored_ohm = stored_ohm
    most_ua = 0
    for _ in range(LONGEST_MS // limits.TICK_MS):
        bench.tick()
        if bench.unit.status.state == states.FAULT or bench.unit.selftest.prompt:
            break
        rise_ua = bench.plant.a_ua - most_ua
        assert rise_ua <= 25 or bench.unit.dummy_load.proven or most_ua == 0
        most_ua = max(most_ua, bench.plant.a_ua)
    assert bench.unit.status.fault == code
    assert most_ua < 2_100 if code else most_ua > 19_000


def test_no_current_reaches_the_electrodes_and_everything_is_open_afterwards() -> None:
    bench = Bench()
    bench.plant.ohm = 1_500
    assert refused(bench) == 0
    assert bench.plant.most_ua == 0
    assert bench.unit.stage.position == st.REST
    pins = (bench.plant.out_en, bench.plant.boost_en, bench.plant.leg_fwd, bench.plant.leg_rev, bench.plant.oc_test)
    assert [pin.level for pin in pins] == [0] * 5


def test_the_panel_counts_every_item() -> None:
    bench = Bench()
    seen = []
    while not bench.unit.status.test_prompt:
        bench.tick()
        seen.append(bench.unit.status.test_item)
    assert sorted(set(seen)) == list(range(bench.unit.status.test_items))
    assert seen == sorted(seen)


def test_every_session_begins_with_a_self_test_but_the_files_are_read_once_a_power_on() -> None:
    bench = Bench()
    assert refused(bench) == 0
    bench.installed.clear()
    bench.unit.supervisor.begin()
    assert refused(bench) == 0


@pytest.mark.parametrize("path", ["boot.py", "ionto/app/unit.mpy"])
def test_a_changed_file_refuses_the_start(path: str) -> None:
    bench = Bench()
    bench.installed[path] = bench.installed[path][:-1] + b"?"
    assert refused(bench) == faults.FILES_CHANGED
    assert bench.unit.status.detail.decode() == path.rpartition("/")[2], "the file is named"


def test_a_missing_file_or_manifest_refuses_the_start() -> None:
    for path in ("boot.py", "manifest.json"):
        bench = Bench()
        del bench.installed[path]
        assert refused(bench) == faults.FILES_CHANGED


@pytest.mark.parametrize("length", [0, 1, 60, 200])
def test_a_manifest_cut_short_refuses_the_start(length: int) -> None:
    bench = Bench()
    bench.installed["manifest.json"] = bench.installed["manifest.json"][:length]
    assert refused(bench) == faults.FILES_CHANGED


def test_a_file_whose_length_is_a_whole_number_of_parts_is_read_to_its_end() -> None:
    bench = Bench()
    files = {"boot.py": bytes(2048), "/main.py": b""}
    bench.installed = {**files, "manifest.json": manifest_of(files)}
    assert refused(bench) == 0


def test_too_little_memory_or_no_watchdog_refuse_the_start() -> None:
    bench = Bench()
    bench.hw.heap.bytes_free = 30_000
    assert refused(bench) == faults.HEAP_SMALL
    bench = Bench()
    bench.hw.watchdog.runs = 0
    assert refused(bench) == faults.WATCHDOG_OFF


def test_a_dac_that_does_not_keep_zero_in_its_eeprom_refuses_the_start() -> None:
    bench = Bench()
    bench.dac.wakes_at_zero = lambda: -2  # type: ignore[method-assign]
    bench.dac.provision_eeprom = lambda sleep_us: -2  # type: ignore[method-assign]
    assert refused(bench) == faults.DAC_EEPROM


@pytest.mark.parametrize(("status", "answer"), [(-1, faults.DAC_EEPROM), (-2, faults.DAC_EEPROM), (-7, 0), (0, 0)])
def test_what_the_dac_does_not_tell_of_its_eeprom_is_asked_again_and_else_refuses(status: int, answer: int) -> None:
    bench = Bench()
    asked = []
    bench.dac.wakes_at_zero = lambda: status  # type: ignore[method-assign]

    def provision(sleep_us: object) -> int:
        asked.append(1)
        return -1

    bench.dac.provision_eeprom = provision  # type: ignore[method-assign]
    assert refused(bench) == answer
    assert len(asked) == (1 if answer else 0)


def test_a_pump_that_holds_longer_than_85_ms_refuses_the_start() -> None:
    bench = Bench()
    bench.plant.hold_ms = 75
    assert refused(bench) == 0
    bench = Bench()
    bench.plant.hold_ms = 100
    assert refused(bench) == faults.PUMP_STOP


def test_the_difference_of_the_dividers_is_taken_off_and_a_large_one_refuses_the_start() -> None:
    for mv in (-150, 150):
        bench = Bench()
        bench.plant.dividers_mv = mv
        assert refused(bench) == 0
        r = bench.unit.sampling.readings
        assert abs(r[rd.LOAD_MV] - r[rd.LOAD_BACK_MV]) <= 5
    for mv in (-250, 250):
        bench = Bench()
        bench.plant.dividers_mv = mv
        assert refused(bench) == faults.ZERO_DIVIDERS


@pytest.mark.parametrize(
    ("what", "values", "told"),
    [("dividers_mv", (150, 300), faults.ZERO_DIVIDERS), ("b_lsb", (30, 60), faults.ZERO_B)],
)
def test_what_is_taken_off_may_not_creep_from_session_to_session(what: str, values: tuple[int, int], told: int) -> None:
    bench = Bench()
    code = 0
    for value in values:
        setattr(bench.plant, what, value)
        bench.unit.supervisor.begin()
        code = refused(bench)
    assert code == told


def test_a_refused_start_latches_and_no_key_leads_on() -> None:
    bench = Bench()
    bench.plant.hold_ms = 100
    assert refused(bench) == faults.PUMP_STOP
    for button in ("ok", "stop", "up"):
        bench.press(button)
    bench.ticks(400)
    assert (bench.unit.status.state, bench.unit.status.fault) == (states.FAULT, faults.PUMP_STOP)
    assert bench.unit.stage.position == st.LATCHED
    assert bench.plant.out_en.level == 0


@pytest.mark.parametrize(("lsb", "code"), [(0, 0), (15, 0), (25, 0), (36, 0), (39, faults.ZERO_B)])
def test_what_b_shows_at_rest_is_taken_off_or_refused(lsb: int, code: int) -> None:
    bench = Bench()
    bench.plant.b_lsb = lsb
    assert refused(bench) == code
    if not code:
        assert bench.unit.mail.b_ua <= 8


def test_a_bus_error_does_not_hide_what_the_dac_would_wake_up_with() -> None:
    bench = Bench()
    dac: Any = bench.dac
    dac.wakes_at_zero = lambda: BUS
    assert refused(bench) == 0, "asked again, and found to be in order"
    bench = Bench()
    dac = bench.dac
    dac.wakes_at_zero = dac.provision_eeprom = lambda *_: BUS
    assert refused(bench) == faults.DAC_EEPROM
