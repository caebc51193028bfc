"""softmax_cross_entropy(Z, y): one of several classes, from logits and labels."""

import math

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import case, exercise
from nnlib.grading.exercises.answers import in_float32, naive_softmax, softmax
from nnlib.grading.exercises.ch05._answers import log_softmax
from nnlib.grading.exercises.ch05._shared import (
    CLASSES,
    LABEL_COLUMN,
    LN2,
    LN3,
    LN4_3,
    PRICES_SUMMED,
    classes,
    costs,
    forgiving,
    softmax_cross_entropy,
)
from nnlib.grading.exercises.draw import fortran, rows
from nnlib.grading.exercises.kinds import far_price, round_off

ex = exercise("softmax_cross_entropy", "Z, y -> J")


@ex.part(points=2)
def value(rng):
    known = case(Z=rows(0, LN3), y=np.array([0]), J=2 * LN2, scale=1)
    other = case(Z=rows(0, LN3), y=np.array([1]), J=LN4_3, scale=1)
    zero = case(
        tr("logits of 0 and four classes"),
        Z=np.zeros((3, 4)),
        y=np.array([3, 0, 2]),
        J=2 * LN2,
        scale=1,
    )
    # no share below 1 / (1 + 3 e^3), which is 0.016
    drawn = classes(rng, [(3, 4), (3, 3), (5, 2)], scale=1.0, most=1.5)
    return forgiving([known, other, zero, *costs(softmax_cross_entropy, drawn, names=CLASSES)])


@ex.part(points=1, hidden=True, pure=True)
def robustness(rng):
    far = [
        case(
            tr("logits of 1000"),
            Z=[[1000.0, 0], [0, 1000]],
            y=np.array(y),
            J=J,
            scale=1,
            judge=far_price("epsilon", J=J),
        )
        for y, J in (([0, 1], 0.0), ([0, 0], 500.0), ([1, 0], 1000.0))
    ]
    low = case(tr("logits of -1000"), Z=[[-1000, -1000]], y=np.array([1]), J=LN2, scale=1)
    Z, y = classes(rng, [(3, 4)])[0]
    levels = np.array([[1000.0], [0.0], [-1000.0]])
    uneven = case(
        tr("rows of very different size"), Z=Z + levels, y=y, J=softmax_cross_entropy(Z, y)
    )
    (wide, y), single, one = classes(rng, [(6, 5), (1, 3), (3, 1)])
    shapes = costs(
        softmax_cross_entropy, [(fortran(wide), y), single], names=CLASSES, about=tr("other shapes")
    )
    return [
        *shapes,
        case(tr("a single class"), Z=one[0], y=one[1], J=0.0, scale=1),
        *far,
        low,
        uneven,
    ]


# ---- slips -----------------------------------------------------------------------------------------


def _picked(P, y):
    return P[np.arange(len(y)), y]


@ex.slip(says=PRICES_SUMMED)
def no_mean(Z, y):
    return -_picked(np.log(softmax(Z)), y).sum()


@ex.slip
def mean_over_classes(Z, y):
    """You divide by the number of classes too. Each example pays once, for its own class: there are n prices."""
    return -_picked(np.log(softmax(Z)), y).mean() / Z.shape[1]


@ex.slip(says=LABEL_COLUMN)
def labels_broadcast(Z, y):
    return -np.log(softmax(Z))[np.arange(len(y)), y[:, None]].mean()


@ex.slip
def all_classes(Z, y):
    """Your J does not depend on y: you let every class pay. Only the class that is there has a price."""
    return -np.log(softmax(Z)).sum(axis=1).mean()


@ex.slip
def one_class_for_all(Z, y):
    """You take the price of the likeliest class, right or not. The price of the class that is there is wanted:
    look at y.
    """
    return -np.log(softmax(Z).max(axis=1)).mean()


@ex.slip
def no_logarithm(Z, y):
    """You average what is missing to a probability of 1. The price is a surprise: a logarithm belongs there."""
    return (1 - _picked(softmax(Z), y)).mean()


@ex.slip
def no_softmax(Z, y):
    """You charge the logits themselves. They have to become probabilities before they are a forecast."""
    return -_picked(Z, y).mean()


@ex.slip
def wrong_axis(Z, y):
    """Your softmax shares the 1 among the examples, down the columns. The classes of one row share it."""
    return -_picked(np.log(softmax(Z.T).T), y).mean()


@ex.slip
def log_of_softmax(Z, y):
    """Your softmax is stable, and the logarithm after it is not: a probability of 0 costs inf where 1000 is the true
    price. Simplify the logarithm of the quotient before you compute anything.
    """
    return -_picked(np.log(softmax(Z)), y).mean()


def _log_naive_softmax(Z):
    return np.log(naive_softmax(Z))


@ex.slip
def no_shift(Z, y):
    """With logits of 1000 a power of e overflows. The loss does not change when one number is taken from a whole
    row: which number helps?
    """
    return -_picked(_log_naive_softmax(Z), y).mean()


@ex.slip(like=no_shift)
def no_shift_by_levels(Z, y):
    return (np.log(np.exp(Z).sum(axis=1)) - _picked(Z, y)).mean()


def _global_max(Z):
    shifted = Z - Z.max()
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


@ex.slip
def global_max(Z, y):
    """You take the largest entry of the whole array from every row. In a row of far smaller numbers every power
    of e is then 0: each row needs a largest entry of its own.
    """
    return -_picked(_global_max(Z), y).mean()


@ex.slip
def sign(Z, y):
    """Your J is negative. The logarithm of a probability is below 0, and a price should not be."""
    return _picked(_global_max(Z), y).mean()


@ex.slip
def base_two(Z, y):
    """You measure in bits, with the logarithm to base 2. This book counts in nats: take the natural logarithm."""
    return -_picked(np.log2(softmax(Z)), y).mean()


@ex.slip
def no_normalising(Z, y):
    """The price of a class should rise when another logit grows, and yours does not. Softmax divides by a sum over
    the whole row: where is its logarithm?
    """
    return (Z.max(axis=1) - _picked(Z, y)).mean()


@ex.slip
def whole_table(Z, y):
    """The probabilities of your whole table sum to 1, and those of each row should. One sum per row is needed."""
    shares = np.exp(Z - Z.max()) / np.exp(Z - Z.max()).sum()
    return -_picked(np.log(shares), y).mean()


@ex.slip
def every_class_binary(Z, y):
    """You ask every class for yes or no, with a sigmoid of its own. Here the classes of a row share the 1: only the
    probability of the class that is there has a price.
    """
    T = np.arange(Z.shape[1]) == y[:, None]
    return (np.logaddexp(0, Z) - T * Z).sum(axis=1).mean()


@ex.slip
def sigmoid_for_softmax(Z, y):
    """You squash each logit on its own. Here the classes of a row share the 1: that is what softmax is for."""
    return np.logaddexp(0, -_picked(Z, y)).mean()


@ex.slip
def exponential_again(Z, y):
    """Softmax is in your J twice: its probabilities go through a second one. Z holds the logits: once is enough."""
    return -_picked(np.log(softmax(softmax(Z))), y).mean()


@ex.slip
def first_example_alone(Z, y):
    """Only the first example counts in your J. Does the return stand inside the loop, or is one row picked out?"""
    return -np.log(softmax(Z))[0, y[0]]


round_off(ex, lambda Z, y: -_picked(np.log(softmax(Z)), y).mean())


# ---- right answers ---------------------------------------------------------------------------------


@ex.right
def softmax_loop(Z, y):
    total = 0.0
    for i in range(len(y)):
        top = max(Z[i])
        total += math.log(sum(math.exp(z - top) for z in Z[i])) + top - Z[i, y[i]]
    return total / len(y)


@ex.right
def softmax_numpy(Z, y):
    return -log_softmax(Z)[np.arange(len(y)), y].mean()


@ex.right
def softmax_onehot(Z, y):
    Y = np.arange(Z.shape[1]) == y[:, None]
    top = np.max(Z, axis=1)
    level = top + np.log(np.sum(np.exp(Z - top[:, None]), axis=1))
    return np.sum(level - np.sum(np.where(Y, Z, 0), axis=1)) / len(y)


ex.right(lambda Z, y: np.mean([np.logaddexp.reduce(row) - row[label] for row, label in zip(Z, y)]))
ex.right(in_float32(softmax_numpy))


ex.right(lambda Z, y: -np.einsum("ij,ij->", np.eye(Z.shape[1])[y], log_softmax(Z)) / len(Z))


@ex.right
def softmax_by_differences(Z, y):
    """log of the sum of e^(z_k - z_y): no share is ever made."""
    D = Z - np.take_along_axis(Z, y[:, None], axis=1)
    return np.mean(np.logaddexp.reduce(D, axis=1))


# ---- wrong answers ---------------------------------------------------------------------------------

ex.wrong(slip="no-mean", points=0)(lambda Z, y: softmax_numpy(Z, y) * len(y))
ex.wrong(slip="mean-over-classes", points=0)(lambda Z, y: softmax_numpy(Z, y) / Z.shape[1])


@ex.wrong(slip="log-of-softmax", points=2)
def log_of_the_softmax(Z, y):
    return -np.log(softmax(Z)[np.arange(len(y)), y]).mean()


ex.wrong(slip="epsilon", points=2)(
    lambda Z, y: -np.mean(np.log(softmax(Z)[np.arange(len(y)), y] + 1e-12))
)
ex.wrong(slip="epsilon", points=2)(
    lambda Z, y: -np.mean(np.log(np.maximum(softmax(Z)[np.arange(len(y)), y], 1e-7)))
)
ex.wrong(slip="labels-broadcast", points=0)(
    lambda Z, y: -np.mean(log_softmax(Z)[np.arange(len(y)), y.reshape(-1, 1)])
)
ex.wrong(slip="labels-broadcast", points=0)(lambda Z, y: -np.mean(log_softmax(Z)[:, y]))
ex.wrong(slip="no-shift", points=2)(
    lambda Z, y: np.mean(np.log(np.sum(np.exp(Z), axis=1)) - Z[np.arange(len(y)), y])
)
ex.wrong(slip="all-classes", points=0)(lambda Z, y: -np.mean(np.sum(log_softmax(Z), axis=1)))
ex.wrong(slip="no-logarithm", points=0)(lambda Z, y: np.mean(1 - softmax(Z)[np.arange(len(y)), y]))
ex.wrong(slip="no-softmax", points=0)(lambda Z, y: -np.mean(Z[np.arange(len(y)), y]))
ex.wrong(slip="wrong-axis", points=0)(
    lambda Z, y: -np.mean(log_softmax(Z.T).T[np.arange(len(y)), y])
)


@ex.wrong(slip="input-modified", points=2)
def softmax_in_place(Z, y):
    Z -= Z.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(len(y)), y])


ex.wrong(slip="epsilon", points=2)(
    lambda Z, y: -np.sum(np.log(softmax(Z)[np.arange(len(y)), y] + 1e-11)) / len(y)
)
ex.wrong(slip="epsilon", points=2)(
    lambda Z, y: -np.sum(np.eye(Z.shape[1])[y] * np.log(np.clip(softmax(Z), 1e-14, 1))) / len(y)
)


@ex.wrong(slip="logarithm-dropped", points=2)
def log_of_zero_dropped(Z, y):
    picked = softmax(Z)[np.arange(len(y)), y]
    return -np.mean(np.log(np.where(picked > 0, picked, 1)))


ex.wrong(slip="sign", points=0)(lambda Z, y: np.mean(log_softmax(Z)[np.arange(len(y)), y]))
ex.wrong(slip="base-two", points=0)(lambda Z, y: softmax_numpy(Z, y) / math.log(2))
ex.wrong(slip="whole-table", points=0)(
    lambda Z, y: -np.mean(np.log(np.exp(Z) / np.exp(Z).sum())[np.arange(len(y)), y])
)
ex.wrong(slip="sigmoid-for-softmax", points=0)(
    lambda Z, y: -np.mean(np.log(1 / (1 + np.exp(-Z)))[np.arange(len(y)), y])
)
ex.wrong(slip="rounded", points=0)(lambda Z, y: round(float(softmax_numpy(Z, y)), 3))


@ex.wrong(slip="first-example-alone", points=0)
def softmax_returns_early(Z, y):
    for row, label in zip(Z, y):
        return np.logaddexp.reduce(row) - row[label]
