"""The perceptron: truth tables, runs worked by hand, Novikoff's bound, and all functions of two and three inputs."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import Perceptron

from nnlib import (
    collapse_affine,
    gate_weights,
    heaviside,
    linearly_separable,
    perceptron_fit,
    perceptron_layer_step,
    perceptron_step,
    relu,
    relu_xor_params,
    sgn,
    step,
    tlu_predict,
    two_faced,
    two_layer_tlu,
    weighted_sum,
    xor_from_gates,
    xor_network_params,
)
from nnlib import perceptron as room

SQUARE = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
TABLES = {
    "AND": [0, 0, 0, 1],
    "OR": [0, 1, 1, 1],
    "NAND": [1, 1, 1, 0],
    "NOR": [1, 0, 0, 0],
}
XOR = [0, 1, 1, 0]


def corners(d):
    return np.array(list(itertools.product((0, 1), repeat=d)))


def keeps(function, *arguments):
    """What `function` returns, once it has left its read-only arguments alone and shares no memory with them."""
    arrays = [np.array(a, dtype=np.float64) for a in arguments]
    for array in arrays:
        array.flags.writeable = False
    results = function(*arrays)
    for result in results if isinstance(results, tuple) else [results]:
        assert not any(np.shares_memory(result, array) for array in arrays)
    return results


# ---- One unit --------------------------------------------------------------------------------------


def test_the_weighted_sum_worked_by_hand():
    assert weighted_sum([1, 2, 3], [4, 5, -6], 10) == 4 + 10 - 18 + 10
    assert weighted_sum([3], [2], -1) == 5 and weighted_sum([], [], 7) == 7
    assert isinstance(weighted_sum([1, 2], [3, 4], 5), float)


@given(st.integers(0, 6))
def test_the_weighted_sum_agrees_with_a_loop(d):
    rng = np.random.default_rng(d)
    x, w, b = rng.normal(size=d), rng.normal(size=d), rng.normal()
    total = b
    for i in range(d):
        total += x[i] * w[i]
    assert weighted_sum(x, w, b) == pytest.approx(total, rel=1e-14, abs=1e-14)


def test_the_step_fires_at_the_threshold_and_the_sign_does_not():
    z = [[-2.5, -0.0, 0.0], [1e-300, 3.0, -1e-300]]
    assert heaviside(z).tolist() == [[0, 1, 1], [1, 1, 0]]
    assert sgn(z).tolist() == [[-1, 0, 0], [1, 1, -1]]
    assert (heaviside(0), sgn(0), heaviside(-3), sgn(-3)) == (1, 0, 0, -1)
    assert np.isnan(heaviside(np.nan)) and np.isnan(sgn(np.nan))


@given(st.lists(st.floats(allow_nan=True), max_size=8))
def test_step_and_sign_go_together(z):
    np.testing.assert_array_equal(heaviside(z), step(z))
    z = np.array(z)[~np.isnan(z) & (np.array(z) != 0)]
    np.testing.assert_array_equal(heaviside(z), (sgn(z) + 1) / 2)
    np.testing.assert_array_equal(sgn(-z), -sgn(z))


def test_a_unit_gives_one_answer_per_row():
    # sums 1*2 - 1 = 1, 0 - 1 = -1, 0.5*2 - 1 = 0: the last lies on the line and fires
    got = tlu_predict([[1, 0], [0, 5], [0.5, 9]], [2, 0], -1)
    assert got.shape == (3,) and got.tolist() == [1, 0, 1]
    assert tlu_predict(np.zeros((0, 2)), [1, 1], 0).shape == (0,)


def test_a_unit_agrees_with_weighted_sums():
    rng = np.random.default_rng(0)
    X, w = rng.normal(size=(20, 3)), rng.normal(size=3)
    for b in (-0.7, 0.7):
        wanted = [float(weighted_sum(x, w, b) >= 0) for x in X]
        assert keeps(tlu_predict, X, w, b).tolist() == wanted and 0 < sum(wanted) < 20


@pytest.mark.parametrize("name", TABLES)
def test_gates_have_their_truth_table_and_a_margin(name):
    w, b = gate_weights(name)
    assert tlu_predict(SQUARE, w, b).tolist() == TABLES[name]
    assert np.abs(SQUARE @ w + b).min() == 0.5
    assert gate_weights(name.lower())[1] == b
    w[:] = 0
    assert gate_weights(name)[0].any()  # a new array each time


def test_a_unit_with_two_faces():
    w, b = two_faced()
    assert tlu_predict(SQUARE, w, b).tolist() == TABLES["NAND"]
    assert [float(x @ w + b > 0) for x in SQUARE] == TABLES["NOR"]


def test_no_unit_is_xor():
    with pytest.raises(ValueError, match="name is 'XOR'; wanted one of AND, OR, NAND, NOR"):
        gate_weights("XOR")
    with pytest.raises(TypeError, match="name is 3; wanted one of AND"):
        gate_weights(3)


# ---- The rule --------------------------------------------------------------------------------------


def test_steps_worked_by_hand():
    # a false alarm: H(0) = 1, wanted 0; then a miss: -1 + 1 < 0, wanted 1; then right: 2 + 0 >= 0
    w, b = perceptron_step([0, 0], 0, [0, 3], 0, 1)
    assert (w.tolist(), b) == ([0, -3], -1)
    w, b = perceptron_step([1, 0], -2, [1, 4], 1, 0.5)
    assert (w.tolist(), b) == ([1.5, 2], -1.5)
    w, b = perceptron_step([1, 0], 1, [1, 4], 1, 0.5)
    assert (w.tolist(), b) == ([1, 0], 1)


def test_a_mistake_moves_the_sum_by_eta_times_the_length():
    rng = np.random.default_rng(1)
    for _ in range(20):
        w, b, x = rng.normal(size=3), rng.normal(), rng.normal(size=3)
        before = weighted_sum(x, w, b)
        y = float(before < 0)  # always wrong
        w, b = keeps(lambda w, b, x, y=y: perceptron_step(w, b, x, y, 0.3), w, b, x)
        moved = weighted_sum(x, w, b) - before
        assert moved == pytest.approx((2 * y - 1) * 0.3 * (x @ x + 1))


@pytest.mark.parametrize(
    ("table", "w", "b", "curve"),
    [
        (TABLES["AND"], [2, 1], -3, [2, 3, 3, 2, 1, 0]),
        (TABLES["OR"], [1, 1], -1, [2, 2, 1, 0]),
        (TABLES["NAND"], [-2, -1], 2, [1, 3, 3, 2, 1, 0]),
    ],
)
def test_gates_are_learned_as_on_paper(table, w, b, curve):
    got = perceptron_fit(SQUARE, table, 1, 50)
    assert (got[0].tolist(), got[1], got[2]) == (w, b, curve)
    assert tlu_predict(SQUARE, *got[:2]).tolist() == table
    quarter = perceptron_fit(SQUARE, table, 1 / 4, 50)
    assert (quarter[0] * 4).tolist() == w and quarter[1] * 4 == b and quarter[2] == curve


def test_the_first_epoch_of_and_step_by_step():
    w, b = np.zeros(2), 0.0
    states = []
    for x, y in zip(SQUARE, TABLES["AND"], strict=True):
        w, b = perceptron_step(w, b, x, y, 1)
        states.append((*w.tolist(), float(b)))
    assert states == [(0, 0, -1), (0, 0, -1), (0, 0, -1), (1, 1, 0)]
    got = perceptron_fit(SQUARE, TABLES["AND"], 1, 1)
    assert (*got[0].tolist(), got[1]) == states[-1] and got[2] == [2]


def test_xor_runs_to_the_limit():
    w, b, mistakes = perceptron_fit(SQUARE, XOR, 1, 30)
    assert mistakes == [3, 3] + [4] * 28 and (w.tolist(), b) == ([-1, 0], 0)


def two_clouds(seed, n, d, gap):
    """Rows on both sides of a random plane, and the distance that a known unit keeps from them, bias included."""
    rng = np.random.default_rng(seed)
    w, b = rng.normal(size=d), rng.normal()
    X = rng.normal(size=(20 * n, d))
    unit = np.append(w, b) / np.linalg.norm(np.append(w, b))
    sums = np.column_stack([X, np.ones(len(X))]) @ unit
    X, sums = X[np.abs(sums) > gap][:n], sums[np.abs(sums) > gap][:n]
    return X, (sums > 0).astype(int), np.abs(sums).min(), np.sqrt((X**2).sum(axis=1) + 1).max()


@given(st.integers(0, 10**6), st.integers(1, 40), st.integers(1, 5), st.floats(0.02, 0.4))
def test_mistakes_stay_below_novikoffs_bound(seed, n, d, gap):
    X, y, gamma, R = two_clouds(seed, n, d, gap)
    bound = (R / gamma) ** 2
    _, _, mistakes = perceptron_fit(X, y, 0.7, int(bound) + 2)
    assert sum(mistakes) <= bound and mistakes[-1] == 0
    assert all(mistakes[:-1])  # it stops at the first epoch without one


@pytest.mark.parametrize("seed", range(5))
def test_it_agrees_with_scikit_learn(seed):
    """Where the first row is a 0: they differ only in what a sum of exactly 0 means, and only the start has one."""
    X = np.random.default_rng(seed).normal(size=(60, 3))
    X = X[np.abs(X[:, 0] + X[:, 1] - 0.5) > 0.2]
    X = X[np.argsort(X[:, 0] + X[:, 1])]
    y = (X[:, 0] + X[:, 1] > 0.5).astype(int)
    peer = Perceptron(shuffle=False, tol=None, max_iter=300, eta0=0.5).fit(X, y)
    w, b, mistakes = perceptron_fit(X, y, 0.5, 300)
    assert mistakes[-1] == 0 and (tlu_predict(X, w, b) == y).all()
    wanted = np.append(peer.coef_, peer.intercept_)
    np.testing.assert_allclose(np.append(w, b), wanted, rtol=1e-9)


@pytest.mark.parametrize(("d", "k"), [(3, 2), (3, 3), (1, 4), (4, 1)])
def test_several_units_learn_as_if_alone(d, k):
    rng = np.random.default_rng(2)
    for _ in range(10):
        W, b, x = rng.normal(size=(d, k)), rng.normal(size=k), rng.normal(size=d)
        y = rng.integers(0, 2, k)
        got = keeps(lambda W, b, x, y=y: perceptron_layer_step(W, b, x, y, 0.5), W, b, x)
        for j in range(k):
            w_j, b_j = perceptron_step(W[:, j], b[j], x, y[j], 0.5)
            np.testing.assert_allclose(got[0][:, j], w_j, rtol=1e-15)
            assert got[1][j] == b_j


# ---- XOR -------------------------------------------------------------------------------------------


def test_xor_from_three_gates(monkeypatch):
    asked = []
    monkeypatch.setattr(room, "gate_weights", lambda name: asked.append(name) or gate_weights(name))
    assert [xor_from_gates(*x) for x in SQUARE.tolist()] == XOR
    assert set(asked) == {"NAND", "OR", "AND"} and len(asked) == 12
    assert xor_from_gates(*SQUARE.T).tolist() == XOR
    assert xor_from_gates(SQUARE, 1 - SQUARE).tolist() == np.ones((4, 2)).tolist()
    assert xor_from_gates(*np.float32(SQUARE.T)).dtype == np.float32


@pytest.mark.parametrize(("d", "separable"), [(1, 4), (2, 14), (3, 104)])
def test_how_many_functions_one_unit_can_draw(d, separable):
    X = corners(d)
    tables = list(itertools.product((0, 1), repeat=len(X)))
    found = [linearly_separable(X, y, 30) for y in tables]
    assert sum(found) == separable and {type(answer) for answer in found} == {bool}
    if d == 2:
        wanted = {(0, 1, 1, 0), (1, 0, 0, 1)}
        assert {y for y, answer in zip(tables, found, strict=True) if not answer} == wanted


def test_two_epochs_are_not_enough_to_see_that_and_is_separable():
    assert not linearly_separable(SQUARE, TABLES["AND"], 2)
    assert linearly_separable(SQUARE, TABLES["AND"], 6)


def test_the_same_row_with_both_labels_is_never_separable():
    assert not linearly_separable([[1.0], [1.0]], [0, 1], 100)


@pytest.mark.parametrize(("n", "d", "h", "k"), [(5, 3, 4, 2), (3, 3, 3, 3), (1, 2, 1, 4)])
def test_two_layers_of_units_agree_with_loops(n, d, h, k):
    rng = np.random.default_rng(3)
    arrays = [rng.normal(size=shape) for shape in [(n, d), (d, h), (h,), (h, k), (k,)]]
    X, W1, b1, W2, b2 = arrays
    H, Y = keeps(two_layer_tlu, *arrays)
    assert H.shape == (n, h) and Y.shape == (n, k)
    for i in range(n):
        hidden = [float(sum(X[i] * W1[:, j]) + b1[j] >= 0) for j in range(h)]
        assert H[i].tolist() == hidden
        assert Y[i].tolist() == [
            float(sum(hidden * W2[:, m]) + b2[m] >= 0) for m in range(k)
        ]  # of what is hidden, not of X


def test_the_threshold_network_is_xor_with_room_to_spare():
    W1, b1, W2, b2 = xor_network_params()
    H, Y = two_layer_tlu(SQUARE, W1, b1, W2, b2)
    assert Y.tolist() == [[0], [1], [1], [0]] and H.tolist() == [[1, 0], [1, 1], [1, 1], [0, 1]]
    assert np.abs(SQUARE @ W1 + b1).min() == 0.5 == np.abs(H @ W2 + b2).min()
    assert linearly_separable(H, XOR, 10)  # where XOR itself is not


@pytest.mark.parametrize(("n", "d", "h", "k"), [(5, 3, 4, 2), (3, 3, 3, 3), (1, 2, 5, 1)])
def test_two_affine_maps_are_one(n, d, h, k):
    rng = np.random.default_rng(4)
    X, *layers = (rng.normal(size=shape) for shape in [(n, d), (d, h), (h,), (h, k), (k,)])
    W1, b1, W2, b2 = layers
    W, b = keeps(collapse_affine, *layers)
    assert W.shape == (d, k) and b.shape == (k,)
    np.testing.assert_allclose(X @ W + b, (X @ W1 + b1) @ W2 + b2, rtol=1e-12, atol=1e-13)


def test_collapse_worked_by_hand():
    W, b = collapse_affine([[1, 2]], [3, 4], [[5], [6]], [7])
    assert (W.tolist(), b.tolist()) == ([[17]], [15 + 24 + 7])


def test_the_relu_network_folds_the_plane():
    W1, b1, W2, b2 = relu_xor_params()

    def f(X):
        return (relu(X @ W1 + b1) @ W2 + b2)[:, 0]

    assert f(SQUARE).tolist() == XOR
    grid = np.array(list(itertools.product(np.linspace(-2, 3, 11), repeat=2)))
    np.testing.assert_allclose(f(grid), np.abs(grid[:, 0] - grid[:, 1]), atol=1e-15)


# ---- At the gate -----------------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_dtype_stays(dtype):
    X, w, W = SQUARE.astype(dtype), np.ones(2, dtype), np.ones((2, 3), dtype)
    b, y = np.zeros(3, dtype), [0, 1, 1]
    results = [
        weighted_sum(X[1], w, 0.5),
        heaviside(w),
        sgn(w),
        tlu_predict(X, w, -1.5),
        *perceptron_step(w, 0.1, X[1], 0, 0.1),
        *perceptron_layer_step(W, b, X[1], y, 0.1),
        *perceptron_fit(X, TABLES["AND"], 0.1, 9)[:2],
        *two_layer_tlu(X, W, b, np.ones((3, 1), dtype), b[:1]),
        *collapse_affine(W, b, np.ones((3, 1), dtype), b[:1]),
    ]
    assert {result.dtype for result in results} == {np.dtype(dtype)}


@pytest.mark.parametrize(
    ("call", "kind", "message"),
    [
        (
            lambda: weighted_sum([1, 2], [1], 0),
            ValueError,
            r"weighted_sum: w should have shape \(2,\); given: x \(2,\), w \(1,\), b \(\)",
        ),
        (lambda: weighted_sum([1], [1], [0]), ValueError, r"b has shape \(1,\); wanted a number"),
        (
            lambda: tlu_predict(SQUARE[0], [1, 1], 0),
            ValueError,
            r"X has shape \(2,\); wanted 2 axes",
        ),
        (lambda: tlu_predict(SQUARE, [1, 1, 1], 0), ValueError, r"w should have shape \(2,\)"),
        (lambda: heaviside("z"), TypeError, "z holds"),
        (lambda: perceptron_step([0], 0, [1], 2, 1), ValueError, "y holds 2; wanted 0 and 1"),
        (lambda: perceptron_step([0], 0, [1], 1, 0), ValueError, "eta is 0; wanted a positive"),
        (
            lambda: perceptron_layer_step([[0, 0]], [0, 0], [1], [1], 1),
            ValueError,
            r"y should have shape \(2,\)",
        ),
        (
            lambda: perceptron_fit(SQUARE, [-1, 1, 1, 1], 1, 9),
            ValueError,
            "y holds -1; wanted 0 and 1",
        ),
        (lambda: perceptron_fit(SQUARE, [0, 1], 1, 9), ValueError, r"y should have shape \(4,\)"),
        (
            lambda: perceptron_fit([[1, np.nan]], [0], 1, 9),
            ValueError,
            r"X holds nan at \(0, 1\)",
        ),
        (lambda: perceptron_fit(np.zeros((0, 2)), [], 1, 9), ValueError, "at least one row"),
        (lambda: perceptron_fit(SQUARE, XOR, -1, 9), ValueError, "eta is -1; wanted a positive"),
        (lambda: perceptron_fit(SQUARE, XOR, 1, 0), ValueError, "max_epochs is 0; wanted at least"),
        (lambda: linearly_separable(SQUARE, XOR, 2.0), TypeError, "max_epochs is 2.0; wanted"),
        (lambda: xor_from_gates([0, 1], 0), ValueError, r"x1 \(2,\), x2 \(\)"),
        (lambda: xor_from_gates(0.5, 0), ValueError, "x1 holds 0.5; wanted 0 and 1"),
        (
            lambda: two_layer_tlu(SQUARE, np.ones((2, 3)), [0] * 3, np.ones((2, 1)), [0]),
            ValueError,
            r"two_layer_tlu: W2 should have shape \(3, 1\)",
        ),
        (
            lambda: collapse_affine(np.ones((2, 3)), [0] * 3, np.ones((3, 1)), [0, 0]),
            ValueError,
            r"collapse_affine: b2 should have shape \(1,\)",
        ),
    ],
)
def test_what_does_not_fit_is_refused(call, kind, message):
    with pytest.raises(kind, match=message):
        call()
