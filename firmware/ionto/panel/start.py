# What stands on the glass from about 0.14 s after power-on until the rest is loaded. Decides nothing.

import framebuf
from micropython import const

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from drivers.ports import Display

_SLICES = const(32)


def show(display: "Display") -> None:
    """Set the display up with a bar across an empty frame: its memory wakes with noise in it."""
    display.init()
    framebuf.FrameBuffer(display.buffer, 128, 64, framebuf.MONO_VLSB).fill_rect(32, 30, 64, 4, 1)
    for i in range(_SLICES):
        if display.send_slice(i) < 0:
            break
    display.power(1)
