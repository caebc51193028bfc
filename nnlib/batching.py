"""Batching: which rows go into which step. Every order is drawn from a generator that is passed in."""

import numpy as np

from nnlib.gates import positive_int


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
