"""The constraints: what Keras keeps in keras.constraints."""

from typing import TYPE_CHECKING

from nnlib.keras.missing import only
from nnlib.models.regularizers import MaxNorm

max_norm = maxnorm = MaxNorm

__all__ = ["MaxNorm", "max_norm", "maxnorm"]
if not TYPE_CHECKING:  # an editor sees which names there are; who runs this is told
    __getattr__, __dir__ = only(__name__, __all__)
