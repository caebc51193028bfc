"""Early stopping: where it stops, and whose weights are kept."""

from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure

from nnlib.core.words import tr
from nnlib.plots.kit.pictures import Picture
from nnlib.plots.kit.style import BACKWARD, BLACK, FORWARD, note, painter, panels, whole_axis


@dataclass(frozen=True)
class Stopped:
    """One training that was stopped: losses per epoch, the best epoch (from 1), and both ends measured."""

    loss: np.ndarray
    val_loss: np.ndarray
    best: int
    last: dict
    restored: dict


def stopping_data(seed: int = 0, patience: int = 10, rows: int = 300):
    """64-64-10 on some hundred digits with Adam at 0.01; the last weights and the best ones, on 997 new digits."""
    from nnlib.datasets import load_digits, split
    from nnlib.models.callbacks import EarlyStopping
    from nnlib.models.layers import Dense, Input
    from nnlib.models.optimizers import Adam
    from nnlib.models.sequential import Sequential

    rng = np.random.default_rng(seed)
    X, y, X_rest, y_rest = split(*load_digits(), 1797 - rows, rng)
    held, new = (X_rest[:500], y_rest[:500]), (X_rest[500:], y_rest[500:])
    model = Sequential([Input((64,)), Dense(64, "relu"), Dense(10, "softmax")], rng=seed)
    model.compile(Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"])
    stopping = EarlyStopping(patience=patience)
    history = model.fit(
        X, y, epochs=200, verbose=0, validation_data=held, callbacks=[stopping]
    ).history
    last = _measured(model, held, new)
    stopping.restore()
    losses = np.array(history["loss"]), np.array(history["val_loss"])
    return Stopped(*losses, stopping.best_epoch + 1, last, _measured(model, held, new))


def _measured(model, held, new):
    val_loss = model.evaluate(*held)[0]
    loss, accuracy = model.evaluate(*new)
    return {"val_loss": val_loss, "loss": loss, "accuracy": accuracy}


@painter(8, 3.8)
def paint_stopping(stopped: Stopped, figure: Figure):
    """Both losses, epoch by epoch, with the best epoch and the last one marked."""
    axes, epochs = panels(figure), np.arange(1, len(stopped.loss) + 1)
    axes.plot(epochs, stopped.loss, **FORWARD, label="loss")
    axes.plot(epochs, stopped.val_loss, **BACKWARD, label="val_loss")
    for epoch, marker in ((stopped.best, "o"), (len(epochs), "X")):
        axes.plot(epoch, stopped.val_loss[epoch - 1], marker, color=BLACK, markersize=10)
    axes.axvline(stopped.best, color=BLACK, linestyle=":")
    note(axes, tr("circle: best epoch. Cross: the weights that are kept"), 0.28, 0.6)
    axes.set(xlabel=tr("epochs"), ylabel=tr("loss"), ylim=(0, None))
    whole_axis(axes.xaxis)
    axes.legend(loc="upper right")


def read_stopping(stopped: Stopped):
    """In words: the best epoch, the last one, and the validation loss at both."""
    return tr(
        "Training stopped after epoch {last}; the best was epoch {best}. The validation loss is {best_loss:.3f} at the "
        "best epoch and {last_loss:.3f} at the last, whose weights are kept.",
        last=len(stopped.loss),
        best=stopped.best,
        best_loss=stopped.val_loss[stopped.best - 1],
        last_loss=stopped.val_loss[-1],
    )


STOPPING = Picture(stopping_data, paint_stopping, read_stopping)
