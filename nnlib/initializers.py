"""Initializers: where training starts."""

import numpy as np


def he(fan_in, fan_out, rng):
    """Weights (fan_in, fan_out) from a normal distribution of variance 2 / fan_in.

    ReLU halves the second moment of what passes; the 2 makes up for it. Source: He et al. (2015), section 2.2.
    """
    return rng.normal(0, np.sqrt(2 / fan_in), (fan_in, fan_out))
