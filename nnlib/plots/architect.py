"""How big a network is: shapes under every arrow, parameters per layer, memory; pictures as rows, layers as tables."""

from dataclasses import dataclass

import numpy as np
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch, Polygon, Rectangle

from nnlib.network import count_parameters
from nnlib.plots.live_figures import Choice, Slider
from nnlib.plots.numbers import plain
from nnlib.plots.pictures import Picture
from nnlib.plots.style import (
    BLACK,
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    SKY,
    VERMILION,
    log_axis,
    painter,
    panels,
)

PRESETS = {
    "12288-1": (12288, 1),
    "12288-3": (12288, 3),
    "12288-3-2-1": (12288, 3, 2, 1),
    "784-300-100-10": (784, 300, 100, 10),
    "64-32-10": (64, 32, 10),
    "2-2-1": (2, 2, 1),
}
OWN = "your own"


@dataclass(frozen=True)
class Plan:
    """A dense network on paper: its widths, and for each layer the shape of W and how many numbers it learns."""

    sizes: tuple
    layers: tuple  # (n_in, n_out, parameters)
    n: int

    @property
    def total(self):
        return sum(layer[2] for layer in self.layers)

    @property
    def megabytes(self):
        """Of the parameters in float32, four bytes each."""
        return 4 * self.total / 1e6


# -- (a) the architect ------------------------------------------------------------------------------------------------


def plan_data(
    preset="12288-3-2-1", inputs=64, hidden=1, width=32, outputs=10, n=5, count=count_parameters
):
    """Count the parameters of a preset, or of a network with so many hidden layers of one width.

    `count(sizes)` is the library's count_parameters, or the reader's.
    """
    sizes = PRESETS.get(preset) or (inputs, *[width] * hidden, outputs)
    pairs = zip(sizes[:-1], sizes[1:], strict=True)
    layers = tuple((n_in, n_out, int(count([n_in, n_out]))) for n_in, n_out in pairs)
    return Plan(tuple(sizes), layers, n)


@painter(9.4, 3.9, left=0.02, right=0.985, bottom=0.15, top=0.9, wspace=0.16)
def paint_plan(plan, figure):
    left, right = panels(figure, 1, 2, width_ratios=(1.45, 1))
    left.set_axis_off()
    _boxes(left, plan)
    numbers = range(1, len(plan.layers) + 1)
    right.bar(
        numbers,
        [layer[2] for layer in plan.layers],
        color=BLUE,
        hatch="//",
        edgecolor="white",
        width=0.6,
    )
    for at, layer in zip(numbers, plan.layers, strict=True):
        right.text(at, layer[2] * 1.15, f"{layer[2]:,}", ha="center", va="bottom")
    right.set_yscale("log")
    log_axis(right.yaxis)
    top = max(layer[2] for layer in plan.layers)
    right.set(xlabel="layer", ylim=(0.8, top * 12), xlim=(0.3, len(plan.layers) + 0.7))
    right.set_xticks(list(numbers))
    right.set_title("parameters (each line: ten times)")


def _boxes(axes, plan):
    last = len(plan.sizes) - 1
    gap = 1.0 / max(last, 1)
    for k, size in enumerate(plan.sizes):
        x, high = k * gap, 0.2 + 0.28 * np.log10(size + 1) / np.log10(12289) * 2
        shape = FancyBboxPatch(
            (x - 0.035, 0.55 - high / 2), 0.07, high, boxstyle="round,pad=0.005,rounding_size=0.02",
            facecolor=SKY if k in (0, last) else "white", edgecolor=BLACK,
        )  # fmt: skip
        axes.add_patch(shape)
        axes.text(x, 0.55 + high / 2 + 0.05, f"{size:,}", ha="center", va="bottom")
        axes.text(
            x, 0.02, f"({plan.n}, {size})", ha="center", va="center", color=VERMILION, fontsize=12
        )
        if k < last:
            ends = (x + 0.05, 0.55), (x + gap - 0.05, 0.55)
            axes.add_patch(FancyArrowPatch(*ends, arrowstyle="-|>", mutation_scale=13, color=GREY))
            words = f"W\n{size}×{plan.sizes[k + 1]}"
            axes.text(x + gap / 2, 0.58, words, ha="center", va="bottom", fontsize=12)
    axes.set(xlim=(-0.12, 1.12), ylim=(-0.08, 1.2))
    axes.set_title("widths above, shapes of a batch below")


def read_plan(plan):
    parts = [
        f"layer {k}: {n_in:,} times {n_out:,} weights and {n_out:,} biases, {many:,}"
        for k, (n_in, n_out, many) in enumerate(plan.layers, 1)
    ]
    first = 100 * plan.layers[0][2] / plan.total
    share = f"{first:.2f}" if first > 99 else f"{first:.0f}"
    memory = (
        f"{plain(plan.megabytes)} megabytes"
        if plan.megabytes >= 0.1
        else f"{4 * plan.total:,} bytes"
    )
    return (
        f"{'–'.join(map(str, plan.sizes))}: {'; '.join(parts)}. Together {plan.total:,} parameters, {memory} in "
        f"float32; {share}% of them stand in layer 1. They are the same for one example or a million."
    )


PLAN = Picture(plan_data, paint_plan, read_plan)


def architect(count=count_parameters):
    """Widget: a preset or widths of one's own -> shapes under every arrow, parameters per layer, memory."""

    def own(values):
        return values["preset"] == OWN

    controls = {
        "preset": Choice("network", (*PRESETS, OWN), "12288-3-2-1"),
        "inputs": Slider("inputs", 1, 1000, 64, 1, when=own),
        "hidden": Slider("hidden layers", 0, 4, 1, 1, when=own),
        "width": Slider("width of each", 1, 512, 32, 1, when=own),
        "outputs": Slider("outputs", 1, 20, 10, 1, when=own),
        "n": Slider("examples n", 1, 100, 5, 1),
    }
    return PLAN.live(controls, count=count)


# -- a picture becomes a row ------------------------------------------------------------------------------------------


def cube_data(side=64, channels=3):
    """How long the row of a picture is, and where its first pixels lie."""
    return {"side": side, "channels": channels, "length": side * side * channels}


@painter(8.6, 3.2, left=0.02, right=0.98, bottom=0.05, top=0.95)
def paint_cube(data, figure):
    axes = panels(figure)
    axes.set_axis_off()
    colours = (VERMILION, GREEN, BLUE)
    for k in reversed(range(data["channels"])):
        x, y = 0.35 * k, 0.3 * k
        sheet = Polygon(
            [(x, y), (x + 2, y), (x + 2, y + 2), (x, y + 2)],
            facecolor=colours[k % 3],
            edgecolor=BLACK,
            alpha=0.8,
        )
        axes.add_patch(sheet)
        axes.text(
            x + 0.1,
            y + 1.75,
            "RGB"[k] if data["channels"] == 3 else "",
            color="white",
            weight="bold",
        )
    side = data["side"]
    axes.text(1.0, -0.3, f"{side} columns", ha="center", va="top")
    axes.text(-0.12, 1.0, f"{side} rows", ha="right", va="center", rotation=90)
    axes.add_patch(
        FancyArrowPatch((3.0, 1.2), (3.9, 1.2), arrowstyle="-|>", mutation_scale=18, color=BLACK)
    )
    for k in range(15):
        axes.add_patch(
            Rectangle(
                (4.1 + 0.32 * k, 1.0),
                0.3,
                0.42,
                facecolor=colours[k % 3],
                edgecolor=BLACK,
                alpha=0.8,
            )
        )
    axes.text(9.05, 1.2, "…", va="center", fontsize=18)
    axes.text(4.1, 0.75, f"one row of {data['length']:,} numbers", va="top")
    axes.text(4.1, 1.62, "pixel 1, pixel 2, pixel 3 …", va="bottom")
    axes.set(xlim=(-0.6, 9.6), ylim=(-0.7, 2.9))


def read_cube(data):
    side, channels = data["side"], data["channels"]
    return (
        f"A colour picture of {side} by {side} pixels with {channels} numbers each becomes one row of "
        f"{side} times {side} times {channels} = {data['length']:,} numbers, pixel after pixel, line after line."
    )


UNROLLED = Picture(cube_data, paint_cube, read_cube)


# -- (c) rows or columns, with the bias drawn as ghost copies ---------------------------------------------------------


def convention_data(convention="rows", n=4, d=3, k=2):
    """The tables of one layer in one convention: (name, rows, columns) of input, weights, bias and output."""
    if convention == "rows":
        return {
            "convention": convention,
            "tables": (("X", n, d), ("W", d, k), ("b", 1, k), ("Z", n, k)),
            "copies": n,
        }
    return {
        "convention": convention,
        "tables": (("W", k, d), ("X", d, n), ("b", k, 1), ("Z", k, n)),
        "copies": n,
    }


@painter(9, 3.3, left=0.02, right=0.98, bottom=0.04, top=0.9)
def paint_convention(data, figure):
    axes = panels(figure)
    axes.set_axis_off()
    colours, x, signs = {"X": SKY, "W": ORANGE, "b": GREEN, "Z": "white"}, 0.0, ("@", "+", "=", "")
    by_rows = data["convention"] == "rows"
    for (name, rows, columns), sign in zip(data["tables"], signs, strict=True):
        ghosts = data["copies"] if name == "b" else 1
        high, wide = (
            (ghosts if name == "b" and by_rows else rows),
            (ghosts if name == "b" and not by_rows else columns),
        )
        for i in range(high):
            for j in range(wide):
                ghost = name == "b" and (i if by_rows else j) > 0
                look = (
                    {"facecolor": "white", "linestyle": ":"}
                    if ghost
                    else {"facecolor": colours[name]}
                )
                axes.add_patch(
                    Rectangle((x + 0.4 * j, -0.4 * i), 0.38, 0.38, edgecolor=BLACK, **look)
                )
        axes.text(x + 0.2 * wide, 0.55, f"{name} ({rows}, {columns})", ha="center", va="bottom")
        x += 0.4 * wide + 0.55
        axes.text(x - 0.3, -0.1, sign, ha="center", va="center", fontsize=16)
    deep = max(max(rows, data["copies"] if by_rows else 0) for _, rows, _ in data["tables"])
    axes.set(xlim=(-0.3, max(x, 6)), ylim=(-0.4 * deep - 0.2, 1.1))
    axes.set_aspect("equal")
    axes.set_title("examples are rows" if by_rows else "examples are columns")


def read_convention(data):
    named = {name: (rows, columns) for name, rows, columns in data["tables"]}
    formula = "Z = X @ W + b" if data["convention"] == "rows" else "Z = W @ X + b"
    line = "a row" if data["convention"] == "rows" else "a column"
    shapes = ", ".join(f"{name} {shape}" for name, shape in named.items())
    return (
        f"Examples are {data['convention']}: {formula}, with {shapes}. The bias is {line}; its dotted copies are "
        f"never stored, NumPy only reads the same numbers {data['copies']} times."
    )


CONVENTION = Picture(convention_data, paint_convention, read_convention)


def convention_switch():
    """Widget: rows or columns, and the sizes -> the same layer in both conventions."""
    controls = {
        "convention": Choice("examples are", ("rows", "columns"), "rows"),
        "n": Slider("examples n", 1, 8, 4, 1),
        "d": Slider("inputs d", 1, 6, 3, 1),
        "k": Slider("units k", 1, 6, 2, 1),
    }
    return CONVENTION.live(controls)
