"""First weights: which keep the signal, and that the gradient measured is a gradient."""

import numpy as np
import pytest

from nnlib import plots
from nnlib.plots.ch09 import layers as module


@pytest.mark.parametrize(("activation", "kind"), [("relu", "he"), ("tanh", "xavier")])
def test_the_kind_for_an_activation_keeps_spread_and_gradient(activation, kind):
    spread, back = plots.FIRST_WEIGHTS.data(activation)[1][kind]
    assert 0.1 < spread[-1] / spread[0] < 10 and 0.1 < back[0] / back[-1] < 10


def test_weights_of_the_wrong_size_do_not():
    found = plots.FIRST_WEIGHTS.data("relu")[1]
    assert found["spread 0.01"][0][-1] < 1e-9 and found["spread 1"][0][-1] > 1e6


@pytest.mark.parametrize("name", module.FUNCTIONS)
def test_the_slopes_are_those_of_the_functions(name):
    forward, slope = module.FUNCTIONS[name]
    z = np.array([-1.3, -0.2, 0.4, 2.0])
    measured = (forward(z + 1e-6) - forward(z - 1e-6)) / 2e-6
    np.testing.assert_allclose(slope(forward(z)), measured, atol=1e-6)
