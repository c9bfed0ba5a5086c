# The root's main.py: runs only where boot.py is absent or was cut, else MicroPython takes the chosen slot's. Decides
# nothing: a slot's copy of boot.py brings the outputs to rest and tells.

import sys

for _slot in ("/a", "/b"):
    sys.path[:] = [_slot, ".frozen"]
    try:
        import boot
    except (ImportError, SyntaxError):
        continue
    boot.refuse("S01 Program damaged", "boot.py", "did not run", "Install it again.")
raise RuntimeError("boot.py did not run, and no slot has a copy")
