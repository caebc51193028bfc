"""A rare class: what its weight does."""

from nnlib import plots


def test_a_heavier_class_is_found_more_often_and_costs_alarms():
    plain, heavy = plots.IMBALANCE.data(), plots.IMBALANCE.data(weight=19.0)
    assert plain.confusion.sum() == 2000 and plain.confusion[1].sum() == 100
    assert heavy.confusion[1, 1] > 2 * plain.confusion[1, 1]
    assert heavy.confusion[0, 1] > plain.confusion[0, 1] and heavy.accuracy < plain.accuracy
    assert plain.accuracy == (plain.confusion[0, 0] + plain.confusion[1, 1]) / 2000
