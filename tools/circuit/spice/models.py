# How each kind of part behaves in the deck: lines of SPICE from a part's nets and figures. Decides no value: the
# description does. `by` scales the part's main figure (a resistance, a reference, an amplifier's speed).

from __future__ import annotations

from collections.abc import Callable

from tools.circuit.board import Part

Nodes = dict[str, str]  # pin name -> node
Emit = Callable[[Part, Nodes, float], list[str]]
# The deck's own nodes: what the processor says, 0 to 1 each, and the DAC's code as a share of 4096.
LOGIC = "(0.5+0.5*tanh(({x})*{k}))"


def on(x: str, k: float) -> str:
    """1 where `x` is above 0, else 0, smoothly over 1/k."""
    return LOGIC.format(x=x, k=k)


def resistor(p: Part, n: Nodes, by: float) -> list[str]:
    return [f"R{p.ref} {n['1']} {n['2']} {p.size * by:g}"]


def capacitor(p: Part, n: Nodes, by: float) -> list[str]:
    return [f"C{p.ref} {n['1']} {n['2']} {p.size * by:g}"]


def contact(p: Part, n: Nodes, by: float) -> list[str]:
    """Fuse, slide switch, thermistor: a resistance."""
    one, two = (n[name] for _, name, _ in p.item.pins)
    return [f"R{p.ref} {one} {two} {p.figures['ohm'] * by:g}"]


def button(p: Part, n: Nodes, by: float) -> list[str]:
    one, two = (n[name] for _, name, _ in p.item.pins)
    return [f"R{p.ref} {one} {two} {(0.1 if p.figures['closed'] else 1e9) * by:g}"]


def inductor(p: Part, n: Nodes, by: float) -> list[str]:
    """On average: its resistance, and current one way only."""
    return [
        f"D{p.ref} {n['1']} {p.ref}_i DL{p.ref}",
        f"R{p.ref} {p.ref}_i {n['2']} {p.figures['ohm'] * by:g}",
        f".model DL{p.ref} D(is=1e-6 n=0.05)",
    ]


def cell(p: Part, n: Nodes, by: float) -> list[str]:
    return [
        f"V{p.ref} {p.ref}_i {n['-']} {p.figures['volts'] * by:g}",
        f"R{p.ref} {p.ref}_i {n['+']} {p.figures['ohm']:g}",
    ]


def _diode(name: str, a: str, k: str, p: Part, by: float, extra: str = "") -> list[str]:
    f = p.figures
    return [
        f"D{name} {a} {k} DM{name}",
        f".model DM{name} D(is={f['is'] * by:g} n={f['n']:g} rs={f['rs']:g} cjo={f['cj']:g}{extra})",
    ]


def diode(p: Part, n: Nodes, by: float) -> list[str]:
    return _diode(p.ref, n["A"], n["K"], p, by, f" bv={p.item.volts:g} ibv=1e-6")


def diode_pair(p: Part, n: Nodes, by: float) -> list[str]:
    return _diode(p.ref + "a", n["A1"], n["K1A2"], p, by) + _diode(p.ref + "b", n["K1A2"], n["K2"], p, by)


def zener(p: Part, n: Nodes, by: float) -> list[str]:
    return [
        f"D{p.ref} {n['A']} {n['K']} DM{p.ref}",
        f".model DM{p.ref} D(is=1e-12 rs=5 cjo={p.figures['cj']:g} bv={p.figures['volts'] * by:g} ibv=1e-4)",
    ]


def zener2(p: Part, n: Nodes, by: float) -> list[str]:
    """Bidirectional."""
    model = f".model DM{p.ref} D(is=1e-12 rs=5 cjo={2 * p.figures['cj']:g} bv={p.figures['volts'] * by:g} ibv=1e-4)"
    return [f"D{p.ref}a {p.ref}_m {n['1']} DM{p.ref}", f"D{p.ref}b {p.ref}_m {n['2']} DM{p.ref}", model]


def led(p: Part, n: Nodes, by: float) -> list[str]:
    return [
        f"D{p.ref} {n['A']} {n['K']} DM{p.ref}",
        f".model DM{p.ref} D(is={1e-18 * by:g} n={p.figures['volts'] / 0.95:g} rs=3 bv=5)",
    ]


def mosfet(p: Part, n: Nodes, by: float) -> list[str]:
    f = p.figures
    sort = "pchan" if p.item.kind == "pmos" else "nchan"
    vto = (-f["vto"] if p.item.kind == "pmos" else f["vto"]) * by
    return [
        f"M{p.ref} {n['D']} {n['G']} {n['S']} MM{p.ref}",
        f".model MM{p.ref} VDMOS({sort} vto={vto:g} kp={f['kp']:g} rd={f['rd']:g} rb=0.5 is=1e-12 cgs={f['cgs']:g} "
        f"cgdmin={f['cgd']:g} cgdmax={4 * f['cgd']:g} a=0.5 cjo={f['cj']:g} ksubthres=0.1)",
    ]


def pnp(p: Part, n: Nodes, by: float) -> list[str]:
    f = p.figures
    return [
        f"Q{p.ref} {n['C']} {n['B']} {n['E']} QM{p.ref}",
        f".model QM{p.ref} PNP(bf={f['bf'] * by:g} is={f['is']:g} cje={f['cje']:g} cjc={f['cjc']:g} tf=1n vaf=100)",
    ]


def photomos(p: Part, n: Nodes, by: float) -> list[str]:
    """A lamp, a delay (0.5 ms on, 0.2 ms off), a resistance either way."""
    r = p.ref
    lit = f"i(V{r})-{p.figures['amps']:g}"
    return [
        f"V{r} {n['A']} {r}_l 0",
        f"D{r} {r}_l {n['K']} DM{r}",
        f".model DM{r} D(is=1e-15 n=1.6 rs=3 bv=5)",
        f"B{r}s {r}_s 0 V={on(lit, 5e3)}",
        f"R{r}s {r}_s {r}_q 10k",
        f"C{r}s {r}_q 0 30n",
        f"B{r} {n['O1']} {n['O2']} I=v({n['O1']},{n['O2']})*exp(-20.7+{20.7 - _ln(p.figures['ohm'] * by):g}*"
        f"min(1,max(0,v({r}_q)*1.25-0.125)))",
        f"C{r} {n['O1']} {n['O2']} {p.figures['coff']:g}",
    ]


def _ln(x: float) -> float:
    from math import log

    return log(x)


def relay(p: Part, n: Nodes, by: float) -> list[str]:
    """State 0 at rest to 1 at work, some 8 ms; v(bounce) lifts the contacts that arrive."""
    r = p.ref
    held = f"i(V{r})-{p.figures['amps']:g}"
    lines = [
        f"V{r} {n['COIL+']} {r}_c 0",
        f"R{r} {r}_c {n['COIL-']} {p.figures['coil'] * by:g}",
        f"B{r}s {r}_s 0 V={on(held, 500)}",
        f"R{r}s {r}_s {r}_q 10k",
        f"C{r}s {r}_q 0 0.7u",
    ]
    for k, way in (
        ("NC1", f"0.3-v({r}_q)"),
        ("NC2", f"0.3-v({r}_q)"),
        ("NO1", f"v({r}_q)-0.7-v(bounce)"),
        ("NO2", f"v({r}_q)-0.7-v(bounce)"),
    ):
        one, two = n[k], n[k + "C"]
        lines.append(f"B{r}{k} {one} {two} I=v({one},{two})*exp(-23+{23 - _ln(p.figures['ohm']):g}*{on(way, 200)})")
    return lines


def opamp_of(name: str, plus: str, minus: str, out: str, p: Part, n: Nodes, by: float) -> list[str]:
    gm = 2 * 3.14159 * p.figures["gbw"] * by * 1e-9
    most = p.figures["slew"] * 1e-9
    vcc, gnd = n["VCC"], n["GND"]
    return [
        f"B{name}i 0 {name}_x I={most:g}*tanh(v({plus},{minus})*{gm / most:g})",
        f"C{name} {name}_x 0 1n",
        f"R{name}x {name}_x 0 1e9",
        f"B{name}c {name}_x 0 I=max(0,v({name}_x)-v({vcc}))*0.01-max(0,v({gnd})-v({name}_x))*0.01",
        f"B{name}o {name}_y 0 V=min(max(v({name}_x),v({gnd})),max(v({vcc}),v({gnd})))",
        f"R{name} {name}_y {out} 200",
    ]


def opamp(p: Part, n: Nodes, by: float) -> list[str]:
    return opamp_of(p.ref, n["IN+"], n["IN-"], n["OUT"], p, n, by)


def opamp4(p: Part, n: Nodes, by: float) -> list[str]:
    return [line for k in "ABCD" for line in opamp_of(p.ref + k, n[f"IN{k}+"], n[f"IN{k}-"], n[f"OUT{k}"], p, n, by)]


def comparator2(p: Part, n: Nodes, by: float) -> list[str]:
    lines = []
    for k in "AB":
        x = f"v({n[f'IN{k}-']})*{1 / by:g}-v({n[f'IN{k}+']})"
        alive = on(f"v({n['VCC']},{n['GND']})-1.8", 20)
        lines += [
            f"B{p.ref}{k} {n[f'OUT{k}']} {n['GND']} I=0.02*tanh(v({n[f'OUT{k}']},{n['GND']})*20)*{on(x, 1000)}*{alive}",
            f"C{p.ref}{k} {n[f'OUT{k}']} {n['GND']} 20p",
        ]
    return lines


def _gate(name: str, x: str, y: str, n: Nodes) -> list[str]:
    """`x`: truth from 0 to 1. 5 µs slow: a faster latch jumps to its other state within a step of the solver."""
    return [
        f"B{name} {name}_y 0 V=v({n['GND']})+max(0,v({n['VCC']},{n['GND']}))*({x})",
        f"R{name} {name}_y {name}_z 1k",
        f"C{name} {name}_z 0 5n",
        f"B{name}o {name}_o 0 V=v({name}_z)",
        f"R{name}o {name}_o {y} 40",
    ]


def _high(node: str, n: Nodes, by: float) -> str:
    return on(f"v({node},{n['GND']})-{0.42 * by:g}*v({n['VCC']},{n['GND']})", 20)


def nand4(p: Part, n: Nodes, by: float) -> list[str]:
    return [
        line
        for k in "1234"
        for line in _gate(p.ref + k, f"1-{_high(n[k + 'A'], n, by)}*{_high(n[k + 'B'], n, by)}", n[k + "Y"], n)
    ]


def and3(p: Part, n: Nodes, by: float) -> list[str]:
    return _gate(p.ref, "*".join(_high(n[k], n, by) for k in "ABC"), n["Y"], n)


def buffer2(p: Part, n: Nodes, by: float) -> list[str]:
    return [line for k in "12" for line in _gate(p.ref + k, _high(n[k + "A"], n, by), n[k + "Y"], n)]


def csa(p: Part, n: Nodes, by: float) -> list[str]:
    """Draws from IN- into OUT what brings IN- to IN+: 1 mA at most, 500 kHz with 1 kOhm."""
    r = p.ref
    alive = on(f"v({n['V+']},{n['V-']})-4", 5)
    return [
        f"B{r}i 0 {r}_x I=3.1m*max(-0.3,min(0.3,v({n['IN-']},{n['IN+']})*{1 / by:g}))*{alive}",
        f"C{r} {r}_x 0 1n",
        f"R{r} {r}_x 0 1e6",
        f"B{r}c {r}_x 0 I=0.02*max(0,v({r}_x)-1)-0.02*max(0,-v({r}_x))",
        f"B{r} {n['IN-']} {n['OUT']} I=1m*max(0,v({r}_x))*tanh(max(0,v({n['V+']},{n['OUT']})-0.5))",
        f"C{r}o {n['OUT']} 0 20p",
    ]


def ref(p: Part, n: Nodes, by: float) -> list[str]:
    return [f"B{p.ref} {n['K']} {n['A']} I=max(0,v({n['K']},{n['A']})-{p.figures['volts'] * by:g})*2"]


def shunt_ref(p: Part, n: Nodes, by: float) -> list[str]:
    x = on(f"v({n['REF']},{n['A']})-{p.figures['volts'] * by:g}", 500)
    return [f"B{p.ref} {n['K']} {n['A']} I=max(0,v({n['K']},{n['A']})-1)*0.01*{x}"]


def boost(p: Part, n: Nodes, by: float) -> list[str]:
    """On average: a current into the switch's node until FBX has its voltage; the switch breaks down at 65 V."""
    f = p.figures
    alive = on(f"v({n['EN']})-1.5", 20) + "*" + on(f"v({n['VIN']})-2.6", 20)
    return [
        f"B{p.ref} 0 {n['SW']} I={f['amps']:g}*{alive}*min(1,max(0,({f['fbx'] * by:g}-v({n['FBX']}))*50))",
        f"D{p.ref} 0 {n['SW']} DM{p.ref}",
        f".model DM{p.ref} D(is=1e-12 bv=65 ibv=1e-3 rs=1 cjo=50p)",
        f"R{p.ref} {n['VIN']} {n['GND']} 10k",
    ]


def load_switch(p: Part, n: Nodes, by: float) -> list[str]:
    x = on(f"v({n['ON']})-0.8", 20)
    return [
        f"B{p.ref} {n['VIN']} {n['VOUT']} I=v({n['VIN']},{n['VOUT']})*(1e-7+{1 / (p.figures['ohm'] * by):g}*{x})",
        f"B{p.ref}q {n['QOD']} {n['GND']} I=v({n['QOD']},{n['GND']})*0.005*(1-{x})",
    ]


def module5(p: Part, n: Nodes, by: float) -> list[str]:
    x = on(f"v({n['VIN']},{n['GND']})-1", 20)
    return [f"B{p.ref} {p.ref}_i {n['GND']} V={p.figures['volts'] * by:g}*{x}", f"R{p.ref} {p.ref}_i {n['VOUT']} 0.3"]


def charger(p: Part, n: Nodes, by: float) -> list[str]:
    return [f"R{p.ref} {n['VBAT']} {n['VDD']} {p.figures['ohm'] * by:g}"]


def module(p: Part, n: Nodes, by: float) -> list[str]:
    return [
        f"R{p.ref} {n['VCC']} {n['GND']} {3.3 / (p.figures['amps'] * by):g}",
        f"R{p.ref}a {n['SCL']} {n['GND']} 10Meg",
        f"R{p.ref}b {n['SDA']} {n['GND']} 10Meg",
    ]


def dac(p: Part, n: Nodes, by: float) -> list[str]:
    return [
        f"B{p.ref} {p.ref}_i 0 V=v({n['VSS']})+min(1,v(code)*{by:g})*v({n['VDD']},{n['VSS']})",
        f"R{p.ref} {p.ref}_i {p.ref}_j 1k",
        f"C{p.ref} {p.ref}_j 0 6n",
        f"B{p.ref}o {p.ref}_k 0 V=v({p.ref}_j)",
        f"R{p.ref}o {p.ref}_k {n['VOUT']} 1",
    ]


def adc(p: Part, n: Nodes, by: float) -> list[str]:
    pins = [name for _, name, _ in p.item.pins if name not in ("GND", "ALERT")]
    return [
        f"R{p.ref}{k} {n[name]} {n['GND']} {(3300 if name == 'VDD' else 10e6) * by:g}" for k, name in enumerate(pins)
    ]


def pico(p: Part, n: Nodes, by: float) -> list[str]:
    """3.3 V from VSYS; outputs as v(say_NAME) tells, 0 to 1; inputs high-ohmic, pulled up where the table says so."""
    from tools.circuit.panel import gpios

    lines = [
        f"B{p.ref} {p.ref}_i {n['GND']} V=min(max(0,v({n['VSYS']},{n['GND']})+1),v(vdd)*{by:g})",
        f"R{p.ref} {p.ref}_i {n['3V3']} 0.2",
        f"R{p.ref}v {n['VBUS']} {n['GND']} 15.6k",
        f"D{p.ref} {n['VBUS']} {n['VSYS']} DM{p.ref}",
        f".model DM{p.ref} D(is=1e-6 n=1.05 rs=0.1)",
    ]
    for _, name, direction, _ in gpios():
        if direction in ("out", "pwm"):
            lines += [
                f"B{p.ref}_{name} {p.ref}_{name} 0 V=v(say_{name.lower()})*v({n['3V3']})",
                f"R{p.ref}_{name} {p.ref}_{name} {n[name]} 40",
            ]
        elif name != "VBUS":
            pulled = name.startswith("BTN_") or name in ("RELAY_FB", "OC_TRIP_N")
            lines += [f"R{p.ref}_{name} {n[name]} {n['3V3'] if pulled else n['GND']} {'55k' if pulled else '10Meg'}"]
    return lines


def piezo(p: Part, n: Nodes, by: float) -> list[str]:
    return [f"C{p.ref} {n['1']} {n['2']} {p.figures['farad'] * by:g}"]


def socket(p: Part, n: Nodes, by: float) -> list[str]:
    """Part of the lead: 50 pF."""
    return [f"C{p.ref} {n['1']} 0 {50e-12 * by:g}"]


MODELS: dict[str, Emit] = {
    "resistor": resistor,
    "capacitor": capacitor,
    "fuse": contact,
    "switch": contact,
    "thermistor": contact,
    "button": button,
    "jack": button,
    "inductor": inductor,
    "cell": cell,
    "diode": diode,
    "diode_pair": diode_pair,
    "zener": zener,
    "zener2": zener2,
    "led": led,
    "nmos": mosfet,
    "pmos": mosfet,
    "pnp": pnp,
    "photomos": photomos,
    "relay": relay,
    "opamp": opamp,
    "opamp4": opamp4,
    "comparator2": comparator2,
    "nand4": nand4,
    "and3": and3,
    "buffer2": buffer2,
    "csa": csa,
    "ref": ref,
    "shunt_ref": shunt_ref,
    "boost": boost,
    "load_switch": load_switch,
    "module5": module5,
    "charger": charger,
    "module": module,
    "dac": dac,
    "adc": adc,
    "pico": pico,
    "piezo": piezo,
    "socket": socket,
}
