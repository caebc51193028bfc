"""One variable: walks on the bowl and in the two valleys."""

import numpy as np
import pytest

import nnlib
from nnlib import plots
from nnlib.plots.ch09 import rates


@pytest.mark.parametrize(("rate", "end"), [(0.25, 0.0), (0.5, 1.0), (0.1, 0.6**12)])
def test_a_walk_on_the_bowl_is_a_power(rate, end):
    assert rates.walk(rate)[-1] == pytest.approx(end)


def test_the_marked_places_have_no_slope_and_are_what_they_are_called():
    for place in (rates.DEEP, rates.PASS, rates.SHALLOW):
        assert abs(rates.slope(place)) < 1e-9
    assert rates.DEEP < rates.PASS < rates.SHALLOW
    assert rates.height(rates.DEEP) < rates.height(rates.SHALLOW) < rates.height(rates.PASS)


@pytest.mark.parametrize("kind", ["descent", "momentum", "adam"])
def test_many_walks_at_once_are_the_librarys_steps(kind):
    found = rates.descend(kind, [1.4, -0.3], 0.03, 8)
    for column, w in enumerate((1.4, -0.3)):
        w, m, v = np.array(w), np.array(0.0), np.array(0.0)
        for t in range(1, 9):
            g = rates.slope(w)
            if kind == "momentum":
                w, m = nnlib.momentum_step(w, m, g, 0.03, 0.9)
            elif kind == "adam":
                w, m, v = nnlib.adam_step(w, g, m, v, t, 0.03)
            else:
                w = nnlib.gd_step(w, g, 0.03)
            assert found[t, column] == pytest.approx(float(w))


def test_descent_ends_in_the_valley_of_its_start():
    ends = rates.descend("descent", [1.6, 0.1, 0.05, -1.6], 0.02, 600)[-1]
    np.testing.assert_allclose(
        ends, [rates.SHALLOW, rates.SHALLOW, rates.DEEP, rates.DEEP], atol=1e-3
    )
    assert "in the local minimum" in plots.TWO_VALLEYS.words(plots.TWO_VALLEYS.data(w=1.6))
    assert "at the global minimum" in plots.TWO_VALLEYS.words(plots.TWO_VALLEYS.data(w=-1.6))


def test_the_shares_are_those_of_the_starts():
    shares = plots.WHICH_VALLEY.data(starts=200, seeds=1)
    w = np.random.default_rng(0).uniform(-2, 2, 200)
    assert shares["descent"][0] == pytest.approx(np.mean(w < rates.PASS))
