# The cases in which SPICE and the simulation must agree: what happens, once for each, and what is compared. Data; how a
# row is judged, table.py decides.

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tools.circuit.simulated import Bench
from tools.circuit.spice.body import DRY, MIDDLE, SOAKED, Body
from tools.circuit.spice.deck import Fault, Story, Wave, switched
from tools.circuit.spice.ngspice import Run

FULL_MA = 25.0
LOW = Body(10, 80, 100, 1000)  # 300 Ohm
AT_ONCE = "its contacts and switches close at once"
REVERSE, OVER, VALUE = "reverse", "over", "value"


@dataclass(frozen=True)
class Case:
    """One row. `kind`: REVERSE and OVER compare peak and charge against or above the set current `set_ma`; VALUE one
    number of `unit`, read from the run and asked of the bench."""

    name: str
    kind: str
    story: Callable[[str], Story]
    simulate: Callable[[Bench], float | None]
    body: Body | None = DRY
    set_ma: float = 0.0
    from_s: float = 1e-3
    read: Callable[[Run], float] | None = None
    unit: str = "mA"
    revisions: str = "AB"
    stricter: str = ""  # why the simulation may show more than SPICE does here


ON: dict[str, Wave] = {
    "say_out_en": [(0, 1)],
    "say_boost_en": [(0, 1)],
    "say_leg_fwd": [(0, 1)],
    "say_patient": [(0, 1)],
}


def flowing(ma: float, end_ms: float, body: Body | None = DRY, fault: Fault | None = None, **waves: Wave) -> Story:
    """A treatment under way, forward, `ma` set."""
    return Story(end_ms / 1e3, {**ON, "code": [(0, ma / FULL_MA)], **waves}, body, fault=fault)


def ms(*changes: tuple[float, float]) -> Wave:
    return switched(*((t / 1e3, value) for t, value in changes))


# ---------------------------------------------------------------- faults of single parts


def _leg_short(ma: float, body: Body) -> Callable[[str], Story]:
    def story(revision: str) -> Story:
        return flowing(ma, 6, body, Fault("K2 closed", short=("LEG2" if revision == "B" else "S1_OUT", "SIDE_B")))

    return story


def _leg_short_simulated(ma: float) -> Callable[[Bench], None]:
    def act(bench: Bench) -> None:
        bench.ready(ma / FULL_MA)
        bench.mark()
        bench.fault("leg_rev_high", "stuck_closed")
        bench.ms(5)

    return act


def _rail_short(_: str) -> Story:
    return flowing(20, 6, DRY, Fault("rail to ground", short=("RAIL", "GND")))


def _rail_short_simulated(bench: Bench) -> None:
    bench.ready(0.8)
    bench.mark()
    bench.fault("rail_short", "short")
    bench.ms(5)


def _metal(_: str) -> Story:
    return flowing(20, 6, DRY, Fault("metal over the plates", short=("ELEC_A", "ELEC_B"), ohm=1.0))


def _metal_simulated(bench: Bench) -> None:
    bench.ready(0.8)
    bench.mark()
    bench.fault("load", "short", ohm=1)
    bench.ms(5)


# ---------------------------------------------------------------- contact, switching


def _contact_back(_: str) -> Story:
    return flowing(10, 16, MIDDLE, contact=ms((0, 1), (1, 0), (11, 1)))


def _contact_back_simulated(bench: Bench) -> None:
    bench.ready(0.4)
    bench.hands(0)
    bench.ms(10)
    bench.mark()
    bench.hands(1000)
    bench.ms(5)


def _zeroed(_: str) -> Story:
    return flowing(10, 16, MIDDLE, contact=ms((0, 1), (1, 0), (11, 1)), code=ms((0, 0.4), (3.5, 0)))


def _zeroed_simulated(bench: Bench) -> None:
    bench.ready(0.4)
    bench.hands(0)
    bench.us(2500)
    bench.code(0)
    bench.us(7500)
    bench.mark()
    bench.hands(1000)
    bench.ms(5)


def _made(_: str) -> Story:
    return flowing(0.5, 16, MIDDLE, contact=ms((0, 0), (11, 1)))


def _made_simulated(bench: Bench) -> None:
    bench.ready(0.02, hands=0)
    bench.mark()
    bench.hands(1000)
    bench.ms(5)


def _relay(_: str) -> Story:
    """It arrives some 8 ms after its coil has current, and bounces for 3 ms."""
    bounce = ms((0, 0), (17, 1), (18, 0), (19, 1), (20, 0))
    return flowing(10, 26, MIDDLE, say_patient=ms((0, 0), (1, 1)), bounce=bounce)


def _relay_simulated(bench: Bench) -> None:
    bench.ready(0.4, patient=0)
    bench.mark()
    bench.pin("PATIENT", 1)
    bench.ms(20)


def _out_en(_: str) -> Story:
    return flowing(10, 12, MIDDLE, say_out_en=ms((0, 1), (1, 0), (6, 1)))


def _out_en_simulated(bench: Bench) -> None:
    bench.ready(0.4)
    bench.pin("OUT_EN", 0)
    bench.us(5000)
    bench.mark()
    bench.pin("OUT_EN", 1)
    bench.ms(6)


def _reversal(_: str) -> Story:
    return flowing(10, 14, MIDDLE, say_leg_fwd=ms((0, 1), (1, 0)), say_leg_rev=ms((0, 0), (1, 1)))


def _reversal_simulated(bench: Bench) -> None:
    bench.ready(0.4)
    bench.mark()
    bench.pin("LEG_FWD", 0)
    bench.pin("LEG_REV", 1)
    while bench.circuit.body_ua >= 0:  # its legs take the 4 ms that they may take; those of the deck half a millisecond
        bench.ms(1)
    bench.ms(12)


# ---------------------------------------------------------------- values at rest


def _last(name: str, factor: float) -> Callable[[Run], float]:
    return lambda run: float(run.v[name][-1]) * factor


def _at(ma: float, body: Body) -> Callable[[str], Story]:
    return lambda _: flowing(ma, 3, body)


def _body_simulated(share: float) -> Callable[[Bench], float]:
    return lambda bench: bench.ready(share).circuit.body_ua / 1000.0


def _b_simulated(bench: Bench) -> float:
    return bench.ready(0).circuit.i_b_ua / 1000.0


def _limited(_: str) -> Story:
    """Its feedback resistor at 0.69 of its value: it asks for 35 mA; no latch in so short a time."""
    return Story(
        2.6e-3,
        {**ON, "code": switched((0, 0.4), (2e-3, 1.0))},
        LOW,
        fault=Fault("R57 low", scale=("R57", 0.69)),
        most_s=5e-6,
    )


def _limited_simulated(bench: Bench) -> float:
    bench.ready(0.4)
    bench.fault("sink", "feedback_low", permille=1400)
    bench.code(1.0)
    bench.us(400)
    return bench.circuit.body_ua / 1000.0


def _opens(_: str) -> Story:
    return flowing(10, 4, SOAKED, say_out_en=ms((0, 1), (1, 0)))


def _below(run: Run, after_s: float, amps: float) -> float:
    """ms from `after_s` on until the body's current stays below `amps`."""
    above = run.t[abs(run.v["i(vbody)"]) > amps]
    return (float(above[-1]) - after_s) * 1e3 if len(above) else 0.0


def _opens_simulated(bench: Bench) -> float:
    bench.ready(0.4)
    return _until(bench, lambda: bench.pin("OUT_EN", 0))


def _until(bench: Bench, act: Callable[[], None]) -> float:
    act()
    start = bench.now_us
    while abs(bench.circuit.body_ua) > 100 and bench.now_us - start < 20_000:
        bench.us(20)
    return (bench.now_us - start) / 1000.0


def _trips(revision: str) -> Story:
    return flowing(10, 6, SOAKED, Fault("sink shorted", short=("DRAIN", "SHA"), ohm=1))


def _trips_simulated(bench: Bench) -> float:
    bench.ready(0.4)
    return _until(bench, lambda: bench.fault("sink", "short", ohm=1))


def _dummy(fault: Fault | None = None) -> Callable[[str], Story]:
    """2 mA into the dummy load, as the self-test has it."""
    return lambda _: Story(3e-3, {**ON, "say_patient": [(0, 0)], "code": [(0, 0.08)]}, MIDDLE, fault=fault)


def _high_drop(run: Run) -> float:
    return float(run.v["v(rail)"][-1] - run.v["v(side_a)"][-1])


def _high_drop_simulated(bench: Bench) -> float:
    circuit = bench.ready(0.08, patient=0).circuit
    return (circuit.rail_mv - circuit.a_mv) / 1000.0


def _high_drop_shorted_simulated(bench: Bench) -> float:
    bench.ready(0.08, patient=0)
    bench.fault("leg_diode", "short", leg="fwd_high")
    return (bench.circuit.rail_mv - bench.circuit.a_mv) / 1000.0


def _bleed(_: str) -> Story:
    return Story(0.8, {"say_boost_en": ms((0, 1), (1, 0))}, MIDDLE, most_s=2e-3)


def _bleeds(run: Run) -> float:
    """ms from BOOST_EN low until the rail has 1/e of what it had."""
    low = run.t[run.v["v(rail)"] > run.v["v(rail)"][0] / 2.718]
    return (float(low[-1]) - 1e-3) * 1e3


def _bleeds_simulated(bench: Bench) -> float:
    bench.ready(0, patient=0, out=0)
    start = bench.circuit.rail_mv
    bench.pin("BOOST_EN", 0)
    took = 0
    while bench.circuit.rail_mv > start / 2.718 and took < 5000:
        bench.ms(1)
        took += 1
    return float(took)


CASES = (
    Case("opposite leg shorts, 5 mA, soaked skin", REVERSE, _leg_short(5, SOAKED), _leg_short_simulated(5), SOAKED, 5),
    Case(
        "opposite leg shorts, 20 mA, soaked skin", REVERSE, _leg_short(20, SOAKED), _leg_short_simulated(20), SOAKED, 20
    ),
    Case(
        "opposite leg shorts, dry skin, voltage-limited",
        REVERSE,
        _leg_short(20, DRY),
        _leg_short_simulated(20),
        DRY,
        20,
    ),
    Case("rail shorts to ground, dry skin", REVERSE, _rail_short, _rail_short_simulated, DRY, 20),
    Case("metal joins the plates, dry skin", REVERSE, _metal, _metal_simulated, DRY, 20),
    Case(
        "contact back at 10 mA after 10 ms, DAC left",
        OVER,
        _contact_back,
        _contact_back_simulated,
        MIDDLE,
        10,
        11e-3,
        stricter=AT_ONCE,
    ),
    Case(
        "DAC zeroed after 2.5 ms, contact back after 10 ms",
        OVER,
        _zeroed,
        _zeroed_simulated,
        MIDDLE,
        0,
        11e-3,
        stricter=AT_ONCE,
    ),
    Case("contact made at 0.5 mA", OVER, _made, _made_simulated, MIDDLE, 0.5, 11e-3, stricter=AT_ONCE),
    Case("relay arrives and bounces, DAC at 10 mA", OVER, _relay, _relay_simulated, MIDDLE, 10, 1e-3, stricter=AT_ONCE),
    Case(
        "OUT_EN low for 5 ms, high again, DAC at 10 mA",
        OVER,
        _out_en,
        _out_en_simulated,
        MIDDLE,
        10,
        6e-3,
        stricter=AT_ONCE,
    ),
    Case("reversal under 10 mA (forbidden)", REVERSE, _reversal, _reversal_simulated, MIDDLE, 10, stricter=AT_ONCE),
    Case(
        "body, DAC 0, S1 and legs closed, hands in",
        VALUE,
        _at(0, MIDDLE),
        _body_simulated(0),
        MIDDLE,
        read=_last("i(vbody)", 1e3),
    ),
    Case(
        "shunt B, DAC 0, S1 and legs closed, hands in",
        VALUE,
        _at(0, MIDDLE),
        _b_simulated,
        MIDDLE,
        # R23 is 10 Ω. Its amplifier shows 8 µA more, a step of the converter: what D26 leaks through R25.
        read=lambda run: float(run.v["v(lim_out)"][-1] - run.v["v(shb)"][-1]) * 100,
    ),
    Case("body at 10 mA", VALUE, _at(10, SOAKED), _body_simulated(0.4), SOAKED, read=_last("i(vbody)", 1e3)),
    Case("body at 20 mA, voltage-limited", VALUE, _at(20, DRY), _body_simulated(0.8), DRY, read=_last("i(vbody)", 1e3)),
    Case(
        "sink asks 35 mA into 300 Ohm: limiter", VALUE, _limited, _limited_simulated, LOW, read=_last("i(vbody)", 1e3)
    ),
    Case(
        "OUT_EN low until the body has no current",
        VALUE,
        _opens,
        _opens_simulated,
        SOAKED,
        unit="ms",
        stricter="it takes the 1 ms that the board may take",
        read=lambda run: _below(run, 1e-3, 1e-4),
    ),
    Case(
        "sink shorted until the latch has opened S1",
        VALUE,
        _trips,
        _trips_simulated,
        SOAKED,
        unit="ms",
        stricter="it takes the 0.5 and 0.3 ms that the board may take",
        read=lambda run: _below(run, 1e-3, 1e-4),
    ),
    Case(
        "rail less high side, 2 mA, dummy load",
        VALUE,
        _dummy(),
        _high_drop_simulated,
        MIDDLE,
        read=_high_drop,
        unit="V",
    ),
    Case(
        "the same, the leg's diode shorted",
        VALUE,
        _dummy(Fault("D41 short", short=("S1_OUT", "LEG1"))),
        _high_drop_shorted_simulated,
        MIDDLE,
        read=_high_drop,
        unit="V",
        revisions="B",
    ),
    Case("rail bleeds to 1/e", VALUE, _bleed, _bleeds_simulated, MIDDLE, read=_bleeds, unit="ms"),
)
