# SSD1306, an OLED of 128x64 points: moves a picture in slices. Draws nothing. Data sheet: Solomon Systech SSD1306.
# An SH1106 (Sino Wealth), sold under the same name, tells itself by its status: its picture begins two columns further.

from micropython import const

from drivers.status import BUS, OK, RANGE, WRONG

TYPE_CHECKING = const(0)
if TYPE_CHECKING:
    from drivers.ports import I2CBus

WIDTH = const(128)
HEIGHT = const(64)
SLICES = const(32)
SLICE_BYTES = const(32)

_COMMANDS = const(0x00)  # control byte: commands follow to the end of the transaction
_DATA = const(0x40)  # control byte: display data follow

_SET_MODE = const(0x20)
_BY_PAGE = const(0x02)  # the column goes on by itself, to the end of the page
_SET_COLUMN_LOW = const(0x00)  # with four bits of the column
_SET_COLUMN_HIGH = const(0x10)  # with the upper four
_SET_PAGE = const(0xB0)
_SET_START_LINE = const(0x40)
_SET_CONTRAST = const(0x81)
_SET_CHARGE_PUMP = const(0x8D)
_CHARGE_PUMP_ON = const(0x14)
_SEGMENTS_REVERSED = const(0xA1)
_SHOW_MEMORY = const(0xA4)
_NOT_INVERTED = const(0xA6)
_SET_MULTIPLEX = const(0xA8)
_OFF = const(0xAE)
_ON = const(0xAF)
_ROWS_REVERSED = const(0xC8)
_SET_OFFSET = const(0xD3)
_SET_CLOCK = const(0xD5)
_SET_PRECHARGE = const(0xD9)
_SET_COM_PINS = const(0xDA)
_SET_DESELECT = const(0xDB)
_STOP_SCROLL = const(0x2E)

_CONTRAST = const(0x7F)
# What the panel is to be, as one transaction: it may be sent again at any time, and changes nothing that is right.
_SET_UP = bytes((
    _COMMANDS,
    _SHOW_MEMORY,
    _SET_CONTRAST, _CONTRAST,
    _SET_CLOCK, 0x80,
    _SET_MULTIPLEX, HEIGHT - 1,
    _SET_OFFSET, 0,
    _SET_START_LINE,
    _SET_CHARGE_PUMP, _CHARGE_PUMP_ON,
    _SET_MODE, _BY_PAGE,
    _SEGMENTS_REVERSED,
    _ROWS_REVERSED,
    _SET_COM_PINS, 0x12,
    _SET_PRECHARGE, 0xF1,
    _SET_DESELECT, 0x30,
    _NOT_INVERTED,
    _STOP_SCROLL,
    _OFF,
))  # fmt: skip
_POINTS_AT = const(1)
_CONTRAST_AT = const(3)
_POWER_AT = const(25)
_IS_OFF = const(0x40)  # of the status
_IDENTITY = const(15)
_SH1106 = const(8)
_SH1106_FIRST = const(2)  # of its 132 columns the first that is seen
_A_PAGE = const(4)  # slices


class SSD1306:
    """`buffer` is the picture, 1024 bytes: pages of 8 rows, LSB the upper one (framebuf's MONO_VLSB).

    It lies one byte into a store of 1025, so that each slice has a byte before it that can be the control byte for the
    length of a transfer. Then a slice is one buffer in one plain write: `writevto` with two parts joins them in newly
    allocated memory on ports that take a single buffer, RP2 among them. Methods return OK, BUS, WRONG or RANGE.
    """

    width = WIDTH
    height = HEIGHT

    def __init__(self, i2c: "I2CBus", addr: int = 0x3C) -> None:
        self._write = i2c.writeto
        self._read = i2c.readfrom_into
        self._addr = addr
        store = memoryview(bytearray(1 + WIDTH * HEIGHT // 8))
        self._store = store
        self.buffer = store[1:]
        self._slices = [store[i : i + 1 + SLICE_BYTES] for i in range(0, WIDTH * HEIGHT // 8, SLICE_BYTES)]
        self._places = [_place(i // _A_PAGE, i % _A_PAGE * SLICE_BYTES) for i in range(SLICES)]
        self._next = -1  # the slice that the display expects, -1: it must be told
        self._set_up = bytearray(_SET_UP)
        self._status = bytearray(1)

    def init(self) -> int:
        """Set the panel up, dark: 0.8 ms. Send the picture, then `power(1)`."""
        return BUS if self.renew(0) == BUS else OK

    def renew(self, contrast: int) -> int:
        """Ask whether the panel is lit as it was told, and set it up again: 0.8 ms. `contrast` 1..255, 0: dark.

        WRONG: it had gone dark by itself, so it has forgotten the picture too; it is set up again.
        """
        status = self._status
        try:
            self._read(self._addr, status)
        except OSError:
            return BUS
        first = _SET_COLUMN_LOW | (_SH1106_FIRST if status[0] & _IDENTITY == _SH1106 else 0)
        if self._places[0][2] != first:
            for place in self._places:
                place[2] = first
        set_up = self._set_up
        forgot = status[0] & _IS_OFF and set_up[_POWER_AT] == _ON
        set_up[_POWER_AT] = _OFF
        if contrast:
            set_up[_POWER_AT] = _ON
            set_up[_CONTRAST_AT] = contrast
        return self._send() or (WRONG if forgot else OK)

    def send_slice(self, i: int) -> int:
        """Send bytes 32 i .. 32 i + 31 of the picture, 0 <= i <= 31: about 0.8 ms at 400 kHz, in any order.

        The display is told the place, 0.1 ms more, where a page begins or the slice is not the one after the last:
        so a byte lost on the bus shifts the rest of a page and not every later one.
        """
        if i < 0 or i >= SLICES:
            return RANGE
        write = self._write
        addr = self._addr
        store = self._store
        at = i * SLICE_BYTES
        kept = store[at]
        sent = 0
        try:
            if i == self._next or write(addr, self._places[i]) == 4:
                store[at] = _DATA
                sent = write(addr, self._slices[i])
        except OSError:
            sent = 0
        store[at] = kept
        if sent != 1 + SLICE_BYTES:
            self._next = -1
            return BUS
        i += 1
        self._next = i if i % _A_PAGE else -1
        return OK

    def power(self, on: int) -> int:
        """1: show the picture; 0: dark, the picture is kept."""
        self._set_up[_POWER_AT] = _ON if on else _OFF
        return self._send()

    def all_points(self, on: int) -> int:
        """1: every point is lit, whatever the picture; 0: the picture."""
        self._set_up[_POINTS_AT] = _SHOW_MEMORY | on
        return self._send()

    def _send(self) -> int:
        """The set-up. An SH1106 takes two bytes of it for a column: the next slice tells its place."""
        self._next = -1
        try:
            if self._write(self._addr, self._set_up) != len(_SET_UP):
                return BUS
        except OSError:
            return BUS
        return OK


def _place(page: int, column: int) -> bytearray:
    """The commands that say where data go."""
    return bytearray((_COMMANDS, _SET_PAGE | page, _SET_COLUMN_LOW | column & 15, _SET_COLUMN_HIGH | column >> 4))
