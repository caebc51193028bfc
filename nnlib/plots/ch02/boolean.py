"""All functions of two and of three bits, which of them one unit can be, and why the others are beyond it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import combinations, product

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from nnlib import perceptron
from nnlib.core.words import tr
from nnlib.plots.ch02.drawing import line, shade
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.plane import HIGH, LOW, clipped, mark, square
from nnlib.plots.kit.style import BLACK, BLUE, VERMILION, painter, panels

TITLES = {
    0b0000: "always 0", 0b0001: "AND", 0b0010: tr("x1 and not x2"), 0b0011: "x1", 0b0100: tr("x2 and not x1"),
    0b0101: "x2", 0b0110: "XOR", 0b0111: "OR", 0b1000: "NOR", 0b1001: "XNOR", 0b1010: tr("not x2"),
    0b1011: tr("x1 or not x2"), 0b1100: tr("not x1"), 0b1101: tr("x2 or not x1"), 0b1110: "NAND", 0b1111: "always 1",
}  # fmt: skip
EPOCHS = 100  # with three inputs the slowest function that a plane separates takes 12


def inputs(n: int):
    """All 2^n rows of n bits, counted upward: X (2^n, n)."""
    return np.array(list(product((0.0, 1.0), repeat=n)))


def outputs(number: int, n: int):
    """The truth table of the function with this number: its bits, written as a binary number, y (2^n,)."""
    return np.array([number >> k & 1 for k in reversed(range(2**n))])


@cache
def unit_of(number: int, n: int):
    """Weights and bias of a unit that is this function, or None where the perceptron finds none in EPOCHS epochs."""
    X, y = inputs(n), outputs(number, n)
    w, b, mistakes = perceptron.perceptron_fit(X, y, 1, EPOCHS)
    if mistakes[-1]:
        return None
    if 0 < y.sum() < len(y):  # half-way between the classes, so that no point lies on the line
        b = -((X[y == 1] @ w).min() + (X[y == 0] @ w).max()) / 2
    return w, float(b)


@cache
def crossing(number: int, n: int):
    """Two rows a, b with output 1 and two rows c, d with output 0 whose middles are one point, or None.

    Such four points are the proof that no unit is this function: its sum in the middle would be both.
    """
    X, y = inputs(n), outputs(number, n)
    ones, zeros = (list(combinations(np.flatnonzero(y == label), 2)) for label in (1, 0))
    for (a, b), (c, d) in product(ones, zeros):
        if np.array_equal(X[a] + X[b], X[c] + X[d]):
            return int(a), int(b), int(c), int(d)
    return None


def separable(n: int, linearly_separable: Callable = perceptron.linearly_separable):
    """For each of the 2^(2^n) functions, whether one unit can be it: an array of True and False."""
    return np.array([
        bool(linearly_separable(inputs(n), outputs(number, n), EPOCHS)) for number in range(2 ** 2**n)
    ])  # fmt: skip


# -- the sixteen ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sixteen:
    """All functions of two bits: for each the unit that is it, or the points that cross."""

    units: list
    crossings: list


def sixteen_data():
    """Every function of two bits with a unit that is it, or with its two crossing diagonals."""
    return Sixteen([unit_of(k, 2) for k in range(16)], [crossing(k, 2) for k in range(16)])


@painter(9.6, 10, left=0.01, right=0.99, bottom=0.01, top=0.96, wspace=0.05, hspace=0.2)
def paint_sixteen(data: Sixteen, figure: Figure):
    """All functions of two bits in small planes, each with its line, or with two diagonals that cross."""
    for number, axes in enumerate(panels(figure, 4, 4).flat):
        paint_table_of(axes, number, data.units[number], data.crossings[number], size=20)
        axes.set(xticks=[], yticks=[], title=TITLES[number])
        if data.units[number] is None:
            for spine in axes.spines.values():
                spine.set(visible=True, color=VERMILION, linewidth=3)


def paint_table_of(axes: Axes, number: int, unit, crosses, size: int = 23):
    """The four corners of one function, and the line that does it, or the diagonals that forbid it."""
    X, y = inputs(2), outputs(number, 2)
    if unit is not None:
        w, b = unit
        if w.any():
            shade(axes, clipped(square(), w, b))
        elif b >= 0:
            shade(axes, square())
        line(axes, w, b, color=BLACK)
    elif crosses:
        paint_diagonals(axes, X, crosses)
    axes.set(xlim=(LOW, HIGH), ylim=(LOW, HIGH), aspect="equal")
    mark(axes, X, y, size=size)


def paint_diagonals(axes: Axes, X, crosses):
    """The two diagonals that meet in one point, one for each answer."""
    a, b, c, d = crosses
    axes.plot(*X[[c, d]].T, color=VERMILION, linestyle="--")
    axes.plot(*X[[a, b]].T, color=BLUE, linestyle="-")
    axes.plot(*X[[a, b]].mean(axis=0)[:, None], "D", color=BLACK, markersize=10, zorder=8)


def read_sixteen(data: Sixteen):
    """In words: how many functions one unit can do, and which are beyond it."""
    failing = [TITLES[k] for k, unit in enumerate(data.units) if unit is None]
    return tr(
        "All 16 functions of two bits in small planes, in the order of their truth tables. "
        "One unit can do {value}: a line is drawn that separates the ones from the zeros, except "
        "where all four answers are the same. {listed} are beyond it: there the diagonals cross, "
        "one joining two ones, the other two zeros.",
        value=16 - len(failing),
        listed=" and ".join(failing),
    )


SIXTEEN = Picture(sixteen_data, paint_sixteen, read_sixteen)


def paint_cells(axes: Axes, possible, number: int, size):
    """A board of all functions: dark where a unit can be it, light and crossed where none can, a ring around ours."""
    axes.imshow(possible, cmap="cividis_r", vmin=-0.25, vmax=1.25)
    gaps = np.arange(len(possible) - 1) + 0.5
    for lines in (axes.hlines, axes.vlines):
        lines(gaps, -0.5, len(possible) - 0.5, color="white", linewidth=1.5)
    row, column = divmod(number, len(possible))
    axes.plot(column, row, "s", markerfacecolor="none", markeredgecolor=VERMILION, markeredgewidth=3.5,
              markersize=size * 3.2)  # fmt: skip
    axes.set(xticks=[], yticks=[])
    axes.grid(False)


def reason(number: int, n: int, unit, crosses):
    """Why one unit can be this function, or cannot."""
    if unit is not None:
        w, b = unit
        terms = (
            " + ".join(f"{v:g} x{k + 1}" for k, v in enumerate(w))
            .replace("+ -", "− ")
            .replace("-", "−")
        )
        sign, size = "−" if b < 0 else "+", abs(b)
        return tr(
            "A unit that is this function: it fires where {terms} {sign} {size:g} ≥ 0.",
            terms=terms,
            sign=sign,
            size=size,
        )
    rows = ["".join(f"{bit:g}" for bit in inputs(n)[k]) for k in crosses]
    return tr(
        "No unit is this function: {row} and {row2} should give 1, {row3} and {row4} should "
        "give 0, and half-way between each pair lies the same point.",
        row=rows[0],
        row2=rows[1],
        row3=rows[2],
        row4=rows[3],
    )
