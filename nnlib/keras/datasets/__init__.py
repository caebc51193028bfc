"""The data sets: what Keras keeps in keras.datasets."""

from typing import TYPE_CHECKING

from nnlib.keras.datasets import fashion_mnist, mnist
from nnlib.keras.missing import only

__all__ = ["fashion_mnist", "mnist"]
if not TYPE_CHECKING:  # an editor sees which names there are; who runs this is told
    __getattr__, __dir__ = only(__name__, __all__)
