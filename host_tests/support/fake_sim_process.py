"""Stands in for the simulated unit in the runner's tests: speaks its protocol, leaves a recording. Simulates nothing.

FAKE_PROCESS in the environment: how it behaves: calm (default), slow, noisy, fatal, crash, silent_end, no_recording,
overcurrent. Twenty simulated seconds at 1 mA.
"""

from __future__ import annotations

import argparse
import array
import json
import os
import signal
import sys
import time
from pathlib import Path

END_MS = 20_000
STATES = (
    (0, "boot"),
    (100, "selftest"),
    (1000, "contact"),
    (2000, "ramp"),
    (4000, "run"),
    (17_000, "rampdown"),
    (19_000, "done"),
)
SWITCHING = (
    (1500, "pin", "PATIENT", 1),
    (1510, "hw", "RELAY", 1),
    (1600, "pin", "LEG_FWD", 1),
    (1700, "pin", "OUT_EN", 1),
    (1701, "hw", "S1", 1),
    (18_500, "pin", "OUT_EN", 0),
    (18_501, "hw", "S1", 0),
    (18_600, "pin", "LEG_FWD", 0),
    (18_700, "pin", "PATIENT", 0),
    (18_710, "hw", "RELAY", 0),
)
COLUMNS = "t_ms,state,target_ua,set_ua,a_ua,b_ua,body_ua,v_load_mv,load_ohm,polarity,dac_code,limited,event"


def current_ua(t_ms: int, most_ua: int) -> int:
    """Up from 2 s to 4 s, down from 17 s to 18 s."""
    return max(0, min(most_ua, (t_ms - 2000) * most_ua // 2000, (18_000 - t_ms) * most_ua // 1000))


def state_at(t_ms: int) -> str:
    return [name for begin, name in STATES if begin <= t_ms][-1]


def panel(t_ms: int) -> bytes:
    """A frame round the glass, and a bar that grows with time."""
    memory = bytearray(1024)
    for x in range(128):
        memory[x] |= 0x01
        memory[7 * 128 + x] |= 0x80
        if x < 128 * t_ms // END_MS:
            memory[3 * 128 + x] = 0xFF
    for page in range(8):
        memory[page * 128] = memory[page * 128 + 127] = 0xFF
    return bytes(memory)


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def record(out: Path, most_ua: int) -> None:
    body = array.array("i", (current_ua(t, most_ua) for t in range(END_MS)))
    if sys.byteorder == "big":
        body.byteswap()
    (out / "body.i32").write_bytes(body.tobytes())
    rows = [COLUMNS]
    for t in range(0, END_MS, 5):
        ua = current_ua(t, most_ua)
        rows.append(f"{t},{state_at(t)},{most_ua},{ua},{ua},{ua},{ua},{2 * ua},2000,1,{ua * 4096 // 25_000},0,")
    (out / "trace.csv").write_text("\n".join(rows) + "\n", encoding="ascii")
    events = [f"{t_ms * 1000},{kind},{name},{level},0" for t_ms, kind, name, level in SWITCHING]
    (out / "events.csv").write_text("\n".join(["t_us,kind,name,value,body_ua", *events]) + "\n", encoding="ascii")
    (out / "screens").mkdir(exist_ok=True)
    for number, (t, name) in enumerate(STATES):
        (out / "screens" / f"{number:03d}_{t}_{name}.bin").write_bytes(panel(t))


def tell(show_panel: bool, pause_s: float) -> None:
    say("boot message of the firmware")
    told = 0
    for t in range(0, END_MS, 1000):
        for begin, name in STATES[told:]:
            if begin <= t:
                say(f"S {begin} {name}")
                told += 1
        say(f"P {t} {END_MS} {state_at(t)} {current_ua(t, 1000)} {END_MS - t}")
        if show_panel:
            say("O " + panel(t).hex())
        time.sleep(pause_s)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("scenario", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--image", type=Path, required=True)
    parser.add_argument("--panel", action="store_true")
    asked = parser.parse_args()
    json.loads(asked.scenario.read_text(encoding="ascii"))  # what the real one must be able to read
    manner = os.environ.get("FAKE_PROCESS", "calm")
    if manner == "noisy":
        say("colour \x1b[31mred\x07 and P 1 2 not progress")
        sys.stderr.write("warning from below\n")
    (asked.out / "pid").write_text(str(os.getpid()))
    signal.signal(signal.SIGINT, lambda number, frame: (asked.out / "interrupted").touch())
    tell(asked.panel, 1.0 if manner == "slow" else 0)
    if manner == "fatal":
        say("X chip at 0x60 has no model")
    if manner == "crash":
        sys.stderr.write("ValueError: out of order\n")
        return 3
    if manner == "no_recording":
        say("Z {}")
    if manner in ("fatal", "silent_end", "no_recording"):
        return 0
    most_ua = 30_000 if manner == "overcurrent" else 1000
    record(asked.out, most_ua)
    charge = sum(current_ua(t, most_ua) for t in range(END_MS)) / 60_000_000
    end = {
        "result": "completed",
        "fault": 0,
        "sim_ms": END_MS,
        "version": "0.0.0",
        "delivered_ma_min": charge,
        "set_ma": most_ua / 1000,
        "minutes": charge * 1000 / most_ua,
        "texts": ["DONE"],
        "pump_edges": 1500,
        "pump_worst_heartbeat_age_us": 5000,
        "pump_worst_sample_age_us": 5000,
        "alloc_live_bytes": 0,
        "monitor_charge_uamin": int(charge * 1000),
        "controller_charge_uamin": int(charge * 1000),
    }
    say("Z " + json.dumps(end))
    return 0


if __name__ == "__main__":
    sys.exit(main())
