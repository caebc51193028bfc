"""The table of a card: the smallest call that went wrong, number by number, and nothing that gives an answer away."""

import time

import numpy as np
import pytest

from nnlib.grading import examine, exercise
from nnlib.grading.compared import ENTRIES, ROWS, title
from nnlib.grading.exercise import case
from nnlib.grading.exercises import EXERCISES


def twice(cases, hidden=False, outputs="y"):
    ex = exercise("twice", f"x -> {outputs}")
    ex.part("value", points=1, hidden=hidden)(lambda rng: cases)
    return ex


def table(ex, function):
    return examine(ex, function).parts["value"].compared


def of(*xs):
    return [case(x=x, y=2 * np.asarray(x, float)) for x in xs]


def test_the_smallest_wrong_call_is_shown_whole():
    found = table(twice(of(np.arange(30.0), [1, -2, 3], [4, 5])), lambda x: 2 * np.abs(x))
    assert found.given == "x = [ 1., -2., 3.]" and (found.wrong, found.count) == (1, 3)
    assert [tuple(entry) for entry in found.entries] == [
        ("y[0]", "2", "2", True),
        ("y[1]", "4", "-4", False),
        ("y[2]", "6", "6", True),
    ]
    assert title(found).endswith("1 of 3 numbers are wrong:")


def test_of_a_large_result_the_first_wrong_numbers_are_shown():
    x = np.ones(ENTRIES + 30)
    x[4:20] = -1
    found = table(twice(of(x)), lambda x: 2 * np.abs(x))
    assert [entry.place for entry in found.entries] == [f"y[{i}]" for i in range(4, 4 + ROWS)]
    assert (found.wrong, found.count) == (16, len(x)) and "an array of shape" in found.given


def test_a_table_of_a_huge_result_costs_nothing():
    x = -np.ones((1000, 1000))
    started = time.process_time()
    assert table(twice(of(x)), np.abs).wrong == x.size
    assert time.process_time() - started < 5


def test_a_single_number_and_several_results():
    cases = [case(x=3.0, y=6.0, z=9.0)]
    found = table(twice(cases, outputs="y, z"), lambda x: (6.0, np.nan))
    assert [tuple(e) for e in found.entries] == [("y", "6", "6", True), ("z", "nan", "9", False)]
    assert title(table(twice([case(x=3.0, y=6.0)]), lambda x: 1.0)) == "For x = 3:"


def test_near_misses_are_told_apart():
    (entry,) = table(twice([case(x=0.25, y=0.5)]), lambda x: 0.5 - 2e-9).entries
    assert entry.came != entry.right == "0.5"


@pytest.mark.parametrize(
    "ex",
    [
        twice(of([1, -2]), hidden=True),
        twice([case(x="small", y="fast")]),
        twice([case(x=1.0, y=2.0, judge=lambda values, given: ("not-so", "No."))]),
    ],
    ids=["hidden", "a word", "many right answers"],
)
def test_what_would_be_given_away_is_not_shown(ex):
    report = examine(ex, lambda x: "slow" if isinstance(x, str) else np.abs(x))
    assert report.points == 0 and report.parts["value"].compared is None


def test_an_answer_without_a_question_is_not_shown():
    ex = exercise("weights", " -> w")
    ex.part("value", points=1)(lambda rng: [case(w=[1, 2])])
    assert table(ex, lambda: np.zeros(2)) is None


def test_a_right_answer_has_no_table_and_a_shape_that_is_wrong_has_none():
    ex = twice(of([1, 2]))
    assert table(ex, lambda x: 2 * x) is None and table(ex, lambda x: 1.0) is None


@pytest.mark.parametrize("name", sorted(EXERCISES))
def test_of_the_books_exercises_no_hidden_number_is_shown(name):
    ex = EXERCISES[name]
    for slip in [slip for slip in ex.slips if slip.wrong][:3]:
        for part in examine(name, slip.wrong, seed=3).parts.values():
            assert part.compared is None or (not part.hidden and not part.passed)
