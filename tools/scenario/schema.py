"""Every word a scenario may say, with unit, range and default. Reads no scenario: loader.py does.

The table is the contract between scenario files, their loader, the simulated hardware and docs/scenarios/ (made
from it by `python -m tools.scenario.reference_page`). The faults stand in fault_catalogue.py. Figures come from
the reference hardware's description: section 3 for the load, section 1 for the board's tolerances.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

from tools.scenario.people import BODIES
from tools.scenario.schema_types import INT31, Value, Word

ROOT = Path(__file__).resolve().parents[2]
SCENARIOS = ROOT / "tools" / "scenarios"
FIRMWARE = ROOT / "firmware" / "ionto"

WRAP_MS = 2**30  # ticks_ms wraps here on the RP2040
MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS

BOARDS = tuple(sorted(path.parent.name for path in (ROOT / "boards").glob("*/pins.csv")))
BUTTONS = ("up", "down", "ok", "stop")
SITES = ("hands", "feet", "underarms")
HANDS = ("left", "right", "both")
AGES = ("adult", "12_to_15", "6_to_11", "below_6")
POLARITIES = ("keep", "alternate", "half_time")
RESULTS = ("completed", "stopped", "abandoned", "fault", "refused", "interrupted")

TOP = {
    "name": "what the run is called; left out, as the file and its case are",
    "about": "one sentence: what happens and what must come of it",
    "seed": "number that everything random is drawn from; SEED=n on the command line beats it",
    "board": 'the unit under test: "pico", or an object with tolerances (table below)',
    "load": "the person between the electrodes (below)",
    "battery_mv": "voltage of the cell at rest",
    "clock_start_ms": "what ticks_ms reads at power-on; it wraps at 2^30, and the default starts 5 s before",
    "user": '"default", an object (a person with wishes), or a list of actions (below)',
    "files": "what lies on the unit's flash before the first power-on (below)",
    "faults": "list of faults (below)",
    "end_ms": "the run ends here at the latest",
    "linger_ms": "how long the unit is watched once the expectation is decided",
    "expect": "what must come true (below); without it only the invariants are judged",
    "cases": "scenarios that differ in little, by name, each with what differs (above)",
}

NUMBERS = (
    Value("seed", TOP["seed"], 1, 0, INT31),
    Value("battery_mv", TOP["battery_mv"], 3900, 2500, 4250, "mV"),
    Value("clock_start_ms", TOP["clock_start_ms"], WRAP_MS - 5000, 0, WRAP_MS - 1, "ms"),
    Value("end_ms", TOP["end_ms"], 70 * MINUTE_MS, 1000, 3 * HOUR_MS, "ms"),
    Value("linger_ms", TOP["linger_ms"], 3000, 0, 10 * MINUTE_MS, "ms"),
)

BOARD_TOLERANCES = (
    Value("revision", "of the circuit; its strap says the same", "B", choices=("A", "B")),
    Value("calibrated", "1: its calibration is on the flash, right, confirmed; 0: none: it treats nobody", 1, 0, 1),
    Value("used", "1: an adult was treated everywhere before, pads of 40 cm² (below); 0: as after building", 1, 0, 1),
    Value("rtc", "the optional clock chip", "none", choices=("none", "ds3231")),
    Value("rtc_minute", "what it shows at first, minutes since 2000-01-01; 0: never set", 0, 0, 52_594_559, "min"),
    Value("display", "which chip the display has", "ssd1306", choices=("ssd1306", "sh1106")),
    Value("display_start_ms", "how long it does not answer after it got power", 100, 0, 5000, "ms", vary=(1, 100)),
    Value("sink_gain_ppm", "gain error of the current sink", 0, -200_000, 200_000, "ppm", vary=(-20_000, 20_000)),
    Value("sink_offset_ua", "offset of the current sink", 0, -1000, 1000, "µA", vary=(-50, 50)),
    Value("shunt_a_ppm", "error of shunt A with its amplifier", 0, -200_000, 200_000, "ppm", vary=(-5000, 5000)),
    Value("shunt_b_ppm", "error of shunt B with its amplifier", 0, -200_000, 200_000, "ppm", vary=(-10_000, 10_000)),
    Value("offset_a_uv", "offset of A's amplifier (100 µV is 1 µA)", 0, -100_000, 100_000, "µV", vary=(-1000, 1000)),
    Value("offset_b_uv", "offset of B's amplifier (100 µV is 1 µA)", 0, -100_000, 100_000, "µV", vary=(-5000, 5000)),
    Value("boost_mv", "voltage of the boost", 48_000, 30_000, 58_000, "mV", vary=(46_000, 50_000)),
    Value("pump_hold_ms", "hold-up time of the charge pump", 60, 1, 1000, "ms", vary=(40, 75)),
    Value("leg_open_ms", "how long a bridge leg takes to open", 1, 1, 200, "ms"),
    Value("latch_ua", "threshold of the over-current latch", 24_000, 1000, 33_000, "µA", vary=(22_500, 25_500)),
    Value("latch_test_ua", "its threshold under OC_TEST", 4000, 500, 33_000, "µA", vary=(3500, 4500)),
    Value("dummy_ohm", "the dummy load", 1000, 500, 2000, "Ω", vary=(990, 1010)),
)

# What data sheets allow a part to be. A plain scenario has an average one; one outside `vary` is for the bin.
BOARD_PARTS = (
    Value("mcu_adc_offset_lsb", "the processor's converter reads so much too high", 15, -60, 60, "LSB", vary=(0, 25)),
    Value("mcu_adc_wide_lsb", "its codes 512, 1536, 2560, 3584 are so wide (E11)", 8, 0, 60, "LSB", vary=(4, 10)),
    Value("mcu_adc_noise_lsb", "its noise, either way at most", 3, 0, 60, "LSB", vary=(1, 3)),
    Value(
        "mcu_adc_reference_ppm", "its reference (the DAC's is the same: that is in sink_gain_ppm)",
        0, -100_000, 100_000, "ppm", vary=(-10_000, 10_000),
    ),
    Value("adc_gain_ppm", "gain error of the ADS1115", 0, -100_000, 100_000, "ppm", vary=(-1500, 1500)),
    Value("adc_offset_uv", "its offset, 125 µV an LSB", 0, -100_000, 100_000, "µV", vary=(-375, 375)),
    Value("adc_rate_permille", "its data rate", 1000, 300, 3000, "‰", vary=(900, 1100)),
    Value("adc_bits", "its bits; a clone with fewer gives 0 for the others", 16, 8, 16),
    Value("dac_is_new", "1: the DAC's EEPROM holds the factory's mid-scale", 0, 0, 1, vary=(0, 1)),
    Value("divider_a_ppm", "error of the divider of electrode A", 0, -200_000, 200_000, "ppm", vary=(-1000, 1000)),
    Value("divider_b_ppm", "and of electrode B", 0, -200_000, 200_000, "ppm", vary=(-1000, 1000)),
    Value("divider_rail_ppm", "and of the rail", 0, -200_000, 200_000, "ppm", vary=(-1000, 1000)),
    Value("leg_ohm", "one PhotoMOS of the bridge, closed", 25, 1, 2000, "Ω", vary=(15, 35)),
    Value("cell_mohm", "cell with protection and wires", 150, 1, 5000, "mΩ", vary=(50, 400)),
    Value("meter_ppm", "error of the meter that calibrated it", 0, -100_000, 100_000, "ppm", vary=(-1000, 1000)),
    Value("crystal_ppm", "the processor's crystal", 0, -20_000, 20_000, "ppm", vary=(-50, 50)),
    Value("rtc_ppm", "the clock chip, too fast: 2 ppm, 5 of ten years' aging", 0, -1000, 1000, "ppm", vary=(-7, 7)),
    Value("rtc_dead_cell", "1: it loses time and registers with the board's power", 0, 0, 1, vary=(0, 1)),
    Value("rtc_quarters", "its temperature register, 3 °C off at most, in 0.25 °C", 100, -512, 508, vary=(48, 152)),
    Value(
        "flash_erase_us", "how long the flash takes to erase a block, interrupts off (W25Q16JV: 45 ms, 400 at most)",
        45_000, 0, 400_000, "µs", vary=(45_000, 400_000),
    ),
    Value("flash_page_us", "how long it takes to write 256 bytes", 700, 0, 3000, "µs", vary=(400, 3000)),
)  # fmt: skip
BOARD = BOARD_TOLERANCES + BOARD_PARTS
# For whoever compares runs on LittleFS and on its model: the two write other blocks (tools/sim/mcu/flash.py).
FLASH_AT_ONCE = {"flash_erase_us": 0, "flash_page_us": 0}

SKIN_FORMULA = """\
R(t) = 2·water/f + inner + 2·Rsk/f              f: immersed share of the palm
Rsk  = (end·(1 + drying·t) + (start − end)·e^(−t/tau)) / (1 + (|V|/bend)^(power/2))
V is the voltage across one skin, t the time of current; skin_nf lies across each Rsk; emf is in series."""

SKIN = (
    Value("water_ohm", "water of one tray", 50, 1, 50_000, "Ω", vary=(30, 400)),
    Value("inner_ohm", "the body inside the skin", 300, 50, 2000, "Ω", vary=(200, 400)),
    Value("skin_start_ohm", "one skin at the start, at 0 V", 5000, 100, 100_000, "Ω", vary=(3500, 7000)),
    Value("skin_end_ohm", "one skin when soaked, at 0 V", 1700, 50, 50_000, "Ω", vary=(1000, 2000)),
    Value("tau_ms", "time constant of the soaking", 60_000, 1000, 600_000, "ms", vary=(30_000, 120_000)),
    Value("drying_permille_per_min", "slow rise of the soaked skin", 20, 0, 200, "‰/min", vary=(10, 30)),
    Value("bend_mv", "voltage across one skin at which it has halved", 8000, 1000, 60_000, "mV", vary=(7000, 9000)),
    Value("power_halves", "exponent of the bend, in halves: 2 = 1, 3 = 1.5, 4 = 2", 4, 2, 4, vary=(2, 4)),
    Value("power_tenths", "the same exponent in tenths; 0: as power_halves says", 0, 0, 20),
    Value("skin_nf", "capacitance across one skin", 1000, 0, 10_000, "nF", vary=(600, 1800)),
)

# What both models of the load have.
LOAD_COMMON = (
    Value(
        "emf_mv", "electrodes' own voltage, opposes the current that made it", 2000, 0, 5000, "mV", vary=(1500, 2500)
    ),
    Value("emf_tau_ms", "how slowly it turns after a reversal", 3000, 100, 60_000, "ms", vary=(2000, 5000)),
    Value("noise_permille", "movement: noise of the resistance, r.m.s.", 10, 0, 100, "‰", vary=(10, 30)),
    Value("mains_hz", "frequency of the mains pick-up", 50, 50, 60, "Hz", step=10),
    Value("mains_mv", "amplitude of the mains pick-up", 20, 0, 2000, "mV", vary=(0, 50)),
    Value("immersed_permille", "share of the palm in the water", 1000, 10, 1000, "‰"),
    Value("body", "whose: a child's palm is half as large", "adult", choices=BODIES),
)
TABLE_ROWS = 1000
TABLE_MS = Value("table: time", "time of current", None, 0, 3 * HOUR_MS, "ms")
TABLE_OHM = Value("table: resistance", "total resistance between the electrodes", None, 1, 1_000_000, "Ω")

PERSON = (
    Value("site", "where the person is treated", "hands", choices=SITES),
    Value("current_ua", "the current chosen; or current_ma, in steps of 0.5", 10_000, 500, 20_000, "µA", step=500),
    Value("minutes", "the length chosen", 20, 10, 40, "min"),
    Value("polarity", "the direction chosen", "alternate", choices=POLARITIES),
    Value("age", "what is said when the unit asks for it", "adult", choices=AGES),
    Value("pad_cm2", "the area of one pad, said when the unit asks for it", 40, 10, 100, "cm²", step=5),
    Value(
        "too_soon",
        'what is answered to "Treated here already" by who was not treated in this run: another person, or the one',
        "not_me",
        choices=("not_me", "me"),
    ),
    Value("reaction_ms", "how long the person takes to see and act", 700, 100, 10_000, "ms", vary=(400, 2000)),
)

_BUTTON = Value("button", "which button", None, choices=BUTTONS)
_OVER = Value("over_ms", "how long the movement takes", 300, 0, 15_000, "ms")
HAND = Value("hand", "which hand (foot, pad)", "both", choices=HANDS)
ACTIONS = (
    Word("press", "presses a button and lets go", (_BUTTON, Value("for_ms", "how long", 80, 1, 10_000, "ms"))),
    Word("hold", "presses a button and keeps it down until `release`", (_BUTTON,)),
    Word("release", "lets a held button go", (_BUTTON,)),
    Word("stop", "presses STOP", (Value("for_ms", "how long", 200, 1, 10_000, "ms"),)),
    Word("hands_in", "puts both hands in", (_OVER,)),
    Word("hands_out", "takes a hand out for good", (_OVER, HAND)),
    Word(
        "withdraw",
        "takes a hand out, and puts it back after `for_ms`",
        (
            Value("for_ms", "how long the hand is away", 1000, 1, 10 * MINUTE_MS, "ms"),
            Value("to_permille", "share of the palm that stays in the water", 0, 0, 999, "‰"),
            _OVER,
            HAND,
        ),
    ),
    Word(
        "slide",
        "a hand slides out and stays so",
        (Value("to_permille", "share of the palm that stays in the water", 300, 1, 1000, "‰"), _OVER, HAND),
    ),
    Word(
        "soda",
        "stirs soda into the trays (model skin)",
        (
            Value("to_permille", "the water's resistance after it, as share of before", 333, 10, 1000, "‰"),
            Value("over_ms", "how long the stirring takes", 5000, 5, 60_000, "ms"),
        ),
    ),
    Word("walk_away", "from now on the person does nothing"),
    Word("power_cycle", "switches the unit off, and on again", (Value("off_ms", "off for", 10_000, 1, HOUR_MS, "ms"),)),
)
# `{"press": "ok"}` is short for `{"do": "press", "button": "ok"}`.
SHORT_ACTIONS = ("press", "hold", "release")

RECORDS = ("settings", "calibration", "marker", "ledger", "log")
FILE_BYTES = 99_999  # of no file are there more
FILE_MODES = (
    Word("holds", "both copies whole: what was there or the defaults, with `values` and `rows` put in"),
    Word(
        "flip",
        "one bit is wrong",
        (Value("byte", "which byte, from 0", 12, 0, FILE_BYTES), Value("bit", "which bit of it", 0, 0, 7)),
    ),
    Word("cut", "only its beginning is there", (Value("bytes", "how much of it", 20, 0, FILE_BYTES),)),
    Word("doubled", "holds its bytes twice (files of the program only)"),
    Word("absent", "is not there"),
    Word("newer", "whole, but of the next version (records only)"),
    Word("stray", "lies there empty, though no image names it (files of the program only)"),
)
OF_RECORDS = ("holds", "newer")
OF_THE_PROGRAM = ("stray", "doubled")

AT_MS = Value("at_ms", "virtual time since the first power-on", None, 0, 3 * HOUR_MS, "ms")
AFTER_MS = Value("ms", "time since the state was entered for the first time", 0, 0, 3 * HOUR_MS, "ms")
UNTIL_MS = Value("until_ms", "virtual time at which it is over", None, 1, 3 * HOUR_MS, "ms")
FOR_MS = Value("for_ms", "how long it lasts; for good when left out", None, 1, 3 * HOUR_MS, "ms")
BY_MS = Value("by_ms", "it must have come true by then", None, 1, 3 * HOUR_MS, "ms")

EXPECT = {
    "result": f"how the session ends: {', '.join(RESULTS)}",
    "fault": 'code as on the panel ("F04"), name ("a_b_disagree"), "none", or a list of which one must come',
    "state": "a state that must be entered",
    "by_ms": "everything above must have come true by this time",
    "within": '{"state": ..., "ms": ...}: counts from the first entry of that state; nothing earlier counts; '
    'with "not_before_ms" it must not come sooner than that either',
    "screen_has": "text, or list of texts, each of which some screen must have shown",
    "log": "faults and events, which the event log must hold in this order at the end, others between",
}


@cache
def states() -> tuple[str, ...]:
    """The names of a treatment's states, in the firmware's order (firmware/ionto/treatment/states.py)."""
    for node in ast.parse((FIRMWARE / "treatment" / "states.py").read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "NAMES":
            return tuple(ast.literal_eval(node.value))
    raise LookupError("firmware/ionto/treatment/states.py no longer has NAMES")


@cache
def fault_codes() -> dict[str, int]:
    """Every fault's name in lower case, and its code (firmware/ionto/safety/faults.py), "none" included."""
    return {name: code for name, code in _constants("safety/faults.py").items() if code == 0 or code > 100}


@cache
def log_events() -> dict[str, int]:
    """The event log's own events beside the faults, by name in lower case (firmware/ionto/records/event_log.py)."""
    return {name: code for name, code in _constants("records/event_log.py").items() if 1000 < code < 2000}


def _constants(path: str) -> dict[str, int]:
    """The public integers of a firmware module, by name in lower case."""
    found: dict[str, int] = {}
    for node in ast.parse((FIRMWARE / path).read_text(encoding="utf-8")).body:
        if not (isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)):
            continue
        name = node.targets[0].id
        value = node.value.args[0] if isinstance(node.value, ast.Call) else node.value
        if isinstance(value, ast.Constant) and isinstance(value.value, int) and name[0] != "_":
            found[name.lower()] = value.value
    return found


def fault_label(code: int) -> str:
    """The code as the panel shows it: `F04`; an empty string for 0."""
    return "?SFCRL"[code // 100] + f"{code % 100:02d}" if code else ""
