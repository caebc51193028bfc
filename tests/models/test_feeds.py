"""Feeds: the same training from arrays, from a generator, batch by batch; and epochs that are counted otherwise."""

import numpy as np
import pytest
from models.small import classifier, regressor

from nnlib.models.feeds import generated

RNG = np.random.default_rng(0)
X, T = RNG.normal(size=(20, 4)), RNG.normal(size=20)


def batches(size, rows=20, forever=True):
    while True:
        for start in range(0, rows, size):
            yield X[start : start + size], T[start : start + size]
        if not forever:
            return


@pytest.mark.parametrize("size", [5, 8])
def test_a_generator_trains_like_its_rows_in_order(size):
    one, other = regressor(), regressor()
    wanted = one.fit(X, T, batch_size=size, epochs=3, shuffle=False, verbose=0).history["loss"]
    steps = -(-20 // size)
    got = other.fit(batches(size), steps_per_epoch=steps, epochs=3, verbose=0).history["loss"]
    np.testing.assert_array_equal(one.theta, other.theta)
    assert got == pytest.approx(wanted, rel=1e-5)


def test_without_shuffling_the_seed_of_the_order_does_not_matter():
    one, other = regressor(), regressor()
    for model, seed in ((one, 1), (other, 2)):
        model.build(4)
        model.fit(X, T, batch_size=3, shuffle=False, rng=seed, verbose=0)
    np.testing.assert_array_equal(one.theta, other.theta)


def test_metrics_of_a_generator_and_held_out_batches():
    y = np.repeat([0, 1, 2, 0], 5)
    model = classifier()
    rows = iter([(X[:10], y[:10]), (X[10:], y[10:], np.ones(10))] * 3)
    history = model.fit(
        rows,
        steps_per_epoch=2,
        epochs=2,
        validation_data=iter([(X, y)]),
        validation_steps=1,
        verbose=0,
    ).history
    assert [*history] == ["loss", "accuracy", "val_loss", "val_accuracy"]
    assert history["val_accuracy"][-1] == model.evaluate(X, y)[1]


def test_some_steps_of_the_rows_make_an_epoch():
    model = regressor()
    history = model.fit(X, T, batch_size=4, steps_per_epoch=2, epochs=3, verbose=0)
    assert model.steps == 6 and history.params["steps"] == 2


def test_epochs_are_counted_from_the_initial_one():
    history = regressor().fit(X, T, initial_epoch=3, epochs=5, verbose=0)
    assert history.epoch == [3, 4] and history.params["epochs"] == 5


@pytest.mark.parametrize(
    "fit, kind, complaint",
    [
        (
            lambda model: model.fit(batches(5)),
            ValueError,
            "say how many of its batches make an epoch",
        ),
        (lambda model: model.fit(X), TypeError, "y is missing: fit(X, y)"),
        (lambda model: model.fit(iter([]), steps_per_epoch=1), ValueError, "gives no batch"),
        (
            lambda model: model.fit(iter([X]), steps_per_epoch=1),
            ValueError,
            "a generator gives batches (X, y)",
        ),
        (
            lambda model: model.fit(
                batches(5, forever=False), steps_per_epoch=4, epochs=2, verbose=0
            ),
            ValueError,
            "the generator is at its end",
        ),
        (
            lambda model: model.fit(X, T, validation_data=batches(5)),
            ValueError,
            "say validation_steps",
        ),
        (
            lambda model: model.fit(X, T, workers=4),
            TypeError,
            "fit has no workers=: epochs run in one",
        ),
    ],
)
def test_what_cannot_be_is_said(fit, kind, complaint):
    with pytest.raises(kind) as error:
        fit(regressor())
    assert complaint in str(error.value)


def test_the_first_batch_is_looked_at_and_trained_on():
    first, feed = generated(batches(5), 2)
    assert next(feed.source) is first
