"""Optimizers: learning rates that fall, and optimizers by name."""

import pickle

import numpy as np
import pytest
from models.small import classifier

from nnlib import (
    SGD,
    Adam,
    CosineDecay,
    Dense,
    ExponentialDecay,
    Input,
    InverseTimeDecay,
    Nadam,
    Sequential,
    lr_schedule,
)
from nnlib.models import deprecated
from nnlib.models.adaptive import optimizer_of
from nnlib.models.monitors import LearningRateScheduler


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
    model.build(), other.build()  # drawn, so that both draw their orders from here on
    model.fit(X, t, batch_size=2, epochs=3, verbose=0)
    orders = [other.rng.permutation(4) for _ in range(3)]
    for epoch, order in enumerate(orders):
        for step in range(2):
            other.optimizer.learning_rate = 0.1 * 0.5 ** (epoch + step / 2)
            batch = order[2 * step : 2 * step + 2]
            other.train_on_batch(X[batch], t[batch])
    np.testing.assert_allclose(model.theta, other.theta, rtol=1e-5)
    assert model.steps == other.steps == 6


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


@pytest.mark.parametrize(
    "make, kind, complaint",
    [
        (lambda: SGD(-0.1), ValueError, "learning_rate is -0.1; wanted a positive number"),
        (lambda: SGD("fast"), TypeError, "learning_rate is 'fast'; wanted a number"),
        (lambda: SGD(momentum=2), ValueError, "momentum is 2; wanted 0 to 1"),
        (lambda: Adam(amsgrad="yes"), TypeError, "amsgrad is 'yes'; wanted True or False"),
        (lambda: Nadam(amsgrad=True), ValueError, "Adam and AdamW have it, Nadam and Adamax do"),
        (lambda: SGD(clipnorm=-1), ValueError, "clipnorm is -1; wanted a positive number"),
        (
            lambda: SGD(clipnorm=1, clipvalue=1),
            ValueError,
            "one of clipvalue, clipnorm and global_",
        ),
        (
            lambda: SGD(clipnrm=1),
            TypeError,
            "SGD got an unexpected keyword argument 'clipnrm'; did you mean",
        ),
        (lambda: Adam(beta_1=1), ValueError, "beta_1 is 1"),
        (lambda: classifier(optimizer="adm"), ValueError, "did you mean 'adam'?"),
        (lambda: classifier(optimizer=7), TypeError, "wanted a name, or SGD(...) or Adam(...)"),
    ],
)
def test_an_optimizer_says_what_was_given_and_what_was_wanted(make, kind, complaint):
    with pytest.raises(kind) as error:
        make()
    assert complaint in str(error.value)


def trained(optimizer, **layer):
    """A small network after three epochs, and its first weights."""
    rng = np.random.default_rng(1)
    X, t = rng.normal(size=(20, 4)) * 3, rng.normal(size=20)
    model = Sequential([Input([4]), Dense(5, "tanh", **layer), Dense(1)], rng=0)
    model.compile(optimizer, "mse")
    first = model.theta.copy()
    model.fit(X, t, epochs=3, verbose=0)
    return model, first


def test_decay_of_old_is_inverse_time_decay():
    deprecated._said.clear()
    with pytest.warns(FutureWarning, match="decay= is an old spelling .*InverseTimeDecay"):
        old = SGD(0.1, decay=0.5)
    one, other = trained(old)[0], trained(SGD(InverseTimeDecay(0.1, 1, 0.5)))[0]
    np.testing.assert_array_equal(one.theta, other.theta)
    assert old.rate(0, 2) == 0.05 and SGD(0.1, decay=0.0).learning_rate == 0.1


def test_a_tiny_limit_of_the_slopes_makes_tiny_steps():
    for limit in ({"clipvalue": 1e-6}, {"clipnorm": 1e-6}, {"global_clipnorm": 1e-6}):
        model, first = trained(SGD(0.1, **limit))
        assert 0 < np.abs(model.theta - first).max() < 1e-6


def test_weight_decay_shrinks_what_has_no_slope():
    plain, first = trained(SGD(1e-12))
    model, _ = trained(SGD(1e-12, weight_decay=1e11))
    np.testing.assert_allclose(plain.theta, first, rtol=1e-5, atol=1e-9)
    np.testing.assert_allclose(model.theta, first * 0.9**3, rtol=1e-4, atol=1e-6)


def test_a_change_beside_the_step_is_seen_by_the_next_epoch():
    model, _ = trained(SGD(0.1))
    model.optimizer.clipvalue = 1e-9
    before = model.theta.copy()
    model.fit(np.eye(4), np.ones(4), verbose=0)
    assert np.abs(model.theta - before).max() < 1e-9


@pytest.mark.parametrize("name", ["epsilon", "decay", "amsgrad", "name"])
def test_the_defaults_of_old_signatures_change_nothing(name):
    usual = {"epsilon": None, "decay": 0.0, "amsgrad": False, "name": "Adam"}
    assert Adam(**{name: usual[name]}).config() == Adam().config()


def test_a_rate_of_0_moves_nothing_until_a_callback_sets_another():
    model, _ = trained(SGD(0.0))
    before = model.theta.copy()
    model.fit(np.eye(4), np.ones(4), verbose=0)
    np.testing.assert_array_equal(model.theta, before)
    set_rate = LearningRateScheduler(lambda epoch: 0.1)
    model.fit(np.eye(4), np.ones(4), verbose=0, callbacks=[set_rate])
    assert (model.theta != before).any()


def test_a_rate_can_be_read_and_set_as_a_variable():
    adam = Adam(0.5)
    rate = adam.learning_rate
    assert rate == 0.5 and isinstance(rate, float) and rate.numpy() == 0.5
    rate.assign(0.25)
    assert adam.learning_rate == 0.25 and rate == 0.5
    again = pickle.loads(pickle.dumps(adam))
    again.learning_rate.assign(0.125)
    assert again.learning_rate == 0.125 and adam.learning_rate == 0.25
    with pytest.raises(ValueError, match="learning_rate is -1"):
        adam.learning_rate.assign(-1)
