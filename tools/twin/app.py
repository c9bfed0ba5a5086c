# The unit on a terminal's screen: glass, lamps, keys, chart, events. Decides what a touch means and what is shown.

from __future__ import annotations

from collections import deque
from typing import Any

from rich.text import Text
from textual import events
from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from tools.live import client
from tools.twin import commands, glass
from tools.twin.chart import Chart
from tools.twin.unit_thread import UnitThread

Json = dict[str, Any]

BUTTONS = {"up": "up", "down": "down", "enter": "ok", "escape": "stop"}
FACES = {"up": "▲ UP", "down": "▼ DOWN", "ok": "● OK", "stop": "■ STOP"}
PRESS_MS, HOLD_MS = 120, 1600  # simulated
LEAST = (66, 30)  # columns and rows that it takes
WIDE = 130  # from here on the glass is shown in half blocks, 128 columns
TALL = 50
CHART_MS = 250
QUIET = ("hw", "gap", "flash")
NOTE = "simulated, not a medical device"


class Face(Static):
    """One of the unit's keys, for the mouse: pressed as long as the button is."""

    def __init__(self, name: str) -> None:
        super().__init__(f" {FACES[name]} ", id=f"key-{name}", classes="face")
        self.key = name

    def on_mouse_down(self, event: events.MouseDown) -> None:
        self.capture_mouse()
        self.twin.press(self.key, None)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        self.release_mouse()
        self.twin.let_go(self.key)

    @property
    def twin(self) -> Twin:
        assert isinstance(self.app, Twin)
        return self.app


class Twin(App[str]):
    """Runs until q, Ctrl-C or the end of the unit; its result is the reason in words, empty when the user left."""

    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS = None  # else the line takes the keys, hidden as it is
    CSS = """
    Screen { layout: vertical; }
    #head { height: 1; background: $primary; color: $text; }
    #glass { width: auto; height: auto; color: #d6f4ff; background: #040c12; }
    #face { height: 1; }
    .face { width: auto; margin: 0 1 0 0; background: $panel; }
    .face.down { background: $accent; }
    #key-stop { background: darkred; color: white; }
    #figures { height: 2; } #chart { height: 6; } #events { height: 1fr; } #help { height: 3; color: $text-muted; }
    #line { display: none; height: 3; } #line.open { display: block; }
    #small { display: none; }
    Screen.small #all { display: none; } Screen.small #small { display: block; }
    """

    def __init__(self, unit: client.LiveUnit, plain: bool = False) -> None:
        super().__init__()
        self.plain = plain
        self.unit = UnitThread(unit, self._from_thread, self._over)
        self.t_ms = 0
        self.memory = b""
        self.lamps = [0, 0]
        self.hz = 0
        self.sample: Json = {}
        self.chart = Chart()
        self.log_lines: deque[str] = deque(maxlen=200)
        self.release_ms: dict[str, int | None] = {}
        self.hold_next = False
        self.on = set(commands.ON_AT_FIRST)
        self.factor = 1
        self.paused = False
        self.version = ""
        self._charted_ms = -CHART_MS
        self._stale = True

    def compose(self) -> ComposeResult:
        yield Static("", id="small")
        with Vertical(id="all"):
            yield Static("", id="head")
            yield Static("", id="glass")
            with Horizontal(id="face"):
                yield from (Face(name) for name in FACES)
                yield Static("", id="lamps")
            yield Static("", id="figures")
            yield Static("", id="chart")
            yield Static("", id="events")
            yield Static("", id="help")
            yield Input(placeholder=commands.HELP, id="line")

    def on_mount(self) -> None:
        self.set_interval(1 / 20, self._show)
        self.unit.start()

    def on_unmount(self) -> None:
        self.unit.stop()

    # ------------------------------------------------------------ what the unit says

    def _from_thread(self, told: list[Json]) -> None:
        """In the thread: kept, and shown by the next look."""
        for line in told:
            self._hear(line)
        self._stale = True

    def _over(self, reason: str) -> None:
        self.call_from_thread(self.exit, reason)

    def _hear(self, line: Json) -> None:
        self.t_ms = max(self.t_ms, line.get("t", 0))
        if "body_ua" in line:
            self._sampled(line)
        elif "glass" in line:
            self.memory = bytes.fromhex(line["glass"])
        elif "sound" in line:
            self.hz = line["sound"]
        elif "lamps" in line:
            self.lamps = line["lamps"]
        elif "event" in line and line["event"] not in QUIET:
            self._note(f"{line['event']} {line['name']} {line['value']}")
        elif "verdict" in line:
            self._note(f"{line['verdict']} {line['fault']}: body {line['body_uamin'] / 1000:.1f} mA·min")
        elif "error" in line:
            self._note(f"not possible: {line['error']}")
        elif "live" in line:
            self.version = line["version"]

    def _sampled(self, line: Json) -> None:
        was = (self.sample.get("unit") or {}).get("state")
        self.sample = line
        unit = line["unit"] or {}
        if unit.get("state") != was:
            self._note(f"state {unit.get('state')} {unit.get('fault', '')}")
        if line["t"] - self._charted_ms >= CHART_MS:
            self._charted_ms = line["t"]
            self.chart.add(abs(line["body_ua"]) / 1000, unit["a_ua"] / 1000 if unit else None)
        for key, at in list(self.release_ms.items()):
            if at is not None and line["t"] >= at:
                self.let_go(key)

    def _note(self, text: str) -> None:
        self.log_lines.appendleft(f"{self.t_ms / 1000:8.2f} s  {text}")

    # ------------------------------------------------------------ what a touch means

    def press(self, button: str, for_ms: int | None) -> None:
        """Down, and up after so much simulated time; None: until let_go."""
        if button not in self.release_ms:
            self.unit.do({"do": "button", "button": button, "down": 1})
        self.release_ms[button] = None if for_ms is None else self.t_ms + for_ms
        self._stale = True

    def let_go(self, button: str) -> None:
        if button in self.release_ms:
            del self.release_ms[button]
            self.unit.do({"do": "button", "button": button, "down": 0})

    def on_key(self, event: events.Key) -> None:
        line = self.query_one("#line", Input)
        if line.has_class("open"):
            if event.key == "escape":
                self._close_line()
                event.stop()
            return
        key = event.key
        if key in BUTTONS:
            self.press(BUTTONS[key], HOLD_MS if self.hold_next else PRESS_MS)
            self.hold_next = False
        elif key in commands.KEYS:
            self.unit.do(dict(commands.KEYS[key][1]))
        elif key in commands.SWITCHES:
            self.on ^= {key}
            self.unit.do({**commands.SWITCHES[key][1], "on": int(key in self.on)})
        else:
            self._other_key(key, event.character or "")
        self._stale = True
        event.stop()

    def _other_key(self, key: str, character: str) -> None:
        if key == "h":
            self.hold_next = not self.hold_next
        elif key == "space":
            self.paused = not self.paused
            self.unit.do({"do": "pause", "on": int(self.paused)})
        elif character == ".":
            self.paused = True
            self.unit.do({"do": "advance", "ms": client.TURN_MS})
        elif character in ("+", "-"):
            at = commands.FACTORS.index(self.factor) if self.factor in commands.FACTORS else 0
            self._speed(commands.FACTORS[max(0, min(len(commands.FACTORS) - 1, at + (1 if character == "+" else -1)))])
        elif character == "/":
            line = self.query_one("#line", Input)
            line.add_class("open")
            line.focus()
        elif key == "q":
            self.exit("")

    def _speed(self, factor: int) -> None:
        self.factor = factor
        self.paused = False
        self.unit.do({"do": "speed", "factor": factor})

    def on_input_submitted(self, event: Input.Submitted) -> None:
        try:
            command = commands.read(event.value)
            if command["do"] == "speed":
                self._speed(command["factor"])
            else:
                self.unit.do(command)
        except commands.Unknown as unknown:
            self._note(str(unknown))
        self._close_line()

    def _close_line(self) -> None:
        line = self.query_one("#line", Input)
        line.value = ""
        line.remove_class("open")
        self.set_focus(None)
        self._stale = True

    # ------------------------------------------------------------ the screen

    def on_resize(self, event: events.Resize) -> None:
        self._stale = True

    def _show(self) -> None:
        if not self._stale or not self.query("#head"):  # nothing new, or the screen is gone already
            return
        self._stale = False
        width, height = self.size
        too_small = width < LEAST[0] or height < LEAST[1]
        self.screen.set_class(too_small, "small")
        if too_small:
            text = f"This terminal has {width} × {height} characters; the unit takes {LEAST[0]} × {LEAST[1]}."
            self.query_one("#small", Static).update(f"{text} Make it larger, or its letters smaller. q leaves.")
            return
        place = {
            name: self.query_one(f"#{name}", Static)
            for name in ("head", "glass", "lamps", "figures", "chart", "events", "help")
        }
        speed = "paused" if self.paused else f"{self.factor}×" if self.factor else "as fast as it goes"
        place["head"].update(f" ionto {self.version} · {NOTE} · {self.t_ms / 1000:.2f} s · {speed}")
        whole = width >= WIDE and height >= TALL
        rows = glass.lines(self.memory, self.plain) if whole or self.plain else glass.small(self.memory)
        place["glass"].update(Text("\n".join(row[: width - 1] for row in rows), no_wrap=True))
        for name in FACES:
            self.query_one(f"#key-{name}").set_class(name in self.release_ms, "down")
        lamps = " ".join(
            f"{'●' if lit else '○'} {name}" for name, lit in zip(("output", "fault"), self.lamps, strict=True)
        )
        place["lamps"].update(f"  {lamps}  {'♪ %d Hz' % self.hz if self.hz else ''}")
        place["figures"].update(self._figures())
        place["chart"].update(self.chart.draw(width - 2, 6, self.plain))
        place["events"].update("\n".join(list(self.log_lines)[: max(1, height - 20)]))
        place["help"].update(self._help())

    def _figures(self) -> str:
        s = self.sample
        if not s:
            return "starting"
        unit = s["unit"] or {}
        believed = f"{unit['a_ua'] / 1000:.2f} mA" if unit else "–"
        hands = " ".join(f"{one // 10}%" for one in s["hands"])
        return (
            f"body {abs(s['body_ua']) / 1000:.2f} mA · the unit reads {believed} · state {unit.get('state', '–')} "
            f"{unit.get('fault', '')}\nhands {hands} · dose {s['charge_uamin'] / 1000:.1f} mA·min · "
            f"battery {s['battery_mv']} mV · rail {s['rail_mv'] / 1000:.1f} V"
        )

    def _help(self) -> str:
        acts = " ".join(f"{key} {name}" for key, (name, _) in commands.KEYS.items())
        switches = " ".join(
            f"{key} {name} {'on' if key in self.on else 'off'}" for key, (name, _) in commands.SWITCHES.items()
        )
        hold = "h HOLDS THE NEXT KEY" if self.hold_next else "h hold"
        return f"↑ ↓ Enter=OK Esc=STOP {hold} · {acts}\n{switches}\nspace pause . moment + - speed / line q leave"
