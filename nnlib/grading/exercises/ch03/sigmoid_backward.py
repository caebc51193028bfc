"""sigmoid_backward(dout, a): the way back through the sigmoid, from its output."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import case, exercise
from nnlib.grading.exercises.answers import in_float32, naive_sigmoid, nudged_backward, over_entries
from nnlib.grading.exercises.ch03._shared import UPSTREAM, sigmoid, sigmoid_backward
from nnlib.grading.exercises.draw import slopes, upstream
from nnlib.grading.exercises.kinds import round_off
from nnlib.grading.exercises.single import lopsided
from nnlib.grading.exercises.words import INPUT_MODIFIED

ex = exercise("sigmoid_backward", "dout, a -> dz")


@ex.part(points=2)
def gradient(rng):
    shapes = [(1, 3), (3, 4), (3, 3)]
    return [
        slopes(sigmoid, sigmoid_backward, rng.normal(0, 1.5, shape), upstream(rng, shape))
        for shape in shapes
    ] + lopsided(rng, naive_sigmoid, lambda dout, a: dout * a * (1 - a))


@ex.part(points=1, hidden=True, pure=True)
def purity(rng):
    ends = case(
        tr("saturated units (a = 0 and a = 1)"), dout=[[3, -2]], a=[[0, 1]], dz=[[0, 0]], scale=1
    )
    other = slopes(
        sigmoid,
        sigmoid_backward,
        rng.normal(0, 2, (4, 2)),
        upstream(rng, (4, 2)),
        about=tr("other shapes"),
    )
    return [
        other,
        ends,
        slopes(
            sigmoid,
            sigmoid_backward,
            rng.normal(0, 1, (1, 1)),
            upstream(rng, (1, 1)),
            about=tr("one number"),
        ),
    ]


# ---- slips -----------------------------------------------------------------------------------------


@ex.slip
def derivative_at_a(dout, a):
    """You apply the sigmoid to a once more. But a is the sigmoid's output already: the slope can be read off it
    directly.
    """
    return dout * sigmoid(a) * (1 - sigmoid(a))


@ex.slip(says=UPSTREAM)
def upstream_ignored(dout, a):
    return a * (1 - a)


@ex.slip
def value_for_slope(dout, a):
    """You multiply dout by a, the sigmoid's height. Its slope is wanted: at the top, where a is near 1, the curve
    is flat.
    """
    return dout * a


@ex.slip
def slope_twice(dout, a):
    """The sigmoid's slope is in your dz twice. dout is the gradient at a: one slope carries it to z."""
    return dout * (a * (1 - a)) ** 2


@ex.slip
def tanh_slope(dout, a):
    """That is the slope of tanh. The sigmoid's is 1/4 at most, where a = 0.5."""
    return dout * (1 - a * a)


ex.effect("input-modified", INPUT_MODIFIED)


@ex.slip
def mirrored(dout, a):
    """You multiply dout by 1 - a. The curve is flat at both ends, where a is near 0 too: a factor is missing."""
    return dout * (1 - a)


@ex.slip
def plus_for_minus(dout, a):
    """You multiply by a (1 + a). The curve is flat where a is near 1: look at the sign in your bracket."""
    return dout * a * (1 + a)


@ex.slip
def upstream_squashed(dout, a):
    """You take the slope at dout. dout is what arrives; the slope is that of the unit: read it off a."""
    return dout * (1 - dout)


@ex.slip(like=upstream_squashed)
def upstream_squashed_times_a(dout, a):
    return a * dout * (1 - dout)


@ex.slip
def added(dout, a):
    """You add the slope to dout. A gradient passes through a slope by multiplying."""
    return dout + a * (1 - a)


@ex.slip
def bracket(dout, a):
    """In dout * a * 1 - a the minus comes last: put 1 - a in brackets."""
    return dout * a * 1 - a


round_off(ex, lambda dout, a: dout * a * (1 - a), digits=(1, 2, 3))


# ---- right answers ---------------------------------------------------------------------------------

ex.right(over_entries(lambda dout, a: dout * a * (1 - a)))
ex.right(lambda dout, a: dout * (a - a**2))
ex.right(in_float32(lambda dout, a: dout * a * (1 - a)))


ex.right(lambda dout, a: np.einsum("ij,ij,ij->ij", dout, a, 1 - a))
ex.right(lambda dout, a: dout * (0.25 - (a - 0.5) ** 2))
ex.right(lambda dout, a: np.multiply(dout, np.subtract(a, np.square(a))))


# ---- wrong answers ---------------------------------------------------------------------------------


ex.wrong(slip="measured", points=0)(nudged_backward(sigmoid, lambda a: np.log(a / (1 - a))))

ex.wrong(slip="derivative-at-a", points=0)(
    lambda dout, a: dout * naive_sigmoid(a) * (1 - naive_sigmoid(a))
)
ex.wrong(slip="upstream-ignored", points=0)(lambda dout, a: a * (1 - a))
ex.wrong(slip="value-for-slope", points=0)(lambda dout, a: dout * a)


@ex.wrong(slip="input-modified", points=2)
def backward_in_place(dout, a):
    dout *= a * (1 - a)
    return dout


ex.wrong(slip="sign-flipped", points=0)(lambda dout, a: -dout * a * (1 - a))
ex.wrong(slip="doubled", points=0)(lambda dout, a: 2 * dout * a * (1 - a))
ex.wrong(slip="mean-twice", points=0)(lambda dout, a: dout * a * (1 - a) / len(a))
ex.wrong(slip="all-zeros", points=0)(lambda dout, a: 0 * a)


ex.wrong(slip="mirrored", points=0)(lambda dout, a: (1 - a) * dout)
ex.wrong(slip="tanh-slope", points=0)(lambda dout, a: dout * (1 - a**2))
ex.wrong(slip="added", points=0)(lambda dout, a: dout + a * (1 - a))
ex.wrong(slip="bracket", points=0)(lambda dout, a: dout * a * 1 - a)
ex.wrong(slip="slope-twice", points=0)(lambda dout, a: dout * a * (1 - a) * a * (1 - a))
