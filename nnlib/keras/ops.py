"""The functions on arrays that Keras keeps in keras.ops, for metrics of one's own: NumPy's, under Keras's names."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy import (
    abs,
    absolute,
    all,
    any,
    argmax,
    argmin,
    clip,
    concatenate,
    cumsum,
    divide,
    dot,
    equal,
    exp,
    expand_dims,
    greater,
    greater_equal,
    isnan,
    less,
    less_equal,
    log,
    log1p,
    logical_and,
    logical_not,
    logical_or,
    matmul,
    max,
    maximum,
    mean,
    min,
    minimum,
    multiply,
    not_equal,
    ones_like,
    reshape,
    round,
    sign,
    sqrt,
    square,
    squeeze,
    stack,
    std,
    subtract,
    sum,
    transpose,
    var,
    where,
    zeros_like,
)
from numpy import power as pow
from numpy import power as power
from numpy.typing import ArrayLike

from nnlib.core.words import tr
from nnlib.keras.missing import only

__all__ = [
    "abs", "absolute", "all", "any", "argmax", "argmin", "cast", "clip", "concatenate", "convert_to_numpy",
    "convert_to_tensor", "cumsum", "divide", "dot", "equal", "exp", "expand_dims", "greater", "greater_equal", "isnan",
    "less", "less_equal", "log", "log1p", "logical_and", "logical_not", "logical_or", "matmul", "max", "maximum",
    "mean", "min", "minimum", "multiply", "not_equal", "ones_like", "pow", "power", "reshape", "round", "shape", "sign",
    "sqrt", "square", "squeeze", "stack", "std", "subtract", "sum", "transpose", "var", "where", "zeros_like",
]  # fmt: skip
if not TYPE_CHECKING:  # an editor sees which names there are; who runs this is told
    __getattr__, __dir__ = only(__name__, __all__)


def cast(x: ArrayLike, dtype: Any) -> np.ndarray:
    """x as an array of this dtype. Raises ValueError for a number that is too large for it.

    >>> cast([0.5, 1.0], "int32").tolist()
    [0, 1]
    """
    try:
        return np.asarray(x).astype(np.dtype(dtype))
    except OverflowError:
        raise ValueError(
            tr("x holds a number that is too large for {dtype}", dtype=np.dtype(dtype))
        ) from None


def convert_to_tensor(x: ArrayLike, dtype: Any = None) -> np.ndarray:
    """x as an array: there are no other tensors here.

    >>> convert_to_tensor([1, 2]).tolist()
    [1, 2]
    """
    return np.asarray(x, dtype)


def convert_to_numpy(x: ArrayLike) -> np.ndarray:
    """x as an array.

    >>> convert_to_numpy([1, 2]).tolist()
    [1, 2]
    """
    return np.asarray(x)


def shape(x: ArrayLike) -> tuple[int, ...]:
    """The shape of an array.

    >>> shape([[1, 2]])
    (1, 2)
    """
    return np.shape(x)
