"""Networks of several depths and activations, trained on the same digits, several seeds each."""

from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure

from nnlib.core.words import tr
from nnlib.datasets import split
from nnlib.models.train import train
from nnlib.plots.ch03.functions import pair
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.style import GREY, SERIES, painter, panels
from nnlib.plots.kit.titles import title


@dataclass(frozen=True)
class Lane:
    """Test accuracies (depths, seeds) of one activation."""

    activation: str
    depths: tuple
    accuracies: np.ndarray


def race_data(
    X,
    y,
    rng: np.random.Generator,
    activations: tuple = ("sigmoid", "tanh", "relu"),
    depths: tuple = (1, 3, 6),
    seeds: int = 5,
    epochs: int = 20,
    width: int = 32,
):
    """Train one network per activation, number of hidden layers and seed; all see the same splits and first weights.

    400 rows are kept apart each time; the accuracies are those on these rows.
    """
    children = rng.spawn(seeds)
    states = [child.bit_generator.state for child in children]
    lanes = []
    for name in activations:
        found = np.empty((len(depths), seeds))
        for row, depth in enumerate(depths):
            sizes = [X.shape[1], *[width] * depth, int(y.max()) + 1]
            for column, (child, state) in enumerate(zip(children, states)):
                child.bit_generator.state = state
                found[row, column] = _run(X, y, sizes, child, name, epochs)
        lanes.append(Lane(name, tuple(depths), found))
    return lanes


def _run(X, y, sizes, rng, name, epochs):
    forward, backward = pair(name)
    X_train, y_train, X_test, y_test = split(X, y, 400, rng)
    network = train(
        X_train,
        y_train,
        sizes,
        rng,
        epochs=epochs,
        activation=forward,
        activation_backward=backward,
    )
    return network.accuracy(X_test, y_test)


@painter(8, 3.9)
def paint_race(data: list, figure: Figure):
    """Test accuracy over the depth, a line for each activation and a dot for each seed."""
    axes = panels(figure)
    for k, (lane, look) in enumerate(zip(data, SERIES)):
        x = np.arange(len(lane.depths)) + 0.14 * (k - (len(data) - 1) / 2)
        for at, accuracies in zip(x, lane.accuracies):
            axes.plot(
                np.full(len(accuracies), at),
                100 * accuracies,
                look["marker"],
                color=look["color"],
                alpha=0.5,
            )
        axes.plot(
            x,
            100 * lane.accuracies.mean(axis=1),
            **look,
            label=title(lane.activation),
            markersize=4,
        )
    axes.axhline(10, color=GREY, linewidth=1)
    axes.text(0.3, 11.5, "guessing: 10 %", color="#555555")
    axes.set_xticks(range(len(data[0].depths)), data[0].depths)
    axes.set(xlabel=tr("hidden layers"), ylabel=tr("test accuracy in %"), ylim=(0, 103))
    axes.legend(loc="center left")


def read_race(data: list):
    """In words: the mean accuracy of each activation and depth."""
    parts = [
        tr(
            "{title} with {depth} hidden layer{value}: {value2:.1f}% (from {value3:.1f} to "
            "{value4:.1f})",
            title=title(lane.activation),
            depth=depth,
            value="s" * (depth > 1),
            value2=100 * row.mean(),
            value3=100 * row.min(),
            value4=100 * row.max(),
        )
        for lane in data
        for depth, row in zip(lane.depths, lane.accuracies)
    ]
    return tr(
        "Test accuracy, mean of {value} seeds. {listed}.",
        value=data[0].accuracies.shape[1],
        listed="; ".join(parts),
    )


RACE = Picture(race_data, paint_race, read_race)
