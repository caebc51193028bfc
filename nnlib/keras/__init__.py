"""Keras's names for what nnlib has: `from nnlib import keras`, and a program written for Keras runs here.

Names of earlier years work too and say how they are written today; what nnlib has not raises AttributeError with
the names that there are. No other package is loaded.
"""

from typing import TYPE_CHECKING

from nnlib.core.words import tr
from nnlib.keras import (
    activations,
    backend,
    callbacks,
    constraints,
    datasets,
    initializers,
    layers,
    losses,
    metrics,
    models,
    ops,
    optimizers,
    preprocessing,
    regularizers,
    utils,
    wrappers,
)
from nnlib.keras.missing import only
from nnlib.models.layers import Input
from nnlib.models.sequential import Sequential

__all__ = [
    "Input",
    "Sequential",
    "activations",
    "backend",
    "callbacks",
    "constraints",
    "datasets",
    "initializers",
    "layers",
    "losses",
    "metrics",
    "models",
    "ops",
    "optimizers",
    "preprocessing",
    "regularizers",
    "utils",
    "wrappers",
]
__version__ = "3.15.1"  # the Keras whose names and numbers these are held against
if not TYPE_CHECKING:  # an editor sees which names there are; who runs this is told
    __getattr__, __dir__ = only(
        __name__,
        __all__,
        {"Model": tr("one row of layers: Sequential")},
    )
