"""Images of 8 x 8 in rows, the confusion matrix, and whether 90 % sure means right nine times in ten."""

import numpy as np
from matplotlib.figure import Figure

from nnlib.core.words import tr
from nnlib.metrics import confusion_matrix
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.style import BLUE, GREY, VERMILION, painter, panels

# -- many small images ------------------------------------------------------------------------------


def gallery_data(images, titles, signed: bool = False):
    """Images (n, 64), a few words for each; `signed` paints numbers below zero in another colour."""
    return np.asarray(images, float).reshape(-1, 8, 8), [str(title) for title in titles], signed


@painter(9.6, 4.4, left=0.02, right=0.98, bottom=0.02, top=0.9, hspace=0.5)
def paint_gallery(data: tuple, figure: Figure):
    """The images side by side, six in a row."""
    images, titles, signed = data
    grid = np.ravel(panels(figure, -(-len(images) // 6), 6))
    most = np.abs(images).max()
    for axes in grid:
        axes.axis("off")
    for axes, image, title in zip(grid, images, titles):
        low, colours = (-most, "RdBu_r") if signed else (0, "Greys")
        axes.imshow(image, cmap=colours, vmin=low, vmax=most)
        axes.set_title(title, fontsize=12)


def read_gallery(data: tuple):
    """In words: how many images, and what is said of each."""
    images, titles, _ = data
    return tr(
        "A row of images, each of 8 by 8 pixels ({count} in all): {listed}.",
        count=len(images),
        listed="; ".join(titles),
    )


GALLERY = Picture(gallery_data, paint_gallery, read_gallery)

# -- the confusion matrix ---------------------------------------------------------------------------


def confusion_data(y, p):
    """The confusion matrix of true and predicted digits: rows are the truth."""
    return confusion_matrix(y, p, 10)


@painter(5.6, 5, left=0.12, right=0.98, bottom=0.1, top=0.93)
def paint_confusion(C: np.ndarray, figure: Figure):
    """The counts as numbers, mistakes on a coloured ground."""
    axes = panels(figure)
    wrong = C * (1 - np.eye(10))
    axes.imshow(wrong, cmap="Oranges", vmin=0, vmax=max(4, 2 * wrong.max()))
    for i, j in np.argwhere(C):
        axes.text(j, i, str(C[i, j]), ha="center", va="center", color="black")
    axes.set(xticks=range(10), yticks=range(10))
    axes.set(xlabel=tr("taken for"), ylabel=tr("truth"))
    axes.set_title(tr("{wrong:.0f} mistakes among {count}", wrong=wrong.sum(), count=C.sum()))
    axes.grid(False)


def read_confusion(C: np.ndarray):
    """In words: how many mistakes, and the most frequent ones."""
    wrong = C * (1 - np.eye(10, dtype=int))
    pairs = [np.unravel_index(k, C.shape) for k in np.argsort(-wrong, axis=None)[:3]]
    told = ", ".join(
        tr("{true} taken for {taken}: {times}", true=int(i), taken=int(j), times=int(wrong[i, j]))
        for i, j in pairs
    )
    return tr(
        "Confusion matrix of {count} digits, {wrong} mistakes. The most frequent: {told}.",
        count=int(C.sum()),
        wrong=int(wrong.sum()),
        told=told,
    )


CONFUSION = Picture(confusion_data, paint_confusion, read_confusion)

# -- calibration ------------------------------------------------------------------------------------

EDGES = np.array([0.0, 0.5, 0.7, 0.9, 0.99, 1.0])


def calibration_data(P, y):
    """For each range of the largest probability: how many rows, the mean probability, the share that is right."""
    sure, right = P.max(axis=1), P.argmax(axis=1) == y
    found = []
    for low, high in zip(EDGES, EDGES[1:]):
        rows = (sure > low) & (sure <= high)
        if rows.any():
            found.append((int(rows.sum()), float(sure[rows].mean()), float(right[rows].mean())))
    return found


@painter(5.6, 4.2)
def paint_calibration(bins: list, figure: Figure):
    """How often it is right against how sure it says it is."""
    axes = panels(figure)
    axes.plot([0, 100], [0, 100], ":", color=GREY, label=tr("as sure as it should be"))
    sure, right = (100 * np.array([b[k] for b in bins]) for k in (1, 2))
    axes.plot(sure, right, "o-", color=BLUE, markersize=8)
    for (rows, *_), x, y in zip(bins, sure, right):
        axes.annotate(
            str(rows), (x, y), xytext=(6, -14), textcoords="offset points", color=VERMILION
        )
    axes.set(xlim=(25, 105), ylim=(0, 105))
    axes.set(xlabel=tr("how sure it says it is, in %"), ylabel=tr("how often it is right, in %"))
    axes.legend(loc="upper left")


def read_calibration(bins: list):
    """In words: the ranges, one after the other."""
    told = "; ".join(
        tr(
            "{rows} rows at {sure:.0f} % are right in {right:.0f} %",
            rows=n,
            sure=100 * s,
            right=100 * r,
        )
        for n, s, r in bins
    )
    return tr("How sure, and how often right: {told}.", told=told)


CALIBRATION = Picture(calibration_data, paint_calibration, read_calibration)
