# Parts of the runner by themselves: expectation, lines of the simulated unit, panel in braille, set-up, folder.

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools import image
from tools.judges.expectation import Facts, failures
from tools.line_protocol import Line, parse
from tools.report import report
from tools.report.progress import PlainProgress, braille, choose, share
from tools.run import setup, sim_client
from tools.run.output_folder import MARK, FolderError, OutputFolder
from tools.scenario.loader import Json, normalise

# --- the expectation

HISTORY = [(0, "boot"), (5000, "run"), (9000, "paused"), (20_000, "run"), (40_000, "done")]


def unmet(expect: Json, **end: object) -> list[str]:
    facts = Facts(states=list(HISTORY))
    facts.finish({"result": "completed", "fault": 0, "sim_ms": 41_000, **end})
    return failures(normalise({"expect": expect}, "x", "x")["expect"], facts)


def test_expectation_that_came_true_holds() -> None:
    assert unmet({}) == []
    assert unmet({"result": "completed", "fault": "none", "state": "done", "by_ms": 40_000}) == []


def test_other_result_fault_or_state_does_not_hold() -> None:
    assert "not stopped" in unmet({"result": "stopped"})[0]
    assert "F04 a_b_disagree" in unmet({"fault": "F04"})[0]
    assert "F04 a_b_disagree, not none" in unmet({"fault": "none"}, fault=204)[0]
    assert "state fault was not entered" in unmet({"state": "fault"})[0]


def test_any_of_the_listed_faults_holds() -> None:
    assert unmet({"fault": ["F01", "F04"]}, fault=204) == []


def test_too_late_does_not_hold() -> None:
    assert "1 ms too late" in unmet({"result": "completed", "by_ms": 39_999})[0]
    assert "1 ms too late" in unmet({"state": "done", "by_ms": 39_999})[0]
    assert "too late" in unmet({"fault": "F04", "by_ms": 39_999}, fault=204)[0]
    assert unmet({"fault": "F04", "by_ms": 39_999}, fault=204, fault_ms=8000) == []


def test_time_within_runs_from_the_first_entry_of_the_state() -> None:
    assert unmet({"state": "run", "within": {"state": "paused", "ms": 11_000}}) == []
    assert "1 ms too late" in unmet({"state": "run", "within": {"state": "paused", "ms": 10_999}})[0]


def test_what_must_not_come_so_soon_may_come_too_early() -> None:
    def after(ms: int) -> dict[str, object]:
        return {"state": "paused", "ms": 11_000, "not_before_ms": ms}

    assert unmet({"state": "run", "within": after(11_000)}) == []
    assert "1 ms too early" in unmet({"state": "run", "within": {**after(11_001), "ms": 12_000}})[0]


def test_state_before_the_one_named_in_within_does_not_count() -> None:
    assert "was not entered" in unmet({"state": "boot", "within": {"state": "run", "ms": 90_000}})[0]
    assert "was not entered" in unmet({"state": "paused", "within": {"state": "paused", "ms": 90_000}})[0]
    assert "never entered" in unmet({"state": "run", "within": {"state": "limited", "ms": 90_000}})[0]


def test_text_must_have_been_on_a_screen() -> None:
    assert unmet({"screen_has": "STOP"}, texts=["Press STOP now"]) == []
    assert 'no screen showed "STOP"' in unmet({"screen_has": ["STOP"]}, texts=["done"])[0]


# --- the lines of the simulated unit


def test_lines_of_the_protocol_are_understood() -> None:
    assert parse("P 1000 20000 run 9980 19000") == Line("P", 1000, "run", 20_000, 9980, 19_000)
    assert parse("S 1200 ramp") == Line("S", 1200, "ramp")
    assert parse("E 1200 dac stuck at 4095") == Line("E", 1200, "dac stuck at 4095")
    assert parse("O " + "0f" * 1024).panel == b"\x0f" * 1024
    assert parse("X no chip") == Line("X", text="no chip")
    assert parse('Z {"result": "stopped"}').end == {"result": "stopped"}


@pytest.mark.parametrize("text", ["P 1 2 run", "P a b run 1 2", "S x ramp", "O 00", "Z {", "Z 3", "Zebra", "", "P"])
def test_anything_else_is_the_console(text: str) -> None:
    assert parse(text) == Line("C", text=text)


@given(st.text())
def test_no_line_is_an_error(text: str) -> None:
    assert parse(text).kind in "PSEOXZC"


def test_unit_that_says_nothing_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sim_client, "STALL_S", 0.5)
    script = tmp_path / "mute.py"
    script.write_text("import time\ntime.sleep(60)\n")
    lines = sim_client.run([sys.executable], script, tmp_path, tmp_path, tmp_path, False)
    with pytest.raises(sim_client.SimProcessError, match="said nothing"):
        list(lines)


def test_unit_gets_whole_paths_no_input_and_nothing_of_the_users_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MICROPYPATH", "/of/the/user")
    script = tmp_path / "ask.py"
    script.write_text(
        "import os,sys\nprint(os.environ['MICROPYPATH'], sys.argv[1:], repr(sys.stdin.read()))\nprint('Z {}')\n"
    )
    lines = list(sim_client.run([sys.executable], script, Path("s.json"), Path("o"), Path("i"), False))
    assert lines[0].text == f".frozen {[f'{tmp_path}/s.json', f'{tmp_path}/o', '--image', f'{tmp_path}/i']} ''"


# --- what is shown


def dot(memory: bytearray, x: int, y: int) -> None:
    memory[y // 8 * 128 + x] |= 1 << y % 8


@given(st.integers(0, 127), st.integers(0, 63))
def test_every_dot_of_the_panel_has_its_place_in_braille(x: int, y: int) -> None:
    memory = bytearray(1024)
    dot(memory, x, y)
    lines = braille(bytes(memory))
    assert (len(lines), {len(line) for line in lines}) == (16, {64})
    # Unicode numbers the dots 1 2 3 7 down the left and 4 5 6 8 down the right.
    number = (1, 2, 3, 7, 4, 5, 6, 8)[x % 2 * 4 + y % 4]
    assert lines[y // 4][x // 2] == chr(0x2800 + (1 << number - 1))
    assert sum(c != " " for line in lines for c in line) == 1


def test_progress_without_an_estimate_is_none() -> None:
    assert share(Line("P", 5000)) == 0
    assert share(Line("P", 5000, end_ms=4000)) == 1000


def test_estimate_that_grows_prints_no_tenth_twice() -> None:
    out = io.StringIO()
    plain = PlainProgress(out, out)
    for t_ms, end_ms in ((2000, 10_000), (3000, 30_000), (5000, 30_000), (9000, 30_000)):
        plain.show(Line("P", t_ms, "run", end_ms))
    assert [line.split()[1] for line in out.getvalue().splitlines()] == ["20", "30"]


class Terminal(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


def test_drawings_need_a_terminal_that_can_show_them() -> None:
    def kind(encoding: str, term: str) -> str:
        return type(choose(Terminal(io.BytesIO(), encoding), io.StringIO(), {"TERM": term})).__name__

    assert kind("utf-8", "xterm") == "TerminalProgress"
    assert kind("latin-1", "xterm") == "PlainProgress"
    assert kind("utf-8", "dumb") == "PlainProgress"
    assert kind("utf-8", "") == "PlainProgress"
    assert type(choose(io.StringIO(), io.StringIO(), {"TERM": "xterm"})).__name__ == "PlainProgress"


# --- set-up


def test_unsupported_platform_is_told_what_to_do() -> None:
    with pytest.raises(setup.SetupError, match="Windows Subsystem for Linux"):
        setup.check_platform("Windows", (3, 11))
    with pytest.raises(setup.SetupError, match=r"3\.10 is too old"):
        setup.check_platform("Linux", (3, 10))
    setup.check_platform("Darwin", (3, 13))


@pytest.mark.parametrize(
    ("wall_s", "said"), [(4.0, "(25x)"), (100.0, "(1x)"), (150.0, "(0.7x)"), (1000.0, "(0.1x)"), (2500.0, "(0.04x)")]
)
def test_a_run_slower_than_real_time_is_told_as_such(wall_s: float, said: str) -> None:
    zero = dict.fromkeys(("delivered_ma_min", "body_ma_min", "set_ma", "minutes", "max_body_ua"), 0)
    verdict = {"expectation": {"held": True, "unmet": []}, "invariants": {}, "result": None, "fault": None}
    told = report.text({**zero, **verdict, "sim_s": 100.0, "wall_s": wall_s}, Path("out"))
    assert f"100 s simulated in {wall_s:.1f} s {said}" in told


def fake_micropython(folder: Path, answer: str) -> tuple[str, ...]:
    script = folder / "micropython"
    script.write_text(f"#!/bin/sh\necho '{answer}'\n")
    script.chmod(0o755)
    return (str(script),)


@pytest.mark.parametrize("stream", ["1", "2"])
def test_a_stranger_that_echoes_the_question_is_cut_short(tmp_path: Path, stream: str) -> None:
    script = tmp_path / "echo"
    script.write_text(f'#!/bin/sh\nprintf "first\\nno such file: %s %s" $* >&{stream}\n')
    script.chmod(0o755)
    with pytest.raises(setup.SetupError) as refused:
        setup.check_micropython((str(script),))
    _, _, said = str(refused.value).partition("it says ")
    echo, _, todo = said.partition(". Take it off PATH")
    assert echo.startswith('"') and len(echo) <= 120 and todo
    assert "\n" not in str(refused.value)


def test_a_program_that_never_answers_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "mute"
    script.write_text("#!/bin/sh\nexec sleep 20\n")
    script.chmod(0o755)
    monkeypatch.setattr(setup, "ANSWER_S", 0.2)
    with pytest.raises(setup.SetupError, match=r"mute does not answer within 0\.2 s\. Run: make doctor$"):
        setup.check_micropython((str(script),))


def test_old_micropython_is_refused(tmp_path: Path) -> None:
    with pytest.raises(setup.SetupError, match=r"MicroPython 1\.25"):
        setup.check_micropython(fake_micropython(tmp_path, "micropython 1 25"))
    setup.check_micropython(fake_micropython(tmp_path, "micropython 1 26"))


def test_micropython_without_machine_code_is_refused(tmp_path: Path) -> None:
    with pytest.raises(setup.SetupError, match=r"no machine code.*--interpreter cpython"):
        setup.check_micropython(fake_micropython(tmp_path, "micropython 1 26\nbytecode"))


def test_the_micropython_of_the_project_will_do() -> None:
    assert "heapsize" in setup.interpreter_command("micropython")[-1]


def test_board_without_a_folder_has_no_image() -> None:
    with pytest.raises(setup.SetupError, match="no board 'picoo'"):
        setup.image_folder(None, "picoo")


def test_the_image_of_a_board_is_refused_and_the_twins_is_not(pico: image.Image, installed: Path) -> None:
    with pytest.raises(setup.SetupError, match=r"made for a board: drivers/ads1115\.mpy.*Leave --image out"):
        setup.image_folder(pico.folder, "pico")
    assert setup.image_folder(installed, "pico") == installed


# --- the output folder


def test_mark_cannot_lead_out_of_the_folder(tmp_path: Path) -> None:
    victim, out = tmp_path / "victim.txt", tmp_path / "out"
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "deep.txt").write_text("keep")
    victim.write_text("keep")
    out.mkdir()
    (out / "link").symlink_to(tmp_path / "elsewhere")
    (out / MARK).write_text(f"../victim.txt\n{victim}\nlink/deep.txt\n\n.\n")
    OutputFolder(out).prepare()
    assert victim.read_text() == (tmp_path / "elsewhere" / "deep.txt").read_text() == "keep"


def test_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    with pytest.raises(FolderError, match="not a folder"):
        OutputFolder(tmp_path / "out").prepare()
    with pytest.raises(FolderError, match="--out"):
        OutputFolder(tmp_path / "out" / "below").prepare()
