"""sigmoid(z): its values, and far out where formulas overflow."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import case, exercise
from nnlib.grading.exercises.answers import in_float32, logistic, naive_sigmoid, over_entries
from nnlib.grading.exercises.ch03._answers import sigmoid_both_branches
from nnlib.grading.exercises.ch03._shared import sigmoid
from nnlib.grading.exercises.draw import fortran, rows, short, values
from nnlib.grading.exercises.kinds import round_off
from nnlib.grading.exercises.words import OVERFLOW

ex = exercise("sigmoid", "z -> a")


@ex.part(points=2)
def value(rng):
    known = case(z=[[-1, 0, 1]], a=[[0.2689414213699951, 0.5, 0.7310585786300049]])
    return [known, *values("a", sigmoid, rng.normal(0, 3, (3, 4)), rng.normal(0, 3, (2, 2)))]


@ex.part(points=1, hidden=True, pure=True)
def robustness(rng):
    far = case("z = -1000 and 1000", z=[[-1000, 1000, 0]], a=[[0, 1, 0.5]])
    tail = np.concatenate([rows(-40), short(rng.uniform(-45, -32, (1, 3)))], axis=1)
    small = case("z near -40", z=tail, a=sigmoid(tail), tolerance=1e-15, scale=1)
    wide = fortran(rng.normal(0, 20, (4, 3)))
    return [
        far,
        small,
        *values("a", sigmoid, rng.normal(0, 1, (1, 1)), wide, about=tr("other shapes")),
    ]


# ---- slips -----------------------------------------------------------------------------------------


@ex.slip
def sign_in_exponent(z):
    """Your curve falls where it should rise: at z = 1 you give 0.27, and 0.73 is right. Look at the sign in the
    exponent.
    """
    return 1 / (1 + np.exp(z))


@ex.slip
def clipped(z):
    """Far out your values stand still, as if z, or the result, had been cut off: at -40 the true value is about 4e-18.
    No cutting is needed if e is only ever raised to a power below 0.
    """
    return 1 / (1 + np.exp(-np.clip(z, -30, 30)))


@ex.slip(says=OVERFLOW)
def overflow(z):
    return np.exp(z) / (1 + np.exp(z))


@ex.slip
def tanh_for_sigmoid(z):
    """Your values run from -1 to 1: that is tanh. The sigmoid stays between 0 and 1 and is 0.5 at 0."""
    return np.tanh(z)


@ex.slip
def missing_one(z):
    """Your values leave the range from 0 to 1: at z = 0 you give 1, and 0.5 is right. Is a term missing below the
    fraction line?
    """
    return 1 / np.exp(-z)


for end in (20, 25, 32):  # from 35 on, a float near 1 cannot tell
    ex.slip(like=clipped)(lambda z, end=end: 1 / (1 + np.exp(-np.clip(z, -end, end))))
    ex.slip(like=clipped)(lambda z, end=end: 1 / (1 + np.exp(-np.maximum(z, -end))))
for least in (1e-7, 1e-8, 1e-9, 1e-10, 1e-12):
    ex.slip(like=clipped)(lambda z, least=least: np.clip(naive_sigmoid(z), least, 1 - least))
    ex.slip(like=clipped)(lambda z, least=least: np.maximum(naive_sigmoid(z), least))


@ex.slip
def bracket(z):
    """At z = 0 you give 2. In 1/1 + e^-z the division comes first: put what stands below the fraction line in
    brackets.
    """
    return 1 / 1 + np.exp(-z)


@ex.slip(key="bracket")
def bracket_of_powers(z):
    """At z = 0 you give 2. The division comes before the plus: put what stands below the fraction line in brackets."""
    return np.exp(z) / 1 + np.exp(z)


@ex.slip
def minus_for_plus(z):
    """Your values leave the range from 0 to 1. Below the fraction line a minus stands where the power of e is added."""
    with np.errstate(all="ignore"):
        return 1 / (1 - np.exp(-z))


@ex.slip
def slope_for_value(z):
    """You return the slope of the sigmoid, which is largest at 0. Its height is wanted: at 0 it is 0.5."""
    return naive_sigmoid(z) * (1 - naive_sigmoid(z))


@ex.slip
def step_for_sigmoid(z):
    """You give 0 and 1 only: that is the step. The sigmoid is smooth, and 0.5 at 0."""
    return np.where(z >= 0, 1.0, 0.0)


@ex.slip
def softmax_for_sigmoid(z):
    """Your entries share a 1 among them: that is softmax. The sigmoid squashes each number on its own."""
    E = np.exp(z - z.max(axis=1, keepdims=True))
    return E / E.sum(axis=1, keepdims=True)


@ex.slip
def half_of_tanh(z):
    """Your curve is steeper than the sigmoid: at z = 1 you give 0.88, and 0.73 is right. It is tanh of half of z
    that is shifted.
    """
    return 0.5 * (1 + np.tanh(z))


@ex.slip
def base_of_power(z):
    """Your power has another base than e: at z = 1 the sigmoid is 0.7311. Use np.exp."""
    return 1 / (1 + 2.0 ** -np.clip(z, -900, 900))


for base in (2.7, 2.71, 2.718, 10.0):
    ex.slip(like=base_of_power)(lambda z, base=base: 1 / (1 + base ** -np.clip(z, -250, 250)))


round_off(ex, sigmoid, digits=(1, 2, 3, 4))


# ---- right answers ---------------------------------------------------------------------------------

ex.right(over_entries(logistic))
ex.right(sigmoid_both_branches)


@ex.right
def by_tanh(z):
    a = np.empty(z.shape)
    positive = z >= 0
    a[positive] = 1 / (1 + np.exp(-z[positive]))
    e = np.exp(z[~positive])
    a[~positive] = e / (1 + e)
    return a


# overflows to inf with a warning, and 1 / inf is the right 0
ex.right(lambda z: 1 / (1 + np.exp(-z)))
# right to the sixteenth digit of 1, which is what the statement asks
ex.right(lambda z: 0.5 * (1 + np.tanh(z / 2)))
ex.right(lambda z: 1 - 1 / (1 + np.exp(z)))
ex.right(in_float32(sigmoid_both_branches))


ex.right(lambda z: np.exp(-np.logaddexp(0, -z)))
ex.right(lambda z: np.reciprocal(1 + np.exp(np.minimum(-z, 700))))


@ex.right
def row_by_row(z):
    out = []
    for row in z:
        out.append([1 / (1 + np.exp(-v)) if v > -700 else 0.0 for v in row])
    return np.array(out)


# ---- wrong answers ---------------------------------------------------------------------------------

ex.wrong(slip="sign-in-exponent", points=0)(lambda z: 1 / (1 + np.exp(z)))
ex.wrong(slip="clipped", points=2)(lambda z: 1 / (1 + np.exp(-np.clip(z, -30, 30))))


@ex.wrong(slip="overflow", points=2)
def branches_swapped(z):
    return np.where(z >= 0, np.exp(z) / (1 + np.exp(z)), 1 / (1 + np.exp(-z)))


ex.wrong(slip="rounded", points=0)(lambda z: np.round(sigmoid_both_branches(z), 3))
ex.wrong(slip="inexact", points=0)(lambda z: np.round(sigmoid_both_branches(z), 5))
ex.wrong(slip="transposed", points=0)(lambda z: sigmoid_both_branches(z).T)
ex.wrong(slip="flattened", points=0)(lambda z: sigmoid_both_branches(z).ravel())
ex.wrong(slip="wrong-type", points=0)(lambda z: sigmoid_both_branches(z).tolist())
ex.wrong(slip="wrong-type", points=0)(lambda z: sigmoid_both_branches(z) > 0.5)
ex.wrong(slip="lost-axis", points=0)(lambda z: sigmoid_both_branches(z).sum(axis=1))
ex.wrong(slip="broadcast-up", points=0)(
    lambda z: sigmoid_both_branches(z)[:, None] * np.ones((2, 1))
)
ex.wrong(slip="returns-none", points=0)(lambda z: None)


ex.wrong(slip="bracket", points=0)(lambda z: 1 / 1 + np.exp(-z))
ex.wrong(slip="slope-for-value", points=0)(
    lambda z: sigmoid_both_branches(z) * (1 - sigmoid_both_branches(z))
)
ex.wrong(slip="minus-for-plus", points=0)(lambda z: 1 / (1 - np.exp(-z)))
ex.wrong(slip="base-of-power", points=0)(lambda z: 1 / (1 + 2.718 ** (-np.clip(z, -250, 250))))
ex.wrong(slip="half-of-tanh", points=0)(lambda z: (np.tanh(z) + 1) / 2)
ex.wrong(slip="step-for-sigmoid", points=0)(lambda z: np.heaviside(z, 1.0))


# --- changes of the solution that are as right as it ----------------------------------------------

ex.same("return np.where(z >= 0, 1.0, e) / (1.0 + e)", "return np.where(z > 0, 1.0, e) / (1.0 + e)")
