"""How exactly the body gets what was asked for: currents, loads, units that lost their calibration: a table of figures.

    python -m tools.campaigns.accuracy [--small] [--out build/accuracy]

Each cell is a run of the simulated unit (CPython, from the sources) until the current has been steady for 8 s. Writes
accuracy.json and accuracy.md; exit code 1 when a figure passes its limit. A bare resistor does not bend as skin does:
where one leaves the ramp in doubt whether less skin is in the water, it waits, and the table says how long.
"""

from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tools.command_line import Parser
from tools.run import own_process

ROOT = Path(__file__).resolve().parents[2]
STEADY_UA = 50
OVERSHOOT_UA = 100
RAMP_UA = 100
STEADY_FOR_MS = 8000


# Units with errors of their own, at the ends of what data sheets allow, and a calibration on the flash that knows them
# as far as a meter of 0.1 % told it.
CALIBRATED = {
    "sink_gain_ppm": 13_000, "sink_offset_ua": 20, "shunt_a_ppm": 8_000, "offset_a_uv": 1_000, "shunt_b_ppm": 10_000,
    "adc_gain_ppm": 1_500, "adc_offset_uv": 375, "adc_rate_permille": 900, "mcu_adc_offset_lsb": 25,
    "mcu_adc_wide_lsb": 10, "mcu_adc_reference_ppm": -10_000, "leg_ohm": 35, "divider_a_ppm": 1_000,
    "divider_b_ppm": -1_000, "divider_rail_ppm": 1_000, "boost_mv": 46_000, "cell_mohm": 400, "meter_ppm": 1_000,
    "crystal_ppm": 50,
}  # fmt: skip
CALIBRATED_LOW = {
    "sink_gain_ppm": -20_000, "sink_offset_ua": -50, "shunt_a_ppm": -5_000, "offset_a_uv": -1_000,
    "shunt_b_ppm": -10_000, "offset_b_uv": -5_000, "adc_gain_ppm": -1_500, "adc_offset_uv": -375,
    "adc_rate_permille": 1_100, "mcu_adc_offset_lsb": 0, "mcu_adc_wide_lsb": 4, "mcu_adc_reference_ppm": 10_000,
    "leg_ohm": 15, "divider_a_ppm": -1_000, "divider_b_ppm": 1_000, "divider_rail_ppm": -1_000, "meter_ppm": -1_000,
    "crystal_ppm": -50,
}  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """One run: target, resistance, and the unit's own errors."""

    current_ma: float
    ohm: int
    board: dict[str, int] = field(default_factory=dict)
    about: str = "calibrated"
    lost: bool = False  # its calibration, both copies: nominal values, 5 mA at most

    @property
    def name(self) -> str:
        return f"{self.current_ma:g}mA_{self.ohm}ohm_{self.about.replace(' ', '_').replace('%', 'pc').replace(',', '')}"

    def scenario(self) -> dict[str, Any]:
        ramp_ms = int(self.current_ma * 2000)
        return {
            "load": {"table": [[0, self.ohm], [3_000_000, self.ohm]], "noise_permille": 10},
            "board": {"name": "pico", **(self.board or CALIBRATED)},
            "files": [{"file": "calibration", "mode": "flip"}] if self.lost else [],
            "user": {"person": "default", "current_ma": self.current_ma, "minutes": 10},
            "linger_ms": STEADY_FOR_MS,
            "end_ms": 150_000 + ramp_ms,
            "expect": {"state": "run", "fault": "none"},
        }


def _lost(ma: float, gain_ppm: int, offset_ua: int) -> Cell:
    board = {"sink_gain_ppm": gain_ppm, "sink_offset_ua": offset_ua}
    return Cell(ma, 1400, board, f"calibration lost {gain_ppm / 10_000:+g} % {offset_ua:+d} uA", lost=True)


# At 20 mA the 46 V of a low rail end at 1.95 kΩ (2 V of the electrodes' own, 170 Ω and 1.5 V of the circuit): above is
# LIMIT.
GRID = (
    [Cell(ma, min(ohm, 1900) if ma == 20 else ohm) for ma in (1, 2, 5, 10, 15, 20) for ohm in (800, 1400, 2200)]
    + [Cell(ma, 1400, CALIBRATED_LOW, "calibrated, low") for ma in (1, 10, 20)]
    + [_lost(ma, gain, offset) for ma in (2, 3, 5) for gain, offset in ((20_000, 50), (-20_000, -50), (20_000, -50))]
)
SMALL = [GRID[0], GRID[10], GRID[18], GRID[21]]


def run(cell: Cell, folder: Path, installed: Path) -> dict[str, Any]:
    """The figures of one cell. Raises RuntimeError with the runner's words when it did not become steady."""
    out = folder / cell.name
    out.mkdir(parents=True, exist_ok=True)
    file = folder / f"{cell.name}.json"
    file.write_text(json.dumps(cell.scenario(), indent=1) + "\n", encoding="ascii")
    done = own_process.run(file, out, installed)
    if not done.held:
        raise RuntimeError(f"{cell.name}: {done.output[-1200:]}")
    figures = done.summary["figures"]
    return {key: figures[key] for key in ("steady_worst_ua", "overshoot_ua", "ramp_deviation_ua", "ramp_waits_ms")}


def table(found: dict[str, dict[str, Any]], cells: list[Cell]) -> str:
    """Markdown, a row a cell."""
    lines = [
        "<!-- made by: python -m tools.campaigns.accuracy -->",
        "",
        "| unit | target | load | steady, worst | overshoot | ramp, off its line | it waited |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for cell in cells:
        f = found[cell.name]
        lines.append(
            f"| {cell.about} | {cell.current_ma:g} mA | {cell.ohm} Ω | {f['steady_worst_ua']} µA "
            f"| {f['overshoot_ua']} µA | {f['ramp_deviation_ua']} µA | {f['ramp_waits_ms'] / 1000:.1f} s |"
        )
    lines.append(f"| limit | | | {STEADY_UA} µA | {OVERSHOOT_UA} µA | {RAMP_UA} µA | |")
    return "\n".join(lines) + "\n"


def main(words: list[str]) -> int:
    parser = Parser("accuracy", "tools.campaigns.accuracy", __doc__)
    parser.add_argument("--small", action="store_true", help="three cells only")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "accuracy")
    asked = parser.parse_args(words)
    cells = SMALL if asked.small else GRID
    from tools import image

    installed = image.build_for_simulation("pico")
    asked.out.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(2) as pool:
        figures = list(pool.map(lambda cell: run(cell, asked.out.resolve(), installed), cells))
    found = {cell.name: figure for cell, figure in zip(cells, figures, strict=True)}
    text = table(found, cells)
    (asked.out / "accuracy.json").write_text(json.dumps(found, indent=1) + "\n", encoding="ascii")
    (asked.out / "accuracy.md").write_text(text, encoding="utf-8")
    print(text)
    limits = {"steady_worst_ua": STEADY_UA, "overshoot_ua": OVERSHOOT_UA, "ramp_deviation_ua": RAMP_UA}
    late = [
        f"{name}: {key}" for name, f in found.items() for key, most in limits.items() if f[key] is None or f[key] > most
    ]
    for line in late:
        print("over the limit:", line)
    return 1 if late else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
