"""TensorBoard: the numbers of each epoch in the files that the program of this name shows, by its own writer."""

import importlib
import warnings
from os import PathLike
from pathlib import Path
from typing import Any

from nnlib.core.words import tr
from nnlib.models.callbacks import Callback, Logs
from nnlib.models.deprecated import spelled


class TensorBoard(Callback):
    """Writes each epoch's numbers below `log_dir`, as Keras does: `tensorboard --logdir logs` shows them as curves.

    Those of the training go to log_dir/train, those with "val_" to log_dir/validation, as epoch_loss and so on. The
    files are written by the package tensorboard; without it this raises ImportError. Pictures of weights, of the graph
    and of single minibatches are not written: what asks for them gets a warning.

    >>> issubclass(TensorBoard, Callback)
    True
    """

    @spelled()
    def __init__(
        self, log_dir: str | PathLike = "logs", histogram_freq: int = 0, write_graph: bool = True,
        write_images: bool = False, write_steps_per_second: bool = False, update_freq: str | int = "epoch",
        profile_batch: Any = 0, embeddings_freq: int = 0, embeddings_metadata: Any = None,
    ) -> None:  # fmt: skip
        self.log_dir, self.writers = Path(log_dir), {}
        self.make = _writer()
        asked = {
            "histogram_freq": histogram_freq,
            "write_images": write_images,
            "write_steps_per_second": write_steps_per_second,
            "update_freq": not isinstance(update_freq, str) or update_freq != "epoch",
            "embeddings_freq": embeddings_freq,
        }
        names = ", ".join(name for name, value in asked.items() if value)
        if names:
            warnings.warn(
                tr(
                    "TensorBoard: {names} changes nothing here; the numbers of each epoch are written",
                    names=names,
                ),
                UserWarning,
                3,
            )

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        for name, value in logs.items():
            where = "validation" if name.startswith("val_") else "train"
            if where not in self.writers:
                self.writers[where] = self.make(str(self.log_dir / where))
            self.writers[where].add_scalar(
                f"epoch_{name.removeprefix('val_')}", float(value), epoch
            )
        for writer in self.writers.values():  # who looks on sees the curve grow
            writer.flush()

    def on_train_end(self, logs: Logs | None = None) -> None:
        for writer in self.writers.values():
            writer.close()
        self.writers = {}


def _writer() -> Any:
    """tensorboard's own writer of numbers. Raises ImportError where the package is missing."""
    try:
        return importlib.import_module("tensorboard.summary").Writer
    except ImportError:
        raise ImportError(
            tr(
                "TensorBoard writes through the package tensorboard, which is not installed: "
                "pip install tensorboard, or CSVLogger('log.csv') for the same numbers in a table"
            )
        ) from None
