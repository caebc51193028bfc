"""Curves through points: exact where they can be, and shorter with a penalty."""

import numpy as np

from nnlib.plots.ch10.polynomial import drawn, error, fitted


def test_a_curve_of_degree_seven_goes_through_eight_points_and_a_penalty_calms_it():
    x, y = drawn(8, 0.2, np.random.default_rng(0))
    assert error(fitted(x, y, 7), x, y) < 1e-9
    lengths = [np.sum(fitted(x, y, 7, lam)[1:] ** 2) for lam in (0, 0.01, 1)]
    assert lengths[0] > lengths[1] > lengths[2]


def test_the_penalty_leaves_the_constant_alone():
    x = np.linspace(-1, 1, 9)
    np.testing.assert_allclose(fitted(x, np.full(9, 5.0), 3, 1.0), [5, 0, 0, 0], atol=1e-12)
