"""Grid or random, on a measured surface."""

import numpy as np
import pytest

from nnlib import plots
from nnlib.plots.ch11 import search


def test_the_surface_is_exact_where_it_was_measured():
    table = search.measured()
    for i, width in enumerate(search.WIDTHS):
        for j in (0, 7, 15):
            assert search.score((search.RATES[j], width)) == pytest.approx(table[i, j])


def test_a_grid_tries_few_rates_and_a_random_search_many():
    data = plots.GRID_OR_RANDOM.data(repeats=5)
    rates = {
        way: {round(rate, 12) for (rate, _), _ in trials} for way, trials in data["shown"].items()
    }
    assert [len(found) for found in rates.values()] == [3, 9]


def test_a_linear_scale_leaves_small_rates_out():
    rng = np.random.default_rng(0)
    _, trials = search.searched(search.WAYS[1], 200, rng)
    assert np.mean([rate > 1 for (rate, _), _ in trials]) > 0.85


def test_the_best_so_far_never_falls():
    found = plots.SEARCH.data(budget=12)
    assert (np.diff(found.best) >= 0).all() and len(found.trials) == 12
