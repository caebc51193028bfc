"""One linear neuron and its cost: two lines, and a line by hand over its bowl."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from nnlib.core.words import tr
from nnlib.neuron import linear_neuron_grads
from nnlib.plots.kit.numbers import plain
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.style import (
    BLACK,
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    VERMILION,
    painter,
    panels,
)

YEARS, PRICE = "years", tr("price in thousand won")
WEIGHTS, BIASES = np.linspace(-1.5, 4.0, 56), np.linspace(-2.0, 8.0, 51)
CONTOURS = (0.3, 0.8, 2, 4, 8, 16, 32, 64, 128)


def prices(n: int = 10):
    """A made-up share: its price at n times within four years. It starts near 3 and comes near 8 (thousand won)."""
    x = np.linspace(0, 4, n)
    return x, 3.1 + 1.15 * x + np.random.default_rng(6).normal(0, 0.6, n)


def best_line(x, y):
    """The weight and bias of the smallest mean squared error."""
    w, b = np.polyfit(x, y, 1)
    return float(w), float(b)


def bowl(x, y):
    """The cost over the plane: J (biases, weights), from the definition."""
    errors = WEIGHTS[None, :, None] * x + BIASES[:, None, None] - y
    return np.mean(errors**2, axis=-1)


def limit(x):
    """The rate from which a walk down this bowl runs away: 2 over the largest curvature."""
    X = np.column_stack([x, np.ones_like(x)])
    return float(2 / np.linalg.eigvalsh(2 * X.T @ X / len(x))[-1])


def _frame(axes, y):
    axes.set(xlim=(-0.3, 4.3), ylim=(0, max(10, y.max() + 0.5)), xlabel=YEARS, ylabel=PRICE)


def paint_contours(axes: Axes, J: np.ndarray):
    """The bowl from above."""
    axes.contour(WEIGHTS, BIASES, J, CONTOURS, colors="#B0B0B0", linewidths=0.9)
    axes.set(
        xlim=(WEIGHTS[0], WEIGHTS[-1]),
        ylim=(BIASES[0], BIASES[-1]),
        xlabel=tr("weight w"),
        ylabel=tr("bias b"),
    )


# -- two lines --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """A line through the points: its weight and bias, its errors, their mean square."""

    x: np.ndarray
    y: np.ndarray
    w: float
    b: float
    errors: np.ndarray
    cost: float


def line_data(w: float = 0.0, b: float = 5.0, grads: Callable = linear_neuron_grads):
    """The line w x + b over the share's prices; its cost by `grads`."""
    x, y = prices()
    cost, _, _ = grads(x, y, w, b)
    return Line(x, y, float(w), float(b), w * x + b - y, float(cost))


def lines_data(bad: tuple = (-0.8, 6.0)):
    """A bad line, (w, b) given, and the best one."""
    return line_data(*bad), line_data(*best_line(*prices()))


@painter(9, 3.7, left=0.07, right=0.985, bottom=0.17, top=0.89, wspace=0.12)
def paint_lines(lines: tuple, figure: Figure):
    """Both lines through the prices, the errors dotted."""
    for axes, line, name, colour in zip(
        panels(figure, 1, 2, sharey=True),
        lines,
        (tr("a bad line"), tr("the best line")),
        (VERMILION, BLUE),
    ):
        axes.vlines(line.x, line.y, line.y + line.errors, color=GREY, linestyle=":")
        axes.plot(
            line.x, line.w * line.x + line.b, "--" if name == "a bad line" else "-", color=colour
        )
        axes.plot(line.x, line.y, "o", color=BLACK)
        axes.set_title(f"{name}: J = {plain(line.cost)}")
        _frame(axes, line.y)
    figure.axes[1].set_ylabel("")


def read_lines(lines: tuple):
    """In words: both lines and their costs."""
    bad, good = lines
    return tr(
        "{count} prices over four years, rising from about 3 to about 8 thousand won. A bad "
        "line falls through them, w = {plain} and b = {plain2}, with the cost {plain3}. The "
        "best line, w = {plain4} and b = {plain5}, has {plain6}. Dotted: the errors.",
        count=len(bad.x),
        plain=plain(bad.w),
        plain2=plain(bad.b),
        plain3=plain(bad.cost),
        plain4=plain(good.w),
        plain5=plain(good.b),
        plain6=plain(good.cost),
    )


LINES = Picture(lines_data, paint_lines, read_lines)


# -- (a) by hand ------------------------------------------------------------------------------------------------------


@painter(9.6, 4.3, left=0.065, right=0.985, bottom=0.15, top=0.9, wspace=0.2)
def paint_by_hand(line: Line, figure: Figure):
    """The line with a square for each error, and its cost as a point on the bowl."""
    left, right = panels(figure, 1, 2)
    _frame(left, line.y)
    box, (width, height) = left.get_position(), figure.get_size_inches()
    # A square on paper: as wide as it is high, though the two axes have different units.
    years = 4.6 / (box.width * width) * (box.height * height) / np.ptp(left.get_ylim())
    for x, y, error in zip(line.x, line.y, line.errors):
        side = abs(error)
        at = (x - side * years if x > 2 else x, min(y, y + error))  # towards the middle
        left.add_patch(
            Rectangle(at, side * years, side, facecolor=ORANGE, edgecolor=BLACK, alpha=0.35)
        )
    left.plot(left.get_xlim(), line.w * np.array(left.get_xlim()) + line.b, color=BLUE)
    left.plot(line.x, line.y, "o", color=BLACK)
    left.set_title(tr("mean of the squares: J = {plain}", plain=plain(line.cost)))
    paint_contours(right, bowl(line.x, line.y))
    right.plot(*best_line(line.x, line.y), "*", color=GREEN, markersize=14, label=tr("the bottom"))
    right.plot(line.w, line.b, "o", color=BLUE, markersize=11, label=tr("your line"))
    right.legend(loc="upper right")
    right.set_title(tr("the bowl from above"))


def read_by_hand(line: Line):
    """In words: the cost, and the largest error."""
    worst = int(np.argmax(np.abs(line.errors)))
    return tr(
        "The line with w = {plain} and b = {plain2}: the mean of the squared errors is J = "
        "{plain3}. The largest error, {plain4}, is at {plain5} years. On the bowl this line "
        "is the point ({plain}, {plain2}).",
        plain=plain(line.w),
        plain2=plain(line.b),
        plain3=plain(line.cost),
        plain4=plain(line.errors[worst], 2),
        plain5=plain(line.x[worst], 2),
    )


BY_HAND = Picture(line_data, paint_by_hand, read_by_hand)
