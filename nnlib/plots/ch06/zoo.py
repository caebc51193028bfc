"""The drawn animals, and how a picture becomes a row."""

from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure
from matplotlib.patches import FancyBboxPatch, Rectangle

from nnlib.core.words import tr
from nnlib.datasets import ANIMALS, SIZE, animals
from nnlib.plots.ch06.pixels import bare
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.style import (
    BLACK,
    GREY,
    VERMILION,
    painter,
    panels,
)

# -- the animals ------------------------------------------------------------------------------------------------------


def zoo_data(rng: np.random.Generator, n: int = 12):
    """n drawn pictures and their labels."""
    return animals(n, rng)


@painter(9.4, 3.5)
def paint_zoo(zoo, figure: Figure):
    """The pictures with their names."""
    X, y = zoo
    for axes, picture, kind in zip(panels(figure, 2, len(X) // 2).flat, X, y):
        axes.imshow(picture, interpolation="nearest")
        bare(axes, ANIMALS[kind])


def read_zoo(zoo):
    """In words: how the three animals are drawn."""
    X, _ = zoo
    return tr(
        "{count} drawn pictures of 64 by 64 pixels. A cat is a grey face with pointed ears, "
        "a lion a yellow face in a brown mane, an iguana a long green body. Place, size, "
        "colours and background differ.",
        count=len(X),
    )


ZOO = Picture(zoo_data, paint_zoo, read_zoo)


# -- flattening -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Flat:
    """A picture, a patch of 2 by 2 of its pixels, and its row of numbers, with the place where the patch begins."""

    picture: np.ndarray
    row: int
    column: int

    @property
    def patch(self):
        return self.picture[self.row : self.row + 2, self.column : self.column + 2]

    def place(self, i, j, c):
        """Where the number of row i, column j, colour c stands in the flat row."""
        return (i * SIZE + j) * 3 + c


def flatten_data(rng: np.random.Generator):
    """One cat's picture, and a pixel in it to follow."""
    X, _ = animals(1, rng)
    dark = np.argwhere(X[0].sum(axis=2) < 1.6)  # the cat's ear: its topmost point
    row, column = dark[0]
    return Flat(X[0], int(row), int(column) - 1)


@painter(9.6, 3.9, left=0.01, right=0.99, bottom=0.02, top=0.9, wspace=0.05)
def paint_flatten(flat: Flat, figure: Figure):
    """The picture with two neighbours marked, and where they lie in its row."""
    whole, patch, line = panels(figure, 1, 3, width_ratios=(1, 1, 1.25))
    whole.imshow(flat.picture, interpolation="nearest")
    frame = (flat.column - 0.5, flat.row - 0.5)
    whole.add_patch(Rectangle(frame, 2, 2, fill=False, edgecolor=VERMILION, linewidth=2.5))
    bare(whole, "64 × 64 pixels")
    patch.imshow(flat.patch, interpolation="nearest")
    bare(patch, tr("4 of them, 3 numbers each"))
    bare(line, tr("one row of 12,288 numbers"))
    line.set(xlim=(0, 10), ylim=(14.0, -0.6))
    for i in range(2):
        for j in range(2):
            for c, name in enumerate(("red", "green", "blue")):
                value = flat.patch[i, j, c]
                ink = {"color": _ink(flat.patch[i, j]), "ha": "center", "va": "center"}
                patch.text(j, i + 0.26 * (c - 1), f"{name} {value:.2f}", **ink)
                slot = 1 + 6.5 * i + 3 * j + c
                where = flat.place(flat.row + i, flat.column + j, c)
                _slot(line, slot - 0.5 + (0.5 if i else 0), where, value, flat.patch[i, j])
    for y in (-0.1, 6.95, 13.6):
        line.text(5, y, "…", ha="center", va="center", fontsize=14)


def _ink(colour):
    """Black on light, white on dark."""
    return "white" if np.mean(colour) < 0.55 else BLACK


def _slot(axes, y, where, value, colour):
    axes.add_patch(
        FancyBboxPatch((4.4, y - 0.02), 3.2, 0.72, boxstyle="round,pad=0.04", fc=colour, ec=GREY)
    )
    axes.text(6, y + 0.34, f"{value:.2f}", ha="center", va="center", color=_ink(colour))
    axes.text(4.1, y + 0.34, tr("number {where:,}", where=where), ha="right", va="center")


def read_flatten(flat: Flat):
    """In words: how the picture becomes a row, and how far apart neighbours come to lie."""
    first = flat.place(flat.row, flat.column, 0)
    below = flat.place(flat.row + 1, flat.column, 0)
    return tr(
        "A picture of 64 by 64 pixels, three numbers each, becomes one row of 12,288 "
        "numbers, line by line. The red of the pixel in row {row}, column {column} is number "
        "{first:,}; the pixel below it begins at number {below:,}, {value} places later. For "
        "the neuron they are no neighbours.",
        row=flat.row,
        column=flat.column,
        first=first,
        below=below,
        value=below - first,
    )


FLATTEN = Picture(flatten_data, paint_flatten, read_flatten)
