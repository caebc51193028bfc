"""Units that never fire: the dead-unit board and the curve over the bias."""

from dataclasses import dataclass

import numpy as np
from matplotlib.colors import PowerNorm

from nnlib.plots.curves import title
from nnlib.plots.functions import pair
from nnlib.plots.live_figures import Choice, Slider
from nnlib.plots.numbers import plain
from nnlib.plots.pictures import Picture
from nnlib.plots.style import SERIES, VERMILION, painter, panels

# Half of the colours are for units that fire for less than a quarter of the examples: there it is decided who dies.
SHADES = {"cmap": "viridis", "norm": PowerNorm(0.5, 0, 1)}
BIASES = np.round(np.arange(-8, 2.01, 0.25), 2)


def slopes(
    rng, biases, activation="relu", alpha=0.1, units=64, rows=200, inputs=20, functions=None
):
    """For each bias, the slopes (rows, units) that a layer of `units` passes back for `rows` random examples.

    The same layer is used for every bias: inputs of size 1, weights with standard deviation sqrt(2 / inputs).
    """
    forward, backward = pair(activation, alpha, functions)
    X = rng.standard_normal((rows, inputs))
    z = X @ (rng.standard_normal((inputs, units)) * np.sqrt(2 / inputs))
    return [np.asarray(backward(np.ones_like(z), forward(z + bias))) for bias in biases]


@dataclass(frozen=True)
class Board:
    """A layer: for each unit the share of examples it fires for, and whether any gradient at all gets through it."""

    activation: str
    bias: float
    firing: np.ndarray
    dead: np.ndarray
    biases: np.ndarray
    fractions: np.ndarray

    @property
    def fraction(self):
        return float(self.dead.mean())


def board_data(bias=-4.0, activation="relu", alpha=0.1, seed=0, functions=None):
    """One layer of 64 units at one bias. A unit is dead when its slope is 0 for every example."""
    rng, biases = np.random.default_rng(seed), [bias, *BIASES[::2]]
    here, *others = slopes(rng, biases, activation, alpha, functions=functions)
    firing, dead = (here == 1).mean(axis=0), (here == 0).all(axis=0)
    fractions = np.array([(slope == 0).all(axis=0).mean() for slope in others])
    return Board(activation, float(bias), firing, dead, BIASES[::2], fractions)


@painter(9, 3.9, left=0.02, right=0.985, bottom=0.15, top=0.91, wspace=0.3)
def paint_board(data, figure):
    left, right = panels(figure, 1, 2, width_ratios=(1.2, 1.2))
    side = int(np.sqrt(len(data.firing)))
    left.imshow(data.firing.reshape(side, side), **SHADES)
    gaps = np.arange(side - 1) + 0.5
    for lines in (left.hlines, left.vlines):
        lines(gaps, -0.5, side - 0.5, color="white", linewidth=1.5)
    left.set_anchor("W")
    left.set_xlabel("colour: fires for so many examples")
    if not left.child_axes:
        _scale(left.inset_axes((1.05, 0, 0.06, 1)))
    row, column = np.nonzero(data.dead.reshape(side, side))
    left.plot(column, row, "x", color="white", markersize=9, markeredgewidth=2.2)
    left.set(title=f"{data.dead.sum()} of {data.dead.size} units dead (x)", xticks=[], yticks=[])
    left.grid(False)
    right.plot(data.biases, data.fractions, **SERIES[0])
    right.plot(data.bias, data.fraction, "D", color=VERMILION, markersize=12, zorder=5)
    right.set(title=f"{title(data.activation)}: dead units", xlabel="bias", ylim=(-0.06, 1.06))
    right.set_yticks([0, 0.5, 1], ["0 %", "50 %", "100 %"])


def _scale(axes):
    """The colours of the board and what they mean; the same for every board, so it is drawn once."""
    edges = np.linspace(0, 1, 257)
    axes.pcolormesh([0, 1], edges, (edges[:-1, None] + edges[1:, None]) / 2, **SHADES)
    axes.set_yscale("function", functions=(np.sqrt, np.square))
    axes.set(xticks=[], ylim=(0, 1))
    axes.set_yticks([0, 0.05, 0.25, 0.5, 1], ["0 %", "5 %", "25 %", "50 %", "100 %"])
    axes.yaxis.tick_right()
    axes.grid(False)


def read_board(data):
    return (
        f"{title(data.activation)} with bias {plain(data.bias)}: {data.dead.sum()} of {data.dead.size} units are dead "
        f"({data.fraction:.0%}); the average unit fires for {data.firing.mean():.1%} of the examples."
    )


BOARD = Picture(board_data, paint_board, read_board)


def dead_units(functions=None):
    """Widget: push the bias of a whole layer down and count the units that no gradient reaches."""
    controls = {
        "bias": Slider("bias", -8.0, 2.0, 0.0, 0.25),
        "activation": Choice(
            "activation", (("relu", "relu"), ("leaky relu", "leaky_relu")), "relu"
        ),
        "seed": Slider("draw", 0, 20, 0, 1),
    }
    return BOARD.live(controls, functions=functions)


# -- the count over the bias ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Count:
    activation: str
    biases: np.ndarray
    fractions: np.ndarray


def count_data(rng, activations=("relu", "leaky_relu"), draws=5, biases=BIASES):
    """For each activation the fraction of dead units (draws, biases), over several draws of the layer."""
    return [
        Count(name, biases, np.array([
            [(slope == 0).all(axis=0).mean() for slope in slopes(rng, biases, name)]
            for _ in range(draws)
        ]))
        for name in activations
    ]  # fmt: skip


@painter(8, 3.6)
def paint_count(data, figure):
    axes = panels(figure)
    for one, look in zip(data, SERIES):
        low, high = one.fractions.min(axis=0), one.fractions.max(axis=0)
        axes.fill_between(one.biases, low, high, color=look["color"], alpha=0.25, linewidth=0)
        axes.plot(
            one.biases,
            np.median(one.fractions, axis=0),
            label=title(one.activation),
            **look,
            markevery=4,
        )
    axes.set(xlabel="bias of every unit", ylabel="dead units", ylim=(-0.05, 1.05))
    axes.set_yticks([0, 0.5, 1], ["0 %", "50 %", "100 %"])
    axes.legend(loc="upper right")


def read_count(data):
    parts = []
    for one in data:
        middle = np.median(one.fractions, axis=0)
        parts.append(
            f"{title(one.activation)}: {middle[0]:.0%} dead at bias {plain(one.biases[0])}, "
            f"{middle[one.biases == -4][0]:.0%} at −4, {middle[one.biases == 0][0]:.0%} at 0"
        )
    return f"Dead units, median of {len(data[0].fractions)} draws. {'; '.join(parts)}."


COUNT = Picture(count_data, paint_count, read_count)
