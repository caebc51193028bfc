"""Networks of several depths and activations, trained on the same digits, several seeds each."""

import numpy as np

from nnlib import load_digits
from nnlib.plots.ch03 import race


def rng():
    return np.random.default_rng(0)


def test_the_race_is_fair_and_repeatable():
    X, y = load_digits()
    run = {"depths": (1,), "seeds": 2, "epochs": 2, "width": 8}
    first = race.race_data(X, y, rng(), activations=("relu", "relu"), **run)
    np.testing.assert_array_equal(first[0].accuracies, first[1].accuracies)
    (again,) = race.race_data(X, y, rng(), activations=("relu",), **run)
    np.testing.assert_array_equal(first[0].accuracies, again.accuracies)
    assert again.accuracies.shape == (1, 2) and len(set(again.accuracies[0])) == 2
    assert f"relu with 1 hidden layer: {100 * again.accuracies.mean():.1f}%" in race.read_race(
        [again]
    )
    assert race.paint_race([again]).axes
