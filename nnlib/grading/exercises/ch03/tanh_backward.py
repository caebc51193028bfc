"""tanh_backward(dout, a): the way back through tanh, from its output."""

import numpy as np

from nnlib import activations as book
from nnlib.core.words import tr
from nnlib.grading.exercise import case, exercise
from nnlib.grading.exercises.answers import in_float32, nudged_backward, over_entries
from nnlib.grading.exercises.ch03._shared import UPSTREAM
from nnlib.grading.exercises.draw import reference, slopes, upstream
from nnlib.grading.exercises.kinds import round_off
from nnlib.grading.exercises.single import lopsided
from nnlib.grading.exercises.words import INPUT_MODIFIED

ex = exercise("tanh_backward", "dout, a -> dz")

tanh = reference(book.tanh)
tanh_backward = reference(book.tanh_backward)


@ex.part(points=1)
def gradient(rng):
    shapes = [(1, 3), (3, 4), (3, 3)]
    return [
        slopes(tanh, tanh_backward, rng.normal(0, 1, shape), upstream(rng, shape))
        for shape in shapes
    ] + lopsided(rng, np.tanh, lambda dout, a: dout * (1 - a * a))


@ex.part(points=1, hidden=True, pure=True)
def robustness(rng):
    ends = case(
        tr("saturated units (a = -1 and a = 1)"),
        dout=[[3, -2, 5]],
        a=[[-1, 1, 0]],
        dz=[[0, 0, 5]],
        scale=1,
    )
    Z, dout = rng.normal(0, 1, (4, 2)), upstream(rng, (4, 2))
    return [slopes(tanh, tanh_backward, Z, dout, about=tr("other shapes")), ends]


# ---- slips -----------------------------------------------------------------------------------------


@ex.slip
def derivative_at_a(dout, a):
    """You apply tanh to a once more. But a is tanh's output already: the slope can be read off it directly."""
    return dout * (1 - np.tanh(a) ** 2)


@ex.slip
def sigmoid_slope(dout, a):
    """That is the slope of the sigmoid. Tanh is steepest at a = 0, with slope 1, and yours is 0 there."""
    return dout * a * (1 - a)


@ex.slip
def missing_square(dout, a):
    """At a = 0 your slope is right, and at a = -1 it is 2 where the curve is flat. It should be the same on both
    sides.
    """
    return dout * (1 - a)


@ex.slip(says=UPSTREAM)
def upstream_ignored(dout, a):
    return 1 - a * a


ex.effect("input-modified", INPUT_MODIFIED)


@ex.slip
def sigmoid_at_a(dout, a):
    """You apply the sigmoid, or its slope, to a. But a is tanh's output: its own slope can be read off it directly."""
    s = 1 / (1 + np.exp(-a))
    return dout * s * (1 - s)


@ex.slip(like=sigmoid_at_a)
def sigmoid_for_tanh(dout, a):
    s = 1 / (1 + np.exp(-a))
    return dout * (1 - s * s)


@ex.slip
def sigmoid_slope_without_upstream(dout, a):
    """Two things are off. That is the slope of the sigmoid, and the gradient dout does not pass through it."""
    return a * (1 - a)


@ex.slip
def at_a_without_upstream(dout, a):
    """Two things are off. a is tanh's output already, and you apply tanh once more; and the gradient dout does not pass
    through the slope.
    """
    return 1 - np.tanh(a) ** 2


@ex.slip
def plus_for_minus(dout, a):
    """You multiply by 1 + a^2. The curve is flat where a is near -1 and 1: look at the sign in your bracket."""
    return dout * (1 + a * a)


@ex.slip
def value_for_slope(dout, a):
    """You multiply dout by a, the height of the curve. Its slope is wanted: at a = 0 the curve is steepest."""
    return dout * a


@ex.slip
def square_alone(dout, a):
    """Your slope is 0 where tanh is steepest, at a = 0. The square is taken off something: off what?"""
    return dout * a * a


@ex.slip
def bracket(dout, a):
    """In dout * 1 - a**2 the minus comes last: put 1 - a**2 in brackets."""
    return dout * 1 - a * a


@ex.slip
def whole_bracket_squared(dout, a):
    """You square the whole bracket. The slope is 0.75 at a = 0.5 and at a = -0.5: only a is squared."""
    return dout * (1 - a) ** 2


@ex.slip
def slope_twice(dout, a):
    """The slope of tanh is in your dz twice. dout is the gradient at a: one slope carries it to z."""
    return dout * (1 - a * a) ** 2


@ex.slip
def upstream_squashed(dout, a):
    """You take the slope at dout. dout is what arrives; the slope is that of the unit: read it off a."""
    return 1 - dout * dout


@ex.slip(like=upstream_squashed)
def upstream_squashed_times_a(dout, a):
    return a * (1 - dout * dout)


@ex.slip
def bracket_half(dout, a):
    """Your slope is half of what it should be. Which number does 1 - a^2 give at a = 0, and which is right?"""
    return dout * (1 - a * a) / 2


round_off(ex, lambda dout, a: dout * (1 - a * a), digits=(1, 2, 3))


# ---- right answers ---------------------------------------------------------------------------------

ex.right(over_entries(lambda dout, a: dout * (1 - a**2)))
ex.right(lambda dout, a: dout * (1 + a) * (1 - a))
ex.right(in_float32(lambda dout, a: dout - dout * np.square(a)))


ex.right(lambda dout, a: np.einsum("ij,ij->ij", dout, 1 - a * a))
ex.right(lambda dout, a: dout / np.cosh(np.arctanh(np.clip(a, -1 + 1e-16, 1 - 1e-16))) ** 2)
ex.right(lambda dout, a: np.subtract(dout, dout * a**2))


# ---- wrong answers ---------------------------------------------------------------------------------


ex.wrong(slip="measured", points=0)(nudged_backward(np.tanh, np.arctanh))

ex.wrong(slip="derivative-at-a", points=0)(lambda dout, a: dout * (1 - np.tanh(a) ** 2))
ex.wrong(slip="sigmoid-slope", points=0)(lambda dout, a: dout * (a * (1 - a)))


@ex.wrong(slip="input-modified", points=1)
def in_place(dout, a):
    dout *= 1 - a * a
    return dout


ex.wrong(slip="upstream-ignored", points=0)(lambda dout, a: 1 - a**2)


ex.wrong(slip="bracket", points=0)(lambda dout, a: dout * 1 - a**2)
ex.wrong(slip="missing-square", points=0)(lambda dout, a: (1 - a) * dout)
ex.wrong(slip="sigmoid-at-a", points=0)(
    lambda dout, a: dout / (1 + np.exp(-a)) * (1 - 1 / (1 + np.exp(-a)))
)
ex.wrong(slip="at-a-without-upstream", points=0)(lambda dout, a: 1 - np.square(np.tanh(a)))
ex.wrong(slip="sigmoid-slope-without-upstream", points=0)(lambda dout, a: a - a * a)
ex.wrong(slip="plus-for-minus", points=0)(lambda dout, a: dout * (1 + a**2))
