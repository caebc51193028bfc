"""mse_grad(P, T): the gradient of the mean squared error."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import case, exercise
from nnlib.grading.exercises.answers import in_float32, nudged_gradient
from nnlib.grading.exercises.ch05._answers import in_place_error, slope_over
from nnlib.grading.exercises.ch05._shared import (
    MEAN_OVER_ROWS,
    PT,
    SHAPES,
    SLOPES_OF_A_SUM,
    apart,
    loss_slopes,
    mse,
    pairs_apart,
    stretched,
)
from nnlib.grading.exercises.kinds import round_off
from nnlib.grading.exercises.single import uneven

ex = exercise("mse_grad", "P, T -> dP")


@ex.part(points=1)
def gradient(rng):
    known = case(P=[[3, 5]], T=[[1, 6]], dP=[[2, -1]], scale=1)
    # numbers so far from 0 that a small step is lost beside them, on a grid that float32 has too
    T = 2.0**36 + 2**13 * np.array([[4, 2], [8, 6]])
    e = 2.0**13 * np.array([[3, -5], [1, 2]])
    far = uneven({"P": T + e, "T": T}, {"dP": e / 2})
    return [known, *loss_slopes(mse, pairs_apart(rng, SHAPES), names=PT), far]


@ex.part(points=1, hidden=True, pure=True)
def robustness(rng):
    none = case(
        tr("predictions that are all right"),
        P=np.ones((2, 3)),
        T=np.ones((2, 3)),
        dP=np.zeros((2, 3)),
        scale=1,
    )
    wide = loss_slopes(mse, [stretched(apart(rng, (5, 2)))], names=PT, about=tr("other shapes"))
    return [
        none,
        *wide,
        *loss_slopes(mse, pairs_apart(rng, [(1, 1), (4, 1)]), names=PT, about=tr("other shapes")),
    ]


# ---- slips -----------------------------------------------------------------------------------------


@ex.slip(says=SLOPES_OF_A_SUM)
def no_mean(P, T):
    return 2 * (P - T)


@ex.slip(says=MEAN_OVER_ROWS)
def mean_over_rows(P, T):
    return 2 * (P - T) / len(P)


@ex.slip
def error_only(P, T):
    """You return the errors themselves. Nudge one prediction by 0.01 on paper: how much does the loss change?"""
    return P - T


@ex.slip
def sign_of_error(P, T):
    """Your slopes all have one size. A square is steeper where the error is large: that is the MAE's gradient."""
    return np.sign(P - T) / P.size


@ex.slip
def mean_over_columns(P, T):
    """You divide by the number of columns. The loss is a mean over every number in the table, and there are several
    rows.
    """
    return 2 * (P - T) / P.shape[1]


@ex.slip
def half_over_rows(P, T):
    """Your slopes belong to half the squares, summed over the columns. Here no 1/2 stands in front of the loss, and it
    is a mean over every number in the table.
    """
    return (P - T) / len(P)


@ex.slip
def loss_for_slope(P, T):
    """You return the squares, the loss before its mean. The slope is wanted: nudge one prediction, and see how the loss
    changes.
    """
    return (P - T) ** 2 / P.size


@ex.slip
def error_turned(P, T):
    """You return the errors themselves, and the wrong way round. Nudge one prediction by 0.01 on paper: how much does
    the loss change, and which way?
    """
    return T - P


@ex.slip
def same_for_all(P, T):
    """All the entries of your gradient are the same. Each prediction has an error of its own: where do you average?"""
    return np.full(P.shape, 2 * (P - T).mean() / P.size)


round_off(ex, lambda P, T: 2 * (P - T) / P.size, digits=(1, 2))


# ---- right answers ---------------------------------------------------------------------------------

ex.right(slope_over(lambda e: 2 * e))
ex.right(lambda P, T: -2 * (T - P) / (P.shape[0] * P.shape[1]))
ex.right(in_float32(lambda P, T: (P - T) * 2 / P.size))


ex.right(lambda P, T: np.divide(np.subtract(P, T), P.size / 2))


@ex.right
def by_rows(P, T):
    return np.array(
        [[2 * (p - t) / P.size for p, t in zip(row, wanted)] for row, wanted in zip(P, T)]
    )


# ---- wrong answers ---------------------------------------------------------------------------------


ex.wrong(slip="measured", points=0)(nudged_gradient(mse))

ex.wrong(slip="halved", points=0)(lambda P, T: (P - T) / P.size)
ex.wrong(slip="mean-over-rows", points=0)(lambda P, T: 2 * (P - T) / len(P))
ex.wrong(slip="no-mean", points=0)(lambda P, T: 2 * (P - T))
ex.wrong(slip="sign-flipped", points=0)(lambda P, T: 2 * (T - P) / P.size)
ex.wrong(slip="mean-over-columns", points=0)(lambda P, T: 2 * (P - T) / P.shape[1])
ex.wrong(slip="lost-axis", points=0)(lambda P, T: np.mean(2 * (P - T)))


@ex.wrong(slip="input-modified", points=1)
def in_place(P, T):
    return 2 * in_place_error(P, T) / P.size


ex.wrong(slip="half-over-rows", points=0)(lambda P, T: (P - T) / P.shape[0])
ex.wrong(slip="error-turned", points=0)(lambda P, T: T - P)
ex.wrong(slip="loss-for-slope", points=0)(lambda P, T: np.square(P - T) / P.size)
ex.wrong(slip="sign-flipped", points=0)(lambda P, T: -2 * (P - T) / P.size)
