# The commands `python -m tools.site build` and `serve`. Exit code 2: something is missing; the message says what.

from __future__ import annotations

import argparse
import gzip
import sys
from pathlib import Path

from tools import image
from tools.command_line import Parser
from tools.image import uf2
from tools.site import build, pages, serve


def main(words: list[str]) -> int:
    """Runs the command; returns its exit code."""
    parser = Parser("site", "tools.site", "Builds the site, or shows it on this machine.")
    parser.add_argument("what", choices=("build", "serve"))
    parser.add_argument("--out", type=Path, default=Path("build/site"), help="the folder (default: build/site)")
    parser.add_argument("--port", type=int, default=8321, help="for serve (default: 8321)")
    asked = parser.parse_args(words)
    try:
        return _serve(asked) if asked.what == "serve" else _build(asked)
    except (build.SiteError, pages.PagesError, image.ImageError, uf2.Uf2Error) as error:
        print(f"site: {error}", file=sys.stderr)
        return 2


def _build(asked: argparse.Namespace) -> int:
    page = build.with_service_worker(build.page_files())
    docs = {f"docs/{name}": content for name, content in pages.build().items()}
    build.write(page | docs, asked.out)
    size = sum(len(gzip.compress(content, 9)) for content in page.values())
    print(f"site: {asked.out}/, the unit's page is {size:,} bytes gzipped, at most {build.LIMIT_BYTES:,}")
    return 0 if size <= build.LIMIT_BYTES else 2


def _serve(asked: argparse.Namespace) -> int:
    if not (asked.out / "index.html").is_file():
        print(f"site: there is no site in {asked.out}. Run: make site", file=sys.stderr)
        return 2
    try:
        server = serve.server(asked.out, asked.port)
    except OSError as error:
        print(f"site: port {asked.port}: {error.strerror}. Give another: make serve PORT=8322", file=sys.stderr)
        return 2
    print(f"site: http://localhost:{server.server_port}/ (Ctrl-C ends it)", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
