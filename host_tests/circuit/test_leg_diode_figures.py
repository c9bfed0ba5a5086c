# What the self-test reads of the legs' diodes, by SPICE of the circuit's description, against the firmware's figures.
# The tests that need ngspice are skipped where it is not installed.

from __future__ import annotations

import numpy
import pytest

from host_tests.circuit.test_spice import needs_ngspice
from ionto.output import dummy_load as dl
from tools.circuit.spice import ngspice
from tools.circuit.spice.deck import Fault, Story
from tools.circuit.unit import described

pytestmark = needs_ngspice

DIVIDERS_V = 0.18  # two dividers at 48 V, all of their 0.1 % parts at their worst
RAIL_V = 8.0  # here the collapse is taken up: 2 mA take 100 ms to it from 48 V
TICK_S = 5e-3
AFTER_S = 2e-3  # the current is sampled so long after the electrode
MV = 1e-3


def collapse(revision: str, fault: Fault | None = None) -> ngspice.Run:
    """2 mA into the dummy load, forward, the boost off."""
    waves = {"say_out_en": [(0.0, 1.0)], "say_leg_fwd": [(0.0, 1.0)], "code": [(0.0, dl.TEST_UA / 25_000)]}
    story = Story(0.045, waves, None, fault=fault, at_s=1e-4, most_s=50e-6, starts={"rail": RAIL_V})
    return ngspice.run(described(revision), story)


def at(run: ngspice.Run, name: str, t: float) -> float:
    return float(numpy.interp(t, run.t, run.v[name]))


def lost_v(run: ngspice.Run) -> float:
    """Rail less high electrode, before the sink is fully on."""
    return at(run, "v(rail)", 4e-3) - at(run, "v(side_a)", 4e-3)


def least_lows_v(run: ngspice.Run) -> list[float]:
    """The least low electrode that the self-test sees, for ten phases of its tick: while 0.2 mA flow still after it."""
    found = []
    for phase in range(10):
        least = RAIL_V
        for k in range(8):
            t = 3e-3 + phase * TICK_S / 10 + k * TICK_S
            if at(run, "v(buf3)", t + AFTER_S) / 0.1 * 1e3 < dl._CARRIED_UA:
                break
            least = min(least, at(run, "v(side_b)", t))
        found.append(least)
    return found


def test_a_sound_leg_of_revision_b_passes_with_room_for_the_dividers() -> None:
    run = collapse("B")
    assert lost_v(run) - DIVIDERS_V > dl._DIODE_MV * MV + 0.1
    lows = least_lows_v(run)
    assert min(lows) > dl._LOW_DIODE_MV * MV + 0.15
    assert max(lows) < dl._SATURATED_MV * MV - 0.15


@pytest.mark.parametrize(
    ("name", "pins"), [("D41", ("S1_OUT", "LEG1")), ("D43", ("LEG3", "DRAIN"))], ids=["high", "low"]
)
def test_a_shorted_diode_is_told_apart(name: str, pins: tuple[str, str]) -> None:
    run = collapse("B", Fault(name + " short", short=pins))
    if name == "D41":
        assert lost_v(run) + DIVIDERS_V < dl._DIODE_MV * MV - 0.1
    else:
        assert max(least_lows_v(run)) < dl._LOW_DIODE_MV * MV - 0.15


def test_revision_a_has_no_diode_to_be_taken_for_a_wrong_strap() -> None:
    assert lost_v(collapse("A")) + DIVIDERS_V < dl._DIODE_MV * MV
