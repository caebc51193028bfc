"""The digits, and how they are split."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.datasets import load_digits as from_scikit_learn

from nnlib.datasets import load_digits, split


def test_the_digits_are_those_of_scikit_learn_from_0_to_1():
    X, y = load_digits()
    theirs = from_scikit_learn()
    assert X.shape == (1797, 64) and X.dtype == np.float64 and y.dtype == np.int64
    assert X.min() == 0 and X.max() == 1 and set(y) == set(range(10))
    np.testing.assert_array_equal(16 * X, theirs.data)
    np.testing.assert_array_equal(y, theirs.target)


@given(st.integers(2, 40), st.data())
def test_every_row_falls_on_one_side_with_its_label(n, data):
    test_size = data.draw(st.integers(1, n - 1))
    X, y = np.arange(2 * n).reshape(n, 2), np.arange(n)
    X_train, y_train, X_test, y_test = split(X, y, test_size, np.random.default_rng(0))
    assert len(X_test) == len(y_test) == test_size
    assert sorted([*y_train, *y_test]) == list(range(n))
    np.testing.assert_array_equal(X_train[:, 0], 2 * y_train)
    np.testing.assert_array_equal(X_test[:, 0], 2 * y_test)


def test_a_seed_decides():
    X, y = np.arange(20).reshape(10, 2), np.arange(10)
    first, again, other = (split(X, y, 3, np.random.default_rng(s))[3].tolist() for s in (1, 1, 2))
    assert first == again != other


def test_lists_can_be_split():
    X_train, y_train, _, _ = split([[1], [2], [3]], [1, 2, 3], 1, np.random.default_rng(0))
    np.testing.assert_array_equal(X_train[:, 0], y_train)


def test_what_cannot_be_split_is_refused():
    X, y, rng = np.ones((4, 2)), np.ones(4), np.random.default_rng(0)
    with pytest.raises(
        ValueError, match="test_size is 4; wanted 1 to 3, so that both parts have rows"
    ):
        split(X, y, 4, rng)
    with pytest.raises(ValueError, match="test_size is 0"):
        split(X, y, 0, rng)
    with pytest.raises(TypeError, match="test_size is 0.2; wanted a whole number"):
        split(X, y, 0.2, rng)
    with pytest.raises(ValueError, match="X has 4 rows and y has 3; wanted one label per row"):
        split(X, y[:3], 1, rng)
