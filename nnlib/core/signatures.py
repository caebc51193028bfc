"""How a compiled loop says what it takes: its parameters' annotations become one exact Numba signature.

`theta: Vector` is a vector of floats, whose dtype is the loop's; an annotation may also be a NamedTuple of such fields,
or a Callable, for a function that is handed in. So a new field is written in one place, the NamedTuple.
"""

import functools
import inspect
import types
from collections.abc import Callable
from typing import Annotated, Any, get_args, get_origin

import numpy as np

from nnlib.core.words import tr

# The axes, and the dtype; None stands for float32 or float64, as the loop is compiled for.
Real = Annotated[float, 0, None]
Vector = Annotated[np.ndarray, 1, None]
Matrix = Annotated[np.ndarray, 2, None]
Vector64 = Annotated[np.ndarray, 1, np.float64]
Integers = Annotated[np.ndarray, 1, np.int64]


def signature_of(loop: Callable, dtype):
    """The Numba signature of a loop whose parameters are annotated, for floats of this dtype."""
    hints = inspect.get_annotations(loop)
    returns = hints.pop("return", None)
    return _numba_type(Callable[[*hints.values()], returns], np.dtype(dtype)).signature


@functools.cache
def function_type(takes: Any, dtype: np.dtype):
    """What Numba calls a function that is handed in; `takes` is its annotation, such as Callable[[Matrix], None]."""
    return _numba_type(takes, dtype)


def _numba_type(annotation, dtype):
    from numba import from_dtype
    from numba import types as nb

    plain = {int: nb.int64, float: nb.float64, bool: nb.boolean}
    plain |= {None: nb.void, types.NoneType: nb.void}
    if annotation in plain:
        return plain[annotation]
    if get_origin(annotation) is Annotated:
        axes, kind = annotation.__metadata__
        real = from_dtype(np.dtype(kind or dtype))
        return nb.Array(real, axes, "C") if axes else real
    if get_origin(annotation) is Callable:
        takes, returns = get_args(annotation)
        parameters = [_numba_type(each, dtype) for each in takes]
        return nb.FunctionType(_numba_type(returns, dtype)(*parameters))
    fields = [_numba_type(each, dtype) for each in annotation.__annotations__.values()]
    return nb.BaseTuple.from_types(fields, annotation)


# --- What is given ----------------------------------------------------------------------------------------------------


def checks_of(loop: Callable, dtype: np.dtype) -> list[Callable]:
    """For each parameter of the loop a function that raises TypeError for what compiled code could not read."""
    hints = inspect.get_annotations(loop)
    hints.pop("return", None)
    return [_check_of(name, annotation, dtype) for name, annotation in hints.items()]


def _check_of(name, annotation, dtype):
    if get_origin(annotation) is Annotated:
        axes, kind = annotation.__metadata__
        return functools.partial(_check_array, name, axes, np.dtype(kind or dtype))
    if isinstance(annotation, type) and issubclass(annotation, tuple):
        fields = annotation.__annotations__.items()
        checks = [_check_of(f"{name}.{field}", each, dtype) for field, each in fields]
        return functools.partial(_check_tuple, name, annotation, checks)
    return _no_check  # numbers and functions: Numba itself refuses what is none


def _check_array(name, axes, dtype, value):
    if (
        type(value) is not np.ndarray
        or value.ndim != axes
        or value.dtype != dtype
        or not value.flags.c_contiguous
    ):
        given = type(value).__name__
        if isinstance(value, np.ndarray):
            given = f"{value.dtype} of shape {value.shape}, in strides {value.strides}"
        raise TypeError(f"{name} is {given}; wanted {dtype} with {axes} axes, without gaps")


def _check_tuple(name, kind, checks, value):
    if type(value) is not kind:
        raise TypeError(f"{name} is {type(value).__name__}; wanted {kind.__name__}")
    for check, field in zip(checks, value):
        check(field)


def _no_check(value):
    pass


def bound(name, signature, args, kwargs):
    """The arguments by name; a TypeError that says what the function takes where they do not fit.

    >>> bound("relu", inspect.signature(lambda z: z), (), {"x": 1})
    Traceback (most recent call last):
    TypeError: relu(z): missing a required argument: 'z'
    """
    try:
        return signature.bind(*args, **kwargs).arguments
    except TypeError as error:
        takes = f"{name}({', '.join(signature.parameters)})"
        raise TypeError(tr("{takes}: {error}", takes=takes, error=error)) from None
