"""One neuron learns: numbers by hand, measured slopes, autograd, scikit-learn, and which head fits which question."""

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import LinearRegression, LogisticRegression

from nnlib import (
    activations,
    choose_head,
    critical_learning_rate,
    fit_logistic,
    linear_neuron_grads,
    logistic_loss_and_grads,
    losses,
    lucky_start,
    multi_neuron_grads,
    numerical_gradient,
    one_step_rate,
    relative_error,
    sigmoid,
)

SHAPES = [(5, 3), (3, 3), (1, 4), (6, 1), (1, 1)]


def setting(n, d, k=None, dtype=np.float64, seed=0):
    """X, labels 0 or 1, weights and bias of one neuron, or of k."""
    rng = np.random.default_rng(seed)
    several = () if k is None else (k,)
    X, y = rng.normal(size=(n, d)).astype(dtype), rng.integers(0, 2, (n, *several))
    return (
        X,
        y,
        rng.normal(size=(d, *several)).astype(dtype),
        rng.normal(size=several).astype(dtype),
    )


def peer_loss(X, Y, W, b):
    """Cross entropy of sigmoids in autograd, in the stable form: sum over neurons, mean over examples."""
    Z = anp.dot(X, W) + b
    return anp.sum(anp.logaddexp(0, Z) - Y * Z) / len(X)


# ---- A line ----------------------------------------------------------------------------------------


def test_a_line_worked_by_hand():
    # predictions 3, 5; misses 2, -1: J = (4 + 1)/2, dw = 2 (2*1 - 1*2)/2 = 0, db = 2 (2 - 1)/2 = 1
    assert linear_neuron_grads([1, 2], [1, 6], 2, 1) == (2.5, 0, 1)


@pytest.mark.parametrize("n", [1, 2, 7])
def test_the_slopes_of_a_line_agree_with_measured_ones_and_autograd(n):
    rng = np.random.default_rng(n)
    x, y, w, b = rng.normal(size=n), rng.normal(size=n), rng.normal(), rng.normal()
    J, dw, db = linear_neuron_grads(x, y, w, b)
    cost = lambda w, b: anp.mean((w * x + b - y) ** 2)  # noqa: E731
    assert J == pytest.approx(cost(w, b), rel=1e-14)
    assert dw == pytest.approx(autograd.grad(cost, 0)(w, b), rel=1e-12)
    assert db == pytest.approx(autograd.grad(cost, 1)(w, b), rel=1e-12)
    measured = numerical_gradient(lambda v: linear_neuron_grads(x, y, *v)[0], [w, b])
    assert relative_error([dw, db], measured) < 1e-8


def test_the_line_of_least_squares_has_no_slope_left():
    rng = np.random.default_rng(0)
    x = rng.normal(size=20)
    y = 3 * x - 1 + rng.normal(size=20)
    best = LinearRegression().fit(x[:, None], y)
    J, dw, db = linear_neuron_grads(x, y, best.coef_[0], best.intercept_)
    assert abs(dw) < 1e-13 and abs(db) < 1e-13
    assert linear_neuron_grads(x, y, best.coef_[0] + 0.1, best.intercept_)[0] > J


# ---- A logistic neuron -----------------------------------------------------------------------------


def test_a_logistic_neuron_worked_by_hand():
    # with zero weights p = 1/2: dz = (-1/2, 1/2, 1/2)/3
    J, dw, db = logistic_loss_and_grads([[1, 2], [3, 4], [5, 9]], [1, 0, 0], [0, 0], 0)
    assert J == pytest.approx(np.log(2), rel=1e-15)
    np.testing.assert_allclose(dw, [(-1 + 3 + 5) / 6, (-2 + 4 + 9) / 6], rtol=1e-15)
    assert db == pytest.approx(1 / 6)


@pytest.mark.parametrize(("n", "d"), SHAPES)
def test_the_logistic_gradients_agree_with_measured_slopes_and_autograd(n, d):
    X, y, w, b = setting(n, d)
    J, dw, db = logistic_loss_and_grads(X, y, w, b)
    assert dw.shape == (d,) and np.shape(db) == ()
    assert J == pytest.approx(peer_loss(X, y, w, b), rel=1e-13)
    np.testing.assert_allclose(dw, autograd.grad(peer_loss, 2)(X, y, w, b), rtol=1e-11, atol=1e-14)
    assert db == pytest.approx(autograd.grad(peer_loss, 3)(X, y, w, b), rel=1e-11)
    measured = numerical_gradient(lambda v: logistic_loss_and_grads(X, y, v, b)[0], w)
    assert relative_error(dw, measured) < 1e-7
    measured = numerical_gradient(lambda v: logistic_loss_and_grads(X, y, w, v)[0], b)
    assert relative_error(db, measured) < 1e-7


def test_a_neuron_for_pictures_agrees_in_one_random_direction():
    X, y, w, b = setting(7, 12288)
    X, direction = X / 100, np.random.default_rng(1).normal(size=12288)
    _, dw, _ = logistic_loss_and_grads(X, y, w, b)
    above, below = (logistic_loss_and_grads(X, y, w + h * direction, b)[0] for h in (1e-4, -1e-4))
    assert dw @ direction == pytest.approx((above - below) / 2e-4, rel=1e-6)


def test_sums_of_a_thousand_are_no_problem():
    J, dw, db = logistic_loss_and_grads([[1000.0], [-1000.0]], [0, 0], [1.0], 0)
    assert (J, dw.tolist(), db) == (500, [500], 0.5)
    assert logistic_loss_and_grads([[1000.0], [-1000.0]], [1, 0], [1.0], 0)[0] == 0


@given(st.integers(0, 1000), st.floats(0, 1))
def test_the_cost_is_convex(seed, share):
    X, y, w, b = setting(5, 3, seed=seed)
    _, _, v, c = setting(5, 3, seed=seed + 1)
    ends = logistic_loss_and_grads(X, y, w, b)[0], logistic_loss_and_grads(X, y, v, c)[0]
    between = share * w + (1 - share) * v, share * b + (1 - share) * c
    chord = share * ends[0] + (1 - share) * ends[1]
    assert logistic_loss_and_grads(X, y, *between)[0] <= chord + 1e-12


# ---- Downhill --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("n", "d"), SHAPES)
def test_the_walk_agrees_step_by_step_with_plain_numpy(n, d):
    X, y, _, _ = setting(n, d)
    w, b, history = fit_logistic(X, y, 0.5, 25)
    v, c, costs = np.zeros(d), 0.0, []
    for _ in range(25):
        costs.append(peer_loss(X, y, v, c))
        dz = (1 / (1 + np.exp(-(X @ v + c))) - y) / n
        v, c = v - 0.5 * X.T @ dz, c - 0.5 * dz.sum()
    np.testing.assert_allclose(history, costs, rtol=1e-10)
    np.testing.assert_allclose(w, v, rtol=1e-10, atol=1e-14)
    assert b == pytest.approx(c, rel=1e-10, abs=1e-14)
    assert history[0] == pytest.approx(np.log(2), rel=1e-15) and len(history) == 25
    assert isinstance(history, list) and w.shape == (d,) and np.shape(b) == ()


@pytest.mark.parametrize("seed", range(5))
def test_below_the_critical_rate_every_step_goes_down(seed):
    X, y, _, _ = setting(30, 4, seed=seed)
    X = X * [1, 5, 0.1, 2]
    with_ones = np.column_stack([X, np.ones(30)])
    lr = 0.99 * 8 * 30 / np.linalg.eigvalsh(with_ones.T @ with_ones).max()
    _, _, history = fit_logistic(X, y, lr, 60)
    assert (np.diff(history) < 0).all()
    _, _, history = fit_logistic(X, y, 40 * lr, 60)
    assert (np.diff(history) > 0).any()


def test_it_arrives_where_scikit_learn_does():
    rng = np.random.default_rng(3)
    X = rng.normal(size=(80, 2))
    y = (X[:, 0] - X[:, 1] + rng.normal(size=80) > 0.3).astype(int)
    w, b, history = fit_logistic(X, y, 2.0, 3000)
    peer = LogisticRegression(C=1e12, tol=1e-12, max_iter=10000).fit(X, y)
    np.testing.assert_allclose(np.append(w, b), [*peer.coef_[0], peer.intercept_[0]], rtol=1e-5)
    accuracy = ((sigmoid(X @ w + b) > 0.5) == y).mean()
    assert accuracy == peer.score(X, y) > 0.7 and history[-1] < history[0]


# ---- Several neurons -------------------------------------------------------------------------------


@pytest.mark.parametrize(("n", "d", "k"), [(5, 3, 2), (3, 3, 3), (1, 2, 4), (4, 3, 1)])
def test_several_neurons_agree_with_measured_slopes_and_autograd(n, d, k):
    X, Y, W, b = setting(n, d, k)
    J, dW, db = multi_neuron_grads(X, Y, W, b)
    assert J == pytest.approx(peer_loss(X, Y, W, b), rel=1e-13)
    np.testing.assert_allclose(dW, autograd.grad(peer_loss, 2)(X, Y, W, b), rtol=1e-11, atol=1e-14)
    np.testing.assert_allclose(db, autograd.grad(peer_loss, 3)(X, Y, W, b), rtol=1e-11, atol=1e-14)
    measured = numerical_gradient(lambda V: multi_neuron_grads(X, Y, V, b)[0], W)
    assert relative_error(dW, measured) < 1e-7
    measured = numerical_gradient(lambda v: multi_neuron_grads(X, Y, W, v)[0], b)
    assert relative_error(db, measured) < 1e-7


def test_several_neurons_are_neurons_alone():
    X, Y, W, b = setting(6, 3, 4)
    J, dW, db = multi_neuron_grads(X, Y, W, b)
    alone = [logistic_loss_and_grads(X, Y[:, j], W[:, j], b[j]) for j in range(4)]
    assert J == pytest.approx(sum(cost for cost, _, _ in alone))
    np.testing.assert_allclose(dW, np.stack([dw for _, dw, _ in alone], axis=1), rtol=1e-13)
    np.testing.assert_allclose(db, [slope for _, _, slope in alone], rtol=1e-13)


def test_a_neuron_knows_nothing_of_the_others_labels():
    X, Y, W, b = setting(6, 3, 4)
    changed = Y.copy()
    changed[:, 2] = 1 - changed[:, 2]
    (_, dW, db), (_, dV, dc) = (multi_neuron_grads(X, labels, W, b) for labels in (Y, changed))
    others = [0, 1, 3]
    np.testing.assert_array_equal(dW[:, others], dV[:, others])
    np.testing.assert_array_equal(db[others], dc[others])
    assert (dW[:, 2] != dV[:, 2]).all() and db[2] != dc[2]


# ---- Heads -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("task", "head"),
    [
        ("cat or lion", (1, "sigmoid", "bce_with_logits")),
        ("cat, lion, both or none", (2, "sigmoid", "multilabel_bce")),
        ("one animal or none", (4, "softmax", "softmax_cross_entropy")),
        ("change of a price", (1, "identity", "mse")),
        ("age with typing errors", (1, "softplus", "huber")),
        ("share between 0 and 1", (1, "sigmoid", "bce_with_logits")),
    ],
)
def test_each_task_has_its_head(task, head):
    assert choose_head(task) == head
    units, activation, loss = head
    for room, name in ((activations, activation), (losses, loss)):
        assert callable(getattr(room, name)), name
    row = f'| "{task}"'
    lines = [line for line in choose_head.__doc__.splitlines() if line.strip().startswith(row)]
    assert lines and all(f"| {units} | {activation} | {loss} |" in line for line in lines)


def test_an_unknown_task_is_refused():
    with pytest.raises(
        ValueError, match="task is 'dog'; wanted one of 'cat or lion', 'cat, lion, both"
    ):
        choose_head("dog")


@given(st.integers(1, 9), st.integers(0, 1000))
def test_one_step_of_its_rate_leads_to_the_bottom_from_anywhere(n, seed):
    rng = np.random.default_rng(seed)
    x, y, w = rng.normal(1, 2, n), rng.normal(0, 3, n), rng.normal(0, 5)
    _, dw, _ = linear_neuron_grads(x, y, w, 0.0)
    bottom = w - one_step_rate(x) * dw
    assert bottom == pytest.approx(x @ y / (x @ x), rel=1e-6, abs=1e-6)
    assert 2 * one_step_rate(x) == pytest.approx(critical_learning_rate(x[:, None]))
    assert one_step_rate(2 * x) == pytest.approx(one_step_rate(x) / 4)


# ---- At the gate -----------------------------------------------------------------------------------


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_dtype_stays(dtype):
    X, y, w, b = setting(5, 3, dtype=dtype)
    _, Y, W, c = setting(5, 3, 2, dtype=dtype)
    results = [
        *linear_neuron_grads(X[:, 0], X[:, 1], 0.5, 0.1)[1:],
        *logistic_loss_and_grads(X, y, w, b)[1:],
        *fit_logistic(X, y, 0.1, 3)[:2],
        *multi_neuron_grads(X, Y, W, c)[1:],
    ]
    assert {result.dtype for result in results} == {np.dtype(dtype)}


def test_nothing_that_is_given_is_changed():
    X, y, w, b = setting(5, 3)
    _, Y, W, c = setting(5, 3, 2)
    for array in (X, y, w, Y, W, c):
        array.flags.writeable = False
    made = [logistic_loss_and_grads(X, y, w, b)[1], *fit_logistic(X, y, 0.1, 1)[:2]]
    made += multi_neuron_grads(X, Y, W, c)[1:]
    assert not any(np.shares_memory(mine, a) for mine in made for a in (X, w, W, c))


@pytest.mark.parametrize(
    ("call", "kind", "message"),
    [
        (lambda X, y: linear_neuron_grads([1, 2], [1], 0, 0), ValueError, r"y should have shape"),
        (lambda X, y: linear_neuron_grads([], [], 0, 0), ValueError, "at least one row"),
        (lambda X, y: one_step_rate([0, 0]), ValueError, "all of x is 0"),
        (lambda X, y: one_step_rate([]), ValueError, "at least one row"),
        (
            lambda X, y: logistic_loss_and_grads(X, y, [0, 0], 0),
            ValueError,
            r"logistic_loss_and_grads: w should have shape \(3,\); given: X \(4, 3\), y \(4,\), w",
        ),
        (
            lambda X, y: logistic_loss_and_grads(X, y[:, None], [0] * 3, 0),
            ValueError,
            "y has shape",
        ),
        (lambda X, y: logistic_loss_and_grads(X[:0], y[:0], [0] * 3, 0), ValueError, "one row"),
        (lambda X, y: fit_logistic(X, y, 0, 5), ValueError, "lr is 0; wanted a positive number"),
        (lambda X, y: fit_logistic(X, y, 1, 0), ValueError, "steps is 0; wanted at least 1"),
        (lambda X, y: fit_logistic(X, y, 1, 2.5), TypeError, "steps is 2.5; wanted a whole number"),
        (lambda X, y: fit_logistic(X * np.nan, y, 1, 5), ValueError, r"X holds nan at \(0, 0\)"),
        (
            lambda X, y: multi_neuron_grads(X, y, np.ones((3, 1)), [0]),
            ValueError,
            r"Y has shape \(4,\); wanted 2 axes",
        ),
        (lambda X, y: fit_logistic(X, y - 5, 1, 5), ValueError, "y"),
        (lambda X, y: fit_logistic("X", y, 1, 5), TypeError, "X holds"),
    ],
)
def test_what_does_not_fit_is_refused(call, kind, message):
    with pytest.raises(kind, match=message):
        call(np.ones((4, 3)), np.array([0, 1, 1, 0]))


# ---- A lucky start ---------------------------------------------------------------------------------


def five_steps(x, y, w, b, lr):
    costs = []
    for _ in range(6):
        J, dw, db = linear_neuron_grads(x, y, w, b)
        costs.append(J)
        w, b = w - lr * dw, b - lr * db
    return np.array(costs)


@pytest.mark.parametrize("share", [0.9, 1.1, 1.5])
@pytest.mark.parametrize("seed", range(3))
def test_from_a_lucky_start_every_step_falls_and_from_its_neighbour_none_does_for_long(seed, share):
    rng = np.random.default_rng(seed)
    x, y = rng.uniform(0, 3, 8), rng.normal(size=8)
    lr = share * critical_learning_rate(np.column_stack([x, np.ones(8)]))
    w, b = lucky_start(x, y, lr)
    bottom = np.polyfit(x, y, 1)
    away = np.array([w, b]) - bottom
    assert np.linalg.norm(away) == pytest.approx(3)
    assert np.all(np.diff(five_steps(x, y, w, b, lr)) < 0)
    across = bottom + np.array([-away[1], away[0]])
    assert bool(np.all(np.diff(five_steps(x, y, *across, lr)) > 0)) == (share > 1)


def test_where_no_start_is_lucky_it_says_so():
    for x, lr in (([1.0, 1.0], 0.1), ([0.0, 1.0, 2.0], 10.0)):
        with pytest.raises(ValueError, match="from no start"):
            lucky_start(x, np.zeros(len(x)), lr)
    with pytest.raises(ValueError, match="lr"):
        lucky_start([0.0, 1.0], [0.0, 1.0], 0.0)
