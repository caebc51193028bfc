"""The regularizers: what Keras keeps in keras.regularizers."""

from typing import TYPE_CHECKING

from nnlib.keras.missing import only
from nnlib.models.regularizers import L1, L1L2, L2

l1, l2, l1_l2 = L1, L2, L1L2

__all__ = ["L1", "L1L2", "L2", "l1", "l1_l2", "l2"]
if not TYPE_CHECKING:  # an editor sees which names there are; who runs this is told
    __getattr__, __dir__ = only(__name__, __all__)
