"""What Keras keeps in keras.backend: NumPy's functions for metrics of one's own, and a few of its state."""

from typing import TYPE_CHECKING, Any

import numpy as np

from nnlib.core.words import tr
from nnlib.keras.missing import only
from nnlib.keras.ops import (
    abs,
    all,
    any,
    argmax,
    argmin,
    cast,
    clip,
    concatenate,
    cumsum,
    dot,
    equal,
    exp,
    expand_dims,
    greater,
    greater_equal,
    less,
    less_equal,
    log,
    max,
    maximum,
    mean,
    min,
    minimum,
    not_equal,
    ones_like,
    pow,
    reshape,
    round,
    shape,
    sign,
    sqrt,
    square,
    squeeze,
    stack,
    std,
    sum,
    transpose,
    var,
    zeros_like,
)
from nnlib.models.optimizers import LearningRate

__all__ = [
    "abs", "all", "any", "argmax", "argmin", "cast", "clear_session", "clip", "concatenate", "cumsum", "dot",
    "epsilon", "equal", "exp", "expand_dims", "floatx", "get_value", "greater", "greater_equal", "less",
    "less_equal", "log", "max", "maximum", "mean", "min", "minimum", "not_equal", "ones_like", "pow", "reshape",
    "round", "set_value", "shape", "sign", "sqrt", "square", "squeeze", "stack", "std", "sum", "transpose", "var",
    "zeros_like",
]  # fmt: skip
if not TYPE_CHECKING:  # an editor sees which names there are; who runs this is told
    __getattr__, __dir__ = only(__name__, __all__)


def clear_session() -> None:
    """Nothing: nnlib has no global state to clear.

    >>> clear_session()
    """


def get_value(x: Any) -> Any:
    """The same: numbers and arrays are values already.

    >>> get_value(0.1)
    0.1
    """
    return x


def set_value(x: Any, value: Any) -> None:
    """Set an optimizer's learning rate, or the numbers of an array. Raises TypeError for what is neither,
    ValueError for numbers that do not fit.

    >>> from nnlib import SGD
    >>> sgd = SGD(0.5)
    >>> set_value(sgd.learning_rate, 0.25)
    >>> sgd.learning_rate
    0.25
    """
    if isinstance(x, LearningRate):
        x.assign(value)
    elif isinstance(x, np.ndarray):
        x[...] = cast(value, x.dtype)
    else:
        raise TypeError(
            tr(
                "set_value was given {kind}; wanted model.optimizer.learning_rate, or an array",
                kind=type(x).__name__,
            )
        )


def epsilon() -> float:
    """A small number that keeps a division from being one by 0.

    >>> epsilon()
    1e-07
    """
    return 1e-7


def floatx() -> str:
    """The dtype that a model has where nobody says another.

    >>> floatx()
    'float32'
    """
    return "float32"
