# Lines for the desk of service mode, right and damaged, and what must be as it was after those that are refused. Judges
# nothing.

from __future__ import annotations

import random
from binascii import crc32

from host_tests.support.unit_bench import Bench
from ionto.app.unit import Unit
from ionto.safety import limits
from ionto.service.cable_desk import CableDesk

WORDS = ("hello", "values", "drive", "read", "calibrate", "unlock", "clock", "scan", "diary")


def framed(body: str | bytes) -> bytes:
    """With its check."""
    data = body.encode() if isinstance(body, str) else body
    return data + b" %08x" % crc32(data)


def on_cable() -> tuple[Bench, CableDesk]:
    """A unit whose self-test has passed on the cable."""
    bench = Bench(on_cable=1)
    bench.tick()
    for _ in range(3_000):
        if bench.unit.status.state == 12 or bench.unit.status.fault:
            break
        bench.tick()
    bench.ticks(20)
    return bench, CableDesk(bench.unit)


def state_of(bench: Bench) -> tuple[object, ...]:
    """What no refused line may change: files, output, limits."""
    unit: Unit = bench.unit
    hw = bench.hw
    pins = (hw.out_en.level, hw.leg_fwd.level, hw.leg_rev.level, hw.boost_en.level, hw.patient.level, hw.oc_reset.level)
    values = tuple(bytes(record.values) for record in unit.keeper.records)
    asked = (unit.mail.request, unit.mail.trip, unit.mail.veto, unit.dummy_load.wanted_ua, unit.dummy_load.busy)
    own = tuple(value for name, value in sorted(vars(limits).items()) if isinstance(value, int))
    return dict(hw.files.data), pins, values, asked, own, bench.plant.code


def damaged(dice: random.Random) -> bytes:
    """A line that was right once: bytes changed, lost, doubled, swapped; or never was one."""
    number = dice.randrange(100)
    numbers = [str(dice.choice((0, 1, -1, dice.randrange(30_000), dice.randrange(-(2**40), 2**40))))
               for _ in range(dice.randrange(20))]  # fmt: skip
    line = bytearray(framed(" ".join([str(number), dice.choice(WORDS), *numbers])))
    kind = dice.randrange(6)
    if kind == 0:
        line[dice.randrange(len(line))] ^= 1 << dice.randrange(8)
    elif kind == 1:
        del line[dice.randrange(len(line)) :]
    elif kind == 2:
        line = line[dice.randrange(1, len(line)) :] + line
    elif kind == 3:
        line = bytearray(dice.randbytes(dice.randrange(200)))
    elif kind == 4:  # rightly framed nonsense
        line = bytearray(framed(bytes(dice.randrange(32, 127) for _ in range(dice.randrange(60)))))
    else:
        line = bytearray(framed(f"{number} {dice.choice(WORDS)[:-1]}x {dice.randrange(9)}"))
    return bytes(line).replace(b"\n", b"?").replace(b"\r", b"?")


def random_request(dice: random.Random) -> bytes:
    """Rightly framed, a known word, any numbers: what a tool gone mad might send."""
    count = dice.choice((0, 1, 2, 4, 6, 18, dice.randrange(20)))
    numbers = [dice.choice((0, 1, -1, 5, 2026, 1_000_000, 20_001, -5, dice.randrange(25_000), 2**31, -(2**40)))
               for _ in range(count)]  # fmt: skip
    return framed(" ".join([str(dice.randrange(100)), dice.choice(WORDS), *map(str, numbers)]))
