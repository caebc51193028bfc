"""binary_cross_entropy(p, y): what forecasts of yes and no pay."""

import math

import numpy as np

from nnlib import losses as book
from nnlib.core.words import tr
from nnlib.grading.exercise import case, exercise
from nnlib.grading.exercises.answers import in_float32
from nnlib.grading.exercises.ch05._shared import (
    BASE_TWO,
    LN2,
    LN4_3,
    PRICES_SUMMED,
    binary,
    costs,
    costs_inf,
    forgiving,
)
from nnlib.grading.exercises.draw import labels, mean_reference
from nnlib.grading.exercises.kinds import round_off

ex = exercise("binary_cross_entropy", "p, y -> J")

binary_cross_entropy = mean_reference(book.binary_cross_entropy)
PY = ("p", "y")


def forecasts(rng, n):
    return rng.integers(4, 61, n) / 64, labels(rng, n)


@ex.part(points=1)
def value(rng):
    known = case(p=[0.8, 0.4], y=[1.0, 0], J=0.3669845875401002, scale=1)
    ones = case(tr("labels that are all 1"), p=[0.5, 0.25], y=[1.0, 1], J=1.5 * LN2, scale=1)
    zeros = case(tr("labels that are all 0"), p=[0.5, 0.75], y=[0.0, 0], J=1.5 * LN2, scale=1)
    drawn = costs(binary_cross_entropy, [forecasts(rng, n) for n in (3, 4, 7)], names=PY)
    return forgiving([known, ones, zeros, *drawn])


@ex.part(points=1, hidden=True, pure=True)
def limits(rng):
    p, y = forecasts(rng, 4)
    sure = case(
        tr("forecasts that are sure and right"),
        p=np.append(p, [0.0, 1]),
        y=np.append(y, [0.0, 1]),
        J=binary_cross_entropy(p, y) * 4 / 6,
    )
    right = case(tr("forecasts that are sure and right"), p=[0.0, 1], y=[0.0, 1], J=0.0, scale=1)
    wrong = [
        case(
            tr("a forecast that is sure and wrong"),
            p=np.array([0.5, end]),
            y=np.array([1.0, 1 - end]),
            J=np.inf,
            judge=costs_inf,
        )
        for end in (0.0, 1.0)
    ]
    single = [
        case(tr("one example"), p=[0.25], y=[1.0], J=2 * LN2, scale=1),
        case(tr("one example"), p=[0.25], y=[0.0], J=LN4_3, scale=1),
    ]
    return [sure, right, *single, *wrong]


# ---- slips -----------------------------------------------------------------------------------------


# first: the slips below give nan there too, and would be named in its place
@ex.slip
def zero_times_log(p, y):
    """At p = 0 or 1 you compute 0 times -inf, and that is nan. Only one of the two logarithms counts for each
    example: do not touch the other.
    """
    return -binary(p, y).mean()


@ex.slip
def bracket_in_log(p, y):
    """Your second logarithm stands inside the first one. There are two prices, one for y = 1 and one for y = 0:
    each has a logarithm of its own.
    """
    return -(y * np.log(p + (1 - y) * np.log(1 - p))).mean()


@ex.slip
def only_the_ones(p, y):
    """Examples with y = 0 cost nothing in your J. Then a model that always says p = 1 would be perfect: what
    should it pay where y is 0?
    """
    return -(y * np.log(p)).mean()


@ex.slip
def only_the_zeros(p, y):
    """Examples with y = 1 cost nothing in your J. Then a model that always says p = 0 would be perfect: what
    should it pay where y is 1?
    """
    return -((1 - y) * np.log(1 - p)).mean()


@ex.slip
def same_log_twice(p, y):
    """Where y = 0 you take the logarithm of p. What happened there is the opposite: which probability did the
    model give to that?
    """
    return -np.log(p).mean()


@ex.slip
def labels_exchanged(p, y):
    """You charge the examples with y = 1 for 1 - p. A forecast of 0.8 is a good one where y is 1: it should be
    cheap there.
    """
    return -binary(p, 1 - y).mean()


@ex.slip(says=BASE_TWO)
def base_two(p, y):
    return -binary(p, y).mean() / np.log(2)


@ex.slip(says=PRICES_SUMMED)
def no_mean(p, y):
    return -binary(p, y).sum()


@ex.slip
def sign(p, y):
    """Your J is negative. The logarithm of a probability is below 0, and a price should not be."""
    return binary(p, y).mean()


@ex.slip
def squared_errors(p, y):
    """You average squares: that is the MSE. Here a forecast pays for its surprise, with a logarithm."""
    return ((p - y) ** 2).mean()


@ex.slip
def swapped(p, y):
    """Your J is inf everywhere. Is a logarithm taken of the labels, which are 0 or 1? The forecasts are the first
    argument, and the labels the second.
    """
    with np.errstate(all="ignore"):
        return -binary(y, p).mean()


@ex.slip(key="swapped")
def swapped_with_a_small_number(p, y):
    """You exchanged p and y: the logarithms are taken of the labels, and those are 0 or 1. The forecasts are the first
    argument, and the labels the second.
    """
    return -(p * np.log(y + 1e-7) + (1 - p) * np.log(1 - y + 1e-7)).mean()


for small in (1e-8, 1e-9, 1e-10, 1e-12, 1e-15):
    ex.slip(like=swapped_with_a_small_number)(
        lambda p, y, small=small: -(p * np.log(y + small) + (1 - p) * np.log(1 - y + small)).mean()
    )
    ex.slip(like=swapped_with_a_small_number)(
        lambda p, y, small=small: -binary(np.clip(y, small, 1 - small), p).mean()
    )


@ex.slip
def labels_broadcast(p, y):
    """Each forecast of yours pays for all the labels in the batch: one of the two stands in a column. Forecast i has
    one label, y[i]: print the shape of what you take the mean of.
    """
    return -binary(p[:, None], y).mean()


@ex.slip
def first_example_alone(p, y):
    """Only the first example counts in your J. Does the return stand inside the loop?"""
    return -np.log(p[0] if y[0] == 1 else 1 - p[0])


@ex.slip
def last_example_left_out(p, y):
    """The last example is missing from your sum. Where does your loop end?"""
    return -np.log(np.where(y == 1, p, 1 - p))[:-1].sum() / len(p)


@ex.slip
def minus_between(p, y):
    """You take the second price away from the first. Both are paid: add them, and put one minus before the two
    logarithms together.
    """
    return (-y * np.log(p) + (1 - y) * np.log(1 - p)).mean()


@ex.slip
def sigmoid_again(p, y):
    """You send p through a sigmoid. It holds probabilities already: take them as they are."""
    return np.logaddexp(0, np.where(y == 1, -p, p)).mean()


@ex.slip
def logarithm_of_mean(p, y):
    """You average the probabilities and take the logarithm afterwards. Each example pays its own price: the logarithm
    comes first, the mean second.
    """
    return -np.log(np.where(y == 1, p, 1 - p).mean())


@ex.slip
def half_loss(p, y):
    """Your J is half of what is asked for. No 1/2 stands in front here."""
    return -np.log(np.where(y == 1, p, 1 - p)).mean() / 2


round_off(ex, lambda p, y: -np.log(np.where(y == 1, p, 1 - p)).mean())


# ---- right answers ---------------------------------------------------------------------------------


@ex.right
def binary_loop(p, y):
    total = 0.0
    for i in range(len(p)):
        price = p[i] if y[i] == 1 else 1 - p[i]
        total += -math.log(price) if price > 0 else math.inf
    return total / len(p)


@ex.right
def binary_where(p, y):
    return -np.mean(np.log(np.where(y == 1, p, 1 - p)))


ex.right(lambda p, y: np.mean(np.where(y == 1, -np.log(p), -np.log(1 - p))))
ex.right(lambda p, y: -np.mean(np.log(np.abs(1 - y - p))))
ex.right(in_float32(binary_where))


@ex.right
def by_masks(p, y):
    there = y == 1
    return -(np.log(p[there]).sum() + np.log1p(-p[~there]).sum()) / p.size


ex.right(lambda p, y: -np.mean(np.log(1 - y + (2 * y - 1) * p)))


# ---- wrong answers ---------------------------------------------------------------------------------


@ex.wrong(slip="bracket-in-log", points=0)
def seed_bracket(p, y):
    """-[y log{p + (1 - y) log(1 - p)}], as the notes have it."""
    return -np.mean(y * np.log(p + (1 - y) * np.log(1 - p)))


ex.wrong(slip="only-the-ones", points=0)(lambda p, y: -np.mean(y * np.log(p)))
ex.wrong(slip="same-log-twice", points=0)(
    lambda p, y: -np.mean(y * np.log(p) + (1 - y) * np.log(p))
)
ex.wrong(slip="labels-exchanged", points=0)(
    lambda p, y: -np.mean(np.log(np.where(y == 0, p, 1 - p)))
)
ex.wrong(slip="no-mean", points=0)(lambda p, y: -np.sum(np.log(np.where(y == 1, p, 1 - p))))
ex.wrong(slip="base-two", points=0)(lambda p, y: binary_where(p, y) / math.log(2))
ex.wrong(slip="sign", points=0)(lambda p, y: -binary_where(p, y))
ex.wrong(slip="squared-errors", points=0)(lambda p, y: np.mean((p - y) ** 2))
ex.wrong(slip="zero-times-log", points=1)(
    lambda p, y: -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
)


@ex.wrong(slip="epsilon", points=1)
def clean_binary(p, y):
    p = np.clip(p, 1e-7, 1 - 1e-7)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


# (n, 1) against (n,): n times n prices
ex.wrong(slip="labels-broadcast", points=0)(lambda p, y: binary_where(p[:, None], y))
ex.wrong(slip="broadcast-up", points=0)(lambda p, y: -np.log(np.where(y == 1, p, 1 - p)))


ex.wrong(slip="minus-between", points=0)(
    lambda p, y: np.mean(-y * np.log(p) + (1 - y) * np.log(1 - p))
)
ex.wrong(slip="swapped", points=0)(
    lambda p, y: -np.mean(p * np.log(y + 1e-9) + (1 - p) * np.log(1 - y + 1e-9))
)
ex.wrong(slip="swapped", points=0)(
    lambda y_true, y_pred: -np.mean(y_true * np.log(y_pred) + (1 - y_true) * np.log(1 - y_pred))
)
ex.wrong(slip="epsilon", points=1)(
    lambda p, y: -np.mean(y * np.log(p + 1e-7) + (1 - y) * np.log(1 - p + 1e-7))
)
ex.wrong(slip="rounded", points=0)(lambda p, y: round(float(binary_where(p, y)), 3))
ex.wrong(slip="sigmoid-again", points=0)(lambda p, y: np.mean(np.log(1 + np.exp(p)) - y * p))


@ex.wrong(slip="last-example-left-out", points=0)
def short_loop(p, y):
    total = 0
    for i in range(len(p) - 1):
        total -= y[i] * np.log(p[i]) + (1 - y[i]) * np.log(1 - p[i])
    return total / len(p)


@ex.wrong(slip="first-example-alone", points=0)
def return_in_the_loop(p, y):
    for a, label in zip(p, y):
        return -np.log(a) if label == 1 else -np.log(1 - a)
