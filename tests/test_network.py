"""The network: the layout of theta and the work vectors, and the gradient of the whole against measured slopes."""

import autograd
import autograd.numpy as anp
import autograd.scipy.special as ascipy
import numpy as np
import pytest

from nnlib import activations, count_parameters, initial_theta, numerical_gradient, relative_error
from nnlib.activations import relu, relu_backward, softmax, tanh, tanh_backward
from nnlib.kernel import compiler, signature_of
from nnlib.layers import affine_backward, affine_forward
from nnlib.losses import minus_targets, softmax_cross_entropy
from nnlib.network import backward, forward, inputs_of, layer, sums_of, work_vector
from nnlib.training import FORWARD

BACKWARD = "F1 F1 I1 F1 F1 I affine_backward activation_backward"
PAIRS = {
    "relu": (relu, relu_backward, lambda z: anp.where(z > 0, z, 0.0 * z)),
    "tanh": (tanh, tanh_backward, anp.tanh),
    "sigmoid": (activations.sigmoid, activations.sigmoid_backward, ascipy.expit),
}
NETWORKS = [[4, 5, 3, 2], [3, 3, 3, 3], [2, 4, 3], [3, 2], [1, 1, 1, 2]]


def setting(sizes, n, seed=1):
    """theta with biases that are not 0, X and y."""
    rng = np.random.default_rng(seed)
    theta = initial_theta(sizes, rng, np.float64) + rng.normal(0, 0.1, count_parameters(sizes))
    return theta, rng.normal(size=(n, sizes[0])), rng.integers(0, sizes[-1], n)


def run_forward(theta, sizes, X, activation):
    work = work_vector(sizes, len(X), np.float64)
    sizes = np.array(sizes)
    inputs_of(work, sizes, len(X), 0)[:] = X
    run = forward.typed(signature_of("void", FORWARD, np.float64))
    plugged = (affine_forward, activation, softmax)
    run(theta, sizes, work, len(X), *(f.kernel.compiled for f in plugged))
    return work


def run_loss(theta, sizes, X, y, activation):
    work = run_forward(theta, sizes, X, activation)
    return softmax_cross_entropy(sums_of(work, np.array(sizes), len(X), len(sizes) - 1), y)


def run_gradient(theta, sizes, X, y, activation, activation_backward):
    n, last = len(X), len(sizes) - 1
    work, back = run_forward(theta, sizes, X, activation), work_vector(sizes, n, np.float64)
    back[:], grad = np.nan, np.full_like(theta, np.nan)  # what nobody writes would show
    widths = np.array(sizes)
    minus_targets(inputs_of(work, widths, n, last), y, sums_of(back, widths, n, last))
    run = backward.typed(signature_of("void", BACKWARD, np.float64))
    plugged = (affine_backward, activation_backward)
    run(theta, grad, widths, work, back, n, *(f.kernel.compiled for f in plugged))
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
    views = [inputs_of.plain(work, widths, n, 0)]
    for index in range(1, len(sizes)):
        views += [sums_of.plain(work, widths, n, index), inputs_of.plain(work, widths, n, index)]
    assert all(np.shares_memory(view, work) for view in views)
    np.testing.assert_array_equal(np.concatenate([view.ravel() for view in views]), work)


def test_a_short_batch_uses_the_front_of_the_work_vector():
    sizes, widths = [4, 5, 3, 2], np.array([4, 5, 3, 2])
    work = work_vector(sizes, 8, np.float64)
    last = inputs_of.plain(work, widths, 3, 3)
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
    sizes, widths = [2, 2, 2], np.array([2, 2, 2])
    work = run_forward(theta, sizes, [[1, 2]], relu)
    assert sums_of.plain(work, widths, 1, 1).tolist() == [[2, -3]]
    assert inputs_of.plain(work, widths, 1, 1).tolist() == [[2, 0]]
    assert sums_of.plain(work, widths, 1, 2).tolist() == [[2, 2]]
    assert inputs_of.plain(work, widths, 1, 2).tolist() == [[0.5, 0.5]]
    assert run_loss(theta, sizes, [[1, 2]], [0], relu) == pytest.approx(np.log(2))


def test_without_a_nonlinearity_two_layers_are_one():
    sizes = [4, 5, 3]
    theta, X, _ = setting(sizes, 6)
    work, views = run_forward(theta, sizes, X, activations.identity), parts(theta, sizes)
    W = views["W1"] @ views["W2"]
    b = views["b1"] @ views["W2"] + views["b2"]
    np.testing.assert_allclose(sums_of.plain(work, np.array(sizes), 6, 2), X @ W + b, rtol=1e-12)


# --- The gradient of the whole ------------------------------------------------------------------


@pytest.mark.parametrize("n", [1, 5])
@pytest.mark.parametrize("name", PAIRS)
@pytest.mark.parametrize("sizes", NETWORKS, ids=str)
def test_the_gradient_agrees_with_measured_slopes_array_by_array(sizes, name, n):
    """Array by array, because over all of theta a wrong bias gradient is lost among the weights."""
    activation, activation_backward, _ = PAIRS[name]
    theta, X, y = setting(sizes, n)
    measured = numerical_gradient(lambda t: run_loss(t, sizes, X, y, activation), theta)
    got = parts(run_gradient(theta, sizes, X, y, activation, activation_backward), sizes)
    for part, wanted in parts(measured, sizes).items():
        # arrays that are 0 up to the noise of the measurement (a dead layer) have no relative error
        near_zero = max(np.abs(wanted).max(), np.abs(got[part]).max()) < 1e-9
        assert near_zero or relative_error(got[part], wanted) < 1e-7, part


@pytest.mark.parametrize("name", PAIRS)
@pytest.mark.parametrize("sizes", NETWORKS, ids=str)
def test_the_gradient_agrees_with_autograd(sizes, name):
    activation, activation_backward, theirs = PAIRS[name]
    theta, X, y = setting(sizes, 5)

    def loss(*arrays):
        a = X
        for index in range(0, len(arrays), 2):
            z = anp.dot(a, arrays[index]) + arrays[index + 1]
            a = theirs(z)
        return anp.mean(ascipy.logsumexp(z, axis=1) - z[anp.arange(len(y)), y])

    arrays = list(parts(theta, sizes).values())
    assert run_loss(theta, sizes, X, y, activation) == pytest.approx(loss(*arrays), rel=1e-12)
    got = parts(run_gradient(theta, sizes, X, y, activation, activation_backward), sizes)
    for index, (part, array) in enumerate(got.items()):
        wanted = autograd.grad(loss, index)(*arrays)
        np.testing.assert_allclose(array, wanted, rtol=1e-9, atol=1e-13, err_msg=part)


@pytest.mark.parametrize(
    "slip",
    [
        lambda dout, a, dz: None,
        lambda dout, a, dz: dz.__setitem__(..., dout),
        lambda dout, a, dz: dz.__setitem__(..., np.where(a >= 0, dout, 0)),
    ],
    ids=["nothing", "passes", "at the kink"],
)
def test_a_planted_slip_shows_in_the_gradient(slip):
    """A test of the test above, in plain Python: wrong backwards must not agree with the measured slope."""
    sizes, n, widths = [4, 5, 3, 2], 5, np.array([4, 5, 3, 2])
    theta, X, y = setting(sizes, n)
    measured = numerical_gradient(lambda t: run_loss(t, sizes, X, y, relu), theta)
    work, back = run_forward(theta, sizes, X, relu), work_vector(sizes, n, np.float64)
    grad = np.zeros_like(theta)
    minus_targets(inputs_of(work, widths, n, 3), y, sums_of(back, widths, n, 3))
    backward.plain(theta, grad, widths, work, back, n, affine_backward.kernel.plain, slip)
    assert relative_error(parts(grad, sizes)["W1"], parts(measured, sizes)["W1"]) > 1e-3


def test_compiled_and_plain_are_told_apart():
    run = forward.typed(signature_of("void", FORWARD, np.float64))
    assert (run is forward.plain) == (compiler() is None)
