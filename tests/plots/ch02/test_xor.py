"""XOR and one line: the plane, the best line, the four inequalities."""

import itertools

import numpy as np
import pytest

from nnlib import plots
from nnlib.plots.ch02 import xor


def test_no_line_of_a_fine_grid_gets_four_and_the_record_is_kept():
    grid = np.arange(-2, 2.05, 0.2)
    counts = {int(xor.attempt_data(*wb).right.sum()) for wb in itertools.product(grid, repeat=3)}
    assert counts == {1, 2, 3}
    figure = plots.best_line()
    figure.set(w1=1.0, w2=1.0, b=-0.5)
    assert "3 of 4 right, 11 wrong. Your record: 3 of 4." in figure.words
    figure.set(w1=0.5, w2=0.5, b=-2.0)
    assert "2 of 4 right, 01 and 10 wrong. Your record: 3 of 4." in figure.words
    assert "record: 2 of 4" in plots.best_line().words


def test_a_widget_forgets_the_record_of_another():
    first, second = plots.best_line(), plots.best_line()
    first.set(w1=1.0, w2=1.0, b=-0.5)
    second.set(b=0.4)
    assert "record: 3" in first.words and "record: 2" in second.words


def test_the_middle_of_the_square_is_the_middle_of_both_diagonals():
    data = xor.sums_data(1.7, -0.4, 0.3)
    z00, z01, z10, z11 = data.corners
    assert data.middle == pytest.approx((z00 + z11) / 2) == pytest.approx((z01 + z10) / 2)
