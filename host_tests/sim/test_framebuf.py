# The stand-in for framebuf against the real one: the same random drawing, the same bytes.

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

# Runs on both. Numbers of its own, so that both draw the same.
DRAWING = """
import framebuf
state = 12345
def pick(low, high):
    global state
    state = (state * 1103515 + 12345) % 1000003
    return low + state % (high - low + 1)
results = []
for width, height, stride in ((128, 64, 128), (40, 20, 40), (30, 13, 37)):
    buffer = bytearray(stride * ((height + 7) // 8))
    frame = framebuf.FrameBuffer(buffer, width, height, framebuf.MONO_VLSB, stride)
    palette = framebuf.FrameBuffer(bytearray(b"\\x01\\x00"), 2, 1, framebuf.MONO_VLSB)
    for step in range(700):
        x, y, c = pick(-20, width + 5), pick(-20, height + 5), pick(0, 1)
        kind = pick(0, 8)
        if kind == 0:
            frame.pixel(x, y, c)
        elif kind == 1:
            frame.hline(x, y, pick(-3, 60), c)
        elif kind == 2:
            frame.vline(x, y, pick(-3, 60), c)
        elif kind == 3:
            frame.rect(x, y, pick(0, 40), pick(0, 40), c)
        elif kind == 4:
            frame.rect(x, y, pick(0, 12), pick(0, 12), c, True)
        elif kind == 5:
            frame.fill_rect(x, y, pick(-3, 12), pick(-3, 12), c)
        elif kind == 6 and pick(0, 30) == 0:
            frame.fill(c)
        elif kind >= 7:
            w, h = pick(1, 24), pick(1, 24)
            image = bytearray([pick(0, 255) for _ in range(w * ((h + 7) // 8))])
            source = [image, w, h, framebuf.MONO_VLSB]
            if pick(0, 1):
                source = framebuf.FrameBuffer(image, w, h, framebuf.MONO_VLSB)
            if pick(0, 1):
                frame.blit(source, x, y, pick(-1, 2))
            else:
                frame.blit(source, x, y, pick(-1, 1), palette)
        if step % 50 == 0:
            results.append(bytes(buffer).hex())
            results.append(str(frame.pixel(x, y)))
"""


def test_every_operation_gives_the_pixels_of_the_real_module(micropython: Callable[..., str]) -> None:
    here: dict[str, list[str]] = {}
    exec(DRAWING, here)
    real = micropython(DRAWING + "print('\\n'.join(results))").split("\n")[:-1]
    assert len(real) > 50
    assert here["results"] == real


@pytest.mark.parametrize("form", [1, 3])
def test_other_formats_are_refused(form: int) -> None:
    import framebuf

    with pytest.raises(ValueError):
        framebuf.FrameBuffer(bytearray(1024), 128, 64, form)


def test_too_small_a_buffer_is_refused_here_and_there(micropython: Callable[..., str]) -> None:
    script = (
        "import framebuf\ntry:\n framebuf.FrameBuffer(bytearray(1023), 128, 64, 0)\n print('taken')\n"
        "except ValueError:\n print('refused')"
    )
    assert micropython(script).strip() == "refused"
    import framebuf

    with pytest.raises(ValueError):
        framebuf.FrameBuffer(bytearray(1023), 128, 64, framebuf.MONO_VLSB)


def test_stand_in_is_the_one_tested() -> None:
    import framebuf

    assert Path(str(framebuf.__file__)).parts[-3:] == ("sim", "shims", "framebuf.py")
