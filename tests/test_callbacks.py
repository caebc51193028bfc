"""Callbacks: when training ends, with which weights, and at which learning rate."""

import numpy as np
import pytest

from nnlib import SGD, Callback, Dense, EarlyStopping, Input, LearningRateScheduler, Sequential
from nnlib.callbacks import BestSoFar


class Stage:
    """A model in name only: weights that count the epochs."""

    def __init__(self):
        self.theta, self.stop_training = np.zeros(1), False


def play(stopping, values, key="val_loss"):
    """Lead a callback through epochs with these numbers; the model, and how many epochs there were."""
    stopping.model = model = Stage()
    stopping.on_train_begin()
    for epoch, value in enumerate(values):
        model.theta[0] = epoch
        stopping.on_epoch_end(epoch, {key: value})
        if model.stop_training:
            break
    stopping.on_train_end()
    return model, epoch + 1


@pytest.mark.parametrize(
    "patience, values, epochs, best",
    [
        (2, [3, 2, 1, 1.5, 1.2, 0.5], 5, 2),
        (2, [3, 2, 2.5, 1, 2, 1.5, 0], 6, 3),
        (0, [3, 2, 2, 1], 3, 1),
        (1, [3, 2, 2, 1], 3, 1),
        (3, [3, 2, 1], 3, 2),
        (2, [float("nan"), 2, 3, 3], 4, 1),
    ],
)
@pytest.mark.parametrize("restore", [True, False])
def test_it_stops_in_time_and_restores_the_best_where_asked(
    patience, values, epochs, best, restore
):
    stopping = EarlyStopping(patience=patience, restore_best_weights=restore)
    model, seen = play(stopping, values)
    assert (seen, stopping.best_epoch, stopping.best) == (epochs, best, values[best])
    assert model.theta[0] == (best if restore else epochs - 1)
    assert stopping.stopped_epoch == (epochs - 1 if model.stop_training else None)


def test_an_accuracy_is_better_when_higher():
    assert (
        play(EarlyStopping("val_accuracy", patience=1), [0.5, 0.6, 0.6, 0.9], "val_accuracy")[1]
        == 3
    )
    assert (
        play(EarlyStopping("val_accuracy", patience=1, mode="min"), [0.5, 0.6], "val_accuracy")[1]
        == 2
    )
    assert play(EarlyStopping("score", patience=1, mode="max"), [1, 2, 3], "score")[1] == 3


def test_min_delta_asks_for_more():
    assert play(EarlyStopping(patience=1, min_delta=0.5), [3, 2.9, 2])[1] == 2


def test_it_says_where_it_stopped(capsys):
    play(EarlyStopping(patience=1, verbose=1), [1, 2])
    assert capsys.readouterr().out == "stopped after epoch 2; best: epoch 1\n"


def test_it_can_be_used_again():
    stopping = EarlyStopping(patience=1)
    assert play(stopping, [0, 1, 2])[1] == play(stopping, [5, 6, 7])[1] == 2


def test_the_best_so_far_never_stops_and_remembers_little():
    best = BestSoFar("loss")
    model, seen = play(best, [3, 1, *range(2, 50)], "loss")
    assert (seen, best.best_epoch, best.since_best) == (50, 1, [1])
    assert model.theta[0] == 49
    best.restore()
    assert model.theta[0] == 1


@pytest.mark.parametrize(
    "settings, kind, complaint",
    [
        ({"patience": -1}, ValueError, "patience is -1"),
        ({"patience": 1.5}, TypeError, "patience is 1.5; wanted a whole number"),
        ({"min_delta": -1}, ValueError, "min_delta is -1"),
        ({"mode": "most"}, ValueError, "mode is 'most'; wanted 'auto', 'min' or 'max'"),
    ],
)
def test_settings_that_cannot_be(settings, kind, complaint):
    with pytest.raises(kind, match=complaint):
        EarlyStopping(**settings)


def small():
    model = Sequential([Input([2]), Dense(1)], rng=0)
    model.compile("sgd", "mse")
    return model


def test_watching_what_is_not_there():
    with pytest.raises(
        ValueError, match="watches val_loss, but there are only loss: give fit validation_data"
    ):
        small().fit(np.eye(2), [1, 2], callbacks=[EarlyStopping(patience=3)], verbose=0)


def test_callbacks_are_called_in_order():
    class Diary(Callback):
        said = []

        def on_train_begin(self, logs=None):
            self.said.append("begin")

        def on_epoch_begin(self, epoch, logs=None):
            self.said.append(f"epoch {epoch}")

        def on_epoch_end(self, epoch, logs=None):
            self.said.append(sorted(logs))
            self.model.stop_training = epoch == 1

        def on_train_end(self, logs=None):
            self.said.append("end")

    small().fit(np.eye(2), [1, 2], epochs=9, callbacks=[Diary()], verbose=0)
    assert Diary.said == ["begin", "epoch 0", ["loss"], "epoch 1", ["loss"], "end"]


def test_a_schedule_sets_the_rate_of_each_epoch():
    rates = {
        "one": lambda epoch: [0.1, 0.05][epoch],
        "two": lambda epoch, before: before if epoch == 0 else before / 2,
    }
    thetas = []
    for callback in map(LearningRateScheduler, rates.values()):
        model = small()
        model.optimizer = SGD(0.1)
        model.fit(np.eye(2), [1, 2], epochs=2, callbacks=[callback], verbose=0)
        thetas.append(model.theta)
    step_by_step = small()
    for rate in (0.1, 0.05):
        step_by_step.optimizer.learning_rate = rate
        step_by_step.fit(np.eye(2), [1, 2], verbose=0)
    assert np.array_equal(*thetas) and np.array_equal(thetas[0], step_by_step.theta)
