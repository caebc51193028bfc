"""perceptron_layer_step(W, b, x, y, eta): one correction for several units side by side."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import Case, exercise
from nnlib.grading.exercises.ch01._answers import H, step_with_loop
from nnlib.grading.exercises.ch01._shared import MODIFIED, RATE_FORGOTTEN, fires, one_step, total

ex = exercise("perceptron_layer_step", "W, b, x, y, eta")


def layer_stepped(W, b, x, y, eta, about=""):
    """Unit by unit: the truth of a layer is that of its columns."""
    columns = [one_step(W[:, j], float(b[j]), x, y[j], eta) for j in range(len(b))]
    truth = {"W": np.column_stack([w for w, _ in columns]), "b": np.array([v for _, v in columns])}
    return Case({"W": W, "b": b, "x": x, "y": y, "eta": eta}, truth, about, scale=1.0)


def layer_case(rng, d, k, about=""):
    """A layer with units of every kind: too silent, too loud, right."""
    while True:
        W, b, x = rng.normal(size=(d, k)), rng.normal(size=k), rng.normal(size=d)
        answers = np.array([fires(total(x, W[:, j], b[j])) for j in range(k)])
        without = np.array([fires(total(x, W[:, j], 0.0)) for j in range(k)])
        mistaken = answers[: max(k - 1, 1)]
        # mistakes of both kinds, and a bias that decides, where there is room for them
        mixed = len(mistaken) == 1 or 0 < mistaken.sum() < len(mistaken)
        if mixed and np.any(mistaken != without[: len(mistaken)]):
            break
    y = answers.copy()
    y[: max(k - 1, 1)] = 1 - y[: max(k - 1, 1)]
    return layer_stepped(W, b, x, y, float(rng.uniform(0.2, 0.8)), about)


@ex.part(points=1)
def value(rng):
    return [layer_case(rng, 3, 3), layer_case(rng, 4, 4)]


@ex.part(points=1, hidden=True, pure=True)
def robustness(rng):
    return [
        layer_case(rng, 3, 2, tr("three inputs, two units")),
        layer_case(rng, 2, 4, tr("two inputs, four units")),
        layer_case(rng, 3, 1, tr("one unit")),
        layer_stepped(
            np.zeros((2, 3)),
            np.zeros(3),
            np.array([1.0, 2.0]),
            np.array([0.0, 1, 0]),
            0.5,
            tr("sums of exactly 0"),
        ),
    ]


# ---- slips -----------------------------------------------------------------------------------------

ex.effect("input-modified", MODIFIED)


@ex.slip
def transposed(W, b, x, y, eta):
    """Your change of W has rows and columns exchanged. Row i belongs to input i, column j to unit j; with equal
    numbers of both, no shape error warns you.
    """
    return (
        W + eta * np.outer(y - (x @ W + b >= 0), x),
        b + eta * (y - (x @ W + b >= 0)),
    )


@ex.slip
def bias_forgotten(W, b, x, y, eta):
    """The weights move as they should, and b stays where it is. Every unit has a bias that learns."""
    return W + eta * np.outer(x, y - (x @ W + b >= 0)), b + 0.0


@ex.slip
def sign_flipped(W, b, x, y, eta):
    """Every unit moves away from where it should go. Is it the label minus the answer, or the other way round?"""
    return (
        W - eta * np.outer(x, y - (x @ W + b >= 0)),
        b - eta * (y - (x @ W + b >= 0)),
    )


@ex.slip(says=RATE_FORGOTTEN)
def rate_forgotten(W, b, x, y, eta):
    return (
        W + np.outer(x, y - (x @ W + b >= 0)),
        b + (y - (x @ W + b >= 0)),
    )


@ex.slip
def tie_silent(W, b, x, y, eta):
    """At a sum of exactly 0 your units count as silent. In this book they fire there: H(0) = 1."""
    return (
        W + eta * np.outer(x, y - (x @ W + b > 0)),
        b + eta * (y - (x @ W + b > 0)),
    )


@ex.slip
def units_mixed(W, b, x, y, eta):
    """All your units move by the same error. Each unit has its own label, its own answer, and its own column."""
    return (
        W + eta * np.outer(x, np.full(len(b), np.sum(y - (x @ W + b >= 0)))),
        b + eta * np.sum(y - (x @ W + b >= 0)),
    )


@ex.slip
def sign_for_step(W, b, x, y, eta):
    """A silent unit counts as -1 in your mistakes, and this book's unit answers 0 there. Label minus answer is then 1
    at most.
    """
    e = y - np.where(x @ W + b >= 0, 1.0, -1.0)
    return W + eta * np.outer(x, e), b + eta * e


@ex.slip
def score_for_answer(W, b, x, y, eta):
    """Your mistakes are measured from the sums, before the threshold. Each unit compares its label with its answer, 0
    or 1.
    """
    e = y - (x @ W + b)
    return W + eta * np.outer(x, e), b + eta * e


@ex.slip
def answer_without_bias(W, b, x, y, eta):
    """The biases move, and are left out of the sums that decide. Add b before you compare with 0."""
    e = y - (x @ W >= 0)
    return W + eta * np.outer(x, e), b + eta * e


@ex.slip
def input_forgotten(W, b, x, y, eta):
    """All the weights of a unit move by the same amount. Each weight moves with its own input."""
    e = y - (x @ W + b >= 0)
    return W + eta * e, b + eta * e


@ex.slip
def rate_forgotten_in_bias(W, b, x, y, eta):
    """The weights move as they should, and b moves by the whole mistakes. The rate scales its step too."""
    e = y - (x @ W + b >= 0)
    return W + eta * np.outer(x, e), b + e


@ex.slip
def error_without_sign(W, b, x, y, eta):
    """Your units move the same way after both kinds of mistake. A unit that fired wrongly moves away from x: the
    mistake has a sign.
    """
    e = np.abs(y - (x @ W + b >= 0))
    return W + eta * np.outer(x, e), b + eta * e


@ex.slip
def change_alone(W, b, x, y, eta):
    """You return the change alone. It is added to the old W and b."""
    e = y - (x @ W + b >= 0)
    return eta * np.outer(x, e), eta * e


@ex.slip
def label_for_error(W, b, x, y, eta):
    """You correct by the labels alone. The correction belongs to the mistake: label minus answer."""
    return W + eta * np.outer(x, y), b + eta * y


# ---- right answers ---------------------------------------------------------------------------------


@ex.right
def layer_by_columns(W, b, x, y, eta):
    new_W, new_b = W.copy(), b.copy()
    for j in range(len(b)):
        new_W[:, j], new_b[j] = step_with_loop(W[:, j], b[j], x, y[j], eta)
    return new_W, new_b


@ex.right
def layer_outer(W, b, x, y, eta):
    error = y - H(x @ W + b)
    return W + eta * np.outer(x, error), b + eta * error


ex.right(
    lambda W, b, x, y, eta: (
        W + eta * np.einsum("i,j->ij", x, y - np.heaviside(x.dot(W) + b, 1.0)),
        b + eta * (y - np.heaviside(x.dot(W) + b, 1.0)),
    )
)


@ex.right
def layer_by_entries(W, b, x, y, eta):
    W, b = W.copy(), b.copy()
    for j in range(W.shape[1]):
        e = y[j] - float(sum(x[i] * W[i, j] for i in range(len(x))) + b[j] >= 0)
        b[j] += eta * e
        for i in range(len(x)):
            W[i, j] += eta * e * x[i]
    return W, b


# ---- wrong answers ---------------------------------------------------------------------------------

ex.wrong(slip="transposed", points=0)(
    lambda W, b, x, y, eta: (W + eta * np.outer(y - H(x @ W + b), x), b + eta * (y - H(x @ W + b)))
)
ex.wrong(slip="bias-forgotten", points=0)(
    lambda W, b, x, y, eta: (W + eta * np.outer(x, y - H(x @ W + b)), b)
)
ex.wrong(slip="rate-forgotten", points=0)(
    lambda W, b, x, y, eta: (W + np.outer(x, y - H(x @ W + b)), b + y - H(x @ W + b))
)


@ex.wrong(slip="input-modified", points=1)
def layer_writes(W, b, x, y, eta):
    error = y - H(x @ W + b)
    W += eta * x[:, None] * error
    return W, b + eta * error


ex.wrong(slip="tie-silent", points=1)(
    lambda W, b, x, y, eta: (
        W + eta * np.outer(x, y - (x @ W + b > 0)),
        b + eta * (y - (x @ W + b > 0)),
    )
)
ex.wrong(slip="wrong-type", points=0)(
    lambda W, b, x, y, eta: W + eta * np.outer(x, y - H(x @ W + b))
)


ex.wrong(slip="sign-for-step", points=0)(
    lambda W, b, x, y, eta: (
        W + eta * np.outer(x, y - (2 * H(x @ W + b) - 1)),
        b + eta * (y - (2 * H(x @ W + b) - 1)),
    )
)
ex.wrong(slip="input-forgotten", points=0)(
    lambda W, b, x, y, eta: (W + eta * (y - H(x @ W + b)), b + eta * (y - H(x @ W + b)))
)
ex.wrong(slip="score-for-answer", points=0)(
    lambda W, b, x, y, eta: (W + eta * np.outer(x, y - x @ W - b), b + eta * (y - x @ W - b))
)
ex.wrong(slip="sign-flipped", points=0)(
    lambda W, b, x, y, eta: (
        W + eta * np.outer(x, H(x @ W + b) - y),
        b + eta * (H(x @ W + b) - y),
    )
)


# --- changes of the solution that are as right as it ----------------------------------------------

ex.same(
    "error = y - np.where(x @ W + b >= 0, 1.0, 0.0)",
    "error = y - np.where(1.0, x @ W + b >= 0, 0.0)",
)
