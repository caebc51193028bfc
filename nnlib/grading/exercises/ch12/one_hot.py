"""one_hot(y, k): each label as a row with a single 1."""

from functools import partial

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import Misfit, case, exercise

ex = exercise("one_hot", "y, k -> Y")


CLASSES_COUNTED = tr(
    "You count the classes that occur in y. A class may be absent: there are k columns, whatever y holds."
)


def _read(y, k, result):
    """The rows; the number of their columns tells whether the classes of y were counted."""
    counted = {(len(y), int(y.max()) + 1), (len(y), len(np.unique(y)))} - {(len(y), k)}
    if getattr(result, "shape", None) in counted:
        raise Misfit("classes-counted", CLASSES_COUNTED)
    return {"Y": result}


def _case(about, y, k):
    y = np.asarray(y)
    return case(about, y=y, k=k, Y=1.0 * (y[:, None] == np.arange(k)), read=partial(_read, y, k))


@ex.part(points=1)
def value(rng):
    return [
        _case(tr("three labels"), [2, 0, 1], 3),
        _case(tr("a class that is absent"), [1, 0, 1, 3], 5),
    ]


@ex.part(points=1, hidden=True, pure=True)
def robustness(rng):
    return [
        _case(tr("one label"), [2], 4),
        _case(tr("labels that come twice"), rng.permutation([0, 0, 2, 2, 5]), 7),
        _case(tr("ten classes"), rng.permutation([3, 3, 9, 0, 4, 4, 8]), 10),
        _case(tr("one class"), [0, 0], 1),
    ]


# ---- slips -----------------------------------------------------------------------------------------


ex.effect("classes-counted", CLASSES_COUNTED)


@ex.slip
def from_one(y, k):
    """Your 1 stands one place too far to the left: labels begin with 0, and so do the columns."""
    return np.eye(k)[y - 1]


@ex.slip
def ordinal(y, k):
    """You fill all the places up to the label. Only the place of the label itself holds a 1."""
    return np.tril(np.ones((k, k)))[y]


# ---- right answers ---------------------------------------------------------------------------------

ex.right(lambda y, k: np.eye(k)[y])
ex.right(lambda y, k: (y[:, None] == np.arange(k)).astype(float))


@ex.right
def row_by_row(y, k):
    rows = np.zeros((len(y), k))
    for i in range(len(y)):
        rows[i, y[i]] = 1
    return rows


# ---- wrong answers ---------------------------------------------------------------------------------

ex.wrong(slip="classes-counted", points=0)(
    lambda y, k: np.eye(len(np.unique(y)))[np.unique(y, return_inverse=True)[1]]
)
ex.wrong(slip="classes-counted", points=0)(lambda y, k: np.eye(y.max() + 1)[y])
ex.wrong(slip="from-one", points=0)(lambda y, k: np.roll(np.eye(k)[y], -1, axis=1))
ex.wrong(slip="ordinal", points=0)(lambda y, k: (np.arange(k) <= y[:, None]) * 1.0)
ex.wrong(slip="transposed", points=0)(lambda y, k: np.eye(k)[y].T)
