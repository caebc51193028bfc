"""Initializers: where a layer's weights start, by name, as an object with its numbers, or as one's own function."""

from collections.abc import Callable
from math import sqrt
from typing import Any

import numpy as np

from nnlib.core.words import tr
from nnlib.engine.slots import nearest
from nnlib.initializers import he, xavier, zeros

Initializer = Callable[[int, int, np.random.Generator], Any]
tr("A function (n_in, n_out, rng) that draws the first weights (n_in, n_out) of a layer.")


SMALL = 0.05  # the spread of Keras's "normal" and "uniform", whatever the layer's width


def uniform(n_in: int, n_out: int, rng: np.random.Generator, variance: float) -> np.ndarray:
    """Weights (n_in, n_out) from a uniform distribution of this variance: from -sqrt(3 variance) to that.

    >>> W = uniform(200, 100, np.random.default_rng(0), variance=3.0)
    >>> bool(np.abs(W).max() <= 3), round(float(W.var()), 1)
    (True, 3.0)
    """
    most = sqrt(3) * sqrt(variance)
    return rng.uniform(-most, most, (n_in, n_out))


INITIALIZERS: dict[str, Initializer] = {
    "zeros": zeros,
    "zero": zeros,
    "one": lambda n_in, n_out, rng: np.ones((n_in, n_out)),
    "ones": lambda n_in, n_out, rng: np.ones((n_in, n_out)),
    "normal": lambda n_in, n_out, rng: rng.normal(0, SMALL, (n_in, n_out)),
    "random_normal": lambda n_in, n_out, rng: rng.normal(0, SMALL, (n_in, n_out)),
    "uniform": lambda n_in, n_out, rng: rng.uniform(-SMALL, SMALL, (n_in, n_out)),
    "random_uniform": lambda n_in, n_out, rng: rng.uniform(-SMALL, SMALL, (n_in, n_out)),
    "he": he,
    "he_normal": he,
    "he_uniform": lambda n_in, n_out, rng: uniform(n_in, n_out, rng, 2 / n_in),
    "xavier": xavier,
    "glorot": xavier,
    "glorot_normal": xavier,
    "glorot_uniform": lambda n_in, n_out, rng: uniform(n_in, n_out, rng, 2 / (n_in + n_out)),
    "lecun_normal": lambda n_in, n_out, rng: he(n_in, n_out, rng) / sqrt(2),
    "lecun_uniform": lambda n_in, n_out, rng: uniform(n_in, n_out, rng, 2 / n_in) / sqrt(2),
}


NORMAL_CUT = 0.87962566103423978  # the spread of a standard normal without what is beyond -2 and 2


def truncated(rng: np.random.Generator, spread: float, shape: tuple[int, int]) -> np.ndarray:
    """Normal numbers of mean 0, those beyond twice `spread` drawn anew; they then spread by 0.88 times `spread`.

    >>> W = truncated(np.random.default_rng(0), 1.0, (300, 300))
    >>> bool(np.abs(W).max() <= 2), round(float(W.std()), 2)
    (True, 0.88)
    """
    W = rng.normal(0, spread, shape)
    while (far := np.abs(W) > 2 * spread).any():
        W[far] = rng.normal(0, spread, far.sum())
    return W


class Draw:
    """An initializer with its numbers: what `draw(n_in, n_out, rng)` gives. With a `seed` it gives the same each time.

    >>> ones = Draw(lambda n_in, n_out, rng: np.ones((n_in, n_out)))
    >>> ones(1, 2, np.random.default_rng(0)).tolist()
    [[1.0, 1.0]]
    """

    def __init__(self, draw: Initializer, seed: int | None = None) -> None:
        self.draw, self.seed = draw, seed
        if seed is not None:
            np.random.default_rng(seed)  # raises for what is no seed

    def __call__(self, n_in: int, n_out: int, rng: np.random.Generator) -> np.ndarray:
        own = rng if self.seed is None else np.random.default_rng(self.seed)
        return self.draw(n_in, n_out, own)


def scaled(scale: float, mode: str, distribution: str) -> Initializer:
    """Weights of variance scale / fan; `mode` says which fan, `distribution` from which law. ValueError for others.

    >>> W = scaled(2.0, "fan_avg", "uniform")(100, 300, np.random.default_rng(0))
    >>> round(float(W.var()), 3)
    0.01
    """
    fans = {"fan_in": (1, 0), "fan_out": (0, 1), "fan_avg": (0.5, 0.5)}
    of_in, of_out = fans[nearest("mode", mode, fans)]
    laws = ("normal", "truncated_normal", "untruncated_normal", "uniform")
    nearest("distribution", distribution, laws)

    def draw(n_in: int, n_out: int, rng: np.random.Generator) -> np.ndarray:
        variance = scale / (of_in * n_in + of_out * n_out)
        if distribution == "uniform":
            return uniform(n_in, n_out, rng, variance)
        if distribution == "untruncated_normal":
            return rng.normal(0, sqrt(variance), (n_in, n_out))
        return truncated(rng, sqrt(variance) / NORMAL_CUT, (n_in, n_out))

    return draw


def initializer_of(initializer: str | Initializer) -> Initializer:
    """The initializer of this name, or the function that was given. Raises ValueError for an unknown name.

    >>> initializer_of("zeros")(2, 1, np.random.default_rng(0)).tolist()
    [[0.0], [0.0]]
    """
    if callable(initializer):
        return initializer
    return INITIALIZERS[nearest("initializer", initializer, INITIALIZERS)]


def first_biases(initializer: str | Initializer, n: int, rng: np.random.Generator) -> np.ndarray:
    """The first biases (n,): for them an initializer sees n numbers in and n out, as in Keras.

    >>> first_biases("ones", 2, np.random.default_rng(0)).tolist()
    [1.0, 1.0]
    """
    return np.asarray(initializer_of(initializer)(n, n, rng), np.float64)[0]
