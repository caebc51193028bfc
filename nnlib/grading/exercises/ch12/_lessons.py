"""What train_digits is given, and the line that it is measured against.

Everything crosses as arrays: the sandbox has no digits of its own. The rows of a lesson are new at each grading, its
images are turned and mirrored, and its classes have changed their names. So nothing that was stored beforehand, a
network, a table, a lucky seed, knows anything of it: what is right afterwards was learned from the rows that were sent.
"""

from functools import cache

import numpy as np

from nnlib.datasets import load_digits
from nnlib.models.digits import SHARES, digits_split


@cache
def _digits():
    return load_digits()


@cache
def _split():
    return digits_split()


def validation():
    """(train, held_out, rows that are asked, their labels) without the book's test rows.

    The rows that are asked are the book's validation rows, and they are not sent: what stands in for them is the end
    of the training rows. A table of all that was sent earns nothing.
    """
    (X, y), asked, _ = _split()
    cut = len(X) - len(asked[1])
    return (X[:cut], y[:cut]), (X[cut:], y[cut:]), *asked


def lesson(rng):
    """A split that nobody has seen, of digits in a mirror whose classes have changed places."""
    X, y = _digits()
    X, y = _turned(X, rng), rng.permutation(10)[y]
    rows = np.split(rng.permutation(len(X)), np.cumsum(SHARES)[:-1])
    train, held_out, asked = ((X[r], y[r]) for r in rows)
    return train, held_out, *asked


def _turned(X, rng):
    """All images in one of the eight positions of a square."""
    images = np.rot90(X.reshape(-1, 8, 8), rng.integers(4), axes=(1, 2))
    images = images.transpose(0, 2, 1) if rng.integers(2) else images
    return np.ascontiguousarray(images).reshape(-1, 64)


def linear_model(train, rng, epochs=60):
    """A function that gives the scores of a linear softmax model, as the chapter trains it: He's first weights, then
    plain gradient descent in batches of 32 with the rate 0.1.
    """
    X, y = train
    X, Y = np.c_[X, np.ones(len(X))], np.eye(10)[y]
    W = np.r_[rng.normal(0, np.sqrt(2 / 64), (64, 10)), np.zeros((1, 10))]
    for _ in range(epochs):
        for rows in np.array_split(rng.permutation(len(X)), len(X) // 32):
            P = np.exp(X[rows] @ W)
            P /= P.sum(axis=1, keepdims=True)
            W -= 0.1 * X[rows].T @ (P - Y[rows]) / len(rows)
    return lambda X: X @ W[:-1] + W[-1]
