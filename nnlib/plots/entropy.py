"""Surprise, cross entropy, and what a confident mistake costs, as a probability and as a logit."""

from dataclasses import dataclass

import numpy as np

import nnlib
from nnlib.plots.live_figures import Choice, Slider
from nnlib.plots.losses import by_whom, chosen
from nnlib.plots.numbers import fixed, plain
from nnlib.plots.pictures import Picture
from nnlib.plots.style import (
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PURPLE,
    SKY,
    VERMILION,
    painter,
    panels,
)

SHARES = np.round(np.linspace(0.005, 0.995, 199), 4)
LOGITS = np.round(np.linspace(-8, 8, 161), 3)
SQUARED = {"color": VERMILION, "linestyle": "--"}
CROSSED = {"color": BLUE, "linestyle": "-"}

# -- surprise -------------------------------------------------------------------------------------------------------


def surprise_data(marks=(1 / 2, 1 / 4, 1 / 8)):
    """-ln p over p, and at some marks."""
    return SHARES, -np.log(SHARES), [(p, float(-np.log(p))) for p in marks]


@painter(8, 3.9, left=0.08, right=0.985, bottom=0.15, top=0.95)
def paint_surprise(data, figure):
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
    axes.set(xlabel="probability that was given to what happened", ylabel="surprise, −ln p")
    axes.set(xlim=(0, 1.02), ylim=(-0.15, 5.4))


def read_surprise(data):
    marks = ", ".join(f"{fixed(cost, 2)} at p = {plain(p)}" for p, cost in data[2])
    return f"The surprise −ln p falls from very large values near p = 0 to 0 at p = 1: {marks}."


SURPRISE = Picture(surprise_data, paint_surprise, read_surprise)


# -- the two branches of binary cross entropy -----------------------------------------------------------------------


def each_cost(p, y, functions=None):
    """The binary cross entropy of each probability by itself."""
    cost = chosen("binary_cross_entropy", functions)
    return np.array([cost(np.array([one]), np.array([float(y)])) for one in p])


def branches_data(functions=None):
    """Cost and slope over p, for y = 1 and for y = 0."""
    found = {}
    for y in (1, 0):
        target = np.full(len(SHARES), float(y))
        slope = len(SHARES) * nnlib.binary_cross_entropy_grad(SHARES, target)
        found[y] = (each_cost(SHARES, y, functions), slope)
    return SHARES, found, by_whom(("binary_cross_entropy",), functions)


@painter(9.4, 3.9, left=0.065, right=0.985, bottom=0.155, top=0.9, wspace=0.18)
def paint_branches(data, figure):
    p, branches, _ = data
    for k, axes in enumerate(panels(figure, 1, 2)):
        for (y, curves), colour, marker in zip(branches.items(), (BLUE, ORANGE), "os"):
            look = {"color": colour, "marker": marker, "markevery": 33, "label": f"y = {y}"}
            axes.plot(p, curves[k], "--" if k else "-", **look)
        axes.set(xlabel="p, the probability of yes", xlim=(0, 1))
    left, right = figure.axes
    left.set(title="binary cross entropy", ylim=(-0.1, 5.2))
    right.set(title="its slope along p", ylim=(-21, 21))
    right.axhline(0, color="black", linewidth=1)
    left.legend(loc="upper center")


def read_branches(data):
    p, branches, credit = data
    at = int(np.argmin(np.abs(p - 0.9)))
    parts = [
        f"y = {y}: cost {fixed(c[at], 2)}, slope {fixed(s[at], 2)}"
        for y, (c, s) in branches.items()
    ]
    return f"The two branches of binary cross entropy over p. At p = {plain(p[at])}, {'; '.join(parts)}. {credit}"


BRANCHES = Picture(branches_data, paint_branches, read_branches)


# -- over the logit -------------------------------------------------------------------------------------------------


def along_logit(z, y, functions=None):
    """Costs and slopes along the logit: squared error of the sigmoid, and binary cross entropy, of each z by itself."""
    z, t = np.asarray(z, float), np.full(len(z), float(y))
    p, own = nnlib.sigmoid(z), chosen("bce_with_logits", functions)
    squared = (p - t) ** 2, len(z) * nnlib.sigmoid_backward(nnlib.mse_grad(p, t), p)
    cost = np.array([own(one[None], t[:1]) for one in z])
    slope = len(z) * np.asarray(chosen("bce_with_logits_grad", functions)(z.copy(), t))
    return squared, (cost, slope)


@dataclass(frozen=True)
class Logits:
    z: np.ndarray
    y: int
    squared: tuple
    crossed: tuple
    credit: str


def logits_data(y=0, functions=None):
    squared, crossed = along_logit(LOGITS, y, functions)
    credit = by_whom(("bce_with_logits", "bce_with_logits_grad"), functions)
    return Logits(LOGITS, y, squared, crossed, credit)


@painter(9.4, 3.9, left=0.06, right=0.985, bottom=0.155, top=0.9, wspace=0.16)
def paint_logits(data, figure):
    for k, axes in enumerate(panels(figure, 1, 2)):
        axes.plot(data.z, data.squared[k], **SQUARED, label="squared error")
        axes.plot(data.z, data.crossed[k], **CROSSED, label="cross entropy")
        axes.set(xlabel="logit z", xlim=(-8, 8))
    left, right = figure.axes
    left.set(title=f"cost, target {data.y}", ylim=(-0.3, 8.3))
    right.set(
        title="slope along z", ylim=(-0.05, 1.1) if np.mean(data.crossed[1]) > 0 else (-1.1, 0.05)
    )
    left.legend(loc="upper left" if data.y == 0 else "upper right")


def read_logits(data):
    at = [int(np.argmin(np.abs(data.z - z))) for z in (0, 6)]
    squared, crossed = (
        ", ".join(f"{plain(pair[1][k])} at z = {plain(data.z[k])}" for k in at)
        for pair in (data.squared, data.crossed)
    )
    return (
        f"Target {data.y}, costs over the logit. Slope of the squared error: {squared}. "
        f"Slope of the cross entropy: {crossed}. {data.credit}"
    )


LOGIT_CURVES = Picture(logits_data, paint_logits, read_logits)


# -- (c) confident and wrong ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Confident:
    p: float
    y: int
    costs: tuple
    slopes: tuple
    at: tuple
    credit: str


def confident_data(p=0.98, y=0, functions=None):
    """For a sigmoid neuron's output p: the cost and its slope along the logit, by squared error and cross entropy."""
    squared, crossed = along_logit(np.log(SHARES / (1 - SHARES)), y, functions)
    here = along_logit(np.log([p / (1 - p)]), y, functions)
    at = tuple((float(cost[0]), float(slope[0])) for cost, slope in here)
    credit = by_whom(("bce_with_logits", "bce_with_logits_grad"), functions)
    return Confident(float(p), y, (squared[0], crossed[0]), (squared[1], crossed[1]), at, credit)


@painter(9.4, 4, left=0.06, right=0.985, bottom=0.15, top=0.9, wspace=0.16)
def paint_confident(data, figure):
    left, right = panels(figure, 1, 2)
    for k, (name, look, marker) in enumerate(
        (("squared error", SQUARED, "s"), ("cross entropy", CROSSED, "o"))
    ):
        dot = {"color": look["color"], "marker": marker, "markersize": 10, "zorder": 5}
        for axes, curves in ((left, data.costs), (right, data.slopes)):
            axes.plot(SHARES, curves[k], **look)
        left.plot(data.p, data.at[k][0], **dot, linestyle="none", label=f"{name}: {fixed(data.at[k][0])}")  # fmt: skip
        right.plot(data.p, data.at[k][1], **dot, linestyle="none", label=f"{name}: {fixed(data.at[k][1])}")  # fmt: skip
    for axes in (left, right):
        axes.axvline(data.p, color=GREY, linewidth=1, linestyle=":")
        axes.set(xlabel="output p", xlim=(0, 1))
        axes.legend(loc="upper center")
    left.set(title=f"cost, target {data.y}", ylim=(-0.15, 6.6))
    right.set(title="slope along the logit", ylim=(-0.05, 1.45) if data.y == 0 else (-1.05, 0.45))


def read_confident(data):
    (squared, slow), (crossed, fast) = data.at
    wrong = abs(data.p - data.y) - 0.5
    side = f"on the {'wrong' if wrong > 0 else 'right'} side of" if wrong else "exactly"
    return (
        f"The output is {plain(data.p)} and the target {data.y}: {side} one half. "
        f"Squared error costs {fixed(squared)} with slope {fixed(slow)} along the logit; cross entropy costs "
        f"{fixed(crossed)} with slope {fixed(fast)}. {data.credit}"
    )


CONFIDENT = Picture(confident_data, paint_confident, read_confident)


def confident_and_wrong(functions=None):
    """Widget: the output of a neuron, and its target; two losses say what it costs and how hard they push."""
    controls = {
        "p": Slider("output p", 0.01, 0.99, 0.5, 0.01),
        "y": Choice("target", (0, 1), 0),
    }
    return CONFIDENT.live(controls, functions=functions)


# -- (d) cross entropy is entropy and something more ----------------------------------------------------------------

TRUTHS = {"three weathers": (0.5, 0.25, 0.25), "always sun": (1.0, 0.0, 0.0)}
BELIEF, WEATHERS = (0.1, 0.3, 0.6), ("sun", "rain", "snow")


@dataclass(frozen=True)
class Bars:
    p: np.ndarray
    q: np.ndarray
    entropy: float
    cross: float
    credit: str

    @property
    def extra(self):
        return self.cross - self.entropy


def bars_data(toward=0.0, truth="three weathers", functions=None):
    """A belief q on its straight way to the truth p, the entropy of p, and the cross entropy of q."""
    p = np.array(TRUTHS[truth])
    q = (1 - toward) * np.array(BELIEF) + toward * p
    entropy = float(nnlib.cross_entropy(p, p))
    cross = float(chosen("cross_entropy", functions)(p, q))
    return Bars(p, q, entropy + 0.0, cross + 0.0, by_whom(("cross_entropy",), functions))


@painter(9.4, 4, left=0.065, right=0.985, bottom=0.12, top=0.9, wspace=0.2)
def paint_bars(data, figure):
    left, right = panels(figure, 1, 2)
    for shift, (name, values, colour, hatch) in zip(
        (-0.2, 0.2), (("truth p", data.p, GREEN, ""), ("belief q", data.q, SKY, "//"))
    ):
        look = {"color": colour, "hatch": hatch, "edgecolor": "black", "label": name}
        left.bar(np.arange(3) + shift, values, 0.38, **look)
        for k, value in enumerate(values):
            left.text(k + shift, value + 0.02, fixed(value, 2), ha="center")
    left.set_xticks(range(3), WEATHERS)
    left.set(ylim=(0, 1.19), title="how often it happens, and what is believed")
    left.legend(loc="upper right")
    right.barh(1, data.cross, color=SKY, hatch="//", edgecolor="black")
    right.barh(0, data.entropy, color=GREEN, edgecolor="black")
    right.barh(0, data.extra, left=data.entropy, color=PURPLE, hatch="..", edgecolor="black")
    right.text(0.02, 1.57, f"cross entropy H(p, q) = {fixed(data.cross)}", va="center")
    parts = f"H(p) = {fixed(data.entropy)}, and KL = {fixed(data.extra)} on top"
    right.text(0.02, -0.57, parts, va="center")
    right.set(xlim=(0, 2.4), ylim=(-0.85, 1.85), yticks=[], title="average surprise")
    right.grid(False, axis="y")


def read_bars(data):
    p, q = (", ".join(fixed(v, 2) for v in values) for values in (data.p, data.q))
    return (
        f"Truth p = {p}, belief q = {q}. The cross entropy {fixed(data.cross)} is the entropy of the truth, "
        f"{fixed(data.entropy)}, and {fixed(data.extra)} on top, the KL divergence. {data.credit}"
    )


CROSS_BARS = Picture(bars_data, paint_bars, read_bars)


def cross_entropy_bars(functions=None):
    """Widget: a belief walks towards the truth; what is left is the entropy of the truth."""
    controls = {
        "toward": Slider("q toward p", 0.0, 1.0, 0.0, 0.05),
        "truth": Choice("truth", tuple(TRUTHS), "three weathers"),
    }
    return CROSS_BARS.live(controls, functions=functions)
