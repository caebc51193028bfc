"""Backpropagation as the book builds it: numbers by hand, measured slopes, autograd, and slips planted on purpose."""

import itertools

import autograd
import autograd.numpy as anp
import autograd.scipy.special as ascipy
import numpy as np
import pytest

import nnlib
from nnlib import (
    affine_backward,
    affine_forward,
    backprop_graph,
    bump_network,
    count_parameters,
    gates_backward,
    gradient_check_network,
    layer_backward,
    leaky_relu,
    leaky_relu_backward,
    mlp_backward,
    mlp_forward,
    numerical_gradient,
    numerical_vjp,
    relative_error,
    relu,
    sigmoid,
    softmax_cross_entropy,
    softmax_cross_entropy_grad,
    tanh_backward,
    two_layer_grads,
    unbroadcast,
)

PEERS = {
    "identity": lambda z: z,
    "sigmoid": lambda z: 1 / (1 + anp.exp(-z)),
    "tanh": anp.tanh,
    "relu": lambda z: anp.maximum(z, 0),
    "softmax": lambda z: anp.exp(z - ascipy.logsumexp(z, axis=1, keepdims=True)),
}
NETWORKS = [[4, 3], [4, 5, 3], [3, 3, 3], [2, 5, 4, 3, 6], [3, 3, 3, 3, 3], [1, 1]]


def setting(sizes, n=5, dtype=np.float64, seed=0):
    """Parameters, inputs and labels for a network of these widths."""
    rng = np.random.default_rng(seed)
    params = [
        (rng.normal(size=(n_in, n_out)).astype(dtype), rng.normal(size=n_out).astype(dtype))
        for n_in, n_out in itertools.pairwise(sizes)
    ]
    return params, rng.normal(size=(n, sizes[0])).astype(dtype), rng.integers(0, sizes[-1], n)


def hidden(name, sizes):
    return [name] * (len(sizes) - 2) + ["identity"]


def flat(layers):
    return [array for layer in layers for array in layer]


def paired(arrays):
    return list(zip(arrays[::2], arrays[1::2], strict=True))


def peer_forward(arrays, X, acts):
    """The network in autograd."""
    A = X
    for (W, b), act in zip(paired(arrays), acts, strict=True):
        A = PEERS[act](anp.dot(A, W) + b)
    return A


def all_close(got, wanted, rtol=1e-9):
    for mine, theirs in zip(got, wanted, strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=rtol, atol=1e-12)


# ---- Forward ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sizes", "count"),
    [
        ([12288, 1], 12289),
        ([12288, 3], 36867),
        ([12288, 3, 2, 1], 36878),
        ([784, 300, 100, 10], 266610),
    ],
)
def test_parameters_of_the_books_networks(sizes, count):
    assert count_parameters(sizes) == count
    params = [
        (np.zeros((n_in, n_out)), np.zeros(n_out)) for n_in, n_out in itertools.pairwise(sizes)
    ]
    assert sum(array.size for array in flat(params)) == count


def test_a_network_worked_by_hand():
    # z1 = (1 + 0 + 1, -1 - 2 + 0) = (2, -3), a1 = (2, 0), z2 = (2 + 0 + 5, 6 + 0 - 4) = (7, 2)
    params = [([[1, -1], [0, -1]], [1, 0]), ([[1, 3], [5, 7]], [5, -4])]
    out, cache = mlp_forward([[1, 2]], params, ["relu", "identity"])
    assert out.tolist() == [[7, 2]]
    (x, a1, act1), (a1_again, a2, act2) = cache
    assert (x.tolist(), a1.tolist(), act1) == ([[1, 2]], [[2, 0]], "relu")
    assert (a1_again.tolist(), a2.tolist(), act2) == ([[2, 0]], [[7, 2]], "identity")
    # dz2 = (1, 10); dW2 = a1^T dz2; da1 = (1 + 30, 5 + 70), of which relu keeps the first
    (dW1, db1), (dW2, db2) = mlp_backward(cache, params, [[1, 10]])
    assert (dW2.tolist(), db2.tolist()) == ([[2, 20], [0, 0]], [1, 10])
    assert (dW1.tolist(), db1.tolist()) == ([[31, 0], [62, 0]], [31, 0])


@pytest.mark.parametrize("n", [1, 5])
@pytest.mark.parametrize("name", PEERS)
@pytest.mark.parametrize("sizes", NETWORKS, ids=str)
def test_forward_agrees_with_autograds_numpy(sizes, name, n):
    params, X, _ = setting(sizes, n)
    acts = [name] * len(params)
    out, cache = mlp_forward(X, params, acts)
    np.testing.assert_allclose(out, peer_forward(flat(params), X, acts), rtol=1e-12, atol=1e-14)
    assert len(cache) == len(params) and cache[-1][1] is out
    for index, (A_prev, A, act) in enumerate(cache):
        assert act == name and (index == 0 or A_prev is cache[index - 1][1])
        W, b = params[index]
        np.testing.assert_allclose(A, PEERS[name](A_prev @ W + b), rtol=1e-12, atol=1e-14)


def test_every_layer_has_its_own_activation():
    params, X, _ = setting([3, 3, 3, 3])
    acts = ["tanh", "sigmoid", "relu"]
    out, _ = mlp_forward(X, params, acts)
    np.testing.assert_allclose(out, peer_forward(flat(params), X, acts), rtol=1e-12, atol=1e-14)


def test_an_activation_is_a_name_a_function_or_a_pair():
    params, X, _ = setting([3, 4, 2])
    wanted, cache = mlp_forward(X, params, ["relu", "identity"])
    by_function = mlp_forward(X, params, [relu, "identity"])
    mine = (lambda z: np.maximum(z, 0), lambda dout, a: dout * (a > 0))
    by_pair = mlp_forward(X, params, [mine, "identity"])
    grads = flat(mlp_backward(cache, params, wanted))
    for out, other in (by_function, by_pair):
        np.testing.assert_array_equal(out, wanted)
        all_close(flat(mlp_backward(other, params, wanted)), grads, rtol=1e-14)
    leaky = (lambda z: leaky_relu(z, 0.1), lambda dout, a: leaky_relu_backward(dout, a, 0.1))
    out, cache = mlp_forward(X, params, [leaky, "identity"])
    measured = numerical_gradient(
        lambda b: np.sum(mlp_forward(X, [(params[0][0], b), params[1]], [leaky, "identity"])[0]),
        params[0][1],
    )
    assert relative_error(mlp_backward(cache, params, np.ones_like(out))[0][1], measured) < 1e-8


@pytest.mark.parametrize("steepness", [1.0, 30.0])
def test_bumps_are_the_sum_of_their_switches(steepness):
    edges, heights = np.array([-1.0, 0.5, 2.0, 2.5]), np.array([3.0, -1.0, 2.0])
    params = bump_network(edges, heights, steepness)
    assert [array.shape for array in flat(params)] == [(1, 6), (6,), (6, 1), (1,)]
    x = np.linspace(-3, 4, 57)
    drawn = mlp_forward(x[:, None], params, ["sigmoid", "identity"])[0][:, 0]
    wanted = sum(
        h * (sigmoid(steepness * (x - left)) - sigmoid(steepness * (x - right)))
        for h, (left, right) in zip(heights, itertools.pairwise(edges), strict=True)
    )
    np.testing.assert_allclose(drawn, wanted, atol=1e-14)


def test_steep_bumps_are_a_staircase():
    params = bump_network([0, 1, 2], [3, -5], 1000)
    x = np.array([[-0.5], [0.5], [0.99], [1.01], [1.5], [2.5]])
    drawn = mlp_forward(x, params, ["sigmoid", "identity"])[0][:, 0]
    np.testing.assert_allclose(drawn, [0, 3, 3, -5, -5, 0], atol=0.001)


def test_more_bumps_draw_a_curve_better():
    def mean_error(m):
        edges = np.linspace(0, 1, m + 1)
        target = lambda x: np.sin(2 * np.pi * x) + x  # noqa: E731
        params = bump_network(edges, target((edges[:-1] + edges[1:]) / 2), 20 * m)
        x = np.linspace(0.02, 0.98, 500)[:, None]
        return np.abs(mlp_forward(x, params, ["sigmoid", "identity"])[0] - target(x)).mean()

    errors = [mean_error(m) for m in (5, 10, 20, 50, 100)]
    assert all(better < 0.7 * worse for worse, better in itertools.pairwise(errors))
    assert errors[3] < (2 * np.pi + 1) / 50 / 2  # half a bump's width at the steepest slope


# ---- Backward --------------------------------------------------------------------------------------


@pytest.mark.parametrize("n", [1, 5])
@pytest.mark.parametrize("name", PEERS)
@pytest.mark.parametrize("sizes", NETWORKS, ids=str)
def test_the_gradients_agree_with_autograd(sizes, name, n):
    params, X, _ = setting(sizes, n)
    dZ = np.random.default_rng(1).normal(size=(n, sizes[-1]))
    acts = hidden(name, sizes)
    _, cache = mlp_forward(X, params, acts)
    got = flat(mlp_backward(cache, params, dZ))
    f = lambda *arrays: anp.sum(dZ * peer_forward(arrays, X, acts))  # noqa: E731
    arrays = flat(params)
    all_close(got, [autograd.grad(f, i)(*arrays) for i in range(len(arrays))])


@pytest.mark.parametrize("n", [1, 4])
@pytest.mark.parametrize("sizes", NETWORKS, ids=str)
def test_the_gradients_agree_with_measured_slopes(sizes, n):
    params, X, y = setting(sizes, n)
    acts = hidden("tanh", sizes)
    Z, cache = mlp_forward(X, params, acts)
    grads = mlp_backward(cache, params, softmax_cross_entropy_grad(Z, y))
    report = gradient_check_network(
        params, grads, lambda moved: softmax_cross_entropy(mlp_forward(X, moved, acts)[0], y)
    )
    assert len(report) == 2 * len(params) and max(report.values()) < 1e-7


def test_a_big_network_agrees_in_one_random_direction():
    sizes = [60, 50, 40, 10]
    params, X, _ = setting(sizes, 30)
    params = [(W / 7, b) for W, b in params]
    direction = flat(setting(sizes, seed=1)[0])
    dZ = np.random.default_rng(2).normal(size=(30, 10))
    acts = ["tanh", "sigmoid", "identity"]
    _, cache = mlp_forward(X, params, acts)

    def along(h):
        moved = paired([a + h * d for a, d in zip(flat(params), direction, strict=True)])
        return np.sum(dZ * mlp_forward(X, moved, acts)[0])

    slope = (along(1e-5) - along(-1e-5)) / 2e-5
    grads = flat(mlp_backward(cache, params, dZ))
    found = sum(np.sum(g * d) for g, d in zip(grads, direction, strict=True))
    assert found == pytest.approx(slope, rel=1e-7)


def test_the_gradients_are_linear_in_dz():
    params, X, _ = setting([3, 4, 2])
    out, cache = mlp_forward(X, params, ["relu", "identity"])
    u, v = np.random.default_rng(3).normal(size=(2, *out.shape))
    parts = [flat(mlp_backward(cache, params, dZ)) for dZ in (u, v, 2 * u + v)]
    all_close(parts[2], [2 * a + b for a, b in zip(parts[0], parts[1], strict=True)])


@pytest.mark.parametrize("name", PEERS)
@pytest.mark.parametrize(("n", "n_in", "n_out"), [(5, 3, 2), (3, 3, 3), (1, 2, 4)])
def test_one_layer_back_agrees_with_measured_slopes(n, n_in, n_out, name):
    rng = np.random.default_rng(4)
    X, W, b = rng.normal(size=(n, n_in)), rng.normal(size=(n_in, n_out)), rng.normal(size=n_out)
    dA = rng.normal(size=(n, n_out))

    def A(X=X, W=W, b=b):
        return mlp_forward(X, [(W, b)], [name])[0]

    got = layer_backward(dA, (X, W, A()), name)
    wanted = (
        numerical_vjp(lambda X: A(X=X), X, dA),
        numerical_vjp(lambda W: A(W=W), W, dA),
        numerical_vjp(lambda b: A(b=b), b, dA),
    )
    for mine, measured in zip(got, wanted, strict=True):
        assert relative_error(mine, measured) < 1e-7


@pytest.mark.parametrize("n", [1, 5])
@pytest.mark.parametrize("act", ["relu", "tanh", "sigmoid"])
@pytest.mark.parametrize("sizes", [(4, 5, 3), (3, 3, 3), (2, 8, 2)])
def test_the_four_gradients_agree_with_autograd(sizes, act, n):
    params, X, y = setting(sizes, n)

    def loss(*arrays):
        Z = peer_forward(arrays, X, [act, "identity"])
        return anp.mean(ascipy.logsumexp(Z, axis=1) - Z[anp.arange(n), y])

    got = two_layer_grads(params, X, y, act)
    arrays = flat(params)
    all_close(flat(got), [autograd.grad(loss, i)(*arrays) for i in range(4)])
    Z, cache = mlp_forward(X, params, [act, "identity"])
    general = mlp_backward(cache, params, softmax_cross_entropy_grad(Z, y))
    all_close(flat(got), flat(general), rtol=1e-14)


def test_two_layers_take_relu_when_nothing_is_said():
    params, X, y = setting([4, 5, 3])
    all_close(flat(two_layer_grads(params, X, y)), flat(two_layer_grads(params, X, y, "relu")), 0)


def test_a_symmetric_start_keeps_all_units_equal():
    _, X, y = setting([4, 5, 3])
    params = [(np.full((4, 5), 0.3), np.zeros(5)), (np.full((5, 3), 0.2), np.zeros(3))]
    (dW1, _), _ = two_layer_grads(params, X, y, "tanh")
    assert np.ptp(dW1, axis=1).max() < 1e-15


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_dtype_stays(dtype):
    params, X, y = setting([4, 5, 3], 6, dtype)
    out, cache = mlp_forward(X, params, ["tanh", "identity"])
    dZ = softmax_cross_entropy_grad(out, y)
    arrays = [
        out,
        *cache[0][:2],
        *flat(mlp_backward(cache, params, dZ)),
        *flat(two_layer_grads(params, X, y)),
        *layer_backward(out, (cache[0][1], params[1][0], out), "identity"),
        *flat(bump_network(np.ones(2, dtype).cumsum(dtype=dtype), np.ones(1, dtype), 3)),
        unbroadcast(X, (4,)),
        *gates_backward(X, X, X),
    ]
    assert {array.dtype for array in arrays} == {np.dtype(dtype)}


def test_nothing_that_is_given_is_changed_or_shared():
    params, X, y = setting([4, 5, 3])
    for array in [*flat(params), X]:
        array.flags.writeable = False
    given_arrays = [*flat(params), X]
    out, cache = mlp_forward(X, params, ["identity", "identity"])
    made = [out, *cache[0][:2], *flat(mlp_backward(cache, params, out))]
    made += [
        *flat(two_layer_grads(params, X, y)),
        unbroadcast(X, X.shape),
        *gates_backward(X, X, X),
    ]
    assert not any(np.shares_memory(mine, theirs) for mine in made for theirs in given_arrays)


# ---- The check itself ------------------------------------------------------------------------------


def checked(change=lambda grads: None, sizes=(4, 5, 4, 3), act="tanh"):
    params, X, y = setting(sizes, 6)
    acts = hidden(act, sizes)
    Z, cache = mlp_forward(X, params, acts)
    grads = [
        [dW.copy(), db.copy()]
        for dW, db in mlp_backward(cache, params, softmax_cross_entropy_grad(Z, y))
    ]
    change(grads)
    return gradient_check_network(
        params, grads, lambda moved: softmax_cross_entropy(mlp_forward(X, moved, acts)[0], y)
    )


@pytest.mark.parametrize("act", ["tanh", "relu"])
def test_right_gradients_pass(act):
    report = checked(act=act)
    assert list(report) == ["W1", "b1", "W2", "b2", "W3", "b3"]
    assert all(0 <= error < 1e-7 for error in report.values())


@pytest.mark.parametrize("place", range(6))
@pytest.mark.parametrize(
    "slip",
    [
        lambda a: a * 0,
        lambda a: -a,
        lambda a: a * 1.001,
        lambda a: a + np.where(np.arange(a.size) == a.size - 1, 1e-4, 0).reshape(a.shape),
        lambda a: a * np.nan,
    ],
    ids=["zeros", "sign", "a little", "last entry only", "nan"],
)
def test_a_slip_in_one_array_shows_there_and_nowhere_else(place, slip):
    def plant(grads):
        grads[place // 2][place % 2] = slip(grads[place // 2][place % 2])

    report = checked(plant)
    wrong = [name for name, error in report.items() if not error < 1e-6]
    assert wrong == [list(report)[place]]


def test_small_gradients_are_compared_by_their_own_size():
    params = [(np.array([[1.0]]), np.array([2.0]))]

    def loss(moved):
        return 1e-4 * float(moved[0][0][0, 0] ** 2 + moved[0][1][0])

    assert max(gradient_check_network(params, [([[2e-4]], [1e-4])], loss).values()) < 1e-6
    assert gradient_check_network(params, [([[2e-4]], [2e-4])], loss)["b1"] == pytest.approx(0.5)


def test_where_the_loss_only_moves_by_rounding_zeros_are_right():
    """One number added to all logits of a row changes nothing, but in the last bit."""
    params, X, _ = setting([3, 1], 6)
    fixed = np.random.default_rng(7).normal(size=(6, 4))

    def loss(moved):
        return softmax_cross_entropy(
            fixed + mlp_forward(X, moved, ["identity"])[0], [0, 1, 2, 3] + [0] * 2
        )

    zeros = [(np.zeros((3, 1)), np.zeros(1))]
    measured = numerical_gradient(lambda W: loss([(W, params[0][1])]), params[0][0])
    assert measured.any() and gradient_check_network(params, zeros, loss) == {"W1": 0, "b1": 0}
    ones = [(np.ones((3, 1)), np.zeros(1))]
    assert gradient_check_network(params, ones, loss)["W1"] > 0.9


def test_single_precision_is_measured_in_double():
    params, X, y = setting([4, 5, 3], 6, np.float32)
    report = gradient_check_network(
        params,
        two_layer_grads(params, X, y, "tanh"),
        lambda moved: softmax_cross_entropy(mlp_forward(X, moved, ["tanh", "identity"])[0], y),
    )
    assert max(report.values()) < 1e-5


# ---- At the gate -----------------------------------------------------------------------------------

LAYERS = [(np.ones((3, 4)), np.zeros(4)), (np.ones((4, 2)), np.zeros(2))]
X = np.ones((5, 3))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: mlp_forward(X, LAYERS, ["relu"]), "acts has 1 entries; wanted 2, one per layer"),
        (lambda: mlp_forward(X, [], []), r"params is empty; wanted at least one pair \(W, b\)"),
        (
            lambda: mlp_forward(X, LAYERS[::-1], ["relu", "relu"]),
            r"layer 2 takes 3 numbers \(W \(3, 4\)\), but layer 1 puts out 2",
        ),
        (
            lambda: mlp_forward(X, [LAYERS[0], (LAYERS[1][0], np.zeros(4))], ["relu", "relu"]),
            r"layer 2: b should have shape \(2,\); given: W \(4, 2\), b \(4,\)",
        ),
        (lambda: mlp_forward(X[:, :2], LAYERS, ["relu", "relu"]), r"X should have shape \(5, 3\)"),
        (
            lambda: mlp_forward(X, LAYERS, ["rely", "relu"]),
            "act is 'rely'; wanted one of identity, .*relu.*, or a pair",
        ),
        (
            lambda: mlp_forward(X, LAYERS, ["leaky_relu", "relu"]),  # which alpha?
            "act is 'leaky_relu'; wanted one of .*, or a pair",
        ),
        (lambda: mlp_forward(X, LAYERS, [np.cosh, "relu"]), "act is 'cosh'; wanted one of"),
        (lambda: mlp_backward([], LAYERS, X), "cache has 0 entries; wanted 2, one per layer"),
        (lambda: two_layer_grads(LAYERS[:1], X, [0] * 5), "params has 1 entries; wanted 2"),
        (lambda: two_layer_grads(LAYERS, X, [0, 1, 2, 1, 0]), "y has label 2"),
        (lambda: bump_network([0, 1], [1, 2], 9), "2 edges and 2 heights; wanted one edge more"),
        (lambda: bump_network([0, 2, 1], [1, 2], 9), "edges should rise"),
        (lambda: bump_network([0, 1], [1], 0), "steepness is 0; wanted a positive"),
        (
            lambda: gradient_check_network(LAYERS, LAYERS[:1], lambda p: 0.0),
            "grads has 1 entries; wanted 2",
        ),
        (
            lambda: gradient_check_network(
                LAYERS, [LAYERS[0], (np.ones((4, 2)), np.zeros((1, 2)))], lambda p: 0.0
            ),
            r"db2 has shape \(1, 2\); wanted \(2,\)",
        ),
        (lambda: gates_backward(1, [2], 3), r"given: x \(\), y \(1,\), z \(\)"),
        (lambda: backprop_graph([("f", "pow", ["x"])], {"x": 1}), "operation 'pow'; wanted one of"),
        (
            lambda: backprop_graph([("f", "mul", ["x"])], {"x": 1}),
            "mul has the inputs .*; wanted 2",
        ),
        (lambda: backprop_graph([("f", "neg", "x")], {"x": 1}), "neg has the inputs 'x'; wanted 1"),
        (lambda: backprop_graph([("f", "add", [])], {}), r"add has the inputs \[\]; wanted 1"),
        (
            lambda: backprop_graph([("f", "neg", ["q"])], {"x": 1}),
            "node 'f' wants 'q', which is no node and has no value",
        ),
        (
            lambda: backprop_graph([("f", "neg", ["x"]), ("f", "exp", ["x"])], {"x": 1}),
            "two nodes have the name 'f'",
        ),
        (
            lambda: backprop_graph([("a", "neg", ["b"]), ("b", "neg", ["a"])], {}),
            "the nodes go round in a circle: . -> . -> .",
        ),
        (
            lambda: backprop_graph([("a", "neg", ["x"]), ("b", "neg", ["x"])], {"x": 1}),
            r"the graph has the outputs \['a', 'b'\]; wanted exactly one",
        ),
        (lambda: backprop_graph([], {"x": 1}), r"the graph has the outputs \[\]"),
        (
            lambda: backprop_graph([("f", "neg", ["x"])], {"x": [1, 2]}),
            r"x has shape \(2,\); wanted a number",
        ),
    ],
)
def test_what_does_not_fit_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_layers_are_the_librarys_own():
    """No formula twice: one layer of the identity is the affine map, to the last bit."""
    (params, rows, _) = setting([4, 3])
    out, cache = mlp_forward(rows, params, ["identity"])
    np.testing.assert_array_equal(out, affine_forward(rows, *params[0]))
    ((dW, db),) = mlp_backward(cache, params, out)
    _, wanted_dW, wanted_db = affine_backward(out, rows, params[0][0])
    np.testing.assert_array_equal(dW, wanted_dW)
    np.testing.assert_array_equal(db, wanted_db)
    dA_prev, _, _ = layer_backward(out, (rows, params[0][0], np.tanh(out)), "tanh")
    np.testing.assert_array_equal(
        dA_prev, affine_backward(tanh_backward(out, np.tanh(out)), rows, params[0][0])[0]
    )


# --- One epoch ----------------------------------------------------------------------------------


def epoch_setting(n=10, seed=2):
    rng = np.random.default_rng(seed)
    params = [
        (rng.normal(size=(3, 4)), rng.normal(size=4)),
        (rng.normal(size=(4, 2)), rng.normal(size=2)),
    ]
    return params, rng.normal(size=(n, 3)), rng.integers(0, 2, n)


def test_an_epoch_in_one_batch_is_one_step_of_gradient_descent():
    params, X, y = epoch_setting()
    moved, losses = nnlib.train_epoch(params, X, y, len(X), 0.1, np.random.default_rng(0))
    assert len(losses) == 1
    for (W, b), (dW, db), (new_W, new_b) in zip(params, two_layer_grads(params, X, y), moved):
        np.testing.assert_allclose(new_W, W - 0.1 * dW, rtol=1e-12)
        np.testing.assert_allclose(new_b, b - 0.1 * db, rtol=1e-12)


def test_an_epoch_goes_on_from_where_the_last_batch_led():
    params, X, y = epoch_setting()
    kept = [(W.copy(), b.copy()) for W, b in params]
    moved, losses = nnlib.train_epoch(params, X, y, 4, 0.1, np.random.default_rng(5))
    assert len(losses) == 3  # 4, 4 and 2 rows
    by_hand, batches = params, nnlib.minibatches(10, 4, np.random.default_rng(5))
    for rows in batches:
        grads = two_layer_grads(by_hand, X[rows], y[rows])
        by_hand = [(W - 0.1 * dW, b - 0.1 * db) for (W, b), (dW, db) in zip(by_hand, grads)]
    for (W, b), (new_W, new_b) in zip(by_hand, moved):
        np.testing.assert_allclose(new_W, W, rtol=1e-12)
        np.testing.assert_allclose(new_b, b, rtol=1e-12)
    assert all((W == V).all() and (b == c).all() for (W, b), (V, c) in zip(params, kept))


def test_an_epoch_agrees_with_the_compiled_loop():
    params, X, y = epoch_setting()
    from nnlib.engine.network import layer

    trained = nnlib.train(
        X, y, [3, 4, 2], np.random.default_rng(9), epochs=1, batch_size=4, lr=0.1, dtype=np.float64
    )
    rng = np.random.default_rng(9)
    theta = nnlib.initial_theta([3, 4, 2], rng, np.float64)
    start = [layer.plain(theta, np.array([3, 4, 2]), index) for index in (1, 2)]
    moved, losses = nnlib.train_epoch(start, X, y, 4, 0.1, rng)
    np.testing.assert_allclose(
        trained.history["loss"][0], np.average(losses, weights=[4, 4, 2]), rtol=1e-12
    )
    flat = np.concatenate([part.ravel() for pair in moved for part in pair])
    np.testing.assert_allclose(trained.theta, flat, rtol=1e-10)
