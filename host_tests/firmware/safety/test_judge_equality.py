# Plausibility, ramp and regulator as machine code against the same source run plainly: one row of ticks, one answer.

from __future__ import annotations

from collections.abc import Callable

from host_tests.on_micropython import judge_steps
from ionto.safety import faults

SEEDS, TICKS = 14, 1_500
SCRIPT = f"""
from host_tests.on_micropython import judge_steps
for seed in range({SEEDS}):
    for line in judge_steps.story(seed, {TICKS}):
        print(line)
"""


def test_machine_code_judges_and_regulates_as_the_plain_source(micropython: Callable[..., str]) -> None:
    plain = [line for seed in range(SEEDS) for line in judge_steps.story(seed, TICKS)]
    codes = {line.split()[0] for line in plain}
    assert len(codes) >= 12, "most faults are in it"
    assert str(faults.A_FROZEN) in codes
    assert {line.split()[1] for line in plain} == {"0", "1", "2"}
    assert micropython(SCRIPT, paths=(".", "firmware")).splitlines() == plain
