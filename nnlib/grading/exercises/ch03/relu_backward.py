"""relu_backward(dout, a): dout passes where the unit is active, and stops where it is silent."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import case, exercise
from nnlib.grading.exercises.answers import in_float32, nudged_backward, over_entries
from nnlib.grading.exercises.ch03._shared import UPSTREAM, relu, relu_backward
from nnlib.grading.exercises.draw import off_zero, rows, slopes, upstream
from nnlib.grading.exercises.kinds import cut_to_whole
from nnlib.grading.exercises.single import uneven
from nnlib.grading.exercises.words import INPUT_MODIFIED

ex = exercise("relu_backward", "dout, a -> dz")


@ex.part(points=2)
def gradient(rng):
    shapes = [(1, 3), (3, 4), (3, 3)]
    at_kink = case(tr("a = 0, at the kink"), dout=[[2, -5, 7]], a=[[0, 0, 4]], dz=[[0, 0, 7]])
    return [
        *(
            slopes(relu, relu_backward, off_zero(rng, shape), upstream(rng, shape))
            for shape in shapes
        ),
        at_kink,
        uneven({"dout": rows(3, -2, 5), "a": rows(1e-9, 0, 2e-9)}, {"dz": rows(3, 0, 5)}),
    ]


@ex.part(points=1, hidden=True, pure=True)
def purity(rng):
    whole = [
        slopes(
            relu,
            relu_backward,
            off_zero(rng, shape),
            upstream(rng, shape),
            about=tr("other shapes"),
        )
        for shape in [(4, 2), (1, 1)]
    ]
    dead = case(
        tr("dead units"), dout=upstream(rng, (2, 3)), a=np.zeros((2, 3)), dz=np.zeros((2, 3))
    )
    return [*whole, dead]


# ---- slips -----------------------------------------------------------------------------------------


@ex.slip
def kink_slope(dout, a):
    """You let dout through everywhere, also where the unit is silent. A silent unit has a = 0, and the book takes
    slope 0 there: is your comparison > or >=?
    """
    return np.where(a >= 0, dout, 0)


@ex.slip
def mask_on_dout(dout, a):
    """You look at the sign of dout. Whether a unit lets the gradient through depends on the unit: look at a."""
    return np.where(dout > 0, dout, 0)


@ex.slip(says=UPSTREAM)
def upstream_ignored(dout, a):
    return np.where(a > 0, 1.0, 0.0)


@ex.slip
def value_for_slope(dout, a):
    """You multiply dout by a, the height of the curve. Its slope is wanted, and that is the same for a = 1 and
    a = 5.
    """
    return dout * a


@ex.slip
def wrong_side(dout, a):
    """You let the gradient through where the unit is silent, and stop it where it is active. Turn the comparison
    round.
    """
    return np.where(a > 0, 0, dout)


ex.effect("input-modified", INPUT_MODIFIED)


@ex.slip
def leaky(dout, a):
    """Where the unit is silent you let a share of dout through: that is the leaky one. ReLU stops it there."""
    return np.where(a > 0, dout, 0.01 * dout)


@ex.slip
def value_returned(dout, a):
    """You return a where the unit is active, the height of the curve. There the gradient dout passes."""
    return np.where(a > 0, a, 0.0)


@ex.slip
def sign_flipped_where_silent(dout, a):
    """Where the unit is silent you turn the sign of dout. A silent unit stops it: 0 comes through."""
    return np.where(a > 0, dout, -dout)


cut_to_whole(ex, lambda dout, a: np.where(a > 0, dout, 0.0))


# ---- right answers ---------------------------------------------------------------------------------

ex.right(over_entries(lambda dout, a: dout if a > 0 else 0))
ex.right(lambda dout, a: dout * (a > 0))


@ex.right
def masked_copy(dout, a):
    dz = dout.copy()
    dz[a <= 0] = 0
    return dz


ex.right(in_float32(lambda dout, a: np.where(a > 0, dout, 0)))


ex.right(lambda dout, a: np.where(a <= 0, 0.0, dout))
ex.right(lambda dout, a: dout * np.sign(a))
ex.right(lambda dout, a: np.einsum("ij,ij->ij", dout, np.heaviside(a, 0.0)))


# ---- wrong answers ---------------------------------------------------------------------------------


ex.wrong(slip=None, points=0)(nudged_backward(lambda z: np.maximum(z, 0), np.copy))

ex.wrong(slip="kink-slope", points=0)(lambda dout, a: dout * (a >= 0))
ex.wrong(slip="mask-on-dout", points=0)(lambda dout, a: np.maximum(dout, 0))


@ex.wrong(slip="input-modified", points=2)
def book_pattern(dout, a):
    dout[a <= 0] = 0
    dz = dout
    return dz


ex.wrong(slip="upstream-ignored", points=0)(lambda dout, a: 1.0 * (a > 0))


@ex.wrong(slip="last-row", points=0)
def short_loop(dout, a):
    dz = np.zeros(a.shape)
    for i in range(a.shape[0] - 1):
        for j in range(a.shape[1]):
            dz[i, j] = dout[i, j] if a[i, j] > 0 else 0
    return dz


ex.wrong(slip="kink-slope", points=0)(lambda dout, a: dout)


ex.wrong(slip="leaky", points=0)(lambda dout, a: dout * np.where(a > 0, 1, 0.01))
ex.wrong(slip="value-for-slope", points=0)(lambda dout, a: dout * np.maximum(a, 0))
ex.wrong(slip="wrong-side", points=0)(lambda dout, a: dout * (a <= 0))
ex.wrong(slip="value-returned", points=0)(lambda dout, a: np.maximum(a, 0))


@ex.wrong(slip="whole-numbers", points=0)
def into_integers(dout, a):
    dz = np.zeros(a.shape, dtype=int)
    dz[a > 0] = dout[a > 0]
    return dz
