"""Batching: every row once, pairs stay pairs, and only the generator that is passed decides."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlib import iterations_per_epoch, minibatches, shuffle_together

sizes = st.integers(1, 60)


def test_numbers_worked_by_hand():
    assert iterations_per_epoch(100, 32) == 4 and iterations_per_epoch(100, 32, drop_last=True) == 3
    assert iterations_per_epoch(96, 32) == iterations_per_epoch(96, 32, drop_last=True) == 3
    assert iterations_per_epoch(5, 9) == 1 and iterations_per_epoch(5, 9, drop_last=True) == 0
    assert [len(b) for b in minibatches(10, 4, np.random.default_rng(0))] == [4, 4, 2]


@given(sizes, sizes, st.integers(0, 5))
def test_every_row_comes_once(n, B, seed):
    batches = minibatches(n, B, np.random.default_rng(seed))
    assert len(batches) == iterations_per_epoch(n, B)
    assert sorted(np.concatenate(batches)) == list(range(n))
    assert all(len(batch) == B for batch in batches[:-1]) and 1 <= len(batches[-1]) <= B


@given(sizes, sizes)
def test_a_short_last_batch_can_be_dropped(n, B):
    batches = minibatches(n, B, np.random.default_rng(0), drop_last=True)
    assert len(batches) == iterations_per_epoch(n, B, drop_last=True) == n // B
    assert all(len(batch) == B for batch in batches)


def test_a_seed_decides_and_each_epoch_draws_anew():
    first, again = (minibatches(50, 8, np.random.default_rng(1)) for _ in range(2))
    assert all(np.array_equal(a, b) for a, b in zip(first, again, strict=True))
    rng = np.random.default_rng(1)
    epochs = [np.concatenate(minibatches(50, 8, rng)).tolist() for _ in range(3)]
    assert epochs[0] != epochs[1] != epochs[2] and epochs[0] != list(range(50))


def test_the_global_random_state_is_left_alone():
    np.random.seed(7)
    before = np.random.get_state()[1].tolist()
    minibatches(9, 2, np.random.default_rng(0))
    shuffle_together(np.ones((3, 1)), np.ones(3), np.random.default_rng(0))
    assert np.random.get_state()[1].tolist() == before


@given(sizes)
def test_pairs_stay_pairs_and_originals_stay(n):
    X, y = np.arange(2 * n).reshape(n, 2), np.arange(n)
    X.flags.writeable = y.flags.writeable = False
    new_X, new_y = shuffle_together(X, y, np.random.default_rng(3))
    np.testing.assert_array_equal(new_X[:, 0], 2 * new_y)
    assert sorted(new_y) == list(range(n))
    np.testing.assert_array_equal(y, np.arange(n))
    assert not np.shares_memory(new_X, X)


def test_lists_are_shuffled_too():
    X, y = shuffle_together([[1], [2], [3]], ["a", "b", "c"], np.random.default_rng(0))
    assert {(row[0], label) for row, label in zip(X, y, strict=True)} == {
        (1, "a"),
        (2, "b"),
        (3, "c"),
    }


def test_wrong_counts_are_refused():
    for n, B in [(0, 3), (3, 0), (-1, 3)]:
        with pytest.raises(ValueError, match="wanted at least 1"):
            iterations_per_epoch(n, B)
        with pytest.raises(ValueError, match="wanted at least 1"):
            minibatches(n, B, np.random.default_rng(0))
    with pytest.raises(TypeError, match="B is 2.0; wanted a whole number"):
        iterations_per_epoch(3, 2.0)
    with pytest.raises(ValueError, match="X has 3 rows and y has 2; wanted one label per row"):
        shuffle_together([1, 2, 3], [1, 2], np.random.default_rng(0))
