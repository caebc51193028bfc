"""The softmax cross entropy: laws, numbers by hand, SciPy and autograd, and labels that do not fit."""

import autograd
import autograd.numpy as anp
import autograd.scipy.special as ascipy
import numpy as np
import pytest
import scipy.special
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from nnlib import softmax, softmax_cross_entropy, softmax_cross_entropy_grad
from nnlib.losses import minus_targets

logits = hnp.arrays(
    np.float64, hnp.array_shapes(min_dims=2, max_dims=2, max_side=5), elements=st.floats(-50, 50)
)


def labels_for(Z):
    return np.arange(len(Z)) % Z.shape[1]


def truth(Z, y):
    """Through SciPy, one row after the other."""
    return np.mean(
        [scipy.special.logsumexp(row) - row[label] for row, label in zip(Z, y, strict=True)]
    )


def test_numbers_worked_by_hand():
    Z, y = np.log([[1.0, 2.0, 5.0], [3.0, 3.0, 2.0]]), [1, 0]
    # the rows give the labels 2/8 and 3/8
    assert softmax_cross_entropy(Z, y) == pytest.approx((np.log(4) + np.log(8 / 3)) / 2, rel=1e-15)
    wanted = [[1 / 16, -6 / 16, 5 / 16], [-5 / 16, 3 / 16, 2 / 16]]
    np.testing.assert_allclose(softmax_cross_entropy_grad(Z, y), wanted, atol=1e-16)


@pytest.mark.parametrize("k", [1, 2, 10])
def test_equal_logits_cost_the_logarithm_of_the_number_of_classes(k):
    Z = np.full((3, k), 7.0)
    assert softmax_cross_entropy(Z, [0, k - 1, 0]) == pytest.approx(np.log(k), abs=1e-15)


@given(logits)
def test_it_agrees_with_scipy(Z):
    y = labels_for(Z)
    assert softmax_cross_entropy(Z, y) == pytest.approx(truth(Z, y), rel=1e-12, abs=1e-13)
    wanted = (scipy.special.softmax(Z, axis=1) - np.eye(Z.shape[1])[y]) / len(Z)
    np.testing.assert_allclose(softmax_cross_entropy_grad(Z, y), wanted, rtol=1e-10, atol=1e-14)


@given(logits, st.floats(-100, 100))
def test_a_shift_of_a_row_changes_nothing(Z, shift):
    y = labels_for(Z)
    moved = softmax_cross_entropy(Z + shift, y)
    assert moved == pytest.approx(softmax_cross_entropy(Z, y), rel=1e-9, abs=1e-11)


@given(logits)
def test_rows_of_the_gradient_sum_to_0_and_the_loss_is_not_negative(Z):
    y = labels_for(Z)
    np.testing.assert_allclose(softmax_cross_entropy_grad(Z, y).sum(axis=1), 0, atol=1e-14)
    assert softmax_cross_entropy(Z, y) >= -1e-15


@pytest.mark.parametrize(("n", "k"), [(5, 3), (3, 3), (1, 4), (6, 2)])
def test_the_gradient_agrees_with_autograd(n, k):
    rng = np.random.default_rng(0)
    Z, y = rng.normal(size=(n, k)), rng.integers(0, k, n)

    def theirs(Z):
        return anp.mean(ascipy.logsumexp(Z, axis=1) - Z[anp.arange(n), y])

    assert softmax_cross_entropy(Z, y) == pytest.approx(theirs(Z), rel=1e-13)
    np.testing.assert_allclose(
        softmax_cross_entropy_grad(Z, y), autograd.grad(theirs)(Z), rtol=1e-12, atol=1e-15
    )


def test_the_training_loop_takes_the_short_way_to_the_same_gradient():
    Z, y = np.random.default_rng(0).normal(size=(5, 3)), np.array([0, 2, 1, 1, 0])
    dZ = np.empty_like(Z)
    minus_targets(softmax(Z), y, dZ)
    np.testing.assert_allclose(dZ, softmax_cross_entropy_grad(Z, y), rtol=1e-13, atol=1e-16)


def test_extreme_logits():
    Z = np.array([[1000.0, -1000.0], [-800.0, 800.0], [5e-324, 0.0]])
    assert softmax_cross_entropy(Z, [0, 1, 0]) == pytest.approx(np.log(2) / 3)
    assert softmax_cross_entropy(Z[:2], [1, 0]) == 1800  # (2000 + 1600) / 2
    wanted = np.array([[1, -1], [-1, 1], [-0.5, 0.5]]) / 3
    np.testing.assert_allclose(softmax_cross_entropy_grad(Z, [1, 0, 0]), wanted, atol=1e-16)
    assert softmax_cross_entropy([[0.0, -np.inf]], [0]) == 0
    assert softmax_cross_entropy([[0.0, -np.inf]], [1]) == np.inf


@pytest.mark.parametrize("where", [0, 1, 2])
def test_nan_passes_through(where):
    Z = np.zeros((2, 3))
    Z[0, where] = np.nan
    assert np.isnan(softmax_cross_entropy(Z, [1, 1]))
    dZ = softmax_cross_entropy_grad(Z, [1, 1])
    assert np.isnan(dZ[0]).all() and np.isfinite(dZ[1]).all()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_dtype_stays_and_the_mean_is_a_python_number(dtype):
    Z = np.random.default_rng(0).normal(size=(5, 3)).astype(dtype)
    y = labels_for(Z)
    value, grad = softmax_cross_entropy(Z, y), softmax_cross_entropy_grad(Z, y)
    assert isinstance(value, float) and grad.dtype == dtype
    assert value == pytest.approx(truth(Z.astype("f8"), y), rel=1e-6)


@pytest.mark.parametrize(
    "change", [np.asfortranarray, lambda Z: np.repeat(Z, 2, axis=1)[:, ::2], np.ndarray.tolist]
)
def test_the_layout_in_memory_does_not_matter(change):
    Z = np.random.default_rng(0).normal(size=(5, 3))
    y = labels_for(Z)
    assert softmax_cross_entropy(change(Z), y.tolist()) == softmax_cross_entropy(Z, y)
    np.testing.assert_array_equal(
        softmax_cross_entropy_grad(change(Z), np.repeat(y, 2)[::2]),
        softmax_cross_entropy_grad(Z, y),
    )


def test_read_only_inputs_are_kept():
    Z, y = np.random.default_rng(0).normal(size=(5, 3)), np.array([0, 1, 2, 0, 1])
    kept = Z.copy()
    Z.flags.writeable = y.flags.writeable = False
    dZ = softmax_cross_entropy_grad(Z, y)
    np.testing.assert_array_equal(Z, kept)
    assert dZ.flags.writeable


@pytest.mark.parametrize("function", [softmax_cross_entropy, softmax_cross_entropy_grad])
@pytest.mark.parametrize(
    ("Z", "y", "kind", "message"),
    [
        (np.zeros((2, 3)), [0, 3], ValueError, r"y has label 3, but the network has 3 outputs \(labels 0 to 2\)"),
        (np.zeros((2, 3)), [0, -1], ValueError, r"y has label -1"),
        (np.zeros((2, 3)), [0, 1, 2], ValueError, r"y has shape \(3,\); wanted \(2,\), one label per row"),
        (np.zeros((2, 3)), [0.0, 1.0], TypeError, r"y holds float64; wanted whole numbers"),
        (np.zeros((0, 3)), [], ValueError, r"Z has shape \(0, 3\): at least one row is wanted"),
        (np.zeros(3), [0], ValueError, r"Z has shape \(3,\); wanted 2 axes"),
        (np.zeros((2, 0)), [0, 0], ValueError, r"y has label 0, but the network has 0 outputs"),
        ([["a"]], [0], TypeError, r"Z holds <U1; wanted numbers"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused(function, Z, y, kind, message):
    with pytest.raises(kind, match=message):
        function(Z, y)
