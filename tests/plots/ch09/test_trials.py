"""The measured claims: their arithmetic is the library's, and what the words say is in the numbers."""

from functools import partial

import numpy as np
import pytest

from nnlib import plots
from nnlib.gradcheck import numerical_gradient
from nnlib.plots.ch09 import trials


def test_the_slopes_of_the_xor_networks_are_measured_slopes():
    rng = np.random.default_rng(0)
    params = [rng.normal(0, 1, shape) for shape in ((1, 2, 2), (1, 1, 2), (1, 2, 1), (1, 1, 1))]
    _, grads = trials._slopes(params)

    def loss(i, array):
        z, _ = trials._slopes([array if k == i else p for k, p in enumerate(params)])
        return np.mean(np.logaddexp(0, z) - trials.XOR[:, None] * z)

    for i, g in enumerate(grads):
        measured = numerical_gradient(partial(loss, i), params[i])
        np.testing.assert_allclose(g, measured, atol=1e-7)


def test_more_steps_teach_more_networks_and_never_all():
    few, many = (trials.learned("descent", 0.5, 40, steps) for steps in (20, 500))
    assert few < many < 0.9


def test_good_rates_are_those_near_the_best():
    rates = np.array([0.1, 0.2, 0.4, 0.8])
    accuracies = np.array([[0.5], [0.95], [0.96], [0.1]])
    assert trials.good_rates(rates, accuracies).tolist() == [0.2, 0.4]


def test_noise_leaves_a_constant_rate_at_its_floor():
    found = plots.FALLING_RATES.data(walks=4000)
    # the mean height at rest, half of rate / (2 - rate), for curvature 1 and noise 1
    assert found["constant 0.3"][-1] == pytest.approx(0.3 / (2 - 0.3) / 2, rel=0.1)
    assert found["cosine"][-1] < found["constant 0.3"][-1] / 5


def test_the_sweep_has_a_mark_for_every_rate_and_seed():
    rates, found = plots.RATE_SWEEP.data(seeds=2, epochs=1, rates=(0.01, 3.0))
    assert len(rates) == 2 and all(a.shape == (2, 2) for a in found.values())
    assert all(0 <= a.min() <= a.max() <= 1 for a in found.values())
