"""Cross entropy is the entropy of the truth and something more."""

import pytest
from scipy.special import rel_entr
from scipy.stats import entropy as scipy_entropy

from nnlib import plots
from nnlib.plots.ch05 import divergence


@pytest.mark.parametrize("truth", divergence.TRUTHS)
@pytest.mark.parametrize("toward", [0.0, 0.35, 1.0])
def test_cross_entropy_is_entropy_and_divergence(truth, toward):
    data = plots.CROSS_BARS.data(toward, truth)
    assert data.q.sum() == pytest.approx(1)
    assert data.entropy == pytest.approx(scipy_entropy(data.p), abs=1e-12)
    assert data.extra == pytest.approx(rel_entr(data.p, data.q).sum(), abs=1e-12)
    assert (data.extra < 1e-12) == (toward == 1)


def test_a_readers_cross_entropy_is_what_the_bars_show():
    data = plots.CROSS_BARS.data(functions={"cross_entropy": lambda p, q: 2.0})
    assert data.cross == 2.0 and data.credit == "Computed with your cross_entropy."
