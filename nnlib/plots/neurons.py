"""Neurons as drawings: a nerve cell beside a unit, the two thresholds, and several units with their matrix W."""

from dataclasses import dataclass

import numpy as np
from matplotlib.patches import Circle, Ellipse, FancyBboxPatch, PathPatch, Rectangle
from matplotlib.path import Path

import nnlib
from nnlib.plots.numbers import plain
from nnlib.plots.pictures import Picture
from nnlib.plots.rule import whose
from nnlib.plots.style import (
    BLACK,
    BLUE,
    GREEN,
    GREY,
    VERMILION,
    note,
    painter,
    panels,
)

PARTS = (
    ("dendrites", "inputs x"),
    ("synapses", "weights w"),
    ("cell body", "sum and threshold"),
    ("axon", "output"),
)
FLESH = "#F6D8C2"


def _sheet(axes, width, height):
    axes.set(xlim=(0, width), ylim=(0, height), aspect="equal")
    axes.set_axis_off()


def _curve(axes, *points, **look):
    """A smooth line through a start, two points that pull, and an end."""
    codes = [Path.MOVETO] + [Path.CURVE4] * 3
    axes.add_patch(PathPatch(Path(points, codes), facecolor="none", capstyle="round", **look))


# -- a nerve cell and a unit ----------------------------------------------------------------------------------------


@painter(10.2, 4.4, left=0.01, right=0.99, bottom=0.01, top=0.99, wspace=0.02)
def paint_neuron(data, figure):
    left, right = panels(figure, 1, 2)
    for axes in (left, right):
        _sheet(axes, 10, 8.6)
    _cell(left)
    _unit(right)
    numbers = ((2.15, 6.85), (0.36, 5.6), (4.1, 4.3), (6.9, 5.0))
    others = ((0.42, 7.55), (3.15, 6.25), (5.2, 2.75), (8.9, 5.0))
    for k, (here, there) in enumerate(zip(numbers, others)):
        _badge(left, here, k + 1)
        _badge(right, there, k + 1)
    for axes, which, title in ((left, 0, "nerve cell"), (right, 1, "unit")):
        axes.text(5, 8.3, title, ha="center", va="center", fontsize=15, fontweight="bold")
        words = [f"{k + 1} {part[which]}" for k, part in enumerate(data)]
        words = f"{words[0]}     {words[1]}\n{words[2]}     {words[3]}"
        axes.text(5, 0.75, words, ha="center", va="center", fontsize=13)


def _cell(axes):
    look = {"edgecolor": "#8C5A3C", "linewidth": 5}
    ends = [(1.2, 7.3), (0.5, 5.6), (0.5, 3.6), (1.2, 2.0), (3.2, 7.5)]
    for x, y in ends:
        _curve(axes, (3.6, 4.4), (2.8, 4.4 + 0.3 * (y - 4.4)), (x + 1.0, y), (x, y), **look)
        _curve(axes, (x + 0.75, y + 0.1 * (4.4 - y)), (x + 0.5, y + 0.3), (x + 0.2, y + 0.5), (x - 0.1, y + 0.6),
               edgecolor="#8C5A3C", linewidth=3)  # fmt: skip
        axes.add_patch(Circle((x - 0.12, y), 0.24, facecolor=VERMILION, edgecolor=BLACK, zorder=4))
    axes.add_patch(
        Ellipse((4.0, 4.4), 2.6, 2.3, facecolor=FLESH, edgecolor="#8C5A3C", linewidth=3, zorder=2)
    )
    axes.add_patch(Circle((4.1, 4.3), 0.62, facecolor="#D9A98A", edgecolor="none", zorder=3))
    _curve(axes, (5.2, 4.4), (6.2, 4.6), (7.2, 4.0), (8.4, 4.4), edgecolor="#8C5A3C", linewidth=7)
    for y in (5.5, 4.5, 3.4):
        _curve(axes, (8.3, 4.4), (8.9, 4.4), (9.0, y), (9.5, y), edgecolor="#8C5A3C", linewidth=3)
        axes.add_patch(Circle((9.6, y), 0.24, facecolor=VERMILION, edgecolor=BLACK, zorder=4))


def _unit(axes):
    for k, y in enumerate((7.0, 4.3, 1.9)):
        axes.annotate(
            "",
            (4.2, 4.3 + 0.12 * (y - 4.3)),
            (1.6, y),
            arrowprops={"arrowstyle": "-|>", "linewidth": 2.2 + 1.2 * (1 - k), "color": BLUE},
        )
        axes.add_patch(Circle((1.15, y), 0.5, facecolor="white", edgecolor=BLUE, linewidth=2.5))
        axes.text(1.15, y, f"x{'₁₂₃'[k]}", ha="center", va="center", fontsize=14)
        axes.text(2.45, y + (4.3 - y) * 0.33 + 0.38, f"w{'₁₂₃'[k]}", ha="center", fontsize=14)
    axes.add_patch(Circle((5.2, 4.3), 1.0, facecolor=FLESH, edgecolor=BLACK, linewidth=2.5))
    axes.text(5.2, 4.3, "Σ + b", ha="center", va="center", fontsize=17, zorder=5)
    axes.add_patch(
        FancyBboxPatch(
            (6.75, 3.55),
            1.3,
            1.5,
            boxstyle="round,pad=0.1",
            facecolor="white",
            edgecolor=BLACK,
            linewidth=2.5,
        )
    )
    axes.plot([6.9, 7.4, 7.4, 7.9], [3.8, 3.8, 4.8, 4.8], color=BLUE, linewidth=3)
    for start, end in ((6.2, 6.65), (8.15, 9.7)):
        axes.annotate(
            "",
            (end, 4.3),
            (start, 4.3),
            arrowprops={"arrowstyle": "-|>", "linewidth": 2.5, "color": BLUE},
        )
    axes.text(6.42, 4.55, "z", ha="center", fontsize=14)
    axes.text(9.0, 3.6, "0 or 1", ha="center", fontsize=14)


def _badge(axes, place, k):
    axes.add_patch(Circle(place, 0.33, facecolor=BLACK, edgecolor="white", zorder=6))
    axes.text(
        *place,
        str(k),
        color="white",
        ha="center",
        va="center",
        fontsize=13,
        fontweight="bold",
        zorder=7,
    )


def read_neuron(data):
    pairs = "; ".join(f"{k + 1}, {cell}, {unit}" for k, (cell, unit) in enumerate(data))
    return f"A nerve cell beside a unit, four parts with the same number in both drawings: {pairs}."


NEURON = Picture(lambda: PARTS, paint_neuron, read_neuron)


# -- the two thresholds ---------------------------------------------------------------------------------------------


def thresholds_data():
    """Points (z, H(z)) and (z, sgn(z)) left of 0, at 0, and right of 0."""
    z = np.array([-3.0, -0.001, 0.0, 0.001, 3.0])
    return z, nnlib.heaviside(z), nnlib.sgn(z)


@painter(9, 3.3, left=0.05, right=0.985, bottom=0.17, top=0.88, wspace=0.15)
def paint_thresholds(data, figure):
    z, *values = data
    titles = ("step H(z), Heaviside", "sign sgn(z)")
    for axes, value, title in zip(panels(figure, 1, 2), values, titles):
        for part in (slice(0, 2), slice(3, 5)):
            axes.plot(z[part], value[part], color=BLUE, linewidth=3)
        axes.plot([0, 0], value[[1, 3]], "o", color=BLUE, markerfacecolor="white", markersize=11)
        axes.plot(0, value[2], "o", color=BLUE, markersize=11, zorder=4)
        axes.set(title=title, xlabel="z", xlim=(-3, 3), ylim=(-1.35, 1.5))
        axes.set_yticks([-1, 0, 1], ["−1", "0", "1"])
        axes.set_xticks(range(-3, 4), [plain(x) for x in range(-3, 4)])
        note(axes, f"at z = 0: {plain(value[2])}")


def read_thresholds(data):
    _, step, sign = data
    return (
        f"The step is {plain(step[0])} left of 0, {plain(step[2])} at 0 and {plain(step[-1])} right of it; the sign is "
        f"{plain(sign[0])}, {plain(sign[2])} and {plain(sign[-1])}. A full dot marks the value at 0."
    )


THRESHOLDS = Picture(thresholds_data, paint_thresholds, read_thresholds)


# -- several outputs ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Layer:
    """Several units on one input: their names, W (d, k), b (k,), the input x, the sums and the outputs."""

    names: tuple
    W: np.ndarray
    b: np.ndarray
    x: np.ndarray
    sums: np.ndarray
    outputs: np.ndarray


def layer_data(names=("AND", "OR", "NAND"), x=(1.0, 0.0), fit=nnlib.perceptron_fit):
    """The units that the perceptron learns for these gates, side by side as the columns of one W."""
    learned = [fit(*nnlib.logic_gate(name.lower()), 1.0, 100)[:2] for name in names]
    W, b = np.column_stack([w for w, _ in learned]), np.array([b for _, b in learned])
    x = np.array(x, float)
    return Layer(tuple(names), W, b, x, x @ W + b, nnlib.heaviside(x @ W + b))


COLUMNS = (BLUE, VERMILION, GREEN)


@painter(10.2, 4.2, left=0.01, right=0.99, bottom=0.01, top=0.99, wspace=0.02)
def paint_layer(data, figure):
    left, right = panels(figure, 1, 2)
    _sheet(left, 10, 8)
    _sheet(right, 10, 8)
    _wires(left, data)
    _matrix(right, data)


def _wires(axes, data):
    inputs, units = [(1.6, 5.4), (1.6, 2.4)], [(6.6, 6.4), (6.6, 3.9), (6.6, 1.4)]
    for j, (unit, color) in enumerate(zip(units, COLUMNS)):
        for i, start in enumerate(inputs):
            axes.plot(
                *np.transpose([start, unit]), color=color, linestyle=("-", "--", "-.")[j], zorder=1
            )
            spot = np.array(start) + (0.30 + 0.17 * j) * (np.array(unit) - start)
            axes.text(*spot, plain(data.W[i, j]), ha="center", va="center", color=color, fontsize=14, fontweight="bold",
                      bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5})  # fmt: skip
        axes.add_patch(
            Circle(unit, 0.85, facecolor="white", edgecolor=color, linewidth=3, zorder=2)
        )
        axes.text(*unit, data.names[j], ha="center", va="center", zorder=3, fontsize=13)
        axes.text(
            unit[0] + 1.1, unit[1], f"b = {plain(data.b[j])}", ha="left", va="center", fontsize=13
        )
    for i, place in enumerate(inputs):
        axes.add_patch(
            Circle(place, 0.75, facecolor="white", edgecolor=BLACK, linewidth=2.5, zorder=2)
        )
        axes.text(
            *place,
            f"x{'₁₂'[i]} = {plain(data.x[i])}",
            ha="center",
            va="center",
            zorder=3,
            fontsize=12,
        )


def _matrix(axes, data):
    lefts = (2.9, 5.1, 7.3)
    rows = [
        ("x₁", data.W[0], 5.6),
        ("x₂", data.W[1], 4.4),
        ("b", data.b, 3.0),
        ("z", data.sums, 1.7),
        ("fires", data.outputs, 0.6),
    ]
    for j, (x, color) in enumerate(zip(lefts, COLUMNS)):
        axes.add_patch(
            Rectangle((x - 0.9, 3.85), 1.8, 2.4, facecolor=color, alpha=0.16, edgecolor="none")
        )
        axes.add_patch(
            Rectangle((x - 0.9, 3.85), 1.8, 2.4, facecolor="none", edgecolor=color, linewidth=2.5)
        )
        axes.text(x, 6.7, data.names[j], ha="center", color=color, fontweight="bold", fontsize=13)
    for label, numbers, y in rows:
        axes.text(1.2, y, label, ha="center", va="center", fontsize=14)
        for x, value in zip(lefts, numbers):
            axes.text(x, y, plain(value), ha="center", va="center", fontsize=15)
    axes.plot([0.7, 8.4], [2.35, 2.35], color=GREY, linewidth=1.5)
    axes.text(
        5.1, 7.6, "W: one row per input, one column per unit", ha="center", va="center", fontsize=13
    )


def read_layer(data):
    units = "; ".join(
        f"{name} has the column {', '.join(plain(v) for v in data.W[:, j])} and b = {plain(data.b[j])}"
        for j, name in enumerate(data.names)
    )
    outputs = ", ".join(f"{name} {plain(v)}" for name, v in zip(data.names, data.outputs))
    return (
        f"Two inputs, {len(data.names)} units, and their weights as a matrix W with one column per unit: {units}. "
        f"For x = ({', '.join(plain(v) for v in data.x)}) they say: {outputs}."
    )


OUTPUTS = Picture(layer_data, paint_layer, read_layer)


# -- weights that can be looked at ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Digits:
    """A unit that tells two digits apart: a picture of each, its weights, and how it does on pictures it never saw."""

    pair: tuple
    examples: tuple
    w: np.ndarray
    mistakes: list
    accuracies: np.ndarray
    whose: str


def digits_data(pair=(0, 1), seeds=5, passes=200, fit=nnlib.perceptron_fit):
    """One unit on 64 pixels, fitted on all but 100 pictures of the two digits; the seed chooses which 100."""
    X, y = nnlib.load_digits()
    keep = np.isin(y, pair)
    X, y = X[keep], (y[keep] == pair[1]).astype(int)
    runs = [_one_split(X, y, np.random.default_rng(seed), passes, fit) for seed in range(seeds)]
    weights, counts, accuracies = zip(*runs)
    examples = X[y == 0][0], X[y == 1][0]
    owner = whose(fit, nnlib.perceptron_fit)
    return Digits(tuple(pair), examples, weights[0], list(counts), np.array(accuracies), owner)


def _one_split(X, y, rng, passes, fit):
    """The weights, the mistakes of every pass, and the accuracy on 100 pictures kept apart."""
    X_train, y_train, X_test, y_test = nnlib.split(X, y, 100, rng)
    w, b, mistakes = fit(X_train, y_train, 1.0, passes)
    return np.asarray(w), mistakes, float((nnlib.tlu_predict(X_test, w, b) == y_test).mean())


@painter(9.4, 3.5, left=0.01, right=0.92, bottom=0.12, top=0.88, wspace=0.1)
def paint_digits(data, figure):
    boxes = panels(figure, 1, 3)
    for axes, picture, digit in zip(boxes, data.examples, data.pair):
        axes.imshow(picture.reshape(8, 8), cmap="Greys")
        axes.set(title=f"a {digit}", xticks=[], yticks=[])
        axes.grid(False)
    reach = np.abs(data.w).max()
    axes = boxes[2]
    axes.imshow(data.w.reshape(8, 8), cmap="PuOr", vmin=-reach, vmax=reach)
    for k, value in enumerate(data.w):
        if abs(value) > 0.2 * reach:
            axes.text(k % 8, k // 8, "+" if value > 0 else "−", ha="center", va="center", fontsize=13,
                      color="white" if abs(value) > 0.65 * reach else "black")  # fmt: skip
    axes.set(title="the 64 weights", xticks=[], yticks=[])
    boxes[1].set_xlabel(f"{len(data.mistakes)} seeds: {_score(data)}", labelpad=10)
    axes.grid(False)


def _span(numbers, unit=""):
    low, high = min(numbers), max(numbers)
    return f"{low}{unit}" if low == high else f"{low} to {high}{unit}"


def _score(data):
    """How the seeds did, in words: corrections, passes, and accuracy."""
    corrections, passes = (_span([f(m) for m in data.mistakes]) for f in (sum, len))
    right = _span(np.round(100 * data.accuracies).astype(int).tolist(), " %")
    return f"{corrections} corrections in {passes} passes; {right} right on 100 new pictures"


def read_digits(data):
    zero, one = data.pair
    return (
        f"A picture of {zero}, a picture of {one}, and the 64 weights of one unit that tells them apart, found by "
        f"{data.whose} perceptron_fit: plus where ink speaks for {one}, minus where it speaks for {zero}. "
        f"{len(data.mistakes)} seeds: {_score(data)}."
    )


PIXELS = Picture(digits_data, paint_digits, read_digits)
