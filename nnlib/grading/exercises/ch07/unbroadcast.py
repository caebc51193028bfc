"""unbroadcast(grad, shape): what arrives at all the copies of a number, brought together again."""

from functools import partial

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import Case, Misfit, case, exercise
from nnlib.grading.exercises.draw import exact_gradient

ex = exercise("unbroadcast", "grad, shape -> gradient")


def _stretched(rng, shape, to, about=""):
    grad = rng.normal(0, 1, to) + 0.5
    truth = exact_gradient(lambda x: np.sum(np.broadcast_to(x, to) * grad), np.zeros(shape))
    about = about or tr("an array of shape {shape} that was stretched to {to}", shape=shape, to=to)
    arguments = {"grad": grad, "shape": shape}
    return Case(arguments, {"gradient": truth}, about, scale=1, read=partial(_gathered, shape, to))


def _gathered(shape, to, result):
    """The result by name; a shape that tells its story is a slip."""
    got = result.shape if isinstance(result, np.ndarray) else shape
    if got == to != shape:
        raise Misfit(
            "not-summed",
            tr(
                "You return as many numbers as grad has, {to}, and {shape} is wanted. Every number "
                "was used in several places: bring what arrives there together again.",
                to=to,
                shape=shape,
            ),
        )
    if got != shape and got == tuple(k for k in shape if k != 1):
        raise Misfit(
            "lost-keepdims",
            tr(
                "Your numbers have shape {got}, and {shape} is wanted. An axis of length 1 is an "
                "axis too: keep it.",
                got=got,
                shape=shape,
            ),
        )
    return {"gradient": result}


@ex.part(points=2)
def gradient(rng):
    known = case(
        grad=[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]],
        shape=(3,),
        gradient=[5.0, 7.0, 9.0],
        read=partial(_gathered, (3,), (2, 3)),
    )
    return [known, *(_stretched(rng, shape, (4, 3)) for shape in [(3,), (1, 3), (4, 1), (4, 3)])]


@ex.part(points=1, hidden=True)
def robustness(rng):
    pairs = [((3,), (3, 3)), ((3, 1), (3, 3)), ((1, 3), (3, 3)), ((), (4, 3)), ((1,), (5,))]
    pairs += [((1, 3), (1, 3)), ((4, 1), (2, 4, 3)), ((3,), (2, 4, 3)), ((2, 1, 3), (2, 4, 3))]
    return [_stretched(rng, *pair) for pair in pairs]


# ---- slips -----------------------------------------------------------------------------------------


def _collapsed(grad, shape, how, axis=0):
    """`grad` brought to `shape` by `how(array, axis)` along every stretched axis."""
    for _ in range(grad.ndim - len(shape)):
        grad = how(grad, axis)
    for i, k in enumerate(shape):
        if k == 1:
            grad = np.expand_dims(how(grad, i), i)
    return grad


@ex.slip
def mean_for_sum(grad, shape):
    """You average over the copies. Nudge the one number that was copied: all its copies move by the full nudge."""
    return partial(_collapsed, how=np.mean)(grad, shape)


@ex.slip
def one_copy(grad, shape):
    """You keep what arrives at the first copy and drop the rest. Every copy moves when the number is nudged."""
    return partial(_collapsed, how=lambda array, axis: np.take(array, 0, axis))(grad, shape)


@ex.slip
def wrong_axis(grad, shape):
    """For a square array you go along the wrong axis. Shapes are matched from the right: which axis is the one
    that was added or stretched?
    """
    if grad.ndim == 2 and len(set(grad.shape)) == 1:
        return _collapsed(grad.T, shape, np.sum)
    return _collapsed(grad, shape, np.sum)


@ex.slip
def upstream_ignored(grad, shape):
    """Your numbers do not depend on grad. What arrives at the copies is in it: bring that together."""
    return np.ones(shape)


@ex.slip(like=upstream_ignored)
def copies_counted(grad, shape):
    return np.full(shape, grad.size / max(int(np.prod(shape)), 1))


@ex.slip
def largest_for_sum(grad, shape):
    """You keep the largest of what arrives at the copies. Every copy moves when the number is nudged: add up."""
    return _collapsed(grad, shape, np.max)


@ex.slip
def last_copy(grad, shape):
    """You keep what arrives at the last copy. Every copy moves when the number is nudged: add up."""
    return _collapsed(grad, shape, lambda array, axis: np.take(array, -1, axis))


@ex.slip
def one_sum_for_all(grad, shape):
    """All your numbers are the same: the sum over everything. Each number gets what arrives at its own copies."""
    return np.full(shape, grad.sum())


@ex.slip
def all_zeros(grad, shape):
    """Your numbers are all 0. Is the array filled that you return?"""
    return np.zeros(shape)


# ---- right answers ---------------------------------------------------------------------------------


@ex.right
def numpy(grad, shape):
    while grad.ndim > len(shape):
        grad = grad.sum(axis=0)
    for axis, k in enumerate(shape):
        if k == 1:
            grad = grad.sum(axis=axis, keepdims=True)
    return grad


@ex.right
def loops(grad, shape):
    out = np.zeros(shape)
    added = grad.ndim - len(shape)
    for index in np.ndindex(grad.shape):
        home = tuple(i if k > 1 else 0 for i, k in zip(index[added:], shape))
        out[home] += grad[index]
    return out


@ex.right
def by_tuple(grad, shape):
    padded = (1,) * (grad.ndim - len(shape)) + tuple(shape)
    axes = tuple(i for i, k in enumerate(padded) if k == 1)
    return np.sum(grad, axis=axes, keepdims=True).reshape(shape)


@ex.right
def einsum(grad, shape):
    padded = (1,) * (grad.ndim - len(shape)) + tuple(shape)
    axes = "abcdef"[: grad.ndim]
    kept = "".join(a for a, k, g in zip(axes, padded, grad.shape) if k > 1 or g == 1)
    return np.einsum(f"{axes}->{kept}", grad).reshape(shape)


# ---- wrong answers ---------------------------------------------------------------------------------


@ex.wrong(slip="not-summed", points=0)
def axis_0_only(grad, shape):
    while grad.ndim > len(shape):
        grad = grad.sum(axis=0)
    return grad


@ex.wrong(slip="mean-for-sum", points=0)
def mean(grad, shape):
    padded = (1,) * (grad.ndim - len(shape)) + tuple(shape)
    axes = tuple(i for i, k in enumerate(padded) if k == 1)
    return np.mean(grad, axis=axes, keepdims=True).reshape(shape)


@ex.wrong(slip="lost-keepdims", points=0)
def without_keepdims(grad, shape):
    while grad.ndim > len(shape):
        grad = grad.sum(axis=0)
    axes = tuple(i for i, k in enumerate(shape) if k == 1)
    return grad.sum(axis=axes)


ex.wrong(slip="not-summed", points=0)(lambda grad, shape: grad)
ex.wrong(slip="sign-flipped", points=0)(lambda grad, shape: -numpy(grad, shape))
ex.wrong(slip="upstream-ignored", points=0)(lambda grad, shape: np.ones(shape))


ex.wrong(slip="one-sum-for-all", points=0)(lambda grad, shape: np.ones(shape) * grad.sum())
ex.wrong(slip="one-copy", points=0)(
    lambda grad, shape: np.array(
        grad[(0,) * (grad.ndim - len(shape))][
            tuple(slice(0, 1) if k == 1 else slice(None) for k in shape)
        ]
    )
)
