"""Preprocessing: what is done to the data before a network sees them. Nothing here changes its arguments."""

import numpy as np

from nnlib.gates import (
    all_finite,
    as_floats,
    class_labels,
    generator,
    meet,
    not_empty,
    positive_int,
)


def standardize_fit(X):
    """The mean and the spread of each column, mu = mean(X) and sd = sqrt(mean((X - mu)^2)), over n, not n - 1.

    X (n, d) gives mu (d,) and sd (d,). A constant column gets sd = 1, so that it becomes 0 and not NaN.
    Fit on the training rows alone; the other rows are scaled by the same numbers. Raises ValueError for NaN, n = 0.
    """
    X = as_floats("X", X, 2)
    not_empty("X", X)
    all_finite("X", X)
    constant = (X == X[0]).all(
        axis=0
    )  # exactly: the mean of equal numbers may be off by a rounding
    mu = np.where(constant, X[0], X.mean(axis=0, dtype=np.float64))
    sd = np.sqrt(np.mean((X - mu) ** 2, axis=0)).astype(X.dtype)
    return mu.astype(X.dtype), np.where(sd > 0, sd, X.dtype.type(1))


def standardize(X, mu, sd):
    """The columns of X on one scale, (X - mu) / sd, with mu and sd from `standardize_fit`.

    X (n, d), mu (d,), sd (d,). Law: on the rows of the fit each column has mean 0 and spread 1.
    Raises ValueError where the shapes do not meet or an sd is not above 0.
    """
    X, mu, sd = meet("standardize", "X n d, mu d, sd d", X, mu, sd)
    if not (sd > 0).all():
        raise ValueError(f"sd holds {sd[~(sd > 0)][0]}; wanted numbers above 0")
    return (X - mu) / sd


def split_indices(n, fractions, rng):
    """The rows 0 ... n-1 in random order, cut into parts of n * fraction rows: a list of index arrays.

    `fractions` sum to 1. Law: every row falls into exactly one part. Cuts are rounded, so a size is off by at most
    one row, none is lost, and a part may be empty where n is small. Raises ValueError for other fractions.
    """
    n, fractions = positive_int("n", n), as_floats("fractions", fractions, 1)
    if not (fractions >= 0).all() or abs(fractions.sum() - 1) > 1e-6:
        raise ValueError(f"fractions are {fractions.tolist()}; wanted parts of a whole, sum 1")
    cuts = np.rint(np.cumsum(fractions[:-1]) * n).astype(np.int64)
    return np.split(generator("rng", rng).permutation(n), cuts)


def augment_shift(images, rng):
    """Every image moved by at most one pixel down or up and right or left, each by its own draw; zeros move in.

    images (n, height, width) or (n, height, width, channels), any numbers; the result is a new array of that kind.
    A digit that is moved by a pixel keeps its label; one that is mirrored may not. Raises ValueError for other shapes.
    """
    images = np.asarray(images)
    if images.ndim not in (3, 4):
        raise ValueError(f"images have shape {images.shape}; wanted (n, height, width[, channels])")
    n, height, width = images.shape[:3]
    frame = np.pad(images, [(0, 0), (1, 1), (1, 1), (0, 0)][: images.ndim])
    moved = np.empty_like(images)
    for i, (down, right) in enumerate(generator("rng", rng).integers(-1, 2, (n, 2))):
        moved[i] = frame[i, 1 - down : 1 - down + height, 1 - right : 1 - right + width]
    return moved


def binarize(X, threshold):
    """Numbers turned into 0 and 1, binarize(X) = 1 where X > threshold, else 0, as a new array of floats.

    On the threshold it is 0, as in scikit-learn. Raises ValueError for NaN, which is on neither side.
    """
    X = as_floats("X", X)
    if np.isnan(X).any():
        raise ValueError("X holds NaN, which is neither above nor below the threshold")
    return (X > threshold).astype(X.dtype)


def one_hot(y, k):
    """Labels as rows with a single 1, one_hot(y)_ij = 1 where y_i = j, else 0.

    y (n,) holds labels 0 to k - 1; the result is (n, k) float64. Law: argmax of each row gives y back.
    k is said, not counted: a class may be absent from y. Raises ValueError for a label out of range.
    """
    k = positive_int("k", k)
    return np.eye(k)[class_labels("y", y, k)]
