"""The command `make calibrate`: guides through the readings on the dummy load, fits, verifies, stores, reports.

python -m tools.device.calibrate [--port PATH] [--meter NAME-OR-PORT] [--class 0.5+2] [--serial N] [--out DIR]
"""

from __future__ import annotations

import sys
import time
from datetime import date
from pathlib import Path

from tools.device import calibration_fit as fitting
from tools.device import calibration_report as report
from tools.device import codes, command, history
from tools.device.calibration_fit import FitError, Meter, Pair
from tools.device.calibration_values import Applied, Found, Volts, composed, in_effect, refuse_beyond
from tools.device.desk import Desk, Values
from tools.device.meter import MOST_SHARE, Point, Reference, accuracy, chosen

from ionto.records import calibration as cal  # isort: skip
from ionto.safety import faults  # isort: skip

OUT = Path("build/calibration")
ASKED_UA = (500, 1_000, 2_000, 5_000, 10_000, 15_000, 20_000, 500, 10_000, 20_000)
VERIFY_UA = (750, 3_000, 7_500, 12_500, 17_500)
CONFIRM_UA = 10_000
VOLTS_UA = 10_000
PATIENCE_S = 15.0  # until a current stands: so many looks in a row that differ by no more
STILL_LOOKS, STILL_UA = 3, 15
LOOKS = 8
ROUNDS = 3
A_UA, B_UA, SOURCE_UA = 20.0, 100.0, 20.0  # beside the meter's own error
AFTER_UA = 60.0
SERIES = Point("mA", "open the dummy load's link, the meter across the gap: its current goes through", "DUMMY", 0)
PLACES = (
    ("load", Point("V", "meter out, link closed; then across the dummy load, + on SIDE_A", "LOAD", 10)),
    ("high", Point("V", "black to ground, red to SIDE_A", "SIDE_A", 46)),
    ("rail", Point("V", "black to ground, red to RAIL", "RAIL", 48)),
)


class Bench:
    """The unit on its dummy load: drives, looks, and lets go whatever happens."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.ua = 0

    def drive(self, ua: int) -> None:
        """Until the current stands. Raises Refused where it never does."""
        self.ua = ua
        end = time.monotonic() + PATIENCE_S
        before_ua = -1
        still = 0
        while still < STILL_LOOKS:
            if time.monotonic() > end:
                raise command.Refused(
                    f"{ua / 1000:g} mA do not come to rest. Is the meter's loop open, its fuse blown? Nothing is stored"
                )
            self.alive()
            seen = self._desk.values()
            there = seen.wanted_ua == ua and abs(seen.a_ua - before_ua) <= STILL_UA
            still = still + 1 if there else 0
            before_ua = seen.a_ua
            time.sleep(0.1)

    def alive(self) -> None:
        """The unit lets go 2 s after the last such line."""
        if self.ua:
            self._desk.ask("drive", self.ua)

    def look(self) -> Values:
        """The mean of some looks. Raises Refused where the unit has cut."""
        rows = []
        for _ in range(LOOKS):
            self.alive()
            rows.append(self._desk.values())
        last = rows[-1]
        if last.veto or last.latch or (self.ua and not last.wanted_ua):
            raise command.Refused(
                f"the unit has let go (veto {last.veto}, latch {last.latch}): docs/codes.md. Switch it off and on, "
                "cable in, and begin anew"
            )
        means = {name: round(sum(getattr(row, name) for row in rows) / LOOKS) for name in Values.__dataclass_fields__}
        return Values(**means)

    def rest(self) -> None:
        self.ua = 0
        self._desk.ask("drive", 0)


def pair(bench: Bench, meter: Reference, asked_ua: int, what: str) -> Pair:
    """One current: what the meter says, and what the unit says meanwhile."""
    bench.drive(asked_ua)
    told = meter.read(f"{what}, {asked_ua / 1000:g} mA asked for", SERIES, bench.alive)
    seen = bench.look()
    return Pair(asked_ua, told, seen.a_ua, seen.b_ua)


def readings(bench: Bench, meter: Reference, kind: Meter) -> tuple[list[Pair], fitting.Fit]:
    """All currents; odd readings once more. Raises Refused."""
    count = len(ASKED_UA)
    pairs = [pair(bench, meter, ua, f"reading {n} of {count}") for n, ua in enumerate(ASKED_UA, 1)]
    for left in range(ROUNDS, -1, -1):
        try:
            return pairs, fitting.fit(pairs, kind)
        except FitError as error:
            if not error.again or not left:
                raise command.Refused(f"{error}. Nothing was stored") from error
            print(f"  {error}")
            for at in error.again:
                pairs[at] = pair(bench, meter, ASKED_UA[at], f"reading {at + 1} again")
    raise AssertionError


def verify(bench: Bench, meter: Reference, kind: Meter, before: Applied, new: Applied) -> tuple[list[Pair], int]:
    """Currents that the fit has not seen, as the new calibration would tell them; the last confirms 10 mA.

    Raises Refused where one is off.
    """
    seen: list[Pair] = []
    for number, ua in enumerate((*VERIFY_UA, CONFIRM_UA), 1):
        one = pair(bench, meter, new.to_ask(before, ua), f"verification {number} of {len(VERIFY_UA) + 1}")
        told = Pair(ua, one.meter_ua, new.reading(before, "A", one.a_ua), new.reading(before, "B", one.b_ua))
        seen.append(told)
        own = 2 * kind.error_ua(ua)  # once in the fit, once here
        for name, off, allowed in (
            ("A", told.a_ua - told.meter_ua, own + A_UA),
            ("B", told.b_ua - told.meter_ua, own + B_UA),
            ("the source", ua - told.meter_ua, own + SOURCE_UA),
        ):
            if abs(off) > allowed:
                raise command.Refused(
                    f"verification at {ua / 1000:g} mA: {name} is {off / 1000:+.3f} mA off, {allowed / 1000:.3f} "
                    "allowed. Nothing was stored. Let unit and meter warm up, look at the link, and begin anew"
                )
    return seen, round(seen[-1].meter_ua)


def voltages(bench: Bench, meter: Reference, kind: Meter) -> Volts:
    """Dividers and rail at 10 mA. Raises Refused for one that is far off."""
    told: dict[str, tuple[float, float]] = {}
    for name, point in PLACES:
        bench.rest()
        meter.connect(point, bench.alive)
        bench.drive(VOLTS_UA)
        for left in range(ROUNDS, -1, -1):
            mv = meter.read(f"{point.node} at {VOLTS_UA / 1000:g} mA", point, bench.alive)
            seen = bench.look()
            unit_mv = {"load": seen.load_mv - seen.load_back_mv, "high": seen.high_mv, "rail": seen.rail_mv}[name]
            if abs(mv - unit_mv) <= 0.03 * abs(unit_mv) + kind.error_ua(unit_mv):
                break
            if not left:
                raise command.Refused(
                    f"{point.node}: the meter says {mv / 1000:.3f} V, the unit {unit_mv / 1000:.3f}: beyond 3 %. "
                    "Nothing was stored. Look at the leads' place, then at that divider"
                )
            print(f"  {point.node} is odd: the unit sees {unit_mv / 1000:.2f} V. Look at the leads; once more")
        told[name] = (mv, unit_mv)
    bench.rest()
    return Volts(**told)


def work(desk: Desk, meter: Reference, kind: Meter, serial: int, out: Path, today: date) -> int:
    """All of it. The exit code."""
    bench = Bench(desk)
    status, stored = desk.record(history.CALIBRATION)
    print("The unit restarts and tests itself: dummy load's link closed, no meter in it, no tray near.")
    before = in_effect(stored, _tested(desk))
    seen = f", calibrated on {report.told_day(stored[cal.DAY])}" if stored[cal.VALID] else ", never calibrated"
    print(f"unit {stored[cal.SERIAL] or 'without a number'}{seen if status < 3 else ', its calibration unreadable'}")
    try:
        meter.connect(SERIES, bench.alive)
        pairs, fit = readings(bench, meter, kind)
        new = composed(before, fit)
        refuse_beyond(new)
        seen_again, confirmed_ua = verify(bench, meter, kind, before, new)
        bench.rest()
        volts = voltages(bench, meter, kind)
        ohm = volts.dummy_ohm(new.to_true(before, VOLTS_UA))
        new = new.with_volts(before, volts)
        refuse_beyond(new)
    finally:
        bench.rest()
    found = Found(new, confirmed_ua, ohm, kind, meter.name, serial or stored[cal.SERIAL], today)
    values = found.values()
    path = report.write(out, desk, stored, found, pairs, seen_again, fit, volts)
    desk.ask("calibrate", *values)
    print("stored in two copies; the unit restarts with it")
    _tested(desk)
    _look_after(desk, bench, values)
    print(f"calibrated by {found.meter_name}, {today}: 10 mA confirmed as {confirmed_ua / 1000:.3f}. Report: {path}")
    return command.DONE


def _look_after(desk: Desk, bench: Bench, values: list[int]) -> None:
    """What the unit holds and does now."""
    status, kept = desk.record(history.CALIBRATION)
    if status or kept != values:
        raise command.Refused(
            "the unit reads back something else than was stored. Look at its flash: docs/codes.md, R04"
        )
    try:
        bench.drive(CONFIRM_UA)
        seen = bench.look()
    finally:
        bench.rest()
    if abs(seen.a_ua - CONFIRM_UA) > AFTER_UA or abs(seen.b_ua - CONFIRM_UA) > AFTER_UA + B_UA:
        raise command.Refused(
            f"10 mA asked for after the restart: A says {seen.a_ua / 1000:.3f}, B {seen.b_ua / 1000:.3f}. Calibrate "
            "again"
        )


def _tested(desk: Desk) -> int:
    """Restarted, and its self-test passed as far as a cable lets it: the revision of its front end. Raises Refused."""
    hello = desk.restart()
    if hello.fault != faults.USB_PRESENT:
        why = f"{codes.label(hello.fault)} {codes.cause(hello.fault)}" if hello.fault else "it does not end"
        raise command.Refused(
            f"the unit's self-test refuses: {why}. {codes.next_step(hello.fault)}. Is the dummy load's link closed and "
            "the meter out of it? docs/codes.md says what to measure"
        )
    return hello.identity


def main(words: list[str]) -> int:
    """Runs the command; returns its exit code."""
    parser = command.parser("calibrate", __doc__)
    parser.add_argument("--meter", default="", help="name of the meter, or the serial port of one that speaks SCPI")
    parser.add_argument(
        "--class", dest="kind", default="", help=f"its accuracy, %% and digits: 0.5+2; to {MOST_SHARE * 100:.0f} %%"
    )
    parser.add_argument("--baud", type=int, default=9600, help="the meter's speed (default: 9600)")
    parser.add_argument("--serial", type=int, default=0, help="a number for this unit (default: as it is)")
    parser.add_argument("--out", type=Path, default=OUT, help=f"folder for the report (default: {OUT})")
    asked = parser.parse_args(words)
    if not 0 <= asked.serial <= 1_000_000_000:
        parser.error(f"argument --serial: {asked.serial} is not between 0 and 1,000,000,000")
    try:
        kind = accuracy(asked.kind)
    except command.Refused as error:
        parser.refuse(str(error))
    return command.run(
        "calibrate",
        asked,
        lambda desk: work(desk, chosen(asked.meter, asked.baud), kind, asked.serial, asked.out, date.today()),
        rested=False,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
