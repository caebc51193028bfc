"""Callbacks: what is done between the epochs of `fit`. History keeps the numbers, EarlyStopping ends it in time."""

from collections.abc import Sequence
from math import inf
from typing import TYPE_CHECKING, Any

import numpy as np

from nnlib.core.arguments import as_list, between, flag, whole_number
from nnlib.core.words import tr
from nnlib.models.deprecated import spelled
from nnlib.models.metrics import HIGHER, METRICS, hits
from nnlib.models.settings import listed
from nnlib.regularization import early_stopping

if TYPE_CHECKING:
    from nnlib.models.sequential import Sequential

Logs = dict[str, float]
tr("The numbers of an epoch by name.")


class Callback:
    """Something that `fit` calls at its beginning and end, and before and after each epoch (from 0).

    `model` is the model in training, `params` its epochs, steps and verbose; `logs` are the numbers of the epoch.
    `self.model.stop_training = True` ends it. A callback with any other `on_...` is refused by `fit`.

    >>> class Tell(Callback):
    ...     def on_epoch_end(self, epoch, logs=None):
    ...         print(epoch, sorted(logs))
    >>> from nnlib import Dense, Sequential
    >>> model = Sequential([Dense(1)], rng=0)
    >>> model.compile("sgd", "mse")
    >>> history = model.fit([[1.0]], [1.0], epochs=2, verbose=0, callbacks=[Tell()])
    0 ['loss']
    1 ['loss']
    """

    model: "Sequential | None" = None
    params: dict[str, Any] | None = None

    def set_model(self, model: "Sequential") -> None:
        """Called before training with the model."""
        self.model = model

    def set_params(self, params: dict[str, Any]) -> None:
        """Called before training with {"epochs": ..., "steps": ..., "verbose": ...}."""
        self.params = params

    def on_train_begin(self, logs: Logs | None = None) -> None:
        """Called once, before the first epoch."""

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None:
        """Called before each epoch."""

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Called after each epoch, with its numbers."""

    def on_train_batch_begin(self, batch: int, logs: Logs | None = None) -> None:
        """Called before each minibatch, where a callback defines it."""

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """Called after each minibatch with the mean "loss" of the epoch so far, where a callback defines it."""

    def on_batch_begin(self, batch: int, logs: Logs | None = None) -> None:
        """The old name of `on_train_batch_begin`."""

    def on_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """The old name of `on_train_batch_end`."""

    def on_train_end(self, logs: Logs | None = None) -> None:
        """Called once, after the last epoch."""


BATCHES = ("on_train_batch_begin", "on_batch_begin", "on_train_batch_end", "on_batch_end")


def looks_at_batches(callback: Callback) -> bool:
    """Whether a callback wants to be called at each minibatch.

    >>> looks_at_batches(History())
    False
    """
    return any(
        getattr(getattr(callback, name), "__func__", None) is not vars(Callback)[name]
        for name in BATCHES
    )


def gathered(callbacks: Callback | Sequence[Callback] | None) -> list[Callback]:
    """The callbacks as a list, also where one was given by itself.

    Raises TypeError for what is no callback, and for one that waits for a call that never comes.

    >>> len(gathered(History())), gathered(None)
    (1, [])
    """
    if callbacks is None or isinstance(callbacks, Callback):
        callbacks = [callbacks] if callbacks else []
    callbacks = as_list("callbacks", callbacks, tr("callbacks"))
    called = {name for name in dir(Callback) if name.startswith("on_")}
    for callback in callbacks:
        if not isinstance(callback, Callback):
            raise TypeError(
                tr(
                    "callbacks holds {callback!r}; wanted a Callback: EarlyStopping(...)",
                    callback=callback,
                )
            )
        for name in sorted(name for name in dir(callback) if name.startswith("on_")):
            if name not in called:
                raise TypeError(
                    tr(
                        "{name} has {name2}, which is never called here{listed}",
                        name=type(callback).__name__,
                        name2=name,
                        listed=listed(name, called),
                    )
                )
    return callbacks


class History(Callback):
    """The numbers of a training: `history` has a list for each of them, `epoch` the numbers of the epochs.

    >>> kept = History()
    >>> kept.on_train_begin()
    >>> kept.on_epoch_end(0, {"loss": 0.5})
    >>> kept.history, kept.epoch
    ({'loss': [0.5]}, [0])
    """

    history: dict[str, list[float]]
    epoch: list[int]

    def on_train_begin(self, logs: Logs | None = None) -> None:
        self.history, self.epoch = {}, []

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        self.epoch.append(epoch)
        self.complete(logs)

    def complete(self, logs: Logs) -> None:
        """Keep of the last epoch's numbers what is not kept yet: what other callbacks have added."""
        for key, value in logs.items():
            kept = self.history.setdefault(key, [])
            if len(kept) < len(self.epoch):
                kept.append(value)


class EarlyStopping(Callback):
    """Ends training once `monitor` has not improved by more than `min_delta` for `patience` epochs in a row.

    With `restore_best_weights` the model then gets the weights of its best epoch back; without, it keeps the last,
    which are worse. `mode` is "min", "max", or "auto": the higher, the better, for an accuracy. The rule is
    `nnlib.early_stopping`. Afterwards `best_epoch`, `best` and `stopped_epoch` (None: not stopped) say what happened.
    Raises ValueError for numbers that cannot be, and for "auto" with a metric of which it is not known what is better.

    >>> stopping = EarlyStopping("val_accuracy", patience=3)
    >>> stopping.sign
    -1
    """

    @spelled(
        {"baseline": (tr("a Callback of yours that sets self.model.stop_training = True"), None)}
    )
    def __init__(
        self, monitor: str = "val_loss", min_delta: float = 0.0, patience: int = 0, verbose: int = 0,
        mode: str = "auto", restore_best_weights: bool = False, start_from_epoch: int = 0,
    ) -> None:  # fmt: skip
        self.first = whole_number("start_from_epoch", start_from_epoch)
        self.monitor, self.min_delta = monitor, between("min_delta", min_delta, 0, inf)
        self.patience = whole_number("patience", patience)
        self.sign = sign_of(monitor, mode)
        self.verbose = verbose
        self.restore_best_weights = flag("restore_best_weights", restore_best_weights)

    def on_train_begin(self, logs: Logs | None = None) -> None:
        self.since_best: list[float] = []
        self.weights: np.ndarray | None = None
        self.best: float | None = None
        self.best_epoch: int | None = None
        self.stopped_epoch: int | None = None

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        if epoch < self.first:
            return
        self.since_best.append(self.sign * watched(self, logs))
        stop, best = early_stopping(self.since_best, max(self.patience, 1), self.min_delta)
        if best > 0 or self.weights is None:
            self.since_best = self.since_best[best:]
            self.best, self.best_epoch = logs[self.monitor], epoch
            self.weights = self.model.theta.copy()
        if stop is not None:
            self.stopped_epoch, self.model.stop_training = epoch, True

    def on_train_end(self, logs: Logs | None = None) -> None:
        if self.restore_best_weights and self.weights is not None:
            self.restore()
        if self.verbose and self.stopped_epoch is not None:
            print(
                tr(
                    "stopped after epoch {value}; best: epoch {value2}",
                    value=self.stopped_epoch + 1,
                    value2=self.best_epoch + 1,
                )
            )

    def restore(self) -> None:
        """Give the model the weights of its best epoch."""
        self.model.theta[:] = self.weights


class BestSoFar(EarlyStopping):
    """Keeps the best weights and never stops: what `fit` goes back to after Ctrl-C.

    >>> BestSoFar("loss").monitor
    'loss'
    """

    def __init__(self, monitor: str) -> None:
        super().__init__(monitor, patience=2)

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        super().on_epoch_end(epoch, logs)
        self.since_best = self.since_best[:1]


def watched(callback: Any, logs: Logs) -> float:
    """The number that a callback watches. Raises ValueError where an epoch has no number of this name.

    >>> watched(EarlyStopping("loss"), {"loss": 0.5})
    0.5
    """
    if callback.monitor not in logs:
        hint = tr(": give fit validation_data") if callback.monitor.startswith("val_") else ""
        raise ValueError(
            tr(
                "{name} watches {monitor}, but there are only {listed}{hint}",
                name=type(callback).__name__,
                monitor=callback.monitor,
                listed=", ".join(logs),
                hint=hint,
            )
        )
    return logs[callback.monitor]


def sign_of(monitor: str, mode: str = "auto") -> int:
    """1 where the lower number is better, -1 where the higher one is, by `mode` or, for "auto", by the name.

    Raises ValueError for another mode, and for "auto" where nobody knows.

    >>> sign_of("val_loss"), sign_of("val_accuracy"), sign_of("r2", "max")
    (1, -1, -1)
    """
    if not isinstance(monitor, str):
        raise TypeError(tr("monitor is {monitor!r}; wanted a name: 'val_loss'", monitor=monitor))
    if mode not in ("auto", "min", "max"):
        raise ValueError(tr("mode is {mode!r}; wanted 'auto', 'min' or 'max'", mode=mode))
    return _better(monitor) if mode == "auto" else {"min": 1, "max": -1}[mode]


def _better(monitor: str) -> int:
    """1 where the lower number is better, -1 where the higher one is. Raises ValueError where nobody knows."""
    name = monitor.removeprefix("val_")
    if METRICS.get(name) is hits or "acc" in name or name in HIGHER:
        return -1
    if name in METRICS or "loss" in name:
        return 1
    raise ValueError(
        tr(
            "whether more or less of {monitor} is better is not known; say mode='max' or "
            "mode='min'",
            monitor=monitor,
        )
    )
