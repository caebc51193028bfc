"""Seeds: what a model draws from that was given no generator."""

import random

import numpy as np

from nnlib.core.arguments import whole_number

_given: list[np.random.SeedSequence] = []  # none, or the one of set_random_seed


def set_random_seed(seed: int) -> None:
    """Seed the models made from now on without an rng of their own, and `random` and `np.random` too, as Keras does.

    Each next model gets another seed, `model.seed`, and a program that runs again gets the same ones. Raises
    ValueError or TypeError for what is no whole number from 0 on.

    >>> from nnlib import Sequential
    >>> set_random_seed(42)
    >>> first, second = Sequential().seed, Sequential().seed
    >>> set_random_seed(42)
    >>> first == Sequential().seed, first == second
    (True, False)
    >>> _given.clear()
    """
    seed = whole_number("seed", seed)
    random.seed(seed)
    np.random.seed(seed)  # noqa: NPY002 - programs written for Keras draw their data from it
    _given[:] = [np.random.SeedSequence(seed)]


def fresh() -> int:
    """A seed for one more model: from the system, or the next after `set_random_seed`.

    >>> fresh() == fresh()
    False
    """
    if not _given:
        return np.random.SeedSequence().entropy
    return int(_given[0].spawn(1)[0].generate_state(1, np.uint64)[0])
