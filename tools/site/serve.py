# Shows the built site on this machine, with the headers that its shared memory needs. Builds nothing.

from __future__ import annotations

import functools
import http.server
from pathlib import Path

HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cache-Control": "no-cache",
}
TYPES = {
    ".mjs": "text/javascript",
    ".js": "text/javascript",
    ".wasm": "application/wasm",
    ".pack": "application/octet-stream",
}


class Handler(http.server.SimpleHTTPRequestHandler):
    """A folder's files, quietly."""

    extensions_map = {**http.server.SimpleHTTPRequestHandler.extensions_map, **TYPES}
    bare = False  # without the headers, as most hosts serve

    def end_headers(self) -> None:
        for name, value in {} if self.bare else HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


class BareHandler(Handler):
    """As a host that sends no such headers."""

    bare = True


def server(folder: Path, port: int = 0, bare: bool = False) -> http.server.ThreadingHTTPServer:
    """On this machine only; port 0: any that is free. Raises OSError."""
    handler = functools.partial(BareHandler if bare else Handler, directory=str(folder))
    return http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)
