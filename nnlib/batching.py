"""Batching: which rows go into which step. Every order is drawn from a generator that is passed in."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, inf
from typing import Any

import numpy as np

from nnlib.core.arguments import (
    as_floats,
    as_list,
    flag,
    generator,
    meet,
    positive_int,
    positive_number,
    rows_and_labels,
)
from nnlib.core.types import Array, ArrayLike, Flag, Labels, Number, Rng
from nnlib.core.words import tr


def iterations_per_epoch(n: int, B: int, drop_last: Flag = False) -> int:
    """How many steps one epoch takes: ceil(n / B), or floor(n / B) where a short last batch is dropped.

    n rows, B of them in each batch. Raises TypeError for what is no whole number, ValueError where one is below 1.
    >>> iterations_per_epoch(100, 32), iterations_per_epoch(100, 32, drop_last=True)
    (4, 3)
    """
    n, B = positive_int("n", n, inf), positive_int("B", B, inf)  # nothing of that size is made
    return n // B if flag("drop_last", drop_last) else -(-n // B)


def batch_sizes(n: int, updates: int) -> tuple[int, int]:
    """The smallest and the largest batch with which an epoch over n rows takes so many updates; (0, 0) for none.

    The B from 1 to n with ceil(n / B) = updates, a short last batch counted: from ceil(n / updates) to
    ceil(n / (updates - 1)) - 1. Raises TypeError for what is no whole number, ValueError where one is below 1.
    >>> batch_sizes(100, 4), batch_sizes(100, 1), batch_sizes(100, 40)
    ((25, 33), (100, 100), (0, 0))
    """
    n, updates = positive_int("n", n, inf), positive_int("updates", updates, inf)
    smallest = -(-n // updates)
    largest = -(-n // (updates - 1)) - 1 if updates > 1 else n
    return (smallest, largest) if smallest <= largest else (0, 0)


def shuffle_together(
    X: ArrayLike, y: ArrayLike, rng: Rng
) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """X and y in one new random order, X[order] and y[order], as new arrays: row i of X keeps its label.

    X (n, ...), y (n, ...) of any kind, which they keep. Law: what is shuffled with its row numbers can be put back.
    Raises TypeError where rng is no np.random.Generator, ValueError where X and y differ in length.
    >>> X, y = shuffle_together([[1, 10], [2, 20], [3, 30]], [1, 2, 3], np.random.default_rng(0))
    >>> bool((X[:, 0] == y).all())
    True
    """
    X, y = rows_and_labels(X, y)
    order = generator("rng", rng).permutation(len(X))
    return X[order], y[order]


def minibatches(n: int, B: int, rng: Rng, drop_last: Flag = False) -> list[Labels]:
    """The rows of an epoch, order[0:B], order[B:2B], ...: every row of 0 ... n-1 once, in random order, B at a time.

    A list of int64 arrays. The last one is shorter where B does not divide n, or left out with `drop_last`.
    Raises TypeError where rng is no np.random.Generator, ValueError where n or B is below 1.
    >>> [len(rows) for rows in minibatches(10, 4, np.random.default_rng(0))]
    [4, 4, 2]
    """
    steps = iterations_per_epoch(positive_int("n", n), B, drop_last)
    order = generator("rng", rng).permutation(n)
    return [order[start : start + B] for start in range(0, steps * B, B)]


def per_example_gradients(X: ArrayLike, y: ArrayLike, w: ArrayLike, b: Number) -> Array:
    """What each example asks for in logistic regression: G_i = (sigmoid(x_i w + b) - y_i) (x_i, 1), shape (n, d + 1).

    X (n, d), y (n,) 0 or 1, w (d,), b a number; the last column belongs to b. Law: the mean of the rows is the gradient
    of the batch's loss. Nothing is divided by n here. Raises TypeError for what is no number, ValueError where the
    shapes do not meet.
    >>> per_example_gradients([[1, 2], [3, 4]], [1, 0], [0, 0], 0)
    array([[-0.5, -1. , -0.5],
           [ 1.5,  2. ,  0.5]])
    """
    X, y, w, b = meet("per_example_gradients", "X n d, y n, w d, b", X, y, w, b)
    probability = np.exp(-np.logaddexp(0, -(X @ w + b)))  # the sigmoid, without overflow
    return (probability - y)[:, None] * np.column_stack([X, np.ones_like(y)])


def batch_for_noise(n: int, sd: Number, noise: Number) -> int:
    """The smallest batch whose gradient has at most this noise: the least B with sd^2 / B (n - B) / (n - 1) <= noise^2.

    n examples, whose single gradients (of one parameter) have the standard deviation sd; B different ones of them
    make a batch, and noise is the standard deviation that is left. Solved for B: n sd^2 / ((n - 1) noise^2 + sd^2),
    rounded up. Law: 1 <= B <= n, and for large n a quarter of the noise takes sixteen times the batch.
    Raises TypeError for what is no number, ValueError for n below 1, and where sd or noise is not above 0.
    >>> batch_for_noise(9, 4, 1.1), batch_for_noise(10**6, 4, 1.1)
    (6, 14)
    """
    sd, noise = positive_number("sd", sd), positive_number("noise", noise)
    n = positive_int("n", n)
    share = min(noise / sd, 1)  # a single example has no more noise than sd
    return ceil(n / ((n - 1) * share**2 + 1))


def accumulate_gradients(means: Sequence[ArrayLike], sizes: Sequence[int]) -> Array:
    """The mean gradient over all examples from the means of chunks, sum_c size_c mean_c / sum_c size_c.

    `means` are arrays of one shape, `sizes` their numbers of examples. Law: it is the gradient of the whole batch,
    however it was cut; the plain average of the means is not, where the last chunk is shorter.
    Raises TypeError for what is no number, ValueError for other shapes or lengths, no chunk, and sizes below 1.
    >>> accumulate_gradients([[1, 2], [4, 8]], [2, 1])
    array([2., 4.])
    """
    means = [as_floats(f"means[{i}]", mean) for i, mean in enumerate(as_list("means", means))]
    if len({mean.shape for mean in means}) > 1:
        raise ValueError(
            tr(
                "means have the shapes {value}; wanted one shape",
                value=[mean.shape for mean in means],
            )
        )
    sizes = _sizes(sizes, len(means))
    return sum(size / sum(sizes) * mean for size, mean in zip(sizes, means))


def epoch_mean_loss(losses: ArrayLike, sizes: Sequence[int]) -> float:
    """The mean loss over all examples of an epoch from the means of its batches, sum(size * loss) / sum(size).

    losses (batches,), sizes (batches,). Law: it is the mean of the losses of all examples.
    Raises TypeError for what is no number, ValueError for lengths that differ, no batch, and sizes below 1.
    >>> epoch_mean_loss([1, 4], [2, 1])
    2.0
    """
    losses = as_floats("losses", losses, 1)
    return float(np.average(losses, weights=_sizes(sizes, len(losses))))


def torn_batches(n: int, B: int) -> list[float]:
    """Mean losses of the batches of one epoch, 0 to 1, whose plain mean is at least twice the mean over all n rows.

    All of the loss stands in the last, short batch: of k batches with r rows in the last, the plain mean is 1 / k and
    the true one r / n. No other losses tear them further apart, so the list is empty where n < 2 k r.
    Raises TypeError for what is no whole number, ValueError where one is below 1.
    >>> torn_batches(10, 9), torn_batches(10, 4)
    ([0.0, 1.0], [])
    """
    n = positive_int("n", n)
    k = iterations_per_epoch(n, B)
    r = n - (k - 1) * B
    return [] if n < 2 * k * r else [0.0] * (k - 1) + [1.0]


def _sizes(sizes, n):
    """Numbers of examples, one per chunk."""
    sizes = as_list("sizes", sizes, tr("whole numbers"))
    if len(sizes) != n or not n:
        raise ValueError(
            tr(
                "sizes has {count} entries for {n} means; wanted one each, at least one",
                count=len(sizes),
                n=n,
            )
        )
    return [positive_int("a size", size) for size in sizes]
