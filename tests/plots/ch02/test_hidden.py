"""What a hidden layer does to XOR: the hidden space, and the folded paper."""

import numpy as np

from nnlib.plots.ch02 import hidden


def test_the_paper_is_folded_along_the_diagonal():
    data = hidden.fold_data()
    np.testing.assert_allclose(
        data.height, np.abs(data.grid[..., 0] - data.grid[..., 1]), atol=1e-12
    )
    np.testing.assert_allclose(data.points, [0, 1, 1, 0], atol=1e-12)
