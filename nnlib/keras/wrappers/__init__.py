"""What Keras once kept in keras.wrappers."""

from typing import TYPE_CHECKING

from nnlib.keras.missing import only
from nnlib.keras.wrappers import scikit_learn

__all__ = ["scikit_learn"]
if not TYPE_CHECKING:  # an editor sees which names there are; who runs this is told
    __getattr__, __dir__ = only(__name__, __all__)
