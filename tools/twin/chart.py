# A running chart of two currents in characters: the body's as columns, what the unit believes as marks. Judges nothing.

from __future__ import annotations

from rich.text import Text

EIGHTHS = " ▁▂▃▄▅▆▇█"
BODY, BELIEVED, BOTH = "cyan", "bold yellow", "bold yellow on dark_cyan"
LEAST_MA = 1.0


class Chart:
    """The last samples, one a column."""

    def __init__(self, most: int = 400) -> None:
        self.most = most
        self.body: list[float] = []
        self.believed: list[float | None] = []

    def add(self, body_ma: float, believed_ma: float | None) -> None:
        self.body = [*self.body, body_ma][-self.most :]
        self.believed = [*self.believed, believed_ma][-self.most :]

    def draw(self, width: int, height: int, plain: bool = False) -> Text:
        """`width` × `height` characters, with the scale at the left."""
        columns = max(1, width - 6)
        body, believed = self.body[-columns:], self.believed[-columns:]
        top = max([LEAST_MA, *body, *(one for one in believed if one is not None)])
        text = Text()
        for row in range(height - 1, -1, -1):
            label = f"{top * (row + 1) / height:4.1f} " if row in (height - 1, 0) else "     "
            text.append(label, "dim")
            for own, told in zip(body, believed, strict=True):
                fill = max(0, min(8, round((own / top * height - row) * 8)))
                here = told is not None and row <= told / top * height < row + 1 and told > 0.02
                mark = ("#" if fill > 3 else " ") if plain else EIGHTHS[fill]
                if here:
                    text.append("-" if plain else "─", BOTH if fill > 3 else BELIEVED)
                else:
                    text.append(mark, BODY)
            text.append("\n" if row else "")
        return text
