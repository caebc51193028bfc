"""huber_grad(P, T, delta): the gradient of Huber's loss."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import case, exercise
from nnlib.grading.exercises.answers import in_float32, nudged_gradient
from nnlib.grading.exercises.ch05._answers import slope_over
from nnlib.grading.exercises.ch05._shared import (
    MEAN_OVER_ROWS,
    PTD,
    SHAPES,
    SLOPES_OF_A_SUM,
    apart,
    huber,
    loss_slopes,
    pairs_apart,
    stretched,
)
from nnlib.grading.exercises.draw import rows, short
from nnlib.grading.exercises.kinds import round_off
from nnlib.grading.exercises.single import uneven

ex = exercise("huber_grad", "P, T, delta -> dP")


@ex.part(points=1)
def gradient(rng):
    known = case(P=[[3, 5]], T=[[1, 6]], delta=1.5, dP=[[0.75, -0.5]], scale=1)
    # one error between 1 and delta, one beyond: only together do they tell two slips apart
    between = case(P=[[2.25, 0]], T=[[1, 3]], delta=1.5, dP=[[0.625, -0.75]], scale=1)
    small = {"P": 1e-9 * rows(1, -3, 5, -0.5), "T": np.zeros((1, 4)), "delta": 2e-9}
    tiny = uneven(small, {"dP": 1e-9 * rows(1, -2, 2, -0.5) / 4})
    drawn = loss_slopes(huber, pairs_apart(rng, SHAPES, 1.5), 1.5, names=PTD)
    return [known, between, *drawn, tiny]


@ex.part(points=1, hidden=True, pure=True)
def robustness(rng):
    joints = case(
        tr("errors at and beyond ±delta"),
        P=[[-9, -2, 0, 2, 1000]],
        T=[[0, 0, 0, 0, 0]],
        delta=2.0,
        dP=rows(-2, -2, 0, 2, 2) / 5,
        scale=1,
    )
    delta = float(short(rng.uniform(0.25, 0.75)))
    wide = loss_slopes(
        huber, [stretched(apart(rng, (5, 2), delta))], delta, names=PTD, about=tr("another delta")
    )
    return [
        joints,
        *wide,
        *loss_slopes(
            huber, pairs_apart(rng, [(1, 1), (4, 1)], 3.0), 3.0, names=PTD, about="delta = 3"
        ),
    ]


# ---- slips -----------------------------------------------------------------------------------------


@ex.slip
def no_tail(P, T, delta):
    """Your slope grows with the error for ever, so an outlier still pulls with all its might. On the line the
    slope stays what it was at delta.
    """
    return (P - T) / P.size


@ex.slip
def tail_slope(P, T, delta):
    """Far out your slope is 1, whatever delta is. Which slope does the parabola have where the line takes over?"""
    return np.where(np.abs(P - T) <= delta, P - T, np.sign(P - T)) / P.size


@ex.slip
def sign_lost(P, T, delta):
    """Far below the target your slope has the wrong sign. On the left side the curve falls."""
    return np.where(np.abs(P - T) <= delta, P - T, delta) / P.size


@ex.slip
def delta_ignored(P, T, delta):
    """You let the line begin at an error of 1, whatever delta is. Use the parameter."""
    return np.clip(P - T, -1, 1) / P.size


@ex.slip(says=SLOPES_OF_A_SUM)
def no_mean(P, T, delta):
    return np.clip(P - T, -delta, delta)


@ex.slip(says=MEAN_OVER_ROWS)
def mean_over_rows(P, T, delta):
    return np.clip(P - T, -delta, delta) / len(P)


@ex.slip
def one_side(P, T, delta):
    """Far above the target your slope stands still, and far below it goes on growing. On the left a line takes over
    too.
    """
    return np.minimum(P - T, delta) / P.size


@ex.slip
def other_scale(P, T, delta):
    """You divide by delta: that scale has slope 1 on the line. In this book the slope near 0 is the error itself, and
    on the line it is delta.
    """
    return np.clip(P - T, -delta, delta) / P.size / delta


@ex.slip
def flat_tail(P, T, delta):
    """Beyond delta your slope is 0, so an outlier pulls no more at all. There it still pulls as hard as at delta."""
    return np.where(np.abs(P - T) <= delta, P - T, 0.0) / P.size


@ex.slip
def doubled(P, T, delta):
    """Your slopes near 0 are those of the whole square. The book's parabola is half of it: its slope at an error of e
    is e.
    """
    return np.where(np.abs(P - T) <= delta, 2 * (P - T), delta * np.sign(P - T)) / P.size


@ex.slip
def pieces_exchanged(P, T, delta):
    """Your two pieces have changed places: near 0 the slope should be the error, far out it stands still."""
    return np.where(np.abs(P - T) > delta, P - T, delta * np.sign(P - T)) / P.size


@ex.slip
def sign_alone(P, T, delta):
    """Your slopes all have one size: that is the MAE's gradient. Near 0 Huber's slope is the error itself."""
    return np.sign(P - T) / P.size


@ex.slip(like=sign_alone)
def sign_alone_times_delta(P, T, delta):
    return delta * np.sign(P - T) / P.size


@ex.slip
def size_for_slope(P, T, delta):
    """Your slopes are all positive. Where a prediction is too low raising it makes the loss fall."""
    return np.minimum(np.abs(P - T), delta) / P.size


round_off(ex, lambda P, T, delta: np.clip(P - T, -delta, delta) / P.size, digits=(1,))


@ex.slip
def mean_in_one_piece(P, T, delta):
    """You divide one of the two pieces by how many numbers there are, and not the other. The loss is a mean of both:
    the whole slope is divided.
    """
    e = P - T
    return np.where(np.abs(e) <= delta, e / P.size, delta * np.sign(e))


@ex.slip(like=mean_in_one_piece)
def mean_in_the_tail(P, T, delta):
    e = P - T
    return np.where(np.abs(e) <= delta, e, delta * np.sign(e) / P.size)


# ---- right answers ---------------------------------------------------------------------------------


def huber_slope_one(e, delta):
    return e if -delta <= e <= delta else delta if e > 0 else -delta


ex.right(slope_over(huber_slope_one))
ex.right(lambda P, T, delta: np.clip(P - T, -delta, delta) / P.size)
ex.right(
    lambda P, T, delta: np.where(np.abs(P - T) < delta, P - T, delta * np.sign(P - T)) / P.size
)
ex.right(in_float32(lambda P, T, delta: np.maximum(np.minimum(P - T, delta), -delta) / P.size))


ex.right(
    lambda P, T, delta: (P - T) * np.minimum(1, delta / np.maximum(np.abs(P - T), 1e-300)) / P.size
)


@ex.right
def with_a_mask(P, T, delta):
    e = P - T
    far = np.abs(e) > delta
    e[far] = delta * np.sign(e[far])
    return e / e.size


# ---- wrong answers ---------------------------------------------------------------------------------


ex.wrong(slip="measured", points=0)(nudged_gradient(huber))

ex.wrong(slip="no-tail", points=0)(lambda P, T, delta: (P - T) / P.size)
ex.wrong(slip="tail-slope", points=0)(
    lambda P, T, delta: np.where(np.abs(P - T) <= delta, P - T, np.sign(P - T)) / P.size
)
ex.wrong(slip="sign-lost", points=0)(
    lambda P, T, delta: np.where(np.abs(P - T) <= delta, P - T, delta) / P.size
)
ex.wrong(slip="delta-ignored", points=0)(lambda P, T, delta: np.clip(P - T, -1, 1) / P.size)
ex.wrong(slip="sign-flipped", points=0)(lambda P, T, delta: np.clip(T - P, -delta, delta) / P.size)
ex.wrong(slip="one-side", points=0)(lambda P, T, delta: np.minimum(P - T, delta) / P.size)
ex.wrong(slip="other-scale", points=0)(
    lambda P, T, delta: np.clip(P - T, -delta, delta) / P.size / delta
)


# right for one delta
ex.wrong(slip=None, points=1)(lambda P, T, delta: np.clip(P - T, -1.5, 1.5) / P.size)


@ex.wrong(slip="input-modified", points=1)
def in_place(P, T, delta):
    P -= T
    np.clip(P, -delta, delta, out=P)
    return P / P.size


ex.wrong(slip="flat-tail", points=0)(
    lambda P, T, delta: (P - T) * (np.abs(P - T) <= delta) / P.size
)
ex.wrong(slip="doubled", points=0)(
    lambda P, T, delta: (
        np.where(np.abs(P - T) < delta, 2 * (P - T), delta * np.sign(P - T)) / P.size
    )
)
ex.wrong(slip="sign-alone", points=0)(lambda P, T, delta: np.sign(P - T) / P.size)
ex.wrong(slip="one-side", points=0)(
    lambda P, T, delta: np.where(P - T <= delta, P - T, delta) / P.size
)
ex.wrong(slip="mean-over-rows", points=0)(
    lambda P, T, delta: np.clip(P - T, -delta, delta) / P.shape[0]
)


ex.wrong(slip="mean-in-one-piece", points=0)(
    lambda P, T, delta: np.where(np.abs(P - T) < delta, (P - T) / P.size, delta * np.sign(P - T))
)


# --- changes of the solution that are as right as it ----------------------------------------------

ex.same(
    "return np.minimum(np.maximum(e, -delta), delta) / P.size",
    "return np.minimum(delta, np.maximum(e, -delta)) / P.size",
)
ex.same(
    "return np.minimum(np.maximum(e, -delta), delta) / P.size",
    "return np.minimum(np.maximum(-delta, e), delta) / P.size",
)
