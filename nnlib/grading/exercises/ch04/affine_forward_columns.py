"""affine_forward_columns(W, Xc, b): one layer with examples as columns, W Xc + b."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import Case, case, exercise
from nnlib.grading.exercises.answers import in_float32
from nnlib.grading.exercises.ch04._answers import affine_loops
from nnlib.grading.exercises.ch04._shared import affine_case
from nnlib.grading.exercises.draw import fortran
from nnlib.grading.exercises.kinds import round_off
from nnlib.grading.exercises.words import INPUT_MODIFIED

ex = exercise("affine_forward_columns", "W, Xc, b -> Z")


def columns_case(rng, n_out, n_in, n, about="", layout=np.asarray):
    rows = affine_case(rng, n, n_in, n_out)
    X, W, b = (rows.arguments[name] for name in ("X", "W", "b"))
    given = {"W": layout(W.T.copy()), "Xc": layout(X.T.copy()), "b": b}
    return Case(given, {"Z": rows.truth["Z"].T.copy()}, about)


@ex.part(points=1)
def value(rng):
    known = case(
        W=[[1.0, 2.0], [0.0, -1.0]],
        Xc=[[1.0, 3.0], [2.0, 4.0]],
        b=[10.0, 20.0],
        Z=[[15.0, 21.0], [18.0, 16.0]],
    )
    return [known, columns_case(rng, 3, 3, 3), columns_case(rng, 4, 4, 4)]


@ex.part(points=1, hidden=True, pure=True)
def robustness(rng):
    shapes = [(2, 3, 5), (2, 4, 1), (3, 2, 3), (1, 3, 4)]
    cases = [columns_case(rng, *shape, tr("other shapes")) for shape in shapes]
    return [*cases, columns_case(rng, 3, 5, 2, tr("arrays stored column by column"), fortran)]


# ---- slips -----------------------------------------------------------------------------------------


@ex.slip
def bias_along_examples(W, Xc, b):
    """Your bias changes from example to example. There are as many units as examples here, so NumPy could not see
    that b should stand upright.
    """
    return W @ Xc + b


@ex.slip
def bias_missing(W, Xc, b):
    """Your Z lacks its bias. Give the layer a column of zeros: what should come out?"""
    return W @ Xc


@ex.slip
def weights_transposed(W, Xc, b):
    """Your units read the columns of W. In this convention row j of W belongs to unit j."""
    return W.T @ Xc + b[:, None]


@ex.slip
def rows_convention(W, Xc, b):
    """You treat the examples as rows. Here they are columns: which of W and Xc comes first in the product?"""
    return Xc @ W + b


@ex.slip(like=rows_convention)
def rows_convention_with_column(W, Xc, b):
    return Xc @ W + b[:, None]


@ex.slip
def returned_as_rows(W, Xc, b):
    """Your numbers are right, and your examples have become rows. They came as columns and should leave as columns."""
    return (W @ Xc + b[:, None]).T


ex.effect("input-modified", INPUT_MODIFIED)


@ex.slip
def weights_transposed_bias_lying(W, Xc, b):
    """Two things are off: your units read the columns of W, and your bias changes from example to example. Row j of W,
    and entry j of b, belong to unit j.
    """
    return W.T @ Xc + b


@ex.slip
def entry_by_entry(W, Xc, b):
    """You multiply W and Xc entry by entry. Each number of Z is a whole row of W against a whole column of Xc."""
    return W * Xc + b[:, None]


@ex.slip
def examples_turned(W, Xc, b):
    """You turn Xc round. Its columns are the examples already: row j of W meets them from the left."""
    return W @ Xc.T + b[:, None]


@ex.slip
def bias_subtracted(W, Xc, b):
    """You take the bias away. In this book a bias is added: a large one makes a unit's number large."""
    return W @ Xc - b[:, None]


@ex.slip
def one_bias_for_all(W, Xc, b):
    """Every unit gets the same bias from you. Row j of Z has the bias b[j]."""
    return W @ Xc + b[0]


@ex.slip(like=one_bias_for_all)
def summed_bias_for_all(W, Xc, b):
    return W @ Xc + b.sum()


round_off(ex, lambda W, Xc, b: W @ Xc + b[:, None])


# ---- right answers ---------------------------------------------------------------------------------


@ex.right
def columns_by_examples(W, Xc, b):
    return np.stack([W @ Xc[:, i] + b for i in range(Xc.shape[1])], axis=1)


ex.right(lambda W, Xc, b: W @ Xc + b.reshape(-1, 1))
ex.right(lambda W, Xc, b: affine_loops(Xc.T, W.T, b).T)
ex.right(in_float32(lambda W, Xc, b: (Xc.T @ W.T + b).T))


ex.right(lambda W, Xc, b: np.einsum("ji,in->jn", W, Xc) + b[:, np.newaxis])
ex.right(lambda W, Xc, b: np.array([[w @ x + c for x in Xc.T] for w, c in zip(W, b)]))


# ---- wrong answers ---------------------------------------------------------------------------------

ex.wrong(slip="bias-along-examples", points=0)(lambda W, Xc, b: np.dot(W, Xc) + b)
ex.wrong(slip="bias-missing", points=0)(lambda W, Xc, b: W @ Xc)
ex.wrong(slip="rows-convention", points=0)(lambda W, Xc, b: Xc @ W + b[:, None])
ex.wrong(slip="returned-as-rows", points=0)(lambda W, Xc, b: Xc.T @ W.T + b)
ex.wrong(slip="error", points=1)(
    lambda W, Xc, b: W @ Xc + (b[:, None] if len(b) == Xc.shape[1] else b)
)


ex.wrong(slip="entry-by-entry", points=0)(lambda W, Xc, b: W * Xc + b[:, None])
ex.wrong(slip="bias-subtracted", points=0)(lambda W, Xc, b: W @ Xc - b[:, None])
ex.wrong(slip="weights-transposed", points=0)(lambda W, Xc, b: W.T @ Xc + b[:, None])
ex.wrong(slip="one-bias-for-all", points=0)(lambda W, Xc, b: W @ Xc + b[0])
