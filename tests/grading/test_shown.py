"""How messages show numbers: small things whole, large ones in a few words, two numbers with digits enough."""

import numpy as np
import pytest

from nnlib.grading import examine, shown
from nnlib.grading.exercise import Case
from nnlib.grading.exercises import EXERCISES


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (np.array([[1.0, 2.0], [3.0, 4.5]]), "[[1. , 2. ], [3. , 4.5]]"),
        (np.zeros((7, 2)), "an array of shape (7, 2)"),
        ({"x": 2.0, "y": -3}, "{'x': 2, 'y': -3}"),
        ([(np.ones((1, 1)), np.zeros(1))], "[([[1.]], [0.])]"),
        ([("f", "add", ("x", "y"))], "[('f', 'add', ('x', 'y'))]"),
        ((3,), "(3,)"),
        ([0.5] * 13, "a list of 13"),
        ({"W": np.zeros((4, 4))}, "a dict of 1"),
        (0.1 + 0.2, "0.3"),
        (True, "True"),
        ("relu", "'relu'"),
        (np.sin, "a function"),
        (np.random.default_rng(0), "a random generator"),
    ],
)
def test_small_inputs_are_shown_as_they_are_typed(value, said):
    assert shown.short(value) == said


def test_two_numbers_are_told_apart_by_their_digits():
    assert shown.apart(8.5, 0.5) == {"got": "8.5", "truth": "0.5"}
    close = shown.apart(0.5 + 5e-8, 0.5)
    assert close["got"] != close["truth"] == "0.5" and len(close["got"]) < 15
    assert shown.apart(0.1 + 0.2, 0.3) == {
        "got": "0.30000000000000004",
        "truth": "0.29999999999999999",
    }


def test_the_first_difference_shows_what_went_in():
    case = Case({"W": np.array([[1.0, 2.0], [3.0, 4.5]]), "X": np.ones((7, 2))}, {"z": np.ones(3)})
    wrong = np.ones(3, bool)
    said = shown.first_difference("z", case, np.zeros(3), np.ones(3), wrong, True)
    assert "z[0] is 0 where 1 is right" in said
    assert "W = [[1. , 2. ], [3. , 4.5]], X = an array of shape (7, 2)" in said
    assert "W" not in shown.first_difference("z", case, np.zeros(3), np.ones(3), wrong, False)
    large = Case({"a": np.arange(20.0)}, {"z": np.ones(20)})
    wrong = np.arange(20) == 7
    said = shown.first_difference("z", large, np.zeros(20), np.ones(20), wrong, True)
    assert "There, a = 7." in said, "the entry that belongs to it"


def test_the_smallest_case_is_the_one_to_work_out_by_hand():
    report = examine(
        "affine_backward", lambda dout, X, W: (dout @ W.T + 0.3, X.T @ dout, dout.sum(0))
    )
    assert "dout = [[ 1.], [10.]], X = [[1., 2.], [3., 4.]], W = [[5.], [6.]]" in report.message


def test_a_small_graph_is_shown():
    form = EXERCISES.form("backprop_graph")
    right = form.rights[0]
    report = examine(form, lambda n, v: {key: s + 0.3 for key, s in right(n, v).items()})
    assert "nodes = [('q', 'add', ('x', 'y')), ('f', 'mul', ('q', 'z'))]" in report.message
