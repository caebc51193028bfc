"""What a hidden layer does to XOR: the hidden space, and the folded paper."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure

from nnlib import perceptron
from nnlib.core.words import tr
from nnlib.plots.ch02.drawing import UNITS, line, listed, shade
from nnlib.plots.kit.owner import whose
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.plane import LOOKS, NAMES, POINTS, XOR, clipped, mark, name_axes, square
from nnlib.plots.kit.style import BLACK, BLUE, painter, panels, solid_and_flat

# -- the hidden space, before and after -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Space:
    """Two lines in the input plane, and where the points land."""

    W1: np.ndarray
    b1: np.ndarray
    W2: np.ndarray
    b2: np.ndarray
    H: np.ndarray
    Y: np.ndarray
    separable: bool
    whose: str


def space_data(
    W1=None, b1=None, W2=None, b2=None, two_layer_tlu: Callable = perceptron.two_layer_tlu
):
    """By default the book's network for XOR: NAND and OR in the hidden layer, AND behind."""
    if W1 is None:
        W1, b1, W2, b2 = perceptron.xor_network_params()
    H, Y = two_layer_tlu(POINTS, W1, b1, W2, b2)
    separable = perceptron.linearly_separable(H, XOR, 1000)
    return Space(W1, b1, W2, b2, H, np.ravel(Y), separable, whose(two_layer_tlu))


@painter(9.2, 4.3, left=0.06, right=0.99, bottom=0.13, top=0.91, wspace=0.14)
def paint_space(data: Space, figure: Figure):
    """Two lines in the input plane, and the four points where they land in the hidden plane."""
    before, after = panels(figure, 1, 2)
    for first in (1, 0):
        for second in (1, 0):
            if np.array([first, second]) @ data.W2[:, 0] + data.b2[0] >= 0:
                part = square()
                for on, w, b in zip((first, second), data.W1.T, data.b1):
                    part = clipped(part, *((w, b) if on else (-w, -b)))
                shade(before, part)
    for k, look in enumerate(UNITS):
        line(before, data.W1[:, k], data.b1[k], label=tr("unit {value}", value=k + 1), **look)
    before.legend(loc="lower left")
    before.set_title(tr("before: the input plane"))
    name_axes(before)
    mark(before, POINTS, XOR)
    shade(after, clipped(square(), data.W2[:, 0], data.b2[0]))
    line(after, data.W2[:, 0], data.b2[0], color=BLACK, linestyle=":", label=tr("output line"))
    after.set_title(tr("after: the hidden plane"))
    after.legend(loc="lower left")
    name_axes(after, "unit 1", "unit 2")
    mark(after, data.H, XOR)


def read_space(data: Space):
    """In words: where the points land, and whether one line can separate them there."""
    places = ", ".join(
        tr("{n} at ({listed})", n=n, listed=listed(h)) for n, h in zip(NAMES, data.H)
    )
    return tr(
        "Left, two lines in the input plane. Right, where the points land, by {whose} "
        "two_layer_tlu: {places}. One line {value} separate them there; the output is "
        "{listed}.",
        whose=data.whose,
        places=places,
        value="can" if data.separable else "cannot",
        listed=listed(data.Y),
    )


HIDDEN_SPACE = Picture(space_data, paint_space, read_space)


# -- the folded paper -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Fold:
    """The height of a sheet of paper over the plane, and of the four points on it."""

    grid: np.ndarray
    height: np.ndarray
    points: np.ndarray


def fold_data():
    """The book's ReLU network on the square from 0 to 1: |x1 - x2|."""
    W1, b1, W2, b2 = perceptron.relu_xor_params()
    grid = np.linspace(0, 1, 13)
    X = np.stack(np.meshgrid(grid, grid), axis=-1)
    run = [np.maximum(x @ W1 + b1, 0) @ W2 + b2 for x in (X, POINTS)]
    return Fold(X, run[0][..., 0], run[1][:, 0])


@painter(9.6, 4.3, left=0.0, right=0.985, bottom=0.14, top=0.92, wspace=0.12)
def paint_fold(data: Fold, figure: Figure):
    """The folded sheet with its four points, and the same seen along the fold."""
    sheet, side = solid_and_flat(figure)
    x1, x2 = data.grid[..., 0], data.grid[..., 1]
    for half, colour in ((x1 >= x2, "#CFE3F1"), (x1 <= x2, "#A9CDE5")):
        height = np.where(half, data.height, np.nan)
        sheet.plot_surface(
            x1, x2, height, color=colour, edgecolor="#7FA9C4", linewidth=0.4, shade=False
        )
    sheet.plot([0, 1], [0, 1], [0, 0], color=BLACK, linestyle="--", linewidth=2, zorder=9)
    for x, z, y, name in zip(POINTS, data.points, XOR, NAMES):
        look = LOOKS[y]
        sheet.plot(*x, z, **look, markersize=11, zorder=10)
        sheet.text(*x, z + 0.13, name, fontweight="bold", zorder=11)
    sheet.set(xticks=[0, 1], yticks=[0, 1], zticks=[0, 0.5, 1], xlabel="x1", ylabel="x2")
    sheet.view_init(30, -128)
    sheet.set_box_aspect((1, 1, 0.8), zoom=0.86)
    sheet.set_title(tr("paper, folded along x1 = x2"))
    side.plot([-1, 0, 1], [1, 0, 1], color=BLUE)
    side.axhline(0.5, color=BLACK, linestyle=":")
    side.text(0, 0.55, tr("one cut at 1/2"), ha="center")
    mark(side, np.stack([POINTS[:, 0] - POINTS[:, 1], data.points], 1), XOR)
    side.set(
        title=tr("the same, seen along the fold"),
        xlabel="x1 − x2",
        xlim=(-1.3, 1.3),
        ylim=(-0.25, 1.25),
    )
    side.set(xticks=[-1, 0, 1], yticks=[0, 0.5, 1])


def read_fold(data: Fold):
    """In words: the heights of the four points, and the one cut that separates them."""
    heights = ", ".join(tr("{n} at {h:g}", n=n, h=h) for n, h in zip(NAMES, data.points))
    return tr(
        "A square sheet folded along the diagonal x1 = x2, its height |x1 − x2|: {heights}. "
        "Seen along the fold it is a V: 00 and 11 lie together at the bottom, 01 and 10 at "
        "the two tips, and one cut at 1/2 separates them.",
        heights=heights,
    )


FOLD = Picture(fold_data, paint_fold, read_fold)
