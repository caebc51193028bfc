"""Activations by number: the kernel of each number is the pair of that name in activations.py."""

import numpy as np
import pytest

from nnlib import activations
from nnlib.engine.activate import (
    ACTIVATIONS,
    ALPHA,
    OWN,
    USUAL,
    activate,
    activate_backward,
    ladders,
)

Z = np.array([[-1.5, 0.0, 2.0], [0.5, -0.25, 3.0]])
DOUT = np.array([[1.0, -2.0, 0.5], [0.25, 3.0, -1.0]])

OF_INPUT = ("gelu", "swish")  # whose backward wants the input


def of(name):
    """The library's pair of this name, as functions of z and of dout and a."""
    alpha = (ALPHA,) if name in ("leaky_relu", "elu_alpha") else ()
    forward, backward = getattr(activations, name), getattr(activations, f"{name}_backward")
    return lambda z: forward(z, *alpha), lambda dout, a: backward(dout, a, *alpha)


@pytest.mark.parametrize("number", range(len(ACTIVATIONS)), ids=ACTIVATIONS)
def test_the_number_runs_the_function_of_that_name(number):
    forward, backward = of(ACTIVATIONS[number])
    a, dz = np.full_like(Z, np.nan), np.full_like(Z, np.nan)
    activate(number, ALPHA, Z, a)
    np.testing.assert_array_equal(a, forward(Z))
    activate_backward(number, ALPHA, DOUT, Z, a, dz)
    known = Z if ACTIVATIONS[number] in OF_INPUT else a
    np.testing.assert_array_equal(dz, backward(DOUT, known))


def test_every_pair_of_the_library_has_its_number():
    pairs = {name for name in vars(activations) if hasattr(activations, f"{name}_backward")}
    assert pairs == set(ACTIVATIONS) and len(ACTIVATIONS) < OWN


def test_the_two_kernels_read_like_the_others():
    assert activate.__name__ == "activate" and activate.__module__ == "nnlib.engine.activate"
    assert activate.__doc__.endswith("slope.") and "backward" in activate_backward.__doc__
    assert activate.python.__code__.co_filename.endswith("activate.py")  # where the cache belongs


def test_a_network_gets_the_short_ladder_where_it_will_do():
    usual = [ACTIVATIONS.index(name) for name in USUAL]
    assert [each.__name__ for each in ladders([*usual, OWN + 1])] == [
        "activate_usual",
        "activate_usual_backward",
    ]
    for name in set(ACTIVATIONS) - set(USUAL):
        assert ladders([usual[0], ACTIVATIONS.index(name)]) == (activate, activate_backward)


@pytest.mark.parametrize("name", USUAL)
def test_both_ladders_run_the_same(name):
    number, (forward, backward) = ACTIVATIONS.index(name), ladders([0])
    a, b, da, db = (np.full_like(Z, np.nan) for _ in range(4))
    activate(number, ALPHA, Z, a)
    forward(number, ALPHA, Z, b)
    activate_backward(number, ALPHA, DOUT, Z, a, da)
    backward(number, ALPHA, DOUT, Z, a, db)
    np.testing.assert_array_equal(a, b)
    np.testing.assert_array_equal(da, db)
