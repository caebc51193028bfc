"""What Keras keeps in keras.utils."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from nnlib.core.arguments import as_floats
from nnlib.core.words import tr
from nnlib.keras.missing import only
from nnlib.keras.utils import np_utils
from nnlib.keras.utils.np_utils import to_categorical
from nnlib.models.deprecated import spelled
from nnlib.models.drawing import plot_model
from nnlib.models.seeds import set_random_seed

__all__ = ["normalize", "np_utils", "plot_model", "set_random_seed", "to_categorical"]
if not TYPE_CHECKING:  # an editor sees which names there are; who runs this is told
    __getattr__, __dir__ = only(__name__, __all__)


@spelled()
def normalize(x: ArrayLike, axis: int = -1, order: float = 2) -> np.ndarray:
    """x divided by its length along one axis; `order` 2 is the root of the squares. Rows of zeros stay zeros.

    Raises TypeError for what is no number, ValueError for an axis that x has not.

    >>> normalize([[3.0, 4.0]])
    array([[0.6, 0.8]])
    """
    x = as_floats("x", x)
    if not -x.ndim <= axis < x.ndim:
        raise ValueError(tr("axis is {axis}, and x has shape {shape}", axis=axis, shape=x.shape))
    lengths = np.linalg.norm(x, float(order), axis, keepdims=True)
    return x / np.where(lengths == 0, 1, lengths)
