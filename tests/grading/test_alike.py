"""A factor, whole numbers, zeros: said where they are true of every case, and nowhere else."""

import numpy as np
import pytest

from nnlib.grading import alike, examine
from nnlib.grading.exercise import Case


def cases(*truths):
    return [Case({}, {"J": np.float64(t)}) for t in truths]


def got(factor, *truths):
    return [(case, factor * case.truth["J"]) for case in cases(*truths)]


def test_one_factor_in_every_case_is_said():
    key, words = alike.proportional("J", got(0.25, 2, 3.5))
    assert key == "factor" and "0.25 times the right one, in every case" in words
    assert alike.proportional("J", got(1 / np.log(10), 2, 3.5))[0] == "base-ten"
    assert alike.proportional("J", got(0.25, 2)) is None, "one number has any factor"
    assert alike.proportional("J", got(0.25, 2) + got(0.3, 3.5)) is None
    assert alike.proportional("J", got(0.25, 2, 3.5), got(1, 7)) is None, "there it is right"
    assert alike.proportional("J", got(0.25, 2, 3.5), got(1, 0)) is not None, "zero fits"
    assert alike.proportional("J", got(np.nan, 2, 3.5)) is None


@pytest.mark.parametrize("cut", [np.trunc, np.floor, np.round])
def test_what_stands_behind_the_point_is_missed(cut):
    found = [(case, cut(case.truth["J"])) for case in cases(2.6, -3.7)]
    assert alike.cut_off("J", found)[0] == "whole-numbers"
    assert alike.cut_off("J", found[:1]) is None
    assert alike.cut_off("J", [(case, cut(case.truth["J"])) for case in cases(0.1, -0.0)]) is None
    assert alike.cut_off("J", [(case, case.truth["J"]) for case in cases(2.6, 3.7)]) is None


def test_these_are_said_by_the_check():
    assert examine("mse", lambda P, T: np.sum((P - T) ** 2) // P.size).slip == "whole-numbers"
    assert examine("mse", lambda P, T: np.mean((P - T) ** 2) / 4).slip == "factor"
    half = examine("mae", lambda P, T: np.mean(np.abs(P - T)) / np.log(10))
    assert half.slip == "base-ten" and "base 10" in half.message


def test_zeros_are_said_of_what_is_always_zero():
    tie, other = Case({}, {"J": 1.0}, "a tie"), Case({}, {"J": 2.0})
    assert alike.all_zeros("J", [(tie, 0.0), (other, 0.0)])[1].startswith("Your J is 0, where")
    assert "for a tie" in alike.all_zeros("J", [(tie, 0.0)], [(other, 2.0)])[1]
    assert alike.all_zeros("J", [(other, 0.0)], [(tie, 1.0)]) is None
    full = Case({}, {"W": np.ones(3)}, "ones")
    assert "everywhere. Is the array" in alike.all_zeros("W", [(full, np.zeros(3))])[1]
    half = alike.all_zeros("W", [(full, np.zeros(3))], [(full, np.ones(3))])
    assert half[1] == "Your W is 0 for ones, where another number belongs."
