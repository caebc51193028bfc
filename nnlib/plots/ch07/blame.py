"""Who is to blame: three boxes with their slopes, and the wires of a two-layer network with the shapes on them."""

import textwrap
from dataclasses import dataclass

from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from nnlib.backprop import backprop_graph, graph_values
from nnlib.core.words import tr
from nnlib.plots.ch07.graphs import SYMBOLS
from nnlib.plots.kit.numbers import plain
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.style import (
    BACKWARD,
    BLACK,
    BLUE,
    FORWARD,
    VERMILION,
    is_narrow,
    painter,
    panels,
)

# -- the boxes --------------------------------------------------------------------------------------------------------

GATES = ("add", "mul", "max")


@dataclass(frozen=True)
class GateCase:
    """One box: its two inputs, its value, the slope that arrives, and the slopes that it passes on."""

    operation: str
    inputs: tuple
    value: float
    upstream: float
    slopes: tuple


def gates_data(x: float = 3.0, y: float = -2.0, upstream: float = 5.0):
    """The three boxes for the same inputs and the same upstream slope."""
    found = []
    for operation in GATES:
        # A product with the upstream slope stands behind the box, so that this slope arrives there.
        nodes = [("q", operation, ("x", "y")), ("f", "mul", ("q", "u"))]
        values = {"x": x, "y": y, "u": upstream}
        slopes, value = backprop_graph(nodes, values), graph_values(nodes, values)["q"]
        found.append(GateCase(operation, (x, y), value, upstream, (slopes["x"], slopes["y"])))
    return found


def _arrow(axes, start, end, look, bend=0.0):
    axes.add_patch(
        FancyArrowPatch(
            start, end, arrowstyle="-|>", mutation_scale=16, linewidth=2, shrinkA=0, shrinkB=0,
            connectionstyle=f"arc3,rad={bend}", **look,
        )
    )  # fmt: skip


def _round_box(axes, x, y, wide, high, text, colour=BLACK, size=12):
    axes.add_patch(
        FancyBboxPatch(
            (x - wide / 2, y - high / 2), wide, high, boxstyle="round,pad=0.02,rounding_size=0.12",
            facecolor="white", edgecolor=colour, linewidth=1.6,
        )
    )  # fmt: skip
    axes.text(x, y, text, ha="center", va="center", fontsize=size)


@painter(9.4, 3.3, left=0.01, right=0.99, bottom=0.02, top=0.88, wspace=0.05)
def paint_gates(data: list, figure: Figure):
    """Values in blue on the wires, slopes in italics below them, dashed arrows for the way back."""
    for axes, case in zip(panels(figure, 1, len(data)), data):
        axes.set_axis_off()
        axes.set(xlim=(-2.9, 2.5), ylim=(-1.7, 1.6))
        axes.set_title(case.operation)
        _round_box(axes, 0, 0, 0.9, 0.8, SYMBOLS.get(case.operation, case.operation), size=15)
        for name, y, value, slope in zip("xy", (1.1, -1.1), case.inputs, case.slopes):
            side = 1 if y > 0 else -1
            _arrow(axes, (-1.3, y + 0.1), (-0.5, 0.28 * side), FORWARD)
            _arrow(axes, (-0.5, 0.28 * side - 0.22), (-1.3, y - 0.2), BACKWARD)
            axes.text(
                -1.4, y + 0.04, f"{name} = {plain(value)}", color=BLUE, va="bottom", ha="right"
            )
            look = {"color": VERMILION, "style": "italic", "va": "top", "ha": "right"}
            axes.text(-1.4, y - 0.06, tr("slope {plain}", plain=plain(slope)), **look)
        _arrow(axes, (0.5, 0.12), (2.1, 0.12), FORWARD)
        _arrow(axes, (2.1, -0.12), (0.5, -0.12), BACKWARD)
        axes.text(1.4, 0.26, plain(case.value), color=BLUE, ha="center", va="bottom")
        said = tr("slope {plain}", plain=plain(case.upstream))
        axes.text(1.5, -0.26, said, color=VERMILION, style="italic", ha="center", va="top")


def read_gates(data: list):
    """In words: what each box passes on."""
    parts = [
        tr(
            "{operation} gives {plain} and passes on {plain2} to x and {plain3} to y",
            operation=case.operation,
            plain=plain(case.value),
            plain2=plain(case.slopes[0]),
            plain3=plain(case.slopes[1]),
        )
        for case in data
    ]
    (x, y), upstream = data[0].inputs, data[0].upstream
    given = tr(
        "x = {plain}, y = {plain2} and the upstream slope {plain3}",
        plain=plain(x),
        plain2=plain(y),
        plain3=plain(upstream),
    )
    return tr("Three boxes with {given}: {listed}.", given=given, listed="; ".join(parts))


LOCAL_GATES = Picture(gates_data, paint_gates, read_gates)

# -- the wires of a network -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Wires:
    """A network with one hidden layer: every array of the forward pass with its shape; its gradient has the same."""

    shapes: dict


def wires_data(n: int = 5, d: int = 2, h: int = 3, k: int = 4):
    """n examples, d inputs, h hidden units, k classes."""
    return Wires(
        {
            "X": (n, d), "W1": (d, h), "b1": (h,), "Z1": (n, h), "H": (n, h),
            "W2": (h, k), "b2": (k,), "Z2": (n, k), "J": (),
        }
    )  # fmt: skip


MAIN = ("X", "Z1", "H", "Z2", "J")
BETWEEN = {"Z1": ("W1", "b1"), "Z2": ("W2", "b2")}
ON_THE_WAY = ("affine", "act", "affine", "loss")


@painter(9.8, 4.0, left=0.01, right=0.99, bottom=0.01, top=0.99)
def paint_wires(data: Wires, figure: Figure):
    """The main wire from left to right, parameters above it, the gradients' arrows below it."""
    axes = panels(figure)
    axes.set_axis_off()
    at = {name: 2.6 * i for i, name in enumerate(MAIN)}
    axes.set(xlim=(-1, 11.4), ylim=(-1.75, 2.85))
    for name, x in at.items():
        _cell(axes, name, x, 0, data.shapes[name])
    for (left, right), word in zip(zip(MAIN, MAIN[1:]), ON_THE_WAY):
        a, b = at[left] + 0.8, at[right] - 0.8
        _arrow(axes, (a, 0.2), (b, 0.2), FORWARD)
        axes.text((a + b) / 2, 0.32, word, ha="center", va="bottom", color=BLUE)
        _arrow(axes, (b, -0.2), (a, -0.2), BACKWARD)
        axes.text((a + b) / 2, -0.6, f"d{left}", ha="center", va="center", color=VERMILION)
    for goal, parts in BETWEEN.items():
        for part, shift in zip(parts, (-1.75, 0.15)):
            x = at[goal] + shift
            _cell(axes, part, x, 2.2, data.shapes[part])
            _arrow(axes, (x + 0.1, 1.6), (at[goal] - 0.25 + 0.18 * shift, 0.55), FORWARD)
            _arrow(axes, (at[goal] - 0.45 + 0.18 * shift, 0.55), (x - 0.12, 1.6), BACKWARD)
    axes.text(-0.8, -1.4, tr("solid: values forward"), color=BLUE, va="center")
    axes.text(
        3.2,
        -1.4,
        tr("dashed: gradients back, each as large as its array"),
        color=VERMILION,
        va="center",
    )


def _cell(axes, name, x, y, shape):
    written = tr("one number") if shape == () else str(shape)
    if is_narrow(axes.figure):
        written = textwrap.fill(written, 9)
    _round_box(axes, x, y, 1.55, 1.05, f"{name}\n{written}")


def read_wires(data: Wires):
    """In words: the arrays and their shapes."""
    number = tr("is one number")
    parts = [f"{name} {shape or number}" for name, shape in data.shapes.items()]
    return tr(
        "The arrays of a network with one hidden layer, and their shapes: {listed}. Values "
        "run forward to the cost J. Gradients run back along the same wires, and each has "
        "the shape of its array.",
        listed=", ".join(parts),
    )


WIRES = Picture(wires_data, paint_wires, read_wires)
