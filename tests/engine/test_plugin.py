"""How a learner's function enters: what fits, what does not, and what the learner then reads."""

import functools
import math
import time
import traceback

import numpy as np
import pytest

import nnlib
from nnlib import (
    affine_backward,
    affine_forward,
    leaky_relu,
    leaky_relu_backward,
    relu,
    relu_backward,
    sigmoid,
    softmax,
    softmax_cross_entropy,
    tanh_backward,
)
from nnlib.core.kernel import compiler
from nnlib.engine import plugin
from nnlib.engine.plugin import PluginError, plug
from nnlib.engine.roles import LIBRARY_SLOTS, ROLES, Functions
from nnlib.losses import minus_targets

Z = np.array([[-1.0, 0.5, 2.0], [3.0, -0.25, 0.0]])
LAYER = 100  # the number of the layer's activation, which a slot hands on
DOUT = np.array([[1.0, -2.0, 3.0], [-4.0, 5.0, -6.0]])


def run(plugged, *arguments, dtype=np.float64):
    """What a plugged activation, or its backward, writes; compiled and plain must write the same."""
    *inputs, out = (np.array(a, dtype) for a in [*arguments, np.zeros(np.shape(arguments[-1]))])
    again = out.copy()
    plugged.compiled(LAYER, *inputs, out)
    plugged.plain(LAYER, *inputs, again)
    np.testing.assert_allclose(out, again, rtol=1e-6 if dtype == np.float32 else 1e-14)
    return out


# --- What fits ----------------------------------------------------------------------------------


def relu_in_loops(z):
    a = np.empty_like(z)
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            a[i, j] = z[i, j] if z[i, j] > 0 else 0
    return a


def relu_in_numpy(z):
    return np.maximum(z, 0)


def relu_in_float64(z):
    a = np.zeros(z.shape)
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            a[i, j] = max(z[i, j], 0)
    return a


def relu_that_prints(z):
    print("relu of", z.shape)
    return relu_in_loops(z)


def positive_part(x):
    return x if x > 0 else 0.0


def relu_with_a_helper(z):
    a = np.empty_like(z)
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            a[i, j] = positive_part(z[i, j])
    return a


def relu_with_an_option(z, slope=0.0):
    return relu_in_loops(z) * (1 - slope)


def relu_by_name_of_the_library(z):
    return relu(z)


def relu_by_module(z):
    return nnlib.activations.relu(z)


def relu_of_rows(z):
    a = np.empty_like(z)
    for i in range(z.shape[0]):
        row = nnlib.relu(z[i])
        for j in range(z.shape[1]):
            a[i, j] = row[j]
    return a


def relu_of_numbers(z):
    a = np.empty_like(z)
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            a[i, j] = relu(z[i, j])
    return a


def relu_in_a_closure():
    def part(x):
        return max(x, 0)

    def inner(z):
        a = np.empty_like(z)
        for i in range(z.shape[0]):
            for j in range(z.shape[1]):
                a[i, j] = part(z[i, j])
        return a

    return inner


RIGHT = [
    relu_in_loops, relu_in_numpy, relu_in_float64, relu_that_prints, relu_with_a_helper, relu_with_an_option,
    relu_by_name_of_the_library, relu_by_module, relu_of_rows, relu_of_numbers, relu_in_a_closure(),
    lambda z: np.maximum(z, 0), relu,
]  # fmt: skip


@pytest.mark.parametrize("function", RIGHT, ids=lambda f: f.__name__)
def test_many_ways_to_write_relu_fit(function):
    plugged = plug("activation", function, np.float64)
    assert plugged.name == function.__name__ and plugged.is_learners == (function is not relu)
    np.testing.assert_array_equal(run(plugged, Z), np.maximum(Z, 0))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_both_dtypes_fit(dtype):
    got = run(plug("activation", relu_in_loops, dtype), Z, dtype=dtype)
    assert got.dtype == dtype
    np.testing.assert_array_equal(got, np.maximum(Z, 0))


def test_a_function_that_is_compiled_already_fits():
    njit = compiler().njit if compiler() else functools.lru_cache(maxsize=None)
    part = compiler().njit(positive_part) if compiler() else positive_part

    def with_compiled_helper(z):
        a = np.empty_like(z)
        for i in range(z.shape[0]):
            for j in range(z.shape[1]):
                a[i, j] = part(z[i, j])
        return a

    np.testing.assert_array_equal(
        run(plug("activation", with_compiled_helper, np.float64), Z), np.maximum(Z, 0)
    )
    if compiler():
        compiled = njit(relu_in_loops)
        np.testing.assert_array_equal(
            run(plug("activation", compiled, np.float64), Z), np.maximum(Z, 0)
        )


def test_helpers_may_call_themselves_and_each_other():
    plugged = plug("activation", times_factorial, np.float64)
    np.testing.assert_array_equal(run(plugged, Z), Z * 6)
    plugged = plug("activation", times_parity, np.float64)
    np.testing.assert_array_equal(run(plugged, Z), Z)


def factorial(n):
    return 1 if n < 2 else n * factorial(n - 1)


def times_factorial(z):
    return z * factorial(3)


def is_even(n):
    if n == 0:
        return True
    return is_odd(n - 1)


def is_odd(n):
    if n == 0:
        return False
    return is_even(n - 1)


def times_parity(z):
    return z * is_even(4)


LIBRARY_IN_LEARNERS_CODE = [
    ("activation", lambda z: sigmoid(z), [Z], lambda: sigmoid(Z)),
    ("activation", lambda z: leaky_relu(z, 0.1), [Z], lambda: leaky_relu(Z, 0.1)),
    ("activation", lambda z: leaky_relu(z, alpha=0.1), [Z], lambda: leaky_relu(Z, 0.1)),
    ("activation", lambda Z: softmax(Z), [Z], lambda: softmax(Z)),
    ("activation_backward", lambda dout, a: tanh_backward(dout, a), [DOUT, Z], lambda: tanh_backward(DOUT, Z)),
    (
        "activation_backward",
        lambda dout, a: leaky_relu_backward(dout, a, 0.1),
        [DOUT, Z],
        lambda: leaky_relu_backward(DOUT, Z, 0.1),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("role", "function", "inputs", "wanted"), LIBRARY_IN_LEARNERS_CODE)
def test_a_learners_function_may_use_the_library(role, function, inputs, wanted):
    got = run(plug(role, function, np.float64), *inputs)
    np.testing.assert_allclose(got, wanted(), rtol=1e-14)


def test_a_learners_layer_loss_and_step_may_use_the_library():
    X, W, b = Z, np.arange(12.0).reshape(3, 4), np.arange(4.0)
    out = np.zeros((2, 4))
    plug("affine", lambda X, W, b: affine_forward(X, W, b), np.float64).compiled(X, W, b, out)
    np.testing.assert_allclose(out, X @ W + b)

    def swapped(dout, X, W):
        dX, dW, db = affine_backward(dout, X, W)
        return dX, dW, -db

    results = [np.zeros_like(X), np.zeros_like(W), np.zeros_like(b)]
    plug("affine_backward", swapped, np.float64).compiled(out, X, W, *results)
    for got, wanted, sign in zip(results, affine_backward(out, X, W), (1, 1, -1), strict=True):
        np.testing.assert_allclose(got, sign * wanted)
    y = np.array([2, 0])
    column, each = np.array([[2.0], [0.0]]), np.zeros(2)
    loss = plug("loss of labels", lambda Z, y: 3 * softmax_cross_entropy(Z, y), np.float64)
    loss.compiled(Z, column, each)
    np.testing.assert_allclose(each, 3 * softmax_cross_entropy(Z, y))  # the mean, in every place
    grad = plug(
        "loss_grad of labels", lambda Z, y: nnlib.softmax_cross_entropy_grad(Z, y), np.float64
    )
    out = np.zeros_like(Z)
    grad.compiled(Z, column, out)
    np.testing.assert_allclose(out, nnlib.softmax_cross_entropy_grad(Z, y))
    theta = np.ones(3)
    half = plug(
        "gd_step", lambda params, grads, lr: nnlib.gd_step(params, grads, lr / 2), np.float64
    )
    half.compiled(theta, np.ones(3), np.zeros(1), np.array([0.5]), 1)
    assert theta.tolist() == [0.75] * 3


G, V = np.array([1.0, -2.0, 0.5]), np.array([0.25, 0.5, 1.0])
STEPS = [  # what a slot's function leaves in theta and memory, from ones
    ("gd_step", lambda params, grads, lr: nnlib.gd_step(params, grads, lr), [0.1], np.zeros(1)),
    ("momentum_step", lambda w, v, g, lr, beta: nnlib.momentum_step(w, v, g, lr, beta), [0.1, 0.9], V),
    ("adam_step", lambda w, g, m, v, t, lr, b1, b2, eps: nnlib.adam_step(w, g, m, v, t, lr, b1, b2, eps),
     [0.1, 0.9, 0.99, 1e-7], np.r_[V, V * 2]),
]  # fmt: skip


@pytest.mark.parametrize(("role", "function", "hyper", "memory"), STEPS)
def test_every_step_moves_theta_and_its_memory_in_place(role, function, hyper, memory):
    plugged, library = plug(role, function, np.float64), getattr(nnlib, role)
    for form in (plugged.compiled, plugged.plain):
        theta, kept = np.ones(3), memory.copy()
        form(theta, G, kept, np.array(hyper), 3)
        if role == "gd_step":
            wanted, remembered = library(np.ones(3), G, *hyper), memory
        elif role == "momentum_step":
            wanted, remembered = library(np.ones(3), V, G, *hyper)
        else:
            wanted, *both = library(np.ones(3), G, V, V * 2, 3, *hyper)
            remembered = np.concatenate(both)
        np.testing.assert_allclose(theta, wanted, rtol=1e-14)
        np.testing.assert_allclose(kept, remembered, rtol=1e-14)


def logs_of_p(p, y):
    total = 0.0
    for i in range(p.shape[0]):
        total -= math.log(p[i]) if y[i] == 1 else math.log(1 - p[i])
    return total / p.shape[0]


def logs_of_rows(P, T):
    total = 0.0
    for i in range(P.shape[0]):
        for j in range(P.shape[1]):
            total -= T[i, j] * math.log(P[i, j])
    return total / P.shape[0]


def logs_at_labels(P, y):
    total = 0.0
    for i in range(P.shape[0]):
        total -= math.log(P[i, y[i]])
    return total / P.shape[0]


SHARES = np.array([[0.2, 0.5, 0.3], [0.6, 0.3, 0.1]])
OWN_LOSSES = [  # a loss with math.log, which takes no number below 0: the trial must hand it none
    ("labels", logs_at_labels, SHARES, [[1.0], [2.0]], -(np.log(0.5) + np.log(0.1)) / 2),
    ("values", logs_of_rows, SHARES, np.eye(3)[:2], -(np.log(0.2) + np.log(0.3)) / 2),
    ("one", logs_of_p, SHARES[:, :1], [[1.0], [0.0]], -(np.log(0.2) + np.log(0.4)) / 2),
]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(("targets", "loss", "out", "y", "wanted"), OWN_LOSSES)
def test_a_loss_gets_its_targets_in_the_books_form(targets, loss, out, y, wanted, dtype):
    plugged = plug(f"loss of {targets}", loss, dtype)
    for form in (plugged.compiled, plugged.plain):
        each = np.zeros(2, dtype)
        form(out.astype(dtype), np.array(y, dtype), each)
        np.testing.assert_allclose(each, wanted, rtol=1e-6)


def test_a_gradient_of_one_output_comes_back_as_a_column():
    plugged = plug("loss_grad of one", lambda p, y: (p - y) / p.size, np.float64)
    for form in (plugged.compiled, plugged.plain):
        dout = np.zeros((2, 1))
        form(SHARES[:, :1].copy(), np.array([[1.0], [0.0]]), dout)
        np.testing.assert_allclose(dout, [[-0.4], [0.3]])


def test_the_first_layer_is_not_asked_for_dX():
    plugged = plug("affine_backward", lambda dout, X, W: affine_backward(dout, X, W), np.float64)
    X, W, d = Z, np.ones((3, 4)), np.ones((2, 4))
    dW, db = np.zeros((3, 4)), np.zeros(4)
    plugged.compiled(d, X, W, np.zeros((0, 0)), dW, db)
    np.testing.assert_allclose(dW, X.T @ d)
    assert db.tolist() == [2] * 4


def test_every_role_has_a_trial():
    # an output is an activation, tried as one
    tried = {role.slot for role in ROLES.values()}
    others = {"kinds", "alphas", "head", "output", "output_backward"} | LIBRARY_SLOTS
    assert tried == set(Functions._fields) - others


# --- What does not fit --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "thing", [None, 3, "relu", np.tanh, np.ones(3), int, functools.partial(relu_in_loops)]
)
def test_what_is_no_function_is_refused(thing):
    with pytest.raises(TypeError, match="activation is .*; wanted a function"):
        plug("activation", thing, np.float32)


def refused(role, function, message):
    with pytest.raises(PluginError, match=message):
        plug(role, function, np.float32)


def test_other_parameters_are_refused():
    def backward(dout, a, extra):
        return dout

    refused("activation", lambda: None, r"<lambda>\(\) has other parameters than <lambda>\(z\)")
    refused(
        "activation_backward",
        backward,
        r"backward\(dout, a, extra\) has other parameters than backward\(dout, a\)",
    )


def test_a_library_function_for_another_place_is_refused():
    refused(
        "activation",
        affine_forward,
        "affine_forward cannot be the activation: it takes other arguments",
    )
    refused("activation_backward", relu, "relu cannot be the activation_backward")
    refused(
        "loss of values", nnlib.huber, r"huber cannot be .* other arguments \(P, T, delta, each\)"
    )
    # labels for values, or values for labels, would be read past the end of an array
    refused("loss of labels", nnlib.mse, r"mse cannot be the loss of labels: .* \(P, T, each\)")
    refused("loss_grad of labels", nnlib.mse_grad, "mse_grad cannot be the loss_grad of labels")
    refused("loss of values", softmax_cross_entropy, "cannot be the loss of values")
    refused("loss_grad of one", minus_targets, "cannot be the loss_grad of one")
    assert not plug("activation_backward", relu_backward, np.float32).is_learners
    assert not plug("loss of labels", softmax_cross_entropy, np.float32).is_learners
    assert not plug("loss of one", nnlib.binary_cross_entropy, np.float32).is_learners


def test_a_library_function_in_a_slot_of_ones_own_is_made_ready_once():
    first, again = (plug("activation_backward", relu_backward, np.float64) for _ in range(2))
    assert first.compiled is again.compiled
    np.testing.assert_array_equal(run(first, DOUT, Z), relu_backward(DOUT, Z))


def test_wrong_results_are_refused():
    shape = r"for z \(2, 3\); wanted an array of shape \(2, 3\)"
    refused("activation", lambda z: None, rf"returned None \(is a return missing\?\) {shape}")
    refused("activation", lambda z: z[0] * 1, rf"returned an array of shape \(3,\) {shape}")
    refused("activation", lambda z: z.T.copy(), rf"returned an array of shape \(3, 2\) {shape}")
    refused("activation", lambda z: 1.0, rf"returned a number {shape}")
    refused("activation", lambda z: z.tolist(), rf"returned a list {shape}")
    refused(
        "activation",
        lambda z: (z * 1, z * 1),
        r"returned an array of shape \(2, 3\) and an array of shape",
    )
    refused("loss of labels", lambda Z, y: "low", "returned a str for .*; wanted a number")
    refused(
        "loss_grad of one", lambda z, y: 0.5, r"a number for .*; wanted an array of shape \(2,\)"
    )
    refused("momentum_step", lambda w, v, g, lr, beta: w * 1, r"of shape \(5,\) and an array of")
    refused(
        "affine_backward", lambda d, X, W: (X * 1, W * 1), "wanted an array of shape .* and .* and"
    )
    refused("affine_backward", lambda d, X, W: [X * 1, W * 1, W[0] * 1], "returned a list for")


def test_a_comma_too_many_is_refused_in_words():
    with pytest.raises(plugin.PluginError, match="a tuple of one .is a comma"):
        plugin.plug("activation", lambda z: (z * 2,), "float32")


def test_only_what_numba_refuses_is_a_refusal():
    refused = plugin.refusal("activation", doubled_by_name)
    assert refused is None if compiler() is None else "Leave them out" in refused
    for other in (lambda z: z * 2, lambda z: z[0], lambda a, b: a, lambda z: 1 / 0):
        assert plugin.refusal("activation", other) is None


def doubled_by_name(z, *, by=2):
    return z * by


def test_writing_into_an_input_is_refused():
    def in_place(z):
        for i in range(z.shape[0]):
            for j in range(z.shape[1]):
                z[i, j] = max(z[i, j], 0)
        return z

    refused(
        "activation",
        in_place,
        r"in_place writes into its input z, which others still need.*np.empty_like\(z\)",
    )


def test_a_step_may_write_into_its_parameters():
    def in_place(params, grads, lr):
        params -= lr * grads
        return params

    theta = np.ones(3)
    step = plug("gd_step", in_place, np.float64)
    step.compiled(theta, np.ones(3), np.zeros(1), np.array([0.25]), 1)
    assert theta.tolist() == [0.75] * 3


def test_a_loop_without_end_is_refused_after_a_while(monkeypatch):
    def endless(z):
        while True:
            try:
                z[0, 0] += 1
            except Exception:
                pass

    monkeypatch.setattr(plugin, "SECONDS", 0.2)
    started = time.monotonic()
    refused(
        "activation",
        endless,
        "endless was still running after 0.2 s on a tiny array. Does a loop in it never end?",
    )
    assert time.monotonic() - started < 5


def test_a_million_lines_are_not_shown(capfd):
    def chatty(z):
        for _ in range(200_000):
            print("here")
        return relu_in_loops(z)

    plugged = plug("activation", chatty, np.float64)
    if compiler():
        np.testing.assert_array_equal(run_compiled(plugged), np.maximum(Z, 0))
    shown = capfd.readouterr()
    assert shown.out == ""
    assert shown.err == "nnlib: chatty prints; nothing of it is shown in training.\n"


def run_compiled(plugged):
    out = np.zeros_like(Z)
    plugged.compiled(LAYER, Z, out)
    return out


@pytest.mark.parametrize("kind", [IndexError, ZeroDivisionError, ValueError, KeyError])
def test_what_a_learners_function_raises_comes_through_and_names_the_line(kind):
    def slip(z):
        raise kind("mine")

    with pytest.raises(kind, match="mine") as caught:
        plug("activation", slip, np.float32)
    last = traceback.extract_tb(caught.value.__traceback__)[-1]
    assert last.name == "slip" and last.line == 'raise kind("mine")'


def test_an_index_past_the_end_is_an_error_in_machine_code_too():
    def past_the_end(z):
        a = np.empty_like(z)
        for i in range(z.shape[0]):
            for j in range(z.shape[1]):
                a[i, j] = z[i, j] if z[i, j] < 100 else z[i, j + 1]
        return a

    plugged = plug("activation", past_the_end, np.float64)
    for form in (plugged.compiled, plugged.plain):
        with pytest.raises(IndexError):
            form(LAYER, np.full((1, 1), 200.0), np.zeros((1, 1)))


def test_a_result_of_another_shape_later_is_an_error():
    def forgetful(z):
        return np.ones((2, 3)) * z[0, 0]

    plugged = plug("activation", forgetful, np.float64)
    for form in (plugged.compiled, plugged.plain):
        with pytest.raises(ValueError, match="a function returned an array of another shape"):
            form(LAYER, np.ones((4, 5)), np.zeros((4, 5)))


# --- Compiled once ----------------------------------------------------------------------------------


SLOPE, TABLE = 0.5, np.array([0.5])


def helper(z):
    return SLOPE * z


def by_helper(z):
    return np.maximum(helper(z), 0)


def by_table(z):
    return TABLE[0] * z


def first_value(plugged):
    a = np.zeros((1, 1))
    plugged.compiled(0, np.ones((1, 1)), a)
    return a[0, 0]


def test_a_function_is_compiled_once_as_long_as_all_it_sees_stays_the_same(monkeypatch):
    once = plug("activation", by_helper, np.float64)
    assert plug("activation", by_helper, np.float64) is once
    assert plug("activation", by_helper, np.float32) is not once
    monkeypatch.setitem(globals(), "SLOPE", 0.25)  # a number that a function it calls uses
    changed = plug("activation", by_helper, np.float64)
    assert changed is not once and first_value(changed) == 0.25
    monkeypatch.setitem(globals(), "helper", lambda z: 3 * z)
    assert first_value(plug("activation", by_helper, np.float64)) == 3


def test_what_can_change_unseen_is_compiled_every_time():
    TABLE[0] = 0.5
    assert first_value(plug("activation", by_table, np.float64)) == 0.5
    TABLE[0] = 0.125
    assert first_value(plug("activation", by_table, np.float64)) == 0.125


def test_a_function_that_calls_itself_can_be_kept():
    def halve(x, n):
        return x if n == 0 else halve(x / 2, n - 1)

    def quarter(z):
        a = np.empty_like(z)
        for i in np.ndindex(z.shape):
            a[i] = halve(z[i], 2)
        return a

    assert plugin._what_it_sees(quarter) == plugin._what_it_sees(quarter) is not None
