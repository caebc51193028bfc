"""The activations, as functions: what Keras keeps in keras.activations."""

from typing import TYPE_CHECKING

from nnlib.activations import (
    elu,
    exponential,
    gelu,
    hard_sigmoid,
    leaky_relu,
    relu,
    selu,
    sigmoid,
    softmax,
    softplus,
    softsign,
    swish,
    tanh,
)
from nnlib.activations import identity as linear
from nnlib.activations import swish as silu
from nnlib.keras.missing import only

__all__ = [
    "elu", "exponential", "gelu", "hard_sigmoid", "leaky_relu", "linear", "relu", "selu", "sigmoid", "silu", "softmax",
    "softplus", "softsign", "swish", "tanh",
]  # fmt: skip
if not TYPE_CHECKING:  # an editor sees which names there are; who runs this is told
    __getattr__, __dir__ = only(__name__, __all__)
