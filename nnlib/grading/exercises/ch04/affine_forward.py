"""affine_forward(X, W, b): one layer, X W + b, with examples as rows, a warm-up without points."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import case, exercise
from nnlib.grading.exercises.answers import in_float32
from nnlib.grading.exercises.ch04._answers import affine_loops
from nnlib.grading.exercises.ch04._shared import affine_case
from nnlib.grading.exercises.draw import fortran
from nnlib.grading.exercises.kinds import cut_to_whole, round_off
from nnlib.grading.exercises.words import INPUT_MODIFIED

ex = exercise("affine_forward", "X, W, b -> Z")


@ex.part(points=0)
def value(rng):
    known = case(
        X=[[1.0, 2.0], [3.0, 4.0]],
        W=[[1.0, 0.0], [2.0, -1.0]],
        b=[10.0, 20.0],
        Z=[[15.0, 18.0], [21.0, 16.0]],
    )
    return [known, affine_case(rng, 3, 3, 3), affine_case(rng, 4, 4, 4)]


@ex.part(points=0, pure=True)
def robustness(rng):
    shapes = [(5, 3, 2), (1, 4, 2), (4, 2, 4), (3, 1, 1)]
    cases = [affine_case(rng, *shape, tr("other shapes")) for shape in shapes]
    return [*cases, affine_case(rng, 2, 5, 3, tr("arrays stored column by column"), fortran)]


# ---- slips -----------------------------------------------------------------------------------------


@ex.slip
def weights_transposed(X, W, b):
    """Your units read the rows of W. Column j of W belongs to unit j; with equal widths no shape error says so."""
    return X @ W.T + b


@ex.slip
def bias_down_the_rows(X, W, b):
    """Your bias changes from row to row. A bias belongs to a unit, and so to a column of Z: every example gets
    the same ones.
    """
    return X @ W + b[:, None]


@ex.slip
def bias_missing(X, W, b):
    """Your Z lacks its bias. Give the layer a row of zeros: what should come out?"""
    return X @ W


@ex.slip
def swapped_order(X, W, b):
    """You multiply in the other order. Examples are rows here, and a row meets W from the left."""
    return W @ X + b


@ex.slip(like=swapped_order)
def swapped_order_with_column(X, W, b):
    return W @ X + b[:, None]


@ex.slip
def entry_by_entry(X, W, b):
    """You multiply X and W entry by entry. Each number of Z is a whole row of X against a whole column of W."""
    return X * W + b


@ex.slip
def bias_subtracted(X, W, b):
    """You take the bias away. In this book a bias is added: a large one makes a unit's number large."""
    return X @ W - b


@ex.slip
def bias_in_the_sum(X, W, b):
    """Your bias arrives once for every input. It is added once, after the products are summed."""
    return X @ W + W.shape[0] * b


ex.effect("input-modified", INPUT_MODIFIED)


@ex.slip
def bias_for_the_rest(X, W, b):
    """You multiply the sums by the bias. It is added, once per unit."""
    return X @ W * b


@ex.slip
def one_bias_for_all(X, W, b):
    """Every unit gets the same bias from you: the first one, or all of them added up. Column j has the bias b[j]."""
    return X @ W + b[0]


@ex.slip(like=one_bias_for_all)
def summed_bias_for_all(X, W, b):
    return X @ W + b.sum()


@ex.slip
def inputs_transposed(X, W, b):
    """You turn X round. Examples are rows here: row i of Z comes from row i of X; with equal widths no shape error says
    so.
    """
    return X.T @ W + b


@ex.slip
def relu_in_it(X, W, b):
    """Negative numbers have become 0 in your Z. Here the sums themselves are wanted: what a unit makes of them comes
    later.
    """
    return np.maximum(X @ W + b, 0)


@ex.slip(like=relu_in_it)
def sigmoid_in_it(X, W, b):
    return 1 / (1 + np.exp(-(X @ W + b)))


@ex.slip
def bias_first(X, W, b):
    """You add the bias before the product, to X. It is added afterwards, once per unit."""
    return (X + b) @ W


@ex.slip
def last_input_missed(X, W, b):
    """The last input is missing from your sums. Look at where your inner loop ends."""
    return X[:, :-1] @ W[:-1] + b


cut_to_whole(ex, lambda X, W, b: X @ W + b)
round_off(ex, lambda X, W, b: X @ W + b)


# ---- right answers ---------------------------------------------------------------------------------

ex.right(affine_loops)


@ex.right
def affine_unit_by_unit(X, W, b):
    return np.column_stack([X @ W[:, j] + b[j] for j in range(len(b))])


ex.right(lambda X, W, b: np.einsum("nd,dk->nk", X, W) + b[None, :])
ex.right(in_float32(lambda X, W, b: X @ W + b))


ex.right(lambda X, W, b: np.column_stack([X, np.ones(len(X))]) @ np.vstack([W, b]))
ex.right(lambda X, W, b: (X[:, :, None] * W).sum(axis=1) + b)
ex.right(lambda X, W, b: np.array([x @ W + b for x in X]))


# ---- wrong answers ---------------------------------------------------------------------------------

ex.wrong(slip="weights-transposed", points=0)(lambda X, W, b: X @ W.T + b)
ex.wrong(slip="bias-down-the-rows", points=0)(lambda X, W, b: X @ W + b.reshape(-1, 1))


@ex.wrong(slip="bias-down-the-rows", points=0)
def affine_bias_by_row(X, W, b):
    Z = X @ W
    for i in range(len(Z)):
        Z[i] = Z[i] + b[i]
    return Z


ex.wrong(slip="bias-missing", points=0)(lambda X, W, b: np.dot(X, W))
ex.wrong(slip="swapped-order", points=0)(lambda X, W, b: W @ X + b)
ex.wrong(slip="transposed", points=0)(lambda X, W, b: (X @ W + b).T)
ex.wrong(slip="bias-subtracted", points=0)(lambda X, W, b: X @ W - b)


@ex.wrong(slip="last-row", points=0)
def affine_short_loop(X, W, b):
    Z = np.zeros((X.shape[0], W.shape[1]))
    for i in range(X.shape[0] - 1):
        Z[i] = X[i] @ W + b
    return Z


@ex.wrong(slip=None, points=0)
def affine_for_squares(X, W, b):
    """Right where all widths are equal, wrong elsewhere."""
    Z = np.zeros((X.shape[0], X.shape[0]))
    for i in range(X.shape[0]):
        for j in range(X.shape[0]):
            Z[i, j] = X[i] @ W[:, j] + b[j]
    return Z


@ex.wrong(slip="input-modified", points=0)
def affine_in_place(X, W, b):
    b *= 1.0 + 1e-3
    return X @ W + b / 1.001


ex.wrong(slip="one-bias-for-all", points=0)(lambda X, W, b: X @ W + np.sum(b))
ex.wrong(slip="relu-in-it", points=0)(lambda X, W, b: np.maximum(0, X @ W + b))
ex.wrong(slip="entry-by-entry", points=0)(lambda X, W, b: X * W + b)
ex.wrong(slip="bias-in-the-sum", points=0)(
    lambda X, W, b: np.array(
        [[sum(x[k] * W[k, j] + b[j] for k in range(len(x))) for j in range(len(b))] for x in X]
    )
)


@ex.wrong(slip="whole-numbers", points=0)
def affine_into_integers(X, W, b):
    Z = np.zeros((len(X), len(b)), dtype=int)
    Z[:] = X @ W + b
    return Z
