"""relu(z): a warm-up without points."""

import numpy as np

from nnlib.grading.exercise import case, exercise
from nnlib.grading.exercises.answers import over_entries
from nnlib.grading.exercises.ch03._shared import relu
from nnlib.grading.exercises.draw import fortran, off_zero, values
from nnlib.grading.exercises.kinds import cut_to_whole, round_off
from nnlib.grading.exercises.words import INPUT_MODIFIED

ex = exercise("relu", "z -> a")


@ex.part(points=0, pure=True)
def value(rng):
    known = case(z=[[-2, 0, 3]], a=[[0, 0, 3]])
    small = case(z=[[0.5, -0.5]], a=[[0.5, 0]])
    return [known, small, *values("a", relu, off_zero(rng, (3, 4)), fortran(off_zero(rng, (2, 2))))]


# ---- slips -----------------------------------------------------------------------------------------


@ex.slip
def absolute_value(z):
    """You turn negative numbers positive. ReLU sets them to 0."""
    return np.abs(z)


@ex.slip
def wrong_side(z):
    """You keep the negative numbers and drop the positive ones. Turn the comparison round."""
    return np.where(z < 0, z, 0)


@ex.slip
def step_for_relu(z):
    """You return 1 for every positive number: that is the step. ReLU returns the number itself."""
    return np.where(z > 0, 1.0, 0.0)


ex.effect("input-modified", INPUT_MODIFIED)


@ex.slip
def leaky(z):
    """Below 0 you let a share of z through: that is the leaky one. ReLU gives 0 there."""
    return np.where(z > 0, z, 0.01 * z)


for share in (0.1, 0.2):
    ex.slip(like=leaky)(lambda z, share=share: np.where(z > 0, z, share * z))


@ex.slip
def one_number_for_all(z):
    """Every entry of yours is the same: one maximum for the whole table. Each entry meets 0 on its own."""
    return np.full(z.shape, max(z.max(), 0.0))


@ex.slip
def capped(z):
    """You cut at 1. ReLU has no upper end: 3 stays 3."""
    return np.clip(z, 0, 1)


@ex.slip
def untouched(z):
    """Your function returns z as it is. Where z is negative, ReLU gives 0."""
    return z + 0.0


@ex.slip
def minus_one_below(z):
    """You give -1 for negative numbers. ReLU gives 0 there."""
    return np.where(z > 0, z, -1.0)


@ex.slip
def softplus_for_relu(z):
    """Your curve bends where ReLU has a kink: at 0 you give 0.69. ReLU is the larger one of z and 0, with no
    exponential.
    """
    return np.logaddexp(0, z)


cut_to_whole(ex, lambda z: np.maximum(z, 0.0))
round_off(ex, lambda z: np.maximum(z, 0.0), digits=(1, 2))


# ---- right answers ---------------------------------------------------------------------------------

ex.right(over_entries(lambda z: max(z, 0)))
ex.right(lambda z: np.maximum(z, 0))
ex.right(lambda z: (z + abs(z)) / 2)


ex.right(lambda z: z * (z > 0))
ex.right(lambda z: np.clip(z, 0, None))
ex.right(lambda z: np.array([[v if v > 0 else 0.0 for v in row] for row in z]))


# ---- wrong answers ---------------------------------------------------------------------------------

ex.wrong(slip="absolute-value", points=0)(np.abs)
ex.wrong(slip="leaky", points=0)(lambda z: np.where(z > 0, z, 0.01 * z))


ex.wrong(slip="leaky", points=0)(lambda z: np.maximum(0.01 * z, z))
ex.wrong(slip="wrong-side", points=0)(lambda z: np.minimum(0, z))
ex.wrong(slip="step-for-relu", points=0)(lambda z: (z > 0) * 1.0)
ex.wrong(slip="softplus-for-relu", points=0)(lambda z: np.log(1 + np.exp(z)))


@ex.wrong(slip="whole-numbers", points=0)
def into_integers(z):
    a = np.zeros(z.shape, dtype=int)
    a[z > 0] = z[z > 0]
    return a


# --- changes of the solution that are as right as it ----------------------------------------------

ex.same("return np.maximum(z, 0.0)", "return np.maximum(0.0, z)")
