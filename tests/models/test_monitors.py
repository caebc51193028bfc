"""Callbacks that keep files, end a lost training or lower the rate."""

import csv

import numpy as np
import pytest

from nnlib import SGD, Dense, Input, Sequential, load_model
from nnlib.keras.callbacks import (
    CSVLogger,
    LambdaCallback,
    LearningRateScheduler,
    ModelCheckpoint,
    ReduceLROnPlateau,
    TerminateOnNaN,
)
from nnlib.models.callbacks import Callback

X = np.random.default_rng(0).normal(size=(20, 2))
Y = X.sum(axis=1)


def model(rate=0.1):
    made = Sequential([Input([2]), Dense(1)], rng=0)
    made.compile(SGD(rate), "mse")
    return made


def fit(made, *callbacks, epochs=3):
    return made.fit(X, Y, epochs=epochs, verbose=0, callbacks=list(callbacks))


def told(callback, losses, made=None):
    """What a callback does with these losses: the rate after each."""
    made = made or model()
    callback.set_model(made)
    callback.on_train_begin()
    rates = []
    for epoch, loss in enumerate(losses):
        callback.on_epoch_end(epoch, {"loss": loss})
        rates.append(made.optimizer.learning_rate)
    return rates


def test_a_checkpoint_of_each_epoch(tmp_path):
    made = model()
    fit(made, ModelCheckpoint(tmp_path / "{epoch:02d}-{loss:.1f}.keras", verbose=0))
    files = sorted(tmp_path.iterdir())
    assert [file.name[:3] for file in files] == ["01-", "02-", "03-"]
    assert np.array_equal(load_model(files[-1]).theta, made.theta)


def test_a_checkpoint_of_the_best_alone(tmp_path):
    made, path = model(), tmp_path / "best.h5"
    keep = ModelCheckpoint(path, "loss", save_best_only=True, save_weights_only=True)
    keep.set_model(made)
    keep.on_epoch_end(0, {"loss": 1.0})
    best = made.theta.copy()
    made.theta[:] = 7
    for worse in (2.0, float("nan"), 1.0):
        keep.on_epoch_end(1, {"loss": worse})
    made.load_weights(path)
    assert np.array_equal(made.theta, best)


def test_a_checkpoint_says_what_is_missing(tmp_path):
    with pytest.raises(ValueError, match="ModelCheckpoint watches val_loss, but there are only"):
        fit(model(), ModelCheckpoint(tmp_path / "a", save_best_only=True))
    with pytest.raises(ValueError, match="names val_loss, but there are only epoch, loss"):
        fit(model(), ModelCheckpoint(tmp_path / "{val_loss}"))
    with pytest.raises(ValueError, match="say mode='max'"):
        ModelCheckpoint("a", "val_r2", save_best_only=True)


def test_the_rate_falls_on_a_plateau_as_in_keras():
    rates = told(ReduceLROnPlateau("loss", 0.5, patience=2), [1, 1, 1, 1, 1, 0.5, 0.5])
    assert rates == [0.1, 0.1, 0.05, 0.05, 0.025, 0.025, 0.025]
    cooled = told(ReduceLROnPlateau("loss", 0.5, patience=1, cooldown=2), [1] * 6)
    assert cooled == [0.1, 0.05, 0.05, 0.025, 0.025, 0.0125]
    assert told(ReduceLROnPlateau("loss", 0.5, patience=1, min_lr=0.04), [1] * 5)[-1] == 0.04


def test_a_plateau_needs_a_rate_that_is_a_number():
    with pytest.raises(TypeError, match="wants a number as learning rate"):
        fit(model(lambda epoch: 0.1), ReduceLROnPlateau("loss"))
    with pytest.raises(ValueError, match="factor is 1"):
        ReduceLROnPlateau(factor=1.0)


def test_a_lost_training_ends(capsys):
    assert len(fit(model(1e30), TerminateOnNaN(), epochs=50).epoch) < 50
    assert "the loss is" in capsys.readouterr().err


def test_the_numbers_in_a_file(tmp_path):
    path = tmp_path / "log.csv"
    history = fit(model(), CSVLogger(path))
    fit(model(), CSVLogger(path, append=True), epochs=1)
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["epoch"] for row in rows] == ["0", "1", "2", "0"]
    assert [float(row["loss"]) for row in rows[:3]] == history.history["loss"]


def test_functions_as_a_callback():
    seen = []
    fit(
        model(),
        LambdaCallback(
            on_train_begin=lambda logs=None: seen.append("begin"),
            on_epoch_end=lambda epoch, logs: seen.append(epoch),
        ),
    )
    assert seen == ["begin", 0, 1, 2]
    assert isinstance(LambdaCallback(), Callback)
    batches = []
    fit(model(), LambdaCallback(on_train_batch_end=lambda batch, logs: batches.append(batch)))
    assert batches[0] == 0 and len(batches) % 3 == 0


@pytest.mark.parametrize(
    "watch", [ReduceLROnPlateau("loss"), LearningRateScheduler(lambda epoch: 0.5 / (epoch + 1))]
)
def test_who_sets_the_rate_puts_it_into_the_history(watch):
    one = model()
    rates = fit(one, watch).history["learning_rate"]
    assert len(rates) == 3 and rates[-1] == one.optimizer.learning_rate
