"""Layers: the affine map and, under it, its derivatives. Rows are examples."""

import math

import numpy as np

from nnlib.gates import as_floats, meet
from nnlib.kernel import kernel, public


def _meet(name, **arrays):
    """Arrays of one dtype whose shapes fit X (n, n_in), W (n_in, n_out), b (n_out,), dout (n, n_out)."""
    wanted_axes = {"X": 2, "W": 2, "b": 1, "dout": 2}
    arrays = {key: as_floats(key, value, wanted_axes[key]) for key, value in arrays.items()}
    X, W = arrays["X"], arrays["W"]
    wanted = {"X": (X.shape[0], W.shape[0]), "b": (W.shape[1],), "dout": (X.shape[0], W.shape[1])}
    for key, shape in wanted.items():
        if key in arrays and arrays[key].shape != shape:
            given = ", ".join(f"{key} {array.shape}" for key, array in arrays.items())
            raise ValueError(f"{name}: {key} should have shape {shape}; given: {given}")
    dtype = np.result_type(*arrays.values())
    return {key: array.astype(dtype, copy=False) for key, array in arrays.items()}


def _forward_gate(name, arguments):
    X, W, b = _meet(name, **arguments).values()
    Z = np.empty((X.shape[0], W.shape[1]), X.dtype)
    return (X, W, b, Z), lambda: Z


def _backward_gate(name, arguments):
    dout, X, W = _meet(name, **arguments).values()
    dX, dW, db = np.empty_like(X), np.empty_like(W), np.empty(W.shape[1], W.dtype)
    return (dout, X, W, dX, dW, db), lambda: (dX, dW, db)


def _forward_linked(run, names):
    def affine_forward(X, W, b):
        Z = np.empty((X.shape[0], W.shape[1]), X.dtype)
        run(X, W, b, Z)
        return Z

    return affine_forward


def _backward_linked(run, names):
    def affine_backward(dout, X, W):
        dX, dW, db = np.empty_like(X), np.empty_like(W), np.empty(W.shape[1], W.dtype)
        run(dout, X, W, dX, dW, db)
        return dX, dW, db

    return affine_backward


_forward_gate.outputs, _forward_gate.linked = 1, _forward_linked
_backward_gate.outputs, _backward_gate.linked = 3, _backward_linked


FEW = 512  # so many multiplications are done before BLAS has begun


@kernel
def product(A, B, C):
    """C = A B, by BLAS where there is enough to do."""
    if C.size * A.shape[1] > FEW or A.shape[1] == 0:
        np.dot(A, B, C)
    else:
        for i in range(C.shape[0]):
            for j in range(C.shape[1]):
                total = A[i, 0] * B[0, j]
                for k in range(1, A.shape[1]):
                    total += A[i, k] * B[k, j]
                C[i, j] = total


@public(_forward_gate)
def affine_forward(X, W, b, Z):
    """The affine map Z = X W + b, with X (n, n_in), W (n_in, n_out), b (n_out,), Z (n, n_out).

    Column j of W holds the weights of unit j. Raises ValueError where the shapes do not meet.
    """
    product(X, W, Z)
    for i in range(Z.shape[0]):
        for j in range(Z.shape[1]):
            Z[i, j] += b[j]


@public(_backward_gate)
def affine_backward(dout, X, W, dX, dW, db):
    """The affine map's backward: dX = dout W^T, dW = X^T dout, db = the sum of dout's rows.

    dout (n, n_out) is the upstream gradient. Nothing is averaged here: the 1/n stands in the loss.
    Inside the training loop an empty dX means that nobody asks for it.
    """
    if X.shape[0] != 1:
        product(X.T, dout, dW)
    else:  # one row, where BLAS would take half as long again
        for i in range(dW.shape[0]):
            for j in range(dW.shape[1]):
                dW[i, j] = X[0, i] * dout[0, j]
    for j in range(db.shape[0]):
        db[j] = 0
    for i in range(dout.shape[0]):
        for j in range(dout.shape[1]):
            db[j] += dout[i, j]
    if dX.size > 0:
        product(dout, W.T, dX)


def affine_forward_columns(W, Xc, b):
    """The affine map where columns are examples, Z = W Xc + b 1^T, with W (n_out, n_in), Xc (n_in, n), b (n_out,).

    Row j of W holds the weights of unit j; Z is (n_out, n). Law: it is the transpose of
    `affine_forward(Xc.T, W.T, b)`. b stands as a column: b alone would be added along the examples where n = n_out.
    """
    W, Xc, b = meet("affine_forward_columns", "W n_out n_in, Xc n_in n, b n_out", W, Xc, b)
    return W @ Xc + b[:, None]


def flatten_images(I):  # noqa: E741
    """Images as rows, I (n, h, w, c) -> (n, h * w * c): row i is image i, pixel after pixel, line after line.

    Images in grey, (n, h, w), work too. The c numbers of a pixel stay side by side. Raises ValueError for other axes.
    """
    images = as_floats("I", I)
    if images.ndim not in (3, 4):
        raise ValueError(f"I has shape {images.shape}; wanted (n, h, w, c) or (n, h, w)")
    return images.reshape(images.shape[0], math.prod(images.shape[1:])).copy()
