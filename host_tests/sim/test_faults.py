# Which faults there are: the catalogue of scenarios and the tables of the parts say the same, and what neither knows is
# an error, never another fault.

from __future__ import annotations

from typing import Any

import pytest

from host_tests.support.sim_bench import Bench
from tools.scenario.fault_catalogue import PARTS
from tools.scenario.schema_types import Part, Word
from tools.sim.injector import Injector, UnknownFault, parts_of

EVERY = [(part, word) for part in PARTS for word in part.modes]


def fault(part: str, mode: str, **values: Any) -> dict[str, Any]:
    return {"part": part, "mode": mode, "values": values, "after": None, "at_ms": 10, "for_ms": None}


def modes(parts: dict[str, Any]) -> dict[str, list[str]]:
    return {name: sorted(part.FAULTS) for name, part in sorted(parts.items())}


def test_the_catalogue_and_the_tables_of_the_parts_are_equal() -> None:
    catalogue = {part.name: sorted(word.name for word in part.modes) for part in PARTS}
    assert modes(parts_of(Bench().world)) == dict(sorted(catalogue.items()))


@pytest.mark.parametrize(("part", "word"), EVERY, ids=lambda thing: thing.name)
def test_every_fault_can_begin_and_be_over(part: Part, word: Word) -> None:
    """With the catalogue's own values: none that the table reads is missing there."""
    world = Bench().world
    world.flash = Flash()
    injector = Injector(world, [])
    values = {value.name: value.default for value in word.values}
    injector.inject(fault(part.name, word.name, **values))
    if word.lasts:
        injector.end(fault(part.name, word.name, **values))


class Flash:
    """Takes what is done to the flash."""

    full = False

    def fail(self, nth: int, times: int) -> None: ...

    def heal(self) -> None: ...

    def cut(self, after_bytes: int, error: BaseException, on_cut: Any) -> None: ...


@pytest.mark.parametrize("part", ["dac", "adc", "oled", "i2c0", "adc_b", "boost", "sink", "mcu", "button_ok", "load"])
def test_a_mode_that_a_part_does_not_have_is_refused_and_does_nothing(part: str) -> None:
    world = Bench().world
    with pytest.raises(UnknownFault) as told:
        Injector(world, [fault(part, "melts")])
    known = sorted(parts_of(world)[part].FAULTS)
    assert str(told.value) == f"{part} has no fault melts; it has {', '.join(known)}"
    with pytest.raises(UnknownFault, match=f"{part} has no fault melts"):
        Injector(world, []).inject(fault(part, "melts"))


def test_a_fault_that_waits_for_a_state_is_refused_at_once_too() -> None:
    with pytest.raises(UnknownFault, match="dac has no fault melts"):
        Injector(Bench().world, [{**fault("dac", "melts"), "after": {"state": "steady", "ms": 0}}])


def test_a_part_that_there_is_not_is_refused() -> None:
    with pytest.raises(UnknownFault, match="no part is called pancreas; there are adc, adc_b"):
        Injector(Bench().world, [fault("pancreas", "stuck")])


def test_a_pin_that_was_stuck_shows_the_truth_again() -> None:
    for name in ("OC_TRIP_N", "RELAY_FB", "VBUS", "ID0", "ID1"):
        bench = Bench()
        gpio = getattr(bench.world.pins, name)
        part = "vbus_pin" if name == "VBUS" else name.lower()
        true = bench.world.levels[gpio]
        Injector(bench.world, [{**fault(part, "stuck", level=1 - true), "for_ms": 5}])
        bench.us(12_000)
        assert bench.world.levels[gpio] == 1 - true
        bench.us(10_000)
        assert bench.world.levels[gpio] == true


def test_the_input_before_is_converted_as_often_as_the_scenario_says() -> None:
    bench = Bench()
    Injector(bench.world, []).inject(fault("adc", "previous_channel", p_ppm=1))
    assert bench.world.adc.previous_ppm == 1
