"""Epochs: one `fit` from its first epoch to its last: what is measured, shown and told to the callbacks."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from nnlib.core.words import tr
from nnlib.engine.training import epochs_bar
from nnlib.models import losses
from nnlib.models.callbacks import (
    BestSoFar,
    Callback,
    EarlyStopping,
    History,
    gathered,
    looks_at_batches,
)
from nnlib.models.feeds import Feed, Told
from nnlib.models.inputs import Rows

if TYPE_CHECKING:
    from nnlib.models.sequential import Sequential


def run_epochs(
    model: "Sequential", feed: Feed, epochs: range, held_out: Rows | None,
    callbacks: Callback | Sequence[Callback] | None, verbose: Any,
) -> History:  # fmt: skip
    """Train for these epochs on what the feed gives, and tell the callbacks; the history.

    >>> import numpy as np
    >>> from nnlib import Dense, Input, Sequential
    >>> model = Sequential([Input([1]), Dense(1)], rng=0)
    >>> model.compile("sgd", "mse")
    >>> data = model._checked(np.eye(1), [1.0], None)
    >>> run_epochs(model, Feed(data, 1), range(2), None, None, 0).epoch
    [0, 1]
    """
    model.history = history = History()
    best = BestSoFar("val_loss" if held_out else "loss")
    everyone = [history, best, *gathered(callbacks)]
    model.stop_training = False
    for callback in everyone:
        callback.set_params({"epochs": epochs.stop, "steps": feed.count, "verbose": verbose})
        callback.set_model(model)
        callback.on_train_begin()
    try:
        _each(model, feed, epochs, held_out, everyone, verbose)
    except KeyboardInterrupt:
        _interrupted(history, best, everyone, len(epochs))
    for callback in everyone:
        callback.on_train_end()
    return history


def _each(
    model: "Sequential", feed: Feed, epochs: range, held_out: Rows | None, callbacks: list[Callback], verbose: Any
) -> None:  # fmt: skip
    if not isinstance(verbose, (str, int, np.integer, np.bool_, type(None))):
        raise TypeError(tr("verbose is {verbose!r}; wanted 0, 1, 2 or 'auto'", verbose=verbose))
    bar, tell = epochs_bar(len(epochs), verbose in (1, "auto", True)), _teller(callbacks)
    for epoch in (epochs.start + each for each in bar):
        for callback in callbacks:
            callback.on_epoch_begin(epoch)
        logs = feed.epoch(model, epoch, tell)
        _warn(logs["loss"], model.history)
        if held_out:
            logs |= {f"val_{key}": value for key, value in losses.score(model, *held_out).items()}
        _show(bar, epoch, epochs.stop, logs, verbose)
        for callback in callbacks:
            callback.on_epoch_end(epoch, logs)
        model.history.complete(logs)
        if model.stop_training:
            bar.close()
            break


def _teller(callbacks: list[Callback]) -> Told | None:
    """What tells the callbacks of each minibatch, or None where none of them wants to hear of it."""
    listeners = [callback for callback in callbacks if looks_at_batches(callback)]

    def tell(moment: str, batch: int, logs: dict[str, float]) -> None:
        for callback in listeners:
            getattr(callback, f"on_batch_{moment}")(batch, logs)
            getattr(callback, f"on_train_batch_{moment}")(batch, logs)

    return tell if listeners else None


def _show(bar: Any, epoch: int, epochs: int, logs: dict[str, float], verbose: Any) -> None:
    """Show an epoch's numbers, in the bar or on a line of their own."""
    if not bar.disable:
        bar.set_postfix({key: f"{value:.4f}" for key, value in logs.items()}, refresh=False)
    if verbose == 2:
        numbers = ", ".join(f"{key} {value:.4f}" for key, value in logs.items())
        print(
            tr("epoch {value}/{epochs}: {numbers}", value=epoch + 1, epochs=epochs, numbers=numbers)
        )


def _warn(loss: float, history: History) -> None:
    """Say once what to do about a loss that is no number any more, in whichever epoch it ran away."""
    if not np.isfinite(loss) and np.isfinite(history.history.get("loss", [])).all():
        print(
            tr(
                "nnlib: the loss is {loss}. A smaller learning rate, or X on a scale around 1, "
                "mostly helps.",
                loss=loss,
            ),
            file=sys.stderr,
        )


def _interrupted(history: History, best: BestSoFar, callbacks: list[Callback], epochs: int) -> None:
    """Say what Ctrl-C leaves, and go back to the best weights so far."""
    others = (
        other for other in callbacks if isinstance(other, EarlyStopping) and other is not best
    )
    best = next(others, best)
    kept = tr("There is no history yet.")
    if best.best_epoch is not None:
        best.restore()
        kept = tr(
            "Kept: the history, and the weights of epoch {value}, the best by {monitor}.",
            value=best.best_epoch + 1,
            monitor=best.monitor,
        )
    print(
        tr(
            "nnlib: stopped by hand after {count} of {epochs} epochs. {kept}",
            count=len(history.epoch),
            epochs=epochs,
            kept=kept,
        )
    )
