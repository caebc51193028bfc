"""The faces of kernels: what goes into the loop, and what comes back out of it."""

import numpy as np
import pytest

from nnlib.core import faces as gates
from nnlib.core.kernel import compile_plain, compiler
from nnlib.losses import huber, huber_grad, mse


@pytest.mark.parametrize(
    ("shape", "rows"),
    [((), (1, 1)), ((3,), (1, 3)), ((2, 3), (2, 3)), ((2, 3, 4), (6, 4)), ((0, 3), (0, 3))],
)
def test_pointwise_sees_rows_and_gives_the_shape_back(shape, rows):
    (z, out), finish = gates.pointwise("relu", {"z": np.ones(shape)})
    assert z.shape == out.shape == rows
    out[:] = 7
    np.testing.assert_array_equal(finish(), np.full(shape, 7.0))


def test_pointwise_settles_on_one_dtype_and_one_shape():
    single, double = np.ones(2, np.float32), np.ones(2)
    (dout, a, out), _ = gates.pointwise("relu_backward", {"dout": single, "a": double})
    assert dout.dtype == a.dtype == out.dtype == np.float64
    (dout, a, alpha, out), _ = gates.pointwise("f", {"dout": single, "a": single, "alpha": 1})
    assert out.dtype == np.float32 and alpha == 1.0
    with pytest.raises(
        ValueError, match=r"f wants arrays of one shape; given: dout \(2,\), a \(1,\)"
    ):
        gates.pointwise("f", {"dout": [1, 2], "a": [1]})


def test_a_loss_of_numbers_that_are_no_matrix_sees_columns():
    (P, T, each), finish = gates.loss_of(gates.alike)("mse", {"P": [1, 2, 3], "T": [1, 2, 5]})
    assert P.shape == T.shape == (3, 1) and each.shape == (3,)
    each[:] = 0, 0, 6
    assert finish() == 2.0


@pytest.mark.skipif(compiler() is None, reason="Numba is switched off")
def test_compiled_code_calls_the_faces_with_and_without_a_third_parameter():
    def learner(P, T):
        return mse(P, T) + huber(P, T, 1.5) + huber(P, T, delta=0.5) + huber_grad(P, T, 1.5).sum()

    P, T = np.array([1.0, 9.0]), np.array([2.0, 5.0])
    assert np.isclose(compile_plain(learner)(P, T), learner(P, T))
