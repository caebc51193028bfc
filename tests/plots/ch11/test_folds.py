"""Folds: every row is held out once."""

import numpy as np

from nnlib import plots


def test_every_row_is_held_out_once_and_the_words_say_so():
    folds = plots.FOLDS.data(23, 4)
    assert (folds.held_out.sum(axis=0) == 1).all()
    assert sorted(folds.held_out.sum(axis=1)) == [5, 6, 6, 6]
    assert "once over all rounds" in plots.FOLDS.words(folds)


def test_the_folds_of_a_reader_are_shown_as_they_are():
    def twice(n, k, rng):
        return [(np.arange(2, n), np.arange(2))] * k

    assert "more or less than once" in plots.FOLDS.words(plots.FOLDS.data(9, 3, kfold=twice))
