# Both copies of the limits, the controller's and the monitor's, against the one table in docs/limits.csv.

from __future__ import annotations

import ast
import csv
from collections import Counter
from pathlib import Path

from ionto.safety import faults, monitor

ROOT = Path(__file__).resolve().parents[3]
SAFETY = ROOT / "firmware" / "ionto" / "safety"
REQUESTS = ("OFF", "ON", "ON_RISING")


def constants(file: str) -> dict[str, int]:
    """Every public `NAME = const(number)` of a module."""
    found = {}
    for node in ast.parse((SAFETY / file).read_text()).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            if name.isupper() and not name.startswith("_") and isinstance(node.value, ast.Call):
                found[name] = ast.literal_eval(node.value.args[0])
    return found


def table() -> list[dict[str, str]]:
    with (ROOT / "docs" / "limits.csv").open(newline="", encoding="utf-8") as f:
        return list(csv.DictReader(f))


def tabled(column: str) -> dict[str, int]:
    return {row[column]: int(row["value"]) for row in table() if row[column]}


def monitors_limits() -> dict[str, int]:
    every = constants("monitor.py")
    others = [name for name in every if name.startswith(("F_", "TEST_", "TYPE")) or name in REQUESTS]
    return {name: value for name, value in every.items() if name not in others}


def used_in(path: Path) -> Counter[str]:
    """Names of limits.py that a module reads, as limits.NAME."""
    tree = ast.parse(path.read_text())
    return Counter(
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "limits"
    )


def test_the_controllers_limits_are_those_of_the_table() -> None:
    assert constants("limits.py") == tabled("controller")


def test_the_monitors_limits_are_those_of_the_table() -> None:
    assert monitors_limits() == tabled("monitor")


def test_every_row_names_its_constant_once_and_says_why() -> None:
    rows = table()
    assert all(row["quantity"] and row["unit"] and row["why"] and (row["controller"] or row["monitor"]) for row in rows)
    for column in ("controller", "monitor"):
        assert max(Counter(row[column] for row in rows if row[column]).values()) == 1


def test_a_constants_unit_is_the_tables_unit() -> None:
    ends = {"_UA": "µA", "_MS": "ms", "_US": "µs", "_MV": "mV", "_OHM": "Ω", "_NA": "nA a tick", "_PERMILLE": "‰"}
    for row in table():
        name = row["controller"] or row["monitor"]
        for end, unit in ends.items():
            if name.endswith(end):
                assert row["unit"].startswith(unit), row


def test_the_monitors_fault_codes_are_those_of_the_faults() -> None:
    codes = {name[2:]: value for name, value in constants("monitor.py").items() if name.startswith("F_")}
    assert len(codes) >= 10
    wrong = {name: value for name, value in codes.items() if getattr(faults, name) != value}
    assert wrong == {}


def test_whatever_the_monitor_vetoes_is_told_as_a_hard_cut() -> None:
    """A veto latches: a code of a stop that OK acknowledges would promise what does not happen."""
    codes = {name: value for name, value in constants("monitor.py").items() if name.startswith("F_")}
    assert [name for name, code in codes.items() if faults.kind(code) != faults.T1] == []


def test_no_declared_limit_is_without_use() -> None:
    used: Counter[str] = Counter()
    for path in (ROOT / "firmware").rglob("*.py"):
        used += used_in(path)
    assert set(used) == set(constants("limits.py"))


def test_every_limit_of_the_monitor_is_in_force() -> None:
    names = Counter(n.id for n in ast.walk(ast.parse((SAFETY / "monitor.py").read_text())) if isinstance(n, ast.Name))
    assert [name for name in monitors_limits() if names[name] < 2] == []


def test_no_code_that_the_stage_may_send_trips_the_monitors_dac_limit() -> None:
    """The cap, the regulator's room above it, and the largest calibration: all below 22.5 mA."""
    limits = constants("limits.py")
    most_ua = limits["CAP_HANDS_UA"] + (limits["CAP_HANDS_UA"] >> 4)
    nominal_ua = (most_ua + 50) * 100 // 98
    assert nominal_ua * 3300 // 25_000 < monitor.DAC_MAX_MV
    assert monitor.DAC_MAX_MV * 25_000 // 3300 <= 22_500


def test_the_monitor_stops_later_than_the_controller_and_never_much_later() -> None:
    limits = constants("limits.py")
    assert 1.0 < monitor.CHARGE_CAP_MAMIN / limits["DOSE_CAP_MAMIN"] <= 1.05
    assert limits["MINUTES_MAX"] * 60 < monitor.ON_CAP_S <= limits["MINUTES_MAX"] * 60 + 15


def test_what_is_no_current_at_rest_is_none_for_legs_and_relay_and_no_leak() -> None:
    """One order: dividers and the sink's offset < idle <= zero < leak. Else an offset that is allowed, taken off or
    not, ends a treatment when nothing may be switched."""
    limits = constants("limits.py")
    dividers_ua, sink_ua, noise_ua = 48, 50, 24
    idle_ua = (limits["IDLE_A_UA"], limits["IDLE_B_UA"])
    assert dividers_ua + sink_ua + noise_ua < min(idle_ua)
    assert max(idle_ua) <= limits["ZERO_UA"] < monitor.LEAK_UA
    assert dividers_ua + sink_ua + noise_ua < monitor.ON_UA


def test_the_largest_sound_offset_of_b_may_be_taken_off() -> None:
    converter_ua, amplifier_ua = 25 * 33_000 // 4096, 50
    assert converter_ua + amplifier_ua < monitor.ZERO_B_UA
