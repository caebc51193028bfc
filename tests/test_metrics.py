"""Accuracy, the confusion matrix, and labels from probabilities."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import accuracy_score
from sklearn.metrics import confusion_matrix as sklearn_confusion_matrix

from nnlib import accuracy, confusion_matrix, predict_classes


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


# --- The confusion matrix -----------------------------------------------------------------------


def test_a_confusion_matrix_by_hand_with_an_absent_class():
    got = confusion_matrix([0, 0, 0, 2], [0, 1, 1, 2], 4)
    assert got.tolist() == [[1, 2, 0, 0], [0] * 4, [0, 0, 1, 0], [0] * 4]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1))
def test_the_confusion_matrix_agrees_with_scikit_learn(pairs):
    y, p = np.array(pairs).T
    C = confusion_matrix(y, p, 4)
    np.testing.assert_array_equal(C, sklearn_confusion_matrix(y, p, labels=range(4)))
    np.testing.assert_array_equal(C.sum(axis=1), np.bincount(y, minlength=4))
    assert C.dtype == np.int64 and np.trace(C) / C.sum() == accuracy(y, p)


def test_labels_that_have_no_place_in_the_matrix_are_refused():
    with pytest.raises(ValueError, match="y has label 2; wanted labels 0 to 1"):
        confusion_matrix([0, 2], [0, 1], 2)
    with pytest.raises(ValueError, match="p has label -1; wanted labels 0 to 1"):
        confusion_matrix([0, 1], [0, -1], 2)
    with pytest.raises(ValueError, match="y has 2 labels and p has 1; wanted as many"):
        confusion_matrix([0, 1], [0], 2)
    with pytest.raises(TypeError, match="p holds float64; wanted whole numbers"):
        confusion_matrix([0, 1], [0.0, 1.0], 2)


# --- From probabilities to labels ---------------------------------------------------------------


@pytest.mark.parametrize("shape", [(3,), (3, 1)])
def test_one_column_is_cut_at_one_half(shape):
    got = predict_classes(np.array([0.5, 0.51, 0.2]).reshape(shape))
    assert got.tolist() == [0, 1, 0] and got.shape == (3,) and got.dtype == np.int64


def test_more_columns_give_the_largest_and_a_tie_the_lower():
    assert predict_classes([[0.2, 0.5, 0.3], [0.4, 0.2, 0.4]]).tolist() == [1, 0]
    assert predict_classes(np.ones((0, 3))).shape == predict_classes([]).shape == (0,)


@given(st.lists(st.floats(0, 1), min_size=1))
def test_one_column_says_what_two_columns_say(p):
    p = np.array(p)
    two = np.column_stack([1 - p, p])
    far = np.abs(p - 0.5) > 1e-12  # 1 - p is rounded
    np.testing.assert_array_equal(predict_classes(p)[far], predict_classes(two)[far])
    assert predict_classes([0.5]) == predict_classes([[0.5, 0.5]])


def test_probabilities_that_say_nothing_are_refused():
    for proba in (np.ones((2, 0)), np.ones((1, 2, 3)), 0.5):
        with pytest.raises(ValueError, match="proba has shape"):
            predict_classes(proba)
    with pytest.raises(ValueError, match="proba holds NaN"):
        predict_classes([[0.1, np.nan]])
