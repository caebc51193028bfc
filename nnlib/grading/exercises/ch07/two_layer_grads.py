"""two_layer_grads(params, X, y, act): the four gradients of a network with one hidden layer."""

from functools import partial

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import Case, exercise
from nnlib.grading.exercises.answers import nudged_params, onehot, softmax
from nnlib.grading.exercises.ch07._answers import act_of, slope
from nnlib.grading.exercises.ch07._shared import (
    ACTS,
    SKIPPED,
    SLOPES,
    UNSUMMED,
    forward,
    layers,
    measured,
    network,
    off_kinks,
)
from nnlib.grading.exercises.draw import log_sum
from nnlib.grading.exercises.single import HUGE, uneven
from nnlib.grading.exercises.words import GIVEN_MODIFIED

ex = exercise("two_layer_grads", "params, X, y, act -> dW1, db1, dW2, db2")


def _cross_entropy(params, X, y, act):
    Z, _ = forward(params, X, (act, "identity"))
    return np.mean(log_sum(Z) - Z[np.arange(len(y)), y])


def _two(rng, n, sizes, act, about="", sure=False):
    while True:
        params, X = network(rng, sizes), rng.normal(0, 1, (n, sizes[0]))
        if sure:
            params[1] = (2000 * params[1][0], params[1][1])
        Z, _ = forward(params, X, (act, "identity"))
        margin = np.diff(np.sort(Z, axis=1)[:, -2:], axis=1).min()
        far = margin > 50 and Z.max() > 800  # where e to that power overflows
        if off_kinks(params, X, (act, "identity")) and (far or not sure):
            break
    y = rng.integers(0, sizes[-1], n)
    truth = measured(params, lambda params: _cross_entropy(params, X, y, act))
    arguments = {"params": params, "X": X, "y": y, "act": act}
    return Case(arguments, truth, about, scale=0.1, read=partial(layers, params), slopes=True)


def _huge_logit(act):
    """One unit at height a, on the wrong side by a bias of HUGE: both logits are off by 1."""
    params = [(np.ones((1, 1)), np.zeros(1)), (np.array([[3.0, 1.0]]), np.array([0.0, HUGE]))]
    a = ACTS[act](np.ones((1, 1)))
    dW1 = -2 * SLOPES[act](a)
    truth = {"dW1": dW1, "db1": dW1[0], "dW2": a * [[-1, 1]], "db2": np.array([-1.0, 1.0])}
    arguments = {"params": params, "X": np.ones((1, 1)), "y": np.array([0]), "act": act}
    return uneven(arguments, truth, read=partial(layers, params))


@ex.part(points=2)
def relu(rng):
    return [
        _huge_logit("relu"),
        _two(rng, 5, (3, 4, 2), "relu"),
        _two(rng, 6, (2, 3, 3), "relu"),
        _two(rng, 3, (3, 3, 3), "relu", tr("all widths equal")),
    ]


@ex.part(points=2)
def tanh(rng):
    return [
        _huge_logit("tanh"),
        _two(rng, 5, (3, 4, 2), "tanh"),
        _two(rng, 4, (2, 3, 5), "tanh"),
        _two(rng, 3, (3, 3, 3), "tanh", tr("all widths equal")),
    ]


@ex.part(points=2, hidden=True, pure=True)
def robustness(rng):
    return [
        _two(rng, 1, (3, 4, 2), "relu", tr("one example")),
        _two(rng, 2, (2, 2, 2), "tanh", tr("all widths equal")),
        _two(rng, 4, (3, 5, 3), "tanh", tr("logits of a thousand"), sure=True),
        _two(rng, 7, (4, 6, 3), "relu", tr("a hidden layer that is wider than the input")),
    ]


# ---- slips -----------------------------------------------------------------------------------------


def _two_by(dZ=None, through=None, moved=0.0):
    """A wrong answer: another gradient at the logits, another way through the activation, or a W2 that has moved."""

    def wrong(params, X, y, act="relu"):
        (W1, b1), (W2, b2) = params
        Z1 = X @ W1 + b1
        H = ACTS[act](Z1)
        Z = H @ W2 + b2
        top = (softmax(Z) - onehot(y, len(b2))) / len(X) if dZ is None else dZ(Z, y)
        dW2, db2 = H.T @ top, top.sum(axis=0)
        dH = top @ (W2 - moved * dW2).T
        below = dH * SLOPES[act](H) if through is None else through(dH, Z1, H, act)
        return [(X.T @ below, below.sum(axis=0)), (dW2, db2)]

    return wrong


EARLY = tr(
    "The gradients of layer 2 are right, those of layer 1 are not: W2 has moved before "
    "it was used. All four gradients belong to the same weights: find them all first, "
    "and take the step afterwards."
)


for rate in (1.0, 0.5, 0.1, 0.05, 0.01, 0.001):
    ex.slip(key="updated-too-early", says=EARLY)(_two_by(moved=rate))


@ex.slip(says=SKIPPED)
def activation_skipped(params, X, y, act="relu"):
    return _two_by(through=lambda dH, Z1, H, act: dH)(params, X, y, act)


@ex.slip
def derivative_at_a(params, X, y, act="relu"):
    """You apply the activation to its output once more before you take the slope. H has been through it already:
    the slope can be read off H directly.
    """
    return _two_by(through=lambda dH, Z1, H, act: dH * SLOPES[act](ACTS[act](H)))(params, X, y, act)


@ex.slip
def derivative_at_z(params, X, y, act="relu"):
    """You put the sums into a slope that is written for the activation's output. Which of the two arrays does
    your backward want?
    """
    return _two_by(through=lambda dH, Z1, H, act: dH * SLOPES[act](Z1))(params, X, y, act)


@ex.slip
def one_slope_for_all(params, X, y, act="relu"):
    """You take relu's slope whatever act says. Look at act: tanh has a slope of its own."""
    return _two_by(through=lambda dH, Z1, H, act: dH * (Z1 > 0))(params, X, y, act)


@ex.slip
def softmax_skipped(params, X, y, act="relu"):
    """At the top you compare the logits themselves with the labels. What does softmax turn them into first?"""
    return _two_by(dZ=lambda Z, y: (Z - onehot(y, Z.shape[1])) / len(Z))(params, X, y, act)


@ex.slip
def label_ignored(params, X, y, act="relu"):
    """Your gradient at the logits does not depend on y. The loss asks for more of one class and less of the
    others: where does the right class come in?
    """
    return _two_by(dZ=lambda Z, y: softmax(Z) / len(Z))(params, X, y, act)


ex.effect(*UNSUMMED)
ex.effect("input-modified", GIVEN_MODIFIED)


ACT_IGNORED = tr(
    "Your hidden layer has one and the same activation whatever act says. Look at act, on the "
    "way forward and on the way back: relu and tanh have each a curve and a slope."
)

for known in ("relu", "tanh", "sigmoid", "identity"):
    ex.slip(key="act-ignored", says=ACT_IGNORED)(
        lambda params, X, y, act="relu", known=known: _two_by()(params, X, y, known)
    )

FORWARD_ONE = tr(
    "On the way forward your hidden layer has the same activation whatever act says, and on the "
    "way back you look at act. Both ways go by it."
)
for known in ("relu", "tanh"):
    ex.slip(key="act-ignored", says=FORWARD_ONE)(
        lambda params, X, y, act="relu", known=known: _two_by(
            through=lambda dH, Z1, H, _: dH * SLOPES[act](H)
        )(params, X, y, known)
    )


@ex.slip(key="one-slope-for-all")
def tanh_slope_for_all(params, X, y, act="relu"):
    """You take tanh's slope whatever act says. Look at act: relu has a slope of its own."""
    return _two_by(through=lambda dH, Z1, H, act: dH * (1 - H * H))(params, X, y, act)


@ex.slip(key="one-slope-for-all")
def sigmoid_slope_for_all(params, X, y, act="relu"):
    """You take the sigmoid's slope whatever act says. Look at act: relu and tanh have slopes of their own."""
    return _two_by(through=lambda dH, Z1, H, act: dH * H * (1 - H))(params, X, y, act)


@ex.slip
def upstream_ignored(params, X, y, act="relu"):
    """The gradients of layer 1 do not depend on what arrives from above: you start again from the activation's slope.
    Multiply.
    """
    return _two_by(through=lambda dH, Z1, H, act: SLOPES[act](H))(params, X, y, act)


def _of(params, X, y, act, grads):
    """The right gradients, changed."""
    (dW1, db1), (dW2, db2) = _two_by()(params, X, y, act)
    return grads(dW1, db1, dW2, db2, len(X))


@ex.slip
def biases_averaged(params, X, y, act="relu"):
    """Your dW are right, and your db are too small by the number of examples. The 1/n of the mean has arrived with the
    gradient at the logits: add up.
    """
    return _of(params, X, y, act, lambda dW1, db1, dW2, db2, n: [(dW1, db1 / n), (dW2, db2 / n)])


@ex.slip
def biases_summed(params, X, y, act="relu"):
    """Your dW are right, and your db are too large by the number of examples. J is a mean for the biases too."""
    return _of(params, X, y, act, lambda dW1, db1, dW2, db2, n: [(dW1, db1 * n), (dW2, db2 * n)])


@ex.slip
def layer_1_averaged_again(params, X, y, act="relu"):
    """Layer 2 is right, and layer 1 is too small by the number of examples. The mean stands in the loss once, and has
    arrived with the gradient from above.
    """
    return _of(params, X, y, act, lambda dW1, db1, dW2, db2, n: [(dW1 / n, db1 / n), (dW2, db2)])


@ex.slip
def hidden_bias_forgotten(params, X, y, act="relu"):
    """On the way forward you leave b1 out. Your way back fits a network without it."""
    (W1, b1), layer = params
    return _two_by()([(W1, 0 * b1), layer], X, y, act)


@ex.slip
def output_bias_forgotten(params, X, y, act="relu"):
    """On the way forward you leave b2 out. Your way back fits a network without it."""
    layer, (W2, b2) = params
    return _two_by()([layer, (W2, 0 * b2)], X, y, act)


@ex.slip
def softmax_down_the_columns(params, X, y, act="relu"):
    """Your softmax shares the 1 among the examples, down the columns. The classes of one row share it."""
    return _two_by(dZ=lambda Z, y: (softmax(Z.T).T - onehot(y, Z.shape[1])) / len(Z))(
        params, X, y, act
    )


@ex.slip
def softmax_of_the_table(params, X, y, act="relu"):
    """The shares of your whole table sum to 1, and those of each row should. One sum per row is needed."""

    def top(Z, y):
        E = np.exp(Z - Z.max())
        return (E / E.sum() - onehot(y, Z.shape[1])) / len(Z)

    return _two_by(dZ=top)(params, X, y, act)


@ex.slip
def exponential_at_the_output(params, X, y, act="relu"):
    """At the top you compare powers of e with the labels. They become shares when each row is divided by its sum."""
    return _two_by(dZ=lambda Z, y: (np.exp(Z) - onehot(y, Z.shape[1])) / len(Z))(params, X, y, act)


@ex.slip
def sigmoid_at_the_output(params, X, y, act="relu"):
    """At the top you squash each logit on its own. The classes of a row share the 1: that is what softmax is for."""
    return _two_by(dZ=lambda Z, y: (ACTS["sigmoid"](Z) - onehot(y, Z.shape[1])) / len(Z))(
        params, X, y, act
    )


@ex.slip
def softmax_slope_at_the_top(params, X, y, act="relu"):
    """A slope of the softmax is still in your gradient at the logits. For softmax and cross entropy together it
    cancels: work the product out on paper.
    """
    return _two_by(
        dZ=lambda Z, y: (
            (softmax(Z) - onehot(y, Z.shape[1])) * softmax(Z) * (1 - softmax(Z)) / len(Z)
        )
    )(params, X, y, act)


# ---- right answers ---------------------------------------------------------------------------------


@ex.right
def two_numpy(params, X, y, act="relu"):
    (W1, b1), (W2, b2) = params
    H = act_of(act, X @ W1 + b1)
    dZ = softmax(H @ W2 + b2)
    dZ[np.arange(len(y)), y] -= 1
    dZ /= len(y)
    dZ1 = dZ @ W2.T * slope(act, H)
    return [(X.T @ dZ1, dZ1.sum(axis=0)), (H.T @ dZ, dZ.sum(axis=0))]


@ex.right
def two_one_by_one(params, X, y, act="relu"):
    (W1, b1), (W2, b2) = params
    grads = [[np.zeros(W1.shape), np.zeros(b1.shape)], [np.zeros(W2.shape), np.zeros(b2.shape)]]
    for x, label in zip(X, y):
        h = act_of(act, x @ W1 + b1)
        dz = softmax((h @ W2 + b2)[None])[0]
        dz[label] -= 1
        dz1 = (W2 @ dz) * slope(act, h)
        for (dW, db), into, back in zip(grads, (x, h), (dz1, dz)):
            dW += np.outer(into, back) / len(y)
            db += back / len(y)
    return grads


@ex.right
def two_einsum(params, X, y, act="relu"):
    (W1, b1), (W2, b2) = params
    H = act_of(act, np.einsum("ni,ij->nj", X, W1) + b1)
    Z = np.einsum("nj,jk->nk", H, W2) + b2
    P = np.exp(Z - np.logaddexp.reduce(Z, axis=1, keepdims=True))
    E = P - (np.arange(len(b2)) == y[:, None])
    back = np.einsum("nk,jk->nj", E, W2) * slope(act, H)
    n = len(y)
    return (
        (np.einsum("ni,nj->ij", X, back) / n, back.mean(axis=0)),
        (np.einsum("nj,nk->jk", H, E) / n, E.mean(axis=0)),
    )


# ---- wrong answers ---------------------------------------------------------------------------------


@ex.wrong(slip="measured", points=0)
def nudged(params, X, y, act):
    return nudged_params(lambda moved: _cross_entropy(moved, X, y, act), params)


@ex.wrong(slip="updated-too-early", points=0)
def two_updates_first(params, X, y, act="relu"):
    """The step of layer 2 is taken on the way."""
    (W1, b1), (W2, b2) = params
    H = act_of(act, X @ W1 + b1)
    dZ = (softmax(H @ W2 + b2) - np.eye(len(b2))[y]) / len(y)
    dW2, db2 = H.T @ dZ, dZ.sum(axis=0)
    W2 = W2 - 0.1 * dW2
    dZ1 = dZ @ W2.T * slope(act, H)
    return [(X.T @ dZ1, dZ1.sum(axis=0)), (dW2, db2)]


def two_by(top=None, through=None):
    def wrong(params, X, y, act="relu"):
        (W1, b1), (W2, b2) = params
        Z1 = X @ W1 + b1
        H = act_of(act, Z1)
        Z = H @ W2 + b2
        dZ = (softmax(Z) - np.eye(len(b2))[y]) / len(y)
        dZ = top(dZ, Z, y) if top else dZ
        dH = dZ @ W2.T
        dZ1 = through(dH, Z1, H, act) if through else dH * slope(act, H)
        return [(X.T @ dZ1, dZ1.sum(axis=0)), (H.T @ dZ, dZ.sum(axis=0))]

    return wrong


ex.wrong(slip="activation-skipped", points=0)(two_by(through=lambda dH, Z1, H, act: dH))
ex.wrong(slip="derivative-at-a", points=2)(
    two_by(through=lambda dH, Z1, H, act: dH * slope(act, act_of(act, H)))
)
ex.wrong(slip="derivative-at-z", points=2)(
    two_by(through=lambda dH, Z1, H, act: dH * slope(act, Z1))
)
ex.wrong(slip="mean-twice", points=0)(two_by(top=lambda dZ, Z, y: dZ / len(y)))
ex.wrong(slip="missing-mean", points=0)(two_by(top=lambda dZ, Z, y: dZ * len(y)))
ex.wrong(slip="one-slope-for-all", points=2)(two_by(through=lambda dH, Z1, H, act: dH * (Z1 > 0)))


@ex.wrong(slip="not-finite", points=4)
def two_naive_softmax(params, X, y, act="relu"):
    (W1, b1), (W2, b2) = params
    H = act_of(act, X @ W1 + b1)
    E = np.exp(H @ W2 + b2)
    dZ = (E / E.sum(axis=1, keepdims=True) - np.eye(len(b2))[y]) / len(y)
    dZ1 = dZ @ W2.T * slope(act, H)
    return [(X.T @ dZ1, dZ1.sum(axis=0)), (H.T @ dZ, dZ.sum(axis=0))]


@ex.wrong(slip="hidden-bias-forgotten", points=0)
def two_wrong_forward(params, X, y, act="relu"):
    """The bias of the hidden layer is forgotten on the way forward; the way back fits that forward."""
    (W1, b1), (W2, b2) = params
    return two_numpy([(W1, 0 * b1), (W2, b2)], X, y, act)


@ex.wrong(slip="input-modified", points=4)
def two_updates_at_the_end(params, X, y, act="relu"):
    grads = two_numpy(params, X, y, act)
    for (W, b), (dW, db) in zip(params, grads):
        W -= 0.1 * dW
        b -= 0.1 * db
    return grads


@ex.wrong(slip="act-ignored", points=2)
def two_with_relu_alone(params, X, y, act="relu"):
    (W1, b1), (W2, b2) = params
    hidden = np.maximum(0, X.dot(W1) + b1)
    scores = hidden.dot(W2) + b2
    probs = softmax(scores)
    dscores = probs
    dscores[range(len(X)), y] -= 1
    dscores /= len(X)
    dhidden = dscores.dot(W2.T)
    dhidden[hidden <= 0] = 0
    return [
        (X.T.dot(dhidden), dhidden.sum(axis=0)),
        (hidden.T.dot(dscores), dscores.sum(axis=0)),
    ]


ex.wrong(slip="act-ignored", points=2)(
    lambda params, X, y, act="tanh": two_numpy(params, X, y, "tanh")
)
ex.wrong(slip="act-ignored", points=0)(
    lambda params, X, y, act="relu": two_numpy(params, X, y, "sigmoid")
)
ex.wrong(slip="upstream-ignored", points=0)(two_by(through=lambda dH, Z1, H, act: slope(act, H)))
ex.wrong(slip="softmax-skipped", points=0)(
    two_by(top=lambda dZ, Z, y: (Z - np.eye(Z.shape[1])[y]) / len(y))
)
ex.wrong(slip="exponential-at-the-output", points=0)(
    two_by(top=lambda dZ, Z, y: (np.exp(np.minimum(Z, 700)) - np.eye(Z.shape[1])[y]) / len(y))
)
ex.wrong(slip="softmax-down-the-columns", points=0)(
    two_by(top=lambda dZ, Z, y: (softmax(Z.T).T - np.eye(Z.shape[1])[y]) / len(y))
)
