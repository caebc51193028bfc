"""softmax(Z): positive rows that sum to 1, also for logits of a thousand."""

import math

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import case, exercise
from nnlib.grading.exercises.answers import in_float32, naive_softmax, softmax_by_global_max
from nnlib.grading.exercises.ch03._shared import sigmoid, softmax
from nnlib.grading.exercises.draw import fortran, rows, short, values
from nnlib.grading.exercises.kinds import round_off
from nnlib.grading.exercises.words import GLOBAL_MAX, INPUT_MODIFIED, NO_SHIFT

ex = exercise("softmax", "Z -> P")


@ex.part(points=2)
def value(rng):
    known = case(Z=rows(0, np.log(3)), P=[[0.25, 0.75]])
    Z = rng.normal(0, 1.5, (3, 4))
    shifted = case(tr("a number added to every logit"), Z=Z + 5, P=softmax(Z))
    return [
        known,
        *values(
            "P", softmax, Z, rng.normal(0, 1.5, (3, 3)), rng.normal(0, 1, (4, 2)), names=("Z",)
        ),
        shifted,
    ]


@ex.part(points=2, hidden=True, pure=True)
def robustness(rng):
    big = case(tr("logits of 1000"), Z=[[1000, 1000, 0]], P=[[0.5, 0.5, 0]])
    low = case(tr("logits of -1000"), Z=[[-1000, -1000]], P=[[0.5, 0.5]])
    Z = short(rng.normal(0, 1, (3, 4))) + np.array([[1000.0], [0.0], [-1000.0]])
    uneven = case(tr("rows of very different size"), Z=Z, P=softmax(Z))
    one = case(tr("a single class"), Z=rng.normal(0, 1, (3, 1)), P=np.ones((3, 1)))
    return [
        big,
        low,
        uneven,
        one,
        *values(
            "P", softmax, fortran(rng.normal(0, 2, (2, 5))), names=("Z",), about=tr("other shapes")
        ),
    ]


# ---- slips -----------------------------------------------------------------------------------------


@ex.slip
def wrong_axis(Z):
    """Your columns sum to 1, and the rows should: each row is one example, and its classes share the 1."""
    return softmax(np.ascontiguousarray(Z.T)).T


@ex.slip(says=NO_SHIFT)
def no_shift(Z):
    return naive_softmax(Z)


@ex.slip(says=GLOBAL_MAX)
def global_max(Z):
    return softmax_by_global_max(Z)


@ex.slip
def global_sum(Z):
    """The whole array sums to 1, and each row should. One sum per row is needed."""
    return np.exp(Z - Z.max()) / np.exp(Z - Z.max()).sum()


@ex.slip
def no_exponential(Z):
    """You divide the logits by their sum. Softmax raises e to them first, so that nothing is negative."""
    return Z / Z.sum(axis=1, keepdims=True)


@ex.slip
def sigmoid_for_softmax(Z):
    """You squash each logit on its own: the rows do not sum to 1. In softmax the classes share the 1."""
    return sigmoid(Z)


ex.effect("input-modified", INPUT_MODIFIED)


for end in (200, 500):

    @ex.slip
    def clipped(Z, end=end):
        """Logits that you cut off become equal, and a row near 1000 comes out even. Softmax does not change when one
        number is taken from a whole row: then no limit is needed.
        """
        return naive_softmax(np.clip(Z, -end, end))


def _over(sums):
    """Powers of e over other sums."""

    def wrong(Z):
        E = np.exp(Z - Z.max(axis=1, keepdims=True))
        return E / sums(E)

    return wrong


@ex.slip
def powers_alone(Z):
    """You raise e to the logits and stop there. Each row is divided by its sum, so that its classes share the 1."""
    return np.exp(Z)


@ex.slip
def mean_for_sum(Z):
    """Your rows sum to the number of classes. Each row is divided by its sum, and not by its mean."""
    return _over(lambda E: E.mean(axis=1, keepdims=True))(Z)


@ex.slip
def largest_for_sum(Z):
    """The largest entry of each of your rows is 1. Each row of powers is still to be divided by its sum."""
    return _over(lambda E: E.max(axis=1, keepdims=True))(Z)


@ex.slip
def euclidean(Z):
    """The squares of your rows sum to 1. Each row is divided by the plain sum of its powers."""
    return _over(lambda E: np.linalg.norm(E, axis=1, keepdims=True))(Z)


@ex.slip
def logarithm_left(Z):
    """Your entries are the logarithms of the probabilities. The probabilities themselves are wanted: positive, with the
    sum 1.
    """
    return np.log(softmax(Z))


@ex.slip
def sign_in_exponent(Z):
    """The largest logit of a row gets the smallest probability from you. Look at the sign in the exponent."""
    return softmax(-Z)


@ex.slip
def winner_takes_all(Z):
    """You give 1 to the largest logit and 0 to the others. Softmax leaves each class a probability."""
    return (Z == Z.max(axis=1, keepdims=True)) * 1.0


@ex.slip
def softmax_twice(Z):
    """Your softmax is taken twice: the probabilities go through a second one. Once is enough."""
    return softmax(softmax(Z))


@ex.slip
def shift_below_only(Z):
    """You shift the logits above the fraction line and not below it. Both need the same shift: take it off Z first."""
    return np.exp(Z - Z.max(axis=1, keepdims=True)) / np.exp(Z).sum(axis=1, keepdims=True)


@ex.slip
def shift_divides(Z):
    """You divide the logits by the largest one. Taking a number off a whole row leaves the probabilities as they are;
    dividing does not.
    """
    return naive_softmax(Z / Z.max(axis=1, keepdims=True))


SMALL_IN_SUM = tr(
    "Your rows do not sum to 1: a small number of your own stands in the sum. After the "
    "shift the largest power is 1, so the sum is never 0."
)
for small in (1e-3, 1e-4, 1e-5):
    ex.slip(key="small-in-sum", says=SMALL_IN_SUM)(
        _over(lambda E, small=small: E.sum(axis=1, keepdims=True) + small)
    )


round_off(ex, softmax, digits=(1, 2, 3, 4))


# ---- right answers ---------------------------------------------------------------------------------


@ex.right
def loops(Z):
    P = np.zeros(Z.shape)
    for i in range(Z.shape[0]):
        top = max(Z[i])
        total = 0.0
        for j in range(Z.shape[1]):
            P[i, j] = math.exp(Z[i, j] - top)
            total = total + P[i, j]
        for j in range(Z.shape[1]):
            P[i, j] = P[i, j] / total
    return P


@ex.right
def numpy(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


@ex.right
def by_log(Z):
    shifted = Z - np.max(Z, axis=1)[:, None]
    return np.exp(shifted - np.log(np.exp(shifted).sum(axis=1))[:, None])


ex.right(in_float32(numpy))


ex.right(lambda Z: np.exp(Z - np.logaddexp.reduce(Z, axis=1, keepdims=True)))
ex.right(lambda Z: 1 / np.exp(np.minimum(Z[:, None, :] - Z[:, :, None], 700)).sum(axis=2))


@ex.right
def row_by_row(Z):
    rows = []
    for z in Z:
        e = np.exp(z - np.amax(z))
        rows.append(e / np.einsum("i->", e))
    return np.vstack(rows)


# ---- wrong answers ---------------------------------------------------------------------------------


def rounded_e(Z):
    E = 2.718281 ** (Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


def guarded(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / (E.sum(axis=1, keepdims=True) + 1e-6)


ex.wrong(slip="inexact", points=0)(rounded_e)
ex.wrong(slip="inexact", points=0)(guarded)
ex.wrong(slip="wrong-axis", points=0)(lambda Z: np.exp(Z) / np.exp(Z).sum(axis=0))
ex.wrong(slip="no-shift", points=2)(lambda Z: np.exp(Z) / np.exp(Z).sum(axis=1)[:, None])
ex.wrong(slip="global-max", points=2)(
    lambda Z: np.exp(Z - np.max(Z)) / np.exp(Z - np.max(Z)).sum(axis=1)[:, None]
)
ex.wrong(slip="global-sum", points=0)(
    lambda Z: np.exp(Z - np.max(Z)) / np.sum(np.exp(Z - np.max(Z)))
)


@ex.wrong(slip="input-modified", points=2)
def in_place(Z):
    Z -= Z.max(axis=1, keepdims=True)
    np.exp(Z, Z)
    Z /= Z.sum(axis=1, keepdims=True)
    return Z


@ex.wrong(slip="error", points=0)
def square_sums(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1)


ex.wrong(slip="clipped", points=2)(
    lambda Z: np.exp(np.clip(Z, -700, 700)) / np.exp(np.clip(Z, -700, 700)).sum(axis=1)[:, None]
)
ex.wrong(slip="powers-alone", points=0)(lambda Z: np.exp(Z))
ex.wrong(slip="mean-for-sum", points=0)(lambda Z: softmax(Z) * Z.shape[1])
ex.wrong(slip="sign-in-exponent", points=0)(lambda Z: numpy(-Z))
ex.wrong(slip="winner-takes-all", points=0)(lambda Z: np.eye(Z.shape[1])[Z.argmax(axis=1)])
ex.wrong(slip="shift-below-only", points=0)(
    lambda Z: np.exp(Z - np.max(Z, axis=1)[:, None]) / np.sum(np.exp(Z), axis=1)[:, None]
)
ex.wrong(slip="logarithm-left", points=0)(lambda Z: Z - np.logaddexp.reduce(Z, axis=1)[:, None])


# --- changes of the solution that are as right as it ----------------------------------------------

ex.same("P = np.zeros(Z.shape)", "P = np.ones(Z.shape)")
