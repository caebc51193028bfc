"""The shuffle trap: X and y shuffled together, or torn apart."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from matplotlib.figure import Figure

from nnlib.core.words import tr
from nnlib.plots.kit.live_figures import Choice, Live, Slider
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.style import (
    GREY,
    SERIES,
    note,
    painter,
    panels,
)


def shuffle_trap_data(X, y, seeds: int = 5, epochs: int = 10):
    """Accuracy with the pairs kept together, and with X alone shuffled before training, per seed."""
    from nnlib.datasets import split
    from nnlib.models.train import train

    found = {"X and y together": [], "X alone": []}
    for seed in range(seeds):
        for name, accuracies in found.items():
            rng = np.random.default_rng(seed)
            X_train, y_train, X_test, y_test = split(X, y, 397, rng)
            if name == "X alone":
                X_train = X_train[rng.permutation(len(X_train))]
            trained = train(X_train, y_train, [64, 32, 10], rng, epochs=epochs)
            accuracies.append(trained.accuracy(X_test, y_test))
    return {name: np.array(accuracies) for name, accuracies in found.items()}


@painter(6.6, 2.5)
def paint_shuffle_trap(data: dict, figure: Figure):
    """Test accuracy of pairs kept together and of torn ones, a dot for each seed."""
    axes = panels(figure)
    for k, (accuracies, look) in enumerate(zip(data.values(), SERIES)):
        axes.plot(
            100 * accuracies,
            np.full(len(accuracies), k),
            look["marker"],
            color=look["color"],
            markersize=9,
        )
    axes.axvline(10, color=GREY, linestyle=":")
    note(axes, "guessing", 0.11, 0.6)
    axes.set_yticks(range(len(data)), list(data))
    axes.set(xlim=(0, 101), ylim=(-0.6, len(data) - 0.4), xlabel=tr("test accuracy in %"))


def read_shuffle_trap(data: dict):
    """In words: the accuracies of both."""
    parts = [
        tr(
            "{name} shuffled: {value:.1f}% (from {value2:.1f} to {value3:.1f})",
            name=name,
            value=100 * a.mean(),
            value2=100 * a.min(),
            value3=100 * a.max(),
        )
        for name, a in data.items()
    ]
    return tr(
        "Test accuracy on digits, {count} seeds. {listed}. Guessing gives 10%.",
        count=len(next(iter(data.values()))),
        listed="; ".join(parts),
    )


SHUFFLE_TRAP = Picture(shuffle_trap_data, paint_shuffle_trap, read_shuffle_trap)


# -- the shuffle trap, tried out --------------------------------------------------------------------------------------

SHUFFLES = (tr("X and y together"), "X alone", "nothing")
LONGEST = 40  # epochs


@dataclass(frozen=True)
class Trapped:
    """What was shuffled before training, and the accuracies after each epoch, on training and on new pictures."""

    what: str
    train: np.ndarray
    new: np.ndarray


@cache
def train_shuffled(what, seed):
    """Accuracy per epoch of 64-32-10 on digits, on its own training pairs and on 397 new pictures."""
    from nnlib.datasets import load_digits, split
    from nnlib.models.train import train

    found = []
    for seen in (True, False):
        rng = np.random.default_rng(seed)
        X, y, X_new, y_new = split(*load_digits(), 397, rng)
        order = rng.permutation(len(X)) if what != SHUFFLES[2] else np.arange(len(X))
        X, y = X[order], y if what == SHUFFLES[1] else y[order]
        asked = (X, y) if seen else (X_new, y_new)
        trained = train(X, y, [64, 32, 10], rng, epochs=LONGEST, validation=asked)
        found.append(np.array(trained.history["accuracy"]))
    return found


def trap_data(what=SHUFFLES[0], epochs: int = 10, seed: int = 0):
    """One network trained on these pairs, its accuracies for the first `epochs` epochs."""
    train, new = train_shuffled(what, seed)
    return Trapped(what, train[:epochs], new[:epochs])


@painter(6.8, 3.8)
def paint_trap(trap: Trapped, figure: Figure):
    """Accuracy on the pairs that are learned and on new pictures, epoch by epoch."""
    axes, x = panels(figure), np.arange(1, len(trap.new) + 1)
    for values, look, name in zip(
        (trap.train, trap.new), SERIES, (tr("the pairs it learns from"), tr("new pictures"))
    ):
        axes.plot(x, 100 * values, **look, markevery=max(len(x) // 8, 1), label=name)
    axes.axhline(10, color=GREY, linestyle=":")
    axes.set(
        xlabel="epochs", ylabel=tr("right answers in %"), ylim=(0, 101), xlim=(0.5, LONGEST + 0.5)
    )
    axes.set_title(tr("shuffled: {what} (dotted: guessing)", what=trap.what))
    axes.legend(loc="center right")


def read_trap(trap: Trapped):
    """In words: the accuracies after the last epoch."""
    return tr(
        "Shuffled before training: {what}. After {count} epochs the network is right for "
        "{value:.1f}% of the pairs that it learns from, and for {value2:.1f}% of the new "
        "pictures. Guessing gives 10%.",
        what=trap.what,
        count=len(trap.new),
        value=100 * trap.train[-1],
        value2=100 * trap.new[-1],
    )


TRAP = Picture(trap_data, paint_trap, read_trap)


def shuffle_trap() -> Live:
    """Widget: what is shuffled, epochs, seed -> accuracy on the training pairs and on new pictures."""
    controls = {
        "what": Choice("shuffle", SHUFFLES, SHUFFLES[1]),
        "epochs": Slider("epochs", 1, LONGEST, 10, 1),
        "seed": Slider("seed", 0, 9, 0, 1),
    }
    return TRAP.live(controls)
