# What hands may do to a running simulated unit, and what is told of it: commands in, lines out, both JSON objects of
# docs/live.md. Decides neither when (unit.py does) nor what a fault does (the part does).
#
# Runs under MicroPython on a desktop and in a browser, and under CPython.

import json

from ionto.safety import faults
from ionto.treatment import states
from tools.sim.injector import UnknownFault
from tools.sim.plant.load import WHICH

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from tools.harness.person import Hands
    from tools.harness.recorder import Recorder
    from tools.sim.bench import World
    from tools.sim.injector import Injector

    Json = dict[str, Any]

VERSION = 1
LONGEST = 4096  # characters of a command
HIDDEN = ("pin", "state", "trip", "share")  # events that the sample or the glass tells better
OVER_MS = 15_000


class Refused(ValueError):
    """The command has no effect; the message says why, and what would."""


def whole(command: "Json", key: str, low: int, high: int, default: "int | None" = None) -> int:
    """A whole number of the command. Refused."""
    value = command.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise Refused("%s is %s: give a whole number from %d to %d" % (key, json.dumps(value), low, high))
    return value


def word(command: "Json", key: str, known: "Any", default: "str | None" = None) -> str:
    """One of the known words. Refused."""
    value = command.get(key, default)
    if not isinstance(value, str) or value not in known:
        raise Refused("%s is %s: give one of %s" % (key, json.dumps(value), ", ".join(sorted(known))))
    return value


class Bench:
    """`do` for each command that came, then `tell` for what is new. `power` and `ended` are for whoever runs it."""

    def __init__(self, world: "World", hands: "Hands", injector: "Injector", recorder: "Recorder") -> None:
        self.world = world
        self.hands = hands
        self.injector = injector
        self.recorder = recorder
        self.power = 1
        self.ended = 0
        self.input = b""  # for the console
        self.events: "list[Json]" = []
        self._down: "dict[str, int]" = {}
        self._faults: "dict[str, Json]" = {}
        self._glass = b"?"
        self._hz = -1
        self._lamps = [-1, -1]
        self._uams = 0
        self._was_in_session = 0
        write = world.log

        def log(kind: str, name: str, value: int) -> None:
            write(kind, name, value)
            if kind not in HIDDEN:
                self.events.append({"event": kind, "name": name, "value": value, "t": world.clock.now // 1000})

        for part in (world, world.circuit, world.load, world.circuit.towel):
            part.log = log

    # ------------------------------------------------------------ commands

    def do(self, line: str) -> "Json":
        """One command's answer: {"n": its number, "ok": 1} or {"n": ..., "error": why}; then nothing has happened."""
        number: "Any" = None
        try:
            if len(line) > LONGEST:
                raise Refused("the line has more than %d characters" % LONGEST)
            try:
                command = json.loads(line)
            except ValueError:
                raise Refused("the line is no JSON")
            if not isinstance(command, dict):
                raise Refused('the line is no object: write {"do": "button", "button": "ok", "down": 1}')
            number = command.pop("n", None)
            if not isinstance(number, int):
                number = None
            name = command.pop("do", None)
            if not isinstance(name, str) or name not in self.COMMANDS:
                raise Refused("do is %s: give one of %s" % (json.dumps(name), ", ".join(sorted(self.COMMANDS))))
            keys, act = self.COMMANDS[name]
            for key in command:
                if key not in keys:
                    raise Refused("%s has no %s; it has %s" % (name, key, ", ".join(keys) or "nothing"))
            answer: "Json" = {"n": number, "ok": 1}
            answer.update(act(self, command) or {})
            return answer
        except (Refused, UnknownFault) as refused:
            return {"n": number, "error": str(refused)}
        except (KeyError, TypeError) as error:  # values that words.py has not checked
            return {"n": number, "error": "the values do not fit: " + repr(error)}

    def _button(self, c: "Json") -> None:
        name = word(c, "button", self.world.buttons)
        down = whole(c, "down", 0, 1)
        if down != self._down.get(name, 0):
            self._down[name] = down
            if down:
                self.hands.hold(name)
            else:
                self.hands.release(name)

    def _hands(self, c: "Json") -> None:
        permille = whole(c, "permille", 0, 1000)
        over_ms = whole(c, "over_ms", 0, OVER_MS, 300)
        which = WHICH[word(c, "hand", WHICH, "both")]
        if permille and not self.hands.wet:
            self.hands.wet = 1
            self.world.log("user", "hands_in", permille)
        elif not permille:
            self.hands.wet = 0
            self.world.log("user", "hands_out", 0)
        self.hands._move(permille, over_ms, which)

    def _soda(self, c: "Json") -> None:
        permille = whole(c, "to_permille", 10, 1000)
        self.hands.stir(permille, whole(c, "over_ms", 5, 60_000, 5000))

    def _usb(self, c: "Json") -> None:
        on = whole(c, "on", 0, 1)
        if on != self.world.circuit.usb:
            self.world.usb(on)

    def _power(self, c: "Json") -> None:
        on = whole(c, "on", 0, 1)
        if on != self.power:
            self.power = on
            if not on:
                self.world.reset("power")

    def _battery(self, c: "Json") -> None:
        mv = whole(c, "mv", 2500, 4250)
        self.world.circuit.catch_up()
        self.world.circuit.battery_mv = mv
        self.world.log("battery", "mv", mv)

    def _fault(self, c: "Json") -> None:
        values = c.get("values", {})
        if not isinstance(values, dict):
            raise Refused('values is no object: write {"level": 0}')
        fault = {"part": c.get("part"), "mode": c.get("mode"), "values": values}
        if not isinstance(fault["part"], str) or not isinstance(fault["mode"], str):
            raise Refused("a fault has a part and a mode, as in docs/scenarios/faults")
        name = "%s.%s" % (fault["part"], fault["mode"])
        on = whole(c, "on", 0, 1, 1)
        self.injector._find(fault["part"], fault["mode"])
        if on:
            self.injector.inject(fault)
            self._faults[name] = fault
        elif name in self._faults:
            self.injector.end(self._faults.pop(name))
        else:
            raise Refused("%s is not there" % name)

    def _meter(self, c: "Json") -> "Json":
        """What really flows into the sink, stands at rail and sides: by a meter whose gain is off by `ppm`."""
        ppm = whole(c, "ppm", -100_000, 100_000, 0)
        self.world.circuit.catch_up()
        circuit = self.world.circuit
        told = {"ua": circuit.i_a_ua, "rail_mv": circuit.rail_mv, "a_mv": circuit.a_mv, "b_mv": circuit.b_mv}
        return {key: value + value * ppm // 1_000_000 for key, value in told.items()}

    def _console(self, c: "Json") -> None:
        text = c.get("hex")
        try:
            data = bytes.fromhex(text)  # type: ignore[arg-type]
        except (TypeError, ValueError):
            raise Refused("hex is no row of hexadecimal digits")
        self.input += data

    def _end(self, c: "Json") -> None:
        self.ended = 1

    COMMANDS: "dict[str, Any]" = {
        "button": (("button", "down"), _button),
        "hands": (("permille", "over_ms", "hand"), _hands),
        "soda": (("to_permille", "over_ms"), _soda),
        "usb": (("on",), _usb),
        "power": (("on",), _power),
        "battery": (("mv",), _battery),
        "fault": (("part", "mode", "values", "on"), _fault),
        "meter": (("ppm",), _meter),
        "console": (("hex",), _console),
        "end": ((), _end),
    }

    # ------------------------------------------------------------ what is told

    def hello(self, version: str, interpreter: str) -> "Json":
        """The first line."""
        return {
            "live": VERSION,
            "version": version,
            "board": self.world.board["name"],
            "scenario": self.world.scenario["name"],
            "seed": self.world.scenario["seed"],
            "interpreter": interpreter,
        }

    def tell(self, ms: int) -> "list[Json]":
        """`ms` after the last: events, glass, sound and lamps where they are new; a sample always, last."""
        world = self.world
        t = world.clock.now // 1000
        world.circuit.catch_up()
        told = self.events
        self.events = []
        glass = world.oled.gddram if self.power and world.oled.visible() else b""
        if glass != self._glass:
            self._glass = bytes(glass)
            told.append({"t": t, "glass": self._glass.hex()})
        hz = world.buzzer_hz if self.power else 0
        if hz != self._hz:
            self._hz = hz
            told.append({"t": t, "sound": hz})
        pins = world.pins
        lamps = [world.levels[pins.LED_OUTPUT], world.levels[pins.LED_FAULT]]
        if lamps != self._lamps:
            self._lamps = lamps
            told.append({"t": t, "lamps": lamps})
        body_ua = world.circuit.body_ua
        self._uams += (body_ua if body_ua > 0 else -body_ua) * ms
        told.append(self._sample(t))
        recorder = self.recorder
        if self._was_in_session and not recorder.in_session:
            told.append(self._verdict(t))
        if recorder.in_session and not self._was_in_session:
            self._uams = 0
        self._was_in_session = recorder.in_session
        return told

    def _sample(self, t: int) -> "Json":
        """Truth first, then what the unit believes, which is null while none runs."""
        world = self.world
        circuit = world.circuit
        left, right = world.load.hands
        unit = self.recorder.unit
        sample: "Json" = {
            "t": t,
            "power": self.power,
            "usb": circuit.usb,
            "body_ua": circuit.body_ua,
            "sink_ua": circuit.i_a_ua,
            "electrodes_mv": circuit.a_mv - circuit.b_mv,
            "charge_uamin": self._uams // 60_000,
            "rail_mv": circuit.rail_mv,
            "battery_mv": world.battery_mv(),
            "hands": [left.permille, right.permille],
            "unit": None,
        }
        if unit is not None:
            s = unit.status
            sample["unit"] = {
                "state": states.NAMES[s.state],
                "fault": faults.label(s.fault) if s.fault else "",
                "service": s.service,
                "target_ua": s.target_ua,
                "set_ua": s.set_ua,
                "a_ua": s.measured_ua,
                "b_ua": s.b_ua,
                "load_mv": s.load_mv,
                "charge_uamin": s.delivered_uamin,
                "remaining_ms": s.remaining_ms,
                "battery_mv": s.battery_mv,
                "pauses": s.pauses,
            }
        return sample

    def _verdict(self, t: int) -> "Json":
        """A session is over: what the unit tells of it, beside what the body got."""
        r = self.recorder
        return {
            "t": t,
            "verdict": r.result,
            "fault": faults.label(r.fault) if r.result == "fault" else "",
            "measured": r.trip_figures[0],
            "allowed": r.trip_figures[1],
            "told_uamin": r.delivered_uamin,
            "body_uamin": self._uams // 60_000,
            "peak_ua": self.world.circuit.peak_ua,
        }
