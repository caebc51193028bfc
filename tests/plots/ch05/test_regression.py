"""Regression losses: how much an error costs, how hard it pulls, and where Huber's parabola ends."""

import numpy as np
import pytest

import nnlib
from nnlib import plots
from nnlib.plots.ch05 import costs


def test_the_readers_losses_lie_on_top_of_the_books_and_are_named():
    mine = {"mae": lambda P, T: float(np.mean((P - T) ** 4)), "mse_grad": nnlib.mse_grad}
    data = plots.REGRESSION.data(functions=mine)
    assert set(data.yours) == {"mae"} and data.credit == "Computed with your mae."
    cost, slope = data.yours["mae"]
    np.testing.assert_allclose(cost, costs.ERRORS**4, atol=1e-9)
    np.testing.assert_allclose(
        slope, 4 * costs.ERRORS**3, atol=1e-4
    )  # measured: there is no gradient
    assert "by MAE: 81 with slope 108" in plots.REGRESSION.words(data)
    book = [line for line in plots.REGRESSION.paint(data).axes[0].lines if line.get_linewidth() > 5]
    np.testing.assert_allclose(book[0].get_ydata(), np.abs(costs.ERRORS))


def test_a_readers_gradient_is_what_is_drawn():
    wrong = {"huber": nnlib.huber, "huber_grad": lambda P, T, d: 2 * nnlib.huber_grad(P, T, d)}
    data = plots.JOINTS.data(delta=1.5, functions=wrong)
    assert data.joint == (1.125, 3.0) and data.own and "your huber_grad" in plots.JOINTS.words(data)


def test_the_joint_is_where_both_pieces_meet():
    for delta in (0.1, 1.0, 3.3):
        data = plots.JOINTS.data(delta)
        assert data.joint == pytest.approx((delta**2 / 2, delta))
    assert "An error of 3 costs 3.375" in plots.JOINTS.words(plots.JOINTS.data(1.5))
