"""XOR and one line: the plane, the best line, the four inequalities."""

from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure

from nnlib import perceptron
from nnlib.core.words import tr
from nnlib.datasets import logic_gate
from nnlib.plots.ch02.drawing import line, shade
from nnlib.plots.kit.live_figures import Live, Slider
from nnlib.plots.kit.numbers import fixed, plain
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.plane import (
    COLOURS,
    HIGH,
    LOW,
    NAMES,
    POINTS,
    XOR,
    clipped,
    mark,
    name_axes,
    square,
)
from nnlib.plots.kit.style import BLACK, BLUE, GREY, VERMILION, painter, panels

# -- the plane ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Gate:
    """A truth table in the plane, and the line of the unit that is this gate, if there is one."""

    name: str
    y: np.ndarray
    w: np.ndarray | None
    b: float | None


def plane_data(names: tuple = ("OR", "AND", "XOR")):
    """Each gate with the book's weights; XOR has none."""
    found = []
    for name in names:
        w, b = (None, None) if name == "XOR" else perceptron.gate_weights(name)
        found.append(Gate(name, logic_gate(name.lower())[1], w, b))
    return found


@painter(9.6, 3.7)
def paint_plane(data: list, figure: Figure):
    """Each gate in a plane of its own, with the book's line where there is one."""
    for axes, gate in zip(panels(figure, 1, len(data), squeeze=False)[0], data):
        if gate.w is not None:
            shade(axes, clipped(square(), gate.w, gate.b))
            line(axes, gate.w, gate.b, color=BLACK)
        else:
            axes.text(0.5, 0.5, "?", ha="center", va="center", fontsize=40, color="#666666")
        axes.set(title=gate.name, xlim=(LOW, HIGH), ylim=(LOW, HIGH), aspect="equal")
        name_axes(axes)
        mark(axes, POINTS, gate.y)


def read_plane(data: list):
    """In words: which points should give 1, and whether a line does it."""
    parts = [
        tr(
            "{name}: {listed} should give 1; ",
            name=gate.name,
            listed=", ".join((n for n, y in zip(NAMES, gate.y) if y)),
        )
        + (tr("no line drawn") if gate.w is None else tr("one line does it"))
        for gate in data
    ]
    return tr("The four inputs 00, 01, 10, 11 as points. {listed}.", listed=". ".join(parts))


XOR_PLANE = Picture(plane_data, paint_plane, read_plane)


# -- the best line --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Attempt:
    """One unit tried on XOR: its sums at the four points, what it says, and the best count so far."""

    w: np.ndarray
    b: float
    z: np.ndarray
    right: np.ndarray
    record: int


def attempt_data(w1: float = 1.0, w2: float = 1.0, b: float = -0.5, record: int = 0):
    """The unit's sums and which of the four answers are right; `record` is the best count before."""
    w = np.array([w1, w2], dtype=float)
    right = perceptron.tlu_predict(POINTS, w, b) == XOR
    return Attempt(w, float(b), POINTS @ w + b, right, max(record, int(right.sum())))


@painter(9, 3.9, left=0.05, right=0.985, bottom=0.15, top=0.9, wspace=0.5)
def paint_attempt(data: Attempt, figure: Figure):
    """The unit's line over XOR, and its four sums with what was wanted."""
    left, right = panels(figure, 1, 2, width_ratios=(1, 1.35))
    if data.w.any():
        shade(left, clipped(square(), data.w, data.b))
    elif data.b >= 0:
        shade(left, square())
    line(left, data.w, data.b, color=BLACK)
    left.set_title(
        tr("{sum} of 4 right, record {record}", sum=data.right.sum(), record=data.record)
    )
    name_axes(left)
    mark(left, POINTS, XOR)
    for k, (z, y, good) in enumerate(zip(data.z, XOR, data.right)):
        right.barh(k, z, color=COLOURS[y], height=0.55, hatch=("", "//")[y], edgecolor="white")
        verdict = "right" if good else "WRONG"
        right.text(4.9, k, f"{fixed(z, 1, plus=True)}  {verdict}", ha="right", va="center",
                   fontweight="normal" if good else "bold")  # fmt: skip
    right.axvline(0, color=BLACK, linewidth=1.2)
    right.set(
        xlim=(-5, 5), ylim=(3.6, -0.6), title=tr("weighted sum at each point"), xlabel=tr("sum z")
    )
    right.set_yticks(
        range(4),
        [tr("{n}: wants {value}", n=n, value=("z < 0", "z ≥ 0")[y]) for n, y in zip(NAMES, XOR)],
    )


def read_attempt(data: Attempt):
    """In words: how many of the four are right, which are wrong, and the record."""
    wrong = [n for n, good in zip(NAMES, data.right) if not good]
    return tr(
        "w1 = {plain}, w2 = {plain2}, b = {plain3}: {sum} of 4 right, {value} wrong. Your "
        "record: {record} of 4.",
        plain=plain(data.w[0]),
        plain2=plain(data.w[1]),
        plain3=plain(data.b),
        sum=data.right.sum(),
        value="none" if not wrong else " and ".join(wrong),
        record=data.record,
    )


BEST_LINE = Picture(attempt_data, paint_attempt, read_attempt)


def best_line() -> Live:
    """Widget: move one unit's weights and bias over XOR; the best count so far is kept."""
    best = [0]

    def draw(figure, **values):
        data = attempt_data(record=best[0], **values)
        best[0] = data.record
        paint_attempt(data, figure)
        return read_attempt(data)

    controls = {
        "w1": Slider(tr("weight w1"), -2.0, 2.0, 1.0, 0.1),
        "w2": Slider(tr("weight w2"), -2.0, 2.0, 0.0, 0.1),
        "b": Slider(tr("bias b"), -2.0, 2.0, 0.5, 0.1),
    }
    return Live(draw, controls)


# -- the four inequalities ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sums:
    """The sums of one unit at the corners and in the middle of the square."""

    w: np.ndarray
    b: float
    corners: np.ndarray
    middle: float


def sums_data(w1: float = 1.0, w2: float = 1.0, b: float = -0.5):
    """For any weights: the middle of the square is the middle of both diagonals."""
    w = np.array([w1, w2], dtype=float)
    return Sums(w, float(b), POINTS @ w + b, float(np.array([0.5, 0.5]) @ w + b))


INEQUALITIES_TEXT = [
    ("00", "b", "< 0", 0), ("11", "w1 + w2 + b", "< 0", 0), ("", "w1 + w2 + 2b", "< 0", 0),
    ("01", "w2 + b", "≥ 0", 1), ("10", "w1 + b", "≥ 0", 1), ("", "w1 + w2 + 2b", "≥ 0", 1),
]  # fmt: skip


@painter(9.6, 4, left=0.055, right=0.99, bottom=0.14, top=0.9, wspace=0.06)
def paint_sums(data: Sums, figure: Figure):
    """The two diagonals with one middle, and the four inequalities added in pairs."""
    left, right = panels(figure, 1, 2, width_ratios=(1, 1.5))
    left.plot([0, 1], [0, 1], color=VERMILION, linestyle="--")
    left.plot([0, 1], [1, 0], color=BLUE, linestyle="-")
    left.plot(0.5, 0.5, "D", color=BLACK, markersize=11, zorder=5)
    left.annotate(tr("negative AND\nnot negative?"), (0.5, 0.5), (0.5, 1.28), ha="center",
                  arrowprops={"arrowstyle": "->"}, va="center")  # fmt: skip
    left.set(
        title=tr("two diagonals, one middle"), xlim=(LOW, HIGH), ylim=(LOW, HIGH), aspect="equal"
    )
    name_axes(left)
    mark(left, POINTS, XOR)
    right.set(xlim=(0, 10), ylim=(-6.9, 0.5))
    right.axis("off")
    right.set_title(tr("what one unit would need"))
    for k, (point, text, sign, wanted) in enumerate(INEQUALITIES_TEXT):
        y = -k - (k > 2) * 0.7
        colour, added = COLOURS[wanted], not point
        if added:
            right.plot([1.7, 7.3], [y + 0.5, y + 0.5], color=GREY, linewidth=1)
        else:
            mark(right, [[0.9, y]], [wanted], [point])
        weight = "bold" if added else "normal"
        right.text(5.2, y, text, ha="right", va="center", fontsize=15, fontweight=weight)
        right.text(5.6, y, sign, va="center", fontsize=15, color=colour, fontweight="bold")
        if added:
            right.text(7.5, y, "added", va="center", color="#444444")


def read_sums(data: Sums):
    """In words: why the inequalities contradict each other."""
    return tr(
        "The dashed diagonal joins 00 and 11, where the sum must be negative; the solid one "
        "joins 01 and 10, where it must not be. Added in pairs, the four inequalities say w1 "
        "+ w2 + 2b < 0 and w1 + w2 + 2b ≥ 0: both diagonals cross in the same middle, (0.5, "
        "0.5)."
    )


INEQUALITIES = Picture(sums_data, paint_sums, read_sums)
