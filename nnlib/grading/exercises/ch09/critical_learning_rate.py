"""critical_learning_rate(X): the rate from which descent on a mean squared error runs away."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import Case, case, exercise
from nnlib.grading.exercises.answers import in_float32
from nnlib.grading.exercises.ch09._shared import IN_PLACE
from nnlib.grading.exercises.draw import fortran

ex = exercise("critical_learning_rate", "X -> rate")


def curvatures(X):
    """The curvatures of J = mean((X w - y)^2) along its axes, from the smallest to the largest."""
    return np.linalg.eigvalsh(2 / len(X) * X.T @ X)


def _limit(X, about=""):
    """A case with the truth from a walk: the steepest axis is where repeated products lead."""
    A = X.T @ X
    for _ in range(30):  # each time twice as many products as before
        A = A @ A / np.trace(A @ A)
    v = A @ (1 + 0.1 * np.arange(X.shape[1]))
    steepest = 2 / len(X) * np.sum((X @ v) ** 2) / np.sum(v * v)
    return Case({"X": X}, {"rate": 2 / steepest}, about)


def _tilted(rng, n, d):
    """Features of different size that lean on one another; one axis is clearly the steepest."""
    X = rng.normal(0, 1, (n, d)) * np.linspace(0.7, 2.5, d)
    return X + rng.normal(0, 1.2, (n, 1))


@ex.part(points=2)
def value(rng):
    known = case(tr("the example by hand"), X=[[1, 0], [0, 2]], rate=0.5)
    single = case(tr("one feature"), X=[[3], [1]], rate=0.2)
    return [known, single, _limit(_tilted(rng, 8, 3)), _limit(_tilted(rng, 5, 2))]


@ex.part(points=2, hidden=True, pure=True)
def robustness(rng):
    bias = np.column_stack([_tilted(rng, 9, 2), np.ones(9)])
    return [
        _limit(bias, tr("a column of ones for the bias")),
        _limit(_tilted(rng, 3, 5), tr("more features than rows")),
        _limit(_tilted(rng, 3, 3), tr("as many features as rows")),
        _limit(fortran(_tilted(rng, 7, 2)) * 100, tr("large features, stored by columns")),
    ]


# ---- slips -----------------------------------------------------------------------------------------


@ex.slip
def half_of_it(X):
    """Your rate is half of the limit. There a step along the steepest axis lands at the bottom at once; how much
    further may it go before the other side is as high as the start?
    """
    return 1 / curvatures(X)[-1]


@ex.slip
def sum_of_curvatures(X):
    """You add the curvatures of all axes. Each axis is a walk of its own: which one runs away first?"""
    return 2 / curvatures(X).sum()


@ex.slip
def flattest_axis(X):
    """You take the flattest axis. Along it the walk runs away last; the limit is where the first one does."""
    least = curvatures(X)[0]
    return 2 / least if least > 1e-12 else np.inf


@ex.slip
def without_mean(X):
    """Your curvature is that of a sum of squares. J is their mean, over n rows."""
    return 2 / (2 * np.linalg.norm(X, 2) ** 2)


@ex.slip
def two_forgotten(X):
    """Your limit is twice too large. The slope of a square brings a factor with it: does your curvature have it?"""
    return 2 / (np.linalg.norm(X, 2) ** 2 / len(X))


@ex.slip
def bare_product(X):
    """You take the product of X with itself as it is. The curvature of a mean of squares has two more factors in
    front of it.
    """
    return 2 / np.linalg.norm(X, 2) ** 2


@ex.slip
def one_feature_at_a_time(X):
    """You look at each feature alone. Features that grow together make a direction that is steeper than each."""
    return 2 / np.max(2 / len(X) * (X * X).sum(axis=0))


@ex.slip
def not_squared(X):
    """You use the size of X where its square belongs: twice the features make the bowl four times as steep."""
    return 2 / (2 / len(X) * np.linalg.norm(X, 2))


@ex.slip
def centred(X):
    """You take the means of the columns away first. The walk goes on X as it is, and so does its limit."""
    return _or_inf(curvatures(X - X.mean(axis=0))[-1])


@ex.slip
def curvature_itself(X):
    """You return the curvature. The rate is asked for: the steeper the bowl, the smaller it must be."""
    return curvatures(X)[-1]


def _or_inf(curvature):
    return 2 / curvature if curvature > 0 else np.inf


ex.effect("input-modified", IN_PLACE)


# ---- right answers ---------------------------------------------------------------------------------

ex.right(lambda X: 2 / curvatures(X)[-1])
ex.right(lambda X: len(X) / np.linalg.svd(X, compute_uv=False)[0] ** 2)
ex.right(in_float32(lambda X: np.float32(len(X)) / np.linalg.norm(X, 2) ** 2))


@ex.right
def by_trying(X):
    """Halve an interval: does a walk along any direction run away?"""
    H, low, high = 2 / len(X) * X.T @ X, 0.0, 1e6
    for _ in range(100):
        rate = (low + high) / 2
        runs_away = np.abs(np.linalg.eigvalsh(np.eye(len(H)) - rate * H)).max() > 1 + 1e-12
        low, high = (low, rate) if runs_away else (rate, high)
    return float(low)


@ex.right
def by_repeated_products(X):
    v = np.ones(X.shape[1]) + 0.01 * np.arange(X.shape[1])
    for _ in range(3000):
        v = X.T @ (X @ v)
        length = np.linalg.norm(v)
        v = v / length
    return float(len(X) / length)


# ---- wrong answers ---------------------------------------------------------------------------------

ex.wrong(slip="half-of-it", points=0)(lambda X: len(X) / 2 / np.linalg.norm(X, 2) ** 2)
ex.wrong(slip="sum-of-curvatures", points=0)(lambda X: len(X) / np.sum(X * X))
ex.wrong(slip="two-forgotten", points=0)(lambda X: 2 * len(X) / np.linalg.norm(X, 2) ** 2)
ex.wrong(slip="bare-product", points=0)(lambda X: 2 / np.linalg.eigvalsh(X.T @ X).max())
ex.wrong(slip="without-mean", points=0)(lambda X: 1 / np.linalg.eigvalsh(X.T @ X).max())
ex.wrong(slip="one-feature-at-a-time", points=0)(lambda X: 1 / np.max(np.mean(X * X, axis=0)))
ex.wrong(slip="flattest-axis", points=0)(
    lambda X: _or_inf(max(0, np.linalg.eigvalsh(2 / len(X) * X.T @ X).min()))
)
ex.wrong(slip="not-squared", points=0)(lambda X: len(X) / np.linalg.norm(X, 2))
ex.wrong(slip="centred", points=0)(
    lambda X: _or_inf(2 / len(X) * np.linalg.norm(X - X.mean(axis=0), 2) ** 2)
)
ex.wrong(slip=None, points=0)(lambda X: 0.1)
ex.wrong(slip=None, points=0)(lambda X: 2 / np.max(X * X))


@ex.wrong(slip="input-modified", points=2)
def scaled_in_place(X):
    n = len(X)
    X *= np.sqrt(2 / n)
    return 2 / np.linalg.norm(X, 2) ** 2


# --- changes of the solution that are as right as it ----------------------------------------------

ex.same("return float(2 / curvatures.max())", "return 2 / curvatures.max()")
