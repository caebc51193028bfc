"""Accuracy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import accuracy_score

from nnlib import accuracy


def test_a_number_worked_by_hand():
    assert accuracy([0, 1, 2, 2], [0, 1, 1, 2]) == 0.75
    assert accuracy([1], [1]) == 1 and accuracy([1], [0]) == 0


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1))
def test_it_agrees_with_scikit_learn(pairs):
    y, predicted = np.array(pairs).T
    got = accuracy(y, predicted)
    assert type(got) is float and got == pytest.approx(accuracy_score(y, predicted), rel=1e-15)


def test_what_does_not_fit_is_refused():
    for y, predicted in [([], []), ([1, 2], [1]), ([[1]], [[1]]), ([1, 2], [[1], [2]]), (1, 1)]:
        with pytest.raises(
            ValueError, match="accuracy wants two label vectors of one length; given"
        ):
            accuracy(y, predicted)
