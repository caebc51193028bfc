"""collapse_affine(W1, b1, W2, b2): the one affine map that two in a row are."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import Case, case, exercise
from nnlib.grading.exercises.answers import in_float32
from nnlib.grading.exercises.ch02._shared import eighths
from nnlib.grading.exercises.draw import affine_by_loops, fortran, product_by_loops
from nnlib.grading.exercises.words import INPUT_MODIFIED

ex = exercise("collapse_affine", "W1, b1, W2, b2 -> W, b")


def collapse_case(rng, d, h, k, about=""):
    W1, b1, W2, b2 = (eighths(rng, *shape) for shape in ((d, h), (h,), (h, k), (k,)))
    truth = {"W": product_by_loops(W1, W2), "b": affine_by_loops(b1[None], W2, b2)[0]}
    return Case({"W1": W1, "b1": b1, "W2": W2, "b2": b2}, truth, about)


@ex.part(points=2)
def value(rng):
    known = case(
        W1=[[1.0, 2.0], [0.0, 1.0]],
        b1=[1.0, -1.0],
        W2=[[3.0, 0.0], [1.0, 2.0]],
        b2=[10.0, 20.0],
        W=[[5.0, 4.0], [1.0, 2.0]],
        b=[12.0, 18.0],
    )
    return [known, *(collapse_case(rng, m, m, m) for m in (3, 4))]


@ex.part(points=1, hidden=True, pure=True)
def robustness(rng):
    shapes = [(4, 3, 2), (2, 5, 3), (3, 1, 4), (1, 4, 1)]
    cases = [collapse_case(rng, *shape, tr("unequal widths")) for shape in shapes]
    square = collapse_case(rng, 5, 5, 5, tr("equal widths"))
    flipped = {k: fortran(v) if v.ndim == 2 else v for k, v in square.arguments.items()}
    return [*cases, Case(flipped, square.truth, square.about)]


# ---- slips -----------------------------------------------------------------------------------------


@ex.slip
def swapped_order(W1, b1, W2, b2):
    """Your W is the product in the other order. A row of X meets one of the two matrices first: with equal widths
    no shape error warns you.
    """
    return W2 @ W1, b1 @ W2 + b2


@ex.slip(like=swapped_order)
def swapped_order_twice(W1, b1, W2, b2):
    return W2 @ W1, W2 @ b1 + b2


@ex.slip
def biases_added(W1, b1, W2, b2):
    """Your W is right, and your b is the sum of the two biases. But b1 is added before the second layer: what
    does that layer do to it?
    """
    return W1 @ W2, b1 + b2


@ex.slip
def first_bias_lost(W1, b1, W2, b2):
    """Your W is right, and your b knows nothing of b1. Send a row of zeros through both layers: what comes out?"""
    return W1 @ W2, b2 + 0.0


@ex.slip
def second_bias_lost(W1, b1, W2, b2):
    """Your W is right, and your b knows nothing of b2. Send a row of zeros through both layers: what comes out?"""
    return W1 @ W2, b1 @ W2


@ex.slip
def bias_from_the_left(W1, b1, W2, b2):
    """Your W is right. In your b, the first bias meets the second layer from the wrong side: it travels as a row,
    like the examples do.
    """
    return W1 @ W2, W2 @ b1 + b2


@ex.slip
def entry_by_entry(W1, b1, W2, b2):
    """You multiply the two matrices entry by entry. One layer after the other is the product of matrices, row by
    column.
    """
    return W1 * W2, b1 @ W2 + b2


@ex.slip
def layers_added(W1, b1, W2, b2):
    """You add the two layers. They stand one after the other, not side by side: what goes into the second?"""
    return W1 + W2, b1 + b2


ex.effect("input-modified", INPUT_MODIFIED)


@ex.slip
def bias_through_first(W1, b1, W2, b2):
    """Your W is right. In your b, the second bias goes through a layer; but it is b1 that is added first and then goes
    through the second layer.
    """
    return W1 @ W2, b2 @ W1 + b1


@ex.slip(like=bias_through_first)
def second_bias_through_second(W1, b1, W2, b2):
    return W1 @ W2, b1 + b2 @ W2


@ex.slip(like=bias_through_first)
def both_biases_through_second(W1, b1, W2, b2):
    return W1 @ W2, (b1 + b2) @ W2


@ex.slip
def biases_multiplied(W1, b1, W2, b2):
    """Your W is right, and your b multiplies the two biases. Send a row of zeros through both: what comes out?"""
    return W1 @ W2, b1 * b2


@ex.slip
def second_layer_only(W1, b1, W2, b2):
    """You return the second layer as it is. A row of X meets the first layer before it."""
    return W2 + 0.0, b2 + 0.0


@ex.slip
def transposed_product(W1, b1, W2, b2):
    """Your W is a product with a matrix turned. Columns belong to units in both layers: no matrix has to be turned."""
    return W1.T @ W2, b1 @ W2 + b2


@ex.slip(like=transposed_product)
def second_turned(W1, b1, W2, b2):
    return W1 @ W2.T, b1 @ W2 + b2


@ex.slip(like=transposed_product)
def both_turned(W1, b1, W2, b2):
    return W1.T @ W2.T, b1 @ W2 + b2


# ---- right answers ---------------------------------------------------------------------------------

ex.right(lambda W1, b1, W2, b2: (W1 @ W2, b1 @ W2 + b2))
ex.right(lambda W1, b1, W2, b2: ((W2.T @ W1.T).T, W2.T @ b1 + b2))


@ex.right
def collapse_by_probes(W1, b1, W2, b2):
    """Where the origin goes, and where one step along each axis goes from there."""
    b = (np.zeros(W1.shape[0]) @ W1 + b1) @ W2 + b2
    return np.array([(e @ W1 + b1) @ W2 + b2 - b for e in np.eye(W1.shape[0])]), b


ex.right(in_float32(lambda W1, b1, W2, b2: (np.einsum("dh,hk->dk", W1, W2), np.dot(b1, W2) + b2)))


@ex.right
def collapse_with_ones(W1, b1, W2, b2):
    """The bias as one more row, for an input that is always 1."""
    first = np.column_stack([np.vstack([W1, b1]), np.append(np.zeros(len(W1)), 1.0)])
    both = first @ np.vstack([W2, b2])
    return both[:-1].copy(), both[-1].copy()


@ex.right
def collapse_by_loops(W1, b1, W2, b2):
    W, b = np.zeros((len(W1), W2.shape[1])), b2.copy()
    for j in range(W2.shape[1]):
        for h in range(W2.shape[0]):
            b[j] += b1[h] * W2[h, j]
            for d in range(len(W1)):
                W[d, j] += W1[d, h] * W2[h, j]
    return W, b


# ---- wrong answers ---------------------------------------------------------------------------------

ex.wrong(slip="biases-added", points=0)(lambda W1, b1, W2, b2: (W1 @ W2, b1 + b2))
ex.wrong(slip="first-bias-lost", points=0)(lambda W1, b1, W2, b2: (W1 @ W2, b2))
ex.wrong(slip="swapped-order", points=0)(lambda W1, b1, W2, b2: (W2 @ W1, b1 @ W2 + b2))
ex.wrong(slip="bias-from-the-left", points=0)(lambda W1, b1, W2, b2: (W1 @ W2, W2 @ b1 + b2))
ex.wrong(slip="broadcast-up", points=0)(lambda W1, b1, W2, b2: (W1 * W2, b1 * W2 + b2))
ex.wrong(slip="transposed", points=0)(lambda W1, b1, W2, b2: ((W1 @ W2).T, b1 @ W2 + b2))


@ex.wrong(slip="input-modified", points=2)
def collapse_in_place(W1, b1, W2, b2):
    b2 += b1 @ W2
    return W1 @ W2, b2 + 0


ex.wrong(slip="wrong-type", points=0)(lambda W1, b1, W2, b2: W1 @ W2)


ex.wrong(slip="bias-through-first", points=0)(lambda W1, b1, W2, b2: (W1 @ W2, (b1 + b2) @ W2))
ex.wrong(slip="second-bias-lost", points=0)(lambda W1, b1, W2, b2: (W1 @ W2, b1 @ W2))
ex.wrong(slip="layers-added", points=0)(lambda W1, b1, W2, b2: (W1 + W2, b1 + b2))
ex.wrong(slip="entry-by-entry", points=0)(lambda W1, b1, W2, b2: (W1 * W2, b1 @ W2 + b2))
