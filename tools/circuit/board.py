# The description as SKiDL holds it: parts with value, rating and number, and the nets they join. Decides what a
# complete description is and refuses any other; what the circuit consists of, the rooms' own files (output.py and its
# like) decide.

from __future__ import annotations

import logging
import os
import re
import tempfile
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tools.circuit import catalogue
from tools.circuit.catalogue import Item, Pins

FACTORS = {"p": 1e-12, "n": 1e-9, "u": 1e-6, "m": 1e-3, "": 1.0, "k": 1e3, "M": 1e6}
R_VOLTS = {"0805": 150.0, "1206": 200.0, "2512": 500.0}
R_WATTS = {"0805": 0.125, "1206": 0.25, "2512": 1.0}
ROOT = Path(__file__).resolve().parents[2]


class BadDescription(Exception):
    """The description is not one that can be built; the text names part or net."""


@dataclass
class Part:
    """One part on the board: `nets` by pin number; `size` its value in SI units (0: none)."""

    ref: str
    item: Item
    value: str
    size: float
    nets: dict[str, str]
    sheet: str
    figures: dict[str, float] = field(default_factory=dict)

    def net(self, name: str) -> str:
        """The net at the pin of this name; an empty string where the pin stays open."""
        return next((self.nets.get(number, "") for number, pin, _ in self.item.pins if pin == name), "")


def size_of(value: str) -> float:
    """`4.7n`, `1.00M`, `50` as a number in SI units."""
    found = re.fullmatch(r"([\d.]+)([pnumkM]?)", value)
    if not found:
        raise BadDescription(f"the value {value!r} is no number with one of p n u m k M behind it")
    return float(found[1]) * FACTORS[found[2]]


def resistor_code(value: str) -> str:
    """The value as resistor makers write it in a number: 988K, 14K4, 21R5."""
    found = re.fullmatch(r"([\d.]+)([kM]?)", value)
    assert found
    letter = {"": "R", "k": "K", "M": "M"}[found[2]]
    whole, _, rest = found[1].partition(".")
    return f"{whole}{letter}{rest.rstrip('0')}"


class Board:
    """A revision under construction: `r`, `c` and `part` put parts on it, `nc` leaves a pin open on purpose."""

    def __init__(self, revision: str) -> None:
        if revision not in ("A", "B"):
            raise BadDescription(f"there is no revision {revision!r}: A or B")
        self.revision = revision
        self.b = revision == "B"
        self.parts: dict[str, Part] = {}
        self.open_pins: set[tuple[str, str]] = set()
        self.sheet = ""

    def part(self, ref: str, number: str, nets: dict[str, str], value: str = "") -> None:
        """A part of the catalogue; `nets` by pin name or number. A net "" leaves the pin open on purpose."""
        if number not in catalogue.ITEMS:
            raise BadDescription(f"{ref}: the catalogue has no part {number}")
        item = catalogue.ITEMS[number]
        self._put(ref, item, value or item.value, nets, 0.0)

    def r(self, ref: str, value: str, one: str, two: str, percent: float = 1, size: str = "0805") -> None:
        """A resistor: 1 % thick film, 0.1 % thin film."""
        size_of(value)
        code = resistor_code(value)
        number = f"RT{size}BRD07{code}L" if percent < 1 else f"RC{size}FR-07{code}L"
        rating = f"{R_WATTS[size]} W, {R_VOLTS[size]:.0f} V"
        item = Item(
            number,
            "resistor",
            catalogue.passive("1", "2"),
            R_VOLTS[size],
            rating,
            f"any {size} of {percent} %, {rating} or more",
            value,
            f"{percent} %",
        )
        self._put(ref, item, value, {"1": one, "2": two}, size_of(value))

    def c(self, ref: str, value: str, one: str, two: str, volts: float = 16, kind: str = "X7R") -> None:
        """A capacitor; `kind` is its dielectric."""
        percent = {"C0G": "5 %", "X7R": "10 %", "aluminium": "20 %", "film": "10 %"}[kind]
        number = {"C0G": "GRM31", "X7R": "GRM21", "aluminium": "EEU-FR", "film": "ECQ-E"}[kind]
        item = Item(
            f"{number} {value}F {volts:.0f} V",
            "capacitor",
            catalogue.passive("1", "2"),
            volts,
            f"{volts:.0f} V {kind}",
            f"any {kind} of {volts:.0f} V or more",
            value,
            percent,
        )
        self._put(ref, item, value, {"1": one, "2": two}, size_of(value))

    def processor(self, ref: str, pins: Pins, nets: dict[str, str]) -> None:
        """The board's processor module, whose pins pins.csv names."""
        item = Item("SC0915", "pico", pins, 5.5, "Raspberry Pi Pico", "Pico H (with headers)", "Pico")
        self._put(ref, item, item.value, nets, 0.0)

    def _put(self, ref: str, item: Item, value: str, nets: dict[str, str], size: float) -> None:
        if ref in self.parts:
            raise BadDescription(f"{ref} is there twice")
        if not value:
            raise BadDescription(f"{ref}: no value")
        if not item.rating or item.volts <= 0:
            raise BadDescription(f"{ref}: no rating")
        by_number: dict[str, str] = {}
        for number, name, _ in item.pins:
            given = [key for key in (number, name) if key in nets]
            if not given:
                raise BadDescription(f"{ref}: nothing is said of pin {number} ({name})")
            by_number[number] = nets[given[0]]
            if not by_number[number]:
                self.open_pins.add((ref, number))
                del by_number[number]
        unknown = set(nets) - {key for number, name, _ in item.pins for key in (number, name)}
        if unknown:
            raise BadDescription(f"{ref}: it has no pin {', '.join(sorted(unknown))}")
        self.parts[ref] = Part(ref, item, value, size, by_number, self.sheet, dict(item.figures))

    # ------------------------------------------------------------ what stands there

    def nets(self) -> dict[str, list[tuple[str, str]]]:
        """Every net with its pins, (ref, pin number), sorted."""
        found: dict[str, list[tuple[str, str]]] = {}
        for ref, part in self.parts.items():
            for number, net in part.nets.items():
                found.setdefault(net, []).append((ref, number))
        return {net: sorted(pins) for net, pins in sorted(found.items())}

    def check(self) -> None:
        """Refuses a floating net."""
        for net, pins in self.nets().items():
            if len(pins) < 2:
                raise BadDescription(f"net {net} floats: only pin {pins[0][1]} of {pins[0][0]} is on it")

    # ------------------------------------------------------------ SKiDL

    def to_skidl(self) -> Any:
        """The same as a SKiDL circuit, tags set so that its identifiers repeat."""
        skidl = load_skidl()
        circuit = skidl.Circuit()
        circuit.no_files = True
        made = {}
        for ref, part in self.parts.items():
            pins = [skidl.Pin(num=n, name=name, func=skidl.Pin.types[kind]) for n, name, kind in part.item.pins]
            made[ref] = skidl.Part(
                name=part.item.kind,
                tool=skidl.SKIDL,
                ref=ref,
                ref_prefix=re.sub(r"\d", "", ref),
                value=part.value,
                tag=ref,
                circuit=circuit,
                footprint=f"ionto:{part.item.kind}",
                pins=pins,
            )
            made[ref].fields |= {
                "Number": part.item.number,
                "Rating": part.item.rating,
                "Tolerance": part.item.tolerance,
            }
        for name, pins_of in self.nets().items():
            net = skidl.Net(name, circuit=circuit)
            for ref, number in pins_of:
                net += made[ref][number]
            if name in ("GND", "V3V3", "VCELL", "V5", "VSYS", "VBUS", "RAIL", "LIM_OUT", "BOOST_IN"):
                net.drive = skidl.POWER
        for ref, number in sorted(self.open_pins):
            circuit.NC += made[ref][number]
        return circuit


def load_skidl() -> Any:
    """SKiDL, without the files it leaves where it is imported and its advice about KiCad's libraries."""
    was = os.getcwd()
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logging.disable(logging.WARNING)
        os.chdir(folder)
        try:
            import skidl

            skidl.Circuit().no_files = True  # closes the logs that it opened here
        finally:
            os.chdir(was)
            logging.disable(logging.NOTSET)
    return skidl
