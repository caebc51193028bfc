"""Networks of several depths and activations, trained on the same digits, several seeds each."""

from dataclasses import dataclass

import numpy as np

from nnlib.datasets import split
from nnlib.plots.curves import title
from nnlib.plots.functions import pair
from nnlib.plots.pictures import Picture
from nnlib.plots.style import GREY, SERIES, painter, panels
from nnlib.training import train


@dataclass(frozen=True)
class Lane:
    """Test accuracies (depths, seeds) of one activation."""

    activation: str
    depths: tuple
    accuracies: np.ndarray


def race_data(
    X,
    y,
    rng,
    activations=("sigmoid", "tanh", "relu"),
    depths=(1, 3, 6),
    seeds=5,
    epochs=20,
    width=32,
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
def paint_race(data, figure):
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
    axes.set(xlabel="hidden layers", ylabel="test accuracy in %", ylim=(0, 103))
    axes.legend(loc="center left")


def read_race(data):
    parts = [
        f"{title(lane.activation)} with {depth} hidden layer{'s' * (depth > 1)}: {100 * row.mean():.1f}% "
        f"(from {100 * row.min():.1f} to {100 * row.max():.1f})"
        for lane in data
        for depth, row in zip(lane.depths, lane.accuracies)
    ]
    return f"Test accuracy, mean of {data[0].accuracies.shape[1]} seeds. {'; '.join(parts)}."


RACE = Picture(race_data, paint_race, read_race)
