"""Signatures: what annotations mean to the compiler, field by field."""

import re
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import pytest

from nnlib.core.kernel import compiler, kernel
from nnlib.core.signatures import (
    Integers,
    Matrix,
    Vector,
    Vector64,
    function_type,
    signature_of,
)

needs_numba = pytest.mark.skipif(compiler() is None, reason="Numba is switched off")


class Pair(NamedTuple):
    X: Matrix
    n: int


class Alike(NamedTuple):
    a: Vector
    b: Vector


class Steps(NamedTuple):
    scale: float
    step: Callable[[Vector, int], None]


def loop(
    pair: Pair, alike: Alike, rows: Integers, hyper: Vector64, last: bool, steps: Steps
) -> float:
    steps.step(alike.a, pair.n)
    return alike.a[0] * steps.scale + hyper[0]


@needs_numba
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_every_annotation_has_its_type(dtype):
    name = np.dtype(dtype).name
    signature = signature_of(loop, dtype)
    *others, steps = map(str, signature.args)
    assert others == [
        f"Pair(array({name}, 2d, C), int64)",
        f"Alike(array({name}, 1d, C) x 2)",
        "array(int64, 1d, C)",
        "array(float64, 1d, C)",
        "bool",
    ]
    assert (
        steps.startswith("Steps(float64, ")
        and f"FunctionType[none(array({name}, 1d, C), int64)]" in steps
    )
    assert str(signature.return_type) == "float64"


@needs_numba
def test_a_function_type_is_made_once():
    takes = Callable[[Matrix, Matrix], None]
    made = function_type(takes, np.dtype(np.float32))
    assert made is function_type(takes, np.dtype(np.float32))
    assert made != function_type(takes, np.dtype(np.float64))


def test_what_a_loop_is_declared_to_take_it_takes_functions_included():
    @kernel
    def add(vector, n):
        vector[0] += n

    pair, alike = Pair(np.zeros((2, 2)), 5), Alike(np.ones(3), np.ones(3))
    arguments = pair, alike, np.arange(2), np.array([0.5]), True
    for run, step in ((kernel(loop).typed(np.float64), add.compiled), (loop, add.plain)):
        alike.a[0] = 1
        assert run(*arguments, Steps(2.0, step)) == 12.5


GIVEN = {
    "pair.X is float32 of shape": [Pair(np.zeros((2, 2), np.float32), 5)],
    "pair.X is float64 of shape (4,)": [Pair(np.zeros(4), 5)],
    "pair.X is list; wanted float64 with 2 axes": [Pair([[1.0]], 5)],
    "in strides (8, 16)": [Pair(np.asfortranarray(np.ones((2, 2))), 5)],
    "pair is tuple; wanted Pair": [(np.zeros((2, 2)), 5)],
    "alike.b is int64": [Pair(np.ones((2, 2)), 5), Alike(np.ones(2), np.arange(2))],
}


@needs_numba
@pytest.mark.parametrize("message", GIVEN)
def test_what_compiled_code_could_not_read_is_refused(message):
    """Numba's own look at the arguments is left out, so what it would catch is caught here."""

    def takes(pair: Pair, alike: Alike) -> float:
        return pair.X[0, 0] + alike.b[0]

    run = kernel(takes).typed(np.float64)
    right = [Pair(np.ones((2, 2)), 5), Alike(np.ones(2), np.ones(2))]
    assert run(*right) == 2
    with pytest.raises(TypeError, match=re.escape(message)):
        run(*GIVEN[message], *right[len(GIVEN[message]) :])
