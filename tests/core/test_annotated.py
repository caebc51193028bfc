"""The gate by annotation: plain arguments are what the signature says, and everything else passes."""

from collections.abc import Callable
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nnlib.core.annotated import gate_of


def face(
    yes: bool, n: int, rate: float, name: str, file: str | PathLike, table: dict, f: Callable,
    last: int | None = None, anything: Any = 0, unset: str = None,
):  # fmt: skip
    """A face with one parameter of each kind."""


RIGHT = {
    "yes": [True, np.bool_(False), 1],
    "n": [3, True, np.int8(2), -1],
    "rate": [1, 0.5, np.float32(1), np.int64(2), float("nan")],
    "name": ["", "relu"],
    "file": ["a.csv", Path("a.csv")],
    "table": [{}, {"a": 1}],
    "f": [len, int, lambda: 0],
    "last": [None, 3],
    "anything": [object(), np.ones(3), 1j],
    "unset": [None, "a"],
}
WRONG = {
    "yes": ("no", "yes is 'no'; wanted True or False"),
    "n": (1.5, "n is 1.5; wanted a whole number"),
    "rate": ("1", "rate is '1'; wanted a number"),
    "name": (3, "name is 3; wanted a text, in quotes"),
    "file": (2, "file is 2; wanted the name of a file, in quotes"),
    "table": ([], r"table is \[\]; wanted a dict"),
    "f": ("len", "f is 'len'; wanted a function"),
    "last": ("3", "last is '3'; wanted a whole number"),
    "unset": (3, "unset is 3; wanted a text"),
}


@pytest.mark.parametrize("name", RIGHT)
def test_what_the_annotation_says_passes(name):
    for value in RIGHT[name]:
        gate_of(face).check((), {name: value})


@pytest.mark.parametrize("name", WRONG)
def test_anything_else_is_refused_by_name_and_by_place(name):
    value, message = WRONG[name]
    gate, number = gate_of(face), list(RIGHT).index(name)
    with pytest.raises(TypeError, match=message):
        gate.check((), {name: value})
    with pytest.raises(TypeError, match=message):
        gate.check([right[0] for right in RIGHT.values()][:number] + [value], {})
    for array in (np.ones(2), np.zeros(0)):  # whose truth value nobody may ask for
        with pytest.raises(TypeError):
            gate.check((), {name: array})


def test_none_is_refused_where_nobody_speaks_of_it():
    with pytest.raises(TypeError, match="n is None"):
        gate_of(face).check((), {"n": None})


def test_an_empty_name_is_no_file():
    with pytest.raises(ValueError, match="file is empty"):
        gate_of(face).check((), {"file": ""})


def test_arguments_without_a_name_and_without_an_annotation_are_let_through():
    def loose(first, *more: int, **named: int):
        pass

    gate = gate_of(loose)
    assert gate.checks == {}
    gate.check((1, "a", "b"), {"more": "x", "other": "y"})
