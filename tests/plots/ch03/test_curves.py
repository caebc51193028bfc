"""A function and its slope, always as a pair: the explorer, the grid, the flat ends, and what 0.25^k means."""

import numpy as np
import pytest
from scipy.special import expit

from nnlib import plots
from nnlib.plots.ch03 import curves, functions

TRUTH = {
    "identity": (lambda z: z, lambda z: np.ones_like(z)),
    "step": (lambda z: np.where(z >= 0, 1.0, 0.0), lambda z: np.zeros_like(z)),
    "sigmoid": (expit, lambda z: expit(z) * expit(-z)),
    "tanh": (np.tanh, lambda z: 1 / np.cosh(z) ** 2),
    "relu": (lambda z: np.clip(z, 0, None), lambda z: np.where(z > 0, 1.0, 0.0)),
    "leaky_relu": (lambda z: np.where(z > 0, z, 0.3 * z), lambda z: np.where(z > 0, 1.0, 0.3)),
}


@pytest.mark.parametrize("name", functions.CURVES)
def test_curves_are_the_functions_they_say(name):
    data = curves.curve_data(name, alpha=0.3)
    value, slope = TRUTH[name]
    np.testing.assert_allclose(data.value, value(data.z), atol=1e-12)
    np.testing.assert_allclose(data.slope, slope(data.z), atol=1e-12)
    assert data.yours is None


def test_the_tangent_touches_at_the_cursor_with_the_slope():
    data = plots.EXPLORER.data(function="tanh", z=0.7)
    (left, right), (low, high) = data.tangent
    assert (left + right) / 2 == pytest.approx(0.7)
    assert (low + high) / 2 == pytest.approx(np.tanh(0.7))
    assert (high - low) / (right - left) == pytest.approx(1 - np.tanh(0.7) ** 2)
    assert plots.EXPLORER.words(data) == "At z = 0.7: tanh has the value 0.604 and the slope 0.635."


def test_the_readers_function_lies_on_top_of_the_books():
    mine = {"sigmoid": lambda z: z / 10, "sigmoid_backward": lambda dout, a: 0.1 * dout}
    data = plots.EXPLORER.data(function="sigmoid", z=1.0, functions=mine)
    assert (data.value, data.slope) == (pytest.approx(0.1), pytest.approx(0.1))
    assert plots.EXPLORER.words(data).startswith("At z = 1: your sigmoid has the value 0.1")
    left, right = plots.EXPLORER.paint(data).axes
    for axes, truth in ((left, data.curve.value), (right, data.curve.slope)):
        book, yours = axes.lines[:2]
        assert (book.get_label(), yours.get_label()) == ("the book's", "yours")
        assert book.get_zorder() <= yours.get_zorder() and book.get_color() != yours.get_color()
        np.testing.assert_array_equal(book.get_ydata(), truth)
    other = plots.EXPLORER.data(function="tanh", functions=mine)
    assert other.curve.yours is None


def test_a_function_still_to_be_written_is_not_drawn():
    def sigmoid(z):
        raise NotImplementedError

    data = plots.EXPLORER.data(function="sigmoid", functions={"sigmoid": sigmoid})
    assert np.isnan(data.curve.yours).all() and np.isfinite(data.curve.value).all()
    assert plots.EXPLORER.paint(data).axes


def test_the_flat_ends_begin_where_algebra_says():
    _, (sigmoid, tanh) = curves.saturation_data(fraction=0.05)
    root = np.sqrt(1 - 0.05)
    edge = np.log(
        (1 + root) / (1 - root)
    )  # sigmoid' = 0.05 / 4; tanh is the same curve, squeezed by 2
    step = curves.GRID[1] - curves.GRID[0]
    assert sigmoid.edges == pytest.approx((-edge, edge), abs=step)
    assert tanh.edges == pytest.approx((-edge / 2, edge / 2), abs=step)
    assert (sigmoid.top, tanh.top) == (0.25, 1.0)


def test_the_best_case_is_a_power_of_the_steepest_slope():
    layers, best = curves.powers_data(depth=12)
    np.testing.assert_allclose(best["sigmoid"], [0.25**k for k in range(1, 13)])
    assert layers.tolist() == list(range(1, 13)) and set(best["tanh"]) == {1.0}
    assert "sigmoid 9.5 × 10⁻⁷ after 10 layers" in curves.read_powers((layers, best))
