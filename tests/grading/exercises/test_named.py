"""Every mistake gets its own name: no small change of a solution, and no wrong answer, gets that of another one."""

import numpy as np
import pytest
from named import changed, mistakes, untrue

from nnlib.grading import examine
from nnlib.grading.exercise import case, exercise
from nnlib.grading.exercises import EXERCISES

SLOW = ("train_digits", "linearly_separable", "perceptron_fit")  # `make seeds` has them
EVERY = 6  # one change in six; `python tests/named.py` tries them all


@pytest.mark.parametrize("name", [name for name in EXERCISES if name not in SLOW])
def test_what_a_mistake_is_called_it_is_on_other_draws_too(name):
    form = EXERCISES.form(name)
    spec = form.built()
    false = {
        what: said
        for what, function in changed(name, EVERY)
        if (said := untrue(spec, function, 77))
    }
    assert false == {}


@pytest.mark.parametrize("name", EXERCISES)
def test_no_two_mistakes_of_an_exercise_have_one_message_and_two_names(name):
    keys = {}
    for slip in EXERCISES[name].slips:
        keys.setdefault(slip.message, set()).add(slip.key)
    assert [found for found in keys.values() if len(found) > 1] == []


def test_a_name_that_does_not_hold_is_found():
    """Two mistakes that agree wherever x is positive, and a part that draws nothing else."""
    ex = exercise("size", "x -> r")

    @ex.part(points=1)
    def value(rng):
        return [case(x=x, r=abs(x)) for x in rng.normal(0, 1, 3)]

    @ex.slip
    def doubled_size(x):
        """You return twice the size. One time is enough."""
        return 2 * abs(x)

    spec = ex.built()
    assert untrue(spec, lambda x: 2 * abs(x), 0) == []
    assert examine(spec, lambda x: 2 * abs(x), seed=0).slip == "doubled-size"
    late = iter([True] * 9 + [False] * 99)  # another mistake, which shows late
    assert untrue(spec, lambda x: 2 * abs(x) if next(late) else 3 * abs(x), 0) == [
        "value: doubled-size"
    ]


def test_the_mistakes_are_the_wrong_answers_and_the_changes():
    found = [what for what, _ in mistakes("relu", EXERCISES.form("relu"))]
    assert any(what.startswith("wrong") for what in found)
    assert any(what.startswith("slip leaky") for what in found)
    assert any("np.minimum" in what for what in found)
    assert np.all([callable(f) for _, f in mistakes("relu", EXERCISES.form("relu"), 3)])
