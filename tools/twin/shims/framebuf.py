# MicroPython's framebuf for CPython: the part the panel uses, to the pixel. Decides nothing.
#
# Only MONO_VLSB: pages of 8 rows, one byte a column, the top row in bit 0. Columns are handled as whole integers,
# because a simulated treatment draws some hundred thousand glyphs. A test compares it with the real module.

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Union

    Source = Union["FrameBuffer", "list[Any]", "tuple[Any, ...]"]

MONO_VLSB = 0


class FrameBuffer:
    """Pixels of 0 and 1 over a writable buffer; whatever lies outside is clipped. Other formats: ValueError."""

    def __init__(
        self, buffer: "bytearray | memoryview", width: int, height: int, form: int, stride: "int | None" = None
    ) -> None:
        if stride is None:
            stride = width
        if form != MONO_VLSB or width < 1 or height < 1 or stride < width:
            raise ValueError
        if len(buffer) < (height + 7) // 8 * stride - (stride - width):
            raise ValueError
        self._buffer = buffer
        self._width = width
        self._height = height
        self._stride = stride

    def fill(self, c: int) -> None:
        """Every pixel."""
        self.fill_rect(0, 0, self._width, self._height, c)

    def pixel(self, x: int, y: int, c: "int | None" = None) -> "int | None":
        """Set a pixel, or give its value back; outside nothing and None."""
        if not (0 <= x < self._width and 0 <= y < self._height):
            return None
        at = (y >> 3) * self._stride + x
        bit = 1 << (y & 7)
        if c is None:
            return int(self._buffer[at] & bit != 0)
        self._buffer[at] = self._buffer[at] | bit if c else self._buffer[at] & ~bit
        return None

    def hline(self, x: int, y: int, w: int, c: int) -> None:
        """w pixels to the right of x."""
        self.fill_rect(x, y, w, 1, c)

    def vline(self, x: int, y: int, h: int, c: int) -> None:
        """h pixels down from y."""
        self.fill_rect(x, y, 1, h, c)

    def rect(self, x: int, y: int, w: int, h: int, c: int, f: bool = False) -> None:
        """An outline, or with f the whole rectangle."""
        if f:
            self.fill_rect(x, y, w, h, c)
            return
        self.fill_rect(x, y, w, 1, c)
        self.fill_rect(x, y + h - 1, w, 1, c)
        self.fill_rect(x, y, 1, h, c)
        self.fill_rect(x + w - 1, y, 1, h, c)

    def fill_rect(self, x: int, y: int, w: int, h: int, c: int) -> None:
        """The whole rectangle."""
        right = min(x + w, self._width)
        bottom = min(y + h, self._height)
        x = max(x, 0)
        y = max(y, 0)
        if w < 1 or h < 1 or x >= right or y >= bottom:
            return
        rows = (1 << bottom) - (1 << y)
        buffer = self._buffer
        for page in range(y >> 3, (bottom + 7) >> 3):
            mask = rows >> (page << 3) & 255
            start = page * self._stride + x
            if mask == 255:
                buffer[start : start + right - x] = (b"\xff" if c else b"\x00") * (right - x)
            elif c:
                for at in range(start, start + right - x):
                    buffer[at] |= mask
            else:
                mask ^= 255
                for at in range(start, start + right - x):
                    buffer[at] &= mask

    def blit(
        self, source: "Source", x: int, y: int, key: int = -1, palette: "Source | None" = None
    ) -> None:
        """Copy a FrameBuffer or (buffer, width, height, format[, stride]); pixels of the colour `key` stay out."""
        origin = _frame(source)
        if x >= self._width or y >= self._height or x + origin._width <= 0 or y + origin._height <= 0:
            return
        zero, one = 0, 1
        if palette is not None:
            colours = _frame(palette)
            zero, one = colours.pixel(0, 0) or 0, colours.pixel(1, 0) or 0
        whole = (1 << origin._height) - 1
        glass = (1 << self._height) - 1
        pixels, buffer = origin._buffer, self._buffer
        for column in range(max(0, -x), min(origin._width, self._width - x)):
            ones = 0
            shift = 0
            for at in range(column, (origin._height + 7) // 8 * origin._stride, origin._stride):
                ones |= pixels[at] << shift
                shift += 8
            ones &= whole
            zeros = ones ^ whole
            up = ((ones if one else 0) | (zeros if zero else 0)) if key != 1 else 0
            down = ((0 if one else ones) | (0 if zero else zeros)) if key != 0 else 0
            if y >= 0:
                up, down = up << y & glass, down << y & glass
            else:
                up, down = up >> -y & glass, down >> -y & glass
            touched = up | down
            at = x + column
            while touched:
                if touched & 255:
                    buffer[at] = (buffer[at] | up & 255) & ~down
                at += self._stride
                touched >>= 8
                up >>= 8
                down >>= 8


def _frame(source: "Source") -> FrameBuffer:
    """A FrameBuffer as it is; a list or tuple wrapped, as MicroPython 1.26 takes it."""
    if isinstance(source, FrameBuffer):
        return source
    return FrameBuffer(*source)
