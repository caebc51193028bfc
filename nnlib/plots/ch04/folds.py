"""What depth does: a layer that folds its input, and one unit after it that is drawn again in every fold."""

import numpy as np
from matplotlib.figure import Figure

from nnlib.activations import relu
from nnlib.core.words import tr
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.style import BLACK, SKY, painter, panels

SIDE = np.linspace(-1, 1, 401)


def fold(x):
    """2 |x| - 1, with two ReLUs: what lies left of 0 is laid over what lies right of it, and drawn out to [-1, 1]."""
    return 2 * relu(x) + 2 * relu(-x) - 1


def folds_data(folds: tuple = (0, 1, 2, 3)):
    """A unit relu(x + y + 1/2) after so many folds of both axes, on the square from -1 to 1; its dark patches."""
    found = []
    for times in folds:
        x, y = np.meshgrid(SIDE, SIDE)
        for _ in range(times):
            x, y = fold(x), fold(y)
        height = relu(x + y + 0.5)
        found.append({"folds": times, "height": height, "dark": patches(height == 0)})
    return found


def patches(where):
    """How many connected patches of the grid are True."""
    from scipy.ndimage import label

    return int(label(where)[1])


@painter(9.6, 2.9, left=0.05, right=0.99, bottom=0.17, top=0.86, wspace=0.12)
def paint_folds(data, figure: Figure):
    """One panel a number of folds: where the unit is silent, and lines of equal height elsewhere."""
    for axes, scene in zip(
        np.atleast_1d(panels(figure, 1, len(data), sharey=True)), data, strict=True
    ):
        square = SIDE, SIDE, scene["height"]
        axes.contourf(*square, levels=[-1, 1e-9], colors=[SKY], hatches=["///"])
        axes.contour(*square, levels=[1e-9], colors=BLACK, linewidths=1.5)
        axes.set_title(title(scene["folds"]))
        axes.set(xlabel="x", aspect="equal", xticks=[-1, 0, 1], yticks=[-1, 0, 1])


def title(folds):
    """What stands over the panel of so many folds."""
    return (
        [tr("the unit alone"), tr("after one fold")][folds]
        if folds < 2
        else tr("after {folds} folds", folds=folds)
    )


def read_folds(data):
    """In words: into how many patches the unit's silent region falls."""
    patches = ", ".join(
        tr("{dark} after {folds}", dark=scene["dark"], folds=scene["folds"]) for scene in data
    )
    return tr(
        "One ReLU unit over the plane. The number of patches in which it is silent, after so many "
        "layers that fold the plane: {patches}.",
        patches=patches,
    )


FOLDED_PLANE = Picture(folds_data, paint_folds, read_folds)
