"""l2_penalty(weights, lam): half of lam times the sum of squared weights, and its gradients."""

import numpy as np

from nnlib.core.words import tr
from nnlib.gradcheck import numerical_gradient
from nnlib.grading.exercise import Case, Misfit, exercise
from nnlib.grading.exercises.draw import fortran

ex = exercise("l2_penalty", "weights: list, lam")


def _read(count, result):
    if not isinstance(result, (tuple, list)) or len(result) != 2:
        raise Misfit("wrong-type", tr("Your function should return 2 things: value and grads."))
    value, grads = result
    if not isinstance(grads, (tuple, list)) or len(grads) != count:
        raise Misfit(
            "wrong-type",
            tr(
                "grads should be a list with one array for each of the {count} arrays.", count=count
            ),
        )
    return {"value": value} | {f"grads[{k}]": grad for k, grad in enumerate(grads)}


def _value(weights, lam):
    """Sum over the entries of all matrices, by loops."""
    return sum(lam * float(w) ** 2 / 2 for W in weights if W.ndim > 1 for w in W.ravel())


def _case(weights, lam, about=""):
    truth = {"value": np.float64(_value(weights, lam))}
    for k, W in enumerate(weights):

        def penalty(now, k=k):
            return _value([*weights[:k], now, *weights[k + 1 :]], lam)

        truth[f"grads[{k}]"] = numerical_gradient(penalty, W, h=1.0)  # exact for a parabola
    return Case(
        {"weights": list(weights), "lam": lam},
        truth,
        about,
        1e-9,
        scale=1e-3,
        read=lambda result: _read(len(weights), result),
    )


def _layers(rng, *sizes):
    pairs = [(rng.normal(1, 1, (m, n)), rng.normal(2, 1, n)) for m, n in zip(sizes, sizes[1:])]
    return [array for pair in pairs for array in pair]


@ex.part(points=2)
def penalty(rng):
    literal = [np.array([[1.0, 2.0], [0.0, 2.0]]), np.array([5.0, 5.0])]
    return [
        _case(literal, 0.1, tr("the example of the statement")),
        _case(_layers(rng, 3, 4, 2), 0.3, tr("two layers")),
        _case([rng.normal(0, 1, (5, 3))], 2.0, tr("one matrix")),
    ]


@ex.part(points=1, hidden=True, pure=True)
def robustness(rng):
    return [
        _case(_layers(rng, 2, 3), 0.0, "lam = 0"),
        _case([rng.normal(0, 1, 4)], 0.7, tr("biases alone")),
        _case([fortran(rng.normal(0, 1, (3, 2))), rng.normal(0, 1, (1, 4))], 0.05),
        _case(_layers(rng, 4, 3, 3, 2), 0.01, tr("three layers")),
    ]


# ---- slips -----------------------------------------------------------------------------------------


@ex.slip
def half_forgotten(weights, lam):
    """Your gradients are right and your value is twice too large: it is not the function that has these slopes.
    What is in front of the square?
    """
    return 2 * book(weights, lam)[0], book(weights, lam)[1]


@ex.slip
def two_lam(weights, lam):
    """Your gradients are twice too large. The half in front of the square is there so that a factor goes away."""
    value, grads = book(weights, lam)
    return value, [2 * grad for grad in grads]


@ex.slip
def twice_all(weights, lam):
    """Value and gradients are both twice too large: the half in front of the square is missing."""
    value, grads = book(weights, lam)
    return 2 * value, [2 * grad for grad in grads]


@ex.slip
def biases_in(weights, lam):
    """You penalise the biases too. A bias only shifts: where an array has one dimension, it stays out of the value
    and its gradient is zeros.
    """
    return lam / 2 * sum((W * W).sum() for W in weights), [lam * W for W in weights]


@ex.slip
def biases_in_the_gradients(weights, lam):
    """Your value leaves the biases out and your gradients pull at them. The two belong to one function."""
    return book(weights, lam)[0], [lam * W for W in weights]


@ex.slip
def biases_in_the_value(weights, lam):
    """Your gradients leave the biases alone and your value counts them. The two belong to one function."""
    return lam / 2 * sum((W * W).sum() for W in weights), book(weights, lam)[1]


@ex.slip
def mean_of_squares(weights, lam):
    """You take a mean over the weights where the sum is asked for: a large network would pay less than a small one
    for each weight.
    """
    value = sum(lam / 2 * (W * W).mean() for W in weights if W.ndim > 1)
    return value, [lam * W / W.size * (W.ndim > 1) for W in weights]


@ex.slip
def absolute_values(weights, lam):
    """You add up absolute values: that is another penalty, L1. L2 is about squares."""
    value = lam * sum(np.abs(W).sum() for W in weights if W.ndim > 1)
    return value, [lam * np.sign(W) * (W.ndim > 1) for W in weights]


@ex.slip
def root_taken(weights, lam):
    """You take the root of each sum of squares. The penalty is the squares themselves."""
    value = lam / 2 * sum(np.sqrt((W * W).sum()) for W in weights if W.ndim > 1)
    return value, book(weights, lam)[1]


ex.effect(
    "input-modified",
    tr("You write into the weights. The network still needs them: give back new arrays."),
)


# ---- right answers ---------------------------------------------------------------------------------


@ex.right
def book(weights, lam):
    value = sum(lam / 2 * np.sum(W**2) for W in weights if W.ndim > 1)
    return value, [lam * W if W.ndim > 1 else np.zeros(W.shape) for W in weights]


@ex.right
def by_loops(weights, lam):
    value, grads = 0.0, []
    for W in weights:
        grad = np.zeros_like(W)
        if W.ndim == 2:
            for i in range(W.shape[0]):
                for j in range(W.shape[1]):
                    value += 0.5 * lam * W[i, j] * W[i, j]
                    grad[i, j] = lam * W[i, j]
        grads.append(grad)
    return value, grads


@ex.right
def by_strength(weights, lam):
    strength = [lam * (W.ndim > 1) for W in weights]
    value = sum(s * np.vdot(W, W) for s, W in zip(strength, weights)) / 2
    return [value, tuple(s * W for s, W in zip(strength, weights))]


# ---- wrong answers ---------------------------------------------------------------------------------

ex.wrong(slip="half-forgotten", points=0)(half_forgotten)
ex.wrong(slip="two-lam", points=0)(two_lam)
ex.wrong(slip="twice-all", points=0)(twice_all)
ex.wrong(slip="biases-in", points=0)(biases_in)
ex.wrong(slip="biases-in-the-gradients", points=0)(biases_in_the_gradients)
ex.wrong(slip="mean-of-squares", points=0)(mean_of_squares)
ex.wrong(slip="absolute-values", points=0)(absolute_values)
ex.wrong(slip="wrong-type", points=0)(lambda weights, lam: book(weights, lam)[0])


@ex.wrong(slip="input-modified", points=2)
def decays_in_place(weights, lam):
    value, grads = book(weights, lam)
    for W, grad in zip(weights, grads):
        W -= 0.1 * grad
    return value, grads


@ex.wrong(slip="returns-none", points=0)
def never_returned(weights, lam):
    book(weights, lam)
