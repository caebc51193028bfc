"""Labels as rows: what Keras once kept in keras.utils.np_utils."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from nnlib.core.arguments import as_array
from nnlib.keras.missing import only
from nnlib.preprocessing import one_hot

__all__ = ["to_categorical"]
if not TYPE_CHECKING:  # an editor sees which names there are; who runs this is told
    __getattr__, __dir__ = only(__name__, __all__)


def to_categorical(y: ArrayLike, num_classes: int | None = None) -> np.ndarray:
    """Labels as rows of 0 and one 1; see `nnlib.one_hot`, which always wants the number of classes.

    y (n,) or a column (n, 1), also whole numbers that are stored as floats. Raises ValueError or TypeError for others.

    >>> to_categorical([[0], [2]]).tolist()
    [[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]
    """
    y = as_array("y", y)
    if y.ndim == 2 and y.shape[1] == 1:
        y = y[:, 0]
    if y.dtype.kind == "f" and np.isfinite(y).all() and (y == np.rint(y)).all():
        y = y.astype(np.int64)
    if num_classes is None:  # what are no labels, `one_hot` refuses
        num_classes = max(int(y.max()) + 1, 1) if y.size and y.dtype.kind in "iu" else 1
    return one_hot(y, num_classes)
