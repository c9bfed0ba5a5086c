# Makes the firmware's tables importable for what reads a unit's records, so that the tools have no second copy.

import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
for _room in (_ROOT / "tools" / "sim" / "shims", _ROOT / "firmware"):
    if str(_room) not in sys.path:
        sys.path.append(str(_room))
