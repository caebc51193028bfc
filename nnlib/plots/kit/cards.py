"""Tables of short words: a row of coloured boxes for each entry; on a telephone, one box with the others below it."""

from dataclasses import dataclass

from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from nnlib.plots.kit.style import GREY, NARROW, is_narrow, panels

HIGH = 0.72  # inches, of a row of a telephone's table
SMALL = 10  # points: words that stand side by side there


@dataclass(frozen=True)
class Column:
    """A column of a table: its left edge and width, in units of its own, and the colour of its boxes."""

    title: str
    left: float
    width: float
    colour: str
    shift: float = 0.0  # below the middle of the row
    half: float = 0.32  # of the height of a box, in rows
    size: float = 12  # points

    @property
    def right(self):
        return self.left + self.width

    @property
    def middle(self):
        return self.left + self.width / 2


def cards(figure: Figure, columns: tuple, rows: tuple, arrows: bool = False) -> None:
    """A row of boxes for each of `rows`, under the columns' titles; `arrows` lead from box to box.

    On a telephone the first box of a row is as wide as the page, and the others share the line below it.
    """
    axes = panels(figure)
    if is_narrow(figure):
        figure.set_size_inches(NARROW, HIGH * (len(rows) + 1))
        columns = below(columns, gap=0.4 if arrows else 0.12)
    for column in columns:
        where = column.middle, 0.1 + column.shift
        size = 14 if column.size == 12 else column.size
        axes.text(*where, column.title, ha="center", va="center", fontsize=size, weight="bold")
    for at, words in enumerate(rows, start=1):
        for word, column in zip(words, columns, strict=True):
            _box(axes, at, word, column)
        for one, other in zip(columns, columns[1:]):
            if arrows and one.shift == other.shift:
                y = at + one.shift
                ends = (one.right + 0.05, y), (other.left - 0.05, y)
                axes.add_patch(FancyArrowPatch(*ends, arrowstyle="-|>", mutation_scale=14))
    right = max(column.right for column in columns)
    axes.set(xlim=(-0.15, right + 0.15), ylim=(len(rows) + 0.55, -0.3))
    axes.axis("off")


def below(columns: tuple, gap: float) -> tuple:
    """The columns of a telephone: the first over the whole width, the others side by side below it."""
    first, *others = columns
    unit = (first.width * 1.4 - gap * (len(others) - 1)) / sum(one.width for one in others)
    found, left = [Column(first.title, 0, first.width * 1.4, first.colour, -0.22, 0.18)], 0.0
    for one in others:
        found.append(Column(one.title, left, unit * one.width, one.colour, 0.23, 0.18, SMALL))
        left = found[-1].right + gap
    return tuple(found)


def _box(axes, row, word, column):
    corner, high = (column.left, row + column.shift - column.half), 2 * column.half
    style = "round,pad=0.04"
    shape = FancyBboxPatch(
        corner, column.width, high, boxstyle=style, facecolor=column.colour, edgecolor=GREY
    )
    axes.add_patch(shape)
    where = column.middle, row + column.shift
    axes.text(*where, word, ha="center", va="center", fontsize=column.size)
