# What lies on the unit's flash before its first power-on: the maker's calibration, and the files that a scenario
# prepares or damages. And what lies there at the end: the event log. Decides no meaning of a value.
#
# Uses the firmware's own records, from the flash it works on: as the maker's tools do, not as the simulation does.

import struct
from binascii import crc32

from tools.harness.record_classes import record_class
from tools.sim.plant.revision import REVISIONS
from tools.slots import path_on_board

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from tools.sim.mcu.flash import Mounted

_VERSION_AT = 3  # the byte of a record's head that holds its version
_CRC_BYTES = 4


def prepare(mounted: "Mounted", board: "dict[str, Any]", steps: "list[dict[str, Any]]") -> None:
    """Calibrate, then do each step of the scenario's `files`, in its order, those that damage the program last: it
    writes the records. Raises ValueError where one cannot be done."""
    if board["calibrated"]:
        calibrate(mounted, board)
    for late in (False, True):
        for step in steps:
            if step["paths"][0].startswith("data/") is late:
                continue
            if step["mode"] == "holds":
                _hold(mounted, step)
            else:
                for path in step["paths"]:
                    _damage(mounted, path_on_board(path), step["mode"], step["values"])


def calibrate(mounted: "Mounted", board: "dict[str, Any]") -> None:
    """As the maker's tool would: the gains and offsets of this unit, as far as the meter told them, confirmed."""
    from ionto.records import calibration as cal

    meter = 1 + board["meter_ppm"] / 1e6
    a = (1 + board["shunt_a_ppm"] / 1e6) * (1 + board["adc_gain_ppm"] / 1e6) / meter
    a_uv = board["offset_a_uv"] + board["adc_offset_uv"]
    b = (1 + board["shunt_b_ppm"] / 1e6) / (1 + board["mcu_adc_reference_ppm"] / 1e6) / meter
    source = (1 + board["sink_gain_ppm"] / 1e6) * meter
    record = _record(mounted, "calibration")
    record.load()
    record.put(cal.A, int(1e6 / a + 0.5), -a_uv // 100)
    record.put(cal.B, int(1e6 / b + 0.5), 0)
    record.put(cal.SOURCE, int(1e6 * source + 0.5), board["sink_offset_ua"] + REVISIONS[board["revision"]].bias_ua)
    record.values[cal.VALID] = 2 if board["revision"] == "B" else 1
    record.values[cal.CONFIRMED_UA] = 10_000
    record.store()


def events(mounted: "Mounted") -> "list[list[int]]":
    """The stored event log, oldest first: power-on, ms since it, code, state, three values."""
    log = _record(mounted, "log")
    log.load()
    columns = range(7)
    return [[log.get(back, column) for column in columns] for back in range(log.count() - 1, -1, -1)]


def _record(mounted: "Mounted", name: str) -> "Any":
    """The firmware's record of that name over this flash."""
    from ionto.records.files import Files

    return record_class(name)(Files(mounted.os, mounted.open))


def _hold(mounted: "Mounted", step: "dict[str, Any]") -> None:
    """Both copies whole: what was there or the defaults, with the given values."""
    record = _record(mounted, step["file"])
    record.load()
    for index, value in step["cells"]:
        record.values[index] = value
    if record.store() != 0:
        raise ValueError("the record " + step["file"] + " does not take these values")


def _damage(mounted: "Mounted", path: str, mode: str, values: "dict[str, int]") -> None:
    if mode == "absent":
        mounted.os.remove(path)
        return
    data = bytearray()
    if mode != "stray":
        with mounted.open(path, "rb") as f:
            data = bytearray(f.read())
    if mode == "flip":
        if values["byte"] >= len(data):
            raise ValueError("%s has %d bytes: flip one of them" % (path, len(data)))
        data[values["byte"]] ^= 1 << values["bit"]
    elif mode == "cut":
        data = data[: values["bytes"]]
    elif mode == "doubled":
        data = data + data
    elif mode == "newer":
        data[_VERSION_AT] += 1
        data = data[:-_CRC_BYTES] + struct.pack("<I", crc32(data[:-_CRC_BYTES]))
    with mounted.open(path, "wb") as f:
        f.write(data)
