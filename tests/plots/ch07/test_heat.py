"""The size of the gradients, layer by layer."""

from functools import partial

import numpy as np
import pytest

import nnlib
from nnlib import plots
from nnlib.plots.ch07 import heat as heat_figures
from nnlib.plots.ch07 import params as params_figures


def test_heat_is_the_size_of_a_measured_gradient():
    heat = plots.HEAT.data(hidden=2, scale=1.3, seed=4)
    digits, labels = nnlib.load_digits()
    params = params_figures.start([64, 20, 20, 10], np.random.default_rng(4), scale=1.3)

    def loss(layer, act, W):
        changed = [*params]
        changed[layer] = (W, params[layer][1])
        Z, _ = nnlib.mlp_forward(digits[:64], changed, [act, act, "identity"])
        return nnlib.softmax_cross_entropy(Z, labels[:64])

    for row, act in zip(heat.sizes, heat_figures.HEATED):
        for layer in (1, 2):
            measured = nnlib.numerical_gradient(partial(loss, layer, act), params[layer][0])
            assert row[layer] == pytest.approx(np.sqrt(np.mean(measured**2)), rel=1e-4)


def test_the_sigmoid_goes_dark_and_the_figure_says_whose_backward_it_is():
    heat = plots.HEAT.data()
    assert (
        heat.sizes[2, 0] < 1e-3 * heat.sizes[2, -1] and heat.sizes[1, 0] > 0.3 * heat.sizes[1, -1]
    )

    def mine(cache, params, dZ):
        return nnlib.mlp_backward(cache, params, 0 * dZ)

    spoiled = plots.HEAT.data(backward=mine)
    assert not spoiled.sizes.any() and "by your mlp_backward" in plots.HEAT.words(spoiled)
    assert "by the book's mlp_backward" in plots.HEAT.words(heat)
