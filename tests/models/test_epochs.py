"""Epochs: what is measured and shown after each, and what Ctrl-C leaves."""

import os
import signal

import numpy as np
import pytest
from models.small import classifier, regressor

from nnlib import SGD, Callback, EarlyStopping, fit_history


def test_validation_changes_nothing_and_comes_after_the_epoch(few):
    X, y, _ = few
    one, two = classifier(), classifier()
    history = one.fit(X, y, epochs=2, validation_data=(X[:30], y[:30]), verbose=0).history
    two.fit(X, y, epochs=2, verbose=0)
    assert np.array_equal(one.theta, two.theta)
    assert history["val_loss"][-1] == two.evaluate(X[:30], y[:30])[0]
    assert fit_history(classifier(), X, y, 2, validation=(X[:30], y[:30])) == history


# ---- Ctrl-C --------------------------------------------------------------------------------------------------------


class PressCtrlC(Callback):
    """Ends training in an epoch as a person would."""

    def __init__(self, epoch, by_signal=False):
        self.at, self.by_signal, self.seen = epoch, by_signal, []

    def on_epoch_end(self, epoch, logs=None):
        self.seen.append(self.model.theta.copy())
        if epoch == self.at and self.by_signal:
            os.kill(os.getpid(), signal.SIGINT)
        elif epoch == self.at:
            raise KeyboardInterrupt


@pytest.mark.parametrize("by_signal", [False, True])
def test_ctrl_c_keeps_the_history_and_the_best_weights(few, capsys, by_signal):
    X, y, _ = few
    model, key = classifier(optimizer=SGD(0.5)), PressCtrlC(6, by_signal)
    history = model.fit(X, y, epochs=30, validation_data=(X, 2 - y), callbacks=[key], verbose=0)
    losses = history.history["val_loss"]
    assert len(losses) == 7 and model.history is history
    best = int(np.argmin(losses))
    assert best < 6, "a case where the last weights are not the best"
    assert np.array_equal(model.theta, key.seen[best])
    said = capsys.readouterr().out
    assert (
        "stopped by hand after 7 of 30 epochs" in said
        and f"epoch {best + 1}, the best by val_loss" in said
    )
    assert len(model.fit(X, y, epochs=2, verbose=0).epoch) == 2


def test_ctrl_c_goes_by_early_stopping_where_there_is_one(few, capsys):
    X, y, _ = few
    stopping = EarlyStopping("accuracy", patience=20)
    classifier().fit(X, y, epochs=9, callbacks=[stopping, PressCtrlC(3)], verbose=0)
    assert "the best by accuracy" in capsys.readouterr().out


def test_ctrl_c_in_the_first_epoch(few, capsys):
    class Early(Callback):
        def on_epoch_begin(self, epoch, logs=None):
            raise KeyboardInterrupt

    history = classifier().fit(*few[:2], callbacks=[Early()], verbose=0)
    assert (
        history.history == {}
        and "after 0 of 1 epochs. There is no history" in capsys.readouterr().out
    )


# ---- what is shown -------------------------------------------------------------------------------------------------


def test_what_fit_shows(few, capsys):
    X, y, _ = few
    classifier().fit(X, y, epochs=2, verbose=0)
    assert capsys.readouterr() == ("", "")
    classifier().fit(X, y, epochs=2, verbose=2)
    assert capsys.readouterr().out.startswith("epoch 1/2: loss 1.")
    classifier().fit(X, y, epochs=2)
    assert "2/2" in capsys.readouterr().err


def test_a_loss_that_is_no_number_is_said_once(few, capsys):
    X, _, t = few
    model = regressor(optimizer=SGD(1e30))
    model.fit(X, t, epochs=3, verbose=0)
    assert capsys.readouterr().err.count("A smaller learning rate") == 1


def test_a_loss_that_runs_away_later_is_said_too(few, capsys):
    class Fast(Callback):
        def on_epoch_begin(self, epoch, logs=None):
            self.model.optimizer.learning_rate = 1e30 if epoch == 2 else 0.01

    X, _, t = few
    losses = regressor().fit(X, t, epochs=6, callbacks=[Fast()], verbose=0).history["loss"]
    assert np.isfinite(losses[:2]).all() and not np.isfinite(losses[-1])
    assert capsys.readouterr().err.count("A smaller learning rate") == 1
