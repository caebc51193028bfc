"""Initializers: where training starts."""

from __future__ import annotations

import numpy as np

from nnlib.core.arguments import generator, one_of, positive_int, room_for
from nnlib.core.types import Array, Rng


def he(n_in: int, n_out: int, rng: Rng) -> Array:
    """Weights (n_in, n_out), float64, from a normal distribution of mean 0 and variance 2 / n_in.

    ReLU halves the second moment of what passes; the 2 makes up for it. Source: He et al. (2015), section 2.2.
    Raises TypeError where rng is no np.random.Generator, ValueError where n_in or n_out is below 1.
    >>> W = he(800, 100, np.random.default_rng(0))
    >>> W.shape, round(float(W.std()), 2)
    ((800, 100), 0.05)
    """
    shape = _shape(n_in, n_out)
    return generator("rng", rng).normal(0, np.sqrt(2 / shape[0]), shape)


def xavier(n_in: int, n_out: int, rng: Rng) -> Array:
    """Weights (n_in, n_out), float64, from a normal distribution of variance 2 / (n_in + n_out): for tanh and sigmoid.

    Between 1 / n_in, which keeps the variance on the way forward, and 1 / n_out, which keeps it on the way back.
    Source: Glorot & Bengio (2010), equation 12 (who draw from a uniform distribution of that variance).
    Raises TypeError where rng is no np.random.Generator, ValueError where n_in or n_out is below 1.
    >>> W = xavier(100, 700, np.random.default_rng(0))
    >>> W.shape, round(float(W.std()), 2)
    ((100, 700), 0.05)
    """
    shape = _shape(n_in, n_out)
    return generator("rng", rng).normal(0, np.sqrt(2 / sum(shape)), shape)


def zeros(n_in: int, n_out: int, rng: Rng) -> Array:
    """Weights (n_in, n_out) of 0: the units of a layer then stay alike, so it is for biases and single neurons."""
    return np.zeros(_shape(n_in, n_out))


def _shape(n_in, n_out):
    n_in, n_out = positive_int("n_in", n_in), positive_int("n_out", n_out)
    room_for("W", n_in, n_out)
    return n_in, n_out


KINDS = {"zeros": zeros, "xavier": xavier, "glorot": xavier, "he": he}


def init_weights(fan_in: int, fan_out: int, kind: str, rng: Rng) -> Array:
    """First weights W (fan_in, fan_out), float64: kind "he", "xavier" (also called "glorot"), or "zeros".

    Variances 2 / fan_in, 2 / (fan_in + fan_out), and 0; column j goes into unit j.
    Raises TypeError where rng is no np.random.Generator, ValueError for another kind and where a fan is below 1.
    >>> init_weights(3, 2, "zeros", np.random.default_rng(0)).shape
    (3, 2)
    """
    fan_in, fan_out = positive_int("fan_in", fan_in), positive_int("fan_out", fan_out)
    one_of("kind", kind, KINDS)
    return KINDS[kind](fan_in, fan_out, generator("rng", rng))


def steady_scale() -> float:
    """A weight scale s, for weights of standard deviation s / sqrt(n_in), at which deep sigmoids pass the gradient on.

    Without biases, in layers of 64 units: the first layer's gradient is then about as large as the last one's, in ten
    layers and in twenty. It was found by trying; chapter 3 of the book shows how.
    >>> steady_scale()
    10.2
    """
    return 10.2
