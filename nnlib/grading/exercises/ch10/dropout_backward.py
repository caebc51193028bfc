"""dropout_backward(dout, mask): the gradient passes where the forward passed, with the forward's factor."""

import numpy as np

from nnlib.core.words import tr
from nnlib.gradcheck import numerical_vjp
from nnlib.grading.exercise import Case, exercise
from nnlib.grading.exercises.draw import exact, fortran, upstream
from nnlib.grading.exercises.words import GIVEN_MODIFIED

ex = exercise("dropout_backward", "dout, mask -> dA")


def _case(rng, shape, keep, about="", order=np.array):
    """The truth is the measured slope of A * mask, the mask fixed."""
    stays = rng.random(shape) < keep
    stays.flat[:2] = True, False  # both kinds, whatever is drawn
    mask, dout = order(stays / keep), order(upstream(rng, shape))
    truth = numerical_vjp(lambda A: A * mask, rng.normal(0, 1, shape), dout)
    about = about or f"keep = {keep}"
    return Case({"dout": dout, "mask": mask}, {"dA": truth}, about, 1e-8, scale=1.0)


@ex.part(points=1)
def gradient(rng):
    known = {"dout": np.array([[3.0, 4.0, 5.0]]), "mask": np.array([[0.0, 2.0, 2.0]])}
    literal = exact(
        {"dA": np.array([[0.0, 8.0, 10.0]])}, tr("the example of the statement"), **known
    )
    return [literal, _case(rng, (4, 5), 0.8), _case(rng, (3, 6), 0.5)]


@ex.part(points=1, hidden=True, pure=True)
def robustness(rng):
    ones = upstream(rng, (3, 2))
    return [
        _case(rng, (1, 7), 0.25, tr("one row")),
        _case(rng, (6, 4), 0.6, order=fortran),
        exact({"dA": ones}, tr("a mask of ones: in use"), dout=ones, mask=np.ones((3, 2))),
        exact(
            {"dA": np.zeros((2, 2))}, tr("everything dropped"), dout=ones[:2], mask=np.zeros((2, 2))
        ),
    ]


# ---- slips -----------------------------------------------------------------------------------------


@ex.slip
def scale_missing(dout, mask):
    """The zeros are right. But the forward multiplied what it kept by more than 1, and a factor comes back in every
    slope.
    """
    return dout * (mask > 0)


@ex.slip
def divided_by_mask(dout, mask):
    """You divide where the forward multiplied. The slope of A times a number is that number."""
    return np.where(mask > 0, dout / np.where(mask > 0, mask, 1), 0)


@ex.slip
def mask_ignored(dout, mask):
    """You pass on everything. What was dropped had no part in the loss: which gradient does it get?"""
    return dout * 1.0


@ex.slip
def mask_turned_round(dout, mask):
    """You pass the gradient on where the entry was dropped, and stop it where it was kept. Turn that round."""
    return dout * (mask == 0)


@ex.slip
def mask_twice(dout, mask):
    """The mask is in your answer twice. The forward multiplied by it once."""
    return dout * mask * mask


ex.effect("input-modified", GIVEN_MODIFIED)


# ---- right answers ---------------------------------------------------------------------------------

ex.right(lambda dout, mask: dout * mask)
ex.right(lambda dout, mask: np.where(mask == 0, 0.0, mask * dout))


@ex.right
def by_loops(dout, mask):
    dA = np.zeros(dout.shape)
    for i in range(dout.shape[0]):
        for j in range(dout.shape[1]):
            dA[i, j] = mask[i, j] * dout[i, j]
    return dA


# ---- wrong answers ---------------------------------------------------------------------------------

ex.wrong(slip="scale-missing", points=0)(scale_missing)
ex.wrong(slip="mask-ignored", points=0)(lambda dout, mask: dout.copy())
ex.wrong(slip="divided-by-mask", points=0)(divided_by_mask)
ex.wrong(slip="mask-turned-round", points=0)(lambda dout, mask: np.where(mask > 0, 0.0, dout))
ex.wrong(slip="mask-twice", points=0)(lambda dout, mask: dout * mask**2)


@ex.wrong(slip=None, points=0)
def mask_drawn_again(dout, mask):
    keep = np.mean(mask > 0) or 1.0
    return dout * (np.random.default_rng(0).random(dout.shape) < keep) / keep


@ex.wrong(slip="input-modified", points=1)
def in_place(dout, mask):
    dout *= mask
    return dout
