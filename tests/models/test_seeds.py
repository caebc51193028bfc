"""Seeds of models that are given no generator."""

import numpy as np
import pytest

from nnlib import Dense, Input, Sequential, keras
from nnlib.models import seeds


@pytest.fixture(autouse=True)
def afterwards(monkeypatch):
    monkeypatch.setattr(seeds, "_given", [])


def theta():
    return Sequential([Input([2]), Dense(3)]).theta


def test_a_program_that_runs_again_draws_the_same():
    keras.utils.set_random_seed(42)
    first, second, number = theta(), theta(), np.random.random()  # noqa: NPY002
    keras.utils.set_random_seed(42)
    assert np.array_equal(first, theta())
    assert np.array_equal(second, theta())
    assert number == np.random.random()  # noqa: NPY002
    assert not np.array_equal(first, second)


def test_a_model_with_a_seed_of_its_own_keeps_it():
    before = Sequential([Input([2]), Dense(3)], rng=1).theta
    keras.utils.set_random_seed(0)
    assert np.array_equal(before, Sequential([Input([2]), Dense(3)], rng=1).theta)


def test_what_is_no_seed():
    with pytest.raises((ValueError, TypeError), match="seed"):
        keras.utils.set_random_seed(-1)
