"""The shape puzzle: which product of two tables is the gradient, when the shapes decide and when they do not."""

import itertools

import pytest

from nnlib import plots
from nnlib.plots.ch07 import transposes


@pytest.mark.parametrize(("wanted", "answer"), [("dW", ("X.T", "dZ")), ("dX", ("dZ", "W.T"))])
def test_the_puzzle_has_one_answer_whatever_the_sizes(wanted, answer):
    for n, d, k in itertools.product((2, 3, 4), repeat=3):
        tried = [
            plots.TRANSPOSES.data(wanted, *pair, n=n, d=d, k=k)
            for pair in itertools.product(transposes.PIECES, repeat=2)
        ]
        assert [(one.first, one.second) for one in tried if one.right] == [answer], (n, d, k)
        if len({n, d, k}) == 3:
            assert sum(one.fits for one in tried) == 1
        if n == d == k:
            assert all(one.fits for one in tried)


def test_the_puzzle_says_refused_misshapen_wrong_or_right():
    said = [
        plots.TRANSPOSES.words(plots.TRANSPOSES.data(first=one, second=two, n=n, d=2, k=3))
        for one, two, n in (("X", "dZ", 4), ("X", "W", 4), ("X.T", "dZ", 4))
    ]
    assert "refused" in said[0] and "not the shape of dW" in said[1] and "are right" in said[2]
    square = plots.TRANSPOSES.data(n=3, d=3, k=3)
    assert "numbers are WRONG" in plots.TRANSPOSES.words(square) and square.error > 0.1
