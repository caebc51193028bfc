"""bce_with_logits(z, y): the same price from logits, also from logits of a thousand."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import case, exercise
from nnlib.grading.exercises.answers import in_float32, naive_sigmoid
from nnlib.grading.exercises.ch05._answers import (
    bce_numpy,
    bce_turned,
    clipped_logits,
    naive_logits,
    softplus,
)
from nnlib.grading.exercises.ch05._shared import (
    FORM_OVERFLOWS,
    LN2,
    LN3,
    PRICES_SUMMED,
    ZY,
    bce_with_logits,
    binary,
    costs,
    forgiving,
    logits,
)
from nnlib.grading.exercises.kinds import far_price, round_off

ex = exercise("bce_with_logits", "z, y -> J")


@ex.part(points=1)
def value(rng):
    known = case(z=np.array([LN3, LN3]), y=[1.0, 0], J=1.5 * LN2 - LN3 / 2 + LN2 / 2, scale=1)
    zero = case(tr("logits of 0"), z=np.zeros(3), y=[1.0, 0, 1], J=LN2, scale=1)
    drawn = [logits(rng, n) for n in (3, 4, 7)]
    return forgiving([known, zero, *costs(bce_with_logits, drawn, names=ZY)])


FAR = (  # labels for the logits 1000 and -1000, and what they cost together
    ((1.0, 0.0), 0.0),
    ((0.0, 1.0), 1000.0),
    ((1.0, 1.0), 500.0),
    ((0.0, 0.0), 500.0),
)


@ex.part(points=1, hidden=True, pure=True)
def robustness(rng):
    far = [
        case(
            tr("logits of 1000 and -1000"),
            z=[1000.0, -1000],
            y=np.array(y),
            J=J,
            scale=1,
            judge=far_price("clipped", J=J),
        )
        for y, J in FAR
    ]
    one = costs(bce_with_logits, [logits(rng, 1)], names=ZY, about=tr("one example"))
    return [
        *one,
        *costs(bce_with_logits, [logits(rng, 5)], names=ZY, about=tr("other lengths")),
        *far,
    ]


# ---- slips -----------------------------------------------------------------------------------------


@ex.slip
def log_of_sigmoid(z, y):
    """At z = ±1000 the sigmoid is exactly 0 or 1, and you take the logarithm of 0. Simplify on paper until only z
    is left, and e is raised to negative powers only.
    """
    return -binary(naive_sigmoid(z), y).mean()


@ex.slip(like=log_of_sigmoid)
def log_of_sigmoid_chosen(z, y):
    return np.where(y == 1, -np.log(naive_sigmoid(z)), -np.log(1 - naive_sigmoid(z))).mean()


@ex.slip(says=FORM_OVERFLOWS)
def overflow(z, y):
    return (np.log(1 + np.exp(z)) - y * z).mean()


@ex.slip
def no_sigmoid(z, y):
    """You treat z as a probability. It is a logit, any number at all: at z = 0 the model says one half."""
    return -binary(z, y).mean()


@ex.slip
def only_the_ones(z, y):
    """Examples with y = 0 cost nothing in your J. Then a model that always says 1 would be perfect: what should
    it pay where y is 0?
    """
    return -(y * np.log(naive_sigmoid(z))).mean()


@ex.slip
def labels_exchanged(z, y):
    """You charge the examples with y = 1 as if y were 0. A large z should be cheap where y is 1."""
    return -binary(naive_sigmoid(z), 1 - y).mean()


@ex.slip(says=PRICES_SUMMED)
def no_mean(z, y):
    return -binary(naive_sigmoid(z), y).sum()


@ex.slip
def sigmoid_twice(z, y):
    """At z = 0 you charge 0.47 or 0.97, and ln 2 is right for both labels. Does z pass through the sigmoid twice?"""
    return -binary(naive_sigmoid(naive_sigmoid(z)), y).mean()


@ex.slip
def sign_of_label(z, y):
    """In log(1 + e^z) - y z the label brings a price down where z is large and y is 1. You add it."""
    return (np.logaddexp(0, z) + y * z).mean()


@ex.slip
def labels_broadcast(z, y):
    """Each logit of yours pays for all the labels in the batch: one of the two stands in a column. Logit i has one
    label, y[i]: print the shape of what you take the mean of.
    """
    return (np.logaddexp(0, z)[:, None] - z[:, None] * y).mean()


@ex.slip
def early_return(z, y):
    """Only the first example counts in your J. Does the return stand inside the loop?"""
    return np.logaddexp(0, z[0]) - y[0] * z[0]


@ex.slip
def sign(z, y):
    """Your J has the wrong sign. The logarithm of a probability is below 0, and a price should not be."""
    return (y * z - np.logaddexp(0, z)).mean()


@ex.slip
def base_two(z, y):
    """You measure in bits, with the logarithm to base 2. This book counts in nats: take the natural logarithm."""
    return (np.logaddexp(0, z) - y * z).mean() / np.log(2)


@ex.slip
def squared_errors(z, y):
    """You average squares of p - y: that is the MSE. Here a forecast pays for its surprise, with a logarithm."""
    return ((naive_sigmoid(z) - y) ** 2).mean()


@ex.slip
def softplus_alone(z, y):
    """Your J does not depend on y: log(1 + e^z) is the price where y is 0. What does a label of 1 change?"""
    return np.logaddexp(0, z).mean()


@ex.slip
def sign_of_exponent(z, y):
    """You charge a large z as if it said no. Look at the sign in the exponent: p grows with z."""
    return (np.logaddexp(0, -z) - y * z).mean()


round_off(ex, lambda z, y: (np.logaddexp(0, z) - y * z).mean())


# ---- right answers ---------------------------------------------------------------------------------


@ex.right
def bce_loop(z, y):
    return sum(softplus(-a) if label == 1 else softplus(a) for a, label in zip(z, y)) / len(z)


ex.right(bce_numpy)
ex.right(bce_turned)
ex.right(lambda z, y: np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z)))))
ex.right(in_float32(bce_turned))


ex.right(lambda z, y: np.where(y == 1, np.logaddexp(0, -z), np.logaddexp(0, z)).sum() / z.size)
ex.right(lambda z, y: -np.mean(y * z - np.maximum(z, 0) - np.log1p(np.exp(-np.abs(z)))))
ex.right(lambda z, y: np.einsum("i->", np.logaddexp(0.0, z * (1 - 2 * y))) / len(y))


# ---- wrong answers ---------------------------------------------------------------------------------

ex.wrong(slip="log-of-sigmoid", points=1)(naive_logits)
ex.wrong(slip="clipped", points=1)(clipped_logits)
ex.wrong(slip="overflow", points=1)(lambda z, y: np.mean(np.log(1 + np.exp(z)) - y * z))
ex.wrong(slip="no-mean", points=0)(lambda z, y: np.sum(np.logaddexp(0, z) - y * z))
ex.wrong(slip="labels-exchanged", points=0)(lambda z, y: np.mean(np.logaddexp(0, z) - (1 - y) * z))
ex.wrong(slip="only-the-ones", points=0)(lambda z, y: np.mean(np.logaddexp(0, -z) * y))
ex.wrong(slip="sign-of-label", points=0)(lambda z, y: np.mean(np.logaddexp(0, z) + y * z))


# (n, 1) against (n,): n times n prices
ex.wrong(slip="labels-broadcast", points=0)(lambda z, y: bce_numpy(z[:, None], y))


@ex.wrong(slip="early-return", points=0)
def return_in_the_loop(z, y):
    for a, label in zip(z, y):
        return softplus(a) - label * a


ex.wrong(slip="no-sigmoid", points=0)(
    lambda z, y: -np.mean(y * np.log(z) + (1 - y) * np.log(1 - z))
)


# a small number inside the logarithm costs the hidden part alone
ex.wrong(slip="clipped", points=1)(
    lambda z, y: (
        -np.mean(
            y * np.log(naive_sigmoid(z) + 1e-7) + (1 - y) * np.log(1 - naive_sigmoid(z) + 1e-7)
        )
    )
)


# whatever the number is, and wherever the cut
ex.wrong(slip="clipped", points=1)(
    lambda z, y: (
        -np.mean(np.log(np.clip(np.where(y == 1, naive_sigmoid(z), naive_sigmoid(-z)), 1e-11, 1)))
    )
)
ex.wrong(slip="clipped", points=1)(lambda z, y: bce_turned(np.clip(z, -500, 500), y))
ex.wrong(slip="clipped", points=1)(lambda z, y: bce_turned(np.clip(z, -30, 30), y))
ex.wrong(slip="clipped", points=1)(
    lambda z, y: (
        -np.mean(np.log(np.abs(1 - y - np.clip(naive_sigmoid(z), 1e-16, 1 - 1e-16)) + 1e-16))
    )
)


@ex.wrong(slip="logarithm-dropped", points=1)
def log_of_zero_is_zero(z, y):
    p = naive_sigmoid(z)
    logs = np.nan_to_num(y * np.log(p), neginf=0, nan=0) + np.nan_to_num(
        (1 - y) * np.log(1 - p), neginf=0, nan=0
    )
    return -np.mean(logs)


@ex.wrong(slip="log-of-sigmoid", points=1)
def with_log1p_of_minus_p(z, y):
    p = naive_sigmoid(z)
    return np.mean([-np.log(a) if label else -np.log1p(-a) for a, label in zip(p, y)])


ex.wrong(slip="rounded", points=0)(lambda z, y: round(float(bce_numpy(z, y)), 2))
ex.wrong(slip="squared-errors", points=0)(lambda z, y: np.mean((naive_sigmoid(z) - y) ** 2))
ex.wrong(slip="sign", points=0)(lambda z, y: -bce_numpy(z, y))
ex.wrong(slip="base-two", points=0)(lambda z, y: bce_numpy(z, y) / np.log(2))
ex.wrong(slip="softplus-alone", points=0)(lambda z, y: np.mean(np.log1p(np.exp(z))))
