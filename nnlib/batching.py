"""Batching: which rows go into which step. Every order is drawn from a generator that is passed in."""

import numpy as np

from nnlib.gates import as_floats, meet, positive_int


def iterations_per_epoch(n, B, drop_last=False):
    """How many steps one epoch takes: ceil(n / B), or floor(n / B) where a short last batch is dropped."""
    n, B = positive_int("n", n), positive_int("B", B)
    return n // B if drop_last else -(-n // B)


def shuffle_together(X, y, rng):
    """X and y in one new random order, as new arrays: row i of X keeps its label."""
    if len(X) != len(y):
        raise ValueError(f"X has {len(X)} rows and y has {len(y)}; wanted one label per row")
    order = rng.permutation(len(X))
    return np.asarray(X)[order], np.asarray(y)[order]


def minibatches(n, B, rng, drop_last=False):
    """A list of index arrays: every row of 0 ... n-1 once, in random order, B at a time, the last batch shorter."""
    order = rng.permutation(positive_int("n", n))
    return [
        order[start : start + B] for start in range(0, iterations_per_epoch(n, B, drop_last) * B, B)
    ]


def per_example_gradients(X, y, w, b):
    """What each example asks for in logistic regression: G_i = (sigmoid(x_i w + b) - y_i) (x_i, 1), shape (n, d + 1).

    X (n, d), y (n,) 0 or 1, w (d,), b a number; the last column belongs to b. Law: the mean of the rows is the gradient
    of the batch's loss. Nothing is divided by n here. Raises ValueError where the shapes do not meet.
    """
    X, y, w, b = meet("per_example_gradients", "X n d, y n, w d, b", X, y, w, b)
    probability = np.exp(-np.logaddexp(0, -(X @ w + b)))  # the sigmoid, without overflow
    return (probability - y)[:, None] * np.column_stack([X, np.ones_like(y)])


def accumulate_gradients(means, sizes):
    """The mean gradient over all examples from the means of chunks, sum_c size_c mean_c / sum_c size_c.

    `means` are arrays of one shape, `sizes` their numbers of examples. Law: it is the gradient of the whole batch,
    however it was cut; the plain average of the means is not, where the last chunk is shorter.
    """
    means = [as_floats(f"means[{i}]", mean) for i, mean in enumerate(means)]
    if len({mean.shape for mean in means}) > 1:
        raise ValueError(
            f"means have the shapes {[mean.shape for mean in means]}; wanted one shape"
        )
    sizes = _sizes(sizes, len(means))
    return sum(size / sum(sizes) * mean for size, mean in zip(sizes, means))


def epoch_mean_loss(losses, sizes):
    """The mean loss over all examples of an epoch from the means of its batches, sum(size * loss) / sum(size).

    losses (batches,), sizes (batches,). Law: it is the mean of the losses of all examples. Raises ValueError for
    lengths that differ, no batch, and sizes below 1.
    """
    losses = as_floats("losses", losses, 1)
    return float(np.average(losses, weights=_sizes(sizes, len(losses))))


def _sizes(sizes, n):
    """Numbers of examples, one per chunk."""
    if len(sizes) != n or not n:
        raise ValueError(
            f"sizes has {len(sizes)} entries for {n} means; wanted one each, at least one"
        )
    return [positive_int("a size", size) for size in sizes]
