"""huber(P, T, delta): a parabola that goes on as a line."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import case, exercise
from nnlib.grading.exercises.answers import in_float32
from nnlib.grading.exercises.ch05._answers import mean_over
from nnlib.grading.exercises.ch05._shared import PTD, SHAPES, apart, costs, huber, pairs_apart
from nnlib.grading.exercises.draw import rows
from nnlib.grading.exercises.kinds import round_off

ex = exercise("huber", "P, T, delta -> J")


def _huber_joints(delta):
    """Errors just inside, at, and just outside of ±delta."""
    e = rows(*(s * delta + d for s in (-1, 1) for d in (-0.125, 0, 0.125)))
    return e, np.zeros_like(e)


@ex.part(points=1, pure=True)
def value(rng):
    known = case(P=[[3, 5]], T=[[1, 6]], delta=1.5, J=1.1875, scale=1)
    inside = case(tr("errors below delta"), P=[[1, 0]], T=[[0, 0]], delta=1.5, J=0.25, scale=1)
    cases = [known, inside, *costs(huber, pairs_apart(rng, SHAPES, 1.5), 1.5, names=PTD)]
    cases += costs(huber, [_huber_joints(1.5)], 1.5, names=PTD, about=tr("errors at ±delta"))
    return [*cases, *costs(huber, [apart(rng, (4, 2), 0.5)], 0.5, names=PTD, about="delta = 0.5")]


# ---- slips -----------------------------------------------------------------------------------------


def _huber(square, tail):
    """Huber's loss with another square or another tail."""
    return lambda P, T, delta: np.where(
        np.abs(P - T) <= delta, square(np.abs(P - T), delta), tail(np.abs(P - T), delta)
    )


def _half_square(e, delta):
    return e * e / 2


def _mean(table):
    return lambda *given: table(*given).mean()


@ex.slip
def jump_at_delta(P, T, delta):
    """Your curve jumps where the line takes over: it fits for delta = 1 only. At an error of delta both pieces
    must give the same number.
    """
    return _mean(_huber(_half_square, lambda e, delta: delta * e - 0.5))(P, T, delta)


@ex.slip(key="jump-at-delta")
def jump_at_delta_by_height(P, T, delta):
    """Your curve jumps where the line takes over: the line has the right slope and the wrong height. At an error
    of delta both pieces must give the same number.
    """
    return _mean(_huber(_half_square, lambda e, delta: delta * e))(P, T, delta)


@ex.slip
def tail_slope(P, T, delta):
    """Far out your line rises by 1 per unit, whatever delta is. Which slope does the parabola have where the line
    takes over?
    """
    return _mean(_huber(_half_square, lambda e, delta: e - delta / 2))(P, T, delta)


@ex.slip(like=tail_slope)
def tail_slope_for_delta_1(P, T, delta):
    return _mean(_huber(_half_square, lambda e, delta: e - 0.5))(P, T, delta)


@ex.slip
def no_tail(P, T, delta):
    """Your parabola never ends: an outlier costs its whole square. From an error of delta on a line takes over."""
    return ((P - T) ** 2 / 2).mean()


def _line(e, delta):
    return delta * (e - delta / 2)


@ex.slip
def delta_ignored(P, T, delta):
    """You use delta = 1, whatever delta is. Use the parameter."""
    return _huber(_half_square, _line)(P, T, 1.0).mean()


@ex.slip
def whole_square(P, T, delta):
    """Near 0 you take the whole square. The book's parabola is half of it: its slope at an error of e is e."""
    return _mean(_huber(lambda e, delta: e * e, _line))(P, T, delta)


@ex.slip
def no_mean(P, T, delta):
    """You add the costs up and stop there. The loss is their mean, over every number in the table."""
    return _huber(_half_square, _line)(P, T, delta).sum()


@ex.slip
def mean_over_rows(P, T, delta):
    """You divide by the number of rows. There is one cost for every number in the table: how many are those?"""
    return _huber(_half_square, _line)(P, T, delta).sum() / len(P)


@ex.slip
def other_scale(P, T, delta):
    """You divide by delta: that scale has slope 1 on the line. In this book the parabola is e^2 / 2, and the line has
    slope delta.
    """
    return _huber(_half_square, _line)(P, T, delta).mean() / delta


@ex.slip
def doubled(P, T, delta):
    """Your J is exactly twice too large. The book's parabola is e^2 / 2, and the line takes over at its height."""
    return 2 * _huber(_half_square, _line)(P, T, delta).mean()


@ex.slip
def sign_in_comparison(P, T, delta):
    """You compare P - T itself with delta, and not its size: an error of -9 then counts as small. Far out on the left
    a line takes over too.
    """
    e = P - T
    return np.where(e <= delta, e * e / 2, delta * (e - delta / 2)).mean()


@ex.slip
def sign_in_line(P, T, delta):
    """Far out on the left your line falls where it should rise. The line goes by the size of the error: it costs the
    same on both sides.
    """
    e = P - T
    return np.where(np.abs(e) <= delta, e * e / 2, delta * (e - delta / 2)).mean()


@ex.slip(key="jump-at-delta")
def jump_at_delta_upwards(P, T, delta):
    """Your line has the right slope, and it starts too high: half of delta's square is added where it should be taken
    off. At an error of delta both pieces must give the same number.
    """
    return _mean(_huber(_half_square, lambda e, delta: delta * (e + delta / 2)))(P, T, delta)


@ex.slip(key="jump-at-delta")
def jump_at_delta_by_delta(P, T, delta):
    """Your line has the right slope and the wrong height. At an error of delta both pieces must give the same number:
    work out both there.
    """
    return _mean(_huber(_half_square, lambda e, delta: delta * (e - delta)))(P, T, delta)


@ex.slip(key="jump-at-delta")
def jump_at_delta_by_half_delta(P, T, delta):
    """Your line has the right slope and the wrong height: it fits for delta = 1 only. At an error of delta both pieces
    must give the same number.
    """
    return _mean(_huber(_half_square, lambda e, delta: delta * e - delta / 2))(P, T, delta)


@ex.slip
def pieces_exchanged(P, T, delta):
    """Your two pieces have changed places: the line stands near 0, and the parabola far out. Turn the comparison
    round.
    """
    return _mean(_huber(_line, _half_square))(P, T, delta)


@ex.slip
def tail_constant(P, T, delta):
    """Beyond delta your cost stands still, however large the error is. There a line goes on, with the slope that the
    parabola has at delta.
    """
    return _mean(_huber(_half_square, lambda e, delta: delta * delta / 2 + 0 * e))(P, T, delta)


@ex.slip
def absolute_error(P, T, delta):
    """You average the sizes of the errors: that is the MAE. Near 0 Huber's cost is a parabola."""
    return np.abs(P - T).mean()


@ex.slip
def squared_error(P, T, delta):
    """You average the squares: that is the MSE. From an error of delta on a line takes over, and the parabola before
    it is half a square.
    """
    return ((P - T) ** 2).mean()


@ex.slip
def by_the_mean(P, T, delta):
    """You ask once, for all the errors together, which piece counts. Each error has an answer of its own: choose entry
    by entry.
    """
    e = np.abs(P - T).mean()
    return _half_square(e, delta) if e <= delta else _line(e, delta)


round_off(ex, lambda P, T, delta: _huber(_half_square, _line)(P, T, delta).mean())


# ---- right answers ---------------------------------------------------------------------------------


def one(e, delta):
    return e * e / 2 if abs(e) <= delta else delta * abs(e) - delta**2 / 2


ex.right(mean_over(one))


@ex.right
def clipped(P, T, delta):
    e = np.minimum(np.abs(P - T), delta)
    return np.mean(e * np.abs(P - T) - e * e / 2)


ex.right(
    lambda P, T, delta: np.mean(
        np.where(np.abs(P - T) < delta, (P - T) ** 2 / 2, delta * (np.abs(P - T) - delta / 2))
    )
)
ex.right(in_float32(clipped))


@ex.right
def with_a_mask(P, T, delta):
    e = np.abs(P - T).ravel()
    near = e <= delta
    return (0.5 * e[near] @ e[near] + delta * np.sum(e[~near] - 0.5 * delta)) / e.size


ex.right(
    lambda P, T, delta: np.mean((P - T) ** 2 / 2 - np.maximum(np.abs(P - T) - delta, 0) ** 2 / 2)
)


# ---- wrong answers ---------------------------------------------------------------------------------

ex.wrong(slip="jump-at-delta", points=0)(
    lambda P, T, delta: np.mean(
        np.where(np.abs(P - T) <= delta, (P - T) ** 2 / 2, delta * np.abs(P - T) - 0.5)
    )
)
ex.wrong(slip="no-tail", points=0)(lambda P, T, delta: np.mean((P - T) ** 2) / 2)
ex.wrong(slip="tail-slope", points=0)(
    lambda P, T, delta: np.mean(
        np.where(np.abs(P - T) <= delta, (P - T) ** 2 / 2, np.abs(P - T) - delta / 2)
    )
)
ex.wrong(slip="delta-ignored", points=0)(lambda P, T, delta: clipped(P, T, 1))
ex.wrong(slip="no-mean", points=0)(lambda P, T, delta: clipped(P, T, delta) * P.size)
ex.wrong(slip="doubled", points=0)(lambda P, T, delta: 2 * clipped(P, T, delta))


# SmoothL1's convention
ex.wrong(slip="other-scale", points=0)(lambda P, T, delta: clipped(P, T, delta) / delta)


# a line on the right side only; the backward np.minimum(P - T, delta) below fits it, and both are wrong
ex.wrong(slip="sign-in-comparison", points=0)(
    lambda P, T, delta: np.mean(
        np.where(P - T <= delta, (P - T) ** 2 / 2, delta * (P - T - delta / 2))
    )
)


ex.wrong(slip="sign-in-line", points=0)(
    lambda P, T, delta: np.mean(
        np.where(np.abs(P - T) <= delta, 0.5 * (P - T) ** 2, delta * (P - T) - 0.5 * delta**2)
    )
)
ex.wrong(slip="sign-in-comparison", points=0)(
    lambda P, T, delta: np.mean(
        [
            0.5 * e * e if e <= delta else delta * (e - 0.5 * delta)
            for e in np.ravel(np.subtract(P, T))
        ]
    )
)
ex.wrong(slip="absolute-error", points=0)(lambda P, T, delta: np.mean(np.abs(P - T)))
ex.wrong(slip="squared-error", points=0)(lambda P, T, delta: np.mean((P - T) ** 2))
ex.wrong(slip="tail-constant", points=0)(
    lambda P, T, delta: np.mean(np.minimum(np.abs(P - T), delta) ** 2) / 2
)
ex.wrong(slip="jump-at-delta", points=0)(
    lambda P, T, delta: np.mean(
        np.where(np.abs(P - T) <= delta, (P - T) ** 2 / 2, delta * (np.abs(P - T) - 0.5))
    )
)
ex.wrong(slip="jump-at-delta", points=0)(
    lambda P, T, delta: np.mean(
        np.where(np.abs(P - T) <= delta, (P - T) ** 2 / 2, delta * (np.abs(P - T) + delta / 2))
    )
)
ex.wrong(slip="rounded", points=0)(lambda P, T, delta: round(float(clipped(P, T, delta)), 3))


# --- changes of the solution that are as right as it ----------------------------------------------

ex.same(
    "return np.sum(np.where(e <= delta, e * e / 2.0, line)) / P.size",
    "return np.sum(np.where(e < delta, e * e / 2.0, line)) / P.size",
)
