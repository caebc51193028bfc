"""Names that are not here: what a module of this package says when it is asked for one."""

import dis
import sys
from collections.abc import Callable, Mapping, Sequence
from types import FrameType
from typing import NoReturn

from nnlib.core.messages import closest
from nnlib.core.words import tr


def only(
    module: str, names: Sequence[str], instead: Mapping[str, str] | None = None
) -> tuple[Callable[[str], NoReturn], Callable[[], list[str]]]:
    """The `__getattr__` and `__dir__` of a module that holds these names: a wrong one is told which there are.

    `instead` has, for names that are left out on purpose, what to use in their place. An import raises ImportError and
    everything else AttributeError, as Python itself does, with the same sentence.

    >>> absent, names = only("nnlib.keras.layers", ["Dropout", "Dense"])
    >>> names()
    ['Dense', 'Dropout']
    >>> absent("Dens")
    Traceback (most recent call last):
    AttributeError: keras.layers has no Dens here; did you mean Dense? there are Dense, Dropout
    """
    known, here = sorted(names), module.removeprefix("nnlib.")

    def absent(name: str) -> NoReturn:
        if name.startswith("__"):
            raise AttributeError(name)
        near = closest(name, known)
        hint = tr("did you mean {near}? ", near=near) if near else ""
        sentence = tr(
            "{here} has no {name} here; {hint}there are {listed}",
            here=here,
            name=name,
            hint=hint,
            listed=", ".join(known),
        )
        if name in (instead or {}):
            sentence += tr(". In its place: {other}", other=instead[name])
        if _is_import(sys._getframe(1)):
            raise ImportError(sentence, name=module)
        raise AttributeError(sentence)

    return absent, lambda: list(known)


def _is_import(frame: FrameType) -> bool:
    """Whether `from module import name` runs there, which would drop the sentence of an AttributeError."""
    return frame.f_code.co_code[frame.f_lasti] == dis.opmap["IMPORT_FROM"]
