"""Initializers: where training starts."""

import numpy as np

from nnlib.gates import generator, positive_int


def he(fan_in, fan_out, rng):
    """Weights (fan_in, fan_out) from a normal distribution of variance 2 / fan_in.

    ReLU halves the second moment of what passes; the 2 makes up for it. Source: He et al. (2015), section 2.2.
    """
    return rng.normal(0, np.sqrt(2 / fan_in), (fan_in, fan_out))


def xavier(fan_in, fan_out, rng):
    """Weights (fan_in, fan_out) from a normal distribution of variance 2 / (fan_in + fan_out), for tanh and sigmoid.

    Between 1 / fan_in, which keeps the variance on the way forward, and 1 / fan_out, which keeps it on the way back.
    Source: Glorot & Bengio (2010), equation 12 (who draw from a uniform distribution of that variance).
    """
    return rng.normal(0, np.sqrt(2 / (fan_in + fan_out)), (fan_in, fan_out))


def zeros(fan_in, fan_out, rng):
    """Weights (fan_in, fan_out) of 0: the units of a layer then stay alike, so it is for biases and single neurons."""
    return np.zeros((fan_in, fan_out))


KINDS = {"zeros": zeros, "xavier": xavier, "glorot": xavier, "he": he}


def init_weights(fan_in, fan_out, kind, rng):
    """First weights W (fan_in, fan_out), float64: kind "he", "xavier" (also called "glorot"), or "zeros".

    Variances 2 / fan_in, 2 / (fan_in + fan_out), and 0; column j goes into unit j. Raises ValueError for another kind.
    """
    fan_in, fan_out = positive_int("fan_in", fan_in), positive_int("fan_out", fan_out)
    if kind not in KINDS:
        raise ValueError(f"kind is {kind!r}; wanted one of {', '.join(KINDS)}")
    return KINDS[kind](fan_in, fan_out, generator("rng", rng))
