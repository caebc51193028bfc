"""What several exercises of chapter 2 share: cases, truths and words."""

import numpy as np

from nnlib.core.words import tr
from nnlib.grading.exercise import Misfit

XOR = np.array([0.0, 1.0, 1.0, 0.0])


def step(z):
    """1 where z >= 0, else 0."""
    return np.where(np.asarray(z) >= 0, 1.0, 0.0)


def eighths(rng, *shape):
    """Multiples of 1/8, none of them 0: sums of their products are exact, in float32 too."""
    return rng.integers(1, 17, shape) / 8 * rng.choice((-1.0, 1.0), shape)


def two_layers_of(result):
    """W1 (2, h), b1 (h,), W2 (h, 1), b2 (1,) as float arrays, for any number h of hidden units."""
    if not isinstance(result, (tuple, list)) or len(result) != 4:
        raise Misfit("wrong-type", tr("Return four arrays: W1, b1, W2, b2."))
    for name, value in zip(("W1", "b1", "W2", "b2"), result, strict=True):
        if type(value) is not np.ndarray or value.dtype.kind not in "fiu":
            raise Misfit(
                "wrong-type",
                tr("{name} is not a NumPy array of numbers. Return four arrays.", name=name),
            )
    W1, b1, W2, b2 = (np.array(value, dtype=np.float64) for value in result)
    h = W1.shape[-1] if W1.ndim else 0
    if h > 50:
        raise Misfit(
            "too-many-units", tr("W1 asks for {h} hidden units. A handful is enough.", h=h)
        )
    for name, value, wanted in (
        *(("W1", W1, (2, h)), ("b1", b1, (h,))),
        *(("W2", W2, (h, 1)), ("b2", b2, (1,))),
    ):
        if value.shape != wanted or not h:
            raise Misfit(
                "wrong-shape",
                tr(
                    "{name} has shape {shape}. For h hidden units the shapes are W1 (2, h), b1 (h,), W2 "
                    "(h, 1) and b2 (1,)",
                    name=name,
                    shape=value.shape,
                )
                + (tr(", and W1 says that h is {h}.", h=h) if h else "."),
            )
    if not all(np.isfinite(value).all() for value in (W1, b1, W2, b2)):
        raise Misfit(
            "not-finite", tr("One of your weights is nan or inf. Ordinary numbers will do.")
        )
    return W1, b1, W2, b2


def layers(W1, b1, W2, b2):
    """Four arrays; W2 written as one row, b2 as a number."""
    W1, b1, W2 = (np.array(v, dtype=np.float64) for v in (W1, b1, W2))
    return W1, b1, W2[:, None], np.array([float(b2)])


NAND_AND_OR = [[-1, 1], [-1, 1]], [1.5, -0.5]  # the hidden units NAND and OR
