"""Writes runs by hand, moment for moment, so that a judge can be shown exactly what it must and must not accept.

Simulates nothing: the body's current is what the test says it is.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from tools.judges.recording import COLUMNS, STATES, Event, Recording, Screen

TICK_MS = 5
UP_UA_PER_MS = 0.5
DOWN_UA_PER_MS = 1.0
STOP_UA_PER_MS = 5.0


class Story:
    """A run in the making. Time goes on with `stay`, `ramp` and what is made of them; all else happens now."""

    def __init__(self, set_ma: float = 10, minutes: float = 0.5, ohm: Callable[[int], int] = lambda ms: 2000) -> None:
        self.set_ma, self.minutes, self.ohm = set_ma, minutes, ohm
        self.now = 0  # ms
        self.level = 0.0  # µA, magnitude
        self.polarity = 1
        self.target = 0
        self.limited = 0
        self.pieces: list[npt.NDArray[np.float64]] = []
        self.marks: list[tuple[int, str, int, int, int]] = [(0, "boot", 0, 0, 1)]
        self.codes: list[tuple[int, int]] = [(0, -1)]  # -1: what the current needs
        self.events: list[Event] = []
        self.run: dict[str, Any] = {}

    # --- time

    def stay(self, ms: int, ua: float | None = None, noise: float = 0) -> Story:
        """Current stays, or jumps to `ua` and stays there."""
        if ua is not None:
            self.level = ua
        wave = noise * np.sin(np.arange(self.now, self.now + ms) / 7)
        self._pass(np.full(ms, self.level) + wave)
        return self

    def ramp(self, ua: float, per_ms: float = UP_UA_PER_MS) -> Story:
        ms = max(round(abs(ua - self.level) / per_ms), 1)
        self._pass(np.linspace(self.level, ua, ms + 1)[1:])
        self.level = ua
        return self

    def _pass(self, piece: npt.NDArray[np.float64]) -> None:
        self.pieces.append(piece * self.polarity)
        self.now += len(piece)

    # --- what happens

    def event(self, kind: str, name: str = "", value: int = 0, after_us: int = 0, body_ua: int | None = None) -> Story:
        body = round(self.level) * self.polarity if body_ua is None else body_ua
        self.events.append(Event(self.now * 1000 + after_us, kind, name, value, body))
        return self

    def pin(self, name: str, value: int, after_us: int = 0, body_ua: int | None = None) -> Story:
        return self.event("pin", name, value, after_us, body_ua)

    def hw(self, name: str, value: int, after_us: int = 0) -> Story:
        return self.event("hw", name, value, after_us)

    def state(self, name: str) -> Story:
        self._mark(name)
        return self.event("state", name, STATES.index(name))

    def aim(self, ua: int) -> Story:
        self.target = ua
        self._mark(self.marks[-1][1])
        return self

    def limit(self, limited: int) -> Story:
        self.limited = limited
        self._mark(self.marks[-1][1])
        return self

    def claim_code(self, code: int) -> Story:
        self.codes.append((self.now, code))
        return self

    def _mark(self, state: str) -> None:
        self.marks.append((self.now, state, self.target, self.limited, self.polarity))

    # --- the usual

    def start(self) -> Story:
        """Power-on to the user's start, 6 s."""
        self.event("reset", "power").event("boot", "1").state("boot").stay(200)
        self.state("selftest").stay(1000).event("user", "press_stop").stay(800)
        self.state("confirm").stay(1000).event("user", "press_ok").stay(200)
        self.state("checklist").stay(1000).event("user", "press_ok").stay(800)
        self.event("user", "hands_in").event("load", "hands", 1)
        self.aim(round(self.set_ma * 1000)).state("contact").stay(1000)
        return self

    def close(self) -> Story:
        """The way to the body closed, in truth and on request; current still 0."""
        leg = "LEG_FWD" if self.polarity > 0 else "LEG_REV"
        self.pin("PATIENT", 1).stay(13).hw("RELAY", 1).pin(leg, 1).hw("LEGS", self.polarity)
        self.stay(4).pin("OUT_EN", 1).stay(1).hw("S1", 1).pin("LED_OUTPUT", 1)
        return self

    def open(self, current_stays_ms: int = 1) -> Story:
        """OUT_EN low, S1 1 ms later, then legs and relay."""
        self.pin("OUT_EN", 0).stay(current_stays_ms).hw("S1", 0)
        leg = "LEG_FWD" if self.polarity > 0 else "LEG_REV"
        self.level = 0
        self.pin(leg, 0).hw("LEGS", 0).stay(8).pin("PATIENT", 0).stay(12).hw("RELAY", 0).pin("LED_OUTPUT", 0)
        return self

    def rise(self) -> Story:
        """Probe at 0.5 mA for 2 s, then up to the target."""
        self.close().ramp(500).stay(2000)
        return self.state("ramp").ramp(self.target).state("run")

    def fall(self, per_ms: float = DOWN_UA_PER_MS) -> Story:
        return self.state("rampdown").ramp(0, per_ms).stay(20).open()

    def begin(self) -> Story:
        """A start that has reached its target."""
        return self.start().rise()

    def plateau(self) -> Story:
        """As long at the target as the planned dose still needs (the ramp-down comes on top)."""
        lacking = self.set_ma * self.minutes * 60_000_000 - sum(float(np.abs(piece).sum()) for piece in self.pieces)
        return self.stay(round(lacking / self.level))

    def finish(self) -> Story:
        return self.fall().state("done").stay(500)

    def whole(self) -> Story:
        """A good treatment from power-on to the end."""
        return self.begin().plateau().finish()

    def hands_out(self, away_ms: int, react_ms: int = 12) -> Story:
        """Contact breaks, the unit pauses and the hands come back; the current returns from 0."""
        self.event("user", "hands_out").event("load", "hands", 0).event("gap", "load", 1)
        self.stay(react_ms, 0).state("paused").open().stay(away_ms)
        self.event("user", "hands_in").event("load", "hands", 1).event("gap", "load", 0)
        return self.stay(300).state("contact")

    def hard_cut(self, code: str = "F02") -> Story:
        """T1: everything low at once, told by the status a tick later."""
        leg = "LEG_FWD" if self.polarity > 0 else "LEG_REV"
        self.pin("OUT_EN", 0).pin(leg, 0).pin("BOOST_EN", 0).stay(1)
        self.level = 0
        self.hw("S1", 0).hw("LEGS", 0).stay(4).event("trip", code, 22_500).state("fault").pin("PATIENT", 0).stay(100)
        return self.hw("RELAY", 0)

    # --- what comes of it

    def recording(self, **run: Any) -> Recording:
        body = np.concatenate(self.pieces).round().astype(np.int32)
        columns, state = self._trace(body)
        charge = float(np.abs(body).sum()) / 60_000_000
        facts: dict[str, Any] = {
            "interpreter": "MicroPython 1.29.0", "seed": 1, "scenario": "synthetic", "version": "0",
            "sim_ms": len(body), "wall_s": 1.0, "result": "completed", "fault": None,
            "delivered_ma_min": round(charge, 3),
            "set_ma": self.set_ma, "minutes": self.minutes, "pump_edges": 1000,
            "pump_worst_heartbeat_age_us": 9000, "pump_worst_sample_age_us": 7000, "alloc_live_bytes": 0,
            "monitor_charge_uamin": round(charge * 1000), "controller_charge_uamin": round(charge * 1000),
            "spike_charge_nc": 0, "sim_reached_expect": True,
        }  # fmt: skip
        facts.update(self.run)
        facts.update(run)
        events = sorted(self.events, key=lambda event: event.t_us)
        return Recording(columns, state, {}, body, events, facts)

    def _trace(self, body: npt.NDArray[np.int32]) -> tuple[dict[str, npt.NDArray[np.int64]], npt.NDArray[np.int8]]:
        t = np.arange(0, len(body), TICK_MS, dtype=np.int64)
        mark = np.searchsorted([m[0] for m in self.marks], t, side="right") - 1
        here = body[t].astype(np.int64)
        ohm = np.array([self.ohm(int(ms)) for ms in t], dtype=np.int64)
        forced = np.array([code for _, code in self.codes])[
            np.searchsorted([at for at, _ in self.codes], t, side="right") - 1
        ]
        columns = {
            "t_ms": t,
            "target_ua": np.array([m[2] for m in self.marks])[mark],
            "set_ua": np.abs(here),
            "a_ua": np.abs(here),
            "b_ua": np.abs(here),
            "body_ua": here,
            "v_load_mv": here * ohm // 1000,
            "load_ohm": ohm,
            "polarity": np.array([m[4] for m in self.marks])[mark],
            "dac_code": np.where(forced >= 0, forced, np.abs(here) * 4096 // 25_000),
            "limited": np.array([m[3] for m in self.marks])[mark],
        }
        state = np.array([STATES.index(m[1]) for m in self.marks], dtype=np.int8)[mark]
        return columns, state

    def write(self, folder: Path, **run: Any) -> Recording:
        """The folder as a run leaves it. Returns what it wrote."""
        recording = self.recording(**run)
        (folder / "screens").mkdir(parents=True, exist_ok=True)
        rows = zip(*(_column(recording, name) for name in COLUMNS), strict=True)
        text = "\n".join([",".join(COLUMNS), *(",".join(row) for row in rows)])
        (folder / "trace.csv").write_text(text + "\n", encoding="ascii")
        (folder / "body.i32").write_bytes(recording.body.astype("<i4").tobytes())
        lines = ["t_us,kind,name,value,body_ua", *(",".join(map(str, event)) for event in recording.events)]
        (folder / "events.csv").write_text("\n".join(lines) + "\n", encoding="ascii")
        (folder / "run.json").write_text(json.dumps(recording.run), encoding="utf-8")
        for screen in recording.screens:
            save_screen(folder, screen)
        return recording


def save_screen(folder: Path, screen: Screen) -> None:
    (folder / "screens" / f"{screen.number:03d}_{screen.t_ms}_{screen.state}.bin").write_bytes(screen.memory)


def _column(recording: Recording, name: str) -> list[str]:
    if name == "state":
        return [STATES[index] for index in recording.state]
    if name == "event":
        return [recording.words.get(row, "") for row in range(len(recording.state))]
    return [str(value) for value in recording.columns[name]]
