"""The plane of one unit, and the four corners of a gate without their line."""

from nnlib.plots.ch01 import plane


def test_the_distance_in_the_plane():
    data = plane.plane_data(w=(3.0, 4.0), b=-5.0, point=(3.0, 4.0))
    assert data.z == 20 and data.distance == 4
