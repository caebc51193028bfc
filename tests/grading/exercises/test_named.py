"""Every mistake gets its own name: no small change of a solution, and no wrong answer, gets that of another one."""

import numpy as np
import pytest
from named import changed, mistakes, remembering, untrue

from nnlib.grading import examine
from nnlib.grading.exercise import Case, Misfit, case, exercise
from nnlib.grading.exercises import EXERCISES

SLOW = ("train_digits", "linearly_separable", "perceptron_fit")  # `make seeds` has them
EVERY = 6  # one change in six; `python tests/named.py` tries them all


@pytest.mark.parametrize("name", [name for name in EXERCISES if name not in SLOW])
def test_what_a_mistake_is_called_it_is_on_other_draws_too(name):
    form = EXERCISES.form(name)
    spec = form.built()
    with remembering(spec):
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


def names(spec, function):
    return untrue(spec, function, 0), str(examine(spec, function, seed=0))


@pytest.mark.parametrize("name", ["relu", "minibatches", "gate_weights", "softmax_cross_entropy"])
def test_what_is_remembered_changes_nothing(name):
    form = EXERCISES.form(name)
    spec, answers = form.built(), [function for _, function in mistakes(name, form, 9)]
    afresh = [names(spec, function) for function in answers]
    with remembering(spec):
        for _ in range(2):
            assert [names(spec, function) for function in answers] == afresh


def test_a_slip_is_called_once_on_a_case_and_an_answer_as_often_as_it_is_examined():
    ex, calls = exercise("size", "x -> r"), []

    @ex.part(points=1)
    def value(rng):
        return [case(x=x, r=abs(x)) for x in rng.normal(0, 1, 3)]

    @ex.slip
    def doubled_size(x):
        """You return twice the size. One time is enough."""
        calls.append("slip")
        return 2 * abs(x)

    def answer(x):
        calls.append("answer")
        return 2 * abs(x)

    spec = ex.built()
    with remembering(spec):
        for _ in range(3):
            assert untrue(spec, answer, 0) == []
    draws = 1 + 2 + 3  # the one of the name, two on which it has to hold, and the tool's own
    assert (calls.count("slip"), calls.count("answer")) == (3 * draws, 3 * 3 * draws)


def test_a_rule_that_knows_every_order_may_give_the_name_of_a_slip_that_draws_its_own():
    ex = exercise("pair", "n, rng -> rows")

    def told(values, arguments):
        right = sorted(values["rows"]) == [0, 1, 2, 3]
        return (
            None
            if right
            else ("with-zero", "You leave row 3 out.")
            if 3 not in values["rows"]
            else ("?", "?")
        )

    @ex.part(points=1)
    def value(rng):
        given = {"n": 4, "rng": np.random.default_rng(int(rng.integers(99)))}
        return [Case(given, {"rows": np.arange(4.0)}, judge=told)]

    @ex.slip(key="with-zero", says="You leave row 3 out.")
    def by_permutation(n, rng):
        return np.append(rng.permutation(n - 1), 0)

    spec = ex.built()
    assert untrue(spec, lambda n, rng: np.append(np.arange(n - 1), 1), 0) == []
    assert untrue(spec, by_permutation, 0) == []


def test_a_reading_that_knows_a_shape_may_give_the_name_of_a_slip():
    """Means of rows where means of columns are wanted: on a square array they are that slip, on others the shape is."""
    ex = exercise("means", "X -> m")

    def read(result):
        if np.shape(result) == (3,):
            raise Misfit("by-rows", "You go along the rows.")
        return {"m": result}

    @ex.part(points=1)
    def value(rng):
        X = rng.normal(0, 1, (3, 2))
        return [case(X=X, m=X.mean(axis=0), read=read)]

    @ex.slip(says="You go along the rows.")
    def by_rows(X):
        return X.mean(axis=1)

    spec = ex.built()
    assert examine(spec, by_rows, seed=0).slip == "by-rows"
    assert untrue(spec, by_rows, 0) == []
    turns = iter([True] + [False] * 9)
    late = lambda X: X.mean(axis=1) if next(turns) else 2 * X.mean(axis=0)  # noqa: E731
    assert untrue(spec, late, 0) == ["value: by-rows"]


def test_the_mistakes_are_the_wrong_answers_and_the_changes():
    found = [what for what, _ in mistakes("relu", EXERCISES.form("relu"))]
    assert any(what.startswith("wrong") for what in found)
    assert any(what.startswith("slip leaky") for what in found)
    assert any("np.minimum" in what for what in found)
    assert np.all([callable(f) for _, f in mistakes("relu", EXERCISES.form("relu"), 3)])
