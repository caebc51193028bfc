"""What the checks of chapter 2 rest on: the functions that a plane separates, and the room between two classes."""

import numpy as np
import pytest

from nnlib.grading import examine
from nnlib.grading.exercises.ch02 import fool_class_means as fool
from nnlib.grading.exercises.ch02 import linearly_separable as separable


def test_104_of_the_256_functions_of_three_inputs_are_separable():
    corners, every = separable.tables(3)
    learned = [separable.epochs_needed(corners, y, 200) is not None for y in every]
    assert [tuple(y) in separable.separable_tables() for y in every] == learned
    assert sum(learned) == 104 and len(every) == 256


def test_least_squares_is_right_for_two_inputs_and_misses_planes_for_three():
    found = {}
    for d in (2, 3):
        corners, every = separable.tables(d)
        told = [separable.least_squares_line(corners, y, 0) for y in every]
        truth = [separable.epochs_needed(corners, y, 200) is not None for y in every]
        found[d] = sum(a != b for a, b in zip(told, truth, strict=True))
        assert not any(a and not b for a, b in zip(told, truth, strict=True)), "it finds no more"
    assert found[2] == 0 and found[3] > 0


@pytest.mark.parametrize("seed", range(3))
def test_three_inputs_are_asked_for_every_separable_function_and_some_others(seed):
    case = separable.three_inputs(np.random.default_rng(seed))
    assert case.truth["separable"].sum() == 104 and len(case.truth["separable"]) == 110


@pytest.mark.parametrize("seed", range(3))
def test_who_says_true_of_one_function_in_a_hundred_is_not_told_that_it_is_never_said(seed):
    def rarely(X, y, max_epochs):
        return list(y) == [0, 1, 1, 1, 1, 1, 1, 1]

    hidden = examine("linearly_separable", rarely, "robustness", seed=seed)
    assert hidden.slip == "separable-missed"
    never = examine("linearly_separable", lambda *given: False, "robustness", seed=seed)
    assert never.slip == "always-false"


def test_the_gap_between_two_classes_is_found_in_any_direction():
    X, y = np.array([[0.0, 0.0], [0.0, 2.0], [3.0, 0.0], [3.0, 2.0]]), np.array([0, 0, 1, 1])
    turn = np.array([[np.cos(0.7), -np.sin(0.7)], [np.sin(0.7), np.cos(0.7)]])
    assert fool.gap(X, y) == pytest.approx(3) and fool.gap(X @ turn, y) == pytest.approx(
        3, abs=0.01
    )
    assert fool.gap(X, np.array([0, 1, 1, 0])) <= 0
    assert fool.wrong_by(X, y) == pytest.approx(-1.5)
