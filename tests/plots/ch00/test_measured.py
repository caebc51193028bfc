"""How a slope is measured, and how far off it is: what the figures of this chapter share."""

import autograd.numpy as anp
import numpy as np
import pytest
from autograd import grad

from nnlib import plots
from nnlib.plots.ch00 import measured

TRUTH = {
    "x²": lambda x: x**2,
    "x³": lambda x: x**3,
    "sin x": anp.sin,
    "eˣ": anp.exp,
    "ln(1 + eˣ)": lambda x: anp.log(1 + anp.exp(x)),
}


@pytest.mark.parametrize("name", measured.FUNCTIONS)
def test_functions_and_their_slopes_are_those_of_automatic_differentiation(name):
    value, slope = measured.FUNCTIONS[name]
    for x in (-1.9, -0.3, 0.0, 1.0, 1.7):
        assert value(x) == pytest.approx(TRUTH[name](x))
        assert slope(x) == pytest.approx(grad(TRUTH[name])(x))


def test_the_error_of_the_cube_is_h_squared_until_rounding_rules():
    found = measured.errors("x³", 1.0)
    large = measured.STEPS >= 1e-4
    np.testing.assert_allclose(found[large], measured.STEPS[large] ** 2, rtol=1e-3)
    assert found[measured.STEPS < 1e-12].min() > 1e-9
    forward = measured.errors("x³", 1.0, sides="one side")
    np.testing.assert_allclose(
        forward[large], 3 * measured.STEPS[large] + measured.STEPS[large] ** 2, rtol=1e-3
    )


def test_float32_is_computed_in_float32_and_goes_blind():
    x, h = np.float32(1.3), np.float32(1e-4)
    by_hand = (np.sin(x + h) - np.sin(x - h)) / (2 * h)
    assert by_hand.dtype == np.float32
    assert measured.measure("sin x", 1.3, 1e-4, precision="float32") == float(by_hand)
    assert measured.measure("sin x", 1.3, 1e-9, precision="float32") == 0
    stored = float(np.float32(1.3))
    error = measured.errors("sin x", 1.3, [1e-9], precision="float32")
    assert error[0] == pytest.approx(np.cos(stored), rel=1e-12)


def test_each_v_has_its_bottom_where_the_theory_says():
    _, arms = plots.V_CURVE.data()
    best = {(arm.sides, arm.precision): arm.best for arm in arms}
    for precision in measured.PRECISIONS:
        eps = float(np.finfo(precision).eps)
        for sides, power in (("both sides", 1 / 3), ("one side", 1 / 2)):
            step, error = best[sides, precision]
            assert eps**power / 4 < step < eps**power * 4
            order = 2 if sides == "both sides" else 1
            assert eps ** (power * order) / 10 < error < eps ** (power * order) * 10
    assert arms[0].errors[0] > 1e6 * arms[0].best[1] < arms[0].errors[-1]


@pytest.mark.parametrize("sides", measured.SIDES)
@pytest.mark.parametrize("k", [0.0, 5.0, 15.0])
def test_the_microscope_shows_the_two_points_that_are_measured(sides, k):
    data = plots.MEASUREMENT.data(k=k, sides=sides, x=0.7)
    run = data.zoom.ends[1] - data.zoom.ends[0]
    assert np.diff(data.zoom.heights)[0] / run == pytest.approx(data.slope, rel=1e-12)
    assert data.error == pytest.approx(data.errors[measured.EXPONENTS == k][0])
    assert data.truth == pytest.approx(3 * 0.7**2)


@pytest.mark.parametrize(
    ("h", "words"), [(1.0, "1"), (0.1, "0.1"), (10**-1.5, "0.032"), (1e-5, "10⁻⁵"), (10**-6.5, "3.2 × 10⁻⁷")]
)  # fmt: skip
def test_steps_have_names(h, words):
    assert measured.name_of(h) == words
