"""gd_step(params, grads, lr): one step downhill, as a new array; a warm-up without points."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import Case, case, exercise
from nnlib.grading.exercises.answers import in_float32
from nnlib.grading.exercises.draw import fortran, off_zero, short
from nnlib.grading.exercises.kinds import cut_to_whole, round_off

ex = exercise("gd_step", "params, grads, lr -> new")


def _step(rng, shape, lr, about=""):
    params, grads = short(off_zero(rng, shape)), short(off_zero(rng, shape))
    return Case({"params": params, "grads": grads, "lr": lr}, {"new": params - lr * grads}, about)


@ex.part(points=0, pure=True)
def value(rng):
    known = case(params=[1.0, -2], grads=[4.0, -0.5], lr=0.1, new=[0.6, -1.95], scale=1)
    shapes = (((1, 3), 0.5), ((3, 4), 0.25), ((3, 3), 0.01))
    column = _step(rng, (4, 2), 0.125, tr("other shapes"))
    stored = {key: fortran(v) if np.ndim(v) else v for key, v in column.arguments.items()}
    return [
        known,
        *(_step(rng, shape, lr) for shape, lr in shapes),
        Case(stored, column.truth, column.about),
        case(tr("a single weight"), params=[3.0], grads=[-2.0], lr=2.0, new=[7.0]),
    ]


# ---- slips -----------------------------------------------------------------------------------------


@ex.slip
def uphill(params, grads, lr):
    """You walk uphill: the gradient points to where the cost rises. Which way do you want to go?"""
    return params + lr * grads


@ex.slip
def rate_ignored(params, grads, lr):
    """Your step has the same length whatever lr is. Use the parameter."""
    return params - grads


@ex.slip
def step_only(params, grads, lr):
    """You return the step alone. Where do you stand after it?"""
    return -lr * grads


@ex.slip
def divided_by_rate(params, grads, lr):
    """A larger lr makes your step shorter. It should make it longer."""
    return params - grads / lr


@ex.slip
def sign_of_gradient(params, grads, lr):
    """All the entries move by the same amount. Where the slope is steep the step should be long: keep the size of
    the gradient, not only its sign.
    """
    return params - lr * np.sign(grads)


@ex.slip
def unit_gradient(params, grads, lr):
    """Your step is lr long, however steep it is. The gradient is not brought to length 1 here."""
    return params - lr * grads / (np.linalg.norm(grads) or 1)


ex.effect(
    "input-modified",
    tr(
        "Your numbers are right, but your function writes into params or grads: the old "
        "weights are gone for whoever still needs them. Make a new array; mind that `-=` "
        "does not."
    ),
)


for rate in (0.01, 0.1, 0.001):
    ex.slip(like=rate_ignored)(lambda params, grads, lr, rate=rate: params - rate * grads)


@ex.slip(like=step_only)
def step_only_turned(params, grads, lr):
    return lr * grads


@ex.slip
def share_of_itself(params, grads, lr):
    """Each weight moves by a share of itself. The step is lr times the gradient, wherever you stand: take it off."""
    return params * (1 - lr * grads)


@ex.slip(like=share_of_itself)
def params_times_step(params, grads, lr):
    return params * lr * grads


@ex.slip
def one_step_for_all(params, grads, lr):
    """All the entries move by the same amount. Each has a slope of its own: where do you average or add up?"""
    return params - lr * grads.mean()


@ex.slip(like=one_step_for_all)
def one_sum_for_all(params, grads, lr):
    return params - lr * grads.sum()


@ex.slip
def step_averaged(params, grads, lr):
    """Your step is divided by the number of rows. grads holds the gradient of the mean already: take lr times that."""
    return params - lr * grads / len(params)


@ex.slip
def rate_on_params(params, grads, lr):
    """You scale the old weights by lr. The rate scales the step alone."""
    return lr * params - grads


@ex.slip(like=rate_on_params)
def rate_on_both(params, grads, lr):
    return lr * (params - grads)


@ex.slip
def exchanged(params, grads, lr):
    """You take a share of the weights off the gradient. It is the other way round: you stand at params."""
    return grads - lr * params


@ex.slip
def rate_squared(params, grads, lr):
    """The rate is in your step twice. Once is enough."""
    return params - lr * lr * grads


@ex.slip
def stays(params, grads, lr):
    """Your function returns params as they were. Is the step part of what you return?"""
    return params + 0.0


round_off(ex, lambda params, grads, lr: params - lr * grads, digits=(1, 2))
cut_to_whole(ex, lambda params, grads, lr: params - lr * grads)


# ---- right answers ---------------------------------------------------------------------------------


@ex.right
def step_loop(params, grads, lr):
    new = params.copy()
    for index in np.ndindex(params.shape):
        new[index] = params[index] - lr * grads[index]
    return new


ex.right(lambda params, grads, lr: params - lr * grads)
ex.right(lambda params, grads, lr: np.add(params, np.multiply(-lr, grads)))
ex.right(in_float32(lambda params, grads, lr: params - np.float32(lr) * grads))


ex.right(lambda params, grads, lr: -(lr * grads - params))
ex.right(lambda params, grads, lr: np.einsum("...,...->...", grads, -lr) + params)


@ex.right
def step_on_a_copy(params, grads, lr):
    new = params.copy()
    new -= lr * grads
    return new


# ---- wrong answers ---------------------------------------------------------------------------------

ex.wrong(slip="uphill", points=0)(lambda params, grads, lr: params + lr * grads)


@ex.wrong(slip="input-modified", points=0)
def step_in_place(params, grads, lr):
    params -= lr * grads
    return params


@ex.wrong(slip="input-modified", points=0)
def step_scales_gradient(params, grads, lr):
    grads *= lr
    return params - grads


ex.wrong(slip="rate-ignored", points=0)(lambda params, grads, lr: params - grads)
ex.wrong(slip="step-only", points=0)(lambda params, grads, lr: lr * grads)
ex.wrong(slip="rate-ignored", points=0)(lambda params, grads, lr: params - 0.01 * grads)
ex.wrong(slip="share-of-itself", points=0)(lambda params, grads, lr: params * (1 - lr * grads))
ex.wrong(slip="sign-of-gradient", points=0)(lambda params, grads, lr: params - lr * np.sign(grads))
ex.wrong(slip="one-step-for-all", points=0)(lambda params, grads, lr: params - lr * grads.mean())


ex.wrong(slip="rate-on-params", points=0)(lambda params, grads, lr: lr * (params - grads))
ex.wrong(slip="step-averaged", points=0)(
    lambda params, grads, lr: params - lr * grads / len(params)
)
ex.wrong(slip="divided-by-rate", points=0)(lambda params, grads, lr: params - grads / lr)
ex.wrong(slip="stays", points=0)(lambda params, grads, lr: params.copy())
ex.wrong(slip="unit-gradient", points=0)(
    lambda params, grads, lr: params - lr * grads / np.sqrt(np.sum(grads**2) or 1)
)
