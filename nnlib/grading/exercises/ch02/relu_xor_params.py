"""relu_xor_params(): weights of a ReLU network that folds the plane into XOR; any that do so are right."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import case, exercise
from nnlib.grading.exercises.ch02._answers import params
from nnlib.grading.exercises.ch02._shared import NAND_AND_OR, XOR, layers, two_layers_of
from nnlib.grading.exercises.draw import CORNERS, affine_by_loops, short

ex = exercise("relu_xor_params", " -> y")


def folds_of(X):
    """A reading of W1, b1, W2, b2: what the network with ReLU between says at the rows of X."""

    def read(result):
        W1, b1, W2, b2 = two_layers_of(result)
        return {"y": affine_by_loops(np.maximum(affine_by_loops(X, W1, b1), 0), W2, b2)[:, 0]}

    return read


@ex.part(points=2)
def value(rng):
    return [case("(0, 0), (0, 1), (1, 0), (1, 1)", y=XOR, read=folds_of(CORNERS))]


@ex.part(points=1, hidden=True)
def plane(rng):
    """A grid over the plane, moved by a little, on both sides of the fold and on it."""
    ticks = short(np.linspace(-2, 2, 9) + rng.uniform(-0.1, 0.1))
    X = np.array([[p, q] for p in ticks for q in ticks])
    truth = np.array([max(p, q) - min(p, q) for p, q in X])
    return [case(tr("points between and beyond the corners"), y=truth, read=folds_of(X))]


# ---- slips -----------------------------------------------------------------------------------------


@ex.slip
def one_side_only():
    """At one of the corners (0, 1) and (1, 0) your network says 0. The paper rises on one side of the fold only:
    what would raise the other side?
    """
    return layers([[1], [-1]], [0], [1], 0)


@ex.slip(like=one_side_only)
def other_side_only():
    return layers([[-1], [1]], [0], [1], 0)


@ex.slip
def plain_difference():
    """Your network says -1 at one corner: it is x1 - x2 or x2 - x1, with no fold in it. With which signs do the
    two halves have to be put together?
    """
    return layers([[1, -1], [-1, 1]], [0, 0], [1, -1], 0)


@ex.slip(like=plain_difference)
def plain_difference_turned():
    return layers([[1, -1], [-1, 1]], [0, 0], [-1, 1], 0)


@ex.slip
def plain_sum():
    """At (1, 1) your network says 2: it adds the inputs. A hidden unit should stay silent where the two are equal."""
    return layers([[1, 0], [0, 1]], [0, 0], [1, 1], 0)


@ex.slip
def opposite():
    """Every corner is the wrong way round: your network says 1 where the inputs are equal. What should the
    network give along the fold?
    """
    return layers([[1, -1], [-1, 1]], [0, 0], [-1, -1], 1)


@ex.slip
def thresholds_for_relu():
    """These are weights for threshold units: they say 0 or 1 where a ReLU lets the whole sum through. Work the
    sums out again at (0, 1), with ReLU in mind.
    """
    return layers(*NAND_AND_OR, [1, 1], -1.5)


@ex.slip
def corners_only():
    """The four corners are right, and between and beyond them the paper lies elsewhere. Try (0.5, 0.5) and (2,
    2): how far apart are the inputs there, and what does your network say?
    """
    return layers([[1, 1], [1, 1]], [0, -1], [1, -2], 0)


# ---- right answers ---------------------------------------------------------------------------------

ex.right(params([[1, -1], [-1, 1]], [0, 0], [[1], [1]], [0]))
ex.right(params([[2, -0.5], [-2, 0.5]], [0, 0], [[0.5], [2]], [0]))


# three units
ex.right(params([[1, 1, -1], [-1, -1, 1]], [0, 0, 0], [[2], [-1], [1]], [0]))
ex.right(params([[1, -1, 1], [-1, 1, -1]], [0, 100, 100], [[2], [1], [0]], [-100], np.float32))


# ---- wrong answers ---------------------------------------------------------------------------------

ex.wrong(slip="corners-only", points=2)(params([[1, 1], [1, 1]], [0, -1], [[1], [-2]], [0]))
ex.wrong(slip="wrong-value", points=2)(
    params([[1, -1, 1], [-1, 1, 1]], [0, 0, -2], [[1], [1], [5]], [0])
)
ex.wrong(slip="thresholds-for-relu", points=0)(
    params([[-1, 1], [-1, 1]], [1.5, -0.5], [[1], [1]], [-1.5])
)
ex.wrong(slip=None, points=0)(params([[1, 1], [1, 1]], [-0.5, -1.5], [[1], [-1]], [0]))
ex.wrong(slip="plain-sum", points=0)(params([[1, 0], [0, 1]], [0, 0], [[1], [1]], [0]))
ex.wrong(slip="halved", points=0)(params([[1, -1], [-1, 1]], [0, 0], [[0.5], [0.5]], [0]))
ex.wrong(slip="wrong-shape", points=0)(params([[1, -1], [-1, 1]], [0, 0], [[1, 1]], [0]))
