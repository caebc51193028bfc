"""Preprocessing: what is done to the data before a network sees them. Nothing here changes its arguments."""

from __future__ import annotations

from typing import Any

import numpy as np

from nnlib.core.arguments import (
    all_finite,
    as_array,
    as_floats,
    class_labels,
    generator,
    meet,
    not_empty,
    number,
    positive_int,
    room_for,
)
from nnlib.core.types import Array, ArrayLike, Labels, Number, Rng
from nnlib.core.words import tr


def standardize_fit(X: ArrayLike) -> tuple[Array, Array]:
    """The mean and the spread of each column, mu = mean(X) and sd = sqrt(mean((X - mu)^2)), over n, not n - 1.

    X (n, d) gives mu (d,) and sd (d,). A constant column gets sd = 1, so that it becomes 0 and not NaN.
    Fit on the training rows alone; the other rows are scaled by the same numbers.
    Raises TypeError for what is no number, ValueError for NaN, inf, n = 0.
    >>> standardize_fit([[1, 5], [3, 5]])
    (array([2., 5.]), array([1., 1.]))
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


def standardize(X: ArrayLike, mu: ArrayLike, sd: ArrayLike) -> Array:
    """The columns of X on one scale, (X - mu) / sd, with mu and sd from `standardize_fit`.

    X (n, d), mu (d,), sd (d,). Law: on the rows of the fit each column has mean 0 and spread 1.
    Raises TypeError for what is no number, ValueError where the shapes do not meet or an sd is not above 0.
    >>> standardize([[1, 5], [3, 6]], [2, 5], [1, 1])
    array([[-1.,  0.],
           [ 1.,  1.]])
    """
    X, mu, sd = meet("standardize", "X n d, mu d, sd d", X, mu, sd)
    if not (sd > 0).all():
        raise ValueError(tr("sd holds {value}; wanted numbers above 0", value=sd[~(sd > 0)][0]))
    return (X - mu) / sd


def split_indices(n: int, fractions: ArrayLike, rng: Rng) -> list[Labels]:
    """The rows 0 ... n-1 in random order, cut into parts of n * fraction rows: a list of index arrays.

    `fractions` sum to 1. Law: every row falls into exactly one part. Cuts are rounded, so a size is off by at most
    one row, none is lost, and a part may be empty where n is small.
    Raises TypeError where rng is no np.random.Generator, ValueError for other fractions and n below 1.
    >>> train, validation, test = split_indices(10, [0.6, 0.2, 0.2], np.random.default_rng(0))
    >>> len(train), len(validation), len(test)
    (6, 2, 2)
    """
    n, fractions = positive_int("n", n), as_floats("fractions", fractions, 1)
    if not (fractions >= 0).all() or abs(fractions.sum() - 1) > 1e-6:
        raise ValueError(
            tr("fractions are {tolist}; wanted parts of a whole, sum 1", tolist=fractions.tolist())
        )
    cuts = np.rint(np.cumsum(fractions[:-1]) * n).astype(np.int64)
    return np.split(generator("rng", rng).permutation(n), cuts)


def augment_shift(images: ArrayLike, rng: Rng) -> np.ndarray[Any, Any]:
    """Every image moved by at most one pixel down or up and right or left, each by its own draw; zeros move in.

    images (n, height, width) or (n, height, width, channels), any numbers; the result is a new array of that kind.
    A digit that is moved by a pixel keeps its label; one that is mirrored may not.
    Raises TypeError where rng is no np.random.Generator, ValueError for other shapes.
    >>> moved = augment_shift(np.eye(4)[None], np.random.default_rng(0))
    >>> moved.shape
    (1, 4, 4)
    """
    images = as_array("images", images)
    if images.ndim not in (3, 4):
        raise ValueError(
            tr(
                "images have shape {shape}; wanted (n, height, width[, channels])",
                shape=images.shape,
            )
        )
    n, height, width = images.shape[:3]
    frame = np.pad(images, [(0, 0), (1, 1), (1, 1), (0, 0)][: images.ndim])
    moved = np.empty_like(images)
    for i, (down, right) in enumerate(generator("rng", rng).integers(-1, 2, (n, 2))):
        moved[i] = frame[i, 1 - down : 1 - down + height, 1 - right : 1 - right + width]
    return moved


def binarize(X: ArrayLike, threshold: Number) -> Array:
    """Numbers turned into 0 and 1, binarize(X) = 1 where X > threshold, else 0, as a new array of floats.

    X of any shape. On the threshold it is 0, as in scikit-learn.
    Raises TypeError for what is no number, ValueError for NaN, which is on neither side.
    >>> binarize([[0.2, 0.5, 0.7]], 0.5)
    array([[0., 0., 1.]])
    """
    X, threshold = as_floats("X", X), number("threshold", threshold)
    if np.isnan(X).any() or np.isnan(threshold):
        raise ValueError(tr("X holds NaN, which is neither above nor below the threshold"))
    return (X > threshold).astype(X.dtype)


def one_hot(y: ArrayLike, k: int) -> Array:
    """Labels as rows with a single 1, one_hot(y)_ij = 1 where y_i = j, else 0.

    y (n,) holds labels 0 to k - 1; the result is (n, k) float64. Law: argmax of each row gives y back.
    k is said, not counted: a class may be absent from y.
    Raises TypeError for labels that are no whole numbers, ValueError for a label out of range.
    >>> one_hot([2, 0], 3)
    array([[0., 0., 1.],
           [1., 0., 0.]])
    """
    k = positive_int("k", k)
    labels = class_labels("y", y, k)
    room_for(tr("the result"), len(labels), k)
    rows = np.zeros((len(labels), k))
    rows[np.arange(len(labels)), labels] = 1
    return rows
