"""mse(P, T): the mean squared error."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import case, exercise
from nnlib.grading.exercises.answers import in_float32
from nnlib.grading.exercises.ch05._answers import in_place_error, mean_over
from nnlib.grading.exercises.ch05._shared import PT, SHAPES, costs, mse, pairs_apart
from nnlib.grading.exercises.kinds import round_off
from nnlib.grading.exercises.words import HALF_COST, NO_SQUARE

ex = exercise("mse", "P, T -> J")


@ex.part(points=1, pure=True)
def value(rng):
    known = case(P=[[3, 5]], T=[[1, 6]], J=2.5, scale=1)
    none = case(tr("predictions that are all right"), P=[[3, 5]], T=[[3, 5]], J=0.0, scale=1)
    return [known, *costs(mse, pairs_apart(rng, [*SHAPES, (4, 1)]), names=PT), none]


# ---- slips -----------------------------------------------------------------------------------------


@ex.slip
def no_mean(P, T):
    """You add the squares up and stop there. The M in MSE stands for a mean, over every number in the table."""
    return ((P - T) ** 2).sum()


@ex.slip
def mean_over_rows(P, T):
    """You divide by the number of rows. There is one square for every number in the table: how many are those?"""
    return ((P - T) ** 2).sum() / len(P)


@ex.slip(says=HALF_COST)
def half_loss(P, T):
    return ((P - T) ** 2).mean() / 2


@ex.slip
def root(P, T):
    """You took the root at the end, which makes it the RMSE. The mean of the squares itself is asked for."""
    return np.sqrt(((P - T) ** 2).mean())


@ex.slip(says=NO_SQUARE)
def no_square(P, T):
    return (P - T).mean()


@ex.slip
def absolute_errors(P, T):
    """You average the sizes of the errors: that is the MAE. Here each error counts by its square."""
    return np.abs(P - T).mean()


@ex.slip
def square_of_mean(P, T):
    """You average first and square afterwards, so that errors of +3 and -3 cancel. Change the order."""
    return (P - T).mean() ** 2


@ex.slip(key="half-loss")
def half_of_the_sum(P, T):
    """You give half of the sum of the squares, as some books do. Here no 1/2 stands in front, and the mean over every
    number in the table is wanted.
    """
    return ((P - T) ** 2).sum() / 2


@ex.slip(key="half-loss")
def half_of_the_mean_over_rows(P, T):
    """You divide the sum of the squares by twice the number of rows, as some books do. Here no 1/2 stands in front,
    and the mean over every number in the table is wanted.
    """
    return ((P - T) ** 2).sum() / (2 * len(P))


@ex.slip
def mean_over_columns(P, T):
    """You divide by the number of columns. There is one square for every number in the table: how many are those?"""
    return ((P - T) ** 2).sum() / P.shape[1]


@ex.slip
def root_of_the_sum(P, T):
    """You give the length of the error: the root of a sum of squares. The mean of the squares is asked for."""
    return np.sqrt(((P - T) ** 2).sum())


@ex.slip
def sign(P, T):
    """Your J is negative. A mean of squares cannot be: look for a minus in front."""
    return -((P - T) ** 2).mean()


@ex.slip
def squares_apart(P, T):
    """You square P and T on their own and take the difference of that. The error comes first, its square second."""
    return (P**2 - T**2).mean()


@ex.slip
def bracket(P, T):
    """You square T alone. The whole error has to be squared: put P - T in brackets."""
    return (P - T**2).mean()


@ex.slip
def last_column_left_out(P, T):
    """The last column is missing from your sum. Where does your inner loop end?"""
    return ((P - T)[:, :-1] ** 2).sum() / P.size


@ex.slip
def last_row_left_out(P, T):
    """The last row is missing from your sum. Where does your outer loop end?"""
    return ((P - T)[:-1] ** 2).sum() / P.size


@ex.slip
def first_alone(P, T):
    """Only the first row counts in your J. Does the return stand inside the loop, or is one row picked out?"""
    return ((P[0] - T[0]) ** 2).mean()


@ex.slip
def rows_broadcast(P, T):
    """You compare every row of P with every row of T. Row i has one target, T[i]: print the shape of your errors."""
    return ((P[:, None] - T) ** 2).mean()


@ex.slip
def absolute_sum(P, T):
    """You add up the sizes of the errors. Here each error counts by its square, and the mean is wanted."""
    return np.abs(P - T).sum()


round_off(ex, lambda P, T: ((P - T) ** 2).mean())


# ---- right answers ---------------------------------------------------------------------------------

ex.right(mean_over(lambda e: e**2))
ex.right(lambda P, T: np.mean((P - T) ** 2))
ex.right(lambda P, T: float(np.sum(np.square(T - P))) / P.size)
ex.right(in_float32(lambda P, T: ((P - T) ** 2).mean()))


ex.right(lambda P, T: np.einsum("ij,ij->", P - T, P - T) / np.size(T))
ex.right(lambda P, T: np.linalg.norm(P - T) ** 2 / P.size)
ex.right(lambda P, T: np.mean(P * P - 2 * P * T + T * T))


# ---- wrong answers ---------------------------------------------------------------------------------


# its gradient (P - T) / (n k) is below
ex.wrong(slip="half-loss", points=0)(lambda P, T: np.mean((P - T) ** 2) / 2)
ex.wrong(slip="mean-over-rows", points=0)(lambda P, T: np.sum((P - T) ** 2) / P.shape[0])
ex.wrong(slip="no-mean", points=0)(lambda P, T: np.sum((P - T) ** 2))
ex.wrong(slip="root", points=0)(lambda P, T: np.sqrt(np.mean((P - T) ** 2)))
ex.wrong(slip="no-square", points=0)(lambda P, T: np.mean(P - T))
ex.wrong(slip="absolute-errors", points=0)(lambda P, T: np.mean(np.abs(P - T)))
ex.wrong(slip="sign", points=0)(lambda P, T: -np.mean((P - T) ** 2))
ex.wrong(slip="broadcast-up", points=0)(lambda P, T: np.mean((P - T) ** 2, axis=1))


# all rows against all rows
ex.wrong(slip="rows-broadcast", points=0)(lambda P, T: np.mean((P[:, None] - T) ** 2))


@ex.wrong(slip="last-column-left-out", points=0)
def short_loop(P, T):
    total = 0.0
    for i in range(P.shape[0]):
        for j in range(P.shape[1] - 1):
            total += (P[i, j] - T[i, j]) ** 2
    return total / P.size


@ex.wrong(slip="input-modified", points=0)
def in_place(P, T):
    return np.mean(in_place_error(P, T) ** 2)


ex.wrong(slip="half-loss", points=0)(lambda P, T: 0.5 * np.sum((P - T) ** 2))
ex.wrong(slip="half-loss", points=0)(lambda P, T: 1 / (2 * P.shape[0]) * np.sum((P - T) ** 2))
ex.wrong(slip="root-of-the-sum", points=0)(lambda P, T: np.linalg.norm(P - T))
ex.wrong(slip="bracket", points=0)(lambda P, T: np.mean(P - T**2))
ex.wrong(slip="squares-apart", points=0)(lambda P, T: np.mean(P**2 - T**2))
ex.wrong(slip="rounded", points=0)(lambda P, T: round(float(np.mean((P - T) ** 2)), 2))
ex.wrong(slip="mean-over-columns", points=0)(lambda P, T: np.sum((P - T) ** 2) / P.shape[1])


@ex.wrong(slip="first-alone", points=0)
def return_in_the_loop(P, T):
    for p, t in zip(P, T):
        return np.mean((p - t) ** 2)
