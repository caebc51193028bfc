"""Surprise, cross entropy, and what a confident mistake costs, as a probability and as a logit."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure

import nnlib
from nnlib.core.words import tr
from nnlib.plots.ch05.costs import by_whom, chosen
from nnlib.plots.kit.live_figures import Choice, Live, Slider
from nnlib.plots.kit.numbers import fixed, plain
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.style import (
    BLUE,
    GREY,
    ORANGE,
    VERMILION,
    painter,
    panels,
)

SHARES = np.round(np.linspace(0.005, 0.995, 199), 4)
LOGITS = np.round(np.linspace(-8, 8, 161), 3)
SQUARED = {"color": VERMILION, "linestyle": "--"}
CROSSED = {"color": BLUE, "linestyle": "-"}

# -- surprise -------------------------------------------------------------------------------------------------------


def surprise_data(marks: tuple = (1 / 2, 1 / 4, 1 / 8)):
    """-ln p over p, and at some marks."""
    return SHARES, -np.log(SHARES), [(p, float(-np.log(p))) for p in marks]


@painter(8, 3.9, left=0.08, right=0.985, bottom=0.15, top=0.95)
def paint_surprise(data: tuple, figure: Figure):
    """−ln p over p, with a few marks."""
    axes = panels(figure)
    p, cost, marks = data
    axes.plot(p, cost, **CROSSED)
    for share, height in marks:
        axes.plot([share, share, 0], [0, height, height], ":", color=GREY, linewidth=1.5)
        axes.plot(share, height, "o", color="black", zorder=5)
        words = f"p = 1/{round(1 / share)}: {fixed(height, 2)}"
        axes.annotate(words, (share, height), textcoords="offset points", xytext=(10, 5))
    axes.plot(1, 0, "s", color="black", zorder=5)
    axes.annotate("p = 1: 0", (1, 0), textcoords="offset points", xytext=(-58, 12))
    axes.set(xlabel=tr("probability that was given to what happened"), ylabel=tr("surprise, −ln p"))
    axes.set(xlim=(0, 1.02), ylim=(-0.15, 5.4))


def read_surprise(data: tuple):
    """In words: the surprise at the marks."""
    marks = ", ".join(
        tr("{fixed} at p = {plain}", fixed=fixed(cost, 2), plain=plain(p)) for p, cost in data[2]
    )
    return tr(
        "The surprise −ln p falls from very large values near p = 0 to 0 at p = 1: {marks}.",
        marks=marks,
    )


SURPRISE = Picture(surprise_data, paint_surprise, read_surprise)


# -- the two branches of binary cross entropy -----------------------------------------------------------------------


def each_cost(p, y, functions: Mapping[str, Callable] | None = None):
    """The binary cross entropy of each probability by itself."""
    cost = chosen("binary_cross_entropy", functions)
    return np.array([cost(np.array([one]), np.array([float(y)])) for one in p])


def branches_data(functions: Mapping[str, Callable] | None = None):
    """Cost and slope over p, for y = 1 and for y = 0."""
    found = {}
    for y in (1, 0):
        target = np.full(len(SHARES), float(y))
        slope = len(SHARES) * nnlib.binary_cross_entropy_grad(SHARES, target)
        found[y] = (each_cost(SHARES, y, functions), slope)
    return SHARES, found, by_whom(("binary_cross_entropy",), functions)


@painter(9.4, 3.9, left=0.065, right=0.985, bottom=0.155, top=0.9, wspace=0.18)
def paint_branches(data: tuple, figure: Figure):
    """Both branches of binary cross entropy over p."""
    p, branches, _ = data
    for k, axes in enumerate(panels(figure, 1, 2)):
        for (y, curves), colour, marker in zip(branches.items(), (BLUE, ORANGE), "os"):
            look = {"color": colour, "marker": marker, "markevery": 33, "label": f"y = {y}"}
            axes.plot(p, curves[k], "--" if k else "-", **look)
        axes.set(xlabel=tr("p, the probability of yes"), xlim=(0, 1))
    left, right = figure.axes
    left.set(title=tr("binary cross entropy"), ylim=(-0.1, 5.2))
    right.set(title=tr("its slope with respect to p"), ylim=(-21, 21))
    right.axhline(0, color="black", linewidth=1)
    left.legend(loc="upper center")


def read_branches(data: tuple):
    """In words: what each branch costs at one p, and by whose functions."""
    p, branches, credit = data
    at = int(np.argmin(np.abs(p - 0.9)))
    parts = [
        tr(
            "y = {y}: loss {fixed}, slope {fixed2}",
            y=y,
            fixed=fixed(c[at], 2),
            fixed2=fixed(s[at], 2),
        )
        for y, (c, s) in branches.items()
    ]
    return tr(
        "The two branches of binary cross entropy over p. At p = {plain}, {listed}. {credit}",
        plain=plain(p[at]),
        listed="; ".join(parts),
        credit=credit,
    )


BRANCHES = Picture(branches_data, paint_branches, read_branches)


# -- over the logit -------------------------------------------------------------------------------------------------


def along_logit(z, y, functions: Mapping[str, Callable] | None = None):
    """Losses and slopes over the logit: squared error of the sigmoid, and binary cross entropy, of each z by itself."""
    z, t = np.asarray(z, float), np.full(len(z), float(y))
    p, own = nnlib.sigmoid(z), chosen("bce_with_logits", functions)
    squared = (p - t) ** 2, len(z) * nnlib.sigmoid_backward(nnlib.mse_grad(p, t), p)
    cost = np.array([own(one[None], t[:1]) for one in z])
    slope = len(z) * np.asarray(chosen("bce_with_logits_grad", functions)(z.copy(), t))
    return squared, (cost, slope)


@dataclass(frozen=True)
class Logits:
    """Two losses over the logit, for one target."""

    z: np.ndarray
    y: int
    squared: tuple
    crossed: tuple
    credit: str


def logits_data(y: int = 0, functions: Mapping[str, Callable] | None = None):
    """Loss and slope of both losses over the logit of a sigmoid, for target y."""
    squared, crossed = along_logit(LOGITS, y, functions)
    credit = by_whom(("bce_with_logits", "bce_with_logits_grad"), functions)
    return Logits(LOGITS, y, squared, crossed, credit)


@painter(9.4, 3.9, left=0.06, right=0.985, bottom=0.155, top=0.9, wspace=0.16)
def paint_logits(data: Logits, figure: Figure):
    """Both losses over the logit, and both slopes."""
    for k, axes in enumerate(panels(figure, 1, 2)):
        axes.plot(data.z, data.squared[k], **SQUARED, label=tr("squared error"))
        axes.plot(data.z, data.crossed[k], **CROSSED, label=tr("cross entropy"))
        axes.set(xlabel=tr("logit z"), xlim=(-8, 8))
    left, right = figure.axes
    left.set(title=tr("loss, target {y}", y=data.y), ylim=(-0.3, 8.3))
    right.set(
        title=tr("slope with respect to z"),
        ylim=(-0.05, 1.1) if np.mean(data.crossed[1]) > 0 else (-1.1, 0.05),
    )
    left.legend(loc="upper left" if data.y == 0 else "upper right")


def read_logits(data: Logits):
    """In words: the slopes of both losses at a few logits."""
    at = [int(np.argmin(np.abs(data.z - z))) for z in (0, 6)]
    squared, crossed = (
        ", ".join(
            tr("{plain} at z = {plain2}", plain=plain(pair[1][k]), plain2=plain(data.z[k]))
            for k in at
        )
        for pair in (data.squared, data.crossed)
    )
    return tr(
        "Target {y}, losses over the logit. Slope of the squared error: {squared}. Slope of "
        "the cross entropy: {crossed}. {credit}",
        y=data.y,
        squared=squared,
        crossed=crossed,
        credit=data.credit,
    )


LOGIT_CURVES = Picture(logits_data, paint_logits, read_logits)


# -- (c) confident and wrong ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Confident:
    """One output on the two losses: cost and slope of each."""

    p: float
    y: int
    costs: tuple
    slopes: tuple
    at: tuple
    credit: str


def confident_data(p: float = 0.98, y: int = 0, functions: Mapping[str, Callable] | None = None):
    """For a sigmoid neuron's output p: loss and slope with respect to the logit, squared error and cross entropy."""
    squared, crossed = along_logit(np.log(SHARES / (1 - SHARES)), y, functions)
    here = along_logit(np.log([p / (1 - p)]), y, functions)
    at = tuple((float(cost[0]), float(slope[0])) for cost, slope in here)
    credit = by_whom(("bce_with_logits", "bce_with_logits_grad"), functions)
    return Confident(float(p), y, (squared[0], crossed[0]), (squared[1], crossed[1]), at, credit)


@painter(9.4, 4, left=0.06, right=0.985, bottom=0.15, top=0.9, wspace=0.16)
def paint_confident(data: Confident, figure: Figure):
    """Where this output stands on both losses and on both slopes."""
    left, right = panels(figure, 1, 2)
    for k, (name, look, marker) in enumerate(
        ((tr("squared error"), SQUARED, "s"), (tr("cross entropy"), CROSSED, "o"))
    ):
        dot = {"color": look["color"], "marker": marker, "markersize": 10, "zorder": 5}
        for axes, curves in ((left, data.costs), (right, data.slopes)):
            axes.plot(SHARES, curves[k], **look)
        left.plot(data.p, data.at[k][0], **dot, linestyle="none", label=f"{name}: {fixed(data.at[k][0])}")  # fmt: skip
        right.plot(data.p, data.at[k][1], **dot, linestyle="none", label=f"{name}: {fixed(data.at[k][1])}")  # fmt: skip
    for axes in (left, right):
        axes.axvline(data.p, color=GREY, linewidth=1, linestyle=":")
        axes.set(xlabel=tr("output p"), xlim=(0, 1))
        axes.legend(loc="upper center")
    left.set(title=tr("loss, target {y}", y=data.y), ylim=(-0.15, 6.6))
    right.set(
        title=tr("slope with respect to the logit"),
        ylim=(-0.05, 1.45) if data.y == 0 else (-1.05, 0.45),
    )


def read_confident(data: Confident):
    """In words: what this output costs by both losses, and how hard each pushes."""
    (squared, slow), (crossed, fast) = data.at
    wrong = abs(data.p - data.y) - 0.5
    side = (
        tr("on the {value} side of", value="wrong" if wrong > 0 else "correct")
        if wrong
        else "exactly"
    )
    return tr(
        "The output is {plain} and the target {y}: {side} one half. Squared error costs {fixed}, with "
        "the slope {fixed2} with respect to the logit; cross entropy costs {fixed3}, with the slope "
        "{fixed4}. {credit}",
        plain=plain(data.p),
        y=data.y,
        side=side,
        fixed=fixed(squared),
        fixed2=fixed(slow),
        fixed3=fixed(crossed),
        fixed4=fixed(fast),
        credit=data.credit,
    )


CONFIDENT = Picture(confident_data, paint_confident, read_confident)


def confident_and_wrong(functions: Mapping[str, Callable] | None = None) -> Live:
    """Widget: the output of a neuron, and its target; two losses say what it costs and how hard they push."""
    controls = {
        "p": Slider(tr("output p"), 0.01, 0.99, 0.5, 0.01),
        "y": Choice("target", (0, 1), 0),
    }
    return CONFIDENT.live(controls, functions=functions)
