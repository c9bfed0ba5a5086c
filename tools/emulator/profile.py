# Tells where the guest's time goes: looks at its stack many times and counts which of its functions stand there.
# Decides nothing and changes nothing in the guest.

from __future__ import annotations

import struct
from collections import Counter
from typing import Any

from tools.emulator.believed import Memory, interned, slot_of
from tools.emulator.chip import RAM, Chip

_STACK_END = RAM + 0x42000
_SP = 13
_IDLE = "(waiting)"


class Profile:
    """`self_us`: time with a function innermost; `whole_us`: with it anywhere on the stack, by module.function."""

    def __init__(self, chip: Chip) -> None:
        self.chip = chip
        self.memory = Memory(chip.mcu)
        self.self_us: Counter[str] = Counter()
        self.whole_us: Counter[str] = Counter()
        self.us = 0
        self._numbers = interned(self.memory, "measured_ua")
        self._texts = {number: text for text, number in self._numbers.items()}
        self._type = self._function_type("keep_house")
        self._machine_code = self._function_type("finish")
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

    def sample(self, us: int, every_us: int = 20) -> None:
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
        kinds = (self._type, self._machine_code)
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
            of_code = self.memory.word(function) == self._machine_code
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
