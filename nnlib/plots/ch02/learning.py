"""Small networks that learn XOR, or do not: many random starts, by width and activation."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.figure import Figure

from nnlib import activations
from nnlib.core.words import tr
from nnlib.engine.network import Network, dense_network, initial_theta
from nnlib.engine.slots import number_or_pair, objective, optimizer
from nnlib.engine.training import Trainer
from nnlib.plots.kit.live_figures import Choice, Live, Slider
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.plane import HIGH, LOW, POINTS, XOR, mark, name_axes
from nnlib.plots.kit.style import GREY, SERIES, painter, panels
from nnlib.plots.kit.titles import title

STEPS, LR = 5000, 0.5
WIDTHS, BENDS = (2, 4, 8), ("relu", "tanh", "sigmoid")
FLOAT = np.dtype(float)


class InOrder:
    """Stands in for a generator: rows come as they are, so that each minibatch of four is the whole table."""

    permutation = staticmethod(np.arange)


def network(width, activation, theta):
    """A network 2-width-1 with a sigmoid at the end, its parameters in `theta`."""
    pairs = [(getattr(activations, name), getattr(activations, f"{name}_backward"))
             for name in (activation, "sigmoid")]  # fmt: skip
    return dense_network([2, width, 1], [number_or_pair(*pair) for pair in pairs], theta)


def learn_xor(
    width: int, activation: str, theta: np.ndarray, steps: int = STEPS, lr: float = LR
) -> Network:
    """Train on all four rows at once with binary cross-entropy, from `theta`. Gives the network."""
    found = network(width, activation, np.array(theta, dtype=float))
    goal = objective("binary_crossentropy", "sigmoid", FLOAT)
    trainer = Trainer(found, goal, optimizer("sgd", FLOAT), batch_size=4, n_targets=1)
    X, Y = np.tile(POINTS, (steps, 1)), np.tile(XOR[:, None].astype(float), (steps, 1))
    trainer.epoch(X, Y, InOrder(), lr)
    return found


@cache
def trained(width, activation, seed, kind: str = "he", lr: float = LR, steps: int = STEPS):
    """The network of one seed: first weights by `kind`, zero biases, `steps` steps of size `lr`."""
    theta = initial_theta([2, width, 1], np.random.default_rng(seed), FLOAT, kind)
    return learn_xor(width, activation, theta, steps, lr)


def solves(network):
    """Whether all four answers are on the right side of one half, and not by rounding alone: many get stuck at it."""
    return bool((np.abs(network.outputs(POINTS)[:, 0] - XOR) < 0.45).all())


# -- one hundred starts ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Rates:
    """For each activation and width, which of the seeds learned XOR: (widths, seeds)."""

    activation: str
    widths: tuple
    solved: np.ndarray


def rates_data(
    widths=WIDTHS,
    bends=BENDS,
    seeds: int = 100,
    kind: str = "he",
    lr: float = LR,
    steps: int = STEPS,
):
    """Every width and activation from the same seeds, 0 to `seeds` - 1."""
    return [
        Rates(name, widths, np.array([
            [solves(trained(width, name, seed, kind, lr, steps)) for seed in range(seeds)] for width in widths
        ]))
        for name in bends
    ]  # fmt: skip


@painter(8.6, 4)
def paint_rates(data: list[Rates], figure: Figure):
    """For each activation and width, the share of the seeds that learned."""
    axes, wide = panels(figure), 0.26
    for k, (one, look) in enumerate(zip(data, SERIES)):
        x = np.arange(len(one.widths)) + wide * (k - (len(data) - 1) / 2)
        heights = 100 * one.solved.mean(axis=1)
        axes.bar(x, heights, wide * 0.92, color=look["color"], label=title(one.activation), edgecolor="white",
                 hatch=("", "//", "..")[k % 3])  # fmt: skip
        for at, height in zip(x, heights):
            axes.text(at, height + 1.5, f"{height:.0f}", ha="center", fontweight="bold")
    axes.set_xticks(
        range(len(data[0].widths)), [tr("{w} hidden units", w=w) for w in data[0].widths]
    )
    seeds = data[0].solved.shape[1]
    axes.set(
        ylabel=tr("learned XOR, % of {seeds}", seeds=seeds),
        ylim=(0, 128),
        yticks=[0, 25, 50, 75, 100],
    )
    axes.legend(loc="upper left", ncols=len(data))


def read_rates(data: list[Rates]):
    """In words: the shares, activation by activation."""
    parts = [
        f"{title(one.activation)} {', '.join(f'{100 * rate:.0f}' for rate in one.solved.mean(axis=1))}"
        for one in data
    ]
    widths = ", ".join(str(width) for width in data[0].widths)
    return tr(
        "Percent of {value} random starts that learn XOR, with {widths} hidden units: {listed}.",
        value=data[0].solved.shape[1],
        widths=widths,
        listed="; ".join(parts),
    )


RATES = Picture(rates_data, paint_rates, read_rates)


# -- one start at a time --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Lesson:
    """One trained network as a map of the plane, and which of the first seeds learn."""

    width: int
    activation: str
    seed: int
    map: np.ndarray
    outputs: np.ndarray
    solved: np.ndarray
    lr: float = LR


def lesson_data(
    width: int = 2, activation: str = "relu", seed: int = 0, seeds: int = 20, lr: float = LR
):
    """The network of this seed, and the verdicts on `seeds` seeds of its kind."""
    network = trained(width, activation, seed, lr=lr)
    along = np.linspace(LOW, HIGH, 61)
    plane = np.stack(np.meshgrid(along, along), axis=-1).reshape(-1, 2)
    solved = np.array([solves(trained(width, activation, k, lr=lr)) for k in range(seeds)])
    image = network.outputs(plane).reshape(61, 61)
    return Lesson(width, activation, seed, image, network.outputs(POINTS)[:, 0], solved, lr)


@painter(9, 4, left=0.05, right=0.985, bottom=0.14, top=0.9, wspace=0.12)
def paint_lesson(data: Lesson, figure: Figure):
    """The plane as the trained network sees it, and which of the seeds learned."""
    left, right = panels(figure, 1, 2, width_ratios=(1, 1.15))
    left.imshow(
        data.map,
        origin="lower",
        extent=(LOW, HIGH, LOW, HIGH),
        cmap="coolwarm_r",
        vmin=-0.35,
        vmax=1.35,
    )
    left.contour(
        data.map, [0.5], origin="lower", extent=(LOW, HIGH, LOW, HIGH), colors="black", linewidths=2
    )
    left.set_title(
        tr(
            "seed {seed}: {value}",
            seed=data.seed,
            value="learned" if data.solved[data.seed] else "NOT learned",
        )
    )
    name_axes(left)
    left.grid(False)
    mark(left, POINTS, XOR)
    _seeds(right, data)
    right.set_title(
        tr("{sum} of {count} seeds learned", sum=data.solved.sum(), count=len(data.solved))
    )


def _seeds(axes, data):
    """A mark for each seed, a disc where it learned, and a frame around the one that is shown."""
    at = np.arange(len(data.solved))
    for good, look in ((True, SERIES[2]), (False, {"color": GREY, "marker": "x"})):
        chosen = at[data.solved == good]
        axes.plot(
            chosen % 5,
            chosen // 5,
            look["marker"],
            color=look["color"],
            markersize=17,
            markeredgewidth=3,
        )
    axes.plot(
        data.seed % 5,
        data.seed // 5,
        "s",
        markerfacecolor="none",
        markeredgecolor="black",
        markersize=36,
    )
    for seed in at:
        axes.text(seed % 5 + 0.32, seed // 5 - 0.3, str(seed), color="#444444")
    rows = -(-len(at) // 5)
    axes.set(xlim=(-0.6, 4.6), ylim=(rows - 0.4, -0.6), xticks=[], yticks=[])
    axes.grid(False)


def read_lesson(data: Lesson):
    """In words: what the network says for the four rows, and how many seeds learned."""
    says = ", ".join(f"{p:.2f}" for p in data.outputs)
    return tr(
        "{width} hidden units, {title}, seed {seed}: after {STEPS} steps of size {lr} the network says "
        "{says} for 00, 01, 10, 11: {value}. Of {count} seeds, {sum} learned XOR.",
        width=data.width,
        title=title(data.activation),
        seed=data.seed,
        STEPS=STEPS,
        lr=f"{data.lr:g}",
        says=says,
        value=tr("learned") if data.solved[data.seed] else tr("not learned"),
        count=len(data.solved),
        sum=data.solved.sum(),
    )


LESSON = Picture(lesson_data, paint_lesson, read_lesson)


def train_it() -> Live:
    """Widget: choose width and activation, and see which random starts learn XOR."""
    controls = {
        "width": Choice(tr("hidden units"), tuple((str(n), n) for n in (2, 3, 4, 8)), 2),
        "activation": Choice("activation", tuple((title(n), n) for n in BENDS), "relu"),
        "lr": Choice(tr("learning rate"), tuple((f"{lr:g}", lr) for lr in (0.05, 0.5, 2.0)), LR),
        "seed": Slider("seed", 0, 19, 0, 1),
    }
    return LESSON.live(controls)
