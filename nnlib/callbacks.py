"""Callbacks: what is done between the epochs of `fit`. History keeps the numbers, EarlyStopping ends it in time."""

from math import inf

from nnlib.gates import between, positive_int
from nnlib.regularization import early_stopping


class Callback:
    """Something that `fit` calls at its beginning and end, and before and after each epoch (from 0).

    `model` is the model in training; `logs` are the numbers of the epoch. `self.model.stop_training = True` ends it.
    """

    model = None

    def on_train_begin(self, logs=None):
        """Called once, before the first epoch."""

    def on_epoch_begin(self, epoch, logs=None):
        """Called before each epoch."""

    def on_epoch_end(self, epoch, logs=None):
        """Called after each epoch, with its numbers."""

    def on_train_end(self, logs=None):
        """Called once, after the last epoch."""


class History(Callback):
    """The numbers of a training: `history` has a list for each of them, `epoch` the numbers of the epochs."""

    def on_train_begin(self, logs=None):
        self.history, self.epoch = {}, []

    def on_epoch_end(self, epoch, logs=None):
        self.epoch.append(epoch)
        for key, value in logs.items():
            self.history.setdefault(key, []).append(value)


class EarlyStopping(Callback):
    """Ends training once `monitor` has not improved by more than `min_delta` for `patience` epochs in a row.

    With `restore_best_weights` the model then gets the weights of its best epoch back; without, it keeps the last,
    which are worse. `mode` is "min", "max", or "auto": the higher, the better, for an accuracy. The rule is
    `nnlib.early_stopping`. Afterwards `best_epoch`, `best` and `stopped_epoch` (None: not stopped) say what happened.
    """

    def __init__(
        self, monitor="val_loss", min_delta=0.0, patience=0, verbose=0, mode="auto", restore_best_weights=False
    ):  # fmt: skip
        self.monitor, self.min_delta = monitor, between("min_delta", min_delta, 0, inf)
        self.patience = positive_int("patience", patience) if patience else 0
        if mode not in ("auto", "min", "max"):
            raise ValueError(f"mode is {mode!r}; wanted 'auto', 'min' or 'max'")
        self.sign = -1 if mode == "max" or (mode == "auto" and "acc" in monitor) else 1
        self.verbose, self.restore_best_weights = verbose, restore_best_weights

    def on_train_begin(self, logs=None):
        self.since_best, self.weights = [], None
        self.best, self.best_epoch, self.stopped_epoch = None, None, None

    def on_epoch_end(self, epoch, logs=None):
        if self.monitor not in logs:
            hint = ": give fit validation_data" if self.monitor.startswith("val_") else ""
            raise ValueError(
                f"EarlyStopping watches {self.monitor}, but there are only {', '.join(logs)}{hint}"
            )
        self.since_best.append(self.sign * logs[self.monitor])
        stop, best = early_stopping(self.since_best, max(self.patience, 1), self.min_delta)
        if best > 0 or self.weights is None:
            self.since_best = self.since_best[best:]
            self.best, self.best_epoch = logs[self.monitor], epoch
            self.weights = self.model.theta.copy()
        if stop is not None:
            self.stopped_epoch, self.model.stop_training = epoch, True

    def on_train_end(self, logs=None):
        if self.restore_best_weights and self.weights is not None:
            self.restore()
        if self.verbose and self.stopped_epoch is not None:
            print(
                f"stopped after epoch {self.stopped_epoch + 1}; best: epoch {self.best_epoch + 1}"
            )

    def restore(self):
        """Give the model the weights of its best epoch."""
        self.model.theta[:] = self.weights


class BestSoFar(EarlyStopping):
    """Keeps the best weights and never stops: what `fit` goes back to after Ctrl-C."""

    def __init__(self, monitor):
        super().__init__(monitor, patience=2)

    def on_epoch_end(self, epoch, logs=None):
        super().on_epoch_end(epoch, logs)
        self.since_best = self.since_best[:1]


class LearningRateScheduler(Callback):
    """The learning rate of each epoch is schedule(epoch), or schedule(epoch, the rate before)."""

    def __init__(self, schedule):
        self.schedule = schedule

    def on_epoch_begin(self, epoch, logs=None):
        optimizer = self.model.optimizer
        before = optimizer.rate(epoch, self.model.steps)
        wants_both = (
            getattr(self.schedule, "__code__", None) and self.schedule.__code__.co_argcount > 1
        )
        optimizer.learning_rate = (
            self.schedule(epoch, before) if wants_both else self.schedule(epoch)
        )
