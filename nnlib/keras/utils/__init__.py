"""What Keras keeps in keras.utils."""

from typing import TYPE_CHECKING

from nnlib.keras.missing import only
from nnlib.keras.utils import np_utils
from nnlib.keras.utils.np_utils import to_categorical
from nnlib.models.drawing import plot_model
from nnlib.models.seeds import set_random_seed

__all__ = ["np_utils", "plot_model", "set_random_seed", "to_categorical"]
if not TYPE_CHECKING:  # an editor sees which names there are; who runs this is told
    __getattr__, __dir__ = only(__name__, __all__)
