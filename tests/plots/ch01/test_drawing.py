"""A unit in the plane, as all figures of this chapter draw it: two half-planes, the line, the arrow w, the points."""

import numpy as np
import pytest

import nnlib
from nnlib import plots
from nnlib.plots.ch01 import drawing, gates
from nnlib.plots.ch01.drawing import half_plane


def contains(polygon, point):
    """Whether a convex polygon holds a point: it lies on one side of all edges."""
    if len(polygon) < 3:
        return False
    p = np.array(polygon)
    q = np.roll(p, -1, axis=0) - p
    cross = q[:, 0] * (point[1] - p[:, 1]) - q[:, 1] * (point[0] - p[:, 0])
    return bool((cross >= 0).all())


def test_the_two_sides_share_out_the_square():
    rng = np.random.default_rng(0)
    for _ in range(30):
        w, b = rng.normal(0, 1, 2), rng.normal(0, 1)
        fire, calm = (half_plane((-1.0, 2.0), w, b, sign) for sign in (1, -1))
        for point in rng.uniform(-1, 2, (20, 2)):
            fires = w @ point + b > 0
            assert contains(fire, point) == fires
            assert contains(calm, point) != fires


@pytest.mark.parametrize(("b", "corners"), [(1.0, 4), (0.0, 4), (-1.0, 0)])
def test_without_weights_one_side_is_everything(b, corners):
    assert len(half_plane((-1.0, 2.0), np.zeros(2), b, 1)) == corners
    assert drawing.boundary((-1.0, 2.0), np.zeros(2), b) is None


def test_the_line_that_is_drawn_has_the_sum_0():
    w, b = np.array([2.0, -1.0]), 0.5
    for end in drawing.boundary((-1.0, 2.0), w, b):
        assert abs(w @ end + b) < 1e-12 and np.isclose(np.abs(end - 0.5).max(), 1.5)
    assert drawing.boundary((-1.0, 2.0), w, 40.0) is None


@pytest.mark.parametrize("name", drawing.GOALS)
def test_the_books_gates_light_their_lamps(name):
    (w1, w2), b = nnlib.gate_weights(name)
    data = gates.builder_data(w1, w2, b)
    assert data.gate == name and data.reached == (name,)
    assert np.isclose(data.margin, 0.5 / np.sqrt(2))


def test_a_lamp_stays_on():
    widget = plots.gate_builder()
    for name in drawing.GOALS:
        (w1, w2), b = nnlib.gate_weights(name)
        widget.set(w1=w1, w2=w2, b=b)
    assert "All four lights are on!" in widget.words
