"""What is done to the data first: laws, numbers by hand, scikit-learn, and what must stay untouched."""

import numpy as np
import pytest
import sklearn.preprocessing
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from nnlib import augment_shift, binarize, one_hot, split_indices, standardize, standardize_fit

matrices = hnp.arrays(
    np.float64,
    hnp.array_shapes(min_dims=2, max_dims=2, max_side=6),
    elements=st.floats(-1e3, 1e3).map(lambda x: round(x, 2)),
)


def rng(seed=0):
    return np.random.default_rng(seed)


# --- One scale ----------------------------------------------------------------------------------


def test_a_scale_worked_by_hand():
    mu, sd = standardize_fit([[1, 5], [3, 5], [8, 5]])
    np.testing.assert_allclose(mu, [4, 5])
    np.testing.assert_allclose(sd, [np.sqrt(26 / 3), 1])  # (9 + 1 + 16) / 3; constant: 1
    np.testing.assert_array_equal(standardize([[4, 6]], [4, 5], [2, 0.5]), [[0, 2]])


@given(matrices)
def test_it_agrees_with_scikit_learn(X):
    theirs = sklearn.preprocessing.StandardScaler().fit(X)
    mu, sd = standardize_fit(X)
    np.testing.assert_allclose(mu, theirs.mean_, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(sd, theirs.scale_, rtol=1e-9)
    np.testing.assert_allclose(standardize(X, mu, sd), theirs.transform(X), atol=1e-8)


@given(matrices)
def test_columns_get_mean_0_and_spread_1_and_constant_ones_0(X):
    scaled = standardize(X, *standardize_fit(X))
    constant = (X == X[0]).all(axis=0)
    np.testing.assert_allclose(scaled.mean(axis=0), 0, atol=1e-8)
    np.testing.assert_allclose(scaled.std(axis=0)[~constant], 1, rtol=1e-8)
    assert (scaled[:, constant] == 0).all()


def test_new_rows_are_scaled_by_the_old_numbers():
    mu, sd = standardize_fit([[0.0], [2.0]])
    np.testing.assert_array_equal(standardize([[101.0]], mu, sd), [[100]])


@pytest.mark.parametrize("value", [0.1, 1e-300, 1e10, -7.7])
@pytest.mark.parametrize("n", [1, 3, 1000])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_constant_column_is_0_exactly(value, n, dtype):
    X = np.full((n, 2), value, dtype)
    mu, sd = standardize_fit(X)
    assert mu.dtype == sd.dtype == dtype and (sd == 1).all()
    assert (standardize(X, mu, sd) == 0).all()


def test_float32_keeps_its_digits_over_many_rows():
    X = rng().normal(100, 1, (200_000, 2)).astype(np.float32)
    mu, sd = standardize_fit(X)
    wide = X.astype(np.float64)
    np.testing.assert_allclose(mu, wide.mean(axis=0), rtol=1e-7)
    np.testing.assert_allclose(sd, wide.std(axis=0), rtol=1e-6)


def test_what_has_no_scale_is_refused():
    with pytest.raises(ValueError, match=r"X has shape \(0, 2\): at least one row is wanted"):
        standardize_fit(np.ones((0, 2)))
    with pytest.raises(ValueError, match=r"X holds nan at \(1, 0\)"):
        standardize_fit([[1.0], [np.nan]])
    with pytest.raises(ValueError, match=r"mu should have shape \(2,\)"):
        standardize([[1.0, 2.0]], [0.0], [1.0])
    for bad in (0.0, -1.0, np.nan):
        with pytest.raises(ValueError, match="sd holds .*; wanted numbers above 0"):
            standardize([[1.0, 2.0]], [0.0, 0.0], [1.0, bad])


# --- Splits -------------------------------------------------------------------------------------


def test_a_split_by_hand():
    parts = split_indices(10, [0.6, 0.2, 0.2], rng())
    assert [len(part) for part in parts] == [6, 2, 2]
    assert np.concatenate(parts).tolist() != list(range(10))  # shuffled
    # 0.7 + 0.1 is a little below 0.8: cuts are rounded, not cut off
    assert [len(part) for part in split_indices(10, [0.7, 0.1, 0.2], rng())] == [7, 1, 2]
    sizes = [
        len(part) for part in split_indices(1797, [1200 / 1797, 197 / 1797, 400 / 1797], rng())
    ]
    assert sizes == [1200, 197, 400]


@given(st.integers(1, 200), st.lists(st.integers(1, 9), min_size=1, max_size=5))
def test_every_row_is_in_one_part_of_the_right_size(n, shares):
    fractions = np.array(shares) / sum(shares)
    parts = split_indices(n, fractions, rng())
    assert sorted(np.concatenate(parts)) == list(range(n)) and len(parts) == len(shares)
    for part, fraction in zip(parts, fractions):
        assert abs(len(part) - n * fraction) <= 1 + 1e-9


def test_the_generator_decides_the_split():
    one, again, other = (split_indices(50, [0.5, 0.5], rng(s))[0].tolist() for s in (1, 1, 2))
    assert one == again != other


def test_fractions_that_are_no_whole_are_refused():
    for fractions in ([0.5, 0.4], [0.8, 0.8], [1.5, -0.5], [np.nan, 1.0], []):
        with pytest.raises(ValueError, match="wanted parts of a whole, sum 1"):
            split_indices(10, fractions, rng())
    with pytest.raises(TypeError, match="rng is 0"):
        split_indices(10, [0.5, 0.5], 0)
    with pytest.raises(ValueError, match="n is 0"):
        split_indices(0, [1.0], rng())


# --- Shifts -------------------------------------------------------------------------------------


def test_content_moves_by_at_most_a_pixel_and_every_direction_comes_up():
    images = np.zeros((400, 5, 6))
    images[:, 2, 3] = 1
    kept = images.copy()
    moved = augment_shift(images, rng())
    np.testing.assert_array_equal(images, kept)
    assert moved.shape == images.shape and (moved.sum(axis=(1, 2)) == 1).all()
    _, rows, columns = np.nonzero(moved)
    assert set(zip(rows - 2, columns - 3)) == {(i, j) for i in (-1, 0, 1) for j in (-1, 0, 1)}


def test_what_moves_out_is_gone_and_zeros_move_in():
    moved = augment_shift(np.ones((100, 3, 3)), rng())
    assert set(moved.sum(axis=(1, 2))) == {
        9,
        6,
        4,
    }  # still, one way, both ways: nothing rolls around
    corner = np.zeros((100, 3, 3))
    corner[:, 0, 0] = 1
    assert not augment_shift(corner, rng())[:, 2, :].any()


@pytest.mark.parametrize("dtype", [np.uint8, np.float32, np.float64])
def test_pictures_in_colour_move_as_a_whole_and_keep_their_kind(dtype):
    images = np.zeros((20, 4, 4, 3), dtype)
    images[:, 1, 1] = [1, 2, 3]
    moved = augment_shift(images, rng())
    assert moved.dtype == dtype and (moved.sum(axis=(1, 2)) == [1, 2, 3]).all()
    assert (np.sort(moved.reshape(20, 16, 3), axis=1)[:, -1] == [1, 2, 3]).all()


def test_the_generator_decides_the_shifts():
    images = rng().normal(size=(9, 4, 4))
    one, again, other = (augment_shift(images, rng(s)) for s in (1, 1, 2))
    assert (one == again).all() and (one != other).any()
    with pytest.raises(ValueError, match=r"images have shape \(9, 16\)"):
        augment_shift(images.reshape(9, 16), rng())
    with pytest.raises(TypeError, match="rng is None"):
        augment_shift(images, None)


# --- 0 and 1 ------------------------------------------------------------------------------------


def test_numbers_on_the_threshold_are_0():
    np.testing.assert_array_equal(binarize([[0.2, 0.5], [0.7, -1]], 0.5), [[0, 0], [1, 0]])
    assert binarize(3, 2) == 1.0


@given(matrices, st.floats(-10, 10))
def test_binarize_agrees_with_scikit_learn(X, threshold):
    kept = X.copy()
    got = binarize(X, threshold)
    np.testing.assert_array_equal(got, sklearn.preprocessing.binarize(X, threshold=threshold))
    np.testing.assert_array_equal(X, kept)
    assert got.dtype == np.float64 and not np.shares_memory(got, X)


def test_binarize_keeps_the_dtype_and_refuses_nan():
    assert binarize(np.ones(3, np.float32), 0.5).dtype == np.float32
    assert binarize([np.inf, -np.inf], 0).tolist() == [1, 0]
    with pytest.raises(ValueError, match="neither above nor below"):
        binarize([0.1, np.nan], 0)


def test_one_hot_by_hand_with_an_absent_class():
    np.testing.assert_array_equal(one_hot([2, 0], 4), [[0, 0, 1, 0], [1, 0, 0, 0]])


@given(st.lists(st.integers(0, 5), min_size=1))
def test_one_hot_agrees_with_scikit_learn_and_argmax_gives_it_back(y):
    rows = one_hot(y, 6)
    theirs = sklearn.preprocessing.LabelBinarizer().fit(range(6)).transform(y)
    np.testing.assert_array_equal(rows, theirs)
    assert rows.argmax(axis=1).tolist() == y and (rows.sum(axis=1) == 1).all()


def test_labels_out_of_range_are_refused():
    for y, message in [([3], "y has label 3; wanted labels 0 to 2"), ([-1], "y has label -1"),
                       ([], r"y has shape \(0,\)"), ([[1], [2]], r"y has shape \(2, 1\)")]:  # fmt: skip
        with pytest.raises(ValueError, match=message):
            one_hot(y, 3)
    with pytest.raises(TypeError, match="y holds float64; wanted whole numbers"):
        one_hot([0.0, 1.0], 3)
