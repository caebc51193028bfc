"""One linear neuron and its cost: a line by hand, the bowl over weight and bias, and the walk downhill (chapter 6)."""

from dataclasses import dataclass

import numpy as np
from matplotlib.patches import Rectangle

from nnlib.neuron import linear_neuron_grads
from nnlib.optimizers import gd_step
from nnlib.plots.live_figures import Slider
from nnlib.plots.numbers import plain, power
from nnlib.plots.pictures import Picture
from nnlib.plots.style import (
    BLACK,
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    VERMILION,
    log_axis,
    note,
    painter,
    panels,
)
from nnlib.plots.xor import whose

YEARS, PRICE = "years", "price in thousand won"
WEIGHTS, BIASES = np.linspace(-1.5, 4.0, 56), np.linspace(-2.0, 8.0, 51)
CONTOURS = (0.3, 0.8, 2, 4, 8, 16, 32, 64, 128)
FAR = 1e12  # a walk that has come so far does not come back


def prices(n=10):
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


def _contours(axes, J):
    axes.contour(WEIGHTS, BIASES, J, CONTOURS, colors="#B0B0B0", linewidths=0.9)
    axes.set(
        xlim=(WEIGHTS[0], WEIGHTS[-1]),
        ylim=(BIASES[0], BIASES[-1]),
        xlabel="weight w",
        ylabel="bias b",
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


def line_data(w=0.0, b=5.0, grads=linear_neuron_grads):
    """The line w x + b over the share's prices; its cost by `grads`."""
    x, y = prices()
    cost, _, _ = grads(x, y, w, b)
    return Line(x, y, float(w), float(b), w * x + b - y, float(cost))


def lines_data(bad=(-0.8, 6.0)):
    return line_data(*bad), line_data(*best_line(*prices()))


@painter(9, 3.7, left=0.07, right=0.985, bottom=0.17, top=0.89, wspace=0.12)
def paint_lines(lines, figure):
    for axes, line, name, colour in zip(
        panels(figure, 1, 2, sharey=True), lines, ("a bad line", "the best line"), (VERMILION, BLUE)
    ):
        axes.vlines(line.x, line.y, line.y + line.errors, color=GREY, linestyle=":")
        axes.plot(
            line.x, line.w * line.x + line.b, "--" if name == "a bad line" else "-", color=colour
        )
        axes.plot(line.x, line.y, "o", color=BLACK)
        axes.set_title(f"{name}: J = {plain(line.cost)}")
        _frame(axes, line.y)
    figure.axes[1].set_ylabel("")


def read_lines(lines):
    bad, good = lines
    return (
        f"{len(bad.x)} prices over four years, rising from about 3 to about 8 thousand won. A bad line falls through "
        f"them, w = {plain(bad.w)} and b = {plain(bad.b)}, with the cost {plain(bad.cost)}. The best line, "
        f"w = {plain(good.w)} and b = {plain(good.b)}, has {plain(good.cost)}. Dotted: the errors."
    )


LINES = Picture(lines_data, paint_lines, read_lines)


# -- (a) by hand ------------------------------------------------------------------------------------------------------


@painter(9.6, 4.3, left=0.065, right=0.985, bottom=0.15, top=0.9, wspace=0.2)
def paint_by_hand(line, figure):
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
    left.set_title(f"mean of the squares: J = {plain(line.cost)}")
    _contours(right, bowl(line.x, line.y))
    right.plot(*best_line(line.x, line.y), "*", color=GREEN, markersize=14, label="the bottom")
    right.plot(line.w, line.b, "o", color=BLUE, markersize=11, label="your line")
    right.legend(loc="upper right")
    right.set_title("the bowl from above")


def read_by_hand(line):
    worst = int(np.argmax(np.abs(line.errors)))
    return (
        f"The line with w = {plain(line.w)} and b = {plain(line.b)}: the mean of the squared errors is "
        f"J = {plain(line.cost)}. The largest error, {plain(line.errors[worst], 2)}, is at {plain(line.x[worst], 2)} "
        f"years. On the bowl this line is the point ({plain(line.w)}, {plain(line.b)})."
    )


BY_HAND = Picture(line_data, paint_by_hand, read_by_hand)


def by_hand(grads=linear_neuron_grads):
    """Widget: weight, bias -> the line, the squares of its errors, the cost, the point on the bowl."""
    controls = {
        "w": Slider("weight w", -1.5, 4.0, 0.0, 0.05),
        "b": Slider("bias b", -2.0, 8.0, 5.0, 0.1),
    }
    return BY_HAND.live(controls, grads=grads)


# -- (b) the walk downhill --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Descent:
    """A walk down the bowl: the places (w, b), the cost at each, the rate, its limit, whose functions it uses."""

    rate: float
    places: np.ndarray
    costs: np.ndarray
    limit: float
    lost: bool
    owners: tuple


def descent_data(rate=0.06, w=-1.0, b=0.0, steps=40, grads=linear_neuron_grads, step=gd_step):
    """Walk `steps` steps of gradient descent from (w, b) on the cost of the share's line."""
    x, y = prices()
    places, costs = [np.array([w, b], dtype=float)], []
    while True:
        J, dw, db = grads(x, y, *places[-1])
        costs.append(float(J))
        if len(places) > steps or J > FAR:
            break
        places.append(np.asarray(step(places[-1], np.array([dw, db]), rate)))
    lost = costs[-1] > costs[0]
    return Descent(
        rate, np.array(places), np.array(costs), limit(x), lost, (whose(grads), whose(step))
    )


@painter(9.6, 4.3, left=0.065, right=0.985, bottom=0.15, top=0.9, wspace=0.2)
def paint_descent(walk, figure):
    left, right = panels(figure, 1, 2)
    x, y = prices()
    _contours(left, bowl(x, y))
    left.plot(*best_line(x, y), "*", color=GREEN, markersize=14, label="the bottom")
    shown = walk.places[:9] if walk.lost else walk.places  # later it only fills the picture
    left.plot(*shown.T, "-o", color=BLUE, markersize=4, linewidth=1.4, label="the walk")
    left.plot(*walk.places[0], "^", color=VERMILION, markersize=10, label="the start")
    left.legend(loc="lower right")
    left.set_title("the first 8 steps, from above" if walk.lost else "the walk, from above")
    right.semilogy(walk.costs, "-o", color=BLUE, markersize=4)
    best = linear_neuron_grads(x, y, *best_line(x, y))[0]
    right.axhline(best, color=GREEN, linestyle=":")
    right.set(xlabel="steps", ylim=(0.1, max(200.0, 2 * walk.costs.max())))
    log_axis(right.yaxis)
    note(right, "dotted: the lowest cost", x=0.4, y=0.62 if not walk.lost else 0.3)
    right.set_title("the cost J")


def read_descent(walk):
    steps, (w, b) = len(walk.costs) - 1, walk.places[-1]
    end = (
        f"The walk runs away: the cost grows from {plain(walk.costs[0])} to {power(walk.costs[-1])} in {steps} steps."
        if walk.lost
        else f"After {steps} steps the cost has fallen from {plain(walk.costs[0])} to {plain(walk.costs[-1])}, at "
        f"w = {plain(w, 2)} and b = {plain(b, 2)}."
    )
    zigzag = " It jumps across the valley, from side to side." if _zigzag(walk) else ""
    of_grads, of_step = walk.owners
    return (
        f"Rate {plain(walk.rate)}, from w = {plain(walk.places[0, 0])} and b = {plain(walk.places[0, 1])}. "
        f"{end}{zigzag} With {of_grads} linear_neuron_grads and {of_step} gd_step."
    )


def _zigzag(walk):
    """Whether some of the first steps turn back on the step before."""
    steps = np.diff(walk.places[:6], axis=0)
    return bool(np.any(np.sum(steps[1:] * steps[:-1], axis=1) < 0))


DESCENT = Picture(descent_data, paint_descent, read_descent)


def descent(grads=linear_neuron_grads, step=gd_step):
    """Widget: rate, start, number of steps -> the path on the contours, and the cost at each step."""
    controls = {
        "rate": Slider("rate", 0.005, 0.2, 0.06, 0.005),
        "steps": Slider("steps", 1, 200, 40, 1),
        "w": Slider("start w", -1.5, 4.0, -1.0, 0.1),
        "b": Slider("start b", -2.0, 8.0, 0.0, 0.1),
    }
    columns = (("rate", "steps"), ("w", "b"))
    return DESCENT.live(controls, columns, grads=grads, step=step)


# -- the bowl itself --------------------------------------------------------------------------------------------------


@painter(9.6, 4.4)
def paint_bowl(walk, figure):
    figure.clear()
    solid, flat = figure.add_subplot(1, 2, 1, projection="3d"), figure.add_subplot(1, 2, 2)
    x, y = prices()
    J = bowl(x, y)
    solid.plot_surface(
        *np.meshgrid(WEIGHTS, BIASES), J, cmap="Blues", alpha=0.75, rcount=25, ccount=25
    )
    solid.plot(*walk.places.T, walk.costs, "-o", color=VERMILION, markersize=4, zorder=9)
    solid.set(xlabel="weight w", ylabel="bias b", zlabel="cost J", zticks=(0, 50, 100))
    solid.set(xticks=(0, 2, 4), yticks=(0, 4, 8))
    solid.view_init(30, -50)
    solid.set_box_aspect(None, zoom=0.9)
    _contours(flat, J)
    flat.plot(*walk.places.T, "-o", color=VERMILION, markersize=4, linewidth=1.4)
    flat.plot(*best_line(x, y), "*", color=GREEN, markersize=14)
    solid.set_title("the bowl")
    flat.set_title("the same, from above")


def read_bowl(walk):
    w, b = best_line(*prices())
    return (
        f"The cost over weight and bias is a long bowl with one bottom, at w = {plain(w)} and b = {plain(b)}. A walk "
        f"of {len(walk.costs) - 1} steps starts at cost {plain(walk.costs[0])}, drops into the valley within a few "
        f"steps and then follows it slowly, to {plain(walk.costs[-1])}."
    )


BOWL = Picture(descent_data, paint_bowl, read_bowl)
