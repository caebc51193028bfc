"""The network: the layout of theta and the work vectors, and the gradient of the whole against measured slopes."""

from collections.abc import Callable
from typing import NamedTuple

import autograd
import autograd.numpy as anp
import autograd.scipy.special as ascipy
import numpy as np
import pytest

from nnlib import activations, count_parameters, initial_theta, numerical_gradient, relative_error
from nnlib.core.kernel import compiler, kernel
from nnlib.engine.activate import ACTIVATIONS, activate, activate_backward
from nnlib.engine.network import (
    Buffers,
    Params,
    add_penalties,
    backward,
    forward,
    layer,
    outputs_of,
    penalty_of,
    sums_of,
    work_vector,
)
from nnlib.engine.roles import ForwardFunctions
from nnlib.engine.slots import no_activation, no_backward
from nnlib.layers import affine_backward, affine_descend, affine_forward
from nnlib.losses import minus_targets, softmax_cross_entropy

PAIRS = {
    "relu": lambda z: anp.where(z > 0, z, 0.0 * z),
    "tanh": anp.tanh,
    "sigmoid": ascipy.expit,
    "softplus": lambda z: anp.logaddexp(z, 0.0),
}
NETWORKS = [[4, 5, 3, 2], [3, 3, 3, 3], [2, 4, 3], [3, 2], [1, 1, 1, 2]]


class BackwardFunctions(NamedTuple):
    """What the way back needs of the functions."""

    kinds: np.ndarray
    alphas: np.ndarray
    activate_backward: Callable
    descend: Callable
    affine_backward: Callable
    activation_backward: Callable


@kernel
def run_backward(params, sizes, buffers, n, mask, functions):
    """The way back as compiled code calls it: compiled, it is for compiled callers alone."""
    backward(params, sizes, buffers, n, mask, functions)


NOTHING = np.zeros(0), np.zeros((0, 0))  # no dropout: nothing kept, no mask


def params_of(theta, grad, l2=None, lr=0.0):
    """Params for the way back; with a rate, each layer takes its step there."""
    l2 = np.zeros(100) if l2 is None else l2
    return Params(theta, grad, 0 * l2, l2, np.zeros(0), np.zeros(1), np.array([lr]), 0, lr > 0)


def setting(sizes, n, seed=1):
    """theta with biases that are not 0, X and y."""
    rng = np.random.default_rng(seed)
    theta = initial_theta(sizes, rng, np.float64) + rng.normal(0, 0.1, count_parameters(sizes))
    return theta, rng.normal(size=(n, sizes[0])), rng.integers(0, sizes[-1], n)


def kinds_of(sizes, *hidden):
    """The numbers of the layers' activations: `hidden` by name, over and over, and softmax at the end."""
    names = [hidden[i % len(hidden)] for i in range(len(sizes) - 2)] + ["softmax"]
    return np.array([ACTIVATIONS.index(name) for name in names])


def buffers_of(work, back=NOTHING[0], kept=NOTHING[0]):
    """Buffers for the way forward and back; nothing for a loss."""
    return Buffers(work, back, kept, NOTHING[0], NOTHING[0])


def run_forward(theta, sizes, X, kinds, kept=NOTHING[0], mask=NOTHING[1]):
    work = work_vector(sizes, len(X), np.float64)
    widths = np.array(sizes)
    outputs_of.plain(work, widths, len(X), 0)[:] = X
    slots = (f.compiled for f in (activate, affine_forward.kernel, no_activation, no_activation))
    functions = ForwardFunctions(kinds, np.full(len(kinds), 0.2), *slots)
    run = forward.typed(np.float64)
    run(theta, widths, buffers_of(work, kept=kept), len(X), mask, functions)
    return work


def run_loss(theta, sizes, X, y, kinds, *dropout):
    work = run_forward(theta, sizes, X, kinds, *dropout)
    return softmax_cross_entropy(sums_of(work, np.array(sizes), len(X), len(sizes) - 1), y)


def run_gradient(
    theta,
    sizes,
    X,
    y,
    kinds,
    kept=NOTHING[0],
    mask=NOTHING[1],
    affine_backward=affine_backward,
    **step,
):
    n, last = len(X), len(sizes) - 1
    work, back = run_forward(theta, sizes, X, kinds, kept, mask), work_vector(sizes, n, np.float64)
    back[:], grad = np.nan, np.full_like(theta, np.nan)  # what nobody writes would show
    widths = np.array(sizes)
    minus_targets(
        outputs_of(work, widths, n, last), y[:, None] * 1.0, sums_of(back, widths, n, last)
    )
    slots = (
        f.compiled for f in (activate_backward, affine_descend, affine_backward.kernel, no_backward)
    )
    functions = BackwardFunctions(kinds, np.full(len(kinds), 0.2), *slots)
    params = params_of(theta, grad, **step)
    run_backward(params, widths, buffers_of(work, back, kept), n, mask, functions)
    return grad


def parts(theta, sizes):
    """W and b of every layer, by name."""
    widths = np.array(sizes)
    found = {}
    for index in range(1, len(sizes)):
        found[f"W{index}"], found[f"b{index}"] = layer.plain(theta, widths, index)
    return found


# --- Layout -------------------------------------------------------------------------------------


def test_parameters_counted_by_hand():
    assert count_parameters([64, 32, 10]) == 65 * 32 + 33 * 10 == 2410
    assert count_parameters([3, 2]) == 8 and count_parameters([5]) == 0


@pytest.mark.parametrize("sizes", NETWORKS)
def test_theta_falls_into_its_layers_without_gap_or_overlap(sizes):
    theta = np.arange(float(count_parameters(sizes)))
    views = parts(theta, sizes)
    shapes = [shape for a, b in zip(sizes[:-1], sizes[1:], strict=True) for shape in [(a, b), (b,)]]
    assert [view.shape for view in views.values()] == shapes
    assert all(np.shares_memory(view, theta) and view.flags.c_contiguous for view in views.values())
    np.testing.assert_array_equal(np.concatenate([view.ravel() for view in views.values()]), theta)


@pytest.mark.parametrize("sizes", NETWORKS)
def test_the_work_vector_falls_into_x_z_and_a(sizes):
    n, widths = 3, np.array(sizes)
    work = np.arange(float(len(work_vector(sizes, n, np.float64))))
    views = [outputs_of.plain(work, widths, n, 0)]
    for index in range(1, len(sizes)):
        views += [sums_of.plain(work, widths, n, index), outputs_of.plain(work, widths, n, index)]
    assert all(np.shares_memory(view, work) for view in views)
    np.testing.assert_array_equal(np.concatenate([view.ravel() for view in views]), work)


def test_a_short_batch_uses_the_front_of_the_work_vector():
    sizes, widths = [4, 5, 3, 2], np.array([4, 5, 3, 2])
    work = work_vector(sizes, 8, np.float64)
    last = outputs_of.plain(work, widths, 3, 3)
    assert last.shape == (3, 2) and last.base is not None and last.flags.c_contiguous


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_training_starts_with_he_and_zero_biases(dtype):
    sizes = [50, 40, 3]
    theta = initial_theta(sizes, np.random.default_rng(0), dtype)
    views = parts(theta, sizes)
    assert theta.dtype == dtype and theta.shape == (count_parameters(sizes),)
    assert not views["b1"].any() and not views["b2"].any()
    assert views["W1"].std() == pytest.approx(np.sqrt(2 / 50), rel=0.1)
    np.testing.assert_array_equal(theta, initial_theta(sizes, np.random.default_rng(0), dtype))


# --- Forward ------------------------------------------------------------------------------------


def test_a_network_worked_by_hand():
    # x = (1, 2); z1 = (1*1 + 2*0 + 1, 1*-1 + 2*-1 + 0) = (2, -3); a1 = (2, 0); z2 = (2*1, 2*3 - 4) = (2, 2)
    theta = np.array([1.0, -1, 0, -1, 1, 0, 1, 3, 5, 7, 0, -4])
    sizes, widths, kinds = [2, 2, 2], np.array([2, 2, 2]), kinds_of([2, 2, 2], "relu")
    work = run_forward(theta, sizes, [[1, 2]], kinds)
    assert sums_of.plain(work, widths, 1, 1).tolist() == [[2, -3]]
    assert outputs_of.plain(work, widths, 1, 1).tolist() == [[2, 0]]
    assert sums_of.plain(work, widths, 1, 2).tolist() == [[2, 2]]
    assert outputs_of.plain(work, widths, 1, 2).tolist() == [[0.5, 0.5]]
    assert run_loss(theta, sizes, [[1, 2]], [0], kinds) == pytest.approx(np.log(2))


def test_without_a_nonlinearity_two_layers_are_one():
    sizes = [4, 5, 3]
    theta, X, _ = setting(sizes, 6)
    work, views = run_forward(theta, sizes, X, kinds_of(sizes, "identity")), parts(theta, sizes)
    W = views["W1"] @ views["W2"]
    b = views["b1"] @ views["W2"] + views["b2"]
    np.testing.assert_allclose(sums_of.plain(work, np.array(sizes), 6, 2), X @ W + b, rtol=1e-12)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_every_activation_by_number_is_the_one_of_that_name(name):
    sizes = [3, 4, 2]
    theta, X, _ = setting(sizes, 5)
    work = run_forward(theta, sizes, X, kinds_of(sizes, name))
    z, a = (view.plain(work, np.array(sizes), 5, 1) for view in (sums_of, outputs_of))
    alpha = (0.2,) if name in ("leaky_relu", "elu_alpha") else ()
    np.testing.assert_array_equal(a, getattr(activations, name)(z, *alpha))


# --- The gradient of the whole ------------------------------------------------------------------


def agree(got, measured, sizes):
    """Array by array, because over all of theta a wrong bias gradient is lost among the weights."""
    got = parts(got, sizes)
    for part, wanted in parts(measured, sizes).items():
        # arrays that are 0 up to the noise of the measurement (a dead layer) have no relative error
        near_zero = max(np.abs(wanted).max(), np.abs(got[part]).max()) < 1e-9
        assert near_zero or relative_error(got[part], wanted) < 1e-7, part


@pytest.mark.parametrize("n", [1, 5])
@pytest.mark.parametrize("name", [name for name in ACTIVATIONS if name != "step"])
@pytest.mark.parametrize("sizes", NETWORKS, ids=str)
def test_the_gradient_agrees_with_measured_slopes_array_by_array(sizes, name, n):
    theta, X, y = setting(sizes, n)
    kinds = kinds_of(sizes, name)
    measured = numerical_gradient(lambda t: run_loss(t, sizes, X, y, kinds), theta)
    agree(run_gradient(theta, sizes, X, y, kinds), measured, sizes)


def test_layers_of_different_kinds_keep_their_own_derivatives():
    sizes = [4, 5, 3, 6, 2]
    theta, X, y = setting(sizes, 5)
    kinds = kinds_of(sizes, "tanh", "leaky_relu", "selu")
    measured = numerical_gradient(lambda t: run_loss(t, sizes, X, y, kinds), theta)
    agree(run_gradient(theta, sizes, X, y, kinds), measured, sizes)


def test_dropout_with_a_given_mask_goes_both_ways():
    sizes, n = [4, 5, 3, 2], 6
    theta, X, y = setting(sizes, n)
    mask = (np.random.default_rng(3).random((n, sum(sizes[:-1]))) < 0.7) / 0.7
    kept = np.zeros(n * sum(sizes[:-1]))
    for name in ("sigmoid", "relu"):
        kinds = kinds_of(sizes, name)
        measured = numerical_gradient(
            lambda t, k=kinds: run_loss(t, sizes, X, y, k, kept, mask), theta
        )
        agree(run_gradient(theta, sizes, X, y, kinds, kept, mask), measured, sizes)
    without = run_loss(theta, sizes, X, y, kinds)
    assert run_loss(theta, sizes, X, y, kinds, kept, mask) != without
    assert run_loss(theta, sizes, X, y, kinds, kept, np.ones_like(mask)) == without


def test_the_penalty_and_its_gradient_leave_biases_out():
    sizes, l2 = [3, 4, 2], np.array([0.5, 0.0])
    theta = np.arange(1.0, count_parameters(sizes) + 1)
    grad = np.zeros_like(theta)
    add_penalties(theta, grad, np.array(sizes), np.zeros(2), l2)
    penalty = penalty_of(theta, np.array(sizes), np.zeros(2), l2)
    W1 = np.arange(1.0, 13)
    assert penalty == pytest.approx(0.25 * np.sum(W1**2))
    np.testing.assert_allclose(grad[:12], 0.5 * W1)
    assert not grad[12:].any()


@pytest.mark.parametrize("n", [1, 5, 64])
@pytest.mark.parametrize("sizes", [*NETWORKS, [40, 30, 10]], ids=str)
def test_a_step_on_the_way_back_is_the_step_by_the_gradient(sizes, n):
    """The gradient at an x is that of the W before the step, which a wrong order would show in layer 1."""
    theta, X, y = setting(sizes, n)
    kinds, l2 = kinds_of(sizes, "tanh"), np.linspace(0.5, 0, len(sizes) - 1)
    grad = run_gradient(theta, sizes, X, y, kinds)
    add_penalties(theta, grad, np.array(sizes), 0 * l2, l2)
    moved = theta.copy()
    written = run_gradient(moved, sizes, X, y, kinds, l2=l2, lr=0.3)
    np.testing.assert_allclose(moved, theta - 0.3 * grad, rtol=1e-12, atol=1e-14)
    assert np.isnan(written).all()  # nobody wrote the gradient down


def test_the_penalty_of_sizes_has_slope_one_and_none_at_zero():
    sizes, l1 = [2, 1, 1], np.array([0.5, 0.25])
    theta, grad = np.array([-3.0, 0.0, 7.0, 2.0, 7.0]), np.ones(5)
    add_penalties(theta, grad, np.array(sizes), l1, np.array([0.0, 0.1]))
    penalty = penalty_of(theta, np.array(sizes), l1, np.array([0.0, 0.1]))
    assert penalty == pytest.approx(0.5 * 3 + 0.25 * 2 + 0.05 * 4)
    np.testing.assert_allclose(grad, [0.5, 1, 1, 1 + 0.25 + 0.2, 1])


@pytest.mark.parametrize("name", PAIRS)
@pytest.mark.parametrize("sizes", NETWORKS, ids=str)
def test_the_gradient_agrees_with_autograd(sizes, name):
    theta, X, y = setting(sizes, 5)
    kinds = kinds_of(sizes, name)

    def loss(*arrays):
        a = X
        for index in range(0, len(arrays), 2):
            z = anp.dot(a, arrays[index]) + arrays[index + 1]
            a = PAIRS[name](z)
        return anp.mean(ascipy.logsumexp(z, axis=1) - z[anp.arange(len(y)), y])

    arrays = list(parts(theta, sizes).values())
    assert run_loss(theta, sizes, X, y, kinds) == pytest.approx(loss(*arrays), rel=1e-12)
    got = parts(run_gradient(theta, sizes, X, y, kinds), sizes)
    for index, (part, array) in enumerate(got.items()):
        wanted = autograd.grad(loss, index)(*arrays)
        np.testing.assert_allclose(array, wanted, rtol=1e-9, atol=1e-13, err_msg=part)


def test_planted_slips_show_in_the_gradient():
    """A test of the tests above: a wrong plan on the way back must not agree with the measured slope."""
    sizes, n = [4, 5, 3, 2], 5
    theta, X, y = setting(sizes, n)
    right, wrong = kinds_of(sizes, "tanh"), kinds_of(sizes, "sigmoid")
    measured = numerical_gradient(lambda t: run_loss(t, sizes, X, y, right), theta)
    got = run_gradient(theta, sizes, X, y, right)
    assert relative_error(parts(got, sizes)["W1"], parts(measured, sizes)["W1"]) < 1e-7
    widths, work, back = (
        np.array(sizes),
        run_forward(theta, sizes, X, right),
        work_vector(sizes, n, np.float64),
    )
    minus_targets(outputs_of(work, widths, n, 3), y[:, None] * 1.0, sums_of(back, widths, n, 3))
    grad = np.zeros_like(theta)
    slots = (activate_backward, affine_descend, affine_backward.kernel, no_backward)
    functions = BackwardFunctions(wrong, np.zeros(3), *(f.plain for f in slots))
    params = params_of(theta, grad)
    backward.plain(params, widths, buffers_of(work, back), n, NOTHING[1], functions)
    assert relative_error(parts(grad, sizes)["W1"], parts(measured, sizes)["W1"]) > 1e-3


def test_compiled_and_plain_are_told_apart():
    assert (forward.typed(np.float64) is forward.plain) == (compiler() is None)
