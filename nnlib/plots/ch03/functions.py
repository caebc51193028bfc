"""The functions that figures draw: the book's, and on top of them the reader's own.

`functions` is a dictionary from a name of `nnlib.activations` to the reader's function of the same name and
parameters. Every function is handed two-dimensional arrays, as in the exercises.
"""

from collections.abc import Callable, Mapping
from functools import partial

import numpy as np

from nnlib import activations
from nnlib.gradcheck import central_difference

CURVES = ("identity", "step", "sigmoid", "tanh", "relu", "leaky_relu")


def pair(name: str, alpha: float = 0.1, functions: Mapping[str, Callable] | None = None):
    """The forward and the backward of that name, the reader's where given, leaky ones with alpha filled in."""
    given = functions or {}
    forward, backward = (
        given.get(key) or getattr(activations, key) for key in (name, f"{name}_backward")
    )
    if name == "leaky_relu":
        return partial(forward, alpha=alpha), partial(backward, alpha=alpha)
    return forward, backward


def is_yours(name: str, functions: Mapping[str, Callable] | None):
    """Whether the reader has given a function of that name, or its backward."""
    return bool({name, f"{name}_backward"} & set(functions or {}))


def curve(name: str, z, alpha: float = 0.1, functions: Mapping[str, Callable] | None = None):
    """Value and slope at each entry of z (n,): two arrays (n,), the slope as the backward of an upstream of ones.

    Where the reader has given a function without its backward, its slope is measured. A function that is still to be
    written (NotImplementedError) is drawn as nan, that is, not at all.
    """
    forward, backward = pair(name, alpha, functions)
    z = np.asarray(z, dtype=float)[None, :]
    value = _attempt(forward, z)
    if name in (functions or {}) and f"{name}_backward" not in functions:
        return value[0], _attempt(partial(central_difference, forward), z)[0]
    return value[0], _attempt(backward, np.ones_like(value), value)[0]


def _attempt(function, *arrays):
    try:
        return np.asarray(function(*arrays), dtype=float)
    except NotImplementedError:
        return np.full_like(arrays[0], np.nan)
