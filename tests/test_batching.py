"""Batching: every row once, pairs stay pairs, and only the generator that is passed decides."""

from itertools import combinations

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlib import (
    accumulate_gradients,
    batch_for_noise,
    batch_sizes,
    epoch_mean_loss,
    iterations_per_epoch,
    minibatches,
    numerical_gradient,
    per_example_gradients,
    shuffle_together,
    torn_batches,
)

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


# --- Means of means -----------------------------------------------------------------------------


def logistic(n=5, d=3):
    rng = np.random.default_rng(0)
    return rng.normal(size=(n, d)), rng.integers(0, 2, n), rng.normal(size=d), 0.3


def test_gradients_worked_by_hand():
    got = per_example_gradients([[1, 2], [3, -4]], [1, 0], [0, 0], 0)
    np.testing.assert_array_equal(got, [[-0.5, -1, -0.5], [1.5, -2, 0.5]])


@pytest.mark.parametrize(("n", "d"), [(5, 3), (3, 3), (1, 4), (4, 1)])
def test_every_row_is_the_measured_slope_of_its_own_loss(n, d):
    X, y, w, b = logistic(n, d)
    got = per_example_gradients(X, y, w, b)
    assert got.shape == (n, d + 1)
    for x, label, row in zip(X, y, got):

        def loss(wb, x=x, label=label):
            z = x @ wb[:-1] + wb[-1]
            return np.logaddexp(0, z) - label * z

        np.testing.assert_allclose(row, numerical_gradient(loss, np.append(w, b)), atol=1e-8)


def test_every_gradient_agrees_with_autograd_and_the_mean_is_that_of_the_batch():
    X, y, w, b = logistic()

    def loss(wb):
        z = anp.dot(X, wb[:-1]) + wb[-1]
        return anp.mean(anp.logaddexp(0, z) - y * z)

    got = per_example_gradients(X, y, w, b).mean(axis=0)
    np.testing.assert_allclose(got, autograd.grad(loss)(np.append(w, b)), rtol=1e-12)


def test_extreme_rows_and_dtypes():
    got = per_example_gradients([[1000.0], [-1000.0]], [1, 1], [1.0], 0.0)
    np.testing.assert_array_equal(got, [[0, 0], [1000, -1]])
    X, y, w, b = logistic()
    single = per_example_gradients(X.astype("f4"), y.astype("f4"), w.astype("f4"), b)
    assert single.dtype == np.float32
    np.testing.assert_allclose(single, per_example_gradients(X, y, w, b), rtol=1e-4, atol=1e-6)
    with pytest.raises(ValueError, match=r"w should have shape \(3,\)"):
        per_example_gradients(X, y, w[:2], b)


@given(st.lists(st.integers(1, 5), min_size=1, max_size=5))
def test_chunks_of_any_size_give_the_gradient_of_the_whole(sizes):
    rows = np.random.default_rng(0).normal(size=(sum(sizes), 4))
    chunks = np.split(rows, np.cumsum(sizes)[:-1])
    means = [chunk.mean(axis=0) for chunk in chunks]
    np.testing.assert_allclose(accumulate_gradients(means, sizes), rows.mean(axis=0), atol=1e-14)
    losses = [mean[0] for mean in means]
    assert epoch_mean_loss(losses, sizes) == pytest.approx(rows[:, 0].mean(), abs=1e-14)


def test_means_of_means_worked_by_hand():
    # 4 + 4 + 2 examples: (4 * 1 + 4 * 2 + 2 * 9) / 10, not (1 + 2 + 9) / 3
    np.testing.assert_allclose(accumulate_gradients([[1.0], [2.0], [9.0]], [4, 4, 2]), [3])
    loss = epoch_mean_loss([1, 2, 9], np.array([4, 4, 2]))
    assert type(loss) is float and loss == 3


def test_accumulating_keeps_shape_dtype_and_the_arguments():
    means = [np.ones((2, 3), np.float32), np.full((2, 3), 4, np.float32)]
    got = accumulate_gradients(means, [2, 1])
    assert got.dtype == np.float32 and (got == 2).all() and (means[0] == 1).all()
    alone = accumulate_gradients(means[:1], [5])
    assert not np.shares_memory(alone, means[0])


def test_chunks_that_do_not_fit_are_refused():
    for function in (accumulate_gradients, epoch_mean_loss):
        with pytest.raises(ValueError, match="sizes has 1 entries for 2 means"):
            function([1.0, 2.0], [3])
        with pytest.raises(ValueError, match="sizes has 0 entries for 0 means"):
            function([], [])
        with pytest.raises(ValueError, match="a size is 0; wanted at least 1"):
            function([1.0, 2.0], [3, 0])
    with pytest.raises(ValueError, match="wanted one shape"):
        accumulate_gradients([np.ones(2), np.ones(3)], [1, 1])


# ---- How large a batch -----------------------------------------------------------------------------


@given(sizes, st.integers(0, 1000))
def test_the_batch_for_a_noise_is_the_first_that_is_quiet_enough(n, seed):
    rng = np.random.default_rng(seed)
    sd, noise = rng.uniform(0.5, 9), rng.uniform(0.05, 3)
    variances = [sd**2 / B * (n - B) / max(n - 1, 1) for B in range(1, n + 1)]
    quiet = [B for B, variance in enumerate(variances, 1) if variance <= noise**2]
    assert batch_for_noise(n, sd, noise) == quiet[0]


def test_all_batches_of_that_size_have_that_noise():
    values = np.random.default_rng(0).normal(0, 3, 9)
    sd, noise = values.std(), 0.9
    B = batch_for_noise(9, sd, noise)
    spread = [
        np.std([np.mean(batch) for batch in combinations(values, size)]) for size in (B, B - 1)
    ]
    assert spread[0] <= noise < spread[1]


@pytest.mark.parametrize("given", [(0, 1, 1), (3, 0, 1), (3, 1, 0), (3, -1, 1)])
def test_a_batch_for_no_examples_or_no_noise_is_refused(given):
    with pytest.raises(ValueError, match="wanted"):
        batch_for_noise(*given)


@pytest.mark.parametrize("n", [1, 2, 7, 12, 100])
def test_batch_sizes_are_all_that_take_so_many_updates(n):
    for updates in range(1, n + 2):
        fit = [B for B in range(1, n + 1) if iterations_per_epoch(n, B) == updates]
        assert batch_sizes(n, updates) == ((fit[0], fit[-1]) if fit else (0, 0))
    with pytest.raises(ValueError, match="updates"):
        batch_sizes(n, 0)


def test_torn_losses_are_torn_as_far_as_any():
    rng = np.random.default_rng(0)
    for n, B in ((10, 9), (10, 4), (12, 5), (12, 12), (7, 2), (1, 3)):
        sizes = [len(rows) for rows in minibatches(n, B, rng)]
        drawn = rng.uniform(0, 1, (500, len(sizes)))
        furthest = max(loss.mean() / epoch_mean_loss(loss, sizes) for loss in drawn)
        losses = torn_batches(n, B)
        if losses:
            assert len(losses) == len(sizes) and min(losses) >= 0 and max(losses) <= 1
            assert np.mean(losses) >= 2 * epoch_mean_loss(losses, sizes) - 1e-12
            assert np.mean(losses) / epoch_mean_loss(losses, sizes) >= furthest
        else:
            assert furthest < 2
    assert torn_batches(12, 5) and not torn_batches(10, 4)
