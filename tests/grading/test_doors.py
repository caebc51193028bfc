"""Garbage through every door of `nnlib.grading`: a report, or an error in words, and nothing is changed.

What a learner's function returns is garbage too, and no error: the report says what it is.
"""

import inspect

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_front_door import enter
from test_mathematics import GARBAGE, QUIET

import nnlib
from nnlib.grading import case, check, examine, exercise
from nnlib.grading.own import ExerciseError

RIGHT = {"x": [3, 4], "r": 2.0}


def rms(x):
    return 2.0


def with_part(**given):
    """An exercise with a part of these settings is built and asked."""
    ex = exercise("rms", "x -> r")
    ex.part(**{"points": 1} | given)(lambda rng: [case(**RIGHT)])
    return str(examine(ex, rms, seed=0))


def with_case(**given):
    ex = exercise("rms", "x -> r")
    ex.part("value", points=1)(lambda rng: [case(**RIGHT | given)])
    return str(examine(ex, lambda x: np.zeros(3), seed=0))


def with_slip(**given):
    ex = exercise("rms", "x -> r")
    ex.part("value", points=1)(lambda rng: [case(**RIGHT)])
    ex.slip(**{"says": "You return 3."} | given)(lambda x: 3.0)
    return str(examine(ex, lambda x: 3.0, seed=0))


def of_form(name, **needs):
    def call(**given):
        getattr(exercise("rms", "x -> r"), name)(**needs | given)

    return call


def named(function, names):
    """The function with these keywords as its signature."""
    only = inspect.Parameter.KEYWORD_ONLY
    function.__signature__ = inspect.Signature([inspect.Parameter(n, only) for n in names.split()])
    return function


def returned(value):
    """The report on a function that returns this, from exercises of arrays, numbers, lists and batches."""
    names = ("relu", "mse", "minibatches", "train_epoch", "gate_weights", "count_parameters")
    for name in names:
        report = examine(name, lambda *given: value, seed=0)
        assert str(report) and 0 <= report.points <= report.max_points


DOORS = {
    "check": (check, {"function": nnlib.relu, "exercise": "relu", "part": "value"}),
    "examine": (examine, {"exercise": "relu", "function": nnlib.relu, "seed": 0}),
    "exercise": (exercise, {"name": "rms", "signature": "x -> r"}),
    "about": (lambda about: case(about, **RIGHT), {"about": "a triangle"}),
    "part": (named(with_part, "name points hidden pure"), {}),
    "case": (named(with_case, "x r tolerance elementwise scale run read judge seconds slopes"), {}),
    "slip": (named(with_slip, "key says like"), {}),
    "wrong": (named(of_form("wrong", slip=None), "slip points"), {}),
    "effect": (named(of_form("effect", key="k", says="You."), "key says"), {}),
    "right": (lambda function: exercise("rms", "x -> r").right(function), {"function": len}),
    "same": (lambda line: exercise("rms", "x -> r").same(line), {"line": "a = 1"}),
    "returned": (returned, {"value": np.ones(3)}),
}
PLACES = [(name, key) for name in DOORS for key in inspect.signature(DOORS[name][0]).parameters]


@pytest.mark.parametrize("name", DOORS)
def test_a_door_opens_as_it_is_meant_to(name):
    door, right = DOORS[name]
    door(**right)


@QUIET
@settings(max_examples=250)
@given(st.sampled_from(PLACES), st.integers(0, len(GARBAGE) - 1))
def test_one_wrong_argument_gives_a_readable_error_or_a_report(place, number):
    name, key = place
    try:
        enter(*DOORS[name], {key: GARBAGE[number]})
    except ExerciseError as error:  # of a case that cannot be drawn
        assert "cannot be drawn" in str(error) and name == "case"
    except LookupError as error:
        assert type(error) is LookupError and (
            "there is no" in str(error) or "has no part" in str(error)
        )


@pytest.mark.parametrize(
    ("call", "kind", "message"),
    [
        (lambda: check(nnlib.relu, 3), TypeError, "part is 3; wanted a text"),
        (lambda: check(nnlib.relu, exercise=[3]), LookupError, r"there is no exercise '\[3\]'"),
        (lambda: examine("relu", nnlib.relu, seed=0.5), TypeError, "seed is 0.5; wanted a whole number"),
        (lambda: exercise(3, "x -> r"), TypeError, "name is 3; wanted a text"),
        (lambda: with_part(points="1"), TypeError, "points is '1'; wanted a number"),
        (lambda: with_part(points=float("nan")), ValueError, "points is nan; wanted 0 to"),
        (lambda: with_part(pure="no"), TypeError, "pure is 'no'; wanted True or False"),
        (lambda: with_slip(says=3), TypeError, "says is 3; wanted a text"),
        (lambda: with_slip(like=len), ValueError, "like is .*, and no slip of rms"),
        (lambda: with_case(judge=3), ExerciseError, "judge is 3; wanted a function"),
        (lambda: exercise("rms", "x -> r").same(3), TypeError, "a line is 3; wanted a text"),
    ],
)  # fmt: skip
def test_what_was_given_and_what_was_wanted_is_said(call, kind, message):
    with pytest.raises(kind, match=message):
        call()
