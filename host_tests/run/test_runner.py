# The command `python -m tools.run` with a stand-in for the simulated unit: exit codes, what it prints and leaves.

from __future__ import annotations

import fcntl
import json
import os
import pty
import signal
import subprocess
import sys
import termios
import time
from pathlib import Path

import pytest

from tools.scenario import library

ROOT = Path(__file__).resolve().parents[2]
FAKE_PROCESS = Path(__file__).resolve().parents[1] / "support" / "fake_sim_process.py"


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """A folder that looks like an image; the stand-in does not open it."""
    folder = tmp_path / "fs"
    folder.mkdir()
    for name in ("boot.py", "main.py", "manifest.json"):
        (folder / name).write_text("")
    return folder


class Runner:
    """The command with its usual options; each call is one run."""

    def __init__(self, image: Path, out: Path) -> None:
        self.image, self.out = image, out
        self.bare = ["--bare"]  # pictures take a second each

    def words(self, *more: str) -> list[str]:
        usual = ["--process", str(FAKE_PROCESS), "--image", str(self.image), "--out", str(self.out)]
        usual += ["--interpreter", "cpython"]
        return [sys.executable, "-m", "tools.run", *usual, *self.bare, *more]

    def __call__(self, *more: str, manner: str = "calm", **environment: str) -> subprocess.CompletedProcess[str]:
        env = {**os.environ, "FAKE_PROCESS": manner, "PYTHONIOENCODING": "utf-8", **environment}
        return subprocess.run(
            self.words(*more), cwd=ROOT, env=env, capture_output=True, encoding="utf-8", timeout=60, check=False
        )


@pytest.fixture
def run(image: Path, tmp_path: Path) -> Runner:
    return Runner(image, tmp_path / "out")


def test_run_that_holds_exits_0_and_leaves_its_files(run: Runner) -> None:
    done = run()
    assert done.returncode == 0, done.stdout + done.stderr
    assert {"summary.json", "trace.csv", "scenario.json"} <= {path.name for path in run.out.iterdir()}
    summary = json.loads((run.out / "summary.json").read_text(encoding="utf-8"))
    assert summary["result"] == "completed"
    assert summary["expectation"] == {"held": True, "unmet": []}
    assert (summary["scenario"], summary["seed"], summary["interpreter"]) == ("treatment/default", 1, "cpython")


def test_run_draws_its_trace_and_screens(run: Runner) -> None:
    run.bare = []
    assert run().returncode == 0
    pictures = [run.out / "trace.png", *(run.out / "screens").glob("*.png")]
    assert len(pictures) > 2
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in pictures)


def test_summary_is_the_last_thing_printed(run: Runner) -> None:
    lines = run().stdout.splitlines()
    place = next(i for i, line in enumerate(lines) if line.startswith("result"))
    assert [line.split()[0] for line in lines[place:]] == [
        "result", "delivered", "body", "time", "expectation", "invariants", "files",
    ]  # fmt: skip


def test_piped_run_prints_states_and_tenths_without_control_characters(run: Runner) -> None:
    done = run(manner="noisy")
    assert all(c.isprintable() or c == "\n" for c in done.stdout + done.stderr)
    for state in ("boot", "selftest", "contact", "ramp", "run", "rampdown", "done"):
        assert sum(line.endswith(f"  {state}") for line in done.stdout.splitlines()) == 1
    tenths = [int(line.split()[1]) for line in done.stdout.splitlines() if " %  " in line]
    assert tenths == [10, 20, 30, 40, 50, 60, 70, 80, 90]


def test_console_of_the_firmware_goes_to_the_error_output(run: Runner) -> None:
    done = run(manner="noisy")
    assert "boot message of the firmware" in done.stderr
    assert "warning from below" in done.stderr
    assert "boot message" not in done.stdout


def test_unmet_expectation_exits_1_and_says_why(run: Runner, tmp_path: Path) -> None:
    path = tmp_path / "limited.json"
    path.write_text('{"expect": {"state": "limited"}}')
    done = run("--scenario", str(path))
    assert done.returncode == 1
    assert "NOT HELD" in done.stdout
    assert "the state limited was not entered" in done.stdout
    assert "invariants   all" in done.stdout


def test_broken_invariant_exits_1_though_the_expectation_held(run: Runner) -> None:
    done = run(manner="overcurrent")
    assert done.returncode == 1
    assert "expectation  held" in done.stdout
    assert "INV-1 BROKEN" in done.stdout


@pytest.mark.parametrize(
    ("manner", "said"),
    [
        ("fatal", "cannot go on: chip at 0x60 has no model"),
        ("crash", "exit code 3) without telling its end; its last words: ValueError: out of order"),
        ("silent_end", "exit code 0) without telling its end"),
        ("no_recording", "cannot be judged"),
    ],
)
def test_simulation_that_breaks_down_exits_1_and_says_so(run: Runner, manner: str, said: str) -> None:
    done = run(manner=manner)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert "expectation" not in done.stdout


def test_wrong_scenario_exits_2_before_anything_is_written(run: Runner, tmp_path: Path) -> None:
    path = tmp_path / "bad.json"
    path.write_text('{"faults": [{"at_ms": 1, "part": "dac", "mode": "stuk"}], "sed": 3}')
    done = run("--scenario", str(path))
    assert done.returncode == 2
    assert 'faults[0].mode: "stuk" is no mode of dac. Did you mean "stuck"?' in done.stderr
    assert 'Did you mean "seed"?' in done.stderr
    assert not run.out.exists()


@pytest.mark.parametrize("words", [["--seed", "many"], ["--interpreter", "pypy"], ["--sed", "1"], ["--seed", "-4"]])
def test_wrong_option_exits_2_in_words(run: Runner, words: list[str]) -> None:
    done = run(*words)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()


def test_missing_micropython_exits_2_with_the_next_step(run: Runner) -> None:
    done = run("--interpreter", "micropython", MICROPYTHON="/nowhere/micropython")
    assert done.returncode == 2
    assert "MICROPYTHON=/nowhere/micropython" in done.stderr and ". Meanwhile" in done.stderr
    assert ".." not in done.stderr
    assert not run.out.exists()


def test_something_else_called_micropython_exits_2(run: Runner) -> None:
    done = run("--interpreter", "micropython", MICROPYTHON=sys.executable)
    assert done.returncode == 2
    assert "is no MicroPython with all the unit needs" in done.stderr


def test_folder_that_is_no_image_exits_2_with_the_next_step(run: Runner, tmp_path: Path) -> None:
    done = run("--image", str(tmp_path))
    assert done.returncode == 2
    assert "Leave --image out" in done.stderr


def test_seed_of_the_command_line_reaches_the_simulation(run: Runner) -> None:
    assert run("--seed", "77").returncode == 0
    assert json.loads((run.out / "scenario.json").read_text())["seed"] == 77
    assert json.loads((run.out / "summary.json").read_text())["seed"] == 77


def test_folder_with_something_else_in_it_is_left_alone(run: Runner) -> None:
    run.out.mkdir()
    (run.out / "letter.txt").write_text("dear")
    done = run()
    assert done.returncode == 2
    assert "nothing was touched" in done.stderr
    assert [path.name for path in run.out.iterdir()] == ["letter.txt"]


def test_second_run_clears_the_first_and_nothing_else(run: Runner) -> None:
    assert run().returncode == 0
    (run.out / "screens" / "mine.txt").write_text("keep")
    (run.out / "notes.txt").write_text("keep")
    assert run(manner="crash").returncode == 1
    left = {path.relative_to(run.out).as_posix() for path in run.out.rglob("*") if path.is_file()}
    assert left == {".made-by-run", "scenario.json", "pid", "notes.txt", "screens/mine.txt"}


def test_list_names_every_scenario_that_comes_with_the_project(run: Runner) -> None:
    done = run("--list")
    assert done.returncode == 0
    assert [line.split()[0] for line in done.stdout.splitlines()] == list(library.names())


# --- on a terminal


def at_a_terminal() -> None:
    """^C reaches the process as it does a person's: also when the tests were begun in a shell's background."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def on_terminal(run: Runner, stop_at: str | None = None, **environment: str) -> tuple[int, str]:
    """Runs the command on a pseudo-terminal of 30 lines of 100, with Ctrl-C once a text is shown. Exit code, output."""
    ours, theirs = pty.openpty()
    env = {**os.environ, "TERM": "xterm", "COLUMNS": "100", "LINES": "30", "PYTHONIOENCODING": "utf-8", **environment}
    env.pop("NO_COLOR", None) if "NO_COLOR" not in environment else None
    process = subprocess.Popen(
        run.words(),
        cwd=ROOT,
        env=env,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        preexec_fn=at_a_terminal,
    )
    os.close(theirs)
    said = b""
    try:
        while chunk := os.read(ours, 65536):
            said += chunk
            if stop_at is not None and stop_at.encode() in said:
                stop_at = None
                os.write(ours, b"\x03")
    except OSError:  # how Linux says that the other end is closed
        pass
    os.close(ours)
    return process.wait(60), said.decode("utf-8")


def test_terminal_shows_panel_and_bar_and_gets_its_cursor_back(run: Runner) -> None:
    code, said = on_terminal(run)
    assert code == 0
    assert "╭" in said and "⣿" in said and "█" in said
    assert said.count("\x1b[?25l") == said.count("\x1b[?25h") == 1
    assert said.rindex("\x1b[?25h") < said.index("result ")
    assert "100 %" in said


def test_terminal_is_redrawn_at_most_ten_times_a_second(run: Runner) -> None:
    began = time.monotonic()
    _, said = on_terminal(run)
    console_lines = 3  # each printed above the drawing, which then is drawn anew
    assert said.count("╭") <= 10 * (time.monotonic() - began) + console_lines


def test_ctrl_c_gives_the_cursor_back_and_ends_the_simulation(run: Runner) -> None:
    began = time.monotonic()
    code, said = on_terminal(run, stop_at="10 %", FAKE_PROCESS="slow")
    assert code == 130
    assert time.monotonic() - began < 12  # the stand-in alone would take 20 s
    assert not (run.out / "interrupted").exists()  # the firmware did not take it for a Ctrl-C on its own console
    with pytest.raises(ProcessLookupError):
        os.kill(int((run.out / "pid").read_text()), 0)
    assert said.count("\x1b[?25l") == said.count("\x1b[?25h") == 1
    assert "Traceback" not in said


def test_colour_is_left_out_on_request(run: Runner) -> None:
    assert "\x1b[32m" in on_terminal(run)[1]
    assert "\x1b[3" not in on_terminal(run, NO_COLOR="1")[1]


def test_dumb_terminal_gets_plain_lines(run: Runner) -> None:
    code, said = on_terminal(run, TERM="dumb")
    assert code == 0
    assert "\x1b" not in said
    assert "  rampdown" in said
