# make calibrate, all of it, against a unit and meters with planted errors: what is stored, refused, asked for again.
# Then against a live unit with a meter that speaks SCPI.

from __future__ import annotations

import io
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest

from host_tests.support.calibration_bench import DUMMY_OHM, Errors, Reference, Unit, rp2040
from host_tests.support.live_port import LivePort, live
from ionto.output import source
from ionto.records import calibration as cal
from ionto.safety import faults
from tools.device import calibrate, command, history, port
from tools.device import meter as meters
from tools.device.calibration_fit import Meter
from tools.device.calibration_values import HEAD, Gain, bounds, in_effect
from tools.device.desk import Desk
from tools.live.meter import ScpiMeter

METERS = [Meter(0.001), Meter(0.005), Meter(0.01, 20)]
NAMES = ["0.1 %", "0.5 %", "1 % + 2 digits"]
TODAY = date(2026, 5, 1)
Spoil = Callable[[int, float], float]


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tools.device.calibrate.time.sleep", lambda s: None)


def unit_of(seed: int, **changed: Any) -> Unit:
    """Gains as far off as the unit's converters take with such a meter; B's zero up to what the self-test takes off."""
    chance = random.Random(seed)
    even = chance.uniform
    errors = Errors(
        a=(even(0.982, 1.018), 0.0),
        b=(even(0.982, 1.018), even(0, 250)),
        source=(even(0.982, 1.018), even(-125, 125)),
        high=even(0.999, 1.001),
        load=even(0.995, 1.005),
        rail=even(0.999, 1.001),
    )
    return Unit(replace(errors, **changed), chance)


def calibrated(unit: Unit, kind: Meter, out: Path, spoil: Spoil | None = None) -> Reference:
    reference = Reference(unit, kind, spoil)
    assert calibrate.work(cast("Desk", unit), reference, kind, 77, out, TODAY) == command.DONE
    return reference


@pytest.mark.parametrize("kind", METERS, ids=NAMES)
@pytest.mark.parametrize("seed", range(8))
def test_planted_errors_are_gone_to_the_meters_own_and_what_is_promised(kind: Meter, seed: int, tmp_path: Path) -> None:
    unit = unit_of(seed)
    unit.revision = 1 + seed % 2
    calibrated(unit, kind, tmp_path)
    assert unit.stored[cal.VALID] == unit.revision
    for ua in range(500, 20_001, 250):
        unit.ask("drive", ua)
        seen, own = unit.values(), kind.error_ua(ua)
        assert abs(unit.true_ua - ua) <= own + 20
        assert abs(seen.a_ua - unit.true_ua) <= own + 20
        assert abs(seen.b_ua - unit.true_ua) <= own + 100
    gains = in_effect(unit.stored, unit.revision).gains
    for name, planted in (("LOAD", unit.errors.load), ("ELECTRODE_A", unit.errors.high), ("RAIL", unit.errors.rail)):
        assert abs((1 + gains[name].ppm / 1e6) * planted - 1) < kind.share + 0.0015 + kind.digits_ua / 10_000


def test_second_calibration_finds_the_same_from_where_the_first_has_left_it(tmp_path: Path) -> None:
    unit = unit_of(3)
    calibrated(unit, METERS[0], tmp_path)
    first = list(unit.stored)
    calibrated(unit, METERS[0], tmp_path)
    for at in range(HEAD, len(first), 2):
        assert abs(unit.stored[at] - first[at]) < 2_500, at


def test_a_calibration_of_another_revision_is_none(tmp_path: Path) -> None:
    unit = unit_of(3)
    calibrated(unit, METERS[0], tmp_path)
    assert in_effect(unit.stored, 1).gains["SOURCE"] == Gain(0, source.BIAS_UA[1])
    assert in_effect(unit.stored, 2).gains["SOURCE"] != Gain(0, source.BIAS_UA[2])


def test_date_meter_class_dummy_load_and_confirmation_are_stored_and_reported(tmp_path: Path) -> None:
    unit = unit_of(1)
    calibrated(unit, METERS[2], tmp_path)
    stored = unit.stored
    assert stored[cal.VALID] == unit.revision and stored[cal.SERIAL] == 77
    assert stored[cal.DAY] == (TODAY - date(2000, 1, 1)).days
    assert (stored[cal.CLASS_PPM], stored[cal.CLASS_UA]) == (10_000, 20)
    assert history.unpack_name(*stored[cal.METER : cal.METER + 2]) == "FLUKE87V"
    assert abs(stored[cal.CONFIRMED_UA] - 10_000) <= 150 and abs(stored[cal.DUMMY_OHM] - DUMMY_OHM) <= 25
    folder = tmp_path / "77-2026-05-01"
    facts = json.loads((folder / "report.json").read_text("utf-8"))
    assert facts["record"] == stored and len(facts["readings"]) == 10 and len(facts["verification"]) == 6
    assert (folder / "report.png").read_bytes()[:4] == b"\x89PNG"
    page = (folder / "report.html").read_text("utf-8")
    assert "Fluke 87 V" in page and "no certificate" in page and "<script" not in page


def at(number: int, change: Callable[[float], float], times: int = 1) -> Spoil:
    """Of one reading, so many times in a row."""
    return lambda count, told: change(told) if number <= count < number + times else told


@pytest.mark.parametrize("kind", METERS, ids=NAMES)
def test_single_blunder_is_named_asked_for_again_and_forgotten(
    kind: Meter, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    unit = unit_of(2)
    reference = calibrated(unit, kind, tmp_path, at(4, lambda told: told / 10))
    assert "reading 4 is odd" in capsys.readouterr().out
    assert reference.count == 10 + 1 + 6 + 3
    unit.ask("drive", 5_000)
    assert abs(unit.true_ua - 5_000) <= kind.error_ua(5_000) + 20


def test_swapped_readings_are_both_asked_for_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    swapped = {3: 5.0, 5: 0.2}
    reference = calibrated(unit_of(2), METERS[0], tmp_path, lambda count, told: told * swapped.get(count, 1))
    assert "readings 3 and 5 seem swapped" in capsys.readouterr().out and reference.count == 10 + 2 + 6 + 3


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda count, told: told / 1000, "all readings are 1000 times off"),
        (lambda count, told: told * (1 + 0.02 * count / 10), "drifts"),
        (lambda count, told: told / 10 if count in (4, 11, 12, 13) else told, "reading 4 is odd.*Nothing was stored"),
        (lambda count, told: told * 1.01 if count == 13 else told, "verification at 7.5 mA: .* off"),
        (lambda count, told: told * 1.04 if count > 16 else told, "LOAD: the meter says .* beyond 3 %"),
    ],
    ids=["range", "drift", "odd thrice", "verification", "volts"],
)
def test_bad_readings_are_refused_and_nothing_is_stored(spoil: Spoil, told: str, tmp_path: Path) -> None:
    unit = unit_of(5)
    with pytest.raises(command.Refused, match=told):
        calibrated(unit, METERS[0], tmp_path, spoil)
    assert unit.stores == 0 and unit.asked_ua == 0 and not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"b": (0.965, 0.0)}, "B would need a gain of 1.03"),
        ({"a": (0.965, 0.0)}, "A would need a gain of 1.03"),
        ({"source": (1.0, 400.0)}, "SOURCE would need"),
    ],
)
def test_what_the_units_converters_would_refuse_is_not_stored(
    changed: dict[str, Any], told: str, tmp_path: Path
) -> None:
    unit = unit_of(1, **changed)
    taken: list[int] = []

    def told_so(count: int, told: float) -> float:
        taken.append(count)
        return told

    with pytest.raises(command.Refused, match=told):
        calibrated(unit, METERS[0], tmp_path, told_so)
    assert taken[-1] == len(calibrate.ASKED_UA), "told before anybody goes on"
    assert unit.stores == 0 and bounds("SOURCE") == (source.GAIN_MOST_PPM, source.OFFSET_MOST_UA)


def test_self_test_that_refuses_ends_it_before_any_current(tmp_path: Path) -> None:
    unit = unit_of(1)
    unit.fault = faults.DUMMY_LOAD
    with pytest.raises(command.Refused, match="S19.*link"):
        calibrated(unit, METERS[0], tmp_path)
    assert unit.true_ua == 0


def test_curve_of_the_rp2040_is_a_curve() -> None:
    assert max(abs(rp2040(ua) - ua) for ua in range(500, 20_000, 7)) > 20


# ---------------------------------------------------------------- the meter


@pytest.mark.parametrize(
    ("text", "share", "digits_ua"), [("0.5", 0.005, 0), ("0,5 %", 0.005, 0), ("1+2", 0.01, 20), ("1% + 3", 0.01, 30)]
)
def test_accuracy_class_is_read(text: str, share: float, digits_ua: int) -> None:
    assert meters.accuracy(text) == Meter(share, digits_ua)


@pytest.mark.parametrize("text", ["", "good", "0", "6", "-1", "0.5+x"])
def test_no_accuracy_class_ends_the_command_with_what_to_give(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        calibrate.main(["--class", text] if not text.startswith("-") else [f"--class={text}"])
    assert ended.value.code == command.NO_UNIT and "CLASS=0.5+2" in capsys.readouterr().err


def test_typed_readings_take_commas_and_ask_again(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed = meters.Typed("x")
    monkeypatch.setattr("sys.stdin", io.StringIO("nine\n9,98 mA\nq\n"))
    assert typed.read("reading 5", calibrate.SERIES, lambda: None) == pytest.approx(9_980)
    assert "'nine' is no number" in capsys.readouterr().out
    with pytest.raises(command.Refused, match="nothing was stored"):
        typed.read("reading 6", calibrate.SERIES, lambda: None)


class FakeSerial:
    """A port with that meter behind it; `mute`: nobody answers."""

    def __init__(self, answer: Callable[[str], str | None]) -> None:
        self._answer = answer
        self._out = b""

    def write(self, data: bytes) -> None:
        said = self._answer(data.decode())
        self._out += (said + "\n").encode() if said else b""

    def readline(self) -> bytes:
        line, _, self._out = self._out.partition(b"\n")
        return line


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (lambda line: None, "is silent"),
        (lambda line: "X,Y" if "IDN" in line else "hello", "where a number belongs"),
        (lambda line: "X,Y" if "IDN" in line else "+9.9E37", "over its range"),
    ],
)
def test_meter_that_says_no_number_is_told(
    answer: Callable[[str], str | None], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tools.device.meter.serial.Serial", lambda *words, **more: FakeSerial(answer))
    with pytest.raises(command.Refused, match=told):
        meters.Scpi("/dev/x").read("reading 1", calibrate.SERIES, lambda: None)


def test_meter_that_is_not_there_is_told() -> None:
    with pytest.raises(command.Refused, match="cannot be opened"):
        meters.chosen("/dev/nowhere", 9600)


def test_simulated_meter_has_its_own_error_and_measures_where_its_leads_are() -> None:
    meter = ScpiMeter(lambda: {"ua": 10_000, "rail_mv": 48_000, "a_mv": 47_000, "b_mv": 37_000}, ppm=10_000)
    assert meter.answer("CONF:CURR:DC") is None and float(meter.answer("READ?") or "") == pytest.approx(0.0101)
    meter.answer('DISP:TEXT "LOAD"')
    assert float(meter.answer("READ?") or "") == 0 and float(meter.answer("MEAS:VOLT:DC?") or "") == pytest.approx(10.1)
    meter.answer("NONSENSE")
    assert "Undefined" in (meter.answer("SYST:ERR?") or "") and "No error" in (meter.answer("SYST:ERR?") or "")


# ---------------------------------------------------------------- a live unit

PLANTED = {
    "calibrated": 0, "shunt_a_ppm": 12_000, "shunt_b_ppm": -9_000, "sink_gain_ppm": 15_000, "sink_offset_ua": -40,
    "dummy_ohm": 1004, "mcu_adc_offset_lsb": 20, "mcu_adc_reference_ppm": 6_000, "divider_rail_ppm": -900,
}  # fmt: skip
METER_PPM = 4_000


@pytest.fixture(scope="module")
def unit(tmp_path_factory: pytest.TempPathFactory, installed: Path) -> Iterator[LivePort]:
    """As after building, parts off, nobody has calibrated it; switched on without its cable."""
    folder = tmp_path_factory.mktemp("live")
    scenario = folder / "new.json"
    scenario.write_text(json.dumps({"board": PLANTED, "user": []}))
    with live(folder, installed, "--scenario", str(scenario), "--meter-ppm", str(METER_PPM)) as unit:
        yield unit


def start(unit: LivePort, usb: int) -> None:
    unit.do(do="power", on=0)
    unit.do(do="usb", on=usb)
    unit.do(do="power", on=1)


def test_new_unit_treats_nobody_until_it_was_calibrated(
    unit: LivePort, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.undo()  # here time passes
    unit.do(do="speed", factor=0)
    unit.until("fault", "S40")
    start(unit, usb=1)
    unit.until("fault", "S32")
    unit.do(do="speed", factor=1)
    words = ["--port", unit.console, "--meter", str(Path(unit.console).parent / "meter"), "--class", "0.5"]
    assert calibrate.main([*words, "--out", str(tmp_path)]) == command.DONE, capsys.readouterr().err
    with port.opened(port.choose(unit.console)) as transport:
        desk = Desk(transport)
        desk.reach()
        bench = calibrate.Bench(desk)
        for ua in (500, 2_000, 6_000, 10_000, 20_000):
            bench.drive(ua)
            seen = bench.look()
            true = unit.do(do="meter")["ua"]
            assert abs(seen.a_ua - true) <= 0.005 * ua + 20 and abs(seen.b_ua - true) <= 0.005 * ua + 100
            assert abs(true - ua) <= 0.005 * ua + 20
        bench.rest()
    start(unit, usb=0)
    sample = unit.look()
    for turn in range(200):  # the self-test asks for STOP last
        if sample["unit"] and sample["unit"]["state"] in ("ready", "fault"):
            break
        unit.do(do="button", button="stop", down=turn % 2)
        unit.do(do="advance", ms=200)
        sample = unit.at(sample["t"] + 200)
    assert sample["unit"]["state"] == "ready", sample
