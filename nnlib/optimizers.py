"""Optimizers: one step each, on a flat vector of parameters, and how long the step should be.

A step's kernel moves its vector, and what it remembers from step to step, in place; its face returns new arrays.
"""

from math import cos, pi, sqrt

import numpy as np

from nnlib.gates import as_floats, between, not_empty, positive_int, positive_number
from nnlib.kernel import public


def _step_gate(name, arguments):
    theta, grads = (as_floats(key, arguments[key]) for key in ("params", "grads"))
    if theta.shape != grads.shape:
        raise ValueError(
            f"{name}: params {theta.shape} and grads {grads.shape} should have one shape"
        )
    moved = theta.copy()
    return (
        moved.reshape(-1),
        grads.reshape(-1).astype(theta.dtype),
        float(arguments["lr"]),
    ), lambda: moved


def _step_linked(run, names):
    def step(params, grads, lr):
        moved = params.copy()
        run(moved, grads, lr)
        return moved

    return step


_step_gate.outputs, _step_gate.linked = 0, _step_linked


@public(_step_gate)
def gd_step(params, grads, lr):
    """One step of gradient descent, params - lr * grads, as a new array.

    lr is the learning rate, above 0. Inside the training loop the kernel moves its vector in place.
    """
    rate = params.dtype.type(lr)  # in the dtype of params: float32 would be slow beside float64
    for i in range(params.shape[0]):
        params[i] -= rate * grads[i]


def _memory_gate(name, arguments):
    """Gate of the steps with a memory: arrays of any one shape in the dtype of w, then numbers."""
    arrays = {key: as_floats(key, arguments[key]) for key in "wgmv" if key in arguments}
    if len({array.shape for array in arrays.values()}) > 1:
        given = ", ".join(f"{key} {array.shape}" for key, array in arrays.items())
        raise ValueError(f"{name} wants arrays of one shape; given: {given}")
    w = arrays["w"]
    fresh = {key: np.array(array, w.dtype, order="C") for key, array in arrays.items()}
    inputs = [fresh[key].reshape(-1) if key in fresh else v for key, v in arguments.items()]
    return inputs, lambda: tuple(fresh[key] for key in "wmv" if key in fresh)


def _momentum_gate(name, arguments):
    positive_number("lr", arguments["lr"])
    between("beta", arguments["beta"], 0, 1)
    return _memory_gate(name, arguments)


def _adam_gate(name, arguments):
    names, defaults = ("lr", "beta1", "beta2", "eps"), adam_step.kernel.python.__defaults__
    arguments = arguments | {k: arguments.get(k, d) for k, d in zip(names, defaults)}
    positive_int("t", arguments["t"])
    positive_number("lr", arguments["lr"])
    for key in ("beta1", "beta2"):
        if between(key, arguments[key], 0, 1) == 1:
            raise ValueError(f"{key} is 1; wanted less, so that something new comes in")
    between("eps", arguments["eps"], 0, np.inf)
    order = ("w", "g", "m", "v", "t", *names)
    return _memory_gate(name, {key: arguments[key] for key in order})


def _momentum_linked(run, names):
    def step(w, v, g, lr, beta):
        w, v = w.copy(), v.copy()
        run(w, v, g, lr, beta)
        return w, v

    return step


def _adam_linked(run, names):
    def step(w, g, m, v, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
        w, m, v = w.copy(), m.copy(), v.copy()
        run(w, g, m, v, t, lr, beta1, beta2, eps)
        return w, m, v

    return step


_momentum_gate.outputs, _momentum_gate.linked = 0, _momentum_linked
_adam_gate.outputs, _adam_gate.linked = 0, _adam_linked


@public(_momentum_gate)
def momentum_step(w, v, g, lr, beta):
    """One step with momentum, v = beta v - lr g, then w = w + v: (w, v), as new arrays.

    The velocity v starts at 0 and remembers; under a steady g it grows to lr / (1 - beta) g. Law: beta = 0 is
    `gd_step`. w, v, g have one shape; lr > 0, 0 <= beta <= 1. Source: Polyak (1964), the heavy ball.
    """
    scale, least = w.dtype.type, np.finfo(w.dtype).tiny  # least: as in `adam_step`
    keep, rate = scale(beta), scale(lr)
    for i in range(w.shape[0]):
        v[i] = keep * v[i] - rate * g[i]
        v[i] = 0 if abs(v[i]) < least else v[i]
        w[i] += v[i]


@public(_adam_gate)
def adam_step(w, g, m, v, t, lr=0.001, beta1=0.9, beta2=0.999, eps=1e-8):
    """One step of Adam, w - lr m^ / (sqrt(v^) + eps), with m^ = m / (1 - beta1^t) and v^ = v / (1 - beta2^t).

    Before, m = beta1 m + (1 - beta1) g and v = beta2 v + (1 - beta2) g^2; returns (w, m, v), as new arrays. m and v
    start at 0, t at 1. eps stands outside the root. Law: the first step is lr sign(g), whatever the size of g.
    w, g, m, v have one shape; lr > 0, 0 <= beta < 1. Source: Kingma & Ba (2015), algorithm 1.
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


def lr_schedule(lr0, epoch, kind="step", *, every=10, factor=0.5, epochs=100, lr_end=0.0):
    """The learning rate of an epoch, from 0: lr0 factor^(epoch // every), or from lr0 to lr_end on half a cosine.

    kind "step" falls by `factor` after every `every` epochs. kind "cosine" is
    lr_end + (lr0 - lr_end) (1 + cos(pi epoch / epochs)) / 2: lr0 in epoch 0, lr_end in epoch `epochs` and after.
    Raises ValueError for another kind. Source of the cosine: Loshchilov & Hutter (2017), SGDR, equation 5.
    """
    lr0 = positive_number("lr0", lr0)
    between("epoch", epoch, 0, np.inf)
    if kind not in ("step", "cosine"):
        raise ValueError(f"kind is {kind!r}; wanted 'step' or 'cosine'")
    if kind == "step":
        return lr0 * positive_number("factor", factor) ** (epoch // positive_int("every", every))
    share = min(epoch / positive_int("epochs", epochs), 1)
    return lr_end + (lr0 - lr_end) * (1 + cos(pi * share)) / 2


def critical_learning_rate(X):
    """The learning rate from which descent on a mean squared error diverges, 2 / lambda_max of (2 / n) X^T X.

    For J = mean((X w - y)^2) over the n rows of X (n, d); a bias is a column of ones. Along each eigenvector of the
    curvature (2 / n) X^T X a step multiplies the error by 1 - lr lambda, whose size must stay below 1. X of zeros has
    no limit: inf. Raises ValueError for n = 0.
    """
    X = as_floats("X", X, 2)
    not_empty("X", X)
    curvature = 2 / len(X) * np.linalg.norm(X, 2) ** 2  # the largest singular value of X, squared
    return float(2 / curvature) if curvature > 0 else np.inf
