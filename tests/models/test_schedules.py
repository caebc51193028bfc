"""Schedules: rates by hand, and what cannot be. How training asks them stands in test_optimizers.py."""

import pytest

from nnlib import InverseTimeDecay, PiecewiseConstantDecay, PolynomialDecay
from nnlib.models.schedules import Schedule


@pytest.mark.parametrize(
    "schedule, rates",
    [
        (InverseTimeDecay(0.1, 10, 0.5), {0: 0.1, 5: 0.08, 20: 0.05}),
        (InverseTimeDecay(0.1, 10, 0.5, staircase=True), {9: 0.1, 10: 0.1 / 1.5, 20: 0.05}),
        (
            PiecewiseConstantDecay([10, 20], [0.3, 0.2, 0.1]),
            {0: 0.3, 10: 0.3, 11: 0.2, 20: 0.2, 21: 0.1},
        ),
        (PolynomialDecay(0.1, 10, 0.02), {0: 0.1, 5: 0.06, 10: 0.02, 99: 0.02}),
        (PolynomialDecay(0.1, 10, 0.0, power=2.0), {5: 0.025, 10: 0}),
        (PolynomialDecay(0.1, 10, 0.0, cycle=True), {0: 0.1, 5: 0.05, 10: 0, 15: 0.025, 20: 0}),
    ],
)
def test_rates_by_hand(schedule, rates):
    assert [schedule.at(steps) for steps in rates] == pytest.approx(list(rates.values()))


@pytest.mark.parametrize(
    "make, complaint",
    [
        (lambda: InverseTimeDecay(0.1, 10, 0), "decay_rate is 0; wanted a positive number"),
        (lambda: PiecewiseConstantDecay([1], [0.1]), "there are 1 values; wanted 2"),
        (lambda: PiecewiseConstantDecay([2, 1], [1, 1, 1]), "wanted rising steps"),
        (lambda: PolynomialDecay(0.1, 0), "decay_steps is 0"),
        (lambda: PolynomialDecay(0.1, 5, -1), "end_learning_rate is -1"),
    ],
)
def test_schedules_that_cannot_be(make, complaint):
    with pytest.raises(ValueError) as error:
        make()
    assert complaint in str(error.value)


def test_a_schedule_that_says_nothing_is_told():
    with pytest.raises(NotImplementedError, match="Schedule does not say the rate after 3 steps"):
        Schedule().at(3)
