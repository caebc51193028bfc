"""The losses: laws, numbers by hand, SciPy, scikit-learn and autograd, extreme inputs, and what does not fit."""

import autograd
import autograd.numpy as anp
import autograd.scipy.special as ascipy
import numpy as np
import pytest
import scipy.special
import sklearn.metrics
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from nnlib import numerical_gradient, relative_error, sigmoid, softmax
from nnlib.core.kernel import compile_plain, compiler
from nnlib.losses import (
    bce_with_logits,
    bce_with_logits_grad,
    binary_cross_entropy,
    binary_cross_entropy_grad,
    categorical_cross_entropy,
    categorical_cross_entropy_grad,
    cross_entropy,
    huber,
    huber_grad,
    mae,
    mae_grad,
    minus_targets,
    minus_values,
    mse,
    mse_grad,
    multilabel_bce,
    multilabel_bce_grad,
    softmax_cross_entropy,
    softmax_cross_entropy_grad,
)

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


# --- Softmax and cross entropy ------------------------------------------------------------------


def forms_of(function):
    """The function, and where there is a compiler, its compiled form."""
    return [function] if compiler() is None else [function, compile_plain(function)]


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
    minus_targets(softmax(Z), y[:, None].astype(float), dZ)
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


# --- Every pair: the same rules -------------------------------------------------------------------


def rng(seed=0):
    return np.random.default_rng(seed)


def regression(n, k):
    return rng().normal(size=(n, k)), rng(1).normal(size=(n, k))


def shares(n, k):
    """Probabilities away from 0 and 1, and targets 0, 1 and between."""
    return rng().uniform(0.05, 0.95, (n, k)), rng(1).choice([0, 0.3, 1], (n, k))


def yes_or_no(n, k):
    return rng().normal(0, 3, (n, k)), rng(1).integers(0, 2, (n, k)).astype(float)


def huber_15(P, T):
    return huber(P, T, 1.5)


def huber_15_grad(P, T):
    return huber_grad(P, T, 1.5)


def anp_huber(P, T):
    e = anp.abs(P - T)
    return anp.mean(anp.where(e > 1.5, 1.5 * e - 1.125, e**2 / 2))


def anp_bce(Z, Y):
    return anp.logaddexp(0, Z) - Y * Z


PAIRS = {  # loss, gradient, inputs for (n, k), autograd's way to the loss, whether there may be several outputs
    "mse": (mse, mse_grad, regression, lambda P, T: anp.mean((P - T) ** 2), True),
    "mae": (mae, mae_grad, regression, lambda P, T: anp.mean(anp.abs(P - T)), True),
    "huber": (huber_15, huber_15_grad, regression, anp_huber, True),
    "categorical": (
        categorical_cross_entropy,
        categorical_cross_entropy_grad,
        shares,
        lambda P, Y: -anp.mean(anp.sum(Y * anp.log(P), axis=1)),
        True,
    ),
    "binary": (
        binary_cross_entropy,
        binary_cross_entropy_grad,
        shares,
        lambda p, y: -anp.mean(y * anp.log(p) + (1 - y) * anp.log(1 - p)),
        False,
    ),
    "logits": (
        bce_with_logits,
        bce_with_logits_grad,
        yes_or_no,
        lambda z, y: anp.mean(anp_bce(z, y)),
        False,
    ),
    "multilabel": (
        multilabel_bce,
        multilabel_bce_grad,
        yes_or_no,
        lambda Z, Y: anp.mean(anp.sum(anp_bce(Z, Y), axis=1)),
        True,
    ),
}
CASES = [
    (name, n, k)
    for name, pair in PAIRS.items()
    for n, k in [(5, 3), (3, 3), (1, 4), (6, 1), (1, 1)]
    if pair[-1] or k == 1
]


@pytest.mark.parametrize(("name", "n", "k"), CASES)
def test_value_and_gradient_agree_with_autograd(name, n, k):
    loss, grad, inputs, theirs, _ = PAIRS[name]
    out, y = inputs(n, k)
    assert loss(out, y) == pytest.approx(theirs(out, y), rel=1e-13)
    np.testing.assert_allclose(grad(out, y), autograd.grad(theirs)(out, y), rtol=1e-11, atol=1e-15)


@pytest.mark.parametrize(("name", "n", "k"), CASES)
def test_the_gradient_is_the_measured_slope(name, n, k):
    loss, grad, inputs, _, _ = PAIRS[name]
    out, y = inputs(n, k)
    wanted = numerical_gradient(lambda out: loss(out, y), out)
    assert relative_error(grad(out, y), wanted) < 1e-6


@pytest.mark.parametrize("name", PAIRS)
def test_a_vector_is_one_column(name):
    loss, grad, inputs, _, _ = PAIRS[name]
    out, y = inputs(6, 1)
    if name != "categorical":  # there a row is one example's probabilities
        assert loss(out[:, 0], y[:, 0]) == loss(out, y)
        np.testing.assert_array_equal(grad(out[:, 0], y[:, 0]), grad(out, y)[:, 0])


@pytest.mark.parametrize("name", PAIRS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_dtype_purity_and_layout(name, dtype):
    loss, grad, inputs, _, several = PAIRS[name]
    wide, wide_y = inputs(5, 3 if several else 1)
    out, y = wide.astype(dtype), wide_y.astype(dtype)
    out.flags.writeable = y.flags.writeable = False
    value, dout = loss(out, y), grad(out, y)
    assert type(value) is float and dout.dtype == dtype and dout.flags.writeable
    assert value == pytest.approx(loss(wide, wide_y), rel=1e-5)
    np.testing.assert_allclose(dout, grad(wide, wide_y), rtol=1e-4, atol=1e-7)
    np.testing.assert_array_equal(grad(np.asfortranarray(out), np.asfortranarray(y)), dout)
    assert loss(np.repeat(out, 2, axis=0)[::2], y.tolist()) == pytest.approx(value, rel=1e-6)


@pytest.mark.parametrize("name", PAIRS)
def test_nan_stays_where_it_is(name):
    loss, grad, inputs, _, several = PAIRS[name]
    out, y = inputs(4, 3 if several else 1)
    out[1, 0] = np.nan
    dout = grad(out, y)
    assert np.isnan(loss(out, y)) and np.isnan(dout[1, 0])
    assert np.isnan(dout).sum() == 1


@pytest.mark.parametrize("name", PAIRS)
def test_two_rows_of_a_kind_cost_what_one_costs(name):
    loss, grad, inputs, _, several = PAIRS[name]
    out, y = inputs(4, 3 if several else 1)
    twice = np.concatenate([out, out]), np.concatenate([y, y])
    assert loss(*twice) == pytest.approx(loss(out, y), rel=1e-14)
    np.testing.assert_allclose(
        grad(*twice)[:4], grad(out, y) / 2, rtol=1e-14
    )  # the 1/n stands here


@pytest.mark.parametrize("name", PAIRS)
@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda out, y: (out, y[:-1]), "should be alike"),
        (lambda out, y: (out[:, 0], y), r"\(4,\) and .* \(4, 1\) should be alike"),
        (lambda out, y: (out[:0], y[:0]), "at least one row is wanted"),
        (lambda out, y: (0.5, 1), "is one number; wanted an array"),
    ],
)
def test_shapes_that_do_not_meet_are_refused(name, change, message):
    loss, grad, inputs, _, _ = PAIRS[name]
    for function in (loss, grad):
        with pytest.raises(ValueError, match=message):
            function(*change(*inputs(4, 1)))


@pytest.mark.parametrize("name", PAIRS)
def test_what_is_no_number_is_refused(name):
    with pytest.raises(TypeError, match="holds <U1; wanted numbers"):
        PAIRS[name][0]([["a"]], [[1.0]])


# --- Regression -----------------------------------------------------------------------------------


def test_regression_losses_worked_by_hand():
    P, T = [[1.0, 2.0], [3.0, 8.0]], [[1.0, 1.0], [5.0, 4.0]]  # errors 0, 1, -2, 4
    assert mse(P, T) == 21 / 4 and mae(P, T) == 7 / 4
    assert huber(P, T, 1.5) == pytest.approx((0 + 0.5 + 1.5 * 1.25 + 1.5 * 3.25) / 4)
    np.testing.assert_array_equal(mse_grad(P, T), [[0, 0.5], [-1, 2]])
    np.testing.assert_array_equal(mae_grad(P, T), [[0, 0.25], [-0.25, 0.25]])  # 0 at the tie
    np.testing.assert_array_equal(huber_grad(P, T, 1.5), [[0, 0.25], [-0.375, 0.375]])


@given(st.lists(st.tuples(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3)), min_size=1))
def test_regression_losses_agree_with_scikit_learn_and_scipy(pairs):
    P, T = np.array(pairs).T
    assert mse(P, T) == pytest.approx(sklearn.metrics.mean_squared_error(T, P), rel=1e-12)
    assert mae(P, T) == pytest.approx(sklearn.metrics.mean_absolute_error(T, P), rel=1e-12)
    for delta in (0.7, 1.0, 20.0):
        wanted = np.mean(scipy.special.huber(delta, P - T))
        assert huber(P, T, delta) == pytest.approx(wanted, rel=1e-11, abs=1e-300)


@pytest.mark.parametrize("delta", [0.5, 1.0, 1.5, 4.0])
def test_hubers_parts_meet_in_value_and_slope(delta):
    for side in (-1, 1):
        near, far = side * delta * (1 - 1e-9), side * delta * (1 + 1e-9)
        assert huber([near], [0.0], delta) == pytest.approx(huber([far], [0.0], delta), rel=1e-7)
        assert huber_grad([near], [0.0], delta) == pytest.approx(huber_grad([far], [0.0], delta))
    assert huber_grad([1e6], [0.0], delta) == delta
    assert huber([delta], [0.0], delta) == pytest.approx(delta**2 / 2)


@pytest.mark.parametrize("delta", [0, -1, np.nan, np.inf])
def test_a_delta_that_is_no_length_is_refused(delta):
    with pytest.raises(ValueError, match="delta is .*; wanted a positive number"):
        huber([1.0], [0.0], delta)
    with pytest.raises(TypeError, match="delta is 'a'"):
        huber_grad([1.0], [0.0], "a")


# --- Distributions --------------------------------------------------------------------------------


def test_cross_entropies_worked_by_hand():
    assert cross_entropy([0.5, 0.5], [0.25, 0.75]) == pytest.approx(-np.log(0.25 * 0.75) / 2)
    assert cross_entropy([1, 0], [1, 0]) == 0  # 0 log 0 = 0
    assert cross_entropy([0.5, 0.5], [1, 0]) == np.inf
    both = cross_entropy([[1, 0], [0.5, 0.5]], [[0.5, 0.5], [0.5, 0.5]])
    assert both == pytest.approx(np.log(2))  # the mean over rows


@given(hnp.arrays(float, (2, 4), elements=st.floats(0, 1)).filter(lambda a: a.sum(1).min() > 0.01))
def test_the_cross_entropy_is_entropy_and_divergence(weights):
    p, q = weights / weights.sum(axis=1, keepdims=True)
    wanted = scipy.special.entr(p).sum() + scipy.special.rel_entr(p, q).sum()
    assert cross_entropy(p, q) == pytest.approx(wanted, rel=1e-10, abs=1e-12)
    assert cross_entropy(p, p) == pytest.approx(scipy.special.entr(p).sum(), abs=1e-13)
    assert cross_entropy(p, q) >= cross_entropy(p, p) - 1e-12


def test_what_is_no_distribution_is_refused():
    for p, q, message in [
        ([0.5, 0.6], [0.5, 0.5], "p sums to 1.1; wanted 1"),
        ([0.5, 0.5], [0.2, 0.2], "q sums to 0.4; wanted 1"),
        ([1.5, -0.5], [0.5, 0.5], "p holds .*; wanted probabilities, from 0 to 1"),
        ([1.0], [0.5, 0.5], "should be alike"),
    ]:
        with pytest.raises(ValueError, match=message):
            cross_entropy(p, q)


def test_the_order_of_a_loss_is_output_first():
    P, Y = softmax(rng().normal(size=(5, 3))), np.eye(3)[[0, 2, 1, 1, 0]]
    assert categorical_cross_entropy(P, Y) == pytest.approx(cross_entropy(Y, P), rel=1e-14)
    wanted = sklearn.metrics.log_loss(Y, P)
    assert categorical_cross_entropy(P, Y) == pytest.approx(wanted, rel=1e-13)
    Z = np.log(P)
    wanted = softmax_cross_entropy(Z, Y.argmax(axis=1))
    assert categorical_cross_entropy(P, Y) == pytest.approx(wanted, rel=1e-13)
    np.testing.assert_array_equal(categorical_cross_entropy_grad([[0.0, 1]], [[0.0, 1]]), [[0, -1]])
    assert categorical_cross_entropy([[0.0, 1]], [[1.0, 0]]) == np.inf
    assert np.isnan(categorical_cross_entropy([[np.nan, 1]], [[0.0, 1]]))


# --- Two classes ----------------------------------------------------------------------------------


def test_binary_cross_entropy_worked_by_hand():
    assert binary_cross_entropy([0.25, 0.25], [1, 0]) == pytest.approx(-np.log(0.25 * 0.75) / 2)
    np.testing.assert_allclose(binary_cross_entropy_grad([0.25, 0.25], [1, 0]), [-2, 2 / 3])


def test_binary_cross_entropy_at_its_limits():
    assert binary_cross_entropy([0.0, 1.0], [0, 1]) == 0
    assert binary_cross_entropy([0.0], [1]) == binary_cross_entropy([1.0], [0]) == np.inf
    np.testing.assert_array_equal(binary_cross_entropy_grad([0.0, 1.0], [0, 1]), [0.5, -0.5])
    np.testing.assert_array_equal(binary_cross_entropy_grad([0.0, 1.0], [1, 0]), [-np.inf, np.inf])
    tiny = 5e-324
    assert binary_cross_entropy([tiny], [1]) == pytest.approx(-np.log(tiny))


@given(st.lists(st.tuples(st.floats(0.001, 0.999), st.booleans()), min_size=1))
def test_binary_cross_entropy_agrees_with_scikit_learn_and_both_classes_are_alike(pairs):
    p, y = np.array(pairs).T
    wanted = sklearn.metrics.log_loss(y, p, labels=[0, 1])
    assert binary_cross_entropy(p, y) == pytest.approx(wanted, rel=1e-12)
    assert binary_cross_entropy(1 - p, 1 - y) == pytest.approx(binary_cross_entropy(p, y), rel=1e-9)


def test_targets_and_probabilities_outside_0_to_1_are_refused():
    with pytest.raises(ValueError, match="p holds 1.5; wanted probabilities, from 0 to 1"):
        binary_cross_entropy([1.5], [1])
    for loss in (binary_cross_entropy, bce_with_logits, bce_with_logits_grad, multilabel_bce):
        with pytest.raises(ValueError, match="holds 2.0; wanted probabilities, from 0 to 1"):
            loss([0.5], [2])
    with pytest.raises(ValueError, match=r"z has shape \(2, 3\); wanted \(n,\) or \(n, 1\)"):
        bce_with_logits(np.zeros((2, 3)), np.zeros((2, 3)))


def test_a_logit_of_0_costs_log_2():
    assert bce_with_logits([0.0, 0.0], [1, 0]) == pytest.approx(np.log(2), rel=1e-15)
    np.testing.assert_array_equal(bce_with_logits_grad([0.0, 0.0], [1, 0]), [-0.25, 0.25])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_extreme_logits_of_one_output(dtype):
    z, y = np.array([1000, -1000, 1000, -1000], dtype), [1, 0, 0, 1]
    assert bce_with_logits(z[:2], y[:2]) == 0
    assert bce_with_logits(z[2:], y[2:]) == 1000
    np.testing.assert_array_equal(bce_with_logits_grad(z, y), [0, 0, 0.25, -0.25])
    infinite = np.array([np.inf, -np.inf], dtype)
    assert bce_with_logits(infinite, [1, 0]) == 0 and bce_with_logits(infinite, [0, 0]) == np.inf
    np.testing.assert_array_equal(bce_with_logits_grad(infinite, [0, 0]), [0.5, 0])
    # small losses keep their digits: log(1 + e^-40) is e^-40 but for 1e-17 of it
    assert bce_with_logits([40.0], [1]) == pytest.approx(np.exp(-40), rel=1e-14, abs=0)
    assert bce_with_logits([5e-324], [1]) == pytest.approx(np.log(2))


@given(st.lists(st.tuples(st.floats(-30, 30), st.booleans()), min_size=1))
def test_logits_agree_with_their_probabilities(pairs):
    z, y = np.array(pairs).T
    wanted = -np.mean(np.where(y == 1, scipy.special.log_expit(z), scipy.special.log_expit(-z)))
    assert bce_with_logits(z, y) == pytest.approx(wanted, rel=1e-12)
    assert bce_with_logits(-z, 1 - y) == pytest.approx(wanted, rel=1e-12)
    assert bce_with_logits(z, y) == pytest.approx(binary_cross_entropy(sigmoid(z), y), rel=1e-3)
    wanted = (scipy.special.expit(z) - y) / len(z)
    np.testing.assert_allclose(bce_with_logits_grad(z, y), wanted, rtol=1e-12, atol=1e-16)


# --- Several labels -------------------------------------------------------------------------------


def test_labels_are_summed_and_examples_averaged():
    Z, Y = yes_or_no(5, 3)
    columns = [bce_with_logits(Z[:, j], Y[:, j]) for j in range(3)]
    assert multilabel_bce(Z, Y) == pytest.approx(sum(columns), rel=1e-14)
    wanted = np.column_stack([bce_with_logits_grad(Z[:, j], Y[:, j]) for j in range(3)])
    np.testing.assert_allclose(multilabel_bce_grad(Z, Y), wanted, rtol=1e-14)
    assert multilabel_bce(np.zeros((2, 5)), np.eye(5)[:2]) == pytest.approx(5 * np.log(2))


def test_columns_know_nothing_of_each_other():
    Z, Y = yes_or_no(5, 3)
    before = multilabel_bce_grad(Z, Y)
    Z[:, 1] += 7
    after = multilabel_bce_grad(Z, Y)
    np.testing.assert_array_equal(before[:, [0, 2]], after[:, [0, 2]])
    assert (before[:, 1] != after[:, 1]).any()


# --- In the training loop -------------------------------------------------------------------------


def test_a_kernel_writes_the_loss_of_each_example():
    P, T = regression(4, 3)
    each = np.empty(4)
    mse.kernel(P, T, each)
    np.testing.assert_allclose(each, ((P - T) ** 2).mean(axis=1))
    mae.kernel(P, T, each)
    np.testing.assert_allclose(each, np.abs(P - T).mean(axis=1))
    huber.kernel(P, T, 1.5, each)
    np.testing.assert_allclose(each, scipy.special.huber(1.5, P - T).mean(axis=1))
    y = np.array([0, 2, 1, 1])
    softmax_cross_entropy.kernel(P, y[:, None].astype(float), each)
    np.testing.assert_allclose(each, scipy.special.logsumexp(P, axis=1) - P[range(4), y])


def test_the_short_way_is_right_for_every_head_it_is_for():
    Z, Y = yes_or_no(5, 3)
    dZ = np.empty_like(Z)
    minus_values(sigmoid(Z), Y, dZ)
    np.testing.assert_allclose(dZ, multilabel_bce_grad(Z, Y), rtol=1e-13, atol=1e-16)
    minus_values(sigmoid(Z[:, :1]), Y[:, :1], dZ[:, :1])
    np.testing.assert_allclose(dZ[:, :1], bce_with_logits_grad(Z[:, :1], Y[:, :1]), atol=1e-16)
    rows = np.eye(3)[[0, 1, 2, 2, 1]]
    minus_values(softmax(Z), rows, dZ)
    wanted = softmax_cross_entropy_grad(Z, rows.argmax(axis=1))
    np.testing.assert_allclose(dZ, wanted, rtol=1e-12, atol=1e-16)


KERNELS = {
    name: PAIRS[name][:2]
    for name in ("mse", "mae", "categorical", "binary", "logits", "multilabel")
}


@pytest.mark.parametrize("name", [*KERNELS, "softmax", "huber"])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_compiled_equals_plain(name, dtype):
    loss, grad = KERNELS.get(name, (huber, huber_grad))
    inputs = [a.astype(dtype) for a in PAIRS.get(name, PAIRS["mse"])[2](6, 4)]
    if name == "softmax":
        loss, grad = softmax_cross_entropy, softmax_cross_entropy_grad
        inputs[1] = np.array([[0], [3], [1], [2], [2], [0]], dtype)
    elif name == "huber":
        inputs.append(1.5)
    for function, shape in [(loss, 6), (grad, (6, 4))]:
        compiled, plain = np.empty(shape, dtype), np.empty(shape, dtype)
        function.kernel.compiled(*inputs, compiled)
        function.kernel.plain(*inputs, plain)
        rtol = 1e-5 if dtype == np.float32 else 1e-13
        np.testing.assert_allclose(compiled, plain, rtol=rtol, atol=rtol / 10)


def test_a_learners_code_may_call_them_compiled_or_not():
    def learners(Z, y, Y):
        both = mse(Z, Y) + huber(Z, Y, 1.5) + softmax_cross_entropy(Z, y)
        return both + bce_with_logits(Z[:, 0], Y[:, 0])

    def learners_grad(Z, y, Y):
        return mse_grad(Z, Y) + huber_grad(Z, Y, 1.5) + softmax_cross_entropy_grad(Z, y)

    Z, Y = yes_or_no(5, 3)
    y = np.array([0, 2, 1, 1, 0])
    gap = np.abs(Z - Y)
    tails = np.where(gap <= 1.5, gap**2 / 2, 1.5 * gap - 1.5**2 / 2)
    P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    value = np.mean(gap**2) + np.mean(tails) - np.mean(np.log(P[np.arange(5), y]))
    value += np.mean(np.logaddexp(0, Z[:, 0]) - Z[:, 0] * Y[:, 0])
    slope = (2 * (Z - Y) + np.clip(Z - Y, -1.5, 1.5)) / Z.size + (P - np.eye(3)[y]) / len(y)
    for form in forms_of(learners):
        assert form(Z, y, Y) == pytest.approx(value, rel=1e-12)
    for form in forms_of(learners_grad):
        np.testing.assert_allclose(form(Z, y, Y), slope, rtol=1e-10)


def test_a_stuck_neuron_learns_from_cross_entropy_and_not_from_squares():
    """The book's neuron: w = b = 2, x = 1, target 0, rate 0.5; its outputs after 10 and 50 steps."""

    def outputs(slope):
        w, b, seen = 2.0, 2.0, []
        for _ in range(50):
            dz = slope(w + b)
            w, b = w - 0.5 * dz, b - 0.5 * dz
            seen.append(sigmoid(w + b))
        return [round(seen[9], 3), round(seen[49], 3)]

    def squares(z):
        a = sigmoid(z)
        return float(mse_grad([a], [0.0])[0]) / 2 * a * (1 - a)  # the book halves the square here

    assert outputs(squares) == [0.978, 0.913]
    assert outputs(lambda z: float(bce_with_logits_grad([z], [0.0])[0])) == [0.159, 0.022]
