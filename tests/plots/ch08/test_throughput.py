"""What a batch costs in time and in memory."""

import numpy as np

from nnlib import plots


def test_memory_is_measured_and_is_what_a_layer_keeps():
    data = plots.THROUGHPUT.data(np.random.default_rng(0), sizes=(1, 8), rows=64, rounds=1)
    counted = np.array([256 * 2 * 8, 8 * 256 * 2 * 8])
    assert (counted <= data["memory"]).all() and (data["memory"] < counted + 1000).all()
    assert (data["speed"] > 0).all()
