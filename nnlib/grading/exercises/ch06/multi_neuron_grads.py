"""multi_neuron_grads(X, Y, W, b): the cost of several logistic neurons side by side, and its slopes."""

from dataclasses import replace

import numpy as np

from nnlib import losses as book
from nnlib.core.words import tr
from nnlib.grading.exercise import case, exercise
from nnlib.grading.exercises.answers import (
    changed,
    in_float32,
    naive_sigmoid,
    nudged_slopes,
    softmax,
)
from nnlib.grading.exercises.ch06._answers import logistic_numpy, naive_cost, sigmoid
from nnlib.grading.exercises.ch06._shared import LN2, NO_MEAN, measured, only, part_of
from nnlib.grading.exercises.draw import exact, labels, mean_reference, off_zero, short, soft
from nnlib.grading.exercises.kinds import far_price, round_off
from nnlib.grading.exercises.single import HUGE, uneven

ex = exercise("multi_neuron_grads", "X, Y, W, b -> J, dW, db")

multilabel_bce = mean_reference(book.multilabel_bce)


def several_cost(X, Y, W, b):
    return multilabel_bce(X @ W + b, Y)


def several_formula(X, Y, W, b):
    Z = X @ W + b
    return np.sum(soft(Z) - Y * Z) / len(Y)


def several(rng, n, d, k):
    return {
        "X": short(rng.normal(0, 1, (n, d))),
        "Y": labels(rng, n * k).reshape(n, k),
        "W": short(rng.normal(0, 1, (d, k))),
        "b": short(off_zero(rng, (1, k))[0]),
    }


def several_cases(rng, *names):
    known = exact(
        {"J": 2 * LN2, "dW": np.array([[-0.5, 0.5], [-1, 1]]), "db": np.array([-0.5, 0.5])},
        X=np.array([[1.0, 2]]),
        Y=np.array([[1.0, 0]]),
        W=np.zeros((2, 2)),
        b=np.zeros(2),
    )
    drawn = [
        measured(several_cost, several_formula, names, **several(rng, *shape))
        for shape in ((4, 2, 3), (3, 3, 3), (5, 3, 2))
    ]
    return [part_of(known, names), *drawn]


@ex.part(points=1)
def value(rng):
    # 1e-7 inside the logarithm changes J by less than that: its price is paid in the hidden part
    return [replace(one, tolerance=1e-5) for one in several_cases(rng, "J")]


@ex.part(points=1)
def gradient(rng):
    X, Y, W = np.array([[HUGE, 1], [0, 2]]), np.array([[0.0, 1], [1, 1]]), np.eye(2) * [1, 0]
    truth = {"dW": np.array([[HUGE, -HUGE / 2], [0, -1.5]]) / 2, "db": np.array([0.25, -0.5])}
    given = {"X": X, "Y": Y, "W": W, "b": np.zeros(2)}
    return [*several_cases(rng, "dW", "db"), uneven(given, truth, read=only("dW", "db"))]


@ex.part(points=1, hidden=True, pure=True)
def robustness(rng):
    names = ("J", "dW", "db")
    one = measured(several_cost, several_formula, names, tr("one example"), **several(rng, 1, 3, 2))
    single = measured(
        several_cost, several_formula, names, tr("a single neuron"), **several(rng, 4, 2, 1)
    )
    before = several(rng, 5, 2, 3)
    Y, j = before["Y"].copy(), int(rng.integers(3))
    Y[:, j] = 1 - Y[:, j]
    pair = [
        measured(several_cost, several_formula, names, tr("one column of Y turned over"), **given)
        for given in (before, before | {"Y": Y})
    ]
    far = case(
        tr("logits of 1000 and -1000"),
        X=[[1000.0, 0], [-1000, 0]],
        Y=[[0.0, 0], [0, 1]],
        W=[[1.0, -1], [0, 0]],
        b=np.zeros(2),
        J=500.0,
        dW=[[500.0, 0], [0, 0]],
        db=[0.5, 0],
        scale=1,
        judge=far_price(
            "epsilon", J=500.0, dW=np.array([[500.0, 0], [0, 0]]), db=np.array([0.5, 0])
        ),
    )
    return [one, single, *pair, far]


# ---- slips -----------------------------------------------------------------------------------------


@ex.slip
def softmax_inside(X, Y, W, b):
    """Your neurons know of each other: a softmax lets them share one probability. Here a picture may show two
    animals, or none, and each neuron answers for itself.
    """
    P = softmax(X @ W + b)
    E = (P - Y) / len(X)
    return -(Y * np.log(P)).sum() / len(X), X.T @ E, E.sum(axis=0)


def _several(X, Y, W, b):
    """The three results, for the slips: naive in the cost, as a learner's would be."""
    P = naive_sigmoid(X @ W + b)
    E = (P - Y) / len(X)
    return -(Y * np.log(P) + (1 - Y) * np.log(1 - P)).sum() / len(X), X.T @ E, E.sum(axis=0)


@ex.slip
def mean_over_labels(X, Y, W, b):
    """You divide by the number of neurons too. The book adds the questions of one example up, and takes the mean
    over the examples.
    """
    return changed(
        _several,
        lambda J, dW, db, X, Y, *_: (J / Y.shape[1], dW / Y.shape[1], db / Y.shape[1]),
    )(X, Y, W, b)


@ex.slip
def slopes_summed(X, Y, W, b):
    """Your slopes are those of a sum, while J is a mean over the examples. The mean belongs in all three."""
    return changed(_several, lambda J, dW, db, X, *_: (J, dW * len(X), db * len(X)))(X, Y, W, b)


@ex.slip(says=NO_MEAN)
def no_mean(X, Y, W, b):
    return changed(_several, lambda J, dW, db, X, *_: (J * len(X), dW * len(X), db * len(X)))(
        X, Y, W, b
    )


@ex.slip
def bias_summed(X, Y, W, b):
    """Your dW is right, and your db is a sum over the examples. J is a mean, for b as well."""
    return changed(_several, lambda J, dW, db, X, *_: (J, dW, db * len(X)))(X, Y, W, b)


@ex.slip
def bias_averaged(X, Y, W, b):
    """Your dW is right, and your db is too small by the number of examples. Is the mean taken twice there?"""
    return changed(_several, lambda J, dW, db, X, *_: (J, dW, db / len(X)))(X, Y, W, b)


@ex.slip
def sigmoid_slope_left(X, Y, W, b):
    """The sigmoid's slope is still in your dW and db. Chapter 5 showed that it cancels against the loss: start
    from the slope at Z.
    """
    P = naive_sigmoid(X @ W + b)
    E = (P - Y) * P * (1 - P) / len(X)
    return _several(X, Y, W, b)[0], X.T @ E, E.sum(axis=0)


@ex.slip
def sign_flipped(X, Y, W, b):
    """Your slopes point the wrong way. Is it Y minus the probabilities somewhere?"""
    return changed(_several, lambda J, dW, db, *_: (J, -dW, -db))(X, Y, W, b)


@ex.slip
def log_of_sigmoid(X, Y, W, b):
    """At logits of ±1000 the sigmoid is exactly 0 or 1, and you take the logarithm of 0. Chapter 5 has a form of
    this loss that works from Z and stays calm there.
    """
    return _several(X, Y, W, b)


@ex.slip
def overflow(X, Y, W, b):
    """Your form of the cost is the right one, but e to the power 1000 is inf. Take the larger exponent out first,
    so that e is raised to negative powers only.
    """
    Z = X @ W + b
    return (np.log(1 + np.exp(Z)) - Y * Z).sum() / len(X), *_several(X, Y, W, b)[1:]


@ex.slip
def one_bias(X, Y, W, b):
    """You give every neuron the first one's bias. Each neuron has a bias of its own: b holds one per column."""
    return _several(X, Y, W, b[:1] + 0 * b)


@ex.slip
def bias_forgotten(X, Y, W, b):
    """You leave b out of the logits. Where the inputs are 0 each neuron should still have an opinion."""
    return _several(X, Y, W, 0 * b)


@ex.slip
def same_weights(X, Y, W, b):
    """You give every neuron the first one's weights. Column j of W belongs to neuron j."""
    return _several(X, Y, W[:, :1] + 0 * W, b)


@ex.slip
def labels_exchanged(X, Y, W, b):
    """You charge the labels that are 1 as if they were 0. A large logit should be cheap where its label is 1."""
    return _several(X, 1 - Y, W, b)


@ex.slip
def sign_of_cost(X, Y, W, b):
    """Your J is negative. The logarithm of a probability is below 0, and a price should not be."""
    return changed(_several, lambda J, dW, db, *_: (-J, dW, db))(X, Y, W, b)


@ex.slip
def only_the_ones(X, Y, W, b):
    """Labels that are 0 cost nothing in your J. Then a neuron that always says 1 would be perfect: what should it
    pay where its label is 0?
    """
    P = naive_sigmoid(X @ W + b)
    return -(Y * np.log(P)).sum() / len(X), *_several(X, Y, W, b)[1:]


round_off(ex, _several)


# ---- right answers ---------------------------------------------------------------------------------


@ex.right
def several_loop(X, Y, W, b):
    """One logistic neuron after the other."""
    k = Y.shape[1]
    each = [logistic_numpy(X, Y[:, j], W[:, j], b[j]) for j in range(k)]
    dW = np.zeros(W.shape)
    for j in range(k):
        dW[:, j] = each[j][1]
    return sum(J for J, _, _ in each), dW, np.array([db for _, _, db in each])


@ex.right
def several_numpy(X, Y, W, b):
    Z = X @ W + b
    dZ = (sigmoid(Z) - Y) / X.shape[0]
    return np.sum(np.logaddexp(0, Z) - Y * Z) / len(X), X.T @ dZ, dZ.sum(axis=0)


ex.right(in_float32(several_numpy))


@ex.right
def several_einsum(X, Y, W, b):
    Z = np.einsum("ni,ij->nj", X, W) + b
    E = (0.5 + 0.5 * np.tanh(Z / 2) - Y) / len(Y)
    return (
        np.logaddexp(0, (1 - 2 * Y) * Z).sum(axis=1).mean(),
        np.einsum("ni,nj->ij", X, E),
        np.einsum("nj->j", E),
    )


# ---- wrong answers ---------------------------------------------------------------------------------


ex.wrong(slip="measured", points=1)(nudged_slopes(several_cost))


@ex.wrong(slip="softmax-inside", points=0)
def coupled(X, Y, W, b):
    E = np.exp(X @ W + b - (X @ W + b).max(axis=1, keepdims=True))
    P = E / E.sum(axis=1, keepdims=True)
    return -np.mean(np.sum(Y * np.log(P), axis=1)), X.T @ (P - Y) / len(X), (P - Y).mean(axis=0)


ex.wrong(slip="mean-over-labels", points=0)(
    changed(several_numpy, lambda J, dW, db, X, Y, *_: tuple(v / Y.shape[1] for v in (J, dW, db)))
)
ex.wrong(slip="no-mean", points=0)(
    changed(several_numpy, lambda J, dW, db, X, *_: (J * len(X), dW * len(X), db * len(X)))
)
ex.wrong(slip="bias-summed", points=1)(
    changed(several_numpy, lambda J, dW, db, X, *_: (J, dW, db * len(X)))
)
ex.wrong(slip="transposed", points=1)(changed(several_numpy, lambda J, dW, db, *_: (J, dW.T, db)))
ex.wrong(slip="lost-axis", points=1)(
    changed(several_numpy, lambda J, dW, db, *_: (J, dW, db.sum()))
)
ex.wrong(slip="slopes-summed", points=1)(
    changed(several_numpy, lambda J, dW, db, X, *_: (J, dW * len(X), db * len(X)))
)


@ex.wrong(slip="log-of-sigmoid", points=2)
def several_naive(X, Y, W, b):
    return naive_cost(X @ W + b, Y) * Y.shape[1], *several_numpy(X, Y, W, b)[1:]


ex.wrong(slip="one-bias", points=0)(lambda X, Y, W, b: several_numpy(X, Y, W, b[0]))
ex.wrong(slip="same-weights", points=0)(lambda X, Y, W, b: several_numpy(X, Y, W[:, :1] + 0 * W, b))


ex.wrong(slip="one-bias", points=0)(
    lambda X, Y, W, b: several_numpy(X, Y, W, np.full(len(b), b[0]))
)
ex.wrong(slip="bias-forgotten", points=0)(
    lambda X, Y, W, b: several_numpy(X, Y, W, np.zeros(len(b)))
)
ex.wrong(slip="mean-over-labels", points=1)(
    changed(several_numpy, lambda J, dW, db, X, Y, *_: (J / Y.shape[1], dW, db))
)
ex.wrong(slip="sign-of-cost", points=1)(changed(several_numpy, lambda J, dW, db, *_: (-J, dW, db)))
ex.wrong(slip="overflow", points=2)(
    lambda X, Y, W, b: (
        np.sum(np.log(1 + np.exp(X @ W + b)) - Y * (X @ W + b)) / len(X),
        *several_numpy(X, Y, W, b)[1:],
    )
)


@ex.wrong(slip="epsilon", points=2)
def several_cut_off(X, Y, W, b):
    P = np.clip(sigmoid(X @ W + b), 1e-15, 1 - 1e-15)
    J = -np.sum(Y * np.log(P) + (1 - Y) * np.log(1 - P)) / len(X)
    return J, *several_numpy(X, Y, W, b)[1:]


@ex.wrong(slip="epsilon", points=2)
def several_with_a_small_number(X, Y, W, b):
    P = sigmoid(X @ W + b)
    J = -np.sum(Y * np.log(P + 1e-10) + (1 - Y) * np.log(1 - P + 1e-10)) / len(X)
    return J, *several_numpy(X, Y, W, b)[1:]


# --- changes of the solution that are as right as it ----------------------------------------------

ex.same(
    "J = np.sum(np.maximum(Z, 0.0) + np.log1p(E) - Y * Z) / n",
    "J = np.sum(np.maximum(0.0, Z) + np.log1p(E) - Y * Z) / n",
)
ex.same(
    "dZ = (np.where(Z >= 0, 1.0, E) / (1.0 + E) - Y) / n",
    "dZ = (np.where(Z > 0, 1.0, E) / (1.0 + E) - Y) / n",
)
