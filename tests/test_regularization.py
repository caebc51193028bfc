"""Penalties, dropout and stopping in time: numbers by hand, laws, measured slopes, and histories."""

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlib import (
    dropout_backward,
    dropout_forward,
    early_stopping,
    gd_step,
    l2_penalty,
    numerical_gradient,
    numerical_vjp,
    overfit_report,
    relative_error,
)


def rng(seed=0):
    return np.random.default_rng(seed)


# --- L2 -----------------------------------------------------------------------------------------


def test_a_penalty_worked_by_hand():
    value, (dW,) = l2_penalty([np.array([[1.0, -2.0], [0.0, 3.0]])], 0.1)
    assert value == pytest.approx(0.7)  # 0.1 / 2 * (1 + 4 + 9)
    np.testing.assert_allclose(dW, [[0.1, -0.2], [0, 0.3]])


@pytest.mark.parametrize("shapes", [[(3, 2)], [(2, 4), (4, 3)], [(1, 1)], []])
def test_the_gradients_are_the_measured_slopes(shapes):
    weights = [rng().normal(size=shape) for shape in shapes]
    value, grads = l2_penalty(weights, 0.3)
    assert type(value) is float and len(grads) == len(weights)
    for i, grad in enumerate(grads):

        def penalty(W, i=i):
            return l2_penalty([*weights[:i], W, *weights[i + 1 :]], 0.3)[0]

        assert relative_error(grad, numerical_gradient(penalty, weights[i])) < 1e-7


def test_biases_are_left_alone():
    W, b = np.ones((2, 3)), np.full(3, 100.0)
    value, (dW, db) = l2_penalty([W, b], 2.0)
    assert value == 6
    np.testing.assert_array_equal(dW, 2 * W)
    np.testing.assert_array_equal(db, np.zeros(3))


def test_it_agrees_with_autograd():
    weights = [rng().normal(size=(3, 2)), rng(1).normal(size=(2, 5))]
    theirs = autograd.grad(lambda ws: 0.5 * 0.2 * sum(anp.sum(w**2) for w in ws))(weights)
    for got, wanted in zip(l2_penalty(weights, 0.2)[1], theirs):
        np.testing.assert_allclose(got, wanted, rtol=1e-14)


def test_a_step_on_the_penalty_is_weight_decay():
    W = rng().normal(size=(3, 4))
    np.testing.assert_allclose(gd_step(W, l2_penalty([W], 0.5)[1][0], 0.1), W * (1 - 0.05))


def test_dtype_purity_and_what_is_refused():
    W = np.ones((2, 2), np.float32)
    value, (dW,) = l2_penalty([W], 0.5)
    assert dW.dtype == np.float32 and not np.shares_memory(dW, W) and (W == 1).all()
    assert l2_penalty([W], 0)[0] == 0
    with pytest.raises(ValueError, match="lam is -1; wanted 0 to inf"):
        l2_penalty([W], -1)
    with pytest.raises(TypeError, match="lam is 'much'; wanted a number"):
        l2_penalty([W], "much")
    with pytest.raises(TypeError, match="weights is one array; wanted a list"):
        l2_penalty(W, 0.1)


# --- Dropout ------------------------------------------------------------------------------------


def test_what_stays_is_scaled_and_the_rest_is_0():
    A = rng().normal(size=(200, 50))
    out, mask = dropout_forward(A, 0.8, rng(), True)
    assert set(np.unique(mask)) == {0, 1.25}
    assert (mask > 0).mean() == pytest.approx(0.8, abs=4 * np.sqrt(0.16 / A.size))
    np.testing.assert_array_equal(out, np.where(mask > 0, A * 1.25, 0))


@pytest.mark.parametrize("keep", [0.2, 0.5, 0.9])
def test_the_mean_over_many_masks_is_the_input(keep):
    A, masks = np.array([[1.0, -2.0, 3.0]]), rng()
    mean = np.mean([dropout_forward(A, keep, masks, True)[0] for _ in range(4000)], axis=0)
    spread = 3 * np.sqrt((1 - keep) / keep / 4000)  # of the mean of the factors, per unit of A
    np.testing.assert_allclose(mean, A, atol=5 * spread)


def test_every_row_has_its_own_mask_and_a_seed_decides():
    A = np.ones((6, 40))
    _, mask = dropout_forward(A, 0.5, rng(1), True)
    assert len(np.unique(mask, axis=0)) == 6
    _, again = dropout_forward(A, 0.5, rng(1), True)
    _, other = dropout_forward(A, 0.5, rng(2), True)
    assert (mask == again).all() and (mask != other).any()
    _, single = dropout_forward(A.astype(np.float32), 0.5, rng(1), True)
    assert (single == mask).all() and single.dtype == np.float32


@pytest.mark.parametrize("keep", [0.3, 1])
def test_a_network_in_use_is_not_thinned_and_nothing_is_drawn(keep):
    A, draws = rng().normal(size=(3, 4)), rng()
    out, mask = dropout_forward(A, keep, draws, False)
    np.testing.assert_array_equal(out, A)
    assert (mask == 1).all() and not np.shares_memory(out, A)
    assert draws.random() == rng().random()
    np.testing.assert_array_equal(dropout_forward(A, 1.0, rng(), True)[0], A)


@pytest.mark.parametrize("shape", [(5, 3), (1, 4), (7,), (2, 3, 4)])
def test_the_backward_is_the_measured_slope_under_the_same_mask(shape):
    A, dout = rng().normal(size=shape), rng(1).normal(size=shape)

    def forward(A):
        return dropout_forward(A, 0.6, rng(3), True)[0]

    mask = dropout_forward(A, 0.6, rng(3), True)[1]
    got = dropout_backward(dout, mask)
    assert got.shape == shape and relative_error(got, numerical_vjp(forward, A, dout)) < 1e-7
    np.testing.assert_allclose(got, autograd.grad(lambda A: anp.sum(dout * (A * mask)))(A))


def test_dropout_by_hand():
    np.testing.assert_array_equal(dropout_backward([[3.0, 4.0]], [[0.0, 2.0]]), [[0, 8]])


def test_a_keep_that_is_no_share_is_refused():
    for keep in (0, -0.1, 1.1, np.nan):
        with pytest.raises(ValueError, match="keep is"):
            dropout_forward(np.ones((2, 2)), keep, rng(), True)
    with pytest.raises(TypeError, match="rng is 3"):
        dropout_forward(np.ones((2, 2)), 0.5, 3, True)
    with pytest.raises(ValueError, match="arrays of one shape"):
        dropout_backward(np.ones((2, 2)), np.ones((2, 3)))


# --- Stopping in time ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("val", "patience", "min_delta", "wanted"),
    [
        ([5, 4, 3, 2], 2, 0, (None, 3)),  # always better
        ([5, 4, 6, 7, 3], 2, 0, (3, 1)),  # two in a row without: what comes later is never seen
        ([5, 4, 6, 3, 7, 8], 2, 0, (5, 3)),  # better in time: the count starts anew
        ([5, 4, 6, 5], 2, 0, (3, 1)),  # better than the one before is not better than the best
        ([5, 4, 4, 4], 2, 0, (3, 1)),  # a plateau is no improvement
        ([5.0, 4.95, 4.91, 4.0], 2, 0.1, (2, 0)),  # too small a step
        ([5.0, 4.95, 4.89, 4.0], 2, 0.1, (None, 3)),  # small steps that add up to enough
        ([5, 6], 1, 0, (1, 0)),
        ([5], 1, 0, (None, 0)),
        ([np.nan, np.nan, np.nan], 2, 0, (2, 0)),
        ([5, np.nan, 4], 2, 0, (None, 2)),
    ],
)
def test_histories(val, patience, min_delta, wanted):
    assert early_stopping(val, patience, min_delta) == wanted


def as_keras(val, patience, min_delta):
    """The rule of keras.callbacks.EarlyStopping, as its documentation and source have it, one epoch at a time."""
    best, best_epoch, wait = np.inf, 0, 0
    for epoch, current in enumerate(val):
        wait += 1
        if current < best - min_delta:
            best, best_epoch, wait = current, epoch, 0
        elif wait >= patience and epoch > 0:
            return epoch, best_epoch
    return None, best_epoch


@given(st.lists(st.integers(0, 9), min_size=1, max_size=20), st.integers(1, 5), st.integers(0, 2))
def test_it_is_the_rule_of_keras(val, patience, min_delta):
    assert early_stopping(val, patience, min_delta) == as_keras(val, patience, min_delta)


@given(st.lists(st.floats(0, 9), min_size=1, max_size=20), st.integers(1, 5))
def test_asked_after_every_epoch_it_says_the_same(val, patience):
    stop, best = early_stopping(val, patience)
    asked = [early_stopping(val[: i + 1], patience)[0] for i in range(len(val))]
    assert stop == next((answer for answer in asked if answer is not None), None)
    assert val[best] == min(val[: len(val) if stop is None else stop + 1])


def test_what_is_no_history_is_refused():
    with pytest.raises(ValueError, match="at least one row"):
        early_stopping([], 2)
    with pytest.raises(ValueError, match="patience is 0; wanted at least 1"):
        early_stopping([1.0], 0)
    with pytest.raises(ValueError, match="min_delta is -1; wanted 0 to inf"):
        early_stopping([1.0], 1, -1)


def test_the_best_epoch_is_that_of_validation():
    train, val = [3.0, 2.0, 1.0, 0.5], [3.5, 2.25, 2.5, 3.0]
    assert overfit_report(train, val) == (1, 0.25)
    assert overfit_report([1.0, 0.5], [0.5, 0.5]) == (0, -0.5)  # the first of equals
    assert overfit_report([1.0, 1.0], [np.nan, 2.0]) == (1, 1.0)
    best, gap = overfit_report([1], [2])
    assert type(best) is int and type(gap) is float


def test_curves_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="train has 2 epochs and val has 1"):
        overfit_report([1, 2], [1])
    with pytest.raises(ValueError, match="nothing but NaN"):
        overfit_report([1.0], [np.nan])
    with pytest.raises(ValueError, match="at least one row"):
        overfit_report([], [])
