"""What the checks of chapter 2 rest on: the functions that a plane separates, and gates that clean a signal."""

import numpy as np
import pytest

from nnlib.grading import examine
from nnlib.grading.exercises.ch02 import linearly_separable as separable
from nnlib.grading.exercises.ch02.xor_from_gates import AND, NAND, OR


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
def test_three_inputs_are_asked_for_every_separable_pair_and_some_others(seed):
    case = separable.three_inputs(np.random.default_rng(seed))
    assert case.truth["separable"].sum() == 52 and len(case.truth["separable"]) == 58


def test_gates_are_told_from_a_comparison_by_signals_that_are_a_little_off():
    gates = examine("xor_from_gates", lambda x1, x2: AND(NAND(x1, x2), OR(x1, x2)), seed=1)
    compared = examine("xor_from_gates", lambda x1, x2: (x1 != x2) * 1.0, seed=1)
    assert gates.points == 2
    assert compared.points == 1 and compared.slip == "comparison-for-gates"


def test_who_refuses_signals_that_are_off_loses_nothing_but_other_errors_count():
    def refuses(x1, x2):
        if not np.isin([x1, x2], (0, 1)).all():
            raise ValueError("wanted 0 and 1")
        return AND(NAND(x1, x2), OR(x1, x2))

    def breaks(x1, x2):
        return (
            np.array([0.0, 1.0])[(x1 != x2).astype(int)] + 0 * {0.0: 0, 1.0: 0}[float(np.max(x1))]
        )

    assert examine("xor_from_gates", refuses, seed=1).points == 2
    assert examine("xor_from_gates", breaks, seed=1).parts["robustness"].slip == "error"
