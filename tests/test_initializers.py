"""Where training starts."""

import numpy as np
import pytest

from nnlib import he
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
