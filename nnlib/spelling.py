"""Old spellings: what tutorials of earlier years write, and how it is written now."""

import functools
import inspect
import sys
import warnings

_said = set()


def note(old, new, depth=3):
    """Say in one line, once for each place, that `old` is written `new` today. What was written works all the same."""
    frame = sys._getframe(depth - 1)
    place = (old, frame.f_code.co_filename, frame.f_lineno)
    if place not in _said:
        _said.add(place)
        line = f"{old} is an old spelling that works here; today: {new}"
        warnings.warn(line, FutureWarning, depth)


def spelled(gone=None, **renamed):
    """Let a function take old keywords: renamed ones are passed on under today's name, gone ones raise TypeError.

    `renamed` is old="new" or old="new: today's form, where it differs"; `gone` is {old: what to write instead}.
    """

    def decorate(function):
        @functools.wraps(function)
        def translated(*args, **given):
            for old in [key for key in given if key in (gone or ())]:
                raise TypeError(f"{_name(function)} has no {old}=: {gone[old]}")
            for old in [key for key in given if key in renamed]:
                new, _, form = renamed[old].partition(": ")
                if new != old and new in given:
                    raise TypeError(f"{_name(function)} was given both {old}= and {new}=")
                note(f"{old}=", form or f"{new}=")
                given[new] = given.pop(old)
            return function(*args, **given)

        translated.__signature__ = inspect.signature(function)
        return translated

    return decorate


def _name(function):
    return function.__qualname__.removesuffix(".__init__")
