"""Where training starts."""

import numpy as np
import pytest

from nnlib import he, init_weights, sigmoid, sigmoid_backward, steady_scale, xavier
from nnlib.initializers import he as he_in_its_file


@pytest.mark.parametrize(("fan_in", "fan_out"), [(200, 50), (50, 200)])
def test_he_has_variance_2_over_fan_in(fan_in, fan_out):
    W = he(fan_in, fan_out, np.random.default_rng(0))
    n = W.size
    assert W.shape == (fan_in, fan_out)
    assert abs(W.mean()) < 4 * np.sqrt(2 / fan_in / n)
    assert W.var() == pytest.approx(2 / fan_in, rel=4 * np.sqrt(2 / n))  # four standard errors


def test_relu_keeps_the_second_moment():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(2000, 100))
    for _ in range(5):
        x = np.maximum(x @ he(100, 100, rng), 0)
    assert np.mean(x**2) == pytest.approx(1, rel=0.3)


def test_a_seed_decides():
    assert he is he_in_its_file
    first, again, other = (he(3, 4, np.random.default_rng(seed)) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)


def test_every_kind_has_its_spread():
    rng, n = np.random.default_rng(0), 200 * 50
    for kind, variance in [("he", 2 / 200), ("xavier", 2 / 250), ("glorot", 2 / 250)]:
        W = init_weights(200, 50, kind, rng)
        assert W.shape == (200, 50) and W.dtype == np.float64
        assert W.var() == pytest.approx(variance, rel=4 * np.sqrt(2 / n))
        assert abs(W.mean()) < 4 * np.sqrt(variance / n)
    zeros = init_weights(3, 2, "zeros", rng)
    assert zeros.shape == (3, 2) and not zeros.any()


def test_one_algorithm_under_its_names():
    for kind, function in [("he", he), ("xavier", xavier), ("glorot", xavier)]:
        got = init_weights(4, 3, kind, np.random.default_rng(7))
        np.testing.assert_array_equal(got, function(4, 3, np.random.default_rng(7)))


def test_xavier_keeps_the_variance_through_narrow_and_wide_layers():
    rng = np.random.default_rng(0)
    x = rng.normal(size=(2000, 100))
    for fan_in, fan_out in [(100, 100)] * 5:
        x = x @ init_weights(fan_in, fan_out, "xavier", rng)
    assert x.var() == pytest.approx(1, rel=0.3)


def test_first_weights_that_cannot_be_are_refused():
    rng = np.random.default_rng(0)
    with pytest.raises(ValueError, match="kind is 'best'; wanted one of zeros, xavier, glorot, he"):
        init_weights(2, 3, "best", rng)
    with pytest.raises(ValueError, match="fan_in is 0"):
        init_weights(0, 3, "he", rng)
    with pytest.raises(TypeError, match="fan_out is 1.5"):
        init_weights(2, 1.5, "he", rng)
    with pytest.raises(TypeError, match="rng is None"):
        init_weights(2, 3, "zeros", None)


@pytest.mark.parametrize("depth", [10, 20])
def test_at_the_steady_scale_sigmoids_neither_lose_nor_blow_up_the_gradient(depth):
    def ratio(scale, rng):
        outputs = [rng.normal(size=(64, 64))]
        weights = rng.normal(0, scale / 8, (depth, 64, 64))
        for W in weights:
            outputs.append(sigmoid(outputs[-1] @ W))
        upstream, sizes = rng.normal(size=(64, 64)), []
        for W, below, a in zip(weights[::-1], outputs[-2::-1], outputs[::-1]):
            dz = sigmoid_backward(upstream, a)
            sizes.append(np.linalg.norm(below.T @ dz))
            upstream = dz @ W.T
        return sizes[-1] / sizes[0]

    def middle(scale):
        return np.median([ratio(scale, np.random.default_rng(seed)) for seed in range(20, 35)])

    assert middle(8.0) < 0.5 < middle(steady_scale()) < 2 < middle(13.0)
