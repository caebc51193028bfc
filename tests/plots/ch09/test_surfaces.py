"""The grounds of the valley: slopes are slopes, lowest points are lowest, the network's map is its loss."""

import numpy as np
import pytest

from nnlib.gradcheck import numerical_gradient
from nnlib.plots.ch09 import surfaces

SMALL = np.random.default_rng(0).normal(0, 1, (7, 7))
GROUNDS = {
    "round": surfaces.bowl(1.0),
    "stretched": surfaces.bowl(20.0),
    "valleys": surfaces.two_valleys(),
    "saddle": surfaces.saddle(),
    "ravine": surfaces.ravine(),
    "grid": surfaces.grid_surface(SMALL),
}


@pytest.mark.parametrize("name", GROUNDS)
def test_slopes_are_those_of_the_heights(name):
    land, rng = GROUNDS[name], np.random.default_rng(1)
    for place in rng.uniform(-1.9, 1.9, (10, 2)):
        measured = numerical_gradient(lambda p: land.height(*p), place)
        np.testing.assert_allclose(land.slope(*place), measured, atol=1e-6)


@pytest.mark.parametrize("name", [name for name in GROUNDS if name != "grid"])
def test_the_lowest_point_is_the_lowest(name):
    side = np.linspace(-2, 2, 401)
    heights = np.array([[GROUNDS[name].height(x, y) for x in side] for y in side[::4]])
    assert 0 <= heights.min() - GROUNDS[name].low < 0.01


def test_a_grid_goes_through_its_heights():
    side = np.linspace(-2, 2, 7)
    for i in range(1, 6):
        for j in range(1, 6):
            assert GROUNDS["grid"].height(side[i], side[j]) == pytest.approx(SMALL[j, i])


def test_the_bowl_knows_its_steepest_curvature():
    assert [surfaces.bowl(k).steepest for k in (0.5, 1.0, 30.0)] == [1.0, 1.0, 30.0]
    assert surfaces.saddle().steepest is None


def test_the_map_has_a_trained_network_at_each_of_its_corners():
    heights = surfaces.network_map(steps=150)
    assert heights.shape == (surfaces.GRID, surfaces.GRID) and np.isfinite(heights).all()
    land = surfaces.grid_surface(heights)
    corners = [land.height(*p) for p in ((0.0, 1.1), (-1.1, -0.8), (1.1, -0.8))]
    assert max(corners) < np.median(heights)
    assert max(corners) < 0.6 < heights.max()


def test_a_plane_of_the_readers_loss_has_the_ends_at_its_corners():
    ends = np.random.default_rng(2).normal(0, 1, (3, 5))
    land = surfaces.grid_surface(surfaces.loss_plane(lambda theta: theta[0] + 2 * theta[4], ends))
    for corner, end in zip(surfaces.CORNERS, ends):
        assert land.height(*corner) == pytest.approx(end[0] + 2 * end[4])
    with pytest.raises(ValueError, match="wanted three vectors"):
        surfaces.loss_plane(np.sum, ends[:2])
