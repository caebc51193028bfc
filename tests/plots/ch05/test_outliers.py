"""What one outlier can do: the tug of war on one number, and a line with one point dragged away."""

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.special import huber as scipy_huber

from nnlib import plots
from nnlib.plots.ch05 import outliers

TRUTH = {
    "mse": lambda e, d: e**2,
    "mae": lambda e, d: np.abs(e),
    "huber": lambda e, d: scipy_huber(d, e),
}


def test_pulls_and_best_numbers():
    data = plots.TUG.data()
    assert data.pulls["mse"].round(9).tolist() == [-6, -2, 0, 4, 44]
    assert data.pulls["mae"].round(9).tolist() == [-1, -1, 0, 1, 1]
    assert data.pulls["huber"].round(9).tolist() == [-2, -1, 0, 2, 2]
    grid = np.linspace(0, 30, 300_001)
    for name, best in data.best.items():
        total = sum(TRUTH[name](grid - t, data.delta) for t in data.targets)
        assert best == pytest.approx(grid[total.argmin()], abs=1e-4)


@pytest.mark.parametrize(("height", "delta"), [(20.0, 1.0), (-10.0, 0.5), (7.0, 3.0), (30.0, 10.0)])
def test_the_lines_are_the_best_ones(height, delta):
    data = plots.OUTLIER.data(height, delta)
    A = np.column_stack([outliers.X_LINE, np.ones(10)])
    for name, line in data.lines.items():

        def cost(w, name=name):
            return TRUTH[name](A @ w - data.y, delta).sum()

        fine = {"xatol": 1e-9, "fatol": 1e-12, "maxiter": 4000}
        found = minimize(cost, line + 0.01, method="Nelder-Mead", options=fine)
        assert cost(line) <= found.fun + 1e-6


def test_an_outlier_pulls_the_line_of_mse_alone_without_end():
    far, further = plots.OUTLIER.data(15.0), plots.OUTLIER.data(30.0)
    assert further.slope("mse") - far.slope("mse") > 0.5
    assert [further.slope(n) for n in ("mae", "huber")] == pytest.approx(
        [far.slope(n) for n in ("mae", "huber")]
    )
