# Eight people's records: taken over from the version before, apart from each other, deleted, torn, of a newer version;
# and the diary, 448 treatments of all together at least.

from __future__ import annotations

import base64
import zlib

import pytest

from host_tests.support.unit_bench import Bench, RamFiles
from ionto.records import diary as di
from ionto.records import history as hi
from ionto.records import record as rec
from ionto.records import settings as se
from ionto.records.diary import Diary
from ionto.records.history import History
from ionto.records.settings import Settings
from ionto.safety import faults
from ionto.treatment import terms

# Written by firmware 0.1.0 before it knew people: its settings (version 2), and its history (version 1) after 43
# sessions.
SETTINGS_2 = b"c-qShVq{_f0$BzKI02<Wg62RhqsqV_0;Cy%_&*Q`0%;9p28Mvc3=9vHm>4>Q85sDX@{A0aU<WrsKQ{S&HbGMWV(ttF"
HISTORY_1 = (
    b"c-no@txrNx0EY2%(O|NeEX-iiV6sTL$wJbC!Qf09NEVYb`6rm!@B_c_3qKGQR8%0j%S;w1CX0cY+&t=e&(mN#<L=%4-95W^ak@8{"
    b"F~&sp1on*D(_^~-e(wvHn*O@B7X1CUmjAbyJ$1LOt~9-CxNRsK`7P_VN-pxx+i=@lKJw4obekz)x7?N~Vz=EEma#eYRk1tjYhZWP"
    b"_k!J1-z#=seQ($U^|i5i^}S;c)%SrtQr{=`SbbmE6ZL&#Pt_OW-51o?$GbmMUq9dNTzv!B3-t|RFVz>v7S%V5y;9!@wxqr>?6vyF"
    b"u{Y{VU~knIV$15A#8%Xo#NMfI3VW}<6!t-Vv)HQo=CP0JTfjc4FO7Y+TV|rO{sW9}d|&"
)


def old_files() -> RamFiles:
    files = RamFiles()
    for name, data in (("settings", SETTINGS_2), ("ledger", HISTORY_1)):
        whole = zlib.decompress(base64.b85decode(data))
        files.data[name + ".a"] = files.data[name + ".b"] = whole
    return files


def test_settings_of_the_version_before_are_those_of_the_first_person() -> None:
    settings = Settings(old_files())  # type: ignore[arg-type]
    assert settings.load() == rec.OK
    assert (settings.of(se.AGE), settings.of(se.PAD_CM2), settings.values[se.SOUND]) == (2, 55, 0)
    columns = (se.PLAN_UA, se.LAST_UA, se.SESSIONS, se.NEXT_POLARITY, se.REST_UAMIN, se.REST_AFTER_UAMIN)
    assert [settings.get(terms.HANDS, column) for column in columns] == [9_500, 9_000, 17, -1, 50_000, 140_000]
    assert settings.get(terms.FEET, se.MINUTES) == 15 and settings.get(terms.UNDERARMS, se.PLAN_UA) == 3_000
    assert settings.people() == [0] and settings.of(se.KEY) == 0
    assert settings.get(terms.HANDS, se.PER_WEEK) == 3
    assert settings.store() == rec.OK and settings.load() == rec.OK


def test_history_of_the_version_before_keeps_its_order_and_goes_on() -> None:
    history = History(old_files())  # type: ignore[arg-type]
    assert history.load() == rec.OK
    assert history.last_uamin(0, 0) == 100_042
    assert history.values[hi.NEXT_ROW] == 40 and history.values[history.cell(0, hi.UAMIN)] == 100_003
    last = 13_800_000 + 42 * 1440
    assert history.allowed(0, 0, last + 60) == hi.TODAY
    assert history.allowed(1, 0, last + 60) == hi.ALLOWED


def test_a_unit_with_the_files_before_knows_its_person() -> None:
    bench = Bench(files=old_files())
    unit = bench.unit
    assert unit.plan.user.age == terms.AGE_12_TO_15
    assert (unit.plan.current_ua, unit.plan.cap_ua, unit.plan.last_ua) == (9_500, 12_000, 9_000)


def test_each_has_values_of_their_own_and_keys_are_never_given_twice() -> None:
    settings = Settings(RamFiles())  # type: ignore[arg-type]
    settings.load()
    for n in range(1, se.PEOPLE):
        assert settings.add()
        settings.set_of(se.AGE, 1 + n % 3)
        settings.put(terms.HANDS, se.PLAN_UA, 5_000 + 500 * n)
        settings.call(b"Person %d" % n)
    assert not settings.add(), "nine people"
    assert settings.store() == rec.OK
    settings.load()
    assert settings.people() == list(range(8))
    for n in range(1, 8):
        settings.person = n
        assert settings.get(terms.HANDS, se.PLAN_UA) == 5_000 + 500 * n
        assert (settings.name(n), settings.of(se.KEY), settings.of(se.AGE)) == (b"Person %d" % n, n, 1 + n % 3)
    settings.person = 3
    settings.delete()
    assert settings.person == 0 and settings.people() == [0, 1, 2, 4, 5, 6, 7]
    assert settings.add() and settings.person == 3
    assert settings.of(se.KEY) == 8 and settings.name(3) == b"" and settings.of(se.AGE) == 0
    assert settings.get(terms.HANDS, se.PLAN_UA) == 5_000 + 0 or settings.get(terms.HANDS, se.SESSIONS) == 0
    assert settings.people()[-1] == 3, "who came last stands last"


def test_the_last_one_deleted_leaves_a_nobody() -> None:
    settings = Settings(RamFiles())  # type: ignore[arg-type]
    settings.load()
    settings.set_of(se.AGE, terms.ADULT)
    settings.delete()
    assert settings.people() == [0] and settings.of(se.KEY) == 1 and settings.of(se.AGE) == terms.AGE_UNKNOWN
    assert settings.store() == rec.OK


def test_a_record_whose_last_person_is_nobody_is_refused() -> None:
    settings = Settings(RamFiles())  # type: ignore[arg-type]
    settings.load()
    settings.values[se.LAST_PERSON] = 4
    assert settings.store() == rec.RANGE


@pytest.mark.parametrize("name", [b"", b"Al", b"Annabel", b"WWWWWWWWWW", b"Jo-Ann B", b"WWWWWWWWWWWW"])
def test_a_name_of_ten_letters_comes_back(name: bytes) -> None:
    settings = Settings(RamFiles())  # type: ignore[arg-type]
    settings.call(name)
    assert settings.name(0) == name[:10]


def row(number: int, who: int = 0, site: int = 0) -> di.Row:
    return (number, 13_800_000 + number, 200_000, who, 10_000, 3, 0, site, 20, terms.RESULT_COMPLETED, 1, 2, 0, 0)


def filled(count: int, people: int = 1) -> tuple[Diary, RamFiles]:
    files = RamFiles()
    diary = Diary(files)  # type: ignore[arg-type]
    for number in range(1, count + 1):
        assert diary.add(row(number, number % people))
    return diary, files


def test_448_treatments_of_all_together_are_kept_and_a_file_is_small() -> None:
    diary, files = filled(1_200, 8)
    kept = sum(len(diary.rows(who)) for who in range(8))
    assert 448 <= kept <= 512
    assert [found[di.NUMBER] for found in diary.rows(3)[:3]] == [1_195, 1_187, 1_179]
    assert max(map(len, files.data.values())) <= 2_048


def test_what_is_told_afterwards_stands_with_the_last_one_only() -> None:
    diary, _ = filled(70)
    assert diary.amend(70, 2, 3) and not diary.amend(69, 1, 1)
    newest, before = diary.rows(0)[:2]
    assert newest[di.FELT :] == (2, 3) and before[di.FELT :] == (0, 0)


def test_a_damaged_row_is_left_out_and_takes_no_other_with_it() -> None:
    diary, files = filled(10)
    torn = bytearray(files.data["diary.0"])
    torn[3 * 30 + 7] ^= 4
    files.data["diary.0"] = bytes(torn[:-11])
    assert [found[di.NUMBER] for found in diary.rows(0)] == [9, 8, 7, 6, 5, 3, 2, 1]
    assert diary.add(row(11))
    assert diary.rows(0)[0] == row(11)


def test_a_deleted_person_leaves_no_row_and_no_other_loses_one() -> None:
    diary, files = filled(200, 2)
    diary.delete(0)
    assert diary.rows(0) == [] and len(diary.rows(1)) == 100
    assert diary.add(row(201, 1)) and diary.rows(1)[0] == row(201, 1)


def test_a_row_of_a_newer_firmware_is_not_read_as_this_ones() -> None:
    diary, files = filled(2)
    import binascii
    import struct

    data = files.data["diary.0"]
    other = data[:27] + b"\x02"
    files.data["diary.0"] = other + struct.pack("<H", binascii.crc32(other) & 0xFFFF) + data[30:]
    assert [found[di.NUMBER] for found in diary.rows(0)] == [2]
    before = files.data["diary.0"]
    assert diary.is_newer()
    assert not diary.add(row(3)) and not diary.amend(2, 1, 1)
    diary.delete(0)
    assert files.data["diary.0"] == before  # the newer firmware finds all of it again
    bench = Bench(files=files)
    assert bench.unit.keeper.open() == faults.RECORDS_NEWER
    assert files.data["diary.0"] == before


class FullFlash(RamFiles):
    def write(self, name: str, data: bytes | bytearray) -> None:
        raise OSError(28)


def test_a_full_flash_loses_a_row_and_nothing_else() -> None:
    assert not Diary(FullFlash()).add(row(1))  # type: ignore[arg-type]


def test_a_person_deleted_on_the_unit_is_gone_from_every_file_but_the_history() -> None:
    bench = Bench()
    keeper = bench.unit.keeper
    keeper.add_person()
    keeper.settings.call(b"Zoe")
    keeper.finish_writing()
    keeper.diary.add(row(1, keeper.who()))
    assert b"Zoe" in bench.hw.files.data["settings.a"]
    keeper.delete_person()
    keeper.finish_writing()
    keeper.settings.store()
    assert all(b"Zoe" not in data for data in bench.hw.files.data.values())
    assert keeper.diary.rows(1) == []
