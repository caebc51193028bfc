"""Drawn animals as rows of numbers: what the figures of this chapter share."""

import numpy as np
from matplotlib.axes import Axes

from nnlib.datasets import SIZE

SIDE = (SIZE, SIZE, 3)


def rows(X, mean=None):
    """Pictures (n, 64, 64, 3) as rows (n, 12288) without the mean picture, and the mean; a given mean is used."""
    flat = X.reshape(len(X), -1).astype(np.float32)
    mean = flat.mean(axis=0) if mean is None else mean
    return flat - mean, mean


def accuracy(X, y, w, b):
    """The share of pictures on whose right side of 1/2 the neuron is."""
    return float(np.mean((X @ w + b > 0) == (y > 0.5)))


def bare(axes: Axes, title: str = ""):
    """Axes for a picture: a frame, no ticks, no grid."""
    axes.set_xticks([])
    axes.set_yticks([])
    axes.grid(False)
    axes.set_title(title)
    for spine in axes.spines.values():
        spine.set_visible(True)
