"""One sigmoid neuron that is confidently wrong: how long each loss takes to move it, and the ground it walks on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure

import nnlib
from nnlib.core.words import tr
from nnlib.plots.ch05.costs import by_whom, chosen
from nnlib.plots.kit.live_figures import Choice, Live, Slider
from nnlib.plots.kit.numbers import fixed, plain
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.style import BLACK, BLUE, GREY, VERMILION, log_axis, painter, panels

SQUARED, CROSSED = tr("squared error"), tr("cross entropy")
LOOKS = {
    SQUARED: {"color": VERMILION, "linestyle": "--", "marker": "s"},
    CROSSED: {"color": BLUE, "linestyle": "-", "marker": "o"},
}
RATE, PATIENCE = 0.5, 5000


def slope(loss, z, y, functions: Mapping[str, Callable] | None = None):
    """How fast the cost of one example grows with the neuron's logit."""
    z, y = np.array([float(z)]), np.array([float(y)])
    if loss == CROSSED:
        return float(np.asarray(chosen("bce_with_logits_grad", functions)(z, y))[0])
    p = nnlib.sigmoid(z)
    dp = np.asarray(chosen("mse_grad", functions)(p[:, None], y[:, None]))[:, 0]
    return float(nnlib.sigmoid_backward(dp, p)[0])


def walk(
    loss,
    w,
    b,
    rate=RATE,
    steps: int = 300,
    x: float = 1.0,
    y: float = 0.0,
    functions: Mapping[str, Callable] | None = None,
):
    """The neuron's output before the first step and after each, (steps + 1,)."""
    z = [w * x + b]
    for _ in range(steps):
        dz = slope(loss, z[-1], y, functions)
        w, b = w - rate * dz * x, b - rate * dz
        z.append(w * x + b)
    return nnlib.sigmoid(np.array(z))


def first_right(loss, w, b, rate=RATE, functions: Mapping[str, Callable] | None = None):
    """The number of steps until the output is under one half, or None after PATIENCE steps."""
    for steps in range(PATIENCE + 1):
        if w + b < 0:
            return steps
        dz = slope(loss, w + b, 0.0, functions)
        w, b = w - rate * dz, b - rate * dz
    return None


@dataclass(frozen=True)
class Stuck:
    """One neuron's way from its start, by each loss."""

    w: float
    b: float
    rate: float
    outputs: dict
    escapes: dict
    credit: str


def stuck_data(
    w: float = 2.0,
    b: float = 2.0,
    loss: str = "both",
    rate=RATE,
    steps: int = 300,
    functions: Mapping[str, Callable] | None = None,
):
    """The input is 1 and the target 0. The output over steps, by the losses asked for, and when it is right."""
    names = (SQUARED, CROSSED) if loss == "both" else (loss,)
    outputs = {name: walk(name, w, b, rate, steps, functions=functions) for name in names}
    escapes = {name: first_right(name, w, b, rate, functions) for name in names}
    credit = by_whom(("mse_grad", "bce_with_logits_grad"), functions)
    return Stuck(w, b, rate, outputs, escapes, credit)


@painter(8.8, 4.2, left=0.075, right=0.985, bottom=0.135, top=0.91)
def paint_stuck(data: Stuck, figure: Figure):
    """The neuron's output over the steps by each loss, a star where it is right."""
    axes = panels(figure)
    axes.axhline(0.5, color=GREY, linewidth=1.5, linestyle=":")
    for name, output in data.outputs.items():
        look = LOOKS[name] | {"markevery": (0, max(1, len(output) // 10)), "markersize": 6}
        axes.plot(output, **look, label=f"{name}: {_when(data.escapes[name])}")
        if data.escapes[name] is not None and data.escapes[name] < len(output):
            spot = data.escapes[name], output[data.escapes[name]]
            axes.plot(*spot, "*", color=BLACK, markersize=15, zorder=5)
    axes.set(xlabel="steps", ylabel=tr("output, wanted: 0"), ylim=(-0.03, 1.08))
    axes.set_xlim(-3, len(output) + 2)
    start = nnlib.sigmoid(np.array([data.w + data.b]))[0]
    axes.set_title(
        tr(
            "start w = {plain}, b = {plain2}: output {fixed}",
            plain=plain(data.w),
            plain2=plain(data.b),
            fixed=fixed(start),
        )
    )
    axes.legend(loc="upper right")


def _when(steps):
    if steps is None:
        return tr("not right after {PATIENCE} steps", PATIENCE=PATIENCE)
    return (
        tr("right from the start")
        if steps == 0
        else tr("right after {steps} step{value}", steps=steps, value="s" * (steps > 1))
    )


def read_stuck(data: Stuck):
    """In words: where the neuron starts, and when each loss has it right."""
    parts = [
        tr(
            "{name}, {fixed} after 10 steps, {when}",
            name=name,
            fixed=fixed(output[10]),
            when=_when(data.escapes[name]),
        )
        for name, output in data.outputs.items()
    ]
    return tr(
        "A sigmoid neuron with input 1 and target 0 starts at w = {plain}, b = {plain2}, "
        "output {fixed}. {capitalize}. {credit}",
        plain=plain(data.w),
        plain2=plain(data.b),
        fixed=fixed(next(iter(data.outputs.values()))[0]),
        capitalize="; ".join(parts).capitalize(),
        credit=data.credit,
    )


STUCK = Picture(stuck_data, paint_stuck, read_stuck)


def stuck_neuron(functions: Mapping[str, Callable] | None = None) -> Live:
    """Widget: where the neuron starts, with which loss, and how fast."""
    controls = {
        "w": Slider(tr("start w"), -1.0, 4.0, 2.0, 0.1),
        "b": Slider(tr("start b"), -1.0, 4.0, 2.0, 0.1),
        "loss": Choice("loss", ("both", SQUARED, CROSSED), "both"),
        "rate": Slider(tr("learning rate"), 0.1, 5.0, RATE, 0.1),
    }
    return STUCK.live(controls, columns=(("w", "b"), ("loss", "rate")), functions=functions)


# -- the more wrong, the longer -------------------------------------------------------------------------------------

STARTS = (0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0)


@dataclass(frozen=True)
class Escapes:
    """Steps until the neuron is right, by start and loss."""

    starts: tuple
    steps: dict
    credit: str


def escapes_data(starts=STARTS, functions: Mapping[str, Callable] | None = None):
    """The number of steps until the output is right, for neurons that start at w = b = each of `starts`."""
    steps = {name: [first_right(name, s, s, functions=functions) for s in starts] for name in LOOKS}
    return Escapes(tuple(starts), steps, by_whom(("mse_grad", "bce_with_logits_grad"), functions))


@painter(8.8, 4, left=0.085, right=0.985, bottom=0.145, top=0.95)
def paint_escapes(data: Escapes, figure: Figure):
    """Steps until the neuron is right, over how wrong it starts."""
    axes = panels(figure)
    for name, steps in data.steps.items():
        axes.semilogy(data.starts, steps, **LOOKS[name], label=name)
        for start, count in zip(data.starts, steps):
            up = name == SQUARED
            place = {"textcoords": "offset points", "ha": "center", "va": "bottom" if up else "top"}
            axes.annotate(str(count), (start, count), xytext=(0, 8 if up else -8), **place)
    axes.set(
        xlabel=tr("start: w = b"), ylabel=tr("steps until right"), ylim=(0.8, 6000), xlim=(0.3, 4.2)
    )
    log_axis(axes.yaxis)
    axes.legend(loc="upper left")


def read_escapes(data: Escapes):
    """In words: the steps from each start."""
    parts = [f"{name} {', '.join(map(str, steps))}" for name, steps in data.steps.items()]
    starts = ", ".join(map(plain, data.starts))
    return tr(
        "Steps until the output is under one half, for starts w = b = {starts}: {listed}. {credit}",
        starts=starts,
        listed="; ".join(parts),
        credit=data.credit,
    )


ESCAPES = Picture(escapes_data, paint_escapes, read_escapes)


# -- the ground -----------------------------------------------------------------------------------------------------

X_NEURON = np.array([-2.0, -1.0, -0.5, 0.5, 1.0, 2.0])
Y_NEURON = np.array([0.0, 0.0, 1.0, 0.0, 1.0, 1.0])
GRID = np.linspace(-8, 8, 65)


@dataclass(frozen=True)
class Surfaces:
    """Two losses over w and b, and along one line."""

    grid: np.ndarray
    heights: dict
    slices: dict
    lowest: dict
    along: tuple


def surfaces_data(along: float = -2.0):
    """The mean loss of six examples over w (columns) and b (rows), and a cut through it at b = `along`."""
    heights = {name: np.array([[cost(name, w, b) for w in GRID] for b in GRID]) for name in LOOKS}
    slices = {name: np.array([cost(name, w, along) for w in GRID]) for name in LOOKS}
    lowest = {}
    for name, height in heights.items():
        row, column = np.unravel_index(height.argmin(), height.shape)
        lowest[name] = (GRID[column], GRID[row])
    return Surfaces(GRID, heights, slices, lowest, along)


def cost(name: str, w, b):
    """The mean loss of the neuron on its six examples at w, b."""
    z = w * X_NEURON + b
    if name == SQUARED:
        return float(nnlib.mse(nnlib.sigmoid(z), Y_NEURON))
    return float(nnlib.bce_with_logits(z, Y_NEURON))


@painter(10, 3.9, left=0.06, right=0.985, bottom=0.15, top=0.9, wspace=0.3)
def paint_surfaces(data: Surfaces, figure: Figure):
    """Both losses over w and b, and a cut through both along one b."""
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
    cut.set(
        title=tr("along b = {plain}", plain=plain(data.along)),
        xlabel="w",
        ylabel=tr("share of its highest point"),
    )
    cut.set(xlim=(-8, 8), ylim=(0, 1.35), xticks=[-8, -4, 0, 4, 8])
    cut.legend(loc="upper right")


def read_surfaces(data: Surfaces):
    """In words: how both losses run along one line of the plane."""
    parts = []
    for name, height in data.slices.items():
        bent = np.diff(height, 2)
        shape = tr("bends upward everywhere") if bent.min() > 0 else tr("bends both ways")
        left = abs(height[1] - height[0]) / abs(np.diff(height)).max()
        parts.append(
            tr(
                "{name} {shape}, and at w = −8 it is {left:.0%} as steep as at its steepest",
                name=name,
                shape=shape,
                left=left,
            )
        )
    return tr(
        "The mean loss of one sigmoid neuron for six examples, over w and b from −8 to 8. "
        "Along b = {plain}: {listed}.",
        plain=plain(data.along),
        listed="; ".join(parts),
    )


SURFACES = Picture(surfaces_data, paint_surfaces, read_surfaces)
