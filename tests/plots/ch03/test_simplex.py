"""Softmax in pictures: three probabilities as one point of a triangle, and the table of its slopes."""

import numpy as np
from scipy.special import softmax as scipy_softmax

from nnlib.plots.ch03 import simplex
from nnlib.plots.kit import numbers


def test_the_triangle_shows_softmax():
    data = simplex.triangle_data(2.0, -1.0, 0.5, temperature=0.5)
    truth = scipy_softmax(np.array([2.0, -1.0, 0.5]) / 0.5)
    np.testing.assert_allclose(data.P, truth)
    np.testing.assert_allclose(data.point, truth @ simplex.CORNERS)
    np.testing.assert_allclose(simplex.place(np.eye(3)), simplex.CORNERS)
    sides = simplex.CORNERS - np.roll(simplex.CORNERS, 1, axis=0)
    np.testing.assert_allclose(np.linalg.norm(sides, axis=1), 1)


def test_the_trail_runs_from_the_largest_logit_to_the_middle():
    trail = simplex.triangle_data(2.0, 0.0, 1.0).trail
    np.testing.assert_allclose(trail[0], simplex.CORNERS[0], atol=1e-6)
    np.testing.assert_allclose(trail[-1], simplex.CORNERS.mean(axis=0), atol=0.02)


def test_a_wrong_softmax_is_seen_beside_the_books():
    data = simplex.triangle_data(functions={"softmax": lambda Z: np.full_like(Z, 0.2)})
    assert simplex.read_triangle(data).startswith("Your softmax")
    assert "together 0.600" in simplex.read_triangle(data)
    np.testing.assert_allclose(data.book, scipy_softmax([[1.0, 0.0, -1.0]], axis=1))


def test_the_table_of_slopes_is_measured():
    data = simplex.jacobian_data(0.4, -0.3, 1.2, g1=2.0, g2=-1.0, g3=0.5)
    z, h = np.array([0.4, -0.3, 1.2]), 1e-6
    truth = np.column_stack([
        (scipy_softmax(z + h * e) - scipy_softmax(z - h * e)) / (2 * h) for e in np.eye(3)
    ])  # fmt: skip
    np.testing.assert_allclose(data.J, truth, atol=1e-9)
    np.testing.assert_allclose(data.dz, np.array([2.0, -1.0, 0.5]) @ truth, atol=1e-9)


def test_bars_table_and_words_of_the_jacobian_agree():
    data = simplex.jacobian_data(z1=3.0, g2=-1.5)
    figure = simplex.paint_jacobian(data)
    upstream, table, downstream = figure.axes
    (image,) = table.images
    violet, orange = image.cmap(1.0), image.cmap(0.0)
    for axes, values in ((upstream, data.dout), (downstream, data.dz)):
        for bar, value in zip(axes.patches, values):
            red, green, blue, _ = bar.get_facecolor()
            assert (blue > red) == (violet[2] > violet[0]) if value >= 0 else (red > blue)
    assert orange[0] > orange[2]
    labels = [t.get_text().split("\n")[1] for t in downstream.get_yticklabels()]
    assert labels == [numbers.fixed(v) for v in data.dz] and "−0.110" in labels
    assert [t.get_text() for t in table.texts][:3] == ["+0.060", "−0.044", "−0.016"]
    assert f"into {', '.join(labels)}, which" in simplex.read_jacobian(data)


def test_equal_upstream_numbers_arrive_as_nothing():
    data = simplex.jacobian_data(g1=1.5, g2=1.5, g3=1.5)
    np.testing.assert_allclose(data.dz, 0, atol=1e-15)
    assert "add up to 0" in simplex.read_jacobian(data)
    wrong = simplex.jacobian_data(functions={"softmax_backward": lambda dout, P: dout * P})
    assert simplex.read_jacobian(wrong).startswith("Your backward")
