"""A unit that becomes a gate: the gate builder, and the agreement about the sum 0."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure

import nnlib
from nnlib.core.words import tr
from nnlib.plots.ch01.drawing import CORNERS, GOALS, at, paint_plane, paint_points
from nnlib.plots.kit.live_figures import Live, Slider, Toggle
from nnlib.plots.kit.numbers import plain
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.style import (
    BLACK,
    BLUE,
    GREEN,
    GREY,
    VERMILION,
    note,
    painter,
    panels,
)

# -- (a) the gate builder -------------------------------------------------------------------------------------------


def gate_names(outputs):
    """The name of the gate with these four outputs, or "" where it has none."""
    tables = {name: nnlib.logic_gate(name.lower())[1].tolist() for name in (*GOALS, "XOR")}
    return next((n for n, table in tables.items() if table == [int(v) for v in outputs]), "")


@dataclass(frozen=True)
class Builder:
    """A unit on the four corners: sums, outputs, the gate they are, the margin, and the goals reached so far."""

    w: np.ndarray
    b: float
    sums: np.ndarray
    outputs: np.ndarray
    margin: float
    gate: str
    reached: tuple

    @property
    def touching(self):
        return self.sums == 0


def builder_data(w1: float = 0.5, w2: float = 1.0, b: float = 0.5, reached: Collection[str] = ()):
    """A goal counts as reached only with room to spare: no corner may lie on the line."""
    w = np.array([w1, w2], dtype=float)
    sums = np.round(CORNERS @ w + b, 9) + 0.0
    outputs = (sums >= 0).astype(int)
    margin = float(np.abs(sums).min() / np.linalg.norm(w)) if w.any() else 0.0
    gate = gate_names(outputs)
    now = {gate} if gate in GOALS and margin > 0 else set()
    lit = tuple(name for name in GOALS if name in now | set(reached))
    return Builder(w, float(b), sums, outputs, margin, gate, lit)


@painter(9.4, 4.5, left=0.05, right=0.985, bottom=0.1, top=0.91, wspace=0.05)
def paint_builder(data: Builder, figure: Figure):
    """The unit in the plane; beside it sums, outputs and the four lamps."""
    left, right = panels(figure, 1, 2, width_ratios=(1, 1.05))
    paint_plane(
        left, data.w, data.b, color=VERMILION if data.touching.any() and data.w.any() else BLACK
    )
    paint_points(left, CORNERS, data.outputs)
    touching = CORNERS[data.touching]
    left.plot(
        *touching.T,
        "o",
        markersize=27,
        markerfacecolor="none",
        markeredgecolor=VERMILION,
        markeredgewidth=3,
    )
    left.set_title(
        tr("red ring: on the line")
        if data.touching.any()
        else tr("margin {plain}", plain=plain(data.margin))
    )
    right.set(xlim=(0, 10), ylim=(0, 10))
    right.set_axis_off()
    _table(right, data)
    for k, name in enumerate(GOALS):
        _light(right, 1.3 + 2.5 * k, name, name in data.reached)


def _table(axes, data):
    for x, text in zip((1, 2.6, 5, 7.8), ("x₁", "x₂", "sum", "output")):
        axes.text(x, 9.3, text, ha="center", va="center", fontweight="bold")
    axes.plot([0.3, 9.3], [8.7, 8.7], color=GREY, linewidth=1)
    for k, ((x1, x2), z, output) in enumerate(zip(CORNERS, data.sums, data.outputs)):
        color, height = VERMILION if z == 0 else BLACK, 8 - 1.1 * k
        for x, text in zip((1, 2.6, 5, 7.8), (plain(x1), plain(x2), plain(z), str(output))):
            axes.text(x, height, text, ha="center", va="center", color=color, fontsize=14)
    axes.text(5, 3.5, tr("This is {gate}.",
gate=data.gate) if data.gate else tr("No gate with a name."), ha="center", va="center",
              fontsize=14)  # fmt: skip


def _light(axes, x, name, lit):
    color = GREEN if lit else "white"
    axes.plot(x, 1.9, "o", color=color, markersize=32, markeredgecolor=BLACK, markeredgewidth=2)
    axes.text(
        x,
        1.85,
        "✓" if lit else "",
        ha="center",
        va="center",
        color="white",
        fontsize=17,
        fontweight="bold",
    )
    axes.text(x, 0.55, name, ha="center", va="center")


def read_builder(data: Builder):
    """In words: the unit, which gate it is, and which lamps are still dark."""
    words = tr(
        "w = {at}, b = {plain}. Outputs for 00, 01, 10, 11: {listed}",
        at=at(data.w),
        plain=plain(data.b),
        listed=", ".join(map(str, data.outputs)),
    )
    words += (
        tr(", which is {gate}. ", gate=data.gate) if data.gate else tr(", no gate with a name. ")
    )
    if data.touching.any() and data.w.any():
        words += tr(
            "Careful: {listed} on the line. ",
            listed=" and ".join(at(x) for x in CORNERS[data.touching]),
        )
    elif data.w.any():
        words += tr("Margin {plain}. ", plain=plain(data.margin))
    else:
        words += tr("Without weights there is no line. ")
    missing = [name for name in GOALS if name not in data.reached]
    return words + (
        tr("Still dark: {listed}.", listed=", ".join(missing))
        if missing
        else tr("All four lights are on!")
    )


GATE_BUILDER = Picture(builder_data, paint_builder, read_builder)


def gate_builder() -> Live:
    """Widget: set w1, w2 and b until the unit is AND, OR, NAND, NOR; a light that is on stays on."""
    reached = set()

    def draw(figure, **values):
        data = builder_data(**values, reached=reached)
        reached.update(data.reached)
        GATE_BUILDER.paint(data, figure)
        return GATE_BUILDER.words(data)

    start = {"w1": (tr("weight w₁"), 0.5), "w2": (tr("weight w₂"), 1.0), "b": (tr("bias b"), 0.5)}
    return Live(
        draw, {n: Slider(label, -3.0, 3.0, value, 0.25) for n, (label, value) in start.items()}
    )


# -- (d) the tie switch ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tie:
    """The unit with w = (1, 1) under both agreements: fires at sum 0, or only above it."""

    b: float
    fires_at_zero: bool
    sums: np.ndarray
    outputs: np.ndarray
    gate: str
    other: str


def tie_data(b: float = -1.0, fires_at_zero: bool = True):
    """The unit w = (1, 1) with bias b on the four corners, and what the other agreement would make of it."""
    sums = np.round(CORNERS.sum(axis=1) + b, 9) + 0.0
    here, there = (sums >= 0, sums > 0) if fires_at_zero else (sums > 0, sums >= 0)
    return Tie(float(b), fires_at_zero, sums, here.astype(int), gate_names(here), gate_names(there))


@painter(9.4, 4.2, left=0.05, right=0.985, bottom=0.14, top=0.9, wspace=0.12)
def paint_tie(data: Tie, figure: Figure):
    """The unit in the plane, and the step function with the sums of the corners."""
    left, right = panels(figure, 1, 2)
    paint_plane(left, np.ones(2), data.b)
    paint_points(left, CORNERS, data.outputs)
    left.set_title(f"w = (1, 1), b = {plain(data.b)}")
    sign, flip = ("≥", ">") if data.fires_at_zero else (">", "≥")
    right.plot([-3, 0], [0, 0], color=BLUE)
    right.plot([0, 3], [1, 1], color=BLUE)
    full, empty = (1, 0) if data.fires_at_zero else (0, 1)
    right.plot(0, full, "o", color=BLUE, markersize=11, zorder=4)
    right.plot(0, empty, "o", color=BLUE, markerfacecolor="white", markersize=11, zorder=4)
    for z in sorted(set(data.sums)):
        right.axvline(z, color=VERMILION if z == 0 else GREY, linestyle=":", linewidth=2)
    right.set(
        xlim=(-3, 3),
        ylim=(-0.2, 1.45),
        xlabel=tr("sum z; dotted: the sums of the corners"),
        title=tr("fires if z {sign} 0", sign=sign),
    )
    right.set_yticks([0, 1])
    right.set_xticks(range(-3, 4), [plain(x) for x in range(-3, 4)])
    note(
        right,
        tr(
            "now: {value}      with {flip}: {value2}",
            value=data.gate or tr("no name"),
            flip=flip,
            value2=data.other or tr("no name"),
        ),
    )


def read_tie(data: Tie):
    """In words: the gate under this agreement, and under the other."""
    sign = "z ≥ 0" if data.fires_at_zero else "z > 0"
    ties = int((data.sums == 0).sum())
    lies = (
        tr("no corner has the sum 0")
        if ties == 0
        else tr("{ties} of 4 corners have the sum 0 exactly", ties=ties)
    )
    other = data.other or tr("a gate without a name")
    same = tr("the same gate") if data.gate == data.other else other
    return tr(
        "w = (1, 1), b = {plain}, fires if {sign}: this is {value}; {lies}. Under the other "
        "agreement it is {same}.",
        plain=plain(data.b),
        sign=sign,
        value=data.gate or tr("a gate without a name"),
        lies=lies,
        same=same,
    )


TIE_SWITCH = Picture(tie_data, paint_tie, read_tie)


def tie_switch() -> Live:
    """Widget: one unit, its bias, and the agreement about the sum 0."""
    controls = {
        "b": Slider(tr("bias b"), -2.5, 0.5, -2.0, 0.25),
        "fires_at_zero": Toggle(tr("fires at sum 0 (≥)"), True),
    }
    return TIE_SWITCH.live(controls)
