# Tells where the guest's time goes: looks at its stack many times and counts which of its functions stand there.
# Decides nothing and changes nothing in the guest.
"""python -m tools.emulator.profile [build/pico/ionto.uf2] --state ramp --after 5 --ms 500

The unit goes through tools/emulator/scenario.json until it is in the state, and so many seconds further; then it is
looked at for so long. Exit codes: 0 the table is printed; 1 the unit was not in that state; 2 wrong words or file; 3 no
image to boot; 130 Ctrl-C."""

from __future__ import annotations

import struct
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from tools.command_line import Parser, whole
from tools.emulator import ready
from tools.emulator.chip import RAM, Chip
from tools.emulator.memory_inspector import Memory, interned, slot_of
from tools.image import short_names, uf2
from tools.judges.recording import STATES
from tools.scenario import loader

_STACK_END = RAM + 0x42000
_SP = 13
_IDLE = "(waiting)"
EVERY_US = 7  # no divisor of the tick: looks fall into all of its phases
STEP_US = 20_000


class Profile:
    """`self_us`: time with a function innermost; `whole_us`: with it anywhere on the stack, by module.function."""

    def __init__(self, chip: Chip, names: dict[str, str]) -> None:
        """`names`: what the sources call that which is short in the image."""
        self.chip = chip
        self.memory = Memory(chip.mcu)
        self.self_us: Counter[str] = Counter()
        self.whole_us: Counter[str] = Counter()
        self.us = 0
        self._numbers = interned(self.memory, "measured_ua")
        self._texts = {number: names.get(text, text) for text, number in self._numbers.items()}
        self._type = self._function_type("find_fault")
        self._machine_code = (self._function_type("finish"), self._function_type("tick"))  # viper and native
        self._names: dict[int, str] = {}

    def _function_type(self, method: str) -> int:
        """The type word of a compiled function: that of any method of this name."""
        key = struct.pack("<I", self._numbers[method] << 3 | 2)
        ram = bytes(self.memory.ram)
        types: Counter[int] = Counter()
        at = ram.find(key)
        while at >= 0:
            value = self.memory.word(RAM + at + 4)
            if not value & 3 and RAM < value < _STACK_END:
                types[self.memory.word(value)] += 1
            at = ram.find(key, at + 1)
        return max((kind for kind in types if kind >> 28 == 1), key=lambda kind: types[kind])

    def sample(self, us: int, every_us: int = EVERY_US) -> None:
        """Run for so long, looking each `every_us`."""
        end = self.chip.now_us + us
        while self.chip.now_us < end:
            self.chip.run_to(self.chip.now_us + every_us)
            self._look(every_us)
        self.us += us

    def _look(self, us: int) -> None:
        core = self.chip.mcu.core
        if core.waiting:
            self.self_us[_IDLE] += us
            return
        seen: set[str] = set()
        first = ""
        sp = core.registers[_SP] & ~3
        words = struct.unpack_from(f"<{(_STACK_END - sp) // 4}I", self.memory.ram, sp - RAM)
        kinds = (self._type, *self._machine_code)
        for word in words:
            if RAM <= word < _STACK_END and not word & 15 and self.memory.word(word) in kinds:
                name = self._name(word)
                first = first or name
                seen.add(name)
        self.self_us[first or "(none)"] += us
        for name in seen:
            self.whole_us[name] += us

    def _name(self, function: int) -> str:
        """module.function of a function object: type, context, children, bytecode."""
        known = self._names.get(function)
        if known is None:
            of_code = self.memory.word(function) in self._machine_code
            known = self._names[function] = self._key_of(function) if of_code else self._decode(function)
        return known

    def _key_of(self, function: int) -> str:
        """Machine code keeps no name: the one under which some dict holds it."""
        ram = bytes(self.memory.ram)
        value = struct.pack("<I", function)
        at = ram.find(value)
        while at >= 4:
            key = self.memory.word(RAM + at - 4)
            if not at & 3 and key & 7 == 2 and key >> 3 in self._texts:
                return f"(machine code) {self._texts[key >> 3]} {function & 0xFFFFF:x}"
            at = ram.find(value, at + 1)
        return f"(machine code) {function:x}"

    def _decode(self, function: int) -> str:
        word = self.memory.word
        context, code = word(function + 4), word(function + 12)
        at = code
        while self._byte(at) & 0x80:  # the signature
            at += 1
        at += 1
        while self._byte(at) & 0x80:  # the sizes
            at += 1
        at += 1
        index = 0
        while True:
            byte = self._byte(at)
            index = index << 7 | byte & 0x7F
            at += 1
            if not byte & 0x80:
                break
        table = word(context + 8)
        number = self._byte(table + 2 * index) | self._byte(table + 2 * index + 1) << 8
        return f"{self._module(word(context + 4))}.{self._texts.get(number, '?')}"

    def _byte(self, address: int) -> int:
        return self.memory.word(address & ~3) >> (8 * (address & 3)) & 0xFF

    def _module(self, names: int) -> str:
        """__name__ of a module's dict."""
        slot = slot_of(self.memory, names, self._numbers.get("__name__", 0))
        return self._texts.get(self.memory.word(slot) >> 3, "?") if slot else "?"

    def table(self, most: int = 40) -> str:
        """The largest, µs per 5 ms of the time looked at."""
        share: Any = lambda us: us * 5000 / max(1, self.us)  # noqa: E731
        lines = [f"{'function':<44} {'self':>8} {'whole':>8}   µs in each 5 ms"]
        for name, us in self.self_us.most_common(most):
            lines.append(f"{name:<44} {share(us):>8.0f} {share(self.whole_us[name]):>8.0f}")
        return "\n".join(lines)


class StateError(Exception):
    """The unit is not in the state that was asked for; the message says where it is."""


def reach(unit: Any, state: str, after_us: int) -> None:
    """From power-on to so long after the unit first came into a state, in which it must still be. Raises StateError."""
    begun: list[int] = []
    last = ["boot"]
    entered = unit.recorder.on_state

    def on_state(name: str) -> None:
        entered(name)
        last.append(name)
        if name == state:
            begun.append(unit.chip.now_us)

    unit.recorder.on_state = on_state
    unit.world.power_on()
    unit.world.boots = 1
    end = unit.scenario["end_ms"] * 1000
    while unit.chip.now_us < (begun[0] + after_us if begun else end):
        unit.chip.run_to(unit.chip.now_us + STEP_US)
    if not begun:
        raise StateError(f"the unit never was in {state} in {end // 1_000_000} s: it went {' '.join(last)}")
    if last[-1] != state:
        raise StateError(f"{after_us / 1e6:g} s after it came into {state} the unit is in {last[-1]}: lessen --after")


def _table(asked: Any) -> str:
    from tools.emulator.unit import Unit  # changes what modules mean: only now

    wanted = loader.load(str(Path(__file__).with_name("scenario.json")))
    with tempfile.TemporaryDirectory() as out:
        (Path(out) / "screens").mkdir()
        unit = Unit(wanted, out, uf2.read_blocks(asked.uf2), say=lambda _line: None)
        reach(unit, asked.state, round(asked.after * 1_000_000))
        profile = Profile(unit.chip, short_names.known(asked.uf2.parent))
        profile.sample(asked.ms * 1000)
    return profile.table()


def main(words: list[str]) -> int:
    """Runs the command; returns its exit code."""
    parser = Parser("profile", "tools.emulator.profile", "Where the time goes in the unit on an emulated RP2040.")
    parser.add_argument("uf2", nargs="?", type=Path, default=Path("build/pico/ionto.uf2"), help="from make uf2")
    parser.add_argument("--state", choices=STATES, default="ramp", help="looked at when it is in this state")
    parser.add_argument("--after", type=float, default=5.0, metavar="S", help="so many seconds after it came into it")
    parser.add_argument("--ms", type=whole, default=500, help="for so long")
    asked = parser.parse_args(words)
    if asked.ms < 1 or not 0 <= asked.after <= 3600:
        parser.error("--ms is 1 or more, --after 0 to 3600")
    missing = ready.code("profile", asked.uf2, ready.check_files)
    if missing:
        return missing
    try:
        print(_table(asked))
    except StateError as error:
        print(f"profile: {error}", file=sys.stderr)
        return ready.BROKE
    except KeyboardInterrupt:
        return ready.INTERRUPTED
    return ready.HELD


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
