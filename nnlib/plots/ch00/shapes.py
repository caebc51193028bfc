"""Shapes as boxes: which tables may meet, what comes out, and what is legal although nobody meant it."""

from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from nnlib.core.words import tr
from nnlib.plots.kit.live_figures import Choice, Live, Slider
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.style import BLUE, GREEN, GREY, VERMILION, painter, panels

# name -> its shape for n examples, d inputs, k outputs
TABLES = {
    "X": lambda n, d, k: (n, d),
    "X.T": lambda n, d, k: (d, n),
    "W": lambda n, d, k: (d, k),
    "W.T": lambda n, d, k: (k, d),
    "Z": lambda n, d, k: (n, k),
    "b": lambda n, d, k: (k,),
    "y": lambda n, d, k: (n,),
    "p": lambda n, d, k: (n, 1),
}
PRODUCTS = ("X @ W", "Z + b", "X.T @ Z", "Z @ W.T", "W @ X", "X @ W.T", "X + b", "p - y")
MEANT = PRODUCTS[:4]  # what the book computes; the others are slips, some of which NumPy lets pass
OPERATIONS = {"@": np.matmul, "+": np.add, "-": np.subtract}
AGREE, CLASH = {"color": GREEN, "linestyle": "-"}, {"color": VERMILION, "linestyle": "--"}


@dataclass(frozen=True)
class Meeting:
    """Two tables and an operation: the shapes, and the shape that NumPy gives, or None where it refuses."""

    words: str
    left: tuple
    right: tuple
    result: tuple | None

    @property
    def names(self):
        return self.words.split()[::2]

    @property
    def sign(self):
        return self.words.split()[1]

    @property
    def legal(self):
        return self.result is not None

    @property
    def suspicious(self):
        return self.legal and self.words not in MEANT


def meeting_data(product: str = "X @ W", n: int = 3, d: int = 2, k: int = 4):
    """Two tables of ones meet, and NumPy itself decides."""
    first, sign, second = product.split()
    left, right = (TABLES[name](n, d, k) for name in (first, second))
    try:
        result = OPERATIONS[sign](np.ones(left), np.ones(right)).shape
    except ValueError:
        result = None
    return Meeting(product, left, right, result)


# -- drawing --------------------------------------------------------------------------------------------------------

_GAP, _HIGH = 2.1, 0.45


def _area(shape):
    """(rows, columns) of a box: a list of numbers lies down as one row, which is how NumPy treats it."""
    return (1, *shape)[-2:]


def _box(axes, x, shape, name, colour):
    """A table of cells, centred on the line, with its name above and its shape below; returns where it ends."""
    rows, columns = _area(shape)
    for i in range(rows):
        for j in range(columns):
            corner = (x + j, rows / 2 - i - 1)
            axes.add_patch(Rectangle(corner, 1, 1, facecolor=colour, alpha=0.22, linewidth=0))
            axes.add_patch(Rectangle(corner, 1, 1, fill=False, edgecolor=colour, linewidth=1.2))
    axes.text(x + columns / 2, rows / 2 + _HIGH, name, ha="center", va="bottom", fontsize=14)
    axes.text(x + columns / 2, -rows / 2 - _HIGH, _written(shape), ha="center", va="top")
    return x + columns


def _written(shape):
    return str(tuple(int(size) for size in shape))


def _edges(axes, data, x_left, x_right):
    """The two sides that `@` compares: the columns of the first, the rows of the second."""
    (rows, columns), (deep, _) = _area(data.left), _area(data.right)
    look = (AGREE if data.legal else CLASH) | {"linewidth": 5, "solid_capstyle": "butt"}
    axes.plot([x_left, x_left + columns], [rows / 2] * 2, **look)
    axes.plot([x_right] * 2, [-deep / 2, deep / 2], **look)


def _draw(axes, data):
    """The two boxes, the sign, and what comes out; from left to right."""
    first, second = data.names
    end = _box(axes, 0, data.left, first, BLUE)
    start = end + _GAP
    axes.text(end + _GAP / 2, 0, data.sign.replace("-", "−"), ha="center", va="center", fontsize=16)
    end = _box(axes, start, data.right, second, BLUE)
    if data.sign == "@":
        _edges(axes, data, 0, start)
    axes.text(end + _GAP / 2, 0, "=", ha="center", va="center", fontsize=16)
    if data.legal:
        colour = VERMILION if data.suspicious else GREEN
        end = _box(axes, end + _GAP, data.result, "?" if data.suspicious else "ok", colour)
    else:
        end += _GAP + 2
        axes.plot(end - 1, 0, "x", color=VERMILION, markersize=26, markeredgewidth=4)
        axes.text(end - 1, -1.4, "refused", ha="center", va="top")
    return end


def _frame(axes, end, tall, wide):
    axes.set_aspect("equal")
    axes.set(xticks=[], yticks=[], ylim=(-tall, tall))
    axes.set_xlim(end / 2 - wide / 2, end / 2 + wide / 2)
    axes.grid(False)
    for side in axes.spines.values():
        side.set_visible(False)


@painter(9.4, 4.0, left=0.01, right=0.99, bottom=0.01, top=0.91)
def paint_meeting(data: Meeting, figure: Figure):
    """Two tables of boxes, the product between them, and the result where there is one."""
    axes = panels(figure)
    end = _draw(axes, data)
    _frame(axes, end, 4.6, 23.5)
    axes.set_title(f"{data.words.replace('-', '−')}: {_verdict(data)}")


def _verdict(data):
    if not data.legal:
        return "refused"
    return tr("legal, but surely not meant") if data.suspicious else "legal"


def read_meeting(data: Meeting):
    """In words: whether the product is legal, why, and the shape of what comes out."""
    first, second = data.names
    words = f"{first} {_written(data.left)} {data.sign} {second} {_written(data.right)}".replace(
        " - ", " − "
    )
    if data.sign == "@":
        inner = (data.left[-1], data.right[0])
        why = tr("the inner sizes are {inner} and {inner2}", inner=inner[0], inner2=inner[1])
    else:
        why = tr("sizes are compared from the right, and a 1 stretches")
    out = (
        tr("the result has shape {written}", written=_written(data.result))
        if data.legal
        else tr("there is no result")
    )
    return f"{words}: {_verdict(data)}; {why}; {out}."


MEETING = Picture(meeting_data, paint_meeting, read_meeting)


def shape_checker() -> Live:
    """Widget: choose the sizes and two tables, and see whether they may meet."""
    controls = {
        "n": Slider("n examples", 1, 6, 3, 1),
        "d": Slider("d inputs", 1, 6, 2, 1),
        "k": Slider("k outputs", 1, 6, 4, 1),
        "product": Choice("together", tuple((p.replace("-", "−"), p) for p in PRODUCTS), "X @ W"),
    }
    return MEETING.live(controls, columns=(("n", "d", "k"), ("product",)))


# -- the cards ------------------------------------------------------------------------------------------------------


def cards_data(n: int = 3, d: int = 2, k: int = 4, products=PRODUCTS[:6]):
    """Several meetings for one choice of sizes."""
    return [meeting_data(product, n, d, k) for product in products]


@painter(9.6, 5.6, left=0.01, right=0.99, bottom=0.01, top=0.99, wspace=0.04, hspace=0.06)
def paint_cards(data: list, figure: Figure):
    """One card for each product."""
    boxes = panels(figure, -(-len(data) // 2), 2, squeeze=False)
    for axes, one in zip(boxes.flat, data):
        _frame(axes, _draw(axes, one), 3.4, 17.5)
        for side in axes.spines.values():
            side.set(visible=True, color=GREY)


def read_cards(data: list):
    """In words: the products and what becomes of each."""
    parts = [
        tr("{words} is {verdict}", words=one.words, verdict=_verdict(one))
        + (f", {_written(one.result)}" if one.legal else "")
        for one in data
    ]
    return tr(
        "X is {written} and W is {written2}: {listed}.",
        written=_written(data[0].left),
        written2=_written(data[0].right),
        listed="; ".join(parts),
    )


SHAPE_CARDS = Picture(cards_data, paint_cards, read_cards)
