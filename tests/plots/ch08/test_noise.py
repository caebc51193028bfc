"""How noisy a batch's gradient is: the cloud, the noise over the batch size, and the paths it leads to."""

import numpy as np
import pytest

import nnlib
from nnlib import plots
from nnlib.plots.ch08 import noise


def test_the_cloud_sits_around_the_gradient_and_is_as_noisy_as_the_formula_says():
    cloud = plots.CLOUD.data(B=25, draws=4000)
    X, y = noise.two_clouds(np.random.default_rng(0))
    _, dw, db = nnlib.logistic_loss_and_grads(X, y, np.array([-0.5]), 0.3)
    np.testing.assert_allclose(cloud.full, [*dw, db])
    np.testing.assert_allclose(cloud.drawn.mean(axis=0), cloud.full, atol=4 * cloud.law / 4000**0.5)
    assert cloud.spread == pytest.approx(cloud.law, rel=0.05)


def test_a_batch_of_all_examples_has_no_noise_and_one_of_one_points_the_wrong_way_at_times():
    whole, single = plots.CLOUD.data(B=1000), plots.CLOUD.data(B=1)
    assert whole.law == 0 and whole.spread < 1e-12 and whole.angle < 1e-3
    assert np.any(single.drawn @ single.full < 0), "a step that makes the whole loss worse"


def test_noise_falls_with_the_root_of_the_batch_and_faster_near_the_end():
    data = plots.NOISE.data(np.random.default_rng(3), draws=1500)
    np.testing.assert_allclose(data["measured"], data["law"], rtol=0.1)
    at = dict(zip(data["sizes"], data["law"]))
    assert at[1] / at[4] == pytest.approx(2, rel=0.01) and at[990] < 0.12 * data["simple"][-1]


def test_the_smaller_the_batch_the_longer_the_way_for_the_same_updates():
    data = plots.PATHS.data(np.random.default_rng(1))
    ways = [np.linalg.norm(np.diff(w.steps, axis=0), axis=1).sum() for w in data["walks"]]
    assert ways[0] > 2 * ways[1] > 2 * ways[2] and all(len(w.steps) == 61 for w in data["walks"])
