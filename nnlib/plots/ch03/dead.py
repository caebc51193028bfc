"""Units that never fire: the dead-unit board and the curve over the bias."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from matplotlib.colors import PowerNorm
from matplotlib.figure import Figure

from nnlib.core.words import tr
from nnlib.plots.ch03.functions import pair
from nnlib.plots.kit.live_figures import Choice, Live, Slider
from nnlib.plots.kit.numbers import plain
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.style import SERIES, VERMILION, painter, panels
from nnlib.plots.kit.titles import title

# Half of the colours are for units that fire for less than a quarter of the examples: there it is decided who dies.
SHADES = {"cmap": "viridis", "norm": PowerNorm(0.5, 0, 1)}
BIASES = np.round(np.arange(-8, 2.01, 0.25), 2)


def slopes(
    rng: np.random.Generator,
    biases,
    activation: str = "relu",
    alpha: float = 0.1,
    units: int = 64,
    rows: int = 200,
    inputs: int = 20,
    functions: Mapping[str, Callable] | None = None,
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


def board_data(
    bias: float = -4.0,
    activation: str = "relu",
    alpha: float = 0.1,
    seed: int = 0,
    functions: Mapping[str, Callable] | None = None,
):
    """One layer of 64 units at one bias. A unit is dead when its slope is 0 for every example."""
    rng, biases = np.random.default_rng(seed), [bias, *BIASES[::2]]
    here, *others = slopes(rng, biases, activation, alpha, functions=functions)
    firing, dead = (here == 1).mean(axis=0), (here == 0).all(axis=0)
    fractions = np.array([(slope == 0).all(axis=0).mean() for slope in others])
    return Board(activation, float(bias), firing, dead, BIASES[::2], fractions)


@painter(9, 3.9, left=0.02, right=0.985, bottom=0.15, top=0.91, wspace=0.3)
def paint_board(data: Board, figure: Figure):
    """Units shaded by how often each fires, the dead ones crossed; beside them the share of dead ones over the bias."""
    left, right = panels(figure, 1, 2, width_ratios=(1.2, 1.2))
    side = int(np.sqrt(len(data.firing)))
    left.imshow(data.firing.reshape(side, side), **SHADES)
    gaps = np.arange(side - 1) + 0.5
    for lines in (left.hlines, left.vlines):
        lines(gaps, -0.5, side - 0.5, color="white", linewidth=1.5)
    left.set_anchor("W")
    left.set_xlabel(tr("colour: how many examples fire it"))
    if not left.child_axes:
        _scale(left.inset_axes((1.05, 0, 0.06, 1)))
    row, column = np.nonzero(data.dead.reshape(side, side))
    left.plot(column, row, "x", color="white", markersize=9, markeredgewidth=2.2)
    left.set(
        title=tr("{sum} of {size} units dead (x)", sum=data.dead.sum(), size=data.dead.size),
        xticks=[],
        yticks=[],
    )
    left.grid(False)
    right.plot(data.biases, data.fractions, **SERIES[0])
    right.plot(data.bias, data.fraction, "D", color=VERMILION, markersize=12, zorder=5)
    right.set(
        title=tr("{title}: dead units", title=title(data.activation)),
        xlabel="bias",
        ylim=(-0.06, 1.06),
    )
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


def read_board(data: Board):
    """In words: how many units are dead, and how often the average one fires."""
    return tr(
        "{title} with bias {plain}: {sum} of {size} units are dead ({fraction:.0%}); the "
        "average unit fires for {mean:.1%} of the examples.",
        title=title(data.activation),
        plain=plain(data.bias),
        sum=data.dead.sum(),
        size=data.dead.size,
        fraction=data.fraction,
        mean=data.firing.mean(),
    )


DEAD_UNITS = Picture(board_data, paint_board, read_board)


def dead_units(functions: Mapping[str, Callable] | None = None) -> Live:
    """Widget: push the bias of a whole layer down and count the units that no gradient reaches."""
    controls = {
        "bias": Slider("bias", -8.0, 2.0, 0.0, 0.25),
        "activation": Choice(
            "activation", (("relu", "relu"), (tr("leaky relu"), "leaky_relu")), "relu"
        ),
        "seed": Slider("draw", 0, 20, 0, 1),
    }
    return DEAD_UNITS.live(controls, functions=functions)


# -- the count over the bias ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Count:
    """The share of dead units of many draws, over the bias."""

    activation: str
    biases: np.ndarray
    fractions: np.ndarray


def count_data(
    rng: np.random.Generator,
    activations: tuple = ("relu", "leaky_relu"),
    draws: int = 5,
    biases=BIASES,
):
    """For each activation the fraction of dead units (draws, biases), over several draws of the layer."""
    return [
        Count(name, biases, np.array([
            [(slope == 0).all(axis=0).mean() for slope in slopes(rng, biases, name)]
            for _ in range(draws)
        ]))
        for name in activations
    ]  # fmt: skip


@painter(8, 3.6)
def paint_count(data: list[Count], figure: Figure):
    """The share of dead units over the bias, the median of all draws with its range."""
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
    axes.set(xlabel=tr("bias of every unit"), ylabel=tr("dead units"), ylim=(-0.05, 1.05))
    axes.set_yticks([0, 0.5, 1], ["0 %", "50 %", "100 %"])
    axes.legend(loc="upper right")


def read_count(data: list[Count]):
    """In words: at which bias units die, with and without a leak."""
    parts = []
    for one in data:
        middle = np.median(one.fractions, axis=0)
        parts.append(
            tr(
                "{title}: {middle:.0%} dead at bias {plain}, {value:.0%} at −4, {value2:.0%} at 0",
                title=title(one.activation),
                middle=middle[0],
                plain=plain(one.biases[0]),
                value=middle[one.biases == -4][0],
                value2=middle[one.biases == 0][0],
            )
        )
    return tr(
        "Dead units, median of {count} draws. {listed}.",
        count=len(data[0].fractions),
        listed="; ".join(parts),
    )


DEAD_SHARES = Picture(count_data, paint_count, read_count)
