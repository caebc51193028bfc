"""mae_grad(P, T): the gradient of the mean absolute error, 0 at a tie."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import case, exercise
from nnlib.grading.exercises.answers import in_float32, nudged_gradient
from nnlib.grading.exercises.ch05._answers import slope_over
from nnlib.grading.exercises.ch05._shared import (
    MEAN_OVER_ROWS,
    PT,
    SHAPES,
    SLOPES_OF_A_SUM,
    loss_slopes,
    mae,
    pairs_apart,
)
from nnlib.grading.exercises.kinds import round_off
from nnlib.grading.exercises.single import uneven

ex = exercise("mae_grad", "P, T -> dP")


@ex.part(points=1, pure=True)
def gradient(rng):
    known = case(P=[[3, 5]], T=[[1, 6]], dP=[[0.5, -0.5]], scale=1)
    ties = case(
        tr("a prediction that is exactly right"),
        P=[[2, 5, -1, 0]],
        T=[[2, 3, 4, 0]],
        dP=[[0, 0.25, -0.25, 0]],
        scale=1,
    )
    near = {"P": np.array([[1e-9, -2e-9], [3e-9, 1e-9]]), "T": np.zeros((2, 2))}
    corner = uneven(near, {"dP": np.array([[0.25, -0.25], [0.25, 0.25]])})
    return [known, *loss_slopes(mae, pairs_apart(rng, [*SHAPES, (4, 1)]), names=PT), ties, corner]


# ---- slips -----------------------------------------------------------------------------------------


@ex.slip(says=SLOPES_OF_A_SUM)
def no_mean(P, T):
    return np.sign(P - T)


@ex.slip(says=MEAN_OVER_ROWS)
def mean_over_rows(P, T):
    return np.sign(P - T) / len(P)


@ex.slip
def tie(P, T):
    """Where a prediction is exactly right you still push it to one side. The book takes slope 0 there: what does
    your comparison do with two equal numbers?
    """
    return np.where(P >= T, 1.0, -1.0) / P.size


@ex.slip(like=tie)
def tie_downwards(P, T):
    return np.where(P > T, 1.0, -1.0) / P.size


@ex.slip
def sign_lost(P, T):
    """Your slopes are all positive. A prediction that is too low should go up: raising it makes the loss fall."""
    return np.abs(np.sign(P - T)) / P.size


@ex.slip
def error_for_sign(P, T):
    """Your slopes grow with the error. In the MAE each step away costs as much as the one before: a far point
    pulls no harder than a near one.
    """
    return (P - T) / P.size


@ex.slip
def size_for_slope(P, T):
    """You return the sizes of the errors, the loss before its mean. The slope is wanted: which way, how steep?"""
    return np.abs(P - T) / P.size


@ex.slip
def no_sign(P, T):
    """Your slopes are all the same, whatever P and T are. A prediction that is too low should go up: which way does
    each one lie?
    """
    return np.ones(P.shape) / P.size


@ex.slip
def mean_over_columns(P, T):
    """You divide by the number of columns. The loss is a mean over every number in the table, and there are several
    rows.
    """
    return np.sign(P - T) / P.shape[1]


@ex.slip
def square_slope(P, T):
    """That is the gradient of the mean squared error. In the MAE a far point pulls no harder than a near one."""
    return 2 * (P - T) / P.size


@ex.slip
def only_too_high(P, T):
    """Where a prediction is too low your slope is 0. Raising it makes the loss fall there: which slope is that?"""
    return (P > T) / P.size


round_off(ex, lambda P, T: np.sign(P - T) / P.size, digits=(1,))


# ---- right answers ---------------------------------------------------------------------------------


def sign(e):
    return 1 if e > 0 else -1 if e < 0 else 0


ex.right(slope_over(sign))
ex.right(lambda P, T: np.sign(P - T) / P.size)
ex.right(lambda P, T: ((P > T).astype(float) - (P < T)) / P.size)
ex.right(in_float32(lambda P, T: np.sign(P - T) / P.size))


ex.right(lambda P, T: np.clip((P - T) * 1e300, -1, 1) / P.size)
ex.right(lambda P, T: np.where(P == T, 0.0, np.where(P > T, 1.0, -1.0)) / P.size)


@ex.right
def with_a_mask(P, T):
    dP = np.zeros(P.shape)
    dP[P > T] = 1 / P.size
    dP[P < T] = -1 / P.size
    return dP


# ---- wrong answers ---------------------------------------------------------------------------------


ex.wrong(slip="measured", points=0)(nudged_gradient(mae))

ex.wrong(slip="no-mean", points=0)(lambda P, T: np.sign(P - T))
ex.wrong(slip="no-sign", points=0)(lambda P, T: np.ones(P.shape) / P.size)
ex.wrong(slip="tie", points=0)(lambda P, T: np.where(P < T, -1, 1) / P.size)
ex.wrong(slip="tie", points=0)(lambda P, T: 2 * ((P > T) - 0.5) / P.size)
ex.wrong(slip="sign-flipped", points=0)(lambda P, T: np.sign(T - P) / P.size)


# 0 / 0 at a tie
ex.wrong(slip="not-finite", points=0)(lambda P, T: (P - T) / np.abs(P - T) / P.size)
ex.wrong(slip="error-for-sign", points=0)(lambda P, T: (P - T) / P.size)
ex.wrong(slip="size-for-slope", points=0)(lambda P, T: np.abs(P - T) / P.size)
ex.wrong(slip="sign-lost", points=0)(lambda P, T: np.abs(np.sign(P - T)) / P.size)


ex.wrong(slip="square-slope", points=0)(lambda P, T: 2 / P.size * (P - T))
ex.wrong(slip="only-too-high", points=0)(lambda P, T: np.where(P > T, 1, 0) / P.size)
ex.wrong(slip="mean-over-rows", points=0)(lambda P, T: np.sign(P - T) / P.shape[0])
ex.wrong(slip="mean-over-columns", points=0)(lambda P, T: np.sign(P - T) / P.shape[1])
ex.wrong(slip="lost-axis", points=0)(lambda P, T: np.mean(np.sign(P - T)))
