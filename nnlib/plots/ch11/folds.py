"""Folds: every row is held out once."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from nnlib.core.words import tr
from nnlib.plots.kit.live_figures import Live, Slider
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.style import BLUE, ORANGE, painter, panels
from nnlib.selection import kfold_indices


@dataclass(frozen=True)
class Folds:
    """n rows, and for each of k rounds which rows are held out, (k, n)."""

    n: int
    held_out: np.ndarray


def folds_data(n: int = 23, k: int = 4, seed: int = 0, kfold=kfold_indices):
    """The folds that `kfold`, the book's or the reader's, cuts n rows into."""
    held_out = np.zeros((k, n), dtype=bool)
    for i, (_, validation) in enumerate(kfold(n, k, np.random.default_rng(seed))):
        held_out[i, validation] = True
    return Folds(n, held_out)


@painter(9, 3.2, left=0.11, right=0.99, bottom=0.16, top=0.88)
def paint_folds(folds: Folds, figure: Figure):
    """One line of cards for each round, those held out hatched."""
    axes = panels(figure)
    for i, held in enumerate(folds.held_out):
        for row in range(folds.n):
            look = {"facecolor": ORANGE, "hatch": "//"} if held[row] else {"facecolor": BLUE}
            axes.add_patch(Rectangle((row + 0.06, i + 0.1), 0.88, 0.8, edgecolor="white", **look))
    k = len(folds.held_out)
    axes.set(xlim=(0, folds.n), ylim=(k, 0), xlabel=tr("rows"), yticks=np.arange(k) + 0.5)
    axes.set_yticklabels([tr("round {number}", number=i + 1) for i in range(k)])
    axes.set_xticks([0.5, folds.n - 0.5], ["0", str(folds.n - 1)])
    axes.set_title(tr("hatched: held out for validation; plain: trained on"))


def read_folds(folds: Folds):
    """In words: how many rows each round holds out, and which the first."""
    sizes = folds.held_out.sum(axis=1)
    return tr(
        "{n} rows in {k} folds of {sizes} rows. Round 1 holds out the rows {first}. Each row is held out "
        "{times} over all rounds.",
        n=folds.n,
        k=len(sizes),
        sizes=", ".join(map(str, sizes)),
        first=", ".join(map(str, np.flatnonzero(folds.held_out[0]))),
        times=tr("once")
        if (folds.held_out.sum(axis=0) == 1).all()
        else tr("more or less than once"),
    )


FOLDS = Picture(folds_data, paint_folds, read_folds)


def fold_cutter(kfold: Callable = kfold_indices) -> Live:
    """Widget: rows, folds, seed -> which rows each round holds out, by the book's `kfold_indices` or your own."""
    controls = {
        "n": Slider(tr("rows n"), 10, 40, 23, 1),
        "k": Slider(tr("folds k"), 2, 10, 4, 1),
        "seed": Slider("seed", 0, 9, 0, 1),
    }
    return FOLDS.live(controls, kfold=kfold)
