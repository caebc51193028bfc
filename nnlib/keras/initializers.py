"""The initializers by the names of Keras's classes; each gives what a layer takes: a name or an object."""

from typing import TYPE_CHECKING

import numpy as np

from nnlib.core.arguments import between, one_number, positive_number
from nnlib.keras.missing import only
from nnlib.models.deprecated import spelled
from nnlib.models.initializers import INITIALIZERS, Draw, scaled, truncated

__all__ = [
    "Constant", "GlorotNormal", "GlorotUniform", "HeNormal", "HeUniform", "LecunNormal", "LecunUniform", "Ones",
    "RandomNormal", "RandomUniform", "TruncatedNormal", "VarianceScaling", "Zeros",
]  # fmt: skip
if not TYPE_CHECKING:  # an editor sees which names there are; who runs this is told
    __getattr__, __dir__ = only(__name__, __all__)

FAR = 1e300  # two such ends still have a finite distance


def _named(name: str, seed: int | None) -> str | Draw:
    return name if seed is None else Draw(INITIALIZERS[name], seed)


@spelled()
def GlorotNormal(seed: int | None = None) -> str | Draw:
    """Normal numbers of variance 2 / (n_in + n_out); with a seed the same ones each time.

    >>> GlorotNormal()
    'glorot_normal'
    """
    return _named("glorot_normal", seed)


@spelled()
def GlorotUniform(seed: int | None = None) -> str | Draw:
    """Uniform numbers of variance 2 / (n_in + n_out); with a seed the same ones each time.

    >>> GlorotUniform()
    'glorot_uniform'
    """
    return _named("glorot_uniform", seed)


@spelled()
def HeNormal(seed: int | None = None) -> str | Draw:
    """Normal numbers of variance 2 / n_in; with a seed the same ones each time.

    >>> HeNormal()
    'he_normal'
    """
    return _named("he_normal", seed)


@spelled()
def HeUniform(seed: int | None = None) -> str | Draw:
    """Uniform numbers of variance 2 / n_in; with a seed the same ones each time.

    >>> HeUniform()
    'he_uniform'
    """
    return _named("he_uniform", seed)


@spelled()
def LecunNormal(seed: int | None = None) -> str | Draw:
    """Normal numbers of variance 1 / n_in; with a seed the same ones each time.

    >>> LecunNormal()
    'lecun_normal'
    """
    return _named("lecun_normal", seed)


@spelled()
def LecunUniform(seed: int | None = None) -> str | Draw:
    """Uniform numbers of variance 1 / n_in; with a seed the same ones each time.

    >>> LecunUniform()
    'lecun_uniform'
    """
    return _named("lecun_uniform", seed)


@spelled()
def Zeros() -> str:
    """Zeros.

    >>> Zeros()
    'zeros'
    """
    return "zeros"


@spelled()
def Ones() -> str:
    """Ones.

    >>> Ones()
    'ones'
    """
    return "ones"


@spelled()
def Constant(value: float = 0.0) -> Draw:
    """The same number everywhere.

    >>> Constant(2.0)(1, 2, np.random.default_rng(0)).tolist()
    [[2.0, 2.0]]
    """
    same = float(one_number("value", value))
    return Draw(lambda n_in, n_out, rng: np.full((n_in, n_out), same))


@spelled()
def RandomNormal(mean: float = 0.0, stddev: float = 0.05, seed: int | None = None) -> Draw:
    """Normal numbers of this mean and spread. Raises ValueError for a spread that is not above 0.

    >>> RandomNormal(seed=1)(2, 3, np.random.default_rng(0)).shape
    (2, 3)
    """
    spread = positive_number("stddev", stddev)
    return Draw(lambda n_in, n_out, rng: rng.normal(mean, spread, (n_in, n_out)), seed)


@spelled()
def TruncatedNormal(mean: float = 0.0, stddev: float = 0.05, seed: int | None = None) -> Draw:
    """Normal numbers, those further than twice the spread from the mean drawn anew.

    >>> bool((abs(TruncatedNormal()(20, 20, np.random.default_rng(0))) <= 0.1).all())
    True
    """
    spread = positive_number("stddev", stddev)
    return Draw(lambda n_in, n_out, rng: mean + truncated(rng, spread, (n_in, n_out)), seed)


@spelled()
def RandomUniform(minval: float = -0.05, maxval: float = 0.05, seed: int | None = None) -> Draw:
    """Uniform numbers from minval to maxval. Raises ValueError for ends that are not finite.

    >>> bool((RandomUniform(1.0, 2.0)(2, 3, np.random.default_rng(0)) >= 1).all())
    True
    """
    low, high = between("minval", minval, -FAR, FAR), between("maxval", maxval, -FAR, FAR)
    return Draw(lambda n_in, n_out, rng: rng.uniform(low, high, (n_in, n_out)), seed)


@spelled()
def VarianceScaling(
    scale: float = 1.0, mode: str = "fan_in", distribution: str = "truncated_normal", seed: int | None = None
) -> Draw:  # fmt: skip
    """Numbers of variance scale / fan: fan_in, fan_out, or their mean, fan_avg. Raises ValueError for other words.

    >>> VarianceScaling(2.0, "fan_avg", "uniform")(2, 3, np.random.default_rng(0)).shape
    (2, 3)
    """
    return Draw(scaled(positive_number("scale", scale), mode, distribution), seed)
