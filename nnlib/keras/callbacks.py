"""The callbacks: what Keras keeps in keras.callbacks."""

from typing import TYPE_CHECKING

from nnlib.keras.missing import only
from nnlib.models.callbacks import Callback, EarlyStopping, History
from nnlib.models.monitors import (
    CSVLogger,
    LambdaCallback,
    LearningRateScheduler,
    ModelCheckpoint,
    ReduceLROnPlateau,
    TerminateOnNaN,
)
from nnlib.models.tensorboard import TensorBoard

__all__ = [
    "CSVLogger", "Callback", "EarlyStopping", "History", "LambdaCallback", "LearningRateScheduler",
    "ModelCheckpoint", "ReduceLROnPlateau", "TensorBoard",
    "TerminateOnNaN",
]  # fmt: skip
if not TYPE_CHECKING:  # an editor sees which names there are; who runs this is told
    __getattr__, __dir__ = only(__name__, __all__)
