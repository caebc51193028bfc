"""What Keras keeps in keras.backend: NumPy's functions for metrics of one's own, and a few of its state."""

from typing import TYPE_CHECKING, Any

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

__all__ = [
    "abs", "all", "any", "argmax", "argmin", "cast", "clear_session", "clip", "concatenate", "cumsum", "dot", "epsilon",
    "equal", "exp", "expand_dims", "floatx", "get_value", "greater", "greater_equal", "less", "less_equal", "log",
    "max", "maximum", "mean", "min", "minimum", "not_equal", "ones_like", "pow", "reshape", "round", "shape", "sign",
    "sqrt", "square", "squeeze", "stack", "std", "sum", "transpose", "var", "zeros_like",
]  # fmt: skip
if not TYPE_CHECKING:  # an editor sees which names there are; who runs this is told
    __getattr__, __dir__ = only(
        __name__, __all__, {"set_value": tr("an assignment: model.optimizer.learning_rate = 0.01")}
    )


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
