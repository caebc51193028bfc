"""linear_neuron_grads(x, y, w, b): the cost of a line and its two slopes."""

import numpy as np

from nnlib import losses as book
from nnlib.core.words import tr
from nnlib.grading.exercise import case, exercise
from nnlib.grading.exercises.answers import changed, in_float32, nudged_slopes
from nnlib.grading.exercises.ch06._shared import NO_MEAN, SLOPES_SUMMED, measured, only, part_of
from nnlib.grading.exercises.draw import exact, mean_reference, off_zero, short
from nnlib.grading.exercises.kinds import round_off
from nnlib.grading.exercises.single import HUGE, uneven
from nnlib.grading.exercises.words import HALF_COST, NO_SQUARE

ex = exercise("linear_neuron_grads", "x, y, w, b -> J, dw, db")

mse = mean_reference(book.mse)


def line_cost(x, y, w, b):
    return mse(w * x + b, y)


def line_formula(x, y, w, b):
    return np.mean((w * x + b - y) ** 2)


def line(rng, n):
    """Points around a line, and another line."""
    x = short(rng.normal(1, 1.5, n))
    w, b = (short(off_zero(rng, (1, 1)))[0, 0] for _ in "wb")
    return {"x": x, "y": short(w * x + b + off_zero(rng, (1, n))[0]), "w": -w / 2, "b": b + 1}


def line_cases(rng, *names):
    known = exact(
        {"J": 1.0, "dw": 2.0, "db": 0.0},
        x=np.array([1.0, 3]),
        y=np.array([2.0, 2]),
        w=1.0,
        b=0.0,
    )
    return [
        part_of(known, names),
        *(measured(line_cost, line_formula, names, **line(rng, n)) for n in (3, 4, 7)),
    ]


@ex.part(points=1)
def value(rng):
    return line_cases(rng, "J")


@ex.part(points=1)
def gradient(rng):
    # db is 2 HUGE / 4, and J some HUGE times as large
    given = {"x": np.array([HUGE, 0, 0, 0]), "y": np.zeros(4), "w": 1.0, "b": 0.0}
    big = uneven(given, {"dw": HUGE**2 / 2, "db": HUGE / 2}, read=only("dw", "db"))
    return [*line_cases(rng, "dw", "db"), big]


@ex.part(points=1, hidden=True, pure=True)
def robustness(rng):
    x = short(rng.normal(0, 2, 5))
    flat = case(
        tr("a line through all the points"),
        x=x,
        y=2 * x - 1,
        w=2.0,
        b=-1.0,
        J=0.0,
        dw=0.0,
        db=0.0,
        scale=1,
    )
    best = case(
        tr("the least-squares line"),
        x=[0.0, 1, 2],
        y=[1.0, -1, 3],
        w=1.0,
        b=0.0,
        J=2.0,
        dw=0.0,
        db=0.0,
        scale=1,
    )
    one = measured(line_cost, line_formula, ("J", "dw", "db"), tr("one example"), **line(rng, 1))
    far = line(rng, 4)
    far["x"] = far["x"] + 100
    return [
        one,
        measured(line_cost, line_formula, ("J", "dw", "db"), tr("inputs far from 0"), **far),
        flat,
        best,
    ]


# ---- slips -----------------------------------------------------------------------------------------


def _line_grads(x, y, w, b):
    e = w * x + b - y
    return np.mean(e * e), 2 * np.mean(e * x), 2 * np.mean(e)


@ex.slip
def missing_two(x, y, w, b):
    """Your slopes are half of what they should be. What does the square leave in front when you differentiate it?"""
    return changed(_line_grads, lambda J, dw, db, *_: (J, dw / 2, db / 2))(x, y, w, b)


@ex.slip(says=HALF_COST)
def half_cost(x, y, w, b):
    return changed(_line_grads, lambda J, dw, db, *_: (J / 2, dw / 2, db / 2))(x, y, w, b)


@ex.slip(says=SLOPES_SUMMED)
def slopes_summed(x, y, w, b):
    return changed(_line_grads, lambda J, dw, db, x, *_: (J, dw * len(x), db * len(x)))(x, y, w, b)


@ex.slip(says=NO_MEAN)
def no_mean(x, y, w, b):
    return changed(_line_grads, lambda J, dw, db, x, *_: (J * len(x), dw * len(x), db * len(x)))(
        x, y, w, b
    )


@ex.slip(says=NO_SQUARE)
def no_square(x, y, w, b):
    return (np.mean(w * x + b - y), *_line_grads(x, y, w, b)[1:])


@ex.slip
def input_missing(x, y, w, b):
    """Your dw is the same as db. Turning the line moves a point far out more than one near 0: whose distance is
    missing?
    """
    return changed(_line_grads, lambda J, dw, db, *_: (J, db, db))(x, y, w, b)


@ex.slip
def sign_flipped(x, y, w, b):
    """Your slopes point the wrong way: where a larger w makes J rise, dw should be positive. Is it y minus the
    prediction somewhere?
    """
    return changed(_line_grads, lambda J, dw, db, *_: (J, -dw, -db))(x, y, w, b)


@ex.slip
def target_for_input(x, y, w, b):
    """In dw you weigh the errors by y. What multiplies w in the prediction?"""
    return (
        *_line_grads(x, y, w, b)[:1],
        2 * np.mean((w * x + b - y) * y),
        2 * np.mean(w * x + b - y),
    )


@ex.slip
def mean_of_products(x, y, w, b):
    """In dw you multiply the mean error by the mean input. Multiply within each example first, and take the mean
    afterwards.
    """
    return changed(_line_grads, lambda J, dw, db, x, *_: (J, db * np.mean(x), db))(x, y, w, b)


@ex.slip
def bias_summed(x, y, w, b):
    """Your dw is right, and your db is a sum over the examples. J is a mean, for b as well."""
    return changed(_line_grads, lambda J, dw, db, x, *_: (J, dw, db * len(x)))(x, y, w, b)


@ex.slip
def weight_summed(x, y, w, b):
    """Your db is right, and your dw is a sum over the examples. J is a mean, for w as well."""
    return changed(_line_grads, lambda J, dw, db, x, *_: (J, dw * len(x), db))(x, y, w, b)


@ex.slip
def slopes_summed_and_halved(x, y, w, b):
    """Your slopes are sums of errors, with no 2 and no mean. J is a mean of squares: what does each of the two do to
    its slopes?
    """
    return changed(_line_grads, lambda J, dw, db, x, *_: (J, dw * len(x) / 2, db * len(x) / 2))(
        x, y, w, b
    )


@ex.slip
def two_missing_in_dw(x, y, w, b):
    """Your db is right, and your dw is half of what it should be. The 2 of the square stands in both."""
    return changed(_line_grads, lambda J, dw, db, *_: (J, dw / 2, db))(x, y, w, b)


@ex.slip
def two_missing_in_db(x, y, w, b):
    """Your dw is right, and your db is half of what it should be. The 2 of the square stands in both."""
    return changed(_line_grads, lambda J, dw, db, *_: (J, dw, db / 2))(x, y, w, b)


@ex.slip
def mean_twice(x, y, w, b):
    """Your slopes are too small by the number of examples. Is their mean taken twice?"""
    return changed(_line_grads, lambda J, dw, db, x, *_: (J, dw / len(x), db / len(x)))(x, y, w, b)


@ex.slip
def slopes_exchanged(x, y, w, b):
    """Your dw and db have changed places. The statement asks for J, dw, db, in this order."""
    return changed(_line_grads, lambda J, dw, db, *_: (J, db, dw))(x, y, w, b)


@ex.slip
def weight_for_input(x, y, w, b):
    """In dw you weigh the errors by w. How far w moves a prediction depends on its input."""
    return changed(_line_grads, lambda J, dw, db, x, y, w, b: (J, db * w, db))(x, y, w, b)


@ex.slip
def weight_in_db(x, y, w, b):
    """In db you weigh the errors by w. Nudge b by 0.1, with numbers: by how much does each prediction move?"""
    return changed(_line_grads, lambda J, dw, db, x, y, w, b: (J, dw, db * w))(x, y, w, b)


@ex.slip
def input_in_db(x, y, w, b):
    """Your db is your dw once more: the errors weighed by x. Nudge b by 0.1, with numbers: by how much does each
    prediction move?
    """
    return changed(_line_grads, lambda J, dw, db, *_: (J, dw, dw))(x, y, w, b)


@ex.slip
def bias_forgotten(x, y, w, b):
    """You leave b out of the prediction. The line need not go through the origin."""
    return _line_grads(x, y, w, 0.0)


@ex.slip
def sign_in_db(x, y, w, b):
    """Your dw is right, and your db has the wrong sign. Where a larger b makes J rise, db should be positive."""
    return changed(_line_grads, lambda J, dw, db, *_: (J, dw, -db))(x, y, w, b)


@ex.slip
def sign_in_dw(x, y, w, b):
    """Your db is right, and your dw has the wrong sign. Where a larger w makes J rise, dw should be positive."""
    return changed(_line_grads, lambda J, dw, db, *_: (J, -dw, db))(x, y, w, b)


@ex.slip
def half_over_n(x, y, w, b):
    """Your J is half of the sum of squares, or that over nothing but 2. Here J is the mean of the squares."""
    e = w * x + b - y
    return (np.sum(e * e) / 2, *_line_grads(x, y, w, b)[1:])


@ex.slip
def absolute_errors(x, y, w, b):
    """You average the sizes of the errors: that is the MAE. Here each error counts by its square."""
    return (np.mean(np.abs(w * x + b - y)), *_line_grads(x, y, w, b)[1:])


@ex.slip
def root(x, y, w, b):
    """You took the root at the end. The mean of the squares itself is asked for."""
    return (np.sqrt(np.mean((w * x + b - y) ** 2)), *_line_grads(x, y, w, b)[1:])


round_off(ex, _line_grads)


# ---- right answers ---------------------------------------------------------------------------------


@ex.right
def line_loop(x, y, w, b):
    J = dw = db = 0.0
    for i in range(len(x)):
        e = w * x[i] + b - y[i]
        J += e**2 / len(x)
        dw += 2 * e * x[i] / len(x)
        db += 2 * e / len(x)
    return J, dw, db


@ex.right
def line_numpy(x, y, w, b):
    e = w * x + b - y
    return np.mean(e**2), 2 * np.mean(e * x), 2 * np.mean(e)


@ex.right
def line_dots(x, y, w, b):
    e, n = y - (w * x + b), len(x)
    return e @ e / n, -2 * (e @ x) / n, -2 * e.sum() / n


ex.right(in_float32(line_numpy))


@ex.right
def line_einsum(x, y, w, b):
    e = np.polyval([w, b], x) - y
    return np.einsum("i,i->", e, e) / e.size, np.einsum("i,i->", 2 * e, x) / e.size, (2 * e).mean()


# ---- wrong answers ---------------------------------------------------------------------------------


ex.wrong(slip="weight-in-db", points=1)(
    lambda x, y, w, b: (*_line_grads(x, y, w, b)[:2], 2 * np.mean((w * x + b - y) * w))
)
ex.wrong(slip="input-in-db", points=1)(
    lambda x, y, w, b: (*_line_grads(x, y, w, b)[:2], 2 * np.mean((w * x + b - y) * x))
)
ex.wrong(slip="measured", points=1)(nudged_slopes(line_cost))

ex.wrong(slip="missing-two", points=1)(
    changed(line_numpy, lambda J, dw, db, *_: (J, dw / 2, db / 2))
)
ex.wrong(slip="half-cost", points=0)(
    changed(line_numpy, lambda J, dw, db, *_: (J / 2, dw / 2, db / 2))
)
ex.wrong(slip="slopes-summed", points=1)(
    changed(line_numpy, lambda J, dw, db, x, *_: (J, dw * len(x), db * len(x)))
)
ex.wrong(slip="no-mean", points=0)(
    changed(line_numpy, lambda J, dw, db, x, *_: (J * len(x), dw * len(x), db * len(x)))
)
ex.wrong(slip="input-missing", points=1)(changed(line_numpy, lambda J, dw, db, *_: (J, db, db)))
ex.wrong(slip="sign-flipped", points=1)(changed(line_numpy, lambda J, dw, db, *_: (J, -dw, -db)))
ex.wrong(slip="mean-of-products", points=1)(
    changed(line_numpy, lambda J, dw, db, x, *_: (J, db * x.mean(), db))
)
ex.wrong(slip="slopes-exchanged", points=1)(changed(line_numpy, lambda J, dw, db, *_: (J, db, dw)))
ex.wrong(slip="wrong-type", points=0)(changed(line_numpy, lambda J, dw, db, *_: (J, dw)))
ex.wrong(slip="bias-forgotten", points=0)(lambda x, y, w, b: line_numpy(x, y, w, 0))


@ex.wrong(slip="input-modified", points=2)
def line_in_place(x, y, w, b):
    x *= w
    x += b - y
    return np.mean(x**2), 2 * np.mean(x * (x + y - b) / w), 2 * np.mean(x)


ex.wrong(slip="bias-summed", points=1)(
    lambda x, y, w, b: (
        np.mean((w * x + b - y) ** 2),
        2 * np.dot(w * x + b - y, x) / len(x),
        2 * np.sum(w * x + b - y),
    )
)
ex.wrong(slip="slopes-summed-and-halved", points=1)(
    lambda x, y, w, b: (
        np.mean((w * x + b - y) ** 2),
        np.dot(w * x + b - y, x),
        np.sum(w * x + b - y),
    )
)
ex.wrong(slip="two-missing-in-db", points=1)(
    changed(line_numpy, lambda J, dw, db, *_: (J, dw, db / 2))
)
ex.wrong(slip="weight-for-input", points=1)(
    changed(line_numpy, lambda J, dw, db, x, y, w, b: (J, w * db, db))
)
ex.wrong(slip="root", points=1)(changed(line_numpy, lambda J, dw, db, *_: (np.sqrt(J), dw, db)))
ex.wrong(slip="rounded", points=0)(
    lambda *given: tuple(round(float(v), 2) for v in line_numpy(*given))
)
