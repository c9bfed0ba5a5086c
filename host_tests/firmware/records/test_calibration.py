# What the stored calibration changes, and that it changes nothing before the maker's tool has seen every channel.

from __future__ import annotations

import struct
from binascii import crc32

import pytest

from host_tests.firmware.records.test_keeper import next_start
from host_tests.support.unit_bench import Bench
from ionto.records import calibration as cal
from ionto.records import record as rec
from ionto.safety import faults, limits, monitor
from ionto.sensing import meter as m
from ionto.treatment import terms

LOW, HIGH = cal.NOMINAL_PPM - 20_000, cal.NOMINAL_PPM + 20_000


def stored(bench: Bench, valid: int, **gains: int) -> tuple[int, int]:
    """What refuses the next start with such a calibration, and what it then reports first."""
    calibration = bench.unit.keeper.calibration
    for name, gain_ppm in gains.items():
        calibration.put(getattr(cal, name), gain_ppm, 7 + bench.unit.source.bias_ua * (name == "SOURCE"))
    calibration.values[cal.VALID] = valid
    calibration.store()
    keeper, refused = next_start(bench, power_on=1)
    return refused, keeper.next_report()


def held(bench: Bench) -> tuple[int, int, int, int]:
    meter, source, cells = bench.unit.meter, bench.unit.source, bench.unit.monitor._cells
    return meter._factors[m.A_UA], meter.shift(m.A_UA, 0), source._factor, cells[monitor._SCALE]


def test_gains_and_offsets_of_both_channels_and_the_source_are_used() -> None:
    bench = Bench()
    nominal = held(bench)
    assert stored(bench, 1, A=HIGH, B=LOW, SOURCE=HIGH) == (0, 0)
    a, offset_ua, source, b = held(bench)
    assert a / nominal[0] == pytest.approx(1.02, abs=1e-3) and offset_ua == 7
    assert b / nominal[3] == pytest.approx(0.98, abs=1e-3)
    assert source / nominal[2] == pytest.approx(1 / 1.02, abs=1e-3)


def test_a_calibration_that_is_not_finished_leaves_nominal_values() -> None:
    bench = Bench()
    nominal = held(bench)
    assert stored(bench, 0, A=HIGH, B=LOW, SOURCE=HIGH) == (0, 0)
    assert held(bench) == nominal and bench.unit.keeper.calibration.refusal() == faults.UNCONFIRMED


def refused_with(confirmed: int, confirmed_ua: int = 0) -> int:
    """The fault that the self-test ends with; 0: it asks for STOP, its last item."""
    bench = Bench(confirmed=confirmed)
    if confirmed_ua:
        record = bench.unit.keeper.calibration
        record.values[cal.CONFIRMED_UA] = confirmed_ua
        record.store()
        bench = Bench(files=bench.hw.files)
    for _ in range(3_000):
        bench.tick()
        if bench.unit.status.fault or bench.unit.selftest.prompt:
            break
    assert bench.unit.status.fault or bench.unit.selftest.prompt
    return bench.unit.status.fault


@pytest.mark.parametrize(
    ("confirmed_ua", "fault"),
    [(9_499, faults.UNCONFIRMED), (9_500, 0), (10_500, 0), (10_501, faults.UNCONFIRMED)],
)
def test_a_meter_that_read_10_ma_within_5_percent_lets_the_unit_be_used(confirmed_ua: int, fault: int) -> None:
    assert refused_with(1, confirmed_ua) == fault


def test_a_unit_that_no_meter_has_confirmed_drives_its_dummy_load_and_nobody() -> None:
    assert refused_with(0) == faults.UNCONFIRMED


def test_both_copies_lost_leave_nominal_values_five_milliamperes_and_a_message() -> None:
    bench = Bench()
    nominal = held(bench)
    bench.unit.keeper.calibration.put(cal.A, HIGH, 0)
    bench.unit.keeper.calibration.store()
    for slot in ".a", ".b":
        bench.hw.files.write("calibration" + slot, b"junk")
    again = Bench(files=bench.hw.files)
    keeper, user = again.unit.keeper, again.unit.plan.user
    assert held(again) == nominal and keeper.calibration.refusal() == 0
    assert again.unit.supervisor.report == faults.CALIBRATION_LOST
    user.age, user.pad_cm2 = terms.ADULT, 100
    assert [user.cap_ua(site) for site in range(3)] == [limits.LOST_CALIBRATION_UA] * 3


def of_version_1() -> Bench:
    """Whose flash holds a calibration as version 1 wrote it, twice."""
    bench = Bench()
    record = bench.unit.keeper.calibration
    record.put(cal.B, LOW, 7)
    record.store()
    for slot in ".a", ".b":
        name = "calibration" + slot
        data = bench.hw.files.data[name]
        values = data[12 : 12 + 16] + data[12 + 36 : -4]
        old = data[:3] + bytes((1,)) + data[4:8] + struct.pack("<I", len(values) // 4) + values
        bench.hw.files.write(name, old + struct.pack("<I", crc32(old)))
    return bench


def test_version_1_is_taken_over_with_its_gains_and_unconfirmed() -> None:
    again = Bench(files=of_version_1().hw.files).unit.keeper.calibration
    assert again.status == rec.OK and again.gain_ppm(cal.B) == LOW and again.offset(cal.B) == 7
    assert again.refusal() == faults.UNCONFIRMED


def test_an_older_version_stays_beside_when_the_first_store_writes_both_copies_anew() -> None:
    files = of_version_1().hw.files
    newest = max((files.data["calibration.a"], files.data["calibration.b"]), key=lambda data: data[4])
    record = cal.Calibration(files)
    assert record.load() == rec.OK and record.store() == rec.OK
    assert [files.data["calibration" + slot][3] for slot in (".a", ".b")] == [2, 2]
    assert files.data["calibration.old"] == newest
    assert record.store() == rec.OK and files.data["calibration.old"] == newest


@pytest.mark.parametrize("writes", [0, 1])
def test_power_that_goes_while_a_version_is_taken_over_leaves_a_whole_copy(writes: int) -> None:
    files = of_version_1().hw.files
    whole = files.write
    left = [writes]

    def cut(name: str, data: bytes) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(5)
        whole(name, data)

    record = cal.Calibration(files)
    record.load()
    files.write = cut
    assert record.store() == rec.FAILED
    files.write = whole
    again = cal.Calibration(files)
    assert again.load() == rec.ONE_COPY and again.gain_ppm(cal.B) == LOW


@pytest.mark.parametrize("name", ["A", "B", "SOURCE"])
def test_on_a_cable_no_calibration_refuses(name: str) -> None:
    bench = Bench(on_cable=1)
    bench.unit.keeper.calibration.put(getattr(cal, name), cal.NOMINAL_PPM + 31_000, 0)
    bench.unit.keeper.calibration.store()
    assert bench.unit.keeper.open(0) == faults.CALIBRATION_INVALID
    assert bench.unit.keeper.open(1) == 0


@pytest.mark.parametrize("name", ["A", "B", "SOURCE"])
def test_a_gain_beyond_what_a_part_may_be_off_refuses_the_start(name: str) -> None:
    bench = Bench()
    assert stored(bench, 1, **{name: cal.NOMINAL_PPM + 31_000})[0] == faults.CALIBRATION_INVALID


@pytest.mark.parametrize(("revision", "valid"), [(1, 2), (2, 1)])
def test_a_calibration_of_another_revision_leaves_nominal_values_and_refuses_the_start(
    revision: int, valid: int
) -> None:
    bench = Bench(revision=revision)
    nominal = held(bench)
    bench.unit.keeper.calibration.values[cal.DUMMY_OHM] = 1_020
    assert stored(bench, valid, A=HIGH, B=LOW, SOURCE=HIGH) == (faults.BOARD_IDENTITY, 0)
    assert held(bench) == nominal
    assert bench.unit.keeper.calibration.dummy_ohm() == 0
    assert stored(bench, revision) == (0, 0)
    assert held(bench) != nominal
    assert bench.unit.keeper.calibration.dummy_ohm() == 1_020
