"""The gate by annotation: what a signature says of its plain arguments is held at the door.

A face whose parameters are annotated `bool`, `int`, `float`, `str`, `str | PathLike`, `dict`, `Callable` or
`Mapping[str, Callable]`, each also with `| None`, need not ask again. What is annotated otherwise is left to the
function.
"""

import functools
import inspect
from collections.abc import Callable, Iterable, Mapping
from os import PathLike
from typing import Any, NamedTuple, TypeVar, get_args

import numpy as np

from nnlib.core import arguments
from nnlib.core.types import Number
from nnlib.core.words import tr

Function = TypeVar("Function", bound=Callable[..., Any])


def whole(name: str, value: Any) -> None:
    """Raise TypeError for what is no whole number; 2.0 is one, True and False count as 1 and 0, as for verbose=True.

    >>> whole("axis", 1.5)
    Traceback (most recent call last):
    TypeError: axis is 1.5; wanted a whole number
    """
    if isinstance(value, float) and value.is_integer():
        return  # 10.0, which a script may have calculated; the function may ask for more
    if not isinstance(value, (int, np.integer)):
        raise TypeError(tr("{name} is {value!r}; wanted a whole number", name=name, value=value))


def number(name: str, value: Any) -> None:
    """Raise TypeError for what is no number; an array with one entry is one, as for Keras.

    >>> number("value", np.array([2.5]))
    >>> number("value", "2.5")
    Traceback (most recent call last):
    TypeError: value is '2.5'; wanted a number
    """
    if not (isinstance(value, np.ndarray) and value.size == 1 and value.dtype.kind in "iuf"):
        arguments.number(name, value)


def text(name: str, value: Any) -> None:
    """Raise TypeError for what is no text.

    >>> text("curve", 1)
    Traceback (most recent call last):
    TypeError: curve is 1; wanted a text, in quotes
    """
    if not isinstance(value, str):
        raise TypeError(tr("{name} is {value!r}; wanted a text, in quotes", name=name, value=value))


def path(name: str, value: Any) -> None:
    """Raise TypeError for what names no file, ValueError for an empty name: a number would be an open file's.

    >>> path("filename", 2)
    Traceback (most recent call last):
    TypeError: filename is 2; wanted the name of a file, in quotes
    """
    if not isinstance(value, (str, PathLike)):
        raise TypeError(
            tr("{name} is {value!r}; wanted the name of a file, in quotes", name=name, value=value)
        )
    if not str(value):
        raise ValueError(tr("{name} is empty; wanted the name of a file", name=name))


def table(name: str, value: Any) -> None:
    """Raise TypeError for what is no dict.

    >>> table("custom_objects", ["relu6"])
    Traceback (most recent call last):
    TypeError: custom_objects is ['relu6']; wanted a dict
    """
    if not isinstance(value, dict):
        raise TypeError(tr("{name} is {value!r}; wanted a dict", name=name, value=value))


def functions(name: str, value: Any) -> None:
    """Raise TypeError for what is no dict of functions by their names.

    >>> functions("functions", {"relu": 3})
    Traceback (most recent call last):
    TypeError: functions["relu"] is 3; wanted a function
    """
    if not isinstance(value, Mapping):
        raise TypeError(
            tr('{name} is {value!r}; wanted {{"relu": your_relu}}', name=name, value=value)
        )
    for key, function in value.items():
        arguments.a_function(f'{name}["{key}"]', function)


CHECKS: dict[Any, Callable[[str, Any], Any]] = {
    bool: arguments.flag,
    int: whole,
    float: number,
    Number: number,
    str: text,
    str | PathLike: path,
    dict: table,
    Callable: arguments.a_function,
    Mapping[str, Callable]: functions,
}
CHECKS |= {kind | None: check for kind, check in CHECKS.items()}


class Gate(NamedTuple):
    """The checks of a function's parameters: the names of those that can be given by place, and a check for some.

    >>> def shown(rate: float, name: str | None = None):
    ...     pass
    >>> gate = gate_of(shown)
    >>> gate.check((0.1,), {"name": None})
    >>> gate.check(("0.1",), {})
    Traceback (most recent call last):
    TypeError: rate is '0.1'; wanted a number
    """

    places: tuple[str, ...]
    checks: dict[str, Callable[[str, Any], Any]]
    may_be_none: frozenset[str]

    def check(self, args: Iterable[Any], given: dict[str, Any]) -> None:
        """Raise TypeError or ValueError for an argument that is not what its annotation says."""
        for name, value in (*zip(self.places, args), *given.items()):
            if name in self.checks and not (value is None and name in self.may_be_none):
                self.checks[name](name, value)


def gate_of(function: Callable) -> Gate:
    """The gate of a function, as its signature has it. A default is taken where it is given, whatever the annotation.

    >>> sorted(gate_of(lambda x, *, y: 0).checks)
    []
    """
    known = inspect.signature(function).parameters.values()
    parameters = [p for p in known if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)]
    places = tuple(p.name for p in parameters if p.kind is not p.KEYWORD_ONLY)
    checks = {p.name: CHECKS[p.annotation] for p in parameters if _known(p.annotation)}
    none = {p.name for p in parameters if p.default is None or type(None) in get_args(p.annotation)}
    return Gate(places, checks, frozenset(none))


def _known(annotation: Any) -> bool:
    try:
        return annotation in CHECKS
    except TypeError:  # what cannot be looked up
        return False


def held(function: Function) -> Function:
    """Decorate a face: its arguments are what its annotations say, or it raises TypeError or ValueError.

    >>> @held
    ... def shown(words: str):
    ...     return words.split()
    >>> shown(3)
    Traceback (most recent call last):
    TypeError: words is 3; wanted a text, in quotes
    """
    gate = gate_of(function)

    @functools.wraps(function)
    def checked(*args, **given):
        gate.check(args, given)
        return function(*args, **given)

    return checked
