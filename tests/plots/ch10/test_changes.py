"""Changed pictures, and thinned networks."""

import numpy as np

from nnlib import plots


def test_a_change_moves_pixels_and_makes_none():
    for _, changed in plots.CHANGES.data():
        plain, left, mirrored, turned = changed.values()
        assert np.array_equal(left[:, :-1], plain[:, 1:]) and not left[:, -1].any()
        assert np.array_equal(mirrored[:, ::-1], plain)
        assert np.array_equal(turned[::-1, ::-1], plain)


def test_the_mean_over_many_masks_stays():
    for keep in (0.2, 0.5, 1.0):
        _, mask, means = plots.THINNED.data(keep)
        assert np.abs(means - 1).max() < 0.25 and set(mask.ravel()) <= {0.0, 1 / keep}
