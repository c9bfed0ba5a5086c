# Runs sequences of file operations, a line of JSON each, on a fresh flash and answers with their results.
# Runs under MicroPython (real LittleFS) as a program, and is imported under CPython (the model) by test_flash.py.

import json
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def step(mounted: "Any", state: "dict[str, Any]", op: "Any") -> "Any":
    """One operation. `state` holds the one open file."""
    os = mounted.os
    name = op[0]
    if name == "open":
        if "f" in state:
            state.pop("f").close()
        state["f"] = mounted.open(op[1], op[2])
    elif name == "close":
        if "f" in state:
            state.pop("f").close()
    elif name in ("put", "flush", "seek", "get", "tell"):
        f = state.get("f")
        if f is None:
            return None
        if name == "put":
            return f.write(op[1].encode())
        if name == "flush":
            return f.flush()
        if name == "seek":
            return f.seek(op[1])
        if name == "tell":
            return f.tell()
        return f.read(op[1]).decode()
    elif name == "write":
        f = mounted.open(op[1], "wb")
        try:
            f.write(op[2].encode())
        finally:
            f.close()
    elif name == "read":
        f = mounted.open(op[1], "rb")
        try:
            return f.read().decode()
        finally:
            f.close()
    elif name == "list":
        return sorted([e[0], e[1], e[3] if e[1] == 0x8000 else 0] for e in os.ilistdir(op[1]) if e[0] != "host")
    elif name == "stat":
        s = os.stat(op[1])
        return [s[0], s[6] if s[0] == 0x8000 else 0]
    elif name == "remount":
        state.pop("f", None)
        state["mounted"] = mounted.remount()
    else:
        return getattr(os, name)(*op[1:])
    return None


def walk(os: "Any", path: str = "") -> "list[str]":
    """Every file and folder below, by path."""
    found = []
    for entry in sorted(os.ilistdir(path or "/")):
        if path or entry[0] != "host":
            found.append(path + "/" + entry[0])
            if entry[1] == 0x4000:
                found.extend(walk(os, path + "/" + entry[0]))
    return found


def play(flash_module: "Any", ops: "Any") -> "list[Any]":
    """The results of all operations on a fresh flash, and what a reboot finds."""
    flash = flash_module.RamFlash(32, 4096)
    state: dict[str, Any] = {"mounted": flash_module.mount(flash, {})}
    results: list[Any] = []
    for op in ops:
        try:
            results.append(["ok", step(state["mounted"], state, op)])
        except OSError as e:
            results.append(["error", e.args[0]])
    state.pop("f", None)
    mounted = state["mounted"].remount()
    results.append(walk(mounted.os))
    mounted.unmount()
    return results


if __name__ == "__main__":
    from tools.sim.mcu import flash

    line = sys.stdin.readline()
    while line:
        sys.stdout.write(json.dumps(play(flash, json.loads(line))) + "\n")
        line = sys.stdin.readline()
