# The simulated over-current latch under its own current.

from __future__ import annotations

from host_tests.support.sim_bench import Bench
from tools.sim.plant.switches import OC_RESET


def test_the_latch_is_not_cleared_while_its_current_flows() -> None:
    """Cleared by OC_RESET high with the current below the threshold. Matters with S1 stuck closed."""
    bench = Bench().closed()
    bench.circuit.stuck["s1"] = 1
    bench.circuit.sink_permille = 1_200
    bench.circuit.metal_ohm = 300.0
    bench.circuit.breaks("s1", 1)
    bench.circuit.set_code(4_095)
    bench.ms(5)
    assert bench.circuit.latched
    assert bench.circuit.i_b_ua > 24_000
    bench.pin(OC_RESET, 1)
    bench.us(1_050)
    assert bench.circuit.latched
