# An integer that notices when arithmetic leaves what a 32-bit board keeps without allocating. Tests no part itself.

from __future__ import annotations

import operator
from collections.abc import Callable

SMALL = 1 << 30  # from here on an integer allocates on a 32-bit board


class Small(int):
    """An integer that fails as soon as anything made from it would allocate on a 32-bit board."""

    def __new__(cls, value: int) -> Small:
        assert -SMALL <= value < SMALL, f"{value} does not fit a small integer"
        return super().__new__(cls, value)


def _watched(operation: Callable[[int, int], int], turned: bool) -> Callable[[Small, int], Small]:
    def result(self: Small, other: int) -> Small:
        assert isinstance(other, int), "a float among integers"
        a, b = int(self), int(other)
        return Small(operation(b, a) if turned else operation(a, b))

    return result


for _name in ("add", "sub", "mul", "floordiv", "rshift", "lshift", "and_", "or_"):
    _plain = _name.rstrip("_")
    setattr(Small, f"__{_plain}__", _watched(getattr(operator, _name), False))
    setattr(Small, f"__r{_plain}__", _watched(getattr(operator, _name), True))
