"""The shuffle trap: X and y shuffled together, or torn apart."""

import pytest

import nnlib
from nnlib import plots


@pytest.fixture(scope="module")
def digits():
    return nnlib.load_digits()


def test_torn_pairs_teach_nothing(digits):
    trap = plots.SHUFFLE_TRAP.data(*digits, seeds=2, epochs=4)
    assert trap["X and y together"].min() > 0.8 and trap["X alone"].max() < 0.3


def test_torn_pairs_teach_nothing_about_new_pictures():
    for seed in range(3):
        torn, kept = (plots.TRAP.data(what, 20, seed) for what in ("X alone", "X and y together"))
        assert torn.new[-1] < 0.25 and kept.new[-1] > 0.9
        assert torn.train[-1] < 0.5 and kept.train[-1] > 0.95
    assert len(torn.new) == 20 and "X alone" in plots.TRAP.words(torn)
