"""standardize_fit(X): the mean and the spread of each column."""

import math
from functools import partial

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import Case, Misfit, case, exercise
from nnlib.grading.exercises.answers import in_float32
from nnlib.grading.exercises.ch09._shared import IN_PLACE, together
from nnlib.grading.exercises.draw import fortran

ex = exercise("standardize_fit", "X -> mu, sd")
BY_ROWS = tr(
    "You take the mean and the spread of each row. A row is one example; a column is one feature, "
    "and features are what differs in scale."
)


def _read(n, d, result):
    """The pair by name; one number per row is a slip of its own."""
    found = together("mu", "sd")(result)
    if n != d and np.shape(found["mu"]) == np.shape(found["sd"]) == (n,):
        raise Misfit("by-rows", BY_ROWS)
    return found


def _spread(X, about=""):
    """A case whose truth is worked out column by column, with exact sums."""
    n, mu, sd = len(X), [], []
    for column in X.T.tolist():
        mean = math.fsum(column) / n
        spread = math.sqrt(math.fsum((x - mean) ** 2 for x in column) / n)
        mu, sd = [*mu, mean], [*sd, spread or 1.0]
    return Case(
        {"X": X}, {"mu": np.array(mu), "sd": np.array(sd)}, about, read=partial(_read, *X.shape)
    )


def _table(rng, n, d):
    """Columns of different middles and spreads."""
    return rng.normal(0, 1, (n, d)) * rng.uniform(0.5, 9, d) + rng.uniform(-5, 5, d)


@ex.part(points=2)
def value(rng):
    known = case(tr("the example by hand"), X=[[1, 5], [3, 9]], mu=[2, 7], sd=[1, 2])
    return [
        known,
        _spread(_table(rng, 6, 3)),
        _spread(_table(rng, 4, 4), tr("as many columns as rows")),
    ]


@ex.part(points=1, hidden=True, pure=True)
def robustness(rng):
    X = _table(rng, 5, 3)
    X[:, 1] = 2.5
    return [
        _spread(X, tr("a column that is constant")),
        _spread(fortran(_table(rng, 7, 2)), tr("an array that is stored by columns")),
        case(tr("one row"), X=[[4, -8]], mu=[4, -8], sd=[1, 1]),
    ]


# ---- slips -----------------------------------------------------------------------------------------


@ex.slip
def divided_by_n_minus_one(X):
    """Your spread is a little too large: you divide by n - 1. Here the mean of the squares is over all n rows."""
    return X.mean(axis=0), _guarded(
        np.sqrt(((X - X.mean(axis=0)) ** 2).sum(0) / max(len(X) - 1, 1))
    )


@ex.slip
def whole_table(X):
    """All columns get the same two numbers. Each column has a scale of its own: take means down the columns."""
    d = X.shape[1]
    return np.full(d, X.mean()), np.full(d, X.std() or 1.0)


@ex.slip
def small_number_added(X):
    """Your spreads are all a little too large: a small number is added to each. Only a column without any spread
    needs care, and there 1 is asked for.
    """
    return X.mean(axis=0), X.std(axis=0) + 1e-8


for added in (1e-4, 1e-5, 1e-6, 1e-7, 1e-9, 1e-10):
    ex.slip(like=small_number_added)(lambda X, added=added: (X.mean(axis=0), X.std(axis=0) + added))


@ex.slip(says=BY_ROWS)
def by_rows(X):
    return X.mean(axis=1), _guarded(X.std(axis=1))


@ex.slip
def variance_for_spread(X):
    """Your second result is the mean of the squares. If X were in metres, in which unit would it be?"""
    return X.mean(axis=0), _guarded(X.var(axis=0))


@ex.slip
def smallest_and_range(X):
    """You give the smallest entry and the range. That is another scaling, to 0 ... 1: here the mean and the spread
    are asked for.
    """
    return X.min(axis=0), _guarded(X.max(axis=0) - X.min(axis=0))


@ex.slip
def absolute_deviation(X):
    """Your spread is the mean distance from the middle. Here the distances are squared before the mean is taken, and
    the root comes after it.
    """
    return X.mean(axis=0), _guarded(np.abs(X - X.mean(axis=0)).mean(axis=0))


@ex.slip
def around_zero(X):
    """Your spread is measured from 0, not from the mean of the column. A column far from 0 would look wide."""
    return X.mean(axis=0), np.sqrt((X * X).mean(axis=0))


@ex.slip
def constant_column(X):
    """A column that never changes has the spread 0, and whoever divides by it gets nan. Give 1 for such a column."""
    return X.mean(axis=0), X.std(axis=0)


@ex.slip
def small_number_added(X):
    """You add a small number to every spread, so that it is never 0. Then every spread is a little wrong, and a
    constant column is divided by almost nothing: give 1 for such a column, and leave the others.
    """
    return X.mean(axis=0), X.std(axis=0) + 1e-3


@ex.slip
def changed_order(X):
    """You return the spread first and the mean second. The other way round is asked for."""
    return _guarded(X.std(axis=0)), X.mean(axis=0)


ex.effect("input-modified", IN_PLACE)


def _guarded(sd):
    return np.where(sd > 0, sd, 1.0)


# ---- right answers ---------------------------------------------------------------------------------


@ex.right
def by_loops(X):
    n, d = X.shape
    mu, sd = np.zeros(d), np.ones(d)
    for j in range(d):
        for i in range(n):
            mu[j] += X[i, j] / n
        total = 0.0
        for i in range(n):
            total += (X[i, j] - mu[j]) ** 2
        if total > 0:
            sd[j] = (total / n) ** 0.5
    return mu, sd


ex.right(lambda X: (X.mean(axis=0), _guarded(X.std(axis=0))))
ex.right(
    lambda X: [
        np.average(X, axis=0),
        _guarded(np.linalg.norm(X - X.mean(0), axis=0) / len(X) ** 0.5),
    ]
)
ex.right(in_float32(lambda X: (X.mean(axis=0), _guarded(X.std(axis=0)).astype(X.dtype))))


# ---- wrong answers ---------------------------------------------------------------------------------

ex.wrong(slip="divided-by-n-minus-one", points=0)(
    lambda X: (X.mean(axis=0), _guarded(X.std(axis=0, ddof=1) if len(X) > 1 else np.ones(2)))
)
ex.wrong(slip="whole-table", points=0)(
    lambda X: (np.full(X.shape[1], np.mean(X)), np.full(X.shape[1], np.std(X)))
)
ex.wrong(slip=None, points=0)(lambda X: (X.mean(), X.std()))
ex.wrong(slip="by-rows", points=0)(lambda X: (np.mean(X, axis=1), np.std(X, axis=1)))
ex.wrong(slip="constant-column", points=2)(lambda X: (np.mean(X, axis=0), np.std(X, axis=0)))
ex.wrong(slip="variance-for-spread", points=0)(lambda X: (X.mean(axis=0), X.var(axis=0)))
ex.wrong(slip="changed-order", points=0)(lambda X: (X.std(axis=0), X.mean(axis=0)))
ex.wrong(slip=None, points=0)(lambda X: (X - X.mean(axis=0)) / (X.std(axis=0) + 1e-8))
ex.wrong(slip=None, points=0)(lambda X: (np.median(X, axis=0), _guarded(X.std(axis=0))))
ex.wrong(slip="small-number-added", points=0)(lambda X: (X.mean(axis=0), X.std(axis=0) + 1e-8))


@ex.wrong(slip="input-modified", points=2)
def centred_in_place(X):
    mu = X.mean(axis=0)
    X -= mu
    return mu, _guarded(np.sqrt((X * X).mean(axis=0)))
