"""binarize(X, threshold): 1.0 where X is above the threshold, else 0.0."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import Misfit, case, exercise

ex = exercise("binarize", "X, threshold -> B")


def _read(result):
    if getattr(getattr(result, "dtype", None), "kind", "f") == "b":
        raise Misfit("booleans", tr("You return True and False. Return the numbers 1.0 and 0.0."))
    return {"B": result}


def _case(about, X, threshold):
    return case(about, X=X, threshold=threshold, B=1.0 * (X > threshold), read=_read)


@ex.part(points=1)
def value(rng):
    return [
        case(
            tr("a number on the threshold"),
            X=[[0.2, 0.5], [0.7, 0.4]],
            threshold=0.5,
            B=[[0.0, 0.0], [1.0, 0.0]],
            read=_read,
        ),
        _case(tr("another threshold"), rng.permutation(8).reshape(2, 4) / 8, 0.25),
    ]


@ex.part(points=1, hidden=True, pure=True)
def robustness(rng):
    return [
        _case(tr("a row"), 1.0 * rng.permutation(9), 4.0),
        _case(tr("numbers below zero"), rng.permutation(12).reshape(3, 4) - 8.0, -3.0),
        _case(tr("three axes"), 1.0 * rng.permutation(8).reshape(2, 2, 2), 6.0),
        _case(tr("all above"), rng.uniform(1, 2, (2, 3)), 0.5),
    ]


# ---- slips -----------------------------------------------------------------------------------------


@ex.slip
def at_least(X, threshold):
    """A number that lies on the threshold becomes 1 with you. Here it stays 0: only what is above counts."""
    return np.where(X >= threshold, 1.0, 0.0)


@ex.slip
def turned_round(X, threshold):
    """Your zeros and ones have changed places. What is above the threshold becomes 1."""
    return np.where(X > threshold, 0.0, 1.0)


@ex.slip(like=turned_round)
def turned_round_below(X, threshold):
    return np.where(X < threshold, 1.0, 0.0)


@ex.slip
def values_kept(X, threshold):
    """You keep the numbers that are above the threshold as they are. Each of them becomes 1."""
    return np.where(X > threshold, X, 0.0)


@ex.slip
def threshold_ignored(X, threshold):
    """Your threshold is always 0.5. Use the one that is given."""
    return np.where(X > 0.5, 1.0, 0.0)


# ---- right answers ---------------------------------------------------------------------------------

ex.right(lambda X, threshold: (X > threshold).astype(float))
ex.right(lambda X, threshold: np.heaviside(X - threshold, 0.0))


@ex.right
def entry_by_entry(X, threshold):
    flat = [1.0 if x > threshold else 0.0 for x in X.ravel()]
    return np.array(flat).reshape(X.shape)


# ---- wrong answers ---------------------------------------------------------------------------------

ex.wrong(slip="booleans", points=0)(lambda X, threshold: X > threshold)
ex.wrong(slip="at-least", points=0)(lambda X, threshold: (X >= threshold) * 1.0)
ex.wrong(slip="turned-round", points=0)(lambda X, threshold: (X <= threshold) * 1.0)
ex.wrong(slip="turned-round", points=0)(lambda X, threshold: (X < threshold).astype(int))
ex.wrong(slip="values-kept", points=0)(lambda X, threshold: X * (X > threshold))
ex.wrong(slip="threshold-ignored", points=0)(lambda X, threshold: (X > 0.5) * 1.0)


@ex.wrong(slip="input-modified", points=1)
def in_place(X, threshold):
    result = (X > threshold) * 1.0
    X[...] = result
    return result
