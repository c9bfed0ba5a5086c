"""The live unit's process seen from this side: starts it, takes turns with it, paces it. Shows and judges nothing."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tools.live import words
from tools.run import setup
from tools.scenario import loader, program_files

Json = dict[str, Any]

ROOT = Path(__file__).resolve().parents[2]
SCENARIO = Path(__file__).parent / "scenario.json"
TURN_MS = 20
BEHIND_S = 0.25  # what wall time is ahead by more than this is forgotten: a slow machine runs slower, not in bursts


class LiveError(Exception):
    """The unit has ended; the message says what it said last."""


class Pace:
    """When the next turn may begin. `factor`: simulated over wall time, 0: as fast as possible."""

    def __init__(self, factor: float = 1.0, now: Callable[[], float] = time.monotonic) -> None:
        self.factor = factor
        self.paused = False
        self._now = now
        self._due = now()
        self._single = 0  # turns to take in spite of the pause

    def wait_s(self) -> float | None:
        """Seconds until then, 0: now; None: the pause has no end of its own."""
        if self._single:
            return 0.0
        if self.paused:
            return None
        return max(0.0, self._due - self._now()) if self.factor else 0.0

    def turned(self) -> None:
        """A turn has begun."""
        self._single = max(0, self._single - 1)
        now = self._now()
        self._due = max(self._due, now - BEHIND_S) + (TURN_MS / 1000 / self.factor if self.factor else 0.0)

    def advance(self, turns: int) -> None:
        """Pause, but for so many."""
        self.paused = True
        self._single += turns

    def go(self, factor: float | None = None) -> None:
        """On, from now."""
        self.paused = False
        self._single = 0
        self.factor = self.factor if factor is None else factor
        self._due = self._now()


class LiveUnit:
    """Owns the process; `turn` is one exchange of lines, `advance` lets simulated time pass without pacing.

    Raises ScenarioError, setup.SetupError at the start, LiveError later. Close it, or use it in a `with`.
    """

    def __init__(
        self,
        scenario: str | Path | Json = SCENARIO,
        *,
        seed: int | None = None,
        image: Path | None = None,
        out: Path | None = None,
    ) -> None:
        wanted = scenario if isinstance(scenario, dict) else loader.load(scenario, seed)
        command = setup.interpreter_command("micropython")
        folder = setup.image_folder(image, wanted["board"]["name"]).resolve()
        program_files.locate(wanted, folder, "" if isinstance(scenario, dict) else str(scenario))
        self._folder = tempfile.TemporaryDirectory(prefix="ionto-live-")
        path = Path(self._folder.name) / "scenario.json"
        loader.write(wanted, path)
        words_ = [*command, str(ROOT / "tools" / "live" / "process.py"), str(path), str(folder)]
        if out:
            (out / "screens").mkdir(parents=True, exist_ok=True)
            words_.append(str(out.resolve()))
        self._errors = tempfile.TemporaryFile()
        self._process = subprocess.Popen(
            words_,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env={**os.environ, "MICROPYPATH": ".frozen", "PYTHONHASHSEED": "0"},
            start_new_session=True,
        )
        self.t_ms = 0
        self.first = self._listen()

    def __enter__(self) -> LiveUnit:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def turn(self, commands: list[Json] | list[str]) -> list[Json]:
        """Hand over commands and get their answers, or nothing and let 20 ms pass; what is new comes either way."""
        assert self._process.stdin
        lines = [one if isinstance(one, str) else json.dumps(one) for one in commands]
        lines = [line.replace("\n", " ") for line in lines]
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.write("".join(f"{line}\n" for line in [*lines, "."]).encode())
            self._process.stdin.flush()
        return self._listen()

    def do(self, command: Json) -> Json:
        """One command of docs/live.md, shorthand too; its answer. Raises words.Refused, LiveError."""
        answers = self.turn(words.told(command))
        return next(line for line in answers if "ok" in line or "error" in line)

    def advance(self, ms: int) -> list[Json]:
        """Let so much simulated time pass; everything that was told meanwhile."""
        told: list[Json] = []
        end_ms = self.t_ms + ms
        while self.t_ms < end_ms:
            told += self.turn([])
        return told

    def end(self) -> Json:
        """The recording is closed; what came of it."""
        told = self.turn([{"do": "end"}])
        while not any("end" in line for line in told):
            told += self.turn([])
        facts: Json = next(line["end"] for line in told if "end" in line)
        return facts

    def close(self) -> None:
        """End the process."""
        with contextlib.suppress(BrokenPipeError):
            if self._process.stdin:
                self._process.stdin.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout:
            self._process.stdout.close()
        self._errors.close()
        self._folder.cleanup()

    def _listen(self) -> list[Json]:
        assert self._process.stdout
        told: list[Json] = []
        while True:
            line = self._process.stdout.readline()
            if not line:
                raise LiveError(f"the live unit has ended; its last words: {self._last_words()}")
            if line == b".\n":
                break
            with contextlib.suppress(ValueError):
                told.append(json.loads(line))
        for one in told:
            self.t_ms = max(self.t_ms, one.get("t", 0))
        return told

    def _last_words(self) -> str:
        self._process.wait()
        self._errors.seek(0)
        lines = self._errors.read().decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else "none"
