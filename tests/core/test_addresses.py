"""Addresses are looked up once for each signature, and what is called stays the same."""

import numpy as np
import pytest

from nnlib.core.addresses import remember
from nnlib.core.kernel import compiler

numba = pytest.importorskip("numba")
pytestmark = pytest.mark.skipif(compiler() is None, reason="nothing is compiled")


def one_more(x):
    return x + 1


@pytest.fixture
def passed_on():
    """call(f, x): compiled code that is handed f, of the type of x to the type of x."""
    calls = {}
    for real in (numba.float64, numba.float32):
        takes = numba.types.FunctionType(real(real))
        calls[real.name] = numba.njit(real(takes, real))(lambda f, x: f(x) * 2)
    return lambda f, x: calls[x.dtype.name](f, x)


def test_the_second_call_looks_nothing_up(passed_on, monkeypatch):
    f = numba.njit(one_more)
    asked = []
    look_up = f.get_compile_result
    monkeypatch.setattr(
        type(f), "get_compile_result", lambda self, sig: asked.append(sig) or look_up(sig)
    )
    remember(f)
    assert passed_on(f, np.float64(2)) == 6 and asked
    asked.clear()
    assert [passed_on(f, np.float64(x)) for x in range(20)] == [2 * x + 2 for x in range(20)]
    assert asked == []


def test_each_signature_has_its_own_code(passed_on):
    f = numba.njit(one_more)
    remember(f)
    assert passed_on(f, np.float64(2)) == 6
    assert passed_on(f, np.float32(2**24)) == 2**25  # float32 has no 2**24 + 1, float64 does
    assert passed_on(f, np.float64(2**24)) == 2**25 + 2


def test_twice_is_once_and_plain_python_stays_as_it_is():
    f = numba.njit(one_more)
    remember(f)
    kept = f.get_compile_result
    remember(f)
    assert f.get_compile_result is kept
    remember(one_more)
    assert not hasattr(one_more, "get_compile_result")
