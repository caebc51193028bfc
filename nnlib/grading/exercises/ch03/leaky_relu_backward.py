"""leaky_relu_backward(dout, a, alpha): where the unit is silent a share alpha of dout passes."""

import numpy as np

from nnlib import activations as book
from nnlib.core.words import tr
from nnlib.grading.exercise import case, exercise
from nnlib.grading.exercises.answers import in_float32, nudged_backward, over_entries
from nnlib.grading.exercises.ch03._shared import UPSTREAM
from nnlib.grading.exercises.draw import off_zero, reference, rows, slopes, upstream
from nnlib.grading.exercises.kinds import cut_to_whole
from nnlib.grading.exercises.single import uneven
from nnlib.grading.exercises.words import INPUT_MODIFIED

ex = exercise("leaky_relu_backward", "dout, a, alpha -> dz")

leaky_relu = reference(book.leaky_relu)
leaky_relu_backward = reference(book.leaky_relu_backward)


def _leaky_case(rng, shape, alpha, about=""):
    return slopes(
        leaky_relu,
        leaky_relu_backward,
        off_zero(rng, shape),
        upstream(rng, shape),
        alpha,
        names=("dout", "a", "alpha"),
        about=about,
    )


@ex.part(points=1)
def gradient(rng):
    shapes = [((1, 3), 0.1), ((3, 4), 0.3), ((3, 3), 0.1)]
    near = {"dout": rows(3, -2, 5), "a": rows(1e-9, -1e-9, 2e-9), "alpha": 0.5}
    corner = uneven(near, {"dz": rows(3, -1, 5)})
    return [*(_leaky_case(rng, shape, alpha) for shape, alpha in shapes), corner]


@ex.part(points=1, hidden=True, pure=True)
def robustness(rng):
    alphas = rng.uniform(0.05, 0.9, 2).round(2)
    cases = [((4, 2), alphas[0]), ((1, 2), alphas[1]), ((5, 2), 0.01)]
    at_kink = case(
        tr("a = 0, at the kink"), dout=[[2, -5, 7]], a=[[0, 0, 4]], alpha=0.5, dz=[[1, -2.5, 7]]
    )
    drawn = (_leaky_case(rng, shape, float(alpha), f"alpha = {alpha:g}") for shape, alpha in cases)
    return [*drawn, at_kink]


# ---- slips -----------------------------------------------------------------------------------------


@ex.slip
def value_for_slope(dout, a, alpha):
    """Where a is negative you return alpha times a, the height of the curve. Its slope there is one number, and
    dout passes through it.
    """
    return np.where(a > 0, dout, alpha * a)


@ex.slip
def relu_slope(dout, a, alpha):
    """Where a is negative you stop the gradient: that is ReLU. The leaky one lets a share of it through."""
    return np.where(a > 0, dout, 0)


@ex.slip
def fixed_alpha(dout, a, alpha):
    """You use 0.01 as the slope on the left, whatever alpha is. Use the parameter."""
    return np.where(a > 0, dout, 0.01 * dout)


@ex.slip
def upstream_lost_left(dout, a, alpha):
    """Where a is negative you return alpha alone. The gradient from above has to pass through there too."""
    return np.where(a > 0, dout, alpha)


@ex.slip(says=UPSTREAM)
def upstream_ignored(dout, a, alpha):
    return np.where(a > 0, 1.0, alpha)


@ex.slip
def mask_on_dout(dout, a, alpha):
    """You look at the sign of dout. Which slope counts depends on the unit: look at a."""
    return np.where(dout > 0, dout, alpha * dout)


@ex.slip
def kink_slope(dout, a, alpha):
    """Where a is exactly 0 you let dout through whole. There the book takes the slope from the left: is your
    comparison > or >=?
    """
    return np.where(a >= 0, dout, alpha * dout)


ex.effect("input-modified", INPUT_MODIFIED)


for share in (0.1, 0.2, 0.05):
    ex.slip(like=fixed_alpha)(
        lambda dout, a, alpha, share=share: np.where(a > 0, dout, share * dout)
    )


@ex.slip
def kink_without_slope(dout, a, alpha):
    """Where a is exactly 0 you stop the gradient, or pass something else on. There the book takes the slope from the
    left, alpha.
    """
    return np.where(a > 0, dout, np.where(a < 0, alpha * dout, 0.0))


@ex.slip(like=kink_without_slope)
def kink_in_the_middle(dout, a, alpha):
    return dout * np.where(a > 0, 1.0, np.where(a < 0, alpha, (1 + alpha) / 2))


@ex.slip
def sides_exchanged(dout, a, alpha):
    """You shrink the gradient where the unit is active, and let it through whole where it is silent. Turn the
    comparison round.
    """
    return np.where(a > 0, alpha * dout, dout)


@ex.slip
def let_through(dout, a, alpha):
    """You let dout through whole, everywhere. Where a is negative only the share alpha of it passes."""
    return dout + 0.0


@ex.slip
def sign_of_alpha(dout, a, alpha):
    """Where a is negative your slope is -alpha. The curve rises there too, slowly: its slope is alpha."""
    return np.where(a > 0, dout, -alpha * dout)


@ex.slip
def divided_by_alpha(dout, a, alpha):
    """Where a is negative you divide by alpha. The share alpha of dout passes there: multiply."""
    return np.where(a > 0, dout, dout / alpha)


@ex.slip
def height_times_upstream(dout, a, alpha):
    """You multiply dout by the height of the curve. Its slope is wanted: 1 on one side, alpha on the other."""
    return dout * np.where(a > 0, a, alpha * a)


@ex.slip(like=height_times_upstream)
def a_times_upstream(dout, a, alpha):
    return dout * a


cut_to_whole(ex, lambda dout, a, alpha: np.where(a > 0, dout, alpha * dout))


# ---- right answers ---------------------------------------------------------------------------------

ex.right(over_entries(lambda dout, a, alpha: dout if a > 0 else alpha * dout))
ex.right(lambda dout, a, alpha: dout * np.where(a > 0, 1, alpha))
ex.right(lambda dout, a, alpha: np.where(a <= 0, alpha, 1.0) * dout)
ex.right(in_float32(lambda dout, a, alpha: np.where(a > 0, dout, np.float32(alpha) * dout)))


ex.right(lambda dout, a, alpha: alpha * dout + (1 - alpha) * dout * (a > 0))
ex.right(lambda dout, a, alpha: dout * (alpha + (1 - alpha) * np.heaviside(a, 0.0)))


@ex.right
def leaky_by_mask(dout, a, alpha):
    dz = dout.copy()
    dz[~(a > 0)] *= alpha
    return dz


# ---- wrong answers ---------------------------------------------------------------------------------


ex.wrong(slip="measured", points=0)(
    nudged_backward(leaky_relu, lambda a, alpha: np.where(a > 0, a, a / alpha))
)

ex.wrong(slip="value-for-slope", points=0)(lambda dout, a, alpha: np.where(a > 0, dout, alpha * a))
ex.wrong(slip="relu-slope", points=0)(lambda dout, a, alpha: dout * (a > 0))
ex.wrong(slip="fixed-alpha", points=0)(lambda dout, a, alpha: dout * np.where(a > 0, 1, 0.01))


@ex.wrong(slip="input-modified", points=1)
def leaky_in_place(dout, a, alpha):
    dout[a <= 0] *= alpha
    return dout


ex.wrong(slip="kink-slope", points=1)(lambda dout, a, alpha: np.where(a < 0, alpha, 1.0) * dout)


# right for one alpha only
ex.wrong(slip="fixed-alpha", points=0)(lambda dout, a, alpha: dout * np.where(a > 0, 1, 0.1))


ex.wrong(slip="kink-without-slope", points=1)(
    lambda dout, a, alpha: dout * ((a > 0) + alpha * (a < 0))
)
ex.wrong(slip="kink-slope", points=1)(
    lambda dout, a, alpha: np.array(
        [[d if v >= 0 else alpha * d for d, v in zip(*rows)] for rows in zip(dout, a)]
    )
)
ex.wrong(slip="sides-exchanged", points=0)(
    lambda dout, a, alpha: dout * np.where(a > 0, alpha, 1.0)
)
ex.wrong(slip="upstream-lost-left", points=0)(lambda dout, a, alpha: np.where(a > 0, dout, alpha))
ex.wrong(slip="mask-on-dout", points=0)(lambda dout, a, alpha: np.maximum(dout, alpha * dout))
ex.wrong(slip="let-through", points=0)(lambda dout, a, alpha: dout.copy())
