# Writes down what truly happened and what the firmware believed: a row a tick, the body's current each millisecond,
# every event. Judges nothing.

import json
from array import array

import micropython
from micropython import const

from ionto.safety import faults
from ionto.treatment import states
from tools.harness import screen_reader
from tools.harness.glass_watch import GlassWatch
from tools.harness.rows import COLUMNS, FAULT, HANDS_IN, HANDS_OUT, INJECTED, NO_EVENT, PAUSE, RESET
from tools.sim.cache_methods import cache_methods

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from tools.sim.bench import World

ROWS = 2000  # rows written at once
OHM_MOST = const(10_000_000)
START_LOOK_US = 250_000  # from the red lamp to the words on the glass, and more
RESULTS = (None, "completed", "stopped", "fault", "abandoned")  # by the number of treatment/terms.py


class Recorder:
    """Listens to the world; `unit` is the firmware's, found by the runner, and only its status and mailbox are read."""

    def __init__(self, world: "World", out: str, say: "Any", opener: "Any") -> None:
        self.world = world
        self.unit: "Any" = None
        self.out = out
        self.names = states.NAMES
        self.say = say
        self.on_state: "Any" = None
        self._open = opener
        self._trace = opener(out + "/trace.i32", "wb")
        self._body = opener(out + "/body_changes.i32", "wb")
        self._events = opener(out + "/events.csv", "w")
        self._events.write("t_us,kind,name,value,body_ua\n")
        self._lines: "list[str]" = []
        self._rows = array("i", [0] * (COLUMNS * ROWS))
        self._at = 0
        self._rows_written = 0
        self._state = -1
        self._fault = 0
        self._pauses = 0
        self.event = NO_EVENT
        self.news = 1  # 1: what was expected may have come about
        self._screens = 0
        self._next_progress = 0
        self._screen_wanted = 0
        # what came of it
        self.result: "str | None" = None
        self.result_ms = 0
        self.fault = 0
        self.fault_ms = 0
        self.trip_figures = (0, 0)  # what the rule compared that found it: measured, allowed
        self.delivered_uamin = 0
        self.monitor_uamin = 0
        self.set_ua = 0
        self.minutes = 0
        self.states: "list[tuple[int, int]]" = []
        # pump edges
        self.edges = 0
        self.worst_beat_us = 0
        self.worst_sample_us = 0
        self.edges_after_t1 = 0
        self._beat = -1
        self._beat_us = 0
        self._sample_us = 0
        self.in_session = 0
        self.glass = GlassWatch(world)
        self._clock = world.clock
        self._circuit = world.circuit
        self._adc = world.adc
        world.log = self.log
        world.circuit.log = self.log
        world.load.log = self.log
        world.circuit.towel.log = self.log
        world.circuit.flush = self._flush_body
        world.on_edge = self._edge
        cache_methods(self, "feed", "_take_beat")

    # ------------------------------------------------------------ events

    def log(self, kind: str, name: str, value: int) -> None:
        """One event, with the body's current before it."""
        circuit = self.world.circuit
        self._lines.append("%d,%s,%s,%d,%d\n" % (self.world.clock.now, kind, name, value, circuit.body_ua))
        if len(self._lines) >= 200:
            self._write_events()
        if kind == "pin":
            if name == "LED_FAULT" and value and self.unit is None:
                self.world.agenda.after(START_LOOK_US, self._look_at_start)
        elif kind == "reset":
            self.event = RESET
            self._interrupt()
        elif kind == "fault":
            self.event = INJECTED
        elif name == "hands_in":
            self.event = HANDS_IN
        elif name == "hands_out" or name == "withdraw":
            self.event = HANDS_OUT

    def _look_at_start(self) -> None:
        """The red lamp was lit though no unit runs: the start is refused, for what the glass says."""
        world = self.world
        if self.unit is not None or not world.levels[world.pins.LED_FAULT]:
            return
        now = world.clock.now
        self.result = "refused"
        self.result_ms = self.fault_ms = now // 1000
        lines = screen_reader.read(bytes(world.oled.gddram)).lines if world.oled.visible() else []
        self.fault = _code(lines[0]) if lines else 0
        self.say("E %d no start: %s" % (self.result_ms, " / ".join(lines) or "nothing on the glass"))
        self._screen(now, "")

    def _write_events(self) -> None:
        self._events.write("".join(self._lines))
        self._lines = []

    def _flush_body(self, samples: "Any") -> None:
        self._body.write(bytes(samples))

    def _edge(self) -> None:
        """A pump edge: how old are heartbeat and sample?"""
        unit = self.unit
        self.edges += 1
        if unit is None:
            return
        now = self._clock.now
        if unit.mail.heartbeat != self._beat:
            self._take_beat(now)
        age = now - self._beat_us
        if age > self.worst_beat_us:
            self.worst_beat_us = age
        if unit.mail.veto:
            self.edges_after_t1 += 1

    @micropython.native
    def _take_beat(self, now: int) -> None:
        self._beat = self.unit.mail.heartbeat
        self._beat_us = now
        age = now - self._adc.sampled_us
        if age > self.worst_sample_us and self.world.live():
            self.worst_sample_us = age

    # ------------------------------------------------------------ a row a tick

    @micropython.native
    def feed(self) -> None:
        """The end of a control tick. Allocates nothing but for news, which come seldom: they open the heap."""
        unit = self.unit
        if unit is None:
            return
        circuit = self._circuit
        now = self._clock.now
        if now >= circuit.boundary:
            circuit.catch_up()
        if unit.mail.heartbeat != self._beat:
            self._take_beat(now)
        status = unit.status
        state = status.state
        if state != self._state or status.fault != self._fault:
            self._take_news(state, status.fault, now)
        if status.pauses != self._pauses:
            if status.pauses > self._pauses:
                self.event = PAUSE
            self._pauses = status.pauses
        rows = self._rows
        i = self._at
        polarity = status.polarity
        rows[i] = now // 1000
        rows[i + 1] = state
        rows[i + 2] = status.target_ua
        rows[i + 3] = status.set_ua
        rows[i + 4] = status.measured_ua
        rows[i + 5] = status.b_ua
        rows[i + 6] = circuit.body_ua
        rows[i + 7] = status.load_mv
        load = circuit.load
        ohm = load.ohm + int(load.slow_ohm)
        rows[i + 8] = ohm if ohm < OHM_MOST else OHM_MOST
        rows[i + 9] = polarity
        rows[i + 10] = status.dac_code
        rows[i + 11] = status.limited
        event = self.event or status.event
        rows[i + 12] = event
        self.event = NO_EVENT
        self._at = i = i + COLUMNS
        if i >= COLUMNS * ROWS:
            self._write_rows()
        if self.in_session:
            self.delivered_uamin = status.delivered_uamin
            mail = unit.mail
            self.monitor_uamin = mail.charge_mamin * 1000 + mail.charge_rest_uams // 60_000
        if now >= self._next_progress:
            self._progress(now, status)
        self.glass.look(unit, now)
        if self._screen_wanted:
            self._screen_wanted -= 1
            if not self._screen_wanted:
                self._screen(now, "")

    def _write_rows(self) -> None:
        was = self.world.clock.open_heap()
        self._trace.write(bytes(self._rows)[: self._at * 4])
        self._rows_written += self._at
        self._at = 0
        self.world.clock.close_heap(was)

    def _take_news(self, state: int, fault: int, now: int) -> None:
        """The firmware's state or fault is another."""
        was = self.world.clock.open_heap()
        self.news = 1
        if state != self._state:
            self._change(state, now)
        if fault != self._fault:
            self._trip(fault, now)
        self.world.clock.close_heap(was)

    def _change(self, state: int, now: int) -> None:
        was = self._state
        if self._screen_wanted:
            self._screen(now, "_early")
        self._state = state
        t_ms = now // 1000
        name = self.names[state]
        self.states.append((t_ms, state))
        self.log("state", name, state)
        self.say("S %d %s" % (t_ms, name))
        self._screen_wanted = 140  # 0.7 s: long enough for any screen to be drawn and sent
        if state == states.CONTACT and was != states.PAUSED and not self.in_session:
            self.in_session = 1
            self.set_ua = self.unit.status.plan_ua
            self.minutes = self.unit.status.plan_min
        elif self.in_session and (state in (states.DONE, states.FAULT) or state <= states.CONFIRM):
            self._session_over(t_ms)
        if self.on_state:
            self.on_state(name)

    def _session_over(self, t_ms: int) -> None:
        self.in_session = 0
        result = RESULTS[self.unit.status.result]
        if result:
            self.result = result
            self.result_ms = t_ms

    def _interrupt(self) -> None:
        """A reset: a session that was under way is interrupted."""
        self.news = 1
        if self.in_session:
            self.in_session = 0
            self.result = "interrupted"
            self.result_ms = self.world.clock.now // 1000
        self._state = -1
        self._pauses = 0
        self._fault = 0

    def _trip(self, fault: int, now: int) -> None:
        self._fault = fault
        if not fault:
            return
        t_ms = now // 1000
        label = faults.label(fault)
        self.fault = fault
        self.fault_ms = t_ms
        status = self.unit.status
        self.trip_figures = (status.fault_measured, status.fault_allowed)
        self.event = FAULT
        self.log("trip", label, fault)
        self.say("E %d fault %s" % (t_ms, label))
        if faults.kind(fault) == faults.SELFTEST:
            self.result = "refused"
            self.result_ms = t_ms
        elif self.result is None or self.in_session:
            self.result = "fault"
            self.result_ms = t_ms

    def _progress(self, now: int, status: "Any") -> None:
        was = self.world.clock.open_heap()
        self._next_progress = now + 1_000_000
        left = status.remaining_ms if self.in_session else self.world.scenario["user"]["minutes"] * 60_000
        end = now // 1000 + left + 12_000
        if end > self.world.scenario["end_ms"]:
            end = self.world.scenario["end_ms"]
        name = self.names[status.state]
        self.say("P %d %d %s %d %d" % (now // 1000, end, name, status.measured_ua, status.remaining_ms))
        self.world.clock.close_heap(was)

    def _screen(self, now: int, how: str) -> None:
        """The panel's memory, 0.7 s after a change of state; "_early": sooner, perhaps not drawn to its end."""
        was = self.world.clock.open_heap()
        self._screen_wanted = 0
        name = self.names[self._state] if self._state >= 0 else "boot"
        path = "%s/screens/%03d_%d_%s%s.bin" % (self.out, self._screens, now // 1000, name, how)
        self._screens += 1
        with self._open(path, "wb") as f:
            f.write(bytes(self.world.oled.gddram))
        self.world.clock.close_heap(was)

    # ------------------------------------------------------------ the end

    def end(self, more: "dict[str, Any]") -> "dict[str, Any]":
        """Write out the rest; returns what the runner is told."""
        world = self.world
        world.circuit.end()
        self.glass.close(world.clock.now)
        if self._screen_wanted:
            self._screen(world.clock.now, "_early")
        if not self._rows_written and not self._at:
            self._at = COLUMNS  # no tick ever came: one row, state boot, all else 0
        self._write_rows()
        self._write_events()
        for f in (self._trace, self._body, self._events):
            f.close()
        facts = {
            "result": self.result,
            "result_ms": self.result_ms,
            "fault": self.fault,
            "fault_ms": self.fault_ms,
            "trip_measured": self.trip_figures[0],
            "trip_allowed": self.trip_figures[1],
            "sim_ms": world.clock.now // 1000,
            "delivered_ma_min": round(self.delivered_uamin / 1000, 3),
            "monitor_charge_uamin": self.monitor_uamin,
            "controller_charge_uamin": self.delivered_uamin,
            "set_ma": self.set_ua / 1000,
            "minutes": self.minutes,
            "pump_edges": self.edges,
            "pump_edges_after_t1": self.edges_after_t1,
            "pump_worst_heartbeat_age_us": self.worst_beat_us,
            "pump_worst_sample_age_us": self.worst_sample_us,
            "peak_ua": world.circuit.peak_ua,
            "boots": world.boots,
        }
        facts.update(more)
        return facts


def _code(line: str) -> int:
    """The fault that a line begins with, 0: none."""
    for kind in range(faults.SELFTEST, faults.LOCK + 1):
        for number in range(100):
            if line.startswith(faults.label(kind * 100 + number)):
                return kind * 100 + number
    return 0


def dump(facts: "dict[str, Any]") -> str:
    """JSON with the keys in order: dicts have none under MicroPython."""
    return "{" + ",".join("%s:%s" % (json.dumps(key), json.dumps(facts[key])) for key in sorted(facts)) + "}"


@micropython.native
def decided(expect: "dict[str, Any]", recorder: Recorder, t_ms: int, texts: "list[str]") -> bool:
    """Everything expected has come about, or its time is over. `texts`: what the panel has shown."""
    begin = 0
    limit = expect["by_ms"]
    if expect["within"]:
        entered = [t for t, state in recorder.states if recorder.names[state] == expect["within"]["state"]]
        if not entered:
            return False
        begin = entered[0] + 1
        limit = entered[0] + expect["within"]["ms"]
    if limit is not None and t_ms > limit:
        return True
    wants_fault = expect["fault"] is not None and 0 not in expect["fault"]
    if not (expect["state"] or wants_fault or recorder.result or expect["screen_has"]):
        return False
    if expect["result"] is not None and recorder.result is None:
        return False
    if wants_fault and recorder.fault not in expect["fault"]:
        return False
    if expect["state"] is not None:
        if not [1 for t, state in recorder.states if t >= begin and recorder.names[state] == expect["state"]]:
            return False
    for wanted in expect["screen_has"]:
        if not [1 for text in texts if wanted in text]:
            return False
    return not recorder.in_session or expect["result"] is None
