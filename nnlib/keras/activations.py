"""The activations, as functions: what Keras keeps in keras.activations.

Those to which Keras gives parameters take them here too. As a layer's activation each stands for the library's own,
which its `library` names.
"""

from typing import TYPE_CHECKING

from nnlib import activations
from nnlib.activations import (
    exponential,
    gelu,
    hard_sigmoid,
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
from nnlib.core.types import Array, ArrayLike, Number
from nnlib.core.words import tr
from nnlib.keras.missing import only
from nnlib.models.deprecated import spelled

__all__ = [
    "elu", "exponential", "gelu", "hard_sigmoid", "leaky_relu", "linear", "relu", "selu", "sigmoid", "silu", "softmax",
    "softplus", "softsign", "swish", "tanh",
]  # fmt: skip
if not TYPE_CHECKING:  # an editor sees which names there are; who runs this is told
    __getattr__, __dir__ = only(__name__, __all__)


@spelled()
def elu(x: ArrayLike, alpha: Number = 1.0) -> Array:
    """The exponential linear unit: x where x > 0, else alpha (e^x - 1). Raises as `nnlib.elu_alpha` does.

    >>> elu([-1.0, 2.0], alpha=0.5).round(3)
    array([-0.316,  2.   ])
    """
    return activations.elu_alpha(x, alpha)


@spelled(alpha="negative_slope")
def leaky_relu(x: ArrayLike, negative_slope: Number = 0.2) -> Array:
    """The leaky rectified linear unit: x where x > 0, else negative_slope x. Raises as `nnlib.leaky_relu` does.

    >>> leaky_relu([-1.0, 2.0])
    array([-0.2,  2. ])
    """
    return activations.leaky_relu(x, negative_slope)


CLIPPED = tr("np.clip around it, and its backward: Dense(8, activation=(yours, its_backward))")


@spelled({"max_value": CLIPPED, "threshold": CLIPPED}, alpha="negative_slope")
def relu(x: ArrayLike, negative_slope: Number = 0.0) -> Array:
    """The rectified linear unit: x where x > 0, else negative_slope x. Raises as `nnlib.leaky_relu` does.

    >>> relu([-1.0, 2.0])
    array([0., 2.])
    """
    return activations.leaky_relu(x, negative_slope) if negative_slope else activations.relu(x)


for _face in (elu, leaky_relu, relu):
    _face.library = getattr(activations, _face.__name__)
