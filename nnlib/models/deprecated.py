"""Old spellings: what tutorials of earlier years write, and how it is written now."""

import functools
import inspect
import sys
import warnings
from collections.abc import Callable
from typing import Any, TypeVar

from nnlib.core.words import tr
from nnlib.models.settings import listed

Function = TypeVar("Function", bound=Callable[..., Any])

_said = set()


def note(old: str, new: str, depth: int = 3) -> None:
    """Say in one line, once for each place, that `old` is written `new` today. What was written works all the same.

    The place is `depth` calls up from here.

    >>> import warnings
    >>> with warnings.catch_warnings(record=True) as said:
    ...     warnings.simplefilter("always")
    ...     note("lr=", "learning_rate=", depth=2)
    >>> str(said[0].message)
    'lr= is an old spelling that works here; today: learning_rate='
    """
    say_once(
        old,
        tr("{old} is an old spelling that works here; today: {new}", old=old, new=new),
        depth + 1,
    )


def say_once(about: str, line: str, depth: int) -> None:
    """Warn with this line about a word that works, once for each place, `depth` calls up from here.

    >>> import warnings
    >>> with warnings.catch_warnings(record=True) as said:
    ...     warnings.simplefilter("always")
    ...     for _ in range(2):
    ...         say_once("silu", "silu is called swish", depth=2)
    >>> len(said)
    1
    """
    frame = sys._getframe(depth - 1)
    place = (about, frame.f_code.co_filename, frame.f_lineno)
    if place not in _said:
        _said.add(place)
        warnings.warn(line, FutureWarning, depth)


def spelled(gone: dict[str, Any] | None = None, **renamed: str) -> Callable[[Function], Function]:
    """Let a function take old keywords: renamed ones are passed on under today's name, others raise TypeError.

    `renamed` is old="new" or old="new: today's form, where it differs"; `gone` is {old: what to write instead}, or
    {old: (what to write instead, values that ask for nothing)}, which are passed over. A keyword that nobody knows
    raises TypeError too, with the nearest that there is.

    >>> @spelled({"decay": "give a schedule"}, lr="rate")
    ... def step(rate):
    ...     return rate
    >>> step(decay=1)
    Traceback (most recent call last):
    TypeError: step has no decay=: give a schedule
    """
    gone = gone or {}

    def decorate(function: Function) -> Function:
        signature = inspect.signature(function)
        kinds = {key: parameter.kind for key, parameter in signature.parameters.items()}
        takes_all = inspect.Parameter.VAR_KEYWORD in kinds.values()
        known = kinds.keys() - {"self"}

        @functools.wraps(function)
        def translated(*args, **given):
            for old in [key for key in given if key not in known]:
                if old in gone:
                    why, *usual = gone[old] if isinstance(gone[old], tuple) else (gone[old],)
                    if any(type(given[old]) is type(one) and given[old] == one for one in usual):
                        given.pop(old)
                        continue
                    raise TypeError(
                        tr(
                            "{name} has no {old}=: {gone}",
                            name=_name(function),
                            old=old,
                            gone=why,
                        )
                    )
                if old in renamed:
                    new, _, form = renamed[old].partition(": ")
                    if new in given:
                        raise TypeError(
                            tr(
                                "{name} was given both {old}= and {new}=",
                                name=_name(function),
                                old=old,
                                new=new,
                            )
                        )
                    note(f"{old}=", form or f"{new}=")
                    given[new] = given.pop(old)
                elif not takes_all:
                    raise TypeError(
                        tr(
                            "{name} got an unexpected keyword argument {old!r}{listed}",
                            name=_name(function),
                            old=old,
                            listed=listed(old, known),
                        )
                    )
            return function(*args, **given)

        translated.__signature__ = signature
        return translated

    return decorate


def _name(function: Callable) -> str:
    return function.__qualname__.removesuffix(".__init__")
