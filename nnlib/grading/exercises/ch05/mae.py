"""mae(P, T): the mean absolute error."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import case, exercise
from nnlib.grading.exercises.answers import in_float32
from nnlib.grading.exercises.ch05._answers import mean_over
from nnlib.grading.exercises.ch05._shared import PT, SHAPES, costs, mae, pairs_apart
from nnlib.grading.exercises.kinds import round_off

ex = exercise("mae", "P, T -> J")


@ex.part(points=1, pure=True)
def value(rng):
    known = case(P=[[3, 5]], T=[[1, 6]], J=1.5, scale=1)
    swapped = case(P=[[1, 6]], T=[[3, 5]], J=1.5, scale=1)  # the mean error has the other sign
    none = case(tr("predictions that are all right"), P=[[3, 5]], T=[[3, 5]], J=0.0, scale=1)
    return [known, swapped, *costs(mae, pairs_apart(rng, [*SHAPES, (4, 1)]), names=PT), none]


# ---- slips -----------------------------------------------------------------------------------------


@ex.slip
def no_mean(P, T):
    """You add the sizes up and stop there. The M in MAE stands for a mean, over every number in the table."""
    return np.abs(P - T).sum()


@ex.slip
def mean_over_rows(P, T):
    """You divide by the number of rows. There is one error for every number in the table: how many are those?"""
    return np.abs(P - T).sum() / len(P)


@ex.slip
def sign_kept(P, T):
    """Errors of +3 and -3 cancel in your J, as if nothing were wrong. Only the size of an error should count."""
    return (P - T).mean()


@ex.slip
def size_of_mean(P, T):
    """You average first and drop the sign afterwards, so that errors of +3 and -3 cancel. Change the order."""
    return abs((P - T).mean())


@ex.slip
def squared_errors(P, T):
    """You average the squares: that is the MSE. Here an error of 3 costs 3, not 9."""
    return ((P - T) ** 2).mean()


@ex.slip
def median_for_mean(P, T):
    """You take the median of the sizes. The M in MAE stands for a mean: add them up and divide by how many they are."""
    return np.median(np.abs(P - T))


@ex.slip
def half_of_the_mean(P, T):
    """Your J is half of what is asked for. No 1/2 stands in front here."""
    return np.abs(P - T).mean() / 2


@ex.slip
def sizes_apart(P, T):
    """You drop the signs of P and T before you compare them: predictions of -3 and 3 then look alike. The error comes
    first, its size second.
    """
    return np.abs(np.abs(P) - np.abs(T)).mean()


@ex.slip
def root_mean_square(P, T):
    """You square the errors and take the root of their mean: that is the RMSE. Here an error counts by its size."""
    return np.sqrt(((P - T) ** 2).mean())


@ex.slip
def largest_error(P, T):
    """You give the largest error. All of them count: the mean of their sizes is wanted."""
    return np.abs(P - T).max()


@ex.slip
def mean_over_columns(P, T):
    """You divide by the number of columns. There is one error for every number in the table: how many are those?"""
    return np.abs(P - T).sum() / P.shape[1]


@ex.slip
def last_column_left_out(P, T):
    """The last column is missing from your sum. Where does your inner loop end?"""
    return np.abs(P - T)[:, :-1].sum() / P.size


@ex.slip
def first_alone(P, T):
    """Only the first row counts in your J. Does the return stand inside the loop, or is one row picked out?"""
    return np.abs(P[0] - T[0]).mean()


@ex.slip
def rows_broadcast(P, T):
    """You compare every row of P with every row of T. Row i has one target, T[i]: print the shape of your errors."""
    return np.abs(P[:, None] - T).mean()


round_off(ex, lambda P, T: np.abs(P - T).mean())


# ---- right answers ---------------------------------------------------------------------------------

ex.right(mean_over(abs))
ex.right(lambda P, T: np.mean(np.abs(P - T)))
ex.right(lambda P, T: np.mean(np.maximum(P, T) - np.minimum(P, T)))
ex.right(in_float32(lambda P, T: np.abs(T - P).mean()))


ex.right(lambda P, T: np.sqrt((P - T) ** 2).sum() / P.size)
ex.right(lambda P, T: np.sum(np.where(P > T, P - T, T - P)) / np.size(P))


# ---- wrong answers ---------------------------------------------------------------------------------

ex.wrong(slip="no-mean", points=0)(lambda P, T: np.sum(np.abs(P - T)))
ex.wrong(slip="sign-kept", points=0)(lambda P, T: np.mean(P - T))
ex.wrong(slip="size-of-mean", points=0)(lambda P, T: np.abs(np.mean(P - T)))
ex.wrong(slip="mean-over-rows", points=0)(lambda P, T: np.sum(np.abs(P - T)) / len(P))
ex.wrong(slip="squared-errors", points=0)(lambda P, T: np.mean((P - T) ** 2))
ex.wrong(slip="median-for-mean", points=0)(lambda P, T: np.median(np.abs(P - T)))


ex.wrong(slip="root-mean-square", points=0)(lambda P, T: np.linalg.norm(P - T) / np.sqrt(P.size))
ex.wrong(slip="sizes-apart", points=0)(lambda P, T: np.mean(np.abs(np.abs(P) - np.abs(T))))
ex.wrong(slip="largest-error", points=0)(lambda P, T: np.max(np.abs(P - T)))
ex.wrong(slip="half-of-the-mean", points=0)(lambda P, T: np.abs(P - T).mean() / 2)
ex.wrong(slip="rounded", points=0)(lambda P, T: round(float(np.mean(np.abs(P - T))), 1))


@ex.wrong(slip="first-alone", points=0)
def return_in_the_loop(P, T):
    for p, t in zip(P, T):
        return np.mean(np.abs(p - t))
