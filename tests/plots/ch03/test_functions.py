"""The functions that figures draw: the book's, and on top of them the reader's own."""

import numpy as np

from nnlib import plots
from nnlib.plots.ch03 import dead, depth, functions


def test_without_a_backward_of_the_readers_the_slope_is_measured():
    _, slope = functions.curve("sigmoid", [-0.5, 0.5], functions={"sigmoid": lambda z: z**3})
    np.testing.assert_allclose(slope, 0.75, rtol=1e-6)


def test_readers_functions_get_rows_and_columns():
    seen = []

    def relu(z):
        seen.append(z.shape)
        return np.maximum(z, 0)

    plots.EXPLORER.data(function="relu", functions={"relu": relu})
    depth.depth_data(depth=2, activation="relu", functions={"relu": relu})
    dead.board_data(functions={"relu": relu})
    assert seen and all(len(shape) == 2 for shape in seen)
