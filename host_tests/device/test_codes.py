# The page of every code follows the firmware's tables; each code that a part can cause says what to measure.

from __future__ import annotations

from ionto.safety import faults
from tools.device import buses, codes, codes_page


def test_page_is_the_one_that_the_tables_make() -> None:
    assert codes_page.PAGE.read_text("utf-8") == codes_page.text(), "run: python -m tools.device.codes_page"


def test_every_self_test_and_hard_cut_says_what_to_measure_and_no_row_is_of_no_code() -> None:
    known = codes_page.measures()
    wanted = {name for code, name in codes.names().items() if faults.kind(code) in (faults.SELFTEST, faults.T1)}
    assert wanted - set(known) == set()
    assert set(known) - set(codes.names().values()) == set()
    assert [name for name, (part, measure) in known.items() if not part or not measure] == []


def test_every_code_is_on_the_page() -> None:
    text = codes_page.text()
    assert [label for label in map(codes.label, codes.names()) if len(label) == 3 and f"| {label} |" not in text] == []


def test_scan_names_what_answers_and_what_does_not() -> None:
    told, whole = buses.lines([0x48, 0x60, -0x3C, -0x68])
    assert whole and not [line for line in told if "no answer" in line]
    told, whole = buses.lines([0x49, 0x60, -0x3C])
    assert not whole
    assert any("0x48  no answer" in line for line in told) and any("wired otherwise" in line for line in told)
    assert buses.lines([0x48, 0x60, -0x3C])[1]  # the clock is optional
