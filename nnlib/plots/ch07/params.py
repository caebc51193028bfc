"""Random networks and one step on them: what the figures of gradients share."""

import numpy as np

from nnlib.initializers import init_weights


def start(sizes, rng: np.random.Generator, kind: str = "xavier", scale: float = 1.0):
    """Weights for these widths, `scale` times as large as `kind` draws them, and zero biases."""
    pairs = zip(sizes[:-1], sizes[1:], strict=True)
    return [(scale * init_weights(a, b, kind, rng), np.zeros(b)) for a, b in pairs]


def moved(params, grads, lr):
    """The parameters after one step down."""
    return [(W - lr * dW, b - lr * db) for (W, b), (dW, db) in zip(params, grads, strict=True)]
