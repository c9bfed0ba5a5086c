"""The faults a scenario may inject: parts, modes, values. Says what each one does to the unit, not how it is simulated.

Covers section 4 of the reference hardware's description; a test spells that section out and looks each fault up here.
A fault lasts from its start for good, or for `for_ms`; those marked `lasts=False` are over in the instant they happen.
"""

from __future__ import annotations

from tools.scenario.schema import HAND
from tools.scenario.schema_types import Part, Value, Word

NODES = ("rail", "s1_output", "electrode_a", "electrode_b", "sink_drain", "ground")


def _permille(about: str, default: int, low: int, high: int) -> Value:
    return Value("permille", about, default, low, high, "‰")


def _level(default: int, about: str = "the level the pin shows") -> Value:
    return Value("level", about, default, 0, 1)


def _pin(name: str, about: str, wrong: int) -> Part:
    return Part(name, about, (Word("stuck", "shows one level whatever happens", (_level(wrong),)),))


def _button(name: str, about: str, pressed: int) -> Part:
    level = _level(pressed, f"the pin's level; {pressed} is pressed{', or a broken wire' if pressed else ''}")
    return Part(
        name,
        about,
        (
            Word("stuck", "stays at one level", (level,)),
            Word(
                "bounce",
                "each press and release bounces",
                (
                    Value("bounce_ms", "how long", 5, 1, 100, "ms"),
                    Value("level_ms", "each level stands so long, the new one first; 0: drawn each ms", 0, 0, 50, "ms"),
                ),
            ),
            Word("chatter", "opens and closes by itself", (Value("period_ms", "period", 20, 2, 2000, "ms"),)),
        ),
    )


def _bus(name: str, about: str) -> Part:
    byte = Value("byte", "the n-th byte on the bus from now, 1 = the next address", 1, 1, 1_000_000)
    return Part(
        name,
        about,
        (
            Word("sda_low", "SDA held low"),
            Word("scl_low", "SCL held low"),
            Word(
                "chip_holds_sda",
                "a chip within a byte holds SDA low until it is clocked, or its power goes",
                (Value("clocks", "it lets go after so many clocks", 9, 1, 1000),),
            ),
            Word(
                "hang_at_byte",
                "a line is held low from a certain byte on",
                (byte, Value("line", "which line", "sda", choices=("sda", "scl"))),
            ),
            Word(
                "flip", "each data bit read or written may flip", (Value("p_ppm", "chance", 100, 1, 1_000_000, "ppm"),)
            ),
            Word(
                "flip_at_byte",
                "one bit of one byte flips",
                (byte, Value("bit", "which bit, 7 = first on the wire", 0, 0, 7)),
                lasts=False,
            ),
        ),
    )


def _internal_adc(name: str, about: str) -> Part:
    return Part(
        name,
        about,
        (
            Word("stuck", "always reads the same", (Value("mv", "voltage read", 1000, 0, 3300, "mV"),)),
            Word("frozen", "keeps reading what it read when the fault came"),
            Word(
                "offset", "reads too high or too low", (Value("offset_uv", "by", 100_000, -3_300_000, 3_300_000, "µV"),)
            ),
            Word(
                "gain",
                "reads a share too much or too little",
                (Value("gain_ppm", "by", 100_000, -999_999, 4_000_000, "ppm"),),
            ),
        ),
    )


def _shunt(name: str, about: str) -> Part:
    return Part(
        name,
        about,
        (
            Word("open", "the resistor is open: no current, and its amplifier floats to full scale"),
            Word("low", "too small, so its channel reads too little", (_permille("share of nominal", 500, 1, 999),)),
            Word(
                "high", "too large, so its channel reads too much", (_permille("share of nominal", 1500, 1001, 10_000),)
            ),
        ),
    )


def _leg(name: str, about: str) -> Part:
    return Part(name, about, (Word("stuck_open", "never closes"), Word("stuck_closed", "never opens")))


_LEG = Value("leg", "which leg", "fwd_high", choices=("fwd_high", "fwd_low", "rev_high", "rev_low"))

DAC = Part(
    "dac",
    "converter that sets the current",
    (
        Word("stuck", "its output stays at a code; it answers as if sound", (Value("code", "code", 4095, 0, 4095),)),
        Word("bit", "one bit of the output is wrong", (Value("bit", "which", 11, 0, 11), _level(1, "its level"))),
        Word("nack", "does not acknowledge, its output stays"),
        Word("busy_eeprom", "ignores writes because its EEPROM is busy"),
        Word("absent", "not on the bus, its output is 0"),
        Word("wrong_address", "answers elsewhere", (Value("address", "address", 0x61, 0x60, 0x67),)),
        Word("wakes_mid_scale", "its EEPROM holds 2048: 12.5 mA at each power-on"),
    ),
)

ADC = Part(
    "adc",
    "converter of channel A, electrodes and rail",
    (
        Word("stuck", "every conversion gives one code", (Value("code", "code", 8000, -32_768, 32_767),)),
        Word(
            "frozen",
            "takes its time for each conversion and gives the last result of that input",
            (Value("noise_lsb", "with noise about it, either way", 0, 0, 100, "LSB"),),
        ),
        Word("stale", "is ready as soon as it is asked, and gives what it gave last"),
        Word(
            "previous_channel",
            "gives the result of the input before",
            (Value("p_ppm", "chance", 1_000_000, 1, 1_000_000, "ppm"),),
        ),
        Word("offset", "offset at the input", (Value("offset_uv", "by", 100_000, -4_000_000, 4_000_000, "µV"),)),
        Word("gain", "gain error", (Value("gain_ppm", "by", 100_000, -999_999, 1_000_000, "ppm"),)),
        Word("nack", "does not acknowledge"),
        Word("absent", "not on the bus"),
        Word("general_call", "is reset by a general call: its configuration is the power-on one", lasts=False),
    ),
)

SINK = Part(
    "sink",
    "current sink: MOSFET and feedback resistor",
    (
        Word("short", "the MOSFET is a resistor", (Value("ohm", "its resistance", 100, 1, 500, "Ω"),)),
        Word(
            "feedback_low",
            "feedback resistor too small: more current",
            (_permille("current, as share of nominal", 2000, 1001, 20_000),),
        ),
        Word("feedback_open", "feedback resistor open: no current"),
    ),
)

BOOST = Part(
    "boost",
    "boost converter, the rail",
    (
        Word("stuck_on", "on whatever BOOST_EN says"),
        Word("stuck_off", "off whatever BOOST_EN says"),
        Word("rail", "regulates to a wrong voltage", (Value("mv", "voltage", 60_000, 30_000, 70_000, "mV"),)),
    ),
)

RELAY = Part(
    "relay",
    "patient relay",
    (
        Word("stuck_electrodes", "welded at the electrodes; RELAY_FB tells"),
        Word("stuck_rest", "stays at the dummy load; RELAY_FB tells"),
        Word("intermittent", "its contact opens and closes", (Value("period_ms", "period", 50, 2, 10_000, "ms"),)),
    ),
)

OLED = Part(
    "oled",
    "the panel's display",
    (
        Word("absent", "not on the bus, dark; when it is over it has forgotten everything"),
        Word("nack", "does not acknowledge"),
        Word(
            "forgets",
            "its supply dips: it acknowledges at once, has forgotten set-up and picture, and is dark",
            lasts=False,
        ),
        Word(
            "takes",
            "a disturbance reads as a command that nobody sent",
            (
                Value("command", "the command, as the SSD1306's data sheet numbers it", 0xAE, 0, 255),
                Value("argument", "its argument, where it has one", 0, 0, 255),
            ),
            lasts=False,
        ),
        Word("slow", "stretches the clock: each transfer takes longer", (Value("factor", "times longer", 10, 2, 100),)),
    ),
)

BATTERY = Part(
    "battery",
    "the cell",
    (
        Word("sag", "lower by a fixed voltage", (Value("mv", "by", 600, 1, 4000, "mV"),)),
        Word("ramp", "falls steadily", (Value("mv_per_min", "how fast", 200, 1, 100_000, "mV/min"),)),
        Word("collapse", "falls at once to a voltage", (Value("mv", "to", 2500, 0, 3500, "mV"),)),
        Word("resistance", "its own resistance has grown from 150 mΩ", (Value("mohm", "to", 750, 151, 5000, "mΩ"),)),
    ),
)

VDD = Part(
    "vdd",
    "the 3.3 V, reference of the DAC and of the internal ADC",
    (
        Word(
            "drift",
            "drifts away steadily, 2.7 to 3.6 V at most; right again when it is over",
            (Value("mv_per_min", "how fast", -600, -60_000, 60_000, "mV/min"),),
        ),
        Word("wrong", "its regulator fails: at once", (Value("mv", "to", 4200, 2700, 4200, "mV"),)),
    ),
)

MCU = Part(
    "mcu",
    "the processor and what runs on it",
    (
        Word("reset", "resets", (Value("cause", "cause", "watchdog", choices=("watchdog", "power")),), lasts=False),
        Word(
            "brownout", "browns out, and starts again", (Value("off_ms", "off for", 50, 1, 60_000, "ms"),), lasts=False
        ),
        Word("ctrl_c", "Ctrl-C arrives on the console", lasts=False),
        Word("exception", "the next call to the hardware raises", lasts=False),
        Word("hang", "the main loop hangs, interrupts go on", lasts=False),
        Word("hang_irq_off", "the main loop hangs with interrupts off", lasts=False),
        Word("alloc_fail", "an allocation fails", (Value("n", "the n-th from now", 1, 1, 1_000_000),), lasts=False),
        Word(
            "heap_taken",
            "memory is held that nothing gives back",
            (Value("free_bytes", "so much is free after a collection", 30_000, 0, 200_000, "bytes"),),
        ),
        Word("timer_stops", "the timer's interrupt, which the monitor runs in, comes no more; a reset starts it anew"),
        Word("clock_rate", "the crystal runs wrong", (_permille("its rate, 500 is half, 2000 twice", 500, 250, 4000),)),
        Word(
            "stall", "the main loop stands, then goes on", (Value("stall_ms", "for", 20, 1, 60_000, "ms"),), lasts=False
        ),
    ),
)

FLASH = Part(
    "flash",
    "the flash with the unit's records",
    (
        Word(
            "fail_write", "a write fails, and all after it", (Value("n", "the n-th block from now", 1, 1, 1_000_000),)
        ),
        Word(
            "cut_at_byte",
            "power is cut while a byte is written, and comes back after 1 s",
            (Value("byte", "the n-th byte written from now", 1, 1, 10_000_000),),
            lasts=False,
        ),
        Word("full", "no room is left"),
    ),
)

LEAK = Part(
    "leak",
    "a path where none should be",
    (
        Word(
            "between",
            "a resistance between two points",
            (
                Value("from", "one point", "electrode_a", choices=NODES),
                Value("to", "another point", "ground", choices=NODES),
                Value("ohm", "its resistance", 10_000, 1000, 100_000, "Ω"),
            ),
        ),
        Word(
            "towel",
            "something wet joins the trays, or metal",
            (
                Value("ohm", "its resistance once soaked", 2000, 20, 50_000, "Ω"),
                Value("dry_ohm", "its resistance at first", 2500, 20, 100_000, "Ω"),
                Value("soak_ms", "time constant of the soaking", 20_000, 5, 600_000, "ms"),
                Value("own_mv", "its own voltage under current", 1000, 0, 3000, "mV"),
            ),
        ),
    ),
)

_OVER = Value("over_ms", "how long the change takes", 300, 0, 15_000, "ms")


def _left(default: int, low: int) -> Value:
    return Value("to_permille", "share of the palm left in the water", default, low, 999, "‰")


LOAD = Part(
    "load",
    "the person's contact, beside what the person does on purpose",
    (
        Word("open", "the contact breaks at once"),
        Word("short", "something metallic bridges the trays", (Value("ohm", "its resistance", 50, 0, 150, "Ω"),)),
        Word("withdraw", "a hand is pulled out; back after `for_ms`", (_left(0, 0), _OVER, HAND)),
        Word("fingertips", "only fingertips stay in", (_left(100, 10), _OVER, HAND)),
        Word("step", "the total resistance jumps", (Value("ohm", "to", 1000, 100, 50_000, "Ω"),)),
        Word("drying", "the resistance rises", (Value("permille_per_min", "how fast", 200, 50, 2000, "‰/min"),)),
        Word("soft_water", "the water conducts badly", (Value("water_ohm", "one tray", 1000, 50, 50_000, "Ω"),)),
    ),
)

PARTS = (
    DAC,
    ADC,
    _bus("i2c0", "measuring bus"),
    _bus("i2c1", "panel bus"),
    _internal_adc("adc_b", "internal ADC, shunt B (0.1 V/mA)"),
    _internal_adc("adc_dac", "internal ADC, DAC voltage"),
    _internal_adc("adc_battery", "internal ADC, half the battery voltage"),
    SINK,
    _shunt("shunt_a", "low-side shunt, channel A"),
    _shunt("shunt_b", "high-side shunt, channel B and the latch"),
    _leg("leg_fwd_high", "bridge, forward pair, rail side"),
    _leg("leg_fwd_low", "bridge, forward pair, sink side"),
    _leg("leg_rev_high", "bridge, reverse pair, rail side"),
    _leg("leg_rev_low", "bridge, reverse pair, sink side"),
    Part(
        "leg_diode",
        "the diode in series with a leg (revision B)",
        (
            Word("short", "conducts both ways", (_LEG,)),
            Word("open", "conducts no way", (_LEG,)),
        ),
    ),
    _leg("s1", "output switch"),
    Part("latch", "over-current latch", (Word("dead", "never trips"), Word("set", "is set and cannot be cleared"))),
    Part("pump", "charge pump", (Word("passes_static", "holds the switch closed without edges"),)),
    BOOST,
    RELAY,
    Part("dummy", "dummy load", (Word("open", "is open"),)),
    _pin("oc_trip_n", "pin OC_TRIP_N, low = latch set", 1),
    _pin("vbus_pin", "pin VBUS, high = USB power", 0),
    _pin("relay_fb", "pin RELAY_FB, low = relay at rest", 0),
    _pin("id0", "pin ID0, revision A reads 1", 0),
    _pin("id1", "pin ID1, revision A reads 0", 1),
    _button("button_up", "button UP", 0),
    _button("button_down", "button DOWN", 0),
    _button("button_ok", "button OK", 0),
    _button("button_stop", "button STOP, normally closed", 1),
    OLED,
    BATTERY,
    VDD,
    Part("rail_short", "the 48 V rail", (Word("short", "joins ground: 0 V at once; over: it rises again"),)),
    Part(
        "terminals",
        "the sockets of A and B, within the unit",
        (Word("short", "a path from A to B", (Value("ohm", "its resistance", 1, 0, 1000, "Ω"),)),),
    ),
    Part(
        "charger",
        "a charger (revision A: at the cell itself, which nobody sees; B: VBUS)",
        (Word("plugged", "is connected"),),
    ),
    Part("usb", "USB socket", (Word("plugged", "USB power is present"),)),
    MCU,
    FLASH,
    LEAK,
    LOAD,
)
