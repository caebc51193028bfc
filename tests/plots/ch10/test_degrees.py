"""Capacity against noise and the number of points, and more units than points."""

import numpy as np

from nnlib import plots
from nnlib.plots.ch10.degrees import best_degree


def test_noise_wants_few_degrees_and_its_absence_wants_many():
    assert best_degree(plots.CAPACITY.data()) == 3
    assert best_degree(plots.CAPACITY.data(noise=0.0)) == 11
    many = np.median(plots.CAPACITY.data(n=60).new, axis=0)
    assert best_degree(plots.CAPACITY.data(n=60)) == 5 and many[7] < 1.05 * many[5]


def test_the_error_falls_again_beyond_as_many_units_as_points():
    data = plots.DOUBLE_DESCENT.data()
    mid = np.median(data.new, axis=0)
    assert data.widths[mid.argmax()] in (20, 22) and mid[-1] < mid[data.widths < 20].min()
