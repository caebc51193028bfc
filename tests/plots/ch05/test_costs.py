"""What an error costs and how hard it pulls, by the book's losses or the reader's own: what the figures here share."""

import numpy as np
import pytest
from scipy.special import huber as scipy_huber

from nnlib import plots
from nnlib.plots.ch05 import costs

TRUTH = {
    "mse": lambda e, d: e**2,
    "mae": lambda e, d: np.abs(e),
    "huber": lambda e, d: scipy_huber(d, e),
}


@pytest.mark.parametrize("delta", [0.5, 1.0, 2.5])
@pytest.mark.parametrize("name", costs.NAMES)
def test_what_an_error_costs_and_how_it_pulls(name, delta):
    cost, slope = plots.REGRESSION.data(delta=delta).book[name]
    e = costs.ERRORS
    np.testing.assert_allclose(cost, TRUTH[name](e, delta), atol=1e-12)
    away = (np.abs(e) > 1e-3) & (np.abs(np.abs(e) - delta) > 1e-3)
    measured = (TRUTH[name](e + 1e-6, delta) - TRUTH[name](e - 1e-6, delta)) / 2e-6
    np.testing.assert_allclose(slope[away], measured[away], atol=1e-5)
