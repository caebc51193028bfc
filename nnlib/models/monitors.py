"""Callbacks that keep files, end a lost training or lower the rate while `fit` runs."""

import csv
import inspect
from collections.abc import Callable
from math import inf, isfinite
from os import PathLike
from typing import Any

from nnlib.core.arguments import between, positive_int
from nnlib.core.words import tr
from nnlib.models.callbacks import Callback, Logs, sign_of, watched
from nnlib.models.deprecated import spelled

NO_BATCHES = tr("an epoch runs in one compiled loop; on_epoch_begin and on_epoch_end are called")


class ModelCheckpoint(Callback):
    """Saves the model after each epoch, or, with `save_best_only`, after each that is the best so far.

    `filepath` may hold {epoch} and the names of numbers: "at{epoch:02d}-{val_loss:.2f}.keras". With
    `save_weights_only` the file is for `load_weights`, else for `load_model`. Raises ValueError for a number that
    is not there.

    >>> import tempfile
    >>> from nnlib import Dense, Sequential, load_model
    >>> model = Sequential([Dense(1)], rng=0)
    >>> model.compile("sgd", "mse")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     keep = ModelCheckpoint(folder + "/{epoch}.keras", "loss", save_best_only=True)
    ...     history = model.fit([[1.0]], [1.0], epochs=2, verbose=0, callbacks=[keep])
    ...     load_model(folder + "/2.keras").sizes
    [1, 1]
    """

    @spelled({"save_freq": (NO_BATCHES, "epoch"), "period": (NO_BATCHES, 1)})
    def __init__(
        self, filepath: str | PathLike, monitor: str = "val_loss", verbose: int = 0,
        save_best_only: bool = False, save_weights_only: bool = False, mode: str = "auto",
    ) -> None:  # fmt: skip
        self.filepath, self.monitor, self.verbose = str(filepath), monitor, verbose
        self.save_best_only, self.save_weights_only = save_best_only, save_weights_only
        self.sign = sign_of(monitor, mode) if save_best_only else 1
        self.best = inf

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        if self.save_best_only:
            now = self.sign * watched(self, logs)
            if not now < self.best:
                return
            self.best = now
        path = self._path(epoch, logs)
        (self.model.save_weights if self.save_weights_only else self.model.save)(path)
        if self.verbose:
            print(tr("epoch {epoch}: saved {path}", epoch=epoch + 1, path=path))

    def _path(self, epoch: int, logs: Logs) -> str:
        try:
            return self.filepath.format(epoch=epoch + 1, **logs)
        except KeyError as error:
            raise ValueError(
                tr(
                    "filepath names {name}, but there are only epoch, {listed}",
                    name=error.args[0],
                    listed=", ".join(logs),
                )
            ) from None
        except (AttributeError, IndexError, TypeError, ValueError) as error:
            raise ValueError(
                tr(
                    "filepath is {filepath!r}, and cannot be filled in: {error}",
                    filepath=self.filepath,
                    error=error,
                )
            ) from None


class ReduceLROnPlateau(Callback):
    """Multiplies the learning rate by `factor` where `monitor` has not improved for `patience` epochs.

    What is less than `min_delta` is no improvement; after a change `cooldown` epochs are not counted; `min_lr` is the
    least rate. Raises ValueError for numbers that cannot be, TypeError where the rate is no number but a schedule.

    >>> from nnlib import SGD, Dense, Sequential
    >>> model = Sequential([Dense(1)], rng=0)
    >>> model.compile(SGD(0.1), "mse")
    >>> slower = ReduceLROnPlateau("loss", factor=0.5, patience=1, min_delta=100.0)
    >>> history = model.fit([[1.0]], [1.0], epochs=3, verbose=0, callbacks=[slower])
    >>> model.optimizer.learning_rate
    0.025
    """

    @spelled(epsilon="min_delta")
    def __init__(
        self, monitor: str = "val_loss", factor: float = 0.1, patience: int = 10, verbose: int = 0,
        mode: str = "auto", min_delta: float = 1e-4, cooldown: int = 0, min_lr: float = 0.0,
    ) -> None:  # fmt: skip
        self.monitor, self.verbose, self.sign = monitor, verbose, sign_of(monitor, mode)
        if between("factor", factor, 0, 1) in (0, 1):
            raise ValueError(tr("factor is {factor}; wanted between 0 and 1", factor=factor))
        self.factor, self.patience = factor, positive_int("patience", patience) if patience else 0
        self.min_delta = between("min_delta", min_delta, 0, inf)
        self.cooldown = positive_int("cooldown", cooldown) if cooldown else 0
        self.min_lr = between("min_lr", min_lr, 0, inf)

    def on_train_begin(self, logs: Logs | None = None) -> None:
        self.best, self.waited, self.cooling = inf, 0, 0
        if not isinstance(self.model.optimizer.learning_rate, (int, float)):
            raise TypeError(
                tr("ReduceLROnPlateau wants a number as learning rate; there is a schedule")
            )

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        now = self.sign * watched(self, logs)
        logs["learning_rate"] = float(self.model.optimizer.learning_rate)
        if self.cooling:
            self.cooling, self.waited = self.cooling - 1, 0
        if now < self.best - self.min_delta:
            self.best, self.waited = now, 0
        elif not self.cooling:
            self.waited += 1
            if self.waited >= self.patience:
                self._reduce(epoch)

    def _reduce(self, epoch: int) -> None:
        optimizer = self.model.optimizer
        if optimizer.learning_rate <= self.min_lr:
            return
        optimizer.learning_rate = max(optimizer.learning_rate * self.factor, self.min_lr)
        self.waited, self.cooling = 0, self.cooldown
        if self.verbose:
            rate = optimizer.learning_rate
            print(tr("epoch {epoch}: learning rate {rate}", epoch=epoch + 1, rate=rate))


class TerminateOnNaN(Callback):
    """Ends training after an epoch whose loss is no finite number.

    >>> TerminateOnNaN().model is None
    True
    """

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        if not isfinite(logs["loss"]):
            self.model.stop_training = True


class CSVLogger(Callback):
    """Writes each epoch's numbers as a line into the file `filename`, which begins with their names.

    With `append` the lines go to the end of a file that is there. Raises TypeError for what names no file, ValueError
    for a separator that is no single character.

    >>> CSVLogger("log.csv").separator
    ','
    """

    @spelled()
    def __init__(
        self, filename: str | PathLike, separator: str = ",", append: bool = False
    ) -> None:
        if len(separator) != 1:
            raise ValueError(
                tr("separator is {separator!r}; wanted one character", separator=separator)
            )
        self.filename, self.separator, self.append = filename, separator, append

    def on_train_begin(self, logs: Logs | None = None) -> None:
        with open(self.filename, "a" if self.append else "w", newline="") as file:
            self.names = None if file.tell() == 0 else ()
        self.append = True  # another fit of the same logger goes on

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        with open(self.filename, "a", newline="") as file:
            lines = csv.writer(file, delimiter=self.separator)
            if self.names is None:
                lines.writerow(["epoch", *sorted(logs)])
            self.names = sorted(logs)
            lines.writerow([epoch, *(logs[name] for name in self.names)])


class LambdaCallback(Callback):
    """A callback made of functions, each called as the method of its name.

    >>> from nnlib import Dense, Sequential
    >>> model = Sequential([Dense(1)], rng=0)
    >>> model.compile("sgd", "mse")
    >>> tell = LambdaCallback(on_epoch_end=lambda epoch, logs: print(epoch))
    >>> history = model.fit([[1.0]], [1.0], verbose=0, callbacks=[tell])
    0
    """

    @spelled()
    def __init__(
        self, on_epoch_begin: Callable | None = None, on_epoch_end: Callable | None = None,
        on_train_begin: Callable | None = None, on_train_end: Callable | None = None,
        on_train_batch_begin: Callable | None = None, on_train_batch_end: Callable | None = None,
        on_batch_begin: Callable | None = None, on_batch_end: Callable | None = None,
    ) -> None:  # fmt: skip
        given: dict[str, Any] = {
            "on_epoch_begin": on_epoch_begin,
            "on_epoch_end": on_epoch_end,
            "on_train_begin": on_train_begin,
            "on_train_end": on_train_end,
            "on_train_batch_begin": on_train_batch_begin,
            "on_train_batch_end": on_train_batch_end,
            "on_batch_begin": on_batch_begin,
            "on_batch_end": on_batch_end,
        }
        for name, function in given.items():
            if function is not None:
                setattr(self, name, function)


class LearningRateScheduler(Callback):
    """The learning rate of each epoch is schedule(epoch), or schedule(epoch, the rate before).

    `schedule` is a function, a method, or an object that can be called; `verbose` 1 prints the rate. Raises TypeError
    for anything else.

    >>> from nnlib import SGD, Dense, Sequential
    >>> model = Sequential([Dense(1)], rng=0)
    >>> model.compile(SGD(0.1), "mse")
    >>> halved = LearningRateScheduler(lambda epoch, rate: rate / 2)
    >>> history = model.fit([[1.0]], [1.0], epochs=2, verbose=0, callbacks=[halved])
    >>> model.optimizer.learning_rate
    0.025
    """

    @spelled()
    def __init__(self, schedule: Callable[..., float], verbose: int = 0) -> None:
        if not callable(schedule):
            raise TypeError(
                tr("schedule is {schedule!r}; wanted a function of the epoch", schedule=schedule)
            )
        self.schedule, self.verbose = schedule, verbose

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        logs["learning_rate"] = float(self.model.optimizer.learning_rate)

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None:
        optimizer = self.model.optimizer
        given = (epoch, optimizer.rate(epoch, self.model.progress()[0]))
        optimizer.learning_rate = self.schedule(*given[: 2 if _takes(self.schedule, given) else 1])
        if self.verbose:
            print(
                tr(
                    "epoch {value}: learning rate {learning_rate}",
                    value=epoch + 1,
                    learning_rate=optimizer.learning_rate,
                )
            )


def _takes(function: Callable, arguments: tuple) -> bool:
    """Whether a function can be called with these arguments."""
    try:
        inspect.signature(function).bind(*arguments)
    except (TypeError, ValueError):  # too few or too many; a built-in one that does not say
        return False
    return True
