"""sgn(z): the sign, with 0 at 0."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import exercise
from nnlib.grading.exercises.ch01._shared import away_from_zero, entrywise

ex = exercise("sgn", "z -> a")


def sign(v):
    return 1.0 if v > 0 else -1.0 if v < 0 else 0.0


@ex.part(points=1, pure=True)
def value(rng):
    known = np.array([[-2.0, -0.5, 0.0, 0.5, 3.0]])
    return [
        entrywise(sign, known, tr("the values of the statement")),
        entrywise(sign, away_from_zero(rng, (3, 4))),
    ]


# ---- slips -----------------------------------------------------------------------------------------


@ex.slip
def two_valued(z):
    """You give two values only. At exactly 0 the sign is 0: neither up nor down."""
    return np.where(z >= 0, 1.0, -1.0)


@ex.slip
def two_valued_down(z):
    """At exactly 0 you give -1. There the sign is 0: neither up nor down."""
    return np.where(z > 0, 1.0, -1.0)


@ex.slip
def step_for_sign(z):
    """You give 0 for negative numbers. That is the step; the sign gives -1 there."""
    return np.where(z > 0, 1.0, 0.0)


@ex.slip(like=step_for_sign)
def step_from_zero(z):
    return np.where(z >= 0, 1.0, 0.0)


@ex.slip
def number_for_sign(z):
    """You return the numbers themselves. The sign knows 1, 0 and -1 only."""
    return z + 0.0


@ex.slip
def size_for_sign(z):
    """You drop the sign and keep the size. It is the other way round: the sign alone is wanted."""
    return np.abs(z)


@ex.slip
def never_negative(z):
    """You give 1 where z is negative too. Below 0 the sign is -1."""
    return np.where(z == 0, 0.0, 1.0)


@ex.slip
def squashed(z):
    """You give a curve between -1 and 1. The sign jumps: -1 below 0, 1 above it."""
    return np.tanh(z)


# ---- right answers ---------------------------------------------------------------------------------


@ex.right
def sign_loops(z):
    a = np.zeros(z.shape)
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            if z[i, j] > 0:
                a[i, j] = 1
            elif z[i, j] < 0:
                a[i, j] = -1
    return a


@ex.right
def sign_by_division(z):
    a = np.abs(z)
    return np.where(a > 0, z / np.where(a > 0, a, 1), 0.0)


ex.right(lambda z: (z > 0) * 1.0 - (z < 0) * 1.0)


ex.right(lambda z: np.where(z > 0, 1.0, np.where(z < 0, -1.0, 0.0)))
ex.right(lambda z: np.clip(z * 1e300, -1, 1))
ex.right(lambda z: np.heaviside(z, 0.5) * 2 - 1)


# ---- wrong answers ---------------------------------------------------------------------------------

ex.wrong(slip="two-valued", points=0)(lambda z: np.where(z >= 0, 1.0, -1.0))
ex.wrong(slip="step-for-sign", points=0)(lambda z: np.where(z > 0, 1.0, 0.0))
ex.wrong(slip="two-valued-down", points=0)(lambda z: np.where(z > 0, 1.0, -1.0))
ex.wrong(slip="sign-flipped", points=0)(lambda z: -np.sign(z))


ex.wrong(slip="never-negative", points=0)(lambda z: np.abs(np.sign(z)))
ex.wrong(slip="squashed", points=0)(np.tanh)
ex.wrong(slip="not-finite", points=0)(lambda z: z / np.abs(z))
ex.wrong(slip="step-for-sign", points=0)(lambda z: np.heaviside(z, 1.0))


# --- changes of the solution that are as right as it ----------------------------------------------

ex.same(
    "return np.where(z > 0, 1.0, 0.0) - np.where(z < 0, 1.0, 0.0)",
    "return np.where(1.0, z > 0, 0.0) - np.where(z < 0, 1.0, 0.0)",
)
ex.same(
    "return np.where(z > 0, 1.0, 0.0) - np.where(z < 0, 1.0, 0.0)",
    "return np.where(z > 0, 1.0, 0.0) - np.where(1.0, z < 0, 0.0)",
)
