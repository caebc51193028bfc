"""Surprise, cross entropy, and what a confident mistake costs, as a probability and as a logit."""

import numpy as np
import pytest
from scipy.special import expit

from nnlib import plots


def test_surprise_and_the_two_branches():
    _, _, marks = plots.SURPRISE.data()
    assert [cost for _, cost in marks] == pytest.approx(np.log([2, 4, 8]))
    p, branches, credit = plots.BRANCHES.data()
    np.testing.assert_allclose(branches[1][0], -np.log(p))
    np.testing.assert_allclose(branches[0][0], -np.log1p(-p))
    np.testing.assert_allclose(branches[1][1], -1 / p)
    np.testing.assert_allclose(branches[0][1], 1 / (1 - p))
    assert credit == "Computed with the book's losses."


@pytest.mark.parametrize("y", [0, 1])
def test_along_the_logit(y):
    data = plots.LOGIT_CURVES.data(y)
    p = expit(data.z)
    np.testing.assert_allclose(data.crossed[0], np.logaddexp(0, -data.z if y else data.z))
    np.testing.assert_allclose(data.crossed[1], p - y, atol=1e-12)
    np.testing.assert_allclose(data.squared[1], 2 * (p - y) * p * (1 - p), atol=1e-12)
    measured = np.gradient(data.squared[0], data.z)
    np.testing.assert_allclose(measured[1:-1], data.squared[1][1:-1], atol=1e-3)


def test_confident_and_wrong_gets_the_smallest_push_from_the_squared_error():
    pushes = [plots.CONFIDENT.data(p, 0).at for p in (0.66, 0.9, 0.99)]
    assert [s[0][1] for s in pushes] == sorted((s[0][1] for s in pushes), reverse=True)
    assert [s[1][1] for s in pushes] == pytest.approx([0.66, 0.9, 0.99])
    assert "wrong side" in plots.CONFIDENT.words(plots.CONFIDENT.data(0.98, 0))
    assert "correct side" in plots.CONFIDENT.words(plots.CONFIDENT.data(0.98, 1))
    assert "target 1: exactly one half" in plots.CONFIDENT.words(plots.CONFIDENT.data(0.5, 1))
    mine = {"bce_with_logits": lambda z, y: 7.0}
    assert "cross entropy costs 7.000" in plots.CONFIDENT.words(
        plots.CONFIDENT.data(functions=mine)
    )
