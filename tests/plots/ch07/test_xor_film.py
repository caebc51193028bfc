"""A symmetric start that never parts, and XOR learned step by step."""

import numpy as np
import pytest

import nnlib
from nnlib import plots
from nnlib.plots.ch07 import params as params_figures
from nnlib.plots.ch07 import xor_film

X, Y = nnlib.logic_gate("xor")


def test_units_that_start_alike_stay_alike_and_others_learn():
    data = plots.SYMMETRY.data()
    assert np.ptp(data.weights["all alike"], axis=1).max() == 0 == data.zero
    assert np.ptp(data.weights["random"], axis=1).min() > 0
    assert data.losses["random"][-1] < 0.02 < 0.4 < data.losses["all alike"][-1]
    assert len(data.losses["random"]) == 401


def test_the_film_follows_the_gradients_it_is_given():
    scene = plots.XOR_FILM.data(step=300)
    assert scene.right == 4 and scene.losses[-1] < 0.03
    params = params_figures.start([2, 2, 2], np.random.default_rng(0), scale=1.5)
    for _ in range(300):
        params = params_figures.moved(params, nnlib.two_layer_grads(params, X, Y, "tanh"), 0.5)
    Z, cache = nnlib.mlp_forward(X, params, ["tanh", "identity"])
    np.testing.assert_allclose(scene.hidden, cache[0][1])
    assert scene.losses[-1] == pytest.approx(nnlib.softmax_cross_entropy(Z, Y))

    def mine(params, X, y, act):
        return [(0 * W, 0 * b) for W, b in params]

    stuck = plots.XOR_FILM.data(step=300, grads=mine)
    assert np.ptp(stuck.losses) == 0 and "by your two_layer_grads" in plots.XOR_FILM.words(stuck)


def test_the_pull_is_where_the_loss_falls():
    scene = plots.XOR_FILM.data(step=40, seed=3)
    params = xor_film._film(3, nnlib.two_layer_grads)[0][40]

    def loss(hidden):
        return nnlib.softmax_cross_entropy(nnlib.affine_forward(hidden, *params[1]), Y)

    measured = nnlib.numerical_gradient(loss, scene.hidden)
    np.testing.assert_allclose(scene.pull, -measured, atol=1e-8)
