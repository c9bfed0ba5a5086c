# The diodes in the bridge's legs: which revision must have them, and that each shorted or open one is refused by name.

from __future__ import annotations

import pytest

from host_tests.firmware.selftest.test_selftest import refused
from host_tests.support.settled_plant import DIODE_MV, DIODE_OPEN
from host_tests.support.unit_bench import Bench
from ionto.output import stage as st
from ionto.safety import faults
from ionto.safety import readings as rd

NAMES = ("D41", "D42", "D43", "D44")


def told(bench: Bench) -> tuple[int, str]:
    """The code that refuses the start, and what stands beside it."""
    return refused(bench), bench.unit.status.detail.decode()


def test_a_sound_unit_of_revision_b_asks_for_stop_within_8_s() -> None:
    bench = Bench(revision=2)
    assert told(bench) == (0, "")
    assert bench.unit.stage.position == st.REST
    assert bench.plant.broken_rules == 0


@pytest.mark.parametrize("which", range(4))
def test_each_shorted_diode_is_refused_by_its_name(which: int) -> None:
    bench = Bench(revision=2)
    assert bench.plant.diodes_mv
    bench.plant.diodes_mv[which] = 0
    assert told(bench) == (faults.LEG_DIODE, NAMES[which] + " shorted")
    assert bench.plant.most_ua == 0


@pytest.mark.parametrize("which", range(4))
def test_each_open_diode_is_refused_by_its_name(which: int) -> None:
    bench = Bench(revision=2)
    assert bench.plant.diodes_mv
    bench.plant.diodes_mv[which] = DIODE_OPEN
    assert told(bench) == (faults.LEG_DIODE, NAMES[which] + " open")
    assert bench.plant.most_ua == 0


@pytest.mark.parametrize("mv", [DIODE_MV - 60, DIODE_MV + 80])
def test_cold_and_warm_diodes_are_sound(mv: int) -> None:
    bench = Bench(revision=2)
    bench.plant.diodes_mv = [mv] * 4
    assert told(bench) == (0, "")


def test_a_switch_that_is_dead_in_both_directions_is_no_diode() -> None:
    bench = Bench(revision=2)
    bench.plant.diodes_mv = [DIODE_OPEN] * 2 + [DIODE_MV] * 2
    assert told(bench) == (faults.OUTPUT_DEAD, "")


def test_revision_a_is_not_refused_for_having_none() -> None:
    assert told(Bench()) == (0, "")


def test_a_board_whose_diodes_contradict_the_strap_of_revision_a_is_refused() -> None:
    bench = Bench()
    bench.plant.diodes_mv = [DIODE_MV] * 4
    assert told(bench) == (faults.BOARD_IDENTITY, "")


def test_a_board_without_a_strap_is_refused() -> None:
    assert told(Bench(revision=0)) == (faults.BOARD_IDENTITY, "")


def test_a_rail_that_does_not_fall_is_told_as_that() -> None:
    bench = Bench(revision=2)
    unit = bench.unit
    while unit.status.test_item < 5:
        bench.tick()
    bench.plant.boost_en.value = lambda level=None: 1  # type: ignore[assignment]
    bench.plant.boost_en.level = 1
    assert told(bench) == (faults.BOOST_STUCK, "")


def test_while_the_rail_collapses_each_tick_brings_the_low_electrode() -> None:
    """The sink is fully on, and carries enough, for 12 ms: by turns of 20 ms it might be missed."""
    bench = Bench(revision=2)
    brought = []
    while not bench.unit.selftest.prompt:
        bench.tick()
        if bench.unit.dummy_load.collapsing:
            brought.append(bench.unit.readings[rd.LOW_NEW])
    assert len(brought) > 40
    assert sum(brought) >= len(brought) - 4, "but for the first two of each direction"
