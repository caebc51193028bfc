"""Figures and widgets, by chapter: parameters -> data -> figure, and the same data in words.

A figure is found with its chapter, `plots.ch01.perceptron_board`, or by its name alone, `plots.perceptron_board`. The
roof of the house: it may import all of nnlib, and nothing below imports it. matplotlib and ipywidgets stay in here,
and are loaded when the first figure is asked for. A figure's arguments are held to their annotations here.
"""

# ruff: noqa: F401, F403
import ast
from functools import cache
from importlib import import_module
from inspect import isfunction
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from nnlib.plots.kit import OFFERED

if TYPE_CHECKING:  # what an editor offers; at run time a chapter is loaded when it is asked for
    from nnlib.plots import (
        ch00,
        ch01,
        ch02,
        ch03,
        ch04,
        ch05,
        ch06,
        ch07,
        ch08,
        ch09,
        ch10,
        ch11,
        ch12,
    )
    from nnlib.plots.ch00 import *
    from nnlib.plots.ch01 import *
    from nnlib.plots.ch02 import *
    from nnlib.plots.ch03 import *
    from nnlib.plots.ch04 import *
    from nnlib.plots.ch05 import *
    from nnlib.plots.ch06 import *
    from nnlib.plots.ch07 import *
    from nnlib.plots.ch08 import *
    from nnlib.plots.ch09 import *
    from nnlib.plots.ch10 import *
    from nnlib.plots.ch11 import *
    from nnlib.plots.ch12 import *
    from nnlib.plots.kit.image import show
    from nnlib.plots.kit.live_figures import Button, Choice, Slider, Toggle, live
    from nnlib.plots.kit.pictures import Picture
    from nnlib.plots.kit.prediction import look_back, predict, predictions

# Short names of before, which say too little outside their chapter.
OLD = {
    "BOARD": "DEAD_UNITS",
    "BOTH": "BOTH_ANIMALS",
    "COUNT": "DEAD_SHARES",
    "GATE": "GATE_BUILDER",
    "SPACE": "HIDDEN_SPACE",
    "STEPPER": "RULE_STEPPER",
    "STILL": "PERCEPTRON_BOARD",
    "THREE": "LABEL_ORDER",
    "TIE": "TIE_SWITCH",
    "TUG": "TUG_OF_WAR",
}


@cache
def _homes() -> dict[str, str]:
    """{name: the module that offers it}: the chapters' `__all__`, read without loading a chapter."""
    homes = {name: f"kit.{file}" for file, names in OFFERED.items() for name in names}
    for path in sorted(Path(__file__).parent.glob("ch[0-9][0-9]/__init__.py")):
        homes |= dict.fromkeys(_offered(path), path.parent.name)
    return homes


def _offered(path: Path) -> list[str]:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "__all__":
            return ast.literal_eval(node.value)
    return []


@cache
def _room(home: str) -> ModuleType:
    """A module that offers figures, in which the arguments of each are held to their annotations."""
    from nnlib.core.annotated import held  # brings NumPy

    room = import_module(f"{__name__}.{home}")
    for name in (name for name, place in _homes().items() if place == home):
        found = getattr(room, name)
        setattr(room, name, held(found) if isfunction(found) else found)
    return room


def __getattr__(name: str) -> Any:
    home = _homes().get(OLD.get(name, name))
    if home is not None:
        found = getattr(_room(home), OLD.get(name, name))
    elif name in _homes().values():  # a chapter
        found = _room(name)
    elif name == "__all__":
        found = sorted(_homes())
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}", name=name, obj=None)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *_homes(), *_homes().values()} - {"ast"})
