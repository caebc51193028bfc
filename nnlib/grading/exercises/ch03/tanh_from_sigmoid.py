"""tanh_from_sigmoid(z): tanh as a stretched sigmoid, a warm-up without points."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import case, exercise
from nnlib.grading.exercises.answers import in_float32, logistic, over_entries
from nnlib.grading.exercises.ch03._answers import sigmoid_both_branches
from nnlib.grading.exercises.ch03._shared import sigmoid
from nnlib.grading.exercises.draw import fortran, off_zero, values
from nnlib.grading.exercises.kinds import round_off

ex = exercise("tanh_from_sigmoid", "z -> a")


@ex.part(points=0)
def value(rng):
    known = case(z=[[-1, 0, 1]], a=[[-0.7615941559557649, 0, 0.7615941559557649]])
    drawn = rng.normal(0, 1.5, (3, 4)), rng.normal(0, 1.5, (2, 2))
    return [known, *values("a", np.tanh, *drawn, scale=1.0)]


@ex.part(points=0, pure=True)
def robustness(rng):
    far = case("z = -800 and 800", z=[[-800, 800, 0]], a=[[-1, 1, 0]])
    return [
        far,
        *values(
            "a",
            np.tanh,
            off_zero(rng, (1, 1)),
            fortran(rng.normal(0, 9, (4, 3))),
            about=tr("other shapes"),
            scale=1.0,  # 2 times a sigmoid, less 1
        ),
    ]


# ---- slips -----------------------------------------------------------------------------------------


@ex.slip
def half_argument(z):
    """You give tanh(z / 2): at z = 1 that is 0.4621, and 0.7616 is right. The slope of tanh at 0 is 1, and yours
    is 1/2: where does z need to be stretched?
    """
    return np.tanh(z / 2)


@ex.slip
def overflow(z):
    """At z = ±800 you divide inf by inf, and that gives nan. A sigmoid that never overflows can do the work."""
    return (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))


@ex.slip
def not_stretched(z):
    """Your values lie between 0 and 1, and those of tanh between -1 and 1. Stretch and shift the output too."""
    return sigmoid(2 * z)


@ex.slip
def not_shifted(z):
    """Your values run from 0 to 2, and those of tanh from -1 to 1. What is yours at z = 0?"""
    return 2 * sigmoid(2 * z)


@ex.slip(key="overflow")
def overflow_hidden(z):
    """At z = ±800 you give 0: an inf over an inf is nan, and nan has been turned into 0. A sigmoid that never overflows
    gives -1 and 1 there.
    """
    powers = (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))
    return np.nan_to_num(powers)


@ex.slip(like=overflow)
def overflow_of_powers(z):
    return (np.exp(2 * z) - 1) / (np.exp(2 * z) + 1)


@ex.slip
def not_stretched_or_shifted(z):
    """You give the sigmoid itself, between 0 and 1 and 0.5 at 0. Those of tanh run from -1 to 1: stretch the input, and
    the output too.
    """
    return sigmoid(z)


@ex.slip
def shift_before_stretch(z):
    """Your values run from -2 to 0, or from -1 to 0. Stretch the sigmoid by 2 first, and take 1 off afterwards: what is
    yours at z = 0?
    """
    return 2 * (sigmoid(2 * z) - 1)


@ex.slip(like=shift_before_stretch)
def shift_alone(z):
    return sigmoid(2 * z) - 1


@ex.slip
def half_height(z):
    """Your values run from -0.5 to 0.5. Tanh reaches from -1 to 1: stretch the output too."""
    return sigmoid(2 * z) - 0.5


@ex.slip(like=half_height)
def half_height_unstretched(z):
    return sigmoid(z) - 0.5


@ex.slip
def double_argument(z):
    """Your curve is too steep: you give tanh(2z). The slope of tanh at 0 is 1, and yours is 2."""
    return np.tanh(2 * z)


@ex.slip
def turned_round(z):
    """Your curve falls where it should rise. Look at the sign of z inside the sigmoid, or of the whole."""
    return np.tanh(-z)


round_off(ex, np.tanh)


# ---- right answers ---------------------------------------------------------------------------------

ex.right(over_entries(lambda z: 2 * logistic(2 * z) - 1))
ex.right(lambda z: 1 - 2 * sigmoid_both_branches(-2 * z))
ex.right(in_float32(lambda z: 2 * sigmoid_both_branches(2 * z) - 1))


ex.right(lambda z: sigmoid_both_branches(2 * z) - sigmoid_both_branches(-2 * z))
ex.right(lambda z: 2 * (sigmoid_both_branches(2 * z) - 0.5))
ex.right(lambda z: np.sign(z) * (1 - np.exp(-2 * np.abs(z))) / (1 + np.exp(-2 * np.abs(z))))


# ---- wrong answers ---------------------------------------------------------------------------------

ex.wrong(slip="half-argument", points=0)(lambda z: (1 - np.exp(-z)) / (1 + np.exp(-z)))
ex.wrong(slip="half-argument", points=0)(lambda z: 2 * sigmoid_both_branches(z) - 1)
ex.wrong(slip="overflow", points=0)(lambda z: (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z)))
ex.wrong(slip="turned-round", points=0)(lambda z: -np.tanh(z))


ex.wrong(slip="overflow", points=0)(
    lambda z: np.nan_to_num((np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z)))
)
ex.wrong(slip="overflow", points=0)(lambda z: (np.exp(2 * z) - 1) / (np.exp(2 * z) + 1))
ex.wrong(slip="half-height", points=0)(lambda z: sigmoid_both_branches(z) - 0.5)
ex.wrong(slip="not-stretched-or-shifted", points=0)(lambda z: sigmoid_both_branches(z))
ex.wrong(slip="shift-before-stretch", points=0)(lambda z: 2 * (sigmoid_both_branches(2 * z) - 1))
ex.wrong(slip="double-argument", points=0)(lambda z: 2 * sigmoid_both_branches(4 * z) - 1)
