"""The architect: layers of any width, their shapes, their parameters, their memory."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from nnlib.core.words import tr
from nnlib.engine.network import count_parameters
from nnlib.plots.kit.live_figures import Choice, Live, Slider
from nnlib.plots.kit.numbers import plain
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.style import (
    BLACK,
    BLUE,
    GREY,
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
OWN = tr("your own")


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
    preset: str = "12288-3-2-1",
    inputs: int = 64,
    hidden: int = 1,
    width: int = 32,
    outputs: int = 10,
    n: int = 5,
    count: Callable = count_parameters,
):
    """Count the parameters of a preset, or of a network with so many hidden layers of one width.

    `count(sizes)` is the library's count_parameters, or the reader's.
    """
    sizes = PRESETS.get(preset) or (inputs, *[width] * hidden, outputs)
    pairs = zip(sizes[:-1], sizes[1:], strict=True)
    layers = tuple((n_in, n_out, int(count([n_in, n_out]))) for n_in, n_out in pairs)
    return Plan(tuple(sizes), layers, n)


@painter(9.4, 3.9, left=0.02, right=0.985, bottom=0.15, top=0.9, wspace=0.16)
def paint_plan(plan: Plan, figure: Figure):
    """The layers as boxes with their shapes, and the parameters of each layer."""
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
    right.set_title(tr("parameters (logarithmic axis)"))


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
    axes.set_title(tr("widths above, shapes of a batch below"))


def read_plan(plan: Plan):
    """In words: the parameters of each layer, and together."""
    parts = [
        tr(
            "layer {k}: {n_in:,} times {n_out:,} weights and {n_out:,} biases, {many:,}",
            k=k,
            n_in=n_in,
            n_out=n_out,
            many=many,
        )
        for k, (n_in, n_out, many) in enumerate(plan.layers, 1)
    ]
    first = 100 * plan.layers[0][2] / plan.total
    share = f"{first:.2f}" if first > 99 else f"{first:.0f}"
    memory = (
        f"{plain(plan.megabytes)} megabytes"
        if plan.megabytes >= 0.1
        else f"{4 * plan.total:,} bytes"
    )
    return tr(
        "{listed}: {listed2}. Together {total:,} parameters, {memory} in float32; {share}% "
        "of them stand in layer 1. With n = {n:,} they are the same as with a million examples.",
        n=plan.n,
        listed="–".join(map(str, plan.sizes)),
        listed2="; ".join(parts),
        total=plan.total,
        memory=memory,
        share=share,
    )


PLAN = Picture(plan_data, paint_plan, read_plan)


def architect(count: Callable = count_parameters) -> Live:
    """Widget: a preset or widths of one's own -> shapes under every arrow, parameters per layer, memory."""

    def own(values):
        return values["preset"] == OWN

    controls = {
        "preset": Choice("network", (*PRESETS, OWN), "12288-3-2-1"),
        "inputs": Slider("inputs", 1, 1000, 64, 1, when=own),
        "hidden": Slider(tr("hidden layers"), 0, 4, 1, 1, when=own),
        "width": Slider(tr("width of each"), 1, 512, 32, 1, when=own),
        "outputs": Slider("outputs", 1, 20, 10, 1, when=own),
        "n": Slider(tr("examples n"), 1, 100, 5, 1),
    }
    return PLAN.live(controls, count=count)
