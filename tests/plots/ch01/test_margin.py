"""Two clouds with a gap: how many mistakes the rule makes, and Novikoff's bound on them."""

import numpy as np

from nnlib.plots.ch01 import margin


def test_clouds_have_the_gap_they_promise():
    for gap in (0.1, 0.8):
        X, y = margin.clouds(gap, np.random.default_rng(3))
        across = X @ margin.UNIT
        assert np.isclose(across[y == 1].min() - across[y == 0].max(), gap)
        R, gamma, bound = margin.bound(X, y)
        assert np.isclose(gamma, gap / 2 / np.hypot(1, margin.OFFSET)) and np.isclose(
            bound, (R / gamma) ** 2
        )
        assert np.isclose(R, max(np.sqrt(x @ x + 1) for x in X))


def test_mistakes_stay_under_the_bound_for_every_seed():
    found, owner = margin.bounds_data()
    assert owner == "the book's" and set(found) == set(margin.GAPS)
    assert all(0 < one.mistakes <= one.bound for trials in found.values() for one in trials)
    medians = [np.median([one.mistakes for one in found[gap]]) for gap in sorted(found)]
    assert medians[0] > 3 * medians[-1]  # a narrow gap takes longer
