"""heaviside(z): the step, 1 from 0 on."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import exercise
from nnlib.grading.exercises.ch01._answers import H
from nnlib.grading.exercises.ch01._shared import away_from_zero, entrywise, fires

ex = exercise("heaviside", "z -> a")


@ex.part(points=1, pure=True)
def value(rng):
    known = np.array([[-2.0, -0.5, 0.0, 0.5, 3.0]])
    return [
        entrywise(fires, known, tr("the values of the statement")),
        entrywise(fires, np.array([[0.25, -0.25]]), tr("numbers near 0")),
        entrywise(fires, away_from_zero(rng, (3, 4))),
    ]


# ---- slips -----------------------------------------------------------------------------------------


@ex.slip
def strict_threshold(z):
    """Your unit is silent at exactly 0. In this book a unit fires when it reaches its threshold: H(0) = 1."""
    return np.where(z > 0, 1.0, 0.0)


@ex.slip
def half_at_zero(z):
    """At exactly 0 you give one half. A unit that fires or stays silent knows no half: H(0) = 1."""
    return (np.sign(z) + 1) / 2


@ex.slip
def sign_for_step(z):
    """You give -1 where the unit is silent. That is the sign; the step gives 0 there."""
    return np.where(z >= 0, 1.0, -1.0)


@ex.slip
def turned_round(z):
    """Your unit fires where it should be silent, and is silent where it should fire. Look at the comparison."""
    return np.where(z < 0, 1.0, 0.0)


@ex.slip
def relu_for_step(z):
    """You keep the number where it is positive. A unit that fires says 1, however large its sum is."""
    return np.maximum(z, 0.0)


@ex.slip
def sigmoid_for_step(z):
    """You give a curve between 0 and 1. The step knows 1 and 0 only, and jumps at 0."""
    return 1 / (1 + np.exp(-z))


@ex.slip(like=sign_for_step)
def sign_with_zero(z):
    return np.sign(z)


@ex.slip
def threshold_of_one_half(z):
    """Your step comes too late: at 0, or a little beyond it, your unit is still silent. It fires from 0 on."""
    return np.where(z > 0.5, 1.0, 0.0)


@ex.slip(like=threshold_of_one_half)
def threshold_of_one(z):
    return np.where(z >= 1, 1.0, 0.0)


@ex.slip
def turned_round_at_zero(z):
    """Your unit fires up to 0 and is silent above it. It is the other way round: look at the comparison."""
    return np.where(z <= 0, 1.0, 0.0)


@ex.slip
def all_firing(z):
    """You give 1 everywhere. Below 0 the unit is silent."""
    return np.ones(z.shape)


@ex.slip(like=threshold_of_one_half)
def threshold_from_one_half(z):
    return np.where(z >= 0.5, 1.0, 0.0)


# ---- right answers ---------------------------------------------------------------------------------


@ex.right
def step_loops(z):
    a = np.zeros(z.shape)
    for i in range(z.shape[0]):
        for j in range(z.shape[1]):
            if z[i, j] >= 0:
                a[i, j] = 1
    return a


ex.right(H)
ex.right(lambda z: (z >= 0).astype(float))


ex.right(lambda z: np.heaviside(z, 1.0))
ex.right(lambda z: 1.0 - (z < 0))
ex.right(np.vectorize(lambda v: 0.0 if v < 0 else 1.0))


# ---- wrong answers ---------------------------------------------------------------------------------

ex.wrong(slip="strict-threshold", points=0)(lambda z: np.where(z > 0, 1.0, 0.0))
ex.wrong(slip="half-at-zero", points=0)(lambda z: (np.sign(z) + 1) / 2)
ex.wrong(slip="wrong-type", points=0)(lambda z: z >= 0)
ex.wrong(slip="sign-for-step", points=0)(lambda z: np.where(z >= 0, 1.0, -1.0))
ex.wrong(slip="relu-for-step", points=0)(lambda z: np.maximum(z, 0))


@ex.wrong(slip="input-modified", points=0)
def step_in_place(z):
    z[z >= 0] = 1
    z[z < 0] = 0
    return z


ex.wrong(slip="sigmoid-for-step", points=0)(lambda z: np.exp(z) / (1 + np.exp(z)))
ex.wrong(slip="strict-threshold", points=0)(lambda z: np.heaviside(z, 0.0))
ex.wrong(slip="half-at-zero", points=0)(lambda z: np.heaviside(z, 0.5))
ex.wrong(slip="sign-for-step", points=0)(np.sign)
ex.wrong(slip="threshold-of-one-half", points=0)(lambda z: np.where(z >= 0.5, 1.0, 0.0))


# --- changes of the solution that are as right as it ----------------------------------------------

ex.same("return np.where(z >= 0, 1.0, 0.0)", "return np.where(1.0, z >= 0, 0.0)")
