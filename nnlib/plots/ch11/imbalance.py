"""A rare class: what its weight does to the boundary, to the accuracy, and to what is found."""

from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure

from nnlib.core.words import tr
from nnlib.metrics import accuracy, confusion_matrix, predict_classes
from nnlib.plots.kit.live_figures import Live, Slider
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.style import BLACK, BLUE, VERMILION, painter, panels

ROWS, NEW = 400, 2000  # to train on, and to measure


@dataclass(frozen=True)
class Rare:
    """The training rows, the neuron's weights, its confusion on new rows, and the weight of the rare class."""

    X: np.ndarray
    y: np.ndarray
    w: np.ndarray
    b: float
    confusion: np.ndarray
    accuracy: float
    weight: float


def clouds(share, n, rng):
    """n rows of two overlapping clouds; a share of them, in percent, is of class 1."""
    y = (np.arange(n) < round(n * share / 100)).astype(np.int64)
    return rng.normal(0, 1, (n, 2)) + np.where(y[:, None] == 1, (0.9, 0.5), (-0.9, -0.5)), y


def imbalance_data(share: int = 5, weight: float = 1.0, seed: int = 0):
    """One logistic neuron through Sequential: 40 epochs of SGD at rate 0.1, class 1 weighing `weight`."""
    from nnlib.models.layers import Dense, Input
    from nnlib.models.optimizers import SGD
    from nnlib.models.sequential import Sequential

    rng = np.random.default_rng(seed)
    (X, y), (X_new, y_new) = clouds(share, ROWS, rng), clouds(share, NEW, rng)
    model = Sequential([Input((2,)), Dense(1, "sigmoid")], rng=seed)
    model.compile(SGD(0.1), "binary_crossentropy")
    model.fit(X, y, epochs=40, verbose=0, class_weight={0: 1.0, 1: float(weight)})
    W, b = model.layers[-1].get_weights()
    found = predict_classes(model.predict(X_new))
    confusion = confusion_matrix(y_new, found, 2)
    return Rare(X, y, W[:, 0], float(b[0]), confusion, accuracy(y_new, found), float(weight))


@painter(9, 4.2)
def paint_imbalance(rare: Rare, figure: Figure):
    """The two clouds and the neuron's boundary; beside it who was found and who was not."""
    left, right = panels(figure, 1, 2, width_ratios=(3, 2))
    for label, look in enumerate(
        ({"marker": ".", "color": BLUE}, {"marker": "^", "color": VERMILION})
    ):
        rows = rare.X[rare.y == label]
        left.plot(
            *rows.T, linestyle="none", markersize=7, label=tr("class {label}", label=label), **look
        )
    x = np.array([-4.0, 4.0])
    left.plot(x, -(rare.w[0] * x + rare.b) / rare.w[1], color=BLACK, linewidth=2.5)
    left.set(
        xlim=(-4, 4), ylim=(-4, 4), title=tr("weight of class 1: {weight:g}", weight=rare.weight)
    )
    left.legend(loc="lower left")
    _table(right, rare)


def _table(axes, rare):
    shares = rare.confusion / np.maximum(rare.confusion.sum(axis=1, keepdims=True), 1)
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1.6)
    for i, row in enumerate(rare.confusion):
        for j, count in enumerate(row):
            axes.text(j, i, f"{count}", ha="center", va="center", fontsize=16)
    axes.set(xticks=[0, 1], yticks=[0, 1], xlabel=tr("taken for"), ylabel=tr("is"))
    axes.grid(visible=False)
    axes.set_title(tr("{percent:.1f}% right", percent=100 * rare.accuracy))


def read_imbalance(rare: Rare):
    """In words: the accuracy, and how many of each class are found."""
    counts = rare.confusion.sum(axis=1)
    return tr(
        "Class 1 weighs {weight:g}. On {n} new rows {percent:.1f}% are right: {hits} of {rare} of the rare class are "
        "found, and {alarms} of {frequent} others are taken for it.",
        weight=rare.weight,
        n=int(counts.sum()),
        percent=100 * rare.accuracy,
        hits=rare.confusion[1, 1],
        rare=counts[1],
        alarms=rare.confusion[0, 1],
        frequent=counts[0],
    )


IMBALANCE = Picture(imbalance_data, paint_imbalance, read_imbalance)


def rare_class() -> Live:
    """Widget: the share of the rare class, its weight, seed -> the boundary and the confusion on new rows."""
    controls = {
        "share": Slider(tr("class 1 in %"), 2, 50, 5, 1),
        "weight": Slider(tr("its weight"), 1.0, 30.0, 1.0, 1.0),
        "seed": Slider("seed", 0, 9, 0, 1),
    }
    return IMBALANCE.live(controls)
