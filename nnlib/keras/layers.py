"""The layers: what Keras keeps in keras.layers."""

from typing import TYPE_CHECKING

from nnlib.core.words import tr
from nnlib.keras.missing import only
from nnlib.models.deprecated import spelled
from nnlib.models.layers import Activation, Dense, Dropout, Flatten, Input, InputLayer

__all__ = [
    "Activation", "Dense", "Dropout", "ELU", "Flatten", "Input", "InputLayer", "LeakyReLU", "ReLU", "Softmax",
]  # fmt: skip
CONVOLUTIONS = tr("Flatten() and Dense layers; PyTorch or Keras for convolutions")
SEQUENCES = tr("a row of numbers for each example; PyTorch or Keras for sequences")
INSTEAD = {
    "BatchNormalization": tr(
        "inputs of mean 0 and variance 1 (nnlib.standardize), and selu with lecun_normal first weights"
    ),
    "LayerNormalization": tr("inputs of mean 0 and variance 1 (nnlib.standardize)"),
    "Normalization": tr("nnlib.standardize_fit and nnlib.standardize, before fit"),
    "AlphaDropout": tr("Dropout"),
    "GaussianNoise": tr("Dropout, or noise added to X"),
    "Masking": tr("rows without the steps that are masked"),
    "Concatenate": tr("one row of layers: Sequential"),
    "Add": tr("one row of layers: Sequential"),
    "PReLU": tr("LeakyReLU with a slope of your own"),
    "Reshape": tr("X reshaped before fit"),
}
INSTEAD |= dict.fromkeys(
    (
        "Conv1D",
        "Conv2D",
        "MaxPooling1D",
        "MaxPooling2D",
        "AveragePooling2D",
        "GlobalAveragePooling2D",
    ),
    CONVOLUTIONS,
)
INSTEAD |= dict.fromkeys(("Embedding", "LSTM", "GRU", "SimpleRNN", "Bidirectional"), SEQUENCES)
if not TYPE_CHECKING:  # an editor sees which names there are; who runs this is told
    __getattr__, __dir__ = only(__name__, __all__, INSTEAD)


@spelled()
def ReLU(name: str | None = None) -> Activation:
    """The rectified linear unit, as a layer.

    >>> ReLU().activation
    'relu'
    """
    return Activation("relu", name)


@spelled()
def ELU(alpha: float = 1.0, name: str | None = None) -> Activation:
    """The exponential linear unit, as a layer. Raises ValueError for another alpha than 1.

    >>> ELU().activation
    'elu'
    """
    if alpha != 1:
        raise ValueError(tr("alpha is {alpha}; the elu has 1 here", alpha=alpha))
    return Activation("elu", name)


@spelled()
def Softmax(name: str | None = None) -> Activation:
    """The softmax, as a layer.

    >>> Softmax().activation
    'softmax'
    """
    return Activation("softmax", name)


@spelled(alpha="negative_slope")
def LeakyReLU(negative_slope: float = 0.3, name: str | None = None) -> Activation:
    """The leaky rectified linear unit, as a layer. Raises ValueError for a slope that is not above 0.

    >>> LeakyReLU(0.1).alpha
    0.1
    """
    return Activation("leaky_relu", name, alpha=negative_slope)
