"""The layers: what Keras keeps in keras.layers."""

from math import inf
from typing import TYPE_CHECKING

from nnlib.core.arguments import between
from nnlib.core.words import tr
from nnlib.keras.missing import only
from nnlib.models.deprecated import spelled
from nnlib.models.layers import Activation, Dense, Dropout, Flatten, Input, InputLayer, Reshape

__all__ = [
    "Activation", "Dense", "Dropout", "ELU", "Flatten", "Input", "InputLayer", "LeakyReLU", "ReLU", "Reshape",
    "Softmax",
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


@spelled(alpha="negative_slope")
def ReLU(
    max_value: float | None = None, negative_slope: float = 0.0, threshold: float = 0.0, name: str | None = None
) -> Activation:  # fmt: skip
    """The rectified linear unit, as a layer; with a `negative_slope` the leaky one.

    Raises ValueError for a max_value and a threshold, which it has not here.

    >>> ReLU().activation
    'relu'
    """
    if max_value is not None or threshold:
        raise ValueError(
            tr(
                "ReLU has no max_value and no threshold here; a pair of your own has: "
                "Activation((relu6, relu6_backward))"
            )
        )
    return LeakyReLU(negative_slope, name)


@spelled()
def ELU(alpha: float = 1.0, name: str | None = None) -> Activation:
    """The exponential linear unit, as a layer. Raises ValueError or TypeError for an alpha that is not 0 or more.

    >>> ELU().activation, ELU(0.5).alpha
    ('elu', 0.5)
    """
    if between("alpha", alpha, 0, inf) == 0:
        return Activation("relu", name)
    return Activation("elu", name) if alpha == 1 else Activation("elu_alpha", name, alpha=alpha)


@spelled()
def Softmax(axis: int = -1, name: str | None = None) -> Activation:
    """The softmax of each row, as a layer. Raises ValueError for another axis than the last.

    >>> Softmax().activation
    'softmax'
    """
    if axis not in (-1, 1):
        raise ValueError(tr("axis is {axis!r}; wanted -1: a row is one example", axis=axis))
    return Activation("softmax", name)


@spelled(alpha="negative_slope")
def LeakyReLU(negative_slope: float = 0.3, name: str | None = None) -> Activation:
    """The leaky rectified linear unit, as a layer. Raises ValueError or TypeError for a slope that is not 0 or more.

    >>> LeakyReLU(0.1).alpha
    0.1
    """
    if between("negative_slope", negative_slope, 0, inf) == 0:
        return Activation("relu", name)
    return Activation("leaky_relu", name, alpha=negative_slope)
