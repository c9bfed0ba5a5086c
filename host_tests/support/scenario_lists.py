# Scenarios as parameters of a test: each by its name, the long ones left to `make slowtests`. Tests nothing itself.

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

import pytest


def listed(paths: Iterable[Path], slow: Collection[str], slow_endings: tuple[str, ...] = ()) -> list[object]:
    """Slow are those named, and those whose names end so."""
    late = pytest.mark.slow
    return [
        pytest.param(path, id=path.stem, marks=late if path.stem in slow or path.stem.endswith(slow_endings) else ())
        for path in paths
    ]
