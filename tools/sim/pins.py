# Reads a board's pins.csv: which GPIO carries which name. Decides no wiring: the table does, for the simulation as for
# the emulated chip and the test of board.py.

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

COLUMNS = ("gpio", "name", "direction", "pull", "meaning")


class Row:
    """One line of the table."""

    def __init__(self, gpio: int, name: str, direction: str, pull: str, meaning: str) -> None:
        self.gpio = gpio
        self.name = name
        self.direction = direction
        self.pull = pull
        self.meaning = meaning


class Pins:
    """GPIO numbers by the names of the table, as attributes: `pins.OUT_EN`. `rows` is the table itself."""

    def __init__(self, rows: "list[Row]") -> None:
        self.rows = rows
        for row in rows:
            setattr(self, row.name, row.gpio)

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> int: ...

    def of(self, direction: str) -> "list[int]":
        """The GPIOs of one direction: in, out, i2c, pwm, adc, spi; in the table's order."""
        return [row.gpio for row in self.rows if row.direction == direction]


def parse(text: str) -> "list[Row]":
    """The rows of a table without quotes. ValueError tells the line that is none, or another heading."""
    lines = text.replace("\r", "").split("\n")
    if tuple(lines[0].split(",")) != COLUMNS:
        raise ValueError("pins.csv: the columns are " + ",".join(COLUMNS))
    rows: "list[Row]" = []
    for number, line in enumerate(lines[1:]):
        cells: "list[Any]" = line.split(",", len(COLUMNS) - 1)
        if cells == [""]:
            continue
        if len(cells) != len(COLUMNS) or not cells[0].isdigit():
            raise ValueError("pins.csv: line %d is no pin: %s" % (number + 2, line))
        rows.append(Row(int(cells[0]), cells[1], cells[2], cells[3], cells[4]))
    return rows


def of_board(boards: str, name: str) -> Pins:
    """The pins of the board `name`, whose folder lies in the folder `boards`."""
    with open(boards + "/" + name + "/pins.csv") as f:
        return Pins(parse(f.read()))
