# The display's driver on the display's register model. Plain functions: they run under MicroPython as well.

from drivers.ssd1306 import SLICES, SSD1306
from drivers.status import BUS, OK, RANGE, WRONG
from host_tests.support.fakes import FakeClock, FakeI2C
from tools.sim.chips import ssd1306 as chips


class Bench:
    """A display on a bus, with a picture that differs everywhere."""

    def __init__(self, sh1106: int = 0) -> None:
        self.chip = chips.SSD1306Chip(sh1106=sh1106)
        self.i2c = FakeI2C(FakeClock(), (self.chip,))
        self.oled = SSD1306(self.i2c)
        for i in range(1024):
            self.oled.buffer[i] = (i * 7 + i // 128) & 0xFF

    def send(self) -> None:
        for i in range(SLICES):
            assert self.oled.send_slice(i) == OK

    def shows_picture(self) -> bool:
        return bytes(self.chip.gddram) == bytes(self.oled.buffer)


def test_init_sets_the_panel_up_dark() -> None:
    bench = Bench()
    assert bench.oled.init() == OK
    assert bench.chip.unknown == 0
    assert bench.chip.visible() == 0
    assert bench.chip.charge_pump == 1
    assert (bench.chip.multiplex, bench.chip.com_pins, bench.chip.display_offset) == (63, 0x12, 0)
    assert (bench.chip.segment_remap, bench.chip.com_reversed) == (1, 1)
    assert (bench.chip.start_line, bench.chip.inverted, bench.chip.all_lit) == (0, 0, 0)


def test_power_and_contrast_arrive() -> None:
    bench = Bench()
    bench.oled.init()
    assert bench.oled.power(1) == OK
    assert bench.chip.visible() == 1
    assert bench.oled.power(0) == OK
    assert bench.chip.visible() == 0
    for level in (1, 8, 255):
        assert bench.oled.renew(level) == OK
        assert (bench.chip.contrast, bench.chip.visible()) == (level, 1)
    assert bench.oled.renew(0) == OK
    assert bench.chip.visible() == 0
    assert bench.oled.all_points(1) == OK
    assert bench.chip.all_lit == 1
    assert bench.oled.renew(255) == OK
    assert bench.chip.all_lit == 1  # the set-up is what it was told last
    assert bench.oled.all_points(0) == OK
    assert bench.chip.all_lit == 0


# Every command that a disturbance may seem, with an argument that spoils something.
TAKEN = (
    (0xAE, 0), (0xA5, 0), (0xA7, 0), (0xA0, 0), (0xC0, 0), (0x47, 0), (0x81, 0), (0x8D, 0x10), (0xA8, 15),
    (0xD3, 9), (0xDA, 0x02), (0x20, 0), (0x2F, 0),
)  # fmt: skip


def test_whatever_it_took_for_a_command_is_put_right() -> None:
    for command, argument in TAKEN:
        bench = Bench()
        bench.oled.init()
        bench.send()
        assert bench.oled.renew(255) == OK
        bench.chip.takes({"command": command, "argument": argument}, 1)
        assert not bench.chip.is_faithful() or command == 0x20
        assert bench.oled.renew(255) == (WRONG if command == 0xAE else OK)
        assert bench.chip.is_faithful()
        bench.send()
        assert bench.shows_picture(), command


def test_a_display_that_has_forgotten_tells_it_once_and_is_set_up() -> None:
    bench = Bench()
    bench.oled.init()
    assert bench.oled.power(1) == OK
    bench.send()
    bench.chip.power_on()
    assert not bench.chip.visible()
    assert bench.oled.renew(127) == WRONG
    assert bench.chip.is_faithful()
    assert bench.oled.renew(127) == OK
    bench.send()
    assert bench.shows_picture()


def test_a_display_that_is_to_be_dark_has_forgotten_nothing() -> None:
    bench = Bench()
    bench.oled.init()
    assert bench.oled.renew(0) == OK
    assert bench.oled.init() == OK


def test_an_sh1106_shows_the_picture_from_its_first_column() -> None:
    bench = Bench(sh1106=1)
    assert bench.oled.init() == OK
    bench.send()
    assert bench.oled.power(1) == OK
    assert bench.shows_picture()
    for i in range(SLICES):
        assert bench.oled.send_slice(i * 13 % SLICES) == OK
        assert bench.oled.renew(127) == OK  # of which it takes two bytes for a column
    assert bench.shows_picture()
    assert bench.chip.is_faithful()


def test_the_slices_together_are_the_picture() -> None:
    bench = Bench()
    bench.oled.init()
    before = bytes(bench.oled.buffer)
    bench.send()
    assert bench.shows_picture()
    assert bytes(bench.oled.buffer) == before


def test_each_slice_is_one_write_of_32_bytes_of_picture() -> None:
    bench = Bench()
    bench.oled.init()
    for i in range(SLICES):
        transfers, bits = bench.i2c.transfers, bench.i2c.bits
        bench.oled.send_slice(i)
        place = 1 if i % 4 == 0 else 0  # where a page begins
        assert bench.i2c.transfers == transfers + 1 + place
        assert bench.i2c.bits == bits + 34 * 9 + 2 + place * (5 * 9 + 2)


def test_slices_in_any_order_stand_where_they_belong() -> None:
    bench = Bench()
    bench.oled.init()
    for i in range(SLICES):
        assert bench.oled.send_slice(i * 13 % SLICES) == OK
    assert bench.shows_picture()


def test_a_slice_that_does_not_exist_is_refused() -> None:
    bench = Bench()
    assert bench.oled.send_slice(-1) == RANGE
    assert bench.oled.send_slice(SLICES) == RANGE
    assert bench.i2c.transfers == 0


def test_a_lost_byte_shifts_one_picture_and_not_the_next() -> None:
    bench = Bench()
    bench.oled.init()
    bench.send()
    bench.i2c.writeto(0x3C, bytes((0x40, 0xFF)))
    assert not bench.shows_picture()
    bench.send()
    assert bench.shows_picture()


def test_a_window_changed_by_noise_is_put_right_by_the_next_picture() -> None:
    bench = Bench()
    bench.oled.init()
    bench.i2c.writeto(0x3C, bytes((0x00, 0x21, 5, 90, 0x22, 2, 3)))
    bench.send()
    bench.send()
    assert bench.shows_picture()


def test_an_absent_display_and_a_held_bus_are_bus_errors_and_the_picture_is_kept() -> None:
    bench = Bench()
    before = bytes(bench.oled.buffer)
    bench.chip.answers = 0
    for hang in (0, 1):
        bench.i2c.hang = hang
        assert bench.oled.init() == BUS
        assert bench.oled.send_slice(0) == BUS
        assert bench.oled.send_slice(31) == BUS
        assert bench.oled.power(1) == BUS
        assert bench.oled.renew(1) == BUS
    assert bytes(bench.oled.buffer) == before


def test_a_byte_not_acknowledged_is_a_bus_error() -> None:
    bench = Bench()
    bench.oled.init()
    bench.chip.faults = chips.NACK_DATA
    bench.chip.nack_at = 20
    assert bench.oled.send_slice(3) == BUS
