# The bring-up page's table: what to measure in which order, and what should be there, from the description. Decides the
# order; the values are the description's.

from __future__ import annotations

from tools.circuit.board import Board
from tools.circuit.derived import Derived, diode_v, parallel
from tools.circuit.panel import PULLED_DOWN

BEGIN, END = "<!-- made by make circuit: begin -->", "<!-- made by make circuit: end -->"
LOW_SOUND_V, LOW_SHORTED_V = (0.55, 0.90), 0.17  # by SPICE; host_tests/circuit/test_leg_diode_figures.py
Row = tuple[str, str, str]  # what is done, where it is measured, what should be there


def band(value: float, share: float, unit: str, digits: int = 2) -> str:
    return f"{value:.{digits}f} {unit} ({value * (1 - share):.{digits}f} to {value * (1 + share):.{digits}f})"


def bare(board: Board, d: Derived) -> list[Row]:
    rail = [d._("R12"), d._("R13") + d._("R14"), d._("R15") + d._("R16"), d.divider_ohm("4")]
    if board.b:
        rail.append(d._("R22"))
    rows = [
        (f"each of {', '.join(PULLED_DOWN)}", "to ground", band(d._("R121") / 1e3, 0.02, "kΩ", 1)),
        ("dummy load", "SIDE_A to SIDE_B", band(d._("R60"), 0.01, "Ω", 0)),
        ("electrode sockets", "J1 to J2, each to everything else", "open, above 20 MΩ"),
        ("rail", "RAIL to ground, after 10 s", f"{parallel(*rail) / 1e3:.0f} kΩ or more"),
        ("both dividers, joined by the dummy load", "SIDE_A to ground", band(d.divider_ohm("1") / 2e6, 0.01, "MΩ", 3)),
        ("identity", "R131 and R132", "ID1 to 3.3 V, ID0 to ground" if board.b else "ID1 to ground, ID0 to 3.3 V"),
    ]
    if board.b:
        rows.append(("leg diodes, meter's diode range", "D41 to D44, each way", "0.5 to 0.7 V one way, open the other"))
        rows.append(
            (
                "STOP and the second STOP's jack, nothing plugged in",
                "BTN_STOP to ground",
                "below 1 Ω; open when pressed or a lead is pulled",
            )
        )
    return rows


def supplied(board: Board, d: Derived) -> list[Row]:
    rows = [
        ("bench supply 3.8 V, 0.1 A, wrong way round", "VCELL", "0 V, no current"),
        ("the right way round", "VCELL, V5, RAIL", "3.8 V, 4.8 to 5.2 V, 0 V"),
    ]
    if board.b:
        rows.append(("", "VREF", band(d.reference_v(), 0.002, "V", 3)))
        rows.append(
            ("3.3 V of another supply raised to 4.2 V", "LATCH_TH", f"stays {d.latch_a() * d.shunt_b_v_per_a():.3f} V")
        )
    rows += [
        ("BOOST_EN at 3.3 V, supply 1 A", "RAIL", f"{d.rail_v():.1f} V (46 to 50)"),
        (
            "1.3 V through 10 kΩ into OVP",
            "BOOST_ON, RAIL",
            f"below 1.5 V, the rail falls: its limit is {d.over_voltage_v():.1f} V (55 to 59)",
        ),
        ("BOOST_EN low", f"RAIL from 48 V to {48 / 2.718:.1f} V", band(d.bleed_s(), 0.25, "s", 2)),
    ]
    return rows


def guards(board: Board, d: Derived) -> list[Row]:
    limit = f"{d.limiter_a('least') * 1e3:.1f} to {d.limiter_a('most') * 1e3:.1f} mA"
    rows = [
        (
            "LIM_OUT through an ammeter and 100 Ω to ground, a second",
            "current",
            limit if board.b else f"{limit}: choose R20 so that it lies in 25.5 to 35 mA",
        ),
        ("OC_TEST low, then high", "LATCH_TH", f"{d.latch_a() * 100:.3f} V, {d.latch_test_a() * 100:.3f} V (1 %)"),
        (
            "PUMP: 500 Hz, then static high, then static low",
            "PUMP_OK",
            f"high; low {d.pump_hold_s() * 1e3:.0f} ms (40 to 75) after the last edge, both times",
        ),
        ("OUT_EN high, pump going", "S1_ON; then OC_TRIP_N forced low", "3.3 V; 0 V"),
        ("PATIENT at 3.3 V", "relay, RELAY_FB", "J1 joins SIDE_A, J2 SIDE_B; RELAY_FB leaves ground"),
        ("5 V on VBUS while PATIENT is high", "relay", "at rest within 10 ms"),
        (
            "LEG_FWD, LEG_REV, both",
            "resistance S1_OUT to SIDE_A" + (" behind D41" if board.b else ""),
            "20 to 35 Ω, open, open",
        ),
    ]
    return rows


def currents(board: Board, d: Derived) -> list[Row]:
    rows: list[Row] = [
        (
            "DAC fed with 0 V",
            "shunt B (CSB), forward, dummy load",
            f"{2 * d.divider_a() * 1e6:.0f} µA, the dividers' own: {2 * d.divider_a() * 100 * 1e3:.1f} mV",
        )
    ]
    for ma in (2.0, 10.0, 20.0):
        volts = ma / 1e3 / d.full_scale_a() * 3.3
        true = ma - d.bias_a() * 1e3
        rows.append(
            (
                f"DAC fed with {volts:.3f} V",
                "meter in series with the dummy load; CSB; AIN2",
                f"{true:.2f} mA (3 %); {true / 10:.3f} V; {true / 10:.3f} V",
            )
        )
    for ma in (2.0, 20.0):
        ohms = sum(ohm for ref, ohm in d.series_parts(ma / 1e3) if ref not in ("K3", "D43"))
        drop = d.rest_v() + ohms * ma / 1e3
        low = (dict(d.series_parts(ma / 1e3))["K3"] * ma / 1e3) + (diode_v(board, "D43", ma / 1e3) if board.b else 0.0)
        rows.append(
            (
                f"{ma:.0f} mA into the dummy load",
                "RAIL to high side; low side to DRAIN",
                f"{drop:.2f} V; {low:.2f} V (20 %)",
            )
        )
    if board.b:
        shorted = d.rest_v() + sum(ohm for ref, ohm in d.series_parts(2e-3) if ref not in ("K3", "D41", "D43")) * 2e-3
        rows.append(
            ("D41 bridged with a wire, 2 mA", "RAIL to high side", f"{shorted:.2f} V: the self-test must refuse")
        )
        rows.append(
            (
                "2 mA, then BOOST_EN low; D43 sound, then bridged with a wire",
                "oscilloscope, low side to ground while more than 0.2 mA flow",
                f"falls to {LOW_SOUND_V[0]:.2f} to {LOW_SOUND_V[1]:.2f} V; below {LOW_SHORTED_V:.2f} V",
            )
        )
        rows.append(
            (
                f"current from 0 to {2 * d.lamp_a() * 1e3:.0f} mA, LED_OUTPUT low",
                "amber lamp",
                f"lights from {d.lamp_a() * 1e3:.2f} mA on (0.2 to 0.9)",
            )
        )
    rows.append(
        (
            "DAC fed with 3.3 V",
            "current; latch",
            f"towards {d.full_scale_a() * 1e3:.1f} mA; trips at {d.latch_a() * 1e3:.1f} mA (22.5 to 25.5) after 0.5 ms",
        )
    )
    return rows


def firmware_finds() -> list[Row]:
    """What the self-test of revision B must refuse, part by part."""
    return [
        ("D41, D42, D43, D44, one after the other, bridged with a wire", "glass after the self-test", "S38, its name"),
        ("one end of D41, D42, D43, D44 lifted, one after the other", "glass after the self-test", "S38, its name"),
        ("the second STOP's plug pulled at 10 mA", "current by the meter", "ramps to 0 within 2.5 s, the relay rests"),
    ]


def loads(board: Board, d: Derived) -> list[Row]:
    rows: list[Row] = []
    for ma in (10, 15, 20):
        rows.append(
            (
                f"{ma} mA asked for, a resistor box in place of a person",
                "largest resistance that still carries it",
                f"{d.most_load_ohm(ma / 1e3):.0f} Ω (5 %)",
            )
        )
    rows.append(
        ("the resistor taken away at 10 mA, put back after 0.1 s", "current by the meter", "0, then a ramp from 0.5 mA")
    )
    rows += [
        ("5 V on VBUS at 10 mA", "current by the meter", "0 within 15 ms, the relay rests, F20"),
        ("R131 lifted, switched on", "glass after the self-test", "S04"),
    ]
    rc = "two of 6.8 kΩ beside 1 µF, in series with 560 Ω"
    if board.b:
        rows += firmware_finds()
        rows.append(
            (
                f"{rc}; 5 mA; K2's output bridged with a wire",
                "oscilloscope over 100 Ω",
                "no more than 6 mA backwards for 100 µs",
            )
        )
    else:
        rows.append(
            (
                f"{rc}; 5 mA; K2's output bridged with a wire",
                "oscilloscope over 100 Ω",
                "some 25 mA and more backwards: the weakness of revision A",
            )
        )
    return rows


STEPS = (
    ("No cell, no Pico: resistances", bare),
    ("Bench supply, no Pico", supplied),
    ("The guards by hand, no Pico", guards),
    ("Currents into the dummy load, still no Pico", currents),
    ("With the firmware, on resistors", loads),
)


def table(board: Board) -> str:
    """All steps of one revision, as the page shows them."""
    d = Derived(board)
    lines = []
    for k, (title, rows) in enumerate(STEPS, 1):
        lines += [f"**{k}. {title}**", "", "| do | measure | expect |", "| --- | --- | --- |"]
        lines += [f"| {do} | {where} | {what} |" for do, where, what in rows(board, d)]
        lines.append("")
    return "\n".join(lines)


def other(board: Board, than: Board) -> str:
    """What `board` has otherwise than the whole table of `than`: its own rows, and which of the others it has not."""
    lines = [
        f"**Revision {board.revision}: the same steps, with these rows instead**",
        "",
        "| step | do | measure | expect |",
        "| --- | --- | --- | --- |",
    ]
    for k, (_, rows) in enumerate(STEPS, 1):
        here, there = rows(board, Derived(board)), rows(than, Derived(than))
        lines += [f"| {k} | {do} | {where} | {what} |" for do, where, what in here if (do, where, what) not in there]
        known = {do for do, _, _ in here}
        lines += [f"| {k} | {do} | {where} | not in {board.revision} |" for do, where, _ in there if do not in known]
    return "\n".join([*lines, ""])


def into(page: str, board: Board, less: Board) -> str:
    """The page with the table of `board`, and what `less` has otherwise, between its two marks."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{table(board)}\n{other(less, board)}\n{END}{after}"
