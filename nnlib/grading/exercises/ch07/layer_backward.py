"""layer_backward(dA, cache, act): the way back through an activation and its layer."""

from functools import partial

import numpy as np

from nnlib.core.words import tr
from nnlib.gradcheck import numerical_vjp
from nnlib.grading.exercise import Case, exercise
from nnlib.grading.exercises.answers import named
from nnlib.grading.exercises.ch07._answers import act_of, affine_loops, affine_numpy, slope
from nnlib.grading.exercises.ch07._shared import (
    ACTS,
    AT_A,
    SKIPPED,
    SLOPES,
    UNSUMMED,
    affine_slopes,
    three,
)
from nnlib.grading.exercises.draw import KINK, upstream
from nnlib.grading.exercises.single import HUGE, uneven
from nnlib.grading.exercises.words import GIVEN_MODIFIED

ex = exercise("layer_backward", "dA, cache, act -> dA_prev, dW, db")

LAYER = ("dA_prev", "dW", "db")


def _layer(rng, n, n_in, n_out, act, about="", scale=1.0):
    while True:
        A_prev, W = rng.normal(0, 1, (n, n_in)), rng.normal(0, scale, (n_in, n_out))
        b = rng.normal(0, 1, n_out)
        Z = A_prev @ W + b
        # both kinds of units, where there is more than one example: with one kind alone, a relu that forgets dA,
        # or lets all of it through, would pass
        both = n == 1 or act != "relu" or 0.2 < np.mean(Z > 0) < 0.8
        if both and np.abs(Z).min() > KINK:
            break

    def forward(A_prev, W, b):
        return ACTS[act](A_prev @ W + b)

    dA, A = upstream(rng, (n, n_out)), forward(A_prev, W, b)
    truth = affine_slopes(forward, dA, A_prev, W, b, LAYER)
    arguments = {"dA": dA, "cache": (A_prev, W, A), "act": act}
    about = about or f"act = {act!r}"
    return Case(arguments, truth, about, scale=1, read=partial(three, LAYER, n, n_out), slopes=True)


def _huge_layer():
    A_prev, W, dA = np.array([[HUGE, 2], [3, 4]]), np.array([[5.0], [6]]), np.array([[1.0], [10]])
    truth = dict(zip(LAYER, affine_numpy(dA, A_prev, W), strict=True))  # all units are active
    arguments = {"dA": dA, "cache": (A_prev, W, A_prev @ W), "act": "relu"}
    return uneven(arguments, truth, read=partial(three, LAYER, 2, 1))


@ex.part(points=2)
def gradient(rng):
    return [
        _layer(rng, 5, 3, 2, "sigmoid"),
        _layer(rng, 5, 3, 2, "tanh"),
        _layer(rng, 4, 2, 3, "relu"),
        _huge_layer(),
    ]


@ex.part(points=1, hidden=True, pure=True)
def robustness(rng):
    silent = _layer(rng, 3, 2, 2, "relu", tr("silent units"))
    A_prev, W, A = silent.arguments["cache"]
    zeros = {"dA_prev": np.zeros_like(A_prev), "dW": np.zeros_like(W), "db": np.zeros(2)}
    silent = Case(
        silent.arguments | {"cache": (A_prev, W, np.zeros_like(A))},
        zeros,
        tr("silent units"),
        scale=1,
    )
    ends = _layer(rng, 4, 3, 2, "sigmoid", tr("saturated units"))
    A_prev, W, A = ends.arguments["cache"]
    truth = {"dA_prev": np.zeros_like(A_prev), "dW": np.zeros_like(W), "db": np.zeros(2)}
    ends = Case(
        ends.arguments | {"cache": (A_prev, W, np.round(A))}, truth, tr("saturated units"), scale=1
    )
    square = [
        _layer(rng, 3, 3, 3, act, tr("act = {act!r}, all widths equal", act=act))
        for act in ("tanh", "relu")
    ]
    one = [_layer(rng, 1, 2, 4, act, tr("one example")) for act in ("sigmoid", "tanh", "relu")]
    return [*one, *square, silent, ends]


# ---- slips -----------------------------------------------------------------------------------------


def with_dZ(dZ):
    """A wrong answer: the affine part is right, the way through the activation is `dZ(dA, A, act)`."""

    @named(dZ)
    def wrong(dA, cache, act):
        A_prev, W, A = cache
        back = dZ(dA, A, act)
        return back @ W.T, A_prev.T @ back, back.sum(axis=0)

    return wrong


@ex.slip(says=SKIPPED)
@with_dZ
def activation_skipped(dA, A, act):
    return dA


@ex.slip(says=AT_A)
@with_dZ
def derivative_at_a(dA, A, act):
    return dA * SLOPES[act](ACTS[act](A))


@ex.slip
@with_dZ
def upstream_ignored(dA, A, act):
    """Your gradients do not depend on dA: you start from the activation's slope alone. What arrives from above
    has to be passed on through that slope.
    """
    return SLOPES[act](A)


@ex.slip
@with_dZ
def value_for_slope(dA, A, act):
    """You multiply dA by A, the height of the curve. Its slope is wanted."""
    return dA * A


@ex.slip
@with_dZ
def missing_square(dA, A, act):
    """With tanh your slope is 1 - A, and at A = -1, where the curve is flat, that is 2. Something is not squared."""
    return dA * (1 - A if act == "tanh" else SLOPES[act](A))


@ex.slip
@with_dZ
def half_of_the_sigmoid(dA, A, act):
    """With the sigmoid your slope is 1 - A, and at A = 0, where the curve is flat, that is 1. A factor is missing."""
    return dA * (1 - A if act == "sigmoid" else SLOPES[act](A))


ONE_SLOPE = tr(
    "You take the same activation's slope whatever act says. Look at act: each of the "
    "three has a slope of its own."
)


for name, f in SLOPES.items():
    if name != "identity":
        ex.slip(key="one-slope-for-all", says=ONE_SLOPE)(with_dZ(lambda dA, A, act, f=f: dA * f(A)))


ex.effect(*UNSUMMED)
ex.effect("input-modified", GIVEN_MODIFIED)


def _changed(change):
    """The right three, changed: change(dA_prev, dW, db, n, the inputs of the affine part)."""

    def wrong(dA, cache, act):
        A_prev, W, A = cache
        back = dA * SLOPES[act](A)
        return change(back @ W.T, A_prev.T @ back, back.sum(axis=0), len(dA))

    return wrong


AVERAGED = tr(
    "You divide by the number of examples here. The mean stands in the loss, and its 1/n has "
    "arrived in dA already: look for what should only be added up."
)
for change in (
    lambda dX, dW, db, n: (dX, dW / n, db / n),
    lambda dX, dW, db, n: (dX, dW / n, db),
    lambda dX, dW, db, n: (dX, dW, db / n),
    lambda dX, dW, db, n: (dX / n, dW / n, db / n),
):
    ex.slip(key="averaged", says=AVERAGED)(_changed(change))


@ex.slip
@with_dZ
def mask_on_upstream(dA, A, act):
    """For relu you look at the sign of dA. Whether a unit lets the gradient through depends on the unit: look at A."""
    return dA * ((dA > 0) if act == "relu" else SLOPES[act](A))


@ex.slip
@with_dZ
def relu_let_through(dA, A, act):
    """For relu you let dA through whole, also where the unit is silent. There the slope is 0."""
    return dA * (1.0 if act == "relu" else SLOPES[act](A))


@ex.slip
@with_dZ
def slope_added(dA, A, act):
    """You add the slope to dA. A gradient passes through a slope by multiplying."""
    return dA + SLOPES[act](A)


@ex.slip
def activation_before_affine(dA, cache, act):
    """You take the slope at A_prev, or send the gradient through the layer first. On the way back the activation comes
    first, and its slope is read off A.
    """
    A_prev, W, A = cache
    back = dA @ W.T
    return back * SLOPES[act](A_prev), A_prev.T @ dA, dA.sum(axis=0)


@ex.slip
def slope_in_dA_prev_only(dA, cache, act):
    """Your dA_prev is right, and dW and db miss the slope of the activation. All three start from the gradient at the
    sums.
    """
    A_prev, W, A = cache
    return (dA * SLOPES[act](A)) @ W.T, A_prev.T @ dA, dA.sum(axis=0)


@ex.slip
def slope_not_in_dA_prev(dA, cache, act):
    """Your dW and db are right, and dA_prev misses the slope of the activation. All three start from the gradient at
    the sums.
    """
    A_prev, W, A = cache
    back = dA * SLOPES[act](A)
    return dA @ W.T, A_prev.T @ back, back.sum(axis=0)


@ex.slip
def slope_not_in_db(dA, cache, act):
    """Your dA_prev and dW are right, and db misses the slope of the activation. All three start from the gradient
    at the sums.
    """
    A_prev, W, A = cache
    back = dA * SLOPES[act](A)
    return back @ W.T, A_prev.T @ back, dA.sum(axis=0)


# ---- right answers ---------------------------------------------------------------------------------


@ex.right
def layer_numpy(dA, cache, act):
    A_prev, W, A = cache
    return affine_numpy(dA * slope(act, A), A_prev, W)


@ex.right
def layer_loops(dA, cache, act):
    A_prev, W, A = cache
    dZ = np.zeros(A.shape)
    for i in range(A.shape[0]):
        for j in range(A.shape[1]):
            a = A[i, j]
            if act == "relu":
                s = 1.0 if a > 0 else 0.0
            elif act == "sigmoid":
                s = a - a * a
            else:
                s = (1 + a) * (1 - a)
            dZ[i, j] = s * dA[i, j]
    return affine_loops(dZ, A_prev, W)


@ex.right
def layer_einsum(dA, cache, act):
    A_prev, W, A = cache
    slopes = {"relu": np.sign(A), "sigmoid": A * (1 - A), "tanh": 1 - A**2}
    dZ = np.multiply(dA, slopes[act])
    return (
        np.einsum("nk,jk->nj", dZ, W),
        np.einsum("nj,nk->jk", A_prev, dZ),
        np.einsum("nk->k", dZ),
    )


# ---- wrong answers ---------------------------------------------------------------------------------


@ex.wrong(slip="measured", points=0)
def nudged(dA, cache, act):
    A_prev, W, A = cache
    with np.errstate(all="ignore"):
        back = {"sigmoid": lambda a: np.log(a / (1 - a)), "tanh": np.arctanh}.get(act, np.copy)(A)
    dZ = numerical_vjp(ACTS[act], back, dA)
    return dZ @ W.T, A_prev.T @ dZ, dZ.sum(axis=0)


ex.wrong(slip="derivative-at-a", points=0)(
    lambda dA, cache, act: affine_numpy(dA * slope(act, act_of(act, cache[2])), cache[0], cache[1])
)
ex.wrong(slip="upstream-ignored", points=0)(
    lambda dA, cache, act: affine_numpy(slope(act, cache[2]), cache[0], cache[1])
)
ex.wrong(slip="activation-skipped", points=0)(
    lambda dA, cache, act: affine_numpy(dA, cache[0], cache[1])
)
ex.wrong(slip="one-slope-for-all", points=0)(
    lambda dA, cache, act: affine_numpy(dA * (cache[2] > 0), cache[0], cache[1])
)
ex.wrong(slip="averaged", points=0)(
    lambda dA, cache, act: tuple(
        g / len(dA) for g in affine_numpy(dA * slope(act, cache[2]), *cache[:2])
    )
)


@ex.wrong(slip="input-modified", points=2)
def relu_in_place(dA, cache, act):
    A_prev, W, A = cache
    if act == "relu":
        dA[A <= 0] = 0
    else:
        dA *= slope(act, A)
    return affine_numpy(dA, A_prev, W)


ex.wrong(slip="averaged", points=0)(
    lambda dA, cache, act: (
        (dA * slope(act, cache[2])) @ cache[1].T,
        cache[0].T @ (dA * slope(act, cache[2])) / len(dA),
        (dA * slope(act, cache[2])).mean(axis=0),
    )
)
ex.wrong(slip="slope-not-in-dA-prev", points=0)(
    lambda dA, cache, act: (
        dA @ cache[1].T,
        *affine_numpy(dA * slope(act, cache[2]), cache[0], cache[1])[1:],
    )
)
ex.wrong(slip="value-for-slope", points=0)(
    lambda dA, cache, act: affine_numpy(dA * cache[2], cache[0], cache[1])
)
ex.wrong(slip="relu-let-through", points=0)(
    lambda dA, cache, act: affine_numpy(
        dA * (1 if act == "relu" else slope(act, cache[2])), cache[0], cache[1]
    )
)
