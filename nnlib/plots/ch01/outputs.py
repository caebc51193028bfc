"""Several units with their matrix W, and weights that can be looked at."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Rectangle

import nnlib
from nnlib.core.words import tr
from nnlib.plots.ch01.neuron import _sheet
from nnlib.plots.kit.numbers import plain
from nnlib.plots.kit.owner import whose
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.style import (
    BLACK,
    BLUE,
    GREEN,
    GREY,
    VERMILION,
    painter,
    panels,
)

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


def layer_data(
    names: tuple = ("AND", "OR", "NAND"),
    x: tuple = (1.0, 0.0),
    fit: Callable = nnlib.perceptron_fit,
):
    """The units that the perceptron learns for these gates, side by side as the columns of one W."""
    learned = [fit(*nnlib.logic_gate(name.lower()), 1.0, 100)[:2] for name in names]
    W, b = np.column_stack([w for w, _ in learned]), np.array([b for _, b in learned])
    x = np.array(x, float)
    return Layer(tuple(names), W, b, x, x @ W + b, nnlib.heaviside(x @ W + b))


COLUMNS = (BLUE, VERMILION, GREEN)


@painter(10.2, 4.2, left=0.01, right=0.99, bottom=0.01, top=0.99, wspace=0.02)
def paint_layer(data: Layer, figure: Figure):
    """Units and wires, and beside them the matrix with one column for each unit."""
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
        5.1,
        7.6,
        tr("W: one row per input, one column per unit"),
        ha="center",
        va="center",
        fontsize=13,
    )


def read_layer(data: Layer):
    """In words: the columns of W, and what each unit says."""
    units = "; ".join(
        tr(
            "{name} has the column {listed} and b = {plain}",
            name=name,
            listed=", ".join(plain(v) for v in data.W[:, j]),
            plain=plain(data.b[j]),
        )
        for j, name in enumerate(data.names)
    )
    outputs = ", ".join(f"{name} {plain(v)}" for name, v in zip(data.names, data.outputs))
    return tr(
        "Two inputs, {count} units, and their weights as a matrix W with one column per "
        "unit: {units}. For x = ({listed}) they say: {outputs}.",
        count=len(data.names),
        units=units,
        listed=", ".join(plain(v) for v in data.x),
        outputs=outputs,
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


def digits_data(
    pair: tuple = (0, 1), seeds: int = 5, passes: int = 200, fit: Callable = nnlib.perceptron_fit
):
    """One unit on 64 pixels, fitted on all but 100 pictures of the two digits; the seed chooses which 100."""
    X, y = nnlib.load_digits()
    keep = np.isin(y, pair)
    X, y = X[keep], (y[keep] == pair[1]).astype(int)
    runs = [_one_split(X, y, np.random.default_rng(seed), passes, fit) for seed in range(seeds)]
    weights, counts, accuracies = zip(*runs)
    examples = X[y == 0][0], X[y == 1][0]
    owner = whose(fit)
    return Digits(tuple(pair), examples, weights[0], list(counts), np.array(accuracies), owner)


def _one_split(X, y, rng, passes, fit):
    """The weights, the mistakes of every pass, and the accuracy on 100 pictures kept apart."""
    X_train, y_train, X_test, y_test = nnlib.split(X, y, 100, rng)
    w, b, mistakes = fit(X_train, y_train, 1.0, passes)
    return np.asarray(w), mistakes, float((nnlib.tlu_predict(X_test, w, b) == y_test).mean())


@painter(9.4, 3.5, left=0.01, right=0.92, bottom=0.12, top=0.88, wspace=0.1)
def paint_digits(data: Digits, figure: Figure):
    """A picture of each digit, and the weights as a picture."""
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
    boxes[1].set_xlabel(
        tr("{count} seeds: {score}", count=len(data.mistakes), score=_score(data)), labelpad=10
    )
    axes.grid(False)


def _span(numbers, unit=""):
    low, high = min(numbers), max(numbers)
    return (
        f"{low}{unit}"
        if low == high
        else tr("{low} to {high}{unit}", low=low, high=high, unit=unit)
    )


def _score(data):
    """How the seeds did, in words: corrections, passes, and accuracy."""
    corrections, passes = (_span([f(m) for m in data.mistakes]) for f in (sum, len))
    right = _span(np.round(100 * data.accuracies).astype(int).tolist(), " %")
    return tr(
        "{corrections} corrections in {passes} epochs; {right} right on 100 new pictures",
        corrections=corrections,
        passes=passes,
        right=right,
    )


def read_digits(data: Digits):
    """In words: how many of the digits the unit tells apart."""
    zero, one = data.pair
    return tr(
        "A picture of {zero}, a picture of {one}, and the 64 weights of one unit that tells "
        "them apart, found by {whose} perceptron_fit: plus where ink counts for {one}, minus "
        "where it counts for {zero}. {count} seeds: {score}.",
        zero=zero,
        one=one,
        whose=data.whose,
        count=len(data.mistakes),
        score=_score(data),
    )


PIXELS = Picture(digits_data, paint_digits, read_digits)
