"""Layers without a bend are one layer: the cake that collapses, and the grid that stays straight until it is bent."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch

from nnlib import activations, perceptron
from nnlib.core.words import tr
from nnlib.plots.kit.numbers import fixed, plain
from nnlib.plots.kit.owner import whose
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.style import BLACK, BLUE, GREY, ORANGE, VERMILION, painter, panels

LINES = np.linspace(-1, 1, 9)
B1, B2 = np.array([0.25, 0.0]), np.array([0.0, -0.5])


def grid(knots: int = 41):
    """The lines of a square grid, each as corners: (18, knots, 2). The first half runs upward, the second across."""
    along = np.linspace(-1, 1, knots)
    upward = np.stack(np.meshgrid(LINES, along, indexing="ij"), axis=-1)
    return np.concatenate([upward, upward[..., ::-1]])


@dataclass(frozen=True)
class Layers:
    """A grid before, between and after two layers; the one layer that they are without a bend; how far that misses."""

    activation: str
    start: np.ndarray
    between: np.ndarray
    end: np.ndarray
    one: np.ndarray
    W: np.ndarray
    b: np.ndarray
    distance: float
    whose: str


def layers_data(
    a11: float = 1.0, a12: float = -0.5, a21: float = 0.5, a22: float = 1.0,
    c11: float = 1.0, c12: float = 0.5, c21: float = 0.5, c22: float = -1.0,
    activation: str = "identity", collapse_affine: Callable = perceptron.collapse_affine,
):  # fmt: skip
    """Two layers of the plane with an activation between them, and `collapse_affine` of the two."""
    W1, W2 = np.array([[a11, a12], [a21, a22]]), np.array([[c11, c12], [c21, c22]])
    start = grid()
    between = getattr(activations, activation)(start @ W1 + B1)
    end = between @ W2 + B2
    W, b = (np.asarray(part, dtype=float) for part in collapse_affine(W1, B1, W2, B2))
    one = start @ W + b
    distance = float(np.hypot(*(end - one).T).max())
    return Layers(activation, start, between, end, one, W, b, distance, whose(collapse_affine))


@painter(9.8, 3.5, left=0.045, right=0.99, bottom=0.09, top=0.9, wspace=0.16)
def paint_layers(data: Layers, figure: Figure):
    """The plane's grid before the layers, between and after them; in orange the one layer that they are."""
    bend = (
        "" if data.activation == "identity" else tr(" and {activation}", activation=data.activation)
    )
    reach = 1.1 * max(np.abs(part).max() for part in (data.between, data.end, data.one))
    titles = (tr("the plane"), tr("after layer 1{bend}", bend=bend), tr("after layer 2"))
    for axes, sheet, title in zip(
        panels(figure, 1, 3), (data.start, data.between, data.end), titles
    ):
        if sheet is data.end:
            for line in data.one[[0, 8, 9, 17]]:
                axes.plot(*line.T, color=ORANGE, linewidth=7, alpha=0.6, solid_capstyle="round")
        half = len(sheet) // 2
        for k, line in enumerate(sheet):
            look = {"color": BLUE} if k < half else {"color": VERMILION, "linestyle": "--"}
            axes.plot(*line.T, linewidth=1.4, **look)
        axes.set(title=title, xlim=(-reach, reach), ylim=(-reach, reach), aspect="equal")
        axes.locator_params(nbins=4, integer=True)


def read_layers(data: Layers):
    """In words: how far the layers are from the one layer."""
    rows = " and ".join(f"({fixed(w[0], 2)}, {fixed(w[1], 2)})" for w in data.W)
    one = tr(
        "{capitalize} collapse_affine says: one layer, W with the rows {rows}.",
        capitalize=data.whose.capitalize(),
        rows=rows,
    )
    straight = "stays" if data.activation == "identity" else tr("is no longer")
    verdict = (
        tr("It is the same map.")
        if data.distance < 1e-9
        else tr("It misses by up to {plain}.", plain=plain(data.distance))
    )
    return tr(
        "With {activation} between the layers, the grid {straight} straight. {one} {verdict}",
        activation=data.activation,
        straight=straight,
        one=one,
        verdict=verdict,
    )


COLLAPSE = Picture(layers_data, paint_layers, read_layers)


# -- the cake -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cake:
    """Three small layers and what they collapse to, step by step."""

    layers: list
    steps: list


def cake_data():
    """Three layers of one input and one unit: z = 2 x + 1, then 3 z − 4, then −1 z + 5; two by two they become one."""
    layers = [(2.0, 1.0), (3.0, -4.0), (-1.0, 5.0)]
    steps = [layers, _merge(layers), _merge(_merge(layers))]
    return Cake(layers, steps)


def _merge(layers):
    first, second, *rest = [(np.array([[w]]), np.array([b])) for w, b in layers]
    W, b = perceptron.collapse_affine(*first, *second)
    return [(float(W[0, 0]), float(b[0])), *[(float(w[0, 0]), float(c[0])) for w, c in rest]]


def formula(w, b):
    """The layer as a person writes it: z = w x + b."""
    sign = "−" if b < 0 else "+"
    return f"{plain(w)} x {sign} {plain(abs(b))}"


@painter(9.6, 3.6, left=0.01, right=0.99, bottom=0.02, top=0.98)
def paint_cake(data: Cake, figure: Figure):
    """Layers of a cake with their formulas, and the one layer that tastes the same."""
    axes = panels(figure)
    axes.set(xlim=(0, 12), ylim=(0, 4.6))
    axes.axis("off")
    for step, layers in enumerate(data.steps):
        left = 0.4 + 4.1 * step
        for k, (w, b) in enumerate(layers):
            bottom = 0.75 + 1.1 * k
            merged = step > 0 and k == 0
            box = FancyBboxPatch((left, bottom), 2.8, 0.75, boxstyle="round,pad=0.1", linewidth=2,
                                 facecolor="#F7DCCB" if merged else "#E6F1F8",
                                 edgecolor=VERMILION if merged else BLUE, hatch="//" if merged else "")  # fmt: skip
            axes.add_patch(box)
            text = {"facecolor": "white", "edgecolor": "none", "pad": 2}
            axes.text(
                left + 1.4,
                bottom + 0.37,
                formula(w, b),
                ha="center",
                va="center",
                fontsize=16,
                bbox=text,
            )
        count = f"{len(layers)} layer{'s' * (len(layers) > 1)}"
        axes.text(left + 1.4, 0.15, count, ha="center", fontsize=13, color=BLACK)
        if step:
            arrow = {"arrowstyle": "-|>", "linewidth": 2, "color": GREY}
            axes.annotate("", (left - 0.25, 1.1), (left - 0.95, 1.1), arrowprops=arrow)


def read_cake(data: Cake):
    """In words: the formulas one above the other, and the one that they collapse into."""
    parts = [
        tr("from bottom to top ") + ", then ".join(formula(w, b) for w, b in layers)
        for layers in data.steps[:-1]
    ]
    return tr(
        "A cake of 3 layers without a bend, {part}, collapses to 2, {part2}, and then to 1: "
        "{formula}.",
        part=parts[0],
        part2=parts[1],
        formula=formula(*data.steps[-1][0]),
    )


CAKE = Picture(cake_data, paint_cake, read_cake)
