"""A nerve cell beside a unit, and the two thresholds."""

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Ellipse, FancyBboxPatch, PathPatch
from matplotlib.path import Path

import nnlib
from nnlib.core.words import tr
from nnlib.plots.kit.numbers import plain
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.style import (
    BLACK,
    BLUE,
    VERMILION,
    note,
    painter,
    panels,
)

PARTS = (
    (tr("short arms"), tr("inputs x")),
    ("synapses", tr("weights w")),
    (tr("cell body"), tr("sum and threshold")),
    (tr("long arm"), tr("output")),
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
def paint_neuron(data, figure: Figure):
    """A nerve cell and a unit side by side, with the same numbers at the same parts."""
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
    for axes, which, title in ((left, 0, tr("nerve cell")), (right, 1, "unit")):
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
    """In words: which part of the cell is which part of the unit."""
    pairs = "; ".join(f"{k + 1}, {cell}, {unit}" for k, (cell, unit) in enumerate(data))
    return tr(
        "A nerve cell beside a unit, four parts with the same number in both drawings: {pairs}.",
        pairs=pairs,
    )


NEURON = Picture(lambda: PARTS, paint_neuron, read_neuron)


# -- the two thresholds ---------------------------------------------------------------------------------------------


def thresholds_data():
    """Points (z, H(z)) and (z, sgn(z)) left of 0, at 0, and right of 0."""
    z = np.array([-3.0, -0.001, 0.0, 0.001, 3.0])
    return z, nnlib.heaviside(z), nnlib.sgn(z)


@painter(9, 3.3, left=0.05, right=0.985, bottom=0.17, top=0.88, wspace=0.15)
def paint_thresholds(data: tuple, figure: Figure):
    """The step of Heaviside and the sign, open and full dots at 0."""
    z, *values = data
    titles = ("step H(z), Heaviside", tr("sign sgn(z)"))
    for axes, value, title in zip(panels(figure, 1, 2), values, titles):
        for part in (slice(0, 2), slice(3, 5)):
            axes.plot(z[part], value[part], color=BLUE, linewidth=3)
        axes.plot([0, 0], value[[1, 3]], "o", color=BLUE, markerfacecolor="white", markersize=11)
        axes.plot(0, value[2], "o", color=BLUE, markersize=11, zorder=4)
        axes.set(title=title, xlabel="z", xlim=(-3, 3), ylim=(-1.35, 1.5))
        axes.set_yticks([-1, 0, 1], ["−1", "0", "1"])
        axes.set_xticks(range(-3, 4), [plain(x) for x in range(-3, 4)])
        note(axes, tr("at z = 0: {plain}", plain=plain(value[2])))


def read_thresholds(data: tuple):
    """In words: what both give below 0, at 0 and above."""
    _, step, sign = data
    return tr(
        "The step is {plain} left of 0, {plain2} at 0 and {plain3} right of it; the sign is "
        "{plain4}, {plain5} and {plain6}. A full dot marks the value at 0.",
        plain=plain(step[0]),
        plain2=plain(step[2]),
        plain3=plain(step[-1]),
        plain4=plain(sign[0]),
        plain5=plain(sign[2]),
        plain6=plain(sign[-1]),
    )


THRESHOLDS = Picture(thresholds_data, paint_thresholds, read_thresholds)
