"""Initializers: the spread of the first weights."""

import numpy as np
import pytest

from nnlib import Dense, Input, Sequential, keras


@pytest.mark.parametrize(
    "kind, variance",
    [
        *(("he_normal", 2 / 300), ("he_uniform", 2 / 300), ("glorot_normal", 2 / 500)),
        *(
            ("glorot_uniform", 2 / 500),
            ("lecun_normal", 1 / 300),
            ("lecun_uniform", 1 / 300),
            ("zeros", 0),
        ),
    ],
)
def test_initialisers_by_name(kind, variance):
    model = Sequential([Input([300]), Dense(200, kernel_initializer=kind)], rng=0)
    W = model.get_weights()[0]
    assert np.var(W) == pytest.approx(variance, rel=0.03)
    if kind.endswith("uniform"):
        assert np.abs(W).max() <= np.sqrt(3 * variance) * 1.000001


def test_an_initialiser_of_ones_own():
    def ones(n_in, n_out, rng):
        return np.ones((n_in, n_out))

    assert np.array_equal(
        Sequential([Input([2]), Dense(3, kernel_initializer=ones)]).get_weights()[0],
        np.ones((2, 3)),
    )


@pytest.mark.parametrize(
    "make, mean, variance",
    [
        (lambda: keras.initializers.HeNormal(seed=3), 0, 2 / 300),
        (lambda: keras.initializers.GlorotUniform(seed=3), 0, 2 / 500),
        (lambda: keras.initializers.RandomNormal(0.5, 0.1, seed=3), 0.5, 0.01),
        (lambda: keras.initializers.RandomUniform(0.0, 0.6, seed=3), 0.3, 0.03),
        (lambda: keras.initializers.TruncatedNormal(stddev=1.0, seed=3), 0, 0.774),
        (lambda: keras.initializers.VarianceScaling(2.0, "fan_out", seed=3), 0, 2 / 200),
        (lambda: keras.initializers.VarianceScaling(2.0, "fan_avg", "uniform", seed=3), 0, 2 / 250),
        (
            lambda: keras.initializers.VarianceScaling(1.0, "fan_in", "untruncated_normal", 3),
            0,
            1 / 300,
        ),
        (lambda: keras.initializers.Constant(0.25), 0.25, 0),
        (lambda: keras.initializers.Ones(), 1, 0),
    ],
)
def test_initializer_objects_and_their_seeds(make, mean, variance):
    one, other = (
        Sequential([Input([300]), Dense(200, kernel_initializer=make())], rng=seed).get_weights()[0]
        for seed in (0, 1)
    )
    np.testing.assert_array_equal(one, other)  # the seed is the initializer's own
    assert one.mean() == pytest.approx(mean, abs=0.01)
    assert one.var() == pytest.approx(variance, rel=0.03)


def test_without_a_seed_the_model_draws():
    draw = keras.initializers.RandomNormal()
    layers = [Dense(20, kernel_initializer=draw), Dense(20, kernel_initializer=draw)]
    first, _, second, _ = Sequential([Input([20]), *layers], rng=0).get_weights()
    assert not np.array_equal(first, second)


@pytest.mark.parametrize(
    "make, complaint",
    [
        (lambda: keras.initializers.VarianceScaling(mode="fan"), "did you mean 'fan_in'?"),
        (
            lambda: keras.initializers.VarianceScaling(distribution="norml"),
            "did you mean 'normal'?",
        ),
        (
            lambda: keras.initializers.RandomNormal(stddev=0),
            "stddev is 0; wanted a positive number",
        ),
        (lambda: keras.initializers.HeNormal(seed=-1), "non-negative"),
    ],
)
def test_initializers_that_cannot_be(make, complaint):
    with pytest.raises(ValueError) as error:
        make()
    assert complaint in str(error.value)
