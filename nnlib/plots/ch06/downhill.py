"""The walk downhill: one linear neuron, its bowl, and the rate of the steps."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure

from nnlib.core.words import tr
from nnlib.neuron import linear_neuron_grads
from nnlib.optimizers import gd_step
from nnlib.plots.ch06.line import BIASES, WEIGHTS, best_line, bowl, limit, paint_contours, prices
from nnlib.plots.kit.live_figures import Live, Slider
from nnlib.plots.kit.numbers import plain, power
from nnlib.plots.kit.owner import whose
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.style import (
    BLUE,
    GREEN,
    VERMILION,
    log_axis,
    note,
    painter,
    panels,
    solid_and_flat,
)

FAR = 1e12  # a walk that has come so far does not come back


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


def descent_data(
    rate: float = 0.06,
    w: float = -1.0,
    b: float = 0.0,
    steps: int = 40,
    grads: Callable = linear_neuron_grads,
    step: Callable = gd_step,
):
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
def paint_descent(walk: Descent, figure: Figure):
    """The walk over the bowl, and the cost step by step."""
    left, right = panels(figure, 1, 2)
    x, y = prices()
    paint_contours(left, bowl(x, y))
    left.plot(*best_line(x, y), "*", color=GREEN, markersize=14, label=tr("the bottom"))
    shown = walk.places[:9] if walk.lost else walk.places  # later it only fills the picture
    left.plot(*shown.T, "-o", color=BLUE, markersize=4, linewidth=1.4, label=tr("the walk"))
    left.plot(*walk.places[0], "^", color=VERMILION, markersize=10, label=tr("the start"))
    left.legend(loc="lower right")
    left.set_title(tr("the first 8 steps, from above") if walk.lost else tr("the walk, from above"))
    right.semilogy(walk.costs, "-o", color=BLUE, markersize=4)
    best = linear_neuron_grads(x, y, *best_line(x, y))[0]
    right.axhline(best, color=GREEN, linestyle=":")
    right.set(xlabel="steps", ylim=(0.1, max(200.0, 2 * walk.costs.max())))
    log_axis(right.yaxis)
    note(right, tr("dotted: the lowest cost"), x=0.4, y=0.62 if not walk.lost else 0.3)
    right.set_title(tr("the cost J"))


def read_descent(walk: Descent):
    """In words: where the walk ends at this rate, and by whose functions."""
    steps, (w, b) = len(walk.costs) - 1, walk.places[-1]
    end = (
        tr(
            "The walk runs away: the cost grows from {plain} to {power} in {steps} steps.",
            plain=plain(walk.costs[0]),
            power=power(walk.costs[-1]),
            steps=steps,
        )
        if walk.lost
        else tr(
            "After {steps} steps the cost has fallen from {plain} to {plain2}, at w = {plain3} "
            "and b = {plain4}.",
            steps=steps,
            plain=plain(walk.costs[0]),
            plain2=plain(walk.costs[-1]),
            plain3=plain(w, 2),
            plain4=plain(b, 2),
        )
    )
    zigzag = tr(" It jumps across the valley, from side to side.") if _zigzag(walk) else ""
    of_grads, of_step = walk.owners
    return tr(
        "Rate {plain}, from w = {plain2} and b = {plain3}. {end}{zigzag} With {of_grads} "
        "linear_neuron_grads and {of_step} gd_step.",
        plain=plain(walk.rate),
        plain2=plain(walk.places[0, 0]),
        plain3=plain(walk.places[0, 1]),
        end=end,
        zigzag=zigzag,
        of_grads=of_grads,
        of_step=of_step,
    )


def _zigzag(walk):
    """Whether some of the first steps turn back on the step before."""
    steps = np.diff(walk.places[:6], axis=0)
    return bool(np.any(np.sum(steps[1:] * steps[:-1], axis=1) < 0))


DESCENT = Picture(descent_data, paint_descent, read_descent)


def descent(grads: Callable = linear_neuron_grads, step: Callable = gd_step) -> Live:
    """Widget: rate, start, number of steps -> the path on the contours, and the cost at each step."""
    controls = {
        "rate": Slider("rate", 0.005, 0.2, 0.06, 0.005),
        "steps": Slider("steps", 1, 200, 40, 1),
        "w": Slider(tr("start w"), -1.5, 4.0, -1.0, 0.1),
        "b": Slider(tr("start b"), -2.0, 8.0, 0.0, 0.1),
    }
    columns = (("rate", "steps"), ("w", "b"))
    return DESCENT.live(controls, columns, grads=grads, step=step)


# -- the bowl itself --------------------------------------------------------------------------------------------------


@painter(9.6, 4.4)
def paint_bowl(walk: Descent, figure: Figure):
    """The cost over weight and bias, with a walk to the bottom."""
    figure.clear()
    solid, flat = solid_and_flat(figure)
    x, y = prices()
    J = bowl(x, y)
    solid.plot_surface(
        *np.meshgrid(WEIGHTS, BIASES), J, cmap="Blues", alpha=0.75, rcount=25, ccount=25
    )
    solid.plot(*walk.places.T, walk.costs, "-o", color=VERMILION, markersize=4, zorder=9)
    solid.set(xlabel=tr("weight w"), ylabel=tr("bias b"), zlabel="cost J", zticks=(0, 50, 100))
    solid.set(xticks=(0, 2, 4), yticks=(0, 4, 8))
    solid.view_init(30, -50)
    solid.set_box_aspect(None, zoom=0.9)
    paint_contours(flat, J)
    flat.plot(*walk.places.T, "-o", color=VERMILION, markersize=4, linewidth=1.4)
    flat.plot(*best_line(x, y), "*", color=GREEN, markersize=14)
    solid.set_title(tr("the bowl"))
    flat.set_title(tr("the same, from above"))


def read_bowl(walk: Descent):
    """In words: where the bottom is, and how the walk comes there."""
    w, b = best_line(*prices())
    return tr(
        "The cost over weight and bias is a long bowl with one bottom, at w = {plain} and b "
        "= {plain2}. A walk of {value} steps starts at cost {plain3}, drops into the valley "
        "within a few steps and then follows it slowly, to {plain4}.",
        plain=plain(w),
        plain2=plain(b),
        value=len(walk.costs) - 1,
        plain3=plain(walk.costs[0]),
        plain4=plain(walk.costs[-1]),
    )


BOWL = Picture(descent_data, paint_bowl, read_bowl)
