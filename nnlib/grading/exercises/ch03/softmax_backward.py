"""softmax_backward(dout, P): the way back through the softmax, from its output."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import case, exercise
from nnlib.grading.exercises.answers import in_float32, nudged_backward
from nnlib.grading.exercises.ch03._shared import softmax, softmax_backward
from nnlib.grading.exercises.draw import rows, slopes, upstream
from nnlib.grading.exercises.kinds import round_off
from nnlib.grading.exercises.single import HUGE, uneven
from nnlib.grading.exercises.words import INPUT_MODIFIED

ex = exercise("softmax_backward", "dout, P -> dZ")


def _softmax_case(rng, shape, about="", scale=1.0):
    Z, dout = rng.normal(0, scale, shape), upstream(rng, shape)
    return slopes(softmax, softmax_backward, Z, dout, output="dZ", names=("dout", "P"), about=about)


@ex.part(points=3)
def gradient(rng):
    P, dout = rows(0.5, 0.25, 0.25), rows(1, 0, -1)
    given = {"dout": np.vstack([HUGE * dout, dout]), "P": np.vstack([P, P])}
    dZ = np.vstack([HUGE * P * (dout - 0.25), P * (dout - 0.25)])
    big = uneven(given, {"dZ": dZ}, elementwise=True)
    return [*(_softmax_case(rng, shape) for shape in [(1, 3), (3, 4), (3, 3)]), big]


@ex.part(points=2, hidden=True, pure=True)
def robustness(rng):
    sure = case(
        tr("a row that is certain"), dout=[[3, -2, 1]], P=[[0, 1, 0]], dZ=[[0, 0, 0]], scale=1
    )
    P = softmax(rng.normal(0, 1, (2, 4)))
    even = case(
        tr("an upstream of equal numbers"),
        dout=np.full((2, 4), 2.5),
        P=P,
        dZ=np.zeros((2, 4)),
        scale=1,
    )
    big = _softmax_case(rng, (2, 3), tr("a large upstream"))
    scaled = case(
        big.about,
        dout=1000 * big.arguments["dout"],
        P=big.arguments["P"],
        dZ=1000 * big.truth["dZ"],
    )
    return [_softmax_case(rng, (4, 2), tr("other shapes")), sure, even, scaled]


# ---- slips -----------------------------------------------------------------------------------------


@ex.slip
def all_zeros(dout, P):
    """Your dZ is zero everywhere. It would be so if dout held equal numbers; with others, logits do matter."""
    return np.zeros_like(P)


@ex.slip
def diagonal_only(dout, P):
    """You pass each gradient back to its own logit only. But every logit moves all the probabilities of its row:
    the other paths are missing.
    """
    return dout * P * (1 - P)


@ex.slip
def plain_mean(dout, P):
    """You take the plain mean of dout from each row. Classes do not count alike here: which weights does the row
    have?
    """
    return dout - dout.mean(axis=1, keepdims=True)


@ex.slip(like=plain_mean)
def plain_mean_weighted(dout, P):
    return P * (dout - dout.mean(axis=1, keepdims=True))


@ex.slip
def sum_over_array(dout, P):
    """You sum over the whole array. Rows are separate examples: one row's gradient must not reach another."""
    return P * (dout - (dout * P).sum())


@ex.slip
def probability_missing(dout, P):
    """Your rows should each sum to 0, and they do not. A class of probability 0 cannot move: which factor says so?"""
    return dout - (dout * P).sum(axis=1, keepdims=True)


@ex.slip
def second_path_missing(dout, P):
    """You keep how a logit lifts its own class, and forget that it pushes all classes of the row down."""
    return P * dout


@ex.slip
def wrong_axis(dout, P):
    """You sum over the examples, down the columns. The classes of one example share the 1: sum along the rows."""
    return P * (dout - (dout * P).sum(axis=0))


ex.effect("input-modified", INPUT_MODIFIED)


@ex.slip
def upstream_ignored(dout, P):
    """Your dZ does not depend on dout: you return a slope alone. The gradient that arrives from above has to be passed
    on, by all the paths through the row.
    """
    return P * (1 - P)


@ex.slip(like=upstream_ignored)
def upstream_ignored_with_paths(dout, P):
    return P * (1 - P.sum(axis=1, keepdims=True) + P)


@ex.slip
def upstream_untouched(dout, P):
    """You return dout as it came. It is the gradient with respect to the probabilities; from there it has to go back
    through the softmax to the logits.
    """
    return dout + 0.0


@ex.slip
def softmax_again(dout, P):
    """You apply softmax to P once more. P is its output already: use it as it is."""
    Q = softmax(P)
    return Q * (dout - (dout * Q).sum(axis=1, keepdims=True))


@ex.slip(key="diagonal-only")
def diagonal_at_softmax_again(dout, P):
    """Two things are off. You apply softmax to P once more, and you pass each gradient back to its own logit only: the
    other paths of the row are missing.
    """
    return dout * softmax(P) * (1 - softmax(P))


@ex.slip
def sign_between(dout, P):
    """You add the paths that push the other classes down. They lower what they reach: look at the sign between your two
    terms.
    """
    return P * (dout + (dout * P).sum(axis=1, keepdims=True))


@ex.slip
def upstream_summed(dout, P):
    """You take the plain sum of dout from each row. Classes do not count alike: each gradient is weighed by its
    probability first.
    """
    return P * (dout - dout.sum(axis=1, keepdims=True))


@ex.slip
def weighted_mean_divided(dout, P):
    """The probabilities of a row are weights that sum to 1. Their weighted sum is a mean already: you divide it once
    more.
    """
    return P * (dout - (dout * P).mean(axis=1, keepdims=True))


@ex.slip
def paths_only(dout, P):
    """You keep how a logit pushes the classes of its row down, and forget how it lifts its own class."""
    return -P * (dout * P).sum(axis=1, keepdims=True)


@ex.slip
def loss_in_it(dout, P):
    """You take dout from P, as where softmax and its loss are one. Here softmax stands alone: pass dout back through
    it.
    """
    return P - dout


@ex.slip(like=loss_in_it)
def loss_in_it_averaged(dout, P):
    return (P - dout) / len(P)


@ex.slip
def sign_flipped(dout, P):
    """Every number in your dZ has the right size and the wrong sign. A logit lifts its own class."""
    return P * ((dout * P).sum(axis=1, keepdims=True) - dout)


round_off(ex, lambda dout, P: P * (dout - (dout * P).sum(axis=1, keepdims=True)), digits=(1, 2, 3))


# ---- right answers ---------------------------------------------------------------------------------


@ex.right
def loops(dout, P):
    dZ = np.zeros(P.shape)
    for i in range(P.shape[0]):
        for j in range(P.shape[1]):
            for k in range(P.shape[1]):
                jacobian = P[i, k] * ((1.0 if j == k else 0.0) - P[i, j])
                dZ[i, j] = dZ[i, j] + dout[i, k] * jacobian
    return dZ


@ex.right
def jacobian(dout, P):
    return np.array([(np.diag(p) - np.outer(p, p)) @ g for p, g in zip(P, dout, strict=True)])


@ex.right
def numpy(dout, P):
    return P * dout - P * np.sum(P * dout, axis=1)[:, None]


ex.right(in_float32(numpy))


ex.right(lambda dout, P: P * (dout - np.einsum("ij,ij->i", dout, P)[:, None]))
ex.right(
    lambda dout, P: np.einsum(
        "ik,ijk->ij", dout, P[:, :, None] * (np.eye(P.shape[1]) - P[:, None, :])
    )
)


@ex.right
def row_by_row(dout, P):
    dZ = np.empty(P.shape)
    for i in range(len(P)):
        mean = P[i] @ dout[i]
        dZ[i] = [p * (d - mean) for p, d in zip(P[i], dout[i])]
    return dZ


# ---- wrong answers ---------------------------------------------------------------------------------


ex.wrong(slip="measured", points=0)(nudged_backward(softmax, np.log))

ex.wrong(slip="all-zeros", points=0)(lambda dout, P: np.zeros(P.shape))
ex.wrong(slip="diagonal-only", points=0)(lambda dout, P: dout * P * (1 - P))
ex.wrong(slip="plain-mean", points=0)(lambda dout, P: dout - np.mean(dout, axis=1)[:, None])
ex.wrong(slip="sum-over-array", points=0)(lambda dout, P: P * dout - P * np.sum(P * dout))


@ex.wrong(slip="input-modified", points=3)
def in_place(dout, P):
    dout -= (dout * P).sum(axis=1, keepdims=True)
    dout *= P
    return dout


ex.wrong(slip="sign-flipped", points=0)(lambda dout, P: -numpy(dout, P))


ex.wrong(slip="upstream-ignored", points=0)(lambda dout, P: P * (1 - P))
ex.wrong(slip="upstream-untouched", points=0)(lambda dout, P: dout.copy())
ex.wrong(slip="sign-between", points=0)(
    lambda dout, P: P * dout + P * np.sum(P * dout, axis=1)[:, None]
)
ex.wrong(slip="second-path-missing", points=0)(lambda dout, P: dout * P)
ex.wrong(slip="loss-in-it", points=0)(lambda dout, P: P - dout)
ex.wrong(slip="upstream-summed", points=0)(
    lambda dout, P: P * dout - P * np.sum(dout, axis=1, keepdims=True)
)


# --- changes of the solution that are as right as it ----------------------------------------------

ex.same("dZ = np.zeros(P.shape)", "dZ = np.ones(P.shape)")
