# The display's register model against its data sheet. Plain functions: they run under MicroPython as well.

from tools.sim.chips import ssd1306 as chips


def chip_with(*commands: int) -> chips.SSD1306Chip:
    chip = chips.SSD1306Chip()
    assert chip.write(b"\x00" + bytes(commands)) == 1 + len(commands)
    for i in range(1024):
        chip.gddram[i] = 0
    return chip


def test_memory_holds_noise_and_the_panel_is_dark_at_power_on() -> None:
    chip = chips.SSD1306Chip()
    assert len(set(chip.gddram)) > 100
    assert chip.visible() == 0
    chip.write(bytes((0x00, 0xAF)))
    assert chip.visible() == 0  # no charge pump, no light
    chip.write(bytes((0x00, 0x8D, 0x14)))
    assert chip.visible() == 1


def test_switches() -> None:
    chip = chip_with(0xAF, 0xA7, 0xA5, 0x81, 0x33, 0x45, 0xA1, 0xC8, 0xD3, 7, 0xA8, 31, 0xDA, 0x02, 0xE3, 0x2F)
    assert (chip.on, chip.inverted, chip.all_lit, chip.contrast, chip.start_line) == (1, 1, 1, 0x33, 5)
    assert (chip.segment_remap, chip.com_reversed, chip.display_offset, chip.multiplex) == (1, 1, 7, 31)
    assert (chip.com_pins, chip.scrolling) == (0x02, 1)
    chip.write(bytes((0x00, 0xAE, 0xA6, 0xA4, 0xA0, 0xC0, 0x2E)))
    assert (chip.on, chip.inverted, chip.all_lit, chip.segment_remap) == (0, 0, 0, 0)
    assert (chip.com_reversed, chip.scrolling) == (0, 0)
    assert chip.unknown == 0


def test_arguments_are_not_taken_for_commands() -> None:
    chip = chip_with(0x26, 0, 0xAF, 0xA7, 0xAF, 0, 0xFF, 0xA3, 0xAF, 0xAF, 0xD5, 0xAF, 0xD9, 0xAF, 0xDB, 0xAF)
    assert (chip.on, chip.inverted, chip.unknown) == (0, 0, 0)


def test_commands_may_come_a_byte_at_a_time() -> None:
    chip = chip_with()
    for byte in (0x81, 0x12, 0x20, 0x00):
        assert chip.write(bytes((0x80, byte))) == 2
    assert chip.contrast == 0x12
    chip.write(bytes((0x80, 0x81, 0x80, 0x34, 0xC0, 0xAA, 0x40, 0xBB)))
    assert chip.contrast == 0x34
    assert bytes(chip.gddram[:2]) == b"\xaa\xbb"


def test_horizontal_mode_runs_through_the_whole_memory_and_counts_pictures() -> None:
    chip = chip_with(0x20, 0x00)
    picture = bytes(i * 3 & 0xFF for i in range(1024))
    for at in range(0, 1024, 32):
        assert chip.frames == 0
        chip.write_parts([b"\x40", memoryview(picture)[at : at + 32]])
    assert bytes(chip.gddram) == picture
    assert chip.frames == 1
    chip.write(b"\x40" + picture + picture[:5])
    assert chip.frames == 2
    chip.write(b"\x40\xee")
    assert chip.gddram[5] == 0xEE


def test_a_window_bounds_the_data_in_horizontal_mode() -> None:
    chip = chip_with(0x20, 0x00, 0x21, 126, 127, 0x22, 6, 7)
    chip.write(bytes((0x40, 1, 2, 3)))
    assert chip.frames == 0
    chip.write(bytes((0x40, 4)))
    assert chip.frames == 1
    assert (chip.gddram[6 * 128 + 126], chip.gddram[6 * 128 + 127]) == (1, 2)
    assert (chip.gddram[7 * 128 + 126], chip.gddram[7 * 128 + 127]) == (3, 4)
    assert sum(chip.gddram) == 10


def test_vertical_mode_runs_down_first() -> None:
    chip = chip_with(0x20, 0x01, 0x22, 0, 1)
    chip.write(bytes((0x40, 1, 2, 3)))
    assert (chip.gddram[0], chip.gddram[128], chip.gddram[1]) == (1, 2, 3)


def test_page_mode_stays_in_its_page() -> None:
    chip = chip_with(0x20, 0x02, 0xB3, 0x0E, 0x17)
    chip.write(bytes((0x40, 1, 2, 3)))
    assert (chip.gddram[3 * 128 + 126], chip.gddram[3 * 128 + 127], chip.gddram[3 * 128]) == (1, 2, 3)
    assert chip.frames == 0


def test_setting_the_window_puts_the_pointer_at_its_start() -> None:
    chip = chip_with(0x20, 0x00)
    chip.write(bytes((0x40, 1, 1, 1)))
    chip.write(bytes((0x00, 0x21, 0, 127, 0x22, 0, 7)))
    chip.write(bytes((0x40, 9)))
    assert bytes(chip.gddram[:4]) == b"\x09\x01\x01\x00"


def test_status_tells_whether_the_display_is_on() -> None:
    chip = chip_with()
    buf = bytearray(1)
    chip.read_into(buf)
    assert buf[0] == 0x43
    chip.write(bytes((0x00, 0xAF)))
    chip.read_into(buf)
    assert buf[0] == 0x03


def test_a_byte_not_acknowledged_ends_the_data() -> None:
    chip = chip_with(0x20, 0x00)
    chip.faults = chips.NACK_DATA
    chip.nack_at = 3
    assert chip.write(bytes((0x40, 1, 2, 3, 4))) == 3
    assert bytes(chip.gddram[:4]) == b"\x01\x02\x00\x00"
