"""One sigmoid neuron that is confidently wrong: how long each loss takes to move it, and the ground it walks on."""

from dataclasses import dataclass

import numpy as np

import nnlib
from nnlib.plots.live_figures import Choice, Slider
from nnlib.plots.losses import by_whom, chosen
from nnlib.plots.numbers import fixed, plain
from nnlib.plots.pictures import Picture
from nnlib.plots.style import BLACK, BLUE, GREY, VERMILION, log_axis, painter, panels

SQUARED, CROSSED = "squared error", "cross entropy"
LOOKS = {
    SQUARED: {"color": VERMILION, "linestyle": "--", "marker": "s"},
    CROSSED: {"color": BLUE, "linestyle": "-", "marker": "o"},
}
RATE, PATIENCE = 0.5, 5000


def slope(loss, z, y, functions=None):
    """How fast the cost of one example grows with the neuron's logit."""
    z, y = np.array([float(z)]), np.array([float(y)])
    if loss == CROSSED:
        return float(np.asarray(chosen("bce_with_logits_grad", functions)(z, y))[0])
    p = nnlib.sigmoid(z)
    dp = np.asarray(chosen("mse_grad", functions)(p[:, None], y[:, None]))[:, 0]
    return float(nnlib.sigmoid_backward(dp, p)[0])


def walk(loss, w, b, rate=RATE, steps=300, x=1.0, y=0.0, functions=None):
    """The neuron's output before the first step and after each, (steps + 1,)."""
    z = [w * x + b]
    for _ in range(steps):
        dz = slope(loss, z[-1], y, functions)
        w, b = w - rate * dz * x, b - rate * dz
        z.append(w * x + b)
    return nnlib.sigmoid(np.array(z))


def first_right(loss, w, b, rate=RATE, functions=None):
    """The number of steps until the output is under one half, or None after PATIENCE steps."""
    for steps in range(PATIENCE + 1):
        if w + b < 0:
            return steps
        dz = slope(loss, w + b, 0.0, functions)
        w, b = w - rate * dz, b - rate * dz
    return None


@dataclass(frozen=True)
class Stuck:
    w: float
    b: float
    rate: float
    outputs: dict
    escapes: dict
    credit: str


def stuck_data(w=2.0, b=2.0, loss="both", rate=RATE, steps=300, functions=None):
    """The input is 1 and the target 0. The output over steps, by the losses asked for, and when it is right."""
    names = (SQUARED, CROSSED) if loss == "both" else (loss,)
    outputs = {name: walk(name, w, b, rate, steps, functions=functions) for name in names}
    escapes = {name: first_right(name, w, b, rate, functions) for name in names}
    credit = by_whom(("mse_grad", "bce_with_logits_grad"), functions)
    return Stuck(w, b, rate, outputs, escapes, credit)


@painter(8.8, 4.2, left=0.075, right=0.985, bottom=0.135, top=0.91)
def paint_stuck(data, figure):
    axes = panels(figure)
    axes.axhline(0.5, color=GREY, linewidth=1.5, linestyle=":")
    for name, output in data.outputs.items():
        look = LOOKS[name] | {"markevery": (0, max(1, len(output) // 10)), "markersize": 6}
        axes.plot(output, **look, label=f"{name}: {_when(data.escapes[name])}")
        if data.escapes[name] is not None and data.escapes[name] < len(output):
            spot = data.escapes[name], output[data.escapes[name]]
            axes.plot(*spot, "*", color=BLACK, markersize=15, zorder=5)
    axes.set(xlabel="steps", ylabel="output, wanted: 0", ylim=(-0.03, 1.08))
    axes.set_xlim(-3, len(output) + 2)
    start = nnlib.sigmoid(np.array([data.w + data.b]))[0]
    axes.set_title(f"start w = {plain(data.w)}, b = {plain(data.b)}: output {fixed(start)}")
    axes.legend(loc="upper right")


def _when(steps):
    if steps is None:
        return f"not right after {PATIENCE} steps"
    return "right from the start" if steps == 0 else f"right after {steps} step{'s' * (steps > 1)}"


def read_stuck(data):
    parts = [
        f"{name}, {fixed(output[10])} after 10 steps, {_when(data.escapes[name])}"
        for name, output in data.outputs.items()
    ]
    return (
        f"A sigmoid neuron with input 1 and target 0 starts at w = {plain(data.w)}, b = {plain(data.b)}, output "
        f"{fixed(next(iter(data.outputs.values()))[0])}. {'; '.join(parts).capitalize()}. {data.credit}"
    )


STUCK = Picture(stuck_data, paint_stuck, read_stuck)


def stuck_neuron(functions=None):
    """Widget: where the neuron starts, with which loss, and how fast."""
    controls = {
        "w": Slider("start w", -1.0, 4.0, 0.5, 0.1),
        "b": Slider("start b", -1.0, 4.0, 0.5, 0.1),
        "loss": Choice("loss", ("both", SQUARED, CROSSED), "both"),
        "rate": Slider("learning rate", 0.1, 5.0, RATE, 0.1),
    }
    return STUCK.live(controls, columns=(("w", "b"), ("loss", "rate")), functions=functions)


# -- the more wrong, the longer -------------------------------------------------------------------------------------

STARTS = (0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0)


@dataclass(frozen=True)
class Escapes:
    starts: tuple
    steps: dict
    credit: str


def escapes_data(starts=STARTS, functions=None):
    """The number of steps until the output is right, for neurons that start at w = b = each of `starts`."""
    steps = {name: [first_right(name, s, s, functions=functions) for s in starts] for name in LOOKS}
    return Escapes(tuple(starts), steps, by_whom(("mse_grad", "bce_with_logits_grad"), functions))


@painter(8.8, 4, left=0.085, right=0.985, bottom=0.145, top=0.95)
def paint_escapes(data, figure):
    axes = panels(figure)
    for name, steps in data.steps.items():
        axes.semilogy(data.starts, steps, **LOOKS[name], label=name)
        for start, count in zip(data.starts, steps):
            up = name == SQUARED
            place = {"textcoords": "offset points", "ha": "center", "va": "bottom" if up else "top"}
            axes.annotate(str(count), (start, count), xytext=(0, 8 if up else -8), **place)
    axes.set(xlabel="start: w = b", ylabel="steps until right", ylim=(0.8, 6000), xlim=(0.3, 4.2))
    log_axis(axes.yaxis)
    axes.legend(loc="upper left")


def read_escapes(data):
    parts = [f"{name} {', '.join(map(str, steps))}" for name, steps in data.steps.items()]
    starts = ", ".join(map(plain, data.starts))
    return f"Steps until the output is under one half, for starts w = b = {starts}: {'; '.join(parts)}. {data.credit}"


ESCAPES = Picture(escapes_data, paint_escapes, read_escapes)


# -- the ground -----------------------------------------------------------------------------------------------------

X_NEURON = np.array([-2.0, -1.0, -0.5, 0.5, 1.0, 2.0])
Y_NEURON = np.array([0.0, 0.0, 1.0, 0.0, 1.0, 1.0])
GRID = np.linspace(-8, 8, 65)


@dataclass(frozen=True)
class Surfaces:
    grid: np.ndarray
    heights: dict
    slices: dict
    lowest: dict
    along: tuple


def surfaces_data(along=-2.0):
    """The mean loss of six examples over w (columns) and b (rows), and a cut through it at b = `along`."""
    heights = {name: np.array([[cost(name, w, b) for w in GRID] for b in GRID]) for name in LOOKS}
    slices = {name: np.array([cost(name, w, along) for w in GRID]) for name in LOOKS}
    lowest = {}
    for name, height in heights.items():
        row, column = np.unravel_index(height.argmin(), height.shape)
        lowest[name] = (GRID[column], GRID[row])
    return Surfaces(GRID, heights, slices, lowest, along)


def cost(name, w, b):
    z = w * X_NEURON + b
    if name == SQUARED:
        return float(nnlib.mse(nnlib.sigmoid(z), Y_NEURON))
    return float(nnlib.bce_with_logits(z, Y_NEURON))


@painter(10, 3.9, left=0.06, right=0.985, bottom=0.15, top=0.9, wspace=0.3)
def paint_surfaces(data, figure):
    *maps, cut = panels(figure, 1, 3)
    for axes, (name, height) in zip(maps, data.heights.items()):
        levels = np.linspace(height.min(), height.max(), 14)
        axes.contourf(data.grid, data.grid, height, levels=levels, cmap="cividis")
        axes.contour(data.grid, data.grid, height, levels=levels, colors="white", linewidths=0.7)
        axes.plot(*data.lowest[name], "*", color="white", markeredgecolor="black", markersize=17)
        axes.axhline(data.along, color="white", linestyle=":", linewidth=2)
        axes.set(title=name, xlabel="w", ylabel="b", xlim=(-8, 8), ylim=(-8, 8))
        axes.set_xticks([-8, -4, 0, 4, 8])
        axes.set_yticks([-8, -4, 0, 4, 8])
    for name, height in data.slices.items():
        look = {key: LOOKS[name][key] for key in ("color", "linestyle")}
        cut.plot(data.grid, height / height.max(), **look, label=name)
    cut.set(title=f"along b = {plain(data.along)}", xlabel="w", ylabel="share of its highest point")
    cut.set(xlim=(-8, 8), ylim=(0, 1.35), xticks=[-8, -4, 0, 4, 8])
    cut.legend(loc="upper right")


def read_surfaces(data):
    parts = []
    for name, height in data.slices.items():
        bent = np.diff(height, 2)
        shape = "bends upward everywhere" if bent.min() > 0 else "bends both ways"
        left = abs(height[1] - height[0]) / abs(np.diff(height)).max()
        parts.append(f"{name} {shape}, and at w = −8 it is {left:.0%} as steep as at its steepest")
    return (
        f"The mean loss of one sigmoid neuron for six examples, over w and b from −8 to 8. "
        f"Along b = {plain(data.along)}: {'; '.join(parts)}."
    )


SURFACES = Picture(surfaces_data, paint_surfaces, read_surfaces)
