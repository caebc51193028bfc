"""One call of a learner's function: side effects are seen, limits hold, nothing leaks."""

import warnings

import numpy as np

from nnlib.grading.exercise import Case
from nnlib.grading.trial import call

CASE = Case({"z": np.arange(6.0).reshape(2, 3)}, {"a": np.arange(6.0).reshape(2, 3)})


def test_the_case_itself_is_never_touched():
    def wipe(z):
        z[:] = 0
        return z

    outcome = call(wipe, CASE)
    assert outcome.modified == "z" and outcome.aliased == "z"
    assert CASE.arguments["z"][1, 2] == 5


def test_a_view_of_an_input_is_an_alias_and_a_copy_is_none():
    assert call(lambda z: z[:], CASE).aliased == "z"
    assert call(lambda z: z.copy(), CASE).aliased is None


def test_prints_warnings_and_errors_stay_inside(capsys):
    def noisy(z):
        print("working")
        np.log(np.zeros(1))
        raise ValueError("broken here")

    with warnings.catch_warnings(record=True) as caught:
        outcome = call(noisy, CASE)
    assert capsys.readouterr() == ("", "") and caught == []
    assert outcome.printed == "working\n" and "divide by zero" in outcome.warned[0]
    assert outcome.slip == "error" and "ValueError: broken here" in outcome.message


def test_a_number_may_be_a_python_float_or_a_numpy_one():
    case = Case({"x": 2.0}, {"y": 4.0})
    for square in (
        lambda x: x * x,
        lambda x: np.float64(x * x),
        lambda x: np.array(x * x),
        lambda x: int(x * x),
    ):
        outcome = call(square, case)
        assert outcome.slip is None and outcome.values["y"] == 4.0
    assert call(lambda x: np.array([x * x]), case).slip == "broadcast-up"


def test_strides_reach_the_learner():
    case = Case({"z": np.asfortranarray(np.arange(6.0).reshape(2, 3))}, {"a": np.zeros((2, 3))})
    seen = []
    call(lambda z: seen.append(z.flags.f_contiguous) or z * 0, case)
    assert seen == [True]
