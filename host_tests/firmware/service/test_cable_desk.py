# The desk of service mode: what each line does, that damaged and refused ones do nothing, and that none reaches the
# electrodes, a limit or a latch.

from __future__ import annotations

import os
import random
import struct
from binascii import crc32

import pytest

from host_tests.support.desk_lines import damaged, framed, on_cable, random_request, state_of
from host_tests.support.unit_bench import Bench
from ionto.records import calibration as cal
from ionto.records import diary as di
from ionto.records import event_log as lg
from ionto.records import history as hi
from ionto.safety import faults, limits
from ionto.service.cable_desk import CableDesk
from ionto.treatment import states
from ionto.version import VERSION

LINES = int(os.environ.get("N") or 10_000) // 2  # of each kind; `make lines` asks a million


@pytest.fixture
def desk() -> tuple[Bench, CableDesk]:
    return on_cable()


def ask(desk: CableDesk, body: str) -> list[str]:
    """The answer's words, its number and check looked at and taken off."""
    said = desk.answer(framed(f"7 {body}"))
    text, _, check = said.rpartition(" ")
    assert check == "%08x" % crc32(text.encode())
    number, *words = text.split(" ")
    assert number == "7"
    return words


def run(bench: Bench, desk: CableDesk, ticks: int) -> None:
    for _ in range(ticks):
        bench.tick()
        desk.work(bench.unit.ticks)


def test_the_self_test_on_a_cable_ends_passed_and_at_rest(desk: tuple[Bench, CableDesk]) -> None:
    bench, _ = desk
    assert (bench.unit.status.state, bench.unit.status.fault) == (states.FAULT, faults.USB_PRESENT)
    assert bench.unit.mail.trip == bench.unit.mail.veto == 0


def test_hello_tells_versions_board_and_verdict(desk: tuple[Bench, CableDesk]) -> None:
    assert ask(desk[1], "hello") == ["ok", "1", VERSION, "bench", "1", str(states.FAULT), "132", "0", "1"]


def test_dummy_load_is_driven_as_asked_and_let_go_when_nobody_asks_any_more(desk: tuple[Bench, CableDesk]) -> None:
    bench, own = desk
    assert ask(own, "drive 5000") == ["ok"]
    run(bench, own, 300)
    values = [int(word) for word in ask(own, "values")[1:]]
    assert abs(values[0] - 5_000) < 30 and abs(values[1] - 5_000) < 60 and abs(values[2] - 5_000) < 60
    assert bench.plant.a_ua > 4_900 and bench.plant.most_ua == 0
    run(bench, own, 350)
    assert bench.plant.a_ua == 0 and bench.unit.stage.position == 0 and not bench.unit.dummy_load.busy


def test_drive_of_nothing_ends_it_at_once(desk: tuple[Bench, CableDesk]) -> None:
    bench, own = desk
    ask(own, "drive 2000")
    run(bench, own, 120)
    assert ask(own, "drive 0") == ["ok"]
    run(bench, own, 60)
    assert bench.plant.a_ua == 0 and bench.unit.stage.position == 0


def test_pulled_cable_ends_it(desk: tuple[Bench, CableDesk]) -> None:
    bench, own = desk
    ask(own, "drive 2000")
    run(bench, own, 120)
    bench.hw.vbus.level = 0
    run(bench, own, 60)
    assert bench.plant.a_ua == 0
    assert ask(own, "drive 2000") == ["error", "untested"]


@pytest.mark.parametrize("ua", [-1, limits.CAP_HANDS_UA + 1, 2**40])
def test_no_more_than_the_cap_is_driven(desk: tuple[Bench, CableDesk], ua: int) -> None:
    assert ask(desk[1], f"drive {ua}") == ["error", "value"]


def test_nothing_is_driven_before_the_self_test_has_passed() -> None:
    bench = Bench(on_cable=1)
    bench.ticks(50)
    assert ask(CableDesk(bench.unit), "drive 1000") == ["error", "untested"]


def test_latched_unit_stays_so_whatever_is_asked(desk: tuple[Bench, CableDesk]) -> None:
    bench, own = desk
    ask(own, "drive 2000")
    run(bench, own, 120)
    bench.plant.oc_trip_n.level = 0
    run(bench, own, 40)
    assert bench.unit.mail.veto and bench.unit.stage.position == 10
    for body in ("drive 1000", "unlock 1 5 5 5", "drive 0", "scan"):
        ask(own, body)
    run(bench, own, 100)
    assert bench.unit.mail.veto and bench.plant.a_ua == 0 and not bench.unit.dummy_load.busy


def test_records_are_read_whole(desk: tuple[Bench, CableDesk]) -> None:
    bench, own = desk
    for which, record in enumerate(bench.unit.keeper.records):
        read: list[int] = []
        while len(read) < len(record.values):
            _, _, count, *values = ask(own, f"read {which} {len(read)}")
            assert int(count) == len(record.values)
            read += map(int, values)
        assert read == list(record.values)
    assert ask(own, "read 5 0") == ask(own, "read 0 99999") == ask(own, "read 0") == ["error", "value"]


def test_calibration_is_written_in_bounds_only_and_into_both_copies(desk: tuple[Bench, CableDesk]) -> None:
    bench, own = desk
    record = bench.unit.keeper.calibration
    values = list(record.values)
    values[cal.VALID], values[cal.DUMMY_OHM], values[cal.CONFIRMED_UA] = 1, 1_001, 10_200
    body = " ".join(map(str, values))
    before = state_of(bench)
    for wrong in (body + " 0", body.rsplit(" ", 1)[0], body.replace("1001", "5000"), body.replace("1001", str(2**32))):
        assert ask(own, f"calibrate {wrong}") == ["error", "value"]
    for wrong in (body.replace("10200", "9000"), body.replace("10200", "0"), body.replace("0 1 0", "0 0 0", 1)):
        assert wrong != body and ask(own, f"calibrate {wrong}") == ["error", "value"], "no meter has confirmed it"
    assert state_of(bench) == before
    assert ask(own, f"calibrate {body}") == ["ok"]
    for name in ("calibration.a", "calibration.b"):
        assert bench.hw.files.data[name][12:-4] == bytes(record.values)


def test_calibration_that_the_flash_refuses_changes_nothing(desk: tuple[Bench, CableDesk]) -> None:
    bench, own = desk
    record = bench.unit.keeper.calibration
    before = list(record.values)

    def full(name: str, data: bytes) -> None:
        raise OSError(28)

    bench.hw.files.write = full
    assert ask(own, "calibrate " + " ".join(map(str, [9, *before[1:]]))) == ["error", "failed"]
    assert list(record.values) == before


def test_unlock_writes_who_and_when_first_and_needs_a_lock(desk: tuple[Bench, CableDesk]) -> None:
    bench, own = desk
    history, log = bench.unit.keeper.history, bench.unit.keeper.event_log
    boots = history.values[hi.BOOTS]
    assert ask(own, f"unlock {boots} 13000000 5 6") == ["error", "value"]  # nothing is locked
    history.values[hi.LOCKED] = 1
    assert ask(own, f"unlock {boots + 1} 13000000 5 6") == ["error", "value"]
    assert ask(own, f"unlock {boots} 13000000 5 6") == ["ok"]
    assert not history.locked()
    told = [log.get(0, column) for column in (lg.CODE, lg.VALUE_1, lg.VALUE_2, lg.VALUE_3)]
    assert told == [lg.UNLOCKED, 13_000_000, 5, 6]
    assert bench.unit.status.fault == faults.USB_PRESENT  # this start's refusal stays


def test_scan_names_both_buses_at_rest_only(desk: tuple[Bench, CableDesk]) -> None:
    bench, own = desk
    assert ask(own, "scan") == ["ok", "72", "96", "-60"]
    ask(own, "drive 1000")
    assert ask(own, "scan") == ["error", "busy"]


def test_clock_chip_is_set_to_no_time_that_the_unit_would_not_believe(desk: tuple[Bench, CableDesk]) -> None:
    bench, own = desk

    class Clock:
        stopped = 0
        sets: list[tuple[int, ...]] = []
        year, month, day, hour, minute, second = 2030, 1, 2, 3, 4, 5

        def read(self) -> int:
            return 0

        def set(self, *values: int) -> int:
            self.sets.append(values)
            return 0

    bench.hw.rtc = Clock()
    for wrong in ("2001 1 1 0 0 0", "2099 1 1 0 0 0", "2030 1 1"):
        assert ask(own, f"clock {wrong}") == ["error", "value"]
    assert not Clock.sets
    assert ask(own, "clock 2030 1 2 3 4 5") == ["ok", "0", "0", "2030", "1", "2", "3", "4", "5"]
    assert Clock.sets == [(2030, 1, 2, 3, 4, 5)]
    log = bench.unit.keeper.event_log
    assert log.get(0, lg.CODE) == lg.CLOCK_SET


def test_lines_come_in_pieces_and_a_long_one_is_refused(desk: tuple[Bench, CableDesk]) -> None:
    bench, own = desk
    bench.console.coming = b"\r\n" + framed("3 hello") + b"\n" + b"x" * 500 + b"\n" + framed("4 hello") + b"\n"
    run(bench, own, 200)
    assert [line.split(" ")[:2] for line in bench.console.lines] == [["3", "ok"], ["-", "error"], ["4", "ok"]]


def test_damaged_lines_have_no_effect(desk: tuple[Bench, CableDesk]) -> None:
    bench, own = desk
    dice = random.Random(1)
    before = state_of(bench)
    for _ in range(LINES):
        line = damaged(dice)
        said = own.answer(line)
        assert " error " in said, line
    assert state_of(bench) == before


def test_rightly_framed_nonsense_reaches_neither_electrodes_nor_limits_nor_latch(desk: tuple[Bench, CableDesk]) -> None:
    bench, own = desk
    dice = random.Random(2)
    for n in range(LINES):
        before = state_of(bench)
        said = own.answer(random_request(dice))
        if " error " in said:
            assert state_of(bench) == before, said
        assert state_of(bench)[4] == before[4]
        if n % 20 == 0:
            run(bench, own, 8)
            assert bench.hw.patient.level == 0 and bench.plant.most_ua == 0 and bench.plant.broken_rules == 0
            assert bench.plant.a_ua <= limits.CAP_HANDS_UA + 100
    history = bench.unit.keeper.history
    assert not history.locked() and [history.values[i] for i in range(hi.LOCKED, hi.LOCKED + 7)] == [0] * 7


def row(number: int, who: int, **more: int) -> tuple[int, ...]:
    values = [number, 13_860_000 + number, 190_500, who, 10_000, 0, 0, 0, 20, 1, 1, 2, 1, 3]
    for name, value in more.items():
        values[getattr(di, name)] = value
    return tuple(values)


def diary_of(desk: CableDesk, who: int) -> list[tuple[int, ...]]:
    found: list[tuple[int, ...]] = []
    for number in range(di.FILES):
        own: list[tuple[int, ...]] = []
        while True:
            version, damaged, count, *values = map(int, ask(desk, f"diary {who} {number} {len(own)}")[1:])
            assert version == di.VERSION and damaged == 0
            own += [tuple(values[at : at + 14]) for at in range(0, len(values), 14)]
            if len(own) >= count:
                break
        found += own
    return found


def test_the_diary_of_one_person_is_read_whole_and_nobody_elses(desk: tuple[Bench, CableDesk]) -> None:
    bench, own = desk
    diary = bench.unit.keeper.diary
    rows = [row(number, number % 3) for number in range(1, 151)]
    for one in rows:
        assert diary.add(one)
    for who in range(3):
        assert diary_of(own, who) == [one for one in rows if one[di.WHO] == who]
    assert diary_of(own, 7) == []
    most = (2**32 - 1,) * 3 + (di.DELETED - 1,) + (0xFFFF,) * 3 + (255,) * 7
    diary.add(most)
    diary.add(most)
    said = own.answer(framed(f"999999999 diary {di.DELETED - 1} 2 0"))
    assert said.count("4294967295") == 6 and len(said) <= 240


def test_the_diary_is_asked_for_within_bounds_and_at_rest_only(desk: tuple[Bench, CableDesk]) -> None:
    bench, own = desk
    bench.unit.keeper.diary.add(row(1, 0))
    for wrong in ("0 8 0", "0 -1 0", "-1 0 0", f"{di.DELETED} 0 0", "0 0 -1", "0 0", "0 0 0 0", f"0 0 {-(2**40)}"):
        assert ask(own, f"diary {wrong}") == ["error", "value"], wrong
    assert ask(own, "diary 0 0 1000000")[1:] == ["1", "0", "1"]
    ask(own, "drive 1000")
    assert ask(own, "diary 0 0 0") == ["error", "busy"]


def test_damaged_rows_are_counted_and_a_newer_versions_are_told(desk: tuple[Bench, CableDesk]) -> None:
    bench, own = desk
    diary, files = bench.unit.keeper.diary, bench.hw.files.data
    for number in range(1, 4):
        diary.add(row(number, 0))
    whole = files["diary.0"]
    files["diary.0"] = whole[:35] + bytes((whole[35] ^ 1,)) + whole[36:-3]  # the second flipped, the third cut short
    said = [int(word) for word in ask(own, "diary 0 0 0")[1:]]
    assert said[:3] == [di.VERSION, 2, 1] and tuple(said[3:]) == row(1, 0)
    newer = struct.pack("<IIIHHHHBBBBBBBB", *row(4, 0), di.VERSION + 1)
    files["diary.0"] = whole + newer + struct.pack("<H", crc32(newer) & 0xFFFF)
    assert ask(own, "diary 0 0 0")[1:4] == [str(di.VERSION + 1), "0", "3"]
