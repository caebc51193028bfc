"""Data larger than memory: files that are mapped, not read, and dask arrays, of which one block is there at a time."""

import mmap
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from nnlib.core.words import tr

if TYPE_CHECKING:
    from nnlib.models.sequential import Sequential


def mapped(X: Any) -> Any:
    """A file mapped for reading, mapped anew so that compiled code may have it; anything else as it is.

    The loop takes arrays that can be written into, though it writes into none. Copy-on-write gives such an array
    without a copy, and nothing reaches the file.

    >>> mapped([1, 2])
    [1, 2]
    """
    whole = isinstance(X, np.memmap) and isinstance(X.base, mmap.mmap)
    if not whole or X.flags.writeable or not X.flags.c_contiguous:
        return X
    return np.memmap(X.filename, X.dtype, "c", X.offset, X.shape)


def is_in_blocks(X: Any) -> bool:
    """Whether X is a dask array.

    >>> is_in_blocks(np.eye(2))
    False
    """
    return hasattr(X, "dask") and hasattr(X, "chunks")


def batches(
    X: Any, y: Any, batch_size: int, shuffle: bool, model: "Sequential", weights: np.ndarray | None = None
) -> tuple[Iterator[tuple[np.ndarray, ...]], int]:  # fmt: skip
    """Minibatches of a dask array X and its y, and of a weight per row where given, without end; how many an epoch has.

    One block of rows is in memory at a time. With `shuffle` the blocks come in an order drawn anew for each epoch,
    and so do the rows of a block; rows of different blocks never meet in a minibatch. Raises ValueError where a
    block's number of rows is not known, or y has other rows.
    """
    rows = X.chunks[0]
    if np.isnan(rows).any():
        raise ValueError(
            tr("the blocks of X have unknown sizes: X.compute_chunk_sizes() finds them")
        )
    if len(y) != X.shape[0]:
        raise ValueError(
            tr("X has {rows} rows and y has {given}; wanted as many", rows=X.shape[0], given=len(y))
        )
    edges = np.cumsum([0, *rows])

    def without_end():
        while True:
            for block in _order(len(rows), shuffle, model):
                place = slice(edges[block], edges[block + 1])
                given = (X, y) if weights is None else (X, y, weights)
                there = [np.asarray(each[place]) for each in given]
                order = _order(len(there[0]), shuffle, model)
                for start in range(0, len(order), batch_size):
                    part = order[start : start + batch_size]
                    yield tuple(each[part] for each in there)

    return without_end(), sum(-(-count // batch_size) for count in rows)


def _order(n: int, shuffle: bool, model: "Sequential") -> np.ndarray:
    return model.rng.permutation(n) if shuffle else np.arange(n)


def block_by_block(answer: Any, X: Any) -> np.ndarray:
    """`answer(rows)` for each block of a dask array, in one array."""
    edges = np.cumsum([0, *X.chunks[0]])
    return np.concatenate([answer(np.asarray(X[a:b])) for a, b in zip(edges[:-1], edges[1:])])
