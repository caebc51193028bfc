"""Weight files: the weights of a model alone, in an npz without pickles."""

import io
from os import PathLike
from typing import TYPE_CHECKING

import numpy as np

from nnlib.core.files import write_whole
from nnlib.core.words import tr

if TYPE_CHECKING:
    from nnlib.models.model import Model


def write_weights(model: "Model", path: str | PathLike) -> None:
    """Write the weights of a model, in the order of `get_weights`: the file is there as a whole, or as before.

    >>> import tempfile
    >>> from nnlib import Dense, Input, Sequential
    >>> one, other = (Sequential([Input([2]), Dense(1)], rng=seed) for seed in (0, 1))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     write_weights(one, f"{folder}/w.h5")
    ...     read_weights(other, f"{folder}/w.h5")
    >>> bool((one.theta == other.theta).all())
    True
    """
    arrays = {f"weight_{i}": array for i, array in enumerate(model.get_weights())}
    content = io.BytesIO()
    np.savez(content, **arrays)
    write_whole(path, content.getvalue())


def read_weights(model: "Model", path: str | PathLike) -> None:
    """Give a model the weights in a file; the model stays as it was where they do not fit.

    Raises ValueError for a file that holds none, or others, FileNotFoundError where there is none. See
    `write_weights` for an example.
    """
    with open(path, "rb") as file:
        try:
            with np.load(file, allow_pickle=False) as content:
                arrays = [content[f"weight_{i}"] for i in range(len(content.files))]
        except Exception:  # whatever zip and NumPy say of bytes that are not theirs
            raise ValueError(
                tr("{path} holds no weights written by save_weights", path=path)
            ) from None
    if any(array.dtype.kind != "f" for array in arrays):
        raise ValueError(tr("{path} holds weights that are no floats", path=path))
    model.set_weights(arrays)
