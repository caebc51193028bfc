"""Activations: laws, numbers worked by hand, an outside truth, and everything that may come in from outside."""

import autograd
import autograd.numpy as anp
import autograd.scipy.special as ascipy
import numpy as np
import pytest
import scipy.optimize
import scipy.special
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from nnlib import activations
from nnlib.activations import (
    elu,
    elu_alpha,
    elu_alpha_backward,
    elu_backward,
    exponential,
    exponential_backward,
    gelu,
    gelu_backward,
    hard_sigmoid,
    hard_sigmoid_backward,
    identity,
    identity_backward,
    leaky_relu,
    leaky_relu_backward,
    relu,
    relu_backward,
    selu,
    selu_backward,
    sigmoid,
    sigmoid_backward,
    softmax,
    softmax_backward,
    softplus,
    softplus_backward,
    softsign,
    softsign_backward,
    step,
    step_backward,
    swish,
    swish_backward,
    tanh,
    tanh_backward,
    tanh_from_sigmoid,
)

FORWARDS = [
    identity, step, sigmoid, tanh, tanh_from_sigmoid, relu, selu, softplus, softmax, elu, exponential, softsign,
    hard_sigmoid, gelu, swish,
]  # fmt: skip
BACKWARDS = [
    identity_backward, step_backward, sigmoid_backward, tanh_backward, relu_backward, selu_backward,
    softplus_backward, softmax_backward, elu_backward, exponential_backward, softsign_backward, hard_sigmoid_backward,
    gelu_backward, swish_backward,
]  # fmt: skip
TRUTHS = {  # an outside truth for every forward
    identity: np.positive,
    step: lambda z: np.heaviside(z, 1.0),
    sigmoid: scipy.special.expit,
    tanh: np.tanh,
    tanh_from_sigmoid: np.tanh,
    relu: lambda z: np.maximum(z, 0),
    selu: lambda z: (
        activations.SELU_SCALE
        * np.where(z > 0, z, activations.SELU_ALPHA * scipy.special.expm1(np.minimum(z, 0)))
    ),
    softplus: lambda z: np.logaddexp(0, z),
    softmax: lambda z: scipy.special.softmax(z, axis=-1),
    elu: lambda z: np.where(z > 0, z, scipy.special.expm1(np.minimum(z, 0))),
    exponential: lambda z: np.exp(np.minimum(z, 709.0)) * np.where(z > 709, np.inf, 1),
    softsign: lambda z: np.where(
        np.isinf(z), np.sign(z), np.clip(z, -1e30, 1e30) / (1 + np.abs(z))
    ),
    hard_sigmoid: lambda z: np.interp(z, [-3, 3], [0, 1]),
    gelu: lambda z: np.maximum(z, -1e9) * scipy.special.ndtr(z),
    swish: lambda z: np.maximum(z, -1e9) * scipy.special.expit(z),
}
EXTREME = [-np.inf, -1000.0, -800.0, -5e-324, -0.0, 0.0, 5e-324, 1e-310, 800.0, 1000.0, np.inf]
numbers = st.floats(-1e4, 1e4)
matrices = hnp.arrays(
    np.float64, hnp.array_shapes(min_dims=1, max_dims=3, max_side=5), elements=numbers
)


def by_name(function):
    return function.__name__


def of(dtype, *shape, seed=0):
    return np.random.default_rng(seed).normal(0, 2, shape).astype(dtype)


# --- Numbers worked by hand ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("got", "by_hand"),
    [
        (lambda: identity(3.5), 3.5),
        (lambda: identity_backward(2.0, 3.5), 2.0),
        (lambda: step([-0.1, 0.0, 0.1]), [0, 1, 1]),  # H(0) = 1
        (lambda: step_backward([5.0, 5.0], [0.0, 1.0]), [0, 0]),
        (lambda: sigmoid(np.log(3)), 3 / 4),  # 1 / (1 + 1/3)
        (lambda: sigmoid_backward(8.0, 0.75), 1.5),  # 8 * 3/4 * 1/4
        (lambda: tanh(np.log(2)), 3 / 5),  # (2 - 1/2) / (2 + 1/2)
        (lambda: tanh_from_sigmoid(np.log(2)), 3 / 5),  # 2 * 4/5 - 1
        (lambda: tanh_backward(25.0, 0.6), 16.0),  # 25 * (1 - 9/25)
        (lambda: relu([-2.0, 0.0, 3.0]), [0, 0, 3]),
        (lambda: relu_backward([5.0, 6.0, 7.0], [0.0, 0.0, 3.0]), [0, 0, 7]),  # relu'(0) = 0
        (lambda: leaky_relu([-2.0, 0.0, 3.0], 0.1), [-0.2, 0, 3]),
        (lambda: leaky_relu_backward([5.0, 6.0, 7.0], [-0.2, 0.0, 3.0], 0.1), [0.5, 0.6, 7]),
        (lambda: softplus(np.log(3)), np.log(4)),  # log(1 + 3)
        (lambda: softplus_backward(8.0, np.log(4)), 6.0),  # 8 * (1 - 1/4)
        (lambda: selu([2.0, 0.0]), [2.101401974710961, 0]),
        (lambda: selu(-np.log(2)), -0.8790496704236883),  # half way down to -s alpha
        (lambda: selu_backward([2.0, 1.0], [0.1, 0.0]), [2.101401974710961, 1.7580993408473766]),
        (lambda: softmax(np.log([1.0, 2.0, 5.0])), [1 / 8, 2 / 8, 5 / 8]),
        (lambda: elu([2.0, -np.log(2)]), [2, -0.5]),
        (lambda: elu_backward([3.0, 3.0], [2.0, -0.5]), [3, 1.5]),
        (lambda: exponential(np.log(3)), 3),
        (lambda: exponential_backward(2.0, 3.0), 6),
        (lambda: softsign([-3.0, 1.0]), [-0.75, 0.5]),
        (lambda: softsign_backward([16.0, 4.0], [-0.75, 0.5]), [1, 1]),  # 16 / 4^2, 4 / 2^2
        (lambda: hard_sigmoid([-3.0, -1.5, 0.0, 4.0]), [0, 0.25, 0.5, 1]),
        (lambda: hard_sigmoid_backward([6.0, 6.0, 6.0], [0.0, 0.25, 1.0]), [0, 1, 0]),
        (lambda: gelu(0.0), 0),
        (lambda: gelu_backward(4.0, 0.0), 2),  # half of a normal lies below 0
        (lambda: swish(np.log(3)), 0.75 * np.log(3)),
        (lambda: swish_backward(16.0, np.log(3)), 12 + 3 * np.log(3)),  # 16 (3/4 + log 3 * 3/16)
        (lambda: softmax_backward([1.0, 0.0], [0.25, 0.75]), [0.1875, -0.1875]),  # p (dout - 1/4)
    ],
)
def test_a_number_worked_by_hand(got, by_hand):
    np.testing.assert_allclose(got(), by_hand, rtol=1e-15, atol=1e-16)


# --- Laws ---------------------------------------------------------------------------------------


@given(matrices)
def test_sigmoid_of_minus_z_is_one_minus_sigmoid(z):
    np.testing.assert_allclose(sigmoid(-z), 1 - sigmoid(z), rtol=0, atol=2e-16)


@given(matrices)
def test_sigmoid_lies_between_0_and_1_and_rises(z):
    ordered = sigmoid(np.sort(z.ravel()))
    assert np.all((ordered >= 0) & (ordered <= 1)) and np.all(np.diff(ordered) >= 0)


@given(matrices)
def test_tanh_is_odd_to_the_last_bit(z):
    np.testing.assert_array_equal(tanh(-z), -tanh(z))


@given(matrices)
def test_tanh_is_a_stretched_sigmoid(z):
    np.testing.assert_allclose(tanh_from_sigmoid(z), tanh(z), rtol=0, atol=4e-16)


@given(matrices)
def test_relu_of_z_less_relu_of_minus_z_is_z(z):
    np.testing.assert_array_equal(relu(z) - relu(-z), z)


@given(matrices, st.floats(0.001, 1))
def test_leaky_relu_keeps_the_sign(z, alpha):
    np.testing.assert_array_equal(np.sign(leaky_relu(z, alpha)), np.sign(z))


@given(matrices, st.floats(0.1, 3))
def test_elu_of_another_alpha_is_elu_above_0_and_alpha_times_it_below(z, alpha):
    wanted = np.where(z > 0, z, alpha * elu(z))
    np.testing.assert_allclose(elu_alpha(z, alpha), wanted, rtol=1e-14)
    np.testing.assert_array_equal(elu_alpha(z, 1.0), elu(z))


def test_elu_of_another_alpha_agrees_with_autograd():
    z, dout = of("f8", 5, 3), of("f8", 5, 3, seed=1)
    wanted = autograd.grad(lambda z: anp.sum(dout * anp.where(z > 0, z, 0.4 * (anp.exp(z) - 1))))(z)
    given = elu_alpha_backward(dout, elu_alpha(z, 0.4), 0.4)
    np.testing.assert_allclose(given, wanted, rtol=1e-10, atol=1e-13)
    assert elu_alpha_backward(3.0, 0.0, 0.4) == pytest.approx(1.2)  # at the kink: alpha


@given(matrices)
def test_softplus_of_z_less_softplus_of_minus_z_is_z(z):
    np.testing.assert_allclose(softplus(z) - softplus(-z), z, rtol=1e-13, atol=1e-15)
    assert np.all(softplus(z) >= relu(z))


@given(matrices)
def test_the_slope_of_softplus_is_the_sigmoid(z):
    got = softplus_backward(np.ones(z.shape), softplus(z))
    np.testing.assert_allclose(got, sigmoid(z), rtol=1e-13, atol=1e-300)


@given(matrices)
def test_gelu_and_swish_of_z_less_that_of_minus_z_is_z(z):
    for function in (gelu, swish):
        np.testing.assert_allclose(function(z) - function(-z), z, rtol=1e-13, atol=1e-15)


@given(matrices)
def test_softsign_is_odd_and_hard_sigmoid_turns_about_a_half(z):
    np.testing.assert_array_equal(softsign(-z), -softsign(z))
    np.testing.assert_allclose(hard_sigmoid(z) + hard_sigmoid(-z), 1, rtol=1e-15)


@pytest.mark.parametrize(
    "function, backward, low", [(gelu, gelu_backward, -0.75), (swish, swish_backward, -1.28)]
)
def test_two_inputs_with_one_output_have_other_slopes(function, backward, low):
    """Why these two take the input: from the output alone there is no way back."""
    left, right = (
        low - 0.5,
        scipy.optimize.brentq(lambda z: function(z) - function(low - 0.5), low, 0),
    )
    assert function(left) == pytest.approx(function(right), abs=1e-9)
    assert backward(1.0, left) < -0.01 and backward(1.0, right) > 0.01


def test_selu_keeps_mean_0_and_variance_1():
    t, weights = np.polynomial.hermite_e.hermegauss(180)  # means over a standard normal z
    mean = np.sum(weights * selu(t)) / weights.sum()
    variance = np.sum(weights * selu(t) ** 2) / weights.sum()
    assert mean == pytest.approx(0, abs=2e-3) and variance == pytest.approx(1, abs=2e-3)


@given(matrices)
def test_rows_of_softmax_are_shares(z):
    P = softmax(z)
    assert np.all(P >= 0)
    np.testing.assert_allclose(P.sum(axis=-1), 1, rtol=1e-14)


@given(matrices, st.floats(-1e3, 1e3))
def test_softmax_does_not_see_a_shift(z, shift):
    np.testing.assert_allclose(softmax(z + shift), softmax(z), rtol=1e-10, atol=1e-12)


@given(matrices)
def test_rows_of_softmax_backward_sum_to_0(z):
    dout = np.cos(np.arange(z.size)).reshape(z.shape)
    np.testing.assert_allclose(softmax_backward(dout, softmax(z)).sum(axis=-1), 0, atol=1e-14)


def test_the_slope_of_a_sigmoid_is_at_most_a_quarter():
    a = np.linspace(0, 1, 101)
    assert sigmoid_backward(np.ones(101), a).max() == 0.25


@pytest.mark.parametrize("backward", BACKWARDS, ids=by_name)
def test_backward_is_linear_in_the_upstream_gradient(backward):
    a, u, v = softmax(of("f8", 4, 3)), of("f8", 4, 3, seed=1), of("f8", 4, 3, seed=2)
    both = backward(u, a) + backward(v, a)
    np.testing.assert_allclose(backward(u + v, a), both, rtol=1e-12, atol=1e-15)
    np.testing.assert_array_equal(backward(2 * u, a), 2 * backward(u, a))


# --- The outside truth --------------------------------------------------------------------------


def test_every_forward_has_an_outside_truth():
    public = {
        name
        for name, value in vars(activations).items()
        if hasattr(value, "kernel") and not name.endswith("_backward")
    }
    assert public == {f.__name__ for f in TRUTHS} | {"leaky_relu", "elu_alpha"}


@pytest.mark.parametrize("forward", FORWARDS, ids=by_name)
@pytest.mark.parametrize("shape", [(), (1,), (7,), (5, 3), (1, 4), (2, 3, 4), (0,), (0, 3), (3, 0)])
def test_forward_agrees_with_the_outside_truth(forward, shape):
    z = of("f8", *shape)
    got = forward(z)
    assert np.shape(got) == shape
    if z.size:
        np.testing.assert_allclose(got, TRUTHS[forward](z), rtol=1e-13, atol=1e-15)


@pytest.mark.parametrize("forward", [f for f in FORWARDS if f is not softmax], ids=by_name)
def test_extreme_numbers(forward):
    z = np.array(EXTREME)
    np.testing.assert_allclose(forward(z), TRUTHS[forward](z), rtol=1e-14, atol=3e-16)


@pytest.mark.parametrize("top", [800.0, 1000.0, 1e300])
def test_softmax_of_extreme_numbers(top):
    Z = [[top, 0.0, -top], [-top, -top, -top], [top, top, 0.0], [5e-324, 0.0, 0.0]]
    wanted = [[1, 0, 0], [1 / 3] * 3, [0.5, 0.5, 0], [1 / 3] * 3]
    np.testing.assert_allclose(softmax(Z), wanted, atol=1e-16)


def test_softmax_gives_a_class_of_minus_infinity_nothing():
    np.testing.assert_array_equal(softmax([0.0, -np.inf, 0.0]), [0.5, 0, 0.5])


@pytest.mark.parametrize("forward", FORWARDS, ids=by_name)
def test_nan_passes_through(forward):
    got = forward([[1.0, np.nan, 2.0], [0.0, 1.0, 2.0]])
    assert np.isnan(got[0, 1]) and np.isfinite(got[1]).all()
    assert np.isnan(got[0]).all() == (forward is softmax)


def test_nan_in_the_upstream_gradient_passes_where_the_slope_is_not_0():
    assert np.isnan(relu_backward(np.nan, 1.0)) and relu_backward(np.nan, 0.0) == 0
    assert np.isnan(softmax_backward([np.nan, 0.0], [0.5, 0.5])).all()


AUTOGRAD = {
    identity_backward: (identity, lambda z: 1.0 * z),
    sigmoid_backward: (sigmoid, lambda z: ascipy.expit(z)),
    tanh_backward: (tanh, anp.tanh),
    relu_backward: (relu, lambda z: anp.where(z > 0, z, 0.0 * z)),
    selu_backward: (
        selu,
        lambda z: (
            activations.SELU_SCALE * anp.where(z > 0, z, activations.SELU_ALPHA * (anp.exp(z) - 1))
        ),
    ),
    softplus_backward: (softplus, lambda z: anp.logaddexp(0.0, z)),
    softmax_backward: (
        softmax,
        lambda z: anp.exp(z - ascipy.logsumexp(z, axis=-1, keepdims=True)),
    ),
}


AUTOGRAD |= {
    elu_backward: (elu, lambda z: anp.where(z > 0, z, anp.exp(z) - 1)),
    exponential_backward: (exponential, anp.exp),
    softsign_backward: (softsign, lambda z: z / (1 + anp.abs(z))),
    hard_sigmoid_backward: (hard_sigmoid, lambda z: anp.clip(z / 6 + 0.5, 0, 1)),
    gelu_backward: (lambda z: z, lambda z: z * ascipy.erfc(-z / np.sqrt(2)) / 2),
    swish_backward: (lambda z: z, lambda z: z * ascipy.expit(z)),
}


@pytest.mark.parametrize("backward", AUTOGRAD, ids=by_name)
@pytest.mark.parametrize("shape", [(5, 3), (3, 3), (1, 4), (2, 3, 4)])
def test_backward_agrees_with_autograd(backward, shape):
    forward, theirs = AUTOGRAD[backward]
    z, dout = of("f8", *shape), of("f8", *shape, seed=1)
    wanted = autograd.grad(lambda z: anp.sum(dout * theirs(z)))(z)
    np.testing.assert_allclose(backward(dout, forward(z)), wanted, rtol=1e-10, atol=1e-13)


def test_leaky_relu_agrees_with_autograd():
    z, dout = of("f8", 5, 3), of("f8", 5, 3, seed=1)
    wanted = autograd.grad(lambda z: anp.sum(dout * anp.where(z > 0, z, 0.2 * z)))(z)
    np.testing.assert_array_equal(leaky_relu_backward(dout, leaky_relu(z, 0.2), 0.2), wanted)


# --- What may come in ---------------------------------------------------------------------------


@pytest.mark.parametrize("forward", FORWARDS, ids=by_name)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_dtype_stays(forward, dtype):
    z = of(dtype, 4, 3)
    got = forward(z)
    assert got.dtype == dtype
    np.testing.assert_allclose(got, TRUTHS[forward](z), rtol=20 * np.finfo(dtype).eps, atol=1e-7)


@pytest.mark.parametrize("backward", BACKWARDS, ids=by_name)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_dtype_stays_on_the_way_back(backward, dtype):
    dout, a = of(dtype, 4, 3), softmax(of(dtype, 4, 3, seed=1))
    got = backward(dout, a)
    assert got.dtype == dtype
    np.testing.assert_allclose(got, backward(dout.astype("f8"), a.astype("f8")), atol=1e-6)


LAYOUTS = {
    "fortran": np.asfortranarray,
    "strided": lambda z: np.repeat(np.repeat(z, 2, axis=0), 3, axis=1)[::2, ::3],
    "reversed": lambda z: z[::-1, ::-1].copy()[::-1, ::-1],
    "transposed": lambda z: z.T.copy().T,
    "nested lists": lambda z: z.tolist(),
}


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
@pytest.mark.parametrize("forward", FORWARDS, ids=by_name)
def test_the_layout_in_memory_does_not_matter(forward, layout):
    z = of("f8", 4, 3)
    np.testing.assert_array_equal(forward(layout(z)), forward(z))


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
@pytest.mark.parametrize("backward", BACKWARDS, ids=by_name)
def test_the_layout_in_memory_does_not_matter_on_the_way_back(backward, layout):
    dout, a = of("f8", 4, 3), softmax(of("f8", 4, 3, seed=1))
    np.testing.assert_array_equal(backward(layout(dout), a), backward(dout, a))
    np.testing.assert_array_equal(backward(dout, layout(a)), backward(dout, a))


@pytest.mark.parametrize("forward", FORWARDS, ids=by_name)
def test_a_read_only_input_is_read_and_the_result_is_new(forward):
    z = of("f8", 4, 3)
    kept = z.copy()
    z.flags.writeable = False
    got = forward(z)
    assert got.flags.writeable and not np.shares_memory(got, z)
    np.testing.assert_array_equal(z, kept)


@pytest.mark.parametrize("forward", FORWARDS, ids=by_name)
def test_whole_numbers_and_truth_values_become_fractions(forward):
    for z in (np.array([[1, -2], [0, 3]]), np.array([[True, False]]), [[1, 0]], np.uint8([[3, 4]])):
        got = forward(z)
        assert got.dtype == np.float64
        np.testing.assert_array_equal(got, forward(np.asarray(z, np.float64)))


@pytest.mark.parametrize("forward", FORWARDS, ids=by_name)
def test_a_number_comes_back_as_a_number(forward):
    for z in (2, 2.0, np.float64(2), np.array(2.0)):
        got = forward(z)
        assert isinstance(got, float) and got == forward([2.0])[0]
    assert forward(np.float32(2)).dtype == np.float32


@given(st.lists(st.integers(0, 3), min_size=1, max_size=4))
def test_any_shape_comes_back(shape):
    z = np.ones(shape)
    assert sigmoid(z).shape == z.shape
    assert softmax_backward(z, z).shape == z.shape


@pytest.mark.parametrize("wrong", ["abc", None, 1j, [[1], [2, 3]], np.float16(1), object()])
def test_what_is_no_number_is_refused(wrong):
    with pytest.raises((TypeError, ValueError)):
        relu(wrong)


def test_the_message_says_what_was_given_and_wanted():
    with pytest.raises(
        TypeError, match=r"z holds complex128; wanted numbers \(float32 or float64\)"
    ):
        relu([1j])
    message = r"relu_backward wants arrays of one shape; given: dout \(2, 3\), a \(3, 2\)"
    with pytest.raises(ValueError, match=message):
        relu_backward(np.ones((2, 3)), np.ones((3, 2)))
    with pytest.raises(TypeError, match="missing a required argument: 'a'"):
        relu_backward(np.ones(3))


def test_parameters_may_be_named():
    np.testing.assert_array_equal(leaky_relu(alpha=0.5, z=[-2.0]), [-1])
    np.testing.assert_array_equal(relu_backward(a=[1.0], dout=[3.0]), [3])
