# MicroPython's own module, for CPython: the shipped code runs unchanged there.
#
# CPython cannot lock its heap: here the lock only counts, as MicroPython's does. Whether code allocates is
# proved by the lanes that run under the real interpreter.

import builtins

TYPE_CHECKING = False
if TYPE_CHECKING:
    from array import array
    from collections.abc import Callable
    from typing import Any, TypeVar

    F = TypeVar("F", bound=Callable[..., Any])
    T = TypeVar("T")

_lock_depth = 0
_opt_level = 0


def const(value: "T") -> "T":
    """The value itself; mpy-cross folds it into the bytecode."""
    return value


def native(function: "F") -> "F":
    """The function itself; MicroPython would compile it to machine code."""
    return function


def viper(function: "F") -> "F":
    """The function itself; MicroPython would compile it to typed machine code."""
    return function


def ptr32(cells: "array[int]") -> "array[int]":
    """The array itself; the emitter would read and write its items without asking. A name that viper code finds."""
    return cells


builtins.ptr32 = ptr32  # type: ignore[attr-defined]
builtins.ptr8 = memoryview  # type: ignore[attr-defined]


def heap_lock() -> None:
    """Count one lock more."""
    global _lock_depth
    _lock_depth += 1


def heap_unlock() -> int:
    """Count one lock less and return the depth left, never below 0."""
    global _lock_depth
    if _lock_depth > 0:
        _lock_depth -= 1
    return _lock_depth


def heap_locked() -> int:
    """The depth of the lock; 0 means free."""
    return _lock_depth


def opt_level(level: "int | None" = None) -> "int | None":
    """Keep and give back a level, 0..3; it changes nothing here."""
    global _opt_level
    if level is None:
        return _opt_level
    _opt_level = level
    return None


def mem_info(verbose: "object" = None) -> None:
    """Nothing to show: CPython's heap is not the board's."""


def stack_use() -> int:
    """0: CPython's stack is not the board's."""
    return 0


def kbd_intr(char: int) -> None:
    """Which character interrupts, -1 for none: the console of the simulated unit raises as a scenario says."""


def alloc_emergency_exception_buf(size: int) -> None:
    """Nothing to reserve under CPython."""


def schedule(function: "Callable[[Any], Any]", argument: "Any") -> None:
    """Call at once: the simulation's interrupts already run between two calls of the firmware."""
    function(argument)
