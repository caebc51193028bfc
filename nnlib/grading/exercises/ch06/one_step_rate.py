"""one_step_rate(x): the learning rate that leads a line through the origin to its bottom in one step."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import case, exercise
from nnlib.grading.exercises.draw import short
from nnlib.grading.exercises.kinds import round_off

ex = exercise("one_step_rate", "x -> rate")


def _inputs(rng, n, scale=1.0, centre=0.5):
    """Inputs that are not centred, so that their spread is not their distance from 0."""
    return scale * short(rng.uniform(0.5, 2, n) * rng.choice([-1, 1, 1], n) + centre)


def _rate(x, about=""):
    return case(about, x=x, rate=float(0.5 * len(x) / (x @ x)), elementwise=True)


@ex.part(points=1)
def value(rng):
    x = _inputs(rng, 5)
    return [
        case(tr("the example of the statement"), x=[1, 3], rate=0.1),
        _rate(x),
        _rate(2 * x, tr("all inputs twice as large")),
    ]


@ex.part(points=1, hidden=True, pure=True)
def anywhere(rng):
    return [
        _rate(_inputs(rng, 1), tr("a single example")),
        _rate(_inputs(rng, 7, centre=-2.5), tr("inputs below 0")),
        _rate(_inputs(rng, 6, scale=1 / 256), tr("very small inputs")),
        _rate(_inputs(rng, 40, scale=64.0), tr("large inputs")),
    ]


# ---- slips -----------------------------------------------------------------------------------------


@ex.slip
def twice_too_far(x):
    """Your step leads exactly as far beyond the bottom as you stood before it, so the walk swings for ever. What is
    the slope of a square, and where does its factor go?
    """
    return len(x) / np.sum(x * x)


@ex.slip
def sum_for_mean(x):
    """Your rate gets smaller with every example. The cost is a mean, so copies of the examples change nothing."""
    return 0.5 / np.sum(x * x)


@ex.slip(like=sum_for_mean)
def sum_for_mean_twice(x):
    return 1 / np.sum(x * x)


@ex.slip
def spread_of_x(x):
    """You take the spread of x around its mean. The line goes through the origin: how far is each x from 0?"""
    return 0.5 / (np.var(x) or 1)


@ex.slip
def square_of_mean(x):
    """You square the mean of x. Each example has a square of its own, and their mean is wanted."""
    return 0.5 / np.mean(x) ** 2


@ex.slip
def slope_growth(x):
    """You return how fast the slope grows with w. That is the c of the bowl: which rate makes 1 - rate c equal to 0?"""
    return 2 * np.mean(x * x)


@ex.slip(like=slope_growth)
def slope_growth_by_two(x):
    return np.mean(x * x)


@ex.slip
def sizes_for_squares(x):
    """With all inputs twice as large, your rate is half as large. Measure it: a step of that rate goes too far."""
    return 0.5 / np.mean(np.abs(x))


@ex.slip(like=sizes_for_squares)
def root_of_squares(x):
    return 0.5 / np.sqrt(np.mean(x * x))


@ex.slip
def half_way(x):
    """Your step goes half of the way to the bottom. Which of the factors of 2 stands there twice?"""
    return 0.25 * len(x) / np.sum(x * x)


@ex.slip
def always_the_same(x):
    """Your rate is the same whatever x is. Make all inputs twice as large, and measure where a step leads."""
    return 0.1


round_off(ex, lambda x: 0.5 / np.mean(x * x), digits=(1, 2))


# ---- right answers ---------------------------------------------------------------------------------


@ex.right
def rate_by_loop(x):
    total = 0.0
    for number in x:
        total += number * number
    return len(x) / (2 * total)


ex.right(lambda x: 1 / (2 * np.mean(x**2)))
ex.right(lambda x: 0.5 * len(x) / np.dot(x, x))
ex.right(lambda x: 0.5 / (np.var(x) + np.mean(x) ** 2))


@ex.right
def rate_by_two_slopes(x):
    """The slope is a line in w: how much it grows from w = 0 to w = 1 is the c of the bowl."""

    def slope(w):
        return np.mean(2 * (w * x - 1) * x)

    return 1 / (slope(1.0) - slope(0.0))


# ---- wrong answers ---------------------------------------------------------------------------------

ex.wrong(slip="twice-too-far", points=0)(lambda x: 1 / np.mean(x**2))
ex.wrong(slip="sum-for-mean", points=0)(lambda x: 1 / (2 * np.sum(x**2)))
ex.wrong(slip="sum-for-mean", points=0)(lambda x: 1 / np.sum(x**2))
ex.wrong(slip="spread-of-x", points=0)(lambda x: 1 / (2 * np.var(x)) if len(x) > 1 else 0.5)
ex.wrong(slip="square-of-mean", points=0)(lambda x: 1 / (2 * np.mean(x) ** 2))
ex.wrong(slip="slope-growth", points=0)(lambda x: 2 * np.mean(x**2))
ex.wrong(slip="sizes-for-squares", points=0)(lambda x: 1 / (2 * np.mean(np.abs(x))))
ex.wrong(slip="half-way", points=0)(lambda x: 1 / (4 * np.mean(x**2)))
ex.wrong(slip="always-the-same", points=0)(lambda x: 0.1)
ex.wrong(slip="rounded", points=0)(lambda x: round(1 / (2 * np.mean(x**2)), 2))


@ex.wrong(slip="input-modified", points=1)
def squares_in_place(x):
    x *= x
    return 0.5 / np.mean(x)
