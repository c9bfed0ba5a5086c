# MicroPython's framebuf for CPython: the part the panel uses, to the pixel.
#
# Only MONO_VLSB: pages of 8 rows, one byte a column, the top row in bit 0. Pages are handled as whole integers, because
# a simulated treatment draws some hundred thousand glyphs. A test compares it with the real module.

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

    def blit(self, source: "Source", x: int, y: int, key: int = -1, palette: "Source | None" = None) -> None:
        """Copy a FrameBuffer or (buffer, width, height, format[, stride]); pixels of the colour `key` stay out."""
        pixels, w, h, stride = _parts(source)
        if x >= self._width or y >= self._height or x + w <= 0 or y + h <= 0:
            return
        zero, one = 0, 1
        if palette is not None:
            colours = palette if isinstance(palette, FrameBuffer) else FrameBuffer(*palette)
            zero, one = colours.pixel(0, 0) or 0, colours.pixel(1, 0) or 0
        pages = (h + 7) >> 3
        image = bytes(pixels[: (pages - 1) * stride + w])
        bands = _bands(image, w, h, stride, y, (one << 1 | zero) << 2 | (key + 1 if key in (0, 1) else 0))
        first, end = max(0, -x), min(w, self._width - x)
        part = (1 << 8 * (end - first)) - 1
        page = y >> 3
        last = (self._height + 7) >> 3
        bottom = 8 * last - self._height  # rows of the last page below the glass
        buffer = self._buffer
        for up, down in bands:
            if 0 <= page < last and up | down:
                up, down = up >> 8 * first & part, down >> 8 * first & part
                if bottom and page == last - 1:
                    inside = int.from_bytes(bytes((255 >> bottom,)) * (end - first), "little")
                    up, down = up & inside, down & inside
                at = page * self._stride + x + first
                old = int.from_bytes(buffer[at : at + end - first], "little")
                buffer[at : at + end - first] = ((old | up) & ~down).to_bytes(end - first, "little")
            page += 1


def _parts(source: "Source") -> "tuple[Any, int, int, int]":
    """Buffer, width, height and stride of a FrameBuffer, or of a list or tuple, as MicroPython 1.26 takes it."""
    if isinstance(source, FrameBuffer):
        return source._buffer, source._width, source._height, source._stride
    if source[3] != MONO_VLSB:
        raise ValueError
    return source[0], source[1], source[2], source[4] if len(source) > 4 else source[1]


_cache: "dict[tuple[bytes, int, int, int, int, int], list[tuple[int, int]]]" = {}


def _bands(image: bytes, w: int, h: int, stride: int, y: int, rule: int) -> "list[tuple[int, int]]":
    """Per page of the target the pixels to set and to clear, a byte a column, the first column lowest.

    `rule`: bit 3 what a set pixel becomes, bit 2 a clear one, below the colour key plus 1. Glyphs come again and again,
    so what has been worked out is kept.
    """
    asked = (image, w, h, stride, y & 7, rule)
    found = _cache.get(asked)
    if found is None:
        if len(_cache) > 4000:
            _cache.clear()
        found = _cache[asked] = _work_out(image, w, h, stride, y & 7, rule)
    return found


def _work_out(image: bytes, w: int, h: int, stride: int, shift: int, rule: int) -> "list[tuple[int, int]]":
    """See _bands."""
    one, zero, key = rule >> 3 & 1, rule >> 2 & 1, (rule & 3) - 1
    whole = (1 << h) - 1
    ups = [0] * ((h + shift + 7) >> 3)
    downs = ups[:]
    for x in range(w):
        ones = 0
        for page in range((h + 7) >> 3):
            ones |= image[page * stride + x] << 8 * page
        ones &= whole
        zeros = ones ^ whole
        up = ((ones if one else 0) | (zeros if zero else 0)) << shift if key != 1 else 0
        down = ((0 if one else ones) | (0 if zero else zeros)) << shift if key != 0 else 0
        for page in range(len(ups)):
            ups[page] |= (up >> 8 * page & 255) << 8 * x
            downs[page] |= (down >> 8 * page & 255) << 8 * x
    return [(ups[page], downs[page]) for page in range(len(ups))]
