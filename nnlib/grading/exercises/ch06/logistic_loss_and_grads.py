"""logistic_loss_and_grads(X, y, w, b): the cost of a logistic neuron and its slopes."""

from dataclasses import replace

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import Case, case, exercise
from nnlib.grading.exercises.answers import changed, in_float32, naive_sigmoid, nudged_slopes
from nnlib.grading.exercises.ch06._answers import logistic_loop, logistic_numpy, naive_cost, sigmoid
from nnlib.grading.exercises.ch06._shared import (
    LN2,
    NO_MEAN,
    SLOPES_SUMMED,
    bce_with_logits,
    examples,
    logistic_formula,
    measured,
    only,
    part_of,
)
from nnlib.grading.exercises.draw import exact, exact_gradient, fortran, short, soft
from nnlib.grading.exercises.kinds import far_price, round_off
from nnlib.grading.exercises.single import HUGE, uneven

ex = exercise("logistic_loss_and_grads", "X, y, w, b -> J, dw, db")


def logistic_cost(X, y, w, b):
    return bce_with_logits(X @ w + b, y)


def calm_examples(rng, n, d):
    """Examples with logits between -3 and 3: no answer is less likely than 0.04."""
    while True:
        drawn = examples(rng, n, d)
        if np.abs(drawn["X"] @ drawn["w"] + drawn["b"]).max() <= 3:
            return drawn


def logistic_cases(rng, *names):
    known = exact(
        {"J": LN2, "dw": np.array([0.5, -0.75]), "db": 0.0},
        X=np.array([[1.0, 2], [3, -1]]),
        y=np.array([1.0, 0]),
        w=np.zeros(2),
        b=0.0,
    )
    start = examples(rng, 5, 2) | {"w": np.zeros(2), "b": np.float64(0)}
    drawn = [
        measured(logistic_cost, logistic_formula, names, **calm_examples(rng, n, d))
        for n, d in ((4, 3), (3, 3), (6, 2))
    ]
    return [
        part_of(known, names),
        measured(logistic_cost, logistic_formula, names, tr("zero weights"), **start),
        *drawn,
    ]


def picture_case(rng):
    """Three pictures of 12288 numbers. The slope is measured at the three logits, and carried to w by hand."""
    X, y = rng.integers(0, 256, (3, 12288)) / 256, np.array([1.0, 0, 0])
    w, b = short(rng.normal(0, 1, 12288)) / 64, -0.5
    z = X @ w + b
    dz = exact_gradient(lambda z: np.mean(soft(z) - y * z), z, lambda z: bce_with_logits(z, y))
    truth = {"J": bce_with_logits(z, y), "dw": np.einsum("i,ij->j", dz, X), "db": float(dz.sum())}
    # db may be a small difference of larger numbers, as J may
    return Case(
        {"X": X, "y": y, "w": w, "b": b}, truth, tr("three pictures of 64x64x3 numbers"), scale=1.0
    )


@ex.part(points=1)
def value(rng):
    # 1e-7 inside the logarithm changes J by less than that: its price is paid in the hidden part
    return [replace(one, tolerance=1e-5) for one in logistic_cases(rng, "J")]


@ex.part(points=2)
def gradient(rng):
    given = {"X": np.array([[HUGE, 1], [0, 2]]), "y": np.array([0.0, 1]), "w": np.array([1.0, 0])}
    truth = {"dw": np.array([HUGE, 0]) / 2, "db": 0.25}
    return [
        *logistic_cases(rng, "dw", "db"),
        uneven(given | {"b": 0.0}, truth, read=only("dw", "db")),
    ]


@ex.part(points=1, hidden=True, pure=True)
def robustness(rng):
    one = measured(
        logistic_cost, logistic_formula, ("J", "dw", "db"), tr("one example"), **examples(rng, 1, 3)
    )
    X = np.array([[1000.0, 0], [-1000, 1]])
    far = [
        case(
            tr("logits of 1000 and -1000"),
            X=X,
            y=np.array(y),
            w=[1.0, 0],
            b=0.0,
            J=J,
            dw=np.array(dw),
            db=db,
            scale=1,
            judge=far_price("epsilon", J=J, dw=np.array(dw), db=db),
        )
        for y, J, dw, db in (
            ([1.0, 0], 0.0, [0.0, 0], 0.0),
            ([0.0, 0], 500.0, [500.0, 0], 0.5),
            ([0.0, 1], 1000.0, [1000.0, -0.5], 0.0),
        )
    ]
    stored = examples(rng, 5, 2)
    stored["X"] = fortran(stored["X"])
    return [
        one,
        measured(logistic_cost, logistic_formula, ("J", "dw", "db"), tr("other shapes"), **stored),
        picture_case(rng),
        *far,
    ]


# ---- slips -----------------------------------------------------------------------------------------


def _logistic(X, y, w, b):
    """The three results, for the slips: naive in the cost, as a learner's would be."""
    p = naive_sigmoid(X @ w + b)
    e = p - y
    return -(y * np.log(p) + (1 - y) * np.log(1 - p)).mean(), e @ X / len(y), e.mean()


@ex.slip
def log_of_sigmoid(X, y, w, b):
    """At logits of ±1000 the sigmoid is exactly 0 or 1, and you take the logarithm of 0. Chapter 5 has a form of
    this loss that works from z and stays calm there.
    """
    return _logistic(X, y, w, b)


@ex.slip
def overflow(X, y, w, b):
    """Your form of the cost is the right one, but e to the power 1000 is inf. Take the larger exponent out first,
    so that e is raised to negative powers only.
    """
    z = X @ w + b
    return (np.log(1 + np.exp(z)) - y * z).mean(), *_logistic(X, y, w, b)[1:]


@ex.slip
def squared_errors(X, y, w, b):
    """You average squares of the errors. A neuron that answers yes or no pays with the binary cross entropy."""
    p = naive_sigmoid(X @ w + b)
    e = 2 * (p - y) * p * (1 - p)
    return ((p - y) ** 2).mean(), e @ X / len(y), e.mean()


@ex.slip(says=SLOPES_SUMMED)
def slopes_summed(X, y, w, b):
    return changed(_logistic, lambda J, dw, db, X, *_: (J, dw * len(X), db * len(X)))(X, y, w, b)


@ex.slip(says=NO_MEAN)
def no_mean(X, y, w, b):
    return changed(_logistic, lambda J, dw, db, X, *_: (J * len(X), dw * len(X), db * len(X)))(
        X, y, w, b
    )


@ex.slip
def sigmoid_slope_left(X, y, w, b):
    """The sigmoid's slope is still in your dw and db. Chapter 5 showed that it cancels against the loss: start
    from the slope at z.
    """
    p = naive_sigmoid(X @ w + b)
    e = (p - y) * p * (1 - p)
    return _logistic(X, y, w, b)[0], e @ X / len(y), e.mean()


@ex.slip
def bias_summed(X, y, w, b):
    """Your dw is right, and your db is a sum over the examples. J is a mean, for b as well."""
    return changed(_logistic, lambda J, dw, db, X, *_: (J, dw, db * len(X)))(X, y, w, b)


@ex.slip
def weights_summed(X, y, w, b):
    """Your db is right, and your dw is a sum over the examples. J is a mean, for w as well."""
    return changed(_logistic, lambda J, dw, db, X, *_: (J, dw * len(X), db))(X, y, w, b)


@ex.slip
def sign_flipped(X, y, w, b):
    """Your slopes point the wrong way: where a larger b makes J rise, db should be positive. Is it y minus the
    probability somewhere?
    """
    return changed(_logistic, lambda J, dw, db, *_: (J, -dw, -db))(X, y, w, b)


@ex.slip
def no_sigmoid(X, y, w, b):
    """In your slopes y meets z itself. z is a logit: which probability does it stand for?"""
    e = X @ w + b - y
    return _logistic(X, y, w, b)[0], e @ X / len(y), e.mean()


@ex.slip
def bias_forgotten(X, y, w, b):
    """You leave b out of the logits. Where the inputs are 0 the neuron should still have an opinion."""
    return _logistic(X, y, w, 0.0)


def _with_epsilon(X, y, w, b, eps, change):
    p = naive_sigmoid(X @ w + b)
    J = -(y * np.log(change(p, eps)) + (1 - y) * np.log(change(1 - p, eps))).mean()
    return J, *_logistic(X, y, w, b)[1:]


@ex.slip
def labels_exchanged(X, y, w, b):
    """You charge the examples with y = 1 as if y were 0. A large logit should be cheap where y is 1."""
    return _logistic(X, 1 - y, w, b)


@ex.slip
def only_the_ones(X, y, w, b):
    """Examples with y = 0 cost nothing in your J. Then a neuron that always says 1 would be perfect: what should it
    pay where y is 0?
    """
    p = naive_sigmoid(X @ w + b)
    return -(y * np.log(p)).mean(), *_logistic(X, y, w, b)[1:]


@ex.slip
def sign_of_cost(X, y, w, b):
    """Your J is negative. The logarithm of a probability is below 0, and a price should not be."""
    return changed(_logistic, lambda J, dw, db, *_: (-J, dw, db))(X, y, w, b)


@ex.slip
def input_missing(X, y, w, b):
    """All the entries of your dw are the same number, your db. Each weight works on an input of its own: by which
    input is its slope weighed?
    """
    return changed(_logistic, lambda J, dw, db, *_: (J, np.full(len(dw), db), db))(X, y, w, b)


@ex.slip
def label_missing(X, y, w, b):
    """Your slopes do not depend on y. A label of 1 asks for a larger logit, a label of 0 for a smaller one."""
    p = naive_sigmoid(X @ w + b)
    return _logistic(X, y, w, b)[0], p @ X / len(y), p.mean()


@ex.slip
def mean_twice(X, y, w, b):
    """Your slopes are too small by the number of examples. Is their mean taken twice?"""
    return changed(_logistic, lambda J, dw, db, X, *_: (J, dw / len(X), db / len(X)))(X, y, w, b)


@ex.slip
def answers_for_probabilities(X, y, w, b):
    """Your slopes compare y with an answer of 0 or 1. The neuron says a probability: keep it as it is."""
    e = (X @ w + b >= 0) - y
    return _logistic(X, y, w, b)[0], e @ X / len(y), e.mean()


round_off(ex, _logistic)


# ---- right answers ---------------------------------------------------------------------------------

ex.right(logistic_loop)
ex.right(logistic_numpy)


@ex.right
def logistic_ones(X, y, w, b):
    """The bias as one more weight, on a column of ones."""
    X1, w1 = np.column_stack([X, np.ones(len(X))]), np.append(w, b)
    z = X1 @ w1
    s = (1 - 2 * y) * z
    g = np.mean((sigmoid(z) - y)[:, None] * X1, axis=0)
    return np.mean(np.maximum(s, 0) + np.log(1 + np.exp(-np.abs(s)))), g[:-1], g[-1]


ex.right(in_float32(logistic_numpy))


@ex.right
def logistic_einsum(X, y, w, b):
    z = np.einsum("ij,j->i", X, w) + b
    s = np.where(y == 1, -z, z)
    e = 0.5 * (1 + np.tanh(z / 2)) - y
    return np.logaddexp(0, s).mean(), np.einsum("ij,i->j", X, e) / y.size, e.sum() / y.size


# ---- wrong answers ---------------------------------------------------------------------------------


ex.wrong(slip="measured", points=1)(nudged_slopes(logistic_cost))


@ex.wrong(slip="sigmoid-slope-left", points=1)
def slope_kept(X, y, w, b):
    p = sigmoid(X @ w + b)
    e = (p - y) * p * (1 - p)
    return logistic_numpy(X, y, w, b)[0], X.T @ e / len(y), np.mean(e)


@ex.wrong(slip="squared-errors", points=0)
def squares(X, y, w, b):
    """Squared errors with their own slopes: cost and slopes fit each other."""
    p = sigmoid(X @ w + b)
    e = 2 * (p - y) * p * (1 - p)
    return np.mean((p - y) ** 2), X.T @ e / len(y), np.mean(e)


ex.wrong(slip="bias-summed", points=1)(
    changed(logistic_numpy, lambda J, dw, db, X, *_: (J, dw, db * len(X)))
)


@ex.wrong(slip="error", points=0)
def not_transposed(X, y, w, b):
    J, _, db = logistic_numpy(X, y, w, b)
    return J, X @ (sigmoid(X @ w + b) - y) / len(y), db


ex.wrong(slip="log-of-sigmoid", points=3)(
    lambda X, y, w, b: (naive_cost(X @ w + b, y), *logistic_numpy(X, y, w, b)[1:])
)
ex.wrong(slip="no-mean", points=0)(
    changed(logistic_numpy, lambda J, dw, db, X, *_: (J * len(X), dw * len(X), db * len(X)))
)
ex.wrong(slip="sign-flipped", points=1)(
    changed(logistic_numpy, lambda J, dw, db, *_: (J, -dw, -db))
)
ex.wrong(slip="broadcast-up", points=1)(
    changed(logistic_numpy, lambda J, dw, db, X, y, w, b: (J, dw, sigmoid(X @ w + b) - y))
)
ex.wrong(slip="bias-forgotten", points=0)(lambda X, y, w, b: logistic_numpy(X, y, w, 0))
ex.wrong(slip="labels-exchanged", points=0)(lambda X, y, w, b: logistic_numpy(X, 1 - y, w, b))


# (n, 1) against (n,)
ex.wrong(slip=None, points=0)(lambda X, y, w, b: logistic_numpy(X, y[:, None], w, b))


@ex.wrong(slip="input-modified", points=3)
def centred_in_place(X, y, w, b):
    J, dw, db = logistic_numpy(X, y, w, b)
    X -= X.mean(axis=0)
    return J, dw, db


# whatever the number is, and wherever the cut
ex.wrong(slip="epsilon", points=3)(lambda X, y, w, b: _with_epsilon(X, y, w, b, 1e-11, np.maximum))
ex.wrong(slip="epsilon", points=3)(
    lambda X, y, w, b: (
        np.mean(np.logaddexp(0, (1 - 2 * y) * np.clip(X @ w + b, -500, 500))),
        *logistic_numpy(X, y, w, b)[1:],
    )
)
ex.wrong(slip="sign-of-cost", points=2)(changed(logistic_numpy, lambda J, dw, db, *_: (-J, dw, db)))
ex.wrong(slip="no-mean", points=2)(
    changed(logistic_numpy, lambda J, dw, db, X, *_: (J * len(X), dw, db))
)
ex.wrong(slip="input-missing", points=1)(
    changed(logistic_numpy, lambda J, dw, db, *_: (J, np.ones(len(dw)) * db, db))
)
ex.wrong(slip="mean-twice", points=1)(
    changed(logistic_numpy, lambda J, dw, db, X, *_: (J, dw / len(X), db / len(X)))
)
ex.wrong(slip="label-missing", points=1)(
    lambda X, y, w, b: (
        logistic_numpy(X, y, w, b)[0],
        X.T @ sigmoid(X @ w + b) / len(y),
        np.mean(sigmoid(X @ w + b)),
    )
)
ex.wrong(slip="rounded", points=0)(
    changed(
        logistic_numpy,
        lambda J, dw, db, *_: (round(float(J), 3), np.round(dw, 3), round(float(db), 3)),
    )
)


# --- changes of the solution that are as right as it ----------------------------------------------

ex.same(
    "J = np.sum(np.maximum(z, 0.0) + np.log1p(e) - y * z) / n",
    "J = np.sum(np.maximum(0.0, z) + np.log1p(e) - y * z) / n",
)
ex.same(
    "dz = (np.where(z >= 0, 1.0, e) / (1.0 + e) - y) / n",
    "dz = (np.where(z > 0, 1.0, e) / (1.0 + e) - y) / n",
)


# a small number inside the logarithm, or a probability that is cut off, costs the hidden part alone
ex.wrong(slip="epsilon", points=3)(lambda X, y, w, b: _with_epsilon(X, y, w, b, 1e-7, np.add))
ex.wrong(slip="epsilon", points=3)(lambda X, y, w, b: _with_epsilon(X, y, w, b, 1e-8, np.add))
ex.wrong(slip="epsilon", points=3)(lambda X, y, w, b: _with_epsilon(X, y, w, b, 1e-12, np.add))
ex.wrong(slip="epsilon", points=3)(lambda X, y, w, b: _with_epsilon(X, y, w, b, 1e-15, np.maximum))
