"""The folds of chapter 4: each fold draws what stands after it again in every quarter, and invents nothing."""

import numpy as np
import pytest

from nnlib.plots.ch04.folds import FOLDED_PLANE, fold, patches


def test_a_fold_lays_the_left_half_over_the_right_and_fills_the_square():
    x = np.linspace(-1, 1, 9)
    np.testing.assert_array_equal(fold(x), fold(-x))
    assert fold(x).min() == -1 and fold(x).max() == 1


@pytest.mark.parametrize(("folds", "dark"), [(0, 1), (1, 1), (2, 4), (3, 16), (4, 64)])
def test_each_further_fold_makes_four_patches_of_one(folds, dark):
    (scene,) = FOLDED_PLANE.data(folds=(folds,))
    assert scene["dark"] == dark
    # Worked out without folding: the square is tiled by diamonds of the same size.
    size = 2.0 ** (2 - folds)
    if folds:
        x, y = np.meshgrid(*[np.linspace(-1, 1, 401)] * 2)
        near = np.abs((x + 1) % size - size / 2) + np.abs((y + 1) % size - size / 2)
        edge = np.isclose(near, 0.75 * size / 2)
        np.testing.assert_array_equal(
            (scene["height"] == 0)[~edge], (near < 0.75 * size / 2)[~edge]
        )


def test_patches_that_touch_at_an_edge_are_one():
    assert patches(np.array([[1, 1, 0], [0, 0, 0], [1, 0, 1]], bool)) == 3


def test_the_words_count_every_panel():
    words = FOLDED_PLANE.words(FOLDED_PLANE.data())
    assert "1 after 0, 1 after 1, 4 after 2, 16 after 3" in words
