"""Optimizers: one step each, on a flat vector of parameters, and how long the step should be.

A step's kernel moves its vector, and what it remembers from step to step, in place; its face returns new arrays.
"""

from __future__ import annotations

from functools import partial
from math import cos, pi, sqrt

import numpy as np

from nnlib.core import linked_faces
from nnlib.core.arguments import (
    MOST,
    all_finite,
    as_floats,
    between,
    flag,
    not_empty,
    one_of,
    positive_int,
    positive_number,
)
from nnlib.core.kernel import public
from nnlib.core.types import Array, ArrayLike, Number
from nnlib.core.words import tr


def _step_gate(name, arguments):
    theta, grads = (as_floats(key, arguments[key]) for key in ("params", "grads"))
    if theta.shape != grads.shape:
        raise ValueError(
            tr(
                "{name}: params {shape} and grads {shape2} should have one shape",
                name=name,
                shape=theta.shape,
                shape2=grads.shape,
            )
        )
    moved = theta.copy()
    return (
        moved.reshape(-1),
        grads.reshape(-1).astype(theta.dtype),
        positive_number("lr", arguments["lr"]),
    ), lambda: moved


_step_gate.outputs, _step_gate.linked = 0, linked_faces.step


@public(_step_gate)
def gd_step(params: ArrayLike, grads: ArrayLike, lr: Number) -> Array:
    """One step of gradient descent, params - lr * grads, as a new array.

    params and grads have one shape, any; lr is the learning rate, above 0. The result has the dtype of params.
    Inside the training loop the kernel moves its vector in place. Source: Cauchy (1847).
    Raises TypeError for what is no number, ValueError where the shapes differ or lr is not above 0.
    >>> gd_step([1, 2], [10, -10], 0.1)
    array([0., 3.])
    """
    rate = params.dtype.type(lr)  # in the dtype of params: float32 would be slow beside float64
    for i in range(params.shape[0]):
        params[i] -= rate * grads[i]


def _moves(arrays, **defaults):
    """The gate of a step with a memory: `arrays` of one shape, any, in the dtype of w; numbers, some with defaults."""

    def gate(name, arguments):
        given = {key: as_floats(key, arguments[key]) for key in arrays}
        if len({array.shape for array in given.values()}) > 1:
            shapes = ", ".join(f"{key} {array.shape}" for key, array in given.items())
            raise ValueError(
                tr("{name} wants arrays of one shape; given: {shapes}", name=name, shapes=shapes)
            )
        numbers = [_number(key, arguments.get(key, usual)) for key, usual in defaults.items()]
        dtype = given["w"].dtype
        fresh = {key: np.array(array, dtype, order="C") for key, array in given.items()}
        inputs = [array.reshape(-1) for array in fresh.values()]
        return inputs + numbers, lambda: tuple(fresh[key] for key in moved)

    moved = [key for key in "wmvu" if key in arrays]
    gate.outputs, gate.linked = 0, partial(linked_faces.remembering_step, arrays, moved, defaults)
    return gate


def _number(key, value):
    """One of a step's numbers, checked: t is counted from 1, lr is above 0, eps 0 or more, the rest shares below 1."""
    if key == "t":
        return positive_int(key, value)
    if key == "lr":
        return positive_number(key, value)
    if key == "centered":
        return flag(key, value)
    value = between(key, value, 0, np.inf if key == "eps" else 1)
    if value == 1 and key not in ("beta", "eps"):
        raise ValueError(tr("{key} is 1; wanted less, so that something new comes in", key=key))
    return value


@public(_moves("wvg", lr=None, beta=None))
def momentum_step(
    w: ArrayLike, v: ArrayLike, g: ArrayLike, lr: Number, beta: Number
) -> tuple[Array, Array]:
    """One step with momentum, v = beta v - lr g, then w = w + v: (w, v), as new arrays.

    The velocity v starts at 0 and remembers; under a steady g it grows to lr / (1 - beta) g. Law: beta = 0 is
    `gd_step`. w, v, g have one shape; lr > 0, 0 <= beta <= 1. Source: Polyak (1964), the heavy ball.
    Raises TypeError for what is no number, ValueError for other shapes, lr and beta.
    >>> momentum_step([1, 2], [0, 1], [10, -10], 0.1, 0.9)
    (array([0. , 3.9]), array([-1. ,  1.9]))
    """
    scale, least = w.dtype.type, np.finfo(w.dtype).tiny  # least: as in `adam_step`
    keep, rate = scale(beta), scale(lr)
    for i in range(w.shape[0]):
        v[i] = keep * v[i] - rate * g[i]
        v[i] = 0 if abs(v[i]) < least else v[i]
        w[i] += v[i]


@public(_moves("wgmv", t=None, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8))
def adam_step(
    w: ArrayLike,
    g: ArrayLike,
    m: ArrayLike,
    v: ArrayLike,
    t: int,
    lr: Number = 0.001,
    beta1: Number = 0.9,
    beta2: Number = 0.999,
    eps: Number = 1e-8,
) -> tuple[Array, Array, Array]:
    """One step of Adam, w - lr m^ / (sqrt(v^) + eps), with m^ = m / (1 - beta1^t) and v^ = v / (1 - beta2^t).

    Before, m = beta1 m + (1 - beta1) g and v = beta2 v + (1 - beta2) g^2; returns (w, m, v), as new arrays. m and v
    start at 0, t at 1. eps stands outside the root. Law: the first step is lr sign(g), whatever the size of g.
    w, g, m, v have one shape; lr > 0, 0 <= beta < 1. Source: Kingma & Ba (2015), algorithm 1.
    Raises TypeError for what is no number, ValueError for other shapes, t, lr, betas, and eps below 0.
    >>> w, m, v = adam_step([1, 2], [3e-6, -500], [0, 0], [0, 0], 1)
    >>> w.round(4)
    array([0.999, 2.001])
    """
    scale = w.dtype.type  # the numbers in the dtype of w: float32 would be slow beside float64
    keep1, keep2, new1, new2 = scale(beta1), scale(beta2), scale(1 - beta1), scale(1 - beta2)
    rate, unbias2, eps = scale(lr / (1 - beta1**t)), scale(1 / sqrt(1 - beta2**t)), scale(eps)
    # Where a unit is silent, m and v fade away; numbers below `least` make each later step ten times slower.
    least = np.finfo(w.dtype).tiny
    for i in range(w.shape[0]):
        m[i] = keep1 * m[i] + new1 * g[i]
        v[i] = keep2 * v[i] + new2 * g[i] * g[i]
        m[i] = 0 if abs(m[i]) < least else m[i]
        v[i] = 0 if v[i] < least else v[i]
        w[i] -= rate * m[i] / (sqrt(v[i]) * unbias2 + eps)


@public(_moves("wgmvu", t=None, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8))
def amsgrad_step(
    w: ArrayLike, g: ArrayLike, m: ArrayLike, v: ArrayLike, u: ArrayLike, t: int, lr: Number = 0.001,
    beta1: Number = 0.9, beta2: Number = 0.999, eps: Number = 1e-8,
) -> tuple[Array, Array, Array, Array]:  # fmt: skip
    """One step of AMSGrad: that of Adam with u, the largest v so far, in the place of v: w - lr m^ / (sqrt(u^) + eps).

    m and v are those of `adam_step`, then u = max(u, v); m^ and u^ are corrected as m^ and v^ are there. Returns
    (w, m, v, u), as new arrays. Law: while v grows, it is Adam. All arrays have one shape; lr > 0, 0 <= beta < 1.
    Source: Reddi et al. (2018), with Adam's corrections, as PyTorch and Keras have it.
    Raises TypeError for what is no number, ValueError for other shapes, t, lr, betas, and eps below 0.
    >>> w, m, v, u = amsgrad_step([1, 2], [0, 3], [1, 1], [0, 0], [4, 4], 1, 0.1, 0.5, 0)
    >>> w.round(3), u
    (array([0.95 , 1.867]), array([4., 9.]))
    """
    scale, least = w.dtype.type, np.finfo(w.dtype).tiny  # least: as in `adam_step`
    keep1, keep2, new1, new2 = scale(beta1), scale(beta2), scale(1 - beta1), scale(1 - beta2)
    rate, unbias2, eps = scale(lr / (1 - beta1**t)), scale(1 / sqrt(1 - beta2**t)), scale(eps)
    for i in range(w.shape[0]):
        m[i] = keep1 * m[i] + new1 * g[i]
        v[i] = keep2 * v[i] + new2 * g[i] * g[i]
        m[i], v[i] = 0 if abs(m[i]) < least else m[i], 0 if v[i] < least else v[i]
        u[i] = max(u[i], v[i])
        w[i] -= rate * m[i] / (sqrt(u[i]) * unbias2 + eps) if m[i] != 0 else 0


@public(_moves("wvg", lr=None, beta=None))
def nesterov_step(
    w: ArrayLike, v: ArrayLike, g: ArrayLike, lr: Number, beta: Number
) -> tuple[Array, Array]:
    """One step with Nesterov's momentum, v = beta v - lr g, then w = w + beta v - lr g: (w, v), as new arrays.

    The velocity is that of `momentum_step`; the step looks one beat ahead of it. Law: beta = 0 is `gd_step`. w, v, g
    have one shape; lr > 0, 0 <= beta <= 1. Source: Sutskever et al. (2013), after Nesterov (1983).
    Raises TypeError for what is no number, ValueError for other shapes, lr and beta.
    >>> w, v = nesterov_step([1, 2], [0, 1], [10, -10], 0.1, 0.9)
    >>> w.round(3), v
    (array([-0.9 ,  4.71]), array([-1. ,  1.9]))
    """
    scale, least = w.dtype.type, np.finfo(w.dtype).tiny  # least: as in `adam_step`
    keep, rate = scale(beta), scale(lr)
    for i in range(w.shape[0]):
        v[i] = keep * v[i] - rate * g[i]
        v[i] = 0 if abs(v[i]) < least else v[i]
        w[i] += keep * v[i] - rate * g[i]


@public(_moves("wgv", lr=0.001, rho=0.9, eps=1e-7))
def rmsprop_step(
    w: ArrayLike, g: ArrayLike, v: ArrayLike, lr: Number = 0.001, rho: Number = 0.9, eps: Number = 1e-7
) -> tuple[Array, Array]:  # fmt: skip
    """One step of RMSprop, w - lr g / sqrt(v + eps), with v = rho v + (1 - rho) g^2 before: (w, v), as new arrays.

    v starts at 0 and remembers how large the slopes are. Law: without eps, slopes ten times as large give the same
    steps. w, g, v have one shape; lr > 0, 0 <= rho < 1. Source: Tieleman & Hinton (2012), lecture 6.5.
    Raises TypeError for what is no number, ValueError for other shapes, lr and rho, and eps below 0.
    >>> w, v = rmsprop_step([1, 2], [2, -2], [4, 4], 0.1)
    >>> w.round(3), v
    (array([0.9, 2.1]), array([4., 4.]))
    """
    scale, least = w.dtype.type, np.finfo(w.dtype).tiny  # least: as in `adam_step`
    rate, keep, new, small = scale(lr), scale(rho), scale(1 - rho), scale(eps)
    for i in range(w.shape[0]):
        v[i] = keep * v[i] + new * g[i] * g[i]
        v[i] = 0 if v[i] < least else v[i]
        w[i] -= rate * g[i] / sqrt(v[i] + small) if g[i] != 0 else 0


@public(_moves("wgmvu", lr=0.001, rho=0.9, beta=0.0, eps=1e-7, centered=False))
def rmsprop_momentum_step(
    w: ArrayLike, g: ArrayLike, m: ArrayLike, v: ArrayLike, u: ArrayLike, lr: Number = 0.001, rho: Number = 0.9,
    beta: Number = 0.0, eps: Number = 1e-7, centered: bool = False,
) -> tuple[Array, Array, Array, Array]:  # fmt: skip
    """One step of RMSprop with a velocity u, u = beta u + lr g / sqrt(v + eps), then w - u: (w, m, v, u), new arrays.

    v is that of `rmsprop_step`, m the mean slope, m = rho m + (1 - rho) g. With `centered`, the root is that of
    v - m^2 + eps, so that a steady slope counts for nothing in it. Law: beta = 0 without `centered` is `rmsprop_step`.
    All arrays have one shape; lr > 0, 0 <= rho < 1, 0 <= beta <= 1. Source: Graves (2013), equations 38 to 45.
    Raises TypeError for what is no number, ValueError for other shapes and numbers, and eps below 0.
    >>> w, m, v, u = rmsprop_momentum_step([1, 2], [2, -2], [0, 0], [4, 4], [0, 1], 0.1, 0.5, 0.5)
    >>> w.round(3), u.round(3)
    (array([0.9, 1.6]), array([0.1, 0.4]))
    """
    scale, least = w.dtype.type, np.finfo(w.dtype).tiny  # least: as in `adam_step`
    rate, keep, new, small = scale(lr), scale(rho), scale(1 - rho), scale(eps)
    again, share = scale(beta), scale(1 if centered else 0)
    for i in range(w.shape[0]):
        m[i] = keep * m[i] + new * g[i]
        v[i] = keep * v[i] + new * g[i] * g[i]
        m[i], v[i] = 0 if abs(m[i]) < least else m[i], 0 if v[i] < least else v[i]
        move = rate * g[i] / sqrt(v[i] - share * m[i] * m[i] + small) if g[i] != 0 else 0
        u[i] = again * u[i] + move
        u[i] = 0 if abs(u[i]) < least else u[i]
        w[i] -= u[i]


@public(_moves("wgv", lr=0.001, eps=1e-7))
def adagrad_step(
    w: ArrayLike, g: ArrayLike, v: ArrayLike, lr: Number = 0.001, eps: Number = 1e-7
) -> tuple[Array, Array]:
    """One step of Adagrad, w - lr g / sqrt(v + eps), with v = v + g^2 before: (w, v), as new arrays.

    v is the sum of all squares so far, so the steps get shorter and shorter. Law: from v = 0 and without eps, the first
    step is lr sign(g). w, g, v have one shape; lr > 0. Source: Duchi et al. (2011).
    Raises TypeError for what is no number, ValueError for other shapes and lr, and eps below 0.
    >>> w, v = adagrad_step([1, 2], [3, -3], [16, 16], 0.5)
    >>> w.round(3), v
    (array([0.7, 2.3]), array([25., 25.]))
    """
    scale = w.dtype.type
    rate, small = scale(lr), scale(eps)
    for i in range(w.shape[0]):
        v[i] += g[i] * g[i]
        w[i] -= rate * g[i] / sqrt(v[i] + small) if g[i] != 0 else 0


@public(_moves("wgmv", lr=0.001, rho=0.95, eps=1e-7))
def adadelta_step(
    w: ArrayLike, g: ArrayLike, m: ArrayLike, v: ArrayLike, lr: Number = 0.001, rho: Number = 0.95, eps: Number = 1e-7
) -> tuple[Array, Array, Array]:  # fmt: skip
    """One step of Adadelta, w - lr d with d = g sqrt(m + eps) / sqrt(v + eps): (w, m, v), as new arrays.

    v = rho v + (1 - rho) g^2 before the step, m = rho m + (1 - rho) d^2 after it: how large slopes and steps were. Law:
    d has the unit of w. Both start at 0; all arrays have one shape; lr > 0, 0 <= rho < 1. Source: Zeiler (2012).
    Raises TypeError for what is no number, ValueError for other shapes, lr and rho, and eps below 0.
    >>> w, m, v = adadelta_step([1.0], [2.0], [1.0], [4.0], 0.5, 0.5)
    >>> w.round(3), m.round(3), v
    (array([0.5]), array([1.]), array([4.]))
    """
    scale, least = w.dtype.type, np.finfo(w.dtype).tiny  # least: as in `adam_step`
    rate, keep, new, small = scale(lr), scale(rho), scale(1 - rho), scale(eps)
    for i in range(w.shape[0]):
        v[i] = keep * v[i] + new * g[i] * g[i]
        move = g[i] * sqrt(m[i] + small) / sqrt(v[i] + small) if g[i] != 0 else 0
        m[i] = keep * m[i] + new * move * move
        v[i], m[i] = 0 if v[i] < least else v[i], 0 if m[i] < least else m[i]
        w[i] -= rate * move


@public(_moves("wgmv", t=None, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7))
def adamax_step(
    w: ArrayLike, g: ArrayLike, m: ArrayLike, v: ArrayLike, t: int, lr: Number = 0.001, beta1: Number = 0.9,
    beta2: Number = 0.999, eps: Number = 1e-7,
) -> tuple[Array, Array, Array]:  # fmt: skip
    """One step of Adamax, w - lr m^ / (v + eps), with m^ = m / (1 - beta1^t) and v the largest slope of late.

    Before, m = beta1 m + (1 - beta1) g and v = max(beta2 v, |g|); returns (w, m, v), as new arrays. Law: no step is
    longer than about lr. All arrays have one shape; lr > 0, 0 <= beta < 1. Source: Kingma & Ba (2015), section 7.1.
    Raises TypeError for what is no number, ValueError for other shapes, t, lr, betas, and eps below 0.
    >>> w, m, v = adamax_step([1, 2], [3e-4, -500], [0, 0], [0, 0], 1)
    >>> w.round(4), v
    (array([0.999, 2.001]), array([3.e-04, 5.e+02]))
    """
    scale, least = w.dtype.type, np.finfo(w.dtype).tiny  # least: as in `adam_step`
    keep1, keep2, new1 = scale(beta1), scale(beta2), scale(1 - beta1)
    rate, small = scale(lr / (1 - beta1**t)), scale(eps)
    for i in range(w.shape[0]):
        m[i] = keep1 * m[i] + new1 * g[i]
        v[i] = max(keep2 * v[i], abs(g[i]))
        m[i], v[i] = 0 if abs(m[i]) < least else m[i], 0 if v[i] < least else v[i]
        w[i] -= rate * m[i] / (v[i] + small) if m[i] != 0 else 0


@public(_moves("wgmv", t=None, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-7))
def nadam_step(
    w: ArrayLike, g: ArrayLike, m: ArrayLike, v: ArrayLike, t: int, lr: Number = 0.001, beta1: Number = 0.9,
    beta2: Number = 0.999, eps: Number = 1e-7,
) -> tuple[Array, Array, Array]:  # fmt: skip
    """One step of Nadam, Adam with Nesterov's look ahead: w - lr m^ / (sqrt(v^) + eps).

    m and v are those of `adam_step`, v^ too. With u_t = beta1 (1 - 0.96^t / 2) and U_t their product up to t, m^ is
    u_{t+1} m / (1 - U_{t+1}) + (1 - u_t) g / (1 - U_t). Returns (w, m, v), as new arrays. Law: beta1 = beta2 = 0 steps
    by lr sign(g). All arrays have one shape; lr > 0, 0 <= beta < 1. Source: Dozat (2016), algorithm 2.
    Raises TypeError for what is no number, ValueError for other shapes, t, lr, betas, and eps below 0.
    >>> w, m, v = nadam_step([1, 2], [3, -500], [0, 0], [0, 0], 1, 0.1, 0, 0)
    >>> w.round(3)
    array([0.9, 2.1])
    """
    scale, least = w.dtype.type, np.finfo(w.dtype).tiny  # least: as in `adam_step`
    product, fall, now = 1.0, 1.0, 0.0
    for _ in range(t):
        fall *= 0.96
        now = beta1 * (1 - fall / 2)
        product = product * now if product > 1e-30 else 0.0
    ahead = beta1 * (1 - fall * 0.96 / 2)
    of_m, of_g = scale(lr * ahead / (1 - product * ahead)), scale(lr * (1 - now) / (1 - product))
    keep1, keep2, new1, new2 = scale(beta1), scale(beta2), scale(1 - beta1), scale(1 - beta2)
    unbias2, small = scale(1 / sqrt(1 - beta2**t)), scale(eps)
    for i in range(w.shape[0]):
        m[i] = keep1 * m[i] + new1 * g[i]
        v[i] = keep2 * v[i] + new2 * g[i] * g[i]
        m[i], v[i] = 0 if abs(m[i]) < least else m[i], 0 if v[i] < least else v[i]
        move = of_m * m[i] + of_g * g[i]
        w[i] -= move / (sqrt(v[i]) * unbias2 + small) if move != 0 else 0


def lr_schedule(
    lr0: Number,
    epoch: Number,
    kind: str = "step",
    every: int = 10,
    factor: Number = 0.5,
    epochs: int = 100,
    lr_end: Number = 0.0,
) -> float:
    """The learning rate of an epoch, from 0: lr0 factor^(epoch // every), or from lr0 to lr_end on half a cosine.

    kind "step" falls by `factor` after every `every` epochs. kind "cosine" is
    lr_end + (lr0 - lr_end) (1 + cos(pi epoch / epochs)) / 2: lr0 in epoch 0, lr_end in epoch `epochs` and after.
    Source of the cosine: Loshchilov & Hutter (2017), SGDR, equation 5.
    Raises TypeError for what is no number, ValueError for another kind and for a rate that is no finite number.
    >>> lr_schedule(0.1, 10), lr_schedule(0.1, 50, "cosine")
    (0.05, 0.05)
    """
    lr0 = positive_number("lr0", lr0)
    epoch = between("epoch", epoch, 0, MOST)
    one_of("kind", kind, ("step", "cosine"), tr("'step' or 'cosine'"))
    if kind == "step":
        return _falling(
            lr0, positive_number("factor", factor), epoch // positive_int("every", every)
        )
    share = min(epoch / positive_int("epochs", epochs), 1)
    lr_end = between("lr_end", lr_end, 0, np.finfo(np.float64).max)
    return lr_end + (lr0 - lr_end) * (1 + cos(pi * share)) / 2


def _falling(lr0, factor, times):
    try:
        return lr0 * factor**times
    except OverflowError:
        raise ValueError(
            tr(
                "factor is {factor}; after {times:g} times the rate is no number",
                factor=factor,
                times=times,
            )
        ) from None


def critical_learning_rate(X: ArrayLike) -> float:
    """The learning rate from which descent on a mean squared error diverges, 2 / lambda_max of (2 / n) X^T X.

    For J = mean((X w - y)^2) over the n rows of X (n, d); a bias is a column of ones. Along each eigenvector of the
    curvature (2 / n) X^T X a step multiplies the error by 1 - lr lambda, whose size must stay below 1. X of zeros has
    no limit: inf. Raises TypeError for what is no number, ValueError for NaN, inf, other shapes, and n = 0.
    >>> round(critical_learning_rate([[1, 0], [0, 2]]), 4)
    0.5
    """
    X = as_floats("X", X, 2)
    not_empty("X", X)
    all_finite("X", X)
    curvature = 2 / len(X) * np.linalg.norm(X, 2) ** 2  # the largest singular value of X, squared
    return float(2 / curvature) if curvature > 0 else np.inf
