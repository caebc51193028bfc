"""Regression losses: how much an error costs, how hard it pulls, and where Huber's parabola ends."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure

from nnlib.core.words import tr
from nnlib.plots.ch05.costs import ERRORS, LOOKS, NAMES, by_whom, cost_and_slope, readers
from nnlib.plots.kit.live_figures import Live, Slider
from nnlib.plots.kit.numbers import plain
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.style import BLUE, BOOK, GREY, VERMILION, painter, panels

# -- three losses and their slopes ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Regression:
    """Cost and slope over the error by each loss, the book's and the reader's."""

    errors: np.ndarray
    delta: float
    book: dict
    yours: dict
    credit: str


def regression_data(delta: float = 1.0, functions: Mapping[str, Callable] | None = None):
    """Cost and slope over the error: by the book, and by the reader where a pair holds a function of the reader's."""
    book = {name: cost_and_slope(name, ERRORS, delta) for name in NAMES}
    pairs = {name: readers((name, f"{name}_grad"), functions) for name in NAMES}
    yours = {n: cost_and_slope(n, ERRORS, delta, functions) for n, own in pairs.items() if own}
    every = [name for pair in NAMES for name in (pair, f"{pair}_grad")]
    return Regression(ERRORS, delta, book, yours, by_whom(every, functions))


def label_of(name: str, delta):
    """The loss as a legend names it; Huber's with its delta."""
    return tr("Huber, delta {plain}", plain=plain(delta)) if name == "huber" else NAMES[name]


@painter(9.4, 4, left=0.06, right=0.985, bottom=0.15, top=0.9, wspace=0.16)
def paint_regression(data: Regression, figure: Figure):
    """What an error costs by each loss, and its slope; the book's in grey under the reader's own."""
    for k, axes in enumerate(panels(figure, 1, 2)):
        for name, curves in data.book.items():
            look = {"marker": LOOKS[name]["marker"], "markevery": 20, "color": LOOKS[name]["color"]}
            if name in data.yours:
                axes.plot(data.errors, curves[k], **BOOK)
            curve = data.yours.get(name, data.book[name])[k]
            axes.plot(
                data.errors, curve, "--" if k else "-", **look, label=label_of(name, data.delta)
            )
        axes.set(xlabel=tr("error: prediction minus target"), xlim=(-4, 4))
    left, right = figure.axes
    left.set(title=tr("what an error costs"), ylim=(-0.3, 8.5))
    right.set(title=tr("its slope: how hard it pulls"), ylim=(-8.5, 8.5))
    left.legend(loc="upper center")


def read_regression(data: Regression):
    """In words: what an error of 3 costs by each loss."""
    at = int(np.flatnonzero(data.errors == 3)[0])
    shown = data.book | data.yours
    parts = [
        tr(
            "{label_of}: {plain} with slope {plain2}",
            label_of=label_of(name, data.delta),
            plain=plain(curves[0][at]),
            plain2=plain(curves[1][at]),
        )
        for name, curves in shown.items()
    ]
    return tr(
        "What an error costs, and how fast the cost grows, for errors from −4 to 4. An error "
        "of 3 costs, by {listed}. {credit}",
        listed="; by ".join(parts),
        credit=data.credit,
    )


REGRESSION = Picture(regression_data, paint_regression, read_regression)


# -- (e) where the parabola ends ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Joints:
    """Huber's loss around its joints, the parabola and the line beyond them."""

    errors: np.ndarray
    delta: float
    cost: np.ndarray
    slope: np.ndarray
    book: tuple
    joint: tuple
    own: bool
    credit: str


def joints_data(delta: float = 1.5, functions: Mapping[str, Callable] | None = None):
    """Huber's loss and slope over the error, and height and slope where its two pieces meet."""
    own = bool(readers(("huber", "huber_grad"), functions))
    cost, slope = cost_and_slope("huber", ERRORS, delta, functions)
    (height,), (steep,) = cost_and_slope("huber", [delta], delta, functions)
    book = cost_and_slope("huber", ERRORS, delta)
    credit = by_whom(("huber", "huber_grad"), functions)
    return Joints(
        ERRORS, float(delta), cost, slope, book, (float(height), float(steep)), own, credit
    )


@painter(9.4, 4, left=0.06, right=0.985, bottom=0.15, top=0.9, wspace=0.16)
def paint_joints(data: Joints, figure: Figure):
    """Huber's loss and its slope, the joints marked, the parabola and the line going on beyond them."""
    left, right = panels(figure, 1, 2)
    e, (height, steep) = data.errors, data.joint
    left.plot(e, e * e / 2, ":", color=GREY, label=tr("the parabola, continued"))
    right.plot(e, e, ":", color=GREY)
    for axes, curve, book, look in (
        (left, data.cost, data.book[0], {"color": BLUE, "linestyle": "-"}),
        (right, data.slope, data.book[1], {"color": VERMILION, "linestyle": "--"}),
    ):
        if data.own:
            axes.plot(e, book, **BOOK)
        axes.plot(e, curve, **look, label=tr("your Huber") if data.own else "Huber")
        axes.set(xlabel=tr("error: prediction minus target"), xlim=(-4, 4))
    joint = {"color": "black", "marker": "o", "markersize": 9, "linestyle": "none", "zorder": 5}
    left.plot([-data.delta, data.delta], [height, height], **joint, label="joints")
    right.plot([-data.delta, data.delta], [-steep, steep], **joint)
    left.set(title=tr("loss, delta {plain}", plain=plain(data.delta)), ylim=(-0.3, 8.5))
    right.set(title="slope", ylim=(-4.4, 4.4))
    left.legend(loc="upper center")


def read_joints(data: Joints):
    """In words: at which errors, height and slope the two pieces meet."""
    height, steep = data.joint
    three = data.cost[np.flatnonzero(data.errors == 3)[0]]
    return tr(
        "Huber's loss with delta {plain}: its two pieces meet at errors of ±{plain}, at "
        "height {plain2} and with slope {plain3}. An error of 3 costs {plain4}; by the "
        "parabola it would cost 4.5. {credit}",
        plain=plain(data.delta),
        plain2=plain(height, 4),
        plain3=plain(steep),
        plain4=plain(three, 4),
        credit=data.credit,
    )


JOINTS = Picture(joints_data, paint_joints, read_joints)


def delta_slider(functions: Mapping[str, Callable] | None = None) -> Live:
    """Widget: where Huber's parabola becomes a line."""
    return JOINTS.live({"delta": Slider("delta", 0.1, 4.0, 1.5, 0.1)}, functions=functions)
