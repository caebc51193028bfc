"""Pictures that are changed, and networks that are thinned."""

from collections.abc import Callable

import numpy as np
from matplotlib.figure import Figure

import nnlib
from nnlib.core.words import tr
from nnlib.plots.kit.live_figures import Live, Slider
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.style import BLACK, GREY, SERIES, is_narrow, painter, panels

WAYS = {
    tr("as it is"): lambda image: image,
    tr("1 pixel left"): lambda image: np.pad(image, ((0, 0), (0, 1)))[:, 1:],
    tr("mirrored"): lambda image: image[:, ::-1],
    tr("upside down"): lambda image: image[::-1, ::-1],
}


def changes_data(labels: tuple = (2, 5, 6, 0)):
    """[(label, {way: picture}), ...] for the first digit of each label."""
    X, y = nnlib.load_digits()
    images = [X[np.flatnonzero(y == label)[0]].reshape(8, 8) for label in labels]
    return [(k, {name: way(im) for name, way in WAYS.items()}) for k, im in zip(labels, images)]


@painter(7, 6.6)
def paint_changes(data: list, figure: Figure):
    """A row for each digit, a column for each change."""
    grid = panels(figure, len(data), len(WAYS))
    for k, (_label, changed) in enumerate(data):
        for axes, (name, image) in zip(grid[k], changed.items()):
            axes.imshow(image, cmap="Greys", vmin=0, vmax=1)
            axes.set(xticks=[], yticks=[])
            if k == 0 or is_narrow(figure):  # there, a digit's pictures stand in two rows
                axes.set_title(name)


def read_changes(data: list):
    """In words: which digits, changed how."""
    return tr(
        "The digits {labels}, each as it is, moved one pixel to the left, mirrored, and upside down. Mirrored, "
        "a 2 and a 5 are no digits any more; upside down, the 6 is a 9; the 0 stays a 0.",
        labels=", ".join(str(label) for label, _ in data),
    )


CHANGES = Picture(changes_data, paint_changes, read_changes)


# -- dropout ----------------------------------------------------------------------------------------------------------


def thinned_data(keep: float = 0.5, rows: int = 12, forward=nnlib.dropout_forward):
    """(keep, a mask of 12 units for each of `rows` examples, the mean output over 2,000 masks of activations 1)."""
    rng = np.random.default_rng(4)
    _, mask = forward(np.ones((rows, 12)), keep, rng, True)
    out, _ = forward(np.ones((2000, 12)), keep, rng, True)
    return keep, mask, out.mean(axis=0)


@painter(8.4, 3.9)
def paint_thinned(data: tuple, figure: Figure):
    """Left the masks, a row for each example; right the mean output of each unit."""
    keep, mask, means = data
    left, right = panels(figure, 1, 2)
    rows, columns = np.nonzero(mask)
    gone_rows, gone_columns = np.nonzero(mask == 0)
    left.plot(columns, rows, "o", color=SERIES[0]["color"], markersize=10)
    left.plot(gone_columns, gone_rows, "x", color=GREY, markersize=7)
    left.set(
        xlim=(-0.7, 11.7), ylim=(len(mask) - 0.3, -0.7), xlabel=tr("unit"), ylabel=tr("example")
    )
    left.set_title(tr("kept: a dot, times {factor:.3g}", factor=1 / keep))
    right.bar(np.arange(12), means, color=SERIES[0]["color"])
    right.axhline(1, color=BLACK, linestyle=":")
    right.set(ylim=(0, 1.3), xlabel=tr("unit"), title=tr("mean over 2,000 masks"))


def read_thinned(data: tuple):
    """In words: how many are kept, by what they grow, and the means."""
    keep, mask, means = data
    return tr(
        "keep = {keep:g}: {kept} of {all} entries stay, each times {factor:.3g}. Over 2,000 masks the mean output "
        "of the 12 units lies between {low:.2f} and {high:.2f}; without dropout it is 1.",
        keep=keep,
        kept=int((mask > 0).sum()),
        all=mask.size,
        factor=1 / keep,
        low=means.min(),
        high=means.max(),
    )


THINNED = Picture(thinned_data, paint_thinned, read_thinned)


def thinned_networks(forward: Callable = nnlib.dropout_forward) -> Live:
    """Widget: keep -> a mask for each example, and the mean output, which stays."""
    return THINNED.live({"keep": Slider(tr("keep"), 0.1, 1.0, 0.5, 0.1)}, forward=forward)
