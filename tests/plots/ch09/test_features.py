"""Two features of different scale: the numbers of both bowls."""

import numpy as np
import pytest

from nnlib import plots
from nnlib.plots.ch09 import features


def test_the_bowls_have_the_conditions_of_the_text():
    raw, scaled = plots.SCALING.data()
    assert round(raw.condition) == 115 and round(scaled.condition, 2) == 1.14
    assert round(raw.limit, 3) == 0.011 and round(scaled.limit, 2) == 0.94


def test_the_best_weights_are_where_the_slope_is_0():
    X, y = features.houses()
    raw, _ = plots.SCALING.data()
    np.testing.assert_allclose(X.T @ (X @ raw.best - y), 0, atol=1e-8)


@pytest.mark.parametrize(("share", "arrives"), [(0.95, True), (1.05, False)])
def test_the_limit_divides_the_walks(share, arrives):
    for bowl in plots.SCALING.data(share=share, steps=200):
        assert (bowl.left < 1) == arrives


def test_a_stretch_changes_the_raw_bowl_alone():
    raw, scaled = plots.SCALING.data(stretch=20.0)
    assert raw.condition > 400 and round(scaled.condition, 2) == 1.14
