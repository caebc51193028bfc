"""Old spellings: what tutorials of earlier years write, and how it is written now."""

import functools
import inspect
import sys
import warnings
from collections.abc import Callable, Collection
from typing import Any, NamedTuple, TypeVar

from nnlib.core.annotated import gate_of
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
    raises TypeError too, with the nearest that there is; and so does an argument that is not what its annotation says,
    see `core.annotated`.

    >>> @spelled({"decay": "give a schedule"}, lr="rate")
    ... def step(rate):
    ...     return rate
    >>> step(decay=1)
    Traceback (most recent call last):
    TypeError: step has no decay=: give a schedule
    """
    return renaming(Words(gone or {}, renamed), held=True)


def renaming(rules: "Words", held: bool = False) -> Callable[[Function], Function]:
    """What `spelled` does by these rules; the arguments are held to their annotations only where `held` says so.

    >>> @renaming(Words({}, {"lr": "rate"}))
    ... def step(rate: float):
    ...     return rate
    >>> step("fast")
    'fast'
    """

    def decorate(function: Function) -> Function:
        signature = inspect.signature(function)
        kinds = {key: parameter.kind for key, parameter in signature.parameters.items()}
        known = kinds.keys() - {"self"}
        gate = gate_of(function) if held else None
        takes_all = inspect.Parameter.VAR_KEYWORD in kinds.values()

        @functools.wraps(function)
        def translated(*args, **given):
            for old in [key for key in given if key not in known]:
                rules.settle(old, given, function, None if takes_all else known)
            if gate is not None:
                gate.check(args, given)
            return function(*args, **given)

        translated.__signature__ = signature
        return translated

    return decorate


class Words(NamedTuple):
    """The old keywords of a function: those that are gone, and those that have another name today."""

    gone: dict[str, Any]
    renamed: dict[str, str]

    def settle(
        self, old: str, given: dict[str, Any], function: Callable, known: Collection[str] | None
    ) -> None:
        """Take the keyword `old` out of `given`, or give it today's name; raise TypeError where it cannot be passed on.

        `known` are the function's own keywords, None where it takes any.

        >>> given = {"lr": 0.1}
        >>> Words({"lr": ("no rate here", 0.1)}, {}).settle("lr", given, print, ())
        >>> given
        {}
        """
        if old in self.gone:
            self._leave_out(old, given, function)
        elif old in self.renamed:
            self._rename(old, given, function)
        elif known is not None:
            raise TypeError(
                tr(
                    "{name} got an unexpected keyword argument {old!r}{listed}",
                    name=_name(function),
                    old=old,
                    listed=listed(old, known),
                )
            )

    def _leave_out(self, old: str, given: dict[str, Any], function: Callable) -> None:
        """Pass over a keyword that asks for nothing."""
        why, *usual = self.gone[old] if isinstance(self.gone[old], tuple) else (self.gone[old],)
        if not any(type(given[old]) is type(one) and given[old] == one for one in usual):
            raise TypeError(
                tr("{name} has no {old}=: {gone}", name=_name(function), old=old, gone=why)
            )
        given.pop(old)

    def _rename(self, old: str, given: dict[str, Any], function: Callable) -> None:
        new, _, form = self.renamed[old].partition(": ")
        if new in given:
            raise TypeError(
                tr(
                    "{name} was given both {old}= and {new}=",
                    name=_name(function),
                    old=old,
                    new=new,
                )
            )
        note(f"{old}=", form or f"{new}=", depth=5)
        given[new] = given.pop(old)


def _name(function: Callable) -> str:
    return function.__qualname__.removesuffix(".__init__")
