"""Descent: learning rates that fall, and optimizers by name."""

import numpy as np
import pytest

from nnlib import SGD, Adam, CosineDecay, Dense, ExponentialDecay, Input, Sequential, lr_schedule
from nnlib.descent import optimizer_of


@pytest.mark.parametrize(
    "schedule, rates",
    [
        (ExponentialDecay(0.1, 10, 0.5), [0.1, 0.1 * 0.5**0.5, 0.05, 0.025]),
        (ExponentialDecay(0.1, 10, 0.5, staircase=True), [0.1, 0.1, 0.05, 0.025]),
        (CosineDecay(0.1, 20), [0.1, 0.1 * (1 + np.cos(np.pi / 4)) / 2, 0.05, 0]),
        (CosineDecay(0.1, 10, alpha=0.2), [0.1, 0.06, 0.02, 0.02]),
    ],
)
def test_schedules_in_steps(schedule, rates):
    optimizer = SGD(schedule)
    assert [optimizer.rate(0, steps) for steps in (0, 5, 10, 20)] == pytest.approx(rates)


def test_a_function_of_the_epoch():
    optimizer = Adam(lambda epoch: lr_schedule(0.1, epoch, every=2))
    assert [optimizer.rate(epoch, 0) for epoch in range(4)] == [0.1, 0.1, 0.05, 0.05]
    with pytest.raises(ValueError, match="learning_rate is -1"):
        SGD(lambda epoch: -1).rate(0, 0)


def test_the_schedule_counts_the_steps_of_training():
    X, t = np.eye(4), np.ones(4)
    model = Sequential([Input([4]), Dense(1)], rng=0)
    model.compile(SGD(ExponentialDecay(0.1, 2, 0.5)), "mse")
    other = Sequential([Input([4]), Dense(1)], rng=0)
    other.compile(SGD(0.1), "mse")
    model.fit(X, t, batch_size=2, epochs=3, verbose=0)
    for rate in (0.1, 0.05, 0.025):
        other.optimizer.learning_rate = rate
        other.fit(X, t, batch_size=2, verbose=0)
    assert np.array_equal(model.theta, other.theta) and model.steps == 6


@pytest.mark.parametrize("name, kind", [("sgd", SGD), ("SGD", SGD), ("adam", Adam), ("Adam", Adam)])
def test_optimizers_by_name(name, kind):
    assert type(optimizer_of(name)) is kind


def test_the_usual_numbers():
    assert optimizer_of("sgd").config() == {"type": "SGD", "learning_rate": 0.01, "momentum": 0.0}
    assert optimizer_of("momentum").momentum == 0.9
    assert optimizer_of("adam").learning_rate == 0.001


@pytest.mark.parametrize(
    "make",
    [
        lambda: ExponentialDecay(0, 10, 0.5),
        lambda: ExponentialDecay(0.1, 0, 0.5),
        lambda: ExponentialDecay(0.1, 10, -1),
        lambda: CosineDecay(0.1, 10, alpha=2),
    ],
)
def test_schedules_that_cannot_be(make):
    with pytest.raises(ValueError, match=" is .*; wanted "):
        make()
