"""The shape puzzle: which product of two tables is the gradient, when the shapes decide and when they do not."""

from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from nnlib.core.words import tr
from nnlib.gradcheck import numerical_gradient, relative_error
from nnlib.layers import affine_forward
from nnlib.plots.kit.live_figures import Choice, Live, Slider
from nnlib.plots.kit.numbers import plain
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.style import BLUE, GREEN, GREY, VERMILION, painter, panels

SEED = 18  # its tables are never symmetric, so that a wrong transpose always shows
PIECES = ("X", "X.T", "W", "W.T", "dZ", "dZ.T")


@dataclass(frozen=True)
class Attempt:
    """A product offered as a gradient: its tables, what came out, and what a measurement says."""

    wanted: str
    first: str
    second: str
    tables: dict
    result: np.ndarray | None
    measured: np.ndarray

    @property
    def fits(self):
        return self.result is not None and self.result.shape == self.measured.shape

    @property
    def error(self):
        return relative_error(self.result, self.measured) if self.fits else float("nan")

    @property
    def right(self):
        return self.fits and self.error < 1e-6


def attempt_data(
    wanted: str = "dW", first: str = "X", second: str = "dZ", n: int = 4, d: int = 2, k: int = 3
):
    """Try first @ second as the gradient of sum(dZ * (X W + b)); the truth is measured by small steps."""
    rng = np.random.default_rng(SEED)
    X, W, dZ = (rng.integers(-4, 5, shape) * 1.0 for shape in ((n, d), (d, k), (n, k)))
    tables = {"X": X, "W": W, "dZ": dZ} | {"X.T": X.T, "W.T": W.T, "dZ.T": dZ.T}

    def loss(x, w):
        return np.sum(dZ * affine_forward(x, w, np.zeros(k)))

    if wanted == "dW":
        measured = numerical_gradient(lambda w: loss(X, w), W)
    else:
        measured = numerical_gradient(lambda x: loss(x, W), X)
    one, two = tables[first], tables[second]
    result = one @ two if one.shape[1] == two.shape[0] else None
    return Attempt(wanted, first, second, tables, result, measured)


def _table(axes, x, array, name, colour):
    """A table of numbers, centred on the line, its name above, its shape below; returns where it ends."""
    rows, columns = array.shape
    for (i, j), number in np.ndenumerate(array):
        corner = (x + j, rows / 2 - i - 1)
        axes.add_patch(Rectangle(corner, 1, 1, facecolor=colour, alpha=0.16, linewidth=0))
        axes.add_patch(Rectangle(corner, 1, 1, fill=False, edgecolor=colour, linewidth=1.1))
        axes.text(corner[0] + 0.5, corner[1] + 0.5, plain(number, 3), ha="center", va="center")
    axes.text(x + columns / 2, rows / 2 + 0.25, name, ha="center", va="bottom", fontsize=14)
    axes.text(x + columns / 2, -rows / 2 - 0.25, str(array.shape), ha="center", va="top")
    return x + columns


@painter(9.6, 3.9, left=0.01, right=0.99, bottom=0.01, top=0.9)
def paint_attempt(data, figure: Figure):
    """The two tables, their product, green where it is right, and the gradient that was measured."""
    axes = panels(figure)
    end = _table(axes, 0, data.tables[data.first], data.first, BLUE)
    axes.text(end + 0.65, 0, "@", ha="center", va="center", fontsize=16)
    end = _table(axes, end + 1.3, data.tables[data.second], data.second, BLUE)
    axes.text(end + 0.65, 0, "=", ha="center", va="center", fontsize=16)
    if data.result is None:
        axes.plot(end + 2.2, 0, "x", color=VERMILION, markersize=26, markeredgewidth=4)
        end += 3.2
    else:
        colour = GREEN if data.right else VERMILION
        end = _table(axes, end + 1.3, data.result, tr("comes out"), colour)
    end = _table(axes, end + 1.6, data.measured, f"{data.wanted}, measured", GREY)
    wide = max(end + 1, 18)
    axes.set_aspect("equal")
    axes.set(xticks=[], yticks=[], ylim=(-3.4, 3.6), xlim=(end / 2 - wide / 2, end / 2 + wide / 2))
    axes.grid(False)
    for side in axes.spines.values():
        side.set_visible(False)
    axes.set_title(f"{data.first} @ {data.second}: {_verdict(data)}")


def _verdict(data):
    if data.result is None:
        return tr("refused, the inner sizes differ")
    if not data.fits:
        return tr("not the shape of {wanted}", wanted=data.wanted)
    return (
        tr("shape and numbers are right")
        if data.right
        else tr("the shape is right, the numbers are WRONG")
    )


def read_attempt(data):
    """In words: whether the product is refused, misshapen, wrong or right."""
    one, two = data.tables[data.first].shape, data.tables[data.second].shape
    goal = tr("offered as {wanted} {shape}", wanted=data.wanted, shape=data.measured.shape)
    said = f"{data.first} {one} @ {data.second} {two}, {goal}: {_verdict(data)}."
    if data.fits and not data.right:
        said += tr(
            " The largest error is {plain}% of the largest entry.", plain=plain(100 * data.error, 2)
        )
    return said


TRANSPOSES = Picture(attempt_data, paint_attempt, read_attempt)


def shape_puzzle() -> Live:
    """Widget: put two tables together until shape and numbers are those of the gradient."""
    pieces = tuple((piece, piece) for piece in PIECES)
    controls = {
        "wanted": Choice("wanted", (("dW", "dW"), ("dX", "dX")), "dW"),
        "first": Choice(tr("first table"), pieces, "X"),
        "second": Choice(tr("second table"), pieces, "dZ"),
        "n": Slider("n examples", 1, 4, 4, 1),
        "d": Slider("d inputs", 1, 4, 2, 1),
        "k": Slider("k outputs", 1, 4, 3, 1),
    }
    return TRANSPOSES.live(controls, columns=(("wanted", "first", "second"), ("n", "d", "k")))
