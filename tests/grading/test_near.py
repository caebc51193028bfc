"""How near is right: by what comes back, and by what is asked for."""

import numpy as np
import pytest

import nnlib
from nnlib.grading import examine
from nnlib.grading.exercise import Case
from nnlib.grading.exercises import EXERCISES
from nnlib.grading.exercises.answers import softmax
from nnlib.grading.near import SINGLE, SLOPES, TOLERANCE, limit


def test_the_limit_depends_on_what_comes_back_and_on_what_is_asked():
    plain, slopes = Case({}, {}), Case({}, {}, slopes=True)
    assert limit(plain, False) == TOLERANCE and limit(slopes, False) == SLOPES
    assert limit(plain, True) == limit(slopes, True) == SINGLE
    assert limit(Case({}, {}, tolerance=1e-4, slopes=True), False) == 1e-4, (
        "what a case says, holds"
    )


@pytest.mark.parametrize("digits", [6, 9])
def test_digits_that_are_missing_are_counted(digits):
    report = examine("softmax", lambda Z: softmax(Z) * (1 + 2 * 10.0**-digits), part="value")
    assert report.slip == "inexact" and f"about {digits - 1} digits" in report.message
    assert examine("softmax", lambda Z: softmax(Z) * (1 + 1e-15), part="value").passed


def test_single_precision_is_right_where_it_comes_back_and_inexact_where_it_was_on_the_way():
    assert examine("mse", lambda P, T: np.float32(np.mean((P - T) ** 2)), part="value").passed
    on_the_way = examine("mse", lambda P, T: float(np.float32(np.mean((P - T) ** 2))), part="value")
    assert on_the_way.passed or on_the_way.slip == "inexact"


def test_measured_slopes_earn_nothing_in_any_exercise_that_asks_for_a_derivative():
    named = [w.slip for name in EXERCISES for w in EXERCISES.form(name).wrongs]
    assert named.count("measured") >= 17
    asked = [
        name
        for name, spec in EXERCISES.items()
        if any(c.slopes for p in spec.parts for c in p.cases(np.random.default_rng(0)))
    ]
    told = [n for n in asked if "measured" in [w.slip for w in EXERCISES.form(n).wrongs]]
    # relu's slopes are far off at its kink, and are named by that
    assert set(asked) - set(told) <= {"relu_backward", "train_epoch"}


@pytest.mark.parametrize("h", [1e-3, 1e-4, 1e-6, 1e-7])
def test_no_step_is_small_enough(h):
    def nudged(P, T):
        return nnlib.numerical_gradient(lambda moved: np.mean((moved - T) ** 2), P, h)

    for seed in range(5):
        report = examine("mse_grad", nudged, seed=seed)
        assert report.points == 0 and report.slip == "measured", str(report)
