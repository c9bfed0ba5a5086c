# The unit's records through damage, cuts, failing and full flash: on the model here, on a real LittleFS under
# MicroPython. The cases stand in on_micropython/record_cases.py.

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from host_tests.on_micropython import record_cases
from tools.sim.mcu import flash

Case = Callable[[Any], None]


@pytest.mark.parametrize("case", [*record_cases.COMMON, *record_cases.MODEL], ids=lambda case: case.__name__)
def test_records_on_the_model(case: Case) -> None:
    case(flash)


def test_records_on_a_real_littlefs(micropython: Callable[..., str]) -> None:
    said = micropython(
        "from tools.sim.mcu import flash\n"
        "from host_tests.on_micropython import record_cases as cases\n"
        "for name in cases.main(flash): print('held', name)",
        paths=("firmware", "."),
        timeout_s=300,
    )
    held = [line.split()[1] for line in said.splitlines() if line.startswith("held ")]
    assert held == [case.__name__ for case in record_cases.COMMON]
