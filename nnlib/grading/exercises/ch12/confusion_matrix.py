"""confusion_matrix(y, p, k): how many examples of each class were taken for which; rows are the truth."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import case, exercise

ex = exercise("confusion_matrix", "y, p, k -> C")


def _counted(y, p, k):
    """C[i, j] counted pair by pair."""
    return np.array(
        [[sum((y == i) & (p == j)) for j in range(k)] for i in range(k)], dtype=np.float64
    )


def _case(about, y, p, k):
    y, p = np.asarray(y), np.asarray(p)
    return case(about, y=y, p=p, k=k, C=_counted(y, p, k))


@ex.part(points=2)
def value(rng):
    return [
        _case(tr("one mistake"), [0, 1, 2, 2], [0, 1, 2, 1], 3),
        _case(tr("the same mistake three times"), [1, 1, 1, 0, 2], [2, 2, 2, 0, 2], 3),
    ]


@ex.part(points=2, hidden=True, pure=True)
def robustness(rng):
    y = np.concatenate([rng.integers(0, 4, 30), [0, 0, 0, 1, 3]])
    p = np.concatenate([rng.integers(0, 4, 30), [1, 1, 1, 0, 2]])
    return [
        _case(tr("35 examples"), y, p, 4),
        _case(tr("a class that is absent"), [0, 4, 4], [0, 1, 1], 6),
        _case(tr("one example"), [1], [0], 2),
        _case(tr("nothing right"), [0, 0, 1], [1, 1, 0], 2),
    ]


# ---- slips -----------------------------------------------------------------------------------------


@ex.slip(key="rows-are-predictions")
def turned(y, p, k):
    """Rows and columns have changed places: a row belongs to the true class, a column to the predicted one."""
    return _counted(p, y, k)


@ex.slip
def duplicates_lost(y, p, k):
    """A pair that comes several times is counted once. `C[y, p] += 1` adds one to each place a single time: go
    through the pairs one by one, or let NumPy count them.
    """
    C = np.zeros((k, k))
    C[y, p] += 1
    return C


@ex.slip
def shares(y, p, k):
    """You return shares. Return how many examples there are in each place."""
    return _counted(y, p, k) / len(y)


@ex.slip
def mistakes_alone(y, p, k):
    """Your diagonal is empty. What is right counts too: it stands on the diagonal."""
    return _counted(y, p, k) * (1 - np.eye(k))


# ---- right answers ---------------------------------------------------------------------------------


@ex.right
def pair_by_pair(y, p, k):
    C = np.zeros((k, k))
    for i, j in zip(y, p):
        C[i, j] += 1
    return C


@ex.right
def added_at(y, p, k):
    C = np.zeros((k, k), dtype=int)
    np.add.at(C, (y, p), 1)
    return C


ex.right(lambda y, p, k: np.eye(k)[y].T @ np.eye(k)[p])

# ---- wrong answers ---------------------------------------------------------------------------------

ex.wrong(slip="rows-are-predictions", points=0)(lambda y, p, k: np.eye(k)[p].T @ np.eye(k)[y])
ex.wrong(slip="shares", points=0)(lambda y, p, k: np.eye(k)[y].T @ np.eye(k)[p] / len(y))


@ex.wrong(slip="duplicates-lost", points=0)
def fancy(y, p, k):
    C = np.zeros((k, k))
    C[y, p] += 1
    return C


@ex.wrong(slip="mistakes-alone", points=0)
def off_the_diagonal(y, p, k):
    C = np.zeros((k, k))
    for i, j in zip(y, p):
        if i != j:
            C[i, j] += 1
    return C


@ex.wrong(slip=None, points=0)
def classes_from_data(y, p, k):
    size = max(y.max(), p.max())
    C = np.zeros((size, size))
    for i, j in zip(y, p):
        C[i - 1, j - 1] += 1
    return C
