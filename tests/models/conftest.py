"""Data that the tests of the models share."""

import numpy as np
import pytest

from nnlib import load_digits


@pytest.fixture(scope="module")
def digits():
    X, y = load_digits()
    return X[:1200], y[:1200], X[1200:], y[1200:]


@pytest.fixture
def few():
    """Sixty rows of three classes, and numbers that go with them."""
    rng = np.random.default_rng(8)
    y = np.repeat([0, 1, 2], 20)
    return rng.normal(size=(60, 4)) + y[:, None], y, rng.normal(size=60)
