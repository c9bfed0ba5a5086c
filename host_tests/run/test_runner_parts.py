# Parts of the runner by themselves: lines of the simulated unit, set-up, output folder.

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools import image
from tools.line_protocol import Line, parse
from tools.run import setup, sim_client
from tools.run.output_folder import MARK, FolderError, OutputFolder

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


# --- set-up


def test_unsupported_platform_is_told_what_to_do() -> None:
    with pytest.raises(setup.SetupError, match="Windows Subsystem for Linux"):
        setup.check_platform("Windows", (3, 11))
    with pytest.raises(setup.SetupError, match=r"3\.10 is too old"):
        setup.check_platform("Linux", (3, 10))
    setup.check_platform("Darwin", (3, 13))


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


def test_the_image_of_a_board_is_refused_and_the_simulations_is_not(pico: image.Image, installed: Path) -> None:
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
