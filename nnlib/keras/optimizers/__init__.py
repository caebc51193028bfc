"""The optimizers: what Keras keeps in keras.optimizers."""

from typing import TYPE_CHECKING

from nnlib.keras.missing import only
from nnlib.keras.optimizers import schedules
from nnlib.models.adaptive import Adadelta, Adagrad, Adamax, AdamW, Nadam, RMSprop
from nnlib.models.optimizers import SGD, Adam

__all__ = [
    "SGD", "Adadelta", "Adagrad", "Adam", "AdamW", "Adamax", "Nadam", "RMSprop", "schedules",
]  # fmt: skip
if not TYPE_CHECKING:  # an editor sees which names there are; who runs this is told
    __getattr__, __dir__ = only(__name__, __all__)
