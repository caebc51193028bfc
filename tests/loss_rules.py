"""The rules that every loss keeps with its gradient, for the files that test losses."""

import autograd
import numpy as np
import pytest

from nnlib import numerical_gradient, relative_error
from nnlib.core.kernel import compile_plain, compiler


def check_all(loss, grad, out, y, theirs, kinks=False):
    """Autograd and measured slopes, compiled form, dtype, layout, NaN, doubled rows, and shapes that do not meet."""
    agree_with_autograd(loss, grad, out, y, theirs)
    if not kinks:
        wanted = numerical_gradient(lambda out: loss(out, y), out)
        assert relative_error(grad(out, y), wanted) < 1e-6
    agree_compiled(loss, grad, out, y)
    keep_dtype_and_layout(loss, grad, out, y)
    keep_nan(loss, grad, out, y)
    take_the_mean(loss, grad, out, y)
    refuse(loss, grad, out, y)


def agree_with_autograd(loss, grad, out, y, theirs):
    assert loss(out, y) == pytest.approx(theirs(out, y), rel=1e-12, abs=1e-14)
    wanted = autograd.grad(theirs)(out, y)
    np.testing.assert_allclose(grad(out, y), wanted, rtol=1e-10, atol=1e-14)


def agree_compiled(loss, grad, out, y):
    """Called from a learner's compiled function, the face gives the same."""
    if compiler() is not None:
        value, dout = (compile_plain(face)(out, y) for face in (wrapped(loss), wrapped(grad)))
        assert value == pytest.approx(loss(out, y), rel=1e-14)
        np.testing.assert_allclose(dout, grad(out, y), rtol=1e-14, atol=1e-300)


def wrapped(face):
    def call(out, y):
        return face(out, y)

    return call


def keep_dtype_and_layout(loss, grad, out, y):
    for dtype in (np.float32, np.float64):
        some, targets = out.astype(dtype), y.astype(dtype)
        some.flags.writeable = targets.flags.writeable = False
        value, dout = loss(some, targets), grad(some, targets)
        assert type(value) is float and dout.dtype == dtype and dout.flags.writeable
        assert value == pytest.approx(loss(out, y), rel=1e-5)
        np.testing.assert_allclose(dout, grad(out, y), rtol=1e-4, atol=1e-6)
        np.testing.assert_array_equal(
            grad(np.asfortranarray(some), np.asfortranarray(targets)), dout
        )


def keep_nan(loss, grad, out, y):
    """A number that is none is seen in the loss and in its row of the gradient, and in no other row."""
    out = out.copy()
    out[1, 0] = np.nan
    dout = np.isnan(grad(out, y))
    assert np.isnan(loss(out, y)) and dout[1, 0] and not np.delete(dout, 1, axis=0).any()


def take_the_mean(loss, grad, out, y):
    twice = np.concatenate([out, out]), np.concatenate([y, y])
    assert loss(*twice) == pytest.approx(loss(out, y), rel=1e-14)
    np.testing.assert_allclose(grad(*twice)[: len(out)], grad(out, y) / 2, rtol=1e-14)


def refuse(loss, grad, out, y):
    for function in (loss, grad):
        for arguments, message in (
            ((out, y[:-1]), "should be alike"),
            ((out[:, 0], y[:, :1]), "should be alike"),
            ((out[:0], y[:0]), "at least one row is wanted"),
            ((0.5, 1), "is one number; wanted an array"),
        ):
            with pytest.raises(ValueError, match=message):
                function(*arguments)
        with pytest.raises(TypeError, match="holds <U1; wanted numbers"):
            function([["a"]], [[1.0]])
