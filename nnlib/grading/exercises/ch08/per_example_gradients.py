"""per_example_gradients(X, y, w, b): what each example asks for, for itself."""

import math
from functools import partial

import numpy as np

from nnlib.core.words import tr
from nnlib.gradcheck import numerical_gradient
from nnlib.grading.exercise import Case, Misfit, case, exercise
from nnlib.grading.exercises.answers import named
from nnlib.grading.exercises.draw import exact_gradient, fortran, soft
from nnlib.grading.exercises.kinds import round_off
from nnlib.grading.exercises.single import HUGE, uneven
from nnlib.grading.exercises.words import GIVEN_MODIFIED

ex = exercise("per_example_gradients", "X, y, w, b -> G")


def _log_loss(x, y, theta):
    """The loss of one example by a logistic neuron whose weights and bias stand in theta."""
    z = x @ theta[:-1] + theta[-1]
    return soft(z) - y * z


def _each(rng, n, d, about="", order=np.array):
    X, w, b = rng.normal(0, 1, (n, d)), rng.normal(0, 1, d), float(rng.normal())
    y, theta = rng.integers(0, 2, n), np.append(w, b)
    rows = [
        exact_gradient(lambda t, x=x, label=label: _log_loss(x, label, t), theta)
        for x, label in zip(X, y, strict=True)
    ]
    arguments = {"X": order(X), "y": y, "w": w, "b": b}
    return Case(
        arguments,
        {"G": np.array(rows)},
        about,
        scale=1,
        read=partial(_with_bias, n, d),
        slopes=True,
    )


def _with_bias(n, d, result):
    shape = result.shape if isinstance(result, np.ndarray) else ()
    if shape == (n, d):
        raise Misfit(
            "bias-missing",
            tr("Your G has one column per weight. The bias learns too: give it the last column."),
        )
    if shape == (d + 1,) and n != d + 1:
        raise Misfit(
            "summed",
            tr(
                "Your G is one row for the whole batch. One row for every example is wanted: leave "
                "the sum out."
            ),
        )
    return {"G": result}


@ex.part(points=1)
def gradient(rng):
    known = case(
        X=[[2.0], [-4.0], [6.0]],
        y=np.array([1, 0, 1]),
        w=np.zeros(1),
        b=0.0,
        G=[[-1.0, -0.5], [-2.0, 0.5], [-3.0, -0.5]],
        read=partial(_with_bias, 3, 1),
    )
    given = {"X": np.array([[HUGE, 1], [HUGE, 2]]), "y": np.zeros(2, int), "w": np.array([1.0, 0])}
    truth = {"G": np.array([[HUGE, 1, 1], [HUGE, 2, 1]])}
    read = partial(_with_bias, 2, 2)
    big = uneven(given | {"b": 0.0}, truth, elementwise=True, read=read)
    return [known, _each(rng, 5, 3), _each(rng, 4, 3, "n = d + 1"), big]


@ex.part(points=1, hidden=True, pure=True)
def robustness(rng):
    sure = {"X": np.array([[1000.0], [-1000.0], [1000.0]]), "y": np.array([1, 1, 0])}
    truth = {"G": np.array([[0.0, 0.0], [1000.0, -1.0], [1000.0, 1.0]])}
    far = Case(sure | {"w": np.ones(1), "b": 0.0}, truth, tr("sums of ±1000"))
    by_columns = _each(rng, 6, 2, tr("an array that is stored by columns"), fortran)
    return [far, _each(rng, 1, 3, tr("one example")), by_columns]


# ---- slips -----------------------------------------------------------------------------------------


def _with_ones(X):
    return np.column_stack([X, np.ones(len(X))])


def with_error(error, columns=_with_ones):
    """A wrong answer: another error (of p, y and z), or other columns."""

    @named(error)
    def wrong(X, y, w, b):
        z = X @ w + b
        return error(0.5 + 0.5 * np.tanh(z / 2), y, z)[:, None] * columns(X)

    return wrong


@ex.slip
@with_error
def averaged(p, y, z):
    """You divide by the number of examples. A row is what one example asks for, for itself: the mean comes later,
    over the rows.
    """
    return (p - y) / len(y)


@ex.slip
def bias_first(X, y, w, b):
    """Your numbers are right, and the bias stands in the first column. It belongs in the last."""
    return with_error(lambda p, y, z: p - y, lambda X: _with_ones(X)[:, [-1, *range(X.shape[1])]])(
        X, y, w, b
    )


@ex.slip
@with_error
def sigmoid_missing(p, y, z):
    """You compare the sum itself with the label. A logistic neuron turns it into a probability first."""
    return z - y


@ex.slip
@with_error
def slope_of_sigmoid(p, y, z):
    """Your rows carry the slope of the sigmoid as a factor. Write the whole chain down, from the cross entropy to
    the sum, and look at what becomes of that factor.
    """
    return (p - y) * p * (1 - p)


@ex.slip
@with_error
def label_ignored(p, y, z):
    """Your rows do not depend on y. What an example asks for depends on what it should have been."""
    return p


ex.effect("input-modified", GIVEN_MODIFIED)


@ex.slip
def input_missing(X, y, w, b):
    """All the entries of a row are the same: its error alone. Each weight works on an input of its own: weigh the error
    by it.
    """
    return with_error(lambda p, y, z: p - y, lambda X: np.ones((len(X), X.shape[1] + 1)))(
        X, y, w, b
    )


@ex.slip
def bias_zero(X, y, w, b):
    """Your last column is 0. The bias learns too: its input is always 1."""
    return with_error(lambda p, y, z: p - y, lambda X: np.column_stack([X, np.zeros(len(X))]))(
        X, y, w, b
    )


@ex.slip
def bias_one(X, y, w, b):
    """Your last column is 1 for every example. The input of the bias is 1, and the error goes with it."""
    rows = with_error(lambda p, y, z: p - y)(X, y, w, b)
    rows[:, -1] = 1.0
    return rows


@ex.slip
def bias_forgotten(X, y, w, b):
    """You leave b out of the sums. Its slopes stand in your last column, and its value belongs into the sum."""
    return with_error(lambda p, y, z: p - y)(X, y, w, 0.0)


@ex.slip
@with_error
def sign_flipped(p, y, z):
    """Every number has the right size and the wrong sign. Is it y minus the probability somewhere?"""
    return y - p


@ex.slip
@with_error
def squared_errors(p, y, z):
    """Your rows are those of squared errors. A logistic neuron pays with the cross entropy: write its chain down, from
    the loss to the sum.
    """
    return 2 * (p - y) * p * (1 - p)


@ex.slip
@with_error
def answers_for_probabilities(p, y, z):
    """You compare the labels with answers of 0 or 1. The neuron says a probability: keep it as it is."""
    return (z >= 0) - y


@ex.slip
def same_row_for_all(X, y, w, b):
    """All your rows are the same: the mean over the batch. A row is what one example asks for, for itself."""
    rows = with_error(lambda p, y, z: p - y)(X, y, w, b)
    return np.tile(rows.mean(axis=0), (len(rows), 1))


@ex.slip(like=same_row_for_all)
def same_sum_for_all(X, y, w, b):
    rows = with_error(lambda p, y, z: p - y)(X, y, w, b)
    return np.tile(rows.sum(axis=0), (len(rows), 1))


round_off(ex, with_error(lambda p, y, z: p - y), digits=(1, 2, 3))


# ---- right answers ---------------------------------------------------------------------------------


def logistic(z):
    return np.where(
        z > 0, 1 / (1 + np.exp(-np.abs(z))), np.exp(-np.abs(z)) / (1 + np.exp(-np.abs(z)))
    )


@ex.right
def each_numpy(X, y, w, b):
    error = logistic(X @ w + b) - y
    return np.hstack([error[:, None] * X, error[:, None]])


@ex.right
def each_loops(X, y, w, b):
    n, d = X.shape
    G = np.zeros((n, d + 1))
    for i in range(n):
        z = b
        for j in range(d):
            z += X[i, j] * w[j]
        p = 1 / (1 + math.exp(-z)) if z > 0 else math.exp(z) / (1 + math.exp(z))
        for j in range(d):
            G[i, j] = (p - y[i]) * X[i, j]
        G[i, d] = p - y[i]
    return G


ex.right(
    lambda X, y, w, b: np.einsum("n,nj->nj", logistic(X @ w + b) - y, np.c_[X, np.ones(len(X))])
)


@ex.right
def each_by_outer(X, y, w, b):
    theta, rows = np.append(w, b), []
    for x, label in zip(X, y):
        x1 = np.append(x, 1.0)
        rows.append((logistic(x1 @ theta) - label) * x1)
    return np.array(rows)


# ---- wrong answers ---------------------------------------------------------------------------------


@ex.wrong(slip="measured", points=0)
def nudged(X, y, w, b):
    theta = np.append(w, b)
    losses = [partial(_log_loss, *row) for row in zip(X, y, strict=True)]
    return np.array([numerical_gradient(loss, theta) for loss in losses])


ex.wrong(slip="averaged", points=0)(lambda X, y, w, b: each_numpy(X, y, w, b) / len(X))
ex.wrong(slip="summed", points=0)(lambda X, y, w, b: each_numpy(X, y, w, b).sum(axis=0))
ex.wrong(slip="bias-missing", points=0)(lambda X, y, w, b: each_numpy(X, y, w, b)[:, :-1])
ex.wrong(slip="bias-first", points=0)(lambda X, y, w, b: np.roll(each_numpy(X, y, w, b), 1, axis=1))
ex.wrong(slip="sign-flipped", points=0)(lambda X, y, w, b: -each_numpy(X, y, w, b))
ex.wrong(slip="label-ignored", points=0)(lambda X, y, w, b: each_numpy(X, 0 * y, w, b))
ex.wrong(slip="not-finite", points=1)(
    lambda X, y, w, b: (
        (np.exp(X @ w + b) / (1 + np.exp(X @ w + b)) - y)[:, None]
        * np.column_stack([X, np.ones(len(X))])
    )
)


ex.wrong(slip="bias-one", points=0)(
    lambda X, y, w, b: np.column_stack([(logistic(X @ w + b) - y)[:, None] * X, np.ones(len(X))])
)
ex.wrong(slip="sigmoid-missing", points=0)(
    lambda X, y, w, b: (X @ w + b - y)[:, None] * np.column_stack([X, np.ones(len(X))])
)
ex.wrong(slip="bias-forgotten", points=0)(lambda X, y, w, b: each_numpy(X, y, w, 0.0))
ex.wrong(slip="same-row-for-all", points=0)(
    lambda X, y, w, b: np.ones((len(X), 1)) * each_numpy(X, y, w, b).mean(axis=0)
)


# --- changes of the solution that are as right as it ----------------------------------------------

ex.same("G = np.zeros((X.shape[0], X.shape[1] + 1))", "G = np.ones((X.shape[0], X.shape[1] + 1))")
ex.same("G = np.zeros((X.shape[0], X.shape[1] + 1))", "G = np.zeros((X.shape[0], X.shape[-1] + 1))")
ex.same(
    "error = np.where(z >= 0, 1.0, e) / (1.0 + e) - y",
    "error = np.where(z > 0, 1.0, e) / (1.0 + e) - y",
)
