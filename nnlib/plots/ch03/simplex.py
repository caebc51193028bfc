"""Softmax in pictures: three probabilities as one point of a triangle, and the table of its slopes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure

from nnlib.activations import softmax, softmax_backward
from nnlib.core.words import tr
from nnlib.plots.kit.live_figures import Live, Slider
from nnlib.plots.kit.numbers import fixed, plain
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.style import BLUE, GREEN, GREY, ORANGE, VERMILION, painter, panels

CORNERS = np.array([[0.0, 0.0], [1.0, 0.0], [0.5, np.sqrt(0.75)]])
LETTERS = "ABC"
COLOURS = (BLUE, ORANGE, GREEN)
LOGITS = ("z1", "z2", "z3")
UPSTREAM = ("g1", "g2", "g3")
# The two ends of the table's colours, for numbers above and below 0.
ABOVE, BELOW = "#5E3C99", "#E66101"


def place(P):
    """Where rows of three probabilities lie in the triangle: the corners, averaged with those weights."""
    return np.asarray(P) @ CORNERS


# -- (c) the triangle -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Triangle:
    """Logits, temperature, probabilities, and their place in the triangle."""

    logits: np.ndarray
    temperature: float
    P: np.ndarray
    point: np.ndarray
    trail: np.ndarray
    book: np.ndarray | None


def triangle_data(
    z1: float = 1.0,
    z2: float = 0.0,
    z3: float = -1.0,
    temperature: float = 1.0,
    functions: Mapping[str, Callable] | None = None,
):
    """Softmax of three logits over a temperature: probabilities, their point, and the trail over all temperatures."""
    mine = (functions or {}).get("softmax", softmax)
    logits = np.array([[z1, z2, z3]], dtype=float)
    heats = np.geomspace(0.05, 50, 60)[:, None]
    P = np.asarray(mine(logits / temperature))
    book = None if mine is softmax else softmax(logits / temperature)
    return Triangle(
        logits[0], float(temperature), P[0], place(P)[0], place(softmax(logits / heats)), book
    )


@painter(9, 3.9, left=0.01, right=0.985, bottom=0.15, top=0.92, wspace=0.12)
def paint_triangle(data: Triangle, figure: Figure):
    """The three probabilities as bars, and as a point in the triangle with its trail over the temperature."""
    left, right = panels(figure, 1, 2, width_ratios=(1.15, 1))
    left.plot(*CORNERS[[0, 1, 2, 0]].T, color="black", linewidth=1.5)
    left.plot(*data.trail.T, color=GREY, linestyle=":", label=tr("all temperatures"))
    left.plot(*place(np.full((1, 3), 1 / 3))[0], "+", color=GREY, markersize=12)
    if data.book is not None:
        left.plot(*place(data.book)[0], "o", color="#BDBDBD", markersize=20, label=tr("the book's"))
    label = "p" if data.book is None else "yours"
    left.plot(*data.point, "o", color=VERMILION, markersize=11, label=label, zorder=5)
    for corner, letter, shift in zip(CORNERS, LETTERS, ((-0.07, -0.05), (0.07, -0.05), (0, 0.06))):
        left.text(
            *(corner + shift), letter, ha="center", va="center", fontsize=14, fontweight="bold"
        )
    left.set(aspect="equal", xlim=(-0.4, 1.12), ylim=(-0.1, 0.97))
    left.axis("off")
    left.legend(loc="upper left", frameon=False, handlelength=1.2)
    _bars(right, data)


def _bars(axes, data):
    bars = axes.bar(list(LETTERS), data.P, color=COLOURS, edgecolor="black")
    for bar, hatch in zip(bars, ("", "//", "..")):
        bar.set_hatch(hatch)
    if data.book is not None:
        axes.bar(
            list(LETTERS), data.book[0], fill=False, edgecolor="#7A7A7A", linewidth=4, zorder=0
        )
    for k, p in enumerate(data.P):
        axes.text(k, min(max(p, 0), 1) + 0.02, fixed(p), ha="center", va="bottom")
    axes.set(ylim=(0, 1.14), ylabel="probability", yticks=[0, 0.5, 1])
    axes.set_xticks(range(3), [f"{n}\nz = {plain(z)}" for n, z in zip(LETTERS, data.logits)])
    axes.set_title(tr("temperature {plain}", plain=plain(data.temperature)))


def read_triangle(data: Triangle):
    """In words: logits, temperature, and the probabilities."""
    whose = tr("Your softmax") if data.book is not None else "Softmax"
    parts = [f"{n} {fixed(p)}" for n, p in zip(LETTERS, data.P)]
    logits = ", ".join(plain(z) for z in data.logits)
    return tr(
        "{whose} of the logits {logits} at temperature {plain}: {listed}; together {fixed}.",
        whose=whose,
        logits=logits,
        plain=plain(data.temperature),
        listed=", ".join(parts),
        fixed=fixed(data.P.sum()),
    )


TRIANGLE = Picture(triangle_data, paint_triangle, read_triangle)


# -- (d) the table of slopes ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Jacobian:
    """The table of softmax's slopes, with what goes in above and comes out below."""

    P: np.ndarray
    J: np.ndarray
    dout: np.ndarray
    dz: np.ndarray
    yours: bool


def jacobian_data(
    z1: float = 1.0,
    z2: float = 0.0,
    z3: float = -1.0,
    g1: float = 1.0,
    g2: float = 0.0,
    g3: float = 0.0,
    functions: Mapping[str, Callable] | None = None,
):
    """The table J[i, j] = slope of output i with respect to logit j, the upstream gradient, and the downstream one.

    Row i of J is what the backward makes of an upstream that asks for output i alone.
    """
    backward = (functions or {}).get("softmax_backward", softmax_backward)
    P = softmax(np.array([[z1, z2, z3]], dtype=float))
    J = np.asarray(backward(np.eye(3), np.repeat(P, 3, axis=0)))
    dout = np.array([[g1, g2, g3]], dtype=float)
    dz = np.asarray(backward(dout, P))
    return Jacobian(P[0], J, dout[0], dz[0], backward is not softmax_backward)


@painter(9.6, 3.7, left=0.075, right=0.98, bottom=0.12, top=0.9, wspace=0.36)
def paint_jacobian(data: Jacobian, figure: Figure):
    """The upstream numbers, the table of slopes, and what arrives at the logits."""
    left, middle, right = panels(figure, 1, 3, width_ratios=(1, 1.5, 1))
    _column(left, data.dout, "upstream", 3.0, plain)
    middle.imshow(data.J, cmap="PuOr", vmin=-0.25, vmax=0.25, aspect="auto")
    for (i, j), slope in np.ndenumerate(data.J):
        shade = "white" if slope > 0.12 or slope < -0.21 else "black"
        middle.text(j, i, fixed(slope, plus=True), ha="center", va="center", color=shade)
    middle.set_xticks(range(3), [tr("logit {n}", n=n) for n in LETTERS])
    middle.set_yticks(range(3), [f"p {n}" for n in LETTERS])
    middle.set_title(tr("slope of p with respect to each logit"))
    middle.grid(False)
    _column(right, data.dz, "downstream", 1.0, fixed)


def _column(axes, values, name, limit, words):
    limit = max(limit, 1.15 * float(np.abs(values).max()))
    axes.barh(range(3), values, color=[ABOVE if v >= 0 else BELOW for v in values])
    axes.axvline(0, color="black", linewidth=1)
    axes.set(
        title=name, xlim=(-limit, limit), ylim=(2.6, -0.6), xticks=[-int(limit), 0, int(limit)]
    )
    axes.set_yticks(range(3), [f"{n}\n{words(v)}" for n, v in zip(LETTERS, values)])


def read_jacobian(data: Jacobian):
    """In words: what the table turns the upstream into."""
    whose = tr("Your backward turns") if data.yours else tr("The backward turns")
    upstream, downstream = ", ".join(map(plain, data.dout)), ", ".join(map(fixed, data.dz))
    rows = "; ".join(", ".join(map(fixed, row)) for row in data.J)
    return tr(
        "{whose} the upstream {upstream} into {downstream}, which add up to {plain}. Rows of "
        "the table: {rows}.",
        whose=whose,
        upstream=upstream,
        downstream=downstream,
        plain=plain(_tidy(data.dz.sum())),
        rows=rows,
    )


def _tidy(x):
    return 0.0 if abs(x) < 1e-12 else float(x)


JACOBIAN = Picture(jacobian_data, paint_jacobian, read_jacobian)


def softmax_jacobian(functions: Mapping[str, Callable] | None = None) -> Live:
    """Widget: three logits set the table of slopes, three upstream sliders run through it."""
    logits = {
        name: Slider(tr("logit {n}", n=n), -5.0, 5.0, z, 0.1)
        for name, n, z in zip(LOGITS, LETTERS, (1.0, 0.0, -1.0))
    }
    upstream = {
        name: Slider(tr("upstream {n}", n=n), -3.0, 3.0, g, 0.1)
        for name, n, g in zip(UPSTREAM, LETTERS, (1.0, 0.0, 0.0))
    }
    return JACOBIAN.live(logits | upstream, columns=(LOGITS, UPSTREAM), functions=functions)
