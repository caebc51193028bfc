"""predict_classes(proba): the labels that probabilities speak for, with one column or with several."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import Case, exercise

ex = exercise("predict_classes", "proba -> labels")


def _rows(rng, n, k):
    """Rows of probabilities in which no two are close; every class wins somewhere, once n >= k."""
    P = np.array([rng.permutation(np.arange(1.0, k + 1)) for _ in range(n)])
    for c in range(min(n, k)):
        best = P[c].argmax()
        P[c, [c, best]] = P[c, [best, c]]
    return P / P.sum(axis=1, keepdims=True)


def _case(proba, about=""):
    proba = np.array(proba, dtype=np.float64)
    labels = []
    for row in proba.reshape(len(proba), -1):
        if len(row) == 1:
            labels.append(1 if row[0] > 0.5 else 0)
        else:
            labels.append(next(c for c in range(len(row)) if row[c] == max(row)))
    return Case({"proba": proba}, {"labels": np.array(labels)}, about, scale=1.0)


def _column(rng, n):
    p = np.where(np.arange(n) % 2, rng.uniform(0.02, 0.48, n), rng.uniform(0.52, 0.98, n))
    return rng.permutation(p)[:, None]


@ex.part(points=1)
def value(rng):
    return [
        _case([[0.2, 0.5, 0.3], [0.7, 0.2, 0.1]], tr("three columns")),
        _case([[0.3], [0.9]], tr("one column")),
        _case(_rows(rng, 8, 4), tr("four columns")),
        _case(_column(rng, 7), tr("one column, drawn")),
    ]


@ex.part(points=1, hidden=True, pure=True)
def robustness(rng):
    return [
        _case([[0.4, 0.4, 0.2], [0.2, 0.4, 0.4]], tr("ties between columns")),
        _case([[0.5], [0.5 + 1e-9], [0.5 - 1e-9]], tr("one column, at 1/2")),
        _case(rng.permutation([0.1, 0.6, 0.9, 0.3]), tr("a vector (n,)")),
        _case(_rows(rng, 5, 2), tr("two columns")),
        _case([[0.8]], tr("one example")),
        _case(_rows(rng, 1, 6), tr("one example of six classes")),
    ]


# ---- slips -----------------------------------------------------------------------------------------


def _one(proba):
    return proba.ndim == 1 or proba.shape[1] == 1


@ex.slip
def argmax_of_one_column(proba):
    """With one column the largest entry of a row is always the first, so your label is always 0. One probability
    speaks for class 1: compare it with 1/2.
    """
    return np.zeros(len(proba), int) if proba.ndim == 1 else proba.argmax(axis=1)


@ex.slip
def the_less_likely(proba):
    """You give the label that is least likely."""
    return (proba.reshape(-1) < 0.5).astype(int) if _one(proba) else proba.argmin(axis=1)


@ex.slip
def at_one_half(proba):
    """A probability of exactly 1/2 gives 1 in your answer. A tie goes to the lower label here, as it does between
    columns.
    """
    return (proba.reshape(-1) >= 0.5).astype(int) if _one(proba) else proba.argmax(axis=1)


@ex.slip
def the_last_of_equals(proba):
    """Of two equal columns you take the later one. A tie goes to the lower label."""
    if _one(proba):
        return (proba.reshape(-1) > 0.5).astype(int)
    return proba.shape[1] - 1 - proba[:, ::-1].argmax(axis=1)


@ex.slip
def labels_from_one(proba):
    """Your labels begin with 1. They begin with 0, as the columns do."""
    return 1 + ((proba.reshape(-1) > 0.5).astype(int) if _one(proba) else proba.argmax(axis=1))


# ---- right answers ---------------------------------------------------------------------------------


@ex.right
def by_loops(proba):
    labels = []
    for row in proba.reshape(len(proba), -1):
        best = 0
        if len(row) == 1:
            best = 1 if row[0] > 0.5 else 0
        for c in range(1, len(row)):
            if row[c] > row[best]:
                best = c
        labels.append(best)
    return np.array(labels)


@ex.right
def by_two_columns(proba):
    P = proba.reshape(len(proba), -1)
    if P.shape[1] == 1:
        P = np.hstack([np.full(P.shape, 0.5), P])
    return np.argmax(P, axis=1)


# ---- wrong answers ---------------------------------------------------------------------------------

ex.wrong(slip="argmax-of-one-column", points=0)(argmax_of_one_column)
ex.wrong(slip="at-one-half", points=1)(
    lambda proba: (
        np.where(_one(proba), proba.reshape(len(proba), -1)[:, 0] >= 0.5, 0)
        if _one(proba)
        else np.argmax(proba, axis=-1)
    )
)
ex.wrong(slip=None, points=0)(lambda proba: np.argmax(proba, axis=0))  # down the columns
ex.wrong(slip=None, points=0)(lambda proba: proba > 0.5)


@ex.wrong(slip=None, points=0)
def a_column_comes_back(proba):
    return (proba > 0.5).astype(int) if _one(proba) else proba.argmax(axis=1)


@ex.wrong(slip=None, points=1)
def thrown_by_a_vector(proba):
    if proba.shape[1] == 1:
        return (proba[:, 0] > 0.5).astype(int)
    return proba.argmax(axis=1)


# ---- changes of the solution that are as right as it -------------------------------------------------

ex.same("if proba.ndim == 1 or proba.shape[1] == 1:", "if proba.ndim == 1 or proba.shape[-1] == 1:")
ex.same(
    "return (proba.reshape(-1) > 0.5).astype(int)", "return (proba.reshape(-2) > 0.5).astype(int)"
)
ex.same("return proba.argmax(axis=1)", "return proba.argmax(axis=-1)")
