"""Datasets. Nothing is downloaded: the digits come with scikit-learn."""

import numpy as np

from nnlib.gates import positive_int


def load_digits():
    """The 1,797 handwritten digits of 8 x 8 pixels: X (1797, 64) float64 from 0 to 1, y (1797,) int64 from 0 to 9.

    Source: Alpaydin & Kaynak (1998), Optical Recognition of Handwritten Digits, through scikit-learn.
    """
    from sklearn.datasets import load_digits as load

    X, y = load(return_X_y=True)
    return X / 16, y.astype(np.int64)


def split(X, y, test_size, rng):
    """X_train, y_train, X_test, y_test: `test_size` rows, drawn at random, are kept apart."""
    X, y, test_size = np.asarray(X), np.asarray(y), positive_int("test_size", test_size)
    if len(X) != len(y):
        raise ValueError(f"X has {len(X)} rows and y has {len(y)}; wanted one label per row")
    if test_size >= len(X):
        raise ValueError(
            f"test_size is {test_size}; wanted 1 to {len(X) - 1}, so that both parts have rows"
        )
    order = rng.permutation(len(X))
    train, test = order[test_size:], order[:test_size]
    return X[train], y[train], X[test], y[test]
