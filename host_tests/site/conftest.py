# How long a test of the page may take: those of `make webtest` have more patience, whoever starts them.

from __future__ import annotations

import faulthandler

import pytest
from _pytest.faulthandler import fault_handler_stderr_fd_key

PATIENCE_S = 1200


@pytest.fixture(autouse=True)
def patience(request: pytest.FixtureRequest) -> None:
    """A whole treatment in WebAssembly takes two minutes, and where other programs run beside it ten."""
    if request.node.get_closest_marker("web"):
        stderr = request.config.stash[fault_handler_stderr_fd_key]
        faulthandler.dump_traceback_later(PATIENCE_S, exit=True, file=stderr)
