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
