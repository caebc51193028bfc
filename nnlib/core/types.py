"""The types in signatures: what the functions take, and what they give back."""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = [
    *("Activation", "Array", "ArrayLike", "Flag", "Labels", "Layer", "Number", "Params", "Real"),
    "Rng",
]

Array: TypeAlias = NDArray[np.floating[Any]]  # float32 or float64, as the numbers that went in
Labels: TypeAlias = NDArray[np.int64]  # classes 0 to n_classes - 1, or rows 0 to n - 1
Real: TypeAlias = (
    np.float64
)  # one number out of a calculation; np.float32 where the arrays hold that
Number: TypeAlias = float | np.floating[Any] | np.integer[Any]  # in signatures int counts as float
Flag: TypeAlias = bool | np.bool_
Rng: TypeAlias = np.random.Generator

Layer: TypeAlias = tuple[ArrayLike, ArrayLike]  # (W, b)
Params: TypeAlias = Sequence[Layer]
# A name such as "relu", a function of such a name, or a pair (forward, backward).
Activation: TypeAlias = str | Callable[..., Any] | tuple[Callable[..., Any], Callable[..., Any]]
