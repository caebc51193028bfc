"""Errors of Python and NumPy, in a learner's own terms."""

import math

import numpy as np
import pytest

from nnlib.grading import examine
from nnlib.grading.meaning import MEANINGS, meaning, without_advice

A = np.ones((2, 3))


def lines():
    yield "one yes or no", lambda z: z if z > 0 else 0 * z
    yield "shapes do not go together", lambda z: z + np.ones((7, 11))
    yield "columns on the left", lambda z: A @ A
    yield "columns on the left", lambda z: np.dot(A, A)
    yield "take single", lambda z: math.exp(z)
    yield "a key that it does not have", lambda z: {}["W"]
    yield "past the end", lambda z: z[99]
    yield "past the end", lambda z: [1][1]
    yield "more indices", lambda z: z[0, 0, 0, 0]
    yield "no entries", lambda z: len(z)[0]
    yield "no function", lambda z: len(z)(z)
    yield "stands None", lambda z: [].sort() + z
    yield "stands None", lambda z: [].append(1)[0]
    yield "stands None", lambda z: [].sort().shape
    yield "an axis is named", lambda z: np.ones(3).sum(axis=1)
    yield "has to be a whole number", lambda z: z[0.5]
    yield "has to be a whole number", lambda z: z[np.zeros(2)]
    yield "an array of whole numbers", lambda z: _subtracted(np.ones(3, int))
    yield "different lengths", lambda z: np.array([[1], [1, 2]])
    yield "A list is no array", lambda z: [1] - [2]
    yield "A list is no array", lambda z: [1] * 0.5
    yield "plain list or number", lambda z: [1].shape
    yield "more, or fewer", lambda z: _unpacked((1, 2, 3))
    yield "did not run", lambda z: _unset([])
    yield "Nothing has that name", lambda z: nowhere  # noqa: F821
    yield "again and again", lambda z: _again(z)


def _subtracted(whole):
    whole -= 0.5
    return whole


def _unpacked(three):
    one, two = three
    return one


def _unset(listed):
    for entry in listed:
        last = entry
    return last


def _again(z):
    return _again(z)


@pytest.mark.parametrize(("words", "wrong"), list(lines()))
def test_each_error_says_what_it_means_and_where_it_happened(words, wrong):
    report = examine("sigmoid", wrong, part="value", seed=1)
    assert report.slip == "error" and words in report.message, report.message
    assert "line" in report.message and "a.any()" not in report.message


def test_an_error_whose_own_words_are_as_good_keeps_them():
    assert meaning("ZeroDivisionError: division by zero") == ""
    assert meaning("ValueError: x should be above 0") == ""
    assert without_advice("ValueError: x should be above 0") == "ValueError: x should be above 0"


def test_no_meaning_stands_behind_another_that_takes_its_errors():
    seen = [meaning(_said(wrong)) for _, wrong in lines()]
    assert set(seen) == set(MEANINGS.values()), "each of them is used"


def _said(wrong):
    try:
        wrong(np.ones((2, 2)))
    except Exception as error:
        return f"{type(error).__name__}: {error}"
