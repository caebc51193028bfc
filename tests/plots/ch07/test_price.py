"""What backpropagation costs: the memory of what is kept, and the time for all gradients at once."""

import nnlib
from nnlib import plots
from nnlib.plots.ch07 import price


def test_the_cache_counts_every_array_once():
    kept = plots.CACHE_MEMORY.data(sizes=(7, 5, 3), batches=(1, 4))
    assert kept.cached == (15, 60) and kept.parameters == nnlib.count_parameters([7, 5, 3])


def test_a_busy_moment_spoils_no_point():
    calm, busy = price.Price(7, 1.0, 2.0, 30.0), price.Price(7, 1.1, 200.0, 20.0)
    assert price.least(calm, busy) == price.Price(7, 1.0, 2.0, 20.0)


def test_the_price_of_differences_grows_with_the_parameters_and_that_of_backprop_hardly():
    data = plots.BACKPROP_COST.data(widths=(2, 32), width=32)
    small, large = data["prices"]
    assert data["chosen"] == large
    assert large.parameters == nnlib.count_parameters([64, 32, 32, 10]) == 3466
    assert large.forward < large.both < 10 * large.forward
    assert small.forward < large.both, "the first call, which compiles, is not timed"
    assert large.differences > 5 * small.differences and large.differences > 100 * large.both
