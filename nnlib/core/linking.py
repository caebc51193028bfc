"""Linking: the same code, in which the names of other functions mean something else.

`sigmoid` calls `_logistic`, and each of them has two forms: plain Python, and machine code. In the plain form of
sigmoid the name `_logistic` has to mean plain Python, in its compiled form machine code, and activations.py itself
must not notice. So a form is a copy of the loop: the same code, with global names of its own, some of which mean
something else there. In the same way a learner's `relu` finds the library's machine code under the library's names.
"""

import inspect
import types
from collections.abc import Callable


def linked(function: Callable, meaning: Callable):
    """A copy of `function` in which each name means `meaning(value)`; None leaves a name as it was.

    >>> def f(x):
    ...     return x + 1
    >>> def twice(x):
    ...     return 2 * f(x)
    >>> linked(twice, lambda value: abs if value is f else None)(-3)
    6
    >>> twice(-3)
    -4
    """
    return relink(copy_of(function), meaning)


def copy_of(function: Callable):
    """A copy of `function` with global names and a closure of its own."""
    closure = function.__closure__ and tuple(
        types.CellType(cell.cell_contents) for cell in function.__closure__
    )
    copy = types.FunctionType(
        function.__code__,
        dict(function.__globals__),
        function.__name__,
        function.__defaults__,
        closure,
    )
    copy.__kwdefaults__, copy.__qualname__ = function.__kwdefaults__, function.__qualname__
    copy.__module__, copy.__annotations__ = function.__module__, function.__annotations__
    return copy


def relink(copy: Callable, meaning: Callable):
    """Give the names that this copy of a function uses their new meaning, in its globals and in its closure."""
    for name in names_in(copy.__code__) & copy.__globals__.keys():
        if (value := meaning(copy.__globals__[name])) is not None:
            copy.__globals__[name] = value
    for cell in copy.__closure__ or ():
        if (value := meaning(cell.cell_contents)) is not None:
            cell.cell_contents = value
    return copy


def names_in(code: types.CodeType):
    """Every global name that the code mentions, also from inside comprehensions."""
    inner = (
        names_in(constant) for constant in code.co_consts if isinstance(constant, types.CodeType)
    )
    return set(code.co_names).union(*inner)


def by_rank(*ways):
    """A function of (x) or (out, x) for compiled code: the one of `ways` at the rank of x (a number: 0)."""
    from numba.extending import overload

    def call(*args):
        raise NotImplementedError("for compiled code only")

    if len(inspect.signature(ways[0]).parameters) == 1:
        overload(call)(lambda x: ways[getattr(x, "ndim", 0)])
    else:
        overload(call)(lambda out, x: ways[getattr(x, "ndim", 0)])
    return call
