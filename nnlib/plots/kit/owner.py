"""Whose function a figure draws or a chapter runs: the book's, or the reader's own."""

import functools
import inspect
from collections.abc import Callable

from nnlib.core.words import tr


def is_the_books(function: Callable) -> bool:
    """Whether the code of a function stands in nnlib.

    It is the code that counts. A partial call belongs to whom its function belongs to: `partial(relu, ...)` is the
    book's. A reader's function is the reader's, even where it wraps one of nnlib's and has taken over its name.
    """
    while isinstance(function, functools.partial):
        function = function.func
    function = getattr(function, "__func__", function)  # of a bound method
    if inspect.isfunction(function):
        module = function.__globals__.get("__name__")
    else:
        module = getattr(function, "__module__", None)
    return (module or "").partition(".")[0] == "nnlib"


def owner(function: Callable) -> str:
    """ "the book's" for a function of nnlib, "yours" for any other."""
    return tr("the book's") if is_the_books(function) else "yours"


def whose(function: Callable) -> str:
    """The same before a noun: "the book's" softmax, "your" softmax."""
    return tr("the book's") if is_the_books(function) else "your"
