"""bce_with_logits_grad(z, y): its gradient at the logits."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import case, exercise
from nnlib.grading.exercises.answers import in_float32, logistic, naive_sigmoid, nudged_gradient
from nnlib.grading.exercises.ch05._answers import sigmoid_calm
from nnlib.grading.exercises.ch05._shared import LN3, ZY, bce_with_logits, logits, loss_slopes
from nnlib.grading.exercises.kinds import round_off
from nnlib.grading.exercises.single import HUGE, uneven
from nnlib.grading.exercises.words import OVERFLOW

ex = exercise("bce_with_logits_grad", "z, y -> dz")


@ex.part(points=1)
def gradient(rng):
    known = case(z=np.array([LN3, LN3]), y=[1.0, 0], dz=[-0.125, 0.375], scale=1)
    far = {"z": np.array([HUGE, LN3, -LN3, 0]), "y": np.array([0.0, 1, 1, 0])}
    big = uneven(far, {"dz": np.array([1, -0.25, -0.75, 0.5]) / 4})
    drawn = loss_slopes(bce_with_logits, [logits(rng, n) for n in (3, 4, 7)], names=ZY)
    return [known, *drawn, big]


@ex.part(points=1, hidden=True, pure=True)
def robustness(rng):
    far = case(
        tr("logits of 1000 and -1000"),
        z=[1000.0, -1000, 1000, -1000],
        y=[1.0, 0, 0, 1],
        dz=[0, 0, 0.25, -0.25],
        scale=1,
    )
    one = loss_slopes(bce_with_logits, [logits(rng, 1)], names=ZY, about=tr("one example"))
    return [
        *one,
        *loss_slopes(bce_with_logits, [logits(rng, 5)], names=ZY, about=tr("other lengths")),
        far,
    ]


# ---- slips -----------------------------------------------------------------------------------------


@ex.slip
def sigmoid_slope_left(z, y):
    """The sigmoid's slope is still in your dz, so a neuron that is sure and wrong would hardly move. Work the
    product out on paper: what cancels?
    """
    return (naive_sigmoid(z) - y) * naive_sigmoid(z) * (1 - naive_sigmoid(z)) / len(z)


@ex.slip
def slope_at_p(z, y):
    """You stopped at the slope with respect to the probability. From there it is one more step to z."""
    return ((1 - y) / (1 - naive_sigmoid(z)) - y / naive_sigmoid(z)) / len(z)


@ex.slip
def no_sigmoid(z, y):
    """You compare y with z itself. z is a logit: which probability does it stand for?"""
    return (z - y) / len(z)


@ex.slip
def label_missing(z, y):
    """Your dz does not depend on y. A label of 1 asks for a larger z, a label of 0 for a smaller one."""
    return naive_sigmoid(z) / len(z)


@ex.slip(says=OVERFLOW)
def overflow(z, y):
    return (np.exp(z) / (1 + np.exp(z)) - y) / len(z)


@ex.slip
def summed_over_examples(z, y):
    """Every entry of your dz is the same. Each logit moves its own example only: where do you sum?"""
    return np.full(len(z), (naive_sigmoid(z) - y).mean())


@ex.slip
def labels_exchanged(z, y):
    """You treat a label of 1 as if it were 0. A label of 1 asks for a larger z: there dz should be negative."""
    return (naive_sigmoid(z) - (1 - y)) / len(z)


@ex.slip
def squared_errors(z, y):
    """That is the gradient of a mean of squares, with the sigmoid's slope in it. For this loss the slope at z is
    simpler: work the product out on paper.
    """
    return 2 * (naive_sigmoid(z) - y) * naive_sigmoid(z) * (1 - naive_sigmoid(z)) / len(z)


@ex.slip
def only_the_ones(z, y):
    """Where y is 0 your slope is 0. A label of 0 asks for a smaller z: which slope says so?"""
    return np.where(y == 1, naive_sigmoid(z) - 1, 0.0) / len(z)


@ex.slip(like=only_the_ones)
def only_the_ones_by_product(z, y):
    return y * (naive_sigmoid(z) - 1) / len(z)


@ex.slip
def only_the_zeros(z, y):
    """Where y is 1 your slope is 0. A label of 1 asks for a larger z: which slope says so?"""
    return (1 - y) * naive_sigmoid(z) / len(z)


@ex.slip
def sigmoid_twice(z, y):
    """You send z through the sigmoid twice. At z = 0 the probability is one half, and yours is 0.62."""
    return (naive_sigmoid(naive_sigmoid(z)) - y) / len(z)


@ex.slip
def sign_of_exponent(z, y):
    """Your probability falls where z grows. Look at the sign in the exponent of the sigmoid."""
    return (naive_sigmoid(-z) - y) / len(z)


@ex.slip
def answers_for_probabilities(z, y):
    """You compare y with an answer of 0 or 1. The model says a probability: keep it as it is."""
    return ((z >= 0) - y) / len(z)


@ex.slip
def prices_for_slopes(z, y):
    """You return the price of each example. Its slope is wanted: nudge one logit, and see how the loss changes."""
    return (np.logaddexp(0, z) - y * z) / len(z)


@ex.slip
def bracket(z, y):
    """Only y is divided by the number of examples. The whole difference is: put it in brackets."""
    return naive_sigmoid(z) - y / len(z)


round_off(ex, lambda z, y: (naive_sigmoid(z) - y) / len(z))


# ---- right answers ---------------------------------------------------------------------------------


@ex.right
def bce_slope_loop(z, y):
    dz = np.zeros(len(z))
    for i in range(len(z)):
        dz[i] = (logistic(z[i]) - y[i]) / len(z)
    return dz


ex.right(lambda z, y: (sigmoid_calm(z) - y) / len(z))
ex.right(lambda z, y: (0.5 + 0.5 * np.tanh(z / 2) - y) / z.size)


# a power of inf, and 1 / inf is the right 0
ex.right(lambda z, y: (1 / (1 + np.exp(-z)) - y) / len(z))
ex.right(in_float32(lambda z, y: (sigmoid_calm(z) - y) / np.float32(len(z))))


ex.right(lambda z, y: np.where(y == 1, -sigmoid_calm(-z), sigmoid_calm(z)) / z.size)
ex.right(lambda z, y: -(y * sigmoid_calm(-z) - (1 - y) * sigmoid_calm(z)) / z.shape[0])


# ---- wrong answers ---------------------------------------------------------------------------------


ex.wrong(slip="measured", points=0)(nudged_gradient(bce_with_logits))

ex.wrong(slip="sigmoid-slope-left", points=0)(
    lambda z, y: (sigmoid_calm(z) - y) * sigmoid_calm(z) * (1 - sigmoid_calm(z)) / len(z)
)
ex.wrong(slip="missing-mean", points=0)(lambda z, y: sigmoid_calm(z) - y)
ex.wrong(slip="sign-flipped", points=0)(lambda z, y: (y - sigmoid_calm(z)) / len(z))
ex.wrong(slip="no-sigmoid", points=0)(lambda z, y: (z - y) / len(z))
ex.wrong(slip="overflow", points=1)(lambda z, y: (np.exp(z) / (1 + np.exp(z)) - y) / len(z))


# the gradients of a forward with the labels exchanged, and of squared errors: each fits its own forward
ex.wrong(slip="labels-exchanged", points=0)(lambda z, y: (sigmoid_calm(z) - (1 - y)) / len(z))
ex.wrong(slip="squared-errors", points=0)(
    lambda z, y: 2 * (sigmoid_calm(z) - y) * sigmoid_calm(z) * sigmoid_calm(-z) / len(z)
)
ex.wrong(slip="broadcast-up", points=0)(lambda z, y: (sigmoid_calm(z) - y)[:, None] / len(z))
ex.wrong(slip="lost-axis", points=0)(lambda z, y: np.mean(sigmoid_calm(z) - y))
ex.wrong(slip="only-the-ones", points=0)(
    lambda z, y: np.where(y == 1, sigmoid_calm(z) - 1, 0) / len(z)
)


ex.wrong(slip="bracket", points=0)(lambda z, y: sigmoid_calm(z) - y / len(z))
ex.wrong(slip="sigmoid-twice", points=0)(lambda z, y: (sigmoid_calm(sigmoid_calm(z)) - y) / len(z))
ex.wrong(slip="label-missing", points=0)(lambda z, y: sigmoid_calm(z) / len(z))
ex.wrong(slip="mean-twice", points=0)(lambda z, y: (sigmoid_calm(z) - y) / len(z) ** 2)
ex.wrong(slip="answers-for-probabilities", points=0)(
    lambda z, y: (np.where(z >= 0, 1, 0) - y) / len(z)
)


# --- changes of the solution that are as right as it ----------------------------------------------

ex.same("p = np.where(z >= 0, 1.0, e) / (1.0 + e)", "p = np.where(z > 0, 1.0, e) / (1.0 + e)")
