"""Callbacks: when training ends, with which weights, and at which learning rate."""

import functools

import numpy as np
import pytest

from nnlib import SGD, Callback, Dense, EarlyStopping, Input, LearningRateScheduler, Sequential
from nnlib.models.callbacks import BestSoFar


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


class Half:
    """Schedules of every kind that can be called."""

    def rate(self, epoch):
        return 0.1 / (epoch + 1)

    def both(self, epoch, before):
        return 0.1 / (epoch + 1)

    def __call__(self, epoch, before):
        return 0.1 / (epoch + 1)


@pytest.mark.parametrize(
    "schedule",
    [
        lambda epoch: 0.1 / (epoch + 1),
        lambda epoch, before: 0.1 / (epoch + 1),
        lambda *given: 0.1 / (given[0] + 1),
        *(Half().rate, Half().both, Half()),
        functools.partial(lambda epoch, before: 0.1 / (epoch + 1)),
        functools.partial(lambda size, epoch: size / (epoch + 1), 0.1),
    ],
)
def test_a_schedule_is_whatever_can_be_called(schedule):
    model = small()
    model.fit(np.eye(2), [1, 2], epochs=2, callbacks=LearningRateScheduler(schedule), verbose=0)
    assert model.optimizer.learning_rate == 0.05


def test_a_schedule_may_be_told(capsys):
    small().fit(np.eye(2), [1, 2], callbacks=[LearningRateScheduler(lambda _: 0.5, 1)], verbose=0)
    assert capsys.readouterr().out == "epoch 1: learning rate 0.5\n"
    with pytest.raises(TypeError, match="schedule is 0.1; wanted a function"):
        LearningRateScheduler(0.1)


def test_a_callback_is_told_its_model_and_what_is_to_come():
    class Asked(Callback):
        def set_params(self, params):
            self.known = params

    asked, model = Asked(), small()
    model.fit(np.eye(3)[:, :2], [1, 2, 3], batch_size=2, epochs=4, callbacks=asked, verbose=0)
    assert asked.known == {"epochs": 4, "steps": 2, "verbose": 0} and asked.model is model
    assert model.history.params == asked.known


@pytest.mark.parametrize("name", ["on_test_begin", "on_predict_batch_end", "on_epoch_finished"])
def test_a_hook_that_is_never_called_is_refused(name):
    waits = type("Waits", (Callback,), {name: lambda self, *given: None})
    with pytest.raises(TypeError, match=f"Waits has {name}, which is never called here"):
        small().fit(np.eye(2), [1, 2], callbacks=[waits()], verbose=0)


def test_what_is_no_callback_is_refused():
    with pytest.raises(TypeError, match="callbacks holds 7; wanted a Callback"):
        small().fit(np.eye(2), [1, 2], callbacks=[7], verbose=0)


@pytest.mark.parametrize(
    "monitor, sign",
    [
        *(("loss", 1), ("val_loss", 1), ("val_mae", 1), ("mse", 1)),
        *(("accuracy", -1), ("val_acc", -1), ("val_binary_accuracy", -1), ("my_accuracy", -1)),
    ],
)
def test_what_is_better_is_known_of_the_librarys_numbers(monitor, sign):
    assert EarlyStopping(monitor).sign == sign


def test_what_is_better_has_to_be_said_of_ones_own():
    with pytest.raises(ValueError, match="more or less of val_r2 is better is not known"):
        EarlyStopping("val_r2")
    assert EarlyStopping("val_r2", mode="max").sign == -1


@pytest.mark.parametrize("shuffle", [True, False])
def test_batches_are_told_and_train_as_without_being_told(shuffle):
    class Told(Callback):
        def on_train_begin(self, logs=None):
            self.seen, self.losses = [], []

        def on_train_batch_begin(self, batch, logs=None):
            self.seen.append(batch)

        def on_batch_end(self, batch, logs=None):
            self.losses.append(logs["loss"])

    rng, thetas, told = np.random.default_rng(0), [], Told()
    X, y = rng.normal(size=(7, 2)), rng.normal(size=7)
    for callbacks in (None, told):
        model = small()
        history = model.fit(
            X, y, batch_size=3, epochs=2, callbacks=callbacks, shuffle=shuffle, verbose=0
        )
        thetas.append(model.theta)
    np.testing.assert_array_equal(*thetas)
    assert told.seen == [0, 1, 2] * 2
    assert told.losses[2::3] == pytest.approx(history.history["loss"])  # the mean so far


def test_the_rate_may_change_from_batch_to_batch():
    class Rise(Callback):
        def on_batch_end(self, batch, logs=None):
            self.model.optimizer.learning_rate *= 2

    model, X = small(), np.eye(2)
    model.optimizer.learning_rate = 0.001
    before = model.theta.copy()
    model.fit(X, [1, 2], batch_size=1, epochs=1, callbacks=Rise(), verbose=0)
    assert model.optimizer.learning_rate == pytest.approx(0.004)
    assert not np.array_equal(model.theta, before)


def test_epochs_before_the_first_are_not_watched():
    stopping = EarlyStopping("loss", patience=2, start_from_epoch=2, restore_best_weights=True)
    stopping.model = type("Counting", (), {"theta": np.zeros(1), "stop_training": False})()
    stopping.on_train_begin()
    for epoch, loss in enumerate([0.1, 0.2, 0.9, 0.8, 0.85, 0.86]):
        stopping.model.theta[:] = epoch
        stopping.on_epoch_end(epoch, {"loss": loss})
    stopping.on_train_end()
    assert (stopping.best_epoch, stopping.stopped_epoch) == (3, 5) and stopping.model.theta[0] == 3
