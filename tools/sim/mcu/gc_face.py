# Stand-in for `gc` as the simulated processor sees it: the collector of the interpreter itself is not touched, because
# the simulation allocates.

SIZE = 264_000
FREE = 120_000  # what the reference board has after start, roughly; nothing is measured here

free_bytes = FREE  # a fault may leave less

enabled = 1


def disable() -> None:
    global enabled
    enabled = 0


def enable() -> None:
    global enabled
    enabled = 1


def isenabled() -> bool:
    return bool(enabled)


def collect() -> int:
    return 0


def mem_free() -> int:
    return free_bytes


def mem_alloc() -> int:
    return SIZE - free_bytes


def threshold(n: int = -1) -> int:
    return -1
