"""How an epoch is cut into batches: the deck of cards."""

import numpy as np
import pytest

import nnlib
from nnlib import plots


@pytest.mark.parametrize(
    ("n", "B", "drop_last", "sizes"),
    [
        (100, 32, False, (32, 32, 32, 4)), (100, 32, True, (32, 32, 32)), (10, 10, False, (10,)),
        (5, 9, False, (5,)), (5, 9, True, ()), (6, 1, False, (1,) * 6), (8, 4, True, (4, 4)),
    ],
)  # fmt: skip
def test_the_deck_is_cut_as_the_library_cuts_it(n, B, drop_last, sizes):
    deck = plots.DECK.data(n, B, drop_last)
    assert deck.sizes == sizes and len(deck.batch_of) == n
    batches_there = nnlib.minibatches(n, B, np.random.default_rng(0), drop_last)
    assert deck.sizes == tuple(len(rows) for rows in batches_there)
    assert np.sum(deck.batch_of < 0) == n - sum(sizes)


def test_the_words_of_the_deck_count_updates_and_cards_left_out():
    said = plots.DECK.words(plots.DECK.data(100, 32, True, epochs=3))
    assert (
        "3 updates in an epoch and 9 in 3 epochs" in said
        and "Left out of this epoch: 4 examples" in said
    )
    assert "The last batch has 4." in plots.DECK.words(plots.DECK.data(100, 32))
