# Drives monitors with pseudo-random inputs, extremes among them, and tells after each step all that they hold: cells,
# mailbox, pins and the writes to them in order. Judges nothing: who compares two such stories does.
#
# Runs under CPython, MicroPython and on the chip, from the sources or from an image; `story` is all that it offers.

from array import array

from ionto.safety.monitor import Mailbox, Monitor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

# Where the monitor has its integrators among its cells; a test holds them to its own names.
REST_UAMS, MAMIN, ON_MS, ON_S = 14, 15, 16, 17
STEPS = 64  # of a scene at most
AFTER_VETO = 12  # steps that are still told then

TOLD = (
    "heartbeat", "request", "trip", "count", "b_ua", "dac_mv", "battery_mv", "latch", "vbus", "veto", "enabled",
    "charge_mamin", "charge_rest_uams", "on_s", "session", "trip_measured", "trip_allowed",
)  # fmt: skip
# Readings as the converters give them: the ends, and both sides of each limit.
B_U16 = (0, 15, 16, 900, 992, 1_008, 30_000, 43_680, 43_696, 43_712, 65_535)
DAC_U16 = (0, 20_000, 58_976, 58_992, 65_535)
BATTERY_U16 = (0, 29_776, 29_792, 38_000, 65_535)
ZEROS = (0, 0, 121, 300, 301)
GAINS = (0, 0, 30_000, -30_000, 30_001, 12_345)
SECOND = (0, 980, 990)
REST = (0, 30_000_000, 59_670_000, 59_999_999)
WHOLE = (0, 300, 628, 629)
SECONDS = (0, 2_413, 2_414)


class Dice:
    """Wichmann and Hill's generator: whole numbers below 2**23 all the way, the same on every machine."""

    def __init__(self, seed: int) -> None:
        self.a, self.b, self.c = seed % 30_000 + 1, 7_919, 104

    def below(self, n: int) -> int:
        self.a = self.a * 171 % 30_269
        self.b = self.b * 172 % 30_307
        self.c = self.c * 170 % 30_323
        return (self.a + self.b + self.c) % n

    def one_of(self, values: "tuple[int, ...]") -> int:
        return values[self.below(len(values))]


class Line:
    """A pin or a converter: a level, and the writes to all of them in order."""

    def __init__(self, writes: "list[int]", number: int, level: int = 0) -> None:
        self.writes = writes
        self.number = number
        self.level = level

    def value(self, x: "int | None" = None) -> int:
        if x is not None:
            self.level = x
            self.writes.append(self.number * 2 + x)
        return self.level

    def __call__(self) -> int:
        return self.value()

    def read_u16(self) -> int:
        return self.level


class Parts:
    """The hardware, as far as the monitor knows it: twelve lines under their names."""

    def __init__(self, lines: "list[Line]") -> None:
        self.out_en, self.pump, self.leg_fwd, self.leg_rev, self.boost_en = lines[:5]
        self.patient, self.relay_fb, self.oc_trip_n, self.vbus = lines[5:9]
        self.adc_b, self.adc_dac, self.adc_battery = lines[9:]


def _make(mail: Mailbox, lines: "Any", service: int) -> Monitor:
    hw: "Any" = Parts(lines)
    return Monitor(mail, hw, service)


def story(seed: int, scenes: int) -> "Iterator[str]":
    """A line after each step."""
    dice = Dice(seed)
    for _ in range(scenes):
        yield from scene(dice)


def scene(dice: Dice) -> "Iterator[str]":
    """A monitor from its start to a while after its veto: requests, readings and beats by the dice."""
    writes: "list[int]" = []
    lines = [Line(writes, number) for number in range(12)]
    mail = Mailbox()
    monitor = _make(mail, lines, dice.below(2))
    patient, relay, trip_n, vbus, b, dac, battery = lines[5:]
    cells = [part for part in monitor.__dict__.values() if isinstance(part, array)][0]
    monitor.scale_b(dice.one_of(GAINS))
    monitor.zero_b(dice.one_of(ZEROS))
    trip_n.level = 1
    battery.level = 38_000
    relay.level = patient.level = dice.below(2)
    cells[REST_UAMS], cells[MAMIN] = dice.one_of(REST), dice.one_of(WHOLE)
    cells[ON_MS], cells[ON_S] = dice.one_of(SECOND), dice.one_of(SECONDS)
    mail.heartbeat = dice.one_of((0, 65_500, 65_535))
    mail.session = dice.below(2) * 255
    wild = dice.below(5)  # 0: sound all the time but for the current
    silent = dice.below(6) == 0
    if wild == 2:
        battery.level = dice.one_of(BATTERY_U16)
    flows = dice.one_of(B_U16)
    left = STEPS
    while left:
        if dice.below(24) == 0 or left == STEPS:
            mail.request = dice.below(9)
            relay.level = 1 if mail.request < 3 else dice.below(8) // 7
            flows = dice.one_of(B_U16) if dice.below(2) else dice.below(43_000)
        if not silent and dice.below(5) == 0:
            mail.heartbeat = (mail.heartbeat + 1) & 0xFFFF
        b.level = flows if dice.below(9) else dice.one_of(B_U16)
        if wild == 1:
            dac.level = dice.one_of(DAC_U16)
        elif wild == 2:
            battery.level = battery.level if dice.below(40) else dice.one_of(BATTERY_U16)
        elif wild == 3:
            trip_n.level = 0 if dice.below(40) == 0 else 1
            vbus.level = 1 if dice.below(40) == 0 else 0
        elif wild == 4 and dice.below(30) == 0:
            mail.trip = 200 + dice.below(100)
            mail.session = (mail.session + 1) & 0xFF
        monitor.check(None)
        pins = [line.level for line in lines[:5]]
        yield "%s %s %s %s" % (list(cells), [getattr(mail, name) for name in TOLD], pins, writes)
        writes.clear()
        left -= 1
        if mail.veto and left > AFTER_VETO:
            left = AFTER_VETO
