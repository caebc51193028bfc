"""Graphs of operations: forward, back along every path, and what a broadcast hands back."""

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlib import (
    affine_backward,
    backprop_graph,
    fool_the_transposes,
    gates_backward,
    graph_values,
    numerical_gradient,
    numerical_vjp,
    relative_error,
    unbroadcast,
)
from nnlib.graph import OPERATIONS

# ---- Broadcasting ----------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", [(4, 3), (3,), (1, 3), (4, 1), (1, 1), (1,), (), (2, 1, 3)])
def test_unbroadcast_agrees_with_measured_slopes(shape):
    rng = np.random.default_rng(5)
    other = rng.normal(size=(2, 4, 3))
    small, dout = rng.normal(size=shape), rng.normal(size=(2, 4, 3))
    got = unbroadcast(dout * other, shape)
    assert np.shape(got) == shape
    assert relative_error(got, numerical_vjp(lambda a: a * other, small, dout)) < 1e-8
    assert np.sum(got) == pytest.approx(np.sum(dout * other))


def test_unbroadcast_worked_by_hand():
    grad = [[1, 2, 3], [10, 20, 30]]
    assert unbroadcast(grad, (3,)).tolist() == [11, 22, 33]
    assert unbroadcast(grad, (1, 3)).tolist() == [[11, 22, 33]]
    assert unbroadcast(grad, (2, 1)).tolist() == [[6], [60]]
    assert unbroadcast(grad, ()) == 66 and unbroadcast(grad, (2, 3)).tolist() == grad


def test_a_bias_is_broadcast_over_the_rows():
    rng, W = np.random.default_rng(6), np.ones((3, 3))
    X, dout = rng.normal(size=(4, 3)), rng.normal(size=(4, 3))
    np.testing.assert_allclose(unbroadcast(dout, (3,)), affine_backward(dout, X, W)[2])


@pytest.mark.parametrize("shape", [(2,), (4, 2), (3, 4), (1, 4, 3), (4, 3, 1), (0,)])
def test_what_does_not_broadcast_is_refused(shape):
    with pytest.raises(ValueError, match=r"does not broadcast to that of grad, \(4, 3\)"):
        unbroadcast(np.ones((4, 3)), shape)


# ---- Graphs ----------------------------------------------------------------------------------------

SUM_TIMES_Z = [("q", "add", ("x", "y")), ("f", "mul", ("q", "z"))]


def test_the_first_graph_of_the_book():
    values = {"x": -2, "y": 5, "z": -4}
    assert graph_values(SUM_TIMES_Z, values)["f"] == -12
    wanted = {"x": -4, "y": -4, "z": 3, "q": -4, "f": 1}
    for nodes in (SUM_TIMES_Z, SUM_TIMES_Z[::-1]):
        assert backprop_graph(nodes, values) == wanted
        assert backprop_graph(nodes, values | {"q": 3, "f": -12}) == wanted
    assert gates_backward(-2, 5, -4) == (-4, -4, 3)
    assert values == {"x": -2, "y": 5, "z": -4}


@given(st.lists(st.floats(-10, 10), min_size=3, max_size=3))
def test_two_gates_agree_with_the_graph_and_with_autograd(numbers):
    wanted = [autograd.grad(lambda x, y, z: (x + y) * z, i)(*numbers) for i in range(3)]
    assert list(gates_backward(*numbers)) == wanted
    graph = backprop_graph(SUM_TIMES_Z, dict(zip("xyz", numbers, strict=True)))
    assert [graph[name] for name in "xyz"] == wanted
    arrays = [np.full((2, 3), number) for number in numbers]
    for got, want in zip(gates_backward(*arrays), wanted, strict=True):
        np.testing.assert_array_equal(got, np.full((2, 3), want))


def test_a_chain():
    nodes = [("a", "exp", ["x"]), ("b", "neg", ["a"]), ("c", "tanh", ["b"])]
    e = np.exp(0.3)
    assert backprop_graph(nodes, {"x": 0.3})["x"] == pytest.approx((1 - np.tanh(-e) ** 2) * -e)


def test_a_diamond_sums_over_its_paths():
    # f = (2x)(x + 3) = 2x^2 + 6x: 4x + 6 = 26 at x = 5
    nodes = [("f", "mul", "ab"), ("a", "mul", ["two", "x"]), ("b", "add", ["x", "three"])]
    nodes[0] = ("f", "mul", ["a", "b"])
    grads = backprop_graph(nodes, {"x": 5, "two": 2, "three": 3})
    assert grads == {"x": 26, "two": 40, "three": 10, "a": 8, "b": 10, "f": 1}


def test_a_shared_node_waits_for_all_its_users():
    """f = s + s^2 (with s = x^2 used three times) + log s: plain recursion would hand on s's slope unfinished."""
    nodes = [
        ("f", "add", ["s", "p", "l"]),
        ("l", "log", ["s"]),
        ("p", "mul", ["s", "s"]),
        ("s", "mul", ["x", "x"]),
    ]
    x = 1.7
    grads = backprop_graph(nodes, {"x": x})
    assert grads["s"] == pytest.approx(1 + 2 * x**2 + 1 / x**2)
    assert grads["x"] == pytest.approx(2 * x + 4 * x**3 + 2 / x)


@pytest.mark.parametrize(
    ("operation", "slope"), [("add", 2), ("mul", 6), ("sub", 0), ("div", 0), ("max", 1)]
)
def test_a_node_used_twice_by_one_operation(operation, slope):
    assert backprop_graph([("f", operation, ["x", "x"])], {"x": 3})["x"] == pytest.approx(slope)


def test_in_a_maximum_the_larger_takes_it_all():
    nodes = [("f", "max", ["x", "y"])]
    for x, y, wanted in [(2, 1, (1, 0)), (1, 2, (0, 1)), (2, 2, (0, 1))]:
        grads = backprop_graph(nodes, {"x": x, "y": y})
        assert (grads["x"], grads["y"]) == wanted
    for x in (-1.0, 0.0, 1.0):  # as relu has it
        as_max = backprop_graph(nodes, {"x": x, "y": 0})["x"]
        assert as_max == backprop_graph([("f", "relu", ["x"])], {"x": x})["x"]


def test_an_input_that_nobody_uses_gets_nothing():
    assert backprop_graph([("f", "neg", ["x"])], {"x": 1, "idle": 5}) == {
        "x": -1,
        "idle": 0,
        "f": 1,
    }


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_operation_agrees_with_measured_slopes(operation):
    count = OPERATIONS[operation][0] or 4
    names = [f"x{i}" for i in range(count)]
    at = np.array([1.3, 0.4, 2.1, 0.7])[:count]
    nodes = [("f", operation, names)]
    measured = numerical_gradient(
        lambda x: graph_values(nodes, dict(zip(names, x, strict=True)))["f"], at
    )
    grads = backprop_graph(nodes, dict(zip(names, at, strict=True)))
    assert relative_error([grads[name] for name in names], measured) < 1e-8


@given(st.integers(0, 10**6))
def test_random_graphs_agree_with_autograd(seed):
    rng = np.random.default_rng(seed)
    peers = {
        "add": lambda a, b: a + b,
        "sub": lambda a, b: a - b,
        "mul": lambda a, b: a * b,
        "max": anp.maximum,
        "tanh": anp.tanh,
        "sigmoid": lambda z: 1 / (1 + anp.exp(-z)),
    }
    names, nodes = ["u", "v", "w"], []
    for i in range(rng.integers(1, 12)):
        operation = str(rng.choice(list(peers)))
        inputs = [str(name) for name in rng.choice(names, OPERATIONS[operation][0] or 2)]
        if operation == "max" and inputs[0] == inputs[1]:
            operation = "add"  # at a tie the conventions differ
        nodes.append((f"n{i}", operation, inputs))
        names.append(f"n{i}")
    used = {name for _, _, inputs in nodes for name in inputs}
    nodes.append(("out", "add", [name for name, _, _ in nodes if name not in used]))
    at = rng.normal(size=3)

    def f(at):
        values = dict(zip("uvw", at, strict=True))
        for name, operation, inputs in nodes[:-1]:
            values[name] = peers[operation](*(values[key] for key in inputs))
        return sum(values[key] for key in nodes[-1][2])

    shuffled = [nodes[i] for i in rng.permutation(len(nodes))]
    grads = backprop_graph(shuffled, dict(zip("uvw", at, strict=True)))
    wanted = autograd.grad(f)(at) if used & set("uvw") else np.zeros(3)
    np.testing.assert_allclose([grads[k] for k in "uvw"], wanted, rtol=1e-9, atol=1e-12)


def test_a_graph_of_thousands_of_nodes_needs_no_recursion():
    nodes = [(f"n{i}", "add", [f"n{i - 1}", "x"]) for i in range(1, 5001)]
    assert backprop_graph(nodes, {"x": 1, "n0": 0})["x"] == 5000


def test_the_tables_that_fool_hide_a_missing_transpose_and_no_others():
    X, W, dout = fool_the_transposes()
    dX, dW, _ = affine_backward(dout, X, W)
    np.testing.assert_array_equal(dout @ W, dX)
    np.testing.assert_array_equal(X @ dout, dW)
    assert np.abs(X.T @ dout.T - dW).max() > 1 < np.abs(dout.T @ W - dX).max()
    assert np.abs(dout - dout.T).max() > 1
