"""One neuron that looks at cats: its weights as a picture, and an honest test."""

from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure

from nnlib.core.words import tr
from nnlib.datasets import animals
from nnlib.neuron import fit_logistic
from nnlib.plots.ch06.pixels import SIDE, accuracy, bare, rows
from nnlib.plots.kit.numbers import plain
from nnlib.plots.kit.owner import whose
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.style import (
    BLACK,
    SERIES,
    note,
    painter,
    panels,
)

# -- one neuron -------------------------------------------------------------------------------------------------------


@painter(9.6, 3.1)
def paint_weights(w, figure: Figure):
    """The weights (12288,) of one neuron in the shape of a picture, each colour by itself."""
    parts = np.moveaxis(np.reshape(w, SIDE), 2, 0)
    most = np.abs(parts).max()
    for axes, part, name in zip(panels(figure, 1, 3), parts, ("red", "green", "blue")):
        shown = axes.imshow(part, cmap="PuOr", vmin=-most, vmax=most, interpolation="nearest")
        bare(axes, tr("weights, {name}", name=name))
    if len(figure.axes) == 3:
        bar = figure.colorbar(shown, ax=figure.axes, ticks=(-most, 0, most), pad=0.02)
        bar.ax.set_yticklabels([tr("speaks against\na cat"), "0", tr("speaks for\na cat")])


def read_weights(w):
    """In words: how heavy the middle of the picture is, its edge, and each colour."""
    parts = np.moveaxis(np.reshape(w, SIDE), 2, 0)
    middle, edge = parts[:, 20:44, 20:44].mean(), parts[:, :8].mean()
    return tr(
        "The 12,288 weights of the cat neuron as three pictures of 64 by 64, one for red, "
        "green and blue. The mean weight in the middle of the picture is {plain}, in the "
        "eight rows at the top {plain2}; the mean over all blue numbers is {plain3}, over "
        "all red ones {plain4}.",
        plain=plain(middle, 2),
        plain2=plain(edge, 2),
        plain3=plain(parts[2].mean(), 2),
        plain4=plain(parts[0].mean(), 2),
    )


WEIGHTS = Picture(lambda w: w, paint_weights, read_weights)


@dataclass(frozen=True)
class Honest:
    """Accuracies (splits,) in training and on new pictures, with true and with shuffled labels; the baseline."""

    found: dict
    baseline: float
    owner: str


def honest_data(
    rng: np.random.Generator,
    fit=fit_logistic,
    splits: int = 5,
    n: int = 480,
    n_train: int = 160,
    lr: float = 0.05,
    steps: int = 60,
):
    """Train the cat neuron on several splits of the pictures, once with the true labels and once with shuffled ones."""
    X, y = animals(n, rng)
    cat, found = (y == 0).astype(np.float32), {}
    for _ in range(splits):
        order = rng.permutation(n)
        train, new = order[:n_train], order[n_train:]
        F, mean = rows(X[train])
        G, _ = rows(X[new], mean)
        for name, labels in (("true", cat[train]), ("shuffled", rng.permutation(cat[train]))):
            w, b, _ = fit(F, labels, lr, steps)
            found.setdefault((name, "training"), []).append(accuracy(F, labels, w, b))
            found.setdefault((name, "new"), []).append(accuracy(G, cat[new], w, b))
    return Honest(
        {key: np.array(values) for key, values in found.items()}, 1 - cat.mean(), whose(fit)
    )


@painter(8.4, 3.4)
def paint_honest(honest: Honest, figure: Figure):
    """The right answers of every split, a row for each kind of labels and of pictures."""
    axes = panels(figure)
    names = [
        tr("{labels} labels,\n{where} pictures", labels=labels, where=where)
        for labels, where in honest.found
    ]
    for k, (accuracies, look) in enumerate(zip(honest.found.values(), SERIES)):
        spots = {"color": look["color"], "markersize": 9, "alpha": 0.8}
        axes.plot(100 * accuracies, np.full(len(accuracies), k), look["marker"], **spots)
    axes.axvline(100 * honest.baseline, color=BLACK, linestyle=":")
    note(axes, tr("always “no cat”"), 100 * (honest.baseline - 0.4) / 62 - 0.005, 0.32, ha="right")
    axes.set_yticks(range(len(names)), names)
    axes.set(xlim=(40, 102), ylim=(len(names) - 0.5, -0.5), xlabel=tr("right answers in %"))


def read_honest(honest: Honest):
    """In words: right answers, mean and spread, beside those of always saying no."""
    parts = [
        tr(
            "{labels} labels, {where} pictures {value:.1f}% ({value2:.1f} to {value3:.1f})",
            labels=labels,
            where=where,
            value=100 * a.mean(),
            value2=100 * a.min(),
            value3=100 * a.max(),
        )
        for (labels, where), a in honest.found.items()
    ]
    count = len(next(iter(honest.found.values())))
    return tr(
        "The cat neuron on {count} splits, trained with {owner} fit_logistic. Right answers, "
        "mean and spread: {listed}. Always saying no is right in {value:.1f}%.",
        count=count,
        owner=honest.owner,
        listed="; ".join(parts),
        value=100 * honest.baseline,
    )


HONEST = Picture(honest_data, paint_honest, read_honest)
