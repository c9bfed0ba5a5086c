# The SSD1306 as its data sheet has it, and its cousin SH1106: commands in, display memory out. Draws nothing: whoever
# looks reads `gddram`.

import micropython
from micropython import const

from tools.sim.cache_methods import cache_methods

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Values = dict[str, Any]
    Data = bytes | bytearray | memoryview
    Room = bytearray | memoryview

WIDTH = const(128)
PAGES = const(8)

# A bit of `faults`; call refresh() after a change, as with the other chips.
NACK_DATA = const(1)  # the byte with index `nack_at` is not acknowledged

_CONTINUES = const(0x80)  # control byte: one byte follows, then another control byte
_IS_DATA = const(0x40)  # control byte: display data, not commands

_SSD1306 = const(3)  # what tells the chips apart in the status
_SH1106 = const(8)
SH1106_FIRST = const(2)  # of its columns the first that is seen
SH1106_COLUMNS = const(132)
READABLE = const(0x20)  # contrast
START_US = const(100_000)  # from power to the first answer

_HORIZONTAL = const(0)
_VERTICAL = const(1)
_PAGE = const(2)

# Command bytes with arguments, and how many.
_ARGUMENTS = {
    0x20: 1,  # addressing mode
    0x21: 2,  # column window
    0x22: 2,  # page window
    0x26: 6,  # horizontal scroll
    0x27: 6,
    0x29: 5,  # vertical and horizontal scroll
    0x2A: 5,
    0x81: 1,  # contrast
    0x8D: 1,  # charge pump
    0xA3: 2,  # vertical scroll area
    0xA8: 1,  # multiplex ratio
    0xD3: 1,  # display offset
    0xD5: 1,  # clock
    0xD9: 1,  # pre-charge
    0xDA: 1,  # COM pins
    0xDB: 1,  # deselect level
}


class SSD1306Chip:
    """128x64. `gddram` is the display memory, a page of 8 rows after the other, LSB the upper row.

    What a person sees is `gddram` while `on` and `charge_pump` are 1, turned by `segment_remap` and `com_reversed`
    (both 1: the right way up in the usual module), light and dark exchanged by `inverted`. `frames` counts
    how often the write pointer came back to the window's start: a whole picture. `slow_factor` multiplies the bus time.
    With `sh1106` it has 132 columns, addressed by page only, of which `gddram` holds the 128 that are seen. With an
    agenda it answers `start_us` after it got power, and wakes with noise in its memory.
    """

    def __init__(self, agenda: "Any" = None, sh1106: int = 0, start_us: int = START_US) -> None:
        self._agenda = agenda
        self._start_us = start_us
        self._starts = 0  # so often it got power
        self._awake = 1
        self._gone = 0
        self.sh1106 = sh1106
        self._columns = SH1106_COLUMNS if sh1106 else WIDTH
        self._hidden = SH1106_FIRST if sh1106 else 0
        self.address = 0x3C
        self.bulk = 1  # 1: a transfer may allocate
        self.bus: "Any" = None  # where it hangs
        self.due = 1 << 52  # converts nothing
        self.answers = 1
        self.slow_factor = 1
        self.faults = 0
        self.nack_at = 0
        self.gddram = bytearray(WIDTH * PAGES)
        self.frames = 0
        self.unknown = 0  # command bytes that the chip does not have
        self.power_on()
        cache_methods(self, "write", "_write_linear")

    def power_on(self) -> None:
        """Registers at their reset values; the memory holds noise until somebody writes it."""
        for i in range(WIDTH * PAGES):
            self.gddram[i] = (i * 73 ^ i >> 3) & 0xFF
        self.on = 0
        self.contrast = 0x7F
        self.inverted = 0
        self.all_lit = 0
        self.charge_pump = 0
        self.start_line = 0
        self.display_offset = 0
        self.multiplex = 63
        self.segment_remap = 0
        self.com_reversed = 0
        self.com_pins = 0x12
        self.scrolling = 0
        self.mode = _PAGE
        self._first_column = 0
        self._last_column = WIDTH - 1
        self._first_page = 0
        self._last_page = PAGES - 1
        self._column = 0
        self._page = 0
        self._command = 0
        self._missing = 0  # arguments still to come
        self._argument = 0
        self._note_window()
        if self._agenda and self._start_us:
            self._awake = 0
            self._starts += 1
            start = self._starts
            self._agenda.after(self._start_us, lambda: self._wake(start))
        self._answer()

    def _wake(self, start: int) -> None:
        if start == self._starts:
            self._awake = 1
            self._answer()

    def _answer(self) -> None:
        self.answers = self._awake & (1 - self._gone)

    def refresh(self) -> None:
        """Nothing to work out again after a change of faults."""

    def general_call(self, byte: int) -> int:
        """0: the chip does not know general calls."""
        return 0

    def visible(self) -> int:
        """1 while the panel emits light."""
        return self.on & (self.charge_pump | self.sh1106)

    def is_faithful(self) -> int:
        """1 while what is seen is what lies in `gddram`, upright, all of it, and bright enough to be read."""
        if not (self.visible() and self.segment_remap and self.com_reversed) or self.contrast < READABLE:
            return 0
        wrong = self.inverted or self.all_lit or self.start_line or self.display_offset or self.scrolling
        return 0 if wrong or self.multiplex != 63 or self.com_pins != 0x12 else 1

    @micropython.native
    def write(self, data: "Data") -> int:
        """One transaction: control byte, then commands or display data. How many bytes are acknowledged."""
        count = len(data)
        if self.faults & NACK_DATA and self.nack_at < count:
            count = self.nack_at
            data = data[:count]
        if count and data[0] == _IS_DATA and self._linear:
            self._write_linear(data, count)
        else:
            self._parse(data, count)
        return count

    def _parse(self, data: "Data", count: int) -> None:
        at = 0
        while at < count:
            control = data[at]
            at += 1
            end = at + 1 if control & _CONTINUES else count
            if end > count:
                end = count
            self._take(control & _IS_DATA, data, at, end)
            at = end

    def write_parts(self, parts: "list[Data]") -> int:
        """One transaction that comes in several parts."""
        whole = bytearray()
        for part in parts:
            whole += part
        return self.write(whole)

    def read_into(self, buf: "Room") -> None:
        """The status register: bit 6 tells that the display is off."""
        for i in range(len(buf)):
            buf[i] = (0 if self.on else 0x40) | (_SH1106 if self.sh1106 else _SSD1306)

    def _take(self, is_data: int, data: "Data", at: int, end: int) -> None:
        if is_data:
            for i in range(at, end):
                self._write_byte(data[i])
            return
        for i in range(at, end):
            if self._missing:
                self._take_argument(data[i])
            else:
                self._take_command(data[i])

    # --- display data

    def _note_window(self) -> None:
        """Whether data simply run through the whole memory: then they can be copied at once."""
        self._linear = (
            1
            if self.mode == _HORIZONTAL
            and self._first_column == 0
            and self._last_column == WIDTH - 1
            and self._first_page == 0
            and self._last_page == PAGES - 1
            else 0
        )

    def _write_linear(self, data: "Data", count: int) -> None:
        """Copy what follows the control byte, unless it runs over the end of the memory.

        Few names on purpose: MicroPython puts the frame of a longer function on its heap, ten times slower.
        """
        position = self._page << 7 | self._column
        if position + count > WIDTH * PAGES + 1:
            self._take(_IS_DATA, data, 1, count)
            return
        self.gddram[position : position + count - 1] = data[1:]
        position += count - 1
        if position == WIDTH * PAGES:
            position = 0
            self.frames += 1
        self._page = position >> 7
        self._column = position & 127

    @micropython.native
    def _write_byte(self, value: int) -> None:
        column = self._column - self._hidden
        if 0 <= column < WIDTH:
            self.gddram[self._page * WIDTH + column] = value
        if self.mode == _VERTICAL:
            if self._next_page():
                self._next_column()
        elif self._next_column() and self.mode == _HORIZONTAL:
            self._next_page()
        if self.mode != _PAGE and self._column == self._first_column and self._page == self._first_page:
            self.frames += 1

    @micropython.native
    def _next_column(self) -> int:
        """1 when the pointer came back to the window's first column."""
        last = self._columns - 1 if self.mode == _PAGE else self._last_column
        if self._column == last:
            self._column = 0 if self.mode == _PAGE else self._first_column
            return 1
        self._column = self._column + 1 if self._column < self._columns - 1 else 0
        return 0

    def _next_page(self) -> int:
        if self._page == self._last_page:
            self._page = self._first_page
            return 1
        self._page = (self._page + 1) & 7
        return 0

    # --- commands

    def _take_command(self, byte: int) -> None:
        missing = _ARGUMENTS.get(byte, 0)
        if self.sh1106 and (0x20 <= byte < 0x30 or byte == 0x8D or byte == 0xA3):  # it has none of these
            self.unknown += 1
            return
        if missing:
            self._command = byte
            self._missing = missing
            self._argument = 0
        elif byte < 0x20:
            if self.mode == _PAGE:
                shift = 4 if byte & 0x10 else 0
                column = (self._column & ~(15 << shift) | (byte & 15) << shift) & 0xFF
                self._column = column % self._columns
        elif 0x40 <= byte < 0x80:
            self.start_line = byte & 63
        elif 0xB0 <= byte < 0xB8:
            if self.mode == _PAGE:
                self._page = byte & 7
        else:
            self._switch(byte)

    def _switch(self, byte: int) -> None:
        if byte & 0xFE == 0xAE:
            self.on = byte & 1
        elif byte & 0xFE == 0xA6:
            self.inverted = byte & 1
        elif byte & 0xFE == 0xA4:
            self.all_lit = byte & 1
        elif byte & 0xFE == 0xA0:
            self.segment_remap = byte & 1
        elif byte & 0xF0 == 0xC0:
            self.com_reversed = byte >> 3 & 1
        elif byte & 0xFE == 0x2E:
            self.scrolling = byte & 1
        elif byte != 0xE3:  # no operation
            self.unknown += 1

    def _take_argument(self, byte: int) -> None:
        self._missing -= 1
        command = self._command
        if command == 0x21 or command == 0x22:
            if self._missing:
                self._argument = byte
            else:
                self._set_window(command, self._argument, byte)
        elif command == 0x20:
            self.mode = byte & 3 if byte & 3 != 3 else _PAGE
            self._note_window()
        elif command == 0x81:
            self.contrast = byte
        elif command == 0x8D:
            self.charge_pump = byte >> 2 & 1
        elif command == 0xA8:
            self.multiplex = byte & 63
        elif command == 0xD3:
            self.display_offset = byte & 63
        elif command == 0xDA:
            self.com_pins = byte

    def _set_window(self, command: int, first: int, last: int) -> None:
        """Setting a window also puts the pointer at its start."""
        if command == 0x21:
            self._first_column = self._column = first & 127
            self._last_column = last & 127
        else:
            self._first_page = self._page = first & 7
            self._last_page = last & 7
        self._note_window()

    # --- what a scenario may do to it

    def absent(self, v: "Values", on: int) -> None:
        """Not on the bus, and dark; then it gets power again."""
        self._gone = on
        if on:
            self.on = 0
            self._answer()
        else:
            self.power_on()

    def nack(self, v: "Values", on: int) -> None:
        """Does not acknowledge; what is shown stays."""
        self._gone = on
        self._answer()

    def forgets(self, v: "Values", on: int) -> None:
        """Its supply dips so shortly that it answers again before anybody asks."""
        self.power_on()
        self._awake = 1
        self._answer()

    def takes(self, v: "Values", on: int) -> None:
        """A disturbance reads as a command."""
        self._missing = 0
        self._take_command(v["command"])
        if self._missing:
            self._take_argument(v["argument"])
            self._missing = 0

    def slow(self, v: "Values", on: int) -> None:
        """Stretches the clock: each transfer takes longer."""
        self.slow_factor = v["factor"] if on else 1
        self.bus.slowed = on
        self.bus.refresh()

    FAULTS = {"absent": absent, "nack": nack, "slow": slow, "forgets": forgets, "takes": takes}
