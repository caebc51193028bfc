"""Derivatives in float32: a cast hides no measured slope, and takes no points from one that was worked out."""

import numpy as np
import pytest

from nnlib.grading import examine
from nnlib.grading.exercises import EXERCISES

RNG = np.random.default_rng(0)
ASKED = [
    name
    for name, spec in EXERCISES.items()
    if any(case.single for part in spec.parts for case in part.cases(RNG))
]


def cast(value):
    """Every float as float32, in tuples, lists and dictionaries too."""
    if isinstance(value, (tuple, list)):
        return type(value)(map(cast, value))
    if isinstance(value, dict):
        return {key: cast(entry) for key, entry in value.items()}
    return np.float32(value) if np.asarray(value).dtype.kind == "f" else value


def then_cast(answer):
    return lambda *given: cast(answer(*given))


def test_every_exercise_that_asks_for_slopes_has_such_a_case():
    asked = {
        name
        for name, spec in EXERCISES.items()
        if any(case.slopes for part in spec.parts for case in part.cases(RNG))
    }
    assert asked - set(ASKED) == {"train_epoch"}, "there a whole epoch would have to be measured"


@pytest.mark.parametrize("name", ASKED)
def test_a_cast_saves_no_measured_slope(name):
    form = EXERCISES.form(name)
    for wrong in form.wrongs:
        if wrong.slip == "measured":
            report = examine(form.built(), then_cast(wrong.function), seed=5)
            gained = [part.name for part in report.parts.values() if part.passed]
            assert set(gained) <= {"value"}, "J is no slope"


@pytest.mark.parametrize("name", ASKED)
def test_a_cast_takes_no_points_from_what_is_right(name):
    form = EXERCISES.form(name)
    for right in form.rights:
        report = examine(form.built(), then_cast(right), seed=6)
        assert report.passed, str(report)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


@pytest.mark.parametrize("h", [1e-3, 1e-4, 1e-5, 1e-6, 1e-7])
@pytest.mark.parametrize("back", [0, 1])
def test_whole_tables_that_are_nudged_at_once_leave_a_trace(h, back):
    """From z + h and z - h, or from z + h and z: no sum, no kink, and errors smaller than float32 can show."""

    def nudged(dout, a):
        z = np.log(a / (1 - a))
        return np.float32(dout * (sigmoid(z + h) - sigmoid(z - back * h)) / (h + back * h))

    with np.errstate(all="ignore"):
        report = examine("sigmoid_backward", nudged, part="gradient", seed=7)
    assert report.slip == "measured", str(report)


@pytest.mark.parametrize(
    "answer",
    [
        lambda d, a: np.float32(d) * np.float32(a) * (1 - np.float32(a)),
        lambda d, a: np.float32(d) * (np.float32(a) - np.float32(a) ** 2),
        lambda d, a: np.float32(d * a * (1 - a)),
    ],
)
def test_what_was_computed_in_float32_leaves_none(answer):
    for seed in range(20):
        assert examine("sigmoid_backward", answer, seed=seed).passed
